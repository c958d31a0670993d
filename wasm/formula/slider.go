//go:build js && wasm

package main

import (
	"strconv"

	"lossexplorer/internal/panel/customloss"
	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/wasm/document"

	"honnef.co/go/js/dom/v2"
)

// slider is the slider of a parameter, with its ends, which the user may change.
type slider struct {
	all         document.Element
	label       document.Label
	value       document.Label
	input       *dom.HTMLInputElement
	least, most *dom.HTMLInputElement
	of          string // the parameter whose ends are shown
}

func (r *slider) listen(c *panel, i int) {
	r.all = document.ByID("formula-param-" + strconv.Itoa(i))
	input := func(selector string) *dom.HTMLInputElement {
		return &dom.HTMLInputElement{BasicHTMLElement: document.Child(r.all, selector)}
	}
	r.label, r.value = document.NewLabel(document.Child(r.all, "label")),
		document.NewLabel(document.Child(r.all, "output"))
	r.input, r.least, r.most = input("[type=range]"), input(".least"), input(".most")
	document.On(r.input.BasicHTMLElement, "input", func() {
		v, _ := strconv.ParseFloat(r.input.Value(), 64) // a range input's value always is a number
		set(c.view.Set(i, v))
	})
	document.On(r.input.BasicHTMLElement, "change", commit)
	for _, end := range []*dom.HTMLInputElement{r.least, r.most} {
		document.On(end.BasicHTMLElement, "change", func() { r.retype() })
	}
}

// retype uses the ends that were typed, if they are numbers in their order.
func (r *slider) retype() {
	least, err := strconv.ParseFloat(r.least.Value(), 64)
	most, err2 := strconv.ParseFloat(r.most.Value(), 64)
	if err != nil || err2 != nil || !(least < most) || most-least > 1e300 {
		r.least.SetValue(r.input.GetAttribute("min"))
		r.most.SetValue(r.input.GetAttribute("max"))
		return
	}
	at := r.input.Value()
	r.ends(least, most, (most-least)/100)
	document.Slide(r.input, at)
}

func (r *slider) ends(least, most, step float64) {
	r.input.SetAttribute("min", state.Format(least))
	r.input.SetAttribute("max", state.Format(most))
	r.input.SetAttribute("step", state.Format(step))
	r.least.SetValue(state.Format(least))
	r.most.SetValue(state.Format(most))
}

func (r *slider) show(all []customloss.Slider, i int) {
	document.Hide(r.all, i >= len(all))
	if i >= len(all) {
		r.of = ""
		return
	}
	p := all[i]
	if of := p.Name + "=" + state.Format(p.Default); of != r.of {
		r.of = of
		r.label.Say(p.Name)
		r.ends(p.Min, p.Max, p.Step)
	}
	if said := plot.Number(p.Value); said != r.value.Text {
		document.Slide(r.input, state.Format(p.Value))
		r.value.Say(said)
		r.input.SetAttribute("aria-valuetext", said)
	}
}
