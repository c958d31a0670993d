//go:build js && wasm

package main

import (
	"strconv"

	"lossexplorer/internal/explore"
	"lossexplorer/internal/params"
	"lossexplorer/wasm/elem"
)

// sandbox is the panel of imbalanced data.
type sandbox struct {
	lab     *lab
	details elem.Element
	sliders []slider
	scores  []elem.Element // the distributions by group
	parts   []elem.Element // of the bars, by row and group
	cells   []elem.Label   // their percentages
	lines   []elem.Element // of the charts for y = 1 and y = 0
	said    elem.Label
	view    explore.Sandbox
	points  []byte
	shown   params.State // what the view shows
}

func newSandbox(l *lab) *sandbox {
	details := elem.ByID(params.SandboxKey)
	c := &sandbox{
		lab:     l,
		details: details,
		scores:  elem.All(details, "polygon"),
		parts:   elem.All(details, ".stack i"),
		lines:   elem.All(details, ".cumulative polyline"),
		said:    elem.NewLabel(elem.ByID("sandbox-says")),
	}
	for _, key := range params.SandboxKeys() {
		c.sliders = append(c.sliders, newSlider(l, "sandbox-", key, params.SandboxAt))
	}
	for i, button := range elem.All(details, "button") {
		elem.On(button, "click", func() {
			s := l.state
			s.Sandbox = params.SandboxPresets()[i]
			for _, key := range params.SandboxKeys() {
				l.set(key, s.Value(key))
			}
			l.commit()
		})
		button.Set("disabled", false)
	}
	for _, cell := range elem.All(details, "td") {
		c.cells = append(c.cells, elem.NewLabel(cell))
	}
	return c
}

// follow shows the view if it is open, and if what it shows has changed.
func (c *sandbox) follow(s params.State) {
	if !s.Sandbox.Shown || s.Sandbox == c.shown.Sandbox && s.Kind == c.shown.Kind && s.Values == c.shown.Values {
		return
	}
	moved := s.Sandbox != c.shown.Sandbox
	c.shown = s
	if err := c.view.Update(s); err != nil {
		panic(err) // params lets no such state pass
	}
	if moved {
		for i := range c.sliders {
			key := c.sliders[i].key
			v, _ := strconv.ParseFloat(s.Value(key), 64) // Value writes numbers that can be read
			c.sliders[i].show(explore.SandboxNumber(s, key), params.SandboxPosition(key, v))
		}
		for i, points := range explore.ScoreAreas(s) {
			c.scores[i].SetAttribute("points", points)
		}
	}
	for row, shares := range c.view.Shares() {
		for i, v := range shares {
			c.share(len(shares)*row+i, v)
		}
	}
	c.said.Say(c.view.Say(c.lab.messages))
	first := explore.SandboxCurrent
	if c.view.Changed {
		first = 0
	}
	for i := first; i < explore.SandboxLines; i++ {
		for y := range 2 {
			c.points = explore.AppendCurve(c.points[:0], c.view.Curve(i, y))
			c.lines[(1-y)*explore.SandboxLines+i].SetAttribute("points", string(c.points))
		}
	}
	c.details.RemoveAttribute("aria-busy")
}

// share shows a share of a row.
func (c *sandbox) share(i int, v float64) {
	c.cells[i].Say(explore.SayShare(v))
	width := "0"
	if v == v {
		width = strconv.FormatFloat(100*v, 'f', 2, 64) + "%"
	}
	c.parts[i].Style().SetProperty("width", width, "")
}
