//go:build js && wasm

// Command authored is the benchmark's rejected design: go-echarts runs in the
// browser and authors the option of every redraw.
package main

import (
	"encoding/json"
	"strconv"
	"syscall/js"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
)

func main() {
	document := js.Global().Get("document")
	slider := document.Call("getElementById", "focal-gamma-range")
	shown := state.Default()
	shown.Class, shown.Gradient = state.Both, state.ByLogit
	var series plot.Series
	draw := js.FuncOf(func(js.Value, []js.Value) any {
		// a range input's value is valid
		shown, _ = shown.With("gamma", slider.Get("value").String())
		if err := series.Update(shown, plot.Points); err != nil {
			panic(err)
		}
		f := plot.FrameOf(shown)
		show(0, f.Loss, series.Loss)
		show(1, f.Gradient, series.Gradient)
		document.Get("documentElement").Call("setAttribute", "data-ready", "")
		return nil
	})
	slider.Set("disabled", false)
	slider.Call("addEventListener", "input", js.FuncOf(func(js.Value, []js.Value) any {
		document.Call("getElementById", "focal-gamma-number").Set("value", slider.Get("value"))
		js.Global().Call("requestAnimationFrame", draw)
		return nil
	}))
	draw.Invoke()
	select {}
}

func show(chart int, y state.Range, lines [plot.Lines][]float64) {
	line := charts.NewLine()
	line.SetGlobalOptions(
		charts.WithAnimation(false),
		charts.WithXAxisOpts(opts.XAxis{Type: "value", Min: 0, Max: 1}),
		charts.WithYAxisOpts(opts.YAxis{Type: "value", Min: y.Min, Max: y.Max}),
	)
	for i, xy := range lines {
		var data []opts.LineData
		for k := 0; k < len(xy); k += 2 {
			data = append(data, opts.LineData{Value: xy[k : k+2]})
		}
		line.AddSeries(strconv.Itoa(i), data,
			charts.WithLineChartOpts(opts.LineChart{ShowSymbol: opts.Bool(false)}))
	}
	line.Validate()
	option, err := json.Marshal(line.JSON())
	if err != nil {
		panic(err)
	}
	js.Global().Call("setOption", chart, string(option))
}
