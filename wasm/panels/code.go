//go:build js && wasm

package main

import (
	"errors"
	"slices"

	"lossexplorer/internal/code"
	"lossexplorer/internal/panel/boosting"
	"lossexplorer/internal/state"
	"lossexplorer/wasm/document"

	"honnef.co/go/js/dom/v2"
)

// source shows the loss as code.
type source struct {
	lab      *lab
	details  document.Element
	options  code.Options
	boosting code.Boosting         // whose Library is empty for a language
	classes  *dom.HTMLInputElement // whether the loss is that of several classes
	text     document.Label
	copied   document.Label
}

func newSource(l *lab) *source {
	c := &source{
		lab:     l,
		details: document.ByID(state.CodeKey),
		classes: document.InputByID("code-classes"),
		text:    document.NewLabel(document.ByID("code-text")),
		copied:  document.NewLabel(document.ByID("copied")),
	}
	update := func() { c.follow(l.state) }
	for name, set := range map[string]func(value string){
		"language": func(v string) {
			c.options.Language, c.boosting.Library = code.Language(v), ""
			if slices.Contains(code.Libraries[:], code.Library(v)) {
				c.boosting.Library = code.Library(v)
			}
		},
		"curvature":  func(v string) { c.boosting.Curvature = code.Curvature(v) },
		"code-input": func(v string) { c.options.Input = code.Input(v) },
		"normaliser": func(v string) { c.options.Normaliser = code.Normaliser(v) },
	} {
		for _, choice := range document.All(c.details, "[name="+name+"]") {
			document.On(choice, "change", func() {
				set(choice.Get("value").String())
				update()
			})
		}
	}
	document.On(c.classes.BasicHTMLElement, "change", update)
	document.On(document.ByID("copy"), "click",
		func() { document.Copy(&c.text, &c.copied, l.messages.Copied, l.messages.CopyFailed) })
	for _, control := range document.All(c.details, ":disabled") {
		control.Set("disabled", false)
	}
	return c
}

func (c *source) follow(s state.State) {
	if !s.Code {
		return
	}
	c.details.RemoveAttribute("aria-busy")
	beside := document.ByID("boosting")
	document.Hide(beside, true)
	var text string
	var err error
	switch {
	case c.boosting.Library != "":
		b := c.boosting
		b.Prevalence = s.Probe.Prior
		text, err = code.WriteBoosting(b, s.Kind, s.Values[:len(s.Kind.Params)])
		if v, wrong := boosting.Of(c.lab.messages, s, b,
			max(c.details.Get("clientWidth").Int()-32, 280)); wrong == nil {
			document.Hide(beside, false)
			document.ByID("boosting-chart").Set("innerHTML", v.SVG)
			paragraphs("boosting-says", "li", v.Sentences)
		}
		var unsupported *code.UnsupportedError
		if errors.As(err, &unsupported) {
			text, err = c.lab.messages.NoObjective, nil
		}
	case c.classes.Checked():
		v := s.Classes
		text, err = code.WriteCategorical(c.options, code.Categorical{
			Gamma: v.Gamma, Alpha: v.Alpha[:v.Count], Epsilon: s.Number(state.EpsilonKey),
			Smoothing: v.Smoothing,
		})
	default:
		c.options.Soft = s.Class == state.Soft
		text, err = code.Write(c.options, s.Kind, s.Values[:len(s.Kind.Params)])
	}
	if err != nil {
		text = err.Error() // a value that the code cannot have is reported in its place
	}
	if text != c.text.Text {
		c.copied.Say("")
	}
	c.text.Say(text)
}
