package syntax

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"lossexplorer/internal/formula"
)

func mustParse(t testing.TB, source string) *formula.Formula {
	t.Helper()
	f, err := Parse(source)
	if err != nil {
		t.Fatalf("%q: %v", source, err)
	}
	return f
}

// value is the formula at its parameters' first values, with p = 0.7.
func value(t testing.TB, source string, y float64) float64 {
	f := mustParse(t, source)
	v, _ := f.Bind(f.Defaults(), 1e-7).AtProb(y, 0.7)
	return v
}

func TestParse(t *testing.T) {
	for source, want := range map[string]float64{
		"1 + 2*3":                              7,
		"2^3^2":                                512,
		"2**3**2":                              512,
		"-2^2":                                 -4,
		"(-2)^2":                               4,
		"2^-1":                                 0.5,
		"2*3^2":                                18,
		"3^2*2":                                18,
		"12/3/2":                               2,
		"12/2^2":                               3,
		"-2^2*3":                               -12,
		"2 - -3":                               5,
		"1e-7 * 1e7":                           1,
		".5 + 2.":                              2.5,
		"max(1, 2, 3) + min(4, 5)":             7,
		"clip(9, 0, 2)":                        2,
		"pow(2, 10)":                           1024,
		"where(y == 1, 10, 20)":                10,
		"where(p > 0.5 && p <= 1, 1, 2)":       1,
		"(p >= 0.5) + (p != 0.7) + !(p < 1)":   1,
		"sqrt(16) + abs(-3)":                   7,
		"log(e) + expm1(0) + log1p(0)":         1,
		"sigmoid(0) + softplus(0)*0 + tanh(0)": 0.5,
		"a = 3\nb = a*2\nb + a":                9,
		"# a comment ü\n4 # another":           4,
		"loss = 5":                             5,
		"s = 1 - pt\nloss = s*2":               0.6,
		"max(\n1,\n2)":                         2,
		"(1 +\n2)":                             3,
		"gamma + alpha":                        2.25,
		"y_true - y_pred + p_t":                1,
		"epsilon":                              1e-7,
		"α = 0.3; α * 2":                       0.6,
		"x - log(p/(1-p))":                     0,
		"xt - x":                               0,
		"2*p*3*(4*pt)*-(p*5)":                  -2 * 3 * 4 * 5 * 0.7 * 0.7 * 0.7,
		"cos = 2; cos":                         2,
		"2^-3^2":                               math.Pow(2, -9),
		"e^-x^2 - exp(-(x^2))":                 0,
		"2 ** -y ** 2":                         0.5,
		"0 < p < 1":                            1,
		"3 > 2 > 1":                            1,
		"1 < 3 < 2":                            0,
		"1 == 1 == 1":                          1,
		"not p > 0.9 and 2 > 1 or 0":           1,
		"2p(1-p)":                              2 * 0.7 * 0.3,
		"(1-p)(2-y)p":                          0.3 * 0.7,
		"2p^2y":                                2 * 0.49,
		"ln(e) + log2(8) + log10(100)":         6,
		"sign(-3) + sign(0) + sign(2)*5":       4,
		"cosh(0) + sinh(0)":                    1,
		"xlogy(0, 0) + xlogy(2, e)":            2,
		"stop(3) + inf*0*p":                    3,
		"min(inf, 4)":                          4,
		"γ + α":                                2.25,
		"(1−pₜ)² × 10":                         0.9,
		"（1－ｐ）＊２":                              0.6,
		"|p - 1|":                              0.3,
		"σ(0) + π":                             0.5 + math.Pi,
		`-(1-p_t)^{\gamma}\log(p_t)`:           -0.09 * math.Log(0.7),
		`\frac{1}{1+e^{-x}}`:                   0.7,
		`\mathrm{FL}(p_t) = -\alpha_t (1 - p_t)^\gamma \log(p_t)`: -0.09 * math.Log(0.7),
		`-y\log\hat{p} - (1-y)\log\left(1-\hat{p}\right)`:         -math.Log(0.7),
		`\max(0, 1 - x_t) \cdot 2`:                                2 * (1 - math.Log(0.7/0.3)),
	} {
		if got := value(t, source, 1); math.Abs(got-want) > 1e-14 {
			t.Errorf("%q is %v, want %v", source, got, want)
		}
	}
	if got := value(t, "pt*10 + xt + x", 0); math.Abs(got-3) > 1e-14 {
		t.Errorf("pt of a negative: %v", got)
	}
}

func TestErrors(t *testing.T) {
	for source, want := range map[string]string{
		"":                                  "1:1: expected a formula",
		"# nothing":                         "1:1: expected a formula",
		"1 +":                               "1:4: expected a number, a name or (, found the end of the line",
		"log(pt":                            "1:7: expected ), found the end",
		"1 2":                               "1:3: ",
		"a = 1":                             "",
		"lög(pt)":                           "1:1: there is no function lög",
		"1 + lóg(pt)":                       "1:5: there is no function lóg",
		"γ + lóg(pt)":                       "1:5: there is no function lóg",
		"x^2 + x^3 + foo(1)":                "1:13: there is no function foo",
		"log()":                             "1:1: expected log(x), found 0 arguments",
		"clip(p, 0)":                        "1:1: expected clip(x, low, high), found 2 arguments",
		"log + 1":                           "1:1: log is a function; expected log(x)",
		"p = 2\np":                          "1:1: p has a meaning",
		"a = p\na = 2*p\na":                 "2:1: a already has a value",
		"a = a*p\na":                        "1:1: a already has a value",
		"b = a*p\na = b*p\na":               "2:1: a already has a value",
		"p\npt":                             "1:1: only the last line has no name",
		"a + b + c + d + f + g + h + i + j": "1:33: j would be parameter 9",
		`"text"`:                            "1:1: \" means nothing here",
		"p.q":                               "1:2: expected an operator or the end of the line, found .",
		"p[0]":                              "1:2: expected an operator or the end of the line, found [",
		"func() {}()":                       "1:1: ",
		"a := 1; if a > 0 {}":               "1:",
		"a += 1":                            "1:3: expected =, found +=",
		"a, b = 1, 2":                       "1:2: expected an operator",
		"p & 1":                             "1:3: there is no operator &",
		"p // 2":                            "1:3: // has no derivative",
		"p % 2":                             "1:3: % has no derivative",
		"1/2p":                              "1:4: a product without a sign after /",
		"\\foo(p)":                          "1:1: the LaTeX command \\foo",
		"*p":                                "1:1: expected a number, a name or (, found *",
		"p / *2":                            "1:5: expected a number",
		"p * *2":                            "1:5: expected a number",
		"}; func f() { 1":                   "1:1: expected a number",
		"} func f() {":                      "1:",
		"p ? 1 : 2":                         "1:3: ",
		"1e999":                             "1:1: 1e999 is not a number",
		"x\x00":                             "1:2: ",
		strings.Repeat("(", 200) + "1" + strings.Repeat(")", 200): "1:101: this is nested too deep",
		strings.Repeat("p", MaxLength+1):                          "1:1: a formula has at most",
		"f(g(":                                                    "1:1: there is no function f",
	} {
		_, err := Parse(source)
		if want == "" {
			if err != nil {
				t.Errorf("%q: %v", source, err)
			}
			continue
		}
		var e *Error
		if !errors.As(err, &e) || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%.40q: %v, want %s", source, err, want)
		}
	}
}

func TestParams(t *testing.T) {
	f := mustParse(t, "tau = 0.5\nm = -3\nbig = 40\n-log(pt) * gamma * tau * m * big * k")
	for i, want := range []formula.Param{
		{Name: "tau", Min: 0, Max: 1, Step: 0.01, Default: 0.5},
		{Name: "m", Min: -20, Max: 20, Step: 0.2, Default: -3},
		{Name: "big", Min: 0, Max: 200, Step: 2, Default: 40},
		{Name: "gamma", Min: 0, Max: 10, Step: 0.05, Default: 2},
		{Name: "k", Min: 0, Max: 5, Step: 0.05, Default: 1},
	} {
		if f.Params[i] != want {
			t.Errorf("got %+v, want %+v", f.Params[i], want)
		}
	}
	if f := mustParse(t, "alpha = 0.75\nalpha*pt"); f.Params[0].Default != 0.75 {
		t.Errorf("%+v", f.Params)
	}
}

func FuzzParse(f *testing.F) {
	for _, e := range Gallery {
		f.Add(e.Formula, 2., 0.3)
	}
	for _, source := range []string{"1 +", "a = 1; a", "x^2**3", "}", "p / *2",
		"where(p<1, log(0), 0/0)", "max(1,2,3)", "\x00", "ü(1)", "-(((p)))", "p\n+1"} {
		f.Add(source, -1., 3.)
	}
	f.Fuzz(func(t *testing.T, source string, a, x float64) {
		made, err := Parse(source)
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Line < 1 || e.Column < 1 || English[e.Code] == "" {
				t.Errorf("%q: %#v", source, err)
			}
			return
		}
		if len(made.Params) > formula.MaxParams {
			t.Errorf("%q has %d parameters", source, len(made.Params))
		}
		values := made.Defaults()
		if len(values) > 0 {
			values[0] = a
		}
		l := made.Bind(values, 1e-7)
		read, err := Parse(made.Source())
		if len(made.Source()) > MaxLength ||
			err != nil && strings.HasSuffix(err.Error(), "nested too deep") {
			return // it has more parentheses
		}
		if err != nil || len(read.Params) != len(made.Params) {
			t.Fatalf("%q has the source %q: %v", source, made.Source(), err)
		}
		same := read.Defaults()
		for i, p := range read.Params {
			same[i] = values[slices.IndexFunc(made.Params,
				func(q formula.Param) bool { return q.Name == p.Name })]
		}
		m := read.Bind(same, 1e-7)
		for _, y := range []float64{0, 1} {
			if v, w := first(l.AtProb(y, 0.3)), first(m.AtProb(y, 0.3)); v != w &&
				(v == v || w == w) && !(math.Abs(v-w) <= 1e-9*math.Abs(v)) {
				t.Errorf("%q is %v, and %q is %v", source, v, made.Source(), w)
			}
			v, d, _ := l.AtLogit2(y, x)
			if w, e := l.AtLogit(y, x); w != v && (w == w || v == v) ||
				e != d && (e == e || d == d) {
				t.Errorf("%q: %v, %v and %v, %v", source, v, d, w, e)
			}
			l.AtProb(y, x)
		}
	})
}

func first(v, _ float64) float64 { return v }
