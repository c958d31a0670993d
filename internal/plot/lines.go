package plot

import (
	"lossexplorer/internal/catalog"
	"lossexplorer/internal/state"
	"lossexplorer/losscore"
)

// Shown calls line for each curve that the charts show for s: the loss, the
// tutorial's broken code if it is drawn, the pins, and cross-entropy, each for
// every class shown. Where the charts draw one line for both classes, there
// still are two. The name uses the keys and values of an address: "focal gamma=2
// epsilon=1e-7 y=1".
func Shown(s state.State, line func(name string, l losscore.Loss, y float64)) {
	both := func(name string, l losscore.Loss) {
		for _, y := range [...]float64{1, 0} {
			if shown(s, y) {
				y := LabelOf(s, y)
				line(name+" y="+state.Format(y), l, y)
			}
		}
	}
	both(address(s), s.Loss())
	if DrawsWrong(s) {
		both("broken gamma="+s.Value("gamma")+" alpha="+s.Value("alpha"), wrong(s))
	}
	for _, pin := range s.Pins {
		if pin.Kind != nil && !pin.Hidden {
			both(address(state.State{Kind: pin.Kind, Values: pin.Values}), pin.Loss())
		}
	}
	both("cross-entropy epsilon="+s.Value(state.EpsilonKey), crossEntropy(s))
}

// address names the loss of s.
func address(s state.State) string {
	return s.Kind.ID + Settings(s,
		func(p catalog.Param, value string) string { return " " + p.Name + "=" + value })
}

// Settings calls say with each parameter that has an effect and its value, as With
// reads it, and joins the results.
func Settings(s state.State, say func(p catalog.Param, value string) string) (said string) {
	for _, p := range s.Kind.Params {
		if !p.Switch && s.Enabled(p.Name) {
			said += say(p, s.Value(p.Name))
		}
	}
	return said
}
