//go:build js && wasm

package main

import (
	"strings"
	"syscall/js"

	"lossexplorer/internal/shortcut"
	"lossexplorer/internal/state"
	"lossexplorer/wasm/document"

	"honnef.co/go/js/dom/v2"
)

// typing matches an element that uses letters itself while it has the focus.
const typing = ":is(select, textarea, [contenteditable], input:not([type=range], [type=radio], [type=checkbox])):focus"

// keys are the shortcuts of the keyboard, with the sheet that lists them.
type keys struct {
	page  *page
	sheet document.Element
	on    *dom.HTMLInputElement // whether single keys act; web/js/theme.js keeps it
}

func newKeys(p *page) {
	k := &keys{p, document.ByID("shortcuts"), document.InputByID("shortcuts-on")}
	document.Listen(document.Document, "keydown", k.press)
	k.on.SetDisabled(false)
	for _, id := range [...]string{"shortcuts-open", "shortcuts-close"} {
		button := document.ByID(id)
		document.On(button, "click", k.toggle)
		button.Set("disabled", false)
	}
}

// press runs a key's shortcut, unless the key is meant for something else.
func (k *keys) press(e js.Value) {
	for _, other := range [...]string{"defaultPrevented", "ctrlKey", "altKey", "metaKey",
		"isComposing", "repeat"} {
		if e.Get(other).Bool() {
			return
		}
	}
	key := e.Get("key").String()
	if !e.Get("shiftKey").Bool() {
		key = strings.ToLower(key) // Caps Lock may be on
	}
	s, ok := shortcut.Find(key)
	if !ok || !k.on.Checked() || has(typing) || k.page.hidden.Has(strings.Fields(s.Part)...) {
		return
	}
	// Behind an open dialog nothing may change.
	if has("dialog[open]") && (s.Action != shortcut.Sheet || !k.open()) {
		return
	}
	e.Call("preventDefault")
	k.do(s.Action)
}

func (k *keys) do(a shortcut.Action) {
	p := k.page
	switch a {
	case shortcut.FocusGamma:
		k.focusParameter("gamma")
	case shortcut.FocusAlpha:
		k.focusParameter("alpha")
	case shortcut.FocusEpsilon:
		k.focusParameter("epsilon")
	case shortcut.PickLoss:
		document.ByID("loss").Focus()
	case shortcut.NextClass:
		p.choose(state.ClassKey, string(shortcut.Next(p.state.Class)))
	case shortcut.OtherGradient:
		p.choose(state.GradientKey, string(shortcut.Other(p.state.Gradient)))
	case shortcut.PinCurve:
		document.ByID("pin").Call("click")
	case shortcut.OpenProbe:
		p.lab.toggle(state.ProbeKey)
	case shortcut.Reset:
		document.ByID("reset").Call("click")
	case shortcut.Sheet:
		k.toggle()
	default:
		panic("a shortcut does nothing")
	}
}

// focusParameter goes to the slider of the loss's first parameter whose name
// begins with word, if it has one.
func (k *keys) focusParameter(word string) {
	const prefix = "[type=range][id^="
	selector := prefix + k.page.state.Kind.ID + "-" + word + "]"
	if !has(selector) {
		return
	}
	slider := document.Find(selector)
	if slider.Get("disabled").Bool() { // its switch is off
		slider = document.Child(document.Wrap(slider.Get("parentElement")), ".switch")
	}
	slider.Focus()
}

func (k *keys) open() bool { return k.sheet.Get("open").Bool() }

// toggle opens or closes the sheet.
func (k *keys) toggle() {
	if k.open() {
		k.sheet.Call("close")
	} else {
		document.ByID("menu").Call("hidePopover") // so that the focus returns to its button
		k.sheet.Call("showModal")
	}
}

// has reports whether the page has an element that the selector matches.
func has(selector string) bool { return document.Document.Call("querySelector", selector).Truthy() }
