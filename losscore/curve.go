package losscore

import "math"

// A Curve holds a sampled loss and its gradients, one column each, for
// plotting against p_t. The caller owns the columns; [Curve.Sample] and
// [Curve.Evaluate] overwrite them, and grow them when they are short. The zero
// value is ready to use.
type Curve struct {
	// probability p_t of the true class, or p for a soft label, strictly increasing
	Pt     []float64
	Loss   []float64 // loss in nats
	DPt    []float64 // dL/dp_t
	DLogit []float64 // dL/dx, x the logit of p, not of p_t
}

const (
	// firstPt is the first p_t of curves without a clip: the loss and dL/dp_t are
	// infinite at 0. A curve that is not finite at 1 ends at 1-firstPt.
	firstPt = 1e-6

	// minKnots is the least number of points for which the clip is resolved.
	minKnots = 8

	// meshSize is the number of points at which curvature is estimated.
	meshSize = 128

	// background is the share of points spread evenly.
	background = 0.1
)

// Sample fills the columns with n points of l for label y, p_t ascending from
// 0 to 1, or p for a label between 0 and 1. Straight lines between the points follow
// the loss and both gradients closely where the loss is at most 5, |dL/dp_t| at most
// 10 and |dL/dx| at most 1.5: the density of points follows the square root of the
// second derivatives (equidistribution, de Boor, "Good approximation by splines
// with variable knots", 1973).
//
// If Epsilon is 0 the first p_t is 1e-6, where all values are finite, and the
// last is 1-1e-6 for a loss that is not finite at 1. If Epsilon is positive and n at
// least 8, Epsilon and 1-Epsilon (rounded) are among the points, each with the
// adjacent float64 on the other side of the gradient's jump. Fewer points, or an
// Epsilon within 1e-6 of 0.5, are spaced uniformly.
//
// The error comes from l's Validate, or is a [*RangeError] for a y
// outside [0,1] and for n < 2; then nothing is written. Sample does not allocate if
// the columns have been used for n points before and l already is a Loss, not a
// struct to be made one.
//
// The Epsilon of a loss from outside this package is used if the loss is a [Batch];
// any other loss is sampled as if it had no clip.
func (c *Curve) Sample(l Loss, y float64, n int) error {
	if err := validCurve(l, y); err != nil {
		return err
	}
	if n < 2 {
		return &RangeError{"n", float64(n), Interval{Min: 2, Max: math.Inf(1), Words: ">= 2"}}
	}
	c.Pt = resize(c.Pt, n)

	var s sampler
	s.init(l, y)
	c.place(&s)
	c.fill(&s)
	return nil
}

// Evaluate fills Loss, DPt and DLogit with l for label y at the p_t that c has,
// each from 0 to 1. Sample's points have the same values, bit by bit.
//
// The error comes from l's Validate, or is a [*RangeError] for a y
// or a p_t outside [0,1]; then nothing is written.
func (c *Curve) Evaluate(l Loss, y float64) error {
	if err := validCurve(l, y); err != nil {
		return err
	}
	for _, pt := range c.Pt {
		if !(pt >= 0 && pt <= 1) {
			return &RangeError{"Pt", pt, Between(0, 1)}
		}
	}
	var s sampler
	s.init(l, y)
	c.fill(&s)
	return nil
}

func validCurve(l Loss, y float64) error {
	if err := l.Validate(); err != nil {
		return err
	}
	return validIn("y", y, Between(0, 1))
}

// fill sets the columns beside Pt.
func (c *Curve) fill(s *sampler) {
	n := len(c.Pt)
	c.Loss = resize(c.Loss, n)
	c.DPt = resize(c.DPt, n)
	c.DLogit = resize(c.DLogit, n)
	s.sample(c.Loss, c.DPt, c.DLogit, c.Pt)
	if s.y == 0 {
		for i, dz := range c.DLogit {
			c.DLogit[i] = 0 - dz
		}
	}
}

// A sampler evaluates a loss at a p_t. A kernel uses p_t exactly, other losses use
// the p that rounds to it.
type sampler struct {
	l      Loss
	k      kernel // nil if l is none
	y      float64
	blocks blocks

	clip float64 // of a soft label, which is evaluated one by one
}

func (s *sampler) init(l Loss, y float64) {
	s.l, s.y = l, y
	if y > 0 && y < 1 {
		if c, ok := l.(interface{ clipAt() float64 }); ok {
			s.clip = c.clipAt()
		}
		return
	}
	s.k, _ = l.(kernel)
	s.blocks.init(l, y)
}

// sample is at for every element of pt.
func (s *sampler) sample(loss, dpt, dz, pt []float64) {
	if s.blocks.sample(s, loss, dpt, dz, pt) {
		return
	}
	for i, v := range pt {
		loss[i], dpt[i], dz[i] = s.at(v)
	}
}

func (s *sampler) at(pt float64) (loss, dpt, dz float64) {
	if s.k != nil {
		v, w, active := clip(s.k.clipAt(), pair{pt, 0}, twoSum(1, -pt))
		loss, dpt, dz = s.k.at(s.y, v, w)
		if active {
			return loss, 0, 0
		}
		return loss, dpt, dz
	}
	if s.y > 0 {
		loss, dpt = s.l.AtProb(s.y, pt)
	} else {
		loss, dpt = s.l.AtProb(0, 1-pt)
		dpt = -dpt
	}
	if pt > 0 && pt < 1 {
		dz = dpt * pt * (1 - pt)
	}
	return loss, dpt, dz
}

func (s *sampler) epsilon() float64 {
	if s.k != nil {
		return s.k.clipAt()
	}
	return max(s.clip, s.blocks.epsilon())
}

// resize returns s with length n, its contents undefined.
func resize(s []float64, n int) []float64 {
	if cap(s) < n {
		return make([]float64, n)
	}
	return s[:n]
}

// place sets Pt.
func (c *Curve) place(f *sampler) {
	pt, eps := c.Pt, f.epsilon()
	n := len(pt)
	lo, hi := firstPt, 1.
	if eps > 0 {
		lo = 0
	} else if loss, dpt, _ := f.at(1); loss-loss != 0 || dpt-dpt != 0 {
		hi = 1 - firstPt
	}
	if n < minKnots || eps > 0.5-1e-6 {
		for i := range pt {
			pt[i] = lo + (hi-lo)*(float64(i)/float64(n-1))
		}
		return
	}
	if eps > 0 {
		// The clipped parts are constant and need only their ends.
		last, above := upperClip(eps)
		pt[n-1] = 1
		if above < 1 {
			n--
			pt[n-1] = above
		}
		pt, lo, hi = append(pt[:0], 0), eps, last
		if below := math.Nextafter(eps, 0); below > 0 {
			pt = append(pt, below)
		}
		if eps < firstPt {
			pt, lo = append(pt, eps), firstPt
		}
		pt = c.Pt[len(pt) : n-1]
	}
	equidistribute(pt, f, lo, hi)
}

// upperClip returns the largest p_t that is not clipped and the next float64.
func upperClip(eps float64) (last, above float64) {
	last = 1 - eps
	if 1-last < eps { // the difference is exact
		last = math.Nextafter(last, 0)
	}
	return last, math.Nextafter(last, 1)
}

// mesh returns point i of a mesh from lo to hi, dense at both ends.
func mesh(i int, lo, hi float64) float64 {
	u := float64(i) / (meshSize - 1)
	v := 1 - u
	u, v = u*u*u, v*v*v
	return lo*(v/(u+v)) + hi*(u/(u+v))
}

// equidistribute sets pt to points from lo to hi, between which the integral
// of the bend is equal.
func equidistribute(pt []float64, f *sampler, lo, hi float64) {
	var x, bend, sum [meshSize]float64
	for i := range x {
		x[i] = mesh(i, lo, hi)
	}
	bends(&bend, f, &x)
	for i := 1; i < meshSize; i++ {
		// The bend of an interval is the greater of the bends at its ends.
		greater := bend[i]
		if bend[i-1] > greater {
			greater = bend[i-1]
		}
		sum[i] = sum[i-1] + greater*(x[i]-x[i-1])
	}
	even := 1.
	if total := sum[meshSize-1]; total > 0 {
		even = total * background / (1 - background)
	}
	for i := range sum {
		sum[i] += even * (x[i] - lo) / (hi - lo)
	}

	n := len(pt) - 1
	pt[0], pt[n] = lo, hi
	j := 1
	for i := 1; i < n; i++ {
		s := sum[meshSize-1] * float64(i) / float64(n)
		for sum[j] < s {
			j++
		}
		pt[i] = x[j-1] + (x[j]-x[j-1])*((s-sum[j-1])/(sum[j]-sum[j-1]))
	}
}

// windows are the ranges of loss, dL/dp_t and dL/dz in which a curve is to look
// smooth.
var windows = [3]struct{ lo, hi float64 }{{0, 5}, {-10, 0}, {-1.5, 1.5}}

// bends sets bend to the square root of the greatest second derivative of f at the
// points x, in units of the window, among the values in the window. At both ends it
// is 0.
func bends(bend *[meshSize]float64, f *sampler, x *[meshSize]float64) {
	var v [3][meshSize]float64
	f.sample(v[0][:], v[1][:], v[2][:], x[:])
	var width, around [meshSize]float64 // inverse: of the interval after a point, of both
	for i := range meshSize - 1 {
		width[i] = 1 / (x[i+1] - x[i])
		if i > 0 {
			around[i] = 1 / (x[i+1] - x[i-1])
		}
	}
	for k, window := range windows {
		v, unit := &v[k], 1/(window.hi-window.lo)
		before := (v[1] - v[0]) * width[0]
		for i := 1; i < meshSize-1; i++ {
			after := (v[i+1] - v[i]) * width[i]
			d := math.Abs(after-before) * around[i] * unit
			before = after
			// d may be NaN or infinite; neither counts.
			if !(d > bend[i] && d <= math.MaxFloat64) {
				continue
			}
			if v[i-1] < window.lo && v[i] < window.lo && v[i+1] < window.lo ||
				v[i-1] > window.hi && v[i] > window.hi && v[i+1] > window.hi {
				continue
			}
			bend[i] = d
		}
	}
	for i, d := range bend {
		bend[i] = math.Sqrt(d)
	}
}
