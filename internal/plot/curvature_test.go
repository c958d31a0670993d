package plot

import (
	"math"
	"testing"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/state"
	"lossexplorer/losscore"
)

// The third chart is empty unless it is wanted, and has the second derivative with respect
// to the logit on every axis and for every label.
func TestCurvatureSeries(t *testing.T) {
	var series Series
	for _, k := range append(catalog.Kinds(), state.KindOf(state.CustomLoss)) {
		for _, label := range []string{"1", "0", "0.3"} {
			s := soft(t, k.ID, label)
			if err := series.Update(s, Points); err != nil ||
				len(series.Curvature[LossPos])+len(series.Curvature[LossNeg]) > 0 {
				t.Fatalf("%s: the chart is not wanted; %v", k.ID, err)
			}
			s.Curvature = true
			if err := series.Update(s, Points); err != nil {
				t.Fatal(err)
			}
			line := series.Curvature[LossPos]
			if label == "0" {
				line = series.Curvature[LossNeg]
			}
			if len(line) != 2*Points {
				t.Fatalf("%s, y = %s: %d numbers", k.ID, label, len(line))
			}
			// Of the gradient by differences, where nothing has a corner.
			for i := 0; i < len(line); i += 2 {
				pt := PtAt(s.Axes.X, line[i], FirstLabel(s))
				if pt < 0.02 || pt > 0.98 || math.Abs(pt-0.3) < 0.01 ||
					k.ID == "asymmetric" && math.Abs(pt-0.95) < 0.01 ||
					k.ID == "asymmetric" && pt < 0.07 {
					continue
				}
				x := math.Log(pt) - math.Log1p(-pt)
				if FirstLabel(s) == 0 {
					x = -x
				}
				const h = 1e-5
				_, low := s.Loss().AtLogit(FirstLabel(s), x-h)
				_, high := s.Loss().AtLogit(FirstLabel(s), x+h)
				if want := (high - low) / (2 * h); math.Abs(line[i+1]-want) > 1e-6*(1+math.Abs(want)) && math.Abs(want) < 0.5 {
					t.Errorf("%s, y = %s: %v at p_t = %v, want %v", k.ID, label, line[i+1],
						pt, want)
				}
			}
		}
	}
	s := state.Default()
	s.Curvature, s.Wrong = true, true
	if err := series.Update(s, Points); err != nil || len(series.Curvature[WrongPos]) > 0 {
		t.Errorf("the broken code has a curvature; %v", err)
	}
}

// Where the focal loss has negative curvature, and how negative: facts of the issue on
// second derivatives.
func TestCurvatureFacts(t *testing.T) {
	for gamma, want := range map[float64][2]float64{1: {0.0432, -0.0165}, 2: {0.0579, -0.0472},
		5: {0.0503, -0.1170}} {
		s := state.Default()
		s, err := s.WithNumber("gamma", gamma)
		if err != nil {
			t.Fatal(err)
		}
		s.Curvature = true
		least, root := 0., 0.
		for pt := 1e-6; pt < 0.2; pt += 1e-6 * 10 {
			m := Readings(nil, s, pt)[0].Curvature
			if m < least {
				least = m
			}
			if m < 0 {
				root = pt
			}
		}
		if math.Abs(least-want[1]) > 0.00005 || math.Abs(root-want[0]) > 0.0001 {
			t.Errorf("γ = %v: negative below %v, least %v, want %v", gamma, root, least, want)
		}
	}
}

// At the p at which the clip begins the curvature is that within it, as loss and slope are.
func TestCurvatureAtClip(t *testing.T) {
	for _, epsilon := range []float64{1e-7, 1e-3, 0.01, 0.1} {
		for _, y := range []float64{1, 0.8} {
			got := Curvatures(nil, losscore.Focal{Epsilon: epsilon}, y, []float64{epsilon})[0]
			if want := epsilon * (1 - epsilon); math.Abs(got-want) > 1e-9*want {
				t.Errorf("epsilon %v, y = %v: %v, want %v", epsilon, y, got, want)
			}
		}
	}
}
