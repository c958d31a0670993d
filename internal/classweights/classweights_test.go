package classweights

import (
	"errors"
	"fmt"
	"math"
	"testing"
)

// The numbers are those of the papers' formulas.
func TestOf(t *testing.T) {
	counts := []float64{900, 90, 10}
	for _, tt := range []struct {
		scheme    Scheme
		parameter float64
		want      []float64
		ratio     float64
	}{
		{Inverse, 0, []float64{1000. / 2700, 1000. / 270, 1000. / 30}, 90},
		{SquareRoot, 0, make([]float64, 3), math.Sqrt(90)},
		{Effective, 0, []float64{1, 1, 1}, 1},
		{ENet, 1.02, []float64{1 / math.Log(1.92), 1 / math.Log(1.11), 1 / math.Log(1.03)},
			math.Log(1.92) / math.Log(1.03)},
		{Logit, 1, []float64{math.Log(0.9), math.Log(0.09), math.Log(0.01)}, 90},
		{LDAM, 0.5, []float64{0.5 * math.Pow(90, -0.25), 0.5 * math.Pow(9, -0.25), 0.5},
			math.Exp(0.5 - 0.5*math.Pow(90, -0.25))},
	} {
		got, err := Of(tt.scheme, counts, tt.parameter)
		if err != nil {
			t.Fatal(err)
		}
		for k := range counts {
			if tt.scheme == SquareRoot { // 1/√900 : 1/√90 : 1/√10, with a mean of 1
				sum := 1./30 + 1/math.Sqrt(90) + 1/math.Sqrt(10)
				tt.want[k] = 3 / math.Sqrt(counts[k]) / sum
			}
			if math.Abs(got.Weights[k]/tt.want[k]-1) > 1e-12 {
				t.Errorf("%s: %v, want %v", tt.scheme, got.Weights, tt.want)
			}
		}
		if math.Abs(got.Ratio/tt.ratio-1) > 1e-5 {
			t.Errorf("%s: ratio %v, want %v", tt.scheme, got.Ratio, tt.ratio)
		}
	}
}

// At β = .999 counts of 900 000, 700 000 and 60 000 have weights of 1, 1, 1, and
// Saturated reports it.
func TestSaturated(t *testing.T) {
	got, err := Of(Effective, []float64{900e3, 700e3, 60e3}, 0.999)
	if err != nil || fmt.Sprintf("%.3f", got.Weights) != "[1.000 1.000 1.000]" || !got.Saturated {
		t.Errorf("%+v, %v", got, err)
	}
	if math.Abs(got.Beta-0.99999) > 1e-12 {
		t.Errorf("β %v does not saturate", got.Beta)
	}
	better, err := Of(Effective, []float64{900e3, 700e3, 60e3}, got.Beta)
	if err != nil || better.Saturated || better.Ratio < 1.5 {
		t.Errorf("%+v, %v", better, err)
	}
	if got, _ := Of(Effective, []float64{900, 90, 10}, 0.999); got.Saturated {
		t.Errorf("%+v", got)
	}
}

// Shares have weights by every scheme but that of effective numbers.
func TestShares(t *testing.T) {
	for _, s := range Schemes {
		_, err := Of(s, []float64{0.9, 0.1}, s.Default())
		if (err != nil) != (s == Effective) {
			t.Errorf("%s: %v", s, err)
		}
	}
	if _, err := Of(Effective, []float64{9, 1}, 0.9); err != nil {
		t.Error(err)
	}
}

func TestErrors(t *testing.T) {
	for _, tt := range []struct {
		scheme    Scheme
		counts    []float64
		parameter float64
		want      string
	}{
		{Inverse, []float64{5}, 0, "classweights: fewer than two classes"},
		{Inverse, []float64{5, 0}, 0,
			"classweights: count of class 1 is 0; allowed: > 0 and <= 1e15"},
		{Inverse, []float64{math.NaN(), 1}, 0,
			"classweights: count of class 0 is NaN; allowed: > 0 and <= 1e15"},
		{Effective, []float64{5, 4}, 1, "classweights: β is 1; allowed: >= 0 and < 1"},
		{ENet, []float64{5, 4}, 1, "classweights: c is 1; allowed: finite and > 1"},
		{LDAM, []float64{5, 4}, 0, "classweights: C is 0; allowed: finite and > 0"},
		{"other", []float64{5, 4}, 0, "classweights: no such scheme"},
	} {
		if _, err := Of(tt.scheme, tt.counts, tt.parameter); err == nil || err.Error() != tt.want {
			t.Errorf("%s %v: %v, want %s", tt.scheme, tt.counts, err, tt.want)
		}
	}
	var re *RangeError
	if _, err := Of(Logit, []float64{1, -1}, 1); !errors.As(err, &re) || re.Class != 1 {
		t.Errorf("%v", err)
	}
}

// Every scheme gives the rarest class the most, with its default.
func TestRarest(t *testing.T) {
	for _, s := range Schemes {
		got, err := Of(s, []float64{1000, 100, 3}, s.Default())
		if err != nil {
			t.Fatal(err)
		}
		w := got.Weights
		if s == Logit {
			w = []float64{-w[0], -w[1], -w[2]}
		}
		if !(w[2] > w[1] && w[1] > w[0]) || (s.Symbol() == "") != (s.Default() == 0) {
			t.Errorf("%s: %v", s, got.Weights)
		}
	}
}

func ExampleOf() {
	r, err := Of(Inverse, []float64{900, 90, 10}, 0)
	fmt.Printf("%.2f, ratio %.0f, %v\n", r.Weights, r.Ratio, err)
	// Output: [0.37 3.70 33.33], ratio 90, <nil>
}
