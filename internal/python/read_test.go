package python

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"lossexplorer/internal/formula"
	"lossexplorer/internal/formula/syntax"
)

// mustRead reads a loss as a formula that can be evaluated.
func mustRead(t testing.TB, code string, o Options) (*Reading, *formula.Formula) {
	t.Helper()
	r, err := Read(code, o)
	if err != nil {
		t.Fatalf("%v\n%s", err, code)
	}
	f, err := syntax.Parse(r.Formula)
	if err != nil {
		t.Fatalf("%v\n%s\n%s", err, r.Formula, code)
	}
	return r, f
}

// Each sample is the loss of a formula.
func TestRead(t *testing.T) {
	for _, e := range samples {
		r, err := Read(e.code, Options{})
		if err != nil {
			t.Errorf("%s: %v", e.name, err)
			continue
		}
		got, err := syntax.Parse(r.Formula)
		if err != nil {
			t.Errorf("%s: %v\n%s", e.name, err, r.Formula)
			continue
		}
		want, err := syntax.Parse(e.same)
		if err != nil {
			t.Fatal(err)
		}
		a, b := got.BindUnclipped(got.Defaults(), r.Epsilon), want.BindUnclipped(want.Defaults(), r.Epsilon)
		for _, y := range []float64{0, 1} {
			for x := -6.3; x < 7; x += 0.7 {
				l, d := a.AtLogit(y, x)
				m, g := b.AtLogit(y, x)
				if !near(l, m) || !near(d, g) {
					t.Errorf("%s: %v, %v at y = %v, x = %v; want %v, %v\n%s", e.name, l, d, y, x, m, g, r.Formula)
					break
				}
			}
		}
		for name, role := range e.roles {
			if r.Roles[name] != role {
				t.Errorf("%s: %s is %q, want %q", e.name, name, r.Roles[name], role)
			}
		}
		for _, n := range r.Notes {
			if (&Error{Code: n.Code, Args: n.Args}).Message(English) == n.Code {
				t.Errorf("%s: the note %s has no sentence", e.name, n.Code)
			}
		}
	}
}

func near(a, b float64) bool {
	return a == b || a != a && b != b || math.Abs(a-b) <= 1e-11*(1+math.Abs(a)+math.Abs(b))
}

// What is not understood is refused at its place, with a sentence.
func TestRefusals(t *testing.T) {
	for _, e := range refusals {
		r, err := Read(e.code, Options{})
		var refusal *Error
		if !errors.As(err, &refusal) {
			t.Errorf("%q is read as %q, want %s", e.code, r.Formula, e.want)
			continue
		}
		if !strings.HasPrefix(err.Error(), e.want) {
			t.Errorf("%q: %v, want %s", e.code, err, e.want)
		}
		if English[refusal.Code] == "" {
			t.Errorf("%q: %s has no sentence", e.code, refusal.Code)
		}
	}
}

// An answer to a question is taken.
func TestRoles(t *testing.T) {
	const code = "def f(a, b):\n    return (a - b) ** 2"
	_, err := Read(code, Options{})
	var e *Error
	if !errors.As(err, &e) || e.Code != "which-label" || len(e.Names) != 2 {
		t.Fatalf("%v", err)
	}
	_, err = Read(code, Options{Roles: map[string]Role{"b": RoleLabel}})
	if !errors.As(err, &e) || e.Code != "which-kind" || e.Names[0] != "a" {
		t.Fatalf("%v", err)
	}
	for role, want := range map[Role]string{RoleProb: "(p - y)^2", RoleLogit: "(x - y)^2"} {
		r, err := Read(code, Options{Roles: map[string]Role{"b": RoleLabel, "a": role}})
		if err != nil || r.Formula != want {
			t.Errorf("%v, %v, want %s", r.Formula, err, want)
		}
	}
}

// A loss that is passed as a parameter is asked for.
func TestLossParameter(t *testing.T) {
	const code = "class L:\n    def __init__(self, loss_fcn):\n        self.of = loss_fcn\n        self.how = loss_fcn.reduction\n        self.of.reduction = \"none\"\n" +
		"    def __call__(self, pred, true):\n        v = 2 * self.of(pred, true)\n        return v.mean() if self.how == \"mean\" else v"
	_, err := Read(code, Options{})
	var e *Error
	if !errors.As(err, &e) || e.Code != "which-loss" || len(e.Choices) != 2 {
		t.Fatalf("%v", err)
	}
	for role, want := range map[Role]Role{RoleLogitLoss: RoleLogit, RoleProbLoss: RoleProb} {
		r, err := Read(code, Options{Roles: map[string]Role{"loss_fcn": role}})
		if err != nil || r.Roles["pred"] != want || r.Roles["loss_fcn"] != role {
			t.Errorf("%v, %v", r.Roles, err)
		}
	}
}

// A long paste is answered at once: a thousand functions, deep brackets, long sums.
func TestLong(t *testing.T) {
	for name, code := range map[string]string{
		"functions": strings.Repeat("def f(y_true, y_pred, gamma=2.):\n    return -(1 - y_pred) ** gamma\n\n", 1500),
		"brackets":  "def f(y, p):\n    return " + strings.Repeat("(", 50000) + "p" + strings.Repeat(")", 50000),
		"signs":     "def f(y, p):\n    return " + strings.Repeat("-", 100000) + "p",
		"sum":       "def f(y, p):\n    return p" + strings.Repeat(" + p", 25000),
		"lines":     "def f(y, p):\n" + strings.Repeat("    p = p * 1.0001\n", 5000) + "    return p",
		"ifs":       "def f(y, p):\n" + strings.Repeat("    if p.dim() > 1:\n        p = p * 2\n", 2500) + "    return p",
		"too long":  strings.Repeat("#", MaxLength+1),
		"names":     "def f(y, p):\n" + strings.Repeat("    return q\n", 7000),
	} {
		began := time.Now()
		Read(code, Options{})
		t.Logf("%s: %v", name, time.Since(began))
	}
}

func BenchmarkRead100KB(b *testing.B) {
	code := samples[0].code + strings.Repeat("\n# a comment of a line, as long as many\nCONSTANT = 3.0 * 2\n", 1700)
	b.SetBytes(int64(len(code)))
	for b.Loop() {
		Read(code, Options{})
	}
}

func FuzzRead(f *testing.F) {
	for _, e := range samples {
		f.Add(e.code)
	}
	for _, e := range refusals {
		f.Add(e.code)
	}
	f.Fuzz(func(t *testing.T, code string) {
		r, err := Read(code, Options{})
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Line < 1 || e.Column < 1 || English[e.Code] == "" {
				t.Fatalf("%q: %#v", code, err)
			}
			return
		}
		if _, err := syntax.Parse(r.Formula); err != nil && !strings.Contains(err.Error(), "a formula has") && !strings.Contains(err.Error(), "operations") && !strings.Contains(err.Error(), "deep") {
			t.Fatalf("%q is read as %q: %v", code, r.Formula, err)
		}
	})
}

// The operations of code are kept one by one for emulations of rounding.
func TestWritten(t *testing.T) {
	for code, want := range map[string]string{
		"p = torch.sigmoid(x)\nreturn -(y * torch.log(p + 1e-8) + (1 - y) * torch.log(1 - p + 1e-8))": "-(y * log(p + 1e-08) + (1 - y) * log(1 - p + 1e-08))",
		"return F.softplus(-x) * y + (1 - y) * (x - F.logsigmoid(x))":                                 "softplus(-x) * y + (1 - y) * (x - logsigmoid(x))",
		"ce = F.binary_cross_entropy_with_logits(x.float(), y)\nreturn (1 - torch.exp(-ce))**2 * ce":  "ce = bce_logits(y, float32(x))\n(1 - exp(-ce))^2 * ce",
		"p = x.to(torch.float32).sigmoid()\nreturn F.binary_cross_entropy(p, y.type(torch.float32))":  "bce(float32(y), sigmoid(float32(x)))",
	} {
		source := "import torch\nimport torch.nn.functional as F\ndef loss(x, y):\n    " + strings.ReplaceAll(code, "\n", "\n    ")
		r, err := Read(source, Options{})
		if err != nil {
			t.Fatalf("%s: %v", source, err)
		}
		if got := r.Written(); got != want {
			t.Errorf("%s\nis %q, want %q", source, got, want)
		}
	}
}
