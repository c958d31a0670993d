// Package pair compares the predictions of two models for the same rows: the differences
// of the loss and of scores of quality, with intervals by bootstrap samples of the rows.
package pair

import (
	"cmp"
	"context"
	"errors"
	"hash/maphash"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"

	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/metrics"
	"lossexplorer/losscore"
)

// Samples is the number of bootstrap samples used for intervals.
const Samples = 500

// Limit is the largest number of rows compared; of more, it uses a part that their numbers choose.
const Limit = 1 << 16

// Errors of files that do not belong together.
var (
	ErrClasses = errors.New("pair: both files must have the same classes, and no soft labels")
	ErrNone    = errors.New("pair: the files have no row in common")
	ErrIDs     = errors.New("pair: only one file has a column that identifies the rows: -id names one of both, and -id none pairs by the order")
)

// A TwiceError is a row with an id that another row of its file has, so that it is unclear
// which is meant.
type TwiceError struct{ Row int }

func (e *TwiceError) Error() string {
	return "pair: row " + strconv.Itoa(e.Row) +
		" has the id of another row of its file: -id names a column that differs in every row, and -id none pairs by the order"
}

// A LabelError is a row whose label differs between the files.
type LabelError struct{ Row int }

func (e *LabelError) Error() string {
	return "pair: the label of row " + strconv.Itoa(e.Row) +
		" differs between the files: sort both alike, or name a column that identifies the rows"
}

// Rows holds the rows of one file by their identifiers: the id, or else the place.
type Rows struct {
	of      map[uint64]row
	seed    maphash.Seed
	halved  uint
	classes []string // in their order, nil for numbers
	count   int      // of classes
	ids     bool
	twice   int // a row with the id of an earlier one, 0 for none
}

type row struct {
	z, weight  float64 // the logit of p_t
	nll, brier float64
	number     int32 // in the file, from 1
	class      uint16
	correct    bool
}

// Read reads all of r. Ids are compared by seed. It calls progress now and then.
func Read(ctx context.Context, r predict.Reader, c predict.Columns, seed maphash.Seed, progress func()) (*Rows, error) {
	if c.Labels.Soft {
		return nil, ErrClasses
	}
	_, ids := c.ID.Index()
	rows := &Rows{of: map[uint64]row{}, seed: seed, classes: c.Labels.Classes, count: c.Classes(),
		ids: ids}
	before := 0
	err := predict.Each(ctx, r, c, 1, func(_ context.Context, _ int, part *predict.Rows) error {
		rows.add(part, before)
		before += part.Total
		progress()
		return nil
	})
	return rows, err
}

func (r *Rows) add(part *predict.Rows, before int) {
	var kept predict.Rows
	var keys []uint64
	kept.Take(part, func(i int) bool {
		key := r.key(part, i, before+int(part.Index[i]))
		if key>>(64-r.halved) != 0 {
			return false
		}
		keys = append(keys, key)
		return true
	})
	weights := kept.Weights()
	for i, z := range kept.Logits(nil) {
		number := before + int(kept.Index[i])
		if _, ok := r.of[keys[i]]; ok && r.twice == 0 {
			r.twice = number + 1
		}
		w := 1.
		if weights != nil {
			w = weights[i]
		}
		var of metrics.Sums
		of.AddRow(&kept, i, z, 1)
		r.of[keys[i]] = row{z, w, of.NLL, of.Brier, int32(number + 1), kept.Class[i],
			of.Correct > 0}
	}
	for len(r.of) > Limit {
		r.halve(r.halved + 1)
	}
}

// key returns the key of row i of a part, which has a number in the file from 0.
func (r *Rows) key(part *predict.Rows, i, number int) uint64 {
	if part.ID != nil {
		return maphash.String(r.seed, part.ID[i])
	}
	// Scattered, so that any part of them is a fair one.
	key := (uint64(number) + 1) * 0x9e3779b97f4a7c15
	key ^= key >> 29
	return key * 0xbf58476d1ce4e5b9
}

func (r *Rows) halve(times uint) {
	r.halved = times
	for key := range r.of {
		if key>>(64-times) != 0 {
			delete(r.of, key)
		}
	}
}

// A Measure is a quantity that models are compared by.
type Measure int

// The measures.
const (
	Loss Measure = iota
	NLL
	Brier
	AUC
	AP
	Accuracy
	Measures int = iota
)

// Of returns the measures for so many classes.
func Of(classes int) []Measure {
	if classes > 2 {
		return []Measure{Loss, NLL, Brier, Accuracy}
	}
	return []Measure{Loss, NLL, Brier, AUC, AP}
}

// A Difference is a measure of both files, and B less A with its 95 % interval.
type Difference struct{ A, B, Low, High float64 }

// A Comparison is of the rows that both files have.
type Comparison struct {
	Rows    int // that are compared
	Left    int // that only one file has
	Classes int
	Of      [Measures]Difference // those of [Of]
}

// Compare compares the rows of a and b under a loss. It uses the weights of a.
func Compare(a, b *Rows, loss losscore.Loss) (c Comparison, err error) {
	if a.count != b.count || !slices.Equal(a.classes, b.classes) {
		return c, ErrClasses
	}
	if a.ids != b.ids {
		return c, ErrIDs
	}
	for _, r := range []*Rows{a, b} {
		if r.twice > 0 {
			return c, &TwiceError{r.twice}
		}
	}
	times := max(a.halved, b.halved)
	a.halve(times)
	b.halve(times)
	var keys []uint64
	for key, of := range a.of {
		other, ok := b.of[key]
		if !ok {
			continue
		}
		if of.class != other.class && (err == nil || int(of.number) < err.(*LabelError).Row) {
			err = &LabelError{int(of.number)}
		}
		keys = append(keys, key)
	}
	if err != nil {
		return c, err
	}
	if len(keys) == 0 {
		return c, ErrNone
	}
	slices.SortFunc(keys, func(p, q uint64) int { return cmp.Compare(a.of[p].number, a.of[q].number) })
	c.Rows, c.Left, c.Classes = len(keys), len(a.of)+len(b.of)-2*len(keys), a.count
	sides := [2]*side{newSide(a, keys, a, loss), newSide(b, keys, a, loss)}
	once := slices.Repeat([]float64{1}, len(keys))
	measures := Of(c.Classes)
	for _, m := range measures {
		c.Of[m].A, c.Of[m].B = sides[0].measure(m, once), sides[1].measure(m, once)
	}
	random := rand.New(rand.NewPCG(1, 2)) // the same interval for the same rows
	var drawn [Measures][]float64
	times64 := make([]float64, len(keys))
	for range Samples {
		clear(times64)
		for range keys {
			times64[random.IntN(len(keys))]++
		}
		for _, m := range measures {
			if d := sides[1].measure(m, times64) - sides[0].measure(m, times64); d == d {
				drawn[m] = append(drawn[m], d)
			}
		}
	}
	for _, m := range measures {
		slices.Sort(drawn[m])
		c.Of[m].Low, c.Of[m].High = quantile(drawn[m], 0.025), quantile(drawn[m], 0.975)
	}
	return c, nil
}

// quantile returns quantile q of sorted values, linear between them.
func quantile(v []float64, q float64) float64 {
	if len(v) == 0 {
		return math.NaN()
	}
	at := q * float64(len(v)-1)
	i := int(at)
	if i+1 == len(v) {
		return v[i]
	}
	return v[i] + (at-float64(i))*(v[i+1]-v[i])
}

// A side is one file's rows in the common order.
type side struct {
	weight   []float64
	positive []bool
	mean     [Measures][]float64 // the values that a measure is the mean of
	order    []int32             // by falling logit of class 1
	x        []float64           // that logit
}

func newSide(r *Rows, keys []uint64, weights *Rows, loss losscore.Loss) *side {
	s := &side{order: make([]int32, len(keys))}
	for i, key := range keys {
		of := r.of[key]
		class, x, correct := float64(of.class), of.z, 0.
		switch {
		case r.count > 2: // every truth is that of its own class
			class = 1
		case of.class == 0:
			x = -x
		}
		if of.correct {
			correct = 1
		}
		value, _ := loss.AtLogit(class, x)
		for m, v := range [...]float64{Loss: value, NLL: of.nll, Brier: of.brier,
			Accuracy: correct} {
			s.mean[m] = append(s.mean[m], v)
		}
		s.weight, s.positive, s.x = append(s.weight, weights.of[key].weight),
			append(s.positive, of.class == 1), append(s.x, x)
		s.order[i] = int32(i)
	}
	slices.SortFunc(s.order, func(a, b int32) int { return cmp.Compare(s.x[b], s.x[a]) })
	return s
}

// measure returns a measure of the rows, each so many times.
func (s *side) measure(m Measure, times []float64) float64 {
	if m != AUC && m != AP {
		sum, all := 0., 0.
		for i, v := range s.mean[m] {
			w := times[i] * s.weight[i]
			sum += w * v
			all += w
		}
		return sum / all
	}
	var positives, negatives, area, precision float64
	for i := 0; i < len(s.order); {
		x := s.x[s.order[i]]
		var of [2]float64
		for ; i < len(s.order) && s.x[s.order[i]] == x; i++ { // ties are one step
			at := s.order[i]
			if s.positive[at] {
				of[1] += times[at] * s.weight[at]
			} else {
				of[0] += times[at] * s.weight[at]
			}
		}
		area += of[0] * (positives + of[1]/2)
		positives += of[1]
		negatives += of[0]
		if of[1] > 0 {
			precision += of[1] * positives / (positives + negatives)
		}
	}
	if m == AUC {
		return area / (positives * negatives)
	}
	return precision / positives
}
