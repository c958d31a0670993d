package lint

import (
	"math"
	"slices"

	"lossexplorer/internal/python"
)

// alpha finds a class weight that is the same for both classes.
func (c *checker) alpha() {
	for _, p := range c.r.Params {
		if !named(p.Name, "alpha", "balance") || !(p.Value > 0 && p.Value < 1) {
			continue
		}
		if modulated(c.r.Loss) && c.degree(c.r.Batch, p.E.Name, p.Value, 1) == 1 &&
			c.degree(c.r.Batch, p.E.Name, p.Value, 0) == 1 {
			f := c.add(OneAlpha, c.use(p.E), figure(p.Value), p.Name)
			f.mean(c.r, c.replaced(p.E, c.r.Balanced(p.E)))
		}
	}
}

// modulated reports whether a loss falls faster than cross-entropy for easy examples, as with a
// factor (1-p_t)^gamma.
func modulated(e *python.Expr) bool {
	for _, y := range []float64{1, 0} {
		s := 2*y - 1
		part := func(x float64) float64 { return value(e, y, s*x) / -math.Log(pt(y, s*x)) }
		if a, b := part(easy), part(hard); !(a < 0.5*b) {
			return false
		}
	}
	return true
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

// weights finds a class weight that is multiplied twice.
func (c *checker) weights() {
	for _, y := range []float64{1, 0} {
		for _, p := range c.r.Params {
			if named(p.Name, "alpha", "weight", "balance", "pos_w") && p.Value > 0 &&
				c.degree(c.r.Batch, p.E.Name, p.Value, y) == 2 {
				c.add(WeightsTwice, c.use(p.E), p.Name, figure(p.Value*p.Value),
					figure(p.Value)).mean(c.r, c.once(p.E, p.Value, y, 1))
			}
		}
	}
}
