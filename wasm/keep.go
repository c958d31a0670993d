//go:build js && wasm

package main

import (
	"strings"
	"syscall/js"

	"lossexplorer/internal/export"
	"lossexplorer/internal/params"
	"lossexplorer/internal/text"
)

// keep undoes and redoes, shares the link and saves files.
type keep struct {
	page       *page
	undo, redo element
	permalink  element
	said       label   // what came of it
	link       element // for a browser that does not copy
}

func newKeep(p *page) *keep {
	k := &keep{
		page:      p,
		undo:      byID("undo"),
		redo:      byID("redo"),
		permalink: byID("permalink"),
		said:      newLabel(byID("kept")),
		link:      byID("link"),
	}
	on(k.undo, "click", func() { k.step(p.history.Undo) })
	on(k.redo, "click", func() { k.step(p.history.Redo) })
	listen(document, "keydown", k.key)
	on(byID("share"), "click", k.share)
	hide(k.permalink, false)
	buttons := document.Call("querySelectorAll", "#share, #export, [data-save]")
	for i := range buttons.Length() {
		button := wrap(buttons.Index(i))
		if what := button.GetAttribute("data-save"); what != "" {
			on(button, "click", func() { k.save(what) })
		}
		button.Set("disabled", false)
	}
	return k
}

// follow shows what can be undone, and links to the state. It is called when a
// state is committed or comes from the address.
func (k *keep) follow() {
	canUndo, canRedo := k.page.history.CanUndo(), k.page.history.CanRedo()
	// A button that is disabled under the hand hands the focus to the other.
	focus := document.Get("activeElement")
	if !canUndo && canRedo && focus.Equal(k.undo.Value) {
		k.redo.Set("disabled", false)
		k.redo.Focus()
	} else if !canRedo && canUndo && focus.Equal(k.redo.Value) {
		k.undo.Set("disabled", false)
		k.undo.Focus()
	}
	k.undo.Set("disabled", !canUndo)
	k.redo.Set("disabled", !canRedo)
	k.permalink.Set("href", "?"+k.page.state.Query()+"&lang="+k.page.messages.Code)
	k.say("")
}

// say says what came of a click; the link to be copied by hand goes away.
func (k *keep) say(message string) {
	k.said.set(message)
	hide(k.link, true)
}

// step undoes or redoes. The address gets a new entry, as from any change, so
// that Back always leads to what was shown before: were the entry replaced, one
// Back would lead to the same state again.
func (k *keep) step(move func() (params.State, bool)) {
	if s, ok := move(); ok {
		k.page.show(s)
		k.page.commit()
	}
}

// key undoes with Ctrl+Z and redoes with Ctrl+Shift+Z and Ctrl+Y, but for
// elements that do so themselves with their text.
func (k *keep) key(e js.Value) {
	const ownUndo = "textarea, [contenteditable], input:not([type=range], [type=radio], [type=checkbox])"
	held := func(key string) bool { return e.Get(key).Bool() }
	if !held("ctrlKey") && !held("metaKey") || held("altKey") {
		return
	}
	move := k.page.history.Redo
	switch e.Get("key").String() {
	case "y", "Y":
		if held("metaKey") {
			return
		}
	case "z", "Z":
		if !held("shiftKey") {
			move = k.page.history.Undo
		}
	default:
		return
	}
	if e.Get("target").Call("matches", ownUndo).Bool() {
		return
	}
	e.Call("preventDefault")
	k.step(move)
}

// share hands the permalink to the system where that takes links, and otherwise
// copies it.
func (k *keep) share() {
	k.say("")
	m := k.page.messages
	link := k.permalink.Get("href").String()
	then(charts().Call("share", m.Title, link), func(copied js.Value) {
		if copied.Bool() {
			k.say(m.Keep.LinkCopied)
		}
	}, func() {
		k.say(m.Keep.LinkFailed)
		k.link.SetTextContent(link)
		hide(k.link, false)
		selectText(k.link)
	})
}

// save saves a file: "csv", or the ID of a chart with ".svg" or ".png".
func (k *keep) save(what string) {
	m, s := k.page.messages, k.page.state
	name := export.FileName(s)
	if what == "csv" {
		name += ".csv"
		charts().Call("save", name, "text/csv;charset=utf-8", string(export.CSV(nil, s)))
		k.saved(name)
		return
	}
	k.say("")
	id, _, _ := strings.Cut(what, ".")
	name += strings.TrimPrefix(what, "chart")
	then(charts().Call("saveChart", id, export.Caption(m, s), name),
		func(js.Value) { k.saved(name) },
		func() { k.say(m.Keep.Failed) })
}

func (k *keep) saved(name string) {
	k.say(text.Fill(k.page.messages.Keep.Saved, "file", name))
}
