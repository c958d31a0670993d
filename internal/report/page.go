package report

import (
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/answer"
	"lossexplorer/internal/predict/bins"
	"lossexplorer/internal/text"
)

//go:embed report.html soft.html report.css
var files embed.FS

var page = template.Must(template.New("report.html").Funcs(template.FuncMap{
	"percent": percent,
	"number":  number,
	"count":   count,
}).ParseFS(files, "report.html", "soft.html"))

// A Source describes the file that was read and the columns used.
type Source struct {
	Files   []string
	Name    string
	Format  string
	Size    int64
	Elapsed time.Duration
	Names   []string // of its columns
	Columns predict.Columns
	Noted   []predict.Noted
	Model   string    // "" if it is not named
	Other   string    // the file of another model, "" without
	Date    time.Time // of the report
}

// shown holds the data of the template.
type shown struct {
	Text      *text.Report
	Lang      string
	Title     string
	Made      string
	Answer    []string // three sentences
	Notes     []string
	Metrics   []total
	Style     template.CSS
	Script    template.JS
	Problems  []problem
	BadRows   string
	Bad       []badRow
	Settings  []setting
	Figures   []figure
	Groups    []bins.Group
	Balance   string
	Classes   []string // their names
	Weights   []float64
	TopRows   bins.Top
	Summaries []string
	About     []about
	Quality   quality
	Terms     []text.Term
}

// about is a line on the data used.
type about struct{ Name, Value string }

type problem struct{ Text, Detail string }

// A badRow is a row that could not be read.
type badRow struct {
	Line int
	Why  string
}

// A setting holds the tables of a setting.
type setting struct {
	Name   string
	Query  string // as in the explorer's address
	Rows   []classRow
	Totals []total
}

type classRow struct {
	Name                                string
	Count, Loss, Gradient, Effective    float64
	CountShare, LossShare, GradientPart float64
}

type total struct {
	Name  string
	Value float64
}

// A figure is a chart with its words.
type figure struct {
	Title, Says string
	Charts      []drawing
}

type drawing struct {
	Name   string
	Option template.JS
}

// script returns the script that draws the charts, from the built page.
func script(dist fs.FS) ([]byte, error) {
	names, err := fs.Glob(dist, "assets/report.*.js")
	if err != nil {
		return nil, err
	}
	if len(names) != 1 {
		return nil, errors.New("the charts' script has not been built; run make page first")
	}
	return fs.ReadFile(dist, names[0])
}

// Write writes the page about the results: the first is A, and there may be
// another, B. The queries name their settings as the explorer's address does; code is the
// charts' script.
func Write(w io.Writer, m *text.Messages, code []byte, source Source, s *Summary, queries []string) error {
	if s.Soft != nil {
		return writeSoft(w, m, code, source, s, queries)
	}
	style, err := files.ReadFile("report.css")
	if err != nil {
		return err
	}
	t := text.ReportOf(m)
	results := s.Results
	rows := s.Tally.Rows()
	p := shown{
		Text:  t,
		Lang:  m.Lang,
		Title: text.Fill(t.Title, "file", filepath.Base(source.Name)),
		Made: text.Fill(t.Made, "rows", strconv.Itoa(rows), "format", source.Format, "bytes",
			strconv.FormatInt(source.Size, 10),
			"seconds", strconv.FormatFloat(source.Elapsed.Seconds(), 'g', 3, 64), "rate",
			strconv.FormatFloat(float64(rows)/source.Elapsed.Seconds(), 'f', 0, 64)),
		Style:   template.CSS(style),
		Script:  template.JS(code),
		TopRows: results[0].Top,
	}
	p.Classes = answer.Classes(source.Columns)
	classes := p.Classes
	sentences := answer.SentencesOfClasses(m, results[0].View, results[0].Setting, classes,
		percent, number)
	if len(classes) == 2 {
		sentences = answer.Sentences(m, results[0].View, results[0].Setting, percent, number)
	}
	p.Answer = sentences[:]
	p.head(m, source, s)
	p.metrics(t, s)
	if p.Quality, err = qualityOf(m, &source, s); err != nil {
		return err
	}
	p.Terms = slices.Clone(text.QualityOf(m).Terms)
	if len(classes) == 2 {
		p.Terms = append(p.Terms, text.QualityOf(m).TermsOfTwo...)
	}
	for i := range results {
		r := &results[i]
		p.Settings = append(p.Settings, tablesOf(t, t.Setting[i], queries[i], classes, r))
		if r.Sums.Classes() == 2 {
			p.Summaries = append(p.Summaries, summary(t, t.Setting[i], r))
		}
	}
	if err := p.addFigures(t, classes, results); err != nil {
		return err
	}
	p.balance(m, &results[0])
	if err := page.Execute(w, p); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	return nil
}

// head adds the lines on the rows that were read, and on the rejected ones.
func (p *shown) head(m *text.Messages, source Source, s *Summary) {
	t, tally := text.ReportOf(m), &s.Tally
	for _, n := range source.Noted {
		p.Notes = append(p.Notes, answer.Note(m, n))
	}
	p.About = []about{{t.About[0], strings.Join(source.Files, ", ")}}
	if source.Model != "" {
		p.About = append(p.About, about{t.About[1], source.Model})
	}
	if !source.Date.IsZero() {
		p.About = append(p.About, about{t.About[2], source.Date.Format("2006-01-02 15:04")})
	}
	p.About = append(p.About, about{t.About[3], answer.ReadAs(m, source.Names, source.Columns)})
	for _, problem := range s.Problems {
		p.Problems = append(p.Problems, shownProblem(t, problem))
	}
	for _, b := range tally.Bad {
		why := text.Fill(text.PredictOf(m).Reasons[b.Reason], "value", b.Value, "allowed",
			b.Allowed)
		p.Bad = append(p.Bad, badRow{b.Line, why})
	}
	if tally.BadCount > 0 {
		p.BadRows = text.Fill(t.BadRows, "bad", strconv.Itoa(tally.BadCount), "listed",
			strconv.Itoa(len(tally.Bad)))
	}
}

// metrics adds the quality of the predictions.
func (p *shown) metrics(t *text.Report, s *Summary) {
	m := &s.Metrics
	curve, _ := s.Curve()
	for i, v := range [...]float64{curve.AUC(), curve.AP(), m.Brier / m.Weight, m.NLL / m.Weight,
		m.ECE(), m.Correct / m.Weight} {
		if v == v {
			name := t.Metric[i]
			if i == len(t.Metric)-1 && len(p.Classes) > 2 {
				name = t.Highest
			}
			p.Metrics = append(p.Metrics, total{name, v})
		}
	}
}

// shownProblem returns the text of a problem. It uses the detail only where that is not in words.
func shownProblem(t *text.Report, p *predict.Problem) problem {
	if p.Code == predict.Constant {
		return problem{t.Problems[p.Code], p.Detail}
	}
	return problem{Text: t.Problems[p.Code]}
}

func tablesOf(t *text.Report, name, query string, classes []string, r *Result) setting {
	s := setting{Name: name, Query: query}
	all := r.Sums.Total()
	row := func(name string, c bins.Sums) {
		s.Rows = append(s.Rows, classRow{name, c.Count, c.Loss, c.Gradient, c.Effective(),
			c.Count / all.Count, c.Loss / all.Loss, c.Gradient / all.Gradient})
	}
	open := 0.
	for k, class := range classes {
		row(class, r.Sums.Class(k))
		open += r.Sums.Open(k).Loss
	}
	row(t.All, all)
	s.Totals = []total{
		{t.Keras[0], all.Loss}, {t.Keras[1], all.Loss / all.Count},
		{t.Torch[0], open}, {t.Torch[1], open / all.Count},
	}
	if r.Sums.Classes() == 2 {
		s.Totals = append(s.Totals, total{t.Paper, all.Loss / r.Sums.Class(1).Count})
	}
	return s
}

// summary describes the share of easy negatives in rows, loss and gradient.
func summary(t *text.Report, name string, r *Result) string {
	var easy bins.Sums
	for i, b := range r.Sums.Bands(0) {
		if i >= bins.Bands/2 {
			easy = easy.Plus(b)
		}
	}
	all := r.Sums.Total()
	says := text.Fill(t.Easy, "easy", percent(easy.Count/all.Count), "loss",
		percent(easy.Loss/all.Loss), "gradient", percent(easy.Gradient/all.Gradient))
	return text.Fill(t.Summary, "name", name, "says", says)
}

func (p *shown) addFigures(t *text.Report, classes []string, results []Result) error {
	var failed error
	draw := func(name string, option []byte, err error) drawing {
		failed = errors.Join(failed, err)
		return drawing{name, template.JS(option)}
	}
	a := &results[0]
	option, err := histogram(t, classes, a)
	p.Figures = append(p.Figures,
		figure{t.Histogram, t.HistogramIs, []drawing{draw(t.Histogram, option, err)}})
	bands := figure{Title: t.Difficulty, Says: t.DifficultyIs}
	for i := range results {
		option, err := difficulty(t, classes, &results[i])
		bands.Charts = append(bands.Charts, draw(t.Setting[i], option, err))
	}
	p.Figures = append(p.Figures, bands)
	if a.Sums.Classes() > 2 {
		return failed
	}
	four := figure{Title: t.Figure4, Says: t.Figure4Is}
	for _, class := range []int{1, 0} {
		option, err := figure4(t, results, class)
		four.Charts = append(four.Charts,
			draw([]string{t.Negatives, t.Positives}[class], option, err))
	}
	p.Figures = append(p.Figures, four)
	gammas, alphas := heatAxes()
	if cells := a.View.Heat(a.Setting, gammas, alphas); cells != nil {
		easy, err := heat(t, t.EasyNeg, a, cells,
			func(c bins.Cell) float64 { return c.EasyNegatives }, 0, 1,
			[]string{"#f7fbff", "#6baed6", "#08306b"})
		maps := figure{t.Heat, t.HeatIs, []drawing{draw(t.EasyNeg, easy, err)}}
		ratio, err := heat(t, t.Ratio, a, cells,
			func(c bins.Cell) float64 { return math.Log10(c.Ratio) }, -3, 3,
			[]string{negativeColor, "#f7f7f7", positiveColor})
		maps.Charts = append(maps.Charts, draw(t.Ratio, ratio, err))
		p.Figures = append(p.Figures, maps)
	}
	return failed
}

// balance adds the weights that equalise the gradients, and where boosting starts.
func (p *shown) balance(m *text.Messages, r *Result) {
	t := text.ReportOf(m)
	var sums bins.Measurement
	r.View.Measure(&sums, r.Setting.Unweighted())
	if sums.Classes() > 2 {
		p.Balance, p.Weights = t.BalanceClasses, sums.Weights()
		return
	}
	negative, positive := sums.Class(0).Gradient, sums.Class(1).Gradient
	if alpha := sums.Alpha(); !math.IsNaN(alpha) {
		p.Balance = text.Fill(t.BalanceIs, "alpha", number(alpha), "negative",
			number(negative), "positive", number(positive), "weight", number(negative/positive))
	}
	start, _ := answer.Start(m, r.Setting, sums.Class(0), sums.Class(1), number)
	p.Balance = strings.TrimSpace(p.Balance + " " + start)
}

func percent(v float64) string {
	if v != v || math.IsInf(v, 0) {
		return "–"
	}
	return strconv.FormatFloat(100*v, 'g', 3, 64) + " %"
}

func number(v float64) string {
	switch {
	case v != v:
		return "–"
	case math.IsInf(v, 0):
		return "∞"
	}
	return strconv.FormatFloat(v, 'g', 6, 64)
}

func count(v float64) string { return strconv.FormatFloat(v, 'f', 0, 64) }
