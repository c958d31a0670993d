package lint

import (
	"math"
	"slices"
	"strings"

	"lossexplorer/internal/python"
)

const easy, hard = 2.1972245773362196, -2.1972245773362196 // logits of 0.9 and 0.1

// means finds a mean of cross-entropies computed before the factor of each example is used: a mean
// that is a factor beside another one of the prediction, or within such a factor. Where the other
// factor is of the whole batch, too, that may be meant, unless it is of a p_t made of the mean.
func (c *checker) means() {
	barred := func(of *python.Expr, i int) bool {
		return conditional(of, i) || of.Op == python.Div && i == 1
	}
	c.r.Batch.Walk(func(m *python.Expr) {
		if m.Op != python.Mean && m.Op != python.Sum || !depends(m.Args[0]) {
			return
		}
		if !entropy(m.Args[0]) && !entropy(c.r.Negative(m.Args[0])) {
			return
		}
		factor := c.r.Batch.Has(func(e *python.Expr) bool {
			if e.Op != python.Mul {
				return false
			}
			for i, a := range e.Args {
				other := e.Args[1-i]
				if (a == m || reaches(a, m, barred)) && depends(other) &&
					(!reduced(other) || exponential(other, m)) {
					return true
				}
			}
			return false
		})
		if !factor {
			return
		}
		share := func(e *python.Expr) string {
			h, s := slope(e, 1, hard), slope(e, 1, easy)
			return figure(100 * h / (h + 99*s))
		}
		f := c.add(MeanBeforeFactor, m.At, share(m.Args[0]), share(c.r.Loss))
		f.mean(c.r, c.r.Loss)
	})
}

func entropy(e *python.Expr) bool { _, _, ok := crossEntropy(e); return ok }

// reduced reports whether e depends on predictions by means and sums alone.
func reduced(e *python.Expr) bool {
	switch e.Op {
	case python.Mean, python.Sum:
		return true
	case python.Prob, python.Logit, python.ProbTrue, python.LogitTrue:
		return false
	}
	for _, a := range e.Args {
		if !reduced(a) {
			return false
		}
	}
	return true
}

// exponential reports whether e has an exponential of m.
func exponential(e, m *python.Expr) bool {
	return e.Has(func(e *python.Expr) bool {
		return e.Op == python.Exp && e.Has(func(e *python.Expr) bool { return e == m })
	})
}

// exponentials finds weights and smoothing within p_t: exp(-ce) of a cross-entropy with a
// factor, and a p_t that has one.
func (c *checker) exponentials() {
	see := func(e, whole *python.Expr, own, other [2]float64) {
		smooth := other[0] > 1e-4 || other[1] > 1e-4
		if !smooth && close(own[0], own[1], 1e-4) && !c.scaled(e, own[0]) {
			return // a power of p_t, as in generalised cross-entropy
		}
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
			if e.Args[0].Op != python.Sub || value(e.Args[0].Args[0], 1, 0) != 1 ||
				varies(e.Args[0].Args[0]) {
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

// scaled reports whether a cross-entropy with a factor is multiplied by a function of e.
func (c *checker) scaled(e *python.Expr, factor float64) bool {
	return c.r.Batch.Has(func(m *python.Expr) bool {
		if m.Op != python.Mul {
			return false
		}
		for i, a := range m.Args {
			if !a.Has(func(x *python.Expr) bool { return x == e }) {
				continue
			}
			if own, _, ok := crossEntropy(m.Args[1-i]); ok && close(own[0], factor, 1e-4) {
				return true
			}
		}
		return false
	})
}

// line reports whether w is a + b·p_t for both labels with 0 < b < 1, as smoothed labels make
// p_t.
func line(w *python.Expr) bool {
	for y := range 2 {
		y := float64(y)
		b := (value(w, y, logits[5]) - value(w, y, logits[0])) / (pt(y, logits[5]) - pt(y,
			logits[0]))
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

// detached finds a factor (1-p_t)^gamma without a derivative. The mean loss is then least where
// the logit is the logit of the true probability divided by a temperature.
func (c *checker) detached() {
	barred := func(of *python.Expr, i int) bool {
		return conditional(of, i) || of.Op == python.Div && i == 1 || of.Op == python.Stop
	}
	factors := map[*python.Expr]bool{}
	gamma := 0.0
	var first *python.Expr
	c.r.Batch.Walk(func(e *python.Expr) {
		if e.Op != python.Stop || !depends(e.Args[0]) || e.Args[0].Op == python.Mean ||
			e.Args[0].Op == python.Sum || !reaches(c.r.Batch, e, barred) {
			return
		}
		g, ok := c.modulator(e)
		if _, tempered := temperature(c.r.Loss); !ok && !tempered {
			return
		}
		if ok {
			gamma = g
		}
		factors[e] = true
		if first == nil || e.At.Line < first.At.Line {
			first = e
		}
	})
	if first == nil {
		return
	}
	meant := c.r.Replace(c.r.Batch, func(x *python.Expr) *python.Expr {
		if factors[x] {
			return x.Args[0]
		}
		return nil
	})
	t, tempered := temperature(c.r.Loss)
	if !tempered {
		t = gamma + 1
	}
	f := c.add(DetachedPt, first.At, figure(t),
		figure(slope(c.r.Loss, 1, hard)/slope(meant, 1, hard)), c.stopped(first.At.Line))
	f.mean(c.r, meant)
}

// stopped returns how the code stops a derivative, in a line or in any.
func (c *checker) stopped(line int) string {
	of := ""
	if i := line - 1; i >= 0 && i < len(c.r.Lines) {
		of = c.r.Lines[i]
	}
	for _, text := range []string{of, c.r.Source()} {
		for _, how := range []string{"stop_gradient", "detach", ".data", "no_grad",
			"inference_mode"} {
			if strings.Contains(text, how) {
				return how
			}
		}
	}
	return "detach"
}

// temperature returns the temperature of the optimum of a loss: there the gradients of the two
// labels, weighted by their probabilities, cancel, and the logarithm of their ratio is the true
// logit. It is false where that is not in proportion to the prediction.
func temperature(e *python.Expr) (t float64, ok bool) {
	f := func(x float64) float64 { return math.Log(slope(e, 0, x)) - math.Log(slope(e, 1, x)) }
	t = (f(1.3) - f(-1.2)) / 2.5
	for _, x := range logits {
		if !(math.Abs(f(x)-f(0.4)-t*(x-0.4)) < 1e-3) {
			return 0, false
		}
	}
	return t, t > 1.05
}

// modulator returns the exponent of a factor (1-p_t)^gamma that e is or is within.
func (c *checker) modulator(e *python.Expr) (gamma float64, ok bool) {
	a := e.Args[0]
	if gamma, ok = focusing(a); ok {
		return gamma, true
	}
	// The factor that it enters.
	c.r.Batch.Walk(func(p *python.Expr) {
		if p.Op == python.Pow && p.Has(func(x *python.Expr) bool { return x == e }) {
			if g, is := focusing(p); is {
				gamma = g
			}
		}
	})
	return gamma, gamma != 0
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
