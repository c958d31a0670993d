//go:build js && wasm

package main

import (
	"math"
	"strconv"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/wasm/document"
)

// custom are the controls of a loss that is a formula. Their names and ranges are the
// formula's.
type custom struct {
	page    *page
	rows    [state.MaxFormulaValues]customRow
	epsilon *parameter
	text    document.Label
	shown   *catalog.Kind
}

// customRow is a parameter with the button that sweeps it.
type customRow struct {
	*parameter
	all   document.Element
	label document.Label
	sweep document.Element
}

func newCustom(p *page) *custom {
	c := &custom{page: p, text: document.NewLabel(document.ByID("custom-text"))}
	sweeps := document.All(document.Find(".compare-row"), `[data-loss="`+state.CustomLoss+`"]`)
	for i := range c.rows {
		r := newParameter(p, state.CustomLoss+"-"+strconv.Itoa(i), nil, catalog.Param{})
		all := document.Wrap(r.slider.Get("parentElement"))
		c.rows[i] = customRow{r, all, document.NewLabel(document.Child(all, "label")), sweeps[i]}
	}
	k := state.KindOf(state.CustomLoss)
	c.epsilon = newParameter(p, state.CustomLoss+"-"+state.EpsilonKey, nil,
		k.Params[k.Param(state.EpsilonKey)])
	return c
}

func (c *custom) follow(s state.State) {
	if !s.Custom() {
		c.shown = nil // the picker shows all sweeps when it shows the loss again
		return
	}
	if s.Kind != c.shown {
		c.shown = s.Kind
		for i := range c.rows {
			c.rows[i].rename(c.page.messages, s.Kind, i)
		}
		c.epsilon.kind = s.Kind
	}
	for i := range c.rows {
		c.rows[i].follow(s)
	}
	c.epsilon.follow(s)
	c.text.Say(s.Formula.Text)
}

// rename makes the row that of parameter i of a formula, if it has so many.
func (r *customRow) rename(m *text.Messages, k *catalog.Kind, i int) {
	has := i < len(k.Params)-1
	document.Hide(r.all, !has)
	document.Hide(r.sweep, !has)
	r.kind = nil
	if !has {
		return
	}
	r.kind = k
	if k.Params[i] == r.param {
		return
	}
	r.param, r.shown, r.at = k.Params[i], math.NaN(), math.NaN()
	label := plot.Label(m, r.param)
	r.label.Say(label)
	r.field.SetAttribute("aria-label", text.Fill(m.Value, "name", label))
	slider := state.SliderOf(r.param)
	for name, v := range map[string]float64{"min": slider.Min, "max": slider.Max,
		"step": slider.Step} {
		r.slider.SetAttribute(name, state.Format(v))
	}
	r.sweep.SetAttribute("data-sweep", r.param.Name)
	r.sweep.SetAttribute("aria-label", text.Fill(m.Compare.SweepBy, "name", label))
	r.sweep.SetTextContent(r.param.Symbol)
}
