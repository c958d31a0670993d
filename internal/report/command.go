package report

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"hash/maphash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/pair"
	"lossexplorer/internal/predict/predictfile"
	"lossexplorer/internal/text"
	"lossexplorer/losscore"
)

const usage = `Usage: lossexplorer report -in FILE [-out report.html] [-json FILE] [flags]

Reads predictions and writes a self-contained page, and with -json a summary for
programs, of what the loss gives for them. It always prints what it has read: the columns,
how labels are mapped, rows, and rejected rows with the reasons.

FILE is CSV (commas, tabs, semicolons), JSON lines, JSON, .npy, .npz, Parquet, Arrow, .xlsx
or what the command sql has counted in a database; text also with gzip or in a .zip;
- is standard input. Several files, or a pattern such as 'data/*.csv', are read one after
the other, or side by side if they have different columns (labels and scores).

Exit code: 0; 1 for an error; 3 if a condition of -fail-if holds.

`

// options are the flags.
type options struct {
	in                 []string
	out, weights, json string
	model, against     string
	choice             predict.Choice
	label, score       string
	classes            string
	logits, allow      bool
	a, b               string
	lang               string
	fail               []condition
	workers            int
}

func (o *options) flags() *flag.FlagSet {
	flags := flag.NewFlagSet("lossexplorer report", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // the caller prints the error, once
	flags.Func("in", "read predictions from `file`, or from all that a pattern fits",
		func(name string) error {
			o.in = append(o.in, name)
			return nil
		})
	flags.StringVar(&o.out, "out", "",
		"write the page to `file`; report.html unless there is -json")
	flags.StringVar(&o.json, "json", "",
		"write the numbers as JSON to `file`, - for standard output")
	flags.StringVar(&o.weights, "weights", "",
		"write loss, gradient and weight of every row to this CSV `file`")
	flags.StringVar(&o.model, "model", "", "the `name` of the model, for the page's head")
	flags.StringVar(&o.against, "against", "",
		"compare with another model's predictions in `file`, row by row, or by -id")
	flags.StringVar(&o.label, "y", "",
		"the `column` of the label, by name or number, or those of one-hot labels with commas; else it is guessed")
	flags.StringVar(&o.score, "p", "",
		"the `column` of the score of class 1; or one for each class, with commas")
	flags.StringVar(&o.choice.Kind, "kind", "",
		"the `kind` of the scores: probability, logit or percent")
	flags.BoolVar(&o.logits, "logits", false, "the scores are logits, as -kind logit")
	flags.StringVar(&o.choice.Positive, "positive", "",
		"the `label` that is class 1, such as malignant; all others are class 0")
	flags.StringVar(&o.classes, "classes", "",
		"the `labels` of all classes in the order of the scores, with commas")
	flags.Func("ignore", "leave out rows with this `label`, such as -1", func(value string) error {
		o.choice.Ignore = append(o.choice.Ignore, value)
		return nil
	})
	flags.BoolVar(&o.choice.Soft, "soft", false,
		"labels between 0 and 1 are soft labels: each loss reads them by its own convention")
	flags.StringVar(&o.choice.Threshold, "label-threshold", "",
		"labels from this `number` on are class 1, such as 0.5; those below are class 0")
	flags.StringVar(&o.choice.Weight, "weight", "", "the `column` of sample weights, or none")
	flags.StringVar(&o.choice.Group, "group", "", "compare the rows of each value of this `column`")
	flags.StringVar(&o.choice.ID, "id", "",
		"the `column` that identifies a row in the table of weights, or none")
	flags.StringVar(&o.choice.Only, "only", "",
		"read only rows with this `column=value`, such as split=test")
	flags.BoolVar(&o.allow, "allow-rejected", false,
		"go on though more than 5 % of the rows cannot be read")
	flags.Func("fail-if", "exit with code 3 if this `condition` holds, such as ece>0.05",
		func(text string) error {
			c, err := parseCondition(text)
			o.fail = append(o.fail, c)
			return err
		})
	flags.StringVar(&o.a, "a", "",
		"the `setting`, such as \"loss=focal&gamma=2&alpha=0.25\", which is the default for two classes, or the explorer's address")
	flags.StringVar(&o.b, "b", "", "another `setting` to compare with")
	flags.StringVar(&o.lang, "lang", "en", "`language` of the page: en or zh")
	flags.IntVar(&o.workers, "workers", runtime.GOMAXPROCS(0), "how many `cores` to use")
	return flags
}

// Run is the command report. It prints the places of the outputs to stdout, and the columns
// used, progress and warnings to stderr. dist is the built explorer.
func Run(ctx context.Context, args []string, dist fs.FS, stdout, stderr io.Writer) error {
	var o options
	flags := o.flags()
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, usage)
		flags.SetOutput(stdout)
		flags.PrintDefaults()
		return nil
	} else if err != nil {
		return fmt.Errorf("%w; report -help lists the flags", err)
	}
	// A pattern after -in that a shell has expanded comes as arguments.
	o.in = append(o.in, flags.Args()...)
	for i, arg := range flags.Args() {
		if strings.HasPrefix(arg, "-") && arg != "-" {
			return fmt.Errorf("unexpected %q after %q; flags come before files", arg,
				flags.Args()[max(0, i-1)])
		}
	}
	if err := o.check(); err != nil {
		return err
	}
	return o.run(ctx, dist, stdout, stderr)
}

// check completes the options and returns an error if they are invalid.
func (o *options) check() error {
	if len(o.in) == 0 {
		return errors.New("no file: say -in FILE; report -help lists the flags")
	}
	if o.workers < 1 {
		return fmt.Errorf("-workers is %d; at least 1 is needed", o.workers)
	}
	if !slices.ContainsFunc(text.All(),
		func(m *text.Messages) bool { return m.Code == o.lang || m.Lang == o.lang }) {
		return fmt.Errorf("-lang is %q; it is en or zh", o.lang)
	}
	if o.logits {
		if o.choice.Kind != "" && o.choice.Kind != "logit" {
			return fmt.Errorf("-logits and -kind %s exclude each other", o.choice.Kind)
		}
		o.choice.Kind = "logit"
	}
	o.choice.Label, o.choice.Scores, o.choice.Classes = fieldsOf(o.label), fieldsOf(o.score),
		fieldsOf(o.classes)
	if o.out == "" && o.json == "" {
		o.out = "report.html"
	}
	var files []string
	for _, name := range o.in {
		if _, err := os.Stat(name); name != "-" && errors.Is(err, fs.ErrNotExist) &&
			strings.ContainsAny(name, "*?[") {
			found, err := filepath.Glob(name)
			if err != nil || len(found) == 0 {
				return fmt.Errorf("-in %s: no file fits the pattern", name)
			}
			files = append(files, found...)
			continue
		}
		files = append(files, name)
	}
	o.in = files
	for i, name := range files {
		for _, other := range files[:i] {
			if same(name, other) {
				return fmt.Errorf("-in %s and -in %s are the same file, whose rows would count twice",
					other, name)
			}
		}
	}
	return nil
}

// fieldsOf divides a list with commas.
func fieldsOf(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ",")
}

func (o *options) run(ctx context.Context, dist fs.FS, stdout, stderr io.Writer) error {
	var code []byte
	if o.out != "" {
		var err error
		if code, err = script(dist); err != nil { // before the file is read, which may take long
			return err
		}
	}
	if _, _, err := settingsOf(o.a, o.b, 2); err != nil { // a fault is said before, too
		return err
	}
	outs, err := o.outputs(stdout)
	if err != nil {
		return err
	}
	defer func() {
		for _, out := range outs {
			out.discard()
		}
	}()
	page, table, summary := outs[0], outs[1], outs[2]

	start := time.Now()
	file, err := predictfile.Open(o.in...)
	if err != nil {
		return o.explain(err)
	}
	defer file.Close()
	columns, noted, err := o.choice.Columns(file.Names(), file.Head())
	if err != nil {
		return o.explain(err)
	}
	if columns.Labels.Soft && o.against != "" {
		return errSoft
	}
	settings, queries, err := settingsOf(o.a, o.b, columns.Classes())
	if err != nil {
		return err
	}
	printColumns(stderr, o.in, file, columns)
	var rows atomic.Int64
	stop := progress(stderr, file, &rows, start)
	job := Job{Columns: columns, Settings: settings, Workers: o.workers,
		Rejected: predict.MaxRejected, Rows: &rows, Weights: table.writer()}
	if o.allow {
		job.Rejected = 1
	}
	s, err := Collect(ctx, file, job)
	stop()
	noted = s.Tally.Noted(noted, file.Names()[columns.Scores[0]])
	notes := notesOf(noted)
	printCounts(stderr, columns, &s)
	for _, note := range notes {
		fmt.Fprintf(stderr, "note: %s\n", note)
	}
	if err != nil {
		return o.explain(err)
	}
	for _, p := range s.Problems {
		if p.Code != predict.SomeBad { // whose reasons are printed
			fmt.Fprintf(stderr, "note: %v\n", p)
		}
	}
	if o.against != "" {
		if s.Pair, err = o.compare(ctx, settings[0].Loss(), stderr); err != nil {
			return err
		}
	}
	source := Source{Model: o.model, Other: o.against, Date: start, Files: o.in,
		Name: strings.Join(o.in, ", "), Format: file.Format, Size: file.Done(),
		Elapsed: time.Since(start), Names: file.Names(), Columns: columns, Noted: noted}
	numbers := NewJSON(source, file.Names(), columns, notes, &s, queries)
	if page.name != "" {
		if err := Write(page, text.For(o.lang), code, source, &s, queries); err != nil {
			return err
		}
	}
	if summary.name != "" {
		if err := numbers.Write(summary); err != nil {
			return err
		}
	}
	for i, what := range []string{"Report", "Weights", "JSON"} {
		if err := outs[i].finish(); err != nil {
			return err
		}
		if name := outs[i].name; name != "" && name != "-" &&
			!slices.ContainsFunc(outs, func(o *output) bool { return o.name == "-" }) {
			fmt.Fprintf(stdout, "%s: %s\n", what, name)
		}
	}
	return failed(o.fail, numbers)
}

// compare reads the files once more, and the file of the other model, using the same choice
// of columns; groups are those of the first. It prints the columns of the other file.
func (o *options) compare(ctx context.Context, loss losscore.Loss, stderr io.Writer) (*pair.Comparison, error) {
	seed := maphash.MakeSeed()
	var sides [2]*pair.Rows
	for i, files := range [][]string{o.in, {o.against}} {
		if slices.Contains(files, "-") {
			return nil, errors.New("-against: standard input cannot be read twice")
		}
		file, err := predictfile.Open(files...)
		if err != nil {
			return nil, o.explain(err)
		}
		defer file.Close()
		choice := o.choice
		if i == 1 {
			choice.Group = ""
		}
		columns, _, err := choice.Columns(file.Names(), file.Head())
		if err == nil {
			if i == 1 {
				printColumns(stderr, files, file, columns)
			}
			sides[i], err = pair.Read(ctx, file, columns, seed, func() {})
		}
		if err != nil {
			return nil, fmt.Errorf("-against: %s: %w", strings.Join(files, ", "), err)
		}
	}
	c, err := pair.Compare(sides[0], sides[1], loss)
	if err != nil {
		return nil, fmt.Errorf("-against %s: %w", o.against, err)
	}
	return &c, nil
}

// outputs opens the outputs: of the page, the table of weights and the JSON.
func (o *options) outputs(stdout io.Writer) (outs []*output, err error) {
	defer func() {
		if err != nil {
			for _, out := range outs {
				out.discard()
			}
		}
	}()
	seen := map[string]string{}
	inputs := o.in
	if o.against != "" {
		inputs = append(slices.Clone(inputs), o.against)
	}
	for _, f := range []struct{ option, name string }{{"-out", o.out}, {"-weights", o.weights},
		{"-json", o.json}} {
		if f.name != "" {
			at, err := filepath.Abs(f.name)
			if err != nil {
				return outs, err
			}
			if other := seen[at]; other != "" {
				return outs, fmt.Errorf("%s and %s are the same file %s", other, f.option, f.name)
			}
			seen[at] = f.option
		}
		out, err := newOutput(f.option, f.name, inputs, stdout)
		if err != nil {
			return outs, err
		}
		outs = append(outs, out)
	}
	return outs, nil
}
