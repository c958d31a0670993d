package losscore

import (
	"math"
)

// Float is the type of the predictions, labels and results of a batch.
type Float interface{ ~float32 | ~float64 }

// AtProbs evaluates l for every label y[i] and predicted probability p[i], both
// in [0,1], and stores the losses in loss and dL/dp in dp. Either may be nil, if
// it is not wanted. All others have the same length, loss and dp may be the
// slices y and p. Elements are the results of l's AtProb, rounded to T. A [Focal]
// uses a faster kernel for labels 0 and 1, whose results may differ from AtProb in
// the last places; they too are within 4 ulp of the exact values.
//
// The error comes from l's Validate, or is a [*RangeError] that names a slice with
// another length than p or the first y or p outside [0,1], NaN included; then
// nothing is written. AtProbs does not allocate if l already is a Loss. Parts of
// a batch may be evaluated at the same time.
func AtProbs[T Float](l Loss, loss, dp, y, p []T) error {
	if err := checkBatch(l, loss, dp, y, p, "p"); err != nil {
		return err
	}
	evaluate(l, loss, dp, y, p, false)
	return nil
}

// AtLogits is AtProbs for predictions 1/(1+e^-x[i]) and dL/dx. A logit of NaN is
// no error: its loss and dL/dx are NaN.
func AtLogits[T Float](l Loss, loss, dx, y, x []T) error {
	if err := checkBatch(l, loss, dx, y, x, "x"); err != nil {
		return err
	}
	evaluate(l, loss, dx, y, x, true)
	return nil
}

// evaluate computes blocks of float64 and hands them over as T.
func evaluate[T Float](l Loss, loss, grad, y, v []T, logits bool) {
	var losses, grads, labels, preds column
	e := newEvaluator(l, logits)
	from := 0
	// Whole blocks of float64 need not be copied.
	if v64, ok := any(v).([]float64); ok && loss != nil && grad != nil {
		loss64, grad64, y64 := any(loss).([]float64), any(grad).([]float64), any(y).([]float64)
		for ; from+batchBlock <= len(v); from += batchBlock {
			to := from + batchBlock
			e.block((*column)(loss64[from:to]), (*column)(grad64[from:to]), (*column)(y64[from:to]),
				(*column)(v64[from:to]), batchBlock)
		}
	}
	for ; from < len(v); from += batchBlock {
		n := min(batchBlock, len(v)-from)
		for i := range n {
			labels[i], preds[i] = float64(y[from+i]), float64(v[from+i])
		}
		e.block(&losses, &grads, &labels, &preds, n)
		if loss != nil {
			for i, a := range losses[:n] {
				loss[from+i] = T(a)
			}
		}
		if grad != nil {
			for i, d := range grads[:n] {
				grad[from+i] = T(d)
			}
		}
	}
}

// An evaluator evaluates a loss block by block.
type evaluator struct {
	loss   Loss
	logits bool
	fast   bool
	focal  focalBatch
	batch  Batch         // nil if loss is none
	own    *batchColumns // of batch
}

// batchColumns are the arguments of a [Batch]. A method of an interface moves them to
// the heap, where other losses need nothing.
type batchColumns struct{ preds, losses, grads column }

func newEvaluator(l Loss, logits bool) (e evaluator) {
	e.loss, e.logits = l, logits
	if e.batch, _ = l.(Batch); e.batch != nil {
		e.own = new(batchColumns)
	}
	if f, ok := l.(Focal); ok && f.Gamma <= maxBatchGamma {
		e.fast = true
		e.focal.init(f)
	}
	return e
}

// block evaluates the first n elements.
func (e *evaluator) block(loss, grad, y, v *column, n int) {
	switch {
	case e.fast && e.logits:
		e.focal.logits(loss, grad, y, v, n)
	case e.fast:
		e.focal.probs(loss, grad, y, v, n)
	case e.batch != nil:
		e.byLabel(loss, grad, y, v, n)
	case e.logits:
		for i := range n {
			loss[i], grad[i] = e.loss.AtLogit(y[i], v[i])
		}
	default:
		for i := range n {
			loss[i], grad[i] = e.loss.AtProb(y[i], v[i])
		}
	}
}

// byLabel is block for a Batch, which takes elements of one label at a time.
func (e *evaluator) byLabel(loss, grad, y, v *column, n int) {
	var at [batchBlock]int
	var done [batchBlock]bool // whose results may be in the places of y and v
	c := e.own
	for _, label := range [...]float64{1, 0} {
		k := 0
		for i := range n {
			if !done[i] && y[i] == label && (e.logits && v[i] == v[i] || v[i] >= 0 && v[i] <= 1) {
				at[k], c.preds[k] = i, v[i]
				k++
			}
		}
		if k == 0 {
			continue
		}
		if e.logits {
			e.batch.Logits(c.losses[:k], c.grads[:k], label, c.preds[:k])
		} else {
			e.batch.Probs(c.losses[:k], c.grads[:k], label, c.preds[:k])
		}
		for j, i := range at[:k] {
			loss[i], grad[i], done[i] = c.losses[j], c.grads[j], true
		}
	}
	for i, done := range done[:n] {
		switch {
		case done:
		case e.logits:
			loss[i], grad[i] = e.loss.AtLogit(y[i], v[i])
		default:
			loss[i], grad[i] = e.loss.AtProb(y[i], v[i])
		}
	}
}

func checkBatch[T Float](l Loss, loss, grad, y, v []T, name string) error {
	if err := l.Validate(); err != nil {
		return err
	}
	switch {
	case len(y) != len(v):
		return wrongLength("y", len(y), len(v), name)
	case loss != nil && len(loss) != len(v):
		return wrongLength("loss", len(loss), len(v), name)
	case grad != nil && len(grad) != len(v):
		return wrongLength("the gradient", len(grad), len(v), name)
	}
	if err := validUnit("y", y); err != nil || name != "p" {
		return err
	}
	return validUnit("p", v)
}

// validUnit checks that the elements are from 0 to 1.
func validUnit[T Float](name string, v []T) error {
	for i, x := range v {
		if !(x >= 0 && x <= 1) {
			return &RangeError{element(name, i), float64(x), Between(0, 1)}
		}
	}
	return nil
}

func wrongLength(of string, got, want int, name string) error {
	n := float64(want)
	return &RangeError{"the length of " + of, float64(got),
		Interval{Min: n, Max: n, Words: number(n) + ", that of " + name}}
}

// Totals are the sums of a batch by class, index 0 for y = 0 and 1 for y = 1. A
// soft label counts for the class that it is nearer to, one of 1/2 for y = 0.
// The zero value stands for no examples. Sums are compensated (Neumaier 1974),
// so that their error does not grow with the length of the batch.
type Totals struct {
	Count    [2]int
	loss     [2]neumaier
	gradient [2]neumaier
}

// Loss returns the sum of the losses of class y, 0 or 1.
func (t *Totals) Loss(y int) float64 { return t.loss[y].sum() }

// Gradient returns the sum of the gradients of class y, 0 or 1.
func (t *Totals) Gradient(y int) float64 { return t.gradient[y].sum() }

// Sum returns the sum of all losses.
func (t *Totals) Sum() float64 {
	all := t.loss[0]
	all.merge(t.loss[1])
	return all.sum()
}

// Mean returns the mean of all losses, NaN if there are none.
func (t *Totals) Mean() float64 { return t.Sum() / float64(t.Count[0]+t.Count[1]) }

// Add adds the totals of another part of the batch.
func (t *Totals) Add(u Totals) {
	for y := range t.Count {
		t.Count[y] += u.Count[y]
		t.loss[y].merge(u.loss[y])
		t.gradient[y].merge(u.gradient[y])
	}
}

// TotalProbs returns the totals of l for the batch y, p, without storing its
// elements; the gradient is dL/dp. It returns the same errors as AtProbs.
func TotalProbs[T Float](l Loss, y, p []T) (Totals, error) {
	return total(l, y, p, "p", false)
}

// TotalLogits is TotalProbs for a batch y, x of logits; the gradient is dL/dx.
func TotalLogits[T Float](l Loss, y, x []T) (Totals, error) {
	return total(l, y, x, "x", true)
}

func total[T Float](l Loss, y, v []T, name string, logits bool) (t Totals, err error) {
	if err := checkBatch(l, nil, nil, y, v, name); err != nil {
		return t, err
	}
	// float64 elements, so that they are not rounded to T before they are summed.
	var losses, grads, labels, preds column
	e := newEvaluator(l, logits)
	for from := 0; from < len(v); from += batchBlock {
		n := min(batchBlock, len(v)-from)
		for i := range n {
			labels[i], preds[i] = float64(y[from+i]), float64(v[from+i])
		}
		e.block(&losses, &grads, &labels, &preds, n)
		for i := range n {
			class := 0
			if labels[i] > 0.5 {
				class = 1
			}
			t.Count[class]++
			t.loss[class].add(losses[i])
			t.gradient[class].add(grads[i])
		}
	}
	return t, nil
}

// A neumaier is a compensated sum.
type neumaier struct{ hi, lo float64 }

func (s *neumaier) add(v float64) {
	p := twoSum(s.hi, v)
	s.hi = p.hi
	s.lo += p.lo
}

func (s *neumaier) merge(t neumaier) {
	s.add(t.hi)
	s.lo += t.lo
}

func (s neumaier) sum() float64 {
	if math.IsInf(s.hi, 0) || s.hi != s.hi {
		return s.hi // the compensation is NaN
	}
	return s.hi + s.lo
}
