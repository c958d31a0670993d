//go:build js && wasm

package main

import (
	"strconv"
	"syscall/js"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/wasm/document"

	"honnef.co/go/js/dom/v2"
)

// compare is the list of pinned curves.
type compare struct {
	page  *page
	rows  [state.MaxPins]pinRow
	said  document.Label
	shown state.Pins
}

// A pinRow is a pin's line in the list.
type pinRow struct {
	all   document.Element
	shown *dom.HTMLInputElement
	name  *dom.HTMLInputElement
}

func newCompare(p *page) *compare {
	c := &compare{page: p, said: document.NewLabel(document.ByID("pin-said"))}
	button("pin", c.pin)
	button("unpin", func() {
		s := p.state
		s.Pins = state.Pins{}
		c.change(s)
	})
	sweeps := document.Document.Call("querySelectorAll", "[data-sweep]")
	for i := range sweeps.Length() {
		sweep := document.Wrap(sweeps.Index(i))
		document.On(sweep, "click",
			func() { c.change(p.state.Sweep(sweep.GetAttribute("data-sweep"))) })
		sweep.Set("disabled", false)
	}
	for i := range c.rows {
		id := "pin-" + strconv.Itoa(i)
		r := pinRow{document.ByID(id), document.InputByID(id + "-shown"),
			document.InputByID(id + "-name")}
		c.rows[i] = r
		r.shown.Set("disabled", false)
		r.name.Set("disabled", false)
		document.On(r.shown.BasicHTMLElement, "change", func() {
			s := p.state
			s.Pins[i].Hidden = !r.shown.Checked()
			c.change(s)
		})
		document.On(r.name.BasicHTMLElement, "change", func() {
			s := p.state
			s.Pins[i].Name = state.PinName(r.name.Value())
			c.change(s)
			r.name.SetValue(plot.SayPin(p.messages, s.Pins[i])) // as it was taken
		})
		button(id+"-remove", func() {
			s := p.state
			s.Pins[i] = state.Pin{}
			c.change(s)
			document.ByID("pin").Focus() // the element that had the focus is gone
		})
	}
	return c
}

// button calls f when the button is pressed.
func button(id string, f func()) {
	b := document.ByID(id)
	document.On(b, "click", f)
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

func (c *compare) change(s state.State) {
	c.page.show(s)
	c.page.commit()
}

func (c *compare) follow(s state.State) {
	if s.Pins == c.shown {
		return
	}
	c.said.Say("")
	for i, pin := range s.Pins {
		if pin == c.shown[i] {
			continue
		}
		r := c.rows[i]
		document.Hide(r.all, pin.Kind == nil)
		document.Check(r.shown, !pin.Hidden)
		r.name.SetValue(plot.SayPin(c.page.messages, pin))
	}
	c.shown = s.Pins
	document.ByID("unpin").Set("hidden", s.Pins == state.Pins{})
}

// A zoom changes the part of the axes that both charts show.
type zoom struct {
	page  *page
	box   document.Element // the rectangle that the mouse draws
	chart *chart           // the chart under the rectangle
	from  [2]float64
	reset document.Element
	shown state.Axes
}

func newZoom(p *page) *zoom {
	z := &zoom{page: p, reset: document.ByID("zoom-reset")}
	button("zoom-in", func() { z.by(plot.ZoomStep, 0.5, 0.5) })
	button("zoom-out", func() { z.by(1/plot.ZoomStep, 0.5, 0.5) })
	button("zoom-reset", z.whole)
	p.view.each(func(c *chart) {
		box := document.Child(c.plot, ".box")
		document.Listen(c.plot.Value, "wheel", func(e js.Value) {
			if !e.Get("ctrlKey").Bool() {
				return // the wheel scrolls the page
			}
			e.Call("preventDefault")
			by := plot.ZoomStep
			if e.Get("deltaY").Float() > 0 {
				by = 1 / by
			}
			x, y := c.share(e)
			z.by(by, x, y)
		})
		document.Listen(c.plot.Value, "keydown", func(e js.Value) {
			for _, other := range [...]string{"ctrlKey", "altKey", "metaKey"} {
				if e.Get(other).Bool() {
					return
				}
			}
			switch e.Get("key").String() {
			case "+", "=":
				z.by(plot.ZoomStep, 0.5, 0.5)
			case "-", "−":
				z.by(1/plot.ZoomStep, 0.5, 0.5)
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
		document.On(c.plot, "dblclick", z.whole)
		document.Listen(c.plot.Value, "pointerdown", func(e js.Value) {
			if e.Get("pointerType").String() != "mouse" || e.Get("button").Int() != 0 {
				return
			}
			z.chart, z.box = c, box
			z.from = [2]float64{e.Get("offsetX").Float(), e.Get("offsetY").Float()}
			c.plot.Call("setPointerCapture", e.Get("pointerId"))
		})
		document.Listen(c.plot.Value, "pointermove", func(e js.Value) {
			if z.chart == c {
				z.draw(e.Get("offsetX").Float(), e.Get("offsetY").Float())
			}
		})
		document.Listen(c.plot.Value, "pointerup", func(e js.Value) {
			if z.chart == c {
				z.cancel()
				z.into(c, e.Get("offsetX").Float(), e.Get("offsetY").Float())
			}
		})
		document.On(c.plot, "pointercancel", z.cancel)
	})
	return z
}

// share returns the place of the pointer in the chart, from the lower left.
func (c *chart) share(e js.Value) (x, y float64) {
	return e.Get("offsetX").Float() / c.plot.Get("clientWidth").Float(),
		1 - e.Get("offsetY").Float()/c.plot.Get("clientHeight").Float()
}

// leastBox is the least size in pixels at which a box is not a click.
const leastBox = 8

func (z *zoom) draw(x, y float64) {
	style := z.box.Style()
	for name, v := range map[string]float64{
		"left": min(x, z.from[0]), "top": min(y, z.from[1]), "width": max(x-z.from[0], z.from[0]-x),
		"height": max(y-z.from[1], z.from[1]-y),
	} {
		style.SetProperty(name, state.Format(v)+"px", "")
	}
	document.Hide(z.box, max(x-z.from[0], z.from[0]-x) < leastBox)
}

func (z *zoom) cancel() {
	if z.chart != nil {
		document.Hide(z.box, true)
		z.chart = nil
	}
}

// into zooms to the box that was drawn on c.
func (z *zoom) into(c *chart, x, y float64) {
	at := func(method string, a, b float64) state.Range {
		v, w := c.js.Call(method, a).Float(), c.js.Call(method, b).Float()
		return state.Range{Min: min(v, w), Max: max(v, w)}
	}
	if max(x-z.from[0], z.from[0]-x) < leastBox || max(y-z.from[1], z.from[1]-y) < leastBox {
		return
	}
	z.change(plot.ZoomTo(z.page.state, at("toX", z.from[0], x), at("toY", z.from[1], y),
		c.scene.Of))
}

// by zooms about a point that is a share of the way along each axis.
func (z *zoom) by(factor, x, y float64) { z.change(plot.ZoomBy(z.page.state, factor, x, y)) }

func (z *zoom) whole() {
	s := z.page.state
	s.Axes = s.Axes.Whole()
	z.change(s)
}

func (z *zoom) change(s state.State) {
	if s != z.page.state {
		z.page.show(s)
		z.page.commit()
	}
}

func (z *zoom) follow(s state.State) {
	if s.Axes != z.shown {
		z.shown = s.Axes
		z.reset.Set("disabled", !s.Axes.Zoomed())
	}
}

// logScale is the choice of a logarithmic scale.
type logScale struct{ *tick }

func newLogScale(p *page) logScale {
	return logScale{newTick("log-scale", func(on bool) {
		scale := state.LinearScale
		if on {
			scale = state.LogScale
		}
		p.choose(state.ScaleKey, string(scale))
	})}
}

func (c logScale) follow(s state.State) { c.show(s.Axes.Scale == state.LogScale) }
