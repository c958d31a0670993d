//go:build js && wasm

package main

import (
	"math"
	"strings"
	"syscall/js"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/wasm/document"
)

// pointer shows the values at one p_t under both charts, whichever of them
// the mouse, a finger or the arrow keys are on.
type pointer struct {
	page     *page
	pt       float64
	active   bool // on a chart
	used     bool // has been; from then on the readings follow the state
	readings []plot.Reading
}

func newPointer(p *page) *pointer {
	r := &pointer{page: p, pt: 0.5}
	p.view.each(func(c *chart) {
		move := func(e js.Value) { r.moveTo(r.ptAt(c.js.Call("toX", e.Get("offsetX")).Float())) }
		document.Listen(c.plot.Value, "pointermove", move)
		document.Listen(c.plot.Value, "pointerdown", move)
		document.On(c.plot, "focus", func() {
			r.moveTo(r.pt)
			r.describe()
		})
		document.On(c.plot, "pointerleave", r.leave)
		document.On(c.plot, "blur", r.leave)
		document.Listen(c.plot.Value, "keydown", r.key)
		// To a screen reader a chart is a slider over p_t with its reading as the value.
		c.plot.SetAttribute("role", "slider")
		c.plot.SetAttribute("aria-valuemin", "0")
		c.plot.SetAttribute("aria-valuemax", "1")
	})
	return r
}

// ptAt returns the p_t of the first shown class at a place of the x axis: on other
// axes than p_t the classes differ.
func (r *pointer) ptAt(x float64) float64 {
	s := r.page.state
	return plot.PtAt(s.Axes.X, x, plot.FirstLabel(s))
}

// key moves by 0.01, with Shift by 0.1, and to the ends.
func (r *pointer) key(k js.Value) {
	step := 0.01
	if k.Get("shiftKey").Bool() {
		step = 0.1
	}
	for _, other := range [...]string{"ctrlKey", "altKey", "metaKey"} {
		if k.Get(other).Bool() {
			return
		}
	}
	pt := r.pt
	switch k.Get("key").String() {
	case "ArrowRight", "ArrowUp":
		pt += step
	case "ArrowLeft", "ArrowDown":
		pt -= step
	case "Home":
		pt = 0
	case "End":
		pt = 1
	default:
		return
	}
	k.Call("preventDefault")
	r.moveTo(math.Round(math.Min(math.Max(pt, 0), 1)*100) / 100)
	r.describe()
}

// describe gives the charts the reading as the value of a slider.
func (r *pointer) describe() {
	r.readings = plot.Readings(r.readings[:0], r.page.state, r.pt)
	var said []string
	for _, reading := range r.readings {
		said = append(said, plot.SayReading(r.page.messages, reading))
	}
	for _, c := range r.page.view.charts {
		c.plot.SetAttribute("aria-valuenow", state.Format(r.pt))
		c.plot.SetAttribute("aria-valuetext", strings.Join(said, "; "))
	}
}

func (r *pointer) moveTo(pt float64) {
	r.pt, r.active, r.used = pt, true, true
	r.page.view.point(true, pt)
	r.show()
}

// leave removes the values in the charts; the reading stays.
func (r *pointer) leave() {
	r.active = false
	r.page.view.point(false, r.pt)
	r.show()
}

// show writes the readings.
func (r *pointer) show() {
	if !r.used {
		return
	}
	r.readings = plot.Readings(r.readings[:0], r.page.state, r.pt)
	for _, c := range r.page.view.charts {
		c.reading.SetTextContent("")
		for _, reading := range r.readings {
			document.Append(c.reading, "span", plot.SayReading(r.page.messages, reading))
		}
	}
}
