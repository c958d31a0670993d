package losscore

import (
	"math"
	"testing"
)

// With two classes the softmax of 0, x is the sigmoid of x.
func TestCategoricalIsFocal(t *testing.T) {
	near := func(got, want float64) bool {
		return close(got, want, 2e-15) || math.Abs(got-want) <= math.SmallestNonzeroFloat64
	}
	for _, gamma := range []float64{0, 0.5, 1, 2, 3.3} {
		for _, eps := range []float64{0, 1e-7, 0.1} {
			f := Focal{Gamma: gamma, Alpha: 0.25, Balanced: true, Epsilon: eps}
			c := CategoricalFocal{Gamma: gamma, Alpha: []float64{0.75, 0.25}, Epsilon: eps}
			for _, x := range []float64{-800, -745, -100, -38, -5, -0.3, 0, 1, 7, 40, 300, 745} {
				for _, y := range []float64{0, 1} {
					var grad [2]float64
					loss, err := c.AtLogits(grad[:], []float64{1 - y, y}, []float64{0, x})
					if err != nil {
						t.Fatal(err)
					}
					want, dx := f.AtLogit(y, x)
					if !near(loss, want) || !near(grad[1], dx) || !near(grad[0], -dx) {
						t.Errorf("%+v at %v, y %v: %v, %v, want %v, %v", c, x, y, loss, grad, want, dx)
					}
				}
			}
		}
	}
}
