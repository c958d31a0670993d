// Package report computes what a loss gives for the predictions of a model, and writes it
// as an HTML page or as JSON. It reads files of any size once, on all cores, and holds
// bins of them only.
package report

import (
	"bufio"
	"context"
	"io"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/bins"
	"lossexplorer/internal/predict/cure"
	"lossexplorer/internal/predict/metrics"
	"lossexplorer/internal/predict/pair"
	"lossexplorer/internal/predict/weights"
)

// TopRows is how many of the rows with the largest losses are kept.
const TopRows = 20

// MaxGroups is how many groups are compared.
const MaxGroups = 100

// A Result is what one setting gives for a file.
type Result struct {
	Setting bins.Setting
	Sums    bins.Measurement // exact, of the rows themselves
	View    *bins.View
	Top     bins.Top
}

// A Group is the rows of one value of the column of groups.
type Group struct {
	Name    string
	Tally   predict.Tally
	Metrics metrics.Sums
	Sample  metrics.Sample
	Loss    []bins.Sums // of each setting
}

// AUC returns the area under the ROC curve, NaN if it is not known of all rows.
func (g *Group) AUC() float64 {
	if g.Sample.Part() < 1 {
		return math.NaN()
	}
	return g.Sample.Curve().AUC()
}

// A Job is what to read, and how.
type Job struct {
	Columns  predict.Columns
	Settings []bins.Setting
	Workers  int
	Rejected float64       // the share of rejected rows that is accepted
	Rows     *atomic.Int64 // counts the rows as they are read, unless it is nil
	Weights  io.Writer     // gets the table of package weights under the first setting, unless it is nil
}

// A Summary is what is known of a file when all of it has been read.
type Summary struct {
	Tally    predict.Tally
	Problems []*predict.Problem // warnings
	Results  []Result
	Metrics  metrics.Sums
	Sample   metrics.Sample
	Cures    *[cure.Methods]cure.Result // nil of several classes, and of few rows
	Pair     *pair.Comparison           // with another model's file, nil without
	Groups   []Group                    // by name
	Soft     *Soft                      // of soft labels, which have none of the rest but Tally and Problems
	Grouped  int                        // how many groups there are; those beyond MaxGroups are left out
}

// Curve returns the curve of thresholds, and the error that its area may have: 0 if it is
// of the rows themselves, else it is of bins.
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

// part is what one worker has read.
type part struct {
	tally   predict.Tally
	metrics metrics.Sums // of several classes
	sample  metrics.Sample
	exact   []*bins.Exact
	bins    []*bins.Bins
	top     []bins.Top
	groups  map[string]*group
	grouped map[string]bool

	z, losses, gradients []float64
	sub                  predict.Rows
}

type group struct {
	tally   predict.Tally
	metrics metrics.Sums
	sample  metrics.Sample
	exact   []*bins.Exact
}

// Collect reads all of r. The error is one of reading or of writing, or a
// [*predict.Problem] if the file is of no use; what was counted is in the summary's tally
// also when there is an error.
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
		p := &part{top: make([]bins.Top, len(job.Settings)), exact: measures(), groups: map[string]*group{}, grouped: map[string]bool{}}
		for i := range job.Settings {
			p.bins = append(p.bins, bins.New(layouts[i]))
		}
		parts[w] = p
	}
	table := newTable(job.Weights, job.Columns)
	err := predict.Each(ctx, r, job.Columns, job.Workers, func(ctx context.Context, w int, rows *predict.Rows) error {
		p := parts[w]
		text := p.add(job, rows)
		for name, sub := range p.byGroup(rows) {
			g := p.groups[name]
			if g == nil {
				g = &group{exact: measures()}
				p.groups[strings.Clone(name)] = g
			}
			z := sub.Logits(nil)
			g.tally.Add(sub)
			g.metrics.Add(sub, z)
			g.sample.Add(sub)
			for _, e := range g.exact {
				e.Add(sub, z, nil)
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
	s := Summary{Tally: first.tally, Sample: first.sample, Grouped: len(first.grouped)}
	if err != nil {
		return s, err
	}
	s.Problems = s.Tally.Problems(job.Rejected)
	if len(s.Problems) > 0 && !s.Problems[0].Warning() {
		return s, s.Problems[0]
	}
	for i, setting := range job.Settings {
		s.Results = append(s.Results, Result{setting, first.exact[i].Measurement, first.bins[i].View(), first.top[i]})
	}
	s.Metrics = s.Results[0].View.Metrics(&s.Sample, &first.metrics)
	if job.Columns.Classes() == 2 {
		if c := cure.New(&s.Sample); c != nil {
			results := c.Results(job.Settings[0].Loss())
			s.Cures = &results
		}
	}
	for _, name := range slices.Sorted(maps.Keys(first.groups)) {
		g := first.groups[name]
		of := Group{Name: name, Tally: g.tally, Metrics: g.metrics, Sample: g.sample}
		for _, e := range g.exact {
			of.Loss = append(of.Loss, e.Total())
		}
		s.Groups = append(s.Groups, of)
	}
	return s, nil
}

// add adds rows, and returns their lines of the table, each ending with a line end.
func (p *part) add(job Job, rows *predict.Rows) (text []byte) {
	p.tally.Add(rows)
	p.z = rows.Logits(p.z[:0])
	if rows.Width() > 1 {
		p.metrics.Add(rows, p.z)
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
			p.top[i].Offer(bins.Row{Line: rows.Line[row], Class: int(rows.Class[row]), Pt: 1 / (1 + math.Exp(-p.z[row])), Loss: loss, Gradient: p.gradients[row]}, TopRows)
		}
		if i == 0 && job.Weights != nil {
			text = weights.Append(text, rows, p.z, p.losses, p.gradients, job.Settings[0])
		}
	}
	return text
}

// byGroup returns the rows of each group.
func (p *part) byGroup(rows *predict.Rows) func(yield func(string, *predict.Rows) bool) {
	return func(yield func(string, *predict.Rows) bool) {
		if rows.Group == nil {
			return
		}
		for _, name := range rows.Group {
			if !p.grouped[name] && len(p.grouped) < MaxGroups {
				p.grouped[strings.Clone(name)] = true
			}
		}
		for name := range p.grouped {
			p.sub.Take(rows, func(i int) bool { return rows.Group[i] == name })
			if len(p.sub.Class) > 0 && !yield(name, &p.sub) {
				return
			}
		}
	}
}

func (p *part) merge(q *part) {
	p.tally.Merge(&q.tally)
	p.metrics.Merge(&q.metrics)
	p.sample.Merge(&q.sample)
	for i := range p.exact {
		p.exact[i].Merge(&q.exact[i].Measurement)
		p.bins[i].Merge(q.bins[i])
		for _, row := range q.top[i] {
			p.top[i].Offer(row, TopRows)
		}
	}
	for name, g := range q.groups {
		p.grouped[name] = true
		if p.groups[name] == nil {
			p.groups[name] = g
			continue
		}
		to := p.groups[name]
		to.tally.Merge(&g.tally)
		to.metrics.Merge(&g.metrics)
		to.sample.Merge(&g.sample)
		for i := range to.exact {
			to.exact[i].Merge(&g.exact[i].Measurement)
		}
	}
}

// A table is written in parts that come in any order. A part waits for its turn, so
// that few are held.
type table struct {
	w     *bufio.Writer // nil for none
	mu    sync.Mutex
	turn  chan struct{} // closed when next has changed
	next  int
	index int // of the first row of the next part
	line  []byte
}

func newTable(w io.Writer, c predict.Columns) *table {
	if w == nil {
		return &table{}
	}
	t := &table{w: bufio.NewWriterSize(w, 1<<16), turn: make(chan struct{})}
	t.w.WriteString(weights.Header(c)) // flush has the error
	return t
}

// write writes the lines of rows, each with its row's index in front.
func (t *table) write(ctx context.Context, rows *predict.Rows, text []byte) error {
	if t.w == nil {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for t.next != rows.Part {
		turn := t.turn
		t.mu.Unlock()
		select {
		case <-turn:
		case <-ctx.Done():
		}
		t.mu.Lock()
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
	t.next++
	close(t.turn)
	t.turn = make(chan struct{})
	t.line = weights.Number(t.line[:0], text, rows, t.index)
	t.index += rows.Total
	_, err := t.w.Write(t.line)
	return err
}

func (t *table) flush() error {
	if t.w == nil {
		return nil
	}
	return t.w.Flush()
}
