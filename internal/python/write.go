package python

import (
	"math"
	"strconv"
	"strings"

	"lossexplorer/internal/formula/syntax"
)

// A writer writes an expression as a formula of package syntax.
type writer struct {
	names  map[*Expr]string // of lines and parameters
	taken  map[string]bool
	lines  []string
	params []ParamValue

	dialect *dialect // nil writes formulas
}

// The precedence of the expressions that a writer writes.
const (
	lowest = iota
	comparison
	sum
	product
	sign
	power
	atom
)

// maxShared is the size of the largest expression that is written wherever it is used.
const maxShared = 6

// write sets the formula and the parameters of a reading.
func (r *reader) write(reading *Reading, loss *Expr) {
	reading.Formula, reading.Params = r.formula(loss)
}

// FormulaOf returns an expression of a reading as a formula.
func (reading *Reading) FormulaOf(e *Expr) string {
	text, _ := reading.r.formula(reading.r.fold(e))
	return text
}

// Replace returns e with its parts replaced by f, which returns nil for those that stay, and
// without reductions.
func (reading *Reading) Replace(e *Expr, f func(*Expr) *Expr) *Expr {
	r := reading.r
	made := r.rewrite(e, map[*Expr]*Expr{}, func(was, of *Expr) *Expr {
		if n := f(was); n != nil {
			return n
		}
		if of.Op == Mean || of.Op == Sum {
			of = of.Args[0]
		}
		r.rename(was, of)
		return of
	})
	return r.epsilons(reading, made)
}

// ProbTrue returns the expression p_t.
func (reading *Reading) ProbTrue() *Expr { return reading.r.leaf(ProbTrue) }

// Prob returns the probability of the reading's prediction.
func (reading *Reading) Prob() *Expr { return reading.r.leaf(Prob) }

func (r *reader) formula(loss *Expr) (string, []ParamValue) {
	w := &writer{names: map[*Expr]string{}, taken: map[string]bool{}}
	return strings.Join(r.lines(w, loss), "\n"), w.params
}

// lines writes the lines of an expression, the last its value.
func (r *reader) lines(w *writer, loss *Expr) []string {
	uses, size := map[*Expr]int{}, map[*Expr]int{}
	loss.Walk(func(e *Expr) {
		for _, a := range e.Args {
			uses[a]++
		}
	})
	loss.Walk(func(e *Expr) {
		if _, named := w.names[e]; named || e.Op != Param {
			return
		}
		name := w.free(e.Name)
		w.names[e] = name
		p, known := r.params[e.Name]
		w.params = append(w.params, ParamValue{name, e.Value, known && p.given, e})
		if w.dialect == nil {
			w.lines = append(w.lines, name+" = "+text64(e.Value))
		}
	})
	loss.Walk(func(e *Expr) {
		size[e] = 1
		if _, named := w.names[e]; named { // in lines before these
			return
		}
		for _, a := range e.Args {
			size[e] += size[a]
		}
		if e.Op.Arity() == 0 || e == loss {
			return
		}
		name, named := r.names[e]
		if named && name == "loss" {
			named = uses[e] > 1
		}
		if !(named && size[e] > 3 || uses[e] > 1 && size[e] > maxShared) {
			return
		}
		if !named {
			name = "part"
		}
		text := w.text(e, lowest)
		name = w.free(name)
		w.names[e], size[e] = name, 1
		w.lines = append(w.lines, name+" = "+text)
	})
	return append(w.lines, w.text(loss, lowest))
}

// local returns a name of Python that is not used.
func (w *writer) local(name string) string {
	for w.taken[name] {
		name += "_"
	}
	w.taken[name] = true
	return name
}

// free returns a name that means nothing yet.
func (w *writer) free(name string) string {
	made := name
	if w.dialect != nil {
		return w.local(name)
	}
	if syntax.Taken(made) || made == "loss" || strings.HasPrefix(made, "_") {
		made = strings.TrimLeft(made, "_") + "_"
		if made == "_" {
			made = "part"
		}
	}
	for i := 2; w.taken[made] || syntax.Taken(made); i++ {
		made = name + "_" + number(i)
	}
	w.taken[made] = true
	return made
}

func text64(v float64) string {
	switch {
	case v != v:
		return "inf - inf"
	case math.IsInf(v, 1):
		return "inf"
	case math.IsInf(v, -1):
		return "-inf"
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

var leaves = map[Op]string{Label: "y", Prob: "p", Logit: "x", ProbTrue: "pt", LogitTrue: "xt",
	Epsilon: "epsilon"}

var called = map[Op]string{
	Log: "log", Log1p: "log1p", Exp: "exp", Expm1: "expm1", Sqrt: "sqrt", Abs: "abs",
	Sigmoid: "sigmoid", Softplus: "softplus", Tanh: "tanh", Stop: "stop",
	Min: "min", Max: "max", LogSigmoid: "logsigmoid", Float32: "float32", BCE: "bce",
	BCELogits: "bce_logits",
}

var infix = map[Op]struct {
	text string
	at   int
}{
	Add: {" + ", sum}, Sub: {" - ", sum}, Mul: {" * ", product}, Div: {" / ", product},
	Less: {" < ", comparison}, LessEqual: {" <= ", comparison}, Equal: {" == ", comparison},
	And: {" && ", lowest}, Or: {" || ", lowest},
}

// text writes an expression, in parentheses where it binds looser than asked.
func (w *writer) text(e *Expr, level int) string {
	if n, ok := w.names[e]; ok {
		return n
	}
	s, own := w.plain(e)
	if own < level {
		return "(" + s + ")"
	}
	return s
}

func (w *writer) plain(e *Expr) (string, int) {
	if n, ok := leaves[e.Op]; ok {
		if w.dialect != nil {
			n = w.dialect.leaves[e.Op]
		}
		return n, atom
	}
	if w.dialect != nil {
		if s, level, ok := w.python(e); ok {
			return s, level
		}
	}
	switch e.Op {
	case Const:
		switch {
		case e.Value != e.Value:
			return text64(e.Value), sum
		case e.Value < 0 || math.Signbit(e.Value):
			return text64(e.Value), sign
		}
		return text64(e.Value), atom
	case Neg:
		return "-" + w.text(e.Args[0], product+1), sign
	case Not:
		return "!" + w.text(e.Args[0], atom), sign
	case Pow:
		return w.text(e.Args[0], atom) + "^" + w.text(e.Args[1], power), power
	case Where:
		return "where(" + w.text(e.Args[0], lowest) + ", " + w.text(e.Args[1],
			lowest) + ", " + w.text(e.Args[2], lowest) + ")", atom
	}
	if o, ok := infix[e.Op]; ok {
		left, right := o.at, o.at+1
		if o.at <= comparison {
			left, right = sum, sum
		}
		// A power or a product of a minus needs none of its signs moved.
		return w.text(e.Args[0], left) + o.text + w.text(e.Args[1], right), o.at
	}
	var args []string
	for _, a := range e.Args {
		args = append(args, w.text(a, lowest))
	}
	return called[e.Op] + "(" + strings.Join(args, ", ") + ")", atom
}

// python writes the operations that Python writes differently from formulas.
func (w *writer) python(e *Expr) (text string, level int, ok bool) {
	switch e.Op {
	case Const:
		if math.IsInf(e.Value, 0) || e.Value != e.Value {
			return "float(\"" + strings.ToLower(strings.TrimPrefix(strconv.FormatFloat(e.Value, 'g',
				-1, 64), "+")) + "\")", atom, true
		}
		if off := 1 - e.Value; off > 0 && off < 1e-3 {
			return "1 - " + strconv.FormatFloat(off, 'g', 3, 64), sum, true
		}
		return "", 0, false
	case Min:
		if a := e.Args[0]; a.Op == Max && !a.Args[1].varies() && !e.Args[1].varies() {
			return w.dialect.clip(w.text(a.Args[0], lowest), w.text(a.Args[1], lowest),
				w.text(e.Args[1], lowest)), atom, true
		}
	case Pow:
		return w.text(e.Args[0], atom) + " ** " + w.text(e.Args[1], power), power, true
	case Not:
		return "~" + w.text(e.Args[0], atom), sign, true
	case And, Or:
		return w.text(e.Args[0], atom) + map[Op]string{And: " & ",
			Or: " | "}[e.Op] + w.text(e.Args[1], atom), lowest, true
	case Neg:
		return "", 0, false
	}
	if _, op := infix[e.Op]; op || e.Op.Arity() == 0 {
		return "", 0, false
	}
	var args []string
	for _, a := range e.Args {
		args = append(args, w.text(a, lowest))
	}
	return w.dialect.function(e.Op, e, args), atom, true
}

// Negative returns -e.
func (reading *Reading) Negative(e *Expr) *Expr { return reading.r.unary(Neg, e) }
