package code

import (
	"slices"
	"strings"
)

// A dialect is a library of arrays in Python.
type dialect struct {
	imports []string
	input   string // the name of the prediction, of logits and of probabilities
	probs   string
	array   string // makes a label or a prediction an array

	// The functions: the prefix of most, and those that have names of their own.
	prefix, pow, clip string
	others            map[string]string

	number string // makes a number an argument, if it has to be made one
}

// function returns a function of the notation in the dialect, "" for other names.
func (d *dialect) function(name string) string {
	if other, ok := d.others[name]; ok {
		return other
	}
	switch name {
	case "pow":
		name = d.pow
	case "clip":
		name = d.clip
	case "min", "max":
		name += "imum"
	case "not":
		name = "logical_not"
	case "both":
		name = "logical_and"
	case "either":
		name = "logical_or"
	case "log", "log1p", "exp", "expm1", "sqrt", "abs", "tanh", "where":
	default:
		return ""
	}
	return d.prefix + name
}

// name returns a name of the notation in the dialect.
func (f *function) pythonName(d *dialect, name string) string {
	switch name {
	case "z":
		return d.input
	case "classes":
		return d.input + ".shape[" + classAxis(d) + "]"
	case "alpha":
		if f.categorical {
			return "alpha_k"
		}
	}
	if function := d.function(name); function != "" {
		return function
	}
	return name
}

func classAxis(d *dialect) string {
	if d == &torch {
		return "1"
	}
	return "-1"
}

// statements writes the body, with the logarithms that it uses before it.
func (f *function) statements(t *text, indent int, d *dialect) {
	if f.logits() && !f.categorical && !f.formula {
		for _, l := range [][2]string{{"log_p", d.input}, {"log_q", "-" + d.input}} {
			if uses(f.body, l[0]) {
				t.line(indent, l[0], " = ", d.others["log_sigmoid"], "(", l[1], ")")
			}
		}
	}
	for _, s := range f.body {
		if s[0] != '#' {
			s = rename(numbers(selections(s), d.number),
				func(n string) string { return f.pythonName(d, n) })
		}
		t.line(indent, s)
	}
}

// allowed returns the condition for labels y and predictions that the loss takes. Masks of 0
// and 255, and logits in place of probabilities, would give numbers that look like losses.
func (f *function) allowed(d *dialect, labels bool) string {
	within := func(name string) string { return "(" + name + " >= 0) & (" + name + " <= 1)" }
	var all []string
	switch {
	case !labels:
	case f.between():
		all = append(all, within("y"))
	default:
		all = append(all, "(y == 0) | (y == 1)")
	}
	if !f.logits() {
		if labels && !f.between() {
			all[0] = "(" + all[0] + ")"
		}
		all = append(all, within(d.input))
	}
	return strings.Join(all, " & ")
}

// docArgs returns the parameters with their hints.
func (f *function) docArgs() (all [][2]string) {
	for _, p := range f.params {
		if p.doc == "" {
			p.doc = "A parameter of the formula."
		}
		all = append(all, [2]string{p.name, p.doc})
	}
	return all
}

// head writes the title and the source of a docstring.
func (f *function) head(t *text, indent int, what string) {
	tab := t.tab
	for range indent - 1 {
		tab += t.tab
	}
	t.wrap(tab+`"""`, tab, f.title+", "+what+".")
	t.line(0)
	if f.source != "" {
		t.wrap(tab, tab, "Source: "+f.source+".")
		t.line(0)
	}
}

// keyword returns name=value for every parameter.
func (f *function) keyword() (all []string) {
	for _, p := range f.params {
		all = append(all, p.name+"="+p.pythonValue())
	}
	return all
}

// imports writes lines of imports and two empty ones.
func (t *text) imports(lines ...string) {
	t.lines(0, slices.Concat(lines, []string{"", ""})...)
}
