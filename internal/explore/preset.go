package explore

import (
	"lossexplorer/internal/params"
	"lossexplorer/internal/parity"
	"lossexplorer/losscore"
)

// Preset returns the state that shows a framework's loss with its numbers, and
// false if the explorer has no such loss.
func Preset(p parity.Preset) (s params.State, ok bool) {
	s = params.Default()
	switch {
	case p.Kind != "":
		s.Kind = losscore.KindOf(p.Kind)
		copy(s.Values[:], p.Values())
	case p.Classes:
		c := &s.Classes
		c.Shown, c.Gamma, c.Smoothing = true, p.Params[parity.Gamma], p.Params[parity.LabelSmoothing]
		for k := range c.Alpha {
			c.Alpha[k] = 1
			if p.Params[parity.Balanced] != 0 {
				c.Alpha[k] = p.Params[parity.Alpha]
			}
		}
	case p.ID == "tutorial-broken":
		s.Wrong = true
	default:
		return s, false
	}
	return s, true
}
