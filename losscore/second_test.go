package losscore

import (
	"math"
	"testing"
)

// The focal loss is concave in the logit of hard examples. The p_t at which it
// starts to be convex and the least curvature are from mpmath.
func TestFocalConcave(t *testing.T) {
	for _, tt := range []struct{ gamma, pt, least float64 }{
		{1, 0.04320218, -0.0165470}, {2, 0.05784638, -0.0471929}, {5, 0.05023601, -0.1169611},
	} {
		f := Focal{Gamma: tt.gamma}
		at := func(pt float64) float64 {
			_, _, dxx := f.AtLogit2(1, math.Log(pt/(1-pt)))
			return dxx
		}
		if below, above := at(tt.pt-1e-8), at(tt.pt+1e-8); !(below < 0 && above > 0) {
			t.Errorf("gamma %g: %g below %g, %g above", tt.gamma, below, tt.pt, above)
		}
		least := 0.
		for x := -40.; x < 40; x += 1e-3 {
			_, _, dxx := f.AtLogit2(1, x)
			if _, _, other := f.AtLogit2(0, -x); other != dxx {
				t.Fatalf("gamma %g at %g: %g, for y = 0 %g", tt.gamma, x, dxx, other)
			}
			if p := logistic1(x); dxx < 0 && p > tt.pt+1e-4 || dxx > 0 && p < tt.pt-1e-4 {
				t.Fatalf("gamma %g: %g at %g", tt.gamma, dxx, p)
			}
			least = min(least, dxx)
		}
		if math.Abs(least-tt.least) > 1e-6 {
			t.Errorf("gamma %g: least is %g, want %g", tt.gamma, least, tt.least)
		}
	}
}

// labels are hard and soft ones.
var labels = []float64{0, 1, 0.5, 0.8, 1e-9, 1 - 0x1p-53, 5e-324}

// AtLogit2 has the loss and the gradient of AtLogit to the bit, and differences
// of the gradient are its second derivative.
func TestAtLogit2(t *testing.T) {
	const h = 1e-5
	for _, k := range testKinds() {
		for _, l := range variants(k) {
			l2 := l.(Loss2)
			for _, y := range labels {
				for _, x := range []float64{-inf, -1e300, -2001, -745, -701, -46, -33.3, -8, -2.5,
					-0.3, 0, 1e-9, 0.7, 3, 9, 32, 45.1, 700.5, 744, 1e5, inf} {
					loss, dx := l.AtLogit(y, x)
					loss2, dx2, dxx := l2.AtLogit2(y, x)
					if !same(loss, loss2) || !same(dx, dx2) || dxx != dxx {
						t.Errorf("%T%+v.AtLogit2(%g, %g) = %g, %g, %g; AtLogit has %g, %g", l, l, y,
							x, loss2, dx2, dxx, loss, dx)
					}
					if math.Abs(x) > 50 || kinked(k, l, x, h) {
						continue
					}
					_, hi := l.AtLogit(y, x+h)
					_, lo := l.AtLogit(y, x-h)
					if want := (hi - lo) / (2 * h); !near(dxx, want, 1e-7) {
						t.Errorf("%T%+v.AtLogit2(%g, %g): dxx %g, difference %g", l, l, y, x,
							dxx, want)
					}
				}
			}
		}
	}
}

// kinked reports whether a clip or a margin is within h of x.
func kinked(k testKind, l Loss, x, h float64) bool {
	eps := l.(kernel).clipAt()
	kinks := []float64{eps, 1 - eps}
	if f, ok := l.(Asymmetric); ok {
		kinks = append(kinks, f.Margin)
	}
	for _, p := range kinks {
		if p > 0 && p < 1 && math.Abs(math.Log(p/(1-p))-x) < 3*h {
			return true
		}
	}
	return false
}

func TestAtLogit2Invalid(t *testing.T) {
	for _, k := range testKinds() {
		for _, l := range variants(k) {
			for _, a := range [][2]float64{{nan, 0}, {-1e-300, 0}, {math.Nextafter(1, 2), 0},
				{1, nan}, {0.3, nan}} {
				if loss, dx, dxx := l.(Loss2).AtLogit2(a[0], a[1]); loss == loss || dx == dx ||
					dxx == dxx {
					t.Errorf("%T%+v.AtLogit2(%g, %g) = %g, %g, %g, want NaN", l, l, a[0], a[1],
						loss, dx, dxx)
				}
			}
		}
	}
}

func TestAtLogits2(t *testing.T) {
	y, x := batchInputs(301, true)
	loss, dx, dxx := make([]float64, len(x)), make([]float64, len(x)), make([]float64, len(x))
	var l Loss2 = Focal{Gamma: 2, Alpha: 0.25, Balanced: true}
	if err := AtLogits2(l, loss, dx, dxx, y, x); err != nil {
		t.Fatal(err)
	}
	for i := range x {
		a, d, dd := l.AtLogit2(y[i], x[i])
		if !same(loss[i], a) || !same(dx[i], d) || !same(dxx[i], dd) {
			t.Errorf("%g, %g: %g, %g, %g, want %g, %g, %g", y[i], x[i], loss[i], dx[i], dxx[i],
				a, d, dd)
		}
	}
	if n := testing.AllocsPerRun(10, func() {
		if err := AtLogits2(l, loss, nil, dxx, y, x); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
	if err := AtLogits2(l, loss, dx, dxx[1:], y, x); err == nil ||
		err.Error() != "losscore: the length of dxx is 300; allowed: 301, that of x" {
		t.Errorf("a short dxx: %v", err)
	}
	y[7] = 2
	if err := AtLogits2(l, loss, dx, dxx, y, x); err == nil ||
		err.Error() != "losscore: y[7] is 2; allowed: 0 to 1" {
		t.Errorf("y of 2: %v", err)
	}
}
