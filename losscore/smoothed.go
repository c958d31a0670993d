package losscore

import "math"

// SmoothedCE holds the parameters of the binary cross-entropy with label
// smoothing: the label is moved towards one half, as if mixing in the
// cross-entropy to the uniform distribution. The zero value is the plain binary
// cross-entropy.
type SmoothedCE struct {
	// LabelSmoothing is s in [0,1): y becomes (1-s) y + s/2.
	LabelSmoothing float64

	// Epsilon clips predictions as [Focal.Epsilon] does.
	Epsilon float64
}

// Validate returns nil if LabelSmoothing is in [0,1) and Epsilon in [0,0.5),
// and otherwise a [*RangeError].
func (c SmoothedCE) Validate() error {
	if !(c.LabelSmoothing >= 0 && c.LabelSmoothing < 1) {
		return &RangeError{"LabelSmoothing", c.LabelSmoothing, Below(0, 1)}
	}
	return validEpsilon(c.Epsilon)
}

// AtProb returns the loss and dL/dp as [Loss] defines them: with y' the smoothed
// label, of a y anywhere in [0,1],
//
//	L = -y' ln(p) - (1-y') ln(1-p)      dp = (p - y')/(p (1-p))
//
// It is least, and not 0, at p = y'.
func (c SmoothedCE) AtProb(y, p float64) (loss, dp float64) { return probOf(c, y, p) }

// AtLogit returns the loss and dL/dx = p - y' as [Loss] defines them. From a logit p
// is known to 2^-57 of its size, so that for p close to y' dx has a relative
// error of as much of y'/(p-y').
func (c SmoothedCE) AtLogit(y, x float64) (loss, dx float64) { return logitOf(c, y, x) }

// half is the part of a label 0 or 1 that the other class gets.
func (c SmoothedCE) half() float64 { return c.LabelSmoothing / 2 }

func (c SmoothedCE) clipAt() float64 { return c.Epsilon }

func (c SmoothedCE) at(_ float64, pt, s pair) (loss, dpt, dz float64) {
	switch {
	case c.half() == 0:
		return Focal{}.unclipped(1, pt, s)
	case pt.hi == 0:
		return math.Inf(1), math.Inf(-1), -(1 - c.half())
	case s.hi == 0:
		return math.Inf(1), math.Inf(1), c.half()
	}
	loss, dz = c.mix(pt, s, pt.log().neg(), s.log().neg())
	return loss, dz / pt.mul(s).round(), dz
}

func (c SmoothedCE) atZ(_, z float64) (loss, dz float64) {
	switch {
	case c.half() == 0:
		return Focal{}.atLogit(1, z)
	case z > -minExp:
		return c.half() * z, c.half()
	case z < minExp:
		return -(1 - c.half()) * z, -(1 - c.half())
	}
	// -ln(p_t) and -ln(1-p_t) differ by z.
	large, small, l := logistic(pair{math.Abs(z), 0})
	other := l.add(pair{math.Abs(z), 0})
	if z < 0 {
		return c.mix(small, large, other, l)
	}
	return c.mix(large, small, l, other)
}

// mix returns the loss and dL/dz, given -ln(p_t) and -ln(1-p_t).
func (c SmoothedCE) mix(pt, s, l, other pair) (loss, dz float64) {
	half := pair{c.half(), 0}
	most := twoSum(1, -half.hi)
	return most.mul(l).add(half.mul(other)).round(), sub(half.mul(pt), most.mul(s)).round()
}
