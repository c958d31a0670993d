package formula_test

import (
	"testing"

	"lossexplorer/internal/formula/syntax"
	"lossexplorer/losscore"
)

// The focal loss and its gradient, a million points a second and more: a formula
// against losscore, which has code of its own for it.
func BenchmarkFocal(b *testing.B) {
	const n = 512
	x, y, loss, dx := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range x {
		x[i], y[i] = 16*float64(i)/n-8, 1
	}
	f, err := syntax.Parse(builtin["focal"])
	if err != nil {
		b.Fatal(err)
	}
	for _, gamma := range []float64{2, 2.5} {
		name := map[float64]string{2: "gamma=2", 2.5: "gamma=2.5"}[gamma]
		values := []float64{1, 0.25, gamma}
		l := f.Bind(values, 1e-7)
		focal := losscore.Focal{Gamma: gamma, Alpha: 0.25, Epsilon: 1e-7, Balanced: true}
		perPoint := func(b *testing.B) { b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/point") }
		b.Run(name+"/formula", func(b *testing.B) {
			for b.Loop() {
				l.Logits(loss, dx, 1, x)
			}
			perPoint(b)
		})
		b.Run(name+"/losscore-batch", func(b *testing.B) {
			for b.Loop() {
				losscore.AtLogits(focal, loss, dx, y, x)
			}
			perPoint(b)
		})
		b.Run(name+"/losscore", func(b *testing.B) {
			for b.Loop() {
				for i := range x {
					loss[i], dx[i] = focal.AtLogit(1, x[i])
				}
			}
			perPoint(b)
		})
	}
}

// The formula is typeset at each key, beside the editor.
func BenchmarkMathML(b *testing.B) {
	f, err := syntax.Parse(syntax.Gallery[1].Formula)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		f.MathML()
	}
}
