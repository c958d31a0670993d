// Package softlabel measures predictions whose labels are numbers from 0 to 1: their loss
// in its own convention, row by row, and how near they are to the
// labels.
package softlabel

import (
	"math"
	"slices"

	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/bins"
	"lossexplorer/losscore"
)

// Bands is the number of bands of labels: 0, five of equal width between 0 and 1, and 1.
const Bands = 7

// bandOf returns the band of a label from 0 to 1; an inner one has its upper end.
func bandOf(y float64) int {
	switch {
	case y == 0:
		return 0
	case y == 1:
		return Bands - 1
	}
	for k := 1; k < Bands-2; k++ {
		if y <= float64(k)/(Bands-2) {
			return k
		}
	}
	return Bands - 2
}

// BandName returns the labels of band k.
func BandName(k int) string {
	return [Bands]string{"y = 0", "0 < y ≤ 0.2", "0.2 < y ≤ 0.4", "0.4 < y ≤ 0.6", "0.6 < y ≤ 0.8",
		"0.8 < y < 1", "y = 1"}[k]
}

// A Row is one of the rows, with its loss and gradient.
type Row struct {
	Line     int
	Label, P float64
	Loss     float64
	Gradient float64 // |dL/dx|, x the logit
}

// Sums holds the results of a setting for rows.
type Sums struct {
	Bands [Bands]bins.Sums
	Rows  [Bands]int // how many there are, whatever their weights
	Top   []Row      // those with the largest losses, in order
}

// Total returns the sums of all rows.
func (s *Sums) Total() (all bins.Sums) {
	for _, b := range s.Bands {
		all = all.Plus(b)
	}
	return all
}

// offer inserts r if its loss is among the most largest.
func (s *Sums) offer(r Row, most int) {
	before := func(a, b Row) bool { return a.Loss > b.Loss || a.Loss == b.Loss && a.Line < b.Line }
	if most == 0 || len(s.Top) == most && !before(r, s.Top[most-1]) {
		return
	}
	i := len(s.Top)
	for i > 0 && before(r, s.Top[i-1]) {
		i--
	}
	s.Top = slices.Insert(s.Top, i, r)
	s.Top = s.Top[:min(len(s.Top), most)]
}

// Merge adds the sums of other rows; most is the number of rows of large losses to keep.
func (s *Sums) Merge(other *Sums, most int) {
	for k, b := range other.Bands {
		s.Bands[k] = s.Bands[k].Plus(b)
		s.Rows[k] += other.Rows[k]
	}
	for _, r := range other.Top {
		s.offer(r, most)
	}
}

// A Measure measures rows with a setting, whose loss uses soft labels by its own
// convention. Make one with NewMeasure.
type Measure struct {
	Sums
	Losses, Gradients []float64 // of the rows added last: the losses, and |dL/dx|

	setting bins.Setting
	most    int
}

// NewMeasure returns a Measure of no rows that keeps the most rows with the largest losses.
func NewMeasure(s bins.Setting, most int) *Measure { return &Measure{setting: s, most: most} }

// Add adds rows with soft labels.
func (m *Measure) Add(rows *predict.Rows) {
	m.add(rows.Columns().Logits(), rows.Label, rows.Score, rows.Weights(),
		func(i int) int { return rows.Line[i] })
}

func (m *Measure) add(logits bool, y, score, weights []float64, line func(i int) int) {
	m.evaluate(logits, y, score)
	var part Sums // first, so that rounding does not grow with the number of rows
	for i, loss := range m.Losses {
		g, w := m.Gradients[i], 1.
		if weights != nil {
			w = weights[i]
		}
		k := bandOf(y[i])
		part.Rows[k]++
		if w > 0 {
			of := bins.Sums{Count: w, Loss: w * loss, Gradient: w * g, Square: w * g * g}
			part.Bands[k] = part.Bands[k].Plus(of)
		}
		part.offer(Row{line(i), y[i], probability(logits, score[i]), loss, g}, m.most)
	}
	m.Merge(&part, m.most)
}

// evaluate fills Losses and Gradients.
func (m *Measure) evaluate(logits bool, y, score []float64) {
	n := len(y)
	m.Losses, m.Gradients = slices.Grow(m.Losses[:0], n)[:n], slices.Grow(m.Gradients[:0], n)[:n]
	l := m.setting.Loss()
	at := losscore.AtProbs[float64]
	if logits {
		at = losscore.AtLogits[float64]
	}
	if err := at(l, m.Losses, m.Gradients, y, score); err != nil {
		panic(err) // rows have labels and probabilities from 0 to 1
	}
	for i, d := range m.Gradients {
		if !logits {
			p := score[i]
			if slope := p * (1 - p); slope > 0 && math.Abs(d) <= math.MaxFloat64 {
				d *= slope
			} else {
				_, d = l.AtLogit(y[i], predict.Logit(p))
			}
		}
		m.Gradients[i] = math.Abs(d)
	}
}

// Ratios appends to dst the losses of the rows added last over the cross-entropy of their
// labels with the same clip, 0 where both are. Where both are infinite, at a p of 0 or 1
// without a clip, it is the ratio at a logit of -600 or 600.
func (m *Measure) Ratios(dst []float64, rows *predict.Rows) []float64 {
	const far = 600
	cross := NewMeasure(bins.CrossEntropy(m.setting.Epsilon()), 0)
	cross.evaluate(rows.Columns().Logits(), rows.Label, rows.Score)
	for i, loss := range m.Losses {
		switch ce := cross.Losses[i]; {
		case ce == 0:
			dst = append(dst, 0)
		case math.IsInf(ce, 1):
			x := math.Copysign(far, rows.Score[i]-0.5)
			a, _ := m.setting.Loss().AtLogit(rows.Label[i], x)
			b, _ := cross.setting.Loss().AtLogit(rows.Label[i], x)
			dst = append(dst, a/b)
		default:
			dst = append(dst, loss/ce)
		}
	}
	return dst
}

func probability(logits bool, score float64) float64 {
	if logits {
		return 1 / (1 + math.Exp(-score))
	}
	return score
}

// Groups is the number of intervals of equal width of p for the calibration.
const Groups = bins.Groups

// Quality measures the distance of predictions from their labels. All fields but Groups are
// weighted sums.
type Quality struct {
	Weight   float64
	Label, P float64
	Square   float64 // (y-p)²
	Absolute float64 // |y-p|
	Cross    float64 // the cross-entropy -y ln(p) - (1-y) ln(1-p)
	Entropy  float64 // -y ln(y) - (1-y) ln(1-y), the least that Cross can be
	Groups   [Groups]bins.Group
}

// Add adds rows with soft labels.
func (q *Quality) Add(rows *predict.Rows) {
	logits, weights := rows.Columns().Logits(), rows.Weights()
	ce := losscore.Focal{}
	for i, y := range rows.Label {
		w := 1.
		if weights != nil {
			w = weights[i]
		}
		if w == 0 {
			continue
		}
		p := probability(logits, rows.Score[i])
		cross, _ := ce.AtProb(y, p)
		if logits {
			cross, _ = ce.AtLogit(y, rows.Score[i])
		}
		entropy, _ := ce.AtProb(y, y)
		q.Weight += w
		q.Label += w * y
		q.P += w * p
		q.Square += w * (y - p) * (y - p)
		q.Absolute += w * math.Abs(y-p)
		q.Cross += w * cross
		q.Entropy += w * entropy
		g := &q.Groups[groupOf(p)]
		g.Count += w
		g.Positives += w * y
		g.Predicted += w * p
	}
}

// Merge adds the quality of other rows.
func (q *Quality) Merge(r *Quality) {
	for _, v := range [...]struct {
		to   *float64
		more float64
	}{{&q.Weight, r.Weight}, {&q.Label, r.Label}, {&q.P, r.P}, {&q.Square, r.Square},
		{&q.Absolute, r.Absolute}, {&q.Cross, r.Cross}, {&q.Entropy, r.Entropy}} {
		*v.to += v.more
	}
	for i, g := range r.Groups {
		q.Groups[i].Count += g.Count
		q.Groups[i].Positives += g.Positives
		q.Groups[i].Predicted += g.Predicted
	}
}

// Means returns the means of the label, of p, of (y-p)² and of |y-p|, the cross-entropy, the
// entropy of the labels, their difference (the KL divergence), and the calibration error.
func (q *Quality) Means() [8]float64 {
	w := q.Weight
	return [8]float64{q.Label / w, q.P / w, q.Square / w, q.Absolute / w, q.Cross / w,
		q.Entropy / w, (q.Cross - q.Entropy) / w, q.ECE()}
}

// ECE returns the calibration error of soft labels: Σ (n_k/n) |mean y - mean p| over the
// groups.
func (q *Quality) ECE() float64 {
	sum := 0.
	for _, g := range q.Groups {
		sum += math.Abs(g.Positives - g.Predicted)
	}
	return sum / q.Weight
}

// groupOf returns the group of p: [k/Groups, (k+1)/Groups), the last with 1.
func groupOf(p float64) int {
	k := min(Groups-1, int(p*Groups))
	switch {
	case p < float64(k)/Groups:
		k--
	case k+1 < Groups && p >= float64(k+1)/Groups:
		k++
	}
	return k
}
