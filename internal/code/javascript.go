package code

import (
	"slices"
	"strings"

	"lossexplorer/internal/state"
)

// javascript writes a function of arrays, without a library.
func (f *function) javascript() string {
	t := &text{tab: "  "}
	input, what := "logits", "of logits"
	if !f.logits() {
		input, what = "probabilities", "of probabilities"
	}
	name := camel(f.name)
	t.line(0, "/**")
	t.wrap(" * ", " * ", f.title+", "+what+".")
	if f.source != "" {
		t.wrap(" * ", " * ", "Source: "+f.source+".")
	}
	for _, a := range f.docArgs() {
		t.wrap(" * ", " *   ", "@param options."+camel(a[0])+" "+a[1])
	}
	if f.categorical {
		t.wrap(" * ", " *   ", "@returns the loss of one example, with a number for each class")
	} else {
		t.wrap(" * ", " *   ", "@returns a loss for each element")
	}
	t.line(0, " */")
	var options []string
	for _, p := range f.params {
		v := state.Format(p.value)
		if p.classes != nil {
			v = "[" + list(p.classes, state.Format) + "]"
		}
		options = append(options, f.scriptLocal(p.name)+" = "+v)
	}
	t.call(0, "export function "+name,
		append([]string{input, "labels"}, scriptOptions(options)...), " {")
	t.lines(1, "if ("+input+".length !== labels.length) {",
		"  throw new RangeError(`${labels.length} labels for ${"+input+".length} predictions`);", "}")
	indent := 2
	if f.categorical {
		if f.has("alpha") {
			t.lines(1, "if (alpha.length !== labels.length) {",
				"  throw new RangeError(`${alpha.length} weights for ${labels.length} classes`);", "}")
		}
		if f.logits() {
			t.line(1, "const all = logSumExp(logits, -1);")
		}
		t.line(1, "let sum = 0;")
		t.line(1, "for (let k = 0; k < labels.length; k++) {")
		t.line(2, "const y = labels[k];")
		if f.logits() {
			t.lines(2, "const logP = logits[k] - all;", "const logQ = logSumExp(logits, k) - all;")
		}
	} else {
		t.line(1, "return Float64Array.from("+input+", (prediction, i) => {")
		t.line(2, "const y = labels[i];")
	}
	p := "prediction"
	if f.categorical {
		p = input + "[k]"
	}
	label, one := "y != 0 && y != 1", "is neither 0 nor 1" // true and 1n are 1, null is not 0
	if f.between() {
		label, one = "!(y >= 0 && y <= 1)", "is not from 0 to 1"
	}
	t.line(indent, "if (", label, ") throw new RangeError(`label ${y} ", one, "`);")
	if !f.logits() {
		t.lines(indent, "if (!("+p+" >= 0 && "+p+" <= 1)) {",
			"  throw new RangeError(`prediction ${"+p+"} is not from 0 to 1`);", "}")
	}
	if f.needsClip() {
		if f.logits() {
			p = "sigmoid(" + p + ")"
		}
		t.lines(indent, "// 1 - eps must be below 1.", "const eps = Math.max(epsilon, 1e-15);",
			"const p = Math.min(Math.max("+p+", eps), 1 - eps);")
	}
	if f.logits() && !f.categorical && !f.formula {
		for _, l := range [][2]string{{"log_p", "prediction"}, {"log_q", "-prediction"}} {
			if uses(f.body, l[0]) {
				t.line(indent, "const ", camel(l[0]), " = logSigmoid(", l[1], ");")
			}
		}
	}
	for _, s := range f.body {
		if comment, ok := strings.CutPrefix(s, "#"); ok {
			t.line(indent, "//", comment)
			continue
		}
		to, x, _ := strings.Cut(minMax(numbers(s, "")), " = ")
		x = strings.ReplaceAll(rename(x, f.scriptName), " == ", " === ")
		x = strings.ReplaceAll(x, " != ", " !== ")
		switch {
		case to != "loss":
			t.line(indent, "const ", f.scriptLocal(to), " = ", x, ";")
		case f.categorical:
			t.line(indent, "sum += ", x, ";")
		default:
			t.line(indent, "return ", x, ";")
		}
	}
	if f.categorical {
		t.line(1, "}")
		t.line(1, "return sum;")
	} else {
		t.line(1, "});")
	}
	t.line(0, "}")
	f.scriptHelpers(t)
	t.line(0)
	t.line(0, "// const losses = ", name, "(", input, ", labels);")
	return t.String()
}

func scriptOptions(options []string) []string {
	if len(options) == 0 {
		return nil
	}
	return []string{"{ " + strings.Join(options, ", ") + " } = {}"}
}

// reserved are words of JavaScript that a formula may use as names.
var reserved = []string{
	"prediction", "labels", "logits", "probabilities", "i", "k", "all", "sum", "eps", "arguments",
	"eval", "await",
	"case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else",
	"enum", "export",
	"extends", "false", "finally", "for", "function", "if", "import", "in", "instanceof", "let",
	"new", "null",
	"return", "static", "super", "switch", "this", "throw", "true", "try", "typeof", "var", "void",
	"while",
	"with", "yield", "package", "interface", "private", "protected", "public", "implements",
	"break",
	"where", "not", "both", "either", "sigmoid", "softplus", "logSigmoid", "logSumExp", "Math",
	"Float64Array",
	"RangeError", "undefined", "NaN", "Infinity",
}

// scriptLocal returns a name of a formula or parameter in JavaScript.
func (f *function) scriptLocal(name string) string {
	name = camel(name)
	if slices.Contains(reserved, name) {
		name += "_"
	}
	return name
}

// scriptName returns a name of the notation in JavaScript.
func (f *function) scriptName(name string) string {
	switch name {
	case "log", "log1p", "exp", "pow", "expm1", "sqrt", "abs", "tanh", "min", "max":
		return "Math." + name
	case "where", "not", "both", "either", "sigmoid", "softplus":
		return name
	case "choose":
		return "where"
	case "stop": // there are no derivatives
		return ""
	case "classes":
		return "labels.length"
	case "z":
		return "prediction"
	case "alpha":
		if f.categorical {
			return "alpha[k]"
		}
	}
	return f.scriptLocal(name)
}

func (f *function) scriptHelpers(t *text) {
	logs := f.logits() && !f.formula
	for _, h := range []struct {
		name, source string
		needed       bool
	}{
		{"where", "const where = (is, a, b) => (is ? a : b);", uses(f.body, "where") ||
			uses(f.body, "choose")},
		{"not", "const not = (is) => !is;", uses(f.body, "not")},
		{"both", "const both = (a, b) => a && b;", uses(f.body, "both")},
		{"either", "const either = (a, b) => a || b;", uses(f.body, "either")},
		{"sigmoid", "const sigmoid = (x) => 1 / (1 + Math.exp(-x));", uses(f.body, "sigmoid") ||
			f.logits() && f.needsClip()},
		{"softplus", "const softplus = (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));",
			uses(f.body, "softplus")},
		{"logSigmoid", "const logSigmoid = (x) => Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));",
			logs && !f.categorical && (uses(f.body, "log_p") || uses(f.body, "log_q"))},
	} {
		if h.needed {
			t.lines(0, "", h.source)
		}
	}
	if logs && f.categorical {
		t.lines(0, "", "/** The logarithm of the sum of e^x, without that of the class skip. */",
			"function logSumExp(x, skip) {",
			"  let top = -Infinity;",
			"  x.forEach((v, k) => { if (k !== skip) top = Math.max(top, v); });",
			"  let sum = 0;",
			"  x.forEach((v, k) => { if (k !== skip) sum += Math.exp(v - top); });",
			"  return top + Math.log(sum);",
			"}")
	}
}
