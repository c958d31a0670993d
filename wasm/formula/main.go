//go:build js && wasm

// Command formula is the program behind the place of the custom loss, which the page loads when it
// is first opened, or when an address has a formula's text that nothing else can read. It uses the
// same events as the program of the other panels, see wasm/panels.
package main

import (
	"slices"
	"strconv"
	"strings"
	"syscall/js"

	"lossexplorer/internal/code"
	"lossexplorer/internal/formula"
	"lossexplorer/internal/formula/syntax"
	"lossexplorer/internal/panel/customloss"
	"lossexplorer/internal/plot"
	"lossexplorer/internal/precision"
	"lossexplorer/internal/python"
	"lossexplorer/internal/state"
	texts "lossexplorer/internal/text"
	"lossexplorer/wasm/document"
)

// panel is the panel of the custom loss.
type panel struct {
	messages *texts.Messages
	texts    *texts.FormulaText
	all      document.Element
	field    document.Element
	editor   js.Value // undefined while the field is a plain one
	gallery  document.Element
	source   document.Label
	problem  document.Label
	typeset  string // the formula that is shown typeset
	sliders  [formula.MaxParams]slider
	findings document.Element
	said     []customloss.Finding // the findings that they show
	charts   [2]*chart
	view     customloss.View
	language code.Language
	code     document.Label
	copied   document.Label
	state    state.State // that is shown
	shown    bool
	written  string // the text that was written, or chosen, here last
	told     string // the ID that the explorer's picker has
	checked  string // the text of an address that was compared with its loss
	use      document.Element
	used     document.Label
	python   pythonCode
	saved    saved
}

func main() {
	m := texts.For(document.Find("html").GetAttribute("lang"))
	c := &panel{
		messages: m,
		texts:    texts.FormulaOf(m),
		all:      document.ByID(state.FormulaKey),
		field:    document.ByID("formula-text"),
		gallery:  document.ByID("formula-gallery"),
		source:   document.NewLabel(document.ByID("formula-source")),
		problem:  document.NewLabel(document.ByID("formula-problem")),
		findings: document.ByID("formula-findings"),
		language: code.Languages[0],
		code:     document.NewLabel(document.ByID("formula-code")),
		copied:   document.NewLabel(document.ByID("formula-copied")),
		use:      document.ByID("formula-use"),
		used:     document.NewLabel(document.ByID("formula-used")),
	}
	document.On(c.use, "click", func() {
		if id := c.id(); id != "" {
			set(state.LossKey, id)
			commit()
			c.field.Call("focus") // the button is gone
		}
	})
	document.On(document.ByID("formula-round"), "click", func() {
		set(state.ImplementationKey, precision.CustomID) // which leads to its place
		commit()
	})
	for _, choice := range document.All(c.all, "[name=formula-language]") {
		document.On(choice, "change", func() {
			c.language = code.Language(choice.Get("value").String())
			c.write()
		})
	}
	document.On(document.ByID("formula-copy"), "click",
		func() { document.Copy(&c.code, &c.copied, m.Copied, m.CopyFailed) })
	document.On(c.field, "input", c.edit)
	document.On(c.field, "change", func() {
		if c.python.code == nil {
			commit()
		}
	})
	document.On(c.gallery, "change", c.choose)
	for i := range c.sliders {
		c.sliders[i].listen(c, i)
	}
	c.python.listen(c)
	c.saved.listen(c)
	document.Hear(document.StateShown, func(query string) {
		s, _ := state.Parse(document.Query(query))
		c.follow(s)
	})
	document.Hear(document.Recolour, func(string) {
		for _, chart := range c.charts {
			if chart != nil {
				chart.js.Call("recolour")
			}
		}
	})
	document.Fire(document.Started, "formula")
	select {} // the listeners run from here on
}

// set makes the explorer show a state that differs in one value.
func set(key, value string) { document.Fire(document.Set, key+"="+value) }

// commit makes the shown state one that undo can return to.
func commit() { document.Fire(document.Commit, "") }

// id returns the ID of the loss in the editor, "" if it cannot be read.
func (c *panel) id() string {
	if c.python.refused() {
		return ""
	}
	return c.view.ID()
}

// edit uses the text of the editor: a formula as it is, or the loss of Python code.
func (c *panel) edit() {
	source := c.field.Get("value").String()
	if python.IsPython(source) {
		c.python.read(source)
		return
	}
	c.python.clear()
	c.take(source)
}

// take uses a text as the formula, and as the page's loss if that is a formula.
func (c *panel) take(text string) {
	c.written = text
	set(state.FormulaTextKey, text)
	if !c.state.Custom() {
		return
	}
	if f, err := syntax.Parse(text); err == nil {
		set(state.LossKey, formula.ID+f.Encode())
	}
}

// choose uses a formula of the gallery.
func (c *panel) choose() {
	if source := c.gallery.Get("value").String(); source != "" {
		c.python.clear()
		c.take(source)
		commit()
	}
}

// reconcile makes the formula that an address has beside the loss the page's loss.
func (c *panel) reconcile(s state.State) {
	if s.Formula.Text == c.checked {
		return
	}
	c.checked = s.Formula.Text
	key, value := customloss.Reconcile(s)
	if key == "" {
		return
	}
	set(key, value)
	defer commit()
	if key != state.LossKey {
		return
	}
	// The explorer could not know the formula's parameters.
	address := js.Global().Get("URLSearchParams").New(js.Global().Get("location").Get("search"))
	for _, p := range state.KindOf(value).Params {
		if v := address.Call("get", p.Name); v.Truthy() {
			set(p.Name, v.String())
		}
	}
}

// follow shows a state.
func (c *panel) follow(s state.State) {
	if !s.Formula.Shown {
		c.reconcile(s)
		return
	}
	if c.shown && s == c.state {
		return
	}
	first := !c.shown
	text := s.Formula.Text
	if first {
		c.python.restore(text)
	}
	if !c.python.is(text, c.state.Formula.Text) {
		if value := c.field.Get("value").String(); value != text &&
			(first || text != c.state.Formula.Text) {
			c.field.Set("value", text)
		}
		if text != c.state.Formula.Text {
			c.python.clear()
		}
	}
	c.state, c.shown = s, true
	c.draw()
	if id := c.id(); id != "" && id != c.told {
		c.told = id
		document.Fire(document.Custom, id)
	}
	if key, value := c.view.Agree(s, c.written); key != "" {
		set(key, value) // which is followed with the next frame
	}
	c.gallery.Set("value", text)
	source := ""
	switch chosen := c.gallery.Get("selectedOptions").Index(0); {
	case c.python.code != nil:
		source = c.python.source()
		c.gallery.Set("selectedIndex", 0)
	case chosen.Truthy():
		if said := chosen.Get("dataset").Get("source"); said.Truthy() {
			source = c.texts.Source + " " + said.String()
		}
	default:
		c.gallery.Set("selectedIndex", 0)
	}
	c.source.Say(source)
	if first {
		for _, control := range document.All(c.all, ":disabled") {
			control.Set("disabled", false)
		}
		c.all.RemoveAttribute("aria-busy")
		functions, variables := syntax.Words()
		js.Global().Get("lossExplorer").Call("edit", c.field.Value,
			strings.Join(functions, " ")+"|"+strings.Join(variables, " "),
			js.FuncOf(func(_ js.Value, args []js.Value) any {
				c.editor = args[0]
				c.all.SetAttribute("data-editor", "")
				c.mark()
				return nil
			}))
	}
	c.problems()
	if c.python.code == nil && python.IsPython(text) { // an address has it
		c.python.read(text)
	}
}

// draw shows the curves, sliders, checks and code of the state.
func (c *panel) draw() {
	s, t := c.state, c.texts
	c.view.Update(c.messages, s,
		customloss.Beside{Meant: c.python.meant(), Compared: c.saved.library.Compared()})
	c.python.update(c.view.Values())
	document.Hide(c.use, c.view.Custom())
	document.Hide(document.ByID("formula-shown"), c.view.Custom())
	document.Hide(document.ByID("formula-meant"), c.python.meant() == "")
	said := ""
	if c.view.Custom() {
		said = c.used.GetAttribute("data-says")
	}
	c.used.Say(said)
	for i := range c.sliders {
		c.sliders[i].show(c.view.Sliders, i)
	}
	document.Hide(document.ByID("formula-more"), len(c.view.Sliders) <= customloss.Unfolded)
	if c.charts[0] == nil {
		for i, name := range []string{"loss", "gradient"} {
			c.charts[i] = newChart(name)
		}
	}
	quantity := 0
	// as the panel's charts are
	s.Axes = state.Axes{X: state.XPt, Quantity: state.Plain, Scale: state.LinearScale}
	if s.Gradient.OfLogit() {
		quantity, s.Gradient = 1, state.ByLogit
	}
	names := plot.SayAxes(c.messages, s)
	c.charts[0].show(&c.view.Loss, t.Loss, names.X, names.Loss)
	c.charts[1].show(&c.view.Gradient, t.Gradients[quantity], names.X, names.Gradient)
	if made := c.view.MathML(); made != c.typeset {
		c.typeset = made
		// of letters and numbers that are escaped
		document.ByID("formula-typeset").Set("innerHTML", made)
	}
	c.say()
	c.write()
}

// problems shows the problems of the text in the editor.
func (c *panel) problems() {
	problem := c.view.Problem
	if c.python.code != nil {
		problem = c.python.code.Problem
		if problem != "" && c.view.Problem == "" {
			problem += " " + c.texts.Kept
		}
	}
	c.problem.Say(problem)
	c.field.SetAttribute("aria-invalid", strconv.FormatBool(problem != ""))
	c.use.Set("disabled", c.id() == "")
	c.mark()
}

// mark underlines in the editor the places of problems and faults.
func (c *panel) mark() {
	if c.editor.IsUndefined() {
		return
	}
	c.editor.Call("language", c.python.code != nil)
	var marks []any
	add := func(line, column int, severity, message string) {
		marks = append(marks, map[string]any{"line": line, "column": column, "severity": severity,
			"message": message})
	}
	switch code := c.python.code; {
	case code != nil:
		if code.Problem != "" {
			add(code.Line, code.Column, "error", code.Problem)
		}
		for _, f := range code.Faults {
			add(f.Line, f.Column, "warning", f.Text)
		}
	case c.view.Problem != "":
		add(c.view.Line, c.view.Column, "error", c.view.Problem)
	}
	c.editor.Call("mark", marks)
}

// write shows the formula as code.
func (c *panel) write() {
	source := c.view.Code(c.language)
	if source != c.code.Text {
		c.copied.Say("")
	}
	c.code.Say(source)
}

// say lists the findings if they have changed, and marks on the charts where a check fails.
func (c *panel) say() {
	if slices.Equal(c.said, c.view.Findings) {
		return
	}
	c.said = append(c.said[:0], c.view.Findings...)
	c.findings.Call("replaceChildren")
	for _, chart := range c.charts {
		chart.marks.Call("replaceChildren")
	}
	row := 0
	for _, f := range c.view.Findings {
		item := document.Document.Call("createElement", "li")
		class := "holds"
		if !f.OK {
			class = "fails"
		}
		item.Set("className", class)
		item.Set("textContent", f.Text)
		// The sign before it is drawn by the style sheet.
		spoken := document.Document.Call("createElement", "span")
		spoken.Set("className", "unseen")
		spoken.Set("textContent", c.findings.Get("dataset").Get(class).String()+" ")
		item.Call("prepend", spoken)
		c.findings.Call("append", item)
		if !f.Marked {
			continue
		}
		for _, chart := range c.charts {
			mark := document.Document.Call("createElement", "i")
			style := mark.Get("style")
			style.Call("setProperty", "--from", state.Format(f.From))
			style.Call("setProperty", "--to", state.Format(f.To))
			style.Call("setProperty", "--row", strconv.Itoa(row))
			chart.marks.Call("append", mark)
		}
		row++
	}
}
