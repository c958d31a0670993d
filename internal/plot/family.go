package plot

import (
	"math"

	"lossexplorer/internal/state"
	"lossexplorer/losscore"
)

// FamilyGammas are the values of gamma of the family of curves behind the focal loss,
// as in Figure 1 of Lin et al. 2017. The curve of gamma 0 is cross-entropy.
var FamilyGammas = [...]float64{0.5, 1, 2, 5}

// DrawsFamily reports whether the family is drawn: beside the focal loss of one class, or
// of both where their curves are the same, unless other curves are compared.
func DrawsFamily(s state.State) bool {
	_, ok := familyOf(s)
	return ok
}

// OnFamily returns the gamma of the curve of the family that the loss lies upon, 0 if it
// lies upon none.
func OnFamily(s state.State) float64 {
	for _, gamma := range FamilyGammas {
		if math.Abs(s.Number("gamma")-gamma) < 0.1 {
			return gamma
		}
	}
	return 0
}

// familyOf returns the loss of the family, without gamma.
func familyOf(s state.State) (l losscore.Focal, ok bool) {
	if s.Kind.ID != "focal" || DrawsWrong(s) {
		return l, false
	}
	// Of both classes, where they have one.
	if s.Class == state.Both && (s.Axes.X != state.XPt || s.Gradient == state.ByLogit ||
		s.Enabled("alpha")) {
		return l, false
	}
	for _, pin := range s.Pins {
		if pin.Kind != nil && !pin.Hidden {
			return l, false
		}
	}
	l.Epsilon = s.Number(state.EpsilonKey)
	if s.Enabled("alpha") {
		l.Balanced, l.Alpha = true, s.Number("alpha")
	}
	return l, true
}
