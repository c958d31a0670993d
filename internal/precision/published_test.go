package precision

import (
	"math"
	"testing"
)

// firstFrom returns the first logit from 0 on, away from it on the label's
// side, at which the numbers satisfy the condition; NaN if there is none.
func firstFrom(y float64, x, v []float64, is func(float64) bool) float64 {
	if y == 1 {
		for i := range x {
			if x[i] >= 0 && is(v[i]) {
				return x[i]
			}
		}
		return math.NaN()
	}
	for i := len(x) - 1; i >= 0; i-- {
		if x[i] <= 0 && is(v[i]) {
			return -x[i]
		}
	}
	return math.NaN()
}

func isZero(v float64) bool { return v == 0 }

// The logits of the true class, in steps of a quarter, from which the loss is 0
// at gamma 2 and from which the gradient is NaN at gamma 0.5, in float32,
// float16 and bfloat16. They were measured with the libraries in float32 and
// computed by another emulation in the 16-bit formats, independently of this
// package: see the issue "The precision lab".
func TestPublished(t *testing.T) {
	none := math.NaN()
	for _, tt := range []struct {
		id        string
		torch1    bool
		zero, nan [3]float64
	}{
		{"torchvision", false, [3]float64{16.75, 5.75, 6.25}, [3]float64{16.75, 8.5, 6.25}},
		{"mmdet", false, [3]float64{16.75, 5.75, 6.25}, [3]float64{16.75, 8.5, 6.25}},
		{"paddle", false, [3]float64{16.75, 5.75, 6.25}, [3]float64{16.75, 8.5, 6.25}},
		{"fvcore", false, [3]float64{16.75, 16.75, 16.75}, [3]float64{16.75, 16.75, 16.75}},
		{"smp", true, [3]float64{16.75, none, none}, [3]float64{16.75, none, none}},
		{"smp", false, [3]float64{none, 5.75, 6.25}, [3]float64{none, 8.5, 6.25}},
		{"monai", false, [3]float64{34.75, 34.75, 34.75}, [3]float64{none, none, none}},
		// bfloat16 has no 92.75
		{"kornia", false, [3]float64{34.75, 6, 31}, [3]float64{104, 17.5, 93}},
		{"optax", false, [3]float64{34.75, 6, 31}, [3]float64{none, none, none}},
		{"keras-torch", false, [3]float64{16.75, 5.75, 6.25}, [3]float64{16.75, 8.5, 6.25}},
		{"keras-tensorflow", false, [3]float64{16.75, 5.75, 6.25}, [3]float64{16.75, 8.5, 6.25}},
		{"clip", false, [3]float64{none, 5.75, 6.25}, [3]float64{none, 8.5, 6.25}},
		{"logits", false, [3]float64{34.75, 6, 31}, [3]float64{none, none, none}},
	} {
		m, ok := ImplementationOf(tt.id)
		if !ok {
			t.Fatalf("no implementation %s", tt.id)
		}
		for i, f := range []Format{Float32, Float16, BFloat16} {
			if tt.id == "smp" && math.IsNaN(tt.zero[i]) {
				continue // of the other row
			}
			lab := NewLab(Axis(Step))
			s := Setting{Gamma: 2, Epsilon: 1e-7, Format: f, Torch1: tt.torch1}
			r := lab.Run(&m, 1, s)
			if got := firstFrom(1, r.Logits, r.Loss, isZero); !same(got, tt.zero[i]) {
				t.Errorf("%s, %v: loss 0 from %v, want %v", tt.id, f, got, tt.zero[i])
			}
			s.Gamma = 0.5
			r = lab.Run(&m, 1, s)
			if got := firstFrom(1, r.Logits, r.Gradient, math.IsNaN); !same(got, tt.nan[i]) {
				t.Errorf("%s, %v: gradient NaN from %v, want %v", tt.id, f, got, tt.nan[i])
			}
		}
	}
}

func same(a, b float64) bool { return a == b || a != a && b != b }

// The other facts of that table.
func TestPublishedOthers(t *testing.T) {
	lab := NewLab(Axis(Step))
	run := func(id string, y float64, s Setting) *Result {
		m, ok := ImplementationOf(id)
		if !ok {
			t.Fatalf("no implementation %s", id)
		}
		return lab.Run(&m, y, s)
	}
	if r := run("monai", 0, Setting{Gamma: 2, Format: Float32}); firstFrom(0, r.Logits, r.Loss,
		isZero) != 14.75 {
		t.Errorf("MONAI: loss 0 for negatives from %v, want 14.75",
			firstFrom(0, r.Logits, r.Loss, isZero))
	}
	if r := run("kornia", 0, Setting{Gamma: 0.5, Format: Float32}); !math.IsNaN(r.Gradient[0]) ||
		!math.IsNaN(r.Gradient[len(r.Gradient)-1]) {
		t.Error("kornia: gradient not NaN at both ends")
	}
	// torchvision was seen to have NaN for negatives from 17.5.
	r := run("torchvision", 0, Setting{Gamma: 0.5, Format: Float32, Torch1: true})
	if got := firstFrom(0, r.Logits, r.Gradient, math.IsNaN); got != 17.5 {
		t.Errorf("torchvision: gradient NaN for negatives from %v, want 17.5", got)
	}
	// Keras 3.9.2 on PyTorch was seen to have -1.3e-6 at -17, and its gradient
	// is dead below -16.25.
	r = run("keras-torch", 1, Setting{Gamma: 2, Epsilon: 1e-7, Format: Float32})
	for i, x := range r.Logits {
		if x == -17 && math.Abs(r.Gradient[i]+1.3e-6) > 1e-7 {
			t.Errorf("Keras on PyTorch: gradient %v at -17, want -1.3e-6", r.Gradient[i])
		}
		if x <= -16.25 && Classify(Float32, r.Gradient[i], r.ExactDx[i]) == Right {
			t.Errorf("Keras on PyTorch: gradient %v at %v, not dead", r.Gradient[i], x)
		}
	}
	// "Keras, torch or JAX backend: halves inf or NaN."
	for _, tt := range []struct {
		id string
		f  Format
	}{{"keras-torch", Float16}, {"keras-jax", Float16}, {"keras-jax", BFloat16}} {
		broken := false
		for _, y := range []float64{0, 1} {
			r := run(tt.id, y, Setting{Gamma: 2, Epsilon: 1e-7, Format: tt.f})
			for i := range r.Loss {
				for _, v := range []float64{r.Loss[i], r.Gradient[i]} {
					broken = broken || math.IsNaN(v) || math.IsInf(v, 0)
				}
			}
		}
		if !broken {
			t.Errorf("%s: no infinity and no NaN in %v", tt.id, tt.f)
		}
	}
}
