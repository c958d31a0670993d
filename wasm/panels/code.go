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
	lab     *lab
	details document.Element
	choices [4]choice             // language, input, normaliser and curvature
	classes *dom.HTMLInputElement // whether the loss has several classes
	text    document.Label
	copied  document.Label
}

func newSource(l *lab) *source {
	c := &source{
		lab:     l,
		details: document.ByID(state.CodeKey),
		classes: document.InputByID("code-classes"),
		text:    document.NewLabel(document.ByID("code-text")),
		copied:  document.NewLabel(document.ByID("copied")),
	}
	for i, e := range [...]struct{ key, name string }{
		{state.CodeLanguageKey, "language"}, {state.CodeInputKey, "code-input"},
		{state.CodeNormaliserKey, "normaliser"}, {state.CodeCurvatureKey, "curvature"},
	} {
		c.choices[i] = newChoice(l, c.details, e.key, e.name)
	}
	document.On(c.classes.BasicHTMLElement, "change", func() {
		value := ""
		if c.classes.Checked() {
			value = "1"
		}
		l.set(state.CodeClassesKey, value)
		l.commit()
	})
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
	language := c.choices[0].show(s.Copied.Language)
	options := code.Options{
		Language:   code.Language(language),
		Input:      code.Input(c.choices[1].show(s.Copied.Input)),
		Normaliser: code.Normaliser(c.choices[2].show(s.Copied.Normaliser)),
		Soft:       s.Class == state.Soft,
	}
	curvature := c.choices[3].show(s.Copied.Curvature)
	document.Check(c.classes, s.Copied.Classes != "")
	beside := document.ByID("boosting")
	document.Hide(beside, true)
	var text string
	var err error
	switch {
	case slices.Contains(code.Libraries[:], code.Library(language)):
		b := code.Boosting{Library: code.Library(language), Curvature: code.Curvature(curvature),
			Prevalence: s.Probe.Prior}
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
	case s.Copied.Classes != "":
		v := s.Classes
		text, err = code.WriteCategorical(options, code.Categorical{
			Gamma: v.Gamma, Alpha: v.Alpha[:v.Count], Epsilon: s.Number(state.EpsilonKey),
			Smoothing: v.Smoothing,
		})
	default:
		text, err = code.Write(options, s.Kind, s.Values[:len(s.Kind.Params)])
	}
	if err != nil {
		text = err.Error() // a value that the code cannot have is reported in its place
	}
	if text != c.text.Text {
		c.copied.Say("")
	}
	c.text.Say(text)
}
