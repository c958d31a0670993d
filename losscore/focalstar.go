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

var _ = register(Kind{
	ID: "focal-star", Name: Text{"FL*, the paper’s variant", "FL*（论文中的变体）"},
	Source:   "Lin et al. 2017, appendix A",
	TeX:      `-\tfrac{1}{\gamma}\log(p_t^*),\quad p_t^* = \sigma(\gamma x_t + \beta)`,
	Positive: `\tfrac{1}{<gamma>}\,\log\left(1+e^{-(<gamma>\,x+<beta>)}\right)`,
	Negative: `\tfrac{1}{<gamma>}\,\log\left(1+e^{<gamma>\,x-<beta>}\right)`,
	Code: []string{
		"x_t = log(p_t) - log(1 - p_t)",
		"loss = log(1 + exp(-(gamma*x_t + beta))) / gamma",
	},
	Params: []Param{
		{Name: "gamma", Symbol: "γ", Min: 0.1, Max: 10, Step: 0.05, Default: 2,
			Hint: Text{"Steepness of the logit.", "logit 的陡度。"}},
		{Name: "beta", Symbol: "β", Min: -5, Max: 5, Step: 0.05, Default: 1,
			Hint: Text{"Shift of the logit.", "logit 的平移。"}},
	},
	New: func(v []float64) Loss { return FocalStar{Gamma: v[0], Beta: v[1], Epsilon: v[2]} },
})

// Validate returns nil if Gamma is finite and >= 0, Beta is finite, and Epsilon
// in [0,0.5), and otherwise a [*RangeError].
func (f FocalStar) Validate() error {
	return first(validAtLeast("Gamma", f.Gamma, 0, "finite and >= 0"),
		validAtLeast("Beta", f.Beta, -math.MaxFloat64, "finite"), validEpsilon(f.Epsilon))
}

// AtProb returns the loss and dL/dp as [Loss] has it. With x_t = ln(p_t/(1-p_t))
// and p_t* = 1/(1+e^-(γ x_t + β)),
//
//	L = -ln(p_t*)/γ      dp = ∓(1-p_t*) / (p_t (1-p_t))
//
// with the upper sign for y = 1.
func (f FocalStar) AtProb(y, p float64) (loss, dp float64) { return probOf(f, y, p) }

// AtLogit returns the loss and dL/dx as [Loss] has it: x_t is x for y = 1 and
// -x for y = 0, and dx = ∓(1-p_t*).
func (f FocalStar) AtLogit(y, x float64) (loss, dx float64) { return logitOf(f, y, x) }

func (f FocalStar) gamma() float64 {
	if f.Gamma == 0 {
		return 1
	}
	return f.Gamma
}

func (f FocalStar) clipAt() float64 { return f.Epsilon }

func (f FocalStar) at(_ float64, pt, s pair) (loss, dpt, dz float64) {
	g := f.gamma()
	switch {
	case pt.hi == 0:
		return math.Inf(1), math.Inf(-1), -1
	case s.hi == 0:
		switch {
		case g < 1:
			return 0, math.Inf(-1), 0
		case g == 1:
			return 0, -math.Exp(-f.Beta), 0
		}
		return 0, 0, 0
	}
	logS := s.log()
	loss, dz = f.shifted(sub(pt.log(), logS))
	if s.hi < tiny && g >= 1 {
		// dz may underflow where dL/dp_t = -e^-β s^(γ-1) does not.
		return loss, -math.Exp(twoProd(g-1, logS.hi).round() - f.Beta), dz
	}
	return loss, dz / pt.mul(s).round(), dz
}

func (f FocalStar) atZ(_, z float64) (loss, dz float64) { return f.shifted(pair{z, 0}) }

// shifted returns the loss and dL/dz at the logit z of p_t.
func (f FocalStar) shifted(z pair) (loss, dz float64) {
	g := f.gamma()
	u := g*z.hi + f.Beta
	if !(math.Abs(u) < -minExp) || math.Abs(g*z.hi) > 0x1p500 {
		// Either tail, and what overflows.
		if u > 0 {
			return 0, 0
		}
		return -z.hi - f.Beta/g, -1
	}
	_, s, l := logistic(sub(z.mul(pair{g, 0}), pair{-f.Beta, 0}))
	return l.round() / g, -s.round()
}
