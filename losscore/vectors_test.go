package losscore

import (
	"math"
	"testing"
)

// Numbers that frameworks publish in their tests.
func TestVectors(t *testing.T) {
	mean := func(l Loss, y, v []float64, logits bool) float64 {
		sum := 0.
		for i := range y {
			at := l.AtProb
			if logits {
				at = l.AtLogit
			}
			loss, _ := at(y[i], v[i])
			sum += loss
		}
		return sum / float64(len(y))
	}
	y, p := []float64{1, 0, 1, 0}, []float64{0.9, 0.8, 0.7, 0.2}
	z, yz := []float64{1.5, -2.7, 2.9, -3.8, 1.2, -4.5}, []float64{1, 1, 0, 0, 1, 0}
	for _, tt := range []struct {
		source string
		got    float64
		want   float64
		digits float64
	}{
		{"Keras, BinaryFocalCrossentropy", mean(Focal{Gamma: 2}, y, p, false), 0.268, 5e-4},
		{"Keras, its first row", mean(Focal{Gamma: 2}, y[:2], p[:2], false), 0.515547, 5e-7},
		{"Keras, its second row", mean(Focal{Gamma: 2}, y[2:], p[2:], false), 0.020513, 5e-7},
		{"Keras, from logits with gamma 3", mean(Focal{Gamma: 3}, yz, z, true), 0.799, 5e-4},
	} {
		if math.Abs(tt.got-tt.want) > tt.digits {
			t.Errorf("%s: %g, want %g", tt.source, tt.got, tt.want)
		}
	}
}

// google-deepmind/optax, optax/losses/_classification_test.py: gradients and second
// derivatives of far logits with soft labels are finite.
func TestVectorsOptax(t *testing.T) {
	for _, x := range []float64{100, -100, 75, -75, 50, -50} {
		for _, y := range []float64{0.9, 0.1, 0.8, 0.2, 1, 0} {
			loss, dx, dxx := Focal{Gamma: 0.5}.AtLogit2(y, x)
			for _, v := range []float64{loss, dx, dxx} {
				if v-v != 0 {
					t.Errorf("y = %g at %g: %g, %g, %g", y, x, loss, dx, dxx)
				}
			}
		}
	}
}

// FuzzLabels has for soft labels that results are numbers, that a loss is not
// negative, and that the derivatives are those of the loss.
func FuzzLabels(f *testing.F) {
	for i := range testKinds() {
		for _, y := range []float64{0.5, 0.8, 1e-300, 1 - 0x1p-53} {
			f.Add(uint8(i), 2.0, 1.0, 0.05, true, 0.0, y, 0.3)
			f.Add(uint8(i), 0.7, 0.5, 0.5, false, 1e-7, y, -30.0)
			f.Add(uint8(i), 0.0, 0.0, 0.0, true, 5e-324, y, 746.0)
		}
	}
	f.Fuzz(func(t *testing.T, kind uint8, a, b, c float64, on bool, eps, y, x float64) {
		k, v, moderate := newKind(kind, a, b, c, on, eps)
		l := k.New(v).(Loss2)
		if !(y > 0 && y < 1) || x != x || l.Validate() != nil {
			l.AtLogit2(y, x) // does not panic
			return
		}
		loss, dx, dxx := l.AtLogit2(y, x)
		other, _ := l.AtProb(y, logistic1(x))
		if !moderate {
			return
		}
		if !(loss >= 0) || !(other >= 0) || dx != dx || dxx != dxx {
			t.Fatalf("%s %v, y = %g at %g: %g, %g, %g; by probability %g", k.ID, v, y, x, loss, dx,
				dxx, other)
		}
		const h = 1e-4
		if math.Abs(x) > 20 || kinked(k, l, x, h) ||
			k.ID == "quality" && math.Abs(logistic1(x)-y) < 1e-2 {
			return
		}
		hi, _ := l.AtLogit(y, x+h)
		lo, _ := l.AtLogit(y, x-h)
		if d := (hi - lo) / (2 * h); !near(dx, d, 1e-4*(1+loss)) {
			t.Errorf("%s %v, y = %g at %g: dL/dx %g, difference %g", k.ID, v, y, x, dx, d)
		}
	})
}
