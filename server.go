// Command lossexplorer serves the loss explorer from the files built into the
// program. With report as its first argument it writes a report about a file of
// predictions instead.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"lossexplorer/internal/report"
	"lossexplorer/internal/site"
	"lossexplorer/web"
)

const defaultAddr = "127.0.0.1:8080"

// The limits of the server. Requests are small; a download may take minutes on
// a slow line, and shutdown waits for those still running.
const (
	readHeaderTimeout = 5 * time.Second
	readTimeout       = 10 * time.Second
	writeTimeout      = 5 * time.Minute
	idleTimeout       = 2 * time.Minute
	shutdownTimeout   = 30 * time.Second
	maxHeaderBytes    = 16 << 10
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// After the first signal, a second one ends the program at once.
	context.AfterFunc(ctx, stop)
	command, args := run, os.Args[1:]
	if len(args) > 0 && args[0] == "report" {
		command, args = report.Run, args[1:]
	}
	if err := command(ctx, args, web.Dist(), os.Stdout, os.Stderr); err != nil {
		fmt.Fprintf(os.Stderr, "lossexplorer: %v\n", err)
		os.Exit(1)
	}
}

// run serves dist as the arguments ask until ctx ends, then lets running
// downloads finish. It prints the address of the page to stdout and logs
// faults of connections to stderr.
func run(ctx context.Context, args []string, dist fs.FS, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("lossexplorer", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // the caller prints the error, once
	addr := flags.String("addr", defaultAddr, "listen on `host:port`; port 0 picks a free one")
	format := flags.String("log", "text", "log requests to standard error as `text` or json, or off")
	base := flags.String("url", "", "the `address` at which readers see the page, such as https://example.org/loss/, for cards of links; that of each request by default")
	version := flags.Bool("version", false, "print the version and stop")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, "Usage: lossexplorer [-addr host:port] [-log text|json|off]\n"+
			"       lossexplorer report -in FILE\n\n"+
			"Serves the loss explorer until interrupted, or writes a report about a\n"+
			"file of predictions: report -help tells more.\n\n")
		flags.SetOutput(stdout)
		flags.PrintDefaults()
		return nil
	} else if err != nil {
		return fmt.Errorf("%w; -help lists the flags", err)
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q; -help lists the flags", flags.Arg(0))
	}

	if *version {
		fmt.Fprintln(stdout, build())
		return nil
	}
	logger, err := newLogger(*format, stderr)
	if err != nil {
		return err
	}

	if *base != "" {
		u, err := url.Parse(*base)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery+u.Fragment != "" {
			return fmt.Errorf("-url must be an address like https://example.org/loss/; %q is not", *base)
		}
		*base = strings.TrimSuffix(*base, "/") + "/"
	}
	handler, err := site.New(dist, *base)
	if err != nil {
		return err
	}
	if logger != nil {
		handler = site.Log(handler, logger)
	}
	listener, err := listen(ctx, *addr)
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(slog.NewTextHandler(stderr, nil), slog.LevelWarn),
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	fmt.Fprintf(stdout, "Loss explorer: http://%s/\n", browsable(listener.Addr()))

	select {
	case err := <-failed:
		return fmt.Errorf("serving: %w", err)
	case <-ctx.Done():
	}
	// ctx has ended, so the wait for downloads needs a context of its own.
	wait, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	if err := server.Shutdown(wait); err != nil {
		return errors.Join(fmt.Errorf("stopped before every download had finished: %w", err), server.Close())
	}
	return nil
}

// newLogger returns what requests are logged with, nil for off.
func newLogger(format string, w io.Writer) (*slog.Logger, error) {
	switch format {
	case "text":
		return slog.New(slog.NewTextHandler(w, nil)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(w, nil)), nil
	case "off":
		return nil, nil
	}
	return nil, fmt.Errorf("-log must be text, json or off; %q is not", format)
}

// build says which sources the program was built from, as far as it knows.
func build() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "lossexplorer, built without module information"
	}
	said := "lossexplorer " + info.Main.Version + ", " + info.GoVersion
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			said += ", revision " + s.Value
		case s.Key == "vcs.modified" && s.Value == "true":
			said += " with changes"
		}
	}
	return said
}

// listen opens addr and says what to do when it cannot.
func listen(ctx context.Context, addr string) (net.Listener, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("%s is already in use; choose another address with -addr, such as -addr 127.0.0.1:0 for any free port", addr)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s; choose another address with -addr: %w", addr, err)
	}
	return listener, nil
}

// browsable returns the host and port at which a browser on this machine
// reaches addr; a listener on all interfaces has no such host of its own.
func browsable(addr net.Addr) string {
	if tcp, ok := addr.(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		return fmt.Sprintf("localhost:%d", tcp.Port)
	}
	return addr.String()
}
