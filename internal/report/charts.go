package report

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"lossexplorer/internal/predict/bins"
	"lossexplorer/internal/text"
)

// The charts use the colours of the explorer's page in its light theme; report.js replaces
// them with the colours of its dark theme.
const (
	negativeColor = "#a34700"
	positiveColor = "#0a5fa8"
	softColor     = "#57606a"
	inkColor      = "#1b1f24"
	lossColor     = "#611681"
)

var palette = []string{negativeColor, positiveColor, "#00795c", "#a8327e", "#8a5a00", "#5b3fb0",
	"#c2185b", inkColor, "#4d6f00", "#7a6a58"}

// space is the room below the axis of a chart, spaceOfScale with a scale there.
const space, spaceOfScale = "56", "96"

func global(name, xType, xName, yType, yName string) []charts.GlobalOpts {
	return globalAbove(space, name, xType, xName, yType, yName)
}

// globalAbove is global with so much space below the axis.
func globalAbove(space, name, xType, xName, yType, yName string) []charts.GlobalOpts {
	soft := &opts.TextStyle{Color: inkColor}
	return []charts.GlobalOpts{
		charts.WithAnimation(false),
		charts.WithColorsOpts(palette),
		charts.WithAriaOpts(&opts.Aria{Enabled: opts.Bool(true)}),
		charts.WithLegendOpts(opts.Legend{Top: "0", Type: "scroll", TextStyle: soft}),
		charts.WithGridOpts(opts.Grid{Left: "64", Right: "56", Top: "48", Bottom: space}),
		charts.WithTooltipOpts(opts.Tooltip{Trigger: "axis"}),
		charts.WithXAxisOpts(opts.XAxis{Type: xType, Name: xName, NameLocation: "middle",
			NameGap: 30}),
		charts.WithYAxisOpts(opts.YAxis{Type: yType, Name: yName, NameLocation: "middle",
			NameGap: 48}),
		charts.WithInitializationOpts(opts.Initialization{PageTitle: name}),
	}
}

// line appends a series of pairs x, y.
func line(c *charts.Line, name string, xy []float64, more ...charts.SeriesOpts) {
	data := make([]opts.LineData, 0, len(xy)/2)
	for i := 0; i+1 < len(xy); i += 2 {
		if !math.IsInf(xy[i+1], 0) && xy[i+1] == xy[i+1] {
			data = append(data, opts.LineData{Value: [2]float64{xy[i], short(xy[i+1])}})
		}
	}
	c.AddSeries(name, data, append([]charts.SeriesOpts{
		charts.WithLineChartOpts(opts.LineChart{ShowSymbol: opts.Bool(false)}),
		charts.WithLineStyleOpts(opts.LineStyle{Width: 2}),
	}, more...)...)
}

// short rounds a number used for drawing, to keep the page small.
func short(v float64) float64 {
	v, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 6, 64), 64)
	if err != nil {
		panic(err) // it was formatted
	}
	return v
}

// mostClasses is the largest number of classes with bars of their own. The bars of more classes
// could not be distinguished: then the bars are for all classes together.
const mostClasses = 3

// parts returns the names and colours of the bars, and a function for the sums of each from
// the sums by class.
func parts(m *text.Report, classes []string) (names, colors []string, of func(part int, sums func(class int) bins.Sums) bins.Sums) {
	if len(classes) <= mostClasses {
		return classes, palette,
			func(part int, sums func(int) bins.Sums) bins.Sums { return sums(part) }
	}
	return []string{m.All}, []string{lossColor},
		func(_ int, sums func(int) bins.Sums) (all bins.Sums) {
			for k := range classes {
				all = all.Plus(sums(k))
			}
			return all
		}
}

// histogram returns the chart of the rows by p_t with the loss over them.
func histogram(m *text.Report, classes []string, r *Result) ([]byte, error) {
	bar := charts.NewBar()
	bar.SetGlobalOptions(global(m.Histogram, "category", m.Pt, "log", m.Rows)...)
	// One row is a bar too.
	bar.SetGlobalOptions(charts.WithYAxisOpts(opts.YAxis{Type: "log", Min: 0.5, Name: m.Rows,
		NameLocation: "middle", NameGap: 48}))
	edges := make([]string, bins.Bars)
	for k := range edges {
		edges[k] = strconv.FormatFloat(float64(k)/bins.Bars, 'f', 2,
			64) + "–" + strconv.FormatFloat(float64(k+1)/bins.Bars, 'f', 2, 64)
	}
	bar.SetXAxis(edges)
	loss := charts.NewLine()
	names, colors, of := parts(m, classes)
	for k, name := range names {
		var rows []opts.BarData
		var losses []opts.LineData
		for i := range bins.Bars {
			b := of(k, func(class int) bins.Sums { return r.Sums.Bars(class)[i] })
			// A logarithmic axis has no place for 0.
			if b.Count > 0 {
				rows = append(rows, opts.BarData{Value: b.Count})
			} else {
				rows = append(rows, opts.BarData{Value: "-"})
			}
			losses = append(losses,
				opts.LineData{Value: short(lossAt(r, k, (float64(i)+0.5)/bins.Bars))})
		}
		bar.AddSeries(text.Fill(m.RowsOf, "class", name), rows,
			charts.WithItemStyleOpts(opts.ItemStyle{Color: colors[k], Opacity: opts.Float(0.6)}))
		if len(classes) == 2 || k == 0 {
			if len(classes) > 2 {
				name = m.All // it is the same
			}
			loss.AddSeries(text.Fill(m.LossAt, "class", name), losses,
				charts.WithLineChartOpts(opts.LineChart{YAxisIndex: 1,
					ShowSymbol: opts.Bool(false)}),
				charts.WithLineStyleOpts(opts.LineStyle{Width: 2, Color: colors[k]}),
				charts.WithItemStyleOpts(opts.ItemStyle{Color: colors[k]}))
		}
	}
	bar.ExtendYAxis(opts.YAxis{Type: "value", Name: "L", Min: 0,
		SplitLine: &opts.SplitLine{Show: opts.Bool(false)}})
	bar.Overlap(loss)
	return encode(bar.JSON, bar.Validate)
}

// lossAt is the loss at a p_t.
func lossAt(r *Result, class int, pt float64) float64 {
	loss := r.Setting.Loss()
	if r.Sums.Classes() > 2 || class == 1 {
		v, _ := loss.AtProb(1, pt)
		return v
	}
	v, _ := loss.AtProb(0, 1-pt)
	return v
}

// difficulty is the share of each band in rows, loss and gradient.
func difficulty(m *text.Report, classes []string, r *Result) ([]byte, error) {
	bar := charts.NewBar()
	bar.SetGlobalOptions(global(m.Difficulty, "category", m.Easier, "value", "%")...)
	edges := make([]string, bins.Bands)
	for k := range edges {
		edges[k] = strconv.FormatFloat(float64(k)/bins.Bands, 'f', 1, 64)
	}
	bar.SetXAxis(edges)
	total := r.Sums.Total()
	for i, what := range []struct {
		name string
		of   func(bins.Sums) float64
	}{
		{m.Share, func(s bins.Sums) float64 { return s.Count }},
		{m.LossOf, func(s bins.Sums) float64 { return s.Loss }},
		{m.GradOf, func(s bins.Sums) float64 { return s.Gradient }},
	} {
		names, colors, of := parts(m, classes)
		for k, name := range names {
			var data []opts.BarData
			for band := range bins.Bands {
				b := of(k, func(class int) bins.Sums { return r.Sums.Bands(class)[band] })
				data = append(data, opts.BarData{Value: finite(100 * what.of(b) / what.of(total))})
			}
			bar.AddSeries(text.Fill(m.ShareOf, "what", what.name, "class", name), data,
				charts.WithBarChartOpts(opts.BarChart{Stack: what.name}),
				charts.WithItemStyleOpts(opts.ItemStyle{Color: colors[k],
					Opacity: opts.Float(float32(1 - 0.3*float64(i)))}))
		}
	}
	return encode(bar.JSON, bar.Validate)
}

// finite returns v if it can be drawn, and a gap for other numbers.
func finite(v float64) any {
	if math.IsInf(v, 0) || v != v {
		return "-"
	}
	return short(v)
}

// figure4Gammas are the gammas used in the paper's figure.
var figure4Gammas = [...]float64{0, 0.5, 1, 2, 5}

// ramp has the colours used for them, in order.
var ramp = [len(figure4Gammas)]string{"#b96fd1", "#9c49b8", "#7f2f9e", "#611681", "#350450"}

// figure4 is the cumulative loss of a class.
func figure4(m *text.Report, results []Result, class int) ([]byte, error) {
	c := charts.NewLine()
	name := m.Negatives
	if class == 1 {
		name = m.Positives
	}
	c.SetGlobalOptions(global(m.Figure4+", "+name, "value", m.Fraction, "value", m.Cumulative)...)
	c.SetGlobalOptions(charts.WithXAxisOpts(opts.XAxis{Type: "value", Min: 0, Max: 1,
		Name: m.Fraction, NameLocation: "middle", NameGap: 30}))
	const steps = 100
	if a := &results[0]; a.Setting.Kind().Param("gamma") >= 0 {
		for i, gamma := range figure4Gammas {
			s := a.Setting.With("gamma", gamma)
			line(c, "γ = "+strconv.FormatFloat(gamma, 'g', -1, 64),
				a.View.Cumulative(nil, s, class, steps),
				charts.WithLineStyleOpts(opts.LineStyle{Width: 2, Color: ramp[i]}),
				charts.WithItemStyleOpts(opts.ItemStyle{Color: ramp[i]}))
		}
	}
	for i := range results {
		r := &results[i]
		line(c, m.Setting[i], r.View.Cumulative(nil, r.Setting, class, steps),
			charts.WithLineStyleOpts(opts.LineStyle{Width: 3, Type: "dashed",
				Color: []string{inkColor, softColor}[i]}),
			charts.WithItemStyleOpts(opts.ItemStyle{Color: []string{inkColor, softColor}[i]}))
	}
	return encode(c.JSON, c.Validate)
}

// The axes of the heat maps.
func heatAxes() (gammas, alphas []float64) {
	for k := range 21 {
		gammas = append(gammas, float64(k)/4)
	}
	for k := range 19 {
		alphas = append(alphas, float64(k+1)/20)
	}
	return gammas, alphas
}

// heat is a map over gamma and alpha with setting A on it.
func heat(m *text.Report, name string, r *Result, cells [][]bins.Cell, of func(bins.Cell) float64, low, high float64, colors []string) ([]byte, error) {
	gammas, alphas := heatAxes()
	c := charts.NewHeatMap()
	c.SetGlobalOptions(globalAbove(spaceOfScale, name, "category", "gamma", "category", "alpha")...)
	c.SetGlobalOptions(
		charts.WithTooltipOpts(opts.Tooltip{Trigger: "item"}),
		charts.WithLegendOpts(opts.Legend{Show: opts.Bool(false)}),
		charts.WithXAxisOpts(opts.XAxis{Type: "category", Name: "gamma", NameLocation: "middle",
			NameGap: 30, Data: labels(gammas)}),
		charts.WithYAxisOpts(opts.YAxis{Type: "category", Name: "alpha", NameLocation: "middle",
			NameGap: 48, Data: labels(alphas)}),
		charts.WithVisualMapOpts(opts.VisualMap{Calculable: opts.Bool(true), Min: float32(low),
			Max: float32(high), Orient: "horizontal", Left: "center", Bottom: "0",
			InRange: &opts.VisualMapInRange{Color: colors}}),
	)
	var data []opts.HeatMapData
	for i, row := range cells {
		for j, cell := range row {
			data = append(data, opts.HeatMapData{Value: [3]any{i, j, finite(of(cell))}})
		}
	}
	c.AddSeries(name, data)
	// The ring is at the nearest cell.
	gamma, alpha := r.Setting.Value("gamma"), r.Setting.Value("alpha")
	if r.Setting.Value("balanced") == 0 {
		alpha = 0.5
	}
	i, j := nearest(gammas, gamma), nearest(alphas, alpha)
	ring := charts.NewScatter()
	ring.AddSeries(m.Current, []opts.ScatterData{{Value: [3]any{i, j, finite(of(cells[i][j]))},
		Symbol: "circle", SymbolSize: 14}},
		charts.WithItemStyleOpts(opts.ItemStyle{Color: "transparent", BorderColor: inkColor,
			BorderWidth: 3}))
	c.Overlap(ring)
	return encode(c.JSON, c.Validate)
}

func labels(v []float64) []string {
	all := make([]string, len(v))
	for i, x := range v {
		all[i] = strconv.FormatFloat(x, 'g', -1, 64)
	}
	return all
}

func nearest(all []float64, v float64) int {
	best := 0
	for i, x := range all {
		if math.Abs(x-v) < math.Abs(all[best]-v) {
			best = i
		}
	}
	return best
}

// encode returns the option of a chart without the fields that go-echarts always adds.
func encode(option func() map[string]any, validate func()) ([]byte, error) {
	validate()
	o := option()
	delete(o, "title")
	delete(o, "toolbox")
	b, err := json.Marshal(o)
	if err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	return b, nil
}
