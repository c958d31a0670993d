//go:build js && wasm

package main

import (
	"strings"

	"lossexplorer/internal/state"
	"lossexplorer/wasm/document"
)

// panels are the panels whose contents other programs show, see wasm/panels, wasm/formula
// and web/js/predict.js, which uses programs of its own. Each program is loaded with the
// first of its panels that is shown, or when a pointer is over the link to its place. The
// IDs of the panels are the keys of the state that show or hide them.
type panels struct {
	all   []programPanel
	shown shownPanels
	open  bool            // one of them
	told  bool            // the programs have a state in which one is open
	runs  map[string]bool // the programs
	heard bool            // by other programs that use every state, as soon as there is one
}

type programPanel struct {
	key     string
	program string // "" for one that JavaScript starts
	fold    *panel // nil for a panel that is shown with its place
	open    bool
}

// shownPanels are the panels that a state shows.
type shownPanels struct{ probe, precision, sandbox, train, formula, code, predict bool }

func shownBy(s state.State) shownPanels {
	return shownPanels{s.Probe.Shown, s.Precision.Shown, s.Sandbox.Shown, s.Train.Shown,
		s.Formula.Shown, s.Code, s.Predict}
}

func newPanels(p *page) *panels {
	c := &panels{runs: map[string]bool{}}
	list := document.Document.Call("querySelectorAll", "[id][data-lab]")
	for i := range list.Length() {
		e := document.Wrap(list.Index(i))
		next := programPanel{key: e.Get("id").String(), program: e.GetAttribute("data-lab")}
		if e.Get("localName").String() == "details" {
			next.fold = newPanel(next.key, func(open bool) {
				value := state.Off
				if open {
					value = state.On
				}
				p.choose(next.key, value)
			})
		}
		c.all = append(c.all, next)
	}
	document.Hear(document.Started, func(program string) {
		// Even if the panel was closed meanwhile: the program needs a state.
		c.runs[program] = true
		document.Fire(document.StateShown, p.state.Query())
	})
	document.Hear(document.Set, func(pair string) {
		key, value, _ := strings.Cut(pair, "=")
		if !p.state.Knows(key) { // a parameter of a loss that has gone meanwhile
			return
		}
		if s, err := p.state.With(key, value); err == nil {
			p.view.dragged = true // another program's sliders do so
			p.show(s)
		}
	})
	document.Hear(document.Follow, func(string) {
		c.heard = true
		document.Fire(document.StateComing, p.state.Query())
	})
	document.Hear(document.Commit, func(string) { p.commit() })
	return c
}

// follow asks for the values of keys only if one has changed: asking takes long.
func (c *panels) follow(s state.State) {
	if c.heard { // a worker need not wait for the charts
		document.Fire(document.StateComing, s.Query())
	}
	shown := shownBy(s)
	if shown == c.shown {
		return
	}
	c.shown = shown
	c.open = false
	for i := range c.all {
		panel := &c.all[i]
		panel.open = s.Value(panel.key) != state.Off
		if panel.fold != nil {
			panel.fold.set(panel.open)
		}
		c.open = c.open || panel.open
	}
}

// tell gives the programs the state that the charts show, or starts them. They get one
// more state after the last panel was closed.
func (c *panels) tell(s state.State) {
	told := c.open || c.told
	c.told = c.open
	if told && len(c.runs) > 0 {
		document.Fire(document.StateShown, s.Query())
	}
	for _, panel := range c.all {
		if panel.open {
			c.load(panel.program)
		}
	}
	// Which loss a formula's text is, that program alone can read.
	if s.Custom() && s.Formula.Text != state.FirstFormula {
		c.load(formulaProgram)
	}
}

// formulaProgram is the program of the place of the custom loss.
const formulaProgram = "formula"

// load starts a program unless it runs.
func (c *panels) load(program string) {
	if program != "" && !c.runs[program] {
		charts().Call("lab", program)
	}
}

// toggle opens or closes a panel that folds as the user does.
func (c *panels) toggle(key string) {
	for _, panel := range c.all {
		if panel.key == key && panel.fold != nil {
			panel.fold.toggle()
		}
	}
}
