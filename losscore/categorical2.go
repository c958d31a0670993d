package losscore

import "math"

// AtLogits2 is [CategoricalFocal.AtLogits] with the second derivatives d²L/dx_j², the
// diagonal of the Hessian, which boosting of several classes needs; it stores them in
// diag unless that is nil. diag may be the same slice as y or x.
//
// With z_k = ln(p_k/(1-p_k)), on which the term L_k of class k alone depends, and
// r = p_j/(1-p_k), the share that class j has of the others,
//
//	d²L/dx_j² = d²L_j/dz_j² + Σ_{k≠j} (d²L_k/dz_k² r² - dL_k/dz_k r (1-r))
//
// L_k is clipped, and its derivatives are 0, where p_k is outside [Epsilon, 1-Epsilon].
// The error is relative to the sum of the sizes of the terms; the rounding error of z_k,
// 2^-53 of its size, adds (γ+1) times as much.
func (c CategoricalFocal) AtLogits2(grad, diag, y, x []float64) (loss float64, err error) {
	if diag == nil {
		return c.AtLogits(grad, y, x)
	}
	if err := c.check(grad, y, len(x)); err != nil {
		return math.NaN(), err
	}
	if err := validLen("diag", diag, len(x)); err != nil {
		return math.NaN(), err
	}
	if _, err := largest(x); err != nil {
		return math.NaN(), err
	}
	var buf [stackClasses]float64
	second := buf[:len(x):len(x)]
	if len(x) > len(buf) {
		second = make([]float64, len(x))
	}
	c.curvatures(second, y, x)
	loss, err = c.AtLogits(grad, y, x)
	copy(diag, second)
	return loss, err
}

// curvatures adds the second derivatives to dst.
func (c CategoricalFocal) curvatures(dst, y, x []float64) {
	unit := c.unit()
	for k := range x {
		w := c.weight(k, len(x), y[k], unit)
		if w == 0 {
			continue
		}
		// The others, from their greatest logit.
		top := math.Inf(-1)
		for i, v := range x {
			if i != k {
				top = max(top, v)
			}
		}
		if math.IsInf(top, -1) {
			continue // p_k is 1
		}
		sum := 0.
		for i, v := range x {
			if i != k {
				sum += math.Exp(v - top)
			}
		}
		z := x[k] - top - math.Log(sum)
		_, dz, dzz := (Focal{Gamma: c.Gamma, Epsilon: c.Epsilon}).AtLogit2(1, z)
		dz, dzz = dz*w*unit, dzz*w*unit
		dst[k] += dzz
		for j, v := range x {
			if j == k {
				continue
			}
			rest := 0. // of the others but j, so that 1-r has all digits
			for i, v := range x {
				if i != k && i != j {
					rest += math.Exp(v - top)
				}
			}
			r := math.Exp(v-top) / sum
			dst[j] += dzz*r*r - dz*r*(rest/sum)
		}
	}
}
