package metrics

import (
	"math"

	"lossexplorer/internal/predict"
)

// Exact is the number of rows that a Sample keeps by default.
const Exact = 1 << 19

// A Sample keeps rows of two classes: all of them up to a limit, and of more a part that
// the number of the line chooses, so that it is the same whatever the number of cores.
// Rows that stand for many, as in a query's result, are all kept. The zero value has no
// rows.
type Sample struct {
	Limit int // 0 stands for Exact

	columns predict.Columns
	seen    bool
	halved  uint // how often the part was halved

	blocks  [][]kept
	weights []float64 // nil if all are 1
	n       int
}

// kept is a row.
type kept struct {
	score    float64
	key      uint32 // of the line
	positive bool
}

// blockRows is the number of rows kept together: growing needs no copy.
const blockRows = 1 << 13

// step is the number of times that the part is halved at once.
const step = 3

// keyOf is a number that looks random.
func keyOf(line int) uint32 {
	h := uint64(line) * 0x9e3779b97f4a7c15
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	return uint32(h >> 32)
}

// Add adds rows, unless they are of several classes.
func (s *Sample) Add(rows *predict.Rows) {
	if rows.Width() > 1 {
		return
	}
	s.columns, s.seen = rows.Columns(), true
	weights := rows.Weights()
	if weights != nil && s.weights == nil {
		s.weights = []float64{}
	}
	var row kept
	for i, line := range rows.Line {
		row.key = keyOf(line)
		if row.key>>(32-s.halved) != 0 {
			continue
		}
		row.score, row.positive = rows.Score[i], rows.Class[i] == 1
		if weights != nil {
			s.weights = append(s.weights, weights[i])
		}
		s.keep(row)
	}
	s.fit()
}

func (s *Sample) keep(row kept) {
	if s.n%blockRows == 0 {
		s.blocks = append(s.blocks, make([]kept, 0, blockRows))
	}
	last := &s.blocks[len(s.blocks)-1]
	*last = append(*last, row)
	s.n++
}

// fit makes the part smaller until it is within the limit.
func (s *Sample) fit() {
	limit := s.Limit
	if limit == 0 {
		limit = Exact
	}
	for s.n > limit && s.halved+step <= 32 {
		s.halve(s.halved + step)
	}
}

// halve keeps the rows of a smaller part.
func (s *Sample) halve(times uint) {
	all, weights := s.blocks, s.weights
	s.halved, s.blocks, s.weights, s.n = times, nil, weights[:0], 0
	for b, block := range all {
		for i, row := range block {
			if row.key>>(32-times) != 0 {
				continue
			}
			if weights != nil {
				s.weights = append(s.weights, weights[b*blockRows+i])
			}
			s.keep(row)
		}
	}
}

// Merge adds the rows of t, which may change too.
func (s *Sample) Merge(t *Sample) {
	if !t.seen {
		return
	}
	s.columns, s.seen = t.columns, true
	if s.halved < t.halved {
		s.halve(t.halved)
	} else if t.halved < s.halved {
		t.halve(s.halved)
	}
	for _, block := range t.blocks {
		for _, row := range block {
			s.keep(row)
		}
	}
	s.weights = append(s.weights, t.weights...)
	s.fit()
}

// Len returns how many rows are kept.
func (s *Sample) Len() int { return s.n }

// Part returns the part of the rows that is kept, 1 for all of them, or 1/8, 1/64 and so on.
func (s *Sample) Part() float64 { return math.Ldexp(1, -int(s.halved)) }

// Whole reports whether rows of two classes were added and all are kept, each standing
// for one.
func (s *Sample) Whole() bool {
	_, times := s.columns.Times.Index()
	return s.seen && s.halved == 0 && !times
}

// Sums returns the sums over the rows that are kept.
func (s *Sample) Sums() (sums Sums) {
	sums.classes = 2
	logits := s.columns.Logits()
	s.all(func(row kept, weight float64) { sums.add(row.score, row.positive, weight, logits) })
	return sums
}

// all calls f with every row and its weight.
func (s *Sample) all(f func(row kept, weight float64)) {
	for b, block := range s.blocks {
		for i, row := range block {
			weight := 1.
			if s.weights != nil {
				weight = s.weights[b*blockRows+i]
			}
			f(row, weight)
		}
	}
}

// Each calls f with the logit of class 1, whether it is the class, the weight, and a number
// that looks random, of every row.
func (s *Sample) Each(f func(x float64, positive bool, weight float64, random uint32)) {
	s.all(func(row kept, weight float64) {
		x := row.score
		if !s.columns.Logits() {
			x = predict.Logit(x)
		}
		// The highest bits have chosen the part.
		f(x, row.positive, weight, row.key<<s.halved)
	})
}

// Curve returns the curve of all thresholds of the rows that are kept, exact if they are
// all; it is nil without rows.
func (s *Sample) Curve() Curve {
	if s.n == 0 {
		return nil
	}
	return curveOf(s)
}
