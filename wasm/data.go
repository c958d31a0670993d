//go:build js && wasm

package main

import (
	"lossexplorer/internal/explore"
	"lossexplorer/internal/params"
)

// table is that of the curves, which follows them while it is open.
type table struct {
	panel  *panel
	lines  []line
	values []explore.Row
	shown  params.State
}

// A line of the table.
type line struct {
	element
	cells []label // the class, p_t, and the values
}

func newTable(p *page) *table {
	c := &table{}
	c.panel = newPanel("data", func(bool) { c.follow(p.state) })
	return c
}

func (c *table) follow(s params.State) {
	if !c.panel.open || s == c.shown {
		return
	}
	if c.lines == nil {
		c.lines = newLines(c.panel.details)
	}
	c.shown = s
	c.values = explore.Rows(c.values[:0], s, explore.TablePts())
	for i := range c.lines {
		l := &c.lines[i]
		hide(l.element, i >= len(c.values))
		if i < len(c.values) {
			for k, said := range c.values[i].Say() {
				l.cells[k].set(said)
			}
		}
	}
}

func newLines(panel element) []line {
	rows := panel.Call("querySelectorAll", "tbody tr")
	lines := make([]line, rows.Length())
	for i := range lines {
		lines[i].element = wrap(rows.Index(i))
		cells := lines[i].Call("querySelectorAll", "th, td")
		for k := range cells.Length() {
			lines[i].cells = append(lines[i].cells, newLabel(wrap(cells.Index(k))))
		}
	}
	return lines
}
