package losscore

import "math"

// Asymmetric holds the parameters of the asymmetric loss (ASL): a focusing
// parameter for each class, and a margin by which negatives are moved further
// from the positive class, so that the easiest do not count at all. The zero
// value is the plain binary cross-entropy.
type Asymmetric struct {
	GammaPos float64 // focusing parameter of positives, finite and >= 0
	GammaNeg float64 // focusing parameter of negatives, finite and >= 0

	// Margin is the probability m in [0,1) that is taken off a negative's p.
	Margin float64

	// Epsilon clips predictions, before the margin, as [Focal.Epsilon] does.
	Epsilon float64
}

// Validate returns nil if both Gammas are finite and >= 0, Margin is in [0,1)
// and Epsilon in [0,0.5), and otherwise a [*RangeError].
func (f Asymmetric) Validate() error {
	if err := first(validIn("GammaPos", f.GammaPos, AtLeast(0)),
		validIn("GammaNeg", f.GammaNeg, AtLeast(0))); err != nil {
		return err
	}
	if !(f.Margin >= 0 && f.Margin < 1) {
		return &RangeError{"Margin", f.Margin, Below(0, 1)}
	}
	return validEpsilon(f.Epsilon)
}

// AtProb returns the loss and dL/dp as [Loss] defines them: for y = 1 the focal loss
// with GammaPos, and for y = 0, with q = max(p-m, 0),
//
//	L = -q^γ ln(1-q)      dp = q^γ (1/(1-q) - γ ln(1-q)/q), 0 for p <= m
//
// A label between them has, as the authors' code,
//
//	L = (y (1-p) + (1-y) q)^(y γ₊ + (1-y) γ₋) (-y ln(p) - (1-y) ln(1-q))
func (f Asymmetric) AtProb(y, p float64) (loss, dp float64) { return probOf(f, y, p) }

// AtLogit returns the loss and dL/dx = dL/dp p (1-p) as [Loss] defines them. From a
// logit p is known to 2^-57 of its size, and q to as much of p: for a p close to
// the margin that adds a relative error of 2^-57 (γ+1) p/q.
//
// The authors' code treats the focusing factor as a constant by default
// (disable_torch_grad_focal_loss); here the gradient is taken of the whole loss.
func (f Asymmetric) AtLogit(y, x float64) (loss, dx float64) { return logitOf(f, y, x) }

func (f Asymmetric) clipAt() float64 { return f.Epsilon }

func (f Asymmetric) focal(y float64) Focal {
	if y == 1 {
		return Focal{Gamma: f.GammaPos}
	}
	return Focal{Gamma: f.GammaNeg}
}

func (f Asymmetric) at(y float64, pt, s pair) (loss, dpt, dz float64) {
	if y == 1 || f.Margin == 0 {
		return f.focal(y).unclipped(1, pt, s)
	}
	q := sub(s, pair{f.Margin, 0})
	if !(q.hi > 0) {
		return 0, 0, 0
	}
	loss, dpt, _ = f.focal(y).unclipped(1, sub(one, q), q)
	// dL/dp_t overflows at 0 for margins below 1e-308.
	return loss, dpt, max(dpt, -math.MaxFloat64) * pt.mul(s).round()
}

func (f Asymmetric) atZ(y, z float64) (loss, dz float64) {
	if y == 1 || f.Margin == 0 {
		return f.focal(y).atLogit(1, z)
	}
	pt, s, _ := logistic(pair{max(z, -math.MaxFloat64), 0})
	loss, dpt, dz := f.at(y, pt, s)
	if z < -tinyLogit {
		// p_t may be subnormal where dz = dL/dp_t e^z is not.
		w, m := exp(pair{z, 0})
		dz = scale(max(dpt, -math.MaxFloat64)*w.round(), m)
	}
	return loss, dz
}
