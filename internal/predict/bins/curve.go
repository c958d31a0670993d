package bins

import (
	"cmp"
	"math"
	"slices"

	"lossexplorer/internal/predict/metrics"
)

// Metrics returns the quality of the predictions. It uses the sample if that has all rows,
// for several classes their sums, and else the nodes, within the bound of the package.
func (v *View) Metrics(sample *metrics.Sample, several *metrics.Sums) metrics.Sums {
	switch {
	case !v.layout.calibrated():
		return *several
	case sample.Whole():
		return sample.Sums()
	}
	var sums metrics.Sums
	for class := range v.class {
		n := &v.class[class]
		sums.AddNodes(n.z, n.weight, class == 1)
	}
	groups, _, _ := v.Calibration()
	for i, g := range groups {
		sums.Groups[i] = metrics.Group{Count: g.Count, Positives: g.Positives,
			Predicted: g.Predicted}
		if _, weighted := v.layout.columns.Weight.Index(); !weighted {
			sums.Groups[i].Rows = g.Count
		}
	}
	return sums
}

// Curve returns the curve of thresholds of two classes, its scores being logits of class
// 1. Rows of a bin are one step. It is nil for several classes.
func (v *View) Curve() metrics.Curve {
	if !v.layout.calibrated() {
		return nil
	}
	byCell := map[int]*metrics.Step{}
	for class := range v.class {
		n := &v.class[class]
		for j, z := range n.z {
			x := z
			if class == 0 {
				x = -z
			}
			cell := cellOf(x)
			s := byCell[cell]
			if s == nil {
				s = &metrics.Step{Score: x}
				if cell >= 2 && cell < cells-2 {
					s.Score = centre(cell)
				}
				byCell[cell] = s
			}
			if class == 0 {
				s.Negatives += n.weight[j]
			} else {
				s.Positives += n.weight[j]
			}
		}
	}
	var c metrics.Curve
	for _, s := range byCell {
		if !math.IsNaN(s.Score) {
			c = append(c, *s)
		}
	}
	slices.SortFunc(c, func(a, b metrics.Step) int { return cmp.Compare(b.Score, a.Score) })
	return c
}
