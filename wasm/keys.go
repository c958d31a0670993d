//go:build js && wasm

package main

import (
	"strings"
	"syscall/js"

	"lossexplorer/internal/params"
	"lossexplorer/internal/shortcut"

	"honnef.co/go/js/dom/v2"
)

// shortcutsKey is where the browser keeps whether single keys act.
const shortcutsKey = "shortcuts"

// typing matches an element that takes letters itself while it has the focus.
const typing = ":is(select, textarea, [contenteditable], input:not([type=range], [type=radio], [type=checkbox])):focus"

// keys are the shortcuts of the keyboard, with the sheet that lists them.
type keys struct {
	page  *page
	sheet element
	on    *dom.HTMLInputElement // whether single keys act
	does  map[shortcut.Action]func()
}

func newKeys(p *page) *keys {
	k := &keys{page: p, sheet: byID("shortcuts"), on: inputByID("shortcuts-on")}
	k.does = map[shortcut.Action]func(){
		shortcut.FocusGamma:    func() { k.focusParameter("gamma") },
		shortcut.FocusAlpha:    func() { k.focusParameter("alpha") },
		shortcut.FocusEpsilon:  func() { k.focusParameter("epsilon") },
		shortcut.PickLoss:      func() { byID("loss").Focus() },
		shortcut.NextClass:     func() { p.choose(params.ClassKey, string(shortcut.Next(p.state.Class))) },
		shortcut.OtherGradient: func() { p.choose(params.GradientKey, string(shortcut.Other(p.state.Gradient))) },
		shortcut.Reset:         func() { byID("reset").Call("click") },
		shortcut.Sheet:         k.toggle,
	}
	for _, s := range shortcut.All() {
		if k.does[s.Action] == nil {
			panic("no function for the key " + s.Key)
		}
	}
	listen(document, "keydown", k.press)

	k.on.SetChecked(stored(shortcutsKey) != params.Off)
	on(k.on.BasicHTMLElement, "change", func() {
		value := "on"
		if !k.on.Checked() {
			value = params.Off
		}
		store(shortcutsKey, value)
	})
	k.on.SetDisabled(false)
	for _, id := range []string{"shortcuts-open", "shortcuts-close"} {
		button := byID(id)
		on(button, "click", k.toggle)
		button.Set("disabled", false)
	}
	return k
}

// press does what a key stands for, unless the key is meant for something else.
func (k *keys) press(e js.Value) {
	for _, other := range [...]string{"defaultPrevented", "ctrlKey", "altKey", "metaKey", "isComposing", "repeat"} {
		if e.Get(other).Bool() {
			return
		}
	}
	key := e.Get("key").String()
	if !e.Get("shiftKey").Bool() {
		key = strings.ToLower(key) // Caps Lock may be on
	}
	s, ok := shortcut.Find(key)
	if !ok || !k.on.Checked() || document.Call("querySelector", typing).Truthy() {
		return
	}
	// Behind an open dialog nothing may change.
	if document.Call("querySelector", "dialog[open]").Truthy() && !(s.Action == shortcut.Sheet && k.open()) {
		return
	}
	e.Call("preventDefault")
	k.does[s.Action]()
}

func (k *keys) open() bool { return k.sheet.Get("open").Bool() }

// toggle opens or closes the sheet.
func (k *keys) toggle() {
	if k.open() {
		k.sheet.Call("close")
	} else {
		k.sheet.Call("showModal")
	}
}

// focusParameter goes to the slider of a parameter whose name begins with word.
func (k *keys) focusParameter(word string) {
	kind := k.page.state.Kind
	current := ""
	if id := document.Get("activeElement").Get("id"); id.Type() == js.TypeString {
		current = strings.TrimSuffix(strings.TrimPrefix(id.String(), kind.ID+"-"), "-range")
	}
	if name := shortcut.Parameter(kind, word, current); name != "" {
		byID(kind.ID + "-" + name + "-range").Focus()
	}
}
