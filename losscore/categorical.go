package losscore

import (
	"math"
	"strconv"
)

// CategoricalFocal holds the parameters of the focal loss of K >= 2 classes.
// With y the label, a distribution over the classes, y' the smoothed label and
// p the predicted distribution, the loss of an example is
//
//	L = -Σ_k α_k y'_k (1-p_k)^γ ln(p_k)      y'_k = (1-s) y_k + s/K
//
// The zero value is the softmax cross-entropy; with LabelSmoothing, which mixes
// in the cross-entropy to the uniform distribution, the regularised form of
// Szegedy et al. 2016, "Rethinking the Inception Architecture", section 7.
//
// Sources: Lin et al. 2017; keras.losses.CategoricalFocalCrossentropy. Keras
// divides p by its sum first, and has one alpha for all classes by default,
// which scales the gradient of every example alike and so balances nothing.
type CategoricalFocal struct {
	// Gamma is the focusing parameter γ, finite and >= 0.
	Gamma float64

	// Alpha has a weight for each class, finite and >= 0; nil: all are 1.
	Alpha []float64

	// Epsilon, in [0,0.5), clips every p_k to [Epsilon, 1-Epsilon]. They are
	// not made to sum to 1 again.
	Epsilon float64

	// LabelSmoothing is s in [0,1).
	LabelSmoothing float64
}

// Validate returns nil if the parameters are in their ranges for that number of
// classes, at least 2, and otherwise a [*RangeError] that names the first that
// is not.
func (c CategoricalFocal) Validate(classes int) error {
	if classes < 2 {
		return &RangeError{"classes", float64(classes), ">= 2"}
	}
	if err := (Focal{Gamma: c.Gamma, Epsilon: c.Epsilon}).Validate(); err != nil {
		return err
	}
	if c.Alpha != nil && len(c.Alpha) != classes {
		return lengthError("Alpha", len(c.Alpha), classes)
	}
	for k, a := range c.Alpha {
		if err := validAtLeast("Alpha", a, 0, "finite and >= 0"); err != nil {
			return at(err, k)
		}
	}
	if !(c.LabelSmoothing >= 0 && c.LabelSmoothing < 1) {
		return &RangeError{"LabelSmoothing", c.LabelSmoothing, ">= 0 and < 1"}
	}
	return nil
}

// sumTolerance is by how much y and p may miss a sum of 1.
const sumTolerance = 1e-6

// stackClasses is the number of classes up to which nothing is allocated.
const stackClasses = 16

// AtProbs returns the loss for label y and prediction p, distributions over the
// same K >= 2 classes, and stores in grad, if it is not nil and then of length
// K, the partial derivatives
//
//	dL/dp_k = -α_k y'_k (1-p_k)^γ (1/p_k - γ ln(p_k)/(1-p_k))
//
// which are 0 where p_k is clipped. Without a clip a p_k of 0 under a positive
// weight gives +Inf and -Inf.
//
// The error is that of Validate or says what is wrong with a length, y or p: a
// value that is NaN or not from 0 to 1, or a sum that is not 1 within 1e-6.
// Then the loss is NaN and grad is not written.
func (c CategoricalFocal) AtProbs(grad, y, p []float64) (loss float64, err error) {
	if err := c.check(grad, y, p, "p"); err != nil {
		return math.NaN(), err
	}
	if err := distribution("p", p); err != nil {
		return math.NaN(), err
	}
	f := Focal{Gamma: c.Gamma}
	for k, v := range p {
		pt, s, clipped := clip(c.Epsilon, pair{v, 0}, twoSum(1, -v))
		l, dp, _ := f.unclipped(c.weight(k, y), pt, s)
		if clipped {
			dp = 0
		}
		loss += l
		if grad != nil {
			grad[k] = dp
		}
	}
	return loss, nil
}

// AtLogits returns the loss for label y, a distribution over K >= 2 classes, and
// the prediction p = softmax(x), and stores in grad, if it is not nil and then
// of length K, the gradient
//
//	dL/dx_j = h_j (1-p_j) - p_j Σ_{k≠j} h_k
//	h_k = p_k dL/dp_k = -α_k y'_k (1-p_k)^γ (1 - γ p_k ln(p_k)/(1-p_k))
//
// in which h_k is 0 where p_k is clipped. If only one y'_k is positive, nothing
// cancels; otherwise the error of an element is relative to its two terms. A
// logit of -Inf is a probability of 0.
//
// The error is that of Validate or says what is wrong with a length, y or x: a
// logit that is NaN or +Inf, or none that is finite. Then the loss is NaN and
// grad is not written.
func (c CategoricalFocal) AtLogits(grad, y, x []float64) (loss float64, err error) {
	if err := c.check(grad, y, x, "x"); err != nil {
		return math.NaN(), err
	}
	greatest := math.Inf(-1)
	for k, v := range x {
		if !(v < math.Inf(1)) {
			return math.NaN(), at(&RangeError{"x", v, "a number below +Inf"}, k)
		}
		greatest = max(greatest, v)
	}
	if math.IsInf(greatest, -1) {
		return math.NaN(), &RangeError{"the greatest of x", greatest, "finite"}
	}

	var buf [2 * stackClasses]pair
	e := buf[:]
	if 2*len(x) > len(e) {
		e = make([]pair, 2*len(x))
	}
	e, others := e[:len(x)], e[len(x):2*len(x)]
	// others[k] is the sum of all exponentials but that of k: 1-p_k without a
	// difference.
	var sum pair
	for k, v := range x {
		w, m := exp(sub(pair{v, 0}, pair{greatest, 0}))
		e[k] = pair{scale(w.hi, m), scale(w.lo, m)}
		others[k] = sum
		sum = sum.add(e[k])
	}
	var after pair
	for k := len(x) - 1; k >= 0; k-- {
		others[k] = others[k].add(after)
		after = after.add(e[k])
	}
	inv, logSum := sum.inv(), sum.log()

	g := Focal{Gamma: c.Gamma}.gamma()
	total := 0.
	for k, v := range x {
		p, s := e[k].mul(inv), others[k].mul(inv)
		a := c.weight(k, y)
		q, r, clipped := clip(c.Epsilon, p, s)
		l, h := 0., 0.
		switch {
		case a == 0:
		case clipped:
			l, _, _ = Focal{Gamma: c.Gamma}.unclipped(a, q, r)
		case r.hi < tiny:
			var dp float64
			l, dp, _ = Focal{Gamma: c.Gamma}.unclipped(a, q, r)
			h = dp * q.hi
		case math.IsInf(v, -1):
			l, h = math.Inf(1), -a
		default:
			var dz float64
			l, dz = terms(g, q, r, sub(logSum, sub(pair{v, 0}, pair{greatest, 0})))
			l, h = a*l, a*(dz/r.round())
		}
		loss += l
		total += h
		e[k], others[k] = pair{p.round(), h}, s
	}
	for j := range grad {
		p, h := e[j].hi, e[j].lo
		grad[j] = h*others[j].round() - p*(total-h)
	}
	return loss, nil
}

// weight is α_k y'_k.
func (c CategoricalFocal) weight(k int, y []float64) float64 {
	w := y[k]
	if s := c.LabelSmoothing; s > 0 {
		w = (1-s)*w + s/float64(len(y))
	}
	if c.Alpha != nil {
		w *= c.Alpha[k]
	}
	return w
}

// check checks the parameters, the lengths and y; v is called name.
func (c CategoricalFocal) check(grad, y, v []float64, name string) error {
	if err := c.Validate(len(v)); err != nil {
		return err
	}
	if len(y) != len(v) {
		return lengthError("y", len(y), len(v))
	}
	if grad != nil && len(grad) != len(v) {
		return lengthError("grad", len(grad), len(v))
	}
	return distribution("y", y)
}

// distribution returns nil if v is one.
func distribution(name string, v []float64) error {
	sum := 0.
	for k, x := range v {
		if !(x >= 0 && x <= 1) {
			return at(&RangeError{name, x, "0 to 1"}, k)
		}
		sum += x
	}
	if math.Abs(sum-1) > sumTolerance {
		return &RangeError{"the sum of " + name, sum, "1 within 1e-6"}
	}
	return nil
}

func lengthError(name string, got, want int) error {
	return &RangeError{"the length of " + name, float64(got), strconv.Itoa(want) + ", the number of classes"}
}

// at names the element of the field in a RangeError.
func at(err error, k int) error {
	e := *err.(*RangeError)
	e.Field += "[" + strconv.Itoa(k) + "]"
	return &e
}
