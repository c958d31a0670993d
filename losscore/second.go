package losscore

import "math"

// Loss2 is a [Loss] that has a second derivative. All losses of this package are.
type Loss2 interface {
	Loss

	// AtLogit2 returns the results of AtLogit, to the bit, and dxx = d²L/dx², the
	// second derivative with respect to the logit, which is 0 where p is clipped.
	AtLogit2(y, x float64) (loss, dx, dxx float64)
}

// logit2Of is AtLogit2 of a kernel.
func logit2Of[K smooth](k K, y, x float64) (loss, dx, dxx float64) {
	if !validLabel(y) || x != x {
		return math.NaN(), math.NaN(), math.NaN()
	}
	if y != 0 && y != 1 {
		return softLogit(k, y, x)
	}
	loss, dx = logitOf(k, y, x)
	if math.IsInf(x, 0) {
		return loss, dx, 0
	}
	z := x
	if y == 0 {
		z = -x
	}
	if eps := k.clipAt(); eps > 0 {
		if _, _, active := clipLogit(eps, z); active {
			return loss, dx, 0
		}
	}
	if math.Abs(z) > flatLogit {
		return loss, dx, 0
	}
	return loss, dx, k.curvature(y, z)
}

// flatLogit is a logit beyond which the curvature of every loss is below the least number:
// the formulas have products of 0 and an overflow there.
const flatLogit = 1e200

// leastLogit is the logit of p_t below which p_t is e^z, and may be subnormal,
// 1-p_t is 1 and -ln(p_t) is -z.
const leastLogit = -700

// AtLogit2 returns the loss and dL/dx of [Focal.AtLogit] and the second
// derivative with respect to the logit, for both labels
//
//	dxx = α_t p_t (1-p_t)^γ ((2γ+1) (1-p_t) - γ ln(p_t) (γ p_t - (1-p_t)))
//
// It is negative for a small p_t if γ > 0: the loss of a hard example is
// concave in the logit. Near the p_t at which it changes its sign, the error is
// relative to the sum of the sizes of its terms.
func (f Focal) AtLogit2(y, x float64) (loss, dx, dxx float64) { return logit2Of(f, y, x) }

func (f Focal) curvature(y, z float64) float64 { return f.curvatureOf(f.weight(y), z) }

// curvatureOf returns d²L/dz² with weight a at the logit z of p_t.
func (f Focal) curvatureOf(a, z float64) float64 {
	g := f.gamma()
	switch {
	case a == 0:
		return 0
	case z > tinyLogit:
		g1 := twoSum(g, 1)
		w, m := exp(pair{-z, 0}.mul(g1))
		if w.hi == 0 {
			return 0 // of a g1 whose square may overflow
		}
		return scale(a*w.mul(g1).mul(g1).round(), m)
	case z < leastLogit:
		w, m := exp(pair{z, 0})
		b := sub(twoSum(2*g, 1), twoProd(g, -z))
		return scale(a*w.mul(b).round(), m)
	}
	pt, s, l := gridLogistic(z)
	w, m := s.pow(g)
	if w.hi == 0 {
		return 0
	}
	gl := l.mul(pair{g, 0})
	b := plus(gl.mul(sub(pt.mul(pair{g, 0}), s)), s.mul(twoSum(2*g, 1)))
	return scale(a*w.mul(pt).mul(b).round(), m)
}

// plus returns v+w for operands of any sign.
func plus(v, w pair) pair { return sub(v, w.neg()) }

// AtLogit2 returns the loss and dL/dx of [WeightedCE.AtLogit], and
// dxx = w p (1-p) for y = 1, p (1-p) for y = 0.
func (c WeightedCE) AtLogit2(y, x float64) (loss, dx, dxx float64) { return logit2Of(c, y, x) }

func (c WeightedCE) curvature(y, z float64) float64 { return Focal{}.curvatureOf(c.weight(y), z) }

// AtLogit2 returns the loss and dL/dx of [SmoothedCE.AtLogit], and
// dxx = p (1-p).
func (c SmoothedCE) AtLogit2(y, x float64) (loss, dx, dxx float64) { return logit2Of(c, y, x) }

func (c SmoothedCE) curvature(_, z float64) float64 { return Focal{}.curvatureOf(1, z) }

// AtLogit2 returns the loss and dL/dx of [FocalStar.AtLogit], and
// dxx = γ p_t* (1-p_t*).
func (f FocalStar) AtLogit2(y, x float64) (loss, dx, dxx float64) { return logit2Of(f, y, x) }

func (f FocalStar) curvature(_, z float64) float64 {
	if f.Beta == 0 && f.gamma() == 1 {
		return Focal{}.curvatureOf(1, z)
	}
	_, _, u := f.shifted(pair{z, 0})
	return steepCurvature(f.gamma(), u)
}

// steepCurvature returns g p (1-p) for the logit u of p.
func steepCurvature(g float64, u pair) float64 {
	if u.hi > 0 {
		u = u.neg()
	}
	w, m := exp(u) // e^u/(1+e^u)²
	d := twoSum(1, scale(w.hi, m))
	d.lo += scale(w.lo, m)
	d = d.inv()
	return scale(g*w.mul(d).mul(d).round(), m)
}

// AtLogit2 returns the loss and dL/dx of [Poly1.AtLogit], and with s = 1-p_t
//
//	dxx = p_t s^γ ((2γ+1) s - γ ln(p_t) (γ p_t - s) + ε₁ (γ+1) s ((γ+1) p_t - s))
//
// Near the p_t at which it changes its sign, the error is relative to the sum of
// the sizes of its terms.
func (f Poly1) AtLogit2(y, x float64) (loss, dx, dxx float64) { return logit2Of(f, y, x) }

// curvature is written in 1+ε₁ and -ln(p_t)-s, for s^γ p_t times
//
//	γ (-ln(p_t)-s) (γ p_t - s) + (γ+1) s ((1+ε₁) ((γ+1) p_t - s) + 2 s)
func (f Poly1) curvature(_, z float64) float64 {
	g := f.gamma()
	g1, k := twoSum(g, 1), twoSum(1, f.Poly)
	switch {
	case f.Poly == 0:
		return f.focal().curvatureOf(1, z)
	case z > tinyLogit:
		w, m := exp(pair{-z, 0}.mul(g1))
		if w.hi == 0 {
			return 0
		}
		b := g1.mul(g1).mul(k).add(pair{(g/2 + 1) * (g + 2) * math.Exp(-z), 0})
		return scale(w.mul(b).round(), m)
	case z < leastLogit:
		w, m := exp(pair{z, 0})
		b := sub(sub(twoSum(2*g, 1), twoProd(g, -z)), g1.mul(pair{f.Poly, 0}))
		return scale(w.mul(b).round(), m)
	}
	pt, s, l := logistic(pair{z, 0})
	w, m := s.pow(g)
	if w.hi == 0 {
		return 0
	}
	gamma := pair{g, 0}
	first := gamma.mul(excess(s, l)).mul(sub(gamma.mul(pt), s))
	second := plus(k.mul(sub(g1.mul(pt), s)), pair{2 * s.hi, 2 * s.lo})
	b := plus(first, g1.mul(s).mul(second))
	return scale(w.mul(pt).mul(b).round(), m)
}

// AtLogit2 returns the loss and dL/dx of [Asymmetric.AtLogit], and for y = 0,
// with q = p-m > 0,
//
//	dxx = d²L/dq² (p (1-p))² + dL/dq p (1-p) (1-2p)
//
// Its error is relative to the sum of the sizes of its terms, and next to the
// margin as large as the error of dL/dx.
func (f Asymmetric) AtLogit2(y, x float64) (loss, dx, dxx float64) { return logit2Of(f, y, x) }

func (f Asymmetric) curvature(y, z float64) float64 {
	if y == 1 || f.Margin == 0 {
		return f.focal(y).curvatureOf(1, z)
	}
	v, p, _ := logistic(pair{z, 0}) // p_t and p
	q := sub(p, pair{f.Margin, 0})
	if !(q.hi > 0) {
		return 0
	}
	g := f.focal(y).gamma()
	w, m := q.pow(g)
	if w.hi == 0 {
		return 0
	}
	h := sub(one, q) // 1-q, p_t+m
	ratio := 1.      // -ln(1-q)/q
	if q.hi > 0x1p-60 {
		ratio = h.log().neg().mul(q.inv()).round()
	}
	pt, pr, over := v.round(), p.round(), p.mul(q.inv()).round()
	r, hr := v.mul(h.inv()).round(), h.round()
	// All terms have a factor p_t, which may be subnormal.
	focusing := g * (over*((g-1)*ratio*pt+2*r) + (1-2*pr)*ratio)
	b := focusing + (pt-pr*(f.Margin/hr))/hr
	if z > leastLogit {
		return scale(w.round()*pr*b*pt, m)
	}
	e, n := exp(pair{z, 0})
	return scale(w.round()*pr*b*e.round(), m+n)
}

// AtLogits2 is [AtLogits] with the second derivatives, d²L/dx², stored in dxx.
// loss, dx and dxx may be nil, if they are not wanted, and may be the slices y
// and x. Elements are the results of l's AtLogit2, rounded to T.
func AtLogits2[T Float](l Loss2, loss, dx, dxx, y, x []T) error {
	if err := checkBatch(l, loss, dx, y, x, "x"); err != nil {
		return err
	}
	if dxx != nil && len(dxx) != len(x) {
		return wrongLength("dxx", len(dxx), len(x), "x")
	}
	for i := range x {
		a, d, dd := l.AtLogit2(float64(y[i]), float64(x[i]))
		if loss != nil {
			loss[i] = T(a)
		}
		if dx != nil {
			dx[i] = T(d)
		}
		if dxx != nil {
			dxx[i] = T(dd)
		}
	}
	return nil
}
