//go:build js && wasm

// Package document finds elements of the page and listens to them. They are looked
// up here rather than through dom.Document, whose lookups can return every type
// of HTML element and so link them all: that is 150 KB of the compressed program.
package document

import (
	"syscall/js"

	"honnef.co/go/js/dom/v2"
)

// An Element of the page.
type Element = *dom.BasicHTMLElement

// Document is the page.
var Document = js.Global().Get("document")

// Wrap returns an element that the page is known to have.
func Wrap(v js.Value) Element {
	if v.IsNull() {
		panic("the page lacks an element")
	}
	return &dom.BasicHTMLElement{BasicElement: &dom.BasicElement{
		BasicNode: &dom.BasicNode{Value: v}}}
}

// ByID returns the element with an ID.
func ByID(id string) Element { return found(Document.Call("getElementById", id), "#"+id) }

// found is Wrap for an element that was looked up by a selector, which a panic names.
func found(v js.Value, selector string) Element {
	if v.IsNull() {
		panic("the page lacks an element: " + selector)
	}
	return Wrap(v)
}

// InputByID returns the input element with an ID.
func InputByID(id string) *dom.HTMLInputElement {
	return &dom.HTMLInputElement{BasicHTMLElement: ByID(id)}
}

// Find returns the first element that a CSS selector matches.
func Find(selector string) Element { return found(Document.Call("querySelector", selector), selector) }

// Child is Find within e.
func Child(e Element, selector string) Element {
	return found(e.Call("querySelector", selector), selector)
}

// All returns all elements within e that a CSS selector matches.
func All(e Element, selector string) []Element {
	list := e.Call("querySelectorAll", selector)
	all := make([]Element, list.Length())
	for i := range all {
		all[i] = Wrap(list.Index(i))
	}
	return all
}

// Listen calls f with each named event of the target. dom.AddEventListener
// would find the Go type of the event first, which takes a quarter of the time
// of a slider's handler.
func Listen(target js.Value, event string, f func(e js.Value)) {
	target.Call("addEventListener", event, js.FuncOf(func(_ js.Value, args []js.Value) any {
		f(args[0])
		return nil
	}))
}

// On calls f when e fires the named event.
func On(e Element, event string, f func()) { e.Call("addEventListener", event, Func(f)) }

// Func returns a JavaScript function that calls f. A js.Func would first ask for its
// arguments, which takes as long as a slider event's changes of the page.
func Func(f func()) js.Value {
	funcs = append(funcs, f)
	return funcOf.Invoke(len(funcs) - 1)
}

var (
	funcs  []func()
	funcOf = js.Global().Get("goFunc") // web/js/main.js keeps it for the program that starts
)

// callFunc calls a function that Func was given.
//
//lint:ignore U1000 JavaScript calls it
//go:wasmexport callFunc
func callFunc(i int32) { funcs[i]() }

// Hide hides e or shows it.
func Hide(e Element, hidden bool) { e.Set("hidden", hidden) }

// Check leaves an input alone that is as it should be.
func Check(input *dom.HTMLInputElement, checked bool) {
	if input.Checked() != checked {
		input.SetChecked(checked)
	}
}

// Slide moves a slider unless it is there already.
func Slide(input *dom.HTMLInputElement, to string) {
	if input.Value() != to {
		input.SetValue(to)
	}
}

// Append adds a new element that holds text.
func Append(parent Element, tag, text string) {
	e := Document.Call("createElement", tag)
	e.Set("textContent", text)
	parent.Call("append", e)
}

// A Label is an element whose text follows the state.
type Label struct {
	Element
	Text string // that it shows
}

// NewLabel returns e as a label.
func NewLabel(e Element) Label { return Label{e, e.TextContent()} }

// Say shows a text. It leaves an unchanged text alone: the browser would lay it out
// again.
func (l *Label) Say(text string) {
	if text != l.Text {
		l.SetTextContent(text)
		l.Text = text
	}
}

// Copy puts a text into the clipboard, or selects it where the page cannot use a clipboard.
// It shows done or failed in said.
func Copy(text, said *Label, done, failed string) {
	refuse := func() {
		js.Global().Call("getSelection").Call("selectAllChildren", text.Value)
		said.Say(failed)
	}
	clipboard := js.Global().Get("navigator").Get("clipboard")
	if !clipboard.Truthy() {
		refuse()
		return
	}
	var copied, refused js.Func
	once := func(f func()) js.Func {
		return js.FuncOf(func(js.Value, []js.Value) any {
			f()
			copied.Release()
			refused.Release()
			return nil
		})
	}
	copied, refused = once(func() { said.Say(done) }), once(refuse)
	clipboard.Call("writeText", text.Text).Call("then", copied, refused)
}

// QueryAll returns every value of a parameter in a query.
func QueryAll(query, key string) []string {
	list := js.Global().Get("URLSearchParams").New(query).Call("getAll", key)
	all := make([]string, list.Length())
	for i := range all {
		all[i] = list.Index(i).String()
	}
	return all
}

// Query returns the parameters of a query as state.Parse asks for them.
func Query(query string) func(key string) (value string, ok bool) {
	q := js.Global().Get("URLSearchParams").New(query)
	return func(key string) (string, bool) {
		v := q.Call("get", key)
		if v.IsNull() {
			return "", false
		}
		return v.String(), true
	}
}
