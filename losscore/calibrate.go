package losscore

import "math"

// Calibrate returns the probability η of y = 1 at which the prediction p
// minimises the expected loss η L(1,p) + (1-η) L(0,p): the true probability for
// which a model trained with l predicts p. It is where the expected gradient
// vanishes, with the gradients g1 and g0 of l for y = 1 and y = 0,
//
//	η = g0/(g0 - g1)
//
// and is 0 or 1 for a p beyond all that minimise. A p outside [0,1] and NaN give
// NaN, and so does a p at which both gradients vanish, as where l clips. For the
// losses of this package Calibrate uses their own methods, without their clip.
//
// Source: Charoenphakdee, Vongkulbhisal, Chairatanakul and Sugiyama 2021, "On
// Focal Loss for Class-Posterior Probability Estimation: A Theoretical
// Perspective" (arXiv:2011.09172), theorem 11, for the focal loss.
func Calibrate(l Loss, p float64) float64 {
	if c, ok := l.(interface{ Calibrate(p float64) float64 }); ok {
		return c.Calibrate(p)
	}
	_, d1 := l.AtProb(1, p)
	_, d0 := l.AtProb(0, p)
	return stationary(d1, d0)
}

// stationary returns the η at which η d1 + (1-η) d0 is 0, within [0,1].
func stationary(d1, d0 float64) float64 {
	switch {
	case d1 == 0 && d0 == 0 || d1 != d1 || d0 != d0:
		return math.NaN()
	case math.IsInf(d0, 1) || d1 >= 0:
		return 1
	case math.IsInf(d1, -1) || d0 <= 0:
		return 0
	}
	// The quotient cannot overflow where the sum might.
	if r := d0 / -d1; r < 1 {
		return r / (1 + r)
	}
	return 1 / (1 - d1/d0)
}

// calibrateOf is Calibrate for a kernel without its clip.
func calibrateOf[K smooth](k K, p float64) float64 {
	if !(p >= 0 && p <= 1) {
		return math.NaN()
	}
	v, s := pair{p, 0}, twoSum(1, -p)
	_, dp1, dz1 := k.at(1, v, s)
	_, dp0, dz0 := k.at(0, s, v)
	if dz1 == 0 && dz0 == 0 || dz1 != dz1 || dz0 != dz0 {
		return stationary(dp1, -dp0) // which do not underflow as early
	}
	return stationary(dz1, -dz0)
}

// Calibrate returns the true probability at which p minimises the expected loss
// without a clip; see the function [Calibrate]:
//
//	η = B/(A+B), A = α φ(p)/p, B = (1-α) φ(1-p)/(1-p)
//	φ(v) = (1-v)^γ - γ (1-v)^(γ-1) v ln(v)
//
// With γ > 0 a model is underconfident: η is further from 1/2
// than p if α is 1/2 or not used. For γ = 0 and no weight it is p.
func (f Focal) Calibrate(p float64) float64 { return calibrateOf(f, p) }

// Calibrate returns the true probability at which p minimises the expected loss
// without a clip, p/(p + w (1-p)).
func (c WeightedCE) Calibrate(p float64) float64 { return calibrateOf(c, p) }

// Calibrate returns the true probability at which p minimises the expected loss
// without a clip, (p - s/2)/(1-s), from 0 to 1.
func (c SmoothedCE) Calibrate(p float64) float64 { return calibrateOf(c, p) }

// Calibrate returns the true probability at which p minimises the expected loss
// without a clip: with the logit x of p, σ(γx-β)/(σ(γx-β) + σ(-γx-β)).
func (f FocalStar) Calibrate(p float64) float64 { return calibrateOf(f, p) }

// Calibrate returns the true probability at which p minimises the expected loss
// without a clip; see the function [Calibrate].
func (f Poly1) Calibrate(p float64) float64 { return calibrateOf(f, p) }

// Calibrate returns the true probability at which p minimises the expected loss
// without a clip; see the function [Calibrate]. It is 0 for every p up to the
// margin.
func (f Asymmetric) Calibrate(p float64) float64 { return calibrateOf(f, p) }

// Optimum returns the logit x of the constant prediction that minimises the
// expected loss at a prevalence, the share of y = 1: where boosting starts, and
// the bias of a last layer. The logit is infinite if the loss falls without end,
// as at a prevalence of 0 or 1. If there are several minima, it is the least;
// minima further than 740 from 0 count as infinite. For a constant loss it is 0.
//
// A loss of this package is used without its clip. The error comes from l's
// Validate, or is a [*RangeError] for a prevalence outside [0,1] and NaN.
func Optimum(l Loss, prevalence float64) (x float64, err error) {
	if err := l.Validate(); err != nil {
		return math.NaN(), err
	}
	if !(prevalence >= 0 && prevalence <= 1) {
		return math.NaN(), &RangeError{"prevalence", prevalence, Between(0, 1)}
	}
	e := expected{l: l, positive: prevalence}
	e.k, _ = l.(kernel)
	return leastOf(e.at), nil
}

// Minimum returns the logit x at which the loss of a label y, also one between 0 and 1,
// is least. It is infinite if the loss falls without end; several minima and a clip are
// treated as in [Optimum]. The error comes from l's Validate, or is a [*RangeError] for a
// y outside [0,1] and NaN.
func Minimum(l Loss, y float64) (x float64, err error) {
	if err := l.Validate(); err != nil {
		return math.NaN(), err
	}
	if err := validIn("y", y, Between(0, 1)); err != nil {
		return math.NaN(), err
	}
	if k, ok := l.(smooth); ok && y > 0 && y < 1 {
		return leastOf(func(x float64) (loss, dx float64) {
			j := k.soft(y, logitPoint(pair{min(max(x, -farLogit), farLogit), 0}))
			return j.v.round(), j.d
		}), nil
	}
	if y == 0 || y == 1 {
		return Optimum(l, y)
	}
	return leastOf(func(x float64) (loss, dx float64) { return l.AtLogit(y, x) }), nil
}

// An expected is the expectation of a loss over the labels.
type expected struct {
	l        Loss
	k        kernel // nil if l is none
	positive float64
}

// at returns the expected loss and its derivative with respect to the logit.
func (e *expected) at(x float64) (loss, dx float64) {
	for y, share := range [...]float64{1 - e.positive, e.positive} {
		if share == 0 {
			continue // of a loss that may be infinite
		}
		a, d := e.one(float64(y), x)
		loss += share * a
		dx += share * d
	}
	return loss, dx
}

func (e *expected) one(y, x float64) (loss, dx float64) {
	switch {
	case e.k == nil || math.IsInf(x, 0):
		return e.l.AtLogit(y, x)
	case y == 1:
		return e.k.atZ(1, x)
	}
	loss, dx = e.k.atZ(0, -x)
	return loss, -dx
}

// leastOf returns where a loss is least, given it and its derivative with respect to the
// logit.
func leastOf(at func(x float64) (loss, dx float64)) float64 {
	const end = 740
	best, lowest := math.NaN(), math.Inf(1)
	try := func(x float64) {
		if loss, _ := at(x); loss < lowest || best != best {
			best, lowest = x, loss
		}
	}
	from, before := math.Inf(-1), 0. // the last point with a derivative other than 0, and it
	for x := -float64(end); x <= end; {
		_, dx := at(x)
		switch {
		case dx > 0 && before == 0:
			try(math.Inf(-1))
		case dx > 0 && before < 0:
			try(root(at, from, x))
		}
		if dx == dx && dx != 0 {
			from, before = x, dx
		}
		if x >= -50 && x < 50 {
			x += 0.25
		} else {
			x += 5
		}
	}
	if before < 0 {
		try(math.Inf(1))
	}
	if best != best {
		return 0 // the loss is constant
	}
	return best
}

// root returns where the derivative, negative at lo and not at hi, changes its
// sign.
func root(at func(x float64) (loss, dx float64), lo, hi float64) float64 {
	for {
		mid := lo + (hi-lo)/2
		if mid <= lo || mid >= hi {
			return hi
		}
		if _, dx := at(mid); dx < 0 {
			lo = mid
		} else {
			hi = mid
		}
	}
}
