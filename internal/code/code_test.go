package code

import (
	"errors"
	"flag"
	"go/ast"
	"go/format"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/formula/syntax"
	"lossexplorer/losscore"
)

var update = flag.Bool("update", false, "write testdata/*.golden")

func defaults(k *catalog.Kind) []float64 {
	v := make([]float64, len(k.Params))
	for i, p := range k.Params {
		v[i] = p.Default
	}
	return v
}

// with returns the defaults with another value of one parameter.
func with(k *catalog.Kind, name string, value float64) []float64 {
	v := defaults(k)
	v[k.Param(name)] = value
	return v
}

func write(t testing.TB, o Options, k *catalog.Kind, values []float64) string {
	t.Helper()
	s, err := Write(o, k, values)
	if err != nil {
		t.Fatalf("%v, %s %v: %v", o, k.ID, values, err)
	}
	return s
}

func writeCategorical(t testing.TB, o Options, c Categorical) string {
	t.Helper()
	s, err := WriteCategorical(o, c)
	if err != nil {
		t.Fatalf("%v, %+v: %v", o, c, err)
	}
	return s
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s, or go test -update: got\n%s", file, got)
	}
}

func TestGolden(t *testing.T) {
	focal, asymmetric := catalog.KindOf("focal"), catalog.KindOf("asymmetric")
	custom, err := syntax.Parse("q = 0.7\n(1 - pt^q)/q")
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range Languages {
		o := Options{Language: lang}
		golden(t, "focal."+string(lang), write(t, o, focal, with(focal, "balanced", 0)))
		golden(t, "asymmetric."+string(lang), write(t, o, asymmetric, defaults(asymmetric)))
		golden(t, "categorical."+string(lang),
			writeCategorical(t, o, Categorical{2, []float64{0.25, 0.5, 1}, 1e-7, 0.1}))
		o.Input = Probabilities
		golden(t, "probabilities."+string(lang), write(t, o, focal, defaults(focal)))
		s, err := WriteSource(Options{Language: lang}, SourceOf(custom, custom.Defaults(), 1e-7))
		if err != nil {
			t.Fatal(err)
		}
		golden(t, "custom."+string(lang), s)
	}
}

func TestErrors(t *testing.T) {
	focal := catalog.KindOf("focal")
	for _, tt := range []struct {
		o      Options
		values []float64
		want   string
	}{
		{Options{Language: Go}, []float64{2}, "code: focal has 4 parameters, got 1 values"},
		{Options{Language: "fortran"}, defaults(focal), `code: Language is "fortran"`},
		{Options{Input: "odds"}, defaults(focal), `code: Input is "odds"`},
		{Options{Normaliser: "batch"}, defaults(focal), `code: Normaliser is "batch"`},
		{Options{Language: Keras}, with(focal, "gamma", -1),
			"losscore: Gamma is -1; allowed: finite and >= 0"},
		{Options{Language: JAX}, with(focal, "epsilon", math.NaN()),
			"losscore: Epsilon is NaN; allowed: >= 0 and < 0.5"},
	} {
		if s, err := Write(tt.o, focal, tt.values); s != "" || err == nil ||
			err.Error() != tt.want {
			t.Errorf("%v, %v: %q, %v, want %s", tt.o, tt.values, s, err, tt.want)
		}
	}
	for _, tt := range []struct {
		Categorical
		want string
	}{
		{Categorical{Gamma: -1}, "Gamma"},
		{Categorical{Epsilon: 0.5}, "Epsilon"},
		{Categorical{Smoothing: 1}, "LabelSmoothing"},
		{Categorical{Alpha: []float64{1, -1}}, "Alpha"},
		{Categorical{Alpha: []float64{math.Inf(1)}}, "Alpha"},
	} {
		_, err := WriteCategorical(Options{}, tt.Categorical)
		var re *losscore.RangeError
		if !errors.As(err, &re) || re.Field != tt.want {
			t.Errorf("%+v: %v, want one of %s", tt.Categorical, err, tt.want)
		}
	}
}

func TestName(t *testing.T) {
	for _, lang := range Languages {
		if lang.Name() == string(lang) || lang.Name() == "" {
			t.Errorf("%s has no name", lang)
		}
	}
}

// The code has the values of the page to the last bit, and no parameter without
// use.
func FuzzWrite(f *testing.F) {
	f.Add(uint8(0), 2., 1., 0.25, 1e-7, false)
	f.Add(uint8(1), 1e-7, 0., 0., 0., true)
	f.Add(uint8(2), 1e300, 0., 1e-320, 0.1+0.2, true)
	f.Add(uint8(3), 1e21, -1e-5, 0.3, 0., false)
	f.Add(uint8(4), 0., 123456789., 0x1p-1074, 0., true)
	f.Fuzz(func(t *testing.T, n uint8, a, b, c, d float64, probs bool) {
		k := catalog.Kinds()[int(n)%len(catalog.Kinds())]
		if len(k.Params) > 4 {
			return
		}
		values := []float64{a, b, c, d}[:len(k.Params)]
		in := Logits
		if probs {
			in = Probabilities
		}
		if k.New(values).Validate() != nil {
			for _, lang := range Languages {
				if _, err := Write(Options{Language: lang, Input: in}, k, values); err == nil {
					t.Fatalf("%s: wrote %v, which is not valid", k.ID, values)
				}
			}
			return
		}
		for _, lang := range []Language{PyTorch, Keras, Go} {
			s := write(t, Options{Language: lang, Input: in}, k, values)
			var got map[string]string
			if lang == Go {
				checkGo(t, s)
				got = goArguments(s)
			} else {
				checkBrackets(t, s)
				got = pythonArguments(s)
			}
			for i, p := range k.Params {
				name, want := p.Name, values[i]
				if lang == Go {
					name = camel(name)
				}
				text, ok := got[name]
				delete(got, name)
				balanced := k.Param("balanced")
				if p.Switch || p.Name == "epsilon" && !probs ||
					p.Needs == "balanced" && values[balanced] == 0 {
					if ok {
						t.Fatalf("%s has %s without use:\n%s", lang, name, s)
					}
					continue
				}
				if want == 0 {
					want = p.Zero
				}
				if v, err := strconv.ParseFloat(text, 64); err != nil || v != want {
					t.Fatalf("%s has %q for %s, want %v:\n%s", lang, text, name, want, s)
				}
			}
			if len(got) > 0 {
				t.Fatalf("%s has also %v:\n%s", lang, got, s)
			}
		}
	})
}

// The Go of custom losses compiles and is as gofmt has it, whatever is in them.
func FuzzSource(f *testing.F) {
	for _, e := range syntax.Gallery {
		f.Add(e.Formula)
	}
	f.Add("a = -p\nb = a - -2*q\nwhere(a - -0.5 < b*2 + 1 && !(p - a*-b), -(a - b), a/(b*p))*-xt^2.5")
	f.Add("_4 = p\n_4*both + not*number + a_b*aB + p_T*pT + yTrue*float64*math")
	f.Add("AÁ*p - γ*权重")
	f.Add("c = 2*gamma\n(c + A2 - A0 - A - A2)^2")
	f.Add("max(p, 0/0) - 1/0*(p - log(0)) - (-0)*p")
	f.Add("both = p\na_b = 2*both\naB = a_b*a_b_\nunused = p\naB*customLoss + loss*either + custom*where(!(p < q), 1, x)")
	f.Add("log(p - (a - b) - -1e-300)*(p + q)*2 - -(p*q)/-3 + max(1 - -q, xt*2 - 1, p*xt)")
	fset := token.NewFileSet()
	source := importer.ForCompiler(fset, "source", nil)
	f.Fuzz(func(t *testing.T, text string) {
		parsed, err := syntax.Parse(text)
		if err != nil {
			return
		}
		for _, in := range []Input{Logits, Probabilities} {
			s, err := WriteSource(Options{Language: Go, Input: in},
				SourceOf(parsed, parsed.Defaults(), 1e-7))
			if err != nil {
				t.Fatal(err)
			}
			checkGo(t, s)
			file, err := parser.ParseFile(fset, "", "package p\n"+s, 0)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := (&types.Config{Importer: source}).Check("p", fset, []*ast.File{file},
				nil); err != nil {
				t.Fatalf("%v:\n%s", err, s)
			}
		}
	})
}

// checkGo checks that s is Go as gofmt has it.
func checkGo(t testing.TB, s string) {
	t.Helper()
	s = "package p\n\n" + s
	if _, err := parser.ParseFile(token.NewFileSet(), "", s, 0); err != nil {
		t.Fatalf("%v:\n%s", err, s)
	}
	want, err := format.Source([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	got, lines := strings.Split(s, "\n"), strings.Split(string(want), "\n")
	for i := range min(len(got), len(lines)) {
		if got[i] != lines[i] {
			t.Fatalf("gofmt has\n%s\nnot\n%s\nin\n%s", lines[i], got[i], s)
		}
	}
	if len(got) != len(lines) {
		t.Fatalf("gofmt has %d lines, not %d:\n%s", len(lines), len(got), s)
	}
}

// checkBrackets checks Python as far as is possible without it.
func checkBrackets(t testing.TB, s string) {
	t.Helper()
	if strings.Count(s, "(") != strings.Count(s, ")") || strings.Contains(s, "\t") ||
		strings.Count(s, `"""`)%2 != 0 {
		t.Fatalf("not Python:\n%s", s)
	}
}

// pythonArguments returns the arguments of the last call in s by name.
func pythonArguments(s string) map[string]string {
	args := map[string]string{}
	i := max(strings.LastIndex(s, "\nloss = "), strings.LastIndex(s, "\ncriterion = "))
	_, call, _ := strings.Cut(s[i:], "(")
	call, _, _ = strings.Cut(call, ")")
	for arg := range strings.SplitSeq(call, ",") {
		if name, value, ok := strings.Cut(strings.TrimSpace(arg), "="); ok {
			args[name] = value
		}
	}
	return args
}

// goArguments returns the arguments of the last line of s by the names in its
// comment.
func goArguments(s string) map[string]string {
	args := map[string]string{}
	_, call, _ := strings.Cut(s[strings.LastIndex(s, "\nvar loss = "):], "(")
	call, names, ok := strings.Cut(call, ") // ")
	if !ok {
		return args
	}
	values := strings.Split(call, ", ")
	for i, name := range strings.Split(strings.TrimSpace(names), ", ") {
		args[name] = values[i]
	}
	return args
}

// Lines are short enough for most formatters.
func TestLineLength(t *testing.T) {
	for _, k := range catalog.Kinds() {
		for _, lang := range pythons {
			for _, v := range settings(k) {
				for line := range strings.Lines(write(t, Options{Language: lang}, k, v)) {
					if n := len([]rune(line)) - 1; n > 100 {
						t.Errorf("%d letters: %s", n, line)
					}
				}
			}
		}
	}
}

// settings returns values of the parameters with which to compare the losses:
// the defaults, and then one other value of each at a time.
func settings(k *catalog.Kind) [][]float64 {
	all := [][]float64{defaults(k)}
	for _, p := range k.Params {
		others := []float64{p.Min, p.Max, 0}
		switch {
		case p.Name == "epsilon":
			others = []float64{0, 1e-9, 0.01, 0.4}
		case strings.HasPrefix(p.Name, "gamma"):
			others = append(others, 0.5) // where pow has no gradient at 0
		}
		for _, v := range others {
			values := with(k, p.Name, v)
			same := func(w []float64) bool { return slices.Equal(w, values) }
			if k.New(values).Validate() == nil && !slices.ContainsFunc(all, same) {
				all = append(all, values)
			}
		}
	}
	return all
}
