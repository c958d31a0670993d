package code

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/formula"
	"lossexplorer/internal/formula/syntax"
	"lossexplorer/losscore"
)

// at returns the loss of one row of logits or probabilities, and its gradient.
func (c *Categorical) at(y, x []float64, logits bool) (loss float64, grad []float64) {
	p := x
	if logits {
		p = softmax(x)
	}
	term := losscore.Focal{Gamma: c.Gamma, Epsilon: c.Epsilon}
	if logits {
		term.Epsilon = 0
	}
	dp := make([]float64, len(p))
	for k := range p {
		w := (1-c.Smoothing)*y[k] + c.Smoothing/float64(len(p))
		if c.Alpha != nil {
			w *= c.Alpha[k]
		}
		l, d := term.AtProb(1, p[k])
		loss += w * l
		dp[k] = w * d
	}
	if !logits {
		return loss, dp
	}
	mean := 0.0
	for k := range p {
		mean += dp[k] * p[k]
	}
	for k := range p {
		grad = append(grad, p[k]*(dp[k]-mean))
	}
	return loss, grad
}

func softmax(x []float64) []float64 {
	top, sum := math.Inf(-1), 0.0
	for _, v := range x {
		top = max(top, v)
	}
	p := make([]float64, len(x))
	for k, v := range x {
		p[k] = math.Exp(v - top)
		sum += p[k]
	}
	for k := range p {
		p[k] /= sum
	}
	return p
}

// A sample is a loss to write and run, and the values it should compute.
type sample struct {
	name        string
	sources     map[Language]string
	function    string
	input       Input
	categorical bool
	formula     bool
	y, x        [][]float64
	single      bool
	eps         float64
	at          func(y, x []float64) (loss float64, grad []float64)
}

// samples returns the losses to run, all of them in double precision.
func samples(t testing.TB) []sample {
	t.Helper()
	var all []sample
	for _, k := range catalog.Kinds() {
		for _, v := range settings(k) {
			for _, in := range []Input{Logits, Probabilities} {
				if in == Logits && v[len(v)-1] != k.Params[len(v)-1].Default {
					continue // the clip has no effect
				}
				all = append(all, kindSample(t, k, v, in))
			}
		}
	}
	for _, k := range catalog.Kinds() {
		v := defaults(k)
		if i := k.Param("balanced"); i >= 0 {
			v[i] = 1
		}
		for _, in := range []Input{Logits, Probabilities} {
			all = append(all, softSample(t, k, v, in))
		}
	}
	all = append(all, formulaSamples(t)...)
	for _, c := range []Categorical{
		{2, []float64{0.25, 0.5, 1}, 1e-7, 0.1},
		{Gamma: 2, Epsilon: 1e-7},
		{Gamma: 0, Epsilon: 1e-7, Smoothing: 0.5},
		{0.5, []float64{0, 3, 1}, 0.01, 0},
		{Gamma: 5, Epsilon: 1e-12},
	} {
		for _, in := range []Input{Logits, Probabilities} {
			s := sample{
				name: string(in) + ", several classes", function: "categorical_focal_loss",
				input: in, categorical: true,
				eps: c.Epsilon, sources: map[Language]string{},
				at: func(y, x []float64) (float64, []float64) { return c.at(y, x, in == Logits) },
			}
			for _, lang := range Languages {
				s.sources[lang] = writeCategorical(t, Options{Language: lang, Input: in}, c)
			}
			for _, p := range grid() {
				row := []float64{p, (1 - p) / 3, 2 * (1 - p) / 3}
				if in == Logits {
					z := logit(p) / 3
					row = []float64{z, -z / 2, 0.3}
				}
				s.y = append(s.y, []float64{1, 0, 0}, []float64{0, 0, 1})
				s.x = append(s.x, row, row)
			}
			all = append(all, s)
		}
	}
	return all
}

// softSample is a loss with labels between 0 and 1.
func softSample(t testing.TB, k *catalog.Kind, v []float64, in Input) sample {
	t.Helper()
	s := kindSample(t, k, v, in)
	for _, lang := range Languages {
		s.sources[lang] = write(t, Options{Language: lang, Input: in, Soft: true}, k, v)
	}
	s.name = "soft " + s.name
	s.y, s.x = nil, nil
	for _, y := range []float64{0.8, 0.3} {
		for _, p := range []float64{0.001, 0.1, 0.31, 0.5, 0.7, 0.9, 0.999} {
			if in == Logits {
				p = logit(p)
			}
			s.y, s.x = append(s.y, []float64{y}), append(s.x, []float64{p})
		}
	}
	return s
}

func kindSample(t testing.TB, k *catalog.Kind, v []float64, in Input) sample {
	t.Helper()
	s := sample{
		sources: map[Language]string{}, function: strings.ReplaceAll(k.ID, "-", "_") + "_loss",
		input: in,
		eps:   v[len(v)-1],
	}
	for _, lang := range Languages {
		s.sources[lang] = write(t, Options{Language: lang, Input: in}, k, v)
	}
	s.name = string(in) + ", " + last(s.sources[PyTorch])
	l := k.New(v)
	if in == Logits {
		w := append([]float64(nil), v...)
		w[len(w)-1] = 0
		l = k.New(w)
	} else if s.eps < 1e-15 { // which the code then has
		w := append([]float64(nil), v...)
		w[len(w)-1] = 1e-15
		l = k.New(w)
		s.eps = 1e-15
	}
	s.at = func(y, x []float64) (float64, []float64) {
		loss, d := l.AtProb(y[0], x[0])
		if in == Logits {
			loss, d = l.AtLogit(y[0], x[0])
		}
		return loss, []float64{d}
	}
	s.fill()
	return s
}

// fill sets the examples of a loss of one class.
func (s *sample) fill() {
	for _, y := range []float64{0, 1} {
		for _, p := range grid() {
			if s.input == Logits {
				p = logit(p)
			}
			s.y, s.x = append(s.y, []float64{y}), append(s.x, []float64{p})
		}
	}
}

func logit(p float64) float64 { return math.Log(p) - math.Log1p(-p) }

// formulaSamples returns custom losses to run: the gallery's, and some that use
// operations that the gallery does not.
func formulaSamples(t testing.TB) (all []sample) {
	sources := []string{
		"tanh(xt)^2 + sqrt(abs(x)) + expm1(p)/log1p(pt)",
		"where(p <= 0.4 || !(y == 1), q, p) + (p > 0.3 && p < 0.6)*2",
		"where(gamma > 1 && !(q == 0.5), pt, 1) + !gamma",
		"min(gamma, 3*p) + pow(2, p) + abs(q*log(q + 1))",
		"lambda = 2*p\nж = 1 - lambda\nж^2 + epsilon",
		"w = stop((1 - pt)^gamma)\n-w*log(pt) + stop(p)", "1 - pt", "max(0, 1 - xt)*sigmoid(q*x)",
	}
	for _, e := range syntax.Gallery {
		sources = append(sources, e.Formula)
	}
	for _, source := range sources {
		f, err := syntax.Parse(source)
		if err != nil {
			t.Fatalf("%s: %v", source, err)
		}
		const epsilon = 3e-5
		k := formula.KindOf(formula.ID + f.Encode()) // as addresses have it
		s := sample{
			sources: map[Language]string{}, function: "custom_loss", input: Probabilities,
			eps: epsilon, name: source,
			formula: true,
		}
		for _, lang := range Languages {
			s.sources[lang] = write(t, Options{Language: lang, Input: Probabilities}, k,
				append(f.Defaults(), epsilon))
		}
		checkGo(t, s.sources[Go])
		l := f.Bind(f.Defaults(), epsilon)
		s.at = func(y, p []float64) (float64, []float64) {
			loss, dp := l.AtProb(y[0], p[0])
			return loss, []float64{dp}
		}
		s.fill()
		all = append(all, s)
	}
	return all
}

// last returns the statement that makes the criterion in PyTorch.
func last(s string) string {
	s = s[strings.LastIndex(s, "\ncriterion = ")+1:]
	s, _, _ = strings.Cut(s, "#")
	return strings.ReplaceAll(strings.TrimSpace(s), "\n", "")
}

// grid returns predictions, none at an end of a clip, where the gradients of
// the libraries differ, nor where a gradient is 0.
func grid() []float64 {
	p := []float64{1e-12, 1e-8, 3e-7, 1e-4, 0.003}
	for i := 1; i < 37; i++ {
		p = append(p, float64(i)/37)
	}
	return append(p, 0.997, 1-1e-4, 1-3e-7, 1-1e-8)
}

// tolerance returns the relative error to expect: that of 1-p rounded, or of p
// as 1-(1-p).
func (s *sample) tolerance(x []float64) float64 {
	if s.input == Logits {
		return 1e-10
	}
	tol := 1e-12
	if s.formula {
		tol = 1e-8 // PyTorch's sigmoid, for one, has 1-p rounded in its gradient
	}
	for _, p := range x {
		p = min(max(p, s.eps), 1-s.eps)
		tol = max(tol, 0x1p-50/min(p, 1-p))
	}
	return tol
}

func (s *sample) check(t *testing.T, lang Language, i int, what string, got, want float64) {
	t.Helper()
	scale := math.Abs(want)
	if s.categorical && s.input == Logits {
		scale = max(scale, 1e-6) // the softmax to compare with is rounded
	}
	if s.input == Logits && s.function == "poly1_loss" {
		scale = max(scale, math.Exp(-math.Abs(s.x[i][0]))) // its terms cancel
	}
	if s.input == Logits && s.function == "focal_star_loss" {
		scale *= 100 // PyTorch's softplus is linear from 20 on
	}
	if !(math.Abs(got-want) <= s.tolerance(s.x[i])*scale+1e-29) {
		t.Errorf("%s, %s: %s for %v and %v is %v, want %v, by %.2g", lang, s.name, what, s.y[i],
			s.x[i], got, want, got/want-1)
	}
}

// Examples of all samples as a program reads them.
type examples []struct{ Y, X [][]float64 }

func examplesOf(all []sample) examples {
	in := make(examples, len(all))
	for i, s := range all {
		in[i].Y, in[i].X = s.y, s.x
	}
	return in
}

// The Go code has the losses of losscore.
func TestGo(t *testing.T) {
	all := samples(t)
	dir := t.TempDir()
	var imports, calls strings.Builder
	for i, s := range all {
		checkGo(t, s.sources[Go])
		loss := "s" + strconv.Itoa(i)
		export := "\nfunc At(y, x []float64) float64 { return loss(y[0], x[0]) }\n"
		if s.categorical {
			export = "\nfunc At(y, x []float64) float64 { return loss(y, x) }\n"
		}
		save(t, filepath.Join(dir, loss, "loss.go"), "package "+loss+"\n\n"+s.sources[Go]+export)
		imports.WriteString("\t\"code/" + loss + "\"\n")
		calls.WriteString("\t" + loss + ".At,\n")
	}
	save(t, filepath.Join(dir, "go.mod"), "module code\n\ngo 1.26\n")
	save(t, filepath.Join(dir, "main.go"), `package main

import (
	"encoding/json"
	"os"

`+imports.String()+`)

var all = []func(y, x []float64) float64{
`+calls.String()+`}

func main() {
	var in []struct{ Y, X [][]float64 }
	json.NewDecoder(os.Stdin).Decode(&in)
	out := make([][]float64, len(in))
	for i, s := range in {
		for j := range s.X {
			out[i] = append(out[i], all[i](s.Y[j], s.X[j]))
		}
	}
	json.NewEncoder(os.Stdout).Encode(out)
}
`)
	compare(t, Go, all, dir, "go", "run", ".")
}

// Labels and predictions that are none, as 255 in a mask, or a logit in place of a
// probability, are refused or have a loss of NaN in every language, and not a number that
// looks like a loss.
func TestRefused(t *testing.T) {
	focal := catalog.KindOf("focal")
	type example struct {
		Y, X []float64
		NaN  bool
	}
	type refused struct {
		Language    Language  `json:"language"`
		Source      string    `json:"source"`
		Function    string    `json:"function"`
		Categorical bool      `json:"categorical"`
		Examples    []example `json:"examples"`
	}
	var in []refused
	one := func(y, x float64, nan bool) example { return example{[]float64{y}, []float64{x}, nan} }
	for _, lang := range Languages {
		for _, o := range []Options{{Input: Logits}, {Input: Probabilities},
			{Input: Logits, Soft: true}, {Input: Probabilities, Soft: true}} {
			o.Language = lang
			x := []float64{0.3, 0.9}
			all := []example{one(1, x[0], false), one(0, x[1], false), one(255, x[0], true),
				one(-1, x[0], true), one(0.5, x[0], !o.Soft)}
			if o.Input == Probabilities {
				all = append(all, one(1, 2.5, true), one(0, -0.5, true))
			}
			name := "focal_loss"
			if lang == Keras {
				name = title(name)
			}
			in = append(in, refused{lang, write(t, o, focal, defaults(focal)), name, false, all})
		}
		for _, input := range []Input{Logits, Probabilities} {
			o := Options{Language: lang, Input: input}
			row := []float64{0.2, 0.3, 0.5}
			all := []example{{[]float64{0, 1, 0}, row, false}, {[]float64{0, 255, 0}, row, true},
				{[]float64{-1, 1, 1}, row, true}}
			if lang == PyTorch { // class numbers
				all = all[:1]
			}
			if input == Probabilities {
				all = append(all, example{[]float64{0, 1, 0}, []float64{0.2, 1.3, -0.5}, true})
			}
			name := "categorical_focal_loss"
			if lang == Keras {
				name = title(name)
			}
			in = append(in, refused{lang, writeCategorical(t, o,
				Categorical{Gamma: 2, Epsilon: 1e-7}),
				name, true, all})
		}
	}
	check := func(s refused, out []bool) {
		t.Helper()
		if len(out) != len(s.Examples) {
			t.Fatalf("%s: %d results of %d", s.Language, len(out), len(s.Examples))
		}
		for i, e := range s.Examples {
			if out[i] != e.NaN {
				t.Errorf("%s, %s: labels %v and predictions %v refused: %v, want %v\n%s", s.Language,
					s.Function, e.Y, e.X, out[i], e.NaN, s.Source)
			}
		}
	}
	var python []refused
	for _, s := range in {
		call, dir := camel(s.Function)+"(x, y)[0]", t.TempDir()
		if s.Categorical {
			call = camel(s.Function) + "(x, y)"
		}
		switch s.Language {
		case JavaScript:
			save(t, filepath.Join(dir, "main.mjs"), s.Source+`
import { readFileSync } from "node:fs";
const refused = ({ Y: y, X: x }) => {
  try {
    return Number.isNaN(`+call+`);
  } catch (error) {
    return error instanceof RangeError;
  }
};
console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(refused)));
`)
			var out []bool
			run(t, dir, s.Examples, &out, "node", "main.mjs")
			check(s, out)
		case Go:
			call := "loss(e.Y[0], e.X[0])"
			if s.Categorical {
				call = "loss(e.Y, e.X)"
			}
			save(t, filepath.Join(dir, "go.mod"), "module code\n\ngo 1.26\n")
			save(t, filepath.Join(dir, "loss.go"), "package main\n\n"+s.Source)
			save(t, filepath.Join(dir, "main.go"), `package main

import (
	"encoding/json"
	"os"
)

func main() {
	var in []struct{ Y, X []float64 }
	json.NewDecoder(os.Stdin).Decode(&in)
	var out []bool
	for _, e := range in {
		l := `+call+`
		out = append(out, l != l)
	}
	json.NewEncoder(os.Stdout).Encode(out)
}
`)
			var out []bool
			run(t, dir, s.Examples, &out, "go", "run", ".")
			check(s, out)
		default:
			python = append(python, s)
		}
	}
	var out [][]bool
	runPython(t, python, &out, "refused.py")
	for i, o := range out {
		check(python[i], o)
	}
}

// The JavaScript code has the losses of losscore, under Node.js.
func TestJavaScript(t *testing.T) {
	all := samples(t)
	dir := t.TempDir()
	var imports, calls strings.Builder
	for i, s := range all {
		n := strconv.Itoa(i)
		save(t, filepath.Join(dir, "s"+n+".mjs"), s.sources[JavaScript])
		imports.WriteString("import { " + camel(s.function) + " as f" + n + ` } from "./s` +
			n + `.mjs";` + "\n")
		call := "f" + n + "(x, y)[0]"
		if s.categorical {
			call = "f" + n + "(x, y)"
		}
		calls.WriteString("  (y, x) => " + call + ",\n")
	}
	save(t, filepath.Join(dir, "main.mjs"), `import { readFileSync } from "node:fs";
`+imports.String()+`const all = [
`+calls.String()+`];
const examples = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(examples.map((s, i) => s.X.map((x, j) => all[i](s.Y[j], x)))));
`)
	compare(t, JavaScript, all, dir, "node", "main.mjs")
}

// compare runs a program with the examples of all samples.
func compare(t *testing.T, lang Language, all []sample, dir, program string, args ...string) {
	t.Helper()
	var out [][]float64
	run(t, dir, examplesOf(all), &out, program, args...)
	if len(out) != len(all) {
		t.Fatalf("%d results of %d", len(out), len(all))
	}
	for i, s := range all {
		for j, got := range out[i] {
			want, _ := s.at(s.y[j], s.x[j])
			s.check(t, lang, j, "loss", got, want)
		}
	}
}

func save(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

var pythons = []Language{PyTorch, Keras, JAX, NumPy}

// The Python code has the losses of losscore and their gradients. In single
// precision loss and gradient are finite for every logit and probability.
func TestPython(t *testing.T) {
	all := samples(t)
	for _, s := range all[:len(all):len(all)] {
		if s.formula || s.input == Probabilities && s.eps < 1e-7 {
			continue // a formula may have no gradient; 1e-7 is the clip of the code
		}
		s.single = true
		s.y, s.x = nil, nil
		points := []float64{0, 1e-38, 1e-7, 0.05, 0.5, 0.99999994, 1}
		if s.input == Logits {
			points = []float64{-1000, -110, -88, -17, -1, 0, 3, 16.75, 35, 104, 1000}
		}
		for _, x := range points {
			row := []float64{x}
			if s.categorical {
				row = []float64{x, 1, 0}
			}
			one, zero := make([]float64, len(row)), make([]float64, len(row))
			one[0], zero[len(row)-1] = 1, truth(s.categorical)
			s.y, s.x = append(s.y, one, zero), append(s.x, row, row)
		}
		all = append(all, s)
	}
	type input struct {
		Language    Language    `json:"language"`
		Source      string      `json:"source"`
		Function    string      `json:"function"`
		Categorical bool        `json:"categorical"`
		Single      bool        `json:"single"`
		Y           [][]any     `json:"y"` // whole labels as integers
		X           [][]float64 `json:"x"`
	}
	var in []input
	for _, s := range all {
		labels := make([][]any, len(s.y))
		for i := range s.y {
			for _, y := range s.y[i] {
				if y == 0 || y == 1 {
					labels[i] = append(labels[i], int(y))
				} else {
					labels[i] = append(labels[i], y)
				}
			}
		}
		for _, lang := range pythons {
			name := s.function
			if lang == Keras {
				name = title(name)
			}
			in = append(in, input{lang, s.sources[lang], name, s.categorical, s.single,
				labels, s.x})
		}
	}
	var out []struct {
		Loss []string
		Grad [][]string
	}
	runPython(t, in, &out, "run.py")
	if len(out) != len(in) {
		t.Fatalf("%d results of %d", len(out), len(in))
	}
	for i, o := range out {
		s, lang := all[i/len(pythons)], in[i].Language
		for j := range o.Loss {
			want, grad := s.at(s.y[j], s.x[j])
			numbers := []float64{number(t, o.Loss[j])}
			wants := append([]float64{want}, grad...)
			if len(o.Grad) > 0 {
				for _, g := range o.Grad[j] {
					numbers = append(numbers, number(t, g))
				}
			}
			for k, got := range numbers {
				what := "loss"
				if k > 0 {
					what = "gradient"
				}
				if !s.single {
					s.check(t, lang, j, what, got, wants[k])
				} else if got-got != 0 {
					t.Errorf("%s, %s in single precision: %s for %v and %v is %v", lang, s.name,
						what, s.y[j], s.x[j], got)
				}
			}
		}
	}
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func number(t *testing.T, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// runPython runs a script of testdata with Debian's Python, which has the
// libraries.
func runPython(t *testing.T, in, out any, script string) {
	t.Helper()
	const libraries = "import numpy, torch, xgboost"
	if err := exec.Command("/usr/bin/python3", "-c", libraries).Run(); err != nil {
		t.Fatalf("%s: %v; on Debian: apt-get install python3-numpy python3-torch python3-xgboost",
			libraries, err)
	}
	run(t, "testdata", in, out, "/usr/bin/python3", script)
}

// run runs a program that reads and writes JSON.
func run(t *testing.T, dir string, in, out any, name string, args ...string) {
	t.Helper()
	data, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=", "PYTHONDONTWRITEBYTECODE=1",
		"OMP_NUM_THREADS=1")
	cmd.Stdin = bytes.NewReader(data)
	var problems bytes.Buffer
	cmd.Stderr = &problems
	result, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, problems.Bytes())
	}
	if err := json.Unmarshal(result, out); err != nil {
		t.Fatal(err)
	}
}
