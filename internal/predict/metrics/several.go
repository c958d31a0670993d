package metrics

import (
	"cmp"
	"math"
	"slices"

	"lossexplorer/internal/predict"
)

// Limits of what a Several keeps: so many numbers, but at least so many rows.
const (
	severalScores = 1 << 18
	severalRows   = 1 << 12
)

// A Several is a [Sample] of rows of several classes, with the scores of each. The zero
// value is that of no rows.
type Several struct {
	Limit int // of rows; 0 stands for what the number of classes allows

	columns predict.Columns
	halved  uint // how often the part was halved

	scores  []float64 // of all classes, row by row
	class   []uint16
	key     []uint32
	weights []float64 // nil if all are 1
}

// Add adds rows, unless they are of two classes.
func (s *Several) Add(rows *predict.Rows) {
	k := rows.Width()
	if k == 1 {
		return
	}
	s.columns = rows.Columns()
	weights := rows.Weights()
	for i, line := range rows.Line {
		key := keyOf(line)
		if key>>(32-s.halved) != 0 {
			continue
		}
		s.scores = append(s.scores, rows.Score[i*k:(i+1)*k]...)
		s.class, s.key = append(s.class, rows.Class[i]), append(s.key, key)
		if weights != nil {
			s.weights = append(s.weights, weights[i])
		}
	}
	s.fit()
}

// fit makes the part smaller until it is within the limit.
func (s *Several) fit() {
	limit := s.Limit
	if limit == 0 {
		limit = max(severalRows, severalScores/s.columns.Classes())
	}
	for len(s.class) > limit && s.halved < 32 {
		s.halve(s.halved + 1)
	}
}

// halve keeps the rows of a smaller part.
func (s *Several) halve(times uint) {
	s.halved = times
	k, n := s.columns.Classes(), 0
	for i, key := range s.key {
		if key>>(32-times) != 0 {
			continue
		}
		copy(s.scores[n*k:(n+1)*k], s.scores[i*k:(i+1)*k])
		s.class[n], s.key[n] = s.class[i], key
		if s.weights != nil {
			s.weights[n] = s.weights[i]
		}
		n++
	}
	s.scores, s.class, s.key = s.scores[:n*k], s.class[:n], s.key[:n]
	if s.weights != nil {
		s.weights = s.weights[:n]
	}
}

// Merge adds the rows of t, which may change too.
func (s *Several) Merge(t *Several) {
	if len(t.class) == 0 {
		return
	}
	s.columns = t.columns
	if s.halved < t.halved {
		s.halve(t.halved)
	} else if t.halved < s.halved {
		t.halve(s.halved)
	}
	s.scores, s.class = append(s.scores, t.scores...), append(s.class, t.class...)
	s.key = append(s.key, t.key...)
	s.weights = append(s.weights, t.weights...)
	s.fit()
}

// Len returns how many rows are kept.
func (s *Several) Len() int { return len(s.class) }

// Part returns the part of the rows that is kept, 1 for all of them.
func (s *Several) Part() float64 { return math.Ldexp(1, -int(s.halved)) }

// Classes returns the number of classes.
func (s *Several) Classes() int { return s.columns.Classes() }

// Logits reports whether the scores are logits, not probabilities.
func (s *Several) Logits() bool { return s.columns.Logits() }

// Each calls f with the scores of every row, its class and weight, and a number that looks
// random. The order of the rows does not depend on that in which they were added.
func (s *Several) Each(f func(scores []float64, class int, weight float64, random uint32)) {
	k, order := s.columns.Classes(), make([]int, len(s.class))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(s.key[a], s.key[b]) })
	for _, i := range order {
		w := 1.
		if s.weights != nil {
			w = s.weights[i]
		}
		f(s.scores[i*k:(i+1)*k], int(s.class[i]), w, s.key[i]<<s.halved)
	}
}

// AddProbabilities adds a row of several classes with their probabilities, which are divided
// by their sum for the NLL, as log_loss does.
func (s *Sums) AddProbabilities(p []float64, class int, weight float64) {
	s.classes = len(p)
	s.Weight += weight
	sum := 0.
	for _, v := range p {
		sum += v
	}
	s.NLL -= weight * math.Log(max(p[class]/sum, clip))
	s.several(p, class, weight)
}
