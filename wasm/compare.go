//go:build js && wasm

package main

import (
	"strconv"
	"syscall/js"

	"lossexplorer/internal/explore"
	"lossexplorer/internal/params"
	"lossexplorer/wasm/elem"

	"honnef.co/go/js/dom/v2"
)

// compare is the list of pinned curves.
type compare struct {
	page  *page
	rows  [params.MaxPins]pinRow
	said  elem.Label
	shown params.Pins
}

// A pinRow is a pin's line in the list.
type pinRow struct {
	all   elem.Element
	shown *dom.HTMLInputElement
	name  *dom.HTMLInputElement
}

func newCompare(p *page) *compare {
	c := &compare{page: p, said: elem.NewLabel(elem.ByID("pin-said"))}
	button("pin", c.pin)
	button("unpin", func() {
		s := p.state
		s.Pins = params.Pins{}
		c.change(s)
	})
	sweeps := elem.Document.Call("querySelectorAll", "[data-sweep]")
	for i := range sweeps.Length() {
		sweep := elem.Wrap(sweeps.Index(i))
		elem.On(sweep, "click", func() { c.change(p.state.Sweep(sweep.GetAttribute("data-sweep"))) })
		sweep.Set("disabled", false)
	}
	for i := range c.rows {
		id := "pin-" + strconv.Itoa(i)
		r := pinRow{elem.ByID(id), elem.InputByID(id + "-shown"), elem.InputByID(id + "-name")}
		c.rows[i] = r
		r.shown.Set("disabled", false)
		r.name.Set("disabled", false)
		elem.On(r.shown.BasicHTMLElement, "change", func() {
			s := p.state
			s.Pins[i].Hidden = !r.shown.Checked()
			c.change(s)
		})
		elem.On(r.name.BasicHTMLElement, "change", func() {
			s := p.state
			s.Pins[i].Name = params.PinName(r.name.Value())
			c.change(s)
			r.name.SetValue(explore.SayPin(p.messages, s.Pins[i])) // as it was taken
		})
		button(id+"-remove", func() {
			s := p.state
			s.Pins[i] = params.Pin{}
			c.change(s)
			elem.ByID("pin").Focus() // what had the focus is gone
		})
	}
	return c
}

// button has f called when the button is pressed.
func button(id string, f func()) {
	b := elem.ByID(id)
	elem.On(b, "click", f)
	b.Set("disabled", false)
}

func (c *compare) pin() {
	s, ok := c.page.state.Pin()
	if !ok {
		c.said.Say(c.page.messages.Compare.Full)
		return
	}
	c.change(s)
}

func (c *compare) change(s params.State) {
	c.page.show(s)
	c.page.commit()
}

func (c *compare) follow(s params.State) {
	if s.Pins == c.shown {
		return
	}
	c.said.Say("")
	for i, pin := range s.Pins {
		if pin == c.shown[i] {
			continue
		}
		r := c.rows[i]
		elem.Hide(r.all, pin.Kind == nil)
		elem.Check(r.shown, !pin.Hidden)
		r.name.SetValue(explore.SayPin(c.page.messages, pin))
	}
	c.shown = s.Pins
	elem.ByID("unpin").Set("hidden", s.Pins == params.Pins{})
}

// A zoom changes the part of the axes that both charts show.
type zoom struct {
	page  *page
	box   elem.Element // what the mouse draws
	chart *chart       // on which it draws it
	from  [2]float64
	reset elem.Element
	shown params.Axes
}

func newZoom(p *page) *zoom {
	z := &zoom{page: p, reset: elem.ByID("zoom-reset")}
	button("zoom-in", func() { z.by(explore.ZoomStep, 0.5, 0.5) })
	button("zoom-out", func() { z.by(1/explore.ZoomStep, 0.5, 0.5) })
	button("zoom-reset", z.whole)
	for _, c := range []*chart{p.view.loss, p.view.gradient} {
		box := elem.Child(c.plot, ".box")
		elem.Listen(c.plot.Value, "wheel", func(e js.Value) {
			// Elsewhere the wheel scrolls the page.
			if !c.plot.Call("matches", ":focus").Bool() && !e.Get("ctrlKey").Bool() {
				return
			}
			e.Call("preventDefault")
			by := explore.ZoomStep
			if e.Get("deltaY").Float() > 0 {
				by = 1 / by
			}
			x, y := c.share(e)
			z.by(by, x, y)
		})
		elem.Listen(c.plot.Value, "keydown", func(e js.Value) {
			for _, other := range [...]string{"ctrlKey", "altKey", "metaKey"} {
				if e.Get(other).Bool() {
					return
				}
			}
			switch e.Get("key").String() {
			case "+", "=":
				z.by(explore.ZoomStep, 0.5, 0.5)
			case "-", "−":
				z.by(1/explore.ZoomStep, 0.5, 0.5)
			case "0":
				z.whole()
			case "Escape":
				if z.chart == nil {
					return
				}
				z.cancel()
			default:
				return
			}
			e.Call("preventDefault")
		})
		elem.On(c.plot, "dblclick", z.whole)
		elem.Listen(c.plot.Value, "pointerdown", func(e js.Value) {
			if e.Get("pointerType").String() != "mouse" || e.Get("button").Int() != 0 {
				return
			}
			z.chart, z.box = c, box
			z.from = [2]float64{e.Get("offsetX").Float(), e.Get("offsetY").Float()}
			c.plot.Call("setPointerCapture", e.Get("pointerId"))
		})
		elem.Listen(c.plot.Value, "pointermove", func(e js.Value) {
			if z.chart == c {
				z.draw(e.Get("offsetX").Float(), e.Get("offsetY").Float())
			}
		})
		elem.Listen(c.plot.Value, "pointerup", func(e js.Value) {
			if z.chart == c {
				z.cancel()
				z.into(c, e.Get("offsetX").Float(), e.Get("offsetY").Float())
			}
		})
		elem.On(c.plot, "pointercancel", z.cancel)
	}
	return z
}

// share is where the pointer is in the chart, from the lower left.
func (c *chart) share(e js.Value) (x, y float64) {
	return e.Get("offsetX").Float() / c.plot.Get("clientWidth").Float(), 1 - e.Get("offsetY").Float()/c.plot.Get("clientHeight").Float()
}

// leastBox is how many pixels a box has that is no click.
const leastBox = 8

func (z *zoom) draw(x, y float64) {
	style := z.box.Style()
	for name, v := range map[string]float64{
		"left": min(x, z.from[0]), "top": min(y, z.from[1]), "width": max(x-z.from[0], z.from[0]-x), "height": max(y-z.from[1], z.from[1]-y),
	} {
		style.SetProperty(name, params.Format(v)+"px", "")
	}
	elem.Hide(z.box, max(x-z.from[0], z.from[0]-x) < leastBox)
}

func (z *zoom) cancel() {
	if z.chart != nil {
		elem.Hide(z.box, true)
		z.chart = nil
	}
}

// into zooms to the box that was drawn on c.
func (z *zoom) into(c *chart, x, y float64) {
	at := func(method string, a, b float64) params.Range {
		v, w := c.js.Call(method, a).Float(), c.js.Call(method, b).Float()
		return params.Range{Min: min(v, w), Max: max(v, w)}
	}
	if max(x-z.from[0], z.from[0]-x) < leastBox || max(y-z.from[1], z.from[1]-y) < leastBox {
		return
	}
	z.change(explore.ZoomTo(z.page.state, at("toX", z.from[0], x), at("toY", z.from[1], y), c == z.page.view.gradient))
}

// by zooms about a point that is a share of the way along each axis.
func (z *zoom) by(factor, x, y float64) { z.change(explore.ZoomBy(z.page.state, factor, x, y)) }

func (z *zoom) whole() {
	s := z.page.state
	s.Axes = s.Axes.Whole()
	z.change(s)
}

func (z *zoom) change(s params.State) {
	if s != z.page.state {
		z.page.show(s)
		z.page.commit()
	}
}

func (z *zoom) follow(s params.State) {
	if s.Axes != z.shown {
		z.shown = s.Axes
		z.reset.Set("disabled", !s.Axes.Zoomed())
	}
}

// logScale is the choice of a logarithmic scale.
type logScale struct{ *tick }

func newLogScale(p *page) logScale {
	return logScale{newTick("log-scale", func(on bool) {
		scale := params.LinearScale
		if on {
			scale = params.LogScale
		}
		p.choose(params.ScaleKey, scale)
	})}
}

func (c logScale) follow(s params.State) { c.show(s.Axes.Log) }
