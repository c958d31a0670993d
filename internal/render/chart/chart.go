// Package chart authors the ECharts options of the live charts, with their
// series empty and without colours: the page fills in both.
package chart

import (
	"encoding/json"
	"fmt"
	"maps"
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/render/scene"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// Spec holds the texts of one chart and its axes in the default state.
type Spec struct {
	XName, YName string
	X, Y         state.Range
	Lines        [plot.Family]string // the names of the series
}

// Specs returns the charts by the names that the page has for them, "loss" and
// "gradient".
func Specs(m *text.Messages) map[string]Spec {
	lines := [plot.Family]string{
		plot.LossPos:  text.Fill(m.LineOf, "loss", m.Loss, "y", "1"),
		plot.LossNeg:  text.Fill(m.LineOf, "loss", m.Loss, "y", "0"),
		plot.WrongPos: m.Wrong + ", y = 1",
		plot.WrongNeg: m.Wrong + ", y = 0",
		plot.CrossPos: m.CrossPos,
		plot.CrossNeg: m.CrossNeg,
	}
	for i := range state.MaxPins {
		pin := text.Fill(m.Compare.Pin, "n", strconv.Itoa(i+1))
		lines[plot.Pinned+2*i] = pin + ", y = 1"
		lines[plot.Pinned+2*i+1] = pin + ", y = 0"
	}
	f := plot.FrameOf(state.Default())
	names := plot.SayAxes(m, state.Default())
	return map[string]Spec{
		"loss":     {names.X, names.Loss, f.X, f.Loss, lines},
		"gradient": {names.X, names.Gradient, f.X, f.Gradient, lines},
	}
}

// Option returns the ECharts option as JSON.
func (s Spec) Option() ([]byte, error) {
	line := charts.NewLine()
	line.SetGlobalOptions(
		charts.WithAnimation(false),
		charts.WithInitializationOpts(opts.Initialization{BackgroundColor: "transparent"}),
		charts.WithGridOpts(opts.Grid{
			Left:   strconv.Itoa(scene.Left),
			Right:  strconv.Itoa(scene.Right),
			Top:    strconv.Itoa(scene.Top),
			Bottom: strconv.Itoa(scene.Bottom),
		}),
		charts.WithXAxisOpts(opts.XAxis{
			Type: "value", Min: s.X.Min, Max: s.X.Max,
			Name: s.XName, NameLocation: "middle", NameGap: scene.XNameGap - scene.FontSize/2,
			AxisLine: atEdge(),
		}),
		charts.WithYAxisOpts(opts.YAxis{
			Type: "value", Min: s.Y.Min, Max: s.Y.Max,
			Name: s.YName, NameLocation: "middle", NameGap: scene.YNameGap - scene.FontSize/2,
			AxisLine: atEdge(),
		}),
	)
	for i, name := range s.Lines {
		style := opts.LineStyle{Width: scene.ThinWidth}
		switch {
		case i == plot.CrossPos || i == plot.CrossNeg:
			style.Type = "dashed"
		case i == plot.WrongPos || i == plot.WrongNeg:
			style.Type = "dotted"
		case i >= plot.Pinned && (i-plot.Pinned)%2 == 1:
			style.Type = "dotted" // the pins' curves of y = 0
		}
		line.AddSeries(name, []opts.LineData{},
			charts.WithLineChartOpts(opts.LineChart{Symbol: "none", ShowSymbol: opts.Bool(false)}),
			charts.WithLineStyleOpts(style))
	}
	line.Validate()
	return finish(line.JSON())
}

// atEdge keeps an axis at the edge of the grid although zero may be inside it.
func atEdge() *opts.AxisLine {
	return &opts.AxisLine{Show: opts.Bool(true), OnZero: opts.Bool(false)}
}

// finish marshals the option without the components that go-echarts always
// includes, and with the options that it has no fields for.
func finish(option map[string]any) ([]byte, error) {
	for _, name := range []string{"color", "legend", "title", "toolbox", "tooltip"} {
		delete(option, name)
	}
	// ECharts uses the width of a Chinese character as the height of a line,
	// which misplaces the texts where no font has one.
	line := map[string]any{"fontSize": scene.FontSize, "lineHeight": scene.FontSize}
	axis := map[string]any{"axisLabel": line, "nameTextStyle": line, "nameMoveOverlap": false}
	for name, fields := range map[string]map[string]any{
		// Since ECharts 6 the grid makes room for texts by default; the
		// page relies on where it is.
		"grid": {"outerBoundsMode": "none"},
		"series": {"silent": true, "clip": true, "legendHoverLink": false,
			"emphasis": map[string]bool{"disabled": true}},
		"xAxis": axis,
		"yAxis": axis,
	} {
		b, err := json.Marshal(option[name])
		if err != nil {
			return nil, fmt.Errorf("chart: %w", err)
		}
		var components []map[string]any
		if err := json.Unmarshal(b, &components); err != nil {
			return nil, fmt.Errorf("chart: %w", err)
		}
		for _, c := range components {
			maps.Copy(c, fields)
		}
		option[name] = components
	}
	return json.Marshal(option)
}
