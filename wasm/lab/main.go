//go:build js && wasm

// Command lab is the program behind the page's larger panels, which the page
// loads when the first of them is opened. It hears of every state that the
// explorer shows, by the event "state", and asks for another one by "set" and
// "commit"; both are of the words of an address. See lab.go of package wasm.
package main

import (
	"strconv"

	"lossexplorer/internal/params"
	"lossexplorer/internal/text"
	"lossexplorer/wasm/elem"

	"honnef.co/go/js/dom/v2"
)

// A panel shows its part of the state.
type panel interface {
	follow(s params.State)
}

func main() {
	l := &lab{messages: text.For(elem.Find("html").GetAttribute("lang"))}
	l.panels = []panel{newProbe(l), newSandbox(l), newTraining(l), newSource(l)}
	elem.Hear("state", func(query string) {
		l.state, _ = params.Parse(elem.Query(query))
		for _, p := range l.panels {
			p.follow(l.state)
		}
	})
	elem.Fire("lab", "lab")
	select {} // the listeners run from here on
}

// lab is the running program.
type lab struct {
	messages *text.Messages
	state    params.State // that the explorer shows
	panels   []panel
}

// set has the explorer show a state that differs in one value.
func (l *lab) set(key, value string) { elem.Fire("set", key+"="+value) }

// commit makes the state that is shown one to return to.
func (l *lab) commit() { elem.Fire("commit", "") }

// A slider sets a number of the state, and shows it.
type slider struct {
	key   string
	input *dom.HTMLInputElement
	value elem.Label
}

// newSlider returns the slider of a key; value is that of a position.
func newSlider(l *lab, prefix, key string, value func(key string, position float64) float64) slider {
	id := prefix + key
	c := slider{key, elem.InputByID(id), elem.NewLabel(elem.ByID(id + "-value"))}
	elem.On(c.input.BasicHTMLElement, "input", func() {
		at, _ := strconv.ParseFloat(c.input.Value(), 64) // a range input's value always is a number
		l.set(key, params.Format(value(key, at)))
	})
	elem.On(c.input.BasicHTMLElement, "change", l.commit)
	c.input.SetDisabled(false)
	return c
}

// show shows a number, written as text, that is at a position.
func (c *slider) show(text string, position float64) {
	if text == c.value.Text {
		return
	}
	elem.Slide(c.input, params.Format(position))
	c.input.SetAttribute("aria-valuetext", text)
	c.value.Say(text)
}
