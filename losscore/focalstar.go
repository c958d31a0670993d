package losscore

import "math"

// FocalStar holds the parameters of FL*, the alternate form of the focal loss:
// the cross-entropy of a steeper and shifted logit. The zero value is the plain
// binary cross-entropy.
type FocalStar struct {
	// Gamma is the steepness γ, finite and > 0. 0 stands for 1. (2 and 4 in
	// the paper.)
	Gamma float64

	// Beta is the shift β, finite. (1 and 0 in the paper.)
	Beta float64

	// Epsilon clips predictions, before they are shifted, as [Focal.Epsilon]
	// does.
	Epsilon float64
}

// Validate returns nil if Gamma is finite and >= 0, Beta is finite, and Epsilon
// in [0,0.5), and otherwise a [*RangeError].
func (f FocalStar) Validate() error {
	return first(validIn("Gamma", f.Gamma, AtLeast(0)),
		validIn("Beta", f.Beta, Finite()), validEpsilon(f.Epsilon))
}

// AtProb returns the loss and dL/dp as [Loss] defines them. With x_t = ln(p_t/(1-p_t))
// and p_t* = 1/(1+e^-(γ x_t + β)),
//
//	L = -ln(p_t*)/γ      dp = ∓(1-p_t*) / (p_t (1-p_t))
//
// with the upper sign for y = 1. A label between them has x_t = (2y-1) x, as fvcore's
// sigmoid_focal_loss_star.
func (f FocalStar) AtProb(y, p float64) (loss, dp float64) { return probOf(f, y, p) }

// AtLogit returns the loss and dL/dx as [Loss] defines them: x_t is x for y = 1 and
// -x for y = 0, and dx = ∓(1-p_t*).
func (f FocalStar) AtLogit(y, x float64) (loss, dx float64) { return logitOf(f, y, x) }

// gamma returns γ, limited as [Focal.gamma] is.
func (f FocalStar) gamma() float64 {
	if f.Gamma == 0 {
		return 1
	}
	return min(f.Gamma, 0x1p900)
}

func (f FocalStar) clipAt() float64 { return f.Epsilon }

func (f FocalStar) at(_ float64, pt, s pair) (loss, dpt, dz float64) {
	g := f.gamma()
	switch {
	case g == 1 && f.Beta == 0:
		return Focal{}.unclipped(1, pt, s)
	case pt.hi == 0:
		return math.Inf(1), math.Inf(-1), -1
	case s.hi == 0 && g < 1:
		return 0, math.Inf(-1), 0
	case s.hi == 0 && g == 1:
		return 0, -math.Exp(-f.Beta), 0
	case s.hi == 0:
		return 0, 0, 0
	}
	logPt, logS := pt.log(), s.log()
	loss, dz, u := f.shifted(sub(logPt, logS))
	if u.hi <= tinyLogit {
		return loss, dz / pt.mul(s).round(), dz
	}
	// dz may underflow where dL/dp_t = -e^-u / (p_t (1-p_t)) does not.
	x := sub(sub(u.neg(), logPt), logS)
	if x.hi > 0 {
		w, m := exp(x.neg())
		return loss, -math.Ldexp(1/w.round(), -m), dz
	}
	w, m := exp(x)
	return loss, -scale(w.round(), m), dz
}

func (f FocalStar) atZ(_, z float64) (loss, dz float64) {
	if f.Beta == 0 && f.gamma() == 1 {
		return Focal{}.atLogit(1, z)
	}
	loss, dz, _ = f.shifted(pair{z, 0})
	return loss, dz
}

// shifted returns the loss and dL/dz at the logit z of p_t, and u = γz + β, the
// logit of p_t*, limited.
func (f FocalStar) shifted(z pair) (loss, dz float64, u pair) {
	const limit = 0x1p500
	g := f.gamma()
	gz := g * z.hi
	if math.Abs(gz) > limit || math.Abs(z.hi) > 0x1p900 {
		// Pair products overflow.
		switch {
		case gz+f.Beta > 0:
			return 0, 0, pair{limit, 0}
		case math.IsInf(gz, 0):
			return -z.hi, -1, pair{-limit, 0}
		}
		return -(gz + f.Beta) / g, -1, pair{-limit, 0}
	}
	u = sub(z.mul(pair{g, 0}), pair{-f.Beta, 0})
	switch {
	case u.hi > tinyLogit:
		w, m := exp(u.neg())
		return scale(w.round()/g, m), -scale(w.round(), m), u
	case u.hi < minExp:
		return -u.round() / g, -1, u
	}
	_, s, l := logistic(u)
	return l.round() / g, -s.round(), u
}
