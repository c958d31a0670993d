//go:build js && wasm

package document

import "syscall/js"

// An Event is the name of an event that the programs and scripts of the page use to report
// changes to each other. All are fired on the document. The scripts use web/js/events.js.
type Event string

// The events, with the detail of each.
const (
	StateShown Event = "state" // the charts show a state: its query
	// the charts will show a state: its query; only if Follow was fired
	StateComing Event = "coming"
	Set         Event = "set"      // a state with another value is wanted: key=value
	Commit      Event = "commit"   // the state is to be one that can be returned to: nothing
	Follow      Event = "follow"   // StateComing is wanted, at once and from here on: nothing
	Started     Event = "lab"      // a program of panels runs: its name
	Custom      Event = "custom"   // the custom loss is another one: its ID
	Recolour    Event = "recolour" // the theme or the font is another one: nothing
)

// Fire sends an event with its detail to the listeners on the page.
func Fire(event Event, detail string) {
	Document.Call("dispatchEvent",
		js.Global().Get("CustomEvent").New(string(event), map[string]any{"detail": detail}))
}

// Hear calls f with the detail of each event, from here on.
func Hear(event Event, f func(detail string)) {
	Listen(Document, string(event), func(e js.Value) { f(e.Get("detail").String()) })
}
