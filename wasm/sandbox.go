//go:build js && wasm

package main

import (
	"strconv"

	"lossexplorer/internal/explore"
	"lossexplorer/internal/params"
	"lossexplorer/internal/sandbox"

	"honnef.co/go/js/dom/v2"
)

// imbalance is the sandbox of imbalanced data.
type imbalance struct {
	page    *page
	panel   *panel
	sliders []sandboxSlider
	scores  [sandbox.Groups]element
	shares  [explore.ShareRows][sandbox.Groups]share
	said    label
	curves  [2][explore.SandboxLines]element // of y = 1 and y = 0
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

// A share is a part of a bar, and its percentage.
type share struct {
	part element
	said label
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
	for _, preset := range params.SandboxPresets() {
		button := child(c.panel.details, `[data-preset="`+preset.ID+`"]`)
		on(button, "click", func() {
			s := p.state
			s.Sandbox = preset.Sandbox
			p.show(s)
			p.commit()
		})
		button.Set("disabled", false)
	}
	for i := range c.scores {
		c.scores[i] = child(c.panel.details, "polygon.group-"+strconv.Itoa(i))
	}
	for row := range c.shares {
		line := byID("share-" + strconv.Itoa(row))
		parts, cells := line.Call("querySelectorAll", ".stack i"), line.Call("querySelectorAll", "td")
		for i := range c.shares[row] {
			c.shares[row][i] = share{wrap(parts.Index(i)), newLabel(wrap(cells.Index(i)))}
		}
	}
	for y := range c.curves {
		lines := byID("cumulative-"+strconv.Itoa(y)).Call("querySelectorAll", "polyline")
		for i := range c.curves[y] {
			c.curves[y][i] = wrap(lines.Index(i))
		}
	}
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
			c.shares[row][i].show(v)
		}
	}
	c.said.set(c.view.Say(c.page.messages))
	first := explore.SandboxCurrent
	if c.view.Changed {
		first = 0
	}
	for i := first; i < explore.SandboxLines; i++ {
		for y := range c.curves {
			c.points = explore.AppendCurve(c.points[:0], c.view.Curve(i, y))
			c.curves[1-y][i].SetAttribute("points", string(c.points))
		}
	}
}

func (c *sandboxSlider) show(s params.State) {
	text := s.Value(c.key)
	if text == c.value.text {
		return
	}
	v, _ := strconv.ParseFloat(text, 64) // Value writes numbers that can be read
	slide(c.input, params.SandboxPosition(c.key, v))
	c.input.SetAttribute("aria-valuetext", text)
	c.value.set(text)
}

func (c *share) show(v float64) {
	said := explore.SayShare(v)
	width := "0"
	if v == v {
		width = strconv.FormatFloat(100*v, 'f', 2, 64) + "%"
	}
	c.part.Style().SetProperty("width", width, "")
	c.said.set(said)
}
