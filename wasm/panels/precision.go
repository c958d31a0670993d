//go:build js && wasm

package main

import (
	"strconv"
	"syscall/js"
	"time"

	"lossexplorer/internal/code"
	bands "lossexplorer/internal/panel/precision"
	"lossexplorer/internal/precision"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/wasm/document"
)

// numerics is the place on number formats.
type numerics struct {
	lab     *lab
	root    document.Element
	view    bands.View
	rest    *time.Timer // until the table of all implementations follows
	choices map[string]document.Element
	source  document.Label // the code to copy, which is not shown
	copied  document.Label
	width   int
}

// resting is the time that the controls rest before the table of all implementations
// is computed.
const resting = 150 * time.Millisecond

func newNumerics(l *lab) *numerics {
	c := &numerics{lab: l, root: document.ByID(state.ImplementationKey),
		choices: map[string]document.Element{}}
	for _, key := range []string{state.ImplementationKey, state.MeasureKey, state.LabelKey,
		state.FormatKey, state.AutocastKey} {
		choice := document.Child(c.root, "[name="+key+"]")
		c.choices[key] = choice
		document.On(choice, "change", func() {
			l.set(key, choice.Get("value").String())
			l.commit()
		})
	}
	z := document.Child(c.root, "[name="+state.LogitKey+"]")
	c.choices[state.LogitKey] = z
	document.On(z, "input", func() { l.set(state.LogitKey, z.Get("value").String()) })
	document.On(z, "change", l.commit)
	c.source = document.NewLabel(document.Wrap(document.Document.Call("createElement", "code")))
	c.copied = document.NewLabel(document.ByID("precision-copied"))
	document.On(document.ByID("precision-copy"), "click", func() {
		document.Copy(&c.source, &c.copied, l.messages.Copied, l.messages.CopyFailed)
	})
	document.Listen(js.Global(), "resize", func(js.Value) {
		if c.root.Get("clientWidth").Int() != c.width {
			c.follow(l.state)
		}
	})
	for _, control := range document.All(c.root, ":disabled") {
		control.Set("disabled", false)
	}
	return c
}

func (c *numerics) follow(s state.State) {
	if !s.Precision.Shown {
		return
	}
	drawn := document.ByID("precision-bands")
	c.width = c.root.Get("clientWidth").Int()
	width := drawn.Get("clientWidth").Int()
	if width == 0 {
		return // the place is not laid out yet
	}
	c.root.RemoveAttribute("aria-busy")
	c.view.Update(c.lab.messages, s, width)
	for _, key := range []string{state.ImplementationKey, state.MeasureKey, state.LabelKey,
		state.FormatKey, state.AutocastKey, state.LogitKey} {
		if value := s.Value(key); c.choices[key].Get("value").String() != value {
			c.choices[key].Set("value", value)
		}
	}
	if shown := c.view.ID(); s.Precision.Implementation != precision.CustomID &&
		shown != s.Precision.Implementation {
		c.choices[state.ImplementationKey].Set("value", shown)
	}
	drawn.Set("innerHTML", c.view.Bands)
	document.ByID("precision-curves").Set("innerHTML", c.view.Curves)
	say("precision-question", c.view.Heading)
	say("precision-curve", c.view.CurveHead)
	say("precision-code", c.view.Code)
	say("precision-source", c.view.Source)
	say("precision-z", state.Format(s.Precision.Logit))
	say("precision-read", c.view.ReadHead)
	paragraphs("precision-sentences", "p", c.view.Sentences)
	table("precision-values", len(c.view.Values),
		func(i int) []string { return c.view.Values[i] }, nil)
	table("precision-firsts", len(c.view.Firsts),
		func(i int) []string { return c.view.Firsts[i] }, nil)
	document.Hide(document.ByID("precision-firsts-table"), len(c.view.Firsts) == 0)
	t := text.PrecisionOf(c.lab.messages)
	say("precision-epsilon", text.Fill(t.Epsilon, "epsilon", s.Value(state.EpsilonKey)))
	paragraphs("precision-effects", "li", bands.Effects(c.lab.messages, s))
	is := t.CodeIs
	if s.Custom() {
		is = t.CodeOfCustom
	}
	say("precision-cure-is", is)
	_, focal := bands.Setting(s)
	document.Hide(document.ByID("precision-form"), !focal)
	if source, err := code.Write(code.Options{}, s.Kind,
		s.Values[:len(s.Kind.Params)]); err == nil {
		c.source.Say(source)
	}
	if c.rest != nil {
		c.rest.Stop()
	}
	c.rest = time.AfterFunc(resting, func() { c.all(s) })
}

// all shows the table of all implementations.
func (c *numerics) all(s state.State) {
	t := text.PrecisionOf(c.lab.messages)
	setting, _ := bands.Setting(s)
	say("precision-safe", text.Fill(t.Safe, "gamma", state.Format(setting.Gamma), "epsilon",
		s.Value(state.EpsilonKey)))
	rows := c.view.All(c.lab.messages, s)
	cells := func(i int) []string {
		all := []string{rows[i].Name}
		for _, cell := range rows[i].Cells {
			all = append(all, cell.Text)
		}
		return all
	}
	table("precision-all", len(rows), cells, func(i, k int, e js.Value) {
		if k > 0 {
			e.Set("className", "c"+strconv.Itoa(int(rows[i].Cells[k-1].Class)))
		} else if rows[i].Note != "" {
			document.Append(document.Wrap(e), "small", rows[i].Note)
		}
	})
}

// say sets the text of an element if it has changed.
func say(id, s string) {
	e := document.ByID(id)
	if e.TextContent() != s {
		e.SetTextContent(s)
	}
}

// paragraphs replaces the contents of an element by elements with texts.
func paragraphs(id, tag string, all []string) {
	e := document.ByID(id)
	e.SetTextContent("")
	for _, s := range all {
		document.Append(e, tag, s)
	}
}

// table replaces rows, whose first cell is a head; each is called for every cell.
func table(id string, rows int, cells func(i int) []string, each func(i, k int, e js.Value)) {
	body := document.ByID(id)
	body.SetTextContent("")
	for i := range rows {
		row := document.Document.Call("createElement", "tr")
		for k, s := range cells(i) {
			tag := "td"
			if k == 0 {
				tag = "th"
			}
			cell := document.Document.Call("createElement", tag)
			if k == 0 {
				cell.Call("setAttribute", "scope", "row")
			}
			cell.Set("textContent", s)
			if each != nil {
				each(i, k, cell)
			}
			row.Call("append", cell)
		}
		body.Call("append", row)
	}
}
