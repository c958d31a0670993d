package losscore

// WeightedCE holds the parameters of the weighted binary cross-entropy. The
// zero value is the plain one.
type WeightedCE struct {
	// PosWeight is the weight of the positive class, finite and > 0; the
	// negative class has 1. A PosWeight of 0 stands for 1. It trades recall
	// (above 1) against precision (below 1).
	PosWeight float64

	// Epsilon clips predictions as [Focal.Epsilon] does.
	Epsilon float64
}

// Validate returns nil if PosWeight is finite and >= 0, and Epsilon in
// [0,0.5), and otherwise a [*RangeError].
func (c WeightedCE) Validate() error {
	return first(validIn("PosWeight", c.PosWeight, AtLeast(0)), validEpsilon(c.Epsilon))
}

// AtProb returns the loss and dL/dp as [Loss] defines them:
//
//	y = 1: L = -w ln(p)      dp = -w/p
//	y = 0: L = -ln(1-p)      dp = 1/(1-p)
//
// A label between them has L = -y w ln(p) - (1-y) ln(1-p), as PyTorch's pos_weight.
func (c WeightedCE) AtProb(y, p float64) (loss, dp float64) { return probOf(c, y, p) }

// AtLogit returns the loss and dL/dx as [Loss] defines them:
//
//	y = 1: L = w ln(1+e^-x)  dx = -w (1-p)
//	y = 0: L = ln(1+e^x)     dx = p
func (c WeightedCE) AtLogit(y, x float64) (loss, dx float64) { return logitOf(c, y, x) }

func (c WeightedCE) weight(y float64) float64 {
	if y == 0 || c.PosWeight == 0 {
		return 1
	}
	return c.PosWeight
}

func (c WeightedCE) clipAt() float64 { return c.Epsilon }

func (c WeightedCE) at(y float64, pt, s pair) (loss, dpt, dz float64) {
	return Focal{}.unclipped(c.weight(y), pt, s)
}

func (c WeightedCE) atZ(y, z float64) (loss, dz float64) {
	return Focal{}.atLogit(c.weight(y), z)
}
