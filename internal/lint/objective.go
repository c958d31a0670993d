package lint

import (
	"math"
	"slices"

	"lossexplorer/internal/python"
)

// objective checks an objective of boosted trees that stands beside a loss: its Hessian, and
// whether its gradient is that of the loss if both belong together.
func (c *checker) objective(o *python.Reading) {
	alone := &checker{r: o}
	for _, p := range o.Pairs {
		alone.derivative(p)
	}
	c.found = append(c.found, alone.found...)
	wrong := func(f Finding) bool { return f.Rule == HandDerivative || f.Rule == LogitsProbs }
	if slices.ContainsFunc(alone.found, wrong) || c.r.Loss == nil || c.lossOf(o) != c.r.Formula {
		return
	}
	for _, p := range o.Pairs {
		if c.renamed(p.Gradient) || slices.ContainsFunc(c.r.Losses,
			func(l *python.Reading) bool { return gradientOf(l, p.Gradient) }) {
			continue
		}
		y, x, got, want := worst(c.r, p.Gradient)
		f := c.add(OtherObjective, p.At, o.Name, c.r.Name, figure(got), figure(want), figure(y),
			figure(pt(1, x)))
		f.assign = "grad"
		f.mean(c.r, c.r.Derivative(c.r.Loss))
		f.code = c.r.Objective(o)
	}
}

// lossOf returns the formula of the loss that an objective is of, "" if that is not known. It is
// the one with all the words of the objective's name that say which loss it is, or the only loss
// where it has none.
func (c *checker) lossOf(o *python.Reading) string {
	said := python.Distinctive(o.Name)
	formula := ""
	for _, l := range c.r.Losses {
		words := python.Distinctive(l.Name)
		if len(said) == 0 && l.Metric || slices.ContainsFunc(said,
			func(w string) bool { return !slices.Contains(words, w) }) {
			continue
		}
		if formula != "" && formula != l.Formula {
			return ""
		}
		formula = l.Formula
	}
	return formula
}

// renamed reports whether gradient and loss have a parameter each that the other lacks: they may be
// one parameter under two names, whose value is not known to be the same.
func (c *checker) renamed(gradient *python.Expr) bool {
	params := func(e *python.Expr) (all []string) {
		e.Walk(func(e *python.Expr) {
			if e.Op == python.Param {
				all = append(all, e.Name)
			}
		})
		return all
	}
	own, by := params(c.r.Loss), params(gradient)
	lacks := func(in []string) func(string) bool {
		return func(name string) bool { return !slices.Contains(in, name) }
	}
	return slices.ContainsFunc(own, lacks(by)) && slices.ContainsFunc(by, lacks(own))
}

// values are the values of a loss's parameters, which an objective beside it has, too.
func values(l *python.Reading) map[string]float64 {
	all := map[string]float64{}
	for _, p := range l.Params {
		all[p.E.Name] = p.Value
	}
	return all
}

// gradientOf reports whether a gradient is that of a loss with respect to the logit, times a number
// above 0, which trees leave out.
func gradientOf(l *python.Reading, gradient *python.Expr) bool {
	got, want, largest := []float64{}, []float64{}, 0
	for _, y := range []float64{1, 0} {
		for _, x := range logits {
			v, d := both(l, gradient, y, x)
			got, want = append(got, v), append(want, d)
			if math.Abs(d) > math.Abs(want[largest]) {
				largest = len(want) - 1
			}
		}
	}
	scale := got[largest] / want[largest]
	if !(scale > 0) {
		return false
	}
	for i, d := range want {
		if !close(got[i], scale*d, 1e-3) && math.Abs(got[i]-scale*d) > 1e-5*math.Abs(got[largest]) {
			return false
		}
	}
	return true
}

// both returns a gradient by hand and the loss's own.
func both(l *python.Reading, gradient *python.Expr, y, x float64) (by, own float64) {
	point := at(y, x)
	point.Values, point.Epsilon = values(l), l.Epsilon
	by, _ = gradient.Eval(point)
	_, own = l.Loss.Eval(point)
	return by, own
}

// worst returns the easy or hard example where a gradient differs most from the loss's own.
func worst(l *python.Reading, gradient *python.Expr) (y, x, got, want float64) {
	most := -1.
	for _, label := range []float64{1, 0} {
		for _, logit := range []float64{hard, easy} {
			v, d := both(l, gradient, label, logit)
			if off := distance(v, d); off > most {
				most, y, x, got, want = off, label, logit, v, d
			}
		}
	}
	return y, x, got, want
}
