package report

import (
	"bufio"
	"context"
	"io"
	"sync"

	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/weights"
)

// A turn makes workers, which read the parts of a file in any order, use them in order.
type turn struct {
	mu      sync.Mutex
	changed chan struct{} // closed when next has changed
	next    int
}

func newTurn() turn { return turn{changed: make(chan struct{})} }

// take waits until the parts before part have had their turn, and calls f.
func (t *turn) take(ctx context.Context, part int, f func() error) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	for t.next != part {
		changed := t.changed
		t.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
		}
		t.mu.Lock()
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
	t.next++
	close(t.changed)
	t.changed = make(chan struct{})
	return f()
}

// A table is written part by part in the order of the file, so that few are held.
type table struct {
	w     *bufio.Writer // nil for none
	turn  turn
	index int // of the first row of the next part
	line  []byte
}

func newTable(w io.Writer, c predict.Columns) *table {
	if w == nil {
		return &table{}
	}
	t := &table{w: bufio.NewWriterSize(w, 1<<16), turn: newTurn()}
	t.w.WriteString(weights.Header(c)) // flush has the error
	return t
}

// write writes the lines of rows, each with its row's index in front.
func (t *table) write(ctx context.Context, rows *predict.Rows, text []byte) error {
	if t.w == nil {
		return nil
	}
	return t.turn.take(ctx, rows.Part, func() error {
		t.line = weights.Number(t.line[:0], text, rows, t.index)
		t.index += rows.Total
		_, err := t.w.Write(t.line)
		return err
	})
}

func (t *table) flush() error {
	if t.w == nil {
		return nil
	}
	return t.w.Flush()
}
