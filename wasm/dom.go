//go:build js && wasm

package main

import (
	"syscall/js"

	"honnef.co/go/js/dom/v2"
)

// An element of the page. Elements are looked up here rather than through
// dom.Document, whose lookups can return every type of HTML element and so
// link them all: that is 150 KB of the compressed program. Inlined, the
// functions below would be another 6 KB of it.
type element = *dom.BasicHTMLElement

var document = js.Global().Get("document")

// wrap returns an element that the page is known to have.
//
//go:noinline
func wrap(v js.Value) element {
	if v.IsNull() {
		panic("the page lacks an element")
	}
	return &dom.BasicHTMLElement{BasicElement: &dom.BasicElement{BasicNode: &dom.BasicNode{Value: v}}}
}

//go:noinline
func byID(id string) element { return wrap(document.Call("getElementById", id)) }

//go:noinline
func inputByID(id string) *dom.HTMLInputElement {
	return &dom.HTMLInputElement{BasicHTMLElement: byID(id)}
}

// find returns the first element that a CSS selector matches.
//
//go:noinline
func find(selector string) element { return wrap(document.Call("querySelector", selector)) }

// child is find within e.
//
//go:noinline
func child(e element, selector string) element { return wrap(e.Call("querySelector", selector)) }

// children returns all elements within e that a CSS selector matches.
func children(e element, selector string) []element {
	list := e.Call("querySelectorAll", selector)
	all := make([]element, list.Length())
	for i := range all {
		all[i] = wrap(list.Index(i))
	}
	return all
}

// listen calls f with each named event of the target. dom.AddEventListener
// would find the Go type of the event first, which takes a quarter of the time
// of a slider's handler.
//
//go:noinline
func listen(target js.Value, event string, f func(e js.Value)) {
	target.Call("addEventListener", event, js.FuncOf(func(_ js.Value, args []js.Value) any {
		f(args[0])
		return nil
	}))
}

// on calls f when e fires the named event.
//
//go:noinline
func on(e element, event string, f func()) {
	listen(e.Value, event, func(js.Value) { f() })
}

//go:noinline
func hide(e element, hidden bool) { e.Set("hidden", hidden) }

// A label is an element whose text follows the state. An unchanged text is
// left alone: setting it would lay it out again.
type label struct {
	element
	text string
}

//go:noinline
func newLabel(e element) label { return label{e, e.TextContent()} }

//go:noinline
func (l *label) set(text string) {
	if text != l.text {
		l.SetTextContent(text)
		l.text = text
	}
}

//go:noinline
func setText(e element, text string) { e.SetTextContent(text) }

//go:noinline
func attribute(e element, name string) string { return e.GetAttribute(name) }

//go:noinline
func setAttribute(e element, name, value string) { e.SetAttribute(name, value) }

//go:noinline
func removeAttribute(e element, name string) { e.RemoveAttribute(name) }

//go:noinline
func focus(e element) { e.Focus() }

// appendText adds a new element that holds text.
func appendText(parent element, tag, text string) {
	e := document.Call("createElement", tag)
	e.Set("textContent", text)
	parent.Call("append", e)
}
