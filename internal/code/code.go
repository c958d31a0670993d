// Package code writes a loss with its parameters as source to use in a training
// program: a function and a module of PyTorch, a Loss of Keras 3, functions of
// JAX, NumPy, JavaScript and Go, and objectives for gradient boosting.
//
// It has no code for any particular loss. It takes a loss from [catalog.Kind.Logits],
// [catalog.Kind.Code] or a formula, and replaces the names of functions there with the
// names that the language uses.
package code

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/formula"
	"lossexplorer/losscore"
)

// A Language is a library or language to write a loss for.
type Language string

// The languages.
const (
	PyTorch    Language = "pytorch"
	Keras      Language = "keras" // Keras 3, with any backend
	JAX        Language = "jax"
	NumPy      Language = "numpy"
	JavaScript Language = "javascript"
	Go         Language = "go"
)

// Languages are all languages, in the order to offer them.
var Languages = [...]Language{PyTorch, Keras, JAX, NumPy, JavaScript, Go}

// Name returns how the language is spelled.
func (l Language) Name() string {
	switch l {
	case PyTorch:
		return "PyTorch"
	case Keras:
		return "Keras 3"
	case JAX:
		return "JAX"
	case NumPy:
		return "NumPy"
	case JavaScript:
		return "JavaScript"
	case Go:
		return "Go"
	}
	return string(l)
}

// An Input is the kind of number that a prediction is.
type Input string

// The inputs.
const (
	Logits        Input = "logits"
	Probabilities Input = "probabilities"
)

// A Normaliser is the divisor of the sum in the reduction "mean" of PyTorch code.
type Normaliser string

// The normalisers.
const (
	Valid     Normaliser = "valid"      // the elements that are not ignored
	All       Normaliser = "all"        // all elements
	Positives Normaliser = "positives"  // the sum of the labels, at least 1
	AvgFactor Normaliser = "avg_factor" // an argument
)

// Normalisers are all normalisers, in the order to offer them.
var Normalisers = [...]Normaliser{Valid, All, Positives, AvgFactor}

// Options select the form of the code. The zero value of a field stands for the
// first of its choices; the zero value of Language stands for PyTorch.
type Options struct {
	Language   Language
	Input      Input
	Normaliser Normaliser
	Soft       bool // labels may be between 0 and 1, see [catalog.Kind.Soft]
}

func (o Options) withDefaults() Options {
	if o.Language == "" {
		o.Language = PyTorch
	}
	if o.Input == "" {
		o.Input = Logits
	}
	if o.Normaliser == "" {
		o.Normaliser = Valid
	}
	return o
}

// An OptionError reports an option that is none of its choices.
type OptionError struct{ Option, Value string }

// Error returns a text such as
//
//	code: Language is "fortran"
func (e *OptionError) Error() string { return "code: " + e.Option + ` is "` + e.Value + `"` }

// A CountError reports another number of parameter values than the loss has.
type CountError struct {
	ID        string
	Got, Want int
}

// Error returns a text such as
//
//	code: focal has 4 parameters, got 1 values
func (e *CountError) Error() string {
	return "code: " + e.ID + " has " + strconv.Itoa(e.Want) + " parameters, got " +
		strconv.Itoa(e.Got) + " values"
}

// Write returns the loss with the values of its parameters, in the order of
// Params. Without class weights there is no alpha, and from logits no epsilon,
// which no step needs. A formula is written from the probability that its logit
// has. The error is one of the types of this package, or the loss' own.
func Write(o Options, k *catalog.Kind, values []float64) (string, error) {
	if len(values) != len(k.Params) {
		return "", &CountError{k.ID, len(values), len(k.Params)}
	}
	if err := k.New(values).Validate(); err != nil {
		return "", err
	}
	o = o.withDefaults()
	if f := formula.Of(k); f != nil {
		return WriteSource(o, SourceOf(f, values[:len(f.Params)], values[len(f.Params)]))
	}
	value := func(name string) float64 {
		if i := k.Param(name); i >= 0 {
			return values[i]
		}
		return 0
	}
	weighted := value("balanced") != 0
	f := function{
		name: strings.ReplaceAll(k.ID, "-", "_") + "_loss", title: k.Name.English,
		source: k.Source, options: o, soft: o.Soft || k.Soft == nil && o.Input == Logits,
	}
	switch {
	case o.Soft:
		f.body = fromSoft(k, weighted, o.Input)
	case o.Input == Logits && len(k.Logits) == 0: // by the probability of the logit
		f.formula = true
		f.body = fromProbability(k.Code, weighted)
	case o.Input == Logits:
		f.split = true
		f.body = slices.Clone(k.Logits)
		if weighted {
			f.body = append(f.body, "loss = alpha*y*positive + (1-alpha)*(1-y)*negative")
		} else {
			f.body = append(f.body, "loss = y*positive + (1-y)*negative")
		}
	default:
		f.body = fromProbability(k.Code, weighted)
	}
	for i, p := range k.Params {
		if p.Name != "epsilon" && !uses(f.body, p.Name) || p.Name == "epsilon" && !f.needsClip() {
			continue
		}
		v := values[i]
		if v == 0 {
			v = p.Zero
		}
		f.params = append(f.params, param{name: p.Name, doc: p.Hint.English, value: v})
	}
	return f.write()
}

// fromSoft returns the statements for labels between 0 and 1.
func fromSoft(k *catalog.Kind, weighted bool, in Input) []string {
	body := slices.Clone(k.Soft)
	if body == nil {
		body = append(slices.Clone(k.Logits), "loss = y*positive + (1-y)*negative")
	}
	switch {
	case !uses(body, "alpha_t"):
	case weighted:
		body = slices.Insert(body, 0, "# The weight of the label.",
			"alpha_t = y*alpha + (1-y)*(1-alpha)")
	default:
		for i, s := range body {
			body[i] = strings.ReplaceAll(s, "alpha_t * ", "")
		}
	}
	if in == Logits {
		return body
	}
	var logs []string
	if uses(body, "log_p") || uses(body, "z") {
		logs = append(logs, "log_p = log(p)")
	}
	if uses(body, "log_q") || uses(body, "z") {
		logs = append(logs, "log_q = log(1 - p)")
	}
	if uses(body, "z") {
		logs = append(logs, "x = log_p - log_q")
	}
	for i, s := range body {
		body[i] = rename(s, func(name string) string {
			if name == "z" { // of logits
				return "x"
			}
			return name
		})
	}
	return append(logs, body...)
}

// fromProbability returns the statements with p_t and the weight where they are
// used.
func fromProbability(code []string, weighted bool) []string {
	body := slices.Clone(code)
	if uses(body, "alpha_t") {
		if weighted {
			body = slices.Insert(body, 0, "# The weight of the true class.",
				"alpha_t = y*alpha + (1-y)*(1-alpha)")
		} else {
			for i, s := range body {
				body[i] = strings.ReplaceAll(s, "alpha_t * ", "")
			}
		}
	}
	if uses(body, "p_t") {
		body = slices.Insert(body, 0, "# The probability of the true class.",
			"p_t = y*p + (1-y)*(1-p)")
	}
	return body
}

// A Categorical is the focal loss of several classes by its parameters, see
// [WriteCategorical].
type Categorical struct {
	Gamma     float64
	Alpha     []float64 // a weight for each class; empty for weights of 1
	Epsilon   float64   // clip of probabilities
	Smoothing float64   // label smoothing
}

// WriteCategorical is [Write] for the focal loss of any number of classes,
//
//	-Σ alpha_k y_k (1-p_k)^gamma log(p_k), y_k = (1-s) onehot_k + s/K
//
// with s for label smoothing. From logits, log(1-p_k) of the class with the largest
// logit comes from the logits of the others, so that nothing cancels.
func WriteCategorical(o Options, c Categorical) (string, error) {
	if err := (losscore.Focal{Gamma: c.Gamma, Epsilon: c.Epsilon}).Validate(); err != nil {
		return "", err
	}
	if err := (losscore.SmoothedCE{LabelSmoothing: c.Smoothing}).Validate(); err != nil {
		return "", err
	}
	for _, a := range c.Alpha {
		if !(a >= 0 && a <= math.MaxFloat64) {
			return "", &losscore.RangeError{Field: "Alpha", Value: a, Allowed: losscore.AtLeast(0)}
		}
	}
	o = o.withDefaults()
	focal := catalog.KindOf("focal")
	f := function{
		name: "categorical_focal_loss", title: "Focal loss of several classes",
		source:  focal.Source,
		options: o, categorical: true,
	}
	loss := "loss = -y * exp(gamma*log_q) * log_p"
	if o.Input == Probabilities {
		loss = "loss = -y * pow(1-p, gamma) * log(p)"
	}
	hint := func(name string) string { return focal.Params[focal.Param(name)].Hint.English }
	if len(c.Alpha) > 0 {
		loss = strings.Replace(loss, "y", "alpha * y", 1)
		f.params = append(f.params,
			param{name: "alpha", doc: "The weight of each class.", classes: c.Alpha})
	}
	f.params = append(f.params, param{name: "gamma", doc: hint("gamma"), value: c.Gamma})
	if c.Smoothing > 0 {
		f.body = append(f.body, "smooth = y*(1-label_smoothing) + label_smoothing/classes")
		loss = strings.Replace(loss, "y", "smooth", 1)
		f.params = append(f.params, param{
			name: "label_smoothing", doc: "The part of the label that is spread over all classes.",
			value: c.Smoothing,
		})
	}
	if o.Input == Probabilities {
		f.params = append(f.params, param{name: "epsilon", doc: hint("epsilon"), value: c.Epsilon})
	}
	f.body = append(f.body, loss)
	return f.write()
}

// A function is a loss to write, its body in the notation of
// [catalog.Kind.Code] with comments that start with #.
type function struct {
	name, title, source string
	params              []param
	body                []string
	options             Options
	categorical         bool // y, p and alpha have a number for each class
	split               bool // the body assigns positive and negative
	soft                bool // the labels may be between 0 and 1
	formula             bool // the body may use every function and x, the logit
}

type param struct {
	name, doc string
	value     float64
	classes   []float64 // a number for each class, if not only one value
}

func (f *function) write() (string, error) {
	if !slices.Contains(Normalisers[:], f.options.Normaliser) {
		return "", &OptionError{"Normaliser", string(f.options.Normaliser)}
	}
	if f.options.Input != Logits && f.options.Input != Probabilities {
		return "", &OptionError{"Input", string(f.options.Input)}
	}
	switch f.options.Language {
	case PyTorch:
		return f.pytorch(), nil
	case Keras:
		return f.keras(), nil
	case JAX:
		return f.arrays(&jax), nil
	case NumPy:
		return f.arrays(&numpy), nil
	case JavaScript:
		return f.javascript(), nil
	case Go:
		return f.golang(), nil
	}
	return "", &OptionError{"Language", string(f.options.Language)}
}

// labels are those that the loss takes.
func (f *function) labels() string {
	if f.between() {
		return "from 0 to 1"
	}
	return "0 or 1"
}

// between reports whether labels may be numbers between 0 and 1.
func (f *function) between() bool { return f.soft || f.formula || f.categorical }

// logits reports whether the loss is one of logits.
func (f *function) logits() bool { return f.options.Input == Logits }
