//go:build js && wasm

// Command lab is the program behind the page's larger panels, which the page
// loads when the first of them is opened. It hears of every state that the
// explorer shows, by the event "state", and asks for another one by "set" and
// "commit"; both are of the words of an address. See lab.go of package wasm.
package main

import (
	"lossexplorer/internal/params"
	"lossexplorer/internal/text"
	"lossexplorer/wasm/elem"
)

// A panel shows its part of the state.
type panel interface {
	follow(s params.State)
}

func main() {
	l := &lab{messages: text.For(elem.Find("html").GetAttribute("lang"))}
	l.panels = []panel{newProbe(l), newSandbox(l)}
	elem.Hear("state", func(query string) {
		l.state, _ = params.Parse(elem.Query(query))
		for _, p := range l.panels {
			p.follow(l.state)
		}
	})
	elem.Fire("lab", "")
	select {} // the listeners run from here on
}

// lab is the running program.
type lab struct {
	messages *text.Messages
	state    params.State // that the explorer shows
	panels   []panel
}

// set has the explorer show a state that differs in one value.
func (l *lab) set(key, value string) { elem.Fire("set", key+"="+value) }

// commit makes the state that is shown one to return to.
func (l *lab) commit() { elem.Fire("commit", "") }
