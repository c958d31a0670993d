package losscore

import "math"

// logistic returns p_t = 1/(1+e^-z), s = 1-p_t and l = -ln(p_t). The
// probabilities are 0 for |z| above 745, where l is still accurate, down to a z
// of minExp.
func logistic(z pair) (pt, s, l pair) {
	negative := z.hi < 0
	if !negative {
		z = z.neg()
	}
	e, m := exp(z)
	e = pair{scale(e.hi, m), scale(e.lo, m)}
	sum := twoSum(1, e.hi)
	sum.lo += e.lo
	large := sum.inv()
	small := e.mul(large)
	l = sum.log()
	if negative {
		return small, large, l.add(z.neg())
	}
	return large, small, l
}

// clipLogit is [clip] for the logit z of p_t. A clip that leaves subnormal
// probabilities is compared by logarithms, since p_t has few bits there.
func clipLogit(eps, z float64) (clippedPt, clippedS pair, clipped bool) {
	if math.Abs(z) > 700 && eps < 0x1p-1000 {
		// ln(p_t) is z and ln(1-p_t) is -z, to e^-700.
		if !sub(pair{math.Abs(z), 0}, pair{eps, 0}.log().neg()).positive() {
			return pair{}, pair{}, false
		}
		if z < 0 {
			return pair{eps, 0}, twoSum(1, -eps), true
		}
		return twoSum(1, -eps), pair{eps, 0}, true
	}
	pt, s, _ := logistic(pair{z, 0})
	return clip(eps, pt, s)
}

// clip returns p_t and s = 1-p_t moved to [eps, 1-eps], and whether that
// changed them.
func clip(eps float64, pt, s pair) (clippedPt, clippedS pair, clipped bool) {
	switch {
	case pt.less(eps):
		return pair{eps, 0}, twoSum(1, -eps), true
	case s.less(eps):
		return twoSum(1, -eps), pair{eps, 0}, true
	}
	return pt, s, false
}
