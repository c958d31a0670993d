//go:build js && wasm

package main

import (
	"strconv"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/wasm/document"

	"honnef.co/go/js/dom/v2"
)

// batch is the part of the view of several classes that compares softmax with sigmoids,
// and the reductions of a batch. The explorer's program shows the rest.
type batch struct {
	lab        *lab
	rows       [state.MaxClasses][3]document.Label // p, loss and gradient
	total      document.Label
	background *dom.HTMLInputElement
	labels     *dom.HTMLInputElement
	error      document.Element
	typing     bool // the field's text is the user's
	cells      [len(plot.Reductions)][4]document.Label
	readings   []plot.ClassReading
}

func newBatch(l *lab) *batch {
	c := &batch{
		lab: l, total: document.NewLabel(document.ByID("sigmoid-total")),
		background: document.InputByID("class-background"),
		labels:     document.InputByID("class-batch"), error: document.ByID("class-batch-error"),
	}
	for k := range c.rows {
		row := document.ByID("class-" + strconv.Itoa(k))
		for i, selector := range [...]string{".sigmoid-p", ".sigmoid-loss", ".sigmoid-gradient"} {
			c.rows[k][i] = document.NewLabel(document.Child(row, selector))
		}
	}
	for i := range c.cells {
		for k, cell := range document.All(document.ByID("reduction-"+strconv.Itoa(i)), "td") {
			c.cells[i][k] = document.NewLabel(cell)
		}
	}
	document.On(c.background.BasicHTMLElement, "change", func() {
		l.set(state.BackgroundKey, strconv.FormatBool(c.background.Checked()))
		l.commit()
	})
	document.On(c.labels.BasicHTMLElement, "input", c.typed)
	document.On(c.labels.BasicHTMLElement, "change", func() {
		c.typing = false
		l.commit()
	})
	for _, button := range document.All(document.ByID("class-weights"), "button") {
		// the page has numbers only
		convention, _ := strconv.Atoi(button.GetAttribute("data-weights"))
		document.On(button, "click", func() {
			l.set(state.AlphasKey, plot.WeightsOf(l.state, plot.Convention(convention)))
			l.commit()
		})
		button.Set("disabled", false)
	}
	c.background.SetDisabled(false)
	c.labels.SetDisabled(false)
	return c
}

// typed uses the classes of the examples as they are typed.
func (c *batch) typed() {
	c.typing = true
	value := c.labels.Value()
	_, err := c.lab.state.With(state.BatchKey, value)
	document.Hide(c.error, err == nil)
	if err != nil {
		c.error.SetTextContent(plot.SayError(c.lab.messages, state.BatchKey, value, err))
		return
	}
	c.lab.set(state.BatchKey, value)
}

func (c *batch) follow(s state.State) {
	if !s.Classes.Shown {
		return
	}
	document.Check(c.background, s.Classes.Background)
	if !c.typing {
		document.Slide(c.labels, s.Value(state.BatchKey))
		document.Hide(c.error, true)
	}
	var loss float64
	c.readings, loss = plot.SigmoidReadings(c.readings[:0], s)
	for k := range c.rows {
		said := [3]string{"–", "–", "–"} // of the background
		if k < len(c.readings) {
			r := c.readings[k]
			said = [3]string{plot.Number(r.P), plot.Number(r.Loss), plot.Number(r.Gradient)}
		}
		for i := range said {
			c.rows[k][i].Say(said[i])
		}
	}
	c.total.Say(text.Fill(text.BatchOf(c.lab.messages).Total, "loss", plot.Number(loss)))
	softmax, sigmoid := plot.BatchOf(s)
	for i := range c.cells {
		for k, v := range [...]float64{softmax[i].Loss, softmax[i].Divisor, sigmoid[i].Loss,
			sigmoid[i].Divisor} {
			c.cells[i][k].Say(plot.Number(v))
		}
	}
}
