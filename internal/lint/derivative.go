package lint

import (
	"math"
	"slices"

	"lossexplorer/internal/python"
)

// derivative compares a derivative written by hand with the derivative of the loss.
func (c *checker) derivative(p python.Pair) {
	if p.Value != nil {
		prob := p.Pred != nil && p.Pred.Op == python.Prob
		if d := compare(p.Value, p.Gradient, prob); !(d.off < 1e-3) && !instead(p) {
			c.add(HandDerivative, p.At, d.args()...).mean(c.r, c.replaced(nil, nil))
		}
		return
	}
	h := p.Hessian
	for h.Op == python.Max && !varies(h.Args[1]) { // kept positive
		h = h.Args[0]
	}
	if c.rawScore(p, h) || c.ofProbability(p, h) {
		return
	}
	worst := compare(p.Gradient, h, false)
	if worst.off < 1e-3 || !depends(h) && value(h, 1, 0) > 0 && value(h, 0, 0) > 0 {
		return // one that is the same for all predictions is meant to be
	}
	// A Hessian that is positive and right but for its sign has a gradient of the wrong sign.
	minus := c.r.Negative(p.Gradient)
	if v := value(h, 1, logits[0]); compare(minus, h, false).off < 1e-3 && v > 0 {
		f := c.add(HandDerivative, p.At, figure(value(p.Gradient, 1, logits[0])),
			figure(pt(1, logits[0])), figure(v), figure(value(minus, 1, logits[0])))
		f.says = "wrong-sign"
		f.mean(c.r, minus)
		f.assign = "grad"
		return
	}
	f := c.add(HandHessian, p.At, worst.args()...)
	f.mean(c.r, c.r.Derivative(p.Gradient))
	f.assign = "hess"
}

// A difference is that of a derivative by hand from the right one, where it is greatest.
type difference struct {
	off       float64 // relative
	got, want float64
	label, x  float64
}

func (d difference) args() []string {
	return []string{figure(d.got), figure(d.want), figure(pt(1, d.x)), figure(d.label)}
}

// compare compares a derivative by hand with that of an expression, with respect to the probability
// or the logit.
func compare(of, by *python.Expr, prob bool) (worst difference) {
	for _, y := range []float64{1, 0} {
		for _, l := range logits {
			_, d := of.Eval(at(y, l))
			if prob {
				q := pt(1, l)
				d /= q * (1 - q)
			}
			v := value(by, y, l)
			if d-d != 0 || !prob && d == 0 { // none, as beyond a clip or of a hinge
				continue
			}
			if off := math.Abs(v-d) / (1e-6 + math.Abs(d)); off > worst.off || off != off {
				worst = difference{off, v, d, y, l}
			}
		}
	}
	return worst
}

// rawScore finds an objective that takes raw scores for probabilities: its gradient is one of
// numbers between 0 and 1 alone, or its Hessian is the derivative with a probability in their
// place.
func (c *checker) rawScore(p python.Pair, hessian *python.Expr) bool {
	var name string
	sigmoid := func(e *python.Expr) *python.Expr {
		return c.r.Replace(e, func(e *python.Expr) *python.Expr {
			if e.Op != python.Logit {
				return nil
			}
			return c.r.Prob()
		})
	}
	if squashed(p.Gradient) {
		return false
	}
	for n, role := range c.r.Roles {
		if role == python.RoleLogit {
			name = n
		}
	}
	gradient, second := sigmoid(p.Gradient), sigmoid(hessian)
	wrong := !(compare(p.Gradient, hessian, false).off < 1e-3)
	fits := compare(gradient, second, false).off < 1e-3
	if name == "" || !(wrong && fits) && !within(p.Gradient) {
		return false
	}
	f := c.add(LogitsProbs, p.At, name)
	f.says = "raw-score"
	f.assign = "grad"
	of := p
	of.Gradient, of.Hessian = gradient, second
	if c.ofProbability(of, second) { // both have one repair
		by := c.found[len(c.found)-1]
		f = &c.found[len(c.found)-2]
		f.Meant, f.expr, f.of, f.code = by.Meant, by.expr, by.of, by.code
		return true
	}
	f.mean(c.r, gradient)
	if fits {
		f.code = c.r.Derivatives(gradient, second)
	} else if second = c.r.Derivative(gradient); second != nil {
		f.code = c.r.Derivatives(gradient, c.positive(second))
	}
	return true
}

// within reports whether a gradient is one of numbers between 0 and 1: beyond them, it has no value
// or is the same, and has poles at their ends.
func within(e *python.Expr) bool {
	finite := func(v float64) bool { return v-v == 0 }
	ends, flat, varied := 0, true, false
	for _, y := range []float64{1, 0} {
		for _, x := range []float64{0.1, 0.3, 0.6, 0.9} {
			if !finite(value(e, y, x)) {
				return false
			}
		}
		for i, outside := range [][]float64{{-0.5, 0}, {1, 1.5}} {
			if slices.ContainsFunc(outside,
				func(x float64) bool { return !finite(value(e, y, x)) }) {
				ends |= i + 1
			}
		}
		for _, x := range []float64{-3, 4} {
			flat = flat && value(e, y, x) == value(e, y, min(max(x, 0), 1))
		}
		varied = varied || value(e, y, 0.3) != value(e, y, 0.6)
	}
	return ends == 3 || flat && varied
}

// squashed reports whether e has a probability.
func squashed(e *python.Expr) bool {
	return e.Has(func(e *python.Expr) bool {
		return e.Op == python.Prob || e.Op == python.ProbTrue || e.Op == python.Sigmoid
	})
}

// ofProbability finds an objective whose gradient is that with respect to the probability: its
// Hessian is, too, or it grows without a bound as 1/p does, and has one times p (1 - p).
func (c *checker) ofProbability(p python.Pair, hessian *python.Expr) bool {
	const far = 15
	g := value(p.Gradient, 1, -far)
	grows := math.Abs(g) > 1e5 && math.Abs(g*pt(1, far)*pt(1, -far)) < 100
	if !squashed(p.Gradient) || compare(p.Gradient, hessian, false).off < 1e-3 ||
		!grows && !(depends(hessian) && compare(p.Gradient, hessian, true).off < 1e-3) {
		return false
	}
	one, prob := c.r.Number(1), c.r.Prob()
	slope := c.r.Make(python.Mul, prob, c.r.Make(python.Sub, one, prob))
	gradient := c.r.Make(python.Mul, p.Gradient, slope)
	f := c.add(HandDerivative, p.At, figure(value(p.Gradient, 1, hard)), "1", figure(pt(1, hard)),
		figure(value(gradient, 1, hard)))
	f.says = "probability-gradient"
	f.mean(c.r, gradient)
	f.assign = "grad"
	if hessian := c.r.Derivative(gradient); hessian != nil {
		f.code = c.r.Derivatives(gradient, c.positive(hessian))
	}
	return true
}

// positive returns a Hessian that is positive, as boosted trees need it.
func (c *checker) positive(hessian *python.Expr) *python.Expr {
	for _, y := range []float64{1, 0} {
		for _, x := range []float64{-6, -3, -1, 0, 1, 3, 6} {
			if !(value(hessian, y, x) > 0) {
				return c.r.Make(python.Max, hessian, c.r.Number(1e-16))
			}
		}
	}
	return hessian
}

// instead reports whether a derivative is meant to be another one: of a step, which has none, and
// one that passes on its gradient, times a number, as straight-through estimators and reversals do.
func instead(p python.Pair) bool {
	flat, same := true, true
	first := value(p.Gradient, 1, logits[0])
	for _, y := range []float64{1, 0} {
		for _, l := range logits {
			flat = flat && slope(p.Value, y, l) == 0
			same = same && value(p.Gradient, y, l) == first
		}
	}
	return flat || same
}
