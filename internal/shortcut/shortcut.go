// Package shortcut has the page's keyboard shortcuts. The sheet that lists them
// and the handler of the keys both come from its table: a new one is a line
// here, its text in package text, and its function in wasm/keys.go.
package shortcut

import (
	"strings"

	"lossexplorer/internal/params"
	"lossexplorer/internal/text"
	"lossexplorer/losscore"
)

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
	Reset
	Sheet // opens or closes the list of shortcuts
)

// A Shortcut is a key that acts while no text is being typed.
type Shortcut struct {
	Key    string // as KeyboardEvent.key has it, a letter in lower case
	Action Action
	say    func(*text.Access) string
}

var all = []Shortcut{
	{"g", FocusGamma, func(t *text.Access) string { return t.FocusGamma }},
	{"a", FocusAlpha, func(t *text.Access) string { return t.FocusAlpha }},
	{"e", FocusEpsilon, func(t *text.Access) string { return t.FocusEpsilon }},
	{"l", PickLoss, func(t *text.Access) string { return t.PickLoss }},
	{"c", NextClass, func(t *text.Access) string { return t.NextClass }},
	{"d", OtherGradient, func(t *text.Access) string { return t.OtherGradient }},
	{"r", Reset, func(t *text.Access) string { return t.Reset }},
	{"?", Sheet, func(t *text.Access) string { return t.Sheet }},
}

// All returns the shortcuts in the order of the sheet.
func All() []Shortcut { return all }

// Say says what the shortcut does.
func (s Shortcut) Say(m *text.Messages) string { return s.say(&m.Access) }

// Find returns the shortcut of a key.
func Find(key string) (s Shortcut, ok bool) {
	for _, s := range all {
		if s.Key == key {
			return s, true
		}
	}
	return Shortcut{}, false
}

// Parameter returns the parameter of k that a shortcut for the word — gamma,
// alpha or epsilon — goes to from the one called current: the next of those
// whose names begin with the word, and "" if the loss has none.
func Parameter(k *losscore.Kind, word, current string) string {
	var first string
	passed := false
	for _, p := range k.Params {
		if p.Switch || !strings.HasPrefix(p.Name, word) {
			continue
		}
		if passed {
			return p.Name
		}
		if first == "" {
			first = p.Name
		}
		passed = p.Name == current
	}
	return first
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
