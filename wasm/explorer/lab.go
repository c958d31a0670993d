//go:build js && wasm

package main

import (
	"strings"

	"lossexplorer/internal/state"
	"lossexplorer/wasm/document"
)

// labPanels are the panels whose contents other programs show, see wasm/panels,
// wasm/formula and web/js/predict.js, which has programs of its own. Each is loaded with the first of its panels that is opened. The IDs of
// the panels are keys of the state, which say whether they are open.
type labPanels struct {
	panels map[string]labPanel
	shown  [6]bool         // which of them the state shows
	open   bool            // one of them
	told   bool            // of a state in which one is open
	runs   map[string]bool // the programs
	heard  bool            // by others that asked to hear of every state, as soon as there is one
}

type labPanel struct {
	*panel
	program string
}

func newLabPanels(p *page) *labPanels {
	c := &labPanels{panels: map[string]labPanel{}, runs: map[string]bool{}}
	list := document.Document.Call("querySelectorAll", "details[data-lab]")
	for i := range list.Length() {
		key := list.Index(i).Get("id").String()
		c.panels[key] = labPanel{newPanel(key, func(open bool) {
			value := state.Off
			if open {
				value = state.On
			}
			p.choose(key, value)
		}), list.Index(i).Get("dataset").Get("lab").String()}
	}
	document.Hear("lab", func(program string) {
		// Even if the panel was closed meanwhile: the program needs a state.
		c.runs[program] = true
		document.Fire("state", p.state.Query())
	})
	document.Hear("set", func(pair string) {
		key, value, _ := strings.Cut(pair, "=")
		if !p.state.Knows(key) { // a parameter of a loss that has gone meanwhile
			return
		}
		if s, err := p.state.With(key, value); err == nil {
			p.show(s)
		}
	})
	document.Hear("follow", func(string) {
		c.heard = true
		document.Fire("coming", p.state.Query())
	})
	document.Hear("commit", func(string) { p.commit() })
	return c
}

// follow asks for the values of keys only if one has changed: asking takes long.
func (c *labPanels) follow(s state.State) {
	if c.heard { // a worker need not wait for the charts
		document.Fire("coming", s.Query())
	}
	shown := [...]bool{s.Probe.Shown, s.Sandbox.Shown, s.Train.Shown, s.Formula.Shown, s.Code, s.Predict}
	if shown == c.shown {
		return
	}
	c.shown = shown
	c.open = false
	for key, panel := range c.panels {
		shown := s.Value(key) != state.Off
		panel.set(shown)
		c.open = c.open || shown
	}
}

// tell tells the programs the state that the charts show, or starts them. They are
// told once more after the last panel was closed.
func (c *labPanels) tell(s state.State) {
	told := c.open || c.told
	c.told = c.open
	if told && len(c.runs) > 0 {
		document.Fire("state", s.Query())
	}
	for _, panel := range c.panels {
		if panel.open && panel.program != "" && !c.runs[panel.program] {
			charts().Call("lab", panel.program)
		}
	}
}
