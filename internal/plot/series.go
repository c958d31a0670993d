// Package plot computes chart series, readings under the pointer and sentences from the
// explorer's state.
package plot

import (
	"math"

	"lossexplorer/internal/frameworks"
	"lossexplorer/internal/state"
	"lossexplorer/losscore"
)

// Points is the number of points used for a curve.
const Points = 512

// The lines of a chart, in the order of the chart's series.
const (
	LossPos  = iota // the loss, y = 1
	LossNeg         // the loss, y = 0; empty where LossPos is the same line
	WrongPos        // the loss as the tutorial's broken code computes it, y = 1
	WrongNeg        // the same, y = 0
	CrossPos        // cross-entropy, y = 1
	CrossNeg        // cross-entropy, y = 0
	Pinned          // the pins, each for y = 1 and y = 0

	Family = Pinned + 2*state.MaxPins // the focal loss over gamma, for the class that is shown
	Lines  = Family + len(FamilyGammas)
	Moving = WrongPos // the number of lines that a slider moves as a rule: the first ones
)

// Series are the lines of both charts, each as pairs of x and y in units of the axes, y
// limited to a chart's height beyond either end of its axis. A line that is not
// shown is empty. The slices are reused by the next Update; the zero value is
// ready to use.
type Series struct {
	Loss      [Lines][]float64
	Gradient  [Lines][]float64
	Curvature [Lines][]float64 // all empty unless the state shows it

	// StillChanged reports whether the last Update changed a line from Moving on.
	StillChanged bool

	sampler sampler
	still   still
}

// still is all that the lines from Moving on depend on. They are kept because a
// moving gamma or alpha leaves them as they are, unless the tutorial's broken
// code is drawn.
type still struct {
	cross    losscore.Focal
	wrong    frameworks.Broken // the zero value if it is not drawn
	pins     state.Pins
	class    state.Class
	label    float64
	curved   bool
	gradient state.Gradient
	axes     state.Axes
	frame    Frame
	family   losscore.Focal // its lines differ in gamma alone; the zero value if it is not drawn
	drawn    bool           // the family is
	n        int
}

// Update fills the series for s with n points a line.
func (c *Series) Update(s state.State, n int) error {
	now := still{cross: crossEntropy(s), pins: s.Pins, class: s.Class, label: s.Label,
		curved: s.Curvature, gradient: s.Gradient, axes: s.Axes, frame: FrameOf(s), n: n}
	if DrawsWrong(s) {
		now.wrong = wrong(s)
	}
	now.family, now.drawn = familyOf(s)
	c.StillChanged = now != c.still
	c.still = still{} // until all went well
	l := s.Loss()
	if err := c.update(s, now.frame, l, LossPos, n); err != nil {
		return err
	}
	c.foldClasses(s, l, LossNeg)
	if c.StillChanged {
		for i := Moving; i < Lines; i++ {
			c.empty(i)
		}
		if now.wrong != (frameworks.Broken{}) {
			if err := c.update(s, now.frame, now.wrong, WrongPos, n); err != nil {
				return err
			}
		}
		for i, pin := range s.Pins {
			if pin.Kind != nil && !pin.Hidden {
				if err := c.update(s, now.frame, pin.Loss(), Pinned+2*i, n); err != nil {
					return err
				}
			}
		}
		if now.drawn {
			y := FirstLabel(s)
			for i, gamma := range FamilyGammas {
				now.family.Gamma = gamma
				if err := c.line(s, now.frame, now.family, y, Family+i, n); err != nil {
					return err
				}
			}
			now.family.Gamma = 0
		}
		if err := c.update(s, now.frame, now.cross, CrossPos, n); err != nil {
			return err
		}
		c.foldClasses(s, now.cross, CrossNeg)
	}
	c.still = now
	return nil
}

// update fills line i for y = 1 or a soft label, and the next for y = 0, with l.
func (c *Series) update(s state.State, f Frame, l losscore.Loss, i, n int) error {
	for k, y := range [...]float64{1, 0} {
		if shown(s, y) {
			if err := c.line(s, f, l, LabelOf(s, y), i+k, n); err != nil {
				return err
			}
		} else {
			c.empty(i + k)
		}
	}
	return nil
}

// foldClasses empties line i, for y = 0, if it is the same as the line before, for y = 1.
// If the loss treats both classes alike, they differ against p_t only in the sign of the
// gradient with respect to the logit.
func (c *Series) foldClasses(s state.State, l losscore.Loss, i int) {
	if s.Class != state.Both || s.Axes.X != state.XPt || !alike(l) {
		return
	}
	c.Loss[i], c.Curvature[i] = c.Loss[i][:0], c.Curvature[i][:0]
	if s.Gradient != state.ByLogit || s.Axes.Quantity != state.Plain || s.Axes.LogGradient() {
		c.Gradient[i] = c.Gradient[i][:0]
	}
}

// alike reports whether l is the same for both classes at the same p_t, but for rounding.
func alike(l losscore.Loss) bool {
	for _, pt := range tablePts {
		pos, posSlope := l.AtProb(1, pt)
		neg, negSlope := l.AtProb(0, 1-pt)
		for _, v := range [...][2]float64{{pos, neg}, {posSlope, -negSlope}} {
			a, b := v[0], v[1]
			if a != b && !(math.Abs(a-b) <= 1e-9*max(math.Abs(a), math.Abs(b))) {
				return false
			}
		}
	}
	return true
}

// empty makes line i one that is not shown.
func (c *Series) empty(i int) {
	c.Loss[i], c.Gradient[i], c.Curvature[i] = c.Loss[i][:0], c.Gradient[i][:0], c.Curvature[i][:0]
}

// line fills line i with l for one label.
func (c *Series) line(s state.State, f Frame, l losscore.Loss, y float64, i, n int) error {
	c.empty(i)
	if err := c.sampler.sample(s, f, l, y, n); err != nil {
		return err
	}
	values, slopes := c.sampler.quantities(s)
	c.Loss[i] = window(f.Loss).pairs(c.Loss[i], c.sampler.x, values)
	c.Gradient[i] = window(f.Gradient).pairs(c.Gradient[i], c.sampler.x, slopes)
	if Curved(s, l) {
		c.Curvature[i] = window(f.Curvature).pairs(c.Curvature[i], c.sampler.x,
			c.sampler.curvatures(s, l, y))
	}
	return nil
}

// crossEntropy returns the cross-entropy to compare the loss with. It uses the same
// clip, so that both are comparable where the clip is active.
func crossEntropy(s state.State) losscore.Focal {
	return losscore.Focal{Epsilon: s.Number(state.EpsilonKey)}
}

// FirstLabel returns the label used for the curves of s, y = 1 if they are for both.
func FirstLabel(s state.State) float64 {
	if s.Class == state.Negative {
		return 0
	}
	return LabelOf(s, 1)
}

// LabelOf returns the label that s uses in the place of y = 1 or y = 0: a soft label takes
// the place of 1. Functions of p_t use p for a soft label.
func LabelOf(s state.State, y float64) float64 {
	if s.Class == state.Soft && y == 1 {
		return s.Label
	}
	return y
}

func shown(s state.State, y float64) bool {
	switch s.Class {
	case state.Positive, state.Soft:
		return y == 1
	case state.Negative:
		return y == 0
	}
	return true
}

// wrong is the tutorial's broken code with the parameters of s.
func wrong(s state.State) frameworks.Broken {
	return frameworks.Broken{Gamma: s.Number("gamma"), Alpha: s.Number("alpha")}
}

// DrawsWrong reports whether the lines of the tutorial's broken code are drawn:
// if they are wanted beside the focal loss and are numbers.
func DrawsWrong(s state.State) bool {
	return s.Wrong && s.Class != state.Soft && s.Kind == state.Default().Kind &&
		wrong(s).Validate() == nil
}

// A Reading is one class' values at a p_t.
type Reading struct {
	Y         float64
	Pt        float64
	Loss      float64
	Gradient  float64 // the quantity of the gradient chart
	Curvature float64 // d²L/dx², if it is shown
	Curved    bool    // it is
	Below     float64 // cross-entropy over loss; NaN where both are 0
	Pull      float64 // |dL/dx| over |dL/dx| of cross-entropy; NaN where both are 0
}

// Readings appends to dst the reading at pt of every shown class.
func Readings(dst []Reading, s state.State, pt float64) []Reading {
	l := s.Loss()
	for _, y := range [...]float64{1, 0} {
		if !shown(s, y) {
			continue
		}
		y := LabelOf(s, y)
		loss, gradient := at(l, s.Gradient, y, pt)
		ce, crossGradient := at(crossEntropy(s), s.Gradient, y, pt)
		pull := gradient / crossGradient
		if s.Gradient == state.Relative {
			gradient = pull
		}
		r := Reading{Y: y, Pt: pt, Loss: loss, Gradient: gradient, Below: ce / loss,
			Pull: math.Abs(pull)}
		if Curved(s, l) {
			r.Curvature, r.Curved = curvatureAt(l, y, pt), true
		}
		dst = append(dst, r)
	}
	return dst
}

// at returns l and its gradient for the label y at p_t. For Relative it returns the pull,
// which the caller divides by the pull of cross-entropy.
func at(l losscore.Loss, of state.Gradient, y, pt float64) (loss, gradient float64) {
	p := pt
	if y == 0 {
		p = 1 - pt
	}
	loss, gradient = l.AtProb(y, p)
	if of.OfLogit() {
		// dL/dx = dL/dp p(1-p); the product is taken where it is finite.
		if !(p > 0 && p < 1) {
			return loss, 0
		}
		gradient *= p * (1 - p)
		if of != state.ByLogit {
			gradient = math.Abs(gradient)
		}
		return loss, gradient
	}
	if y == 0 {
		gradient = -gradient
	}
	return loss, gradient
}
