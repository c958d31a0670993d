//go:build js && wasm

package main

import (
	"syscall/js"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/render/scene"
	"lossexplorer/internal/text"
	"lossexplorer/wasm/array"
	"lossexplorer/wasm/canvas"
	"lossexplorer/wasm/document"
)

// chart is the Go side of one of web/js/charts.js: axes and cross-entropy by ECharts, and
// over them the lists that package scene lays out.
type chart struct {
	plot    document.Element
	reading document.Element
	js      js.Value
	bytes   [2]js.Value // Uint8Array over the buffers of cross-entropy
	painter *canvas.Painter
	scene   scene.Chart
	layout  scene.Layout
	ticks   []plot.Tick
}

func charts() js.Value { return js.Global().Get("lossExplorer") }

func newChart(m *text.Messages, id, option string, of plot.Chart, resized js.Value) *chart {
	area := document.ByID(id)
	c := &chart{
		plot:    area,
		reading: document.ByID(id + "-reading"),
		js: charts().Call("mountScene", area.Value, option, plot.CrossPos, 2*plot.Points,
			resized),
		scene: scene.Chart{Messages: m, Of: of},
	}
	for i := range c.bytes {
		c.bytes[i] = c.js.Get("bytes").Index(i)
	}
	c.painter = canvas.New(c.js.Get("id").Int(), c.js.Get("painter"))
	return c
}

// rest draws the axes, cross-entropy and the resting layer.
func (c *chart) rest() {
	c.scene.Width, c.scene.Height = c.painter.Size()
	c.js.Call("frame", c.axis(false), c.axis(true))
	var lengths [len(c.bytes)]any
	for i := range c.bytes {
		line := c.scene.Lines[plot.CrossPos+i]
		if len(line) > 0 {
			js.CopyBytesToJS(c.bytes[i], array.Bytes(line))
		}
		lengths[i] = len(line)
	}
	c.js.Call("drawStill", lengths[:]...)
	c.paintRest()
}

// paintRest draws the resting layer alone: the axes are ECharts', which takes as long as several
// frames.
func (c *chart) paintRest() {
	c.layout.LayRest(&c.scene)
	c.painter.Paint(canvas.Rest, &c.layout.Rest)
}

// move draws the layer that follows a slider.
func (c *chart) move() {
	c.layout.LayMoving(&c.scene)
	c.painter.Paint(canvas.Moving, &c.layout.Moving)
}

// axis returns an axis in the form that web/js/charts.js uses.
func (c *chart) axis(y bool) map[string]any {
	a := c.scene.XAxis()
	if y {
		a = c.scene.YAxis()
	}
	c.ticks = plot.Ticks(c.ticks[:0], a.Range, a.Log)
	values, labels := make([]any, len(c.ticks)), make([]any, len(c.ticks))
	for i, t := range c.ticks {
		values[i], labels[i] = t.At, t.Label
		if !y && c.scene.Hides(t) {
			labels[i] = ""
		}
	}
	return map[string]any{"name": a.Name, "min": a.Range.Min, "max": a.Range.Max, "ticks": values,
		"labels": labels}
}

// looks returns how the chart looks on the page, for a picture of it: its title, its font
// and whether it is dark.
func (c *chart) looks() (title, font string, dark bool) {
	l := c.js.Call("looks")
	return l.Get("title").String(), l.Get("font").String(), l.Get("dark").Bool()
}
