//go:build js && wasm

package main

import (
	"strconv"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/wasm/document"

	"honnef.co/go/js/dom/v2"
)

// classes is the multi-class view.
type classes struct {
	page     *page
	all      document.Element
	count    document.Element
	gamma    document.Label
	smooth   classSlider
	rows     [state.MaxClasses]classRow
	total    document.Label
	lesson   [plot.Weightings]weighting
	readings []plot.ClassReading
	shown    state.State // the state that the view shows
}

// A classSlider sets a parameter of the view and shows its value.
type classSlider struct {
	input *dom.HTMLInputElement
	value document.Label
}

type classRow struct {
	all        document.Element
	bar, alpha *dom.HTMLInputElement
	p, weight  document.Label
	loss       document.Label
	gradient   document.Label
	sign       document.Element
}

type weighting struct {
	bars    [state.MaxClasses]document.Element
	all     [state.MaxClasses]document.Element
	verdict document.Label
}

func newClasses(p *page) *classes {
	c := &classes{
		page:   p,
		all:    document.ByID(state.ClassesKey),
		count:  document.ByID("class-count"),
		gamma:  document.NewLabel(document.ByID("class-gamma-value")),
		smooth: newClassSlider("class-smoothing"),
		total:  document.NewLabel(document.ByID("class-total")),
	}
	document.On(c.count, "change",
		func() { p.choose(state.ClassesKey, c.count.Get("value").String()) })
	c.smooth.sets(p, state.SmoothingKey)
	for i := range c.rows {
		c.rows[i] = newClassRow(p, i)
	}
	inputs := c.all.Call("querySelectorAll", "input, select")
	for i := range inputs.Length() {
		inputs.Index(i).Set("disabled", false)
	}
	for i := range c.lesson {
		figure := document.ByID("weighting-" + strconv.Itoa(i))
		w := &c.lesson[i]
		w.verdict = document.NewLabel(document.Child(figure, ".verdict"))
		parts := figure.Call("querySelectorAll", "div")
		for k := range w.all {
			w.all[k] = document.Wrap(parts.Index(k))
			w.bars[k] = document.Child(w.all[k], ".signed")
		}
	}
	return c
}

func newClassSlider(id string) classSlider {
	return classSlider{document.InputByID(id), document.NewLabel(document.ByID(id + "-value"))}
}

func (c classSlider) sets(p *page, key string) {
	document.On(c.input.BasicHTMLElement, "input", func() {
		// a range input's value is valid
		if s, err := p.state.With(key, c.input.Value()); err == nil {
			p.show(s)
		}
	})
	document.On(c.input.BasicHTMLElement, "change", p.commit)
}

func (c *classSlider) show(v float64) {
	document.Slide(c.input, state.Format(v))
	c.value.Say(plot.Number(v))
}

func newClassRow(p *page, class int) classRow {
	all := document.ByID("class-" + strconv.Itoa(class))
	input := func(selector string) *dom.HTMLInputElement {
		return &dom.HTMLInputElement{BasicHTMLElement: document.Child(all, selector)}
	}
	r := classRow{
		all:      all,
		bar:      input(".bar"),
		alpha:    input(".alpha"),
		p:        document.NewLabel(document.Child(all, ".p")),
		weight:   document.NewLabel(document.Child(all, ".alpha-value")),
		loss:     document.NewLabel(document.Child(all, ".loss")),
		gradient: document.NewLabel(document.Child(all, ".gradient")),
		sign:     document.Child(all, ".signed"),
	}
	change := func(set func(c *state.Classes, v float64)) func() {
		return func() {
			s := p.state
			// a range input's value always is a number
			v, _ := strconv.ParseFloat(r.bar.Value(), 64)
			set(&s.Classes, v)
			p.show(s)
		}
	}
	document.On(r.bar.BasicHTMLElement, "input", change(func(c *state.Classes, v float64) {
		if c.Probabilities {
			*c = c.WithProbability(class, v)
		} else {
			*c = c.WithLogit(class, v)
		}
	}))
	document.On(r.alpha.BasicHTMLElement, "input", change(func(c *state.Classes, _ float64) {
		c.Alpha[class], _ = strconv.ParseFloat(r.alpha.Value(), 64)
	}))
	document.On(r.bar.BasicHTMLElement, "change", p.commit)
	document.On(r.alpha.BasicHTMLElement, "change", p.commit)
	return r
}

// follow shows the view if it is open and its state has changed.
func (c *classes) follow(s state.State) {
	epsilon := s.Number(state.EpsilonKey)
	if !s.Classes.Shown || s.Classes == c.shown.Classes &&
		epsilon == c.shown.Number(state.EpsilonKey) {
		return
	}
	c.shown = s
	v := s.Classes
	c.count.Set("value", strconv.Itoa(v.Count))
	c.gamma.Say(plot.Number(v.Gamma))
	c.smooth.show(v.Smoothing)
	var loss float64
	c.readings, loss = plot.ClassReadings(c.readings[:0], s)
	for k := range c.rows {
		document.Hide(c.rows[k].all, k >= v.Count)
	}
	greatest := 0.
	for _, r := range c.readings {
		greatest = max(greatest, r.Gradient, -r.Gradient)
	}
	for k, r := range c.readings {
		c.rows[k].show(v, k, r)
		if greatest > 0 {
			r.Gradient /= greatest
		}
		signed(c.rows[k].sign, r.Gradient)
	}
	c.total.Say(text.Fill(c.page.messages.ClassTotal, "loss", plot.Number(loss)))
	for i, d := range plot.Directions(s) {
		w := &c.lesson[i]
		for k, to := range d.To {
			document.Hide(w.all[k], k >= v.Count)
			signed(w.bars[k], to)
		}
		w.verdict.Say(plot.SayDirection(c.page.messages, d))
	}
}

func (r *classRow) show(c state.Classes, k int, reading plot.ClassReading) {
	low, high, step, at := "-6", "6", "0.01", c.Logits[k]
	if c.Probabilities {
		low, high, step, at = "0.001", "0.999", "0.001", reading.P
	}
	if r.bar.Get("max").String() != high {
		r.bar.Set("min", low)
		r.bar.Set("max", high)
		r.bar.Set("step", step)
	}
	document.Slide(r.bar, state.Format(at))
	document.Slide(r.alpha, state.Format(c.Alpha[k]))
	r.p.Say(plot.Number(reading.P))
	r.weight.Say(plot.Number(c.Alpha[k]))
	r.loss.Say(plot.Number(reading.Loss))
	r.gradient.Say(plot.Number(reading.Gradient))
}

// signed shows v, from -1 to 1, as a bar to the left or the right.
func signed(bar document.Element, v float64) {
	v = min(max(v, -1), 1)
	bar.Style().SetProperty("--from", state.Format(50+50*min(v, 0))+"%", "")
	bar.Style().SetProperty("--length", state.Format(50*max(v, -v))+"%", "")
}
