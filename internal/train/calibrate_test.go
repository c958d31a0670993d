package train

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Labels are drawn with logits of which the model's are a known map: fitting finds
// the inverse.
func TestFit(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	const n = 200_000
	labels, logits, moved := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range labels {
		x := 3*normal(r) - 1
		if r.Float64() < 1/(1+math.Exp(-x)) {
			labels[i] = 1
		}
		logits[i], moved[i] = x/2.5, (x-1.5)/2.5
	}
	if m := FitTemperature(labels, logits); math.Abs(m.Temperature()-0.4) > 0.01 || m.Bias != 0 {
		t.Errorf("the temperature is %g, want 0.4; bias %g", m.Temperature(), m.Bias)
	}
	if m := FitScaleAndBias(labels, moved); math.Abs(m.Scale-2.5) > 0.05 ||
		math.Abs(m.Bias-1.5) > 0.05 {
		t.Errorf("%+v, want scale 2.5 and bias 1.5", m)
	}
	// Neither can be bettered.
	for _, xs := range [][]float64{logits, moved} {
		one, both := FitTemperature(labels, xs), FitScaleAndBias(labels, xs)
		least, leastBoth := crossEntropyOf(labels, xs, one), crossEntropyOf(labels, xs, both)
		if leastBoth > least {
			t.Errorf("with a bias the cross-entropy is %g, without %g", leastBoth, least)
		}
		for _, by := range []float64{-1e-3, 1e-3} {
			if c := crossEntropyOf(labels, xs, Map{one.Scale + by, 0}); c < least {
				t.Errorf("scale %g has %g, the fitted one %g", one.Scale+by, c, least)
			}
			for _, m := range []Map{{both.Scale + by, both.Bias}, {both.Scale, both.Bias + by}} {
				if c := crossEntropyOf(labels, xs, m); c < leastBoth {
					t.Errorf("%+v has %g, the fitted one %g", m, c, leastBoth)
				}
			}
		}
	}
}

// Separable examples and useless ones have no finite optimum.
func TestFitBounds(t *testing.T) {
	for name, tt := range map[string]struct {
		labels, logits []float64
		low, high      float64
	}{
		"separable": {[]float64{0, 0, 1, 1}, []float64{-2, -1, 1, 2}, 1. / maxTemperature,
			1.01 / maxTemperature},
		"reversed": {[]float64{1, 1, 0, 0}, []float64{-2, -1, 1, 2}, 0.99 * maxTemperature,
			1.01 * maxTemperature},
		"zero": {[]float64{1, 0}, []float64{0, 0}, 1. / 101, 101},
	} {
		for _, m := range []Map{FitTemperature(tt.labels, tt.logits),
			FitScaleAndBias(tt.labels, tt.logits)} {
			if T := m.Temperature(); !(T >= 0.99*tt.low && T <= tt.high) || math.IsNaN(m.Bias) {
				t.Errorf("%s: %+v, temperature %g, want %g to %g", name, m, T, tt.low, tt.high)
			}
		}
	}
	if x := (Map{2, -1}).Logit(3); x != 5 {
		t.Errorf("2·3-1 is %g", x)
	}
	var m Map
	if n := testing.AllocsPerRun(5,
		func() { m = FitTemperature([]float64{0, 1}, []float64{1, 2}) }); n > 0 || m.Bias != 0 {
		t.Errorf("%g allocations", n)
	}
}
