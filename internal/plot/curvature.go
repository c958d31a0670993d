package plot

import (
	"lossexplorer/internal/state"
	"lossexplorer/losscore"
)

// Curvatures appends to dst d²L/dx² of l for label y at each of pts, p_t or p of a soft label.
// l is Curved.
func Curvatures(dst []float64, l losscore.Loss, y float64, pts []float64) []float64 {
	for _, pt := range pts {
		dst = append(dst, curvatureAt(l, y, pt))
	}
	return dst
}

// curvatures returns the values of the third chart of l for label y at the points of the last
// sample.
func (c *sampler) curvatures(s state.State, l losscore.Loss, y float64) []float64 {
	c.bend = c.bend[:0]
	cross := crossEntropy(s)
	for _, pt := range c.curve.Pt {
		v, of := curvatureAt(l, y, pt), 0.
		if s.Axes.Quantity != state.Plain {
			of = curvatureAt(cross, y, pt)
		}
		c.bend = append(c.bend, quantity(s.Axes.Quantity, s.Axes.LogGradient(), v, of))
	}
	return c.bend
}

// wholeCurvature is the y axis of the third chart.
func wholeCurvature(s state.State) state.Range {
	switch log := s.Axes.LogGradient(); {
	case log && s.Axes.Quantity == state.Ratio:
		return state.Range{Min: -4, Max: 1}
	case log:
		return state.Range{Min: -6, Max: 0}
	case s.Axes.Quantity == state.Ratio:
		return state.Range{Min: -2, Max: 4}
	}
	return state.Range{Min: -0.2, Max: 1}
}
