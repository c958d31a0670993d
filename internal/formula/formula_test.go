package formula

import (
	"errors"
	"math"
	"strings"
	"testing"

	"lossexplorer/losscore"
)

func mustParse(t testing.TB, source string) *Formula {
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
		"":                      "1:1: expected a formula",
		"# nothing":             "1:1: expected a formula",
		"1 +":                   "1:4: expected a number, a name or (, found the end of the line",
		"log(pt":                "1:7: ",
		"1 2":                   "1:3: ",
		"a = 1":                 "",
		"lög(pt)":               "1:1: there is no function lög",
		"1 + lóg(pt)":           "1:5: there is no function lóg",
		"γ + lóg(pt)":           "1:5: there is no function lóg",
		"x^2 + x^3 + foo(1)":    "1:13: there is no function foo",
		"log()":                 "1:1: expected log(x), found 0 arguments",
		"clip(p, 0)":            "1:1: expected clip(x, low, high), found 2 arguments",
		"log + 1":               "1:1: log is a function; expected log(x)",
		"p = 2\np":              "1:1: p has a meaning",
		"a = p\na = 2*p\na":     "2:1: a already has a value",
		"p\npt":                 "1:1: only the last line has no name",
		"a + b + c + d + f + g": "1:21: g would be parameter 6",
		`"text"`:                "1:1: expected a number",
		"p.q":                   "1:1: expected an expression",
		"p[0]":                  "1:1: expected an expression",
		"func() {}()":           "1:1: ",
		"a := 1; if a > 0 {}":   "1:9: expected an expression",
		"a += 1":                "1:3: expected =, found +=",
		"a, b = 1, 2":           "1:1: expected one name",
		"p & 1":                 "1:3: there is no operator &",
		"*p":                    "1:1: expected something before **",
		"p / *2":                "1:5: expected a number",
		"p * *2":                "1:5: expected a number",
		"}; func f() { 1":       "1:4: expected an expression",
		"} func f() {":          "1:",
		"p ? 1 : 2":             "1:3: ",
		"1e999":                 "1:1: 1e999 is not a number",
		"x\x00":                 "1:2: ",
		strings.Repeat("(", 200) + "1" + strings.Repeat(")", 200): "1:101: this is nested too deep",
		strings.Repeat("p", MaxLength+1):                          "1:1: a formula has at most",
		"f(g(":                                                    "1:5: ",
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
	for i, want := range []Param{
		{"tau", 0, 1, 0.01, 0.5}, {"m", -20, 20, 0.2, -3}, {"big", 0, 200, 2, 40}, {"gamma", 0, 10, 0.05, 2}, {"k", 0, 5, 0.05, 1},
	} {
		if f.Params[i] != want {
			t.Errorf("got %+v, want %+v", f.Params[i], want)
		}
	}
	if f := mustParse(t, "alpha = 0.75\nalpha*pt"); f.Params[0].Default != 0.75 {
		t.Errorf("%+v", f.Params)
	}
}

// builtin are the losses of losscore as formulas, by the ID of their Kind; parameters
// are by their names there.
var builtin = map[string]string{
	"focal":      "a = where(balanced != 0, y*alpha + (1-y)*(1-alpha), 1)\n-a*(1-pt)^gamma*log(pt)",
	"weighted":   "-where(y == 1, pos_weight, 1)*log(pt)",
	"smoothed":   "s = y*(1-label_smoothing) + label_smoothing/2\n-s*log(p) - (1-s)*log(1-p)",
	"poly1":      "-(1-pt)^gamma*log(pt) + poly*(1-pt)^(gamma+1)",
	"focal-star": "softplus(-(gamma*xt + beta))/gamma",
}

// The losses of losscore written as formulas have the same values and the same
// gradients, by logit and by probability.
func TestBuiltin(t *testing.T) {
	for id, source := range builtin {
		k := losscore.KindOf(id)
		f := mustParse(t, source)
		for _, at := range []float64{0.05, 0.2, 0.5, 1} { // at 0 poly cancels all digits
			values := make([]float64, len(k.Params))
			for i, p := range k.Params {
				values[i] = p.Min + at*(p.Max-p.Min)
				if id == "focal-star" && p.Name == "gamma" {
					values[i] = max(values[i], 0.5)
				}
			}
			epsilon := 1e-7
			values[len(values)-1] = epsilon
			bound := make([]float64, len(f.Params))
			for i, p := range f.Params {
				if k.Param(p.Name) < 0 {
					t.Fatalf("%s: no parameter %s", id, p.Name)
				}
				bound[i] = values[k.Param(p.Name)]
			}
			want, got := k.New(values), f.Bind(bound, epsilon)
			if err := want.Validate(); err != nil {
				t.Fatalf("%s %v: %v", id, values, err)
			}
			for _, y := range []float64{0, 1} {
				for x := -18.0; x <= 18; x += 0.37 {
					wantLoss, wantDx := want.AtLogit(y, x)
					loss, dx := got.AtLogit(y, x)
					wantNear(t, loss, wantLoss, 1e-12, "%s %v: loss at y = %v, x = %v", id, values, y, x)
					wantNear(t, dx, wantDx, 1e-12, "%s %v: gradient at y = %v, x = %v", id, values, y, x)
				}
				for p := 0.0; p <= 1; p += 1. / 64 {
					wantLoss, wantDp := want.AtProb(y, p)
					loss, dp := got.AtProb(y, p)
					wantNear(t, loss, wantLoss, 1e-12, "%s %v: loss at y = %v, p = %v", id, values, y, p)
					wantNear(t, dp, wantDp, 1e-12, "%s %v: gradient at y = %v, p = %v", id, values, y, p)
				}
			}
		}
	}
}

func wantNear(t *testing.T, got, want, rel float64, format string, args ...any) {
	t.Helper()
	if got != want && !(math.Abs(got-want) <= rel*math.Abs(want)+1e-300) {
		t.Errorf(format+" is %v, want %v, by %.1e", append(args, got, want, (got-want)/want)...)
	}
}

// Every function and operator has the derivatives that its differences tell.
func TestDerivatives(t *testing.T) {
	for _, source := range []string{
		"p", "pt", "x", "xt", "1-p", "log(p)", "log(1-pt)", "log(0.3 + p)", "log1p(p)", "log1p(-p)", "exp(x)", "expm1(pt)", "sqrt(p)", "abs(x)", "abs(-x)",
		"sigmoid(2*x)", "softplus(3*x - 1)", "tanh(x/2)", "p + x", "p - x", "p*x", "p/(1+p*x*x)", "p^3", "p^2.5", "(0.5+p)^2.5", "p^x", "(1+p)^x", "x^2", "x^3", "pow(2, x)",
		"min(x, p)", "max(x, p)", "clip(x, -0.5, 0.5)", "where(x > 0, x*x, p)", "p^2*exp(-x) - log(1 - pt)/(1 + x*x)", "1 - sigmoid(x/3)", "log(sigmoid(x/3))", "exp(log(p))", "x^4/p",
		"(1-pt)^1.7 * log(pt)", "p^(1+p)",
	} {
		f := mustParse(t, source)
		l := f.Bind(f.Defaults(), 0)
		for _, y := range []float64{0, 1} {
			for _, x := range []float64{-2.3, -0.7, 0.9, 1.8} {
				const h = 1e-4
				_, d, dd := l.AtLogit2(y, x)
				below, dBelow := l.AtLogit(y, x-h)
				above, dAbove := l.AtLogit(y, x+h)
				if want := (above - below) / (2 * h); math.Abs(d-want) > 1e-6*(1+math.Abs(want)) {
					t.Errorf("%s: the derivative at y = %v, x = %v is %v, want %v", source, y, x, d, want)
				}
				if want := (dAbove - dBelow) / (2 * h); math.Abs(dd-want) > 1e-6*(1+math.Abs(want)) {
					t.Errorf("%s: the second derivative at y = %v, x = %v is %v, want %v", source, y, x, dd, want)
				}
				p := 1 / (1 + math.Exp(-x))
				_, dp := l.AtProb(y, p)
				if want := d / (p * (1 - p)); math.Abs(dp-want) > 1e-9*(1+math.Abs(want)) {
					t.Errorf("%s: dL/dp at y = %v, p = %v is %v, want %v", source, y, p, dp, want)
				}
			}
		}
	}
}

// A batch has the values of its points, whatever its length.
func TestAtLogits(t *testing.T) {
	f := mustParse(t, builtin["focal"])
	l := f.Bind(f.Defaults(), 1e-7)
	for _, n := range []int{0, 1, block - 1, block, block + 1, 1000} {
		x, loss, dx := make([]float64, n), make([]float64, n), make([]float64, n)
		for i := range x {
			x[i] = float64(i)/20 - 20
		}
		for _, y := range []float64{0, 1} {
			if err := l.AtLogits(loss, dx, y, x); err != nil {
				t.Fatal(err)
			}
			for i := range x {
				if wantLoss, wantDx := l.AtLogit(y, x[i]); loss[i] != wantLoss || dx[i] != wantDx {
					t.Fatalf("%d of %d: %v, %v; want %v, %v", i, n, loss[i], dx[i], wantLoss, wantDx)
				}
			}
		}
	}
	if l.AtLogits(make([]float64, 2), nil, 1, make([]float64, 3)) == nil {
		t.Error("other lengths are not refused")
	}
	x, loss, dx := make([]float64, 500), make([]float64, 500), make([]float64, 500)
	if n := testing.AllocsPerRun(20, func() { l.AtLogits(loss, dx, 1, x) }); n > 0 {
		t.Errorf("a batch allocates %v times", n)
	}
}

func FuzzParse(f *testing.F) {
	for _, source := range builtin {
		f.Add(source, 2., 0.3)
	}
	for _, source := range []string{"1 +", "a = 1; a", "x^2**3", "}", "p / *2", "where(p<1, log(0), 0/0)", "max(1,2,3)", "\x00", "ü(1)", "-(((p)))", "p\n+1"} {
		f.Add(source, -1., 3.)
	}
	f.Fuzz(func(t *testing.T, source string, a, x float64) {
		formula, err := Parse(source)
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Line < 1 || e.Column < 1 || e.Format == "" {
				t.Errorf("%q: %#v", source, err)
			}
			return
		}
		if len(formula.code) > MaxSize+1 || len(formula.Params) > MaxParams {
			t.Errorf("%q has %d operations and %d parameters", source, len(formula.code), len(formula.Params))
		}
		values := formula.Defaults()
		if len(values) > 0 {
			values[0] = a
		}
		l := formula.Bind(values, 1e-7)
		for _, y := range []float64{0, 1} {
			v, d, _ := l.AtLogit2(y, x)
			if w, e := l.AtLogit(y, x); w != v && (w == w || v == v) || e != d && (e == e || d == d) {
				t.Errorf("%q: %v, %v and %v, %v", source, v, d, w, e)
			}
			l.AtProb(y, x)
		}
	})
}
