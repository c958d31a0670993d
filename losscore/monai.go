package losscore

// MONAIFocal holds the parameters of the focal loss of soft labels as MONAI and
// libraries after it compute it: the focusing factor uses the logit (2y-1) x. For
// hard labels, and as its zero value, it is [Focal].
//
// Source: monai.losses.FocalLoss, whose factor is e^(γ ln σ(-x (2y-1))).
type MONAIFocal struct {
	Gamma    float64 // as [Focal.Gamma]
	Alpha    float64 // as [Focal.Alpha]; a soft label has y α + (1-y)(1-α)
	Epsilon  float64 // as [Focal.Epsilon]
	Balanced bool    // as [Focal.Balanced]
}

// Validate reports the same errors as [Focal.Validate].
func (f MONAIFocal) Validate() error { return Focal(f).Validate() }

// AtProb returns the loss and dL/dp for a label y from 0 to 1 as [Loss] defines them.
// With the logit x of p and σ(v) = 1/(1+e^-v),
//
//	L = -α_t σ((1-2y) x)^γ (y ln(p) + (1-y) ln(1-p))
//
// With γ > 0 and y above 1/2 it falls to 0 as p goes to 1, with y below as p goes
// to 0: no p between them is best but for y = 1/2.
func (f MONAIFocal) AtProb(y, p float64) (loss, dp float64) { return probOf(f, y, p) }

// AtLogit returns the loss and dL/dx as [Loss] defines them.
func (f MONAIFocal) AtLogit(y, x float64) (loss, dx float64) { return logitOf(f, y, x) }

// AtLogit2 returns the loss and dL/dx of [MONAIFocal.AtLogit], and d²L/dx².
func (f MONAIFocal) AtLogit2(y, x float64) (loss, dx, dxx float64) { return logit2Of(f, y, x) }

// Calibrate returns the true probability of hard labels at which p minimises the
// expected loss without a clip, as [Focal.Calibrate] does.
func (f MONAIFocal) Calibrate(p float64) float64 { return calibrateOf(f, p) }

func (f MONAIFocal) clipAt() float64 { return f.Epsilon }

func (f MONAIFocal) at(y float64, pt, s pair) (loss, dpt, dz float64) {
	return Focal(f).at(y, pt, s)
}

func (f MONAIFocal) atZ(y, z float64) (loss, dz float64) { return Focal(f).atZ(y, z) }

func (f MONAIFocal) curvature(y, z float64) float64 { return Focal(f).curvature(y, z) }

func (f MONAIFocal) soft(y float64, p point) jet {
	a := 1.
	if f.Balanced {
		a = blend(y, f.Alpha, 1-f.Alpha)
	}
	x := signed(y, p.x)
	factor := x.of(logitPoint(x.v).s)
	return p.crossEntropy(y).mul(factor.pow(f.Gamma)).times(a)
}
