package formula

import (
	"math"
	"sync"

	"lossexplorer/losscore"
)

// A Loss is a formula whose parameters are bound.
type Loss struct {
	formula *Formula
	values  []float64
	epsilon float64
	clip    float64 // of predictions, before the formula uses them
}

var _ losscore.Batch = (*Loss)(nil)

// Bind returns the loss with values of the parameters, in the order of Params, and predictions
// clipped to [epsilon, 1-epsilon] first. Values has to be as long as Params.
func (f *Formula) Bind(values []float64, epsilon float64) *Loss {
	return &Loss{formula: f, values: values, epsilon: epsilon, clip: epsilon}
}

// BindUnclipped is [Formula.Bind] for a formula that clips predictions itself: epsilon is no more
// than the value of its variable.
func (f *Formula) BindUnclipped(values []float64, epsilon float64) *Loss {
	return &Loss{formula: f, values: values, epsilon: epsilon}
}

// Validate returns nil if every value is finite and epsilon in [0,0.5).
func (l *Loss) Validate() error {
	for i, v := range l.values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return &losscore.RangeError{Field: l.formula.Params[i].Name, Value: v,
				Allowed: losscore.Finite()}
		}
	}
	if !(l.epsilon >= 0 && l.epsilon < 0.5) {
		return &losscore.RangeError{Field: "Epsilon", Value: l.epsilon,
			Allowed: losscore.Below(0, 0.5)}
	}
	return nil
}

// AtProb returns the loss and dL/dp as [losscore.Loss] defines them. For a label between 0
// and 1 the formula uses p_t = y p + (1-y)(1-p) and x_t = (2y-1) x.
func (l *Loss) AtProb(y, p float64) (loss, dp float64) {
	if !(p >= 0 && p <= 1) || !(y >= 0 && y <= 1) {
		return math.NaN(), math.NaN()
	}
	e := l.evaluator(y)
	defer e.free()
	e.setProbs([]float64{p}, l.clip)
	i := e.run(byProb, 1)
	return e.v[i], e.d1[i]
}

// AtLogit returns the loss and dL/dx as [losscore.Loss] defines them.
func (l *Loss) AtLogit(y, x float64) (loss, dx float64) {
	loss, dx, _ = l.atLogit(y, x, 1)
	return loss, dx
}

// AtLogit2 is [Loss.AtLogit] with the second derivative.
func (l *Loss) AtLogit2(y, x float64) (loss, dx, dxx float64) { return l.atLogit(y, x, 2) }

func (l *Loss) atLogit(y, x float64, order int) (loss, dx, dxx float64) {
	if x != x || !(y >= 0 && y <= 1) {
		return math.NaN(), math.NaN(), math.NaN()
	}
	e := l.evaluator(y)
	defer e.free()
	e.setLogits([]float64{x}, l.clip)
	i := e.run(byLogit, order)
	return e.v[i], e.d1[i], e.d2[i]
}

// evaluators that are free, by the label that they were for last: 0, 1, or between them.
var evaluators = [3]sync.Pool{{New: newEvaluator}, {New: newEvaluator}, {New: newEvaluator}}

func newEvaluator() any { return new(evaluator) }

// evaluatorsOf returns the pool for a label.
func evaluatorsOf(y float64) *sync.Pool {
	switch y {
	case 0, 1:
		return &evaluators[int(y)]
	}
	return &evaluators[2]
}

// evaluator returns one for l, to be freed.
func (l *Loss) evaluator(y float64) *evaluator {
	e := evaluatorsOf(y).Get().(*evaluator)
	if e.loss != l || e.label != y {
		e.loss, e.label = l, y
		e.bind(specialise(l.formula.code, y, l.values, l.epsilon))
	}
	return e
}

func (e *evaluator) free() { evaluatorsOf(e.label).Put(e) }

// Clip returns the epsilon that predictions are clipped with.
func (l *Loss) Clip() float64 { return l.clip }

// Probs computes the loss and dL/dp for predictions of one truth as [losscore.Batch] has
// it.
func (l *Loss) Probs(loss, dp []float64, y float64, p []float64) {
	e := l.evaluator(y)
	defer e.free()
	for from := 0; from < len(p); from += block {
		n := min(block, len(p)-from)
		e.setProbs(p[from:][:n], l.clip)
		i := e.run(byProb, 1)
		copy(loss[from:], e.v[i:][:n])
		copy(dp[from:], e.d1[i:][:n])
	}
}

// Logits computes the loss and dL/dx for logits of one label, as [losscore.Batch] requires.
func (l *Loss) Logits(loss, dx []float64, y float64, x []float64) { l.logits(loss, dx, nil, y, x) }

// logits is Logits with the second derivative, unless dxx is nil.
func (l *Loss) logits(loss, dx, dxx []float64, y float64, x []float64) {
	order := 1
	if dxx != nil {
		order = 2
	}
	e := l.evaluator(y)
	defer e.free()
	for from := 0; from < len(x); from += block {
		n := min(block, len(x)-from)
		e.setLogits(x[from:][:n], l.clip)
		i := e.run(byLogit, order)
		copy(loss[from:], e.v[i:][:n])
		copy(dx[from:], e.d1[i:][:n])
		if order > 1 {
			copy(dxx[from:], e.d2[i:][:n])
		}
	}
}
