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
	of        state.Weights // the state that input was read from
	first     string        // the counts in the page as built
	own       string        // counts that are in no address, from a file or too many; "" for none
	counts    document.Element
	methods   []document.Element
	parameter *dom.HTMLInputElement
	language  choice // of the code
	code      document.Label
	copied    document.Label
}

func newWeights(l *lab) *weights {
	c := &weights{
		lab: l, root: document.ByID("class-weights-panel"),
		input:  shown.Input{Language: code.Languages[0]},
		counts: document.ByID("weights-counts"), parameter: document.InputByID("weights-parameter"),
		code:   document.NewLabel(document.ByID("weights-code")),
		copied: document.NewLabel(document.ByID("weights-copied")),
	}
	c.first = c.counts.Get("defaultValue").String()
	c.language = newChoice(l, c.root, state.WeightsCodeKey, "weights-language")
	c.methods = document.All(c.root, "[name=weights-method]")
	document.On(c.counts, "input", func() {
		text := c.counts.Get("value").String()
		if c.own = ""; len(text) > state.MaxFormula {
			c.own, text = text, ""
		}
		l.set(state.CountsKey, text)
		c.show()
	})
	document.On(c.counts, "change", l.commit)
	for _, method := range c.methods {
		document.On(method, "change", func() {
			l.set(state.MethodParameterKey, "")
			l.set(state.MethodKey, method.Get("value").String())
			l.commit()
		})
	}
	document.On(c.parameter.BasicHTMLElement, "input",
		func() { l.set(state.MethodParameterKey, c.parameter.Value()) })
	document.On(c.parameter.BasicHTMLElement, "change", l.commit)
	file := document.ByID("weights-file")
	document.On(file, "click", func() {
		c.own = file.Get("dataset").Get("counts").String()
		c.counts.Set("value", c.own)
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

// follow shows the weights of the state, at the place of the panel.
func (c *weights) follow(s state.State) {
	started := !c.root.HasAttribute("aria-busy")
	if s.Place != state.PlaceReference || started && s.Weights == c.of {
		return
	}
	c.root.RemoveAttribute("aria-busy")
	if s.Weights.Counts != c.of.Counts && s.Weights.Counts != "" {
		c.own = ""
	}
	c.of = s.Weights
	c.input.Language = code.Language(c.language.show(s.Weights.Language))
	c.input.Parameter = s.Weights.Parameter
	c.input.Scheme = classweights.Schemes[0]
	for _, method := range c.methods {
		scheme := classweights.Scheme(method.Get("value").String())
		if string(scheme) == s.Weights.Method {
			c.input.Scheme = scheme
		}
	}
	for _, method := range c.methods {
		method.Set("checked", method.Get("value").String() == string(c.input.Scheme))
	}
	counts := s.Weights.Counts
	if counts == "" {
		counts = c.first
	}
	if c.own == "" && c.counts.Get("value").String() != counts && !c.cleared(s) {
		c.counts.Set("value", counts)
	}
	c.show()
}

// cleared reports whether the field is empty because the user is writing other counts.
func (c *weights) cleared(s state.State) bool {
	return s.Weights.Counts == "" && c.counts.Get("value").String() == "" &&
		c.counts.Equal(document.Document.Get("activeElement"))
}

func (c *weights) show() {
	c.input.Counts = c.counts.Get("value").String()
	v := shown.Of(c.lab.messages, c.input)
	name := document.ByID("weights-parameter-name")
	say("weights-parameter-name",
		text.Fill(name.Get("dataset").Get("name").String(), "symbol", v.Symbol))
	document.Hide(document.ByID("weights-parameter-label"), v.Symbol == "")
	document.Slide(c.parameter, v.Parameter)
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
