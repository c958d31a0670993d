// Package advise refits a linear head on features over settings of the focal loss, by
// folds, and reports whether one of them beats cross-entropy on rows that it was not fitted
// on, by more than chance and the choice among many explain.
package advise

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"

	"lossexplorer/losscore"
)

// MinRows is the least number of rows of each class.
const MinRows = 50

// Folds is the number of parts of the rows, each with its share of the positives.
const Folds = 5

// Ridge is the weight of the squared weights, beside the mean loss, of standardised features.
const Ridge = 1e-4

// The settings: every gamma with every alpha. Cross-entropy is gamma 0 and alpha 0.5.
var (
	Gammas = [...]float64{0, 0.5, 1, 2, 5}
	Alphas = [...]float64{0.1, 0.2, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9}
)

// crossEntropy is its index among the settings.
const crossEntropy = 4

// resamples is the number of bootstrap samples used for the interval.
const resamples = 200

// ErrFew is the error of fewer than MinRows rows of a class.
var ErrFew = errors.New("advise: a class has fewer than 50 rows")

// A Metric is the measure that settings are compared by. Larger is better for the first two,
// smaller for the last.
type Metric int

// The metrics, as in package metrics.
const (
	AP Metric = iota
	AUC
	Brier
	Metrics int = iota
)

// Data are rows of features and labels.
type Data struct {
	X      []float64 // row by row
	Y      []bool
	Width  int // features of a row
	Metric Metric
}

// Advice is the result of the comparison.
type Advice struct {
	Value [len(Gammas)][len(Alphas)]float64 // the metric on the rows that were left out

	// Gamma and Alpha are the indices of the best setting in Gammas and Alphas.
	Gamma, Alpha int

	// Difference is the gain of the best setting over cross-entropy, and Low its lower
	// bound, with a confidence of 95 % for all settings together.
	Difference, Low float64
}

// Beats reports whether the best setting beats cross-entropy.
func (a *Advice) Beats() bool { return a.Low > 0 }

// CrossEntropy returns its metric.
func (a *Advice) CrossEntropy() float64 { return a.Value[0][crossEntropy] }

// Best returns the metric of the best setting.
func (a *Advice) Best() float64 { return a.Value[a.Gamma][a.Alpha] }

// Advise fits all settings. It changes d.X, whose columns it standardises, and calls
// progress with how much is done, from 0 to 1.
func Advise(ctx context.Context, d *Data, progress func(done float64)) (*Advice, error) {
	var count [2]int
	fold := make([]uint8, len(d.Y))
	for i, y := range d.Y {
		k := index(y)
		fold[i] = uint8(count[k] % Folds)
		count[k]++
	}
	if min(count[0], count[1]) < MinRows {
		return nil, ErrFew
	}
	d.standardise()
	const settings = len(Gammas) * len(Alphas)
	var logits [settings][]float64
	for s := range logits {
		logits[s] = make([]float64, len(d.Y))
	}
	for f := range Folds {
		h := newHead(d, fold, uint8(f))
		for s := range settings {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			// Next to the last setting, so that its weights are a good start.
			g, a := s/len(Alphas), s%len(Alphas)
			if g%2 == 1 {
				a = len(Alphas) - 1 - a
			}
			h.fit(losscore.Focal{Gamma: Gammas[g], Alpha: Alphas[a], Balanced: true})
			h.predict(logits[g*len(Alphas)+a])
			progress(float64(f*settings+s+1) / float64(Folds*settings))
		}
	}
	return d.choose(&logits), nil
}

func index(y bool) int {
	if y {
		return 1
	}
	return 0
}

// standardise gives each feature a mean of 0 and a variance of 1.
func (d *Data) standardise() {
	n := float64(len(d.Y))
	for j := range d.Width {
		mean, square := 0., 0.
		for i := j; i < len(d.X); i += d.Width {
			mean += d.X[i] / n
		}
		for i := j; i < len(d.X); i += d.Width {
			d.X[i] -= mean
			square += d.X[i] * d.X[i] / n
		}
		if scale := math.Sqrt(square); scale > 0 {
			for i := j; i < len(d.X); i += d.Width {
				d.X[i] /= scale
			}
		}
	}
}

// choose finds the best setting and how much better it is.
func (d *Data) choose(logits *[len(Gammas) * len(Alphas)][]float64) *Advice {
	const settings = len(logits)
	once := slices.Repeat([]float64{1}, len(d.Y))
	var ranks [settings][]int32
	var value, square [settings]float64
	var a Advice
	best := crossEntropy
	for s, z := range logits {
		ranks[s] = order(z)
		value[s] = d.score(z, ranks[s], once)
		a.Value[s/len(Alphas)][s%len(Alphas)] = value[s]
		if d.gain(value[s], value[best]) > 0 {
			best = s
		}
	}
	a.Gamma, a.Alpha = best/len(Alphas), best%len(Alphas)
	a.Difference = d.gain(value[best], value[crossEntropy])
	if best == crossEntropy {
		return &a
	}
	// The largest of the deviations of all differences, in their standard errors (the
	// max-t of Romano and Wolf 2005), allows for the choice among them.
	random := rand.New(rand.NewPCG(1, 2)) // the same answer for the same rows
	times := make([]float64, len(d.Y))
	off := make([][settings]float64, resamples)
	for r := range off {
		clear(times)
		for range times {
			times[random.IntN(len(times))]++
		}
		base := d.score(logits[crossEntropy], ranks[crossEntropy], times)
		for s := range settings {
			v := d.gain(d.score(logits[s], ranks[s], times), base) - d.gain(value[s],
				value[crossEntropy])
			off[r][s] = v
			square[s] += v * v / resamples
		}
	}
	most := make([]float64, resamples)
	for r := range off {
		for s, v := range off[r] {
			if square[s] > 0 {
				most[r] = max(most[r], v/math.Sqrt(square[s]))
			}
		}
	}
	slices.Sort(most)
	a.Low = a.Difference - most[resamples*95/100]*math.Sqrt(square[best])
	return &a
}

// gain returns the improvement of v over w.
func (d *Data) gain(v, w float64) float64 {
	if d.Metric == Brier {
		return w - v
	}
	return v - w
}

// order returns the rows by falling logit.
func order(z []float64) []int32 {
	all := make([]int32, len(z))
	for i := range all {
		all[i] = int32(i)
	}
	slices.SortFunc(all, func(a, b int32) int {
		switch {
		case z[a] > z[b]:
			return -1
		case z[a] < z[b]:
			return 1
		}
		return 0
	})
	return all
}

// score returns the metric of logits, each row so many times.
func (d *Data) score(z []float64, ranks []int32, times []float64) float64 {
	var positives, all, precision, area, square float64
	for i := 0; i < len(ranks); {
		x := z[ranks[i]]
		var of [2]float64
		for ; i < len(ranks) && z[ranks[i]] == x; i++ { // ties are one step
			of[index(d.Y[ranks[i]])] += times[ranks[i]]
		}
		if d.Metric == Brier {
			p := 1 / (1 + math.Exp(-x))
			square += of[1]*(1-p)*(1-p) + of[0]*p*p
		}
		area += of[0] * (positives + of[1]/2)
		positives += of[1]
		all += of[0] + of[1]
		if of[1] > 0 {
			precision += of[1] * positives / all
		}
	}
	switch d.Metric {
	case AUC:
		return area / (positives * (all - positives))
	case Brier:
		return square / all
	}
	return precision / positives
}
