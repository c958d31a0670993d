//go:build js && wasm

package main

import (
	"strconv"

	"lossexplorer/internal/explore"
	"lossexplorer/internal/params"

	"honnef.co/go/js/dom/v2"
)

// imbalance is the sandbox of imbalanced data.
type imbalance struct {
	page    *page
	panel   *panel
	sliders []sandboxSlider
	scores  []element // the distributions by group
	parts   []element // of the bars, by row and group
	cells   []label   // their percentages
	lines   []element // of the charts for y = 1 and y = 0
	said    label
	view    explore.Sandbox
	points  []byte
	shown   params.State // what the view shows
}

// A sandboxSlider sets a parameter of the sandbox.
type sandboxSlider struct {
	key   string
	input *dom.HTMLInputElement
	value label
}

func newImbalance(p *page) *imbalance {
	c := &imbalance{page: p, said: newLabel(byID("sandbox-says"))}
	c.panel = newPanel(params.SandboxKey, func(open bool) {
		value := params.Off
		if open {
			value = params.Format(p.state.Sandbox.Negatives)
		}
		p.choose(params.SandboxKey, value)
	})
	for _, key := range params.SandboxKeys() {
		c.sliders = append(c.sliders, newSandboxSlider(p, key))
	}
	for i, button := range children(c.panel.details, "button") {
		on(button, "click", func() {
			s := p.state
			s.Sandbox = params.SandboxPresets()[i]
			p.show(s)
			p.commit()
		})
		button.Set("disabled", false)
	}
	c.scores = children(c.panel.details, "polygon")
	c.parts = children(c.panel.details, ".stack i")
	for _, cell := range children(c.panel.details, "td") {
		c.cells = append(c.cells, newLabel(cell))
	}
	c.lines = children(c.panel.details, ".cumulative polyline")
	return c
}

func newSandboxSlider(p *page, key string) sandboxSlider {
	id := "sandbox-" + key
	c := sandboxSlider{key, inputByID(id), newLabel(byID(id + "-value"))}
	on(c.input.BasicHTMLElement, "input", func() {
		at, _ := strconv.ParseFloat(c.input.Value(), 64) // a range input's value always is a number
		if s, err := p.state.With(key, params.Format(params.SandboxAt(key, at))); err == nil {
			p.show(s)
		}
	})
	on(c.input.BasicHTMLElement, "change", p.commit)
	c.input.SetDisabled(false)
	return c
}

// follow shows the view if it is open, and if what it shows has changed.
func (c *imbalance) follow(s params.State) {
	c.panel.set(s.Sandbox.Shown)
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
			c.sliders[i].show(s)
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
	c.said.set(c.view.Say(c.page.messages))
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
}

// share shows a share of a row.
func (c *imbalance) share(i int, v float64) {
	c.cells[i].set(explore.SayShare(v))
	width := "0"
	if v == v {
		width = strconv.FormatFloat(100*v, 'f', 2, 64) + "%"
	}
	c.parts[i].Style().SetProperty("width", width, "")
}

func (c *sandboxSlider) show(s params.State) {
	text := explore.SandboxNumber(s, c.key)
	if text == c.value.text {
		return
	}
	v, _ := strconv.ParseFloat(s.Value(c.key), 64) // Value writes numbers that can be read
	slide(c.input, params.SandboxPosition(c.key, v))
	c.input.SetAttribute("aria-valuetext", text)
	c.value.set(text)
}
