package softlabel

import (
	"slices"

	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/bins"
)

// blockSize is the number of rows of Data that are measured at a time.
const blockSize = 1 << 12

// Data are rows that stay in memory, so that they can be measured again. The zero value
// has no rows. It uses 20 bytes a row, 28 with sample weights.
type Data struct {
	logits       bool
	label, score []float64
	weight       []float64 // nil if all are 1
	line         []uint32
}

// Add adds rows with soft labels; more than 4 thousand million lines are too many for it.
func (d *Data) Add(rows *predict.Rows) {
	d.logits = rows.Columns().Logits()
	d.label, d.score = append(d.label, rows.Label...), append(d.score, rows.Score...)
	d.weight = append(d.weight, rows.Weights()...)
	for _, line := range rows.Line {
		d.line = append(d.line, uint32(line))
	}
}

// Clips reports whether a clip of epsilon changes the loss of a row.
func (d *Data) Clips(epsilon float64) bool {
	return slices.ContainsFunc(d.score, func(score float64) bool {
		p := probability(d.logits, score)
		return p < epsilon || 1-p < epsilon
	})
}

// Measure returns the sums of s over all rows, with the most rows of the largest losses.
func (d *Data) Measure(s bins.Setting, most int) Sums {
	m := NewMeasure(s, most)
	for from := 0; from < len(d.label); from += blockSize {
		to := min(from+blockSize, len(d.label))
		var weight []float64
		if d.weight != nil {
			weight = d.weight[from:to]
		}
		line := func(i int) int { return int(d.line[from+i]) }
		m.add(d.logits, d.label[from:to], d.score[from:to], weight, line)
	}
	return m.Sums
}
