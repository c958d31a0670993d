// Package report says in one HTML page what a loss makes of the predictions of a
// model. It reads a file of any size once, on all cores, and holds bins of it only.
package report

import (
	"bufio"
	"context"
	"io"
	"math"
	"sync"
	"sync/atomic"

	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/bins"
	"lossexplorer/internal/predict/weights"
)

// TopRows is how many of the rows with the largest losses are kept.
const TopRows = 20

// A Result is what one setting makes of a file.
type Result struct {
	Setting bins.Setting
	Sums    bins.Measurement // exact, of the rows themselves
	View    *bins.View
	Top     bins.Top
}

// Collect reads all of r with the columns c on workers goroutines, and returns the
// result of each setting. Rows that were read are counted in rows as they come, so
// that others can show progress. Unless lines is nil, the table of package weights under
// the first setting is written to it.
//
// The error is one of reading or of writing, or a [*predict.Problem] if the file is of
// no use; the warnings are in the tally, also when there is an error.
func Collect(ctx context.Context, r predict.Reader, c predict.Columns, settings []bins.Setting, workers int, rows *atomic.Int64, lines io.Writer) (predict.Tally, []Result, error) {
	type part struct {
		tally predict.Tally
		exact []*bins.Exact
		bins  []*bins.Bins
		top   []bins.Top
		z     []float64
	}
	layouts := make([]*bins.Layout, len(settings))
	for i, s := range settings {
		layouts[i] = bins.NewLayout(c, s.Epsilon())
	}
	parts := make([]*part, workers)
	for w := range parts {
		p := &part{top: make([]bins.Top, len(settings))}
		for i, s := range settings {
			p.exact = append(p.exact, bins.NewExact(layouts[i], s))
			p.bins = append(p.bins, bins.New(layouts[i]))
		}
		parts[w] = p
	}
	table := newTable(lines)
	err := predict.Each(ctx, r, c, workers, func(ctx context.Context, w int, read *predict.Rows) (err error) {
		p := parts[w]
		p.tally.Add(read)
		p.z = read.Truths(p.z[:0])
		var text []byte
		for i := range settings {
			p.bins[i].Add(read, p.z)
			losses := make([]float64, len(p.z))
			gradients := make([]float64, len(p.z))
			p.exact[i].Add(read, p.z, func(row int, loss, gradient float64) {
				losses[row], gradients[row] = loss, gradient
			})
			for row, loss := range losses {
				if top := p.top[i]; len(top) == TopRows && loss < top[TopRows-1].Loss {
					continue // as nearly always
				}
				p.top[i].Offer(bins.Row{Line: read.Line[row], Class: int(read.Class[row]), Pt: 1 / (1 + math.Exp(-p.z[row])), Loss: loss, Gradient: gradients[row]}, TopRows)
			}
			if i == 0 && lines != nil {
				text = weights.Append(text, read, p.z, losses, gradients, settings[0].Epsilon())
			}
		}
		rows.Add(int64(len(p.z) + len(read.Bad)))
		return table.write(ctx, read.Part, text)
	})
	if err == nil {
		err = table.flush()
	}
	first := parts[0]
	for _, p := range parts[1:] {
		first.tally.Merge(&p.tally)
		for i := range settings {
			first.exact[i].Merge(&p.exact[i].Measurement)
			first.bins[i].Merge(p.bins[i])
			for _, row := range p.top[i] {
				first.top[i].Offer(row, TopRows)
			}
		}
	}
	if err != nil {
		return first.tally, nil, err
	}
	if problems := first.tally.Problems(); len(problems) > 0 && !problems[0].Warning() {
		return first.tally, nil, problems[0]
	}
	var results []Result
	for i, s := range settings {
		results = append(results, Result{s, first.exact[i].Measurement, first.bins[i].View(), first.top[i]})
	}
	return first.tally, results, nil
}

// A table is written in parts that come in any order. A part waits for its turn, so
// that few are held.
type table struct {
	w    *bufio.Writer // nil for none
	mu   sync.Mutex
	turn chan struct{} // closed when next has changed
	next int
}

func newTable(w io.Writer) *table {
	if w == nil {
		return &table{}
	}
	t := &table{w: bufio.NewWriterSize(w, 1<<16), turn: make(chan struct{})}
	t.w.WriteString(weights.Header) // flush has the error
	return t
}

func (t *table) write(ctx context.Context, part int, text []byte) error {
	if t.w == nil {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for t.next != part {
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
	_, err := t.w.Write(text)
	return err
}

func (t *table) flush() error {
	if t.w == nil {
		return nil
	}
	return t.w.Flush()
}
