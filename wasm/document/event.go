//go:build js && wasm

package document

import "syscall/js"

// An Event is one of those by which the programs of the page and its scripts tell each other
// of changes, all fired on the document. The scripts have the same in web/js/events.js.
type Event string

// The events, with the detail of each.
const (
	StateShown  Event = "state"    // the charts show a state: its query
	StateComing Event = "coming"   // the charts will show a state: its query; only if Follow was fired
	Set         Event = "set"      // a state with another value is wanted: key=value
	Commit      Event = "commit"   // the state is to be one that can be returned to: nothing
	Follow      Event = "follow"   // StateComing is wanted, at once and from here on: nothing
	Started     Event = "lab"      // a program of panels runs: its name
	Custom      Event = "custom"   // the custom loss is another one: its ID
	Recolour    Event = "recolour" // the theme or the font is another one: nothing
)

// Fire has listeners on the page hear of an event, and what it is about.
func Fire(event Event, detail string) {
	Document.Call("dispatchEvent",
		js.Global().Get("CustomEvent").New(string(event), map[string]any{"detail": detail}))
}

// Hear calls f with the detail of each event.
func Hear(event Event, f func(detail string)) {
	Listen(Document, string(event), func(e js.Value) { f(e.Get("detail").String()) })
}
