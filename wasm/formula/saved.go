//go:build js && wasm

package main

import (
	"strconv"
	"strings"
	"syscall/js"

	"lossexplorer/internal/hide"
	"lossexplorer/internal/panel/customloss"
	"lossexplorer/wasm/document"
)

// libraryKey is the key used in the browser's storage for the saved losses.
const libraryKey = "custom-losses"

// saved are the losses that are kept by name.
type saved struct {
	panel   *panel
	library customloss.Library
	list    document.Element
	said    document.Label
}

func (s *saved) listen(c *panel) {
	s.panel = c
	s.list = document.ByID("formula-saved")
	s.said = document.NewLabel(document.ByID("formula-saved-said"))
	s.library = customloss.ParseLibrary(document.Stored(libraryKey))
	name := document.ByID("formula-name")
	document.Listen(document.ByID("formula-save-form").Value, "submit", func(e js.Value) {
		e.Call("preventDefault")
		made := customloss.Saved{Name: name.Get("value").String(),
			Source: c.field.Get("value").String()}
		if c.python.code != nil {
			made.Loss = c.python.code.Formula
		}
		if strings.TrimSpace(made.Name) == "" || made.Source == "" || c.id() == "" {
			name.Call("focus")
			return
		}
		said := ""
		if !s.library.Save(made) {
			said = c.texts.Full
		}
		s.said.Say(said)
		name.Set("value", "")
		s.keep()
	})
	document.Listen(s.list.Value, "click", func(e js.Value) {
		if i, ok := indexOf(e, ".custom-open"); ok {
			c.field.Set("value", s.library[i].Source)
			c.edit()
			commit()
		}
		if i, ok := indexOf(e, ".custom-link"); ok {
			js.Global().Get("lossExplorer").Call("share", s.library[i].Name, s.link(s.library[i]))
		}
		if i, ok := indexOf(e, ".custom-delete"); ok {
			s.library = append(s.library[:i:i], s.library[i+1:]...)
			s.keep()
			name.Call("focus") // the button is gone
		}
	})
	document.Listen(s.list.Value, "change", func(e js.Value) {
		if i, ok := indexOf(e, "[type=checkbox]"); ok {
			s.library.Show(i, e.Get("target").Get("checked").Bool())
		}
		if i, ok := indexOf(e, "[type=text]"); ok {
			s.library.Rename(i, e.Get("target").Get("value").String())
		}
		s.keep()
	})
	s.show()
}

// link returns an address that opens a loss.
func (s *saved) link(l customloss.Saved) string {
	at := js.Global().Get("URL").New(js.Global().Get("location").Get("pathname"),
		js.Global().Get("location").Get("href"))
	query := at.Get("searchParams")
	query.Call("set", "place", "loss")
	query.Call("set", "formula_text", l.Formula())
	query.Call("set", "lang", s.panel.messages.Code)
	search := js.Global().Get("location").Get("search").String()
	for _, hidden := range document.QueryAll(search, hide.Key) {
		query.Call("append", hide.Key, hidden)
	}
	return at.Get("href").String()
}

// keep stores the losses in the browser, and shows them.
func (s *saved) keep() {
	document.Store(libraryKey, s.library.String())
	s.show()
	s.panel.draw()
}

func (s *saved) show() {
	document.Hide(document.ByID("formula-nothing"), len(s.library) > 0)
	s.list.Call("replaceChildren")
	template := document.ByID("formula-saved-row").Get("content").Get("firstElementChild")
	pin := 1 // the first one is used for the intended formula
	for i, l := range s.library {
		item := template.Call("cloneNode", true)
		item.Get("dataset").Set("index", i)
		row := document.Wrap(item)
		document.Child(row, "[type=text]").Set("value", l.Name)
		document.Child(row, "[type=checkbox]").Set("checked", l.Shown)
		key := document.Child(row, ".custom-key")
		document.Hide(key, !l.Shown)
		if l.Shown {
			key.Get("classList").Call("add", "pin-"+strconv.Itoa(pin))
			pin++
		}
		s.list.Call("append", item)
	}
}

func fill(sentence string, line int) string {
	return strings.ReplaceAll(sentence, "{line}", strconv.Itoa(line))
}
