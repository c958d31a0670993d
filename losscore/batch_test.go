package losscore

import (
	"errors"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// The batch kernel has the accuracy of the scalar methods.
func TestBatchReference(t *testing.T) {
	seen := accuracy{}
	for _, row := range readTable(t, focalReference) {
		kind, y, v := row[0], []float64{parse(t, row[1])}, []float64{parse(t, row[2])}
		f := Focal{Gamma: parse(t, row[3]), Alpha: parse(t, row[4]), Epsilon: parse(t, row[5]),
			Balanced: row[6] == "1"}
		at := AtProbs[float64]
		if kind == "logit" {
			at = AtLogits[float64]
		}
		loss, grad := []float64{0}, []float64{0}
		if err := at(f, loss, grad, y, v); err != nil {
			t.Fatal(err)
		}
		frac, _ := math.Frexp(f.weight(y[0]))
		where := strings.Join(row[:7], ",")
		for i, got := range []float64{loss[0], grad[0]} {
			what := kind + []string{" loss", " gradient"}[i]
			if frac != 0.5 {
				what += ", any weight"
			}
			ulps, rel := seen.add(t, what, where, got, row[7+i])
			if frac == 0.5 && !(ulps <= maxULP) || !(rel <= maxRel) {
				t.Errorf("%s: %s = %g, want %s: %.3g ulp, relative %.3g", where, what, got,
					row[7+i], ulps, rel)
			}
		}
	}
	seen.log(t)
}

// batchInputs are common and rare arguments side by side.
func batchInputs(n int, logits bool) (y, v []float64) {
	r := rand.New(rand.NewPCG(uint64(n), 1))
	rare := []float64{0, 1, 1e-7, 1 - 1e-7, 1e-30, 5e-324, math.Nextafter(1, 0), 0.5}
	if logits {
		rare = []float64{0, 45, -45, 46, -700, 745, 1e300, inf, -inf, nan,
			math.Copysign(0, -1), 16.118}
	}
	for i := range n {
		x := 12 * r.NormFloat64()
		switch {
		case i%7 == 3:
			x = rare[r.IntN(len(rare))]
		case !logits:
			x = 1 / (1 + math.Exp(-x))
		}
		truth := float64(r.IntN(2))
		if i%31 == 30 {
			truth = []float64{5e-324, 0.1, 0.5, 0.8, math.Nextafter(1, 0)}[r.IntN(5)]
		}
		y, v = append(y, truth), append(v, x)
	}
	return y, v
}

// Every loss evaluates a batch as it evaluates its elements, however long the
// batch is.
func TestBatchElements(t *testing.T) {
	losses := []Loss{Focal{Gamma: 2, Alpha: 0.25, Balanced: true, Epsilon: 1e-7},
		Focal{Gamma: 0.7, Epsilon: 0.1},
		Focal{Gamma: 3.5}, Focal{Gamma: 10}, Focal{Gamma: 0.5}, Focal{Gamma: 1.5}, Focal{Gamma: 3},
		Focal{Gamma: 11}, Focal{Balanced: true}}
	for _, k := range testKinds() {
		v := make([]float64, len(k.Params))
		for i, p := range k.Params {
			v[i] = p.Default
		}
		losses = append(losses, k.New(v))
	}
	for _, l := range losses {
		for _, n := range []int{0, 1, batchBlock - 1, batchBlock, batchBlock + 1,
			3*batchBlock + 5} {
			for _, logits := range []bool{false, true} {
				y, v := batchInputs(n, logits)
				at, one := AtProbs[float64], l.AtProb
				if logits {
					at, one = AtLogits[float64], l.AtLogit
				}
				loss, grad := make([]float64, n), make([]float64, n)
				if err := at(l, loss, grad, y, v); err != nil {
					t.Fatal(err)
				}
				for i := range v {
					a, d := one(y[i], v[i])
					if !same(loss[i], a) && !close(loss[i], a, 1.5e-15) ||
						!same(grad[i], d) && !close(grad[i], d, 1.5e-15) {
						t.Errorf("%T%+v of %v, %v, logits %v: %v, %v, want %v, %v", l, l, y[i],
							v[i], logits, loss[i], grad[i], a, d)
					}
				}
				// Only one of the results, and in place of the arguments.
				alone := make([]float64, n)
				if err := at(l, nil, alone, y, v); err != nil ||
					!slices.EqualFunc(alone, grad, same) {
					t.Errorf("%T%+v: the gradient alone differs: %v", l, l, err)
				}
				if err := at(l, alone, nil, y, v); err != nil ||
					!slices.EqualFunc(alone, loss, same) {
					t.Errorf("%T%+v: the loss alone differs: %v", l, l, err)
				}
				if err := at(l, y, v, y, v); err != nil || !slices.EqualFunc(y, loss, same) ||
					!slices.EqualFunc(v, grad, same) {
					t.Errorf("%T%+v: in place of the arguments it differs: %v", l, l, err)
				}
			}
		}
	}
}

// float32 is converted exactly, and results are rounded once.
func TestBatchFloat32(t *testing.T) {
	var l Loss = Focal{Gamma: 2, Alpha: 0.25, Balanced: true}
	y, x := batchInputs(300, true)
	y32, x32 := make([]float32, len(y)), make([]float32, len(x))
	for i := range x {
		y32[i], x32[i] = float32(y[i]), float32(x[i])
		y[i], x[i] = float64(y32[i]), float64(x32[i])
	}
	loss, dx := make([]float64, len(x)), make([]float64, len(x))
	loss32, dx32 := make([]float32, len(x)), make([]float32, len(x))
	if err := errors.Join(AtLogits(l, loss, dx, y, x),
		AtLogits(l, loss32, dx32, y32, x32)); err != nil {
		t.Fatal(err)
	}
	for i := range x {
		if !same(float64(loss32[i]), float64(float32(loss[i]))) ||
			!same(float64(dx32[i]), float64(float32(dx[i]))) {
			t.Errorf("at %v: %v, %v, want %v, %v rounded", x[i], loss32[i], dx32[i], loss[i], dx[i])
		}
	}
}

func TestBatchErrors(t *testing.T) {
	three, two := make([]float64, 3), make([]float64, 2)
	for _, tt := range []struct {
		l              Loss
		loss, dp, y, p []float64
		want           string
	}{
		{Focal{Gamma: -1}, nil, nil, three, three, "Gamma is -1; allowed: finite and >= 0"},
		{Focal{}, nil, nil, two, three, "the length of y is 2; allowed: 3, that of p"},
		{Focal{}, two, nil, three, three, "the length of loss is 2; allowed: 3, that of p"},
		{Focal{}, []float64{}, nil, three, three, "the length of loss is 0; allowed: 3, that of p"},
		{Focal{}, nil, two, three, three, "the length of the gradient is 2; allowed: 3, that of p"},
		{Focal{}, three, three, []float64{0, 1, 2}, three, "y[2] is 2; allowed: 0 to 1"},
		{Focal{}, three, three, []float64{0, -1e-300, 2}, three,
			"y[1] is -1e-300; allowed: 0 to 1"},
		{Poly1{}, three, three, []float64{nan, 1, 0}, three, "y[0] is NaN; allowed: 0 to 1"},
		{Focal{}, three, three, three, []float64{0, 1, 1.5}, "p[2] is 1.5; allowed: 0 to 1"},
		{Focal{}, three, three, three, []float64{nan, 1, 0}, "p[0] is NaN; allowed: 0 to 1"},
	} {
		err := AtProbs(tt.l, tt.loss, tt.dp, tt.y, tt.p)
		if three[0] != 0 || three[1] != 0 || three[2] != 0 || two[0] != 0 || two[1] != 0 {
			t.Fatalf("%v, but something was written: %v, %v", err, three, two)
		}
		if err == nil || err.Error() != "losscore: "+tt.want {
			t.Errorf("%v, want %s", err, tt.want)
		}
	}
	if _, err := TotalProbs(Focal{}, two, three); err == nil {
		t.Error("no error for totals of lengths 2 and 3")
	}
	if _, err := TotalLogits(Focal{Gamma: nan}, three, three); err == nil {
		t.Error("no error for totals with gamma NaN")
	}
}

func TestBatchAllocs(t *testing.T) {
	y, x := batchInputs(1000, true)
	out, grad := make([]float64, len(x)), make([]float64, len(x))
	out32, y32, x32 := make([]float32, len(x)), make([]float32, len(x)), make([]float32, len(x))
	for _, l := range []Loss{Focal{Gamma: 2, Epsilon: 1e-7}, Poly1{Poly: 1}} {
		n := testing.AllocsPerRun(10, func() {
			_, total := TotalLogits(l, y, x)
			if err := errors.Join(AtLogits(l, out, grad, y, x), AtProbs(l, nil, grad, y, y),
				AtLogits(l, out32, nil, y32, x32), total); err != nil {
				t.Fatal(err)
			}
		})
		if n != 0 {
			t.Errorf("%T: %v allocations", l, n)
		}
	}
}

// The identity is a loss whose batches sum to any value.
type identity struct{}

func (identity) Validate() error                         { return nil }
func (identity) AtProb(_, p float64) (loss, dp float64)  { return p, -p }
func (identity) AtLogit(_, x float64) (loss, dx float64) { return x, -x }

// Sums keep the digits that a plain sum loses.
func TestTotals(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var y, x []float64
	for range 5000 {
		v := math.Ldexp(r.NormFloat64(), r.IntN(120)-60)
		y, x = append(y, 1, 0, 1), append(x, v, r.Float64(), -v)
	}
	x[0]++ // what is left of the positive class
	total, err := TotalLogits(identity{}, y, x)
	if err != nil {
		t.Fatal(err)
	}
	exact := [2]*big.Float{}
	plain := 0.
	for class := range exact {
		exact[class] = new(big.Float).SetPrec(500)
		for i, v := range x {
			if y[i] == float64(class) {
				exact[class].Add(exact[class], big.NewFloat(v))
			}
		}
		want, _ := exact[class].Float64()
		if got := total.Loss(class); !close(got, want, 1e-15) {
			t.Errorf("class %d sums to %v, want %v", class, got, want)
		}
		if got := total.Gradient(class); !close(got, -want, 1e-15) {
			t.Errorf("the gradient of class %d sums to %v, want %v", class, got, -want)
		}
	}
	for _, v := range x {
		plain += v
	}
	want, _ := exact[0].Add(exact[0], exact[1]).Float64()
	if close(plain, want, 1e-9) {
		t.Error("a plain sum is exact as well, so this proves nothing")
	}
	if !close(total.Sum(), want, 1e-15) || !close(total.Mean(), want/float64(len(x)), 1e-15) ||
		total.Count != [2]int{5000, 10000} {
		t.Errorf("sum %v, mean %v of %v, want %v", total.Sum(), total.Mean(), total.Count, want)
	}

	var parts Totals
	for from := 0; from < len(x); from += 1234 {
		to := min(from+1234, len(x))
		part, err := TotalLogits(identity{}, y[from:to], x[from:to])
		if err != nil {
			t.Fatal(err)
		}
		parts.Add(part)
	}
	if !close(parts.Sum(), want, 1e-15) || parts.Count != total.Count {
		t.Errorf("the parts sum to %v of %v, want %v", parts.Sum(), parts.Count, want)
	}
}

func TestTotalsLimits(t *testing.T) {
	var none Totals
	if none.Sum() != 0 || !math.IsNaN(none.Mean()) {
		t.Errorf("without examples: sum %v, mean %v", none.Sum(), none.Mean())
	}
	total, err := TotalProbs(Focal{}, []float64{1, 1, 0}, []float64{0, 0.5, 0.5})
	if err != nil || !math.IsInf(total.Loss(1), 1) || total.Loss(0) != math.Ln2 ||
		!math.IsInf(total.Sum(), 1) {
		t.Errorf("with an infinite loss: %v, %v, %v, %v", total.Loss(1), total.Loss(0),
			total.Sum(), err)
	}
	total, err = TotalProbs(Focal{}, []float64{0.5, 0.75}, []float64{0.5, 0.5})
	if err != nil || total.Loss(0) != math.Ln2 || total.Loss(1) != math.Ln2 {
		t.Errorf("with soft labels: %v, %v, %v", total.Loss(0), total.Loss(1), err)
	}
}

func FuzzBatch(f *testing.F) {
	f.Add(0.3, true, 2.0, 0.25, 1e-7)
	f.Add(-44.9, false, 0.7, 0.5, 0.0)
	f.Add(16.118095550958316, true, 10.0, 1.0, 1e-7)
	f.Fuzz(func(t *testing.T, x float64, positive bool, gamma, alpha, epsilon float64) {
		l := Focal{Gamma: gamma, Alpha: alpha, Epsilon: epsilon, Balanced: true}
		if l.Validate() != nil {
			t.Skip()
		}
		y := 0.
		if positive {
			y = 1
		}
		var loss, grad [1]float64
		for _, logits := range []bool{true, false} {
			at, one, v := AtLogits[float64], l.AtLogit, x
			if !logits {
				at, one, v = AtProbs[float64], l.AtProb, math.Mod(math.Abs(x), 1)
			}
			if err := at(l, loss[:], grad[:], []float64{y}, []float64{v}); err != nil {
				t.Fatal(err)
			}
			a, d := one(y, v)
			if !same(loss[0], a) && !close(loss[0], a, 2e-15) ||
				!same(grad[0], d) && !close(grad[0], d, 2e-15) {
				t.Errorf("%+v of %v, %v, logits %v: %v, %v, want %v, %v", l, y, v, logits, loss[0],
					grad[0], a, d)
			}
		}
	})
}
