package plot

import (
	"math"

	"lossexplorer/internal/state"
	"lossexplorer/losscore"
)

// A Frame holds the ranges of the axes of the charts. On a logarithmic scale the ends
// of Loss, Gradient and Curvature are exponents of ten.
type Frame struct{ X, Loss, Gradient, Curvature state.Range }

// FrameOf returns the axes of s. They do not follow the parameters of the loss,
// so that a moving slider moves the curve and not the scale.
func FrameOf(s state.State) Frame {
	f := WholeFrame(s)
	for _, zoom := range [...]struct {
		axis *state.Range
		to   state.Range
	}{{&f.X, s.Axes.XRange}, {&f.Loss, s.Axes.LossRange}, {&f.Gradient, s.Axes.GradientRange},
		{&f.Curvature, s.Axes.CurvatureRange}} {
		if zoom.to != (state.Range{}) {
			*zoom.axis = zoom.to
		}
	}
	return f
}

// WholeFrame is FrameOf without the zoom.
func WholeFrame(s state.State) Frame {
	x := state.Range{Min: 0, Max: 1}
	if s.Axes.X == state.XLogit {
		x = state.Range{Min: -20, Max: 20} // Keras' clip is at 16.1
	}
	return Frame{x, wholeLoss(s), wholeGradient(s), wholeCurvature(s)}
}

func wholeLoss(s state.State) state.Range {
	log := s.Axes.LogLoss()
	switch {
	case log && (s.Axes.Quantity == state.Ratio ||
		s.Axes.Quantity == state.Plain && s.Axes.X != state.XLogit):
		return state.Range{Min: -4, Max: 1}
	case log:
		return state.Range{Min: -6, Max: 1}
	case s.Axes.Quantity == state.Difference:
		return state.Range{Min: -5, Max: 1}
	case s.Axes.Quantity == state.Ratio:
		return state.Range{Min: 0, Max: 1.5}
	case s.Axes.X == state.XLogit:
		return state.Range{Min: 0, Max: 20}
	}
	return state.Range{Min: 0, Max: 5}
}

func wholeGradient(s state.State) state.Range {
	ratio := s.Axes.Quantity == state.Ratio || s.Gradient == state.Relative
	switch log := s.Axes.LogGradient(); {
	case log && ratio:
		return state.Range{Min: -4, Max: 1}
	case log && s.Gradient == state.ByPt:
		return state.Range{Min: -6, Max: 2}
	case log:
		return state.Range{Min: -6, Max: 1}
	case s.Gradient == state.Relative, s.Gradient == state.Pull &&
		s.Axes.Quantity != state.Difference:
		return state.Range{Min: 0, Max: 1.5}
	case ratio:
		return state.Range{Min: -0.5, Max: 2}
	case s.Gradient.OfLogit():
		return state.Range{Min: -1.5, Max: 1.5}
	case s.Axes.Quantity == state.Difference:
		return state.Range{Min: -2, Max: 10}
	case s.Kind.Rises, s.Class == state.Soft: // past the minimum it rises
		return state.Range{Min: -10, Max: 10}
	}
	return state.Range{Min: -10, Max: 0}
}

// ZoomStep is the factor used for one step of the zoom.
const ZoomStep = 1.5

// ZoomBy returns s with its axes factor times closer about a point that is a
// share of the way along each of them, x from the left and y from below.
func ZoomBy(s state.State, factor, x, y float64) state.State {
	f := FrameOf(s)
	about := func(r state.Range, share float64) state.Range {
		fixed, length := r.Min+share*(r.Max-r.Min), (r.Max-r.Min)/factor
		return state.Range{Min: fixed - share*length, Max: fixed + (1-share)*length}
	}
	return zoomed(s, Frame{about(f.X, x), about(f.Loss, y), about(f.Gradient, y),
		about(f.Curvature, y)})
}

// A Chart is one of the charts.
type Chart int

// The charts, in their order.
const (
	LossChart Chart = iota
	GradientChart
	CurvatureChart
	Charts
)

// ZoomTo returns s with its charts zoomed to a part of the x axis, and to one
// of the y axis of a chart.
func ZoomTo(s state.State, x, y state.Range, of Chart) state.State {
	f := FrameOf(s)
	f.X = x
	switch of {
	case LossChart:
		f.Loss = y
	case GradientChart:
		f.Gradient = y
	case CurvatureChart:
		f.Curvature = y
	}
	return zoomed(s, f)
}

// leastShare is the least part of an axis that is shown, mostShare the most.
const (
	leastShare = 1e-9
	mostShare  = 8
)

// zoomed returns s with the axes of f, in so far as they can be drawn and are
// not the whole axes.
func zoomed(s state.State, f Frame) state.State {
	whole := WholeFrame(s)
	f.X = within(s.Axes.X, f.X)
	set := func(to *state.Range, r, whole state.Range) {
		length, all := r.Max-r.Min, whole.Max-whole.Min
		if !(length >= leastShare*all && length <= mostShare*all) {
			return
		}
		// Ends that are round to a thousandth of the axis keep links short.
		unit := math.Pow(10, math.Floor(math.Log10(length))-3)
		r.Min, r.Max = math.Round(r.Min/unit)*unit, math.Round(r.Max/unit)*unit
		r.Min, r.Max = round(r.Min, 12)+0, round(r.Max, 12)+0 // +0 is not -0
		if math.Abs(r.Min-whole.Min) <= all/500 && math.Abs(r.Max-whole.Max) <= all/500 {
			r = state.Range{}
		}
		*to = r
	}
	set(&s.Axes.XRange, f.X, whole.X)
	set(&s.Axes.LossRange, f.Loss, whole.Loss)
	set(&s.Axes.GradientRange, f.Gradient, whole.Gradient)
	set(&s.Axes.CurvatureRange, f.Curvature, whole.Curvature)
	return s
}

// window is the range within which curves are drawn.
type window state.Range

// pairs appends to dst each x and its value. A value far outside the range is replaced
// by one that is just outside: browsers draw a dashed line of millions of pixels solid,
// or not at all.
func (r window) pairs(dst, x, values []float64) []float64 {
	height := r.Max - r.Min
	low, high := r.Min-height, r.Max+height
	for i, v := range values {
		if v < low { // in WebAssembly min and max take ten times as long
			v = low
		} else if v > high {
			v = high
		}
		dst = append(dst, x[i], v)
	}
	return dst
}

// maxLogit is the end of a logit axis that is zoomed out: beyond it p is 0
// or 1 in float64.
const maxLogit = 40

// A sampler has the values of a loss and of cross-entropy along the x axis.
type sampler struct {
	x            []float64 // in units of the axis, ascending or descending
	curve, cross losscore.Curve
	loss, slope  []float64 // the result of quantities
	bend         []float64 // the result of curvatures
	even         []float64 // the result of ends
}

// sample evaluates l for label y at n points.
func (c *sampler) sample(s state.State, f Frame, l losscore.Loss, y float64, n int) error {
	whole := f.X == state.Range{Min: 0, Max: 1}
	log := s.Axes.LogLoss() || s.Axes.LogGradient()
	if s.Axes.X != state.XLogit && whole && !log {
		if err := c.curve.Sample(l, y, n); err != nil {
			return err
		}
	} else {
		epsilon := crossEntropy(s).Epsilon
		if s.Axes.X != state.XLogit && whole {
			c.curve.Pt = corners(c.ends(c.curve.Pt, n), epsilon)
		} else {
			c.curve.Pt = place(c.curve.Pt, s.Axes.X, f.X, y, epsilon, n)
		}
		if err := c.curve.Evaluate(l, y); err != nil {
			return err
		}
	}
	c.x = append(c.x[:0], c.curve.Pt...)
	if s.Axes.X != state.XPt {
		for i, pt := range c.x {
			c.x[i] = Place(s.Axes.X, pt, y)
		}
	}
	if s.Axes.Quantity == state.Plain && s.Gradient != state.Relative {
		return nil
	}
	c.cross.Pt = append(c.cross.Pt[:0], c.curve.Pt...)
	return c.cross.Evaluate(crossEntropy(s), y)
}

// place returns n values of p_t. They are even along the shown part of the x axis,
// except at the ends of the clip, where curves have corners.
func place(dst []float64, x state.X, r state.Range, y, epsilon float64, n int) []float64 {
	r = within(x, r)
	dst = dst[:0]
	for i := range n {
		at := r.Min + (r.Max-r.Min)*float64(i)/float64(n-1)
		dst = append(dst, PtAt(x, at, y))
	}
	return corners(dst, epsilon)
}

// corners moves a point to each end of the clip that is between two.
func corners(pts []float64, epsilon float64) []float64 {
	if epsilon <= 0 {
		return pts
	}
	for _, corner := range [...]float64{epsilon, 1 - epsilon} {
		for i := 1; i < len(pts); i++ {
			low, high := pts[i-1], pts[i]
			if low < corner != (high < corner) && corner != low && corner != high {
				pts[i] = corner
				break
			}
		}
	}
	return pts
}

// ends returns n values of p_t from 0 to 1 for a logarithmic y axis, on which curves bend
// near the ends of the x axis: there, a sixth of them each, they are as many a power of ten.
func (c *sampler) ends(dst []float64, n int) []float64 {
	if len(c.even) != n {
		const end, least = 0.03, 1e-9
		c.even = c.even[:0]
		k := n / 6
		for i := range k {
			c.even = append(c.even, least*math.Pow(end/least, float64(i)/float64(k)))
		}
		for i := range n - 2*k {
			c.even = append(c.even, end+(1-2*end)*float64(i)/float64(n-2*k-1))
		}
		for i := range k {
			c.even = append(c.even, 1-c.even[k-1-i])
		}
		c.even[0], c.even[n-1] = 0, 1
	}
	return append(dst[:0], c.even...)
}

// within returns the part of r where there are predictions.
func within(x state.X, r state.Range) state.Range {
	low, high := 0., 1.
	if x == state.XLogit {
		low, high = -maxLogit, maxLogit
	}
	return state.Range{Min: min(max(r.Min, low), high), Max: max(min(r.Max, high), low)}
}

// Place returns the place of p_t on the x axis for label y.
func Place(x state.X, pt, y float64) float64 {
	switch {
	case x == state.XPt:
		return pt
	case x == state.XProb && y == 0:
		return 1 - pt
	case x == state.XProb:
		return pt
	}
	z := min(max(math.Log(pt)-math.Log1p(-pt), -maxLogit), maxLogit)
	if y == 0 {
		return -z
	}
	return z
}

// PtAt is the inverse of Place.
func PtAt(x state.X, at, y float64) float64 {
	if x == state.XLogit {
		if y == 0 {
			at = -at
		}
		return 1 / (1 + math.Exp(-at))
	}
	at = min(max(at, 0), 1)
	if x == state.XProb && y == 0 {
		return 1 - at
	}
	return at
}

// quantities returns the values on the y axes at the points of the last sample.
func (c *sampler) quantities(s state.State) (loss, slope []float64) {
	return c.losses(s.Axes), c.slopes(s)
}

func (c *sampler) losses(a state.Axes) []float64 {
	if a.Quantity == state.Plain && !a.LogLoss() {
		return c.curve.Loss
	}
	c.loss = append(c.loss[:0], c.curve.Loss...)
	var cross float64
	for i, v := range c.loss {
		if a.Quantity != state.Plain {
			cross = c.cross.Loss[i]
		}
		c.loss[i] = quantity(a.Quantity, a.LogLoss(), v, cross)
	}
	return c.loss
}

func (c *sampler) slopes(s state.State) []float64 {
	slope, crossSlope := c.curve.DPt, c.cross.DPt
	if s.Gradient.OfLogit() {
		slope, crossSlope = c.curve.DLogit, c.cross.DLogit
	}
	a, q := s.Axes, s.Axes.Quantity
	if s.Gradient == state.Relative {
		q = state.Ratio
	}
	size := s.Gradient == state.Pull || s.Gradient == state.Relative
	if q == state.Plain && !size && !a.LogGradient() {
		return slope
	}
	c.slope = append(c.slope[:0], slope...)
	var cross float64
	for i, v := range c.slope {
		if q != state.Plain {
			cross = crossSlope[i]
		}
		if size {
			v, cross = math.Abs(v), math.Abs(cross)
		}
		c.slope[i] = quantity(q, a.LogGradient(), v, cross)
	}
	return c.slope
}

// quantity returns the number on the y axis for the value v and the value of
// cross-entropy, NaN for the ratio of zeros.
func quantity(q state.Quantity, log bool, v, cross float64) float64 {
	switch q {
	case state.Difference:
		v -= cross
	case state.Ratio:
		v /= cross
	}
	if log {
		return math.Log10(math.Abs(v))
	}
	return v
}
