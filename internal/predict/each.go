package predict

import (
	"context"
	"errors"
	"io"
	"sync"
)

// A Reader is an open file of predictions.
type Reader interface {
	// Names returns the names of the columns.
	Names() []string

	// Head returns fields of the first rows, as text.
	Head() [][]string

	// Choose sets the columns of the parts. It is called once, before Next.
	Choose(Columns)

	// Next returns the next part, or io.EOF after the last. Other errors are
	// [*Problem]s.
	Next() (Part, error)
}

// A Part of a file adds its rows to dst. Parts may be called at the same time.
type Part func(dst *Rows)

// Each decodes all of a file on workers goroutines. It calls use with the number of
// the worker, from 0, and rows that use may keep until it returns. Different workers
// call use at the same time; rows of a worker come in the order of the file. Each ends
// with the first error of the reader, of use, or of ctx; the context of use ends then
// too.
func Each(ctx context.Context, r Reader, c Columns, workers int, use func(ctx context.Context, worker int, rows *Rows) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	r.Choose(c)
	type task struct {
		number int
		decode Part
	}
	tasks := make(chan task)
	var wait sync.WaitGroup
	for w := range workers {
		wait.Go(func() {
			var rows Rows
			for t := range tasks {
				rows.Reset(c)
				rows.Part = t.number
				t.decode(&rows)
				if err := use(ctx, w, &rows); err != nil {
					cancel(err)
					return
				}
			}
		})
	}
	for n := 0; ; n++ {
		part, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			cancel(err)
			break
		}
		select {
		case tasks <- task{n, part}:
			continue
		case <-ctx.Done():
		}
		break
	}
	close(tasks)
	wait.Wait()
	return context.Cause(ctx)
}
