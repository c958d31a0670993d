package losscore

// A jet is a function of the logit, or of p in some unit: its value, and its first
// and second derivatives.
type jet struct {
	v     pair
	d, dd float64
}

// A point is a prediction: p, 1-p, -ln(p), -ln(1-p) and the logit as functions of
// the same variable.
type point struct {
	p, s, l1, l0, x jet
}

// pointOf returns the point with p, s = 1-p and their logarithms as functions of
// the logit x.
func pointOf(p, s, l1, l0, x pair) point {
	ps := p.mul(s).round()
	slope := ps * sub(s, p).round() // of p(1-p)
	return point{
		jet{p, ps, slope}, jet{s, -ps, -slope},
		jet{l1, -s.round(), ps}, jet{l0, p.round(), ps},
		jet{x, 1, 0},
	}
}

// logitPoint returns the point at the logit x, which is finite.
func logitPoint(x pair) point {
	if x.hi < 0 {
		p, s, l0 := logistic(x.neg())
		return pointOf(s, p, l0.add(x.neg()), l0, x)
	}
	p, s, l1 := logistic(x)
	return pointOf(p, s, l1, l1.add(x), x)
}

// probPoint returns the point at p, not 0 or 1, as functions of p/unit; its second
// derivatives are not those.
func probPoint(p, s pair, unit float64) point {
	l1, l0 := p.log().neg(), s.log().neg()
	up, down := unit/p.round(), unit/s.round()
	return point{
		jet{v: p, d: unit}, jet{v: s, d: -unit},
		jet{v: l1, d: -up}, jet{v: l0, d: down},
		jet{v: sub(l0, l1), d: up + down},
	}
}

// of returns the function f of a, given f as a function of its own variable.
func (a jet) of(f jet) jet { return jet{f.v, f.d * a.d, f.dd*a.d*a.d + f.d*a.dd} }

func (a jet) add(b jet) jet { return jet{plus(a.v, b.v), a.d + b.d, a.dd + b.dd} }

func (a jet) times(c float64) jet { return jet{a.v.mul(pair{c, 0}), c * a.d, c * a.dd} }

func (a jet) mul(b jet) jet {
	v, w := a.v.round(), b.v.round()
	return jet{a.v.mul(b.v), a.d*w + v*b.d, a.dd*w + 2*a.d*b.d + v*b.dd}
}

// pow returns a^g for a from 0 to 2. Where a is 0, derivatives that are infinite
// or jump are given as 0.
func (a jet) pow(g float64) jet { return a.power(pair{g, 0}) }

// power is pow for an exponent that is a pair.
func (a jet) power(exponent pair) jet {
	g := exponent.round()
	switch {
	case g == 0:
		return jet{v: one}
	case g == 2 && !(a.v.hi > 0):
		return jet{dd: 2 * a.d * a.d}
	case !(a.v.hi > 0):
		return jet{}
	}
	w, m := exp(a.v.log().mul(exponent).atMostZero())
	w = pair{scale(w.hi, m), scale(w.lo, m)}
	v, r := a.v.round(), w.round()
	d := a.d / v
	return jet{w, times0(g*d, r), times0(g*((g-1)*d*d+a.dd/v), r)}
}

// times0 is a product in which 0 outweighs an overflow.
func times0(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a * b
}

// atMostZero returns v, and 0 if rounding made it positive.
func (v pair) atMostZero() pair {
	if v.hi > 0 {
		return pair{}
	}
	return v
}

// mix returns y a + (1-y) b.
func mix(y float64, a, b jet) jet { return a.times(y).add(b.mul(jet{v: twoSum(1, -y)})) }

// blend is mix for numbers.
func blend(y, a, b float64) float64 { return y*a + (1-y)*b }

// crossEntropy returns the cross-entropy of the label y.
func (p point) crossEntropy(y float64) jet { return mix(y, p.l1, p.l0) }

// miss returns 1-p_t for p_t = y p + (1-y)(1-p).
func (p point) miss(y float64) jet { return mix(y, p.s, p.p) }

func validLabel(y float64) bool { return y >= 0 && y <= 1 }

// farLogit is a logit whose p is 0 or 1 in any formula, and yet no logarithm of
// it is infinite.
const farLogit = 2000

// The soft labels of the losses; their types document the formulas.

func (f Focal) soft(y float64, p point) jet {
	a := 1.
	if f.Balanced {
		a = blend(y, f.Alpha, 1-f.Alpha)
	}
	return p.crossEntropy(y).mul(p.miss(y).pow(f.Gamma)).times(a)
}

func (c WeightedCE) soft(y float64, p point) jet {
	return p.l1.times(c.weight(1) * y).add(p.l0.mul(jet{v: twoSum(1, -y)}))
}

func (c SmoothedCE) soft(y float64, p point) jet {
	half, rest := pair{c.half(), 0}, twoSum(1, -y)
	most := twoSum(1, -half.hi)
	label := most.mul(pair{y, 0}).add(half.mul(rest))
	return softened(label, most.mul(rest).add(half.mul(pair{y, 0})), p)
}

func (f FocalStar) soft(y float64, p point) jet {
	x := signed(y, p.x)
	loss, dz, u := f.shifted(x.v)
	return x.of(jet{pair{loss, 0}, dz, steepCurvature(f.gamma(), u)})
}

// softened returns the cross-entropy of the label y, and n = 1-y.
func softened(y, n pair, p point) jet {
	return p.l1.mul(jet{v: y}).add(p.l0.mul(jet{v: n}))
}

// signed returns (2y-1) x.
func signed(y float64, x jet) jet { return x.mul(jet{v: twoSum(2*y, -1)}) }

func (f Poly1) soft(y float64, p point) jet {
	miss := p.miss(y)
	return p.crossEntropy(y).add(miss.times(f.Poly)).mul(miss.pow(f.Gamma))
}

func (f Asymmetric) soft(y float64, p point) jet {
	q, l := p.p, p.l0
	if f.Margin > 0 {
		if q.v = sub(q.v, pair{f.Margin, 0}); !(q.v.hi > 0) {
			q, l = jet{}, jet{}
		} else {
			h := sub(one, q.v)
			inv := h.inv().round()
			l = jet{h.log().neg(), q.d * inv, q.dd*inv + q.d*inv*(q.d*inv)}
		}
	}
	return mix(y, p.l1, l).mul(mix(y, p.s,
		q).power(mix(y, jet{v: pair{f.GammaPos, 0}}, jet{v: pair{f.GammaNeg, 0}}).v))
}
