//go:build js && wasm

package main

import (
	"strings"
	"syscall/js"

	"lossexplorer/internal/state"
	"lossexplorer/wasm/document"
)

// tour demonstrates the controls. Its steps are in the page, each with a sentence and the
// values that it sets. A key or a pointer stops it and restores the page.
type tour struct {
	page    *page
	steps   []document.Element
	caption document.Label
	button  document.Element
	next    js.Value
	timer   js.Value
	at      int         // the index of the next step, -1 while it does not run
	before  state.State // the state of the page before the tour
}

// tourStep is the time that a step is shown, in milliseconds.
const tourStep = 4000

func newTour(p *page) {
	t := &tour{
		page: p, at: -1, button: document.ByID("tour"),
		caption: document.NewLabel(document.ByID("tour-caption")),
		steps:   document.All(document.ByID("tour-steps"), "[data-sets]"),
	}
	t.next = document.Func(t.step)
	document.On(t.button, "click", func() {
		t.before, t.at = p.state, 0
		t.step()
	})
	for _, event := range [...]string{"pointerdown", "keydown"} {
		document.Listen(document.Document, event, func(js.Value) { t.stop() })
	}
	t.button.Set("disabled", false)
}

// step shows a step and waits for the next.
func (t *tour) step() {
	if t.at < 0 {
		return
	}
	if t.at == len(t.steps) {
		t.stop()
		return
	}
	step := t.steps[t.at]
	s := state.Default()
	for _, pair := range strings.Fields(step.GetAttribute("data-sets")) {
		key, value, _ := strings.Cut(pair, "=")
		var err error
		if s, err = s.With(key, value); err != nil {
			panic(err) // a step of the page sets a value that does not exist
		}
	}
	t.page.show(s)
	t.caption.Say(step.TextContent())
	document.Hide(t.caption.Element, false)
	t.at++
	t.timer = js.Global().Call("setTimeout", t.next, tourStep)
}

// stop ends the tour and restores the former state.
func (t *tour) stop() {
	if t.at < 0 {
		return
	}
	t.at = -1
	js.Global().Call("clearTimeout", t.timer)
	document.Hide(t.caption.Element, true)
	t.page.show(t.before)
}
