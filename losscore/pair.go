package losscore

import "math"

//go:generate go run gentab.go

// A pair is the unevaluated sum hi + lo with |lo| at most about an ulp of hi:
// some 105 significant bits, so that a result is rounded once, at the end.
type pair struct{ hi, lo float64 }

var one = pair{1, 0}

// twoSum returns a+b exactly.
func twoSum(a, b float64) pair {
	s := a + b
	t := s - a
	return pair{s, (a - (s - t)) + (b - t)}
}

// fastTwoSum returns a+b exactly if a is zero or |a| >= |b|.
func fastTwoSum(a, b float64) pair {
	s := a + b
	return pair{s, b - (s - a)}
}

func (v pair) neg() pair { return pair{-v.hi, -v.lo} }

func (v pair) round() float64 { return v.hi + v.lo }

func (v pair) less(x float64) bool {
	return v.hi < x || v.hi == x && v.lo < 0
}

func (v pair) positive() bool { return v.hi > 0 || v.hi == 0 && v.lo > 0 }

// add is meant for operands of the same sign.
func (v pair) add(w pair) pair {
	s := twoSum(v.hi, w.hi)
	return fastTwoSum(s.hi, s.lo+(v.lo+w.lo))
}

// sub returns v-w for operands of any sign. A difference that cancels is exact as far
// as the operands are.
func sub(v, w pair) pair {
	s, t := twoSum(v.hi, -w.hi), twoSum(v.lo, -w.lo)
	s = fastTwoSum(s.hi, s.lo+t.hi)
	return fastTwoSum(s.hi, s.lo+t.lo)
}

func (v pair) mul(w pair) pair {
	p := twoProd(v.hi, w.hi)
	return fastTwoSum(p.hi, p.lo+(v.hi*w.lo+v.lo*w.hi))
}

// times returns v*w with an error of little more than an ulp.
func (v pair) times(w pair) float64 {
	return v.hi*w.hi + (v.hi*w.lo + v.lo*w.hi)
}

// inv returns 1/v.
func (v pair) inv() pair {
	q := 1 / v.hi
	p := twoProd(q, v.hi)
	return fastTwoSum(q, q*((1-p.hi)-p.lo-q*v.lo))
}

// sqrt needs v > 0.
func (v pair) sqrt() pair {
	r := math.Sqrt(v.hi)
	p := twoProd(r, r)
	return fastTwoSum(r, ((v.hi-p.hi)-p.lo+v.lo)/(2*r))
}

// powInt returns v^n, n >= 0.
func (v pair) powInt(n int) pair {
	w := one
	for ; n > 0; n >>= 1 {
		if n&1 != 0 {
			w = w.mul(v)
		}
		v = v.mul(v)
	}
	return w
}

// pow returns w and m such that w 2^m is v^g, for v in (0,1] and g >= 0. The
// power of two is 1 unless the result may be small.
func (v pair) pow(g float64) (w pair, m int) {
	switch {
	case g == 0:
		return one, 0
	case v.hi < tiny:
		return exp(v.log().mul(pair{g, 0}))
	case g == 1:
		return v, 0
	case g == 2:
		return v.mul(v), 0
	}
	if h := 2 * g; h <= 20 && h == math.Trunc(h) {
		n := int(h)
		w := v.powInt(n >> 1)
		if n&1 != 0 {
			w = w.mul(v.sqrt())
		}
		return w, 0
	}
	return exp(v.log().mul(pair{g, 0}))
}

// minExp is an exponent for which e^x is 0 even after multiplication by a class
// weight and by the square of a focusing parameter.
const minExp = -3000

// exp returns w and m such that w 2^m is e^x, w.hi in [0.98, 2.03), for x <= 0,
// with relative error below 2^-58. For x below minExp, w is zero.
//
// The power of two is left to the caller, so that a subnormal result is rounded
// once.
func exp(x pair) (w pair, m int) {
	if !(x.hi >= -1400) {
		if !(x.hi > minExp) {
			return pair{}, 0
		}
		w, m = exp(sub(x, pair{-1024 * ln2Hi, -1024 * ln2Lo}))
		return w, m - 1024
	}
	const shifter = 3 << 51 // adding it rounds to an integer
	k := float64(x.hi*(1/stepHi)) + shifter - shifter
	// Both k*stepHi and the first difference are exact; |r| <= ln(2)/64.
	r := (x.hi - float64(k*stepHi)) + (x.lo - float64(k*stepLo))
	q := r + r*r*(1./2+r*(1./6+r*(1./24+r*(1./120+r*(1./720+r*(1./5040))))))
	n := int(k)
	t := &exp2Table[n&31]
	return fastTwoSum(t.hi, t.lo+t.hi*q), n >> 5
}

// scale returns v 2^m for m <= 0.
func scale(v float64, m int) float64 {
	if m < -1022 {
		return math.Ldexp(v, m)
	}
	return v * math.Float64frombits(uint64(m+1023)<<52)
}

// log returns the natural logarithm of v, 0 < v <= 2, with relative error
// below 2^-60. The sum hi+lo may lie as close to 1 as a float64 to 0.
func (v pair) log() pair {
	e := 0
	if v.hi < 0x1p-1022 {
		v.hi *= 0x1p54
		v.lo *= 0x1p54
		e = -54
	}
	const one64 = 1023 << 52
	b := math.Float64bits(v.hi)
	x := int(b>>52) - 1023
	w := pair{
		math.Float64frombits(b&(1<<52-1) | one64),
		v.lo * math.Float64frombits(uint64(1023-x)<<52),
	}
	// The parabola is log2(w) within 0.01. So j/32 is log2(w) within 0.8/32.
	j := int(32*((2-w.hi/3)*w.hi-5./3) + 0.5)
	k := float64(32*(e+x) + j)
	if j > 0 {
		w.hi /= 2
		w.lo /= 2
	}
	// v = 2^(k/32) (1+r), |r| < 0.018; r is v-1 exactly if k is 0.
	t := &exp2Table[-j&31]
	p := twoProd(w.hi, t.hi)
	r := twoSum(p.hi-1, p.lo+(w.hi*t.lo+w.lo*t.hi))

	// log(1+r) = r - r²/2 + r³/3 - ...; the first two terms as pairs.
	h := twoProd(r.hi, r.hi/2)
	h.lo += r.hi * r.lo
	x1 := r.hi
	tail := x1 * x1 * x1 * (1./3 + x1*(-1./4+x1*(1./5+x1*(-1./6+x1*(1./7+x1*(-1./8+x1*(1./9+x1*(-1./10))))))))
	s := fastTwoSum(r.hi, -h.hi)
	s.lo += (r.lo - h.lo) + tail

	y := fastTwoSum(float64(k*stepHi), s.hi)
	return fastTwoSum(y.hi, y.lo+(s.lo+float64(k*stepLo)))
}
