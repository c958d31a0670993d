//go:build js && wasm

// Command panels is the program behind the page's larger panels, which the page
// loads when the first of them is opened. It receives every state that the explorer
// shows with the event "state", and uses "set" and "commit" to ask for another state.
// The details use the keys and values of an address. See wasm/explorer/lab.go.
package main

import (
	"strconv"

	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/wasm/document"

	"honnef.co/go/js/dom/v2"
)

// A panel shows its part of the state.
type panel interface {
	follow(s state.State)
}

func main() {
	l := &lab{messages: text.For(document.Find("html").GetAttribute("lang"))}
	l.panels = []panel{newProbe(l), newSandbox(l), newTraining(l), newSource(l), newNumerics(l),
		newBatch(l), newWeights(l)}
	document.Hear(document.StateShown, func(query string) {
		l.state, _ = state.Parse(document.Query(query))
		for _, p := range l.panels {
			p.follow(l.state)
		}
	})
	document.Fire(document.Started, "lab")
	select {} // the listeners run from here on
}

// lab is the running program.
type lab struct {
	messages *text.Messages
	state    state.State // that the explorer shows
	panels   []panel
}

// set makes the explorer show a state that differs in one value.
func (l *lab) set(key, value string) { document.Fire(document.Set, key+"="+value) }

// commit makes the shown state one that undo can return to.
func (l *lab) commit() { document.Fire(document.Commit, "") }

// A slider sets a number of the state, and shows it.
type slider struct {
	key   string
	input *dom.HTMLInputElement
	value document.Label
}

// newSlider returns the slider of a key; value returns the value at a position.
func newSlider(l *lab, prefix, key string, value func(key string, position float64) float64) slider {
	id := prefix + key
	c := slider{key, document.InputByID(id), document.NewLabel(document.ByID(id + "-value"))}
	document.On(c.input.BasicHTMLElement, "input", func() {
		at, _ := strconv.ParseFloat(c.input.Value(), 64) // a range input's value always is a number
		l.set(key, state.Format(value(key, at)))
	})
	document.On(c.input.BasicHTMLElement, "change", l.commit)
	c.input.SetDisabled(false)
	return c
}

// show shows a number, written as text, that is at a position.
func (c *slider) show(text string, position float64) {
	if text == c.value.Text {
		return
	}
	document.Slide(c.input, state.Format(position))
	c.input.SetAttribute("aria-valuetext", text)
	c.value.Say(text)
}
