package cure

import (
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"

	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/csvfile"
	"lossexplorer/internal/predict/metrics"
	"lossexplorer/losscore"
)

func severalSample(t *testing.T) *metrics.Several {
	t.Helper()
	f, err := os.Open("testdata/several.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := csvfile.New(f)
	if err != nil {
		t.Fatal(err)
	}
	c := predict.Columns{Label: 0, Scores: []int{1, 2, 3, 4}}
	r.Choose(c)
	part, err := r.Next()
	if err != nil {
		t.Fatal(err)
	}
	var rows predict.Rows
	rows.Reset(c)
	part(&rows)
	if len(rows.Line) != 900 {
		t.Fatalf("%d rows", len(rows.Line))
	}
	var s metrics.Several
	s.Add(&rows)
	return &s
}

// The numbers are those of scikit-learn and SciPy, by the same folds; testdata/several.py
// has written them.
func TestSeveralScikitLearn(t *testing.T) {
	data, err := os.ReadFile("testdata/several.json")
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]struct{ NLL, Brier, ECE, T, Gamma float64 }
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	c := NewSeveral(severalSample(t))
	if c == nil {
		t.Fatal("no maps")
	}
	results := c.Results(losscore.Focal{Gamma: 2, Alpha: 0.25, Balanced: true})
	for name, m := range map[string]Method{"none": None, "temperature": Temperature,
		"inverse": Inverse, "focal": FocalTemperature, "isotonic": Isotonic} {
		got, want := results[m], want[name]
		tolerance := 1e-9
		switch m {
		case Temperature:
			tolerance = 1e-6
		case FocalTemperature: // by sections of 1/1000
			tolerance = 2e-3
		}
		for what, v := range map[string][2]float64{"nll": {got.NLL, want.NLL},
			"brier": {got.Brier, want.Brier}, "ece": {got.ECE, want.ECE}, "T": {got.T, want.T},
			"gamma": {got.Gamma, want.Gamma}} {
			if !(math.Abs(v[0]-v[1]) <= tolerance*math.Abs(v[1])) {
				t.Errorf("%s: %s is %v, want %v", name, what, v[0], v[1])
			}
		}
	}
	for m := Temperature; int(m) < Methods; m++ {
		code := CodeSeveral(m, results, losscore.Focal{Gamma: 2})
		if !strings.Contains(code, "calibrated(") {
			t.Errorf("method %d has the code %q", m, code)
		}
	}
}

// A loss whose slope does not rise, as the mean absolute error, has no inverse.
func TestSeveralInverse(t *testing.T) {
	c := NewSeveral(severalSample(t))
	flat := losscore.GeneralizedCE{Q: 1}
	if r := c.Results(flat); r[Inverse].NLL == r[Inverse].NLL ||
		CodeSeveral(Inverse, r, flat) != "" {
		t.Errorf("the mean absolute error has an inverse: %+v", r[Inverse])
	}
	r := c.Results(losscore.Focal{})
	if math.Abs(r[Inverse].NLL-r[None].NLL) > 1e-12 {
		t.Errorf("the inverse of cross-entropy gives %v, not %v", r[Inverse].NLL, r[None].NLL)
	}
}

// One class of many rows is too few; a class of few rows leaves the isotonic map out.
func TestSeveralFew(t *testing.T) {
	make := func(counts ...int) *Several {
		var rows predict.Rows
		rows.Reset(predict.Columns{Label: 0, Scores: []int{1, 2, 3}})
		line := 1
		for class, n := range counts {
			for range n {
				line++
				rows.AddNumbers(line, []float64{float64(class), 0.5, 0.3, 0.2})
			}
		}
		var s metrics.Several
		s.Add(&rows)
		return NewSeveral(&s)
	}
	if make(500, MinRows-1, 10) != nil {
		t.Error("one class with enough rows has maps")
	}
	c := make(500, MinRows, 10)
	if c == nil {
		t.Fatal("two classes with enough rows have no maps")
	}
	r := c.Results(losscore.Focal{})
	if r[Isotonic].NLL == r[Isotonic].NLL || !(r[Temperature].NLL > 0) {
		t.Errorf("%+v", r)
	}
}

// Of many rows a part is kept, the same whatever the order in which parts come.
func TestSeveralPart(t *testing.T) {
	var all, odd, even metrics.Several
	all.Limit, odd.Limit, even.Limit = 500, 500, 500
	for i := range 40 {
		var rows predict.Rows
		rows.Reset(predict.Columns{Label: 0, Scores: []int{1, 2, 3}})
		for j := range 100 {
			line := 100*i + j + 2
			rows.AddNumbers(line, []float64{float64(line % 3), 0.5, 0.3, 0.2})
		}
		all.Add(&rows)
		if i%2 == 0 {
			even.Add(&rows)
		} else {
			odd.Add(&rows)
		}
	}
	odd.Merge(&even)
	if all.Len() != odd.Len() || all.Len() > 500 || all.Len() < 100 || all.Part() != odd.Part() {
		t.Errorf("%d rows of a part of %v, and %d of %v", all.Len(), all.Part(), odd.Len(),
			odd.Part())
	}
	if a, b := NewSeveral(&all), NewSeveral(&odd); a.results[Temperature] != b.results[Temperature] {
		t.Errorf("%+v and %+v", a.results[Temperature], b.results[Temperature])
	}
}
