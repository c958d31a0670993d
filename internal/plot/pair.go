package plot

import (
	"math"

	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/losscore"
)

// A Mark is one example in the charts: its place on the axes, and its loss and pull on the
// logit beside the loss and pull of cross-entropy.
type Mark struct {
	Y, Pt float64
	X     float64 // on the x axis

	Loss, Cross     float64
	Pull, CrossPull float64 // |dL/dx|

	// The same in the form that the y axes use: a difference, a ratio, a derivative with
	// respect to p_t or a logarithm; NaN where there is nothing to show.
	LossAt, CrossAt             float64
	GradientAt, CrossGradientAt float64

	// d²L/dx² and as the third chart shows it, if it is shown.
	Curvature, CrossCurvature     float64
	CurvatureAt, CrossCurvatureAt float64
}

// LossRatio returns the loss divided by cross-entropy, NaN if both are 0.
func (m Mark) LossRatio() float64 { return m.Loss / m.Cross }

// PullRatio returns the pull divided by the pull of cross-entropy, NaN if both are 0.
func (m Mark) PullRatio() float64 { return m.Pull / m.CrossPull }

// MarkAt returns the mark of an example with label y at pt.
func MarkAt(s state.State, y, pt float64) Mark {
	l, ce := s.Loss(), crossEntropy(s)
	m := Mark{Y: y, Pt: pt, X: Place(s.Axes.X, pt, y)}
	m.Loss, m.Pull = at(l, state.Pull, y, pt)
	m.Cross, m.CrossPull = at(ce, state.Pull, y, pt)
	slope, crossSlope := m.Pull, m.CrossPull
	if s.Gradient == state.ByPt || s.Gradient == state.ByLogit {
		_, slope = at(l, s.Gradient, y, pt)
		_, crossSlope = at(ce, s.Gradient, y, pt)
	}
	a := s.Axes
	m.LossAt = quantity(a.Quantity, a.LogLoss(), m.Loss, m.Cross)
	m.CrossAt = quantity(a.Quantity, a.LogLoss(), m.Cross, m.Cross)
	of := a.Quantity
	if s.Gradient == state.Relative {
		of = state.Ratio
	}
	m.GradientAt = quantity(of, a.LogGradient(), slope, crossSlope)
	m.CrossGradientAt = quantity(of, a.LogGradient(), crossSlope, crossSlope)
	if Curved(s, l) {
		m.Curvature, m.CrossCurvature = curvatureAt(l, y, pt), curvatureAt(ce, y, pt)
		m.CurvatureAt = quantity(a.Quantity, a.LogGradient(), m.Curvature, m.CrossCurvature)
		m.CrossCurvatureAt = quantity(a.Quantity, a.LogGradient(), m.CrossCurvature,
			m.CrossCurvature)
	}
	return m
}

// PairOf returns the marks of the pair of s. Where both classes are shown, the hard example
// is positive and the easy one negative, as where positives are rare.
func PairOf(s state.State) (hard, easy Mark) {
	y := FirstLabel(s)
	if hard = MarkAt(s, y, s.Pair.Hard); s.Class == state.Both {
		y = 0
	}
	return hard, MarkAt(s, y, s.Pair.Easy)
}

// Crossing returns the p_t below which an example of the first shown class pulls more on the
// logit than with cross-entropy, and above which it does not. ok is false if there is no such
// p_t, or more than one.
func Crossing(s state.State) (pt float64, ok bool) {
	if s.Class == state.Soft {
		return 0, false // cross-entropy does not pull at p = y
	}
	l, y := s.Loss(), FirstLabel(s)
	var ce losscore.Loss = crossEntropy(s) // made an interface once, not with every call
	excess := func(pt float64) float64 {
		_, pull := at(l, state.Pull, y, pt)
		_, cross := at(ce, state.Pull, y, pt)
		return pull - cross
	}
	const (
		steps = 50
		least = 1e-9 // equal pulls may differ by as much through rounding
	)
	var low, high float64
	before := 0. // the last excess that was not 0
	for i := 1; i < steps; i++ {
		p := float64(i) / steps
		v := excess(p)
		if math.Abs(v) < least {
			continue
		}
		if before > 0 && v < 0 {
			low, high, ok = p-1./steps, p, true
		} else if before < 0 && v > 0 {
			return 0, false
		}
		before = v
	}
	if !ok {
		return 0, false
	}
	for range 40 {
		if middle := (low + high) / 2; excess(middle) > 0 {
			low = middle
		} else {
			high = middle
		}
	}
	return high, true
}

// Times writes how many times less or more a ratio to cross-entropy is, "100× less"; "" for
// a ratio of zeros.
func Times(m *text.Messages, ratio float64) string {
	t := text.MarksOf(m)
	switch {
	case math.IsNaN(ratio):
		return ""
	case math.Abs(ratio-1) < 0.005:
		return t.Equal
	case ratio == 0:
		return t.Nothing
	}
	return Ratio(t.Less, t.Part, t.More, ratio)
}

// Ratio returns the text for a positive ratio other than 1, using less, part from a tenth
// on, or more.
func Ratio(less, part, more string, ratio float64) string {
	switch {
	case ratio > 1:
		return text.Fill(more, "times", multiple(ratio))
	case ratio > 0.1:
		return text.Fill(part, "part", Number(round(ratio, 2)), "times", multiple(1/ratio))
	}
	return text.Fill(less, "times", multiple(1/ratio))
}

// multiple writes a ratio of at least 1 with two digits, or as a whole number from 10 on.
func multiple(v float64) string {
	switch {
	case v >= 1e6:
		return Number(round(v, 2))
	case v >= 1e3:
		return thousands(state.Format(round(v, 2)))
	case v >= 10:
		return state.Format(math.Round(v))
	}
	if two := round(v, 2); two > 1 {
		return state.Format(two)
	}
	return state.Format(round(v, 3))
}

// thousands separates the thousands of digits by a narrow space that does not break.
func thousands(digits string) string {
	const space = "\u202f"
	if n := len(digits); n > 3 {
		return digits[:n-3] + space + digits[n-3:]
	}
	return digits
}
