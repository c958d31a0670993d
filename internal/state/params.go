// Package state holds the state of the explorer (the loss, its parameters and the way it
// is drawn) and translates it to and from the page's URL.
package state

import (
	"errors"
	"strconv"
	"strings"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/formula"
	"lossexplorer/losscore"
)

// Class selects the curves by the true label.
type Class string

// The classes that can be shown.
const (
	Positive Class = "1"    // y = 1
	Negative Class = "0"    // y = 0
	Both     Class = "both" // both labels
	Soft     Class = "soft" // y = State.Label, between 0 and 1
)

// DefaultLabel is the soft label of an address that names none.
const DefaultLabel = 0.8

// Gradient selects the quantity of the second chart.
type Gradient string

// The gradients that can be shown.
const (
	ByPt    Gradient = "pt"    // dL/dp_t
	ByLogit Gradient = "logit" // dL/dx, x the logit

	// The pull on the logit, |dL/dx|, and the pull divided by the pull of cross-entropy.
	Pull     Gradient = "pull"
	Relative Gradient = "relative"
)

// OfLogit reports whether g uses the derivative with respect to the logit.
func (g Gradient) OfLogit() bool { return g != ByPt }

// MaxParams is the largest number of parameters of a loss.
const MaxParams = 9

// State is everything the page shows. It is a comparable value: two equal
// states draw the same page. Use Default, Parse or With to make one, so that its
// loss is valid.
type State struct {
	Place     Place
	Kind      *catalog.Kind
	Values    [MaxParams]float64 // of Kind.Params, in their order
	Class     Class
	Label     float64 // above 0 and below 1 if Class is Soft, and 0 otherwise
	Gradient  Gradient
	Curvature bool // the third chart is shown
	Classes   Classes
	Axes      Axes
	Pins      Pins
	Pair      Pair
	Probe     Probe
	Precision Precision
	Sandbox   Sandbox
	Train     Train
	Formula   Formula
	Weights   Weights
	Copied    Copied
	Code      bool // the panel of the loss as code is open
	Predict   bool // the panel of the user's predictions is open
	Lesson    Lesson
	Wrong     bool // draw the loss of the tutorial's broken code beside the focal loss
}

// Default returns the state of a URL without parameters: the focal loss with the paper's
// gamma=2 (Lin et al. 2017, section 4.1) and no class weight, so that gamma is seen
// alone, and Keras' epsilon 1e-7; the loss on a logarithmic axis, where the easy side is
// seen, and the pull on the logit.
func Default() State { return defaultOf(catalog.KindOf("focal")) }

func defaultOf(k *catalog.Kind) State {
	s := State{
		Place: PlaceExplore, Kind: k, Class: Positive, Gradient: Pull, Classes: defaultClasses(),
		Axes: Axes{X: XPt, Quantity: Plain, Scale: LogLossScale},
		Pair: defaultPair(), Probe: defaultProbe(), Precision: defaultPrecision(),
		Sandbox: defaultSandbox(), Train: defaultTrain(), Formula: defaultFormula(),
	}
	for i, p := range k.Params {
		if !p.Switch { // switches are off, so that each parameter is seen alone
			s.Values[i] = p.Default
		}
	}
	return s
}

// Names of the URL's parameters beside the parameters of the loss, and of the one
// parameter that every loss has.
const (
	LossKey      = "loss"
	ClassKey     = "class"
	GradientKey  = "gradient"
	WrongKey     = "wrong"
	CurvatureKey = "curvature"
	EpsilonKey   = "epsilon"
)

// Keys returns the names of the URL's parameters for the loss of s, in their
// order.
func (s State) Keys() []string {
	keys := []string{PlaceKey, LossKey}
	for _, p := range s.Kind.Params {
		keys = append(keys, p.Name)
	}
	keys = append(keys, ClassKey, GradientKey, CurvatureKey, WrongKey)
	for _, p := range s.parts() {
		keys = append(keys, p.keys()...)
	}
	return keys
}

// A part is a view of the page that has parameters of its own.
type part interface {
	// keys returns the names of its parameters. The first one shows or hides the
	// view.
	keys() []string
	// set sets a parameter from its text; known is false if there is no parameter
	// of the name. On an error the part may be left changed.
	set(key, value string) (known bool, err error)
	// value returns the text of a parameter, as set reads it.
	value(key string) (value string, known bool)
}

// Off is the text that a URL and the epsilon field use for Epsilon 0, no clipping.
const Off = "off"

// On opens a panel as it was when it was closed.
const On = "on"

var (
	// ErrNumber reports a text that is not a number.
	ErrNumber = errors.New("not a number")
	// ErrChoice reports a text that is not one of the offered values. Where these are few, the
	// error is a *ChoiceError.
	ErrChoice = errors.New("not one of the choices")
)

// A ChoiceError is an ErrChoice with the offered values.
type ChoiceError struct{ Offered []string }

func (e *ChoiceError) Error() string { return ErrChoice.Error() }

// Is reports whether target is ErrChoice.
func (e *ChoiceError) Is(target error) bool { return target == ErrChoice }

// notAmong is the error of a text that is none of the offered values.
func notAmong[T ~string](offered ...T) error {
	e := new(ChoiceError)
	for _, o := range offered {
		e.Offered = append(e.Offered, string(o))
	}
	return e
}

// With returns s with one parameter set from its text. On an error s is
// returned unchanged. A new loss keeps the values of the parameters that both
// losses use, where they are valid for it.
func (s State) With(key, value string) (State, error) {
	next := s
	var err error
	switch key {
	case PlaceKey:
		p, err := choice(Place(value), Places()...)
		if err != nil {
			return s, err
		}
		return s.At(p), nil
	case LossKey:
		k := KindOf(value)
		if k == nil {
			return s, notAmong(lossNames()...)
		}
		return s.withKind(k), nil
	case ClassKey:
		next.Class, next.Label, err = label(value)
	case GradientKey:
		next.Gradient, err = choice(Gradient(value), ByPt, ByLogit, Pull, Relative)
	case CurvatureKey:
		next.Curvature, err = boolean(value)
	case WrongKey:
		next.Wrong, err = boolean(value)
	default:
		if !s.Has(key) {
			return s.withPart(key, value)
		}
		i := s.index(key)
		switch {
		case s.Kind.Params[i].Switch:
			var on bool
			on, err = boolean(value)
			next.Values[i] = toNumber(on)
		case key == EpsilonKey:
			next.Values[i], err = epsilon(value)
		default:
			next.Values[i], err = number(value)
		}
		if err == nil {
			err = next.validate()
		}
	}
	if err != nil {
		return s, err
	}
	if next.Has(key) {
		return next.settle(key), nil
	}
	return next, nil
}

// WithNumber is With for a numeric parameter of the loss, and uses no text.
func (s State) WithNumber(name string, v float64) (State, error) {
	next := s
	next.Values[s.index(name)] = v
	if err := next.validate(); err != nil {
		return s, err
	}
	return next.settle(name), nil
}

// withPart is With for the views.
func (s State) withPart(key, value string) (State, error) {
	next := s
	if value == Off && s.stays(key) {
		return s, nil
	}
	for _, p := range next.parts() {
		if known, err := p.set(key, value); err != nil {
			return s, err
		} else if known {
			return next.follow(key, value), nil
		}
	}
	panic("state: there is no parameter " + strconv.Quote(key))
}

// CustomLoss is the ID that the picker and a URL use for the formula in its first
// state. The Kind of a formula has another ID, which encodes all of it.
const CustomLoss = "own"

func lossNames() (names []string) {
	for _, k := range catalog.Kinds() {
		names = append(names, k.ID)
	}
	return append(names, CustomLoss)
}

// KindOf returns the loss that an ID stands for, nil if there is none: one of losscore or
// a formula.
func KindOf(id string) *catalog.Kind {
	if id == CustomLoss {
		id = firstFormula
	}
	if k := catalog.KindOf(id); k != nil {
		return k
	}
	return customKind(id)
}

// Own reports whether the loss of s is a formula.
func (s State) Custom() bool { return strings.HasPrefix(s.Kind.ID, formula.ID) }

// LossName returns the ID of the loss, CustomLoss for all formulas.
func (s State) LossName() string {
	if s.Custom() {
		return CustomLoss
	}
	return s.Kind.ID
}

func (s State) withKind(k *catalog.Kind) State {
	next := s
	next.Kind, next.Values = k, defaultOf(k).Values
	both := s.Custom() && next.Custom()
	for i, p := range k.Params {
		j := s.Kind.Param(p.Name)
		if j < 0 || s.Values[j] < p.Min || s.Values[j] > p.Max {
			continue
		}
		if both && s.Kind.Params[j].Default != p.Default {
			continue // the formula has another default
		}
		next.Values[i] = s.Values[j]
	}
	// The formula's panel has values for another loss beside it.
	switch n := len(k.Params) - 1; {
	case next.Custom() && !s.Custom() && s.Formula.Count == n:
		copy(next.Values[:n], s.Formula.Values[:n])
	case s.Custom() && !next.Custom():
		next.Formula.Count = copy(next.Formula.Values[:], s.Values[:len(s.Kind.Params)-1])
	}
	return next
}

// validate checks all parameters as if they were in use, so that a switch can
// be thrown at any time.
func (s State) validate() error {
	for i, p := range s.Kind.Params {
		if p.Switch {
			s.Values[i] = 1
		}
	}
	return s.Loss().Validate()
}

// Loss returns the loss with its parameters bound.
func (s State) Loss() losscore.Loss {
	values := s.Values // escapes to the heap, so that s does not
	return s.Kind.New(values[:len(s.Kind.Params)])
}

// index returns the index of a parameter of the loss in Values.
func (s State) index(key string) int {
	i := s.Kind.Param(key)
	if i < 0 {
		panic("state: " + s.Kind.ID + " has no parameter " + strconv.Quote(key))
	}
	return i
}

// Has reports whether the loss has a parameter of that name.
func (s State) Has(name string) bool { return s.Kind.Param(name) >= 0 }

// Knows reports whether With and Value know the key: one of the page, or of the loss.
func (s State) Knows(key string) bool {
	switch key {
	case PlaceKey, LossKey, ClassKey, GradientKey, CurvatureKey, WrongKey:
		return true
	}
	if s.Has(key) {
		return true
	}
	for _, p := range s.parts() {
		if _, known := p.value(key); known {
			return true
		}
	}
	return false
}

// Number returns the value of a parameter of the loss, 0 or 1 for a switch.
func (s State) Number(name string) float64 { return s.Values[s.index(name)] }

// Enabled reports whether the parameter is used: whether the switch that it needs
// is on.
func (s State) Enabled(name string) bool {
	needs := s.Kind.Params[s.index(name)].Needs
	return needs == "" || s.Number(needs) != 0
}

// Value returns the text of one parameter, as With reads it.
func (s State) Value(key string) string {
	switch key {
	case PlaceKey:
		return string(s.Place)
	case LossKey:
		return s.Kind.ID
	case ClassKey:
		if s.Class == Soft {
			return Format(s.Label)
		}
		return string(s.Class)
	case GradientKey:
		return string(s.Gradient)
	case CurvatureKey:
		return Format(toNumber(s.Curvature))
	case WrongKey:
		return Format(toNumber(s.Wrong))
	}
	if !s.Has(key) {
		// Every frame uses these; they must not move s to the heap.
		if v, known := s.Axes.value(key); known {
			return v
		}
		if v, known := s.classesValue(key); known {
			return v
		}
		return s.partValue(key)
	}
	v := s.Number(key)
	if key == EpsilonKey && v == 0 {
		return Off
	}
	return Format(v)
}

// partValue is Value for the views. It is a separate function because it moves s
// to the heap, which most calls of Value avoid.
func (s State) partValue(key string) string {
	for _, p := range s.parts() {
		if v, known := p.value(key); known {
			return v
		}
	}
	panic("state: there is no parameter " + strconv.Quote(key))
}
