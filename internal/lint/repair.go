package lint

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"lossexplorer/internal/formula/syntax"
	"lossexplorer/internal/python"
)

// meant sets the formulas that the authors of the findings are likely to mean.
func (c *checker) meant() {
	for i := range c.found {
		f := &c.found[i]
		// the loss itself is right
		if f.Meant != "" || strings.HasSuffix(f.says, "-order") || f.says == "model-squashes" {
			continue
		}
		switch f.Rule {
		case SigmoidTwice, LogitsProbs, ArgumentOrder, LogMissing:
			if r := c.r.Repaired(f.Rule); r != nil {
				f.mean(r, r.Loss)
			}
		case ShapeMismatch:
			f.mean(c.r, c.r.Loss)
		}
	}
}

// replaced returns the loss with a part replaced.
func (c *checker) replaced(part, by *python.Expr) *python.Expr {
	return c.r.Replace(c.r.Batch, func(x *python.Expr) *python.Expr {
		if x == part {
			return by
		}
		return nil
	})
}

// once returns the loss without one of the factors of a weight that is applied twice.
func (c *checker) once(p *python.Expr, now, y, degree float64) *python.Expr {
	var made *python.Expr
	c.r.Batch.Walk(func(e *python.Expr) {
		if e.Op != python.Mul || made != nil {
			return
		}
		for i, w := range e.Args {
			if depends(w) || !w.Has(func(x *python.Expr) bool { return x == p }) {
				continue
			}
			other := c.r.Replace(c.r.Batch, func(x *python.Expr) *python.Expr {
				if x == e {
					return e.Args[1-i]
				}
				return nil
			})
			if d := c.degree(other, p.Name, now, y); d == degree {
				made = other
			}
		}
	})
	return made
}

// An Effect is the size of a fault at one prediction.
type Effect struct {
	Y, P                      float64
	Loss, Meant               float64
	Gradient, GradientOfMeant float64 // with respect to the logit
}

// String writes the effect in English.
func (e Effect) String() string {
	return fmt.Sprintf("for y = %v and p = %v the loss is %s instead of %s, and the gradient with respect to the logit %s instead of %s",
		e.Y, e.P, figure(e.Loss), figure(e.Meant), figure(e.Gradient), figure(e.GradientOfMeant))
}

// Effect compares the code with the repaired loss, with parameter values other than the code's.
// It reports false if they are the same where loss and gradient are exact, or if one is not known.
func (f Finding) Effect(r *python.Reading, values map[string]float64) (Effect, bool) {
	if f.Meant == "" || r.Formula == "" || f.assign != "" {
		return Effect{}, false
	}
	return EffectOf(r.Formula, f.Meant, r.Epsilon, values)
}

// EffectOf compares two formulas where they differ most, at easy and hard examples. It uses
// values for the parameters whose values differ from the code's. It reports false if the
// formulas are the same.
func EffectOf(yours, meant string, epsilon float64, values map[string]float64) (Effect, bool) {
	var e Effect
	f, err := syntax.Parse(yours)
	if err != nil {
		return e, false
	}
	g, err := syntax.Parse(meant)
	if err != nil {
		return e, false
	}
	a, b := f.Defaults(), g.Defaults()
	for i, p := range f.Params {
		if v, ok := values[p.Name]; ok {
			a[i] = v
		}
	}
	for i, p := range g.Params {
		if v, ok := values[p.Name]; ok {
			b[i] = v
		}
	}
	l, m := f.BindUnclipped(a, epsilon), g.BindUnclipped(b, epsilon)
	worst := 1e-3
	for _, y := range []float64{1, 0} {
		for _, p := range []float64{0.1, 0.9} {
			x := math.Log(p) - math.Log1p(-p)
			v, d := l.AtLogit(y, x)
			w, h := m.AtLogit(y, x)
			off := max(distance(v, w), distance(d, h))
			if off > worst {
				worst = off
				e = Effect{y, p, v, w, d, h}
			}
		}
	}
	return e, worst > 1e-3
}

// distance returns the distance of the logarithms of two numbers; one may be 0.
func distance(a, b float64) float64 {
	if a == b {
		return 0
	}
	d := math.Abs(math.Log(math.Abs(a)+1e-12) - math.Log(math.Abs(b)+1e-12))
	if a*b < 0 || d != d {
		return 30
	}
	return d
}

// Figure writes a number of an effect.
func Figure(v float64) string { return figure(v) }

// Repair returns the code of a finding: the loss that is meant, written for the framework of the
// source and with its names, or the source with the line that is missing. It returns "" if there is
// none, or if the fault would remain in it.
func (f Finding) Repair(r *python.Reading) string {
	code := f.repaired(r)
	if code == "" || f.assign != "" || f.code != "" { // an assignment or an objective by itself
		return code
	}
	made, _ := python.Read(code, python.Options{Name: r.Name})
	if slices.ContainsFunc(Check(made), func(o Finding) bool { return o.Rule == f.Rule }) {
		return ""
	}
	return code
}

func (f Finding) repaired(r *python.Reading) string {
	switch {
	case f.Rule == ShapeMismatch:
		return reshaped(r, f.Line)
	case f.code != "":
		return f.code
	case f.expr == nil:
		return ""
	case f.assign != "":
		return f.of.Assignment(f.assign, f.expr)
	}
	return f.of.Code(f.expr)
}

// reshaped returns the source with a line before another that gives the labels the shape of the
// predictions.
func reshaped(r *python.Reading, line int) string {
	label, pred := "", ""
	for name, role := range r.Roles {
		switch role {
		case python.RoleLabel, python.RoleSigned:
			label = name
		case python.RoleProb, python.RoleLogit, python.RoleProbTrue:
			pred = name
		}
	}
	lines := strings.Split(r.Source(), "\n")
	if label == "" || pred == "" || line < 1 || line > len(lines) {
		return ""
	}
	at := lines[line-1]
	indent := at[:len(at)-len(strings.TrimLeft(at, " \t"))]
	added := indent + label + " = " + label + ".reshape(" + pred + ".shape)"
	if r.Jax {
		added = indent + label + " = tf.reshape(" + label + ", tf.shape(" + pred + "))"
	}
	lines = append(lines[:line-1], append([]string{added}, lines[line-1:]...)...)
	return strings.Join(lines, "\n")
}
