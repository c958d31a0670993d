// Package explore turns the explorer's state into what its page draws and
// says: chart series, readings under the pointer, and messages.
package explore

import (
	"lossexplorer/internal/params"
	"lossexplorer/internal/parity"
	"lossexplorer/losscore"
)

// Points is how many points a curve has.
const Points = 512

// The lines of a chart, in the order of the chart's series.
const (
	LossPos  = iota // the loss, y = 1
	LossNeg         // the loss, y = 0
	WrongPos        // what the tutorial's broken code computes, y = 1
	WrongNeg        // the same, y = 0
	CrossPos        // cross-entropy, y = 1
	CrossNeg        // cross-entropy, y = 0
	Lines
	Moving = WrongPos // how many lines, the first, a slider moves as a rule
)

// A Range is what a chart's y axis shows.
type Range struct{ Min, Max float64 }

// The y axes of the charts. They are fixed, so that a moving slider moves the
// curve and not the scale.
var LossRange = Range{0, 5}

// A GradientAxis is the y axis of the gradient chart.
type GradientAxis struct {
	ID string // by which the page finds the axis
	Of params.Gradient
	Range
}

var (
	ptAxis       = GradientAxis{"pt", params.ByPt, Range{-10, 0}}
	ptRisingAxis = GradientAxis{"pt-rising", params.ByPt, Range{-10, 10}}
	logitAxis    = GradientAxis{"logit", params.ByLogit, Range{-1.5, 1.5}}
)

// GradientAxes returns the y axes that the gradient chart may have, the default
// state's first.
func GradientAxes() []GradientAxis { return []GradientAxis{ptAxis, ptRisingAxis, logitAxis} }

// AxisOf returns the y axis of the gradient chart for s.
func AxisOf(s params.State) GradientAxis {
	switch {
	case s.Gradient == params.ByLogit:
		return logitAxis
	case s.Kind.Rises:
		return ptRisingAxis
	}
	return ptAxis
}

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

	// StillChanged says whether the last Update changed a line from Moving on.
	StillChanged bool

	curve losscore.Curve
	still still
}

// still is all that the lines from Moving on depend on. They are kept because a
// moving gamma or alpha leaves them as they are, unless the tutorial's broken
// code is drawn.
type still struct {
	cross    losscore.Focal
	wrong    parity.Broken // the zero value if it is not drawn
	class    params.Class
	gradient params.Gradient
	n        int
}

// Update fills the series for s with n points a line.
func (c *Series) Update(s params.State, n int) error {
	now := still{cross: crossEntropy(s), class: s.Class, gradient: s.Gradient, n: n}
	if DrawsWrong(s) {
		now.wrong = wrong(s)
	}
	c.StillChanged = now != c.still
	c.still = still{} // until all went well
	if err := c.update(s, s.Loss(), LossPos, n); err != nil {
		return err
	}
	if c.StillChanged {
		for _, i := range [...]int{WrongPos, WrongNeg} {
			c.Loss[i], c.Gradient[i] = c.Loss[i][:0], c.Gradient[i][:0]
		}
		if now.wrong != (parity.Broken{}) {
			if err := c.update(s, now.wrong, WrongPos, n); err != nil {
				return err
			}
		}
		if err := c.update(s, now.cross, CrossPos, n); err != nil {
			return err
		}
		// Against p_t cross-entropy is the same for both classes, except for
		// the sign of the gradient to the logit.
		if s.Class == params.Both {
			c.Loss[CrossNeg] = c.Loss[CrossNeg][:0]
			if s.Gradient == params.ByPt {
				c.Gradient[CrossNeg] = c.Gradient[CrossNeg][:0]
			}
		}
	}
	c.still = now
	return nil
}

// update fills line i for y = 1, and the next for y = 0, with l.
func (c *Series) update(s params.State, l losscore.Loss, i, n int) error {
	axis := AxisOf(s)
	for _, y := range [...]float64{1, 0} {
		loss, gradient := c.Loss[i][:0], c.Gradient[i][:0]
		if shown(s, y) {
			if err := c.curve.Sample(l, y, n); err != nil {
				return err
			}
			slope := c.curve.DPt
			if s.Gradient == params.ByLogit {
				slope = c.curve.DLogit
			}
			for k, pt := range c.curve.Pt {
				loss = append(loss, pt, LossRange.limit(c.curve.Loss[k]))
				gradient = append(gradient, pt, axis.limit(slope[k]))
			}
		}
		c.Loss[i], c.Gradient[i] = loss, gradient
		i++
	}
	return nil
}

// crossEntropy is the cross-entropy that stands beside the loss, clipped alike
// so that both are comparable where the clip is active.
func crossEntropy(s params.State) losscore.Focal {
	return losscore.Focal{Epsilon: s.Number(params.EpsilonKey)}
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

// wrong is what the tutorial's broken code computes with the parameters of s.
func wrong(s params.State) parity.Broken {
	return parity.Broken{Gamma: s.Number("gamma"), Alpha: s.Number("alpha")}
}

// DrawsWrong reports whether the lines of the tutorial's broken code are drawn:
// if they are wanted beside the focal loss and are numbers.
func DrawsWrong(s params.State) bool {
	return s.Wrong && s.Kind == params.Default().Kind && wrong(s).Validate() == nil
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
	l := s.Loss()
	for _, y := range [...]float64{1, 0} {
		if !shown(s, y) {
			continue
		}
		loss, gradient := at(l, s.Gradient, y, pt)
		ce, _ := at(crossEntropy(s), s.Gradient, y, pt)
		dst = append(dst, Reading{y, pt, loss, gradient, ce / loss})
	}
	return dst
}

// at returns l and its gradient for the truth y at p_t.
func at(l losscore.Loss, of params.Gradient, y, pt float64) (loss, gradient float64) {
	p := pt
	if y == 0 {
		p = 1 - pt
	}
	loss, gradient = l.AtProb(y, p)
	if of == params.ByLogit {
		// dL/dx = dL/dp p(1-p); the product is taken where it is finite.
		if p > 0 && p < 1 {
			return loss, gradient * p * (1 - p)
		}
		return loss, 0
	}
	if y == 0 {
		gradient = -gradient
	}
	return loss, gradient
}
