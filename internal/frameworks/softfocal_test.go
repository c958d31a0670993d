package frameworks

import (
	"math"
	"testing"
)

// The derivatives are those of the losses, for labels between 0 and 1 too.
func TestSoftFocalGradient(t *testing.T) {
	for _, f := range []SoftFocal{
		{},
		{Gamma: 2, Alpha: 0.25, Balanced: true},
		{Gamma: 0.5, Epsilon: 1e-7, LabelSmoothing: 0.1},
		{Gamma: 2, Epsilon: 0.2, LabelSmoothing: 0.1},
		{Gamma: 3.5, Alpha: 0.75, Balanced: true, LogitFactor: true},
	} {
		for _, y := range []float64{0, 0.3, 0.5, 1} {
			for _, p := range []float64{0.05, 0.1, 0.3, 0.5, 0.9} {
				_, dp := f.AtProb(y, p)
				want := slopeOf(func(p float64) float64 { loss, _ := f.AtProb(y, p); return loss },
					p, 1e-3)
				if !(math.Abs(dp-want) <= 1e-5*(1+math.Abs(want))) {
					t.Errorf("%+v at %v, %v: dp %v, want %v", f, y, p, dp, want)
				}
				x := math.Log(p / (1 - p))
				byProb, _ := f.AtProb(y, p)
				loss, dx := f.AtLogit(y, x)
				want = slopeOf(func(x float64) float64 { loss, _ := f.AtLogit(y, x); return loss },
					x, 1e-3)
				if !near(loss, byProb) || !(math.Abs(dx-want) <= 1e-9*(1+math.Abs(want))) {
					t.Errorf("%+v at %v, logit %v: %v, %v, want %v, %v", f, y, x, loss, dx,
						byProb, want)
				}
			}
		}
	}
}

func TestSoftFocalLimits(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	same := func(a, b float64) bool { return a == b || a != a && b != b }
	for _, tt := range []struct {
		f    SoftFocal
		y, p float64
		loss float64
		dp   float64
	}{
		{SoftFocal{Gamma: 2}, 1, 0, inf, -inf},
		{SoftFocal{Gamma: 2}, 1, 1, 0, 0},
		{SoftFocal{Gamma: 0.5}, 1, 1, 0, 0}, // NaN in torch
		{SoftFocal{Gamma: 2}, 0, 1, inf, inf},
		{SoftFocal{Gamma: 2}, 0.3, 0, inf, -inf},
		{SoftFocal{Gamma: 2, Balanced: true}, 1, 0, 0, 0},
		{SoftFocal{}, 1, 1, 0, -1},
		{SoftFocal{}, 2, 0.5, nan, nan},
		{SoftFocal{}, 1, -0.5, nan, nan},
		{SoftFocal{}, nan, 0.5, nan, nan},
		{SoftFocal{}, 1, nan, nan, nan},
	} {
		if loss, dp := tt.f.AtProb(tt.y, tt.p); !same(loss, tt.loss) || !same(dp, tt.dp) {
			t.Errorf("%+v at %v, %v: %v, %v, want %v, %v", tt.f, tt.y, tt.p, loss, dp,
				tt.loss, tt.dp)
		}
	}
	for _, tt := range []struct {
		f    SoftFocal
		y, x float64
		loss float64
		dx   float64
	}{
		{SoftFocal{Gamma: 2}, 1, -inf, inf, -1},
		{SoftFocal{Gamma: 0.5}, 1, inf, 0, 0},
		{SoftFocal{Gamma: 0.5}, 1, 800, 0, 0},
		{SoftFocal{}, 1, nan, nan, nan},
		{SoftFocal{}, 2, 0, nan, nan},
	} {
		if loss, dx := tt.f.AtLogit(tt.y, tt.x); !same(loss, tt.loss) || !same(dx, tt.dx) {
			t.Errorf("%+v at %v, logit %v: %v, %v, want %v, %v", tt.f, tt.y, tt.x, loss, dx,
				tt.loss, tt.dx)
		}
	}
}
