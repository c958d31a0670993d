package code

import (
	"slices"
	"strings"
	"unicode/utf8"

	"lossexplorer/internal/state"
)

// golang returns the function in Go.
func (f *function) golang() string {
	t := &text{tab: "\t"}
	if slices.ContainsFunc(mathematical, func(name string) bool { return uses(f.body, name) }) {
		t.line(0, `import "math"`)
		t.line(0)
	}

	name := camel(f.name)
	t.line(0, "// ", name, " returns a loss with its parameters bound:")
	t.line(0, "// ", f.title, ".")
	t.line(0, "//")
	for _, p := range f.params {
		if p.doc != "" {
			t.wrap("//   - ", "//     ", camel(p.name)+": "+p.doc)
		}
	}
	if len(f.params) > 0 && f.params[0].doc != "" {
		t.line(0, "//")
	}
	t.wrap("// ", "// ", "In loss(yTrue, yPred), "+rename(f.truth, camel)+".")
	if f.source != "" {
		t.line(0, "//")
		t.wrap("// ", "// ", "Source: "+f.source+".")
	}

	number, indent := "float64", 2
	if f.categorical {
		number, indent = "[]float64", 3
	}
	signature := "func(yTrue, yPred " + number + ") float64"
	t.line(0, "func ", name, "(", f.golangParams(), ") ", signature, " {")
	t.line(1, "return ", signature, " {")
	if f.categorical {
		t.line(2, "loss := 0.0")
		t.line(2, "for k := range yPred {")
	}
	for _, s := range f.body {
		if comment, ok := strings.CutPrefix(s, "#"); ok {
			t.line(indent, "//", comment)
			continue
		}
		to, x, _ := strings.Cut(minMax(numbers(s, "")), " = ")
		x = rename(x, f.golangName)
		switch {
		case to != "loss":
			t.line(indent, camel(to), " := ", x)
		case f.categorical:
			t.line(indent, "loss += ", x)
		default:
			t.line(indent, "return ", x)
		}
	}
	if f.categorical {
		t.line(2, "}")
		t.line(2, "return loss")
	}
	t.line(1, "}")
	t.line(0, "}")
	t.line(0)
	for _, h := range helpers {
		if uses(f.body, h.name) {
			t.line(0, h.source)
			t.line(0)
		}
	}

	names := make([]string, len(f.params))
	arguments := make([]string, len(f.params))
	for i, p := range f.params {
		names[i] = camel(p.name)
		arguments[i] = state.Format(p.value)
		if p.classes != nil {
			arguments[i] = "[]float64{" + list(p.classes, state.Format) + "}"
		}
	}
	t.WriteString("var loss = " + name + "(" + strings.Join(arguments, ", ") + ")")
	if len(names) > 0 {
		t.WriteString(" // " + strings.Join(names, ", "))
	}
	t.WriteByte('\n')
	return t.String()
}

// golangParams returns the parameters of the outer function with their types.
func (f *function) golangParams() string {
	var b strings.Builder
	for i, p := range f.params {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(camel(p.name))
		switch {
		case p.classes != nil:
			b.WriteString(" []float64")
		case i == len(f.params)-1:
			b.WriteString(" float64")
		}
	}
	return b.String()
}

// mathematical are the functions of package math, and those written with it.
var mathematical = []string{"log", "log1p", "exp", "pow", "expm1", "sqrt", "abs", "tanh", "sigmoid", "softplus"}

// golangName returns what a name of the notation is in Go.
func (f *function) golangName(name string) string {
	switch name {
	case "log", "log1p", "exp", "pow", "expm1", "sqrt", "abs", "tanh":
		return "math." + strings.ToUpper(name[:1]) + name[1:]
	case "min", "max":
		return name
	case "classes":
		return "float64(len(yPred))"
	case "y":
		name = "y_true"
	}
	if f.categorical && (name == "y_true" || name == "y_pred" || name == "alpha") {
		return camel(name) + "[k]"
	}
	return camel(name)
}

// camel returns the name as Go has it: gammaPos for gamma_pos.
func camel(name string) string {
	rest := strings.TrimLeft(name, "_") // _4 stays a name
	begin := name[:len(name)-len(rest)]
	words := strings.Split(rest, "_")
	for i, w := range words[1:] {
		if w == "" {
			w = "_" // at the end, and kept to differ from a word of the language
		}
		_, n := utf8.DecodeRuneInString(w)
		words[i+1] = strings.ToUpper(w[:n]) + w[n:]
	}
	return begin + strings.Join(words, "")
}

// minMax returns a statement with the built-in functions of Go for clip.
func minMax(s string) string {
	before, rest, ok := strings.Cut(s, "clip(")
	if !ok {
		return s
	}
	depth, comma := 1, 0 // the last comma of the call
	for i := range rest {
		switch rest[i] {
		case '(':
			depth++
		case ')':
			depth--
		case ',':
			if depth == 1 {
				comma = i
			}
		}
		if depth == 0 {
			return before + "min(max(" + minMax(rest[:comma]) + ")" + rest[comma:i] + minMax(rest[i:])
		}
	}
	return s
}
