package code

import (
	"slices"
	"strings"

	"lossexplorer/internal/state"
)

// golang writes a function that returns the loss with its parameters bound.
func (f *function) golang() string {
	t := &text{tab: "\t"}
	t.lines(0, `import "math"`, "")
	input, what := "logit", "y is the label, "+f.labels()+", and logit that of the prediction"
	if !f.logits() {
		input, what = "prob", "y is the label, "+f.labels()+", and prob the predicted probability of 1"
	}
	number, indent := "float64", 2
	if f.categorical {
		input += "s"
		what = "y has 1 for the true class and 0 for the others, or their probabilities, and " +
			input + " a number for each class"
		number, indent = "[]float64", 3
	}
	name := camel(f.name)
	t.wrap("// ", "// ", name+" returns a loss with its parameters bound: "+f.title+".")
	t.line(0, "//")
	for _, p := range f.params {
		if p.doc != "" {
			t.wrap("//   - ", "//     ", camel(p.name)+": "+p.doc)
		}
	}
	if slices.ContainsFunc(f.params, func(p param) bool { return p.doc != "" }) {
		t.line(0, "//")
	}
	t.wrap("// ", "// ", "In loss(y, "+input+"), "+what+". The loss of anything else is NaN.")
	if f.source != "" {
		t.line(0, "//")
		t.wrap("// ", "// ", "Source: "+f.source+".")
	}
	signature := "func(y, " + input + " " + number + ") float64"
	t.line(0, "func ", name, "(", f.golangParams(), ") ", signature, " {")
	t.line(1, "return ", signature, " {")
	if f.categorical {
		t.lines(2, "if len(y) != len("+input+") {", "\treturn math.NaN()", "}")
		if f.logits() {
			t.line(2, "all := logSumExp(logits, -1)")
		}
		t.line(2, "loss := 0.0")
		t.line(2, "for k := range y {")
		if f.logits() {
			t.line(3, "logP := logits[k] - all")
			t.line(3, "logQ := logSumExp(logits, k) - all")
		}
	}
	f.golangBody(t, indent)
	if f.categorical {
		t.line(2, "}")
		t.line(2, "return loss")
	}
	t.line(1, "}")
	t.line(0, "}")
	t.line(0)
	f.golangHelpers(t)

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

func (f *function) golangBody(t *text, indent int) {
	p, y := "prob", "y"
	if f.categorical {
		p, y = "probs[k]", "y[k]"
	}
	refused := y + " != 0 && " + y + " != 1"
	if f.between() {
		refused = "!(" + y + " >= 0 && " + y + " <= 1)"
	}
	if !f.logits() {
		refused += " || !(" + p + " >= 0 && " + p + " <= 1)"
	}
	t.lines(indent, "if "+refused+" {", "\treturn math.NaN()", "}")
	if f.needsClip() {
		if f.logits() {
			p = "sigmoid(logit)"
		}
		t.lines(indent, "// 1 - eps must be below 1.", "eps := max(epsilon, 1e-15)",
			"p := min(max("+p+", eps), 1-eps)")
	}
	if f.logits() && !f.categorical && !f.formula {
		for _, l := range [][2]string{{"log_p", "logit"}, {"log_q", "-logit"}} {
			if uses(f.body, l[0]) {
				t.line(indent, camel(l[0]), " := logSigmoid(", l[1], ")")
			}
		}
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

// golangName returns a name of the notation in Go.
func (f *function) golangName(name string) string {
	switch name {
	case "log", "log1p", "exp", "pow", "expm1", "sqrt", "abs", "tanh":
		return "math." + strings.ToUpper(name[:1]) + name[1:]
	case "min", "max":
		return name
	case "stop": // there are no derivatives
		return ""
	case "choose":
		return "where"
	case "classes":
		return "float64(len(y))"
	case "z":
		return "logit"
	}
	if f.categorical && (name == "y" || name == "alpha") {
		return name + "[k]"
	}
	return camel(name)
}

// golangHelpers writes the functions that Go lacks.
func (f *function) golangHelpers(t *text) {
	for _, h := range helpers {
		needed := uses(f.body, h.name)
		switch h.name {
		case "where":
			needed = needed || uses(f.body, "choose")
		case "sigmoid":
			needed = needed || f.logits() && f.needsClip()
		case "logSigmoid":
			needed = f.logits() && !f.categorical && !f.formula &&
				(uses(f.body, "log_p") || uses(f.body, "log_q"))
		case "logSumExp":
			needed = f.logits() && f.categorical
		}
		if needed {
			t.line(0, h.source)
			t.line(0)
		}
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
	{"logSigmoid", "func logSigmoid(x float64) float64 {\n\treturn min(x, 0) - math.Log1p(math.Exp(-math.Abs(x)))\n}"},
	{"logSumExp", `// logSumExp returns the logarithm of the sum of e^x, without that of the class skip.
func logSumExp(x []float64, skip int) float64 {
	top := math.Inf(-1)
	for k, v := range x {
		if k != skip {
			top = max(top, v)
		}
	}
	sum := 0.0
	for k, v := range x {
		if k != skip {
			sum += math.Exp(v - top)
		}
	}
	return top + math.Log(sum)
}`},
}
