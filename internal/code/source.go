package code

import (
	"slices"
	"strings"

	"lossexplorer/internal/formula"
)

// A Source is a loss with names of its own. Its body is in the notation of [catalog.Kind.Code], of
// y, p, p_t, x, the logit of p, and epsilon. It has more functions: stop, which has no derivative,
// expm1, sqrt, abs, min(a, b), max(a, b), sigmoid, softplus, tanh, where(c, a, b), whose condition
// c consists of comparisons, not(c), both(c, d) and either(c, d); and number(v) for an argument of
// these that depends on neither label nor prediction.
type Source struct {
	Name, Title string
	Params      []Param
	Epsilon     float64
	Body        []string
}

// A Param is a parameter of a Source.
type Param struct {
	Name  string
	Value float64
}

// WriteSource is [Write] for such a loss.
func WriteSource(o Options, s Source) (string, error) {
	o = o.withDefaults()
	body := slices.Clone(s.Body)
	before := func(name, comment, statement string) {
		if uses(body, name) {
			body = slices.Insert(body, 0, comment, statement)
		}
	}
	before("p_t", "# The probability of the true class.", "p_t = y*p + (1-y)*(1-p)")
	before("x", "# The logit.", "x = log(p) - log(1-p)")
	f := function{name: s.Name + "_loss", title: s.Title, options: o, body: body, formula: true}
	for _, p := range s.Params {
		if uses(body, p.Name) {
			f.params = append(f.params, param{name: p.Name, value: p.Value})
		}
	}
	if f.needsClip() || uses(body, "epsilon") {
		f.params = append(f.params,
			param{name: "epsilon", doc: "The clip of the probability, to [ε, 1 − ε].",
				value: s.Epsilon})
	}
	return f.write()
}

// SourceOf returns a formula with values of its parameters as a Source.
func SourceOf(f *formula.Formula, values []float64, epsilon float64) Source {
	body, names := f.Statements()
	other := distinct(body, names)
	for i, statement := range body {
		body[i] = rename(statement, other)
	}
	s := Source{Name: "custom", Title: "A custom loss", Epsilon: epsilon, Body: body}
	for i := range f.Params {
		s.Params = append(s.Params, Param{other(names[i]), values[i]})
	}
	return s
}

// used are names that the languages have where a formula is written.
var used = []string{
	"float64", "y", "p", "pT", "x", "z", "both", "either", "logit", "prob", "eps", "loss", "input",
	"target", "valid",
	"weight", "posWeight", "ignoreIndex", "reduction", "logits", "probabilities", "labels", "yTrue",
	"yPred", "least",
	"name", "kwargs", "self", "prediction", "i", "avgFactor", "perClass", "epsilon",
}

// distinct returns the names to write for parameters and for names that statements assign:
// a_b and aB would be one in Go, and some mean something where the loss is written.
func distinct(body, params []string) func(name string) string {
	taken := map[string]bool{}
	for _, name := range used {
		taken[name] = true
	}
	others := map[string]string{}
	names := slices.Clone(params)
	for _, s := range body[:len(body)-1] { // the last gives the loss
		name, _, _ := strings.Cut(s, " = ")
		names = append(names, name)
	}
	for _, name := range names {
		if name == "epsilon" {
			continue
		}
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
