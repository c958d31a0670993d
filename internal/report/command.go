package report

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"lossexplorer/internal/formula/compile"
	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/bins"
	"lossexplorer/internal/predict/predictfile"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

const usage = `Usage: lossexplorer report -in FILE [-out report.html] [flags]

Reads predictions and writes a self-contained page that says what the loss makes of
them. FILE is CSV (or with tabs, semicolons), JSON lines, .npy, .npz or Parquet; text
and .npy may be compressed with gzip; .npy files may be several, each with its -in.

`

// options are the flags.
type options struct {
	in           []string
	out, weights string
	truth, score string
	logits       bool
	a, b         string
	lang         string
	workers      int
}

// Run is the command report. It prints to stdout where the report is, and progress and
// warnings to stderr. Dist is the built explorer.
func Run(ctx context.Context, args []string, dist fs.FS, stdout, stderr io.Writer) error {
	var o options
	flags := flag.NewFlagSet("lossexplorer report", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // the caller prints the error, once
	flags.Func("in", "read predictions from `file`", func(name string) error {
		o.in = append(o.in, name)
		return nil
	})
	flags.StringVar(&o.out, "out", "report.html", "write the page to `file`")
	flags.StringVar(&o.weights, "weights", "", "write loss, gradient and weight of every row to this CSV `file`")
	flags.StringVar(&o.truth, "y", "", "the `column` of the truth, by name or number; else it is guessed")
	flags.StringVar(&o.score, "p", "", "the `column` of the score of class 1; or one for each class, with commas")
	flags.BoolVar(&o.logits, "logits", false, "the scores are logits")
	flags.StringVar(&o.a, "a", "", "the `setting`, as in the explorer's address: \"loss=focal&gamma=2&alpha=0.25\"")
	flags.StringVar(&o.b, "b", "", "another `setting` to compare with")
	flags.StringVar(&o.lang, "lang", "en", "`language` of the page: en or zh")
	flags.IntVar(&o.workers, "workers", runtime.GOMAXPROCS(0), "how many `cores` to use")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, usage)
		flags.SetOutput(stdout)
		flags.PrintDefaults()
		return nil
	} else if err != nil {
		return fmt.Errorf("%w; report -help lists the flags", err)
	}
	switch {
	case flags.NArg() > 0:
		return fmt.Errorf("unexpected argument %q; report -help lists the flags", flags.Arg(0))
	case len(o.in) == 0:
		return errors.New("no file: say -in FILE; report -help lists the flags")
	case (o.truth == "") != (o.score == ""):
		return errors.New("say both -y and -p, or neither to have them guessed")
	case o.workers < 1:
		return fmt.Errorf("-workers is %d; at least 1 is needed", o.workers)
	}
	return o.run(ctx, dist, stdout, stderr)
}

func (o *options) run(ctx context.Context, dist fs.FS, stdout, stderr io.Writer) error {
	code, err := script(dist) // before the file is read, which may take long
	if err != nil {
		return err
	}
	settings, queries, err := o.settings()
	if err != nil {
		return err
	}
	start := time.Now()
	file, err := predictfile.Open(o.in...)
	if err != nil {
		return o.explain(err)
	}
	defer file.Close()
	columns, err := o.columns(file)
	if err != nil {
		return o.explain(err)
	}
	names := file.Names()
	scores := ""
	for _, i := range columns.Scores {
		scores += ", " + strconv.Quote(names[i])
	}
	kind := "probability"
	if columns.Logits {
		kind = "logit"
	}
	fmt.Fprintf(stderr, "%s: truth %q, %s %s\n", file.Format, names[columns.Truth], kind, scores[2:])

	var table *os.File
	if o.weights != "" {
		if table, err = os.Create(o.weights); err != nil {
			return err
		}
		defer table.Close()
	}
	var rows atomic.Int64
	stop := progress(stderr, file, &rows, start)
	var weights io.Writer // not a nil *os.File
	if table != nil {
		weights = table
	}
	tally, results, err := Collect(ctx, file, columns, settings, o.workers, &rows, weights)
	stop()
	if err != nil {
		return o.explain(err)
	}
	if table != nil {
		if err := table.Close(); err != nil {
			return err
		}
	}
	for _, p := range tally.Problems() {
		fmt.Fprintf(stderr, "note: %v\n", p)
	}
	source := Source{strings.Join(o.in, ", "), file.Format, file.Size, time.Since(start)}
	page, err := os.Create(o.out)
	if err != nil {
		return err
	}
	if err := errors.Join(Write(page, text.For(o.lang), code, source, tally, results, queries), page.Close()); err != nil {
		return err
	}
	fmt.Fprintf(stdout, "Report: %s\n", o.out)
	if table != nil {
		fmt.Fprintf(stdout, "Weights: %s\n", o.weights)
	}
	return nil
}

// explain adds which file, and what to do, to a problem of it.
func (o *options) explain(err error) error {
	var p *predict.Problem
	if !errors.As(err, &p) {
		return err
	}
	hint := ""
	switch p.Code {
	case predict.Outside:
		hint = "; if they are, say -logits"
	case predict.Unclear:
		hint = "; say which with -y and -p"
	}
	return fmt.Errorf("%s: %w%s", strings.Join(o.in, ", "), err, hint)
}

func (o *options) columns(r predict.Reader) (predict.Columns, error) {
	if o.truth != "" {
		c, err := predict.Choose(r.Names(), o.truth, o.score)
		c.Logits = o.logits
		return c, err
	}
	c, err := predict.Guess(r.Names(), r.Head())
	var p *predict.Problem
	if o.logits && (err == nil || errors.As(err, &p) && p.Code == predict.Outside) {
		c.Logits, err = true, nil
	}
	return c, err
}

// settings parses the flags for them.
func (o *options) settings() (all []bins.Setting, queries []string, err error) {
	for i, query := range []string{o.a, o.b} {
		if i == 1 && query == "" {
			break
		}
		if _, after, ok := strings.Cut(query, "?"); ok {
			query = after // a whole address
		}
		values, err := url.ParseQuery(query)
		if err != nil {
			return nil, nil, fmt.Errorf("setting %q: %w", query, err)
		}
		get, problems := compile.Query(text.For("en"), func(key string) (string, bool) { return values.Get(key), values.Has(key) })
		state, more := state.Parse(get)
		if problems = append(problems, more...); len(problems) > 0 {
			return nil, nil, fmt.Errorf("setting %q: %s=%s: %w", query, problems[0].Key, problems[0].Value, problems[0].Err)
		}
		setting, err := bins.NewSetting(state.Kind, state.Values[:len(state.Kind.Params)])
		if err != nil {
			return nil, nil, fmt.Errorf("setting %q: %w", query, err)
		}
		all = append(all, setting)
		queries = append(queries, Describe(state))
	}
	return all, queries, nil
}

// Describe returns the part of a state's address that is about the loss.
func Describe(s state.State) string {
	d := state.LossKey + "=" + s.Kind.ID
	if s.Own() {
		d = compile.Key + "=" + url.QueryEscape(s.Formula.Text)
	}
	for _, p := range s.Kind.Params {
		d += "&" + p.Name + "=" + s.Value(p.Name)
	}
	return d
}

// progress prints how far the file has been read until it is stopped, several times a
// second on a terminal and else every ten seconds, and in the end how fast.
func progress(w io.Writer, file *predictfile.File, rows *atomic.Int64, start time.Time) (stop func()) {
	every, before, after := 10*time.Second, "", "\n"
	if f, ok := w.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			every, before, after = 250*time.Millisecond, "\r", ""
		}
	}
	say := func(end string) {
		n, seconds := rows.Load(), time.Since(start).Seconds()
		done := 100.
		if file.Size > 0 {
			done = min(done, 100*float64(file.Done())/float64(file.Size))
		}
		fmt.Fprintf(w, "%s%3.0f %%  %d rows in %.1f s, %.0f rows per second%s", before, done, n, seconds, float64(n)/seconds, end)
	}
	quit, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				say(after)
			case <-quit:
				say("\n")
				return
			}
		}
	}()
	return func() {
		close(quit)
		<-ended
	}
}
