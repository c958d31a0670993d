package predict

import (
	"context"
	"errors"
	"io"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// logit is Logit in 200 bits, by Newton's method on the exponential.
func TestLogit(t *testing.T) {
	for _, p := range []float64{5e-324, 1e-300, 1e-7, 0.1, 0.25, 0.2500001, 0.4999999, 0.5,
		0.5000001, 0.6, 0.75, 0.9, 0.999999, 1 - 0x1p-53} {
		z := Logit(p)
		// The logistic of z is p, to the rounding of z.
		odds := new(big.Float).SetPrec(200).Quo(big.NewFloat(p).SetPrec(200),
			new(big.Float).SetPrec(200).Sub(big.NewFloat(1), big.NewFloat(p)))
		ratio, _ := new(big.Float).Quo(odds, exp(z)).Sub(new(big.Float).Quo(odds, exp(z)),
			big.NewFloat(1)).Float64()
		if !(math.Abs(ratio) <= 2.3e-16*max(1, math.Abs(z))) {
			t.Errorf("Logit(%v) = %v is off by %g", p, z, ratio)
		}
		if p > 1e-3 && p < 0.5 {
			if back := Logit(1 - p); math.Abs(back+z) > 1e-13 {
				t.Errorf("Logit(%v) = %v, Logit(1-p) = %v", p, z, back)
			}
		}
	}
	if Logit(0) != math.Inf(-1) || Logit(1) != math.Inf(1) || Logit(0.5) != 0 {
		t.Errorf("Logit(0, 1, 0.5) = %v %v %v", Logit(0), Logit(1), Logit(0.5))
	}
}

// exp is e^z by its series, of z halved 12 times.
func exp(z float64) *big.Float {
	x := new(big.Float).SetPrec(200).SetMantExp(big.NewFloat(z).SetPrec(200), -12)
	sum, term := new(big.Float).SetPrec(200).SetInt64(1), new(big.Float).SetPrec(200).SetInt64(1)
	for n := int64(1); n < 60; n++ {
		term.Quo(term.Mul(term, x), new(big.Float).SetInt64(n))
		sum.Add(sum, term)
	}
	for range 12 {
		sum.Mul(sum, sum)
	}
	return sum
}

func TestLogits(t *testing.T) {
	third := math.Log(0.5)
	for _, test := range []struct {
		c     Columns
		truth []float64
		score [][]float64
		want  []float64
	}{
		{Columns{Scores: []int{1}}, []float64{1, 0, 0}, [][]float64{{0.5}, {0.75}, {1}},
			[]float64{0, -math.Log(3), math.Inf(-1)}},
		{Columns{Scores: []int{1}, Kind: Logits}, []float64{1, 0}, [][]float64{{7}, {900}},
			[]float64{7, -900}},
		{Columns{Scores: []int{1, 2, 3}}, []float64{2, 0}, [][]float64{{0, 0.5, 0.5}, {1, 0, 0}},
			[]float64{0, math.Inf(1)}},
		{Columns{Scores: []int{1, 2, 3}, Kind: Logits}, []float64{2, 0},
			[][]float64{{1000, 1000, 1000}, {-1000, 0, -5000}}, []float64{third, -1000}},
	} {
		var r Rows
		r.Reset(test.c)
		for i, y := range test.truth {
			r.AddNumbers(i+1, append([]float64{y}, test.score[i]...))
		}
		got := r.Logits(nil)
		if len(r.Bad) > 0 || len(got) != len(test.want) {
			t.Fatalf("%+v: %+v", test.c, r)
		}
		for i, z := range got {
			if z != test.want[i] && !(math.Abs(z-test.want[i]) <= 1e-15) {
				t.Errorf("%+v: %v, want %v", test.c, got, test.want)
			}
		}
	}
}

func TestTally(t *testing.T) {
	for _, test := range []struct {
		name   string
		truths []float64
		scores []float64
		want   []Code
	}{
		{"none", nil, nil, []Code{Empty}},
		{"good", []float64{0, 1}, []float64{0.5, 0.25}, nil},
		{"no positives", []float64{0, 0}, []float64{0.5, 0.25}, []Code{NoPositives}},
		{"no negatives", []float64{1}, []float64{0.5}, []Code{NoNegatives}},
		{"constant", []float64{0, 1}, []float64{0.5, 0.5}, []Code{Constant}},
		{"outside", []float64{0, 1, 1}, []float64{0.5, -1, 0.25}, []Code{Outside}},
		{"all bad", []float64{2, 1}, []float64{0.5, math.NaN()}, []Code{AllBad}},
		{"some bad", []float64{0, 7, 1}, []float64{0.5, 0, 0.25}, []Code{SomeBad}},
	} {
		var whole, parts Tally
		for i, y := range test.truths {
			var r Rows
			r.Reset(Columns{Scores: []int{1}})
			r.AddNumbers(i+1, []float64{y, test.scores[i]})
			whole.Add(&r)
			var one Tally
			one.Add(&r)
			one.Merge(&parts)
			parts = one
		}
		for _, tally := range []*Tally{&whole, &parts} {
			var got []Code
			for _, p := range tally.Problems(0.5) {
				got = append(got, p.Code)
				if p.Error() == "" {
					t.Errorf("%s: no words", test.name)
				}
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("%s: %v, want %v", test.name, got, test.want)
			}
		}
	}
}

// The first of many bad rows are kept, whatever the order in which they come.
func TestTallyKeepsFirst(t *testing.T) {
	var tally Tally
	for i := range 100 {
		tally.Add(&Rows{Bad: []BadRow{{Line: 1 + (i*37)%100}}})
	}
	for i, b := range tally.Bad {
		if b.Line != i+1 {
			t.Fatalf("%v", tally.Bad)
		}
	}
	if len(tally.Bad) != MaxBad || tally.BadCount != 100 {
		t.Errorf("%d kept of %d", len(tally.Bad), tally.BadCount)
	}
}

type parts struct{ left, failAt int }

func (p *parts) Names() []string  { return nil }
func (p *parts) Head() [][]string { return nil }
func (p *parts) Choose(Columns)   {}
func (p *parts) Next() (Part, error) {
	if p.left == 0 {
		return nil, io.EOF
	}
	if p.left == p.failAt {
		return nil, &Problem{Code: Truncated}
	}
	p.left--
	return func(dst *Rows) { dst.AddNumbers(1, []float64{1, 0.5}) }, nil
}

func TestEachEnds(t *testing.T) {
	c := Columns{Scores: []int{1}}
	var p *Problem
	err := Each(context.Background(), &parts{left: 99, failAt: 3}, c, 3,
		func(_ context.Context, _ int, _ *Rows) error { return nil })
	if !errors.As(err, &p) || p.Code != Truncated {
		t.Errorf("the reader's error: %v", err)
	}
	mine := errors.New("mine")
	err = Each(context.Background(), &parts{left: 99}, c, 3,
		func(_ context.Context, _ int, _ *Rows) error { return mine })
	if err != mine {
		t.Errorf("the user's error: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := Each(ctx, &parts{left: 99}, c, 3,
		func(_ context.Context, _ int, _ *Rows) error { return nil }); err != context.Canceled {
		t.Errorf("the context's error: %v", err)
	}
	counts := make([]int, 3)
	err = Each(context.Background(), &parts{left: 99}, c, 3,
		func(_ context.Context, w int, r *Rows) error { counts[w] += len(r.Class); return nil })
	if counts[0]+counts[1]+counts[2] != 99 || err != nil {
		t.Errorf("%v rows, %v", counts, err)
	}
}

// A short number is that of strconv, bit by bit.
func FuzzParseNumber(f *testing.F) {
	for _, s := range []string{"0", "1", "-0", "0.5", ".5", "5.", ".", "-", "", "0.000001",
		"0.12345678901234", "0.123456789012345",
		"123456789012345.", "9999999999999999", "999999999999999", "0.1.2", "1e3", "1_0", "0x1",
		"12345.6789", "-3.25", "+1", "1,5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := parseShort(s)
		if !ok {
			return
		}
		if want, err := strconv.ParseFloat(s, 64); err != nil ||
			math.Float64bits(got) != math.Float64bits(want) {
			t.Errorf("%q is %v, want %v, %v", s, got, want, err)
		}
	})
}

// Rows of which none counts are refused, with the reason.
func TestNothingCounts(t *testing.T) {
	for _, test := range []struct {
		name    string
		columns Columns
		rows    [][]string
		want    string
	}{
		{"no weight", Columns{Label: 0, Scores: []int{1}, Weight: Some(2)},
			[][]string{{"0", "0.25", "0"}, {"1", "0.5", "0"}}, "all sample weights are 0"},
		{"some weight", Columns{Label: 0, Scores: []int{1}, Weight: Some(2)},
			[][]string{{"0", "0.25", "0"}, {"1", "0.5", "1"}}, ""},
		{"filtered", Columns{Label: 0, Scores: []int{1}, Filter: Some(2), Only: "tset"},
			[][]string{{"0", "0.25", "test"}, {"1", "0.5", "test"}}, "all 2 rows are left out"},
		{"none", Columns{Label: 0, Scores: []int{1}}, nil, "has no rows"},
		{"1 and rarely 2", Columns{Label: 0, Scores: []int{1}},
			append(slices.Repeat([][]string{{"1", "0.25"}}, 50), []string{"2", "0.5"}),
			"could not be read: 1 of 51"},
		{"1, 0 and rarely 2", Columns{Label: 0, Scores: []int{1}},
			append(slices.Repeat([][]string{{"1", "0.75"}, {"0", "0.5"}}, 25),
				[]string{"2", "0.5"}),
			"some rows"},
	} {
		var r Rows
		r.Reset(test.columns)
		for i, row := range test.rows {
			r.AddText(i+1, row)
		}
		var all Tally
		all.Add(&r)
		problems := all.Problems(MaxRejected)
		got := ""
		if len(problems) > 0 {
			got = problems[0].Error()
		}
		if test.want == "" && got != "" || !strings.Contains(got, test.want) {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

// Scores of class 0 in the place of those of class 1 are seen, however the file is read.
func TestReversed(t *testing.T) {
	reversed := func(all *Tally) bool {
		return slices.ContainsFunc(all.Problems(MaxRejected),
			func(p *Problem) bool { return p.Code == Reversed })
	}
	tally := func(rows int, score func(class int) string) *Tally {
		var r Rows
		r.Reset(Columns{Label: 0, Scores: []int{1}})
		for i := range rows {
			r.AddText(i+1, []string{strconv.Itoa(i % 2), score(i % 2)})
		}
		var t Tally
		t.Add(&r)
		return &t
	}
	of := func(scores ...string) func(int) string {
		return func(class int) string { return scores[class] }
	}
	both := tally(50, of("0.8", "0.1"))
	both.Merge(tally(50, of("0.7", "0.2")))
	spread := tally(200, of("0.55", "0.45"))
	spread.Merge(tally(2, of("0", "1")))
	far := tally(30, of("0.01", "0.01"))
	far.Merge(tally(2, of("1", "0.01")))
	for _, tt := range []struct {
		name  string
		tally *Tally
		want  bool
	}{
		{"reversed", tally(100, of("0.8", "0.1")), true},
		{"reversed by little of a wide range", spread, true},
		{"one far from all others", far, false},
		{"in parts", both, true},
		{"right", tally(100, of("0.1", "0.8")), false},
		{"of chance", tally(100, of("0.5", "0.5")), false},
		{"few rows", tally(8, of("0.8", "0.1")), false},
	} {
		if got := reversed(tt.tally); got != tt.want {
			t.Errorf("%s: %t", tt.name, got)
		}
	}
}
