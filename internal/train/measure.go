package train

import (
	"math"
	"slices"

	"lossexplorer/losscore"
)

// Bins is the number of bins of equal width of a reliability diagram and of the
// expected calibration error (Guo et al. 2017, arXiv:1706.04599).
const Bins = 15

// A Bin holds the examples whose predicted probability is in one of the intervals
// [k/Bins, (k+1)/Bins).
type Bin struct {
	Count     int
	Mean      float64 // mean predicted probability, 0 if there are no examples
	Positives float64 // fraction of positives, 0 if there are no examples
}

// Metrics measure a model on data. The zero value is ready for Measure, which
// reuses its slices.
type Metrics struct {
	Loss         float64 // mean of the loss the model is trained with
	CrossEntropy float64 // mean cross-entropy without a clip, in nats
	AP           float64 // average precision over all thresholds
	ECE          float64 // expected calibration error over Bins
	Bins         [Bins]Bin

	logits, losses []float64
	labels         []float64
	sorted         []scored // by falling logit
	found          []int    // positives among the first k of sorted
}

type scored struct {
	logit, label float64
	index        int
}

// Measure evaluates model m on data d; l is the loss it is trained with. Average
// precision is the sum over all thresholds of the precision times the recall that
// the threshold adds, examples with equal scores counting together (scikit-learn's
// average_precision_score). The error comes from l's Validate.
func (r *Metrics) Measure(m *Model, l losscore.Loss, d *Data) error {
	n := d.Len()
	r.logits, r.losses = resize(r.logits, n), resize(r.losses, n)
	m.Logits(r.logits, d.X)
	if err := losscore.AtLogits(l, r.losses, nil, d.Y, r.logits); err != nil {
		return err
	}
	r.Loss = mean(r.losses)
	r.labels = append(r.labels[:0], d.Y...)
	r.CrossEntropy, r.ECE = calibration(&r.Bins, r.losses, r.labels, r.logits, Identity)
	r.sort()
	r.AP = r.averagePrecision()
	return nil
}

// calibration fills the bins, and returns the mean cross-entropy and the expected
// calibration error of logits after a map. It overwrites losses.
func calibration(bins *[Bins]Bin, losses, labels, logits []float64, by Map) (cross, ece float64) {
	*bins = [Bins]Bin{}
	for i, x := range logits {
		x = by.Logit(x)
		losses[i] = x
		p := 1 / (1 + math.Exp(-x))
		k := 0 // also where a diverged model has no number
		if p > 0 {
			k = min(int(p*Bins), Bins-1)
		}
		b := &bins[k]
		b.Count++
		b.Mean += p
		b.Positives += labels[i]
	}
	if err := losscore.AtLogits(crossEntropy, losses, nil, labels, losses); err != nil {
		panic(err) // the zero Focal is valid
	}
	for i := range bins {
		if b := &bins[i]; b.Count > 0 {
			ece += math.Abs(b.Mean-b.Positives) / float64(len(logits))
			b.Mean /= float64(b.Count)
			b.Positives /= float64(b.Count)
		}
	}
	return mean(losses), ece
}

// Mapped returns the cross-entropy and the expected calibration error of the
// measured data after using a map for each logit.
func (r *Metrics) Mapped(by Map) (cross, ece float64) {
	var bins [Bins]Bin
	return calibration(&bins, r.losses, r.labels, r.logits, by)
}

func (r *Metrics) sort() {
	r.sorted, r.found = r.sorted[:0], append(r.found[:0], 0)
	for i, x := range r.logits {
		r.sorted = append(r.sorted, scored{x, r.labels[i], i})
	}
	slices.SortFunc(r.sorted, func(a, b scored) int {
		switch {
		case a.logit > b.logit:
			return -1
		case a.logit < b.logit:
			return 1
		}
		return 0
	})
	for i, s := range r.sorted {
		r.found = append(r.found, r.found[i]+int(s.label))
	}
}

func (r *Metrics) averagePrecision() (ap float64) {
	positives, before := r.found[len(r.found)-1], 0
	for k := range r.sorted {
		if !r.ends(k) {
			continue
		}
		if found := r.found[k+1]; found > before {
			ap += float64(found) / float64(k+1) * float64(found-before) / float64(positives)
			before = found
		}
	}
	return ap
}

// ends reports whether a threshold can lie below the example at k: whether the
// next has another score.
func (r *Metrics) ends(k int) bool {
	return k+1 == len(r.sorted) || r.sorted[k+1].logit != r.sorted[k].logit
}

// AppendCurve appends the precision-recall curve to dst, as pairs of recall and
// precision from the highest threshold to the lowest.
func (r *Metrics) AppendCurve(dst []float64) []float64 {
	positives := float64(r.found[len(r.found)-1])
	for k := range r.sorted {
		if r.ends(k) {
			found := float64(r.found[k+1])
			dst = append(dst, found/positives, found/float64(k+1))
		}
	}
	return dst
}

// A Confusion counts the examples by label and prediction.
type Confusion struct {
	TruePositives, FalsePositives, FalseNegatives, TrueNegatives int
}

// Recall returns the fraction of the positives that are predicted positive, NaN if
// there are no positives.
func (c Confusion) Recall() float64 {
	return float64(c.TruePositives) / float64(c.TruePositives+c.FalseNegatives)
}

// Precision returns the fraction of positives among those predicted positive, NaN
// if nothing is predicted positive.
func (c Confusion) Precision() float64 {
	return float64(c.TruePositives) / float64(c.TruePositives+c.FalsePositives)
}

// Predicted returns the number of examples that are predicted positive.
func (c Confusion) Predicted() int { return c.TruePositives + c.FalsePositives }

// At counts the measured examples with those predicted positive whose predicted
// probability is at least threshold.
func (r *Metrics) At(threshold float64) Confusion {
	logit := Logit(threshold)
	k, _ := slices.BinarySearchFunc(r.sorted, logit, func(s scored, logit float64) int {
		if s.logit >= logit {
			return -1
		}
		return 1
	})
	return r.first(k)
}

// first counts with the first k of sorted predicted positive.
func (r *Metrics) first(k int) Confusion {
	found, positives := r.found[k], r.found[len(r.found)-1]
	return Confusion{found, k - found, positives - found, len(r.sorted) - k - (positives - found)}
}

// Matched returns the highest threshold at which at least n examples are predicted
// positive, and the counts there. n is at least 1 and at most the number of
// examples.
func (r *Metrics) Matched(n int) (threshold float64, c Confusion) {
	k := n - 1
	for !r.ends(k) {
		k++
	}
	return 1 / (1 + math.Exp(-r.sorted[k].logit)), r.first(k + 1)
}

// Logit returns ln(p/(1-p)).
func Logit(p float64) float64 { return math.Log(p) - math.Log1p(-p) }

func mean(v []float64) (sum float64) {
	for _, x := range v {
		sum += x
	}
	return sum / float64(len(v))
}
