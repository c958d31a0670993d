package lint

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"strconv"
	"strings"

	"lossexplorer/internal/formula/syntax"
	"lossexplorer/internal/python"
)

// An ExitError ends a command with a code of its own; all there is to say was printed.
type ExitError struct{ Code int }

func (e *ExitError) Error() string { return "exit code " + strconv.Itoa(e.Code) }

// The exit codes: of lint with findings, and of code that is not read.
const (
	exitFound   = 1
	exitRefused = 2
)

// repeated is a flag that may be given several times.
type repeated []string

func (r *repeated) String() string { return strings.Join(*r, " ") }

func (r *repeated) Set(v string) error { *r = append(*r, v); return nil }

// point is where a loss is asked for.
type point struct{ y, p, x float64 }

// parsePoint reads y=1,p=0.3 or y=0,x=-2.
func parsePoint(s string) (point, error) {
	var at point
	have := ""
	for part := range strings.SplitSeq(s, ",") {
		key, text, ok := strings.Cut(strings.TrimSpace(part), "=")
		v, err := strconv.ParseFloat(text, 64)
		if !ok || err != nil || strings.Contains(have, key) {
			return at, fmt.Errorf("-at must be like y=1,p=0.3 or y=0,x=-2; %q is not", s)
		}
		have += key
		switch {
		case key == "y" && (v == 0 || v == 1):
			at.y = v
		case key == "p" && v > 0 && v < 1:
			at.p, at.x = v, math.Log(v)-math.Log1p(-v)
		case key == "x" && !math.IsNaN(v) && !math.IsInf(v, 0):
			at.x, at.p = v, 1/(1+math.Exp(-v))
		case key == "y":
			return at, fmt.Errorf("-at: y must be 0 or 1; %v is not", v)
		case key == "p":
			return at, fmt.Errorf("-at: p must be between 0 and 1; %v is not", v)
		case key == "x":
			return at, fmt.Errorf("-at: x must be finite; %v is not", v)
		default:
			return at, fmt.Errorf("-at has y with p or x; %q is none of them", key)
		}
	}
	if have != "yp" && have != "py" && have != "yx" && have != "xy" {
		return at, fmt.Errorf("-at must have y and one of p and x; %q has not", s)
	}
	return at, nil
}

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

// finding is a finding as JSON has it.
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

// options are those of both commands.
type options struct {
	json   bool
	repair bool
	name   string
	roles  repeated
	at     repeated
	set    repeated
	files  []string
}

func parse(name, usage string, args []string, stdout io.Writer) (*options, error) {
	var o options
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.SetOutput(io.Discard) // the caller prints the error, once
	flags.BoolVar(&o.json, "json", false, "print JSON")
	flags.StringVar(&o.name, "name", "", "the function or class to read, `NAME`, where a file has several")
	flags.Var(&o.roles, "role", "what a parameter is, `name=role`: label, signed-label, probability, logit, p_t or parameter; may be repeated")
	if name == "lint" {
		flags.BoolVar(&o.repair, "repair", false, "also print the repaired code of each finding")
	}
	if name == "read" {
		flags.Var(&o.at, "at", "also print loss and gradient at a `point` such as y=1,p=0.3 or y=0,x=-2; may be repeated")
		flags.Var(&o.set, "set", "give a parameter a value, `name=value`; may be repeated")
	}
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, usage)
		flags.SetOutput(stdout)
		flags.PrintDefaults()
		return nil, nil
	} else if err != nil {
		return nil, fmt.Errorf("%w; %s -help lists the flags", err, name)
	}
	if o.files = flags.Args(); len(o.files) == 0 {
		return nil, fmt.Errorf("%s needs a file, or - for standard input", name)
	}
	return &o, nil
}

func (o *options) python() (python.Options, error) {
	made := python.Options{Name: o.name, Roles: map[string]python.Role{}}
	for _, r := range o.roles {
		name, role, ok := strings.Cut(r, "=")
		switch python.Role(role) {
		case python.RoleLabel, python.RoleSigned, python.RoleProb, python.RoleLogit, python.RoleProbTrue, python.RoleParameter:
		default:
			ok = false
		}
		if !ok {
			return made, fmt.Errorf("-role must be name=role with label, signed-label, probability, logit, p_t or parameter; %q is not", r)
		}
		made.Roles[name] = python.Role(role)
	}
	return made, nil
}

func source(file string) (string, error) {
	if file == "-" {
		b, err := io.ReadAll(io.LimitReader(os.Stdin, python.MaxLength+1))
		return string(b), err
	}
	b, err := os.ReadFile(file)
	return string(b), err
}

// RunRead is the command "lossexplorer read": it prints the formula of a loss written in Python,
// with the roles of its parameters, findings, and values at the points that are asked for.
func RunRead(_ context.Context, args []string, _ fs.FS, stdout, stderr io.Writer) error {
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
	r, err := python.Read(text, how)
	if err != nil {
		return refuse(o, o.files[0], err, stdout, stderr)
	}
	out := readJSON{Function: r.Name, Formula: r.Formula, Roles: r.Roles, Params: map[string]number{}, Epsilon: number(r.Epsilon), Findings: []findingJSON{}, At: []valueJSON{}}
	for _, p := range r.Params {
		out.Params[p.Name] = number(p.Value)
	}
	for _, s := range o.set {
		name, value, ok := strings.Cut(s, "=")
		v, err := strconv.ParseFloat(value, 64)
		if _, known := out.Params[name]; !ok || err != nil || !known {
			return fmt.Errorf("-set must be name=value with a parameter of the formula; %q is not", s)
		}
		out.Params[name] = number(v)
	}
	for _, f := range Check(r) {
		out.Findings = append(out.Findings, finding(r, f))
	}
	for _, n := range r.Notes {
		e := python.Error{Code: n.Code, Args: n.Args}
		out.Findings = append(out.Findings, findingJSON{Line: n.At.Line, Column: n.At.Column, Rule: "note-" + n.Code, Message: e.Message(python.English)})
	}
	f, err := syntax.Parse(r.Formula)
	if err != nil {
		return refuse(o, o.files[0], &python.Error{Position: python.Position{Line: 1, Column: 1}, Code: "formula", Args: []string{err.Error()}}, stdout, stderr)
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
		out.At = append(out.At, valueJSON{number(p.y), number(p.p), number(p.x), number(l), number(d)})
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
		fmt.Fprintf(stdout, "y=%v p=%v x=%v loss=%v gradient=%v\n", v.Y, v.P, v.X, v.Loss, v.Gradient)
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

// refuse prints why code is not read.
func refuse(o *options, file string, err error, stdout, stderr io.Writer) error {
	var e *python.Error
	if !errors.As(err, &e) {
		return err
	}
	message := e.Message(python.English)
	var hint string
	if len(e.Choices) > 0 {
		var ways []string
		for _, name := range e.Names {
			for _, c := range e.Choices {
				ways = append(ways, fmt.Sprintf("-role %s=%s", name, c))
			}
		}
		hint = " (" + strings.Join(ways, " or ") + ")"
	}
	fmt.Fprintf(stderr, "%s:%d:%d: %s%s\n", file, e.Line, e.Column, message, hint)
	if o.json {
		var r refusalJSON
		r.Error.Line, r.Error.Column, r.Error.Code, r.Error.Message = e.Line, e.Column, e.Code, message
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
	o, err := parse("lint", "Usage: lossexplorer lint [flags] FILE...\n\nPrints what losses written in Python do that their authors are not likely to mean. The exit\n"+
		"code is 1 with findings, and 2 if there are none but a file cannot be read.\n\n", args, stdout)
	if o == nil || err != nil {
		return err
	}
	how, err := o.python()
	if err != nil {
		return err
	}
	all := []lintJSON{}
	refused := false
	for _, file := range o.files {
		text, err := source(file)
		if err != nil {
			return err
		}
		for _, reading := range readings(text, how) {
			found := Check(reading.reading)
			for _, f := range found {
				all = append(all, lintJSON{file, finding(reading.reading, f)})
				if o.json {
					continue
				}
				fmt.Fprintf(stdout, "%s:%d:%d: %s: %s\n", file, f.Line, f.Column, f.Rule, f.Message(nil))
				if code := f.Repair(reading.reading); o.repair && code != "" {
					fmt.Fprintf(stdout, "\n%s\n", code)
				}
			}
			var e *python.Error
			if len(found) == 0 && errors.As(reading.err, &e) && e.Code != "objective" {
				refused = true
				fmt.Fprintf(stderr, "%s:%d:%d: %s\n", file, e.Line, e.Column, e.Message(python.English))
			}
		}
	}
	if o.json {
		e := json.NewEncoder(stdout)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		if err := e.Encode(all); err != nil {
			return err
		}
	}
	switch {
	case len(all) > 0:
		return &ExitError{exitFound}
	case refused:
		return &ExitError{exitRefused}
	}
	return nil
}

type oneReading struct {
	reading *python.Reading
	err     error
}

// readings reads each loss of a source.
func readings(text string, how python.Options) []oneReading {
	r, err := python.Read(text, how)
	var e *python.Error
	if !errors.As(err, &e) || e.Code != "several" {
		return []oneReading{{r, err}}
	}
	var all []oneReading
	for _, name := range python.Names(text) {
		how.Name = name
		r, err := python.Read(text, how)
		if errors.As(err, &e) && e.Code == "no-loss" {
			continue
		}
		all = append(all, oneReading{r, err})
	}
	return all
}
