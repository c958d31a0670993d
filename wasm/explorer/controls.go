//go:build js && wasm

package main

import (
	"math"
	"strconv"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/wasm/document"

	"honnef.co/go/js/dom/v2"
)

// A control shows one parameter of the state and changes it.
type control interface {
	follow(state.State)
}

func newControls(p *page) []control {
	controls := []control{newPicker(p)}
	for _, k := range catalog.Kinds() {
		for _, param := range k.Params {
			if id := k.ID + "-" + param.Name; param.Switch {
				controls = append(controls, newCheckbox(p, k, param))
			} else {
				controls = append(controls, newParameter(p, id, k, param))
			}
		}
	}
	controls = append(controls, newCustom(p), newCompare(p), newZoom(p),
		newLogScale(p), newClasses(p),
		newLive(p), newSoft(p))
	for _, key := range []string{state.ClassKey, state.GradientKey, state.XKey, state.ScaleKey,
		state.QuantityKey, state.TruthKey, state.BarsKey} {
		controls = append(controls, newRadios(p, key))
	}
	controls = append(controls, newChips(p), newWrong(p), newCurvature(p), newTable(p),
		newSummary(p))
	document.ByID("reset").Set("disabled", false)
	return controls
}

// picker is the choice of the loss. It also shows the controls that belong to the
// chosen loss only.
type picker struct {
	list   document.Element
	shown  *catalog.Kind
	custom string // the ID of the custom loss, from its panel
}

func newPicker(p *page) *picker {
	c := &picker{list: document.ByID("loss"), shown: state.Default().Kind, custom: state.CustomLoss}
	document.Hear(document.Custom, func(id string) { c.custom = id })
	document.On(c.list, "change", func() {
		id := c.list.Get("value").String()
		if id == state.CustomLoss {
			id = c.custom
			p.state, _ = p.state.With(state.FormulaKey, state.On)
		}
		p.choose(state.LossKey, id)
	})
	c.list.Set("disabled", false)
	return c
}

func (c *picker) follow(s state.State) {
	if s.Kind == c.shown {
		return
	}
	was := state.State{Kind: c.shown}
	c.shown = s.Kind
	name := s.LossName()
	if name == was.LossName() {
		return
	}
	c.list.Set("value", name)
	parts := document.Document.Call("querySelectorAll", "[data-loss]")
	for i := range parts.Length() {
		part := document.Wrap(parts.Index(i))
		document.Hide(part, part.GetAttribute("data-loss") != name)
	}
}

// A parameter is a slider paired with a number field.
type parameter struct {
	page    *page
	kind    *catalog.Kind
	param   catalog.Param
	slider  *dom.HTMLInputElement
	field   *dom.HTMLInputElement
	error   document.Element
	shown   float64 // the value in the slider and the field
	at      float64 // the slider's position
	typed   bool    // the field shows a text as it was typed
	refused bool    // the field shows a text that was refused
	enabled bool
}

func newParameter(p *page, id string, k *catalog.Kind, param catalog.Param) *parameter {
	c := &parameter{
		page:   p,
		kind:   k,
		param:  param,
		slider: document.InputByID(id + "-range"),
		field:  document.InputByID(id + "-number"),
		error:  document.ByID(id + "-error"),
		shown:  math.NaN(),
		at:     math.NaN(),
	}
	document.On(c.slider.BasicHTMLElement, "input", func() {
		c.at = c.slider.ValueAsNumber()
		c.page.view.dragged = true
		s, err := c.page.state.WithNumber(c.param.Name, state.ValueAt(c.param, c.at))
		if err != nil {
			panic(err) // the slider's ends are valid values
		}
		c.page.show(s)
	})
	document.On(c.field.BasicHTMLElement, "input", func() {
		c.typed = true
		c.set(c.field.Value())
	})
	document.On(c.slider.BasicHTMLElement, "change", p.commit)
	document.On(c.field.BasicHTMLElement, "change", func() {
		if !c.refused {
			p.commit()
		}
	})
	return c
}

// set tries text as the parameter's value. A refused one leaves the state, and
// so the last good curve, and is explained at the field.
func (c *parameter) set(text string) {
	s, err := c.page.state.With(c.param.Name, text)
	if err != nil {
		c.refuse(plot.SayError(c.page.messages, c.param.Name, text, err))
		return
	}
	c.page.show(s)
}

func (c *parameter) refuse(message string) {
	c.refused = true
	c.error.SetTextContent(message)
	document.Hide(c.error, false)
	c.field.SetAttribute("aria-invalid", "true")
}

func (c *parameter) follow(s state.State) {
	if s.Kind != c.kind {
		return
	}
	v, enabled := s.Number(c.param.Name), s.Enabled(c.param.Name)
	if enabled != c.enabled {
		c.slider.SetDisabled(!enabled)
		c.field.SetDisabled(!enabled)
		c.enabled = enabled
	}
	if v == c.shown && !c.refused {
		return
	}
	value := c.text(s)
	if at := state.Position(c.param, v); at != c.at {
		c.at = at
		c.slider.Set("valueAsNumber", at)
	}
	c.slider.SetAttribute("aria-valuetext", value)
	// The text being typed is left as it is: 0.50 must not become 0.5 under
	// the hand.
	if !c.typed || !c.says(s) {
		c.typed = false
		c.field.SetValue(value)
	}
	if c.refused {
		document.Hide(c.error, true)
		c.field.RemoveAttribute("aria-invalid")
		c.refused = false
	}
	c.shown = v
}

// says reports whether the text in the field stands for the value of s.
func (c *parameter) says(s state.State) bool {
	t, err := s.With(c.param.Name, c.field.Value())
	return err == nil && t == s
}

// text returns the parameter's value in the form that the field uses.
func (c *parameter) text(s state.State) string {
	value := s.Value(c.param.Name)
	if value == state.Off {
		return c.page.messages.Off
	}
	return value
}

type checkbox struct {
	*tick
	kind *catalog.Kind
	name string
}

func newCheckbox(p *page, k *catalog.Kind, param catalog.Param) checkbox {
	return checkbox{newTick(k.ID+"-"+param.Name,
		func(on bool) { p.choose(param.Name, strconv.FormatBool(on)) }), k, param.Name}
}

func (c checkbox) follow(s state.State) {
	if s.Kind == c.kind {
		c.show(s.Number(c.name) != 0)
	}
}

// A tick is a checkbox.
type tick struct {
	input *dom.HTMLInputElement
	shown bool
	known bool // that the page shows it
}

// newTick calls ticked when the user changes the box.
func newTick(id string, ticked func(on bool)) *tick {
	c := &tick{input: document.InputByID(id)}
	document.On(c.input.BasicHTMLElement, "change", func() {
		c.known = false
		ticked(c.input.Checked())
	})
	c.input.SetDisabled(false)
	return c
}

// show asks the page only if it may show something else: asking takes long.
func (c *tick) show(on bool) {
	if !c.known || on != c.shown {
		document.Check(c.input, on)
		c.shown, c.known = on, true
	}
}

// radios are radio buttons for a key of the state.
type radios struct {
	key    string
	inputs []*dom.HTMLInputElement
	shown  string // the value of key that the page shows
}

func newRadios(p *page, key string) *radios {
	c := &radios{key: key}
	list := document.Document.Call("getElementsByName", key)
	for i := range list.Length() {
		input := &dom.HTMLInputElement{BasicHTMLElement: document.Wrap(list.Index(i))}
		document.On(input.BasicHTMLElement, "change", func() {
			c.shown = input.Value()
			value := c.shown
			if value == string(state.Soft) {
				value = p.softLabel
			}
			p.choose(key, value)
		})
		input.SetDisabled(false)
		c.inputs = append(c.inputs, input)
	}
	return c
}

// follow asks the page only if the value has changed: asking takes long.
func (c *radios) follow(s state.State) {
	value := s.Value(c.key)
	if c.key == state.ClassKey {
		value = string(s.Class)
	}
	if value == c.shown {
		return
	}
	c.shown = value
	for _, input := range c.inputs {
		document.Check(input, value == input.Value())
	}
}

// panel is a part of the page that changes the charts while it is open.
type panel struct {
	details document.Element
	open    bool
}

// newPanel calls toggled when the user opens or closes the panel.
func newPanel(id string, toggled func(open bool)) *panel {
	c := &panel{details: document.ByID(id)}
	document.On(c.details, "toggle", func() {
		if open := c.details.Get("open").Bool(); open != c.open {
			c.open = open
			toggled(open)
		}
	})
	return c
}

// toggle opens or closes the panel as the user does.
func (c *panel) toggle() { c.details.Set("open", !c.open) }

// set opens or closes the panel.
func (c *panel) set(open bool) {
	if open != c.open {
		c.open = open
		c.details.Set("open", open)
	}
}

// wrong draws the loss of the tutorial's broken code.
type wrong struct{ *tick }

func newWrong(p *page) wrong {
	return wrong{newTick("wrong-drawn",
		func(on bool) { p.choose(state.WrongKey, strconv.FormatBool(on)) })}
}

func (c wrong) follow(s state.State) { c.show(s.Wrong) }

// curvature shows the third chart.
type curvature struct{ *tick }

func newCurvature(p *page) curvature {
	return curvature{newTick("curvature",
		func(on bool) { p.choose(state.CurvatureKey, strconv.FormatBool(on)) })}
}

func (c curvature) follow(s state.State) { c.show(s.Curvature) }

// chips are the buttons that set a parameter of a loss to a value.
type chips struct{ all []chipButton }

type chipButton struct {
	element    document.Element
	loss       string // the name of the loss
	key, value string
	pressed    bool
}

func newChips(p *page) *chips {
	c := &chips{}
	for _, e := range document.All(document.Find(".parameters"), "[data-set]") {
		b := chipButton{e, e.GetAttribute("data-set"), e.GetAttribute("data-key"),
			e.GetAttribute("data-value"), e.GetAttribute("aria-pressed") == "true"}
		document.On(e, "click", func() { p.choose(b.key, b.value) })
		e.Set("disabled", false)
		c.all = append(c.all, b)
	}
	return c
}

func (c *chips) follow(s state.State) {
	name := s.LossName()
	for i := range c.all {
		b := &c.all[i]
		if b.loss != name {
			continue
		}
		if pressed := s.Value(b.key) == b.value; pressed != b.pressed {
			b.pressed = pressed
			b.element.SetAttribute("aria-pressed", strconv.FormatBool(pressed))
		}
	}
}

// choose sets a parameter whose control offers valid values only, unless it goes
// with the next frame, as the row of a class that is no more.
func (p *page) choose(key, value string) {
	s, err := p.state.With(key, value)
	p.show(s)
	if err == nil {
		p.commit()
	}
}
