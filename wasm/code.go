//go:build js && wasm

package main

import (
	"lossexplorer/internal/code"
	"lossexplorer/internal/params"
	"lossexplorer/wasm/elem"

	"honnef.co/go/js/dom/v2"
)

// source shows the loss as code, while its panel is open.
type source struct {
	page     *page
	panel    *panel
	language code.Language
	classes  *dom.HTMLInputElement // whether the loss is that of several classes
	text     elem.Label
	copied   elem.Label
}

func newSource(p *page) *source {
	c := &source{
		page:     p,
		language: code.Languages[0],
		classes:  elem.InputByID("code-classes"),
		text:     elem.NewLabel(elem.ByID("code-text")),
		copied:   elem.NewLabel(elem.ByID("copied")),
	}
	update := func() { c.follow(p.state) }
	c.panel = newPanel("code", func(bool) { update() })
	choices := elem.Document.Call("getElementsByName", "language")
	for i := range choices.Length() {
		choice := &dom.HTMLInputElement{BasicHTMLElement: elem.Wrap(choices.Index(i))}
		choice.SetDisabled(false)
		elem.On(choice.BasicHTMLElement, "change", func() {
			c.language = code.Language(choice.Value())
			update()
		})
	}
	elem.On(c.classes.BasicHTMLElement, "change", update)
	c.classes.SetDisabled(false)
	button := elem.ByID("copy")
	elem.On(button, "click", func() { elem.Copy(&c.text, &c.copied, p.messages.Copied, p.messages.CopyFailed) })
	button.Set("disabled", false)
	return c
}

func (c *source) follow(s params.State) {
	if !c.panel.open {
		return
	}
	var text string
	var err error
	if c.classes.Checked() {
		v := s.Classes
		text, err = code.WriteCategorical(c.language, v.Gamma, v.Alpha[:v.Count], s.Number(params.EpsilonKey), v.Smoothing)
	} else {
		text, err = code.Write(c.language, s.Kind, s.Values[:len(s.Kind.Params)])
	}
	if err != nil {
		text = err.Error() // a value that the code cannot have is said in its place
	}
	if text != c.text.Text {
		c.copied.Say("")
	}
	c.text.Say(text)
}
