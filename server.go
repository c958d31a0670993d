// Command lossexplorer serves the loss explorer from the files built into the program.
//
// The subcommand report writes a report on a file of predictions, read prints a loss written in
// Python as a formula, and lint prints the faults in one.
package main

import (
	"context"
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"golang.org/x/net/netutil"

	"lossexplorer/internal/lint"
	"lossexplorer/internal/report"
	"lossexplorer/internal/server/serve"
	"lossexplorer/internal/server/site"
	"lossexplorer/web"
)

const defaultAddr = "127.0.0.1:8080"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// After the first signal, a second one ends the program at once.
	context.AfterFunc(ctx, stop)
	command, args := run, os.Args[1:]
	commands := map[string]func(context.Context, []string, fs.FS, io.Writer, io.Writer) error{
		"report": report.Run, "sql": report.RunSQL, "read": lint.RunRead, "lint": lint.RunLint,
	}
	if len(args) > 0 && commands[args[0]] != nil {
		command, args = commands[args[0]], args[1:]
	}
	if err := command(ctx, args, web.Dist(), os.Stdout, os.Stderr); err != nil {
		var exit *lint.ExitError
		if errors.As(err, &exit) {
			os.Exit(exit.Code)
		}
		fmt.Fprintf(os.Stderr, "lossexplorer: %v\n", err)
		code := 1
		var coded interface{ ExitCode() int }
		if errors.As(err, &coded) {
			code = coded.ExitCode()
		}
		os.Exit(code)
	}
}

// run serves dist as the arguments ask until ctx ends, then lets running
// downloads finish. It prints the address of the page to stdout and logs
// requests and faults to stderr.
func run(ctx context.Context, args []string, dist fs.FS, stdout, stderr io.Writer) error {
	o, err := parse(args, stdout)
	if o == nil || err != nil {
		return err
	}
	handler, err := site.New(dist, o.url)
	if err != nil {
		return err
	}
	if o.log != nil {
		handler = site.Log(handler, o.log(stderr))
	}
	listener, err := serve.Listen(ctx, o.addr)
	if err != nil {
		return err
	}
	s := serve.New(handler, serve.Limits{}, stderr)
	scheme := "http"
	if o.cert != "" {
		scheme = "https"
		pair, err := tls.LoadX509KeyPair(o.cert, o.key)
		if err != nil {
			listener.Close()
			return fmt.Errorf("the files of -cert and -key: %w", err)
		}
		s.TLSConfig = &tls.Config{Certificates: []tls.Certificate{pair},
			MinVersion: tls.VersionTLS12}
	}
	if o.metrics != "" {
		at, err := serve.Listen(ctx, o.metrics)
		if err != nil {
			listener.Close()
			return fmt.Errorf("-metrics: %w", err)
		}
		m := site.NewMetrics()
		s.Handler, s.ConnState = m.Count(s.Handler), m.ConnState
		mux := http.NewServeMux()
		mux.Handle("GET /metrics", m.Handler())
		counts := serve.New(mux, serve.Limits{}, stderr)
		go counts.Serve(at)
		defer counts.Close()
		fmt.Fprintf(stdout, "Metrics: %smetrics\n", serve.URL(at, "http"))
	}
	fmt.Fprintf(stdout, "Loss explorer: %s\n", serve.URL(listener, scheme))
	return serve.Run(ctx, s, netutil.LimitListener(listener, o.connections), o.drain)
}

// options are the values of the flags.
type options struct {
	addr, url, cert, key, metrics string
	log                           func(io.Writer) *slog.Logger // nil for none
	connections                   int
	drain                         time.Duration
}

// parse returns nil if the arguments ask for something that it has printed.
func parse(args []string, stdout io.Writer) (*options, error) {
	var o options
	flags := flag.NewFlagSet("lossexplorer", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // the caller prints the error, once
	flags.StringVar(&o.addr, "addr", defaultAddr,
		"listen on `host:port`, where port 0 picks a free one, on unix:PATH, or on the socket that systemd passes: systemd")
	format := flags.String("log", "text",
		"log requests to standard error as `text` or json, or off")
	flags.StringVar(&o.url, "url", "",
		"the `address` at which readers see the page, such as https://example.org/loss/, for cards of links; by default the address of each request")
	flags.StringVar(&o.cert, "cert", "",
		"serve HTTPS and HTTP/2 with the certificate in this PEM `file`; needs -key")
	flags.StringVar(&o.key, "key", "", "the `file` with the key of -cert")
	flags.StringVar(&o.metrics, "metrics", "",
		"serve /metrics for Prometheus on another `host:port`")
	flags.IntVar(&o.connections, "connections", 16384, "the most connections at a time; more wait")
	flags.DurationVar(&o.drain, "drain", 0, "how long /readyz fails before the server stops")
	version := flags.Bool("version", false, "print the version and stop")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, "Usage: lossexplorer [flags]\n"+
			"       lossexplorer report -in FILE\n"+
			"       lossexplorer read FILE.py\n"+
			"       lossexplorer lint FILE.py...\n\n"+
			"Serves the loss explorer until interrupted, writes a report about a file of\n"+
			"predictions, reads a loss written in Python or finds its faults. Each command\n"+
			"lists its flags with -help.\n\n")
		flags.SetOutput(stdout)
		flags.PrintDefaults()
		return nil, nil
	} else if err != nil {
		return nil, fmt.Errorf("%w; -help lists the flags", err)
	}
	if *version {
		fmt.Fprintln(stdout, build())
		return nil, nil
	}
	switch {
	case flags.NArg() > 0:
		return nil, fmt.Errorf("unexpected argument %q; -help lists the flags", flags.Arg(0))
	case (o.cert == "") != (o.key == ""):
		return nil, errors.New("-cert and -key go together")
	case o.connections < 1:
		return nil, fmt.Errorf("-connections must be at least 1; %d is not", o.connections)
	}
	switch *format {
	case "text":
		o.log = func(w io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(w, nil)) }
	case "json":
		o.log = func(w io.Writer) *slog.Logger { return slog.New(slog.NewJSONHandler(w, nil)) }
	case "off":
	default:
		return nil, fmt.Errorf("-log must be text, json or off; %q is not", *format)
	}
	if o.url != "" {
		u, err := url.Parse(o.url)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" ||
			u.RawQuery+u.Fragment != "" {
			return nil, fmt.Errorf("-url must be an address like https://example.org/loss/; %q is not", o.url)
		}
		o.url = strings.TrimSuffix(o.url, "/") + "/"
	}
	return &o, nil
}

// build describes the sources of the program, as far as it knows them.
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
