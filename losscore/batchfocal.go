package losscore

import "math"

// batchBlock is the number of elements that a batch evaluates at a time: few enough
// for the first-level cache.
const batchBlock = 128

type column [batchBlock]float64

// A pairs is a column of pairs.
type pairs struct{ hi, lo column }

// A focalBatch evaluates a [Focal] block by block, in loops without branches or
// calls, which would take most of the time, in WebAssembly above all. The rounding
// error of a step that matters is carried along as one more float64, so that
// results have about the accuracy of the scalar methods. The scalar methods
// themselves are used for the rare arguments for which that does not hold.
type focalBatch struct {
	focal  Focal
	weight [2]float64 // of the classes
	half   int        // 2 Gamma if that is an integer, for products; or -1
	reach  int        // greatest multiple of a grid step used for logits
	edge   float64    // smallest p_t and 1-p_t that is certainly not clipped

	near [batchBlock]uint16 // index in the grid
	r    column             // distance from there

	pt, s, ln pairs // s is 1-p_t, ln is |ln(p_t)|
	w, e      pairs // s^Gamma, and scratch

	rare [batchBlock]leftOver
}

// A leftOver is an element of a block, left to the scalar method.
type leftOver struct {
	i    int
	y, x float64
}

const (
	// maxBatchGamma bounds the Gamma for which nothing underflows here.
	maxBatchGamma = 10

	// Between these p nothing underflows, and neither p_t nor 1-p_t is close to
	// the ends.
	leastBatchProb = 0x1p-60
	mostBatchProb  = 1 - 0x1p-50
)

func (b *focalBatch) init(f Focal) {
	b.focal, b.weight, b.half = f, [2]float64{f.weight(0), f.weight(1)}, -1
	b.edge = f.Epsilon * (1 + 0x1p-40)
	if h := 2 * f.Gamma; h == math.Trunc(h) {
		b.half = int(h)
	}
	// Logits that round to reach are less than a step from it.
	clip := math.Log((1 - f.Epsilon) / f.Epsilon)
	b.reach = int(math.Floor(min(gridReach, clip*gridSteps-1)))
}

// logits is Focal.AtLogit for the first n elements.
func (b *focalBatch) logits(loss, dx, y, x *column, n int) {
	g := grid()
	from := math.Float64bits(gridShift - float64(b.reach))
	span := uint64(max(0, 2*b.reach+1))
	rare := 0
	for i, v := range x {
		label := y[i]
		z := (label + label - 1) * v
		k := z*gridSteps + gridShift
		bits := math.Float64bits(k)
		r := z - (k-gridShift)*(1./gridSteps)
		if bits-from >= span || label*label != label {
			b.rare[rare&(batchBlock-1)] = leftOver{i, label, v}
			rare++
			r = 0
		}
		b.near[i] = uint16(bits % gridSize)
		b.r[i] = r
	}
	for i, r := range b.r {
		e := &g[b.near[i]%gridSize]
		ds, dl := e.ds.series(r), e.dl.series(r)
		s := fastTwoSum(e.s.hi, e.s.lo+ds)
		b.s.hi[i], b.s.lo[i] = s.hi, s.lo
		b.pt.hi[i], b.pt.lo[i] = e.pt.hi, e.pt.lo-ds
		b.ln.hi[i], b.ln.lo[i] = e.l.hi, e.l.lo+dl
	}
	if b.half < 0 {
		// ln(s) = ln(p_t) - z, and at the point of the grid it is -l at -z.
		for i, r := range b.r {
			k := b.near[i]
			l := g[(gridSize-k)%gridSize].l
			v := twoSum(-l.hi, g[k%gridSize].l.lo-b.ln.lo[i]-r-l.lo)
			b.e.hi[i], b.e.lo[i] = v.hi, v.lo
		}
	}
	b.pow()
	gamma, slope := b.focal.Gamma, [2]float64{b.weight[0], 0 - b.weight[1]}
	for i, label := range y {
		pt, ptl := b.pt.hi[i], b.pt.lo[i]
		l, ll := b.ln.hi[i], b.ln.lo[i]
		w, wl := b.w.hi[i], b.w.lo[i]
		d := twoSum(gamma*(pt*l), b.s.hi[i])
		d.lo += gamma*(pt*ll+ptl*(l+ll)) + b.s.lo[i]
		class := int(label) & 1
		loss[i] = b.weight[class] * (w*l + (w*ll + wl*l))
		dx[i] = slope[class] * (w*d.hi + (w*d.lo + wl*d.hi))
	}
	for _, e := range b.rare[:rare] {
		if e.i < n {
			loss[e.i], dx[e.i] = b.focal.AtLogit(e.y, e.x)
		}
	}
}

// probs is Focal.AtProb for the first n elements.
func (b *focalBatch) probs(loss, dp, y, p *column, n int) {
	for i, v := range p {
		if !(v > leastBatchProb && v < mostBatchProb) {
			v = 0.5 // left to the scalar method below
		}
		// Either p_t or s is p, which lacks nothing.
		label, rest := y[i], twoSum(1, -v)
		pt := label*v + (1-label)*rest.hi
		b.pt.hi[i] = pt
		b.e.hi[i], b.e.lo[i] = pt, (1-label)*rest.lo
		b.s.hi[i], b.s.lo[i] = label*rest.hi+(1-label)*v, label*rest.lo
	}
	lnColumn(&b.ln, &b.e)
	if b.half < 0 {
		lnColumn(&b.e, &b.s)
	}
	b.pow()
	for i, v := range p[:n] {
		label, pt, s := y[i], b.pt.hi[i], b.s.hi[i]
		if !(v > leastBatchProb && v < mostBatchProb) || label*(label-1) != 0 || pt <= b.edge ||
			s <= b.edge {
			loss[i], dp[i] = b.focal.AtProb(label, v)
			continue
		}
		a, w, l := b.weight[int(label)&1], b.w.hi[i]+b.w.lo[i], -(b.ln.hi[i] + b.ln.lo[i])
		loss[i] = a * (w * l)
		dp[i] = 0 - (2*label-1)*a*(w*(b.focal.Gamma*l/s+1/pt))
	}
}

// pow sets w to s^Gamma, given s and, if Gamma is not half an integer, ln(s) in
// e.
func (b *focalBatch) pow() {
	switch b.half {
	case -1:
		gamma := b.focal.Gamma
		for i := range batchBlock {
			u := twoProd(gamma, b.e.hi[i])
			b.w.hi[i], b.w.lo[i] = u.hi, u.lo+gamma*b.e.lo[i]
		}
		expColumn(&b.w)
		return
	case 0:
		for i := range batchBlock {
			b.w.hi[i], b.w.lo[i] = 1, 0
		}
		return
	}
	// The methods of a pair would be calls in WebAssembly.
	b.w = b.s
	factors := b.half/2 - 1
	if b.half&1 != 0 {
		factors++
		for i, s := range b.s.hi {
			w := math.Sqrt(s)
			p := twoProd(w, w)
			b.w.hi[i], b.w.lo[i] = w, ((s-p.hi)-p.lo+b.s.lo[i])/(2*w)
		}
	}
	if factors == 1 {
		// A single product may be rounded.
		for i, s := range b.s.hi {
			w := b.w.hi[i]
			b.w.hi[i], b.w.lo[i] = w*s, w*b.s.lo[i]+b.w.lo[i]*s
		}
		return
	}
	for range factors {
		for i, s := range b.s.hi {
			w := b.w.hi[i]
			p := twoProd(w, s)
			b.w.hi[i], b.w.lo[i] = p.hi, p.lo+(w*b.s.lo[i]+b.w.lo[i]*s)
		}
	}
}

// expColumn replaces v by e^v for |v| < 700; the relative error is below 2^-58.
func expColumn(v *pairs) {
	const (
		shifter = 3 << 51
		hi      = stepHi / 4
		lo      = stepLo / 4
	)
	for i, x := range v.hi {
		// e^x = 2^(k/128) (1+q), |r| < ln(2)/256.
		k := x*(1/hi) + shifter - shifter
		r := (x - float64(k*hi)) + (v.lo[i] - float64(k*lo))
		r2 := r * r
		q := r + r2*((1./2+r*(1./6))+r2*(1./24+r*(1./120)))
		m := int(k)
		t := &batchExpTable[m&127]
		power := math.Float64frombits(uint64(m>>7+1023) << 52)
		e := fastTwoSum(t.hi, t.lo+t.hi*q)
		v.hi[i], v.lo[i] = e.hi*power, e.lo*power
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
		// Both products are exact, and so is the difference near 1, where they cancel.
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
