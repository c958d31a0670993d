package rounded_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"lossexplorer/internal/formula"
	"lossexplorer/internal/formula/rounded"
	"lossexplorer/internal/formula/syntax"
	"lossexplorer/internal/precision"
)

const focal = "-(1 - pt)^gamma * log(pt)"

func of(t testing.TB, source, exact string, gamma float64) precision.Implementation {
	t.Helper()
	f, err := syntax.Parse(exact)
	if err != nil {
		t.Fatal(err)
	}
	values := f.Defaults()
	if i := f.Param("gamma"); i >= 0 {
		values[i] = gamma
	}
	m, err := rounded.Of(source, f, values)
	if err != nil {
		t.Fatalf("%q: %v", source, err)
	}
	return m
}

// Formulas of the operations of listed implementations, which PyTorch runs in tests of
// package precision, give the same numbers to the last bit, and the same bands.
func TestListed(t *testing.T) {
	for id, source := range map[string]string{
		"naive":       "p_ = p\n" + focal,
		"log-epsilon": "-(1 - pt)^gamma * log(pt + epsilon)",
		"clip":        "q = clip(p, epsilon, 1 - epsilon)\nt_ = q*y + (1 - q)*(1 - y)\n-(1 - t_)^gamma * log(t_)",
		"torchvision": "ce = bce_logits(y, x)\nt_ = p*y + (1 - p)*(1 - y)\nce * (1 - t_)^gamma",
		"logits":      "exp(gamma * logsigmoid(-xt)) * -logsigmoid(xt)",
		"keras-torch": "(1 - (p*y + (1 - p)*(1 - y)))^gamma * bce(y, clip(p, epsilon, 1 - epsilon))",
		"smp":         "ce = bce_logits(y, x)\n(1 - exp(-ce))^gamma * ce",
		"fvcore":      "z = float32(x)\nq = sigmoid(z)\nbce_logits(y, z) * (1 - (q*y + (1 - q)*(1 - y)))^gamma",
	} {
		listed, ok := precision.ImplementationOf(id)
		if !ok {
			t.Fatalf("no %s", id)
		}
		for _, f := range precision.Formats {
			for _, gamma := range []float64{0, 0.5, 1, 2, 3.7} {
				if id == "fvcore" && f == precision.Float64 {
					continue // it has no conversion that widens to float32
				}
				own := of(t, source, focal, gamma)
				lab := precision.NewLab(precision.Axis(precision.Step))
				for _, y := range []float64{0, 1} {
					s := precision.Setting{Gamma: gamma, Epsilon: 1e-7, Format: f,
						Torch1: gamma == 1}
					want, got := lab.Run(&listed, y, s), lab.Run(&own, y, s)
					if !slices.EqualFunc(got.Loss, want.Loss, same) ||
						!slices.EqualFunc(got.Gradient, want.Gradient, same) {
						t.Errorf("%s in %v, gamma %v, y %v: other numbers", id, f, gamma, y)
					}
					if len(got.GradientBands()) != len(want.GradientBands()) ||
						len(got.LossBands()) != len(want.LossBands()) {
						t.Errorf("%s in %v, gamma %v, y %v: bands %v, want %v", id, f, gamma, y,
							got.GradientBands(), want.GradientBands())
					}
				}
			}
		}
	}
}

func same(a, b float64) bool { return a == b || a != a && b != b }

// Every function and operator is run, with the value that the formula has in float64.
func TestFunctions(t *testing.T) {
	for _, source := range []string{
		"log2(1 + p) + log10(2) + ln(p) + log1p(p) + exp(p) + expm1(p)",
		"sqrt(p) + abs(x) + sign(x) + tanh(x) + cosh(x) + sinh(p) + sigmoid(x) + softplus(x)",
		"min(p, 0.3) + max(p, 0.4) + min(p, pt) + max(x, 1, p) + clip(x, -1, 1) + clip(2, 0, 1)",
		"where(p < 0.4 && x <= 0 || !(y == 1), p, 2p)",
		"xlogy(p, p) + stop(p) * p + -x / 3",
		"bce(y, p) + bce_logits(y, x) + bce(p, p) + bce_logits(p, x) + logsigmoid(x)",
		"a = 0.3\np^a + p^(2y + 1) + float32(1)",
	} {
		f, err := syntax.Parse(source)
		if err != nil {
			t.Fatal(err)
		}
		m := of(t, source, source, 2)
		for _, y := range []float64{0, 1} {
			r := precision.NewLab([]float64{-2.3, -0.7, 0.2, 1.9}).Run(&m, y,
				precision.Setting{Epsilon: 1e-7})
			for i, x := range r.Logits {
				loss, dx := f.BindUnclipped(f.Defaults(), 0).AtLogit(y, x)
				if math.Abs(r.Loss[i]-loss) > 1e-12 || math.Abs(r.Gradient[i]-dx) > 1e-12 {
					t.Errorf("%q at %v, y %v: %v, %v, want %v, %v", source, x, y, r.Loss[i],
						r.Gradient[i], loss, dx)
				}
			}
		}
	}
}

func TestErrors(t *testing.T) {
	f := new(formula.Formula)
	if _, err := rounded.Of("p +", f, nil); !errors.As(err, new(*syntax.Error)) {
		t.Errorf("%v", err)
	}
	if _, err := rounded.Of("2^x", f, nil); !errors.Is(err, rounded.ErrExponent) {
		t.Errorf("%v", err)
	}
}

// The formula as typed loses the wrong side of a prediction in bfloat16.
func ExampleOf() {
	const source = "-y * log(p) - (1 - y) * log(1 - p)"
	f, _ := syntax.Parse(source)
	m, _ := rounded.Of(source, f, f.Defaults())
	r := precision.NewLab([]float64{5, 20}).Run(&m, 0,
		precision.Setting{Format: precision.BFloat16})
	fmt.Println(r.Loss)
	// Output: [4.84375 +Inf]
}
