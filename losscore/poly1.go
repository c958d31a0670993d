package losscore

import "math"

// Poly1 holds the parameters of PolyLoss-1: the focal loss whose first
// polynomial coefficient is changed. The zero value is the plain binary
// cross-entropy.
type Poly1 struct {
	// Gamma is the focusing parameter γ, finite and >= 0. 0 is Poly-1
	// cross-entropy.
	Gamma float64

	// Poly is the change ε₁ of the first coefficient, finite and >= -1: below,
	// the loss would be negative. (The paper's ε_1.)
	Poly float64

	// Epsilon clips predictions as [Focal.Epsilon] does.
	Epsilon float64
}

var _ = register(Kind{
	ID: "poly1", Name: Text{"PolyLoss-1", "PolyLoss-1（多项式损失）"},
	Source:   "Leng et al. 2022, “PolyLoss”, ICLR, arXiv:2204.12511, sections 4 and 5",
	TeX:      `-(1-p_t)^{\gamma}\log(p_t) + \varepsilon_1 (1-p_t)^{\gamma+1}`,
	Positive: `-(1-p)^{<gamma>}\,\log(p) + <poly>\,(1-p)^{<gamma>+1}`,
	Negative: `-p^{<gamma>}\,\log(1-p) + <poly>\,p^{<gamma>+1}`,
	Code: []string{
		"loss = -pow(1 - p_t, gamma)*log(p_t) + poly*pow(1 - p_t, gamma + 1)",
	},
	Params: []Param{
		{Name: "poly", Symbol: "ε₁", Min: -1, Max: 8, Step: 0.05, Default: 2,
			Hint: Text{"Change of the first polynomial coefficient; 0 is the focal loss.", "第一个多项式系数的改变量；取 0 即 focal loss。"}},
		{Name: "gamma", Symbol: "γ", Max: 10, Step: 0.05, Default: 0,
			Hint: Text{"Focusing; 0 is Poly-1 cross-entropy.", "聚焦参数；取 0 即 Poly-1 交叉熵。"}},
	},
	New: func(v []float64) Loss { return Poly1{Poly: v[0], Gamma: v[1], Epsilon: v[2]} },
})

// Validate returns nil if Gamma is finite and >= 0, Poly finite and >= -1, and
// Epsilon in [0,0.5), and otherwise a [*RangeError].
func (f Poly1) Validate() error {
	return first(validAtLeast("Gamma", f.Gamma, 0, "finite and >= 0"),
		validAtLeast("Poly", f.Poly, -1, "finite and >= -1"), validEpsilon(f.Epsilon))
}

// AtProb returns the loss and dL/dp as [Loss] has it: with s = 1-p_t,
//
//	L = s^γ (ε₁ s - ln(p_t))
//	dp = ∓s^γ (γ (ε₁ s - ln(p_t))/s + 1/p_t + ε₁)
//
// with the upper sign for y = 1. Near p_t = 1 the terms cancel if Poly is close
// to -1; the error then is relative to the loss with Poly = 0.
func (f Poly1) AtProb(y, p float64) (loss, dp float64) { return probOf(f, y, p) }

// AtLogit returns the loss and dL/dx as [Loss] has it:
//
//	dx = ∓s^γ (γ p_t (ε₁ s - ln(p_t)) + s (1 + ε₁ p_t))
func (f Poly1) AtLogit(y, x float64) (loss, dx float64) { return logitOf(f, y, x) }

func (f Poly1) clipAt() float64 { return f.Epsilon }

func (f Poly1) at(_ float64, pt, s pair) (loss, dpt, dz float64) {
	g := Focal{Gamma: f.Gamma}.gamma()
	switch {
	case pt.hi == 0:
		return math.Inf(1), math.Inf(-1), -1
	case s.hi < tiny:
		// To the first order in s the loss is the focal one times 1+ε₁.
		loss, dpt, dz = Focal{Gamma: f.Gamma}.unclipped(1, pt, s)
		k := 1 + f.Poly
		return k * loss, k * dpt, k * dz
	}
	loss, dz = f.terms(g, pt, s, pt.log().neg())
	return loss, dz / pt.mul(s).round(), dz
}

func (f Poly1) atZ(_, z float64) (loss, dz float64) {
	g := Focal{Gamma: f.Gamma}.gamma()
	switch {
	case z > tinyLogit:
		return tail(g, 1+f.Poly, pair{-z, 0})
	case z < minExp:
		return f.Poly - z, -1
	}
	pt, s, l := logistic(pair{z, 0})
	return f.terms(g, pt, s, l)
}

func (f Poly1) terms(g float64, pt, s, l pair) (loss, dz float64) {
	w, e := s.pow(g), pair{f.Poly, 0}
	sum := sub(l, e.neg().mul(s)) // l + ε₁ s
	d := sub(s, e.neg().mul(pt.mul(s)))
	d = pair{g, 0}.mul(pt.mul(sum)).add(d)
	return w.mul(sum).round(), -w.mul(d).round()
}
