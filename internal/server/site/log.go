package site

import (
	"context"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"
)

// Log returns a handler that calls next and writes a line to log for every
// request: its method, path and protocol, and the status, size and duration of
// the response. It has no query, which may hold a user's input, and no
// address of a user.
//
// A panic of next is logged with its stack, and answered with status 500 if
// nothing was sent yet; otherwise the connection is closed, so that half a
// response is not mistaken for a whole one. http.ErrAbortHandler is passed on.
func Log(next http.Handler, log *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		seen := &recorder{ResponseWriter: w}
		defer func() {
			fault := recover()
			if fault != nil && fault != http.ErrAbortHandler {
				log.LogAttrs(context.Background(), slog.LevelError, "panic",
					slog.Any("fault", fault), slog.String("path", r.URL.Path),
					slog.String("stack", string(debug.Stack())))
				if seen.status == 0 {
					http.Error(seen, "The server failed to answer.", http.StatusInternalServerError)
					fault = nil
				} else {
					fault = http.ErrAbortHandler
				}
			}
			log.LogAttrs(context.Background(), slog.LevelInfo, "request",
				slog.String("method", r.Method), slog.String("path", r.URL.Path),
				slog.String("proto", r.Proto),
				slog.Int("status", seen.status), slog.Int64("bytes", seen.bytes),
				slog.Duration("took", time.Since(start)))
			if fault != nil {
				panic(fault)
			}
		}()
		next.ServeHTTP(seen, r)
	})
}

// recorder records the status and size of a response.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *recorder) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

// Unwrap gives http.ResponseController the underlying writer.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }
