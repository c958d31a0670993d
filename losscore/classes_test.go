package losscore

import (
	"math"
	"testing"
)

// What mmcv publishes in tests/test_ops/test_focal_loss.py; softmax with α for every
// class alike.
func TestClassesMMCV(t *testing.T) {
	two, three := []float64{1, 0, 0, 1}, []float64{1, 0, -1, 0, 1, 2}
	for _, tt := range []struct {
		c      Classes
		labels []int
		x      []float64
		want   float64
	}{
		{Classes{Gamma: 2, Sigmoid: true, PositiveAlpha: 0.25, Reduction: Sum}, []int{0, 1}, two,
			0.13562961 * 2},
		{Classes{Gamma: 2, Sigmoid: true, PositiveAlpha: 0.25, Reduction: Sum}, []int{2, 1}, three,
			1.10251057 * 2},
		{Classes{Gamma: 2, Alpha: EqualAlpha(0.25, 2)}, []int{0, 1}, two, 0.00566451},
		{Classes{Gamma: 2, Alpha: EqualAlpha(0.25, 3)}, []int{2, 1}, three, 0.34956908},
	} {
		got, _, err := tt.c.AtLogits(nil, tt.labels, tt.x, len(tt.x)/len(tt.labels))
		if err != nil || math.Abs(got-tt.want) > 1e-6 { // it is in single precision
			t.Errorf("%+v of %v: %.8f, %v, want %.8f", tt.c, tt.x, got, err, tt.want)
		}
	}
}

// The divisors, with an example that is ignored and one of the background.
func TestClassesDivisor(t *testing.T) {
	labels, x := []int{0, 2, -100, 1}, []float64{1, 0, 0.3, 0, 2, -1, 5, 5, 0.5, 0.25, -2, 1}
	for _, tt := range []struct {
		c    Classes
		k    int
		want float64
	}{
		{Classes{}, 3, 3},
		{Classes{Reduction: Sum}, 3, 1},
		{Classes{Reduction: Positives}, 3, 3},
		{Classes{Reduction: Positives, Background: true}, 3, 2},
		{Classes{Reduction: Weights, Alpha: []float64{0.5, 2, 4}}, 3, 6.5},
		{Classes{Sigmoid: true}, 3, 9},
		{Classes{Sigmoid: true, Background: true, Reduction: Positives}, 2, 2},
		{Classes{Sigmoid: true, Background: true}, 2, 6},
		{Classes{Reduction: Weights, Alpha: []float64{0, 0, 0}}, 3, 1},
	} {
		_, divisor, err := tt.c.AtLogits(nil, labels, x[:len(labels)*tt.k], tt.k)
		if err != nil || divisor != tt.want {
			t.Errorf("%+v: %g, %v, want %g", tt.c, divisor, err, tt.want)
		}
	}
}

// Gradients are those of the loss, and an ignored example has none.
func TestClassesGradients(t *testing.T) {
	const h = 1e-6
	for _, sigmoid := range []bool{false, true} {
		for reduction := Mean; reduction <= Weights; reduction++ {
			c := Classes{Gamma: 2, Alpha: BackgroundAlpha(0.25, 3), Sigmoid: sigmoid,
				Reduction: reduction, Ignore: -1}
			labels, x := []int{0, -1, 2, 1}, []float64{1, 0, 0.3, 0, 2, -1, 5, 5, 0.5, 0.25, -2, 1}
			grad := make([]float64, len(x))
			if _, _, err := c.AtLogits(grad, labels, x, 3); err != nil {
				t.Fatal(err)
			}
			for i := range x {
				at := func(v float64) float64 {
					moved := append([]float64(nil), x...)
					moved[i] = v
					loss, _, _ := c.AtLogits(nil, labels, moved, 3)
					return loss
				}
				if want := (at(x[i]+h) - at(x[i]-h)) / (2 * h); !near(grad[i], want, 1e-8) {
					t.Errorf("%+v: dL/dx[%d] is %g, the difference %g", c, i, grad[i], want)
				}
				if i/3 == 1 && grad[i] != 0 {
					t.Errorf("%+v: an ignored example has a gradient of %g", c, grad[i])
				}
			}
			// In place of the logits.
			same := append([]float64(nil), x...)
			if _, _, err := c.AtLogits(same, labels, same, 3); err != nil || same[0] != grad[0] ||
				same[11] != grad[11] {
				t.Errorf("%+v: in place %v, want %v", c, same, grad)
			}
		}
	}
}

func TestClassesAllocations(t *testing.T) {
	labels, x := []int{0, 2, -100, 1}, make([]float64, 12)
	grad := make([]float64, len(x))
	for _, c := range []Classes{{Gamma: 2}, {Gamma: 2, Sigmoid: true}} {
		if n := testing.AllocsPerRun(10, func() {
			if _, _, err := c.AtLogits(grad, labels, x, 3); err != nil {
				t.Fatal(err)
			}
		}); n != 0 {
			t.Errorf("%+v: %v allocations", c, n)
		}
	}
}

// One logit is a binary loss, and two of a softmax are one of a sigmoid.
func TestClassesBinary(t *testing.T) {
	for x := -30.; x < 30; x += 0.7 {
		one, _, err := Classes{Gamma: 2, Sigmoid: true, PositiveAlpha: 0.25}.AtLogits(nil, []int{0},
			[]float64{x}, 1)
		want, _ := Focal{Gamma: 2, Alpha: 0.25, Balanced: true}.AtLogit(1, x)
		if err != nil || one != want {
			t.Errorf("sigmoid of %g: %g, %v, want %g", x, one, err, want)
		}
		two, _, err := Classes{Gamma: 2, Alpha: BackgroundAlpha(0.25, 2)}.AtLogits(nil, []int{1},
			[]float64{0, x}, 2)
		if err != nil || !close(two, want, 1e-14) {
			t.Errorf("softmax of %g: %g, %v, want %g", x, two, err, want)
		}
	}
}

func TestClassesErrors(t *testing.T) {
	x := []float64{1, 2, 3, 4}
	for _, tt := range []struct {
		c      Classes
		labels []int
		x      []float64
		k      int
		want   string
	}{
		{Classes{Gamma: -1}, []int{0, 1}, x, 2, "Gamma is -1; allowed: finite and >= 0"},
		{Classes{}, []int{0, 2}, x, 2,
			"labels[1] is 2; allowed: a class, the background or Ignore"},
		{Classes{Background: true}, []int{0, 2}, x, 2,
			"labels[1] is 2; allowed: a class, the background or Ignore"},
		{Classes{}, []int{-1, 0}, x, 2,
			"labels[0] is -1; allowed: a class, the background or Ignore"},
		{Classes{}, []int{0}, x, 2,
			"the length of x is 4; allowed: 2, that of labels times classes"},
		{Classes{Ignore: 255}, []int{0, 254}, x, 2,
			"labels[1] is 254; allowed: a class, the background or Ignore"},
		{Classes{Reduction: 9}, []int{0, 1}, x, 2, "Reduction is 9; allowed: Mean to Weights"},
		{Classes{PositiveAlpha: 2}, []int{0, 1}, x, 2, "PositiveAlpha is 2; allowed: 0 to 1"},
		{Classes{}, []int{0, 0, 0, 0}, x, 1, "classes is 1; allowed: >= 2, with Sigmoid >= 1"},
		{Classes{Sigmoid: true}, []int{0, 1}, []float64{1, 2, nan, 4}, 2,
			"x[2] is NaN; allowed: a number"},
		{Classes{}, []int{0, 1}, []float64{1, 2, 3, inf}, 2,
			"x[3] is +Inf; allowed: a number below +Inf"},
	} {
		grad := []float64{7, 7, 7, 7}
		loss, _, err := tt.c.AtLogits(grad, tt.labels, tt.x, tt.k)
		if err == nil || err.Error() != "losscore: "+tt.want || loss == loss || grad[0] != 7 ||
			grad[3] != 7 {
			t.Errorf("%+v: %g, %v, gradient %v, want %s", tt.c, loss, err, grad, tt.want)
		}
	}
}

// An ignored example changes nothing, whichever label stands for it: torch's
// cross_entropy(x, y, ignore_index=i) for i of -100, 255 and 1.
func TestClassesIgnore(t *testing.T) {
	x := []float64{1, 2, -0.5, 3, 0.25, 4}
	want, divisor, err := Classes{}.AtLogits(nil, []int{0, 0}, []float64{1, 2, 0.25, 4}, 2)
	if err != nil {
		t.Fatal(err)
	}
	for _, ignore := range []int{0, -7, 255, 1} {
		label := ignore
		if ignore == 0 {
			label = -100
		}
		grad := []float64{7, 7, 7, 7, 7, 7}
		loss, d, err := Classes{Ignore: ignore}.AtLogits(grad, []int{0, label, 0}, x, 2)
		if err != nil || loss != want || d != divisor || grad[2] != 0 || grad[3] != 0 {
			t.Errorf("ignoring %d: %v of %v, %v, gradients %v; want %v of %v", label, loss, d, err,
				grad, want, divisor)
		}
	}
}
