package code

import (
	"go/format"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"lossexplorer/internal/classweights"
)

// counts are of classes enough for two lines of numbers.
var counts = []float64{900e3, 700e3, 60e3, 800, 41, 9, 3}

var names = []string{"cat", "big dog", "2", "", "a\u2028b", "*/", "\\"}

// The criteria of PyTorch, NumPy and, with stand-ins, Keras and JAX give cross-entropy
// with the numbers of the scheme; the constants of JavaScript and Go are the numbers.
func TestWeights(t *testing.T) {
	type input struct {
		Language string    `json:"language"`
		Source   string    `json:"source"`
		Weighs   bool      `json:"weighs"`
		Numbers  []float64 `json:"numbers"`
		Sign     float64   `json:"sign"`     // of the numbers in the logit
		TrueOnly bool      `json:"trueOnly"` // in that of the label
	}
	var in []input
	for _, s := range classweights.Schemes {
		r, err := classweights.Of(s, counts, s.Default())
		if err != nil {
			t.Fatal(err)
		}
		for _, lang := range Languages {
			source, err := WriteWeights(lang, s, r.Weights, names)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(source,
				"Class 0 is cat, 1 is big dog, 4 is ab, 5 is */, 6 is \\.\n") {
				t.Errorf("no names of the classes:\n%s", source)
			}
			for line := range strings.Lines(source) {
				if n := len([]rune(line)) - 1; n > 100 {
					t.Errorf("%d letters: %s", n, line)
				}
			}
			switch lang {
			case Go:
				source = "package weights\n\n" + source
				if got, err := format.Source([]byte(source)); err != nil || string(got) != source {
					t.Errorf("%v:\n%s", err, source)
				}
			case JavaScript:
				checkNumbers(t, s, source, r.Weights)
			default:
				c := input{Language: string(lang), Source: source, Weighs: s.Weighs(),
					Numbers: r.Weights}
				switch s {
				case classweights.Logit:
					c.Sign = 1
				case classweights.LDAM:
					c.Sign, c.TrueOnly = -1, true
				}
				in = append(in, c)
			}
		}
	}
	var out []string
	runPython(t, in, &out, "weights.py")
	for i, problem := range out {
		if problem != "" {
			t.Errorf("%s: %s\n%s", in[i].Language, problem, in[i].Source)
		}
	}
	if _, err := WriteWeights("other", classweights.Inverse, nil, nil); err == nil {
		t.Error("no error")
	}
}

// Keras has weights by the labels, which are not counted from 0 in every file.
func TestKerasClassWeight(t *testing.T) {
	for names, want := range map[string]string{
		"1 2": "dict(zip([1, 2], weight))", "-1 1": "dict(zip([-1, 1], weight))",
		"0 1": "dict(enumerate(weight))", "cat dog": "dict(enumerate(weight))",
		"False True": "dict(enumerate(weight))",
	} {
		got, err := WriteWeights(Keras, classweights.Inverse, []float64{1, 2},
			strings.Fields(names))
		if err != nil || !strings.Contains(got, "class_weight = "+want+"\n") {
			t.Errorf("%s: %v, want %s in\n%s", names, err, want, got)
		}
	}
}

// checkNumbers runs a text of JavaScript.
func checkNumbers(t *testing.T, s classweights.Scheme, source string, want []float64) {
	t.Helper()
	dir := t.TempDir()
	save(t, filepath.Join(dir, "weights.mjs"), source)
	save(t, filepath.Join(dir, "main.mjs"), `import * as all from "./weights.mjs";
console.log(JSON.stringify(Object.values(all)[0]));
`)
	var got []float64
	run(t, dir, nil, &got, "node", "main.mjs")
	if len(got) != len(want) {
		t.Fatalf("%s: %v", s, got)
	}
	for i := range got {
		if math.Abs(got[i]-want[i]) > 1e-6*math.Abs(want[i]) {
			t.Errorf("%s: %v, want %v", s, got, want)
		}
	}
}
