package explore

import (
	"lossexplorer/internal/params"
	"lossexplorer/losscore"
)

// Shown calls line for each curve that the charts show for s: the loss, the
// tutorial's broken code if it is drawn, and cross-entropy, each for every class
// shown. Where the charts draw one line for both classes, there still are two.
// The name is in the words of an address: "focal gamma=2 epsilon=1e-7 y=1".
func Shown(s params.State, line func(name string, l losscore.Loss, y float64)) {
	names := [...]string{
		s.Kind.ID + Settings(s, func(p losscore.Param, value string) string { return " " + p.Name + "=" + value }),
		"broken",
		"cross-entropy epsilon=" + s.Value(params.EpsilonKey),
	}
	losses := [len(names)]losscore.Loss{s.Loss(), nil, crossEntropy(s)}
	if DrawsWrong(s) {
		names[1] += " gamma=" + s.Value("gamma") + " alpha=" + s.Value("alpha")
		losses[1] = wrong(s)
	}
	for i, l := range losses {
		for y := 1.; y >= 0 && l != nil; y-- {
			if shown(s, y) {
				line(names[i]+" y="+params.Format(y), l, y)
			}
		}
	}
}

// Settings returns what say says, in turn, of the parameters that have an effect
// and their values as With reads them.
func Settings(s params.State, say func(p losscore.Param, value string) string) (said string) {
	for _, p := range s.Kind.Params {
		if !p.Switch && s.Enabled(p.Name) {
			said += say(p, s.Value(p.Name))
		}
	}
	return said
}
