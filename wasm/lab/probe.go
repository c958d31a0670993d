//go:build js && wasm

package main

import (
	"math"
	"strconv"
	"strings"
	"syscall/js"

	"lossexplorer/internal/explore"
	"lossexplorer/internal/params"
	"lossexplorer/wasm/elem"

	"honnef.co/go/js/dom/v2"
)

// probe is the panel of the probe, with its handles and regions on the charts.
type probe struct {
	lab      *lab
	details  elem.Element
	slider   *dom.HTMLInputElement
	field    *dom.HTMLInputElement
	typing   bool // the field's text is the user's
	error    elem.Element
	prior    *dom.HTMLInputElement
	said     elem.Label // the prior
	outweigh elem.Label
	start    elem.Label
	columns  [2][]elem.Element // of y = 1 and y = 0, with their heads
	cells    [2][]elem.Label
	areas    []elem.Element
	line     elem.Element // the probe in the picture of the areas
	charts   []probedChart
	factors  []explore.Factors
	points   [3][]byte
	shown    params.State
}

// A probedChart is a chart on which the probe is.
type probedChart struct {
	all                elem.Element
	chart              js.Value // the ECharts instance
	hard, easy, handle elem.Element
	clipped            []elem.Element
}

func newProbe(l *lab) *probe {
	details := elem.ByID(params.ProbeKey)
	c := &probe{
		lab:      l,
		details:  details,
		slider:   elem.InputByID("probe-range"),
		field:    elem.InputByID("probe-number"),
		error:    elem.ByID("probe-error"),
		prior:    elem.InputByID("prior-range"),
		said:     elem.NewLabel(elem.ByID("prior-value")),
		outweigh: elem.NewLabel(elem.ByID("probe-outweigh")),
		start:    elem.NewLabel(elem.ByID("probe-start")),
		areas:    elem.All(details, "polygon"),
		line:     elem.ByID("factor-at"),
	}
	for i := range c.columns {
		class := `[data-class="` + strconv.Itoa(1-i) + `"]`
		c.columns[i] = elem.All(details, class)
		for _, cell := range elem.All(details, "td"+class) {
			c.cells[i] = append(c.cells[i], elem.NewLabel(cell))
		}
	}
	elem.On(c.slider.BasicHTMLElement, "input", func() { l.set(params.ProbeKey, c.slider.Value()) })
	elem.On(c.slider.BasicHTMLElement, "change", l.commit)
	elem.On(c.field.BasicHTMLElement, "input", c.typed)
	elem.On(c.field.BasicHTMLElement, "change", func() {
		if c.error.Get("hidden").Bool() {
			l.commit()
		}
	})
	elem.On(c.prior.BasicHTMLElement, "input", func() {
		at, _ := strconv.ParseFloat(c.prior.Value(), 64) // a range input's value always is a number
		l.set(params.PriorKey, params.Format(params.PriorAt(at)))
	})
	elem.On(c.prior.BasicHTMLElement, "change", l.commit)
	for _, input := range []*dom.HTMLInputElement{c.slider, c.field, c.prior} {
		input.SetDisabled(false)
	}
	for _, all := range elem.All(elem.Find(".charts"), ".probing") {
		c.charts = append(c.charts, newProbedChart(l, all))
	}
	place := elem.Func(func() { c.place(l.state) })
	const settled = 150 // ms, by when the charts have their new size
	elem.Listen(js.Global(), "resize", func(js.Value) { js.Global().Call("setTimeout", place, settled) })
	return c
}

func newProbedChart(l *lab, all elem.Element) probedChart {
	c := probedChart{
		all:     all,
		chart:   all.Get("parentElement").Get("moving"),
		hard:    elem.Child(all, ".hard"),
		easy:    elem.Child(all, ".easy"),
		handle:  elem.Child(all, ".handle"),
		clipped: elem.All(all, ".clipped"),
	}
	dragged := false
	elem.Listen(c.handle.Value, "pointerdown", func(e js.Value) {
		e.Call("preventDefault")
		e.Call("stopPropagation") // the chart would zoom
		c.handle.Call("setPointerCapture", e.Get("pointerId"))
		dragged = true
	})
	elem.Listen(c.handle.Value, "pointermove", func(e js.Value) {
		if !dragged {
			return
		}
		e.Call("stopPropagation")
		pixel := e.Get("clientX").Float() - all.Call("getBoundingClientRect").Get("left").Float()
		x := c.chart.Call("convertFromPixel", map[string]any{"xAxisIndex": 0}, pixel).Float()
		pt := explore.PtAt(l.state.Axes.X, x, explore.FirstClass(l.state))
		l.set(params.ProbeKey, params.Format(explore.RoundPt(pt)))
	})
	for _, end := range []string{"pointerup", "pointercancel"} {
		elem.On(c.handle, end, func() {
			if dragged {
				dragged = false
				l.commit()
			}
		})
	}
	return c
}

// typed takes the text of the field as p_t, or says what is wrong with it.
func (c *probe) typed() {
	c.typing = true
	value := strings.TrimSpace(c.field.Value())
	s, err := c.lab.state.With(params.ProbeKey, value)
	if err == nil && !s.Probe.Shown {
		err = params.ErrNumber // "off" closes the panel elsewhere
	}
	elem.Hide(c.error, err == nil)
	if err != nil {
		c.error.SetTextContent(explore.SayError(c.lab.messages, params.ProbeKey, value, err))
		c.field.SetAttribute("aria-invalid", "true")
		return
	}
	c.field.RemoveAttribute("aria-invalid")
	c.lab.set(params.ProbeKey, params.Format(s.Probe.Pt))
}

func (c *probe) follow(s params.State) {
	for _, chart := range c.charts {
		elem.Hide(chart.all, !s.Probe.Shown)
	}
	if !s.Probe.Shown {
		return
	}
	c.place(s)
	now := s
	now.Pins, now.Axes, now.Classes = params.Pins{}, params.Axes{}, params.Classes{}
	if now == c.shown {
		return
	}
	curves := now
	curves.Probe = c.shown.Probe
	moved := curves != c.shown
	c.shown = now
	c.controls(s)
	c.table(s)
	outweigh, start := explore.SayProbe(c.lab.messages, s)
	c.outweigh.Say(outweigh)
	c.start.Say(start)
	x := params.Format(1000 * s.Probe.Pt)
	c.line.SetAttribute("d", "M"+x+" 0V1000")
	if moved {
		for i := range c.points {
			c.points[i] = c.points[i][:0]
		}
		explore.AppendFactorAreas(&c.points, s)
		for i, area := range c.areas {
			area.SetAttribute("points", string(c.points[i]))
		}
	}
	c.details.RemoveAttribute("aria-busy")
}

func (c *probe) controls(s params.State) {
	value := params.Format(s.Probe.Pt)
	elem.Slide(c.slider, value)
	c.slider.SetAttribute("aria-valuetext", value)
	// The text being typed is left as it is, if it says the same.
	if typed, err := strconv.ParseFloat(strings.TrimSpace(c.field.Value()), 64); !c.typing || err != nil || typed != s.Probe.Pt {
		c.typing = false
		c.field.SetValue(value)
		c.field.RemoveAttribute("aria-invalid")
		elem.Hide(c.error, true)
	}
	prior := params.Format(s.Probe.Prior)
	if at, _ := strconv.ParseFloat(c.prior.Value(), 64); params.PriorAt(at) != s.Probe.Prior {
		elem.Slide(c.prior, params.Format(params.PriorPosition(s.Probe.Prior)))
	}
	c.prior.SetAttribute("aria-valuetext", prior)
	c.said.Say(prior)
}

func (c *probe) table(s params.State) {
	c.factors = explore.FactorsAt(c.factors[:0], s, s.Probe.Pt)
	for i, column := range c.columns {
		y := float64(1 - i)
		hidden := true
		for _, f := range c.factors {
			if f.Y != y {
				continue
			}
			hidden = false
			for k, v := range [...]float64{f.Cross, f.Modulating, f.Alpha, f.Loss, f.Gradient} {
				c.cells[i][k].Say(explore.Number(v))
			}
		}
		for _, cell := range column {
			elem.Hide(cell, hidden)
		}
	}
}

// place puts handles and regions where the charts have their values.
func (c *probe) place(s params.State) {
	if !s.Probe.Shown {
		return
	}
	regions := explore.RegionsOf(s)
	at := explore.Place(s.Axes.X, s.Probe.Pt, explore.FirstClass(s))
	x := explore.FrameOf(s).X
	for _, chart := range c.charts {
		pixel := func(v float64) float64 {
			return math.Round(chart.chart.Call("convertToPixel", map[string]any{"xAxisIndex": 0}, v).Float())
		}
		span := func(e elem.Element, r params.Range) {
			low, high := pixel(r.Min), pixel(r.Max)
			elem.Hide(e, !(high > low))
			e.Style().SetProperty("transform", "translateX("+params.Format(low)+"px)", "")
			e.Style().SetProperty("width", params.Format(high-low)+"px", "")
		}
		span(chart.hard, regions.Hard[0])
		span(chart.easy, regions.Easy[0])
		if !regions.Alike {
			elem.Hide(chart.hard, true)
			elem.Hide(chart.easy, true)
		}
		for i, e := range chart.clipped {
			span(e, regions.Clipped[i])
		}
		elem.Hide(chart.handle, at < x.Min || at > x.Max)
		chart.handle.Style().SetProperty("transform", "translateX("+params.Format(pixel(at))+"px)", "")
	}
}
