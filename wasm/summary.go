//go:build js && wasm

package main

import (
	"syscall/js"

	"lossexplorer/internal/explore"
	"lossexplorer/internal/params"
	"lossexplorer/wasm/elem"
)

// A summary says what the curves are like when the controls have rested: a
// screen reader that was told of every step of a slider would never be done.
type summary struct {
	page    *page
	said    elem.Label // the live region, which also describes the charts
	shown   params.State
	held    bool // a pointer holds a control
	quiet   int  // beats without a change
	beating bool
	beat    js.Value
}

// The controls rest after so many beats, which come every so many milliseconds.
const (
	beats = 3
	every = 200
)

func newSummary(p *page) *summary {
	c := &summary{page: p, said: elem.NewLabel(elem.ByID("summary"))}
	c.beat = elem.Func(func() {
		c.quiet++
		if c.held || c.quiet < beats {
			c.wait()
		} else {
			c.beating = false
			c.said.Say(explore.SaySummary(p.messages, c.shown))
		}
	})
	elem.Listen(elem.Document, "pointerdown", func(js.Value) { c.held = true })
	for _, event := range []string{"pointerup", "pointercancel"} {
		elem.Listen(elem.Document, event, func(js.Value) { c.held, c.quiet = false, 0 })
	}
	return c
}

// follow only starts the clock: a slider's events must not wait for sentences.
func (c *summary) follow(s params.State) {
	if s == c.shown {
		return
	}
	c.shown = s
	c.quiet = 0
	if !c.beating {
		c.beating = true
		c.wait()
	}
}

func (c *summary) wait() { js.Global().Call("setTimeout", c.beat, every) }
