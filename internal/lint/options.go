package lint

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"

	"lossexplorer/internal/python"
)

// A usageError is a mistake in the command's arguments, or a file that is not there.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// ExitCode returns the code that the program ends with: not that of findings.
func (usageError) ExitCode() int { return exitRefused }

// usage gives an error that is no *ExitError the exit code of a mistake.
func usage(err error) error {
	var exit *ExitError
	if err == nil || errors.As(err, &exit) {
		return err
	}
	return usageError{err}
}

// An ExitError ends a command with a code of its own. The command has printed its message.
type ExitError struct{ Code int }

func (e *ExitError) Error() string { return "exit code " + strconv.Itoa(e.Code) }

// repeated is a flag that may be given several times.
type repeated []string

func (r *repeated) String() string { return strings.Join(*r, " ") }

func (r *repeated) Set(v string) error { *r = append(*r, v); return nil }

// point holds the label and the prediction of an option -at.
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

// options are the options of both commands.
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
	flags.StringVar(&o.name, "name", "",
		"the function or class to read, `NAME`, where a file has several")
	flags.Var(&o.roles, "role", "what a parameter is, `name=role`: label, signed-label, probability, logit, p_t, log-probability, parameter, loss-of-logits or loss-of-probabilities; may be repeated")
	if name == "lint" {
		flags.BoolVar(&o.repair, "repair", false, "also print the repaired code of each finding")
	}
	if name == "read" {
		flags.Var(&o.at, "at", "also print loss and gradient at a `point` such as y=1,p=0.3 or y=0,x=-2; may be repeated")
		flags.Var(&o.set, "set",
			"give a parameter of the code a value, `name=value`, such as gamma=3, alpha=None or balanced=True; may be repeated")
	}
	var last []string
	if i := slices.Index(args, "--"); i >= 0 {
		args, last = args[:i], args[i+1:]
	}
	for { // flags may follow files
		if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
			fmt.Fprint(stdout, usage)
			flags.SetOutput(stdout)
			flags.PrintDefaults()
			return nil, nil
		} else if err != nil {
			return nil, fmt.Errorf("%w; %s -help lists the flags", err, name)
		}
		if flags.NArg() == 0 {
			break
		}
		o.files, args = append(o.files, flags.Arg(0)), flags.Args()[1:]
	}
	if o.files = append(o.files, last...); len(o.files) == 0 {
		return nil, fmt.Errorf("%s needs a file, or - for standard input", name)
	}
	return &o, nil
}

func (o *options) python() (python.Options, error) {
	made := python.Options{Name: o.name, Roles: map[string]python.Role{}}
	for _, r := range o.roles {
		name, role, ok := strings.Cut(r, "=")
		switch python.Role(role) {
		case python.RoleLabel, python.RoleSigned, python.RoleProb, python.RoleLogit,
			python.RoleProbTrue, python.RoleLogProb, python.RoleParameter, python.RoleLogitLoss,
			python.RoleProbLoss:
		default:
			ok = false
		}
		if !ok {
			return made, fmt.Errorf("-role must be name=role with label, signed-label, probability, logit, p_t, log-probability, parameter, loss-of-logits or loss-of-probabilities; %q is not", r)
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
