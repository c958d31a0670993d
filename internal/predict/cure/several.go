package cure

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"lossexplorer/internal/predict/metrics"
	"lossexplorer/losscore"
)

// focalNumbers are how many numbers a focal temperature is fitted to at first and in the
// end: one evaluation takes long.
var focalNumbers = [2]int{1 << 13, 1 << 16}

// least is the smallest probability that a map of several classes tells from 0.
const least = 1e-17

// Several are the maps of rows of several classes. Make them with NewSeveral.
type Several struct {
	classes  int
	x        []float64 // logits, or logarithms of the probabilities, row by row
	given    []float64 // the probabilities as they are
	class    []int
	weight   []float64
	fold     []uint8
	some     []int // all rows in an order that looks random
	isotonic bool  // every class has MinRows
	results  [Methods]Result
}

// NewSeveral fits the maps to the rows of s, or returns nil if fewer than two classes have
// MinRows. Unless every class has them, the numbers of the isotonic map are NaN.
func NewSeveral(s *metrics.Several) *Several {
	if s.Len() == 0 {
		return nil
	}
	c := &Several{classes: s.Classes()}
	count := make([]int, c.classes)
	var order []uint32
	s.Each(func(scores []float64, class int, weight float64, random uint32) {
		from := len(c.x)
		c.x, c.given = append(c.x, scores...), append(c.given, scores...)
		if s.Logits() {
			softmax(c.given[from:], c.x[from:], 1)
		} else {
			for k, v := range scores {
				c.x[from+k] = math.Log(max(v, least))
			}
		}
		c.class, c.weight = append(c.class, class), append(c.weight, weight)
		c.fold = append(c.fold, uint8(uint64(random)*Folds>>32))
		c.some, order = append(c.some, len(c.some)), append(order, random*0x9e3779b1)
		count[class]++
	})
	slices.Sort(count)
	if count[c.classes-2] < MinRows {
		return nil
	}
	slices.SortFunc(c.some, func(a, b int) int { return cmp.Compare(order[a], order[b]) })
	c.isotonic = count[0] >= MinRows
	c.fit()
	return c
}

// fit fits the maps by folds, and once more to all rows.
func (c *Several) fit() {
	var sums [Folds][Methods]metrics.Sums
	var wait sync.WaitGroup
	for fold := range Folds {
		wait.Go(func() {
			s := &sums[fold]
			t := c.temperature(fold)
			gamma, ft := c.focalTemperature(fold)
			c.add(&s[None], fold, func(p []float64, i int) { copy(p, c.probabilities(i)) })
			c.add(&s[Temperature], fold, func(p []float64, i int) { softmax(p, c.row(i), 1/t) })
			c.add(&s[FocalTemperature], fold,
				func(p []float64, i int) { focalInverse(p, c.row(i), gamma, ft) })
		})
	}
	wait.Go(func() {
		c.results[Temperature].T = c.temperature(-1)
		c.results[FocalTemperature].Gamma, c.results[FocalTemperature].T = c.focalTemperature(-1)
	})
	isotonic := metrics.Sums{Weight: math.NaN()}
	if c.isotonic {
		wait.Go(func() { isotonic = c.fitIsotonic() })
	}
	wait.Wait()
	for m := range Methods {
		for fold := 1; fold < Folds; fold++ {
			sums[0][m].Merge(&sums[fold][m])
		}
		if Method(m) == Isotonic {
			sums[0][m] = isotonic
		}
		r := resultOf(&sums[0][m])
		r.T, r.Gamma = c.results[m].T, c.results[m].Gamma
		c.results[m] = r
	}
}

func (c *Several) row(i int) []float64 { return c.x[i*c.classes : (i+1)*c.classes] }

func (c *Several) probabilities(i int) []float64 { return c.given[i*c.classes : (i+1)*c.classes] }

// add adds the rows of a fold, or of all if it is -1, as f maps them.
func (c *Several) add(sums *metrics.Sums, fold int, f func(p []float64, i int)) {
	p := make([]float64, c.classes)
	for i, class := range c.class {
		if fold < 0 || int(c.fold[i]) == fold {
			f(p, i)
			sums.AddProbabilities(p, class, c.weight[i])
		}
	}
}

// softmax fills p with the probabilities at a·x.
func softmax(p, x []float64, a float64) {
	most := slices.Max(x)
	for k, v := range x {
		p[k] = math.Exp(a * (v - most))
	}
	normalise(p)
}

// normalise divides p by its sum.
func normalise(p []float64) {
	sum := 0.
	for _, v := range p {
		sum += v
	}
	for k := range p {
		p[k] /= sum
	}
}

// temperature returns the T of the least NLL on rows that are not of a fold, from 1/100 to
// 100, by Newton's steps for 1/T, in which the NLL is convex.
func (c *Several) temperature(fold int) float64 {
	p := make([]float64, c.classes)
	low, high, a := 0.01, 100., 1.
	for range 60 {
		slope, curvature := 0., 0.
		for i, class := range c.class {
			if int(c.fold[i]) == fold {
				continue
			}
			x := c.row(i)
			softmax(p, x, a)
			mean, square := 0., 0.
			for k, v := range x {
				mean += p[k] * v
				square += p[k] * v * v
			}
			slope += c.weight[i] * (mean - x[class])
			curvature += c.weight[i] * (square - mean*mean)
		}
		if slope < 0 {
			low = a
		} else {
			high = a
		}
		next := a - slope/curvature
		if !(next > low && next < high) {
			next = math.Sqrt(low * high)
		}
		if math.Abs(next-a) <= 1e-10*a {
			break
		}
		a = next
	}
	return 1 / a
}

// focalInverse fills p with the true probabilities at which the focal loss is least at the
// softmax of x/T:
//
//	q_k ∝ p_k/φ(p_k), φ(v) = (1-v)^γ - γ (1-v)^(γ-1) v ln(v)
//
// (Charoenphakdee et al. 2021; of two classes as losscore.Focal's Calibrate).
func focalInverse(p, x []float64, gamma, t float64) {
	softmax(p, x, 1/t)
	for k, v := range p {
		v = max(v, least)
		rest := max(1-v, 1e-16)
		p[k] = v / (math.Pow(rest, gamma-1) * (rest - gamma*v*math.Log(v)))
	}
	normalise(p)
}

// focalTemperature returns the gamma and T of the least NLL on rows that are not of a fold:
// for each gamma T is found by golden sections of its logarithm, at first on some rows.
func (c *Several) focalTemperature(fold int) (gamma, t float64) {
	p := make([]float64, c.classes)
	nll := func(numbers int, g float64) func(logT float64) float64 {
		some := c.some[:min(len(c.some), max(1, numbers/c.classes))]
		return func(logT float64) float64 {
			sum, t := 0., math.Exp(logT)
			for _, i := range some {
				if int(c.fold[i]) != fold {
					focalInverse(p, c.row(i), g, t)
					sum -= c.weight[i] * math.Log(max(p[c.class[i]], 0x1p-52))
				}
			}
			return sum
		}
	}
	best, near := math.Inf(1), 0.
	for _, g := range gammas {
		at, value := golden(nll(focalNumbers[0], g), math.Log(0.05), math.Log(20))
		if value < best {
			best, gamma, near = value, g, at
		}
	}
	const around = 0.1
	at, _ := golden(nll(focalNumbers[1], gamma), near-around, near+around)
	return gamma, math.Exp(at)
}

// fitIsotonic measures rising steps of each class against the others, whose values are
// divided by their sum, by folds.
func (c *Several) fitIsotonic() (sums metrics.Sums) {
	maps := make([][Folds]steps, c.classes)
	rows := make([]row, len(c.class))
	for k := range maps {
		for i, class := range c.class {
			rows[i] = row{c.probabilities(i)[k], c.weight[i], class == k, c.fold[i]}
		}
		slices.SortFunc(rows, func(a, b row) int { return cmp.Compare(a.x, b.x) })
		for fold := range maps[k] {
			maps[k][fold] = isotonic(rows, fold)
		}
	}
	c.add(&sums, -1, func(p []float64, i int) {
		sum := 0.
		for k := range p {
			p[k] = maps[k][c.fold[i]].at(c.probabilities(i)[k])
			sum += p[k]
		}
		for k := range p {
			if sum > 0 {
				p[k] /= sum
			} else {
				p[k] = 1 / float64(c.classes)
			}
		}
	})
	return sums
}

// Results returns what each method gives, Inverse that of the loss, which must have no clip;
// NaN if it has no inverse.
func (c *Several) Results(loss losscore.Loss) [Methods]Result {
	results := c.results
	sums := metrics.Sums{Weight: math.NaN()}
	if invertible(loss) {
		sums = metrics.Sums{}
		c.add(&sums, -1, func(q []float64, i int) {
			for k, p := range c.probabilities(i) {
				q[k] = share(loss, p)
			}
			normalise(q)
		})
	}
	results[Inverse] = resultOf(&sums)
	return results
}

// share returns 1/-L'(p). The expected loss Σ q_k L(p_k) is least at p where all q_k are
// proportional to it.
func share(loss losscore.Loss, p float64) float64 {
	_, slope := loss.AtProb(1, max(least, min(p, 1-1e-16)))
	return -1 / slope
}

// invertible reports whether the loss is a falling, strictly convex function of the
// probability of the true class, from 0 to 1.
func invertible(loss losscore.Loss) bool {
	const steps = 64
	last := 0.
	for k := 1; k < steps; k++ {
		s := share(loss, float64(k)/steps)
		if !(s > last) || math.IsInf(s, 1) {
			return false
		}
		last = s
	}
	return true
}
