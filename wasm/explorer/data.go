//go:build js && wasm

package main

import (
	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
)

// table is the table of the curves, which follows them while it is open.
type table struct {
	panel *panel
	shown state.State
	rows  []plot.Row
}

func newTable(p *page) *table {
	c := &table{}
	c.panel = newPanel("data", func(bool) { c.follow(p.state) })
	return c
}

func (c *table) follow(s state.State) {
	if !c.panel.open || s == c.shown {
		return
	}
	c.shown = s
	c.rows = plot.Rows(c.rows[:0], s, plot.TablePts())
	lines := c.panel.details.Call("querySelectorAll", "tbody tr")
	for i := range lines.Length() {
		line := lines.Index(i)
		line.Set("hidden", i >= len(c.rows))
		if i < len(c.rows) {
			cells := line.Get("cells")
			for k, said := range c.rows[i].Say() {
				cells.Index(k).Set("textContent", said)
			}
		}
	}
}
