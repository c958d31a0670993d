package losscore

import (
	"math"
	"slices"
	"testing"
)

// The second derivatives are those of the gradient by differences.
func TestCategoricalSecond(t *testing.T) {
	for _, c := range []CategoricalFocal{
		{}, {Gamma: 2}, {Gamma: 0.5, Alpha: []float64{0.25, 0.5, 3}},
		{Gamma: 5, LabelSmoothing: 0.1},
		{Gamma: 2, Alpha: []float64{0, 1, 1}, LabelSmoothing: 0.5},
	} {
		for _, x := range [][]float64{{2, 0.5, -1}, {0, 0, 0}, {-3, 4, 1}, {5, 5, -8}} {
			for label := range x {
				y := make([]float64, 3)
				y[label] = 1
				grad, diag := make([]float64, 3), make([]float64, 3)
				loss, err := c.AtLogits2(grad, diag, y, x)
				if err != nil {
					t.Fatal(err)
				}
				same := make([]float64, 3)
				if l, _ := c.AtLogits(same, y, x); l != loss || !slices.Equal(same, grad) {
					t.Errorf("%+v: %v, %v, want those of AtLogits, %v, %v", c, loss, grad, l, same)
				}
				for j := range x {
					const h = 1e-5
					low, high := make([]float64, 3), make([]float64, 3)
					moved := slices.Clone(x)
					moved[j] -= h
					if _, err := c.AtLogits(low, y, moved); err != nil {
						t.Fatal(err)
					}
					moved[j] = x[j] + h
					if _, err := c.AtLogits(high, y, moved); err != nil {
						t.Fatal(err)
					}
					if want := (high[j] - low[j]) / (2 * h); math.Abs(diag[j]-want) > 1e-8*(1+math.Abs(want)) {
						t.Errorf("%+v at %v, label %d: d²L/dx²[%d] = %v, want %v", c, x, label, j,
							diag[j], want)
					}
				}
			}
		}
	}
}

// Of two classes both are that of the binary loss, and far logits are finite.
func TestCategoricalSecondBinary(t *testing.T) {
	for _, gamma := range []float64{0, 0.5, 2, 5} {
		for _, z := range []float64{-700, -40, -3, 0, 0.1, 2, 30, 700} {
			diag := []float64{z, 0}
			if _, err := (CategoricalFocal{Gamma: gamma}).AtLogits2(nil, diag, []float64{1, 0},
				diag); err != nil {
				t.Fatal(err)
			}
			_, _, want := Focal{Gamma: gamma}.AtLogit2(1, z)
			if math.Abs(diag[0]-want) > 1e-15*math.Abs(want) ||
				math.Abs(diag[1]-want) > 1e-15*math.Abs(want) {
				t.Errorf("γ = %v at %v: %v, want %v", gamma, z, diag, want)
			}
		}
	}
	diag := make([]float64, 3)
	for _, x := range [][]float64{{1e308, -1e308, 0}, {math.Inf(-1), 0, 1},
		{0, math.Inf(-1), math.Inf(-1)}, {-1e308, 1e308, 1e308}} {
		for label := range x {
			y := make([]float64, 3)
			y[label] = 1
			if _, err := (CategoricalFocal{Gamma: 0.5}).AtLogits2(nil, diag, y, x); err != nil {
				t.Fatal(err)
			}
			for _, v := range diag {
				if v-v != 0 {
					t.Errorf("%v, label %d: %v", x, label, diag)
				}
			}
		}
	}
	before := []float64{1, 2}
	if _, err := (CategoricalFocal{}).AtLogits2(nil, before[:1], []float64{1, 0},
		[]float64{0, 0}); err == nil || before[0] != 1 {
		t.Errorf("a short slice: %v, %v", err, before)
	}
}

func TestCategoricalSecondAllocations(t *testing.T) {
	grad, diag, y, x := make([]float64, 16), make([]float64, 16), make([]float64, 16),
		make([]float64, 16)
	y[3] = 1
	if n := testing.AllocsPerRun(10, func() {
		if _, err := (CategoricalFocal{Gamma: 2}).AtLogits2(grad, diag, y, x); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzCategoricalSecond(f *testing.F) {
	f.Add(2.0, 0.1, 1.0, 2.0, -3.0)
	f.Fuzz(func(t *testing.T, gamma, smoothing, a, b, c float64) {
		l, diag := CategoricalFocal{Gamma: gamma, LabelSmoothing: smoothing}, make([]float64, 3)
		loss, err := l.AtLogits2(nil, diag, []float64{0, 1, 0}, []float64{a, b, c})
		want, other := l.AtLogits(nil, []float64{0, 1, 0}, []float64{a, b, c})
		if (err == nil) != (other == nil) || err == nil && loss != want {
			t.Fatalf("%v, %v, want %v, %v", loss, err, want, other)
		}
		for _, v := range diag {
			if v != v || err != nil && v != 0 {
				t.Fatalf("%+v: %v, %v", l, diag, err)
			}
		}
	})
}
