//go:build js && wasm

package main

import (
	"math"
	"strconv"
	"strings"
	"syscall/js"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/wasm/document"

	"honnef.co/go/js/dom/v2"
)

// probe is the panel of the probe, with its handles and regions on the charts.
type probe struct {
	lab       *lab
	details   document.Element
	slider    *dom.HTMLInputElement
	field     *dom.HTMLInputElement
	typing    bool // the field's text is the user's
	error     document.Element
	prior     *dom.HTMLInputElement
	said      document.Label // the prior
	outweigh  document.Label
	start     document.Label
	columns   [2][]document.Element // of y = 1 and y = 0, with their heads
	cells     [2][]document.Label
	areas     []document.Element
	curvature document.Element // the row of the table
	line      document.Element // the probe in the picture of the areas
	charts    []probedChart
	factors   []plot.Factors
	points    [3][]byte
	shown     state.State
}

// A probedChart is a chart on which the probe is.
type probedChart struct {
	all                document.Element
	chart              js.Value // of web/js/charts.js
	hard, easy, handle document.Element
	clipped            []document.Element
}

func newProbe(l *lab) *probe {
	details := document.ByID(state.ProbeKey)
	c := &probe{
		lab:       l,
		details:   details,
		slider:    document.InputByID("probe-range"),
		field:     document.InputByID("probe-number"),
		error:     document.ByID("probe-error"),
		prior:     document.InputByID("prior-range"),
		said:      document.NewLabel(document.ByID("prior-value")),
		outweigh:  document.NewLabel(document.ByID("probe-outweigh")),
		start:     document.NewLabel(document.ByID("probe-start")),
		areas:     document.All(details, "polygon"),
		curvature: document.ByID("probe-curvature"),
		line:      document.ByID("factor-at"),
	}
	for i := range c.columns {
		class := `[data-class="` + strconv.Itoa(1-i) + `"]`
		c.columns[i] = document.All(details, class)
		for _, cell := range document.All(details, "td"+class) {
			c.cells[i] = append(c.cells[i], document.NewLabel(cell))
		}
	}
	document.On(c.slider.BasicHTMLElement, "input",
		func() { l.set(state.ProbeKey, c.slider.Value()) })
	document.On(c.slider.BasicHTMLElement, "change", l.commit)
	document.On(c.field.BasicHTMLElement, "input", c.typed)
	document.On(c.field.BasicHTMLElement, "change", func() {
		if c.error.Get("hidden").Bool() {
			l.commit()
		}
	})
	document.On(c.prior.BasicHTMLElement, "input", func() {
		at, _ := strconv.ParseFloat(c.prior.Value(), 64) // a range input's value always is a number
		l.set(state.PriorKey, state.Format(state.PriorAt(at)))
	})
	document.On(c.prior.BasicHTMLElement, "change", l.commit)
	for _, input := range []*dom.HTMLInputElement{c.slider, c.field, c.prior} {
		input.SetDisabled(false)
	}
	for _, all := range document.All(document.Find(".charts"), ".probing") {
		c.charts = append(c.charts, newProbedChart(l, all))
	}
	place := document.Func(func() { c.place(l.state) })
	const settled = 150 // ms, by when the charts have their new size
	document.Listen(js.Global(), "resize",
		func(js.Value) { js.Global().Call("setTimeout", place, settled) })
	return c
}

func newProbedChart(l *lab, all document.Element) probedChart {
	c := probedChart{
		all:     all,
		chart:   all.Get("parentElement").Get("chart"),
		hard:    document.Child(all, ".hard"),
		easy:    document.Child(all, ".easy"),
		handle:  document.Child(all, ".handle"),
		clipped: document.All(all, ".clipped"),
	}
	dragged := false
	document.Listen(c.handle.Value, "pointerdown", func(e js.Value) {
		e.Call("preventDefault")
		e.Call("stopPropagation") // the chart would zoom
		c.handle.Call("setPointerCapture", e.Get("pointerId"))
		dragged = true
	})
	document.Listen(c.handle.Value, "pointermove", func(e js.Value) {
		if !dragged {
			return
		}
		e.Call("stopPropagation")
		pixel := e.Get("clientX").Float() - all.Call("getBoundingClientRect").Get("left").Float()
		x := c.chart.Call("toX", pixel).Float()
		pt := plot.PtAt(l.state.Axes.X, x, plot.FirstLabel(l.state))
		l.set(state.ProbeKey, state.Format(plot.RoundPt(pt)))
	})
	for _, end := range []string{"pointerup", "pointercancel"} {
		document.On(c.handle, end, func() {
			if dragged {
				dragged = false
				l.commit()
			}
		})
	}
	return c
}

// typed uses the text of the field as p_t, or shows its problem.
func (c *probe) typed() {
	c.typing = true
	value := strings.TrimSpace(c.field.Value())
	s, err := c.lab.state.With(state.ProbeKey, value)
	if err == nil && !s.Probe.Shown {
		err = state.ErrNumber // "off" closes the panel elsewhere
	}
	document.Hide(c.error, err == nil)
	if err != nil {
		c.error.SetTextContent(plot.SayError(c.lab.messages, state.ProbeKey, value, err))
		c.field.SetAttribute("aria-invalid", "true")
		return
	}
	c.field.RemoveAttribute("aria-invalid")
	c.lab.set(state.ProbeKey, state.Format(s.Probe.Pt))
}

func (c *probe) follow(s state.State) {
	for _, chart := range c.charts {
		document.Hide(chart.all, !s.Probe.Shown)
	}
	if !s.Probe.Shown {
		return
	}
	c.place(s)
	now := s
	now.Pins, now.Axes, now.Classes = state.Pins{}, state.Axes{}, state.Classes{}
	if now == c.shown {
		return
	}
	curves := now
	curves.Probe = c.shown.Probe
	moved := curves != c.shown
	c.shown = now
	c.controls(s)
	c.table(s)
	outweigh, start := plot.SayProbe(c.lab.messages, s)
	c.outweigh.Say(outweigh)
	c.start.Say(start)
	x := state.Format(1000 * s.Probe.Pt)
	c.line.SetAttribute("d", "M"+x+" 0V1000")
	if moved {
		for i := range c.points {
			c.points[i] = c.points[i][:0]
		}
		plot.AppendFactorAreas(&c.points, s)
		for i, area := range c.areas {
			area.SetAttribute("points", string(c.points[i]))
		}
	}
	c.details.RemoveAttribute("aria-busy")
}

func (c *probe) controls(s state.State) {
	value := state.Format(s.Probe.Pt)
	document.Slide(c.slider, value)
	c.slider.SetAttribute("aria-valuetext", value)
	c.field.SetAttribute("aria-label", plot.OfP(s, text.ProbeOf(c.lab.messages).PtNumber))
	// The text being typed is left as it is, if it has the same value.
	if typed, err := strconv.ParseFloat(strings.TrimSpace(c.field.Value()), 64); !c.typing ||
		err != nil || typed != s.Probe.Pt {
		c.typing = false
		c.field.SetValue(value)
		c.field.RemoveAttribute("aria-invalid")
		document.Hide(c.error, true)
	}
	prior := state.Format(s.Probe.Prior)
	if at, _ := strconv.ParseFloat(c.prior.Value(), 64); state.PriorAt(at) != s.Probe.Prior {
		document.Slide(c.prior, state.Format(state.PriorPosition(s.Probe.Prior)))
	}
	c.prior.SetAttribute("aria-valuetext", prior)
	c.said.Say(prior)
}

func (c *probe) table(s state.State) {
	document.Hide(c.curvature, !s.Curvature)
	c.factors = plot.FactorsAt(c.factors[:0], s, s.Probe.Pt)
	for i, column := range c.columns {
		y := plot.LabelOf(s, float64(1-i))
		if head := "y = " + state.Format(y); column[0].Get("textContent").String() != head {
			column[0].SetTextContent(head)
		}
		hidden := true
		for _, f := range c.factors {
			if f.Y != y {
				continue
			}
			hidden = false
			for k, v := range [...]float64{f.Cross, f.Modulating, f.Alpha, f.Loss, f.Gradient,
				f.Curvature} {
				c.cells[i][k].Say(plot.Number(v))
			}
		}
		for _, cell := range column {
			document.Hide(cell, hidden)
		}
	}
}

// place puts handles and regions where the charts have their values.
func (c *probe) place(s state.State) {
	if !s.Probe.Shown {
		return
	}
	regions := plot.RegionsOf(s)
	at := plot.Place(s.Axes.X, s.Probe.Pt, plot.FirstLabel(s))
	x := plot.FrameOf(s).X
	for _, chart := range c.charts {
		pixel := func(v float64) float64 {
			return math.Round(chart.chart.Call("toXPixel", v).Float())
		}
		span := func(e document.Element, r state.Range) {
			low, high := pixel(r.Min), pixel(r.Max)
			document.Hide(e, !(high > low))
			e.Style().SetProperty("transform", "translateX("+state.Format(low)+"px)", "")
			e.Style().SetProperty("width", state.Format(high-low)+"px", "")
		}
		span(chart.hard, regions.Hard[0])
		span(chart.easy, regions.Easy[0])
		if !regions.Alike {
			document.Hide(chart.hard, true)
			document.Hide(chart.easy, true)
		}
		for i, e := range chart.clipped {
			span(e, regions.Clipped[i])
		}
		document.Hide(chart.handle, at < x.Min || at > x.Max)
		chart.handle.Style().SetProperty("transform",
			"translateX("+state.Format(pixel(at))+"px)", "")
	}
}
