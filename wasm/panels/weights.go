//go:build js && wasm

package main

import (
	"lossexplorer/internal/classweights"
	"lossexplorer/internal/code"
	shown "lossexplorer/internal/panel/classweights"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/wasm/document"

	"honnef.co/go/js/dom/v2"
)

// weights computes class weights from counts.
type weights struct {
	lab       *lab
	root      document.Element
	input     shown.Input
	counts    document.Element
	parameter *dom.HTMLInputElement
	code      document.Label
	copied    document.Label
}

func newWeights(l *lab) *weights {
	c := &weights{
		lab: l, root: document.ByID("class-weights-panel"),
		input:  shown.Input{Scheme: classweights.Schemes[0], Language: code.Languages[0]},
		counts: document.ByID("weights-counts"), parameter: document.InputByID("weights-parameter"),
		code: document.NewLabel(document.ByID("weights-code")), copied: document.NewLabel(document.ByID("weights-copied")),
	}
	document.On(c.counts, "input", c.show)
	for _, method := range document.All(c.root, "[name=weights-method]") {
		document.On(method, "change", func() {
			c.input.Scheme, c.input.Parameter = classweights.Scheme(method.Get("value").String()), ""
			c.show()
		})
	}
	document.On(c.parameter.BasicHTMLElement, "input", func() {
		c.input.Parameter = c.parameter.Value()
		c.show()
	})
	language := document.Child(c.root, "[name=weights-language]")
	document.On(language, "change", func() {
		c.input.Language = code.Language(language.Get("value").String())
		c.show()
	})
	file := document.ByID("weights-file")
	document.On(file, "click", func() {
		c.counts.Set("value", file.Get("dataset").Get("counts").String())
		c.show()
	})
	document.On(document.ByID("weights-copy"), "click", func() {
		document.Copy(&c.code, &c.copied, l.messages.Copied, l.messages.CopyFailed)
	})
	for _, control := range document.All(c.root, ":disabled") {
		control.Set("disabled", false)
	}
	return c
}

// follow shows the panel at first; it has no part in the state.
func (c *weights) follow(s state.State) {
	if s.Place == state.PlaceReference && c.root.HasAttribute("aria-busy") {
		c.root.RemoveAttribute("aria-busy")
		c.show()
	}
}

func (c *weights) show() {
	c.input.Counts = c.counts.Get("value").String()
	v := shown.Of(c.lab.messages, c.input)
	name := document.ByID("weights-parameter-name")
	say("weights-parameter-name", text.Fill(name.Get("dataset").Get("name").String(), "symbol", v.Symbol))
	document.Hide(document.ByID("weights-parameter-label"), v.Symbol == "")
	if c.input.Parameter == "" {
		document.Slide(c.parameter, v.Parameter)
	}
	say("weights-formula", v.Formula)
	say("weights-problem", v.Problem)
	document.Hide(document.ByID("weights-results"), v.Problem != "")
	for i, s := range classweights.Schemes {
		say("weights-ratio-"+string(s), v.Ratios[i])
	}
	if v.Problem != "" {
		return
	}
	say("weights-head", v.Number)
	table("weights-rows", len(v.Rows), func(i int) []string { return v.Rows[i][:] }, nil)
	say("weights-spread", v.Spread)
	say("weights-warning", v.Warning)
	say("weights-note", v.Note)
	say("weights-order", v.Order)
	document.Hide(document.ByID("weights-order"), v.Order == "")
	if v.Code != c.code.Text {
		c.copied.Say("")
	}
	c.code.Say(v.Code)
}
