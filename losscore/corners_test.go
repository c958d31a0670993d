package losscore

import (
	_ "embed"
	"math"
	"testing"
)

// Made with mpmath 1.2.1, in this directory:
//
//	/usr/bin/python3 testdata/gamma_reference.py > testdata/gamma_reference.csv
//
//go:embed testdata/gamma_reference.csv
var gammaReference string

// Above a Gamma of 10 the error grows as package losscore states.
func TestLargeGamma(t *testing.T) {
	most := map[float64]float64{}
	for _, row := range readTable(t, gammaReference) {
		x, gamma := parse(t, row[0]), parse(t, row[1])
		loss, dx := Focal{Gamma: gamma}.AtLogit(1, x)
		for i, got := range []float64{loss, dx} {
			ulps, _ := deviation(t, got, row[2+i])
			most[gamma] = max(most[gamma], ulps)
			if ulps > maxULP+gamma/16 {
				t.Errorf("gamma %g at %g: %g, want %s: %.3g ulp", gamma, x, got, row[2+i], ulps)
			}
		}
	}
	t.Log(most)
}

// Values that were wrong: infinities and zeros where the loss is an ordinary
// number. They were computed with mpmath and 1400 digits.
func TestCorners(t *testing.T) {
	quarter := Focal{Gamma: 2, Alpha: 0.25, Balanced: true}
	for _, tt := range []struct {
		name       string
		eval       func(y, v float64) (float64, float64)
		y, v       float64
		loss, grad float64
	}{
		{"a weight below 1 and a subnormal p", quarter.AtProb, 1, 0x1p-1024, 177.445678223346,
			-0x1p1022},
		{"the same", WeightedCE{PosWeight: 0.25}.AtProb, 1, 0x1p-1024, 177.445678223346, -0x1p1022},
		{"the same", Varifocal{Alpha: 0.25}.AtProb, 1, 0x1p-1023, 709.089565712824, -0x1p1023},
		{"a subnormal clip", Focal{Gamma: 2, Epsilon: 5e-324}.AtLogit, 1, -745,
			744.4400719213812, 0},
		{"the same", WeightedCE{Epsilon: 5e-324}.AtLogit, 1, -745, 744.4400719213812, 0},
		{"the same, of the other class", Focal{Epsilon: 5e-324}.AtLogit, 0, 745,
			744.4400719213812, 0},
		{"a subnormal clip not reached", Focal{Epsilon: 5e-324}.AtLogit, 1, -744, 744, -1},
		{"a power that underflows", Focal{Gamma: 16.102163086788572}.AtProb, 0,
			9.643716439686408e-20, 0, 1.0920780295263503e-305},
		{"a weight that a tiny loss needs", WeightedCE{PosWeight: 1e300}.AtLogit, 1, 800,
			3.667874584177687e-48, -3.667874584177687e-48},
	} {
		loss, grad := tt.eval(tt.y, tt.v)
		if !close(loss, tt.loss, 1e-15) || !close(grad, tt.grad, 1e-15) {
			t.Errorf("%s: %g, %g, want %g, %g", tt.name, loss, grad, tt.loss, tt.grad)
		}
	}

	// In batches.
	loss, grad := make([]float64, 2), make([]float64, 2)
	if err := AtProbs(quarter, loss, grad, []float64{1, 0},
		[]float64{0x1p-1024, 0.5}); err != nil || grad[0] != -0x1p1022 {
		t.Errorf("in a batch: %v, %v", grad, err)
	}
	if err := AtLogits(Focal{Gamma: 2, Epsilon: 5e-324}, loss, grad, []float64{1, 0},
		[]float64{-745, 0}); err != nil ||
		!close(loss[0], 744.4400719213812, 1e-15) || grad[0] != 0 {
		t.Errorf("in a batch with a subnormal clip: %v, %v, %v", loss, grad, err)
	}

	// Of several classes.
	c := CategoricalFocal{Alpha: []float64{0.25, 1}}
	if l, err := c.AtLogits(grad, []float64{1, 0}, []float64{-1e308, 1e308}); err != nil ||
		l != 5e307 || grad[0] != -0.25 || grad[1] != 0.25 {
		t.Errorf("logits 2e308 apart: %g, %v, %v", l, grad, err)
	}
	if _, err := c.AtProbs(grad, []float64{1, 0}, []float64{0x1p-1024, 1}); err != nil ||
		grad[0] != -0x1p1022 {
		t.Errorf("a subnormal p: %v, %v", grad, err)
	}
	c.Alpha[0] = 1e300
	if l, err := c.AtLogits(grad, []float64{1, 0}, []float64{800, 0}); err != nil ||
		!close(l, 3.667874584177687e-48, 1e-15) ||
		!close(grad[0], -3.667874584177687e-48, 1e-15) ||
		!close(grad[1], 3.667874584177687e-48, 1e-15) {
		t.Errorf("a weight of 1e300: %g, %v, %v", l, grad, err)
	}
}

// Where the losses of a soft label have their minimum: y = 0.8, γ = 2.
func TestSoftMinima(t *testing.T) {
	for _, tt := range []struct {
		l    Loss
		p, d float64
	}{
		{Focal{Gamma: 2}, 0.953, 5e-4},
		{QualityFocal{Beta: 2}, 0.8, 1e-3},
		{Varifocal{Gamma: 2}, 0.8, 1e-3},
		{Focal{}, 0.8, 1e-3},
		{Distillation{Temperature: 4}, 0.8, 1e-3},
		{HeatmapFocal{Gamma: 2, Beta: 4}, 0, 1e-3},
		{MONAIFocal{Gamma: 2}, 1, 1e-3},
	} {
		least, at := math.Inf(1), 0.
		for i := range 10001 {
			p := float64(i) / 10000
			if loss, _ := tt.l.AtProb(0.8, p); loss < least {
				least, at = loss, p
			}
		}
		if math.Abs(at-tt.p) > tt.d {
			t.Errorf("%T%+v has its minimum at %g, want %g", tt.l, tt.l, at, tt.p)
		}
	}
}
