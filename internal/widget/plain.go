package widget

import (
	"strings"

	"lossexplorer/internal/state"
)

// A NotPlain is the refusal of a state by the program of plain elements, which has no formulas,
// soft labels and curvature. Its value is the attribute that needs them.
type NotPlain string

func (e NotPlain) Error() string { return string(e) }

// CheckPlain returns a NotPlain if the program of plain elements cannot draw s, which state.Parse
// has read from get.
func CheckPlain(get func(key string) (string, bool), s state.State) error {
	if s.Class == state.Soft {
		return NotPlain(Label)
	}
	if s.Curvature {
		return NotPlain(View)
	}
	if _, ok := get(state.FormulaKey); ok {
		return NotPlain(state.FormulaKey)
	}
	if isOwn(get, state.LossKey) {
		return NotPlain(state.LossKey)
	}
	if isOwn(get, state.PinsKey) {
		return NotPlain(Compare)
	}
	return nil
}

// isOwn reports whether a value of key, of several joined by "~", uses a custom loss.
func isOwn(get func(key string) (string, bool), key string) bool {
	value, _ := get(key)
	return strings.Contains("~"+value, "~"+state.CustomLoss)
}
