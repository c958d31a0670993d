package report

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"io"
	"math"
	"path/filepath"
	"strconv"
	"strings"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/answer"
	"lossexplorer/internal/predict/bins"
	"lossexplorer/internal/predict/metrics"
	"lossexplorer/internal/predict/softlabel"
	"lossexplorer/internal/predict/weights"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// Soft holds the results for a file whose labels are numbers from 0 to 1.
type Soft struct {
	Quality  softlabel.Quality
	Settings []bins.Setting
	Sums     []softlabel.Sums // of each setting
}

// errSoft is the error of -against with soft labels.
var errSoft = errors.New("-against needs labels that are classes; say -label-threshold, such as 0.5")

// collectSoft is Collect for soft labels.
func collectSoft(ctx context.Context, r predict.Reader, job Job) (Summary, error) {
	type part struct {
		tally    predict.Tally
		quality  softlabel.Quality
		measures []*softlabel.Measure
	}
	parts := make([]part, job.Workers)
	for w := range parts {
		for _, s := range job.Settings {
			parts[w].measures = append(parts[w].measures, softlabel.NewMeasure(s, TopRows))
		}
	}
	table := newTable(job.Weights, job.Columns)
	err := predict.Each(ctx, r, job.Columns, job.Workers,
		func(ctx context.Context, w int, rows *predict.Rows) error {
			p := &parts[w]
			p.tally.Add(rows)
			p.quality.Add(rows)
			for _, m := range p.measures {
				m.Add(rows)
			}
			if job.Rows != nil {
				job.Rows.Add(int64(rows.Total))
			}
			if job.Weights == nil {
				return nil
			}
			return table.write(ctx, rows, weights.AppendSoft(nil, rows, p.measures[0]))
		})
	if err == nil {
		err = table.flush()
	}
	first := &parts[0]
	for i := range parts[1:] {
		p := &parts[i+1]
		first.tally.Merge(&p.tally)
		first.quality.Merge(&p.quality)
		for k, m := range first.measures {
			m.Merge(&p.measures[k].Sums, TopRows)
		}
	}
	s := Summary{Tally: first.tally}
	if err != nil {
		return s, err
	}
	s.Problems = s.Tally.Problems(job.Rejected)
	if len(s.Problems) > 0 && !s.Problems[0].Warning() {
		return s, s.Problems[0]
	}
	s.Soft = &Soft{Quality: first.quality, Settings: job.Settings}
	for _, m := range first.measures {
		s.Soft.Sums = append(s.Soft.Sums, m.Sums)
	}
	return s, nil
}

// softShown holds the data of the template for soft labels.
type softShown struct {
	shown
	Soft     *text.SoftData
	Rules    []about // the convention that each setting uses for a soft label
	Bands    []softBands
	Top      []softlabel.Row
	Diagram  drawing
	Measures []total
}

// softBands are the rows of a setting by label.
type softBands struct {
	Name string
	Rows []classRow
}

// writeSoft is Write for soft labels.
func writeSoft(w io.Writer, m *text.Messages, code []byte, source Source, s *Summary, queries []string) error {
	style, err := files.ReadFile("report.css")
	if err != nil {
		return err
	}
	t, of := text.ReportOf(m), text.SoftDataOf(m)
	p := softShown{Soft: of, Top: s.Soft.Sums[0].Top, Measures: softMetrics(of, &s.Soft.Quality)}
	p.shown = shown{
		Text: t, Lang: m.Lang, Title: text.Fill(t.Title, "file", filepath.Base(source.Name)),
		Made: text.Fill(of.Made, "rows", strconv.Itoa(s.Tally.Rows()), "format", source.Format,
			"bytes", strconv.FormatInt(source.Size, 10), "seconds",
			strconv.FormatFloat(source.Elapsed.Seconds(), 'g', 3, 64)),
		Style: template.CSS(style), Script: template.JS(code),
	}
	p.head(m, source, s)
	p.Answer = []string{
		answer.Soft(m, &s.Soft.Quality, s.Soft.Sums[0].Total(), number),
		of.Without + " " + of.WithoutReport,
	}
	for i, sums := range s.Soft.Sums {
		p.Settings = append(p.Settings, setting{Name: t.Setting[i], Query: queries[i]})
		p.Rules = append(p.Rules, about{t.Setting[i], SayRule(m, s.Soft.Settings[i])})
		p.Bands = append(p.Bands, softBands{t.Setting[i], bandRows(t, &sums)})
	}
	option, err := reliability(of.Calibration, of.Observed, t, softGroups(&s.Soft.Quality))
	if err != nil {
		return err
	}
	p.Diagram = drawing{of.Calibration, template.JS(option)}
	if err := page.ExecuteTemplate(w, "soft.html", p); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	return nil
}

// SayRule describes how the loss of a setting uses a label between 0 and 1.
func SayRule(m *text.Messages, s bins.Setting) string {
	return plot.SayConvention(m, state.State{Kind: s.Kind()})
}

func bandRows(t *text.Report, sums *softlabel.Sums) (rows []classRow) {
	all := sums.Total()
	row := func(name string, c bins.Sums) {
		rows = append(rows, classRow{name, c.Count, c.Loss, c.Gradient, c.Effective(),
			c.Count / all.Count, c.Loss / all.Loss, c.Gradient / all.Gradient})
	}
	for k, b := range sums.Bands {
		row(softlabel.BandName(k), b)
	}
	row(t.All, all)
	return rows
}

func softMetrics(t *text.SoftData, q *softlabel.Quality) (all []total) {
	for i, v := range q.Means() {
		all = append(all, total{t.Metrics[i], v})
	}
	return all
}

// softGroups are the groups without intervals, which are used for labels of 0 and 1.
func softGroups(q *softlabel.Quality) (groups []metrics.Group) {
	for _, g := range q.Groups {
		groups = append(groups, metrics.Group{Count: g.Count, Positives: g.Positives,
			Predicted: g.Predicted})
	}
	return groups
}

// A JSONSoft holds the results that only soft labels have.
type JSONSoft struct {
	Label    Figure     `json:"mean_label"`
	P        Figure     `json:"mean_probability"`
	Absolute Figure     `json:"mae"`
	Entropy  Figure     `json:"label_entropy"`
	Bands    []JSONBand `json:"bands"` // under the first setting
}

// A JSONBand is the rows of a band of labels.
type JSONBand struct {
	Label    string `json:"label"`
	Rows     int    `json:"rows"`
	Weight   Figure `json:"weight"` // the sum of the sample weights
	Loss     Figure `json:"loss"`
	Gradient Figure `json:"gradient"`
}

// soft fills the results for soft labels; results that need classes are null.
func (j *JSON) soft(s *Soft, queries []string) {
	nan := Figure(math.NaN())
	q := &s.Quality
	j.NLL, j.Brier, j.ECE = Figure(q.Cross/q.Weight), Figure(q.Square/q.Weight), Figure(q.ECE())
	j.AUC, j.AP, j.Accuracy, j.Balance, j.Start = nan, nan, nan, nan, nan
	j.Label.Soft, j.Label.Classes, j.Label.Counts, j.Label.Positive = true, nil, nil, ""
	for i := range s.Sums {
		all := s.Sums[i].Total()
		loss := JSONLoss{Setting: queries[i], Mean: Figure(all.Loss / all.Count),
			Sum: Figure(all.Loss)}
		if i == 0 {
			j.Loss = loss
		} else {
			j.Other = &loss
		}
	}
	j.Soft = &JSONSoft{Figure(q.Label / q.Weight), Figure(q.P / q.Weight),
		Figure(q.Absolute / q.Weight), Figure(q.Entropy / q.Weight), nil}
	for k, b := range s.Sums[0].Bands {
		j.Soft.Bands = append(j.Soft.Bands,
			JSONBand{softlabel.BandName(k), s.Sums[0].Rows[k], Figure(b.Count), Figure(b.Loss),
				Figure(b.Gradient)})
	}
}

// labelsAs describes the reading used for labels that are not names of classes.
func labelsAs(l *predict.Labels) string {
	switch {
	case l.Soft:
		return ", soft: a number from 0 to 1"
	case l.Threshold > 0:
		return ", class 1 from " + strconv.FormatFloat(l.Threshold, 'g', -1, 64) + " on"
	}
	return ""
}

// bandCounts lists the rows by label.
func bandCounts(s *softlabel.Sums) string {
	var all []string
	for k, n := range s.Rows {
		if n > 0 {
			all = append(all, fmt.Sprintf("%s × %d", softlabel.BandName(k), n))
		}
	}
	return strings.Join(all, ", ")
}
