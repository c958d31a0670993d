//go:build js && wasm

package main

import (
	"strconv"
	"syscall/js"

	"lossexplorer/internal/panel/training"
	"lossexplorer/internal/text"
	"lossexplorer/internal/train"
	"lossexplorer/wasm/document"
)

// seeds repeats the training using several seeds, and shows their spread in the table.
type seeds struct {
	of      *trainer
	trials  train.Trials
	button  document.Label
	caption document.Label
	said    document.Label
	running bool
	frame   js.Value
}

func (c *seeds) init(of *trainer) {
	c.of = of
	c.button = document.NewLabel(document.ByID("train-seeds"))
	c.caption = document.NewLabel(document.ByID("train-results-title"))
	c.said = document.NewLabel(document.ByID("train-spread"))
	c.frame = document.Func(func() {
		if c.running {
			c.step()
		}
	})
	document.On(c.button.Element, "click", func() {
		c.stop()
		of.setPlaying(false)
		of.draw()
		c.trials.Start(of.setup, of.shown.Train.Threshold)
		c.running = true
		c.button.Element.Set("disabled", true)
		c.next()
	})
}

func (c *seeds) next() {
	t := text.TrainOf(c.of.lab.messages).Seeds
	c.button.Say(text.Fill(t.Running, "n", strconv.Itoa(c.trials.Done()+1), "all",
		strconv.Itoa(train.Seeds)))
	js.Global().Call("requestAnimationFrame", c.frame)
}

// step trains for a frame.
func (c *seeds) step() {
	const perFrame = 200
	done, err := c.trials.Step(c.of.shown.Loss(), perFrame)
	if err != nil {
		panic(err) // the loss of a State is valid
	}
	if !done {
		c.next()
		return
	}
	c.stop()
	for q, row := range training.SpreadRows {
		c.of.row(row, training.Spreads(&c.trials, train.Quantity(q)))
	}
	c.caption.Say(c.caption.Element.GetAttribute("data-many"))
	c.said.Say(training.SayTrials(c.of.lab.messages, &c.trials))
}

// stop ends the trials and removes their spread from the table, which its owner then
// fills anew.
func (c *seeds) stop() {
	c.running = false
	c.button.Element.Set("disabled", false)
	c.button.Say(c.button.Element.GetAttribute("data-text"))
	c.caption.Say(c.caption.Element.GetAttribute("data-single"))
	c.said.Say("")
}
