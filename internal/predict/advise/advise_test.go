package advise

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"lossexplorer/losscore"
)

// made returns rows of a logistic model.
func made(n, width int, bias float64) *Data {
	random := rand.New(rand.NewPCG(5, 6))
	d := &Data{Width: width}
	for range n {
		z := bias
		for j := range width {
			x := random.NormFloat64()
			d.X = append(d.X, x)
			if j < 3 {
				z += x
			}
		}
		d.Y = append(d.Y, random.Float64() < 1/(1+math.Exp(-z)))
	}
	return d
}

// Where the head is right, no setting beats cross-entropy.
func TestNoneBeats(t *testing.T) {
	for m := range Metric(Metrics) {
		d := made(1500, 5, -2)
		d.Metric = m
		last := 0.
		a, err := Advise(context.Background(), d, func(done float64) { last = done })
		if err != nil || last != 1 {
			t.Fatal(err, last)
		}
		if a.Beats() || a.Difference < 0 || a.Low > a.Difference {
			t.Errorf("metric %d: γ %v, α %v beat cross-entropy by %v, at least %v", m,
				Gammas[a.Gamma], Alphas[a.Alpha], a.Difference, a.Low)
		}
	}
}

// Scores that are better by more than chance beat those of cross-entropy, and equal ones
// do not.
func TestChoose(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 8))
	d := &Data{Metric: AUC}
	var logits [len(Gammas) * len(Alphas)][]float64
	for s := range logits {
		logits[s] = make([]float64, 2000)
	}
	for i := range 2000 {
		x := random.NormFloat64()
		d.Y = append(d.Y, random.Float64() < 1/(1+math.Exp(2-2*x)))
		for s := range logits {
			logits[s][i] = x + 0.6*random.NormFloat64()
		}
	}
	if a := d.choose(&logits); a.Beats() || a.Difference <= 0 {
		t.Errorf("the best of equal ones is better by %v, at least %v", a.Difference, a.Low)
	}
	const better = 21
	for i, z := range logits[crossEntropy] {
		logits[better][i] = z + 0.4*float64(index(d.Y[i]))
	}
	a := d.choose(&logits)
	if !a.Beats() || a.Gamma*len(Alphas)+a.Alpha != better ||
		a.Best()-a.CrossEntropy() != a.Difference {
		t.Errorf("setting %d, %d is better by %v, at least %v", a.Gamma, a.Alpha,
			a.Difference, a.Low)
	}
}

func TestFew(t *testing.T) {
	d := made(60, 2, -1)
	if _, err := Advise(context.Background(), d, func(float64) {}); err != ErrFew {
		t.Errorf("the error is %v", err)
	}
}

// A fit is where the gradient vanishes.
func TestFit(t *testing.T) {
	d := made(800, 4, -1)
	d.standardise()
	h := newHead(d, make([]uint8, 800), 1)
	for _, gamma := range Gammas {
		h.fit(losscore.Focal{Gamma: gamma, Alpha: 0.3, Balanced: true})
		h.value(losscore.Focal{Gamma: gamma, Alpha: 0.3, Balanced: true}, h.weights, h.grad)
		if size := math.Sqrt(dot(h.grad, h.grad)); size > 1e-5 {
			t.Errorf("γ %v: the gradient is %v", gamma, size)
		}
	}
}

// 10,000 rows of 64 features, all settings.
func BenchmarkAdvise(b *testing.B) {
	for b.Loop() {
		if _, err := Advise(context.Background(), made(10000, 64, -2),
			func(float64) {}); err != nil {
			b.Fatal(err)
		}
	}
}
