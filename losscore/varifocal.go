package losscore

// Varifocal holds the parameters of the varifocal loss, for labels that are the
// IoU of a positive example, or 0 for a negative one: only negatives are focused
// on, and positives count by their label. The zero value is, for hard labels, the
// binary cross-entropy.
//
// Source: Zhang et al. 2021, "VarifocalNet: An IoU-aware Dense Object Detector",
// CVPR (arXiv:2008.13367), equation 2.
type Varifocal struct {
	// Gamma is the focusing parameter γ of negatives, finite and >= 0. (2 in the
	// paper.)
	Gamma float64

	// Alpha is the weight α of negatives, finite and >= 0. An Alpha of 0 stands
	// for 1. (0.75 in the paper.)
	Alpha float64

	// Epsilon clips predictions as [Focal.Epsilon] does.
	Epsilon float64
}

// Validate returns nil if Gamma and Alpha are finite and >= 0, and Epsilon in
// [0,0.5), and otherwise a [*RangeError].
func (f Varifocal) Validate() error {
	return first(validIn("Gamma", f.Gamma, AtLeast(0)),
		validIn("Alpha", f.Alpha, AtLeast(0)), validEpsilon(f.Epsilon))
}

// AtProb returns the loss and dL/dp for a label y from 0 to 1 as [Loss] defines them:
//
//	y > 0: L = -y (y ln(p) + (1-y) ln(1-p))
//	y = 0: L = -α p^γ ln(1-p)
//
// For y > 0 its minimum is at p = y, where it is y times the entropy of y.
func (f Varifocal) AtProb(y, p float64) (loss, dp float64) { return probOf(f, y, p) }

// AtLogit returns the loss and dL/dx as [Loss] defines them; for y > 0,
// dx = y (p - y).
func (f Varifocal) AtLogit(y, x float64) (loss, dx float64) { return logitOf(f, y, x) }

// AtLogit2 returns the loss and dL/dx of [Varifocal.AtLogit], and d²L/dx².
func (f Varifocal) AtLogit2(y, x float64) (loss, dx, dxx float64) { return logit2Of(f, y, x) }

// Calibrate returns the true probability of hard labels at which p minimises the
// expected loss without a clip; see the function [Calibrate].
func (f Varifocal) Calibrate(p float64) float64 { return calibrateOf(f, p) }

// of returns the focal loss and the weight that a hard label has.
func (f Varifocal) of(y float64) (Focal, float64) {
	switch {
	case y == 1:
		return Focal{}, 1
	case f.Alpha == 0:
		return Focal{Gamma: f.Gamma}, 1
	}
	return Focal{Gamma: f.Gamma}, f.Alpha
}

func (f Varifocal) clipAt() float64 { return f.Epsilon }

func (f Varifocal) at(y float64, pt, s pair) (loss, dpt, dz float64) {
	focal, a := f.of(y)
	return focal.unclipped(a, pt, s)
}

func (f Varifocal) atZ(y, z float64) (loss, dz float64) {
	focal, a := f.of(y)
	return focal.atLogit(a, z)
}

func (f Varifocal) curvature(y, z float64) float64 {
	focal, a := f.of(y)
	return focal.curvatureOf(a, z)
}

func (f Varifocal) soft(y float64, p point) jet { return p.crossEntropy(y).times(y) }
