package losscore

// QualityFocal holds the parameters of the quality focal loss (QFL), for labels
// that are a quality such as an IoU. The zero value is the binary cross-entropy,
// of soft labels, too. For a hard label it is the focal loss with Gamma = Beta.
//
// Source: Li et al. 2020, "Generalized Focal Loss: Learning Qualified and
// Distributed Bounding Boxes for Dense Object Detection" (arXiv:2006.04388),
// equation 5.
type QualityFocal struct {
	// Beta is the focusing parameter β, finite and >= 0. (2 in the paper.)
	Beta float64

	// Epsilon clips predictions as [Focal.Epsilon] does.
	Epsilon float64
}

// Validate returns nil if Beta is finite and >= 0 and Epsilon in [0,0.5), and
// otherwise a [*RangeError].
func (f QualityFocal) Validate() error {
	return first(validIn("Beta", f.Beta, AtLeast(0)), validEpsilon(f.Epsilon))
}

// AtProb returns the loss and dL/dp for a label y from 0 to 1 as [Loss] defines them:
//
//	L = -|y-p|^β (y ln(p) + (1-y) ln(1-p))
//
// Its minimum is at p = y, and it is 0 there if β > 0. A derivative that jumps or
// is infinite there, as the first with β up to 1 and the second with β below 2, is
// given as 0 at p = y.
func (f QualityFocal) AtProb(y, p float64) (loss, dp float64) { return probOf(f, y, p) }

// AtLogit returns the loss and dL/dx as [Loss] defines them.
func (f QualityFocal) AtLogit(y, x float64) (loss, dx float64) { return logitOf(f, y, x) }

// AtLogit2 returns the loss and dL/dx of [QualityFocal.AtLogit], and d²L/dx².
func (f QualityFocal) AtLogit2(y, x float64) (loss, dx, dxx float64) { return logit2Of(f, y, x) }

// Calibrate returns the true probability of hard labels at which p minimises the
// expected loss without a clip, as [Focal.Calibrate] does.
func (f QualityFocal) Calibrate(p float64) float64 { return calibrateOf(f, p) }

func (f QualityFocal) focal() Focal { return Focal{Gamma: f.Beta} }

func (f QualityFocal) clipAt() float64 { return f.Epsilon }

func (f QualityFocal) at(_ float64, pt, s pair) (loss, dpt, dz float64) {
	return f.focal().unclipped(1, pt, s)
}

func (f QualityFocal) atZ(_, z float64) (loss, dz float64) { return f.focal().atLogit(1, z) }

func (f QualityFocal) curvature(_, z float64) float64 { return f.focal().curvatureOf(1, z) }

func (f QualityFocal) soft(y float64, p point) jet {
	away := p.p
	away.v = sub(p.p.v, pair{y, 0})
	if away.v.hi < 0 {
		away = away.times(-1)
	}
	return p.crossEntropy(y).mul(away.pow(f.Beta))
}
