package losscore

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os/exec"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"
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

// batchSize is that of the comparison with NumPy and torch.
const batchSize = 1e6

func benchmarkBatch[T Float](b *testing.B, name string, logits bool, cores int) {
	x, y := make([]T, batchSize), make([]T, batchSize)
	loss, grad := make([]T, batchSize), make([]T, batchSize)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range x {
		v := 16*r.Float64() - 8
		if !logits {
			v = 1 / (1 + math.Exp(-v))
		}
		x[i], y[i] = T(v), T(i&1)
	}
	at := AtProbs[T]
	if logits {
		at = AtLogits[T]
	}
	for _, g := range benchGammas {
		b.Run(name+"/gamma="+strconv.FormatFloat(g, 'g', -1, 64), func(b *testing.B) {
			var l Loss = Focal{Gamma: g, Alpha: 0.25, Balanced: true}
			best := time.Duration(math.MaxInt64)
			for b.Loop() {
				start := time.Now()
				var all sync.WaitGroup
				for c := range cores {
					from, to := len(x)*c/cores, len(x)*(c+1)/cores
					all.Go(func() {
						if err := at(l, loss[from:to], grad[from:to], y[from:to],
							x[from:to]); err != nil {
							b.Error(err)
						}
					})
				}
				all.Wait()
				best = min(best, time.Since(start))
			}
			// The best, as of Python.
			b.ReportMetric(float64(best.Nanoseconds())/batchSize, "ns/point")
		})
	}
}

func BenchmarkBatch(b *testing.B) {
	benchmarkBatch[float64](b, "logits", true, 1)
	benchmarkBatch[float64](b, "probs", false, 1)
	benchmarkBatch[float32](b, "logits-float32", true, 1)
	if n := runtime.GOMAXPROCS(0); n > 1 {
		benchmarkBatch[float64](b, fmt.Sprintf("logits-%d-cores", n), true, n)
	}
}

// BenchmarkBatchPython runs NumPy and torch in the same run, where they are
// installed.
func BenchmarkBatchPython(b *testing.B) {
	if runtime.GOOS == "js" {
		b.Skip("no processes")
	}
	for _, python := range []string{"/usr/bin/python3", "python3"} {
		if exec.Command(python, "-c", "import numpy, torch").Run() != nil {
			continue
		}
		out, err := exec.Command(python, "testdata/batch_compare.py").Output()
		if err != nil {
			b.Fatal(err)
		}
		fmt.Printf("%s", out)
		return
	}
	b.Skip("neither python3 has numpy and torch")
}
