// Package shortcut lists the page's keyboard shortcuts. The sheet and the
// handler of the keys both use its table: a new shortcut is an action and a
// line here, a text in text.Does, and a case in wasm/explorer/keys.go.
package shortcut

import (
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// An Action is the effect of a shortcut.
type Action int

// The actions.
const (
	FocusGamma Action = iota
	FocusAlpha
	FocusEpsilon
	PickLoss
	NextClass
	OtherGradient
	PinCurve
	OpenProbe // or closes it
	Reset
	Sheet   // opens or closes the list of shortcuts
	Actions // how many there are
)

// A Shortcut is a key that acts while no text is being typed.
type Shortcut struct {
	Key    string // as used by KeyboardEvent.key, a letter in lower case
	Action Action
	Part   string // names of package hide, separated by spaces: hidden parts have no keys
}

var all = []Shortcut{
	{"g", FocusGamma, "controls gamma"},
	{"a", FocusAlpha, "controls alpha"},
	{"e", FocusEpsilon, "controls epsilon"},
	{"l", PickLoss, "controls picker"},
	{"c", NextClass, "controls label"},
	{"d", OtherGradient, "gradient"},
	{"p", PinCurve, "compare"},
	{"o", OpenProbe, "probe"},
	{"r", Reset, "controls actions"},
	{"?", Sheet, ""},
}

// Does returns the text of the sheet for a, a valid action.
func (a Action) Does(t text.Does) string {
	return [Actions]string{
		FocusGamma:    t.FocusGamma,
		FocusAlpha:    t.FocusAlpha,
		FocusEpsilon:  t.FocusEpsilon,
		PickLoss:      t.PickLoss,
		NextClass:     t.NextClass,
		OtherGradient: t.OtherGradient,
		PinCurve:      t.PinCurve,
		OpenProbe:     t.OpenProbe,
		Reset:         t.Reset,
		Sheet:         t.Sheet,
	}[a]
}

// All returns the shortcuts in the order of the sheet.
func All() []Shortcut { return all }

// Find returns the shortcut of a key.
func Find(key string) (s Shortcut, ok bool) {
	for _, s := range all {
		if s.Key == key {
			return s, true
		}
	}
	return Shortcut{}, false
}

// Next returns the class after c when the classes take turns.
func Next(c state.Class) state.Class {
	switch c {
	case state.Positive:
		return state.Negative
	case state.Negative:
		return state.Both
	case state.Both:
		return state.Soft
	}
	return state.Positive
}

// Other returns the gradient after g when the gradients take turns.
func Other(g state.Gradient) state.Gradient {
	switch g {
	case state.Pull:
		return state.Relative
	case state.Relative:
		return state.ByLogit
	case state.ByLogit:
		return state.ByPt
	}
	return state.Pull
}
