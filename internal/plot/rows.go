package plot

import "lossexplorer/internal/state"

// A Row holds the values of both charts for one class at a p_t.
type Row struct {
	Y        float64
	Pt       float64
	Loss     float64
	Gradient float64 // of the quantity that the gradient chart shows

	// The same of the cross-entropy beside it.
	Cross         float64
	CrossGradient float64
}

// Say returns the cells of r in a table, in the order of its fields.
func (r Row) Say() [6]string {
	return [...]string{"y = " + state.Format(r.Y), state.Format(r.Pt),
		Number(r.Loss), Number(r.Gradient), Number(r.Cross), Number(r.CrossGradient)}
}

// TablePts returns the probabilities p_t of the table of the curves: closer
// together towards the ends, where the curves bend.
func TablePts() []float64 { return tablePts }

var tablePts = []float64{0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99}

// Rows appends to dst the rows of the shown classes at each of pts, y = 1
// first. Unlike Series they are not limited to an axis.
func Rows(dst []Row, s state.State, pts []float64) []Row {
	l, cross := s.Loss(), crossEntropy(s)
	for _, y := range [...]float64{1, 0} {
		if !shown(s, y) {
			continue
		}
		y := LabelOf(s, y)
		for _, pt := range pts {
			r := Row{Y: y, Pt: pt}
			r.Loss, r.Gradient = at(l, s.Gradient, y, pt)
			r.Cross, r.CrossGradient = at(cross, s.Gradient, y, pt)
			if s.Gradient == state.Relative {
				r.Gradient, r.CrossGradient = r.Gradient/r.CrossGradient, 1
			}
			dst = append(dst, r)
		}
	}
	return dst
}
