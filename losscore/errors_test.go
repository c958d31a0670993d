package losscore

import (
	"math"
	"testing"
)

func TestInterval(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, tt := range []struct {
		r       Interval
		said    string
		in, out []float64
	}{
		{Finite(), "finite", []float64{0, -math.MaxFloat64, math.MaxFloat64},
			[]float64{inf, -inf, nan}},
		{AtLeast(0), "finite and >= 0", []float64{0, math.MaxFloat64},
			[]float64{-5e-324, inf, nan}},
		{Between(0, 1), "0 to 1", []float64{0, 0.5, 1},
			[]float64{-5e-324, math.Nextafter(1, 2), nan}},
		{Below(0, 0.5), ">= 0 and < 0.5", []float64{0, 0.4}, []float64{0.5, -1, nan}},
		{Interval{Max: 1, OpenMin: true, OpenMax: true}, "> 0 and < 1", []float64{0.5},
			[]float64{0, 1, nan}},
		{Interval{Max: inf, OpenMin: true, OpenMax: true}, "finite and > 0", []float64{5e-324},
			[]float64{0, inf}},
		{Interval{Min: 2, Max: inf}, ">= 2", []float64{2, inf}, []float64{1, nan}},
		{Interval{Min: -inf, Max: 3}, "<= 3", []float64{-inf, 3}, []float64{4, nan}},
		{Interval{Min: -inf, Max: inf}, "a number", []float64{inf, -inf}, []float64{nan}},
		{Interval{Min: -inf, Max: inf, OpenMax: true}, "a number below +Inf", []float64{-inf},
			[]float64{inf, nan}},
		{Interval{Min: 3, Max: 3}, "3", []float64{3}, []float64{2, 4}},
		{Interval{Min: 3, Max: 3, Words: "3, that of p"}, "3, that of p", []float64{3},
			[]float64{2, 4}},
	} {
		if got := tt.r.String(); got != tt.said {
			t.Errorf("%+v: %q, want %q", tt.r, got, tt.said)
		}
		for _, v := range tt.in {
			if !tt.r.Contains(v) {
				t.Errorf("%v is not %v", v, tt.r)
			}
		}
		for _, v := range tt.out {
			if tt.r.Contains(v) {
				t.Errorf("%v is %v", v, tt.r)
			}
		}
	}
}
