//go:build js && wasm

package main

import (
	"strconv"

	"lossexplorer/internal/explore"
	"lossexplorer/internal/params"

	"honnef.co/go/js/dom/v2"
)

// A control shows one parameter of the state and changes it.
type control interface {
	follow(params.State)
}

func newControls(p *page) []control {
	controls := []control{
		newParameter(p, params.GammaKey, identity, identity),
		newParameter(p, params.AlphaKey, identity, identity),
		newParameter(p, params.EpsilonKey, params.EpsilonAt, params.EpsilonPosition),
		newCheckbox(p, params.BalancedKey),
	}
	for _, key := range []string{params.ClassKey, params.GradientKey} {
		choices := document.Call("getElementsByName", key)
		for i := range choices.Length() {
			controls = append(controls, newRadio(p, key, &dom.HTMLInputElement{BasicHTMLElement: wrap(choices.Index(i))}))
		}
	}
	byID("reset").Set("disabled", false)
	return controls
}

func identity(v float64) float64 { return v }

// A parameter is a slider paired with a number field.
type parameter struct {
	page     *page
	key      string
	slider   *dom.HTMLInputElement
	field    *dom.HTMLInputElement
	error    element
	position func(value float64) float64
	shown    string // the value that slider and field show
	at       string // the slider's position
	typed    bool   // the field shows a text as it was typed
	refused  bool   // the field shows a text that was refused
	enabled  bool
}

// newParameter enables the slider and field of key. value and position
// translate between the slider's positions and the parameter.
func newParameter(p *page, key string, value, position func(float64) float64) *parameter {
	c := &parameter{
		page:     p,
		key:      key,
		slider:   inputByID(key + "-range"),
		field:    inputByID(key + "-number"),
		error:    byID(key + "-error"),
		position: position,
	}
	on(c.slider.BasicHTMLElement, "input", func() {
		c.at = c.slider.Value()
		at, _ := strconv.ParseFloat(c.at, 64) // a range input's value always is a number
		c.set(params.Format(value(at)))
	})
	on(c.field.BasicHTMLElement, "input", func() {
		c.typed = true
		c.set(c.field.Value())
	})
	on(c.slider.BasicHTMLElement, "change", p.commit)
	on(c.field.BasicHTMLElement, "change", func() {
		if !c.refused {
			p.commit()
		}
	})
	return c
}

// set tries text as the parameter's value. A refused one leaves the state, and
// so the last good curve, and is explained at the field.
func (c *parameter) set(text string) {
	s, err := c.page.state.With(c.key, text)
	if err != nil {
		c.refuse(explore.SayError(c.page.messages, c.key, text, err))
		return
	}
	c.page.show(s)
}

func (c *parameter) refuse(message string) {
	c.refused = true
	c.error.SetTextContent(message)
	hide(c.error, false)
	c.field.SetAttribute("aria-invalid", "true")
}

func (c *parameter) follow(s params.State) {
	value, enabled := c.text(s), c.key != params.AlphaKey || s.Focal.Balanced
	if enabled != c.enabled {
		c.slider.SetDisabled(!enabled)
		c.field.SetDisabled(!enabled)
		c.enabled = enabled
	}
	if value == c.shown && !c.refused {
		return
	}
	if at := params.Format(c.position(s.Number(c.key))); at != c.at {
		c.at = at
		c.slider.SetValue(at)
	}
	c.slider.SetAttribute("aria-valuetext", value)
	// The text being typed is left as it is: 0.50 must not become 0.5 under
	// the hand.
	if !c.typed || !c.says(s) {
		c.typed = false
		c.field.SetValue(value)
	}
	if c.refused {
		hide(c.error, true)
		c.field.RemoveAttribute("aria-invalid")
		c.refused = false
	}
	c.shown = value
}

// says reports whether the text in the field is the value of s.
func (c *parameter) says(s params.State) bool {
	t, err := s.With(c.key, c.field.Value())
	return err == nil && t == s
}

// text is the parameter's value as the field shows it.
func (c *parameter) text(s params.State) string {
	value := s.Value(c.key)
	if value == params.Off {
		return c.page.messages.Off
	}
	return value
}

type checkbox struct {
	key   string
	input *dom.HTMLInputElement
}

func newCheckbox(p *page, key string) checkbox {
	c := checkbox{key, inputByID(key)}
	on(c.input.BasicHTMLElement, "change", func() {
		p.choose(key, strconv.FormatBool(c.input.Checked()))
	})
	c.input.SetDisabled(false)
	return c
}

func (c checkbox) follow(s params.State) { check(c.input, s.Value(c.key) == "1") }

// check leaves an input alone that is as it should be.
func check(input *dom.HTMLInputElement, checked bool) {
	if input.Checked() != checked {
		input.SetChecked(checked)
	}
}

type radio struct {
	key   string
	value string
	input *dom.HTMLInputElement
}

func newRadio(p *page, key string, input *dom.HTMLInputElement) radio {
	on(input.BasicHTMLElement, "change", func() { p.choose(key, input.Value()) })
	input.SetDisabled(false)
	return radio{key, input.Value(), input}
}

func (r radio) follow(s params.State) { check(r.input, s.Value(r.key) == r.value) }

// choose sets a parameter whose control offers valid values only.
func (p *page) choose(key, value string) {
	s, err := p.state.With(key, value)
	if err != nil {
		panic(err) // the page offers what params does not know
	}
	p.show(s)
	p.commit()
}
