// Package explore turns the explorer's state into what its page draws and
// says: chart series, readings under the pointer, and messages.
package explore

import (
	"lossexplorer/internal/params"
	"lossexplorer/losscore"
)

// Points is how many points a curve has.
const Points = 512

// The lines of a chart, in the order of the chart's series.
const (
	FocalPos = iota // focal loss, y = 1
	FocalNeg        // focal loss, y = 0
	CrossPos        // cross-entropy, y = 1
	CrossNeg        // cross-entropy, y = 0
	Lines
)

// A Range is what a chart's y axis shows.
type Range struct{ Min, Max float64 }

// The y axes of the charts. They are fixed, so that a moving slider moves the
// curve and not the scale.
var (
	LossRange     = Range{0, 5}
	GradientRange = map[params.Gradient]Range{params.ByPt: {-10, 0}, params.ByLogit: {-1.5, 1.5}}
)

// limit brings a value far outside the range to one that is still outside. A
// dashed line of millions of pixels is drawn solid, or not at all.
func (r Range) limit(v float64) float64 {
	height := r.Max - r.Min
	return min(max(v, r.Min-height), r.Max+height)
}

// Series are the lines of both charts, each as x, y pairs: p_t and the
// quantity, the latter limited to a chart's height beyond either end of its
// axis. A line that is not shown is empty. The slices are reused by the next
// Update; the zero value is ready to use.
type Series struct {
	Loss     [Lines][]float64
	Gradient [Lines][]float64

	curve losscore.Curve
	cross [2]reference // by class
}

// A reference is a sampled cross-entropy. It is kept because a moving gamma or
// alpha leaves it as it is.
type reference struct {
	loss  losscore.Focal
	curve losscore.Curve
}

// sample returns the curve of line i with n points; focal is the loss of s.
func (c *Series) sample(s params.State, focal losscore.Loss, i, n int) (*losscore.Curve, error) {
	y := truth(i)
	if i == FocalPos || i == FocalNeg {
		return &c.curve, c.curve.Sample(focal, y, n)
	}
	r, f := &c.cross[int(y)], crossEntropy(s)
	if r.loss == f && len(r.curve.Pt) == n {
		return &r.curve, nil
	}
	r.loss = f
	return &r.curve, r.curve.Sample(f, y, n)
}

// Update fills the series for s with n points a line.
func (c *Series) Update(s params.State, n int) error {
	axis := GradientRange[s.Gradient]
	var focal losscore.Loss = s.Focal // which allocates, so once
	for i := range Lines {
		c.Loss[i], c.Gradient[i] = c.Loss[i][:0], c.Gradient[i][:0]
		if !shown(s, truth(i)) {
			continue
		}
		curve, err := c.sample(s, focal, i, n)
		if err != nil {
			return err
		}
		gradient := curve.DPt
		if s.Gradient == params.ByLogit {
			gradient = curve.DLogit
		}
		for k, pt := range curve.Pt {
			c.Loss[i] = append(c.Loss[i], pt, LossRange.limit(curve.Loss[k]))
			c.Gradient[i] = append(c.Gradient[i], pt, axis.limit(gradient[k]))
		}
		// Against p_t cross-entropy is the same for both classes, except for
		// the sign of the gradient to the logit.
		if i == CrossNeg && shown(s, 1) {
			c.Loss[i] = c.Loss[i][:0]
			if s.Gradient == params.ByPt {
				c.Gradient[i] = c.Gradient[i][:0]
			}
		}
	}
	return nil
}

// truth returns the label of line i.
func truth(i int) float64 {
	if i == FocalPos || i == CrossPos {
		return 1
	}
	return 0
}

// crossEntropy is the cross-entropy that stands beside the focal loss, clipped
// alike so that both are comparable where the clip is active.
func crossEntropy(s params.State) losscore.Focal {
	return losscore.Focal{Epsilon: s.Focal.Epsilon}
}

func shown(s params.State, y float64) bool {
	switch s.Class {
	case params.Positive:
		return y == 1
	case params.Negative:
		return y == 0
	}
	return true
}

// A Reading is one class' values at a p_t.
type Reading struct {
	Y        float64
	Pt       float64
	Loss     float64
	Gradient float64 // the quantity of the gradient chart
	Below    float64 // cross-entropy over loss; NaN where both are 0
}

// Readings appends to dst the reading at pt of every shown class.
func Readings(dst []Reading, s params.State, pt float64) []Reading {
	for _, y := range [...]float64{1, 0} {
		if !shown(s, y) {
			continue
		}
		p := pt
		if y == 0 {
			p = 1 - pt
		}
		loss, dp := s.Focal.AtProb(y, p)
		ce, _ := crossEntropy(s).AtProb(y, p)
		gradient := dp
		if y == 0 {
			gradient = -dp
		}
		if s.Gradient == params.ByLogit {
			// dL/dx = dL/dp p(1-p); the product is taken where it is finite.
			gradient = 0
			if p > 0 && p < 1 {
				gradient = dp * p * (1 - p)
			}
		}
		dst = append(dst, Reading{y, pt, loss, gradient, ce / loss})
	}
	return dst
}
