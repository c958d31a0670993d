//go:build !widget

package losscore

import "math"

// softLogit is AtLogit2 of a kernel for a label between 0 and 1.
func softLogit[K smooth](k K, y, x float64) (loss, dx, dxx float64) {
	if eps := k.clipAt(); eps > 0 {
		if p, s, active := clipLogit(eps, x); active {
			return k.soft(y, probPoint(p, s, 1)).v.round(), 0, 0
		}
	}
	if math.Abs(x) > 1e100 {
		// The limits; the loss grows with x or not at all.
		far, further := softAt(k, y, math.Copysign(farLogit, x)),
			softAt(k, y, math.Copysign(2*farLogit, x))
		if slope := (further.v.round() - far.v.round()) / farLogit; slope > 0 {
			return slope * math.Abs(x), far.d, 0
		}
		return far.v.round(), far.d, 0
	}
	j := softAt(k, y, x)
	return j.v.round(), j.d, j.dd
}

func softAt[K smooth](k K, y, x float64) jet {
	at := logitPoint(pair{x, 0})
	return k.soft(y, at)
}

// softProb is AtProb of a kernel for a label between 0 and 1.
func softProb[K smooth](k K, y, p float64) (loss, dp float64) {
	v, s, active := clip(k.clipAt(), pair{p, 0}, twoSum(1, -p))
	if v.hi == 0 || s.hi == 0 {
		x := math.Inf(1)
		if v.hi == 0 {
			x = math.Inf(-1)
		}
		loss, _, _ = softLogit(k, y, x)
		// dL/dp is dL/dx / (p (1-p)), and infinite unless dL/dx vanishes.
		at := logitPoint(pair{math.Copysign(-leastLogit, x), 0})
		if dp = k.soft(y, at).d; math.Abs(dp) > 1e-200 {
			return loss, math.Copysign(math.Inf(1), dp)
		}
		return loss, dp / at.p.d
	}
	// 1/p may overflow where the derivative does not.
	unit := 1.
	if v.hi < 0x1p-1000 {
		unit = 0x1p-60
	}
	j := k.soft(y, probPoint(v, s, unit))
	if active {
		return j.v.round(), 0
	}
	return j.v.round(), j.d / unit
}
