package formula

import (
	"errors"
	"math"
	"sync"

	"lossexplorer/losscore"
)

// A Loss is a formula whose parameters are bound.
type Loss struct {
	formula *Formula
	values  []float64
	epsilon float64
	free    [2]sync.Pool // of evaluators, by truth
}

var _ losscore.Loss = (*Loss)(nil)

// Bind returns the loss with values of the parameters, in the order of Params, and
// predictions that are clipped to [epsilon, 1-epsilon] before. Values has to be as long as
// Params.
func (f *Formula) Bind(values []float64, epsilon float64) *Loss {
	l := &Loss{formula: f, values: values, epsilon: epsilon}
	for y := range l.free {
		code := specialise(f.code, float64(y), values, epsilon)
		l.free[y].New = func() any {
			e := new(evaluator)
			e.bind(code)
			return e
		}
	}
	return l
}

// Validate returns nil if every value is finite and epsilon in [0,0.5).
func (l *Loss) Validate() error {
	for i, v := range l.values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return &losscore.RangeError{Field: l.formula.Params[i].Name, Value: v, Allowed: "finite"}
		}
	}
	if !(l.epsilon >= 0 && l.epsilon < 0.5) {
		return &losscore.RangeError{Field: "Epsilon", Value: l.epsilon, Allowed: "0 <= epsilon < 0.5"}
	}
	return nil
}

// AtProb returns the loss and dL/dp as [losscore.Loss] has it.
func (l *Loss) AtProb(y, p float64) (loss, dp float64) {
	if !(p >= 0 && p <= 1) || y != 0 && y != 1 {
		return math.NaN(), math.NaN()
	}
	e := l.evaluator(y)
	defer l.free[int(y)].Put(e)
	e.setProb(p, l.epsilon)
	i := e.run(byProb, 1)
	return e.v[i], e.d1[i]
}

// AtLogit returns the loss and dL/dx as [losscore.Loss] has it.
func (l *Loss) AtLogit(y, x float64) (loss, dx float64) {
	loss, dx, _ = l.atLogit(y, x, 1)
	return loss, dx
}

// AtLogit2 is [Loss.AtLogit] with the second derivative.
func (l *Loss) AtLogit2(y, x float64) (loss, dx, dxx float64) { return l.atLogit(y, x, 2) }

func (l *Loss) atLogit(y, x float64, order int) (loss, dx, dxx float64) {
	if x != x || y != 0 && y != 1 {
		return math.NaN(), math.NaN(), math.NaN()
	}
	e := l.evaluator(y)
	defer l.free[int(y)].Put(e)
	e.setLogits([]float64{x}, l.epsilon)
	i := e.run(byLogit, order)
	return e.v[i], e.d1[i], e.d2[i]
}

func (l *Loss) evaluator(y float64) *evaluator { return l.free[int(y)].Get().(*evaluator) }

// AtLogits computes the loss and dL/dx for logits of one truth. All slices are of the
// same length; dx may be nil. It allocates nothing once it has run.
func (l *Loss) AtLogits(loss, dx []float64, y float64, x []float64) error {
	if len(loss) != len(x) || dx != nil && len(dx) != len(x) || y != 0 && y != 1 {
		return errors.New("formula: slices of other lengths than the logits, or a truth other than 0 and 1")
	}
	l.logits(loss, dx, nil, y, x)
	return nil
}

// logits is AtLogits with the second derivative, unless dxx is nil.
func (l *Loss) logits(loss, dx, dxx []float64, y float64, x []float64) {
	order := 2
	switch {
	case dx == nil:
		order = 0
	case dxx == nil:
		order = 1
	}
	e := l.evaluator(y)
	defer l.free[int(y)].Put(e)
	for from := 0; from < len(x); from += block {
		n := min(block, len(x)-from)
		e.setLogits(x[from:][:n], l.epsilon)
		i := e.run(byLogit, order)
		copy(loss[from:], e.v[i:][:n])
		if order > 0 {
			copy(dx[from:], e.d1[i:][:n])
		}
		if order > 1 {
			copy(dxx[from:], e.d2[i:][:n])
		}
	}
}
