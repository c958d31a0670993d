package losscore

import "testing"

// Beyond every curvature the second derivative is 0, whatever overflows in its formula.
func TestFlatCurvature(t *testing.T) {
	for name, l := range map[string]Loss2{
		"focal":       Focal{Gamma: 2},
		"focal 10":    Focal{Gamma: 10},
		"focal 1000":  Focal{Gamma: 1000},
		"weighted":    WeightedCE{PosWeight: 1e10},
		"poly1":       Poly1{Gamma: 2, Poly: 1},
		"quality":     QualityFocal{Beta: 2},
		"heat map":    HeatmapFocal{Gamma: 2, Beta: 4},
		"monai":       MONAIFocal{Gamma: 2},
		"varifocal":   Varifocal{Gamma: 2, Alpha: 0.75},
		"asymmetric":  Asymmetric{GammaPos: 1, GammaNeg: 4, Margin: 0.05},
		"generalized": GeneralizedCE{Q: 0.7},
		"smoothed":    SmoothedCE{LabelSmoothing: 0.1},
	} {
		for _, x := range []float64{1e250, 2e305, 9.1e307, 1e308} {
			for _, y := range []float64{0, 1} {
				for _, x := range []float64{-x, x} {
					if loss, dx, dxx := l.AtLogit2(y, x); loss != loss || dx != dx || dxx != 0 {
						t.Errorf("%s, y = %v, x = %v: %v, %v, %v", name, y, x, loss, dx, dxx)
					}
				}
			}
		}
	}
	c := CategoricalFocal{Gamma: 2, Alpha: []float64{0.5, 1, 2}, LabelSmoothing: 0.1}
	grad, diag := make([]float64, 3), make([]float64, 3)
	if loss, err := c.AtLogits2(grad, diag, []float64{0.2, 0.3, 0.5},
		[]float64{-1e308, 1e308, 0}); err != nil || loss != loss {
		t.Errorf("several classes: %v, %v", loss, err)
	}
	for k, v := range diag {
		if v != 0 {
			t.Errorf("several classes: d²L/dx² of %d is %v", k, v)
		}
	}
}
