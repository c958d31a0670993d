package formula_test

import (
	"math"
	"testing"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/formula"
	"lossexplorer/internal/formula/syntax"
)

func mustParse(t testing.TB, source string) *formula.Formula {
	t.Helper()
	f, err := syntax.Parse(source)
	if err != nil {
		t.Fatalf("%q: %v", source, err)
	}
	return f
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
		k := catalog.KindOf(id)
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
					wantNear(t, loss, wantLoss, 1e-12, "%s %v: loss at y = %v, x = %v", id,
						values, y, x)
					wantNear(t, dx, wantDx, 1e-12, "%s %v: gradient at y = %v, x = %v", id,
						values, y, x)
				}
				for p := 0.0; p <= 1; p += 1. / 64 {
					wantLoss, wantDp := want.AtProb(y, p)
					loss, dp := got.AtProb(y, p)
					wantNear(t, loss, wantLoss, 1e-12, "%s %v: loss at y = %v, p = %v", id,
						values, y, p)
					wantNear(t, dp, wantDp, 1e-12, "%s %v: gradient at y = %v, p = %v", id,
						values, y, p)
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
		"p", "pt", "x", "xt", "1-p", "log(p)", "log(1-pt)", "log(0.3 + p)", "log1p(p)", "log1p(-p)",
		"exp(x)", "expm1(pt)", "sqrt(p)", "abs(x)", "abs(-x)",
		"sigmoid(2*x)", "softplus(3*x - 1)", "tanh(x/2)", "p + x", "p - x", "p*x", "p/(1+p*x*x)",
		"p^3", "p^2.5", "(0.5+p)^2.5", "p^x", "(1+p)^x", "x^2", "x^3", "pow(2, x)",
		"min(x, p)", "max(x, p)", "clip(x, -0.5, 0.5)", "where(x > 0, x*x, p)",
		"p^2*exp(-x) - log(1 - pt)/(1 + x*x)", "1 - sigmoid(x/3)", "log(sigmoid(x/3))",
		"exp(log(p))", "x^4/p",
		"(1-pt)^1.7 * log(pt)", "p^(1+p)",
	} {
		f := mustParse(t, source)
		l := f.Bind(f.Defaults(), 0)
		for _, y := range []float64{0, 1, 0.8} {
			for _, x := range []float64{-2.3, -0.7, 0.9, 1.8} {
				const h = 1e-4
				_, d, dd := l.AtLogit2(y, x)
				below, dBelow := l.AtLogit(y, x-h)
				above, dAbove := l.AtLogit(y, x+h)
				if want := (above - below) / (2 * h); math.Abs(d-want) > 1e-6*(1+math.Abs(want)) {
					t.Errorf("%s: the derivative at y = %v, x = %v is %v, want %v", source, y, x,
						d, want)
				}
				if want := (dAbove - dBelow) / (2 * h); math.Abs(dd-want) > 1e-6*(1+math.Abs(want)) {
					t.Errorf("%s: the second derivative at y = %v, x = %v is %v, want %v", source,
						y, x, dd, want)
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
func TestBatch(t *testing.T) {
	f := mustParse(t, builtin["focal"])
	l := f.Bind(f.Defaults(), 1e-7)
	for _, n := range []int{0, 1, 255, 256, 257, 1000} {
		x, loss, dx := make([]float64, n), make([]float64, n), make([]float64, n)
		for i := range x {
			x[i] = float64(i)/20 - 20
		}
		for _, y := range []float64{0, 1} {
			l.Logits(loss, dx, y, x)
			for i := range x {
				if wantLoss, wantDx := l.AtLogit(y, x[i]); loss[i] != wantLoss || dx[i] != wantDx {
					t.Fatalf("%d of %d: %v, %v; want %v, %v", i, n, loss[i], dx[i],
						wantLoss, wantDx)
				}
			}
		}
	}
	x, loss, dx := make([]float64, 500), make([]float64, 500), make([]float64, 500)
	if n := testing.AllocsPerRun(20, func() { l.Logits(loss, dx, 1, x) }); n > 0 {
		t.Errorf("a batch allocates %v times", n)
	}
}
