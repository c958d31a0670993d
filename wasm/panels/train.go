//go:build js && wasm

package main

import (
	"strconv"
	"syscall/js"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/internal/train"
	"lossexplorer/wasm/document"

	"honnef.co/go/js/dom/v2"
)

// training is the panel that trains.
type training struct {
	lab     *lab
	details document.Element
	choices []trainChoice
	sliders []slider
	prior   *dom.HTMLInputElement
	play    document.Element
	speed   document.Element
	steps   document.Label
	says    document.Label
	planes  [train.Models]plane
	cells   [train.Models][]document.Label
	lines   [3][train.Models]document.Element // cross-entropy, average precision, calibration
	lasts   []document.Element                // the ends of the axes of steps
	colours [2][3]byte                        // of y = 0 and y = 1

	run     train.Run
	setup   train.Setup // of run
	history plot.TrainHistory
	loss    state.State // whose loss the last results are with
	playing bool
	frame   js.Value
	bytes   []byte
}

// A trainChoice is a list of which one is chosen.
type trainChoice struct {
	key  string
	list document.Element
}

// A plane shows what a model predicts.
type plane struct {
	plot.Plane
	context                        js.Value // of its canvas
	image, bytes                   js.Value // of what it paints
	positives, negatives, boundary document.Element
}

func newTraining(l *lab) *training {
	details := document.ByID(state.TrainKey)
	c := &training{
		lab:     l,
		details: details,
		choices: []trainChoice{{state.TrainKey, document.ByID("train-model")}, {state.TrainDataKey, document.ByID("train-train_data")}},
		prior:   document.InputByID("train-train_prior"),
		play:    document.ByID("train-play"),
		speed:   document.ByID("train-speed"),
		steps:   document.NewLabel(document.ByID("train-steps")),
		says:    document.NewLabel(document.ByID("train-says")),
		lasts:   document.All(details, ".last"),
	}
	for _, choice := range c.choices {
		document.On(choice.list, "change", func() {
			l.set(choice.key, choice.list.Get("value").String())
			l.commit()
		})
	}
	document.On(c.prior.BasicHTMLElement, "change", func() {
		l.set(state.TrainPriorKey, strconv.FormatBool(c.prior.Checked()))
		l.commit()
	})
	for _, key := range []string{state.TrainRatioKey, state.TrainNoiseKey, state.TrainRateKey, state.TrainSeedKey} {
		c.sliders = append(c.sliders, newSlider(l, "train-", key, state.TrainAt))
	}
	for i, figure := range document.All(details, ".plane") {
		c.planes[i] = newPlane(figure)
	}
	for _, row := range document.All(details, ".results tbody tr") {
		for i, cell := range document.All(row, "td") {
			c.cells[i] = append(c.cells[i], document.NewLabel(cell))
		}
	}
	for i, id := range []string{"train-cross", "train-ap", "train-calibration"} {
		for model := range train.Models {
			c.lines[i][model] = document.Child(document.ByID(id), "polyline.model-"+strconv.Itoa(model))
		}
	}
	c.frame = document.Func(func() {
		if c.playing {
			n, _ := strconv.Atoi(c.speed.Get("value").String()) // the list has numbers
			c.step(n)
			c.next()
		}
	})
	document.On(c.play, "click", func() { c.setPlaying(!c.playing) })
	document.On(document.ByID("train-step"), "click", func() {
		c.setPlaying(false)
		c.step(1)
		c.say()
	})
	document.On(document.ByID("train-again"), "click", func() {
		c.start()
		c.say()
	})
	c.recolour()
	document.Hear("recolour", func(string) {
		c.recolour()
		if l.state.Train.Shown {
			c.draw()
		}
	})
	return c
}

func newPlane(figure document.Element) plane {
	// Its pixels are written one by one, which the processor does best.
	context := document.Child(figure, "canvas").Call("getContext", "2d", map[string]any{"willReadFrequently": true})
	image := context.Call("createImageData", plot.TrainGrid, plot.TrainGrid)
	return plane{
		context:   context,
		image:     image,
		bytes:     image.Get("data"),
		positives: document.Child(figure, ".positives"),
		negatives: document.Child(figure, ".negatives"),
		boundary:  document.Child(figure, ".boundary"),
	}
}

// maxSteps ends a training that was forgotten.
const maxSteps = 100_000

func (c *training) setPlaying(playing bool) {
	if playing == c.playing {
		return
	}
	c.playing = playing
	name := "data-play"
	if playing {
		name = "data-pause"
		c.next()
	} else {
		c.say()
	}
	c.play.SetTextContent(c.play.GetAttribute(name))
}

func (c *training) next() { js.Global().Call("requestAnimationFrame", c.frame) }

func (c *training) follow(s state.State) {
	if !s.Train.Shown {
		c.setPlaying(false)
		return
	}
	c.controls(s)
	setup := plot.TrainSetup(s)
	same := c.setup
	same.Rate = setup.Rate
	switch {
	case setup != same:
		if c.setup == (train.Setup{}) { // the first one, before which nothing can be done
			for _, control := range document.All(c.details, "button, select, input") {
				control.Set("disabled", false)
			}
		}
		c.setup = setup
		c.start()
		c.say()
		c.details.RemoveAttribute("aria-busy")
	case s.Kind != c.loss.Kind || s.Values != c.loss.Values:
		c.measure()
		c.draw()
	}
	c.setup.Rate, c.run.Setup.Rate = setup.Rate, setup.Rate // a run goes on with another
}

// start begins again, from the first step.
func (c *training) start() {
	c.run.Start(c.setup)
	c.history.Reset()
	for i := range c.planes {
		p := &c.planes[i]
		p.positives.SetAttribute("d", string(plot.AppendExamples(nil, &c.run.Train, 1)))
		p.negatives.SetAttribute("d", string(plot.AppendExamples(nil, &c.run.Train, 0)))
	}
	c.measure()
	c.history.Add(&c.run)
	c.draw()
}

// step trains n steps and shows where they lead.
func (c *training) step(n int) {
	l := c.lab.state.Loss()
	for range n {
		if err := c.run.Step(l); err != nil {
			panic(err) // the loss of a State is valid
		}
	}
	c.measure()
	c.history.Add(&c.run)
	c.draw()
	if c.run.Steps >= maxSteps {
		c.setPlaying(false)
	}
}

func (c *training) measure() {
	c.loss = c.lab.state
	if err := c.run.Measure(c.loss.Loss()); err != nil {
		panic(err) // the loss of a State is valid
	}
}

// say puts the results into words, for those who do not see them.
func (c *training) say() { c.says.Say(plot.SayRun(c.lab.messages, &c.run)) }

func (c *training) draw() {
	steps := strconv.Itoa(c.run.Steps)
	c.steps.Say(steps)
	for _, last := range c.lasts {
		last.SetTextContent(steps)
	}
	for i := range c.planes {
		p := &c.planes[i]
		p.Update(&c.run.Models[i])
		c.bytes = p.AppendPixels(c.bytes[:0], c.colours[1], c.colours[0])
		js.CopyBytesToJS(p.bytes, c.bytes)
		p.context.Call("putImageData", p.image, 0, 0)
		c.bytes = p.AppendBoundary(c.bytes[:0])
		p.boundary.SetAttribute("d", string(c.bytes))
		for k, said := range plot.SayResults(&c.run.Results[i]) {
			c.cells[i][k].Say(said)
		}
		c.bytes = c.history.AppendCross(c.bytes[:0], i)
		c.lines[0][i].SetAttribute("points", string(c.bytes))
		c.bytes = c.history.AppendAP(c.bytes[:0], i)
		c.lines[1][i].SetAttribute("points", string(c.bytes))
		c.bytes = plot.AppendCalibration(c.bytes[:0], &c.run.Results[i])
		c.lines[2][i].SetAttribute("points", string(c.bytes))
	}
}

// recolour reads the colours of the classes from the style sheet, however they
// are written, by painting with them.
func (c *training) recolour() {
	style := js.Global().Call("getComputedStyle", c.details.Value)
	context := c.planes[0].context
	for y, name := range [...]string{"--line-1", "--line-0"} {
		context.Set("fillStyle", style.Call("getPropertyValue", name))
		context.Call("fillRect", 0, 0, 1, 1)
		pixel := context.Call("getImageData", 0, 0, 1, 1).Get("data")
		for i := range c.colours[y] {
			c.colours[y][i] = byte(pixel.Index(i).Int())
		}
	}
}

func (c *training) controls(s state.State) {
	for _, choice := range c.choices {
		if value := s.Value(choice.key); choice.list.Get("value").String() != value {
			choice.list.Set("value", value)
		}
	}
	document.Check(c.prior, s.Train.Prior)
	for i := range c.sliders {
		key := c.sliders[i].key
		v, _ := strconv.ParseFloat(s.Value(key), 64) // Value writes numbers that can be read
		c.sliders[i].show(s.Value(key), state.TrainPosition(key, v))
	}
}
