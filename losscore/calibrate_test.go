package losscore

import (
	"math"
	"testing"
)

func logistic1(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// Issue 21: with γ = 2, and α of no effect.
// Where the conventions of soft labels have their minimum, as the issue on soft labels has
// it, and the other losses.
func TestMinimum(t *testing.T) {
	for _, tt := range []struct {
		l       Loss
		y, p    float64
		rounded bool // to three digits
	}{
		{Focal{Gamma: 2}, 0.8, 0.953, true},
		{Focal{}, 0.8, 0.8, false},
		{Focal{Epsilon: 0.3}, 0.8, 0.8, false}, // without the clip
		{MONAIFocal{Gamma: 2}, 0.8, 1, false},
		{MONAIFocal{Gamma: 2}, 0.2, 0, false},
		{QualityFocal{Beta: 2}, 0.8, 0.8, false},
		{QualityFocal{Beta: 0.5}, 0.3, 0.3, false},
		{Varifocal{Gamma: 2, Alpha: 0.75}, 0.8, 0.8, false},
		{HeatmapFocal{Gamma: 2, Beta: 4}, 0.8, 0, false},
		{Distillation{Temperature: 4}, 0.8, 0.8, false},
		{SmoothedCE{LabelSmoothing: 0.1}, 0.8, 0.77, false},
		{GeneralizedCE{Q: 0}, 0.8, 0.8, false},
		{Focal{Gamma: 2}, 1, 1, false},
		{Focal{Gamma: 2}, 0, 0, false},
	} {
		x, err := Minimum(tt.l, tt.y)
		p := 1 / (1 + math.Exp(-x))
		tolerance := 1e-9
		if tt.rounded {
			tolerance = 0.0005
		}
		if err != nil || math.Abs(p-tt.p) > tolerance {
			t.Errorf("%+v, y = %v: least at p = %v, want %v; %v", tt.l, tt.y, p, tt.p, err)
		}
	}
	for _, y := range []float64{-0.1, 1.1, math.NaN()} {
		if x, err := Minimum(Focal{}, y); err == nil || x == x {
			t.Errorf("y = %v: %v", y, x)
		}
	}
}

func TestCalibrateFocal(t *testing.T) {
	for _, tt := range [][2]float64{{0.6, 0.7475}, {0.7, 0.9064}, {0.8, 0.9765}, {0.9, 0.9974},
		{0.5, 0.5}, {0, 0}, {1, 1}} {
		if got := (Focal{Gamma: 2, Epsilon: 1e-7}).Calibrate(tt[0]); math.Abs(got-tt[1]) > 5e-5 {
			t.Errorf("%g: %g, want %g", tt[0], got, tt[1])
		}
	}
}

// The formulas that the methods document.
func TestCalibrateFormulas(t *testing.T) {
	phi := func(g, v float64) float64 {
		return math.Pow(1-v, g) - g*math.Pow(1-v, g-1)*v*math.Log(v)
	}
	for x := -30.; x <= 30; x += 0.7 {
		p, q := logistic1(x), logistic1(-x)
		for _, g := range []float64{0, 0.5, 2, 5} {
			a := 0.25 * phi(g, p) / p
			b := 0.75 * phi(g, q) / q
			got := Focal{Gamma: g, Alpha: 0.25, Balanced: true}.Calibrate(p)
			if want := b / (a + b); !near(got, want, 1e-12) {
				t.Errorf("gamma %g, p = %g: %g, want %g", g, p, got, want)
			}
		}
		if got, want := (WeightedCE{PosWeight: 3}).Calibrate(p),
			p/(p+3*(1-p)); !near(got, want, 1e-14) {
			t.Errorf("weighted, p = %g: %g, want %g", p, got, want)
		}
		want := min(max((p-0.1)/0.8, 0), 1)
		if got := (SmoothedCE{LabelSmoothing: 0.2}).Calibrate(p); !near(got, want, 1e-14) {
			t.Errorf("smoothed, p = %g: %g, want %g", p, got, want)
		}
		u, v := logistic1(2*x-1), logistic1(-2*x-1)
		if got, want := (FocalStar{Gamma: 2, Beta: 1}).Calibrate(p),
			u/(u+v); !near(got, want, 1e-12) {
			t.Errorf("FL*, p = %g: %g, want %g", p, got, want)
		}
	}
	f := Asymmetric{GammaPos: 1, GammaNeg: 4, Margin: 0.05}
	if a, b := f.Calibrate(0.04), f.Calibrate(0.06); a != 0 || !(b > 0) {
		t.Errorf("at both sides of the margin: %g, %g", a, b)
	}
}

func TestCalibrateInvalid(t *testing.T) {
	for _, k := range testKinds() {
		for _, l := range variants(k) {
			for _, p := range []float64{-1e-300, 1.5, inf, -inf, nan} {
				if got := Calibrate(l, p); got == got {
					t.Errorf("%T%+v at %g: %g, want NaN", l, l, p, got)
				}
			}
		}
	}
}

// Issue 21: the constants with which boosting starts.
func TestOptimumFocal(t *testing.T) {
	for _, tt := range []struct{ alpha, p, x float64 }{{0.25, 0.1084, -2.107},
		{0.5, 0.1536, -1.7065}} {
		x, err := Optimum(Focal{Gamma: 2, Alpha: tt.alpha, Balanced: true, Epsilon: 0.3}, 0.01)
		if err != nil || math.Abs(logistic1(x)-tt.p) > 5e-5 || math.Abs(x-tt.x) > 5e-4 {
			t.Errorf("alpha %g: %g, %g, %v, want %g, %g", tt.alpha, logistic1(x), x, err,
				tt.p, tt.x)
		}
	}
	if x, err := Optimum(Focal{}, 0.01); err != nil || math.Abs(x+4.595) > 5e-4 {
		t.Errorf("cross-entropy: %g, %v", x, err)
	}
}

// Calibrate is the inverse of Optimum, and nothing near an optimum is less.
func TestOptimumCalibrate(t *testing.T) {
	for _, k := range testKinds() {
		for _, l := range variants(k) {
			for _, prevalence := range []float64{1e-9, 0.01, 0.3, 0.5, 0.9} {
				x, err := Optimum(l, prevalence)
				if err != nil {
					t.Fatal(err)
				}
				if math.IsInf(x, 0) || math.Abs(x) > 30 {
					continue
				}
				e := expected{l: l, positive: prevalence}
				e.k = l.(kernel)
				least, _ := e.at(x)
				for _, d := range []float64{-20, -1, -0.01, 0.01, 1, 20} {
					if other, _ := e.at(x + d); other < least*(1-1e-13) {
						t.Errorf("%T%+v, prevalence %g: %g at %g, %g at %g", l, l, prevalence,
							least, x, other, x+d)
					}
				}
				_, dx := e.at(x)
				if math.Abs(dx) > 1e-11 {
					continue // a jump
				}
				p := logistic1(x)
				slack := 1e-9
				if k.ID == "smoothed" {
					slack = 1e-5 // which subtracts from p
				}
				if k.ID == "asymmetric" {
					slack = 1e-6 // p has an error next to the margin
				}
				if got := Calibrate(l, p); math.Abs(got-prevalence) > slack*prevalence {
					if flat, _ := e.at(x + 1e-3); flat-least < 1e-15*least {
						continue
					}
					t.Errorf("%T%+v: Calibrate(%g) is %g, want %g", l, l, p, got, prevalence)
				}
			}
		}
	}
}

func TestOptimumLimits(t *testing.T) {
	for _, tt := range []struct {
		l             Loss
		prevalence, x float64
	}{
		{Focal{Gamma: 2}, 0, -inf}, {Focal{Gamma: 2}, 1, inf}, {Focal{Gamma: 2}, 0.5, 0},
		{SmoothedCE{LabelSmoothing: 0.2}, 0, math.Log(0.1 / 0.9)},
		{Focal{Balanced: true, Alpha: 0}, 0.5, -inf},
		{identity{}, 0.5, -inf}, // a loss from outside, which is x
	} {
		x, err := Optimum(tt.l, tt.prevalence)
		if err != nil || x != tt.x && math.Abs(x-tt.x) > 1e-14 {
			t.Errorf("%T%+v at %g: %g, %v, want %g", tt.l, tt.l, tt.prevalence, x, err, tt.x)
		}
	}
	for _, prevalence := range []float64{-0.1, 1.1, nan} {
		if x, err := Optimum(Focal{}, prevalence); err == nil || x == x {
			t.Errorf("no error for a prevalence of %g: %g", prevalence, x)
		}
	}
	if _, err := Optimum(Focal{Gamma: -1}, 0.5); err == nil {
		t.Error("no error for a gamma of -1")
	}
}
