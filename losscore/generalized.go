package losscore

import "math"

// GeneralizedCE holds the parameters of the generalized cross-entropy: between
// the cross-entropy, for Q towards 0, and 1-p_t, the mean absolute error, for Q
// of 1, which noisy labels disturb less. The zero value is the plain binary
// cross-entropy.
//
// Source: Zhang and Sabuncu 2018, "Generalized Cross Entropy Loss for Training
// Deep Neural Networks with Noisy Labels" (arXiv:1805.07836), equation 6.
type GeneralizedCE struct {
	// Q is q in [0,1]; 0 is the limit, the cross-entropy. (0.7 in the paper.)
	Q float64

	// Epsilon clips predictions as [Focal.Epsilon] does.
	Epsilon float64
}

// Validate returns nil if Q is in [0,1] and Epsilon in [0,0.5), and otherwise a
// [*RangeError].
func (c GeneralizedCE) Validate() error {
	if !(c.Q >= 0 && c.Q <= 1) {
		return &RangeError{"Q", c.Q, Between(0, 1)}
	}
	return validEpsilon(c.Epsilon)
}

// AtProb returns the loss and dL/dp as [Loss] defines them:
//
//	L = (1 - p_t^q)/q      dp = ∓p_t^(q-1)
//
// with the upper sign for y = 1. A soft label y has the mean of the losses of the
// two labels, y L(1,p) + (1-y) L(0,p).
func (c GeneralizedCE) AtProb(y, p float64) (loss, dp float64) { return probOf(c, y, p) }

// AtLogit returns the loss and dL/dx as [Loss] defines them: dx = ∓p_t^q (1-p_t).
func (c GeneralizedCE) AtLogit(y, x float64) (loss, dx float64) { return logitOf(c, y, x) }

// AtLogit2 returns the loss and dL/dx of [GeneralizedCE.AtLogit], and
// dxx = p_t^q (1-p_t) (p_t - q (1-p_t)). Near the p_t at which it changes its
// sign, q/(1+q), the error is relative to the sizes of the two terms.
func (c GeneralizedCE) AtLogit2(y, x float64) (loss, dx, dxx float64) { return logit2Of(c, y, x) }

// Calibrate returns the true probability at which p minimises the expected loss
// without a clip, (1-p)^(q-1)/(p^(q-1) + (1-p)^(q-1)). With q = 1 it is 1/2
// for every p, as no p between 0 and 1 is better than both of them.
func (c GeneralizedCE) Calibrate(p float64) float64 { return calibrateOf(c, p) }

func (c GeneralizedCE) clipAt() float64 { return c.Epsilon }

func (c GeneralizedCE) at(_ float64, pt, s pair) (loss, dpt, dz float64) {
	switch {
	case c.Q == 0:
		return Focal{}.unclipped(1, pt, s)
	case c.Q == 1:
		return s.round(), -1, -pt.mul(s).round()
	case pt.hi == 0:
		return 1 / c.Q, math.Inf(-1), 0
	case s.hi == 0:
		return 0, -1, 0
	}
	l := pt.log().neg()
	loss, dz = c.terms(pt, s, l)
	w, m := exp(l.mul(twoSum(1, -c.Q)).neg())
	return loss, -math.Ldexp(1/w.round(), -m), dz
}

func (c GeneralizedCE) atZ(_, z float64) (loss, dz float64) {
	switch {
	case c.Q == 0 || z > tinyLogit:
		return Focal{}.atLogit(1, z) // p_t^q is 1
	case math.IsInf(z, -1):
		return 1 / c.Q, 0
	case z < leastLogit && c.Q == 1:
		w, m := exp(pair{z, 0})
		return 1, -scale(w.round(), m)
	}
	return c.terms(logistic(pair{z, 0}))
}

// terms returns the loss and dL/dz, given l = -ln(p_t).
func (c GeneralizedCE) terms(pt, s, l pair) (loss, dz float64) {
	if c.Q == 1 {
		return s.round(), -pt.mul(s).round()
	}
	u := l.mul(pair{c.Q, 0})
	w, m := exp(u.neg())
	return c.times(l, u).round(), -scale(w.mul(s).round(), m)
}

func (c GeneralizedCE) curvature(_, z float64) float64 {
	if c.Q == 0 || z > tinyLogit {
		return Focal{}.curvatureOf(1, z)
	}
	pt, s, l := logistic(pair{z, 0})
	w, m := exp(l.mul(pair{c.Q, 0}).neg())
	d := sub(pt, s.mul(pair{c.Q, 0}))
	return scale(w.mul(s).mul(d).round(), m)
}

func (c GeneralizedCE) soft(y float64, p point) jet {
	return mix(y, c.of(p.l1), c.of(p.l0))
}

// of returns (1 - e^-ql)/q.
func (c GeneralizedCE) of(l jet) jet {
	if c.Q == 0 {
		return l
	}
	u := l.v.mul(pair{c.Q, 0})
	w, m := exp(u.neg())
	e := scale(w.round(), m)
	return jet{c.times(l.v, u), e * l.d, e * (l.dd - c.Q*l.d*l.d)}
}

// times returns l (1 - e^-u)/u for u = ql, >= 0.
func (c GeneralizedCE) times(l, u pair) pair {
	if u.hi > 1./16 {
		w, m := exp(u.neg())
		return sub(one, pair{scale(w.hi, m), scale(w.lo, m)}).mul(pair{c.Q, 0}.inv())
	}
	v := u.hi
	tail := v * v * (1./6 - v*(1./24-v*(1./120-v*(1./720-v*(1./5040-v*(1./40320-v*(1./362880-v/3628800)))))))
	return l.mul(plus(sub(one, pair{u.hi / 2, u.lo / 2}), pair{tail, 0}))
}
