//go:build js && wasm

package main

import (
	"math"
	"strconv"

	"lossexplorer/internal/explore"
	"lossexplorer/internal/params"
	"lossexplorer/internal/text"
	"lossexplorer/losscore"
	"lossexplorer/wasm/elem"
)

// own are the controls of a loss that is a formula. Their names and ranges are the
// formula's.
type own struct {
	page    *page
	rows    [params.MaxFormulaValues]ownRow
	epsilon *parameter
	text    elem.Label
	shown   *losscore.Kind
}

// ownRow is a parameter with the button that sweeps it.
type ownRow struct {
	*parameter
	all   elem.Element
	label elem.Label
	sweep elem.Element
}

func newOwn(p *page) *own {
	c := &own{page: p, text: elem.NewLabel(elem.ByID("own-text"))}
	sweeps := elem.All(elem.Find(".compare-row"), `[data-loss="`+params.OwnLoss+`"]`)
	for i := range c.rows {
		r := newParameter(p, "own-"+strconv.Itoa(i), nil, losscore.Param{})
		all := elem.Wrap(r.slider.Get("parentElement"))
		c.rows[i] = ownRow{r, all, elem.NewLabel(elem.Child(all, "label")), sweeps[i]}
	}
	k := params.KindOf(params.OwnLoss)
	c.epsilon = newParameter(p, "own-epsilon", nil, k.Params[k.Param(params.EpsilonKey)])
	return c
}

func (c *own) follow(s params.State) {
	if !s.Own() {
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
func (r *ownRow) rename(m *text.Messages, k *losscore.Kind, i int) {
	has := i < len(k.Params)-1
	elem.Hide(r.all, !has)
	elem.Hide(r.sweep, !has)
	r.kind = nil
	if !has {
		return
	}
	r.kind = k
	if k.Params[i] == r.param {
		return
	}
	r.param, r.shown, r.at = k.Params[i], math.NaN(), math.NaN()
	label := explore.Label(m, r.param)
	r.label.Say(label)
	r.field.SetAttribute("aria-label", text.Fill(m.Value, "name", label))
	slider := params.SliderOf(r.param)
	for name, v := range map[string]float64{"min": slider.Min, "max": slider.Max, "step": slider.Step} {
		r.slider.SetAttribute(name, params.Format(v))
	}
	r.sweep.SetAttribute("data-sweep", r.param.Name)
	r.sweep.SetAttribute("aria-label", text.Fill(m.Compare.SweepBy, "name", label))
	r.sweep.SetTextContent(r.param.Symbol)
}
