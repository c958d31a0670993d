//go:build js && wasm

package main

import (
	"syscall/js"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/wasm/document"
)

// A summary describes the curves in words when the controls have rested: a screen
// reader that read out every step of a slider would never be done.
type summary struct {
	page    *page
	said    document.Label // the live region, which also describes the charts
	shown   state.State
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
	c := &summary{page: p, said: document.NewLabel(document.ByID("summary"))}
	c.beat = document.Func(func() {
		c.quiet++
		if c.held || c.quiet < beats {
			c.wait()
		} else {
			c.beating = false
			c.said.Say(plot.SaySummary(p.messages, c.shown))
		}
	})
	document.Listen(document.Document, "pointerdown", func(js.Value) { c.held = true })
	for _, event := range []string{"pointerup", "pointercancel"} {
		document.Listen(document.Document, event, func(js.Value) { c.held, c.quiet = false, 0 })
	}
	return c
}

// follow only starts the clock: a slider's events must not wait for sentences.
func (c *summary) follow(s state.State) {
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
