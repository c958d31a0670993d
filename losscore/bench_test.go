package losscore

import (
	"math/rand/v2"
	"strconv"
	"testing"
)

var benchGammas = []float64{0, 1, 2, 2.5, 0.7}

var sink float64

// benchmark runs eval on inputs from lo to hi.
func benchmark(b *testing.B, lo, hi float64, eval func(f Focal, y, v float64) (float64, float64)) {
	var in [1024]float64
	r := rand.New(rand.NewPCG(1, 2))
	for i := range in {
		in[i] = lo + (hi-lo)*r.Float64()
	}
	for _, g := range benchGammas {
		b.Run("gamma="+strconv.FormatFloat(g, 'g', -1, 64), func(b *testing.B) {
			f := Focal{Gamma: g, Alpha: 0.25, Balanced: true}
			i := 0
			for b.Loop() {
				l, d := eval(f, float64(i&1), in[i%len(in)])
				sink = l + d
				i++
			}
		})
	}
}

func BenchmarkAtLogit(b *testing.B) { benchmark(b, -8, 8, Focal.AtLogit) }

func BenchmarkAtProb(b *testing.B) { benchmark(b, 0, 1, Focal.AtProb) }
