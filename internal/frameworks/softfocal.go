package frameworks

import (
	"math"

	"lossexplorer/losscore"
)

// SoftFocal is the focal loss of a label y from 0 to 1 in the form that most
// frameworks use: y mixes the cross-entropies, the p_t and the weights of the
// two classes, and their mixtures are multiplied,
//
//	L = (αy + (1-α)(1-y)) (1-p_t)^γ (-y ln(p) - (1-y) ln(1-p))
//	p_t = yp + (1-y)(1-p)
//
// For y 0 or 1 and without a clip it is [losscore.Focal].
type SoftFocal struct {
	Gamma    float64 // as in losscore.Focal
	Alpha    float64
	Balanced bool

	// Epsilon clips p to [Epsilon, 1-Epsilon] in the logarithms only, as Keras
	// does. Past the clip 1-p_t still moves, and so does the loss a little.
	Epsilon float64

	// LabelSmoothing is s in [0,1): y becomes (1-s) y + s/2 first.
	LabelSmoothing float64

	// LogitFactor uses 1/(1+e^((2y-1)x)) for 1-p_t, x the logit of p, as in
	// MONAI. It is the same for y 0 or 1 only.
	LogitFactor bool
}

// Validate returns nil if the parameters are in their ranges and otherwise a
// [*losscore.RangeError].
func (f SoftFocal) Validate() error {
	err := losscore.Focal{Gamma: f.Gamma, Alpha: f.Alpha, Epsilon: f.Epsilon,
		Balanced: f.Balanced}.Validate()
	if err != nil {
		return err
	}
	return losscore.SmoothedCE{LabelSmoothing: f.LabelSmoothing}.Validate()
}

// AtProb returns the loss and dL/dp for label y and prediction p, both from 0
// to 1. Any other y or p and NaN give NaN, NaN. Where a framework's gradient is
// NaN, since it multiplies 0 by infinity, dL/dp is the limit; with LogitFactor
// and y not 0 or 1, it is NaN at p 0 and 1.
func (f SoftFocal) AtProb(y, p float64) (loss, dp float64) {
	if !(y >= 0 && y <= 1 && p >= 0 && p <= 1) {
		return math.NaN(), math.NaN()
	}
	y = f.smooth(y)
	if f.LogitFactor && y > 0 && y < 1 {
		loss, dx := f.atLogit(y, math.Log(p)-math.Log1p(-p))
		return loss, dx / (p * (1 - p))
	}
	ce := losscore.Focal{Epsilon: f.Epsilon}
	l1, d1 := ce.AtProb(1, p)
	l0, d0 := ce.AtProb(0, p)
	return f.product(y, y*(1-p)+(1-y)*p, 1-2*y, mix(y, l1, l0), mix(y, d1, d0))
}

// AtLogit returns the loss and dL/dx for label y, from 0 to 1, and prediction
// p = 1/(1+e^-x). Any other y and NaN give NaN, NaN.
func (f SoftFocal) AtLogit(y, x float64) (loss, dx float64) {
	if !(y >= 0 && y <= 1) || x != x {
		return math.NaN(), math.NaN()
	}
	return f.atLogit(f.smooth(y), x)
}

// atLogit is AtLogit for the smoothed y.
func (f SoftFocal) atLogit(y, x float64) (loss, dx float64) {
	ce := losscore.Focal{Epsilon: f.Epsilon}
	l1, d1 := ce.AtLogit(1, x)
	l0, d0 := ce.AtLogit(0, x)
	p, q := sigmoid(x), sigmoid(-x)
	s, ds := y*q+(1-y)*p, (1-2*y)*p*q
	if f.LogitFactor && y > 0 && y < 1 {
		c := 1 - 2*y
		s = sigmoid(c * x)
		ds = c * s * sigmoid(-c*x)
	}
	return f.product(y, s, ds, mix(y, l1, l0), mix(y, d1, d0))
}

func (f SoftFocal) smooth(y float64) float64 {
	return y*(1-f.LabelSmoothing) + f.LabelSmoothing/2
}

// product returns the loss and its derivative, given s = 1-p_t and the
// cross-entropy ce, both with their derivatives.
func (f SoftFocal) product(y, s, ds, ce, dce float64) (loss, d float64) {
	w := 1.0
	if f.Balanced {
		w = mix(y, f.Alpha, 1-f.Alpha)
	}
	factor := w * math.Pow(s, f.Gamma)
	loss, d = times(factor, ce), times(factor, dce)
	// Where ce is infinite, its own derivative is of the higher order.
	if f.Gamma > 0 && !math.IsInf(ce, 0) {
		d += times(times(w*f.Gamma*math.Pow(s, f.Gamma-1), ds), ce)
	}
	return loss, d
}

// mix returns ya + (1-y)b.
func mix(y, a, b float64) float64 { return times(y, a) + times(1-y, b) }

// times is a product in which 0 outweighs an infinity.
func times(a, b float64) float64 {
	if a == 0 || b == 0 {
		return 0
	}
	return a * b
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
