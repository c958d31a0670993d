// Package cure fits maps that make predicted probabilities agree with the frequencies, after
// the training, and measures by folds what each changes.
package cure

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"lossexplorer/internal/predict/metrics"
	"lossexplorer/losscore"
)

// Folds is how many parts the rows are divided into: a map is measured on rows that it was
// not fitted on.
const Folds = 5

// MinRows is how many rows of each class there must be.
const MinRows = 50

// A Method is a kind of map.
type Method int

// The methods.
const (
	None Method = iota // the scores as they are
	// σ(x/T), T by the least negative log-likelihood (Guo et al. 2017)
	Temperature
	// the inverse of the loss' optimum, losscore.Calibrate; nothing is fitted
	Inverse
	// the inverse of the focal loss' optimum at σ(x/T), γ and T fitted (arXiv:2408.11598)
	FocalTemperature
	Isotonic     // the rising steps of least squared error, linear between them
	Methods  int = iota
)

// A Result is what a method changes.
type Result struct {
	NLL, Brier, ECE float64 // means over the rows, each under a map that it was not fitted on

	T, Gamma float64 // fitted on all rows, for the code to copy; 0 where there is none
}

// point is rows of nearly the same logit.
type point struct{ x, negative, positive float64 }

// row is one of the rows.
type row struct {
	x, weight float64
	positive  bool
	fold      uint8
}

// Cures are the maps of rows. Make them with New.
type Cures struct {
	rows    []row
	results [Methods]Result
}

// New fits the maps to the rows of s, or returns nil if a class has fewer than MinRows.
func New(s *metrics.Sample) *Cures {
	c := &Cures{rows: make([]row, 0, s.Len())}
	var count [2]int
	s.Each(func(x float64, positive bool, weight float64, random uint32) {
		x = max(-reach, min(reach, x))
		c.rows = append(c.rows, row{x, weight, positive, uint8(uint64(random) * Folds >> 32)})
		if positive {
			count[1]++
		} else {
			count[0]++
		}
	})
	if min(count[0], count[1]) < MinRows {
		return nil
	}
	slices.SortFunc(c.rows, func(a, b row) int { return cmp.Compare(a.x, b.x) })
	var sums [Folds][Methods]metrics.Sums
	var wait sync.WaitGroup
	for fold := range Folds {
		wait.Go(func() {
			s := &sums[fold]
			train := pointsOf(c.rows, fold)
			t := temperature(train)
			gamma, ft := focalTemperature(train)
			c.add(&s[None], fold, logistic)
			c.add(&s[Temperature], fold, func(x float64) float64 { return logistic(x / t) })
			c.add(&s[FocalTemperature], fold, func(x float64) float64 { return focal(gamma, x/ft) })
			c.add(&s[Isotonic], fold, isotonic(c.rows, fold).at)
		})
	}
	wait.Go(func() {
		all := pointsOf(c.rows, -1)
		c.results[Temperature].T = temperature(all)
		c.results[FocalTemperature].Gamma, c.results[FocalTemperature].T = focalTemperature(all)
	})
	wait.Wait()
	for m := range Methods {
		for fold := 1; fold < Folds; fold++ {
			sums[0][m].Merge(&sums[fold][m])
		}
		r := resultOf(&sums[0][m])
		r.T, r.Gamma = c.results[m].T, c.results[m].Gamma
		c.results[m] = r
	}
	return c
}

// add adds the rows of a fold, or of all if it is -1, as f maps them.
func (c *Cures) add(sums *metrics.Sums, fold int, f func(x float64) float64) {
	last, lastX := 0., math.NaN()
	for _, r := range c.rows {
		if fold >= 0 && int(r.fold) != fold {
			continue
		}
		if r.x != lastX {
			last, lastX = f(r.x), r.x
		}
		sums.AddProbability(last, r.positive, r.weight)
	}
}

func resultOf(s *metrics.Sums) Result {
	return Result{NLL: s.NLL / s.Weight, Brier: s.Brier / s.Weight, ECE: s.ECE()}
}

// Results returns what each method gives, Inverse that of the loss.
func (c *Cures) Results(loss losscore.Loss) [Methods]Result {
	var sums metrics.Sums
	c.add(&sums, -1, func(x float64) float64 {
		p := losscore.Calibrate(loss, logistic(x))
		if p != p { // a loss without gradients has no inverse
			return 0.5
		}
		return p
	})
	results := c.results
	results[Inverse] = resultOf(&sums)
	return results
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// fine and coarse are the widths of points.
const (
	fine   = 1. / 64
	coarse = 1. / 8
)

// pointsOf returns the rows that are not of a fold as points, each fine at most.
func pointsOf(rows []row, fold int) (points []point) {
	var p point
	start, sum := 0., 0.
	flush := func() {
		if n := p.negative + p.positive; n > 0 {
			p.x = sum / n
			points = append(points, p)
		}
	}
	for _, r := range rows {
		if int(r.fold) == fold || r.weight == 0 {
			continue
		}
		if p.negative+p.positive == 0 || r.x-start > fine {
			flush()
			p, start, sum = point{}, r.x, 0
		}
		sum += r.x * r.weight
		if r.positive {
			p.positive += r.weight
		} else {
			p.negative += r.weight
		}
	}
	flush()
	return points
}

// reach is as far as logits are told apart: nearer than that, log_loss clips.
const reach = 40

// temperature returns the T of the least NLL, from 1/100 to 100. The NLL is convex in 1/T.
func temperature(points []point) float64 {
	slope := func(a float64) float64 { // of the NLL, by a = 1/T
		sum := 0.
		for _, p := range points {
			q := logistic(a * p.x)
			sum += p.x * ((p.negative+p.positive)*q - p.positive)
		}
		return sum
	}
	low, high := 0.01, 100.
	for range 60 {
		middle := math.Sqrt(low * high)
		if slope(middle) < 0 {
			low = middle
		} else {
			high = middle
		}
	}
	return 1 / math.Sqrt(low*high)
}

// focal is the inverse of the optimum of the focal loss without weights, at a logit. It is
// symmetric.
func focal(gamma, x float64) float64 {
	if x > 0 {
		return 1 - focal(gamma, -x)
	}
	if gamma == 0 {
		return logistic(x)
	}
	return losscore.Focal{Gamma: gamma}.Calibrate(logistic(x))
}

// gammas are those that focalTemperature tries.
var gammas = [...]float64{0, 0.5, 1, 1.5, 2, 2.5, 3, 4, 5}

// focalTemperature returns the gamma and T of the least NLL. For each gamma T is found by
// golden sections of its logarithm, at first of coarse points.
func focalTemperature(points []point) (gamma, t float64) {
	nll := func(points []point, g float64) func(logT float64) float64 {
		return func(logT float64) float64 {
			scale := math.Exp(-logT)
			var sums metrics.Sums
			for _, p := range points {
				q := focal(g, p.x*scale)
				sums.AddProbability(q, true, p.positive)
				sums.AddProbability(q, false, p.negative)
			}
			return sums.NLL
		}
	}
	rough, least, near := coarser(points), math.Inf(1), 0.
	for _, g := range gammas {
		if at, value := golden(nll(rough, g), math.Log(0.05), math.Log(20)); value < least {
			least, gamma, near = value, g, at
		}
	}
	const around = 0.1
	at, _ := golden(nll(points, gamma), near-around, near+around)
	return gamma, math.Exp(at)
}

// coarser returns points as fewer.
func coarser(points []point) (few []point) {
	var p point
	start := 0.
	for i, q := range points {
		n, m := p.negative+p.positive, q.negative+q.positive
		if n > 0 && q.x-start > coarse {
			few = append(few, p)
			p, n = point{}, 0
		}
		if n == 0 {
			start = q.x
		}
		p = point{(p.x*n + q.x*m) / (n + m), p.negative + q.negative, p.positive + q.positive}
		if i == len(points)-1 {
			few = append(few, p)
		}
	}
	return few
}

// golden returns where f is least, and the value there.
func golden(f func(float64) float64, low, high float64) (x, value float64) {
	const ratio = 0.6180339887498949
	a, b := high-ratio*(high-low), low+ratio*(high-low)
	fa, fb := f(a), f(b)
	for high-low > 1e-3 {
		if fa < fb {
			high, b, fb = b, a, fa
			a = high - ratio*(high-low)
			fa = f(a)
		} else {
			low, a, fa = a, b, fb
			b = low + ratio*(high-low)
			fb = f(b)
		}
	}
	x = (low + high) / 2
	return x, f(x)
}
