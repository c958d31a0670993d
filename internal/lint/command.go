package lint

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"slices"
	"strconv"
	"strings"

	"lossexplorer/internal/formula/syntax"
	"lossexplorer/internal/python"
)

// The exit codes: of lint with findings, and of code that is not read.
const (
	exitFound   = 1
	exitRefused = 2
)

// number is a float that JSON can have whatever it is.
type number float64

func (n number) MarshalJSON() ([]byte, error) {
	v := float64(n)
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return json.Marshal(strconv.FormatFloat(v, 'g', -1, 64))
	}
	return json.Marshal(v)
}

type findingJSON struct {
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Rule    string `json:"rule"`
	Message string `json:"message"`
	Meant   string `json:"meant,omitempty"`
	Effect  string `json:"effect,omitempty"`
	Code    string `json:"code,omitempty"` // repaired
}

// finding is a finding in the form used in JSON.
func finding(r *python.Reading, f Finding) findingJSON {
	made := findingJSON{f.Line, f.Column, string(f.Rule), f.Message(nil), f.Meant, "", f.Repair(r)}
	if e, ok := f.Effect(r, nil); ok {
		made.Effect = e.String()
	}
	return made
}

type valueJSON struct {
	Y        number `json:"y"`
	P        number `json:"p"`
	X        number `json:"x"`
	Loss     number `json:"loss"`
	Gradient number `json:"gradient"`
}

type readJSON struct {
	Function string                 `json:"function,omitempty"`
	Formula  string                 `json:"formula"`
	Roles    map[string]python.Role `json:"roles"`
	Params   map[string]number      `json:"params"`
	Epsilon  number                 `json:"epsilon,omitempty"`
	Findings []findingJSON          `json:"findings"`
	At       []valueJSON            `json:"at"`
}

type refusalJSON struct {
	Error struct {
		Line    int           `json:"line"`
		Column  int           `json:"column"`
		Code    string        `json:"code"`
		Message string        `json:"message"`
		Names   []string      `json:"names,omitempty"`
		Choices []python.Role `json:"choices,omitempty"`
	} `json:"error"`
}

// RunRead is the command "lossexplorer read": it prints the formula of a loss written in Python,
// with the roles of its parameters, findings, and values at the points that are asked for.
func RunRead(_ context.Context, args []string, _ fs.FS, stdout, stderr io.Writer) error {
	return usage(runRead(args, stdout, stderr))
}

func runRead(args []string, stdout, stderr io.Writer) error {
	o, err := parse("read", "Usage: lossexplorer read [flags] FILE\n\nPrints the loss that a file of Python has as a formula, the roles and values of its\n"+
		"parameters, and its findings. The exit code is 2 if it cannot be read, with the place and\nthe reason on standard error.\n\n", args, stdout)
	if o == nil || err != nil {
		return err
	}
	if len(o.files) > 1 {
		return errors.New("read takes one file")
	}
	how, err := o.python()
	if err != nil {
		return err
	}
	var points []point
	for _, s := range o.at {
		p, err := parsePoint(s)
		if err != nil {
			return err
		}
		points = append(points, p)
	}
	text, err := source(o.files[0])
	if err != nil {
		return err
	}
	how.Values = map[string]string{}
	for _, s := range o.set {
		name, value, ok := strings.Cut(s, "=")
		if !ok {
			return fmt.Errorf("-set must be name=value; %q is not", s)
		}
		how.Values[name] = value
	}
	r, err := python.Read(text, how)
	if err != nil {
		return refuse(o, o.files[0], err, stdout, stderr)
	}
	out := readJSON{Function: r.Name, Formula: r.Formula, Roles: r.Roles,
		Params: map[string]number{}, Epsilon: number(r.Epsilon), Findings: []findingJSON{},
		At: []valueJSON{}}
	for _, p := range r.Params {
		out.Params[p.Name] = number(p.Value)
	}
	for _, s := range o.set {
		name, value, _ := strings.Cut(s, "=")
		if slices.Contains(r.Set, name) {
			continue
		}
		v, err := strconv.ParseFloat(value, 64)
		if _, known := out.Params[name]; err != nil || !known {
			return fmt.Errorf("-set must be name=value with a parameter of the code, or a number of the formula; %q is not", s)
		}
		out.Params[name] = number(v)
	}
	for name := range how.Roles {
		if _, known := out.Roles[name]; !known {
			return fmt.Errorf("-role: the loss has no %q; it has %s", name,
				strings.Join(sortedKeys(out.Roles), ", "))
		}
	}
	for _, f := range Check(r) {
		out.Findings = append(out.Findings, finding(r, f))
	}
	far := math.Log(1e12)
	if r.Clamped.Line > 0 &&
		slices.ContainsFunc(points, func(p point) bool { return math.Abs(p.x) > far }) {
		r.Notes = append(r.Notes, python.Note{At: r.Clamped, Code: "bce-clamp"})
	}
	for _, n := range r.Notes {
		e := python.Error{Code: n.Code, Args: n.Args}
		out.Findings = append(out.Findings,
			findingJSON{Line: n.At.Line, Column: n.At.Column, Rule: "note-" + n.Code,
				Message: e.Message(python.English)})
	}
	f, err := syntax.Parse(r.Formula)
	if err != nil {
		return refuse(o, o.files[0],
			&python.Error{Position: python.Position{Line: 1, Column: 1}, Code: "formula",
				Args: []string{err.Error()}}, stdout, stderr)
	}
	values := f.Defaults()
	for i, p := range f.Params {
		if v, ok := out.Params[p.Name]; ok {
			values[i] = float64(v)
		}
	}
	loss := f.BindUnclipped(values, r.Epsilon)
	for _, p := range points {
		l, d := loss.AtLogit(p.y, p.x)
		out.At = append(out.At, valueJSON{number(p.y), number(p.p), number(p.x), number(l),
			number(d)})
	}
	if o.json {
		e := json.NewEncoder(stdout)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(out)
	}
	fmt.Fprintln(stdout, out.Formula)
	for _, name := range sortedKeys(out.Roles) {
		fmt.Fprintf(stdout, "# %s: %s\n", name, out.Roles[name])
	}
	if r.Epsilon > 0 {
		fmt.Fprintf(stdout, "# epsilon = %v\n", r.Epsilon)
	}
	for _, f := range out.Findings {
		fmt.Fprintf(stdout, "# line %d: %s\n", f.Line, f.Message)
	}
	for _, v := range out.At {
		fmt.Fprintf(stdout, "y=%v p=%v x=%v loss=%v gradient=%v\n", v.Y, v.P, v.X, v.Loss,
			v.Gradient)
	}
	return nil
}

func sortedKeys(m map[string]python.Role) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	for i := range keys {
		for k := i; k > 0 && keys[k] < keys[k-1]; k-- {
			keys[k], keys[k-1] = keys[k-1], keys[k]
		}
	}
	return keys
}

// hint returns the flags that answer a question or read a part of the code.
func hint(e *python.Error) string {
	var ways []string
	for _, name := range e.Names {
		for _, c := range e.Choices {
			ways = append(ways, fmt.Sprintf("-role %s=%s", name, c))
		}
	}
	switch {
	case len(ways) > 0:
		return " (" + strings.Join(ways, " or ") + ")"
	case len(e.Names) > 0 && e.Code != "several":
		return " (-name " + strings.Join(e.Names, " or -name ") + " reads that alone)"
	}
	return ""
}

// refuse prints why code is not read.
func refuse(o *options, file string, err error, stdout, stderr io.Writer) error {
	var e *python.Error
	if !errors.As(err, &e) {
		return err
	}
	message := e.Message(python.English)
	fmt.Fprintf(stderr, "%s:%d:%d: %s%s\n", file, e.Line, e.Column, message, hint(e))
	if o.json {
		var r refusalJSON
		r.Error.Line, r.Error.Column, r.Error.Code, r.Error.Message = e.Line, e.Column,
			e.Code, message
		r.Error.Names, r.Error.Choices = e.Names, e.Choices
		if err := json.NewEncoder(stdout).Encode(r); err != nil {
			return err
		}
	}
	return &ExitError{exitRefused}
}

type lintJSON struct {
	File string `json:"file"`
	findingJSON
}

// RunLint is the command "lossexplorer lint": it prints the faults of losses written in Python.
// The exit code is 1 if there are any, and 2 if there are none but a file cannot be read.
func RunLint(_ context.Context, args []string, _ fs.FS, stdout, stderr io.Writer) error {
	return usage(runLint(args, stdout, stderr))
}

func runLint(args []string, stdout, stderr io.Writer) error {
	o, err := parse("lint", "Usage: lossexplorer lint [flags] FILE...\n\nPrints what losses written in Python do that their authors are not likely to mean. The exit\n"+
		"code is 1 with findings, and 2 if there are none but a file cannot be read. A file in which\n"+
		"nothing is named as a loss is left out.\n\n",
		args, stdout)
	if o == nil || err != nil {
		return err
	}
	how, err := o.python()
	if err != nil {
		return err
	}
	l := &linter{options: o, all: []lintJSON{}, stdout: stdout, stderr: stderr}
	for _, file := range o.files {
		text, err := source(file)
		if err != nil {
			return err
		}
		l.lint(file, python.Open(text, how))
	}
	if o.json {
		e := json.NewEncoder(stdout)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		if err := e.Encode(l.all); err != nil {
			return err
		}
	}
	switch {
	case l.found:
		return &ExitError{exitFound}
	case l.refused:
		return &ExitError{exitRefused}
	}
	return nil
}

// A linter prints the findings of files, or collects them for JSON.
type linter struct {
	options        *options
	all            []lintJSON
	found, refused bool
	stdout, stderr io.Writer
}

func (l *linter) lint(file string, m *python.Module) {
	other := false
	likely := l.options.name != "" || m.Likely()
	seen := map[string]bool{} // an objective is read by itself and beside each loss
	for _, reading := range readings(m, l.options.name) {
		for _, f := range reading.found {
			if key := fmt.Sprint(f.Position, f.Rule, f.Args); !seen[key] {
				seen[key] = true
				l.report(file, reading.reading, f)
			}
		}
		var e *python.Error
		switch {
		case len(reading.found) > 0 || !errors.As(reading.err, &e) || e.Code == "objective":
		case !likely:
			other = true
		default:
			l.refused = true
			fmt.Fprintf(l.stderr, "%s:%d:%d: %s%s\n", file, e.Line, e.Column,
				e.Message(python.English), hint(e))
		}
	}
	if other && len(seen) == 0 {
		fmt.Fprintf(l.stderr, "%s: nothing here is named as a loss; -name reads a function\n", file)
	}
}

func (l *linter) report(file string, r *python.Reading, f Finding) {
	l.found = true
	if l.options.json {
		l.all = append(l.all, lintJSON{file, finding(r, f)})
		return
	}
	fmt.Fprintf(l.stdout, "%s:%d:%d: %s: %s\n", file, f.Line, f.Column, f.Rule, f.Message(nil))
	if !l.options.repair {
		return
	}
	if code := f.Repair(r); code != "" {
		fmt.Fprintf(l.stdout, "\n%s\n", code)
	}
}

// A checked is a reading with its findings.
type checked struct {
	reading *python.Reading
	found   []Finding
	err     error
}

// check reads a loss of a module. Where it is not known whether a prediction is a probability or a
// logit, the findings are those of both.
func check(m *python.Module, name string) checked {
	r, err := m.Read(name)
	var e *python.Error
	if !errors.As(err, &e) || e.Code != "which-kind" {
		return checked{r, Check(r), err}
	}
	var both checked
	for i, role := range e.Choices {
		r, answered := r.Answered(e.Names[0], role)
		if answered != nil {
			return checked{r, Check(r), err}
		}
		found := Check(r)
		if i == 0 {
			both = checked{r, found, nil}
			continue
		}
		both.found = slices.DeleteFunc(both.found, func(f Finding) bool {
			return !slices.ContainsFunc(found,
				func(o Finding) bool { return o.Rule == f.Rule && o.Line == f.Line })
		})
	}
	return both
}

// readings reads each loss of a source.
func readings(m *python.Module, name string) []checked {
	one := check(m, name)
	var e *python.Error
	if !errors.As(one.err, &e) || e.Code != "several" && (name != "" || len(e.Choices) > 0) {
		return []checked{one}
	}
	var all []checked
	names := slices.Clone(m.Names())
	switch e.Code {
	case "several":
	case "inline-loss": // beside others
		all = []checked{one}
		names = slices.DeleteFunc(names, func(n string) bool { return n == e.Args[0] })
	default: // what it uses may be read
		all, names = []checked{one}, nil
	}
	for _, name := range e.Names {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, name := range names {
		one := check(m, name)
		if errors.As(one.err, &e) && (e.Code == "no-loss" || e.Code == "no-inputs") {
			continue
		}
		all = append(all, one)
	}
	return all
}
