package losscore

import (
	_ "embed"
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"
)

// Made with mpmath 1.2.1, in this directory:
//
//	/usr/bin/python3 testdata/categorical_reference.py > testdata/categorical_reference.csv
//
//go:embed testdata/categorical_reference.csv
var categoricalReference string

// Made with torch 1.13, in this directory:
//
//	/usr/bin/python3 testdata/categorical_torch.py > testdata/categorical_torch.csv
//
//go:embed testdata/categorical_torch.csv
var categoricalTorch string

// parseAll is for numbers with a space between them.
func parseAll(t testing.TB, s string) []float64 {
	t.Helper()
	var v []float64
	for f := range strings.FieldsSeq(s) {
		v = append(v, parse(t, f))
	}
	return v
}

// distance is |got-want| for the exact value want.
func distance(t testing.TB, got float64, want string) float64 {
	t.Helper()
	exact, _, err := big.ParseFloat(want, 10, 200, big.ToNearestEven)
	if err != nil {
		t.Fatal(err)
	}
	d, _ := exact.Sub(exact, big.NewFloat(got)).Float64()
	return math.Abs(d)
}

func isPowerOf2(v float64) bool {
	frac, _ := math.Frexp(v)
	return frac == 0.5
}

func TestCategoricalReference(t *testing.T) {
	seen := accuracy{}
	for _, row := range readTable(t, categoricalReference) {
		kind, y, v := row[0], parseAll(t, row[5]), parseAll(t, row[6])
		c := CategoricalFocal{Gamma: parse(t, row[1]), Epsilon: parse(t, row[2]),
			LabelSmoothing: parse(t, row[3]), Alpha: parseAll(t, row[4])}
		eval := c.AtProbs
		if kind == "logit" {
			eval = c.AtLogits
		}
		grad := make([]float64, len(v))
		loss, err := eval(grad, y, v)
		if err != nil {
			t.Errorf("%v: %v", row[:7], err)
			continue
		}
		single := slices.Contains(y, 1) && c.LabelSmoothing == 0
		name := ", soft truth"
		if single {
			name = ", one true class"
			if !isPowerOf2(c.Alpha[slices.Index(y, 1)]) {
				name += ", any weight"
			}
		}
		exact := name == ", one true class"

		where := strings.Join(row[:7], ",")
		ulps, rel := seen.add(t, kind+" loss"+name, where, loss, row[7])
		if exact && !(ulps <= maxULP) || !(rel <= maxRel) {
			t.Errorf("%v: loss %g, want %s: %.3g ulp, relative %.3g", row[:7], loss, row[7],
				ulps, rel)
		}
		sizes := parseAll(t, row[9])
		for k, want := range strings.Fields(row[8]) {
			ulps, rel := deviation(t, grad[k], want)
			if !single {
				d := distance(t, grad[k], want)
				ulps, rel = 0, d/sizes[k]
				if !(d > 4*math.SmallestNonzeroFloat64) {
					rel = 0
				}
			}
			seen.note(kind+" gradient"+name, where, ulps, rel)
			if exact && !(ulps <= maxULP) || !(rel <= maxRel) {
				t.Errorf("%v: grad[%d] = %g, want %s: %.3g ulp, relative %.3g", row[:7], k, grad[k],
					want, ulps, rel)
			}
		}
	}
	seen.log(t)
}

// As in TestTorch, the tolerance is torch's.
func TestCategoricalTorch(t *testing.T) {
	const tol = 2e-12
	for _, row := range readTable(t, categoricalTorch) {
		c := CategoricalFocal{Gamma: parse(t, row[0]), LabelSmoothing: parse(t, row[1]),
			Alpha: parseAll(t, row[2])}
		x, want := parseAll(t, row[4]), parseAll(t, row[6])
		grad := make([]float64, len(x))
		loss, err := c.AtLogits(grad, parseAll(t, row[3]), x)
		if err != nil || !close(loss, parse(t, row[5]), tol) {
			t.Errorf("%v: %g, %v", row, loss, err)
		}
		for k := range grad {
			if !(math.Abs(grad[k]-want[k]) <= tol) { // terms are of the order of 1
				t.Errorf("%v: grad[%d] = %g", row, k, grad[k])
			}
		}
	}
}

// The example in the documentation of keras.losses.categorical_focal_crossentropy,
// in single precision.
func TestCategoricalKeras(t *testing.T) {
	c := CategoricalFocal{Gamma: 2, Alpha: []float64{0.25, 0.25, 0.25}, Epsilon: 1e-7}
	for _, tt := range []struct {
		y, p []float64
		want float64
	}{
		{[]float64{0, 1, 0}, []float64{0.05, 0.9, 0.05}, 2.63401289e-04},
		{[]float64{0, 0, 1}, []float64{0.1, 0.85, 0.05}, 6.75912094e-01},
	} {
		if loss, err := c.AtProbs(nil, tt.y, tt.p); err != nil || !close(loss, tt.want, 1e-6) {
			t.Errorf("%v at %v: %g, %v, want %g", tt.y, tt.p, loss, err, tt.want)
		}
	}
}

func TestCategoricalLimits(t *testing.T) {
	const most, tol = math.MaxFloat64, 1e-15
	type v = []float64
	var ce CategoricalFocal
	focal := CategoricalFocal{Gamma: 2}
	smooth := CategoricalFocal{LabelSmoothing: 0.5}
	clip := CategoricalFocal{Epsilon: 0.25}
	none := CategoricalFocal{Alpha: v{0, 1}}
	heavy := CategoricalFocal{Alpha: v{most, 1}}
	for _, tt := range []struct {
		name  string
		eval  func(grad, y, in []float64) (float64, error)
		y, in v
		loss  float64
		grad  v
	}{
		{"certain at p", ce.AtProbs, v{1, 0}, v{1, 0}, 0, v{-1, 0}},
		{"certain at p, gamma 2", focal.AtProbs, v{1, 0}, v{1, 0}, 0, v{0, 0}},
		{"wrong at p", ce.AtProbs, v{1, 0}, v{0, 1}, inf, v{-inf, 0}},
		{"wrong at p, gamma 2", focal.AtProbs, v{1, 0}, v{0, 1}, inf, v{-inf, 0}},
		{"smoothed at p", smooth.AtProbs, v{1, 0}, v{1, 0}, inf, v{-0.75, -inf}},
		{"clipped at p", clip.AtProbs, v{1, 0}, v{0, 1}, 2 * math.Ln2, v{0, 0}},
		{"clipped and not", clip.AtProbs, v{0.5, 0.5, 0}, v{0.5, 0.125, 0.375}, 1.5 * math.Ln2,
			v{-1, 0, 0}},
		{"end of the clip", clip.AtProbs, v{1, 0}, v{0.25, 0.75}, 2 * math.Ln2, v{-4, 0}},
		{"weight 0 at p", none.AtProbs, v{1, 0}, v{0, 1}, 0, v{0, 0}},
		{"sum below 1", ce.AtProbs, v{0.9999995, 0}, v{0.5, 0.4999995}, 0.9999995 * math.Ln2,
			v{-1.999999, 0}},

		{"even", ce.AtLogits, v{1, 0}, v{3, 3}, math.Ln2, v{-0.5, 0.5}},
		{"even, 4 classes", ce.AtLogits, v{0, 1, 0, 0}, v{0, 0, 0, 0}, 2 * math.Ln2,
			v{0.25, -0.75, 0.25, 0.25}},
		{"right", ce.AtLogits, v{1, 0}, v{900, 0}, 0, v{0, 0}},
		{"wrong", ce.AtLogits, v{1, 0}, v{0, 900}, 900, v{-1, 1}},
		{"wrong, gamma 2", focal.AtLogits, v{1, 0}, v{0, 900}, 900, v{-1, 1}},
		{"overflow", ce.AtLogits, v{1, 0}, v{-most, most}, inf, v{-1, 1}},
		{"largest", ce.AtLogits, v{1, 0}, v{-most, 0}, most, v{-1, 1}},
		{"excluded", ce.AtLogits, v{1, 0, 0}, v{1, 1, -inf}, math.Ln2, v{-0.5, 0.5, 0}},
		{"excluded and true", ce.AtLogits, v{0, 0, 1}, v{1, 1, -inf}, inf, v{0.5, 0.5, -1}},
		{"excluded and smoothed", smooth.AtLogits, v{1, 0}, v{0, -inf}, inf, v{0.25, -0.25}},
		{"least and excluded", ce.AtLogits, v{1, 0}, v{-most, -inf}, 0, v{0, 0}},
		{"clipped", clip.AtLogits, v{1, 0}, v{-inf, 0}, 2 * math.Ln2, v{0, 0}},
		{"weight 0", none.AtLogits, v{1, 0}, v{-inf, 0}, 0, v{0, 0}},
		{"great weight", heavy.AtLogits, v{1, 0}, v{0, 0}, most * math.Ln2, v{-most / 2, most / 2}},
		{"too great a result", heavy.AtLogits, v{1, 0}, v{0, 50}, inf, v{-most, most}},
		{"great weight at p", heavy.AtProbs, v{1, 0}, v{0.25, 0.75}, inf, v{-inf, 0}},
	} {
		grad := make(v, len(tt.in))
		loss, err := tt.eval(grad, tt.y, tt.in)
		if err != nil || !close(loss, tt.loss, tol) {
			t.Errorf("%s: loss %g, %v, want %g", tt.name, loss, err, tt.loss)
		}
		for k, want := range tt.grad {
			if !close(grad[k], want, tol) {
				t.Errorf("%s: gradient %g, want %g", tt.name, grad, tt.grad)
			}
		}
	}
}

// What is wrong is named, and grad left alone.
func TestCategoricalErrors(t *testing.T) {
	type v = []float64
	var ce CategoricalFocal
	ok := v{0, 1, 0}
	third := v{0.25, 0.25, 0.5}
	for _, tt := range []struct {
		c       CategoricalFocal
		y, p, x v // p or x is nil
		want    string
	}{
		{ce, v{1}, v{1}, nil, "classes is 1; allowed: >= 2"},
		{ce, nil, v{}, nil, "classes is 0; allowed: >= 2"},
		{ce, v{1}, nil, v{1}, "classes is 1; allowed: >= 2"},
		{CategoricalFocal{Gamma: -1}, ok, third, nil, "Gamma is -1; allowed: finite and >= 0"},
		{CategoricalFocal{Gamma: inf}, ok, nil, third, "Gamma is +Inf; allowed: finite and >= 0"},
		{CategoricalFocal{Gamma: nan}, ok, nil, third, "Gamma is NaN; allowed: finite and >= 0"},
		{CategoricalFocal{Alpha: v{1, 1}}, ok, third, nil,
			"len(Alpha) is 2; allowed: 3, one for each class"},
		{CategoricalFocal{Alpha: v{}}, ok, third, nil,
			"len(Alpha) is 0; allowed: 3, one for each class"},
		{CategoricalFocal{Alpha: v{1, -1, 1}}, ok, third, nil,
			"Alpha[1] is -1; allowed: finite and >= 0"},
		{CategoricalFocal{Alpha: v{1, 1, inf}}, ok, nil, third,
			"Alpha[2] is +Inf; allowed: finite and >= 0"},
		{CategoricalFocal{Alpha: v{nan, 1, 1}}, ok, nil, third,
			"Alpha[0] is NaN; allowed: finite and >= 0"},
		{CategoricalFocal{Epsilon: 0.5}, ok, third, nil, "Epsilon is 0.5; allowed: >= 0 and < 0.5"},
		{CategoricalFocal{Epsilon: nan}, ok, third, nil, "Epsilon is NaN; allowed: >= 0 and < 0.5"},
		{CategoricalFocal{LabelSmoothing: 1}, ok, third, nil,
			"LabelSmoothing is 1; allowed: >= 0 and < 1"},
		{CategoricalFocal{LabelSmoothing: nan}, ok, third, nil,
			"LabelSmoothing is NaN; allowed: >= 0 and < 1"},
		{ce, v{0, 1}, third, nil, "len(y) is 2; allowed: 3, one for each class"},
		{ce, v{0, 1, 0, 0}, nil, third, "len(y) is 4; allowed: 3, one for each class"},
		{ce, v{0, 1.5, -0.5}, third, nil, "y[2] is -0.5; allowed: finite and >= 0"},
		{ce, v{nan, 1, 0}, nil, third, "y[0] is NaN; allowed: finite and >= 0"},
		{ce, v{0, inf, 0}, nil, third, "y[1] is +Inf; allowed: finite and >= 0"},
		{ce, v{0, 0, 0}, third, nil, "sum of y is 0; allowed: 1 within 1e-6"},
		{ce, v{1, 1, 0}, nil, third, "sum of y is 2; allowed: 1 within 1e-6"},
		{ce, v{math.MaxFloat64, math.MaxFloat64, 0}, nil, third,
			"sum of y is +Inf; allowed: 1 within 1e-6"},
		{ce, ok, v{0.5, nan, 0.5}, nil, "p[1] is NaN; allowed: 0 to 1"},
		{ce, ok, v{0.5, 0.75, -0.25}, nil, "p[2] is -0.25; allowed: 0 to 1"},
		{ce, ok, v{1.0000001, 0, 0}, nil, "p[0] is 1.0000001; allowed: 0 to 1"},
		{ce, ok, v{0.5, 0.25, 0.125}, nil, "sum of p is 0.875; allowed: 1 within 1e-6"},
		{ce, ok, nil, v{0, nan, 0}, "x[1] is NaN; allowed: a number below +Inf"},
		{ce, ok, nil, v{0, 0, inf}, "x[2] is +Inf; allowed: a number below +Inf"},
		{ce, ok, nil, v{-inf, -inf, -inf}, "the largest of x is -Inf; allowed: finite"},
	} {
		eval, in := tt.c.AtProbs, tt.p
		if in == nil {
			eval, in = tt.c.AtLogits, tt.x
		}
		grad := slices.Repeat(v{7}, len(in))
		loss, err := eval(grad, tt.y, in)
		checkRefused(t, loss, err, tt.want, grad)
	}
	for _, n := range []int{0, 2, 4} {
		grad := slices.Repeat(v{7}, n)
		want := fmt.Sprintf("len(grad) is %d; allowed: 3, one for each class", n)
		loss, err := ce.AtProbs(grad, ok, third)
		checkRefused(t, loss, err, want, grad)
		loss, err = ce.AtLogits(grad, ok, third)
		checkRefused(t, loss, err, want, grad)
	}
}

// checkError is for a grad that was all 7.
func checkRefused(t *testing.T, loss float64, err error, want string, grad []float64) {
	t.Helper()
	var re *RangeError
	if !errors.As(err, &re) || re.Error() != "losscore: "+want || loss == loss {
		t.Errorf("%g, %v, want NaN, %s", loss, err, want)
	}
	for _, g := range grad {
		if g != 7 {
			t.Errorf("%s: gradient written: %g", want, grad)
		}
	}
}

// Two classes with logits 0 and x are the binary loss at x.
func TestCategoricalBinary(t *testing.T) {
	const tol = 1e-15
	for _, gamma := range []float64{0, 0.7, 1, 2, 10} {
		for _, eps := range []float64{0, 1e-7, 0.2} {
			c := CategoricalFocal{Gamma: gamma, Epsilon: eps, Alpha: []float64{0.75, 0.25}}
			f := Focal{Gamma: gamma, Epsilon: eps, Alpha: 0.25, Balanced: true}
			for _, x := range []float64{-inf, -1000, -746, -300, -45.1, -44, -6.5, -1e-9, 0, 0.3, 5,
				44, 45.1, 300, 746, 1000} {
				for y, truth := range [][]float64{{1, 0}, {0, 1}} {
					var grad [2]float64
					loss, err := c.AtLogits(grad[:], truth, []float64{0, x})
					want, dx := f.AtLogit(float64(y), x)
					if err != nil || !close(loss, want, tol) || !close(grad[1], dx, tol) ||
						!close(grad[0], -dx, tol) {
						t.Errorf("%+v, y = %d, x = %g: %g, %g, %v; binary %g, %g", f, y, x, loss,
							grad, err, want, dx)
					}
				}
			}
			for p := 1. / 64; p < 1; p += 1. / 64 { // 1-p is exact
				for y, truth := range [][]float64{{1, 0}, {0, 1}} {
					var grad [2]float64
					loss, err := c.AtProbs(grad[:], truth, []float64{1 - p, p})
					want, dp := f.AtProb(float64(y), p)
					if y == 0 { // the truth is given 1-p
						dp = -dp
					}
					if err != nil || loss != want || grad[y] != dp || grad[1-y] != 0 {
						t.Errorf("%+v, y = %d, p = %g: %g, %g, %v; binary %g, %g", f, y, p, loss,
							grad, err, want, dp)
					}
				}
			}
		}
	}
}

func TestCategoricalCentralDifferences(t *testing.T) {
	const h = 4e-7 // within the tolerance of the sum of p
	y := []float64{0.1, 0.6, 0, 0.3}
	x := []float64{0.5, -1, 2, 0}
	p := []float64{0.1, 0.2, 0.3, 0.4}
	for _, gamma := range []float64{0, 0.5, 0.7, 1, 2, 5} {
		for _, smoothing := range []float64{0, 0.2} {
			for _, eps := range []float64{0, 0.15} { // clips the least
				c := CategoricalFocal{gamma, []float64{0.3, 1, 2, 0.7}, eps, smoothing}
				for _, e := range []struct {
					name string
					eval func(grad, y, in []float64) (float64, error)
					at   []float64
				}{{"x", c.AtLogits, x}, {"p", c.AtProbs, p}} {
					var grad [4]float64
					if _, err := e.eval(grad[:], y, e.at); err != nil {
						t.Fatal(err)
					}
					for k, d := range grad {
						hi, lo := slices.Clone(e.at), slices.Clone(e.at)
						hi[k] += h
						lo[k] -= h
						lossHi, err1 := e.eval(nil, y, hi)
						lossLo, err2 := e.eval(nil, y, lo)
						quotient := (lossHi - lossLo) / (2 * h)
						if err1 != nil || err2 != nil || math.Abs(quotient-d) > 1e-8 {
							t.Errorf("%+v: derivative to %s[%d] %g, difference quotient %g", c,
								e.name, k, d, quotient)
						}
					}
				}
			}
		}
	}
}

// A weight of all classes scales everything, and weights by class only what has
// that truth.
func TestCategoricalWeights(t *testing.T) {
	x := []float64{0.5, -1, 2}
	for truth := range x {
		y := make([]float64, len(x))
		y[truth] = 1
		var plain, all, each [3]float64
		lossPlain, _ := CategoricalFocal{Gamma: 2}.AtLogits(plain[:], y, x)
		lossAll, _ := CategoricalFocal{Gamma: 2,
			Alpha: []float64{0x1p900, 0x1p900, 0x1p900}}.AtLogits(all[:], y, x)
		alpha := []float64{0.5, 2, 8}
		lossEach, _ := CategoricalFocal{Gamma: 2, Alpha: alpha}.AtLogits(each[:], y, x)
		if lossAll != 0x1p900*lossPlain || lossEach != alpha[truth]*lossPlain {
			t.Errorf("class %d: loss %g, weighted %g and %g", truth, lossPlain, lossAll, lossEach)
		}
		for k, g := range plain {
			if all[k] != 0x1p900*g || each[k] != alpha[truth]*g {
				t.Errorf("class %d: gradient %g, weighted %g and %g", truth, plain, all, each)
			}
		}
	}
}

// grad may be y, p or x itself.
func TestCategoricalOverlap(t *testing.T) {
	c := CategoricalFocal{Gamma: 2, LabelSmoothing: 0.1, Alpha: []float64{0.5, 1, 2}}
	y, p := []float64{0, 1, 0}, []float64{0.25, 0.25, 0.5}
	for name, eval := range map[string]func(grad, y, in []float64) (float64, error){"AtProbs": c.AtProbs, "AtLogits": c.AtLogits} {
		var want [3]float64
		loss, _ := eval(want[:], y, p)
		y1, p1 := slices.Clone(y), slices.Clone(p)
		l1, err1 := eval(y1, y1, p)
		l2, err2 := eval(p1, y, p1)
		if err1 != nil || err2 != nil || l1 != loss || l2 != loss || !slices.Equal(y1, want[:]) ||
			!slices.Equal(p1, want[:]) {
			t.Errorf("%s: %g, %g; overlapping %g, %g and %g, %g", name, loss, want, l1, y1, l2, p1)
		}
	}
}

// Many equal logits beside one that is larger have a closed form.
func TestCategoricalManyClasses(t *testing.T) {
	const n = 1000
	c := CategoricalFocal{Gamma: 2}
	var grad, x, y [n]float64
	x[700], y[700] = math.Log(n-1), 1 // p is 1/2
	loss, err := c.AtLogits(grad[:], y[:], x[:])
	if err != nil || !close(loss, math.Ln2/4, 1e-14) {
		t.Errorf("%g, %v, want %g", loss, err, math.Ln2/4)
	}
	own := -(0.5 + math.Ln2) / 4
	for k, g := range grad {
		want := -own / (n - 1)
		if k == 700 {
			want = own
		}
		if !close(g, want, 1e-14) {
			t.Errorf("grad[%d] = %g, want %g", k, g, want)
		}
	}
}

func TestCategoricalAllocations(t *testing.T) {
	for _, n := range []int{2, stackClasses} {
		alpha, grad, y, x := make([]float64, n), make([]float64, n), make([]float64, n),
			make([]float64, n)
		p := slices.Repeat([]float64{1 / float64(n)}, n)
		y[1] = 1
		c := CategoricalFocal{Gamma: 0.7, Alpha: alpha, Epsilon: 1e-7, LabelSmoothing: 0.1}
		if a := testing.AllocsPerRun(100, func() { c.AtLogits(grad, y, x) }); a != 0 {
			t.Errorf("AtLogits, %d classes: %g allocations", n, a)
		}
		if a := testing.AllocsPerRun(100, func() { c.AtProbs(grad, y, p) }); a != 0 {
			t.Errorf("AtProbs, %d classes: %g allocations", n, a)
		}
	}
}

func FuzzCategorical(f *testing.F) {
	for _, x := range [][3]float64{{0, 0, 0}, {1, -2, 3}, {800, 0, -800}, {-inf, 0, 1},
		{-math.MaxFloat64, math.MaxFloat64, 45}, {nan, 0, inf}} {
		f.Add(0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0, 1.0, x[0], x[1], x[2])
		f.Add(2.0, 1e-7, 0.1, 0.25, 0.0, 3.0, 0.5, 0.25, x[0], x[1], x[2])
		f.Add(1e305, 0.4, 0.9, 1e308, 1.0, 5e-324, 1e-9, 0.0, x[0], x[1], x[2])
		f.Add(0.7, 5e-324, 1e-300, 1.0, -1.0, nan, 0.7, 0.7, x[0], x[1], x[2])
	}
	f.Fuzz(func(t *testing.T, gamma, eps, smoothing, a0, a1, a2, y0, y1, x0, x1, x2 float64) {
		c := CategoricalFocal{gamma, []float64{a0, a1, a2}, eps, smoothing}
		y, x := []float64{y0, y1, 1 - y0 - y1}, []float64{x0, x1, x2}
		grad := []float64{7, 7, 7}
		loss, err := c.AtLogits(grad, y, x)
		valid := c.Validate(3) == nil && min(y[0], y[1], y[2]) >= 0 && max(x0, x1, x2) < inf &&
			max(x0, x1, x2) > -inf
		if valid != (err == nil) {
			t.Fatalf("%+v: y = %g, x = %g: %v", c, y, x, err)
		}
		if err != nil {
			checkRefused(t, loss, err, strings.TrimPrefix(err.Error(), "losscore: "), grad)
			return
		}
		if !(loss >= 0) || grad[0] != grad[0] || grad[1] != grad[1] || grad[2] != grad[2] {
			t.Errorf("%+v: y = %g, x = %g: %g, %g", c, y, x, loss, grad)
		}
		weight := a0 + a1 + a2
		if weight > 1e300 {
			return
		}
		if eps > 0 && loss > math.MaxFloat64 {
			t.Errorf("%+v: y = %g, x = %g: %g, want finite", c, y, x, loss)
		}
		// Even if a clip is active: softmax does not depend on the sum of x.
		if s := grad[0] + grad[1] + grad[2]; !(math.Abs(s) <= 1e-12*weight+1e-320) {
			t.Errorf("%+v: y = %g, x = %g: gradient %g, sum %g", c, y, x, grad, s)
		}

		// A rounded p must change p and 1-p little.
		c.Epsilon = 0
		if gamma > 10 || max(math.Abs(x0), math.Abs(x1), math.Abs(x2)) > 8 {
			return
		}
		loss, _ = c.AtLogits(grad, y, x)
		p, sum := make([]float64, 3), math.Exp(x0)+math.Exp(x1)+math.Exp(x2)
		for k := range p {
			p[k] = math.Exp(x[k]) / sum
		}
		var dp [3]float64
		l, err := c.AtProbs(dp[:], y, p)
		if err != nil || !close(l, loss, 1e-10) && math.Abs(l-loss) > 1e-300 {
			t.Errorf("%+v: y = %g, x = %g: %g; by probabilities %g, %v", c, y, x, loss, l, err)
		}
		for j := range p {
			var want, size float64
			for k := range p {
				d := -dp[k] * p[k] * p[j]
				if k == j {
					d = dp[k] * p[k] * (1 - p[k])
				}
				want += d
				size += math.Abs(d)
			}
			if math.Abs(grad[j]-want) > 1e-10*size+1e-300 {
				t.Errorf("%+v: y = %g, x = %g: gradient %g; by probabilities grad[%d] = %g", c, y,
					x, grad, j, want)
			}
		}
	})
}

func BenchmarkCategorical(b *testing.B) {
	for _, n := range []int{3, stackClasses, 100} {
		grad, y, x, p := make([]float64, n), make([]float64, n), make([]float64, n),
			make([]float64, n)
		y[1] = 1
		for k := range x {
			x[k] = float64(k%7) - 3
			p[k] = 1 / float64(n)
		}
		c := CategoricalFocal{Gamma: 2}
		for _, s := range []float64{0, 0.1} {
			c.LabelSmoothing = s
			b.Run(fmt.Sprintf("AtLogits/classes=%d/smoothing=%g", n, s), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					sink, _ = c.AtLogits(grad, y, x)
				}
			})
			b.Run(fmt.Sprintf("AtProbs/classes=%d/smoothing=%g", n, s), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					sink, _ = c.AtProbs(grad, y, p)
				}
			})
		}
	}
}
