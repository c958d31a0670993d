package train

import (
	"math"
	"slices"

	"lossexplorer/losscore"
)

// Bins is the number of bins of a calibration curve.
const Bins = 10

// A Bin has the examples whose prediction is in a tenth of [0,1].
type Bin struct {
	Count     int
	Mean      float64 // of their predictions, 0 if there are none
	Positives float64 // their share
}

// A Measurement says how a model does on data. The zero value is ready for
// Measure, which reuses its slices.
type Measurement struct {
	Loss      float64 // the mean loss
	Cross     float64 // the mean cross-entropy, without a clip
	Precision float64 // at p >= 1/2; NaN if nothing is predicted positive
	Recall    float64
	AP        float64 // average precision over all thresholds
	ECE       float64 // expected calibration error over Bins
	Bins      [Bins]Bin

	logits, losses, p []float64
	order             []int
}

// Measure measures model m with loss l on data d. Average precision is the sum
// of the precision at each threshold by the recall that it adds, examples with
// equal scores counting together (scikit-learn's average_precision_score).
func (r *Measurement) Measure(m *Model, l losscore.Loss, d *Data) error {
	n := d.Len()
	r.logits, r.losses, r.p = resize(r.logits, n), resize(r.losses, n), resize(r.p, n)
	m.Logits(r.logits, d.X)
	if err := losscore.AtLogits(l, r.losses, nil, d.Y, r.logits); err != nil {
		return err
	}
	r.Loss = mean(r.losses)
	if err := losscore.AtLogits[float64](losscore.Focal{}, r.losses, nil, d.Y, r.logits); err != nil {
		return err
	}
	r.Cross = mean(r.losses)
	var positives, predicted, right int
	r.Bins = [Bins]Bin{}
	for i, x := range r.logits {
		p := 1 / (1 + math.Exp(-x))
		r.p[i] = p
		b := &r.Bins[min(int(p*Bins), Bins-1)]
		b.Count++
		b.Mean += p
		b.Positives += d.Y[i]
		if d.Y[i] == 1 {
			positives++
		}
		if x >= 0 {
			predicted++
			if d.Y[i] == 1 {
				right++
			}
		}
	}
	r.ECE = 0
	for i := range r.Bins {
		if b := &r.Bins[i]; b.Count > 0 {
			r.ECE += math.Abs(b.Mean-b.Positives) / float64(n)
			b.Mean /= float64(b.Count)
			b.Positives /= float64(b.Count)
		}
	}
	r.Precision = float64(right) / float64(predicted)
	r.Recall = float64(right) / float64(positives)
	r.AP = r.average(d.Y, positives)
	return nil
}

func (r *Measurement) average(y []float64, positives int) (ap float64) {
	r.order = r.order[:0]
	for i := range y {
		r.order = append(r.order, i)
	}
	slices.SortFunc(r.order, func(a, b int) int {
		switch {
		case r.logits[a] > r.logits[b]:
			return -1
		case r.logits[a] < r.logits[b]:
			return 1
		}
		return a - b
	})
	var seen, right, added int
	for k, i := range r.order {
		seen++
		if y[i] == 1 {
			right++
			added++
		}
		if k+1 < len(y) && r.logits[r.order[k+1]] == r.logits[i] {
			continue // the same threshold
		}
		ap += float64(right) / float64(seen) * float64(added) / float64(positives)
		added = 0
	}
	return ap
}

func mean(v []float64) (sum float64) {
	for _, x := range v {
		sum += x
	}
	return sum / float64(len(v))
}
