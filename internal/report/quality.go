package report

import (
	"encoding/json"
	"html/template"
	"math"
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"lossexplorer/internal/predict/cure"
	"lossexplorer/internal/predict/metrics"
	"lossexplorer/internal/predict/pair"
	"lossexplorer/internal/text"
)

// z95 is the number of standard deviations on each side of an interval of 95 %.
const z95 = 1.959963984540054

// square is a chart of a curve from 0 to 1 on both axes.
func square(name, xName, yName string) *charts.Line {
	c := charts.NewLine()
	c.SetGlobalOptions(global(name, "value", xName, "value", yName)...)
	c.SetGlobalOptions(
		charts.WithXAxisOpts(opts.XAxis{Type: "value", Min: 0, Max: 1, Name: xName,
			NameLocation: "middle", NameGap: 30}),
		charts.WithYAxisOpts(opts.YAxis{Type: "value", Min: 0, Max: 1, Name: yName,
			NameLocation: "middle", NameGap: 48}),
		charts.WithLegendOpts(opts.Legend{Show: opts.Bool(false)}))
	return c
}

var (
	curveStyle = charts.WithLineStyleOpts(opts.LineStyle{Width: 2, Color: positiveColor})
	guessStyle = charts.WithLineStyleOpts(opts.LineStyle{Type: "dashed", Width: 1,
		Color: softColor})
)

func rocChart(t *text.Quality, c metrics.Curve) ([]byte, error) {
	chart := square(t.ROC, t.Axes[0], t.Axes[1])
	line(chart, t.ROC, c.ROC(nil, 200), curveStyle)
	line(chart, "", []float64{0, 0, 1, 1}, guessStyle)
	return encode(chart.JSON, chart.Validate)
}

func prChart(t *text.Quality, c metrics.Curve, prevalence float64) ([]byte, error) {
	chart := square(t.PR, t.Axes[2], t.Axes[3])
	line(chart, t.PR, c.PR(nil, 200), curveStyle)
	line(chart, "", []float64{0, prevalence, 1, prevalence}, guessStyle)
	return encode(chart.JSON, chart.Validate)
}

// reliability is the diagram of the calibration: points scaled by their counts, with
// intervals. Observed is the name of their fraction.
func reliability(name, observed string, m *text.Report, groups []metrics.Group) ([]byte, error) {
	c := square(name, m.Predicted, observed)
	line(c, m.Perfect, []float64{0, 0, 1, 1}, guessStyle)
	most := 0.
	for _, g := range groups {
		most = max(most, g.Count)
	}
	var bars []opts.LineData
	var points []opts.ScatterData
	for _, g := range groups {
		if !(g.Count > 0) {
			continue
		}
		p, right := short(g.Predicted/g.Count), g.Positives/g.Count
		points = append(points, opts.ScatterData{Value: [2]float64{p, short(right)},
			SymbolSize: int(6 + 14*math.Sqrt(g.Count/most))})
		if g.Rows > 0 {
			low, high := metrics.Wilson(right*g.Rows, g.Rows, z95)
			bars = append(bars, opts.LineData{Value: [2]any{p, short(low)}},
				opts.LineData{Value: [2]any{p, short(high)}},
				opts.LineData{Value: [2]any{"-", "-"}})
		}
	}
	c.AddSeries("95 %", bars, charts.WithLineChartOpts(
		opts.LineChart{ShowSymbol: opts.Bool(false)}),
		charts.WithLineStyleOpts(opts.LineStyle{Width: 1.5, Color: softColor}))
	dots := charts.NewScatter()
	dots.AddSeries(observed, points,
		charts.WithItemStyleOpts(opts.ItemStyle{Color: positiveColor, Opacity: opts.Float(0.8)}))
	c.Overlap(dots)
	return encode(c.JSON, c.Validate)
}

// binRow is a bin of the reliability diagram as a row of a table.
type binRow struct{ P, Observed, Interval, Rows string }

func binRows(groups []metrics.Group) (rows []binRow) {
	for _, g := range groups {
		if !(g.Count > 0) {
			continue
		}
		observed, interval := g.Positives/g.Count, "–"
		if g.Rows > 0 {
			low, high := metrics.Wilson(observed*g.Rows, g.Rows, z95)
			interval = strconv.FormatFloat(low, 'g', 3, 64) + " – " + strconv.FormatFloat(high,
				'g', 3, 64)
		}
		rows = append(rows, binRow{strconv.FormatFloat(g.Predicted/g.Count, 'g', 3, 64),
			strconv.FormatFloat(observed, 'g', 3, 64), interval, count(g.Count)})
	}
	return rows
}

// thresholdSteps is the number of steps of the page's slider of the threshold.
const thresholdSteps = 200

// thresholds holds the curve for the page's script: the probabilities of the
// thresholds, and the counts above each.
type thresholds struct {
	P         []float64 `json:"p"`
	TP        []float64 `json:"tp"`
	FP        []float64 `json:"fp"`
	Positives float64   `json:"positives"`
	Negatives float64   `json:"negatives"`
	Start     int       `json:"start"` // of p = 0.5 or the next to it
}

// thresholdsOf uses thresholds that are even in their logits.
func thresholdsOf(c metrics.Curve, logits bool) (t thresholds) {
	const reach = 14
	logit := func(s float64) float64 {
		if !logits {
			s = math.Log(s) - math.Log1p(-s)
		}
		return max(-reach, min(reach, s))
	}
	low, high := logit(c[len(c)-1].Score), logit(c[0].Score)
	half := -1 // the step nearest to p = 0.5, which is in its place
	if low < 0 && high > 0 {
		half = int(math.Round(-low / (high - low) * thresholdSteps))
	}
	for k := range thresholdSteps + 1 {
		x := low + (high-low)*float64(k)/thresholdSteps
		if k == half {
			x = 0
		}
		p := 1 / (1 + math.Exp(-x))
		at := p
		if logits {
			at = x
		}
		m := c.At(at)
		t.P, t.TP, t.FP = append(t.P, short(p)), append(t.TP, short6(m.TP)),
			append(t.FP, short6(m.FP))
		t.Positives, t.Negatives = short6(m.TP+m.FN), short6(m.FP+m.TN)
		if math.Abs(p-0.5) < math.Abs(t.P[t.Start]-0.5) {
			t.Start = k
		}
	}
	return t
}

// short6 rounds a sum of weights to six decimals.
func short6(v float64) float64 { return math.Round(v*1e6) / 1e6 }

// quality is the part of the page on the predictions, which does not use the loss.
type quality struct {
	Text       *text.Quality
	Curves     []drawing
	Areas      []string
	Thresholds template.JS // "" without
	Steps      int
	Start      int
	Bins       []binned
	ECE        string
	Cures      []cureRow
	CuresSay   string
	CuresIs    string
	Groups     []groupRow
	GroupsBy   string
	GroupsMore string
	Pair       []pairRow
	PairIs     string
}

// binned is a reliability diagram with its table.
type binned struct {
	drawing
	Rows []binRow
}

type cureRow struct {
	Name, Code      string
	NLL, Brier, ECE float64
	Best            bool
}

type groupRow struct {
	Name      string
	Rows      int
	Positives string
	Numbers   []float64 // loss, NLL, Brier, AUC, ECE
}

type pairRow struct {
	Name, Interval string
	A, B, D        float64
}

// qualityOf fills the part from a summary.
func qualityOf(m *text.Messages, source *Source, s *Summary) (quality, error) {
	t, r := text.QualityOf(m), text.ReportOf(m)
	q := quality{Text: t, Steps: thresholdSteps}
	var failed error
	add := func(name string, option []byte, err error) drawing {
		if err != nil {
			failed = err
		}
		return drawing{name, template.JS(option)}
	}
	two := s.Metrics.Classes() == 2
	widths, observed := s.Metrics.Groups[:], r.Observed
	if !two {
		observed = t.Right
	}
	option, err := reliability(t.Reliability+m.Summary.Comma+t.Binnings[0], observed, r, widths)
	q.Bins = append(q.Bins, binned{add(t.Reliability+m.Summary.Comma+t.Binnings[0], option, err),
		binRows(widths)})
	q.ECE = text.Fill(r.CalibrationIs, "ece", number(s.Metrics.ECE()), "groups",
		strconv.Itoa(metrics.Groups), "kind", t.Binnings[0])
	if !two {
		q.ECE = t.TopLabel + " " + q.ECE
	} else if curve, within := s.Curve(); s.Tally.Weight[0] > 0 && s.Tally.Weight[1] > 0 {
		logits := !s.Sample.Whole() || source.Columns.Logits()
		prevalence := s.Tally.Weight[1] / (s.Tally.Weight[0] + s.Tally.Weight[1])
		option, err := rocChart(t, curve)
		q.Curves = append(q.Curves, add(t.ROC, option, err))
		option, err = prChart(t, curve, prevalence)
		q.Curves = append(q.Curves, add(t.PR, option, err))
		q.Areas = []string{text.Fill(t.Area, "auc", number(curve.AUC())),
			text.Fill(t.Precision, "ap", number(curve.AP()), "prevalence", number(prevalence))}
		if within > 0 {
			q.Areas = append(q.Areas,
				text.Fill(t.Exact, "within", strconv.FormatFloat(within, 'g', 2, 64)))
		}
		all := thresholdsOf(curve, logits)
		data, err := json.Marshal(all)
		if err != nil {
			return q, err
		}
		q.Thresholds, q.Start = template.JS(data), all.Start
		mass := curve.EqualMass(metrics.Groups, func(score float64) float64 {
			if logits {
				return 1 / (1 + math.Exp(-score))
			}
			return score
		})
		if _, weighted := source.Columns.Weight.Index(); !weighted {
			for i := range mass {
				mass[i].Rows = mass[i].Count
			}
		}
		option, err = reliability(t.Reliability+m.Summary.Comma+t.Binnings[1], observed, r, mass)
		q.Bins = append(q.Bins, binned{add(t.Reliability+m.Summary.Comma+t.Binnings[1], option,
			err), binRows(mass)})
	}
	q.cures(t, s)
	q.groups(t, source, s)
	if p := s.Pair; p != nil {
		q.PairIs = text.Fill(t.PairIs, "rows", strconv.Itoa(p.Rows), "samples",
			strconv.Itoa(pair.Samples), "other", source.Other)
		if p.Left > 0 {
			q.PairIs += " " + text.Fill(t.PairLeft, "rows", strconv.Itoa(p.Left))
		}
		for _, m := range pair.Of(p.Classes) {
			of := p.Of[m]
			q.Pair = append(q.Pair,
				pairRow{t.PairNames[m], text.Fill(t.Interval, "low", number(of.Low), "high",
					number(of.High)), of.A, of.B, of.B - of.A})
		}
	}
	return q, failed
}

func (q *quality) cures(t *text.Quality, s *Summary) {
	if s.Cures == nil {
		q.CuresSay = text.Fill(t.CureFew, "rows", strconv.Itoa(cure.MinRows))
		return
	}
	results := *s.Cures
	loss := s.Results[0].Setting.Loss()
	code, rows, part := cure.Code, s.Sample.Len(), s.Sample.Part()
	if s.Metrics.Classes() > 2 {
		code, rows, part = cure.CodeSeveral, s.Several.Len(), s.Several.Part()
	}
	best := cure.None
	for m, r := range results {
		if r.NLL < results[best].NLL {
			best = cure.Method(m)
		}
		q.Cures = append(q.Cures,
			cureRow{Name: t.Methods[m], Code: code(cure.Method(m), results, loss), NLL: r.NLL,
				Brier: r.Brier, ECE: r.ECE})
	}
	q.Cures[best].Best = true
	q.CuresSay = t.CureNone
	if best != cure.None {
		q.CuresSay = text.Fill(t.CureBest, "method", t.Methods[best], "before",
			number(results[cure.None].NLL), "after", number(results[best].NLL))
	}
	if part < 1 {
		q.CuresSay += " " + text.Fill(t.CuresOf, "rows", strconv.Itoa(rows))
	}
	q.CuresIs = text.Fill(t.CuresIs, "folds", strconv.Itoa(cure.Folds))
}

func (q *quality) groups(t *text.Quality, source *Source, s *Summary) {
	i, ok := source.Columns.Group.Index()
	if !ok {
		return
	}
	q.GroupsBy = text.Fill(t.Groups, "column", source.Names[i])
	if s.Grouped > len(s.Groups) {
		q.GroupsMore = text.Fill(t.GroupMore, "shown", strconv.Itoa(len(s.Groups)), "all",
			countOf(s.Grouped))
	}
	for i := range s.Groups {
		g := &s.Groups[i]
		row := groupRow{Name: g.Name, Rows: g.Tally.Rows(), Positives: "–"}
		auc := math.NaN()
		if s.Metrics.Classes() == 2 {
			row.Positives = strconv.Itoa(g.Tally.Count[1])
			auc = g.AUC()
		}
		m := &g.Metrics
		row.Numbers = []float64{g.Loss[0].Loss / g.Loss[0].Count, m.NLL / m.Weight,
			m.Brier / m.Weight, auc, m.ECE()}
		q.Groups = append(q.Groups, row)
	}
}
