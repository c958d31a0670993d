//go:build js && wasm

package main

import (
	"strconv"
	"strings"
	"syscall/js"

	"lossexplorer/internal/render/export"
	"lossexplorer/internal/render/scene"
	"lossexplorer/internal/snippet"
	"lossexplorer/internal/state"
	"lossexplorer/wasm/document"
)

// keep undoes and redoes, shares the link and saves files.
type keep struct {
	page       *page
	undo, redo document.Element
	permalink  document.Element
	said       document.Element // the result of a click, which JavaScript writes
	link       document.Element // for a browser that does not copy
	embed      document.Label   // the code of the view for other pages
	embedded   document.Label   // the result of copying it
	forms      []document.Element
}

func newKeep(p *page) *keep {
	k := &keep{
		page:      p,
		undo:      document.ByID("undo"),
		redo:      document.ByID("redo"),
		permalink: document.ByID("permalink"),
		said:      document.ByID("kept"),
		link:      document.ByID("link"),
		embed:     document.NewLabel(document.ByID("embed-text")),
		embedded:  document.NewLabel(document.ByID("embed-copied")),
	}
	document.On(k.undo, "click", func() { k.step(p.history.Undo) })
	document.On(k.redo, "click", func() { k.step(p.history.Redo) })
	document.Listen(document.Document, "keydown", k.key)
	document.On(document.ByID("share"), "click", func() {
		k.clear()
		charts().Call("share", p.messages.Title, k.permalink.Get("href"))
	})
	document.Hide(k.permalink, false)
	document.On(document.ByID("embed"), "click", func() {
		k.write(snippet.Element)
		k.embedded.Say("")
	})
	forms := document.Document.Call("querySelectorAll", "#embed-code [data-form]")
	// A server that draws pictures names one in the page.
	draws := document.Document.Call("querySelector", "meta[property='og:image']").Truthy()
	for i := range forms.Length() {
		form := document.Wrap(forms.Index(i))
		k.forms = append(k.forms, form)
		kind := snippet.Form(form.GetAttribute("data-form"))
		document.Hide(form, kind == snippet.Picture && !draws)
		document.On(form, "click", func() {
			k.write(kind)
			document.Copy(&k.embed, &k.embedded, p.messages.Copied, p.messages.CopyFailed)
		})
	}
	buttons := document.Document.Call("querySelectorAll",
		"#share, #embed, #export, [data-save], #embed-code [data-form]")
	for i := range buttons.Length() {
		button := document.Wrap(buttons.Index(i))
		if what := button.GetAttribute("data-save"); what != "" {
			document.On(button, "click", func() { k.save(what) })
		}
		button.Set("disabled", false)
	}
	return k
}

// write shows the code of the view for a form.
func (k *keep) write(form snippet.Form) {
	m, s := k.page.messages, k.page.state.At(state.PlaceExplore)
	base := js.Global().Get("URL").New(".",
		js.Global().Get("location").Get("href")).Get("href").String()
	k.embed.Say(snippet.Write(form,
		snippet.View{State: s, Lang: m.Code, Title: export.Caption(m, s), Base: base}))
	for _, f := range k.forms {
		f.SetAttribute("aria-pressed",
			strconv.FormatBool(f.GetAttribute("data-form") == string(form)))
	}
	document.Hide(document.ByID("embed-needs"), !form.Packaged())
}

// follow enables undo and redo, and links to the state. It is called when a
// state is committed or comes from the address.
func (k *keep) follow() {
	canUndo, canRedo := k.page.history.CanUndo(), k.page.history.CanRedo()
	// A button that is disabled under the hand hands the focus to the other.
	focus := document.Document.Get("activeElement")
	if !canUndo && canRedo && focus.Equal(k.undo.Value) {
		k.redo.Set("disabled", false)
		k.redo.Focus()
	} else if !canRedo && canUndo && focus.Equal(k.redo.Value) {
		k.undo.Set("disabled", false)
		k.undo.Focus()
	}
	k.undo.Set("disabled", !canUndo)
	k.redo.Set("disabled", !canRedo)
	k.permalink.Set("href", k.page.link(k.page.messages.Code))
	k.clear()
}

// clear removes the message about the last click.
func (k *keep) clear() {
	k.said.SetTextContent("")
	document.Hide(k.link, true)
}

// step undoes or redoes. The address gets a new entry, as from any change, so
// that Back always leads to the previous state: were the entry replaced, one
// Back would lead to the same state again.
func (k *keep) step(move func() (state.State, bool)) {
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

// save saves a file: "csv", or the ID of a chart with ".svg" or ".png".
func (k *keep) save(what string) {
	k.clear()
	s := k.page.state
	name := export.FileName(s)
	if what == "csv" {
		charts().Call("save", name+".csv", "text/csv;charset=utf-8", string(export.CSV(nil, s)))
		return
	}
	id, kind, _ := strings.Cut(what, ".")
	for _, c := range k.page.view.charts {
		if c.plot.ID() != id {
			continue
		}
		d := scene.Document{Chart: c.scene, Caption: export.Caption(k.page.messages, s), Scale: 1}
		d.Chart.State = s
		title, font, dark := c.looks()
		d.Title, d.Font, d.Dark = title, font, dark
		name += strings.TrimPrefix(what, "chart")
		if kind == "svg" {
			charts().Call("save", name, "image/svg+xml", string(d.SVG()))
			continue
		}
		d.Scale = 2
		charts().Call("savePNG", name, string(d.SVG()))
	}
}
