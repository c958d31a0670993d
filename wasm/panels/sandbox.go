//go:build js && wasm

package main

import (
	"strconv"

	"lossexplorer/internal/panel/imbalance"
	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/wasm/document"
)

// sandbox is the panel of imbalanced data.
type sandbox struct {
	lab     *lab
	details document.Element
	sliders []slider
	scores  []document.Element // the distributions by group
	parts   []document.Element // of the bars, by row and group
	cells   []document.Label   // their percentages
	lines   []document.Element // of the charts for y = 1 and y = 0
	said    document.Label
	balance document.Element
	reason  document.Label // of a class weight
	weight  document.Label // the button that sets it
	view    imbalance.View
	points  []byte
	shown   state.State // the state that the view shows
}

func newSandbox(l *lab) *sandbox {
	details := document.ByID(state.SandboxKey)
	c := &sandbox{
		lab:     l,
		details: details,
		scores:  document.All(details, "polygon"),
		parts:   document.All(details, ".stack i"),
		lines:   document.All(details, ".cumulative polyline"),
		said:    document.NewLabel(document.ByID("sandbox-says")),
		balance: document.ByID("sandbox-balance"),
		reason:  document.NewLabel(document.Find("#sandbox-balance p")),
		weight:  document.NewLabel(document.Find("#sandbox-balance button")),
	}
	for _, key := range state.SandboxKeys() {
		c.sliders = append(c.sliders, newSlider(l, "sandbox-", key, state.SandboxAt))
	}
	for i, button := range document.All(details, ".sandbox-presets button") {
		document.On(button, "click", func() {
			s := l.state
			s.Sandbox = state.SandboxPresets()[i]
			for _, key := range state.SandboxKeys() {
				l.set(key, s.Value(key))
			}
			l.commit()
		})
		button.Set("disabled", false)
	}
	document.On(c.weight.Element, "click", func() {
		l.set("alpha", state.Format(c.view.Alpha))
		l.set("balanced", "1")
		l.commit()
	})
	c.weight.Element.Set("disabled", false)
	for _, cell := range document.All(details, "td") {
		c.cells = append(c.cells, document.NewLabel(cell))
	}
	return c
}

// follow shows the view if it is open, and if its contents have changed.
func (c *sandbox) follow(s state.State) {
	if !s.Sandbox.Shown || s.Sandbox == c.shown.Sandbox && s.Kind == c.shown.Kind &&
		s.Values == c.shown.Values {
		return
	}
	moved := s.Sandbox != c.shown.Sandbox
	c.shown = s
	if err := c.view.Update(s); err != nil {
		panic(err) // state lets no such state pass
	}
	if moved {
		for i := range c.sliders {
			key := c.sliders[i].key
			v, _ := strconv.ParseFloat(s.Value(key), 64) // Value writes numbers that can be read
			c.sliders[i].show(imbalance.Number(s, key), state.SandboxPosition(key, v))
		}
		for i, points := range imbalance.ScoreAreas(s) {
			c.scores[i].SetAttribute("points", points)
		}
	}
	for row, shares := range c.view.Shares() {
		for i, v := range shares {
			c.share(len(shares)*row+i, v)
		}
	}
	c.said.Say(c.view.Say(c.lab.messages))
	reason, weight := c.view.SayBalance(c.lab.messages, s)
	c.reason.Say(reason)
	c.weight.Say(weight)
	document.Hide(c.balance, reason == "")
	first := imbalance.Current
	if c.view.Changed {
		first = 0
	}
	for i := first; i < imbalance.Lines; i++ {
		for y := range 2 {
			c.points = imbalance.AppendCurve(c.points[:0], c.view.Curve(i, y))
			c.lines[(1-y)*imbalance.Lines+i].SetAttribute("points", string(c.points))
		}
	}
	c.details.RemoveAttribute("aria-busy")
}

// share shows a share of a row.
func (c *sandbox) share(i int, v float64) {
	c.cells[i].Say(plot.SayShare(v))
	width := "0"
	if v == v {
		width = strconv.FormatFloat(100*v, 'f', 2, 64) + "%"
	}
	c.parts[i].Style().SetProperty("width", width, "")
}
