// Package shortcut has the page's keyboard shortcuts. The sheet that lists them
// and the handler of the keys both come from its table: a new one is a line
// here, a text in text.Access, and a case in wasm/keys.go.
package shortcut

import "lossexplorer/internal/params"

// An Action is what a shortcut does.
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
	Key    string // as KeyboardEvent.key has it, a letter in lower case
	Action Action
}

var all = []Shortcut{
	{"g", FocusGamma},
	{"a", FocusAlpha},
	{"e", FocusEpsilon},
	{"l", PickLoss},
	{"c", NextClass},
	{"d", OtherGradient},
	{"p", PinCurve},
	{"o", OpenProbe},
	{"r", Reset},
	{"?", Sheet},
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

// Next returns what follows the class c when the classes take turns.
func Next(c params.Class) params.Class {
	switch c {
	case params.Positive:
		return params.Negative
	case params.Negative:
		return params.Both
	}
	return params.Positive
}

// Other returns the gradient that is not g.
func Other(g params.Gradient) params.Gradient {
	if g == params.ByPt {
		return params.ByLogit
	}
	return params.ByPt
}
