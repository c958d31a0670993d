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

	"honnef.co/go/js/dom/v2"
)

// trainer is the place that trains.
type trainer struct {
	lab     *lab
	place   document.Element
	choices []trainChoice
	sliders []slider
	alphas  []document.Element
	prior   *dom.HTMLInputElement
	play    document.Element
	speed   document.Element
	steps   document.Label
	lead    document.Label
	said    document.Label
	scale   document.Label
	maps    [train.Models]trainMap
	cells   [training.Rows][3]document.Label // cross-entropy, loss, change
	// precision-recall curve, cross-entropy, average precision, calibration
	lines   [4][train.Models]document.Element
	marks   [train.Models]document.Element // of the threshold on the curve
	classes [2][3]byte                     // the colours of y = 0 and y = 1
	copied  document.Label
	plain   document.Label // the verdict as text
	again   seeds

	run     train.Run
	setup   train.Setup // of run
	verdict train.Verdict
	growth  float64 // train.Run.GradientScale
	done    bool    // the verdict is on the whole run
	history training.History
	curve   training.Curve
	shown   state.State // as of the last follow
	begun   bool        // follow has started a run
	playing bool
	paused  bool // by the user
	frame   js.Value
	bytes   []byte
}

// A trainChoice is a list to choose one entry from.
type trainChoice struct {
	key  string
	list document.Element
}

func newTraining(l *lab) *trainer {
	place := document.ByID(state.TrainKey)
	c := &trainer{
		lab:    l,
		place:  document.ByID("place-train"),
		prior:  document.InputByID("train-train_prior"),
		play:   document.ByID("train-play"),
		speed:  document.ByID("train-speed"),
		steps:  document.NewLabel(document.ByID("train-steps")),
		lead:   document.NewLabel(document.Find("#train-verdict b")),
		said:   document.NewLabel(document.Find("#train-verdict span")),
		scale:  document.NewLabel(document.ByID("train-scale")),
		copied: document.NewLabel(document.ByID("train-copied")),
		plain:  document.NewLabel(document.ByID("train-text")),
		alphas: document.All(place, "[data-alpha]"),
	}
	for _, key := range []string{state.TrainKey, state.TrainDataKey, state.TrainOptimizerKey} {
		list := document.ByID("train-" + key)
		c.choices = append(c.choices, trainChoice{key, list})
		document.On(list, "change", func() {
			if value := list.Get("value").String(); key == state.TrainOptimizerKey {
				c.optimize(value)
			} else {
				c.choose(key, value)
			}
		})
	}
	document.On(c.prior.BasicHTMLElement, "change",
		func() { c.choose(state.TrainPriorKey, strconv.FormatBool(c.prior.Checked())) })
	for _, key := range []string{state.TrainRatioKey, state.TrainNoiseKey, state.TrainRateKey,
		state.TrainSeedKey, state.TrainThresholdKey} {
		c.sliders = append(c.sliders, newSlider(l, "train-", key, state.TrainAt))
	}
	for _, chip := range c.alphas {
		document.On(chip, "click", func() { c.weigh(chip.GetAttribute("data-alpha")) })
	}
	for i := range c.maps {
		index := strconv.Itoa(i)
		c.maps[i] = newTrainMap(document.Child(place, `.plane[data-model="`+index+`"]`))
		for k, id := range []string{"curve", "cross", "ap", "calibration"} {
			c.lines[k][i] = document.Find("#train-" + id + " polyline.model-" + index)
		}
		c.marks[i] = document.Find("#train-curve .mark.model-" + index)
	}
	for i, row := range document.All(place, ".results tbody tr") {
		for k, cell := range document.All(row, "td") {
			c.cells[i][k] = document.NewLabel(cell)
		}
	}
	c.frame = document.Func(func() {
		if c.playing {
			c.step(c.perFrame())
			c.next()
		}
	})
	document.On(c.play, "click", c.toggle)
	document.On(document.ByID("train-step"), "click", func() {
		c.paused = true
		c.setPlaying(false)
		c.step(1)
		c.draw()
	})
	document.On(document.ByID("train-new"), "click", func() {
		seed := c.shown.Train.Seed + 1
		if seed > state.MaxTrainSeed {
			seed = 0
		}
		c.paused = false
		c.choose(state.TrainSeedKey, state.Format(seed))
	})
	document.On(document.ByID("train-copy"), "click", func() {
		c.plain.Say(training.AsText(l.messages, c.shown, c.verdict, c.growth))
		document.Copy(&c.plain, &c.copied, text.TrainOf(l.messages).Copied, l.messages.CopyFailed)
	})
	c.again.init(c)
	c.recolour()
	document.Hear(document.Recolour, func(string) {
		c.recolour()
		if c.begun {
			c.draw()
		}
	})
	return c
}

func (c *trainer) choose(key, value string) {
	c.lab.set(key, value)
	c.lab.commit()
}

// optimize sets the optimizer, and its learning rate if that is the other's usual one.
func (c *trainer) optimize(by string) {
	for _, other := range state.Optimizers() {
		if c.shown.Train.Rate == training.UsualRate(other) {
			c.lab.set(state.TrainRateKey, state.Format(training.UsualRate(by)))
			break
		}
	}
	c.choose(state.TrainOptimizerKey, by)
}

// weigh sets the class weight, or switches it off.
func (c *trainer) weigh(alpha string) {
	if alpha != "" {
		c.lab.set("alpha", alpha)
		c.lab.set("balanced", "1")
	} else {
		c.lab.set("balanced", "0")
	}
	c.lab.commit()
}

// toggle plays or pauses, or trains again after the end.
func (c *trainer) toggle() {
	if c.run.Done() {
		c.start()
	}
	c.paused = c.playing
	c.setPlaying(!c.playing)
	if c.paused { // the last frames may not have been drawn, see step
		c.measure()
		c.draw()
	}
}

func (c *trainer) setPlaying(playing bool) {
	if playing != c.playing {
		c.playing = playing
		if playing {
			c.next()
		}
	}
	name := "data-play"
	switch {
	case playing:
		name = "data-pause"
	case c.run.Done():
		name = "data-again"
	}
	if label := c.play.GetAttribute(name); c.play.TextContent() != label {
		c.play.SetTextContent(label)
	}
}

func (c *trainer) next() { js.Global().Call("requestAnimationFrame", c.frame) }

// still reports whether the user wants little motion.
func still() bool {
	return js.Global().Call("matchMedia", "(prefers-reduced-motion: reduce)").Get("matches").Bool()
}

// perFrame returns the steps of a frame.
func (c *trainer) perFrame() int {
	if still() {
		return 100
	}
	n, err := strconv.Atoi(c.speed.Get("value").String())
	if err != nil {
		panic(err) // the list has numbers
	}
	return n
}

func (c *trainer) follow(s state.State) {
	before := c.shown
	c.shown = s
	if !s.Train.Shown {
		c.setPlaying(false)
		c.again.stop()
		return
	}
	c.controls(s)
	setup := training.Setup(s)
	switch {
	case !c.begun:
		for _, control := range document.All(c.place,
			":is(.training, .claim-do) :is(button, select, input)") {
			control.Set("disabled", false)
		}
		c.begun = true
		c.restart(setup)
		c.place.RemoveAttribute("aria-busy")
		document.ByID(state.TrainKey).RemoveAttribute("aria-busy")
	case setup != c.setup || s.Kind != before.Kind || s.Values != before.Values:
		c.restart(setup)
	case s.Train.Threshold != before.Train.Threshold:
		c.again.stop()
		c.judge()
		c.draw()
	case !before.Train.Shown && !c.run.Done() && !c.paused:
		c.setPlaying(true)
	}
}

// restart begins a run with other data or another loss, and plays it unless the user
// has paused.
func (c *trainer) restart(setup train.Setup) {
	c.setup = setup
	c.start()
	c.setPlaying(!c.paused)
}

// start goes back to the first step.
func (c *trainer) start() {
	c.again.stop()
	c.run.Start(c.setup)
	c.history.Reset()
	var err error
	if c.growth, err = c.run.GradientScale(c.shown.Loss()); err != nil {
		panic(err) // the loss of a State is valid
	}
	for i := range c.maps {
		p := &c.maps[i]
		p.positives.SetAttribute("d", string(training.AppendExamples(nil, &c.run.Train, 1)))
		p.negatives.SetAttribute("d", string(training.AppendExamples(nil, &c.run.Train, 0)))
	}
	c.measure()
	c.draw()
}

// step trains n steps, and draws unless more follow and the user wants little motion.
func (c *trainer) step(n int) {
	l := c.shown.Loss()
	for range n {
		if err := c.run.Step(l); err != nil {
			panic(err) // the loss of a State is valid
		}
	}
	if c.run.Done() {
		c.setPlaying(false)
	}
	if c.playing && still() {
		return
	}
	c.measure()
	c.draw()
}
