// Package report computes the loss and gradients of a model's predictions, and writes them
// as an HTML page or as JSON. It reads files of any size once, on all cores, and holds
// bins of them only.
package report

import (
	"context"
	"io"
	"math"
	"slices"
	"sync/atomic"

	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/bins"
	"lossexplorer/internal/predict/cure"
	"lossexplorer/internal/predict/metrics"
	"lossexplorer/internal/predict/pair"
	"lossexplorer/internal/predict/weights"
)

// TopRows is the number of rows with the largest losses that are kept.
const TopRows = 20

// A Result holds the results of one setting for a file.
type Result struct {
	Setting bins.Setting
	Sums    bins.Measurement // exact, of the rows themselves
	View    *bins.View
	Top     bins.Top
}

// A Job holds the columns to read, the settings and the options of [Collect].
type Job struct {
	Columns  predict.Columns
	Settings []bins.Setting
	Workers  int
	Rejected float64       // the share of rejected rows that is accepted
	Rows     *atomic.Int64 // counts the rows as they are read, unless it is nil
	// gets the table of package weights under the first setting, unless it is nil
	Weights io.Writer
}

// A Summary holds the results for a whole file.
type Summary struct {
	Tally    predict.Tally
	Problems []*predict.Problem // warnings
	Results  []Result
	Metrics  metrics.Sums
	Sample   metrics.Sample
	Several  metrics.Several            // of several classes, instead of Sample
	Cures    *[cure.Methods]cure.Result // nil of few rows
	Pair     *pair.Comparison           // with another model's file, nil without
	Groups   []Group                    // by name, the first MaxGroups of the file
	// of soft labels, which have none of the rest but Tally and Problems
	Soft    *Soft
	Grouped int // how many groups there are, at most MaxNames
}

// Curve returns the curve of thresholds, and the greatest error of its area: 0 if the curve
// uses the rows themselves, and else the error from using bins.
func (s *Summary) Curve() (c metrics.Curve, within float64) {
	if s.Metrics.Classes() > 2 {
		return nil, 0
	}
	if s.Sample.Whole() {
		return s.Sample.Curve(), 0
	}
	c = s.Results[0].View.Curve()
	return c, c.Tied() / 2
}

// part holds the results of one worker.
type part struct {
	tally   predict.Tally
	metrics metrics.Sums // of several classes
	sample  metrics.Sample
	several metrics.Several
	exact   []*bins.Exact
	bins    []*bins.Bins
	top     []bins.Top
	groups  []*group // by the index of the name

	z, losses, gradients []float64
	sub                  predict.Rows
	group                []int32
}

// Collect reads all of r. The error is an error of reading or writing, or a
// [*predict.Problem] if the file cannot be used; the summary's tally has the counts
// even if there is an error.
func Collect(ctx context.Context, r predict.Reader, job Job) (Summary, error) {
	if job.Columns.Labels.Soft {
		return collectSoft(ctx, r, job)
	}
	layouts := make([]*bins.Layout, len(job.Settings))
	for i, s := range job.Settings {
		layouts[i] = bins.NewLayout(job.Columns, s.Epsilon())
	}
	measures := func() (all []*bins.Exact) {
		for i, s := range job.Settings {
			all = append(all, bins.NewExact(layouts[i], s))
		}
		return all
	}
	parts := make([]*part, job.Workers)
	for w := range parts {
		p := &part{top: make([]bins.Top, len(job.Settings)), exact: measures()}
		for i := range job.Settings {
			p.bins = append(p.bins, bins.New(layouts[i]))
		}
		parts[w] = p
	}
	table, names := newTable(job.Weights, job.Columns), newGroupNames()
	err := predict.Each(ctx, r, job.Columns, job.Workers,
		func(ctx context.Context, w int, rows *predict.Rows) error {
			p := parts[w]
			text := p.add(job, rows)
			if rows.Group != nil {
				if err := p.addGroups(ctx, names, rows, measures); err != nil {
					return err
				}
			}
			if job.Rows != nil {
				job.Rows.Add(int64(rows.Total))
			}
			return table.write(ctx, rows, text)
		})
	if err == nil {
		err = table.flush()
	}
	first := parts[0]
	for _, p := range parts[1:] {
		first.merge(p)
	}
	s := Summary{Tally: first.tally, Sample: first.sample, Several: first.several,
		Grouped: len(names.all)}
	if err != nil {
		return s, err
	}
	s.Problems = s.Tally.Problems(job.Rejected)
	if len(s.Problems) > 0 && !s.Problems[0].Warning() {
		return s, s.Problems[0]
	}
	for i, setting := range job.Settings {
		s.Results = append(s.Results,
			Result{setting, first.exact[i].Measurement, first.bins[i].View(), first.top[i]})
	}
	s.Metrics = s.Results[0].View.Metrics(&s.Sample, &first.metrics)
	if job.Columns.Classes() == 2 {
		if c := cure.New(&s.Sample); c != nil {
			results := c.Results(job.Settings[0].Loss())
			s.Cures = &results
		}
	} else if c := cure.NewSeveral(&s.Several); c != nil {
		results := c.Results(job.Settings[0].With("epsilon", 0).Loss())
		s.Cures = &results
	}
	s.Groups = names.groups(first.groups)
	return s, nil
}

// add adds rows, and returns their lines of the table, each ending with a line end.
func (p *part) add(job Job, rows *predict.Rows) (text []byte) {
	p.tally.Add(rows)
	p.z = rows.Logits(p.z[:0])
	if rows.Width() > 1 {
		p.metrics.Add(rows, p.z)
		p.several.Add(rows)
	}
	p.sample.Add(rows)
	for i := range job.Settings {
		p.bins[i].Add(rows, p.z)
		p.losses = slices.Grow(p.losses[:0], len(p.z))[:len(p.z)]
		p.gradients = slices.Grow(p.gradients[:0], len(p.z))[:len(p.z)]
		p.exact[i].Add(rows, p.z, func(row int, loss, gradient float64) {
			p.losses[row], p.gradients[row] = loss, gradient
		})
		for row, loss := range p.losses {
			if top := p.top[i]; len(top) == TopRows && loss < top[TopRows-1].Loss {
				continue // as nearly always
			}
			p.top[i].Offer(bins.Row{Line: rows.Line[row], Class: int(rows.Class[row]),
				Pt: 1 / (1 + math.Exp(-p.z[row])), Loss: loss, Gradient: p.gradients[row]}, TopRows)
		}
		if i == 0 && job.Weights != nil {
			text = weights.Append(text, rows, p.z, p.losses, p.gradients, job.Settings[0])
		}
	}
	return text
}

func (p *part) merge(q *part) {
	p.tally.Merge(&q.tally)
	p.metrics.Merge(&q.metrics)
	p.sample.Merge(&q.sample)
	p.several.Merge(&q.several)
	for i := range p.exact {
		p.exact[i].Merge(&q.exact[i].Measurement)
		p.bins[i].Merge(q.bins[i])
		for _, row := range q.top[i] {
			p.top[i].Offer(row, TopRows)
		}
	}
	p.mergeGroups(q)
}
