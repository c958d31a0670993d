package code

import (
	"slices"
	"strings"

	"lossexplorer/internal/formula"
)

// A Source is a loss that is not of package losscore, as statements in the notation of
// [catalog.Kind.Code], of y, p, p_t, x, the logit of p, and epsilon. They have more
// functions: expm1, sqrt, abs, min(a, b), max(a, b), sigmoid, softplus, tanh,
// where(c, a, b), in whose condition c are comparisons, not(c), both(c, d) and
// either(c, d); and number(v) for an argument of these that depends on neither truth nor
// prediction.
type Source struct {
	Name, Title string
	Params      []Param
	Epsilon     float64
	Body        []string
}

// A Param is a parameter of a Source.
type Param struct {
	Name           string
	Value, Default float64
}

// WriteSource is [Write] for such a loss.
func WriteSource(lang Language, s Source) (string, error) {
	body := slices.Clone(s.Body)
	before := func(name, comment, statement string) {
		if uses(body, name) {
			body = slices.Insert(body, 0, comment, statement)
		}
	}
	before("p_t", "# The probability of the true class.", "p_t = y*p + (1-y)*(1-p)")
	before("x", "# The logit.", "x = log(p) - log(1-p)")
	if uses(body, "p") {
		body = append(clip(lang, s.Epsilon), body...)
	}
	f := function{
		name: "binary_" + s.Name + "_loss", title: s.Title + ", for binary classification",
		truth: "y_true is 0 or 1 and y_pred the probability of 1", body: body,
	}
	for _, p := range append(slices.Clip(s.Params), Param{"epsilon", s.Epsilon, 1e-7}) {
		if uses(body, p.Name) {
			f.params = append(f.params, param{name: p.Name, byDefault: p.Default, value: p.Value})
		}
	}
	return f.write(lang)
}

// SourceOf returns a formula with values of its parameters as a Source.
func SourceOf(f *formula.Formula, values []float64, epsilon float64) Source {
	body, names := f.Statements()
	other := distinct(body, names)
	for i, statement := range body {
		body[i] = rename(statement, other)
	}
	s := Source{Name: "custom", Title: "A custom loss", Epsilon: epsilon, Body: body}
	for i, p := range f.Params {
		s.Params = append(s.Params, Param{other(names[i]), values[i], p.Default})
	}
	return s
}

// distinct returns what the names of parameters, and those that statements give, are to be
// for Go: a_b and aB would be one, and some mean something where the loss is written.
func distinct(body, params []string) func(name string) string {
	taken := map[string]bool{"float64": true, "yTrue": true, "yPred": true, "pT": true, "both": true, "either": true}
	others := map[string]string{}
	names := slices.Clone(params)
	for _, s := range body[:len(body)-1] { // the last gives the loss
		name, _, _ := strings.Cut(s, " = ")
		names = append(names, name)
	}
	for _, name := range names {
		other := name
		for taken[camel(other)] {
			other += "_"
		}
		taken[camel(other)] = true
		others[name] = other
	}
	return func(name string) string {
		if other, ok := others[name]; ok {
			return other
		}
		return name
	}
}

// helpers are the functions that Go lacks, by name.
var helpers = []struct{ name, source string }{
	{"where", "func where(is bool, a, b float64) float64 {\n\tif is {\n\t\treturn a\n\t}\n\treturn b\n}"},
	{"not", "func not(is bool) bool { return !is }"},
	{"both", "func both(a, b bool) bool { return a && b }"},
	{"either", "func either(a, b bool) bool { return a || b }"},
	{"sigmoid", "func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }"},
	{"softplus", "func softplus(x float64) float64 {\n\treturn max(x, 0) + math.Log1p(math.Exp(-math.Abs(x)))\n}"},
}

// numbers returns a statement with what numbers are written as: as they are if
// there is no prefix.
func numbers(s, prefix string) string {
	before, rest, ok := strings.Cut(s, "number(")
	if !ok {
		return s
	}
	depth := 1
	for i := range rest {
		switch rest[i] {
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth == 0 {
			number := numbers(rest[:i], prefix)
			if prefix != "" {
				number = prefix + "(" + number + ")"
			}
			return before + number + numbers(rest[i+1:], prefix)
		}
	}
	return s
}
