package losscore

import (
	"math"
	"testing"
)

// The series agree with the functions they are of where they are worst: in the
// middle between points of the grid.
func TestGrid(t *testing.T) {
	const rel = 0x1p-56
	check := func(z float64, name string, got, want pair) {
		if d := math.Abs(sub(got, want).round()); !(d <= rel*want.hi) {
			t.Errorf("%s at %g: relative error %.2g", name, z, d/want.hi)
		}
	}
	for k := 1 - gridReach; k < gridReach; k++ {
		for _, r := range []float64{-0.499, 0, 0.25, 0.499} {
			z := (float64(k) + r) / gridSteps
			pt, s, l := gridLogistic(z)
			wantPt, wantS, wantL := logistic(pair{z, 0})
			check(z, "p_t", pt, wantPt)
			check(z, "1-p_t", s, wantS)
			check(z, "-ln(p_t)", l, wantL)
		}
	}
}
