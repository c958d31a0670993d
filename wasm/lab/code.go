//go:build js && wasm

package main

import (
	"lossexplorer/internal/code"
	"lossexplorer/internal/params"
	"lossexplorer/wasm/elem"

	"honnef.co/go/js/dom/v2"
)

// source shows the loss as code.
type source struct {
	lab      *lab
	details  elem.Element
	language code.Language
	classes  *dom.HTMLInputElement // whether the loss is that of several classes
	text     elem.Label
	copied   elem.Label
}

func newSource(l *lab) *source {
	c := &source{
		lab:      l,
		details:  elem.ByID(params.CodeKey),
		language: code.Languages[0],
		classes:  elem.InputByID("code-classes"),
		text:     elem.NewLabel(elem.ByID("code-text")),
		copied:   elem.NewLabel(elem.ByID("copied")),
	}
	update := func() { c.follow(l.state) }
	for _, choice := range elem.All(c.details, "[name=language]") {
		elem.On(choice, "change", func() {
			c.language = code.Language(choice.Get("value").String())
			update()
		})
	}
	elem.On(c.classes.BasicHTMLElement, "change", update)
	elem.On(elem.ByID("copy"), "click", func() { elem.Copy(&c.text, &c.copied, l.messages.Copied, l.messages.CopyFailed) })
	for _, control := range elem.All(c.details, ":disabled") {
		control.Set("disabled", false)
	}
	return c
}

func (c *source) follow(s params.State) {
	if !s.Code {
		return
	}
	c.details.RemoveAttribute("aria-busy")
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
