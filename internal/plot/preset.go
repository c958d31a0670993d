package plot

import (
	"lossexplorer/internal/catalog"
	"lossexplorer/internal/frameworks"
	"lossexplorer/internal/state"
)

// Preset returns the state that shows a framework's loss with its parameters. ok is
// false if the explorer has no such loss.
func Preset(p frameworks.Preset) (s state.State, ok bool) {
	s = state.Default()
	switch {
	case p.Kind != "":
		s.Kind = catalog.KindOf(p.Kind)
		copy(s.Values[:], p.Values())
	case p.Classes:
		s = s.At(state.PlaceReference)
		c := &s.Classes
		c.Gamma, c.Smoothing = p.Params[frameworks.Gamma], p.Params[frameworks.LabelSmoothing]
		for k := range c.Alpha {
			c.Alpha[k] = 1
			if p.Params[frameworks.Balanced] != 0 {
				c.Alpha[k] = p.Params[frameworks.Alpha]
			}
		}
	case p.ID == "tutorial-broken":
		s.Wrong = true
	default:
		return s, false
	}
	return s, true
}
