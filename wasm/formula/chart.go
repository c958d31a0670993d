//go:build js && wasm

package main

import (
	"syscall/js"

	"lossexplorer/internal/panel/customloss"
	"lossexplorer/internal/plot"
	"lossexplorer/wasm/array"
	"lossexplorer/wasm/document"
)

// lines are the lines of the page's charts whose styles the panel uses: the moving lines for the
// formula, the still ones for the page's loss and the others, drawn as comparison curves.
var lines = func() (all [customloss.Lines]int) {
	copy(all[:], []int{plot.LossPos, plot.LossNeg, plot.CrossPos, plot.CrossNeg})
	for i := customloss.MeantPos; i < len(all); i++ {
		all[i] = plot.Pinned + i - customloss.MeantPos
	}
	return all
}()

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
		marks:   document.Child(area, ".custom-marks"),
		js: js.Global().Get("lossExplorer").Call("mount", area.Value, name, plot.Moving,
			2*customloss.Points),
	}
}

func (c *chart) show(drawn *customloss.Chart, caption, xAxis, yAxis string) {
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
