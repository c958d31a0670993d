// Package lint finds faults in losses that people wrote in Python: places where the code does
// something else than its author is likely to mean.
//
// [Check] judges the readings of package python numerically if it can: whether an exponential is
// p_t, whether a weight scales both classes, whether a derivative written by hand is the
// derivative. A finding names the line, and the size of the effect at the present parameters.
package lint

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"lossexplorer/internal/python"
)

// A Rule names a fault.
type Rule = python.Rule

// The rules.
const (
	MeanBeforeFactor Rule = "mean-before-factor"
	WeightInPt       Rule = "weight-in-pt"
	SmoothingInPt    Rule = "smoothing-in-pt"
	DetachedPt       Rule = "detached-pt"
	SigmoidTwice          = python.SigmoidTwice
	LogitsProbs           = python.LogitsProbs
	OneAlpha         Rule = "one-alpha"
	EpsilonNothing   Rule = "epsilon-does-nothing"
	EpsilonGradient  Rule = "epsilon-kills-gradient"
	NaNGradient      Rule = "nan-gradient"
	ArgumentOrder         = python.ArgumentOrder
	HandDerivative        = python.HandDerivative
	HandHessian      Rule = "wrong-hessian"
	OtherObjective   Rule = "wrong-objective"
	WeightsTwice     Rule = "weights-twice"
	ShapeMismatch         = python.ShapeMismatch
	LogMissing            = python.LogMissing
)

// A Finding is a fault of the code.
type Finding struct {
	python.Position
	Rule Rule
	Args []string // the values of its sentence
	says string   // which of the rule's sentences, "" for the one of its name
	// Meant is the formula that the author is likely to mean, "" if there is none to show.
	Meant string

	expr   *python.Expr // of Meant
	of     *python.Reading
	assign string // the name that a repair assigns to, "" for a loss
	code   string // the repaired code of an objective
}

// mean sets the expression that the author likely meant.
func (f *Finding) mean(of *python.Reading, e *python.Expr) {
	if f.Meant == "" && e != nil {
		f.Meant, f.expr, f.of = of.FormulaOf(e), e, of
	}
}

// OfDerivative reports whether Meant is a gradient or Hessian, which is no loss.
func (f Finding) OfDerivative() bool { return f.assign != "" }

// Message returns the sentence in the words of a language, such as [English], by Rule.
func (f Finding) Message(sentences map[string]string) string {
	key := cmp.Or(f.says, string(f.Rule))
	format, ok := sentences[key]
	if !ok {
		format = English[key]
	}
	for i, a := range f.Args {
		format = strings.ReplaceAll(format, "{"+strconv.Itoa(i)+"}", a)
	}
	return format
}

// Check returns the faults of a reading in the order of their lines. A reading that was refused
// has those that were seen before.
func Check(r *python.Reading) []Finding {
	c := &checker{r: r}
	c.all()
	c.behind()
	slices.SortStableFunc(c.found,
		func(a, b Finding) int { return cmp.Or(a.Line-b.Line, a.Column-b.Column) })
	return c.found
}

// all finds the faults that are seen at once.
func (c *checker) all() {
	r := c.r
	for _, m := range r.Marks {
		f := c.add(m.Rule, m.At, m.Args...)
		switch {
		case m.Rule == LogitsProbs && len(m.Args) > 1:
			f.says = usedAs[m.Args[1]]
		case m.Rule == SigmoidTwice && len(m.Args) > 1:
			f.says = "model-squashes"
		case m.Rule == ArgumentOrder && len(m.Args) > 3:
			f.says = m.Args[3] + "-order"
		case m.Rule == ShapeMismatch && len(m.Args) > 0:
			f.says = "shape-refused"
		case m.Rule == HandDerivative:
			f.says = "upstream"
			if r.Batch != nil {
				f.mean(r, c.replaced(nil, nil))
			}
		}
	}
	for _, p := range r.Pairs {
		c.derivative(p)
	}
	for _, o := range r.Objectives {
		c.objective(o)
	}
	if r.Batch != nil {
		c.means()
		c.exponentials()
		c.detached()
		c.alpha()
		c.epsilons()
		c.powers()
		c.weights()
	}
	c.meant()
}

// behind finds the faults that others hide: those of the loss as it is meant.
func (c *checker) behind() {
	for _, f := range slices.Clone(c.found) {
		if f.expr == nil || f.assign != "" {
			continue
		}
		meant := *f.of
		if f.of == c.r {
			meant.Batch, meant.Loss = f.expr, f.expr
		}
		meant.Marks, meant.Pairs, meant.Objectives = nil, nil, nil
		other := &checker{r: &meant}
		other.all()
		for _, g := range other.found {
			if !slices.ContainsFunc(c.found, func(o Finding) bool { return o.Rule == g.Rule }) {
				c.found = append(c.found, g)
			}
		}
	}
}

// usedAs are the sentences about a prediction that is used as something else than its name says.
var usedAs = map[string]string{
	"logit":           "used-as-logit",
	"probability":     "used-as-probability",
	"log-probability": "used-as-log-probability",
}

type checker struct {
	r     *python.Reading
	found []Finding
}

func (c *checker) add(rule Rule, at python.Position, args ...string) *Finding {
	for i := range c.found {
		if c.found[i].Rule == rule && c.found[i].Line == at.Line {
			return &c.found[i]
		}
	}
	c.found = append(c.found, Finding{Position: at, Rule: rule, Args: args})
	return &c.found[len(c.found)-1]
}

// The points at which expressions are compared.
var logits = []float64{-3.1, -1.2, -0.35, 0.4, 1.3, 2.6}

func at(y, x float64) python.Point { return python.Point{Y: y, X: x} }

// value returns an expression at a point.
func value(e *python.Expr, y, x float64) float64 { v, _ := e.Eval(at(y, x)); return v }

func slope(e *python.Expr, y, x float64) float64 { _, d := e.Eval(at(y, x)); return math.Abs(d) }

// pt is the probability of the true class.
func pt(y, x float64) float64 { return 1 / (1 + math.Exp((1-2*y)*x)) }

// ratio returns the factors by which e is f, for the labels 0 and 1, if it is at all points.
func ratio(e *python.Expr, f func(y, x float64) float64) (k [2]float64, ok bool) {
	for y := range k {
		for i, x := range logits {
			v := value(e, float64(y), x) / f(float64(y), x)
			if i == 0 {
				k[y] = v
			}
			if !close(v, k[y], 1e-5) {
				return k, false
			}
		}
	}
	return k, true
}

func close(a, b, tolerance float64) bool {
	return math.Abs(a-b) <= tolerance*(math.Abs(a)+math.Abs(b)) || math.Abs(a-b) < 1e-12
}

// depends reports whether e depends on a prediction.
func depends(e *python.Expr) bool {
	return e.Has(func(e *python.Expr) bool {
		switch e.Op {
		case python.Prob, python.Logit, python.ProbTrue, python.LogitTrue:
			return true
		}
		return false
	})
}

func varies(e *python.Expr) bool {
	return depends(e) || e.Has(func(e *python.Expr) bool { return e.Op == python.Label })
}

// figure writes a number in three digits.
func figure(v float64) string {
	if a := math.Abs(v); a >= 1000 || a == 0 {
		return strconv.FormatFloat(v, 'f', 0, 64)
	}
	return strconv.FormatFloat(v, 'g', 3, 64)
}

// crossEntropy reports whether e is made of -log(p) and -log(1-p) with constant factors that
// are not negative.
func crossEntropy(e *python.Expr) (own, other [2]float64, ok bool) {
	for y := range own {
		// Two points give the factors, the others have to agree.
		f := func(x float64) (a, b float64) {
			p := pt(float64(y), x)
			return -math.Log(p), -math.Log(1 - p)
		}
		a1, b1 := f(logits[0])
		a2, b2 := f(logits[4])
		v1, v2 := value(e, float64(y), logits[0]), value(e, float64(y), logits[4])
		det := a1*b2 - a2*b1
		own[y], other[y] = (v1*b2-v2*b1)/det, (a1*v2-a2*v1)/det
		for _, x := range logits {
			a, b := f(x)
			if !close(value(e, float64(y), x), own[y]*a+other[y]*b, 1e-5) {
				return own, other, false
			}
		}
		if own[y] < 1e-9 || other[y] < -1e-9 {
			return own, other, false
		}
	}
	return own, other, true
}
