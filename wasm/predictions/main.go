//go:build js && wasm

// Command predictions is the program behind the panel of the user's own predictions. It
// runs in a worker of its own, so that reading a large file does not stop the page. Each
// file uses a new worker, so that a file that cannot be read, or is not wanted any more,
// does not affect the worker with the previous file. It receives requests as messages, and
// answers with messages; see web/js/predict.js.
package main

import (
	"strconv"
	"strings"
	"syscall/js"
	"time"

	"lossexplorer/internal/panel/predictions"
	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/advise"
	"lossexplorer/internal/text"
	"lossexplorer/wasm/fileworker"
)

func main() {
	p := &program{}
	messages := fileworker.Messages()
	for {
		if p.exact == nil && !p.curing && p.rounding == nil {
			p.answer(<-messages)
			continue
		}
		select {
		case m := <-messages:
			p.answer(m)
		case <-time.After(p.rest):
			p.rest = 0
			switch {
			case p.rounding != nil:
				if p.rounding.Step() {
					p.changes = p.rounding.Show(p.changes)
					p.rounding = nil
					p.post(map[string]any{"exact": true})
				}
			case p.exact == nil:
				p.changes = p.data.Cures(p.changes, fileworker.Parse(p.query))
				p.curing = false
				p.post(map[string]any{"exact": true})
			case p.exact.Step():
				p.changes = p.exact.Show(p.changes)
				p.exact, p.curing = nil, true
				p.post(map[string]any{"exact": true})
			}
		}
	}
}

// rest is the time that the controls must be still before all rows are summed.
const rest = 250 * time.Millisecond

func (p *program) answer(m js.Value) {
	if m.Get("advise").Truthy() {
		p.advise(m)
	} else if files := m.Get("files"); files.Truthy() {
		p.load(m)
	} else if m.Get("weights").Truthy() {
		p.weights(m.Get("query").String())
	} else if p.data == nil {
		return
	} else if of := m.Get("pair"); of.Truthy() {
		p.pair(of)
	} else if of := m.Get("quality"); of.Truthy() {
		p.quality(of)
	} else {
		query := m.Get("query").String()
		switch keep := m.Get("keep"); {
		case keep.IsUndefined():
		case keep.Bool():
			p.data.Keep(fileworker.Parse(query))
		default:
			p.data.Forget()
		}
		p.show(query)
	}
}

type program struct {
	data     *predictions.Data
	source   js.Value // the message that asked for it
	changes  []predictions.Change
	exact    *predictions.Exact    // that is being summed, nil if none is
	rounding *predictions.Rounding // that counts rows, nil if none does
	rest     time.Duration
	query    string // the latest state
	curing   bool   // the maps of the scores are to be shown
}

// quality follows the controls of the threshold and the bins.
func (p *program) quality(of js.Value) {
	p.data.Costs(of.Get("fp").Float(), of.Get("fn").Float())
	switch {
	case of.Get("cheapest").Truthy():
		p.data.Cheapest()
	case of.Get("position").Type() == js.TypeNumber:
		p.data.Threshold(of.Get("position").Float())
	}
	p.data.Mass(of.Get("mass").Truthy())
	p.changes = p.data.Quality(p.changes)
	p.post(map[string]any{"exact": true})
}

// advise refits a linear head to the files of a message.
func (p *program) advise(message js.Value) {
	m := text.For(message.Get("lang").String())
	f, _, _, err := fileworker.Open(message)
	if f != nil {
		name, metric := message.Get("name").String(), advise.Metric(message.Get("metric").Int())
		p.changes, err = predictions.Advise(p.changes, m, name, f, predict.Choice{}, metric,
			fileworker.Progress())
	}
	if err != nil {
		fileworker.Post(map[string]any{"fault": predictions.Explain(m, err)})
		return
	}
	p.post(map[string]any{"advised": true})
}

// pair compares with the files of a message, which are read by the same choice of columns.
func (p *program) pair(message js.Value) {
	fail := func(err error) {
		fileworker.Post(map[string]any{"fault": predictions.Explain(
			text.For(p.source.Get("lang").String()), err)})
	}
	own, c, _, err := fileworker.Open(p.source)
	if err != nil {
		fail(err)
		return
	}
	other, columns, _, err := fileworker.Open(message)
	if err != nil {
		fail(err)
		return
	}
	p.changes, err = p.data.Pair(p.changes, own, c, other, columns, message.Get("name").String(),
		fileworker.Progress())
	if err != nil {
		fail(err)
		return
	}
	p.post(map[string]any{"exact": true, "paired": true})
}

// load reads the files of a message.
func (p *program) load(message js.Value) {
	m := text.For(message.Get("lang").String())
	f, c, notes, err := fileworker.Open(message)
	var d *predictions.Data
	if err == nil {
		d, err = predictions.Load(m, message.Get("name").String(), f, c,
			fileworker.Rejected(message), fileworker.Progress())
	}
	if err != nil {
		fault := map[string]any{"fault": predictions.Explain(m, err)}
		if f != nil {
			fault["read"] = readOf(f.Names(), c)
		}
		fileworker.Post(fault)
		return
	}
	d.Noted(notes)
	p.data, p.source = d, message
	fileworker.Post(map[string]any{"read": readOf(f.Names(), c)})
	p.changes = d.Fixed(p.changes[:0])
	p.show(message.Get("query").String())
}

// readOf describes the columns that are used, as far as they are known.
func readOf(names []string, c predict.Columns) map[string]any {
	list := func(columns []int) []any {
		all := []any{}
		for _, i := range columns {
			if i >= 0 {
				all = append(all, i)
			}
		}
		return all
	}
	all := []any{}
	for _, name := range names {
		all = append(all, name)
	}
	weight := -1
	if i, ok := c.Weight.Index(); ok {
		weight = i
	}
	group, only := -1, ""
	if i, ok := c.Group.Index(); ok {
		group = i
	}
	if i, ok := c.Filter.Index(); ok {
		only = names[i] + "=" + c.Only
	}
	ignore := ""
	for _, v := range c.Labels.Ignore {
		ignore += ", " + v
	}
	fractions, from := "", ""
	switch {
	case c.Labels.Soft:
		fractions = "soft"
	case c.Labels.Threshold > 0:
		fractions, from = "threshold", strconv.FormatFloat(c.Labels.Threshold, 'g', -1, 64)
	}
	positive := ""
	if c.Labels.Classes != nil && c.Classes() == 2 {
		positive = c.Labels.Positive()
	}
	return map[string]any{"names": all, "label": c.Label, "scores": list(c.Scores),
		"kind": c.Kind.String(), "positive": positive,
		"ignore": strings.TrimPrefix(ignore, ", "), "weight": weight, "group": group, "only": only,
		"fractions": fractions, "from": from}
}

// weights posts the table of all rows, in pieces.
func (p *program) weights(query string) {
	f, c, _, err := fileworker.Open(p.source)
	if err == nil {
		err = predictions.Weights(f, c, fileworker.Parse(query),
			func(piece []byte) { fileworker.Pieces{}.Write(piece) }, fileworker.Progress())
	}
	if err != nil { // the file was there before
		fileworker.Post(map[string]any{"fault": predictions.Explain(
			text.For(p.source.Get("lang").String()), err)})
		return
	}
	fileworker.Post(map[string]any{"weights": true})
}

// show posts the values that depend on the state, with the changes that are there already.
func (p *program) show(query string) {
	s := fileworker.Parse(query)
	p.query, p.curing = query, false
	p.changes = p.data.Show(p.changes, s)
	p.exact, p.rounding, p.rest = p.data.Exact(s), p.data.Rounding(s), rest
	p.post(map[string]any{})
}

// post posts the changes with the other fields of a message.
func (p *program) post(message map[string]any) {
	changes := make([]any, 0, 3*len(p.changes))
	for _, c := range p.changes {
		changes = append(changes, c.ID, c.Attribute, c.Value)
	}
	p.changes = p.changes[:0]
	message["changes"] = changes
	fileworker.Post(message)
}
