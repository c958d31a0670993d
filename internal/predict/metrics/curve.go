package metrics

import (
	"cmp"
	"math"
	"slices"
)

// A Step is the rows of one score.
type Step struct {
	Score                float64
	Negatives, Positives float64 // sums of weights
}

// A Curve is the steps of all scores, from the highest to the lowest, in the order in which
// a falling threshold passes them.
type Curve []Step

func curveOf(rows *Sample) Curve {
	steps := make(Curve, 0, rows.n)
	rows.all(func(row kept, weight float64) {
		step := Step{Score: row.score}
		if row.positive {
			step.Positives = weight
		} else {
			step.Negatives = weight
		}
		steps = append(steps, step)
	})
	slices.SortFunc(steps, func(a, b Step) int { return cmp.Compare(b.Score, a.Score) })
	c := steps[:0]
	for _, s := range steps {
		if len(c) == 0 || c[len(c)-1].Score != s.Score {
			c = append(c, s)
			continue
		}
		last := &c[len(c)-1]
		last.Positives += s.Positives
		last.Negatives += s.Negatives
	}
	return c
}

func (c Curve) total() (negatives, positives float64) {
	for _, s := range c {
		negatives += s.Negatives
		positives += s.Positives
	}
	return negatives, positives
}

// AUC returns the area under the ROC curve, roc_auc_score: the share of pairs of a
// positive and a negative in which the positive has the higher score, ties by half.
// It is NaN without positives or negatives.
func (c Curve) AUC() float64 {
	negatives, positives := c.total()
	above, sum := 0., 0. // positives with higher scores
	for _, s := range c {
		sum += s.Negatives * (above + s.Positives/2)
		above += s.Positives
	}
	return sum / (negatives * positives)
}

// Tied returns the share of pairs of a positive and a negative in one step. Half of it
// bounds the error of an AUC whose steps are bins.
func (c Curve) Tied() float64 {
	negatives, positives := c.total()
	sum := 0.
	for _, s := range c {
		sum += s.Negatives * s.Positives
	}
	return sum / (negatives * positives)
}

// AP returns the average precision, average_precision_score: the sum of the precision at
// each score times the recall that it adds. It is NaN without positives.
func (c Curve) AP() float64 {
	_, positives := c.total()
	found, all, sum := 0., 0., 0.
	for _, s := range c {
		found += s.Positives
		all += s.Positives + s.Negatives
		if s.Positives > 0 {
			sum += s.Positives * found / all
		}
	}
	return sum / positives
}

// A Confusion counts the rows that a threshold divides, by their weights.
type Confusion struct{ TP, FP, TN, FN float64 }

// At returns the confusion when scores above the threshold count as class 1.
func (c Curve) At(threshold float64) (m Confusion) {
	for _, s := range c {
		if s.Score > threshold {
			m.TP += s.Positives
			m.FP += s.Negatives
		} else {
			m.FN += s.Positives
			m.TN += s.Negatives
		}
	}
	return m
}

// Precision returns TP/(TP+FP).
func (m Confusion) Precision() float64 { return m.TP / (m.TP + m.FP) }

// Recall returns TP/(TP+FN).
func (m Confusion) Recall() float64 { return m.TP / (m.TP + m.FN) }

// F1 returns the harmonic mean of precision and recall.
func (m Confusion) F1() float64 { return 2 * m.TP / (2*m.TP + m.FP + m.FN) }

// Cheapest returns the threshold that costs the least when a false positive costs fp
// and a false negative fn: the middle between two scores, or infinite if it is best to
// call all rows one class.
func (c Curve) Cheapest(fp, fn float64) (threshold, cost float64) {
	_, positives := c.total()
	now := fn * positives // nothing is called class 1
	threshold, cost = math.Inf(1), now
	for i, s := range c {
		now += fp*s.Negatives - fn*s.Positives
		if now < cost {
			cost, threshold = now, math.Inf(-1)
			if i+1 < len(c) {
				threshold = s.Score + (c[i+1].Score-s.Score)/2
			}
		}
	}
	return threshold, cost
}

// ROC appends the points of the ROC curve, false against true positive rate, from 0, 0
// to 1, 1, fewer than 2 steps of them: each is at most 1/steps from the last.
func (c Curve) ROC(dst []float64, steps int) []float64 {
	negatives, positives := c.total()
	return c.points(dst, steps, func(m Confusion) (x, y float64) { return m.FP / negatives, m.TP / positives }, 0, 0)
}

// PR appends the points of precision against recall, recall rising.
func (c Curve) PR(dst []float64, steps int) []float64 {
	_, positives := c.total()
	first := 1.
	for _, s := range c {
		if s.Positives+s.Negatives > 0 {
			first = s.Positives / (s.Positives + s.Negatives)
			break
		}
	}
	return c.points(dst, steps, func(m Confusion) (x, y float64) { return m.TP / positives, m.Precision() }, 0, first)
}

func (c Curve) points(dst []float64, steps int, at func(Confusion) (x, y float64), x0,
	y0 float64) []float64 {
	dst = append(dst, x0, y0)
	step := 1 / float64(steps)
	var m Confusion
	for i, s := range c {
		m.TP += s.Positives
		m.FP += s.Negatives
		x, y := at(m)
		n := len(dst)
		if i+1 == len(c) || math.Abs(x-dst[n-2]) >= step || math.Abs(y-dst[n-1]) >= step {
			dst = append(dst, x, y)
		}
	}
	return dst
}

// EqualMass returns n groups of as many rows each, by rising score, of probabilities.
// Rows of one score are not divided, so that there may be fewer groups.
func (c Curve) EqualMass(n int, probability func(score float64) float64) []Group {
	negatives, positives := c.total()
	var all []Group
	var g Group
	sum := 0.
	for i := len(c) - 1; i >= 0; i-- {
		s := c[i]
		w := s.Negatives + s.Positives
		g.Count += w
		g.Positives += s.Positives
		g.Predicted += w * probability(s.Score)
		sum += w
		if sum >= float64(len(all)+1)*(negatives+positives)/float64(n)*(1-1e-12) || i == 0 {
			if g.Count > 0 {
				all = append(all, g)
			}
			g = Group{}
		}
	}
	return all
}

// Wilson returns the interval in which the probability of an event lies that happened k
// of n times, with the confidence of z standard deviations (Wilson 1927).
func Wilson(k, n, z float64) (low, high float64) {
	p, zz := k/n, z*z
	middle := (p + zz/(2*n)) / (1 + zz/n)
	half := z / (1 + zz/n) * math.Sqrt(p*(1-p)/n+zz/(4*n*n))
	low, high = max(0, middle-half), min(1, middle+half)
	if k == 0 {
		low = 0 // middle and half are the same but for rounding
	}
	if k == n {
		high = 1
	}
	return low, high
}
