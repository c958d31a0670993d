package losscore

import "math"

// batchBlock is how many elements a batch evaluates at a time: few enough for
// the first cache.
const batchBlock = 128

type column [batchBlock]float64

// A pairs is a column of pairs.
type pairs struct{ hi, lo column }

// A focalBatch evaluates a [Focal] block by block, in loops without branches or
// calls, which is where the time goes otherwise, in WebAssembly above all. What
// is lost in a step that matters is carried along as one more float64, so that
// results have about the accuracy of the scalar methods. These evaluate the rare
// arguments for which that does not hold.
type focalBatch struct {
	focal    Focal
	pos, neg float64 // weights of the classes
	half     int     // 2 Gamma if that is an integer, for products; or -1
	edge     float64 // smallest p_t and 1-p_t that is certainly not clipped

	pt       column
	s, ln, e pairs // 1-p_t, |ln(p_t)| and scratch
	w        column
}

const (
	// maxBatchGamma bounds the Gamma for which nothing underflows here.
	maxBatchGamma = 10

	// maxPlain is the Gamma up to which a product of float64 with one
	// correction is accurate enough.
	maxPlain = 3

	// Between these p nothing underflows, and neither p_t nor 1-p_t is close to
	// the ends.
	leastBatchProb = 0x1p-60
	mostBatchProb  = 1 - 0x1p-50
)

func (b *focalBatch) init(f Focal) {
	b.focal, b.pos, b.neg, b.half = f, f.weight(1), f.weight(0), -1
	b.edge = f.Epsilon * (1 + 0x1p-40)
	if h := 2 * f.Gamma; h == math.Trunc(h) {
		b.half = int(h)
	}
}

// logits is Focal.AtLogit for the first n elements. With e = e^-z, p_t is
// 1/(1+e), s = 1-p_t is e/(1+e) and -ln(p_t) is ln(1+e), for a z of either sign.
func (b *focalBatch) logits(loss, dx, y, x *column, n int) {
	z := &b.w // until the powers are known
	for i, v := range x {
		if !(math.Abs(v) < tinyLogit) {
			v = 0 // left to the scalar method below
		}
		z[i] = (1 - 2*y[i]) * v
	}
	expColumn(&b.e, z, nil)
	for i := range batchBlock {
		eh, el := b.e.hi[i], b.e.lo[i]
		d := twoSum(1, eh)
		d.lo += el
		inv := 1 / d.hi
		s := eh * inv
		back := twoProd(s, d.hi)
		b.s.hi[i], b.s.lo[i] = s, ((eh-back.hi)-back.lo+(el-s*d.lo))*inv
		b.pt[i] = inv - inv*inv*d.lo
		b.e.hi[i], b.e.lo[i] = d.hi, d.lo
	}
	lnColumn(&b.ln, &b.e)
	if b.half < 0 {
		// ln(s) = ln(e^-z) - ln(1+e)
		for i := range batchBlock {
			v := twoSum(z[i], -b.ln.hi[i])
			b.e.hi[i], b.e.lo[i] = v.hi, v.lo-b.ln.lo[i]
		}
	}
	b.pow()
	for i, v := range x[:n] {
		truth, pt, s := y[i], b.pt[i], b.s.hi[i]
		if !(math.Abs(v) < tinyLogit) || truth*(truth-1) != 0 || pt <= b.edge || s <= b.edge {
			loss[i], dx[i] = b.focal.AtLogit(truth, v)
			continue
		}
		a, w, l := truth*b.pos+(1-truth)*b.neg, b.w[i], b.ln.hi[i]+b.ln.lo[i]
		loss[i] = a * (w * l)
		dx[i] = 0 - (2*truth-1)*a*(w*(b.focal.Gamma*pt*l+s))
	}
}

// probs is Focal.AtProb for the first n elements.
func (b *focalBatch) probs(loss, dp, y, p *column, n int) {
	for i, v := range p {
		if !(v > leastBatchProb && v < mostBatchProb) {
			v = 0.5 // left to the scalar method below
		}
		// Either p_t or s is p, which lacks nothing.
		truth, rest := y[i], twoSum(1, -v)
		pt := truth*v + (1-truth)*rest.hi
		b.pt[i] = pt
		b.e.hi[i], b.e.lo[i] = pt, (1-truth)*rest.lo
		b.s.hi[i], b.s.lo[i] = truth*rest.hi+(1-truth)*v, truth*rest.lo
	}
	lnColumn(&b.ln, &b.e)
	if b.half < 0 {
		lnColumn(&b.e, &b.s)
	}
	b.pow()
	for i, v := range p[:n] {
		truth, pt, s := y[i], b.pt[i], b.s.hi[i]
		if !(v > leastBatchProb && v < mostBatchProb) || truth*(truth-1) != 0 || pt <= b.edge || s <= b.edge {
			loss[i], dp[i] = b.focal.AtProb(truth, v)
			continue
		}
		a, w, l := truth*b.pos+(1-truth)*b.neg, b.w[i], -(b.ln.hi[i] + b.ln.lo[i])
		loss[i] = a * (w * l)
		dp[i] = 0 - (2*truth-1)*a*(w*(b.focal.Gamma*l/s+1/pt))
	}
}

// pow sets w to s^Gamma, given s and, if Gamma is not half an integer, ln(s) in
// e, which it overwrites.
func (b *focalBatch) pow() {
	gamma := b.focal.Gamma
	switch {
	case b.half == 0:
		for i := range batchBlock {
			b.w[i] = 1
		}
	case b.half == 2:
		for i := range batchBlock {
			b.w[i] = b.s.hi[i] + b.s.lo[i]
		}
	case b.half == 4:
		for i := range batchBlock {
			s := b.s.hi[i]
			b.w[i] = s*s + 2*s*b.s.lo[i]
		}
	case b.half > 2*maxPlain:
		for i := range batchBlock {
			b.w[i] = fastTwoSum(b.s.hi[i], b.s.lo[i]).pow(gamma).round()
		}
	case b.half > 0:
		for i := range batchBlock {
			s, w := b.s.hi[i], 1.
			if b.half&1 != 0 {
				w = math.Sqrt(s)
			}
			for m := b.half >> 1; m > 0; m-- {
				w *= s
			}
			b.w[i] = w + w*(gamma*b.s.lo[i]/s)
		}
	default:
		for i := range batchBlock {
			u := twoProd(gamma, b.e.hi[i])
			b.e.hi[i], b.e.lo[i] = u.hi, u.lo+gamma*b.e.lo[i]
		}
		b.w = b.e.hi
		expColumn(&b.e, &b.w, &b.e.lo)
		for i := range batchBlock {
			b.w[i] = b.e.hi[i] + b.e.lo[i]
		}
	}
}

// expColumn sets dst to e^(x+xl) for |x| < 700 and an xl, if it
// is not nil, of an ulp of x or so; the relative error is below 2^-58. xl may be
// a column of dst.
func expColumn(dst *pairs, x, xl *column) {
	const (
		shifter = 3 << 51
		hi      = stepHi / 4
		lo      = stepLo / 4
	)
	for i := range batchBlock {
		v, vl := x[i], 0.
		if xl != nil {
			vl = xl[i]
		}
		// e^v = 2^(k/128) (1+q), |r| < ln(2)/256.
		k := v*(1/hi) + shifter - shifter
		r := (v - float64(k*hi)) + (vl - float64(k*lo))
		r2 := r * r
		q := r + r2*((1./2+r*(1./6))+r2*(1./24+r*(1./120)))
		m := int(k)
		t := &batchExpTable[m&127]
		power := math.Float64frombits(uint64(m>>7+1023) << 52)
		e := fastTwoSum(t.hi, t.lo+t.hi*q)
		dst.hi[i], dst.lo[i] = e.hi*power, e.lo*power
	}
}

// lnColumn sets dst to ln(d) for normal d, with a relative error
// below 2^-58, also close to 1.
func lnColumn(dst, d *pairs) {
	for i := range batchBlock {
		dh, dl := d.hi[i], d.lo[i]
		// ln(d) = m ln(2) - ln(inv) + ln(1+g), g = d inv/2^m - 1, |g| < 1/128.
		bits := math.Float64bits(dh)
		offset := bits - batchLnFrom
		t := &batchLnTable[offset>>45&127]
		m := int64(offset) >> 52
		inv := math.Float64frombits(math.Float64bits(t.inv) - uint64(m)<<52)
		top := math.Float64frombits(bits &^ (1<<invZeros - 1))
		// Both products are exact, and what cancels near 1 is, too.
		d1 := twoSum(float64(top*inv)-1, float64((dh-top)*inv))
		gl := d1.lo + dl*inv
		g := d1.hi + gl
		gl += d1.hi - g
		g2 := g * g
		tail := g2*((-1./2+g*(1./3))+g2*((-1./4+g*(1./5))+g2*((-1./6+g*(1./7))+g2*(-1./8)))) + gl
		lead := float64(float64(m)*ln2Hi) + t.hi // exact
		sum := twoSum(lead, g)
		dst.hi[i], dst.lo[i] = sum.hi, sum.lo+(float64(m)*ln2Lo+t.lo+tail)
	}
}
