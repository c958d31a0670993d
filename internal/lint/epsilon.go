package lint

import (
	"strconv"

	"lossexplorer/internal/python"
)

// greatest clip that is not asked about: beyond it the loss has no gradient.
const greatestClip = 1e-3

// A precision is a number format in which an epsilon has an effect.
type precision struct {
	name  string
	least float64 // whose inverse is finite
	below float64 // the least distance from 1
	good  string
}

// kills reports whether a clip to epsilon takes gradients that a smaller one, which still has an
// effect, would leave.
func (p precision) kills(epsilon float64) bool {
	return epsilon >= greatestClip && epsilon > 1.001*p.advised() && epsilon < 0.5
}

// advised returns the epsilon that has an effect.
func (p precision) advised() float64 {
	v, err := strconv.ParseFloat(p.good, 64)
	if err != nil {
		panic(err) // good is a number
	}
	return v
}

func (c *checker) precision() precision {
	switch c.r.Precision {
	case "float64":
		return precision{"float64", 1e-300, 1.2e-16, "1e-15"}
	case "float16":
		return precision{"float16", 1. / 65504, 2.5e-4, "1e-3"}
	case "bfloat16":
		return precision{"bfloat16", 1e-38, 2e-3, "1e-2"}
	}
	return precision{"float32", 1e-45, 3e-8, "1e-7"}
}

// epsilons finds clips that do nothing in the precision of the code, or too much.
func (c *checker) epsilons() {
	in := c.precision()
	nothing := func(e *python.Expr, eps float64, of string) *Finding {
		return c.add(EpsilonNothing, e.At, strconv.FormatFloat(eps, 'g', 3, 64), of, in.name,
			in.good)
	}
	c.r.Batch.Walk(func(e *python.Expr) {
		if e.Op == python.Sub { // 1 + eps - p
			if one := e.Args[0]; !varies(one) && likely(e.Args[1]) && c.logged(e) {
				if eps := value(one, 1, 0) - 1; eps > 0 && eps < in.below {
					nothing(e, eps, "1 + ").mean(c.r, c.clipped())
				}
			}
			return
		}
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
			case e.Op == python.Min && b < 1 && 1-b < in.below:
				f = nothing(e, 1-b, "1 - ")
			case e.Op != python.Min && b > 0 && b < in.least:
				inverse := ""
				if in.name == "float16" {
					inverse = "1/"
				}
				f = nothing(e, b, inverse)
			case e.Op == python.Min && in.kills(1-b) && c.logged(e):
				f = c.add(EpsilonGradient, e.At, figure(1-b), in.good)
			case e.Op == python.Max && in.kills(b) && c.logged(e):
				f = c.add(EpsilonGradient, e.At, figure(b), in.good)
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
	good := c.precision().advised()
	return c.r.Replace(c.r.Batch, func(e *python.Expr) *python.Expr {
		if one := e.Args; e.Op == python.Sub && !varies(one[0]) && likely(one[1]) &&
			value(one[0], 1, 0) > 1 {
			return c.r.Make(python.Sub, c.r.Number(1+good), one[1])
		}
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

// logged reports whether the argument of a logarithm uses e, with no other function between.
func (c *checker) logged(e *python.Expr) bool {
	found := false
	c.r.Batch.Walk(func(l *python.Expr) {
		if l.Op == python.Log && l.Args[0].Has(func(x *python.Expr) bool { return x == e }) {
			found = true
		}
	})
	return found
}

// powers finds (1-p_t)^gamma, and roots, whose derivative is not finite at p_t = 1. A power of 0
// has the derivative 0 in PyTorch and JAX, and not in TensorFlow.
func (c *checker) powers() {
	c.r.Batch.Walk(func(e *python.Expr) {
		g := 0.5
		switch e.Op {
		case python.Pow:
			if varies(e.Args[1]) {
				return
			}
			g = value(e.Args[1], 1, 0)
		case python.Sqrt:
		default:
			return
		}
		if !flows(e.Args[0]) || reduced(e.Args[0]) { // as a norm over a batch
			return
		}
		if !(g >= 0 && g < 1) || g == 0 && !c.r.TensorFlow || !depends(e.Args[0]) || !c.derived(e) {
			return
		}
		if value(e.Args[0], 1, 1000) == 0 || value(e.Args[0], 0, -1000) == 0 {
			f := c.add(NaNGradient, e.At, figure(g))
			base := c.r.Make(python.Max, e.Args[0], c.r.Number(1e-6))
			if e.Op == python.Sqrt {
				f.mean(c.r, c.replaced(e, c.r.Make(python.Sqrt, base)))
				return
			}
			f.mean(c.r, c.replaced(e, c.r.Make(python.Pow, base, e.Args[1])))
		}
	})
}

// derived reports whether the derivative of the loss uses the derivative of e: e is not within
// a stop or a condition alone.
func (c *checker) derived(e *python.Expr) bool {
	return c.r.Batch == e || reaches(c.r.Batch, e, func(of *python.Expr, i int) bool {
		return of.Op == python.Stop || conditional(of, i)
	})
}

// flows reports whether e has a derivative by the prediction.
func flows(e *python.Expr) bool {
	switch e.Op {
	case python.Prob, python.Logit, python.ProbTrue, python.LogitTrue:
		return true
	case python.Stop:
		return false
	}
	for i, a := range e.Args {
		if !conditional(e, i) && flows(a) {
			return true
		}
	}
	return false
}

// conditional reports whether an operand decides and is not computed with.
func conditional(of *python.Expr, i int) bool {
	switch of.Op {
	case python.Less, python.LessEqual, python.Equal, python.And, python.Or, python.Not:
		return true
	}
	return of.Op == python.Where && i == 0
}

// reaches reports whether part is in e, other than by operands that are barred.
func reaches(e, part *python.Expr, barred func(of *python.Expr, i int) bool) bool {
	seen := map[*python.Expr]bool{}
	var walk func(e *python.Expr) bool
	walk = func(e *python.Expr) bool {
		if seen[e] {
			return false
		}
		seen[e] = true
		for i, a := range e.Args {
			if !barred(e, i) && (a == part || walk(a)) {
				return true
			}
		}
		return false
	}
	return walk(e)
}
