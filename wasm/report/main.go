//go:build js && wasm

// Command report is the program that makes the report of the command report in a worker,
// from the files and the settings of a message, and posts the page in pieces.
package main

import (
	"bytes"
	"context"
	"sync/atomic"
	"syscall/js"
	"time"

	"lossexplorer/internal/panel/predictions"
	"lossexplorer/internal/predict/bins"
	"lossexplorer/internal/report"
	"lossexplorer/internal/text"
	"lossexplorer/wasm/fileworker"
)

func main() {
	for m := range fileworker.Messages() {
		messages := text.For(m.Get("lang").String())
		var page bytes.Buffer
		if err := write(&page, messages, m); err != nil {
			fileworker.Post(map[string]any{"fault": predictions.Explain(messages, err)})
			continue
		}
		fileworker.Pieces{}.Write(page.Bytes())
		fileworker.Post(map[string]any{"report": true})
	}
}

func write(page *bytes.Buffer, messages *text.Messages, m js.Value) error {
	start := time.Now()
	f, c, noted, err := fileworker.Open(m)
	if err != nil {
		return err
	}
	var settings []bins.Setting
	var queries []string
	for _, key := range []string{"query", "kept"} {
		query := m.Get(key)
		if query.Type() != js.TypeString {
			continue
		}
		s := fileworker.Parse(query.String())
		setting, err := bins.NewSetting(s.Kind, s.Values[:len(s.Kind.Params)])
		if err != nil {
			return err
		}
		settings, queries = append(settings, setting), append(queries, report.Describe(s))
	}
	var rows atomic.Int64
	done := make(chan struct{})
	defer close(done)
	go func() {
		tell := fileworker.Progress()
		for {
			select {
			case <-done:
				return
			case <-time.After(100 * time.Millisecond):
				tell(min(1, float64(f.Done())/float64(f.Size)))
			}
		}
	}()
	s, err := report.Collect(context.Background(), f,
		report.Job{Columns: c, Settings: settings, Workers: 1, Rejected: fileworker.Rejected(m),
			Rows: &rows})
	if err != nil {
		return err
	}
	name := m.Get("name").String()
	source := report.Source{Date: start, Files: []string{name}, Name: name, Format: f.Format,
		Size: f.Size, Elapsed: time.Since(start), Names: f.Names(), Columns: c, Noted: noted}
	return report.Write(page, messages, []byte(m.Get("script").String()), source, &s, queries)
}
