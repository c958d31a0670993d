//go:build js && wasm

package main

import (
	"strconv"

	"lossexplorer/internal/explore"
	"lossexplorer/internal/params"
	"lossexplorer/internal/text"
	"lossexplorer/wasm/elem"

	"honnef.co/go/js/dom/v2"
)

// classes is the multi-class view.
type classes struct {
	page     *page
	panel    *panel
	count    elem.Element
	gamma    classSlider
	smooth   classSlider
	rows     [params.MaxClasses]classRow
	total    elem.Label
	lesson   [explore.Weightings]weighting
	readings []explore.ClassReading
	shown    params.State // what the view shows
}

// A classSlider sets a parameter of the view and shows its value.
type classSlider struct {
	input *dom.HTMLInputElement
	value elem.Label
}

type classRow struct {
	all        elem.Element
	bar, alpha *dom.HTMLInputElement
	p, weight  elem.Label
	loss       elem.Label
	gradient   elem.Label
	sign       elem.Element
}

type weighting struct {
	bars    [params.MaxClasses]elem.Element
	all     [params.MaxClasses]elem.Element
	verdict elem.Label
}

func newClasses(p *page) *classes {
	c := &classes{
		page:   p,
		count:  elem.ByID("class-count"),
		gamma:  newClassSlider("class-gamma"),
		smooth: newClassSlider("class-smoothing"),
		total:  elem.NewLabel(elem.ByID("class-total")),
	}
	c.panel = newPanel(params.ClassesKey, func(open bool) {
		value := params.Off
		if open {
			value = strconv.Itoa(p.state.Classes.Count)
		}
		p.choose(params.ClassesKey, value)
	})
	elem.On(c.count, "change", func() { p.choose(params.ClassesKey, c.count.Get("value").String()) })
	c.gamma.sets(p, params.ClassGamma)
	c.smooth.sets(p, params.SmoothingKey)
	for i := range c.rows {
		c.rows[i] = newClassRow(p, i)
	}
	inputs := c.panel.details.Call("querySelectorAll", "input, select")
	for i := range inputs.Length() {
		inputs.Index(i).Set("disabled", false)
	}
	for i := range c.lesson {
		figure := elem.ByID("weighting-" + strconv.Itoa(i))
		w := &c.lesson[i]
		w.verdict = elem.NewLabel(elem.Child(figure, ".verdict"))
		parts := figure.Call("querySelectorAll", "div")
		for k := range w.all {
			w.all[k] = elem.Wrap(parts.Index(k))
			w.bars[k] = elem.Child(w.all[k], ".signed")
		}
	}
	return c
}

func newClassSlider(id string) classSlider {
	return classSlider{elem.InputByID(id), elem.NewLabel(elem.ByID(id + "-value"))}
}

func (c classSlider) sets(p *page, key string) {
	elem.On(c.input.BasicHTMLElement, "input", func() {
		if s, err := p.state.With(key, c.input.Value()); err == nil { // a range input's value is valid
			p.show(s)
		}
	})
	elem.On(c.input.BasicHTMLElement, "change", p.commit)
}

func (c *classSlider) show(v float64) {
	elem.Slide(c.input, params.Format(v))
	c.value.Say(explore.Number(v))
}

func newClassRow(p *page, class int) classRow {
	all := elem.ByID("class-" + strconv.Itoa(class))
	input := func(selector string) *dom.HTMLInputElement {
		return &dom.HTMLInputElement{BasicHTMLElement: elem.Child(all, selector)}
	}
	r := classRow{
		all:      all,
		bar:      input(".bar"),
		alpha:    input(".alpha"),
		p:        elem.NewLabel(elem.Child(all, ".p")),
		weight:   elem.NewLabel(elem.Child(all, ".alpha-value")),
		loss:     elem.NewLabel(elem.Child(all, ".loss")),
		gradient: elem.NewLabel(elem.Child(all, ".gradient")),
		sign:     elem.Child(all, ".signed"),
	}
	change := func(set func(c *params.Classes, v float64)) func() {
		return func() {
			s := p.state
			v, _ := strconv.ParseFloat(r.bar.Value(), 64) // a range input's value always is a number
			set(&s.Classes, v)
			p.show(s)
		}
	}
	elem.On(r.bar.BasicHTMLElement, "input", change(func(c *params.Classes, v float64) {
		if c.Probabilities {
			*c = c.WithProbability(class, v)
		} else {
			*c = c.WithLogit(class, v)
		}
	}))
	elem.On(r.alpha.BasicHTMLElement, "input", change(func(c *params.Classes, _ float64) {
		c.Alpha[class], _ = strconv.ParseFloat(r.alpha.Value(), 64)
	}))
	elem.On(r.bar.BasicHTMLElement, "change", p.commit)
	elem.On(r.alpha.BasicHTMLElement, "change", p.commit)
	return r
}

// follow shows the view if it is open, and if what it shows has changed.
func (c *classes) follow(s params.State) {
	c.panel.set(s.Classes.Shown)
	epsilon := s.Number(params.EpsilonKey)
	if !s.Classes.Shown || s.Classes == c.shown.Classes && epsilon == c.shown.Number(params.EpsilonKey) {
		return
	}
	c.shown = s
	v := s.Classes
	c.count.Set("value", strconv.Itoa(v.Count))
	c.gamma.show(v.Gamma)
	c.smooth.show(v.Smoothing)
	var loss float64
	c.readings, loss = explore.ClassReadings(c.readings[:0], s)
	for k := range c.rows {
		elem.Hide(c.rows[k].all, k >= v.Count)
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
	c.total.Say(text.Fill(c.page.messages.ClassTotal, "loss", explore.Number(loss)))
	for i, d := range explore.Directions(s) {
		w := &c.lesson[i]
		for k, to := range d.To {
			elem.Hide(w.all[k], k >= v.Count)
			signed(w.bars[k], to)
		}
		w.verdict.Say(explore.SayDirection(c.page.messages, d))
	}
}

func (r *classRow) show(c params.Classes, k int, reading explore.ClassReading) {
	low, high, step, at := "-6", "6", "0.01", c.Logits[k]
	if c.Probabilities {
		low, high, step, at = "0.001", "0.999", "0.001", reading.P
	}
	if r.bar.Get("max").String() != high {
		r.bar.Set("min", low)
		r.bar.Set("max", high)
		r.bar.Set("step", step)
	}
	elem.Slide(r.bar, params.Format(at))
	elem.Slide(r.alpha, params.Format(c.Alpha[k]))
	r.p.Say(explore.Number(reading.P))
	r.weight.Say(explore.Number(c.Alpha[k]))
	r.loss.Say(explore.Number(reading.Loss))
	r.gradient.Say(explore.Number(reading.Gradient))
}

// signed shows v, from -1 to 1, as a bar to the left or the right.
func signed(bar elem.Element, v float64) {
	v = min(max(v, -1), 1)
	bar.Style().SetProperty("--from", params.Format(50+50*min(v, 0))+"%", "")
	bar.Style().SetProperty("--length", params.Format(50*max(v, -v))+"%", "")
}
