//go:build js && wasm

package main

import (
	"strconv"
	"syscall/js"

	"lossexplorer/internal/panel/training"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/internal/train"
	"lossexplorer/wasm/document"
)

// A trainMap shows the predictions of a model over the plane.
type trainMap struct {
	training.Plane
	context                        js.Value // of its canvas
	image, bytes                   js.Value // the pixels to paint
	positives, negatives, boundary document.Element
}

func newTrainMap(figure document.Element) trainMap {
	// Its pixels are written one by one, which the processor does best.
	context := document.Child(figure, "canvas").Call("getContext", "2d",
		map[string]any{"willReadFrequently": true})
	image := context.Call("createImageData", training.Grid, training.Grid)
	return trainMap{
		context:   context,
		image:     image,
		bytes:     image.Get("data"),
		positives: document.Child(figure, ".positives"),
		negatives: document.Child(figure, ".negatives"),
		boundary:  document.Child(figure, ".boundary"),
	}
}

func (c *trainer) measure() {
	if err := c.run.Measure(c.shown.Loss()); err != nil {
		panic(err) // the loss of a State is valid
	}
	c.history.Add(&c.run)
	if c.done = c.run.Done(); c.done {
		c.verdict = c.run.Verdict()
	} else {
		c.verdict = c.run.Interim()
	}
	c.judge()
}

// judge compares at the threshold, and puts the verdict of a whole run into words.
func (c *trainer) judge() {
	c.verdict.SetThreshold(&c.run, c.shown.Train.Threshold)
	lead, said := "", c.said.Element.GetAttribute("data-waiting")
	if c.done {
		lead, said = training.Say(c.lab.messages, c.shown, c.verdict, c.growth)
	}
	c.lead.Say(lead)
	c.said.Say(said)
	c.copied.Say("")
	document.ByID("train-copy").Set("disabled", !c.done)
}

func (c *trainer) draw() {
	c.steps.Say(text.Fill(c.steps.Element.GetAttribute("data-text"),
		"n", text.Count(c.lab.messages, c.run.Steps), "all",
		text.Count(c.lab.messages, train.Steps)))
	c.scale.Say(training.SayScale(c.lab.messages, c.growth))
	for i := range c.maps {
		p := &c.maps[i]
		p.Update(&c.run.Models[i])
		c.bytes = p.AppendPixels(c.bytes[:0], c.classes[1], c.classes[0])
		js.CopyBytesToJS(p.bytes, c.bytes)
		p.context.Call("putImageData", p.image, 0, 0)
		c.bytes = p.AppendBoundary(c.bytes[:0], c.shown.Train.Threshold)
		p.boundary.SetAttribute("d", string(c.bytes))
		c.bytes = c.curve.Append(c.bytes[:0], &c.run.Results[i])
		c.lines[0][i].SetAttribute("points", string(c.bytes))
		c.bytes = training.AppendMark(c.bytes[:0], c.verdict.At[i])
		c.marks[i].SetAttribute("d", string(c.bytes))
		c.bytes = c.history.AppendCross(c.bytes[:0], i)
		c.lines[1][i].SetAttribute("points", string(c.bytes))
		c.bytes = c.history.AppendAP(c.bytes[:0], i)
		c.lines[2][i].SetAttribute("points", string(c.bytes))
		c.bytes = training.AppendCalibration(c.bytes[:0], &c.run.Results[i])
		c.lines[3][i].SetAttribute("points", string(c.bytes))
	}
	c.table(training.Table(c.lab.messages, c.verdict))
}

func (c *trainer) table(rows [training.Rows]training.Row) {
	for i, row := range rows {
		c.row(i, row)
	}
}

func (c *trainer) row(i int, row training.Row) {
	for k, said := range [...]string{row.Cross, row.Loss, row.Change} {
		c.cells[i][k].Say(said)
	}
}

// recolour reads the colours of the classes from the style sheet, however they are
// written, by painting with them.
func (c *trainer) recolour() {
	style := js.Global().Call("getComputedStyle", c.place.Value)
	context := c.maps[0].context
	for y, name := range [...]string{"--neg-fill", "--pos-fill"} {
		context.Set("fillStyle", style.Call("getPropertyValue", name))
		context.Call("fillRect", 0, 0, 1, 1)
		pixel := context.Call("getImageData", 0, 0, 1, 1).Get("data")
		for i := range c.classes[y] {
			c.classes[y][i] = byte(pixel.Index(i).Int())
		}
	}
}

func (c *trainer) controls(s state.State) {
	for _, choice := range c.choices {
		if value := s.Value(choice.key); choice.list.Get("value").String() != value {
			choice.list.Set("value", value)
		}
	}
	document.Check(c.prior, s.Train.Prior)
	for i := range c.sliders {
		key, value := c.sliders[i].key, s.Value(c.sliders[i].key)
		v, err := strconv.ParseFloat(value, 64)
		if err != nil {
			panic(err) // Value writes numbers
		}
		if key == state.TrainThresholdKey {
			value = training.SayThreshold(v)
		}
		c.sliders[i].show(value, state.TrainPosition(key, v))
	}
	weighted := s.Has("alpha") && s.Has("balanced")
	document.Hide(document.ByID("train-alphas"), !weighted)
	if !weighted {
		return
	}
	alpha := ""
	if s.Enabled("alpha") {
		alpha = s.Value("alpha")
	}
	for _, chip := range c.alphas {
		chip.SetAttribute("aria-pressed",
			strconv.FormatBool(chip.GetAttribute("data-alpha") == alpha))
	}
}
