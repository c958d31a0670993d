//go:build js && wasm

package main

import (
	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/wasm/document"

	"honnef.co/go/js/dom/v2"
)

// soft are the controls of a label between 0 and 1: its value, and the convention that the
// focal loss uses for it.
type soft struct {
	page        *page
	all         document.Element
	slider      *dom.HTMLInputElement
	field       *dom.HTMLInputElement
	error       document.Element
	conventions document.Element
	choices     []*dom.HTMLInputElement // values are IDs of losses
	rule        document.Label
	formula     document.Label      // beside the formula, on the labels that it covers
	axes        [2]document.Element // the choices of p_t and of p, which are one for a soft label
	slope       document.Element    // the choice of the gradient with respect to p_t
	typed       bool                // the field shows a text as it was typed
	refused     bool
	shown       state.State // whose label and loss are shown
}

func newSoft(p *page) *soft {
	c := &soft{
		page: p, all: document.ByID("soft"),
		slider: document.InputByID("soft-range"), field: document.InputByID("soft-number"),
		error:       document.ByID("soft-error"),
		conventions: document.ByID("soft-conventions"),
		rule:        document.NewLabel(document.ByID("soft-rule")),
		formula:     document.NewLabel(document.ByID("soft-formula")),
		axes: [2]document.Element{choiceOf(state.XKey, string(state.XPt)),
			choiceOf(state.XKey, string(state.XProb))},
		slope: choiceOf(state.GradientKey, string(state.ByPt)),
	}
	document.On(c.slider.BasicHTMLElement, "input", func() {
		p.view.dragged = true
		c.set(c.slider.Value())
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
	c.slider.SetDisabled(false)
	c.field.SetDisabled(false)
	list := c.conventions.Call("querySelectorAll", "input")
	for i := range list.Length() {
		input := &dom.HTMLInputElement{BasicHTMLElement: document.Wrap(list.Index(i))}
		document.On(input.BasicHTMLElement, "change",
			func() { p.choose(state.LossKey, input.Value()) })
		input.SetDisabled(false)
		c.choices = append(c.choices, input)
	}
	return c
}

// set tries text as the label. A refused one leaves the state and is explained.
func (c *soft) set(text string) {
	s, err := c.page.state.With(state.ClassKey, text)
	if c.refused = err != nil; c.refused {
		c.error.SetTextContent(plot.SayError(c.page.messages, "y", text, err))
		document.Hide(c.error, false)
		c.field.SetAttribute("aria-invalid", "true")
		return
	}
	c.page.show(s)
}

func (c *soft) follow(s state.State) {
	c.name(s)
	if s.Label == c.shown.Label && s.Kind == c.shown.Kind && !c.refused {
		c.shown = s
		return
	}
	document.Hide(c.all, s.Class != state.Soft)
	if c.refused {
		c.refused = false
		document.Hide(c.error, true)
		c.field.RemoveAttribute("aria-invalid")
	}
	if s.Class == state.Soft {
		c.page.softLabel = state.Format(s.Label)
		document.Slide(c.slider, c.page.softLabel)
		if !c.typed {
			c.field.SetValue(c.page.softLabel)
		}
		of := false
		for _, input := range c.choices {
			chosen := input.Value() == s.Kind.ID
			document.Check(input, chosen)
			of = of || chosen
		}
		document.Hide(c.conventions, !of)
		c.rule.Say(plot.SayConvention(c.page.messages, s))
		c.formula.Say(plot.SayBeside(c.page.messages, s))
	}
	c.typed = false
	c.shown = s
}

// name names the quantity: p_t, or p for a soft label.
func (c *soft) name(s state.State) {
	if s.Class == c.shown.Class && s.Axes.X == c.shown.Axes.X {
		return
	}
	isSoft := s.Class == state.Soft
	document.Document.Get("documentElement").Call("toggleAttribute", "data-soft", isSoft)
	document.Hide(c.axes[0], isSoft && s.Axes.X == state.XProb)
	document.Hide(c.axes[1], isSoft && s.Axes.X != state.XProb)
	c.slope.SetAttribute("title", plot.OfP(s, c.page.messages.ByPt))
}

// choiceOf returns the label of a radio button.
func choiceOf(name, value string) document.Element {
	return document.Find(`label:has([name="` + name + `"][value="` + value + `"])`)
}
