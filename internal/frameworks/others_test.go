package frameworks

import (
	"math"
	"testing"

	"lossexplorer/losscore"
)

// The detached loss has the value of the whole one, and the gradient of its factor times
// that of the cross-entropy.
func TestDetached(t *testing.T) {
	d := Detached{GammaPos: 1, GammaNeg: 4, Margin: 0.05, Epsilon: 1e-8}
	whole := losscore.Asymmetric{GammaPos: 1, GammaNeg: 4, Margin: 0.05, Epsilon: 1e-8}
	for _, x := range []float64{-9, -3.2, -2.9, -0.5, 0, 1.3, 7} {
		p := sigmoid(x)
		for _, y := range []float64{0, 1} {
			loss, dx := d.AtLogit(y, x)
			want, _ := whole.AtLogit(y, x)
			factor := 1 - p
			cross := func(x float64) float64 { return -math.Log(sigmoid(x)) }
			if y == 0 {
				factor = math.Pow(max(p-0.05, 0), 4)
				cross = func(x float64) float64 { return -math.Log(min(1-sigmoid(x)+0.05, 1)) }
			}
			if !near(loss, want) && math.Abs(loss/want-1) > 1e-12 {
				t.Errorf("y %v at %v: %v, want %v", y, x, loss, want)
			}
			if slope := factor * slopeOf(cross, x, 1e-3); math.Abs(dx-slope) > 1e-9 {
				t.Errorf("y %v at %v: dL/dx %v, want %v", y, x, dx, slope)
			}
			if again, dp := d.AtProb(y, p); math.Abs(again-loss) > 1e-14 ||
				math.Abs(dp*p*(1-p)-dx) > 1e-14 {
				t.Errorf("y %v at p %v: %v, %v", y, p, again, dp)
			}
		}
	}
	for _, v := range [][2]float64{{0.5, 0.5}, {1, math.NaN()}, {1, 2}} {
		if loss, d := d.AtProb(v[0], v[1]); loss == loss || d == d {
			t.Errorf("at %v: %v, %v", v, loss, d)
		}
	}
	if loss, dx := d.AtLogit(0.5, 0); loss == loss || dx == dx {
		t.Errorf("%v, %v", loss, dx)
	}
	if loss, dp := d.AtProb(1, 0); !near(loss, -math.Log(1e-8)) || dp != 0 {
		t.Errorf("at 0: %v, %v", loss, dp)
	}
}

// CatBoost's derivatives, by the formulas of its source, are those of the preset.
func TestCatBoost(t *testing.T) {
	loss := preset(t, "catboost").Loss()
	focal := losscore.Focal{Gamma: 2, Alpha: 0.25, Balanced: true}
	for _, y := range []float64{0, 1} {
		for _, x := range []float64{-9, -2, -0.3, 0, 1, 4} {
			at, sign, pt := 0.75, -1.0, sigmoid(-x)
			if y == 1 {
				at, sign, pt = 0.25, 1, sigmoid(x)
			}
			u, v := at*sign*math.Pow(1-pt, 2), 2*pt*math.Log(pt)+pt-1
			du, dv := -at*sign*2*(1-pt), 2*math.Log(pt)+3
			dx, dxx := u*v, (du*v+u*dv)*sign*pt*(1-pt)
			_, want := loss.AtLogit(y, x)
			_, _, curvature := focal.AtLogit2(y, x)
			if math.Abs(dx-want) > 1e-14 || math.Abs(dxx-curvature) > 1e-14 {
				t.Errorf("y %v at %v: %v, %v, want %v, %v", y, x, dx, dxx, want, curvature)
			}
		}
	}
}
