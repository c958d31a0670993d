package lint

import (
	"math"

	"lossexplorer/internal/python"
)

// derivative compares a derivative written by hand with the derivative of the loss.
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
				if d-d != 0 || of == p.Gradient && d == 0 { // none, as beyond a clip or of a hinge
					continue
				}
				if off := math.Abs(v-d) / (1e-6 + math.Abs(d)); off > worst || off != off {
					worst, got, want, x = off, v, d, l
				}
			}
		}
		return worst, got, want, x
	}
	if p.Value != nil {
		prob := p.Pred != nil && p.Pred.Op == python.Prob
		if worst, got, want, x := compare(p.Value, p.Gradient, prob); !(worst < 1e-3) &&
			!instead(p) {
			f := c.add(HandDerivative, p.At, figure(got), figure(want), figure(pt(1, x)))
			f.mean(c.r, c.replaced(nil, nil))
		}
		return
	}
	h := p.Hessian
	for h.Op == python.Max && !varies(h.Args[1]) { // kept positive
		h = h.Args[0]
	}
	worst, got, want, x := compare(p.Gradient, h, false)
	if worst < 1e-3 {
		return
	}
	// A Hessian that is positive and right but for its sign has a gradient of the wrong sign.
	minus := c.r.Negative(p.Gradient)
	if off, _, _, _ := compare(minus, h, false); off < 1e-3 && value(h, 1, logits[0]) > 0 {
		f := c.add(HandDerivative, p.At, figure(value(p.Gradient, 1, logits[0])),
			figure(value(minus, 1, logits[0])), figure(pt(1, logits[0])))
		f.mean(c.r, minus)
		f.assign = "grad"
		return
	}
	f := c.add(HandHessian, p.At, figure(got), figure(want), figure(pt(1, x)))
	f.mean(c.r, c.r.Derivative(p.Gradient))
	f.assign = "hess"
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
