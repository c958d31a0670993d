package python

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lossexplorer/internal/formula/syntax"
)

// Whole training files are read as the loss whose gradient they take, with the values that they
// give it; the others are asked about or refused.
func TestTrainingFiles(t *testing.T) {
	const (
		focal  = "(1 - pt)^%*-log(pt)"
		weight = "where(y == 1, 0.75, 0.25)*"
	)
	for name, want := range map[string]string{
		"builtin.py":         "(1 + 2*y)*-log(pt)",
		"criterion_param.py": "-where(y == 1, (1 - p)*log(max(p, 1e-8)), max(0, p - 0.1)^2*log(max(min(1.1 - p, 1), 1e-8)))",
		"epochs.py":          strings.Replace(focal, "%", "2", 1),
		"flax.py":            "-log(pt)",
		"hf.py":              strings.Replace(focal, "%", "3", 1),
		"jax.py":             "where(y == 1, 0.25, 0.75)*" + strings.Replace(focal, "%", "1", 1),
		"keras.py":           "0.5*" + strings.Replace(focal, "%", "3", 1),
		"lgb.py":             "where(y == 1, 0.9, 0.1)*" + strings.Replace(focal, "%", "0.5", 1),
		"lightning.py":       weight + strings.Replace(focal, "%", "1.5", 1),
		"method.py":          strings.Replace(focal, "%", "2", 1),
		"script.py":          "where(y == 1, 0.6, 0.4)*" + strings.Replace(focal, "%", "2", 1),
		"tape.py":            strings.Replace(focal, "%", "4", 1),

		"inline.py": strings.Replace(focal, "%", "2", 1),
		"sum.py":    "sum.py:1:1: several",
		"xgb.py":    "xgb.py:8:5: objective",
	} {
		code, err := os.ReadFile(filepath.Join("testdata", "training", name))
		if err != nil {
			t.Fatal(err)
		}
		r, err := Read(string(code), Options{})
		if e, ok := err.(*Error); ok {
			if got := name + ":" + number(e.Line) + ":" + number(e.Column) + ": " +
				e.Code; got != want {
				t.Errorf("%s (%v), want %s", got, err, want)
			}
			continue
		}
		got, err := syntax.Parse(r.Formula)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		f, err := syntax.Parse(want)
		if err != nil {
			t.Errorf("%s is read as %s, want %s", name, r.Formula, want)
			continue
		}
		a, b := got.BindUnclipped(got.Defaults(), r.Epsilon), f.BindUnclipped(nil, 0)
		for _, y := range []float64{0, 1} {
			for x := -6.3; x < 7; x += 0.7 {
				l, d := a.AtLogit(y, x)
				if m, g := b.AtLogit(y, x); !near(l, m) || !near(d, g) {
					t.Errorf("%s: %v, %v at y = %v, x = %v; want %v, %v\n%s",
						name, l, d, y, x, m, g,
						r.Formula)
					break
				}
			}
		}
	}
}

// A value that is given to a loss where it is made, and is not known, leaves the default with a
// note.
func TestPassedValue(t *testing.T) {
	const code = `
class Squares(nn.Module):
    def __init__(self, scale=2.0):
        super().__init__()
        self.scale = scale
    def forward(self, prob, target):
        return self.scale * (prob - target) ** 2

criterion = Squares(scale=config["scale"])
`
	r, err := Read(code, Options{})
	if err != nil || r.Params[0].Value != 2 {
		t.Fatalf("%v %v", r.Params, err)
	}
	if n := r.Notes[0]; n.Code != "passed-value" || n.Args[0] != "scale" || n.At.Line != 9 {
		t.Errorf("the note is %v", n)
	}
}

// A function with syntax that is not read is left out where it is not the loss.
func TestSyntaxBeside(t *testing.T) {
	const other = `
class Net:
    def forward(self, x):
        match x:
            case 1:
                return 2
        return x @ self.w

`
	const squares = "def loss(p, y):\n    return (p - y) ** 2\n"
	for code, want := range map[string]string{
		squares + other: "(p - y)^2",
		other + squares + "\ndef train(net, x, y):\n    loss(x @ net.w, y).backward()\n": "(p - y)^2",
		strings.Replace(squares, "** 2", "@ y", 1) +
			"def accuracy(p, y):\n    return (p > 0.5) == y\n": "2:20: the matrix product @ is not read; a loss of one prediction has none",
		strings.Replace(squares, "** 2", "@ y",
			1): "2:20: the matrix product @ is not read; a loss of one prediction has none",
	} {
		r, err := Read(code, Options{})
		if got := r.Formula; err != nil && err.Error() != want || err == nil && got != want {
			t.Errorf("%q, %v; want %s\n%s", got, err, want, code)
		}
	}
}
