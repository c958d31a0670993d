//go:build js && wasm

package main

import (
	"strings"

	"lossexplorer/internal/params"
	"lossexplorer/wasm/elem"
)

// labPanels are the panels whose contents another program shows, see wasm/lab.
// It is loaded with the first that is opened. The IDs of the panels are keys of
// the state, which say whether they are open.
type labPanels struct {
	panels map[string]*panel
	open   bool // one of them
	told   bool // of a state in which one is open
	runs   bool // the program
	heard  bool // by others that asked to hear of every state
}

func newLabPanels(p *page) *labPanels {
	c := &labPanels{panels: map[string]*panel{}}
	list := elem.Document.Call("querySelectorAll", "details[data-lab]")
	for i := range list.Length() {
		key := list.Index(i).Get("id").String()
		c.panels[key] = newPanel(key, func(open bool) {
			value := params.Off
			if open {
				value = params.On
			}
			p.choose(key, value)
		})
	}
	elem.Hear("lab", func(string) {
		// Even if the panel was closed meanwhile: the program needs a state.
		c.runs = true
		elem.Fire("state", p.state.Query())
	})
	elem.Hear("set", func(pair string) {
		key, value, _ := strings.Cut(pair, "=")
		if s, err := p.state.With(key, value); err == nil {
			p.show(s)
		}
	})
	elem.Hear("follow", func(string) {
		c.heard = true
		elem.Fire("state", p.state.Query())
	})
	elem.Hear("commit", func(string) { p.commit() })
	return c
}

func (c *labPanels) follow(s params.State) {
	c.open = false
	for key, panel := range c.panels {
		shown := s.Value(key) != params.Off
		panel.set(shown)
		c.open = c.open || shown
	}
}

// tell tells the program the state that the charts show, or starts it. It is
// told once more after the last panel was closed.
func (c *labPanels) tell(s params.State) {
	told := c.open || c.told
	c.told = c.open
	if told && c.runs || c.heard {
		elem.Fire("state", s.Query())
	}
	if c.open && !c.runs {
		charts().Call("lab")
	}
}
