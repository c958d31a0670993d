//go:build js && wasm

package main

import (
	"strconv"
	"syscall/js"

	"lossexplorer/internal/panel/customloss"
	"lossexplorer/internal/state"
	"lossexplorer/wasm/document"
)

// draftKey is the key used in the browser's storage for the code in the editor.
const draftKey = "formula-draft"

// pythonCode is the Python in the editor, with the questions about it and its faults.
type pythonCode struct {
	panel   *panel
	code    *customloss.Code // nil if there is a formula in the editor
	answers customloss.Answers
	drawn   int    // the fault whose meaning is drawn
	listed  string // the faults that are listed

	choices, notes, faults, list, sound, toEdit document.Element
}

func (p *pythonCode) listen(c *panel) {
	p.panel = c
	p.choices, p.notes = document.ByID("formula-answers"), document.ByID("formula-notes")
	p.faults, p.list, p.sound = document.ByID("formula-faults"),
		document.ByID("formula-fault-list"), document.ByID("formula-sound")
	p.toEdit = document.ByID("formula-to-edit")
	p.toEdit.Set("disabled", false)
	document.Listen(p.choices.Value, "click", func(e js.Value) {
		if i, ok := indexOf(e, "button"); ok && i < len(p.code.Answers) {
			p.answers.Give(p.code.Source, p.code.Answers[i])
			p.read(p.code.Source)
			c.field.Call("focus")
		}
	})
	document.Listen(p.list.Value, "click", func(e js.Value) {
		if i, ok := indexOf(e, ".custom-line"); ok && !c.editor.IsUndefined() {
			c.editor.Call("go", p.code.Faults[i].Line, p.code.Faults[i].Column)
		}
		if i, ok := indexOf(e, ".custom-copy"); ok {
			item := document.Wrap(p.list.Get("children").Index(i))
			code, said := document.NewLabel(document.Child(item, "code")),
				document.NewLabel(document.Child(item, "[role=status]"))
			document.Copy(&code, &said, c.messages.Copied, c.messages.CopyFailed)
		}
	})
	document.Listen(p.list.Value, "change", func(e js.Value) {
		if i, ok := indexOf(e, "input"); ok {
			p.drawn = i
			c.draw()
		}
	})
	document.On(p.toEdit, "click", func() {
		text := c.state.Formula.Text
		p.clear()
		c.field.Set("value", text)
		c.take(text)
		c.problems()
		c.field.Call("focus")
	})
}

// indexOf returns which of the items of a list has the element with a selector that an event
// is of.
func indexOf(e js.Value, selector string) (int, bool) {
	of := e.Get("target").Call("closest", selector)
	if !of.Truthy() {
		return 0, false
	}
	i, err := strconv.Atoi(of.Call("closest", "[data-index]").Get("dataset").Get("index").String())
	return i, err == nil
}

// refused reports whether there is code in the editor that could not be read.
func (p *pythonCode) refused() bool { return p.code != nil && p.code.Formula == "" }

// is reports whether a text of the state comes from the code in the editor, which stays.
func (p *pythonCode) is(text, before string) bool {
	return p.code != nil && (text == p.code.Formula || p.code.Formula == "" && text == before)
}

// read reads code, and uses its loss.
func (p *pythonCode) read(source string) {
	c := p.panel
	p.code = customloss.ReadCode(c.messages, source, &p.answers)
	p.drawn = 0
	p.show()
	text := p.code.Formula
	if text == "" {
		text = c.state.Formula.Text
	}
	document.Store(draftKey, customloss.Draft{Source: source, Formula: text}.String())
	if p.refused() {
		if c.shown {
			c.draw()
		}
		c.problems()
		return
	}
	if e := p.code.Epsilon; e > 0 && e != c.state.Number(state.EpsilonKey) {
		set(state.EpsilonKey, state.Format(e))
	}
	c.source.Say(p.source())
	c.take(p.code.Formula)
	set(state.FormulaWrittenKey, p.code.Written())
	c.draw()
	c.problems()
	commit()
}

// restore puts the code that the browser keeps into the editor, if it is of the formula.
func (p *pythonCode) restore(text string) {
	draft := customloss.ParseDraft(document.Stored(draftKey))
	if draft.Source == "" || draft.Formula != text {
		return
	}
	code := customloss.ReadCode(p.panel.messages, draft.Source, &p.answers)
	if code.Formula != "" && code.Formula != text {
		return
	}
	p.code = code
	p.panel.field.Set("value", draft.Source)
	p.show()
}

// clear is used for a formula in the editor.
func (p *pythonCode) clear() {
	if p.code == nil {
		return
	}
	p.code = nil
	p.show()
}

// source returns a sentence on the origin of the formula.
func (p *pythonCode) source() string {
	if p.refused() {
		return ""
	}
	return p.panel.texts.Made + " " + p.code.Roles
}

// meant returns the formula used as the intended one, "" for none.
func (p *pythonCode) meant() string {
	if p.code == nil || p.drawn >= len(p.code.Faults) {
		return ""
	}
	return p.code.Faults[p.drawn].Meant
}

// show lists the answers, notes and faults.
func (p *pythonCode) show() {
	p.choices.Call("replaceChildren")
	p.notes.Call("replaceChildren")
	document.Hide(p.toEdit, p.code == nil || p.refused())
	document.Hide(p.faults, p.code == nil || p.refused() && len(p.code.Faults) == 0)
	if p.code == nil {
		document.Hide(p.choices, true)
		document.Hide(p.notes, true)
		return
	}
	for i, a := range p.code.Answers {
		button := document.Document.Call("createElement", "button")
		button.Set("type", "button")
		button.Set("textContent", a.Text)
		button.Get("dataset").Set("index", i)
		p.choices.Call("append", button)
	}
	for _, n := range p.code.Notes {
		document.Append(p.notes, "li", n)
	}
	document.Hide(p.choices, len(p.code.Answers) == 0)
	document.Hide(p.notes, len(p.code.Notes) == 0)
	p.listFaults()
}

// update computes the sizes of the faults for other values of the parameters.
func (p *pythonCode) update(values map[string]float64) {
	if p.code == nil {
		return
	}
	p.code.Update(p.panel.messages, values)
	p.listFaults()
}

func (p *pythonCode) listFaults() {
	document.Hide(p.sound, len(p.code.Faults) > 0)
	listed := ""
	for _, f := range p.code.Faults {
		listed += f.Text + f.Meant + "\n"
	}
	if listed != p.listed {
		p.listed = listed
		p.list.Call("replaceChildren")
		template := document.ByID("formula-fault").Get("content").Get("firstElementChild")
		for i := range p.code.Faults {
			item := template.Call("cloneNode", true)
			item.Get("dataset").Set("index", i)
			p.list.Call("append", item)
		}
	}
	for i, f := range p.code.Faults {
		item := document.Wrap(p.list.Get("children").Index(i))
		say := func(selector, text string) {
			e := document.Child(item, selector)
			label := document.NewLabel(e)
			label.Say(text)
			document.Hide(e, text == "")
		}
		say(".custom-line", fill(p.panel.texts.Line, f.Line))
		say(".custom-fault", f.Text)
		say(".custom-effect", f.Effect)
		say("code", f.Repaired)
		document.Hide(document.Child(item, ".custom-compare"), f.Meant == "")
		document.Hide(document.Child(item, "details"), f.Repaired == "")
		document.Child(item, "input").Set("checked", i == p.drawn)
	}
}
