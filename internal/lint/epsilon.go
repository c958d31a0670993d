package lint

import (
	"strconv"

	"lossexplorer/internal/python"
)

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
