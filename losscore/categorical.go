package losscore

import (
	"math"
	"strconv"
)

// CategoricalFocal holds the parameters of the focal loss for K >= 2 classes of
// which one is true: for probabilities p_k and label y_k,
//
//	L = Σ_k -α_k y_k (1-p_k)^γ ln(p_k)
//
// in nats. The zero value is the softmax cross-entropy, and with
// LabelSmoothing the regularised one of Szegedy et al. 2016, "Rethinking the
// Inception Architecture for Computer Vision" (arXiv:1512.00567), section 7.
//
// One weight for all classes balances nothing: it only scales the loss. Classes
// are balanced by weights that differ, such as inverse frequencies.
//
// It is keras.losses.CategoricalFocalCrossentropy, which divides p by its sum,
// clips it, with no division thereafter, and returns the sum over classes of
// alpha * (1-p)^gamma * -y*log(p). Its alpha, 0.25 by default, may also be one
// number, and its clip cannot be turned off.
//
// Source: Lin et al. 2017, section 3.2; Keras for its form.
type CategoricalFocal struct {
	// Gamma is the focusing parameter γ, finite and >= 0; 0 is the
	// cross-entropy.
	Gamma float64

	// Alpha has the weight α_k of each class, finite and >= 0. If nil, all
	// are 1. One above 1 also multiplies the error of results that are subnormal
	// without it; a product α_k y_k that underflows is a weight of 0.
	Alpha []float64

	// Epsilon, in [0,0.5), clips each p_k to [Epsilon, 1-Epsilon], after
	// which they need not sum to 1. 0 is no clip. It is
	// keras.config.epsilon(), 1e-7 by default.
	Epsilon float64

	// LabelSmoothing is s in [0,1): y_k becomes (1-s) y_k + s/K.
	LabelSmoothing float64
}

// Validate returns nil if Gamma is finite and >= 0, Alpha nil or of as many
// weights as there are classes, at least 2, each finite and >= 0, Epsilon in
// [0,0.5), and LabelSmoothing in [0,1). Otherwise it returns a [*RangeError]
// that names the first that is not, such as Alpha[2] or len(Alpha).
func (c CategoricalFocal) Validate(classes int) error {
	if classes < 2 {
		return &RangeError{"classes", float64(classes),
			Interval{Min: 2, Max: math.Inf(1), Words: ">= 2"}}
	}
	if err := validIn("Gamma", c.Gamma, AtLeast(0)); err != nil {
		return err
	}
	if c.Alpha != nil {
		if err := validLen("Alpha", c.Alpha, classes); err != nil {
			return err
		}
		if err := validAll("Alpha", c.Alpha, AtLeast(0)); err != nil {
			return err
		}
	}
	if err := validEpsilon(c.Epsilon); err != nil {
		return err
	}
	if !(c.LabelSmoothing >= 0 && c.LabelSmoothing < 1) {
		return &RangeError{"LabelSmoothing", c.LabelSmoothing, Below(0, 1)}
	}
	return nil
}

// AtProbs returns the loss for label y and predictions p, and unless grad is nil
// sets it to the partial derivatives of the formula,
//
//	dL/dp_k = -α_k y_k (1-p_k)^γ (1/p_k - γ ln(p_k)/(1-p_k))
//
// with y_k smoothed, and 0 where p_k is outside [Epsilon, 1-Epsilon]. A class of
// weight α_k y_k = 0 adds nothing, whatever its p_k. Without a clip, the loss is
// +Inf and the derivative -Inf where a positive weight meets a p_k of 0.
//
// The slices have one element for each of the K classes. Both y and p are
// distributions: y_k >= 0, usually one 1 and else 0, p_k in [0,1], and either
// sum is within 1e-6 of 1; neither is divided by its sum. If they are not, or
// the parameters are not valid, the error is a [*RangeError] that names the value that is
// wrong, such as p[2] or "sum of y"; the loss is then NaN and grad unchanged.
// grad may be the same slice as y or p.
func (c CategoricalFocal) AtProbs(grad, y, p []float64) (loss float64, err error) {
	if err := c.check(grad, y, len(p)); err != nil {
		return math.NaN(), err
	}
	if err := validDistribution("p", p, Between(0, 1)); err != nil {
		return math.NaN(), err
	}
	f, unit := Focal{Gamma: c.Gamma}, c.unit()
	var sum pair
	for k := range p {
		pt, s, clipped := clip(c.Epsilon, pair{p[k], 0}, twoSum(1, -p[k]))
		l, dp, _ := f.unclipped(c.weight(k, len(p), y[k], unit), pt, s)
		sum = accumulate(sum, l)
		if grad == nil {
			continue
		}
		if clipped {
			dp = 0
		}
		grad[k] = dp * unit
	}
	return sum.round() * unit, nil
}

// stackClasses is the number of classes up to which nothing is allocated.
const stackClasses = 16

// A share holds the values of one class that the gradient needs.
type share struct {
	e      pair // e^(x_k - max x), to be multiplied by 2^m
	m      int
	p      float64 // p_k = e / Σ e, to be multiplied by 2^m
	own    float64 // dL_k/dx_k of the class's term L_k of the loss
	pull   float64 // -dL_k/d(ln p_k), >= 0
	before float64 // sum of pull of the classes before
}

// AtLogits returns the loss for label y and predictions p = softmax(x), and
// unless grad is nil sets it to the derivatives
//
//	dL/dx_j = p_j Σ_{k≠j} h_k - (1-p_j) h_j
//	h_k = α_k y_k (1-p_k)^γ (1 - γ p_k ln(p_k)/(1-p_k))
//
// with y_k smoothed, and h_k = 0 where p_k is outside [Epsilon, 1-Epsilon]; then
// the derivatives are 0 only if all h_k are. A logit of -Inf excludes its class:
// p_k is 0. One of +Inf and NaN are errors, and so are logits that are all -Inf.
// Otherwise weights of 0 and errors are as in [CategoricalFocal.AtProbs].
// grad may be the same slice as y or x.
//
// If one y_k is 1 and there is no smoothing, the derivatives have a single term.
// Of two terms, the error is relative to the sum of their sizes. Up to 16
// classes, nothing is allocated.
//
// Source: Lin et al. 2017, appendix B, for more than two classes;
// keras.losses.categorical_focal_crossentropy with from_logits.
func (c CategoricalFocal) AtLogits(grad, y, x []float64) (loss float64, err error) {
	if err := c.check(grad, y, len(x)); err != nil {
		return math.NaN(), err
	}
	top, err := largest(x)
	if err != nil {
		return math.NaN(), err
	}
	var buf [stackClasses]share
	shares := buf[:]
	if len(x) > len(buf) {
		shares = make([]share, len(x))
	}

	// All but the largest e, which is 1: this is 1-p of that class without a
	// subtraction.
	var rest pair
	for k := range x {
		if k != top {
			q := &shares[k]
			q.e, q.m = exp(twoSum(x[k], -x[top]))
			rest = rest.add(pair{scale(q.e.hi, q.m), scale(q.e.lo, q.m)})
		}
	}
	total := twoSum(1, rest.hi)
	total.lo += rest.lo
	inv := total.inv()
	var logTotal pair
	switch {
	case rest.hi < tiny:
		logTotal = rest
	case total.hi < 2:
		logTotal = total.log()
	default:
		logTotal = inv.log().neg() // log is for up to 2
	}

	unit := c.unit()
	var sum, pulls pair
	for k := range x {
		q := &shares[k]
		pt, s, l := inv, rest.mul(inv), logTotal
		if k != top {
			pt = q.e.mul(inv)
			q.p = pt.round()
			pt = pair{scale(pt.hi, q.m), scale(pt.lo, q.m)}
			s = twoSum(1, -pt.hi)
			s.lo -= pt.lo
			if d := twoSum(x[k], -x[top]); d.hi < minExp {
				l = pair{logTotal.hi - d.hi, 0} // may be infinite, then halves below
			} else {
				l = d.neg().add(logTotal)
			}
		}
		if k == top {
			q.p = pt.round()
		}
		q.before = pulls.round()
		w := c.weight(k, len(x), y[k], unit)
		if w == 0 {
			continue
		}
		if math.IsInf(l.hi, 1) && pt.hi == 0 && c.Epsilon == 0 {
			// A weight below 1 may make it finite.
			sum = accumulate(sum, 2*w*(x[top]/2-x[k]/2))
			q.own, q.pull = -w, w
			pulls = accumulate(pulls, w)
			continue
		}
		if k == top && rest.hi < 0x1p-300 && c.Epsilon < 0x1p-300 {
			// s may be subnormal, or 0, where the results are not.
			logS := logRest(shares[:len(x)])
			if c.Epsilon == 0 || sub(logS, pair{c.Epsilon, 0}.log()).positive() {
				f, dz := tail(c.gamma(), w, logS)
				sum = accumulate(sum, f)
				q.own, q.pull = dz, pullOf(c.gamma(), w, logS)
				pulls = accumulate(pulls, q.pull)
				continue
			}
		}
		pt, s, clipped := clip(c.Epsilon, pt, s)
		if clipped {
			l = pt.log().neg()
		}
		f, dz := softTerm(c.gamma(), w, pt, s, l)
		sum = accumulate(sum, f)
		// If s is 0, all other p are, and nothing is pulled.
		if !clipped && s.hi > 0 {
			q.own = dz
			q.pull = -q.own / s.round()
			pulls = accumulate(pulls, q.pull)
		}
	}
	if grad == nil {
		return sum.round() * unit, nil
	}
	var after pair
	for k := len(x) - 1; k >= 0; k-- {
		q := &shares[k]
		grad[k] = (q.own + scale(q.p*(q.before+after.round()), q.m)) * unit
		after = accumulate(after, q.pull)
	}
	return sum.round() * unit, nil
}

func (c CategoricalFocal) gamma() float64 { return Focal{Gamma: c.Gamma}.gamma() }

// logRest returns the logarithm of the sum of e^(x_k - max x) of all classes
// but the one of the greatest logit, whose m is 0 and e is 0. None is above 2^-300.
func logRest(shares []share) pair {
	const shift = 1200 // in which no e overflows, and none that counts is subnormal
	var sum pair
	for i := range shares {
		q := &shares[i]
		sum = sum.add(pair{math.Ldexp(q.e.hi, q.m+shift), math.Ldexp(q.e.lo, q.m+shift)})
	}
	if sum.hi == 0 {
		return pair{minExp, 0}
	}
	_, k := math.Frexp(sum.hi)
	sum = pair{math.Ldexp(sum.hi, -k), math.Ldexp(sum.lo, -k)}
	n := float64(k - shift)
	return sub(sum.log(), pair{-n * ln2Hi, -n * ln2Lo})
}

// pullOf returns -dL/d(ln p) = a (g+1) s^g for small s = 1-p, given ln(s).
func pullOf(g, a float64, logS pair) float64 {
	w, m := exp(logS.mul(pair{g, 0}))
	return scale(a*w.mul(twoSum(g, 1)).round(), m)
}

// softTerm returns the loss -a (1-p)^g ln(p) and its derivative with respect to
// the logit of p for s = 1-p and l = -ln(p), which may be right where p is 0.
func softTerm(g, a float64, p, s, l pair) (loss, dz float64) {
	switch {
	case p.hi == 0:
		return a * l.round(), -a
	case s.hi == 0:
		return 0, 0
	case s.hi < tiny:
		return tail(g, a, s.log())
	}
	loss, dz, m := terms(g, p, s, l)
	return scale(a*loss, m), scale(a*dz, m)
}

// weight returns α_k y_k/unit with y smoothed.
func (c CategoricalFocal) weight(k, classes int, y, unit float64) float64 {
	if s := c.LabelSmoothing; s > 0 {
		y = (1-s)*y + s/float64(classes)
	}
	if c.Alpha == nil {
		return y
	}
	return c.Alpha[k] / unit * y
}

// unit returns a power of two that weights are measured in, so that nothing
// overflows but the results.
func (c CategoricalFocal) unit() float64 {
	for _, a := range c.Alpha {
		if a > 0x1p900 {
			return 0x1p40
		}
	}
	return 1
}

// accumulate returns v+x for v and x of the same sign. Either may be infinite.
func accumulate(v pair, x float64) pair {
	s := twoSum(v.hi, x)
	if math.IsInf(s.hi, 0) {
		return pair{s.hi, 0}
	}
	return pair{s.hi, v.lo + s.lo}
}

// check returns an error if the parameters, the label or a length is not valid.
func (c CategoricalFocal) check(grad, y []float64, classes int) error {
	if err := c.Validate(classes); err != nil {
		return err
	}
	if err := validLen("y", y, classes); err != nil {
		return err
	}
	if grad != nil {
		if err := validLen("grad", grad, classes); err != nil {
			return err
		}
	}
	return validDistribution("y", y, AtLeast(0))
}

func validLen(name string, v []float64, classes int) error {
	if len(v) == classes {
		return nil
	}
	n := float64(classes)
	return &RangeError{"len(" + name + ")", float64(len(v)),
		Interval{Min: n, Max: n, Words: number(n) + ", one for each class"}}
}

func validAll(name string, v []float64, allowed Interval) error {
	for k, x := range v {
		if !allowed.Contains(x) {
			return &RangeError{element(name, k), x, allowed}
		}
	}
	return nil
}

func validDistribution(name string, v []float64, allowed Interval) error {
	if err := validAll(name, v, allowed); err != nil {
		return err
	}
	sum := 0.
	for _, x := range v {
		sum += x
	}
	if math.Abs(sum-1) <= 1e-6 {
		return nil
	}
	return &RangeError{"sum of " + name, sum,
		Interval{Min: 1 - 1e-6, Max: 1 + 1e-6, Words: "1 within 1e-6"}}
}

// largest returns the index of the largest logit, the first one if there are
// several. x must not be empty.
func largest(x []float64) (top int, err error) {
	for k, v := range x {
		if !(v <= math.MaxFloat64) {
			return 0, &RangeError{element("x", k), v,
				Interval{Min: math.Inf(-1), Max: math.Inf(1), OpenMax: true}}
		}
		if v > x[top] {
			top = k
		}
	}
	if math.IsInf(x[top], -1) {
		return 0, &RangeError{"the largest of x", x[top], Finite()}
	}
	return top, nil
}

func element(name string, k int) string { return name + "[" + strconv.Itoa(k) + "]" }
