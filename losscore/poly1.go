package losscore

import "math"

// Poly1 holds the parameters of PolyLoss-1: the focal loss whose first
// polynomial coefficient is changed. The zero value is the plain binary
// cross-entropy.
type Poly1 struct {
	// Gamma is the focusing parameter γ, finite and >= 0. 0 is Poly-1
	// cross-entropy.
	Gamma float64

	// Poly is the change ε₁ of the first coefficient, in [-1,1e100]: below, the
	// loss would be negative. 0 is the focal loss. (The paper's ε_1.)
	Poly float64

	// Epsilon clips predictions as [Focal.Epsilon] does.
	Epsilon float64
}

// Validate returns nil if Gamma is finite and >= 0, Poly in [-1,1e100], and
// Epsilon in [0,0.5), and otherwise a [*RangeError].
func (f Poly1) Validate() error {
	if err := validIn("Gamma", f.Gamma, AtLeast(0)); err != nil {
		return err
	}
	if !(f.Poly >= -1 && f.Poly <= 1e100) {
		return &RangeError{"Poly", f.Poly, Between(-1, 1e100)}
	}
	return validEpsilon(f.Epsilon)
}

// AtProb returns the loss and dL/dp as [Loss] defines them: with s = 1-p_t,
//
//	L = s^γ (ε₁ s - ln(p_t))
//	dp = ∓s^γ (γ (ε₁ s - ln(p_t))/s + 1/p_t + ε₁)
//
// with the upper sign for y = 1. A label between them has s = y (1-p) + (1-y) p, and
// for -ln(p_t) the cross-entropy -y ln(p) - (1-y) ln(1-p), as the authors' code.
func (f Poly1) AtProb(y, p float64) (loss, dp float64) { return probOf(f, y, p) }

// AtLogit returns the loss and dL/dx as [Loss] defines them:
//
//	dx = ∓s^γ (γ p_t (ε₁ s - ln(p_t)) + s (1 + ε₁ p_t))
func (f Poly1) AtLogit(y, x float64) (loss, dx float64) { return logitOf(f, y, x) }

func (f Poly1) clipAt() float64 { return f.Epsilon }

func (f Poly1) at(_ float64, pt, s pair) (loss, dpt, dz float64) {
	switch {
	case f.Poly == 0:
		return f.focal().unclipped(1, pt, s)
	case pt.hi == 0:
		return math.Inf(1), math.Inf(-1), -1
	case s.hi == 0:
		if f.Gamma == 0 {
			return 0, -(1 + f.Poly), 0
		}
		return 0, 0, 0
	case s.hi < tiny:
		logS := s.log()
		loss, dz, slope := f.tail(s.hi, logS)
		w, m := exp(logS.mul(pair{f.gamma(), 0}))
		return loss, -scale(w.mul(slope).round(), m), dz
	}
	loss, dz, m := f.terms(pt, s, pt.log().neg())
	return scale(loss, m), scale(dz/pt.mul(s).round(), m), scale(dz, m)
}

func (f Poly1) atZ(_, z float64) (loss, dz float64) {
	switch {
	case f.Poly == 0:
		return f.focal().atLogit(1, z)
	case z > tinyLogit:
		loss, dz, _ = f.tail(math.Exp(-z), pair{-z, 0})
		return loss, dz
	case z < minExp:
		return f.Poly - z, -1
	}
	loss, dz, m := f.terms(logistic(pair{z, 0}))
	return scale(loss, m), scale(dz, m)
}

// gamma is limited as [Focal.gamma] is; the products here have Poly in them too.
func (f Poly1) gamma() float64 { return min(f.Gamma, 0x1p600) }

func (f Poly1) focal() Focal { return Focal{Gamma: f.Gamma} }

// terms returns the loss and dL/dz, to be multiplied by 2^m. They are written in 1+ε₁ and
// -ln(p_t)-s, both >= 0, so that nothing cancels:
//
//	L = s^γ ((1+ε₁) s + (-ln(p_t) - s))
//	dz = -(γ p_t L + s^(γ+1) ((1+ε₁) p_t + s))
func (f Poly1) terms(pt, s, l pair) (loss, dz float64, m int) {
	g := f.gamma()
	w, m := s.pow(g)
	k := twoSum(1, f.Poly)
	sum := k.mul(s).add(excess(s, l))
	d := pair{g, 0}.mul(pt.mul(sum)).add(s.mul(k.mul(pt).add(s)))
	return w.mul(sum).round(), -w.mul(d).round(), m
}

// tail returns the first two orders in s = 1-p_t < tiny of the loss and dL/dz,
// and slope such that dL/dp_t = -s^γ slope:
//
//	L = s^(γ+1) (1+ε₁ + s/2)
//	dz = -s^(γ+1) ((γ+1) (1+ε₁) + (γ/2+1) s)
func (f Poly1) tail(s float64, logS pair) (loss, dz float64, slope pair) {
	g := f.gamma()
	g1, k := twoSum(g, 1), twoSum(1, f.Poly)
	slope = g1.mul(k).add(pair{(g/2 + 1) * s, 0})
	w, m := exp(logS.mul(g1))
	loss = scale(w.mul(k.add(pair{s / 2, 0})).round(), m)
	return loss, -scale(w.mul(slope).round(), m), slope
}

// excess returns -ln(1-s) - s >= 0, given l = -ln(1-s).
func excess(s, l pair) pair {
	if s.hi > 1./16 {
		return sub(l, s)
	}
	// With t = s/(2-s), l is 2 artanh(t) = 2 (t + t³/3 + ...), and 2t - s is ts.
	t := s.mul(sub(pair{2, 0}, s).inv())
	u := t.hi * t.hi
	u *= 2./3 + u*(2./5+u*(2./7+u*(2./9+u*(2./11+u*(2./13)))))
	return t.mul(s.add(pair{u, 0}))
}
