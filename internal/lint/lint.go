// Package lint finds faults in losses that people wrote in Python: places where the code does
// something else than its author is likely to mean.
//
// [Check] judges what package python read by numbers wherever it can: whether an exponential is
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
	HandDerivative   Rule = "wrong-derivative"
	HandHessian      Rule = "wrong-hessian"
	WeightsTwice     Rule = "weights-twice"
	ShapeMismatch         = python.ShapeMismatch
)

// A Finding is a fault of the code.
type Finding struct {
	python.Position
	Rule Rule
	Args []string // the values of its sentence
	// Meant is the formula that the author is likely to mean, "" if there is none to show.
	Meant string

	expr *python.Expr // of Meant
	of   *python.Reading
}

// mean sets what the author is likely to mean.
func (f *Finding) mean(of *python.Reading, e *python.Expr) {
	if f.Meant == "" && e != nil {
		f.Meant, f.expr, f.of = of.FormulaOf(e), e, of
	}
}

// Message returns the sentence in the words of a language, such as [English], by Rule.
func (f Finding) Message(sentences map[string]string) string {
	format, ok := sentences[string(f.Rule)]
	if !ok {
		format = English[string(f.Rule)]
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
	for _, m := range r.Marks {
		c.add(m.Rule, m.At, m.Args...)
	}
	for _, p := range r.Pairs {
		c.derivative(p)
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
	slices.SortStableFunc(c.found, func(a, b Finding) int { return cmp.Or(a.Line-b.Line, a.Column-b.Column) })
	return c.found
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
		if own[y] < -1e-9 || other[y] < -1e-9 || own[y] == 0 {
			return own, other, false
		}
	}
	return own, other, true
}

const easy, hard = 2.1972245773362196, -2.1972245773362196 // logits of 0.9 and 0.1

// means finds a mean that is taken before the factor of each example.
func (c *checker) means() {
	outer := map[*python.Expr]bool{}
	var mark func(e *python.Expr)
	mark = func(e *python.Expr) {
		if outer[e] {
			return
		}
		outer[e] = true
		switch e.Op {
		case python.Mean, python.Sum, python.Neg, python.Add, python.Sub:
			for _, a := range e.Args {
				mark(a)
			}
		case python.Mul:
			if !varies(e.Args[0]) {
				mark(e.Args[1])
			} else if !varies(e.Args[1]) {
				mark(e.Args[0])
			}
		case python.Div:
			if !varies(e.Args[1]) {
				mark(e.Args[0])
			}
		}
	}
	mark(c.r.Batch)
	inside := map[*python.Expr]bool{}
	c.r.Batch.Walk(func(e *python.Expr) {
		for _, a := range e.Args {
			if !outer[e] || e.Op != python.Mean && e.Op != python.Sum && !outer[a] {
				inside[a] = true
			}
		}
	})
	c.r.Batch.Walk(func(e *python.Expr) {
		if e.Op != python.Mean && e.Op != python.Sum || !inside[e] || !depends(e.Args[0]) {
			return
		}
		if _, _, ok := crossEntropy(e.Args[0]); !ok {
			return
		}
		share := func(e *python.Expr) string {
			h, s := slope(e, 1, hard), slope(e, 1, easy)
			return figure(100 * h / (h + 99*s))
		}
		f := c.add(MeanBeforeFactor, e.At, share(e.Args[0]), share(c.r.Loss))
		f.mean(c.r, c.r.Loss)
	})
}

// exponentials finds weights and smoothing within p_t: exp(-ce) of a cross-entropy with a
// factor, and a p_t that has one.
func (c *checker) exponentials() {
	see := func(e, whole *python.Expr, own, other [2]float64) {
		smooth := other[0] > 1e-4 || other[1] > 1e-4
		if !smooth && close(own[0], 1, 1e-4) && close(own[1], 1, 1e-4) {
			return
		}
		meant := c.r.Replace(c.r.Batch, func(x *python.Expr) *python.Expr {
			if x == whole {
				return c.r.ProbTrue()
			}
			return nil
		})
		yours, his := value(c.r.Loss, 1, easy), value(meant, 1, easy)
		if smooth {
			f := c.add(SmoothingInPt, e.At, figure(value(whole, 1, 8)), figure(yours), figure(his))
			f.mean(c.r, meant)
			return
		}
		k := own[1]
		y := 1.
		if close(k, 1, 1e-4) {
			k, y = own[0], 0
		}
		yours, his = value(c.r.Loss, y, (2*y-1)*easy), value(meant, y, (2*y-1)*easy)
		f := c.add(WeightInPt, e.At, figure(k), figure(yours/(his/k)), figure(k))
		f.mean(c.r, meant)
	}
	c.r.Batch.Walk(func(e *python.Expr) {
		switch e.Op {
		case python.Exp:
			if a := e.Args[0]; depends(a) {
				minus := c.r.Negative(a)
				if own, other, ok := crossEntropy(minus); ok {
					see(e, e, own, other)
				}
			}
		case python.Pow:
			// (1 - w)^gamma, where w should be p_t
			if e.Args[0].Op != python.Sub || value(e.Args[0].Args[0], 1, 0) != 1 || varies(e.Args[0].Args[0]) {
				return
			}
			w := e.Args[0].Args[1]
			if !depends(w) {
				return
			}
			if k, ok := ratio(w, pt); ok {
				see(w, w, k, [2]float64{})
				return
			}
			if line(w) {
				see(w, w, [2]float64{1, 1}, [2]float64{1, 1})
			}
		}
	})
}

// line reports whether w is a + b·p_t for both labels with 0 < b < 1, as smoothed labels make
// p_t.
func line(w *python.Expr) bool {
	for y := range 2 {
		y := float64(y)
		b := (value(w, y, logits[5]) - value(w, y, logits[0])) / (pt(y, logits[5]) - pt(y, logits[0]))
		a := value(w, y, logits[0]) - b*pt(y, logits[0])
		if !(b > 0.02 && b < 0.999) || a < 1e-3 {
			return false
		}
		for _, x := range logits {
			if !close(value(w, y, x), a+b*pt(y, x), 1e-6) {
				return false
			}
		}
	}
	return true
}

// detached finds a factor (1-p_t)^gamma without a derivative.
func (c *checker) detached() {
	c.r.Batch.Walk(func(e *python.Expr) {
		if e.Op != python.Stop || !depends(e.Args[0]) {
			return
		}
		a := e.Args[0]
		gamma, ok := focusing(a)
		if !ok {
			own, other, entropy := crossEntropy(a)
			k, isPt := ratio(a, pt)
			_, isQt := ratio(a, func(y, x float64) float64 { return 1 - pt(y, x) })
			if !isQt && !(isPt && close(k[0], 1, 1e-4)) && !(entropy && close(own[1], 1, 1e-4) && other[1] < 1e-6) {
				return
			}
			// The exponent of the factor that it enters.
			c.r.Batch.Walk(func(p *python.Expr) {
				if p.Op == python.Pow && p.Args[0].Has(func(x *python.Expr) bool { return x == e }) && !varies(p.Args[1]) {
					gamma = value(p.Args[1], 1, 0)
				}
			})
			if gamma == 0 {
				return
			}
		}
		meant := c.r.Replace(c.r.Batch, func(x *python.Expr) *python.Expr {
			if x == e {
				return e.Args[0]
			}
			return nil
		})
		f := c.add(DetachedPt, e.At, figure(gamma+1), figure(slope(c.r.Loss, 1, hard)/slope(meant, 1, hard)))
		f.mean(c.r, meant)
	})
}

// focusing returns the exponent of a factor w·(1-p_t)^gamma.
func focusing(e *python.Expr) (gamma float64, ok bool) {
	for y := range 2 {
		y := float64(y)
		l := func(x float64) (f, q float64) { return math.Log(value(e, y, x)), math.Log(1 - pt(y, x)) }
		f1, q1 := l(logits[0])
		f2, q2 := l(logits[4])
		g := (f2 - f1) / (q2 - q1)
		if !(g > 1e-3) || y == 1 && !close(g, gamma, 1e-4) {
			return 0, false
		}
		gamma = g
		for _, x := range logits {
			if f, q := l(x); !close(f, f1+g*(q-q1), 1e-5) {
				return 0, false
			}
		}
	}
	return gamma, true
}

// degree returns the power by which the loss of a label grows with a parameter, NaN for none.
func (c *checker) degree(e *python.Expr, name string, now, y float64) float64 {
	degree := math.NaN()
	for _, x := range []float64{-1.2, 0.4, 1.3} {
		a, _ := e.Eval(python.Point{Y: y, X: x, Values: map[string]float64{name: now}})
		b, _ := e.Eval(python.Point{Y: y, X: x, Values: map[string]float64{name: now / 2}})
		d := math.Log2(a / b)
		if degree != degree {
			degree = d
		}
		if !(math.Abs(d-degree) < 1e-6) {
			return math.NaN()
		}
	}
	return math.Round(degree*1e6) / 1e6
}

func named(name string, words ...string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(name, w) })
}

// alpha finds a class weight that is the same for both classes.
func (c *checker) alpha() {
	for _, p := range c.r.Params {
		if !named(p.Name, "alpha", "balance") || !(p.Value > 0 && p.Value < 1) {
			continue
		}
		if c.degree(c.r.Batch, p.E.Name, p.Value, 1) == 1 && c.degree(c.r.Batch, p.E.Name, p.Value, 0) == 1 {
			f := c.add(OneAlpha, c.use(p.E), figure(p.Value), p.Name)
			f.mean(c.r, c.replaced(p.E, c.r.Balanced(p.E)))
		}
	}
}

// use returns where a parameter is used first.
func (c *checker) use(p *python.Expr) python.Position {
	at := p.At
	c.r.Batch.Walk(func(e *python.Expr) {
		if slices.Contains(e.Args, p) && (at == p.At || e.At.Line < at.Line) {
			at = e.At
		}
	})
	return at
}

// likely reports whether e is a probability: within 0 and 1, depending on the prediction.
func likely(e *python.Expr) bool {
	if !depends(e) {
		return false
	}
	for _, y := range []float64{0, 1} {
		for _, x := range append([]float64{-30, 30}, logits...) {
			if v := value(e, y, x); !(v >= -1e-9 && v <= 1+1e-9) {
				return false
			}
		}
	}
	return true
}

// greatest clip that is not asked about: beyond it the loss has no gradient.
const greatestClip = 1e-3

// epsilons finds clips that do nothing in single precision, or too much.
func (c *checker) epsilons() {
	c.r.Batch.Walk(func(e *python.Expr) {
		if e.Op != python.Min && e.Op != python.Max && e.Op != python.Add {
			return
		}
		for i, bound := range e.Args {
			of := e.Args[1-i]
			if varies(bound) || !likely(of) {
				continue
			}
			b := value(bound, 1, 0)
			var f *Finding
			switch {
			case e.Op == python.Min && b < 1 && float32(b) == 1:
				f = c.add(EpsilonNothing, e.At, strconv.FormatFloat(1-b, 'g', 3, 64), "1 - ")
			case e.Op != python.Min && b > 0 && float32(b) == 0:
				f = c.add(EpsilonNothing, e.At, strconv.FormatFloat(b, 'g', 3, 64), "")
			case e.Op == python.Min && b < 1 && 1-b >= greatestClip && b > 0.5 && c.logged(e):
				f = c.add(EpsilonGradient, e.At, figure(1-b))
			case e.Op == python.Max && b >= greatestClip && b < 0.5 && c.logged(e):
				f = c.add(EpsilonGradient, e.At, figure(b))
			default:
				continue
			}
			if f.Meant == "" {
				f.mean(c.r, c.clipped())
			}
		}
	})
}

// clipped returns the formula with all clips and additions of the kinds that epsilons finds at
// 1e-7 and 1 - 1e-7.
func (c *checker) clipped() *python.Expr {
	const good = 1e-7
	return c.r.Replace(c.r.Batch, func(e *python.Expr) *python.Expr {
		if e.Op != python.Min && e.Op != python.Max && e.Op != python.Add {
			return nil
		}
		for i, bound := range e.Args {
			of := e.Args[1-i]
			if varies(bound) || !(likely(of) || e.Op == python.Min && of.Op == python.Max) {
				continue
			}
			switch b := value(bound, 1, 0); {
			case e.Op == python.Min && b < 1 && b > 0.5:
				if of.Op == python.Max && !varies(of.Args[1]) && value(of.Args[1], 1, 0) < 0.5 {
					of = c.r.Make(python.Max, of.Args[0], c.r.Number(good))
				}
				return c.r.Make(python.Min, of, c.r.Number(1-good))
			case e.Op == python.Max && b > 0 && b < 0.5, e.Op == python.Max && b == 0:
				return c.r.Make(python.Max, of, c.r.Number(good))
			case e.Op == python.Add && b > 0 && b < 1e-5:
				return c.r.Make(python.Add, of, c.r.Number(good))
			}
		}
		return nil
	})
}

// logged reports whether a logarithm is taken of something that has e without another function
// between.
func (c *checker) logged(e *python.Expr) bool {
	found := false
	c.r.Batch.Walk(func(l *python.Expr) {
		if l.Op == python.Log && l.Args[0].Has(func(x *python.Expr) bool { return x == e }) {
			found = true
		}
	})
	return found
}

// powers finds (1-p_t)^gamma whose derivative is not finite at p_t = 1.
func (c *checker) powers() {
	c.r.Batch.Walk(func(e *python.Expr) {
		if e.Op != python.Pow || varies(e.Args[1]) || !depends(e.Args[0]) {
			return
		}
		g := value(e.Args[1], 1, 0)
		if !(g >= 0 && g < 1) {
			return
		}
		if value(e.Args[0], 1, 1000) == 0 || value(e.Args[0], 0, -1000) == 0 {
			f := c.add(NaNGradient, e.At, figure(g))
			f.mean(c.r, c.replaced(e, c.r.Make(python.Pow, c.r.Make(python.Max, e.Args[0], c.r.Number(1e-6)), e.Args[1])))
		}
	})
}

// weights finds a class weight that is multiplied twice.
func (c *checker) weights() {
	for _, y := range []float64{1, 0} {
		var once []string
		for _, p := range c.r.Params {
			if !named(p.Name, "alpha", "weight", "balance", "pos_w") || p.Value <= 0 {
				continue
			}
			own, other := c.degree(c.r.Batch, p.E.Name, p.Value, y), c.degree(c.r.Batch, p.E.Name, p.Value, 1-y)
			switch {
			case own == 2:
				f := c.add(WeightsTwice, c.use(p.E), p.Name, figure(p.Value*p.Value), figure(p.Value))
				if f.Meant == "" {
					f.mean(c.r, c.once(p.E, p.Value, y, 1))
				}
			case own == 1 && other != 1:
				once = append(once, p.Name)
			}
		}
		if len(once) > 1 {
			for _, p := range c.r.Params {
				if p.Name == once[1] {
					f := c.add(WeightsTwice, c.use(p.E), strings.Join(once, " × "), "", "")
					if f.Meant == "" {
						f.mean(c.r, c.once(p.E, p.Value, y, 0))
					}
				}
			}
		}
	}
}

// derivative compares a derivative written by hand with that of the loss.
func (c *checker) derivative(p python.Pair) {
	compare := func(of, by *python.Expr, prob bool) (worst, got, want, x float64) {
		for _, y := range []float64{1, 0} {
			for _, l := range logits {
				_, d := of.Eval(at(y, l))
				if prob {
					q := pt(1, l)
					d /= q * (1 - q)
				}
				v := value(by, y, l)
				if off := math.Abs(v-d) / (1e-6 + math.Abs(d)); off > worst || off != off {
					worst, got, want, x = off, v, d, l
				}
			}
		}
		return worst, got, want, x
	}
	if p.Value != nil {
		prob := p.Pred != nil && p.Pred.Op == python.Prob
		if worst, got, want, x := compare(p.Value, p.Gradient, prob); !(worst < 1e-3) {
			c.add(HandDerivative, p.At, figure(got), figure(want), figure(pt(1, x)))
		}
		return
	}
	h := p.Hessian
	for h.Op == python.Max && !varies(h.Args[1]) { // kept positive
		h = h.Args[0]
	}
	if worst, got, want, x := compare(p.Gradient, h, false); !(worst < 1e-3) {
		f := c.add(HandHessian, p.At, figure(got), figure(want), figure(pt(1, x)))
		f.mean(c.r, c.r.Derivative(p.Gradient))
	}
}
