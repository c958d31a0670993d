package losscore

import "math"

// A Loss is a loss of binary classification whose parameters are bound: a
// function of the label and the prediction only. All losses of this package
// satisfy it, and so may others.
type Loss interface {
	// Validate returns nil if the parameters are in their ranges, and otherwise
	// an error, here a [*RangeError], that names the first that is not. Use the
	// other methods with valid parameters only.
	Validate() error

	// AtProb returns the loss for label y and prediction p, both in [0,1], and
	// dp = dL/dp, which is 0 where the prediction is clipped. Results are NaN for
	// any other y or p, and for a y between 0 and 1 if the loss has no soft labels;
	// all losses of this package have.
	AtProb(y, p float64) (loss, dp float64)

	// AtLogit returns the loss for label y and prediction p = 1/(1+e^-x), and
	// dx = dL/dx, which is 0 where p is clipped. Results are NaN as in AtProb.
	AtLogit(y, x float64) (loss, dx float64)
}

// A Batch is a Loss that computes many predictions of one label, 0 or 1, in less time
// than one by one. Losses from outside this package may implement it: a [Curve] and
// functions such as [AtProbs] then use its methods.
type Batch interface {
	Loss

	// Clip returns the Epsilon of the clip, 0 if there is none.
	Clip() float64

	// Probs sets loss and dp, of the length of p, to the results of AtProb for label y
	// and each of p. Logits does the same with AtLogit for each of x.
	Probs(loss, dp []float64, y float64, p []float64)
	Logits(loss, dx []float64, y float64, x []float64)
}

// A kernel is a loss as a function of p_t.
type kernel interface {
	// clipAt is the Epsilon of the clip.
	clipAt() float64

	// at returns the loss, dL/dp_t and dL/dz for label y, not clipped. pt+s is
	// 1, and the smaller of them is accurate.
	at(y float64, pt, s pair) (loss, dpt, dz float64)

	// atZ is at for the logit z of p_t, a number.
	atZ(y, z float64) (loss, dz float64)
}

// A smooth is a kernel that has a second derivative and soft labels. All losses of this
// package are.
type smooth interface {
	kernel

	// curvature returns d²L/dz² at a finite logit z of p_t for label y, not
	// clipped.
	curvature(y, z float64) float64

	// soft returns the loss for a label y between 0 and 1, not clipped.
	soft(y float64, p point) jet
}

// The functions below are generic: with a parameter of the interface type kernel every
// call would allocate.

func probOf[K smooth](k K, y, p float64) (loss, dp float64) {
	if !(p >= 0 && p <= 1) || !validLabel(y) {
		return math.NaN(), math.NaN()
	}
	if y != 0 && y != 1 {
		return softProb(k, y, p)
	}
	pt, s := pair{p, 0}, twoSum(1, -p)
	if y == 1 {
		loss, dp, _ = clipped(k, y, pt, s)
		return loss, dp
	}
	loss, dp, _ = clipped(k, y, s, pt)
	return loss, 0 - dp // a difference, for no -0
}

func logitOf[K smooth](k K, y, x float64) (loss, dx float64) {
	if x != x || !validLabel(y) {
		return math.NaN(), math.NaN()
	}
	if y != 0 && y != 1 {
		loss, dx, _ = softLogit(k, y, x)
		return loss, dx
	}
	z := x
	if y == 0 {
		z = -x
	}
	if eps := k.clipAt(); eps > 0 {
		if pt, s, active := clipLogit(eps, z); active {
			loss, _, _ = k.at(y, pt, s)
			return loss, 0
		}
	}
	loss, dx = k.atZ(y, z)
	if y == 0 {
		dx = 0 - dx
	}
	return loss, dx
}

// clipped is the kernel's at behind its clip.
func clipped[K kernel](k K, y float64, pt, s pair) (loss, dpt, dz float64) {
	pt, s, active := clip(k.clipAt(), pt, s)
	loss, dpt, dz = k.at(y, pt, s)
	if active {
		return loss, 0, 0
	}
	return loss, dpt, dz
}

func validEpsilon(eps float64) error {
	if eps >= 0 && eps < 0.5 {
		return nil
	}
	return &RangeError{"Epsilon", eps, Below(0, 0.5)}
}

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
