package lint

import (
	"math"

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
	worst := compare(p.Gradient, h, false)
	if worst.off < 1e-3 || c.rawScore(p, h) || c.ofProbability(p) {
		return
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

// rawScore finds an objective that takes raw scores for probabilities: with a probability in their
// place its Hessian is the derivative of its gradient.
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
	if name == "" || !(compare(gradient, second, false).off < 1e-3) {
		return false
	}
	f := c.add(LogitsProbs, p.At, name)
	f.says = "raw-score"
	f.mean(c.r, gradient)
	f.assign, f.code = "grad", c.r.Derivatives(gradient, second)
	return true
}

// squashed reports whether e has a probability.
func squashed(e *python.Expr) bool {
	return e.Has(func(e *python.Expr) bool {
		return e.Op == python.Prob || e.Op == python.ProbTrue || e.Op == python.Sigmoid
	})
}

// ofProbability finds an objective whose gradient is that with respect to the probability: it grows
// without a bound as 1/p does, and has one times p (1 - p).
func (c *checker) ofProbability(p python.Pair) bool {
	const far = 15
	g := value(p.Gradient, 1, -far)
	if !squashed(p.Gradient) || !(math.Abs(g) > 1e5) || !(math.Abs(g*pt(1, far)*pt(1, -far)) < 100) {
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
		f.code = c.r.Derivatives(gradient, hessian)
	}
	return true
}

// instead reports whether a derivative is meant to be another one: of a step, which has none, and one
// that passes on its gradient, times a number, as straight-through estimators and reversals do.
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
