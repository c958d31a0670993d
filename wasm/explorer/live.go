//go:build js && wasm

package main

import (
	"strconv"
	"syscall/js"

	"lossexplorer/internal/panel/live"
	"lossexplorer/internal/state"
	"lossexplorer/wasm/document"

	"honnef.co/go/js/dom/v2"
)

// liveView is the sentence above the controls, and the bars that divide the loss.
type liveView struct {
	page      *page
	sentence  [5]document.Label // in parts
	negatives float64           // per positive in the bars
	keys      [2]document.Label // of the positives, the negatives
	bars      [2]sourceBar      // cross-entropy, the loss
	shown     state.State
	last      float64 // when it was shown, in milliseconds
	waits     bool
	now       js.Value // a function
	timer     js.Value
}

// interval is the least time between two sentences while a slider is dragged: nobody reads faster,
// and the curves need not wait for them.
const interval = 100

type sourceBar struct {
	name                 document.Label
	all                  document.Element
	positives, negatives document.Element
	share                document.Label
}

func newLive(p *page) *liveView {
	c := &liveView{
		page: p,
		keys: [2]document.Label{document.NewLabel(document.ByID("source-positives")),
			document.NewLabel(document.ByID("source-negatives"))},
		negatives: live.Ratios[1],
	}
	performance := js.Global().Get("performance")
	c.now = performance.Get("now").Call("bind", performance)
	c.timer = document.Func(func() {
		c.waits = false
		c.say()
	})
	parts := document.All(document.ByID("live"), "b, span")
	for i := range c.sentence {
		c.sentence[i] = document.NewLabel(parts[i])
	}
	for i, id := range [...]string{"source-cross", "source-loss"} {
		all := document.ByID(id)
		c.bars[i] = sourceBar{
			document.NewLabel(document.Child(all, "span")), document.Child(all, "svg"),
			document.Child(all, ".positives"), document.Child(all, ".negatives"),
			document.NewLabel(document.Child(all, "output")),
		}
	}
	for _, e := range document.All(document.Find(".source-of"), "[name=negatives]") {
		input := &dom.HTMLInputElement{BasicHTMLElement: e}
		document.On(e, "change", func() {
			c.negatives, _ = strconv.ParseFloat(input.Value(), 64) // the page has numbers only
			c.draw(p.state)
		})
		input.SetDisabled(false)
	}
	return c
}

func (c *liveView) follow(s state.State) {
	if s.Kind == c.shown.Kind && s.Values == c.shown.Values && s.Class == c.shown.Class &&
		s.Label == c.shown.Label && s.Pair == c.shown.Pair {
		return
	}
	c.shown = s
	if c.waits {
		return
	}
	if wait := c.last + interval - c.now.Invoke().Float(); c.page.view.dragged && wait > 0 {
		c.waits = true
		js.Global().Call("setTimeout", c.timer, wait)
		return
	}
	c.say()
}

// say shows the sentence and the bars of the last state.
func (c *liveView) say() {
	c.last = c.now.Invoke().Float()
	for i, part := range live.Say(c.page.messages, c.shown) {
		c.sentence[i].Say(part)
	}
	c.draw(c.shown)
}

func (c *liveView) draw(s state.State) {
	c.keys[0].Say(live.SayPositives(c.page.messages, s))
	c.keys[1].Say(live.SayNegatives(c.page.messages, s, c.negatives))
	cross, loss := live.Sources(s, c.negatives)
	for i, share := range [...]float64{cross, loss} {
		bar := &c.bars[i]
		bar.name.Say(live.SayBar(c.page.messages, s, i == 0))
		said := live.Percent(share)
		if said == bar.share.Text {
			continue
		}
		bar.share.Say(said)
		width := 1000 * share
		if !(width >= 0 && width <= 1000) {
			width = 0
		}
		bar.positives.SetAttribute("width", state.Format(width))
		bar.negatives.SetAttribute("x", state.Format(width))
		bar.negatives.SetAttribute("width", state.Format(1000-width))
		bar.all.SetAttribute("aria-label", live.SayShare(c.page.messages, bar.name.Text, share))
	}
}
