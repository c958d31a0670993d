// Package python reads losses that people wrote in Python for PyTorch, TensorFlow, Keras, JAX or
// NumPy, and returns them as formulas of package syntax.
//
// [Read] parses the code and evaluates it in part: defaults, flags, strings and None are known,
// arrays are not. The results it computes from its arrays are [Expr] values; the roles of its
// parameters follow from their use, position and names. Code is never executed. Code that is
// not understood is refused with its line and column. Changes at the level of a module to what it
// made before are not all followed; docs/use.md lists what is known to be read wrong.
package python

import (
	"strings"
)

// Options hold facts about the code that [Read] uses. The zero value holds none.
type Options struct {
	Name  string          // of the function or class to read, where there are several
	Roles map[string]Role // of parameters

	// Values are the values of the code's parameters in Python: 0.3, True, None or a text.
	Values map[string]string

	repair  Rule // a fault to read as if it were mended
	written bool // see [Reading.Written]
}

// With returns the options with the role of one more parameter.
func (o Options) With(name string, role Role) Options {
	roles := map[string]Role{name: role}
	for n, is := range o.Roles {
		if n != name {
			roles[n] = is
		}
	}
	o.Roles = roles
	return o
}

// A Note is a remark about the code that was read, such as that it is the loss of a batch.
type Note struct {
	At   Position
	Code string
	Args []string
}

// A ParamValue is a parameter of the code that the formula has.
type ParamValue struct {
	Name    string // in the formula
	Value   float64
	Default bool // the value is the code's
	E       *Expr
}

// A Reading is a loss that was read.
type Reading struct {
	Name    string // of the function or class
	Formula string // as package syntax reads it
	Roles   map[string]Role
	Params  []ParamValue
	Epsilon float64 // the value of epsilon in the code, 0 if the formula has none
	Classes bool    // it is a loss over classes, as a function of p_t
	Row     bool    // and its label is a row with 1 for the labelled class
	OneHot  bool    // the label is the number of a class; one class is shown
	Notes   []Note

	Loss       *Expr  // with the roles in place
	Marks      []Mark // faults that were seen while reading
	Pairs      []Pair
	Lines      []string
	Jax        bool   // arrays do not change in place: TensorFlow, JAX
	TensorFlow bool   // it is the framework
	Precision  string // of arrays, such as float32

	// Clamped is a call of PyTorch's binary_cross_entropy of probabilities, whose logarithms are
	// -100 or more, and whose gradient is divided by 1e-12 or more: both are left out of the
	// formula, as they count only for logits beyond ln 1e12.
	Clamped Position

	Weights []Position
	Set     []string // parameters that have the values of the options

	// Objectives are those of boosted trees in the source, and Losses all losses beside them.
	Objectives, Losses []*Reading
	// Metric reports whether the function is one that evaluates boosted trees.
	Metric bool

	Batch *Expr // the loss with its reductions, and with no derivative by hand
	r     *reader

	method  bool // the function is one of a class
	source  string
	options Options
}

// A Pair is a value with the derivative that it has by hand, or an objective that
// returns gradient and Hessian.
type Pair struct {
	At                Position
	Value             *Expr // nil for an objective
	Gradient, Hessian *Expr
	Pred              *Expr
}

// pair is a value that was given its derivatives by hand.
type pair struct {
	value, as   *Expr
	args, grads []value
	at          Position
}

// A Rule names a fault of the code that package lint reports.
type Rule string

// The rules that are seen while reading.
const (
	SigmoidTwice  Rule = "sigmoid-twice"
	ArgumentOrder Rule = "argument-order"
	LogitsProbs   Rule = "logits-as-probabilities"
	ShapeMismatch Rule = "shape-mismatch"
	LogMissing    Rule = "log-missing"

	HandDerivative Rule = "wrong-derivative"
)

// A Mark is a fault that was seen while reading.
type Mark struct {
	Rule Rule
	At   Position
	Args []string
	Of   *Expr
}

// IsPython reports whether a text looks like Python rather than like a formula.
func IsPython(source string) bool {
	for line := range strings.SplitSeq(source, "\n") {
		line = strings.TrimSpace(line)
		for _, w := range []string{"def ", "class ", "return ", "import ", "from ", "@", "lambda ",
			"async "} {
			if strings.HasPrefix(line, w) {
				return true
			}
		}
		for _, w := range []string{"torch.", "tf.", "np.", "jnp.", "F.", "K.", "lambda ", "nn.",
			"ops."} {
			if i := strings.Index(line, w); i == 0 || i > 0 && !isNameStart(rune(line[i-1])) {
				return true
			}
		}
	}
	return false
}

// Read reads the loss of a source. The error is an [*Error]; the reading then has the marks that
// were seen.
func Read(source string, o Options) (*Reading, error) {
	return Open(source, o).Read(o.Name)
}

// Written returns the loss as a formula that has the operations of the code one by one,
// for emulations of rounding: nothing is simplified, and logsigmoid, bce, bce_logits and
// float32 stand for functions of PyTorch. It is "" if the code cannot be read so.
func (reading *Reading) Written() string {
	o := reading.options
	o.Name, o.Roles, o.written = reading.Name, reading.Roles, true
	made, err := Read(reading.source, o)
	if err != nil {
		return ""
	}
	return made.Formula
}

func newReader(f *file, o Options) *reader {
	r := &reader{
		file: f, repair: o.repair, given: o.Roles, values: o.Values, pool: pool{written: o.written},
		names: map[*Expr]string{}, params: map[string]*parameter{},
		globals: &scope{vars: map[string]value{}}, overAxis: map[*Expr]bool{},
		called: map[Position]bool{}, own: map[string]Position{},
	}
	r.over = func() { r.fail(r.at, "too-much") }
	return r
}

// try runs f, and returns its refusal.
func (r *reader) try(f func()) (err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case *Error:
			err = p
		case opaqueArgument:
			err = &Error{Position: p.v.at, Code: p.v.code, Args: p.v.args}
		default:
			panic(p)
		}
	}()
	f()
	return nil
}
