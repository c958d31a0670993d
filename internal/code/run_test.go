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

// A categorical loss by its parameters.
type categorical struct {
	gamma     float64
	alpha     []float64
	epsilon   float64
	smoothing float64
}

// at returns the loss and its gradient.
func (c categorical) at(y, p []float64) (loss float64, grad []float64) {
	term := losscore.Focal{Gamma: c.gamma, Epsilon: c.epsilon}
	for k := range p {
		w := (1-c.smoothing)*y[k] + c.smoothing/float64(len(p))
		if c.alpha != nil {
			w *= c.alpha[k]
		}
		l, dp := term.AtProb(1, p[k])
		loss += w * l
		grad = append(grad, w*dp)
	}
	return loss, grad
}

// A sample is a loss to write and run, and what it should compute.
type sample struct {
	name    string
	sources map[Language]string
	y, p    [][]float64
	single  bool
	own     bool // a formula of people's
	eps     float64
	at      func(y, p []float64) (loss float64, grad []float64)
}

// samples returns the losses to run, all of them in double precision.
func samples(t testing.TB) []sample {
	t.Helper()
	var all []sample
	for _, k := range catalog.Kinds() {
		for _, v := range settings(k) {
			s := sample{sources: map[Language]string{}, eps: v[k.Param("epsilon")]}
			for _, lang := range Languages {
				s.sources[lang] = write(t, lang, k, v)
			}
			s.name = strings.ReplaceAll(strings.TrimSpace(last(s.sources[Keras])), "\n", "")
			l := k.New(v)
			s.at = func(y, p []float64) (float64, []float64) {
				loss, dp := l.AtProb(y[0], p[0])
				return loss, []float64{dp}
			}
			for _, y := range []float64{0, 1} {
				for _, p := range grid() {
					s.y, s.p = append(s.y, []float64{y}), append(s.p, []float64{p})
				}
			}
			all = append(all, s)
		}
	}
	all = append(all, formulas(t)...)
	for _, c := range []categorical{
		{2, []float64{0.25, 0.5, 1}, 1e-7, 0.1},
		{gamma: 2, epsilon: 1e-7},
		{gamma: 0, epsilon: 1e-7, smoothing: 0.5},
		{0.5, []float64{0, 3, 1}, 0.01, 0},
		{gamma: 5},
	} {
		s := sample{sources: map[Language]string{}, eps: c.epsilon, at: c.at}
		for _, lang := range Languages {
			s.sources[lang] = writeCategorical(t, lang, c)
		}
		s.name = strings.ReplaceAll(last(s.sources[Keras]), "\n", "")
		for _, p := range grid() {
			s.y = append(s.y, []float64{1, 0, 0}, []float64{0, 0, 1})
			s.p = append(s.p, []float64{p, (1 - p) / 3, 2 * (1 - p) / 3}, []float64{p, (1 - p) / 3, 2 * (1 - p) / 3})
		}
		all = append(all, s)
	}
	return all
}

// formulas returns people's own losses to run: the gallery's, and some that use what it
// does not. A sample is a loss by probability.
func formulas(t testing.TB) (all []sample) {
	sources := []string{
		"tanh(xt)^2 + sqrt(abs(x)) + expm1(p)/log1p(pt)", "where(p <= 0.4 || !(y == 1), q, p) + (p > 0.3 && p < 0.6)*2",
		"where(gamma > 1 && !(q == 0.5), pt, 1) + !gamma", "min(gamma, 3*p) + pow(2, p) + abs(q*log(q + 1))", "lambda = 2*p\nλ = 1 - lambda\nλ^2 + epsilon", "1 - pt", "max(0, 1 - xt)*sigmoid(q*x)",
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
		s := sample{sources: map[Language]string{}, eps: epsilon, name: source, own: true}
		for _, lang := range Languages {
			if s.sources[lang], err = Write(lang, k, append(f.Defaults(), epsilon)); err != nil {
				t.Fatal(err)
			}
		}
		checkGo(t, s.sources[Go])
		l := f.Bind(f.Defaults(), epsilon)
		s.at = func(y, p []float64) (float64, []float64) {
			loss, dp := l.AtProb(y[0], p[0])
			return loss, []float64{dp}
		}
		for _, y := range []float64{0, 1} {
			for _, p := range grid() {
				s.y, s.p = append(s.y, []float64{y}), append(s.p, []float64{p})
			}
		}
		all = append(all, s)
	}
	return all
}

// last returns the statement that binds the loss in Python.
func last(s string) string {
	s = s[strings.LastIndex(s, "\nloss = ")+1:]
	s, _, _ = strings.Cut(s, "#")
	return s
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

// tolerance returns the relative error to expect from a loss that has 1-p, or
// p as 1-(1-p), rounded, for the prediction p.
func (s *sample) tolerance(p []float64) float64 {
	tol := 1e-12
	if s.own {
		tol = 1e-8 // PyTorch's sigmoid, for one, has 1-p rounded in its gradient
	}
	for _, p := range p {
		p = min(max(p, s.eps), 1-s.eps)
		tol = max(tol, 0x1p-50/min(p, 1-p))
	}
	return tol
}

func (s *sample) check(t *testing.T, lang Language, i int, what string, got, want, tol float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tol*math.Abs(want)) {
		t.Errorf("%s, %s: %s for %v and %v is %v, want %v, by %.2g", lang, s.name, what, s.y[i], s.p[i], got, want, got/want-1)
	}
}

// The Go code has the losses of losscore.
func TestGo(t *testing.T) {
	all := samples(t)
	dir := t.TempDir()
	file := func(name, text string) {
		t.Helper()
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	var imports, calls strings.Builder
	for i, s := range all {
		checkGo(t, s.sources[Go])
		loss := "s" + strconv.Itoa(i)
		export := "\nfunc At(y, p []float64) float64 { return loss(y[0], p[0]) }\n"
		if len(s.p[0]) > 1 {
			export = "\nfunc At(y, p []float64) float64 { return loss(y, p) }\n"
		}
		file(filepath.Join(loss, "loss.go"), "package "+loss+"\n\n"+s.sources[Go]+export)
		imports.WriteString("\t\"code/" + loss + "\"\n")
		calls.WriteString("\t" + loss + ".At,\n")
	}
	file("go.mod", "module code\n\ngo 1.26\n")
	file("main.go", `package main

import (
	"encoding/json"
	"os"

`+imports.String()+`)

var all = []func(y, p []float64) float64{
`+calls.String()+`}

func main() {
	var in []struct{ Y, P [][]float64 }
	json.NewDecoder(os.Stdin).Decode(&in)
	out := make([][]float64, len(in))
	for i, s := range in {
		for j := range s.P {
			out[i] = append(out[i], all[i](s.Y[j], s.P[j]))
		}
	}
	json.NewEncoder(os.Stdout).Encode(out)
}
`)
	in := make([]struct{ Y, P [][]float64 }, len(all))
	for i, s := range all {
		in[i].Y, in[i].P = s.y, s.p
	}
	var out [][]float64
	run(t, dir, in, &out, "go", "run", ".")
	for i, s := range all {
		for j, got := range out[i] {
			want, _ := s.at(s.y[j], s.p[j])
			s.check(t, Go, j, "loss", got, want, s.tolerance(s.p[j]))
		}
	}
}

// The Python code has the losses of losscore, and in PyTorch their gradients.
// What single precision is trained with has none that is not finite.
func TestPython(t *testing.T) {
	python, modules := findPython()
	if python == "" {
		t.Skip("no python3: the code in Python is not run")
	}
	if modules != "" {
		t.Logf("%s lacks %s: what needs it is only parsed", python, modules)
	}
	all := samples(t)
	double := len(all)
	for _, s := range all[:double] {
		if s.eps < 1e-7 || s.own {
			continue // which the code says, and people's own may have no gradient
		}
		s.single = true
		s.y, s.p = nil, nil
		for _, p := range []float64{0, 1e-38, 1e-7, 0.05, 0.5, 0.99999994, 1} {
			s.y = append(s.y, []float64{0}, []float64{1})
			s.p = append(s.p, []float64{p}, []float64{p})
		}
		if strings.Contains(s.name, "categorical") {
			for i := range s.y {
				s.y[i], s.p[i] = []float64{s.y[i][0], 1, 0}, []float64{s.p[i][0], 1, 0}
			}
		}
		all = append(all, s)
	}

	type input struct {
		Language Language    `json:"language"`
		Source   string      `json:"source"`
		Single   bool        `json:"single"`
		Y        [][]int     `json:"y"`
		P        [][]float64 `json:"p"`
	}
	var in []input
	for _, s := range all {
		labels := make([][]int, len(s.y))
		for i := range s.y {
			for _, y := range s.y[i] {
				labels[i] = append(labels[i], int(y))
			}
		}
		for _, lang := range []Language{Keras, PyTorch, JAX} {
			in = append(in, input{lang, s.sources[lang], s.single, labels, s.p})
		}
	}
	var out []struct {
		Ran  bool
		Loss []string
		Grad [][]string
	}
	run(t, "testdata", in, &out, python, "run.py")
	if len(out) != len(in) {
		t.Fatalf("%d results of %d", len(out), len(in))
	}
	ran := map[Language]int{}
	for i, o := range out {
		s, lang := all[i/3], in[i].Language
		if !o.Ran {
			continue
		}
		ran[lang]++
		for j := range o.Loss {
			want, grad := s.at(s.y[j], s.p[j])
			loss := number(t, o.Loss[j])
			tol := s.tolerance(s.p[j])
			if s.single {
				if loss-loss != 0 {
					t.Errorf("%s, %s in single precision: loss for %v and %v is %v", lang, s.name, s.y[j], s.p[j], loss)
				}
			} else {
				s.check(t, lang, j, "loss", loss, want, tol)
			}
			for k, g := range o.Grad[j] {
				g := number(t, g)
				if s.single {
					if g-g != 0 {
						t.Errorf("%s, %s in single precision: gradient for %v and %v is %v", lang, s.name, s.y[j], s.p[j], g)
					}
				} else {
					s.check(t, lang, j, "gradient", g, grad[k], tol)
				}
			}
		}
	}
	t.Logf("run: %v", ran)
}

func number(t *testing.T, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// findPython returns a Python with as many of the modules that run.py wants as
// there is, and those it lacks.
func findPython() (python, lacks string) {
	const script = `
import importlib.util
print(*(m for m in ("numpy", "torch") if importlib.util.find_spec(m) is None))`
	for _, name := range []string{"python3", "/usr/bin/python3"} {
		out, err := exec.Command(name, "-c", script).Output()
		if err != nil {
			continue
		}
		if l := strings.Join(strings.Fields(string(out)), " and "); python == "" || len(l) < len(lacks) {
			python, lacks = name, l
		}
	}
	return python, lacks
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
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=", "PYTHONDONTWRITEBYTECODE=1")
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
