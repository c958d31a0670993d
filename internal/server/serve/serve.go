package serve

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Limits bound the time and memory that a client can use. A zero stands for the
// default in brackets: requests are small, but a download may take minutes on a slow line.
type Limits struct {
	ReadHeader  time.Duration // until a request's header has come (5 s)
	Read        time.Duration // until a request has come (10 s)
	Write       time.Duration // until a response has gone (5 min)
	Idle        time.Duration // between two requests of a connection (2 min)
	HeaderBytes int           // of a request's header (16 KB); net/http allows 4 KB more
}

// New returns a server with the limits that writes its warnings to stderr.
func New(handler http.Handler, l Limits, stderr io.Writer) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: cmp.Or(l.ReadHeader, 5*time.Second),
		ReadTimeout:       cmp.Or(l.Read, 10*time.Second),
		WriteTimeout:      cmp.Or(l.Write, 5*time.Minute),
		IdleTimeout:       cmp.Or(l.Idle, 2*time.Minute),
		MaxHeaderBytes:    cmp.Or(l.HeaderBytes, 16<<10),
		ErrorLog:          slog.NewLogLogger(slog.NewTextHandler(stderr, nil), slog.LevelWarn),
	}
}

// finish is the time that Run waits for downloads at the end.
const finish = 30 * time.Second

// Run answers on l, with TLS if the server has a configuration for it, until ctx
// ends. Then /readyz fails for the time drain, so that load balancers send no more
// requests, and running downloads finish.
func Run(ctx context.Context, s *http.Server, l net.Listener, drain time.Duration) error {
	next := s.Handler
	s.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/readyz" && ctx.Err() != nil {
			w.Header().Set("Cache-Control", "no-store")
			http.Error(w, "stopping", http.StatusServiceUnavailable)
			return
		}
		next.ServeHTTP(w, r)
	})
	failed := make(chan error, 1)
	go func() {
		if s.TLSConfig != nil {
			failed <- s.ServeTLS(l, "", "")
		} else {
			failed <- s.Serve(l)
		}
	}()
	select {
	case err := <-failed:
		return fmt.Errorf("serving: %w", err)
	case <-ctx.Done():
	}
	time.Sleep(drain)
	// ctx has ended, so the wait for downloads needs a context of its own.
	wait, cancel := context.WithTimeout(context.WithoutCancel(ctx), finish)
	defer cancel()
	if err := s.Shutdown(wait); err != nil {
		return errors.Join(fmt.Errorf("stopped before every download had finished: %w", err),
			s.Close())
	}
	return nil
}
