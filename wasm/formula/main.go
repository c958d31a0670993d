//go:build js && wasm

// Command formula is the program behind the panel of the user's own loss, which the page
// loads when it is first opened. It hears of every state and asks for others as the
// program of the other panels does, see wasm/panels.
package main

import (
	"slices"
	"strconv"
	"syscall/js"

	"lossexplorer/internal/code"
	"lossexplorer/internal/formula"
	"lossexplorer/internal/formula/panel"
	"lossexplorer/internal/formula/syntax"
	"lossexplorer/internal/plot"
	"lossexplorer/internal/python"
	"lossexplorer/internal/state"
	texts "lossexplorer/internal/text"
	"lossexplorer/wasm/array"
	"lossexplorer/wasm/document"

	"honnef.co/go/js/dom/v2"
)

// lines are those of the page's charts that the panel's are drawn as: the moving ones for
// the formula, the still ones for the page's loss.
var lines = [panel.Lines]int{plot.LossPos, plot.LossNeg, plot.CrossPos, plot.CrossNeg}

// own is the panel.
type own struct {
	messages *texts.Messages
	details  document.Element
	editor   document.Element
	gallery  document.Element
	source   document.Label
	problem  document.Label
	sliders  [formula.MaxParams]slider
	findings document.Element
	said     []panel.Finding // that they show
	charts   [2]*chart
	view     panel.View
	language code.Language
	code     document.Label
	copied   document.Label
	state    state.State // that is shown
	shown    bool
	made     string // the formula that was made of Python last
	written  string // the text that was written, or chosen, here last
	told     string // the ID that the explorer's picker has
	use      document.Element
	used     document.Label
	other    document.Element // the legend of the page's loss
}

func main() {
	m := texts.For(document.Find("html").GetAttribute("lang"))
	c := &own{
		messages: m,
		details:  document.ByID(state.FormulaKey),
		editor:   document.ByID("formula-text"),
		gallery:  document.ByID("formula-gallery"),
		source:   document.NewLabel(document.ByID("formula-source")),
		problem:  document.NewLabel(document.ByID("formula-problem")),
		findings: document.ByID("formula-findings"),
		language: code.Languages[0],
		code:     document.NewLabel(document.ByID("formula-code")),
		copied:   document.NewLabel(document.ByID("formula-copied")),
		use:      document.ByID("formula-use"),
		used:     document.NewLabel(document.ByID("formula-used")),
		other:    document.ByID("formula-shown"),
	}
	document.On(c.use, "click", func() {
		if id := c.view.ID(); id != "" {
			set(state.LossKey, id)
			commit()
			c.details.Call("querySelector", "#formula-text").Call("focus") // the button is gone
		}
	})
	for _, choice := range document.All(c.details, "[name=formula-language]") {
		document.On(choice, "change", func() {
			c.language = code.Language(choice.Get("value").String())
			c.write()
		})
	}
	document.On(document.ByID("formula-copy"), "click", func() { document.Copy(&c.code, &c.copied, m.Copied, m.CopyFailed) })
	document.On(c.editor, "input", c.edit)
	document.On(c.editor, "change", func() {
		if !python.IsPython(c.editor.Get("value").String()) {
			commit()
		}
	})
	document.On(c.gallery, "change", c.choose)
	for i := range c.sliders {
		c.sliders[i].listen(c, i)
	}
	document.Hear("state", func(query string) {
		s, _ := state.Parse(document.Query(query))
		c.follow(s)
	})
	document.Hear("recolour", func(string) {
		for _, chart := range c.charts {
			if chart != nil {
				chart.js.Call("recolour")
			}
		}
	})
	document.Fire("lab", "formula")
	select {} // the listeners run from here on
}

// set has the explorer show a state that differs in one value.
func set(key, value string) { document.Fire("set", key+"="+value) }

// commit makes the state that is shown one to return to.
func commit() { document.Fire("commit", "") }

// edit takes what is in the field: a formula as it is, and of a function in Python, once
// it is whole, the formula that it is.
func (c *own) edit() {
	source := c.editor.Get("value").String()
	if !python.IsPython(source) {
		c.take(source)
		return
	}
	read, err := python.Read(source, python.Options{})
	if err != nil {
		c.refuse(panel.ExplainPython(c.messages, err))
		return
	}
	c.made = read.Formula
	c.take(read.Formula)
	commit()
}

// take makes a text the formula, and the page's loss if that is a formula.
func (c *own) take(text string) {
	c.written = text
	set(state.FormulaTextKey, text)
	if !c.state.Own() {
		return
	}
	if f, err := syntax.Parse(text); err == nil {
		set(state.LossKey, formula.ID+f.Encode())
	}
}

// refuse says what is wrong with the text in the field.
func (c *own) refuse(problem string) {
	c.problem.Say(problem)
	c.editor.SetAttribute("aria-invalid", strconv.FormatBool(problem != ""))
}

// choose takes a formula of the gallery.
func (c *own) choose() {
	if source := c.gallery.Get("value").String(); source != "" {
		c.take(source)
		commit()
	}
}

// follow shows a state.
func (c *own) follow(s state.State) {
	if !s.Formula.Shown || c.shown && s == c.state {
		return
	}
	first := !c.shown
	text := s.Formula.Text
	// What is in the field may be Python that is not yet whole.
	if value := c.editor.Get("value").String(); value != text && (first || text != c.state.Formula.Text) {
		c.editor.Set("value", text)
	}
	c.state, c.shown = s, true
	c.view.Update(c.messages, s)
	if id := c.view.ID(); id != "" && id != c.told {
		c.told = id
		document.Fire("own", id)
	}
	if key, value := c.view.Agree(s, c.written); key != "" {
		set(key, value) // which is followed with the next frame
	}
	document.Hide(c.use, c.view.Own())
	c.use.Set("disabled", c.view.ID() == "")
	document.Hide(c.other, c.view.Own())
	said := ""
	if c.view.Own() {
		said = c.used.GetAttribute("data-says")
	}
	c.used.Say(said)
	t := texts.FormulaOf(c.messages)
	c.gallery.Set("value", text)
	source := ""
	if text == c.made {
		source = t.Made
	}
	if chosen := c.gallery.Get("selectedOptions").Index(0); chosen.Truthy() {
		if said := chosen.Get("dataset").Get("source"); said.Truthy() {
			source = t.Source + " " + said.String()
		}
	} else {
		c.gallery.Set("selectedIndex", 0)
	}
	c.source.Say(source)
	c.refuse(c.view.Problem)
	for i := range c.sliders {
		c.sliders[i].show(c.view.Sliders, i)
	}
	if first {
		for i, name := range []string{"loss", "gradient"} {
			c.charts[i] = newChart(name)
		}
		for _, control := range document.All(c.details, ":disabled") {
			control.Set("disabled", false)
		}
		c.details.RemoveAttribute("aria-busy")
	}
	quantity := 0
	s.Axes = state.Axes{X: state.XPt, Quantity: state.Plain, Scale: state.LinearScale} // as the panel's charts are
	if s.Gradient.OfLogit() {
		quantity, s.Gradient = 1, state.ByLogit
	}
	names := plot.SayAxes(c.messages, s)
	c.charts[0].show(&c.view.Loss, t.Loss, names.X, names.Loss)
	c.charts[1].show(&c.view.Gradient, t.Gradients[quantity], names.X, names.Gradient)
	c.say()
	c.write()
}

// write shows the formula as code.
func (c *own) write() {
	source := c.view.Code(c.language)
	if source != c.code.Text {
		c.copied.Say("")
	}
	c.code.Say(source)
}

// say lists the findings if they are others, and marks on the charts where a check fails.
func (c *own) say() {
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

// chart is one of the panel's charts.
type chart struct {
	caption document.Label
	marks   document.Element
	js      js.Value
}

func newChart(name string) *chart {
	area := document.ByID("formula-" + name)
	return &chart{
		caption: document.NewLabel(document.ByID("formula-" + name + "-caption")),
		marks:   document.Child(area, ".own-marks"),
		js:      js.Global().Get("lossExplorer").Call("mount", area.Value, name, plot.Moving, 2*panel.Points),
	}
}

func (c *chart) show(drawn *panel.Chart, caption, xAxis, yAxis string) {
	c.caption.Say(caption)
	var lengths [plot.Lines]any
	for i := range lengths {
		lengths[i] = 0
	}
	for i, line := range drawn.Lines {
		if len(line) > 0 {
			js.CopyBytesToJS(c.js.Get("bytes").Index(lines[i]), array.Bytes(line))
		}
		lengths[lines[i]] = len(line)
	}
	c.js.Call("frame", xAxis, 0, 1, yAxis, drawn.Range.Min, drawn.Range.Max, false)
	c.js.Call("draw", lengths[:plot.Moving]...)
	c.js.Call("drawStill", lengths[plot.Moving:]...)
}

// slider is that of a parameter, with its ends, which the user may change.
type slider struct {
	all         document.Element
	label       document.Label
	value       document.Label
	input       *dom.HTMLInputElement
	least, most *dom.HTMLInputElement
	of          string // the parameter whose ends are shown
}

func (r *slider) listen(c *own, i int) {
	r.all = document.ByID("formula-param-" + strconv.Itoa(i))
	input := func(selector string) *dom.HTMLInputElement {
		return &dom.HTMLInputElement{BasicHTMLElement: document.Child(r.all, selector)}
	}
	r.label, r.value = document.NewLabel(document.Child(r.all, "label")), document.NewLabel(document.Child(r.all, "output"))
	r.input, r.least, r.most = input("[type=range]"), input(".least"), input(".most")
	document.On(r.input.BasicHTMLElement, "input", func() {
		v, _ := strconv.ParseFloat(r.input.Value(), 64) // a range input's value always is a number
		set(c.view.Set(i, v))
	})
	document.On(r.input.BasicHTMLElement, "change", commit)
	for _, end := range []*dom.HTMLInputElement{r.least, r.most} {
		document.On(end.BasicHTMLElement, "change", func() { r.retype() })
	}
}

// retype takes the ends that were typed, if they are numbers in their order.
func (r *slider) retype() {
	least, err := strconv.ParseFloat(r.least.Value(), 64)
	most, err2 := strconv.ParseFloat(r.most.Value(), 64)
	if err != nil || err2 != nil || !(least < most) || most-least > 1e300 {
		r.least.SetValue(r.input.GetAttribute("min"))
		r.most.SetValue(r.input.GetAttribute("max"))
		return
	}
	at := r.input.Value()
	r.ends(least, most, (most-least)/100)
	document.Slide(r.input, at)
}

func (r *slider) ends(least, most, step float64) {
	r.input.SetAttribute("min", state.Format(least))
	r.input.SetAttribute("max", state.Format(most))
	r.input.SetAttribute("step", state.Format(step))
	r.least.SetValue(state.Format(least))
	r.most.SetValue(state.Format(most))
}

func (r *slider) show(all []panel.Slider, i int) {
	document.Hide(r.all, i >= len(all))
	if i >= len(all) {
		r.of = ""
		return
	}
	p := all[i]
	if of := p.Name + "=" + state.Format(p.Default); of != r.of {
		r.of = of
		r.label.Say(p.Name)
		r.ends(p.Min, p.Max, p.Step)
	}
	if said := plot.Number(p.Value); said != r.value.Text {
		document.Slide(r.input, state.Format(p.Value))
		r.value.Say(said)
		r.input.SetAttribute("aria-valuetext", said)
	}
}
