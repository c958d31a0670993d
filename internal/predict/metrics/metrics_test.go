package metrics

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"strconv"
	"testing"

	"lossexplorer/internal/predict"
)

// rows reads testdata/predictions.csv, with its weights or without.
func rows(t *testing.T, weighted bool) *predict.Rows {
	t.Helper()
	f, err := os.Open("testdata/predictions.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	c := predict.Columns{Label: 0, Scores: []int{1}}
	if weighted {
		c.Weight = predict.Some(2)
	}
	var r predict.Rows
	r.Reset(c)
	for i, fields := range all[1:] {
		r.AddText(i+2, fields)
	}
	return &r
}

// All numbers are scikit-learn's; testdata/expected.py has written them.
func TestScikitLearn(t *testing.T) {
	data, err := os.ReadFile("testdata/sklearn.json")
	if err != nil {
		t.Fatal(err)
	}
	var want struct{ Plain, Weighted map[string]float64 }
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	for weighted, want := range map[bool]map[string]float64{false: want.Plain,
		true: want.Weighted} {
		r := rows(t, weighted)
		// In two parts, as several cores read a file.
		var s, other Sample
		var half predict.Rows
		half.Take(r, func(i int) bool { return i%3 > 0 })
		s.Add(&half)
		half.Take(r, func(i int) bool { return i%3 == 0 })
		other.Add(&half)
		s.Merge(&other)
		if !s.Whole() || s.Part() != 1 {
			t.Fatalf("of %d rows not all are kept", s.Len())
		}
		curve, sums := s.Curve(), s.Sums()
		at := curve.At(0.5)
		for name, got := range map[string]float64{
			"nll": sums.NLL / sums.Weight, "brier": sums.Brier / sums.Weight, "auc": curve.AUC(),
			"ap": curve.AP(), "ece": sums.ECE(),
			"accuracy": sums.Correct / sums.Weight, "tn": at.TN, "fp": at.FP, "fn": at.FN,
			"tp": at.TP,
		} {
			if !(math.Abs(got/want[name]-1) <= 1e-12) {
				t.Errorf("weighted %v: %s is %v, want %v", weighted, name, got, want[name])
			}
		}
	}
}

// Of more rows than the limit a part is kept, whatever the order and the parts they come in.
func TestSamplePart(t *testing.T) {
	r := rows(t, true)
	whole := Sample{Limit: 100}
	whole.Add(r)
	merged := Sample{Limit: 100}
	var half predict.Rows
	for part := range 3 {
		other := Sample{Limit: 100}
		half.Take(r, func(i int) bool { return i%3 == part })
		other.Add(&half)
		merged.Merge(&other)
	}
	if whole.Whole() || whole.Len() > 100 || whole.Len() < 30 || whole.Part() != 0.125 {
		t.Fatalf("%d rows are kept, a part of %v", whole.Len(), whole.Part())
	}
	a, b := whole.Sums(), merged.Sums()
	if whole.Len() != merged.Len() || whole.Part() != merged.Part() ||
		math.Abs(a.NLL/b.NLL-1) > 1e-12 {
		t.Errorf("%d rows, %+v; in parts %d, %+v", whole.Len(), a, merged.Len(), b)
	}
}

// The cheapest threshold costs no more than any other.
func TestCheapest(t *testing.T) {
	r := rows(t, true)
	var s Sample
	s.Add(r)
	c := s.Curve()
	for _, price := range [][2]float64{{1, 1}, {1, 10}, {25, 1}} {
		threshold, cost := c.Cheapest(price[0], price[1])
		m := c.At(threshold)
		if got := price[0]*m.FP + price[1]*m.FN; !(math.Abs(got-cost) <= 1e-9) {
			t.Errorf("%v: the threshold %v costs %v, not %v", price, threshold, got, cost)
		}
		for k := range 101 {
			if m := c.At(float64(k) / 100); price[0]*m.FP+price[1]*m.FN < cost-1e-9 {
				t.Errorf("%v: %v is cheaper than %v", price, float64(k)/100, threshold)
			}
		}
	}
}

// Groups of equal mass have all rows, in order.
func TestEqualMass(t *testing.T) {
	r := rows(t, false)
	var s Sample
	s.Add(r)
	groups := s.Curve().EqualMass(10, func(p float64) float64 { return p })
	n, positives, last := 0., 0., -1.
	for _, g := range groups {
		n, positives = n+g.Count, positives+g.Positives
		if mean := g.Predicted / g.Count; mean <= last {
			t.Errorf("a mean of %v after %v", mean, last)
		} else {
			last = mean
		}
	}
	want := 0.
	for _, y := range r.Class {
		want += float64(y)
	}
	if n != 400 || positives != want || len(groups) > 10 || len(groups) < 8 {
		t.Errorf("%d groups of %v rows, %v positives, want %v", len(groups), n, positives, want)
	}
}

// Wilson's interval of Wilson 1927 is as statsmodels' proportion_confint(7, 20, method="wilson").
func TestWilson(t *testing.T) {
	low, high := Wilson(7, 20, 1.959963984540054)
	if math.Abs(low-0.18119) > 1e-4 || math.Abs(high-0.56714) > 1e-4 {
		t.Errorf("%v to %v", strconv.FormatFloat(low, 'f', 6, 64),
			strconv.FormatFloat(high, 'f', 6, 64))
	}
	// Rounding leaves no 2.8e-17 where none, or all, is meant.
	for n := 1.; n <= 200; n++ {
		none, _ := Wilson(0, n, 1.959963984540054)
		_, all := Wilson(n, n, 1.959963984540054)
		if none != 0 || all != 1 {
			t.Errorf("of %v: from %v, and to %v", n, none, all)
		}
	}
}
