package cure

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/csvfile"
	"lossexplorer/internal/predict/metrics"
	"lossexplorer/losscore"
)

func sample(t *testing.T) *metrics.Sample {
	t.Helper()
	f, err := os.Open("../metrics/testdata/predictions.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := csvfile.New(f)
	if err != nil {
		t.Fatal(err)
	}
	r.Choose(predict.Columns{Label: 0, Scores: []int{1}})
	part, err := r.Next()
	if err != nil {
		t.Fatal(err)
	}
	var rows predict.Rows
	rows.Reset(predict.Columns{Label: 0, Scores: []int{1}})
	part(&rows)
	var s metrics.Sample
	s.Add(&rows)
	return &s
}

// The numbers are those of scikit-learn and SciPy, by the same folds; testdata/expected.py
// has written them.
func TestScikitLearn(t *testing.T) {
	data, err := os.ReadFile("testdata/sklearn.json")
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]struct{ NLL, Brier, ECE, T float64 }
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	c := New(sample(t))
	if c == nil {
		t.Fatal("no cures")
	}
	results := c.Results(losscore.Focal{Gamma: 2, Alpha: 0.25, Balanced: true})
	for name, m := range map[string]Method{"none": None, "temperature": Temperature,
		"inverse": Inverse, "isotonic": Isotonic} {
		got, want := results[m], want[name]
		tolerance := 1e-12
		if m == Temperature { // fitted to points of rows
			tolerance = 1e-3
		}
		for what, v := range map[string][2]float64{"nll": {got.NLL, want.NLL},
			"brier": {got.Brier, want.Brier}, "ece": {got.ECE, want.ECE}, "T": {got.T, want.T}} {
			if !(math.Abs(v[0]-v[1]) <= tolerance*math.Abs(v[1])) {
				t.Errorf("%s: %s is %v, want %v", name, what, v[0], v[1])
			}
		}
	}
}

// Scores that a known map has made wrong are mended by the method that undoes it.
func TestRecovers(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	c := predict.Columns{Label: 0, Scores: []int{1}, Kind: predict.Logits}
	loss := losscore.Focal{Gamma: 3}
	make := func(wrong func(x float64) float64) *metrics.Sample {
		var rows predict.Rows
		rows.Reset(c)
		for i := range 40000 {
			x := random.NormFloat64()*2 - 1
			y := 0.
			if random.Float64() < logistic(x) {
				y = 1
			}
			rows.AddNumbers(i+1, []float64{y, wrong(x)})
		}
		var s metrics.Sample
		s.Add(&rows)
		return &s
	}
	hot := New(make(func(x float64) float64 { return 2.5 * x })).Results(loss)
	if got := hot[Temperature].T; math.Abs(got-2.5) > 0.05 || hot[Temperature].ECE > 0.01 ||
		hot[None].ECE < 0.05 {
		t.Errorf("scores times 2.5: T is %v, %+v before, %+v after", got, hot[None],
			hot[Temperature])
	}
	// The optimum of the loss at each probability, by bisection.
	optimum := func(x float64) float64 {
		low, high := -30., 30.
		for range 60 {
			if middle := (low + high) / 2; loss.Calibrate(logistic(middle)) < logistic(x) {
				low = middle
			} else {
				high = middle
			}
		}
		return low
	}
	focal := New(make(optimum)).Results(loss)
	if focal[Inverse].ECE > 0.01 || focal[FocalTemperature].ECE > 0.015 || focal[None].ECE < 0.05 ||
		focal[Inverse].NLL > focal[None].NLL {
		t.Errorf("optima of the focal loss: %+v before, %+v and %+v after", focal[None],
			focal[Inverse], focal[FocalTemperature])
	}
	if m := focal[FocalTemperature]; m.NLL > focal[Temperature].NLL+1e-5 {
		t.Errorf("the focal temperature has %v, temperature %v", m.NLL, focal[Temperature].NLL)
	}
}

func TestFew(t *testing.T) {
	var rows predict.Rows
	rows.Reset(predict.Columns{Label: 0, Scores: []int{1}})
	for i := range 200 {
		rows.AddNumbers(i+1, []float64{float64(max(0, i-150) / 1 % 2), 0.5})
	}
	var s metrics.Sample
	s.Add(&rows)
	if New(&s) != nil {
		t.Error("few positives have cures")
	}
}
