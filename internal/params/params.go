// Package params holds what the explorer shows — the loss, its parameters and
// the way it is drawn — and translates it to and from the page's URL.
package params

import (
	"errors"
	"strconv"
	"strings"

	"lossexplorer/losscore"
)

// Class selects the curves by the true label.
type Class string

// The classes that can be shown.
const (
	Positive Class = "1"    // y = 1
	Negative Class = "0"    // y = 0
	Both     Class = "both" // both labels
)

// Gradient selects the quantity of the second chart.
type Gradient string

// The gradients that can be shown.
const (
	ByPt    Gradient = "pt"    // dL/dp_t
	ByLogit Gradient = "logit" // dL/dx, x the logit
)

// MaxGamma is where the gamma slider ends. The number field and the URL accept
// every value that losscore.Focal.Validate accepts.
const MaxGamma = 10

// State is everything the page shows. It is a comparable value: two equal
// states draw the same page.
type State struct {
	Focal    losscore.Focal
	Class    Class
	Gradient Gradient
}

// Default returns the state of a URL without parameters: the paper's gamma=2,
// alpha=0.25 (Lin et al. 2017, section 4.1) and Keras' epsilon 1e-7.
func Default() State {
	return State{
		Focal:    losscore.Focal{Gamma: 2, Alpha: 0.25, Epsilon: 1e-7, Balanced: true},
		Class:    Positive,
		Gradient: ByPt,
	}
}

// Names of the URL's parameters, which are also the names of the controls.
const (
	GammaKey    = "gamma"
	AlphaKey    = "alpha"
	EpsilonKey  = "epsilon"
	BalancedKey = "balanced"
	ClassKey    = "class"
	GradientKey = "gradient"
)

// Keys are the names of all parameters, in the order of the URL.
var Keys = [...]string{GammaKey, AlphaKey, EpsilonKey, BalancedKey, ClassKey, GradientKey}

// Off is how a URL and the epsilon field spell Epsilon 0, no clipping.
const Off = "off"

// A Problem is one malformed value of the URL. The state has the default in
// its place.
type Problem struct {
	Key   string
	Value string
	Err   error // *losscore.RangeError, ErrNumber or ErrChoice
}

var (
	// ErrNumber says that a text is not a number.
	ErrNumber = errors.New("not a number")
	// ErrChoice says that a text is none of the offered words.
	ErrChoice = errors.New("not one of the choices")
)

// Parse reads a state through get, which returns the value of a URL parameter
// and whether it is present. Absent parameters take their defaults; so do
// malformed ones, each reported as a Problem.
func Parse(get func(key string) (string, bool)) (State, []Problem) {
	s := Default()
	var problems []Problem
	for _, key := range Keys {
		value, ok := get(key)
		if !ok {
			continue
		}
		next, err := s.With(key, value)
		if err != nil {
			problems = append(problems, Problem{key, value, err})
			continue
		}
		s = next
	}
	return s, problems
}

// With returns s with one parameter set from its text. On an error s is
// returned unchanged.
func (s State) With(key, value string) (State, error) {
	next := s
	var err error
	switch key {
	case GammaKey:
		next.Focal.Gamma, err = number(value)
	case AlphaKey:
		next.Focal.Alpha, err = number(value)
	case EpsilonKey:
		next.Focal.Epsilon, err = epsilon(value)
	case BalancedKey:
		next.Focal.Balanced, err = boolean(value)
	case ClassKey:
		next.Class, err = choice(Class(value), Positive, Negative, Both)
	case GradientKey:
		next.Gradient, err = choice(Gradient(value), ByPt, ByLogit)
	default:
		panic("params: no parameter " + strconv.Quote(key))
	}
	if err != nil {
		return s, err
	}
	// Alpha is checked even while it is not in use, so that switching the
	// balancing on can never fail.
	check := next.Focal
	check.Balanced = true
	if err := check.Validate(); err != nil {
		return s, err
	}
	return next, nil
}

// Number returns the value of the parameter gamma, alpha or epsilon.
func (s State) Number(key string) float64 {
	switch key {
	case GammaKey:
		return s.Focal.Gamma
	case AlphaKey:
		return s.Focal.Alpha
	case EpsilonKey:
		return s.Focal.Epsilon
	}
	panic("params: no number " + strconv.Quote(key))
}

// Value returns the text of one parameter, as With reads it.
func (s State) Value(key string) string {
	switch key {
	case GammaKey:
		return Format(s.Focal.Gamma)
	case AlphaKey:
		return Format(s.Focal.Alpha)
	case EpsilonKey:
		if s.Focal.Epsilon == 0 {
			return Off
		}
		return Format(s.Focal.Epsilon)
	case BalancedKey:
		if s.Focal.Balanced {
			return "1"
		}
		return "0"
	case ClassKey:
		return string(s.Class)
	case GradientKey:
		return string(s.Gradient)
	}
	panic("params: no parameter " + strconv.Quote(key))
}

// Query returns the URL's query for s, without the question mark. Every
// parameter is written, so that a link keeps its meaning when a default
// changes. No value needs escaping.
func (s State) Query() string {
	var b strings.Builder
	for i, key := range Keys {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(key)
		b.WriteByte('=')
		b.WriteString(s.Value(key))
	}
	return b.String()
}

// Format returns the shortest text that reads back as v: 0.25, 1e-7.
func Format(v float64) string {
	b := strconv.FormatFloat(v, 'g', -1, 64)
	mantissa, exp, ok := strings.Cut(b, "e")
	if !ok {
		return b
	}
	// A '+' would be read back as a space from a URL, and 1e-07 is not how
	// people write 1e-7.
	sign := ""
	if exp[0] == '-' {
		sign = "-"
	}
	return mantissa + "e" + sign + strings.TrimLeft(exp[1:], "0")
}

func number(text string) (float64, error) {
	v, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		return 0, ErrNumber
	}
	return v, nil
}

func epsilon(text string) (float64, error) {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case Off, "关":
		return 0, nil
	}
	return number(text)
}

func boolean(text string) (bool, error) {
	switch text {
	case "1", "true":
		return true, nil
	case "0", "false":
		return false, nil
	}
	return false, ErrChoice
}

func choice[T comparable](v T, offered ...T) (T, error) {
	for _, o := range offered {
		if v == o {
			return v, nil
		}
	}
	return v, ErrChoice
}
