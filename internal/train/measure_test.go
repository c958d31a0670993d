package train

import (
	"math"
	"slices"
	"testing"

	"lossexplorer/internal/predict/bins"
)

// The page's calibration errors are all of the same bins.
func TestBins(t *testing.T) {
	if Bins != bins.Groups {
		t.Errorf("%d bins here, %d for the user's predictions", Bins, bins.Groups)
	}
}

// Logistic regression with logit x0, measured on examples with p = 0.88, 0.73, 0.5,
// 0.27 and 0.12: numbers worked out by hand.
func five(t testing.TB) (*Model, *Metrics) {
	t.Helper()
	m := &Model{Params: []float64{1, 0, 0}}
	d := Data{X: []float64{2, 0, 1, 0, 0, 0, -1, 0, -2, 0}, Y: []float64{1, 0, 1, 1, 0}}
	var r Metrics
	if err := r.Measure(m, focal, &d); err != nil {
		t.Fatal(err)
	}
	return m, &r
}

func TestMeasure(t *testing.T) {
	m, r := five(t)
	// Precisions 1, 2/3 and 3/4 at the positives.
	if want := (1 + 2./3 + 3./4) / 3; math.Abs(r.AP-want) > 1e-15 {
		t.Errorf("AP %g, want %g", r.AP, want)
	}
	p := func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
	if want := (1 - p(2) + p(1) + 0.5 + 1 - p(-1) + p(-2)) / 5; math.Abs(r.ECE-want) > 1e-15 {
		t.Errorf("ECE %g, want %g", r.ECE, want)
	}
	if want := (-math.Log(p(2)) - math.Log(1-p(1)) - math.Log(0.5) - math.Log(p(-1)) - math.Log(1-p(-2))) / 5; math.Abs(r.CrossEntropy-want) > 1e-15 {
		t.Errorf("cross-entropy %g, want %g", r.CrossEntropy, want)
	}
	if b := r.Bins[13]; b.Count != 1 || b.Positives != 1 || math.Abs(b.Mean-p(2)) > 1e-15 {
		t.Errorf("bin 13: %+v", b)
	}
	want := []float64{1. / 3, 1, 1. / 3, 1. / 2, 2. / 3, 2. / 3, 1, 3. / 4, 1, 3. / 5}
	if got := r.AppendCurve(nil); !slices.Equal(got, want) {
		t.Errorf("the curve is %v, want %v", got, want)
	}
	// Equal scores are one threshold.
	d := Data{X: make([]float64, 10), Y: []float64{1, 0, 1, 1, 0}}
	m.Params[2] = -1
	if err := r.Measure(m, focal, &d); err != nil {
		t.Fatal(err)
	}
	if math.Abs(r.AP-0.6) > 1e-15 {
		t.Errorf("AP %g, want 0.6", r.AP)
	}
	if got := r.AppendCurve(nil); !slices.Equal(got, []float64{1, 0.6}) {
		t.Errorf("the curve is %v", got)
	}
	if c := r.At(0.5); c != (Confusion{0, 0, 3, 2}) || c.Recall() != 0 ||
		!math.IsNaN(c.Precision()) {
		t.Errorf("%+v, recall %g, precision %g", c, c.Recall(), c.Precision())
	}
	if at, c := r.Matched(1); c.Predicted() != 5 || math.Abs(at-p(-1)) > 1e-15 {
		t.Errorf("at %g there are %+v", at, c)
	}
}

func TestConfusion(t *testing.T) {
	_, r := five(t)
	for threshold, want := range map[float64]Confusion{
		0:    {3, 2, 0, 0},
		0.12: {3, 1, 0, 1}, // p(-2) is 0.1192
		0.3:  {2, 1, 1, 1},
		0.5:  {2, 1, 1, 1}, // p = 0.5 counts
		0.51: {1, 1, 2, 1},
		0.9:  {0, 0, 3, 2},
		1:    {0, 0, 3, 2},
	} {
		if got := r.At(threshold); got != want {
			t.Errorf("at %g: %+v, want %+v", threshold, got, want)
		}
	}
	c := r.At(0.3)
	if c.Recall() != 2./3 || c.Precision() != 2./3 || c.Predicted() != 3 {
		t.Errorf("recall %g, precision %g of %d", c.Recall(), c.Precision(), c.Predicted())
	}
	if at, c := r.Matched(2); c != (Confusion{1, 1, 2, 1}) ||
		math.Abs(at-1/(1+math.Exp(-1))) > 1e-15 {
		t.Errorf("two are predicted at %g: %+v", at, c)
	}
}
