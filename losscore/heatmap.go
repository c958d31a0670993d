package losscore

// HeatmapFocal holds the parameters of the focal loss of keypoint heat maps: a
// label y below 1 is the value of a Gaussian around a keypoint, and a negative
// that counts the less the nearer it is. The zero value is, for hard labels, the
// binary cross-entropy.
//
// Source: Law and Deng 2018, "CornerNet: Detecting Objects as Paired Keypoints"
// (arXiv:1808.01244), equation 1; Zhou, Wang and Krähenbühl 2019, "Objects as
// Points" (CenterNet, arXiv:1904.07850), equation 1. Both divide the sum over a
// picture by its number of keypoints.
type HeatmapFocal struct {
	// Gamma is the focusing parameter, finite and >= 0. (The papers' α, 2.)
	Gamma float64

	// Beta is the exponent of 1-y, finite and >= 0. (The papers' β, 4.)
	Beta float64

	// Epsilon clips predictions as [Focal.Epsilon] does.
	Epsilon float64
}

// Validate returns nil if Gamma and Beta are finite and >= 0, and Epsilon in
// [0,0.5), and otherwise a [*RangeError].
func (f HeatmapFocal) Validate() error {
	return first(validIn("Gamma", f.Gamma, AtLeast(0)),
		validIn("Beta", f.Beta, AtLeast(0)), validEpsilon(f.Epsilon))
}

// AtProb returns the loss and dL/dp for a label y from 0 to 1 as [Loss] defines them:
//
//	y = 1: L = -(1-p)^γ ln(p)
//	y < 1: L = -(1-y)^β p^γ ln(1-p)
//
// For every y below 1 the minimum is at p = 0.
func (f HeatmapFocal) AtProb(y, p float64) (loss, dp float64) { return probOf(f, y, p) }

// AtLogit returns the loss and dL/dx as [Loss] defines them.
func (f HeatmapFocal) AtLogit(y, x float64) (loss, dx float64) { return logitOf(f, y, x) }

// AtLogit2 returns the loss and dL/dx of [HeatmapFocal.AtLogit], and d²L/dx².
func (f HeatmapFocal) AtLogit2(y, x float64) (loss, dx, dxx float64) { return logit2Of(f, y, x) }

// Calibrate returns the true probability of hard labels at which p minimises the
// expected loss without a clip, as [Focal.Calibrate] does.
func (f HeatmapFocal) Calibrate(p float64) float64 { return calibrateOf(f, p) }

func (f HeatmapFocal) focal() Focal { return Focal{Gamma: f.Gamma} }

func (f HeatmapFocal) clipAt() float64 { return f.Epsilon }

func (f HeatmapFocal) at(_ float64, pt, s pair) (loss, dpt, dz float64) {
	return f.focal().unclipped(1, pt, s)
}

func (f HeatmapFocal) atZ(_, z float64) (loss, dz float64) { return f.focal().atLogit(1, z) }

func (f HeatmapFocal) curvature(_, z float64) float64 { return f.focal().curvatureOf(1, z) }

func (f HeatmapFocal) soft(y float64, p point) jet {
	near := jet{v: twoSum(1, -y)}.pow(f.Beta)
	return p.l0.mul(p.p.pow(f.Gamma)).mul(near)
}
