//go:build !widget

package plot

import (
	"math"

	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/losscore"
)

// Curved reports whether s shows the curvature of l.
func Curved(s state.State, l losscore.Loss) bool {
	_, ok := l.(losscore.Loss2)
	return ok && s.Curvature
}

// curvatureAt returns d²L/dx² of l, x the logit of p, for label y at p_t. l is Curved.
func curvatureAt(l losscore.Loss, y, pt float64) float64 {
	// Rounded inwards, so that a p_t at a clip is within it here as well.
	x := (math.Log(pt) - math.Log1p(-pt)) * (1 - 0x1p-50)
	if y == 0 {
		x = -x
	}
	_, _, dxx := l.(losscore.Loss2).AtLogit2(y, x)
	return dxx
}

// sayLeast returns a sentence on the minimum of the loss of s. ok is false unless its label
// is soft.
func sayLeast(m *text.Messages, s state.State) (said string, ok bool) {
	if s.Class != state.Soft {
		return "", false
	}
	return SayMinimum(m, s), true
}
