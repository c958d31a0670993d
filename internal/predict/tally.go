package predict

import (
	"maps"
	"math"
	"slices"
	"strconv"
)

// MaxBad is the number of rejected rows that a [Tally] keeps.
const MaxBad = 20

// MaxValues is the largest number of different values of a label that are counted.
const MaxValues = 64

// A Tally counts rows and keeps the evidence of whether a file is usable. The zero value
// holds no rows; tallies of parts can be merged in any order.
type Tally struct {
	Count    []int     // rows by class
	Weight   []float64 // their sample weights
	BadCount int
	Ignored  int
	Reasons  [Reasons]int   // of the rows that could not be read
	Bad      []BadRow       // the first of them by line, at most MaxBad
	Values   map[string]int // of the label, where they are mapped
	Hard     bool           // every score is 0 or 1
	Soft     bool           // labels are numbers from 0 to 1, counted by the nearer class

	out       int
	between   int // rejected rows whose label is between 0 and 1
	some      bool
	soft      bool
	low, high float64
	sum       [2]float64 // of the scores by class, of two classes
	square    float64    // of all of them
}

// Add adds rows.
func (t *Tally) Add(r *Rows) {
	t.grow(r.columns.Classes())
	weights := r.Weights()
	two := len(r.Score) == len(r.Class) && len(t.Count) == 2
	if two && weights == nil { // as nearly always, so without a sum that waits for the last
		ones, sum, all, square := 0, 0., 0., 0.
		for i, class := range r.Class {
			ones += int(class)
			sum += float64(class) * r.Score[i]
			all += r.Score[i]
			square += r.Score[i] * r.Score[i]
		}
		t.square += square
		zeros := len(r.Class) - ones
		t.Count[0], t.Count[1] = t.Count[0]+zeros, t.Count[1]+ones
		t.Weight[0], t.Weight[1] = t.Weight[0]+float64(zeros), t.Weight[1]+float64(ones)
		t.sum[0], t.sum[1] = t.sum[0]+all-sum, t.sum[1]+sum
	} else {
		t.addWeighted(r, weights, two)
	}
	if len(r.Score) > 0 {
		low, high, soft := r.Score[0], r.Score[0], t.soft
		for _, s := range r.Score {
			if s < low {
				low = s
			}
			if s > high {
				high = s
			}
			soft = soft || s != 0 && s != 1
		}
		t.extend(low, high)
		t.soft = soft
	}
	t.BadCount += len(r.Bad) + r.Unread
	t.Reasons[NotCounted] += r.Unread
	t.Ignored += r.Ignored
	t.out += r.Out
	t.between += r.Between
	t.Soft = t.Soft || r.Label != nil
	for _, b := range r.Bad {
		t.Reasons[b.Reason]++
		t.keep(b)
	}
	t.values(r.Values)
	t.Hard = t.some && !t.soft
}

// Noted returns the notes about the columns, which come from the first rows, as all rows have
// it: that the scores, of the named column, are classes.
func (t *Tally) Noted(notes []Noted, score string) []Noted {
	hard := func(n Noted) bool { return n.Note == HardScores }
	switch has := slices.ContainsFunc(notes, hard); {
	case t.Hard && !has:
		return append(slices.Clone(notes), Noted{Note: HardScores, Column: score})
	case !t.Hard && has:
		return slices.DeleteFunc(slices.Clone(notes), hard)
	}
	return notes
}

// addWeighted adds rows to the counts and sums by class.
func (t *Tally) addWeighted(r *Rows, weights []float64, two bool) {
	for i, class := range r.Class {
		n, w := 1, 1.
		if r.Times != nil {
			n = int(r.Times[i])
		}
		if weights != nil {
			w = weights[i]
		}
		if two {
			t.sum[class] += float64(n) * r.Score[i]
			t.square += float64(n) * r.Score[i] * r.Score[i]
		}
		t.Count[class] += n
		t.Weight[class] += w
	}
}

// Merge adds the rows of u.
func (t *Tally) Merge(u *Tally) {
	t.grow(len(u.Count))
	for k, n := range u.Count {
		t.Count[k] += n
		t.Weight[k] += u.Weight[k]
	}
	if u.some {
		t.extend(u.low, u.high)
	}
	for k, v := range u.sum {
		t.sum[k] += v
	}
	t.square += u.square
	t.soft = t.soft || u.soft
	t.Hard = t.some && !t.soft
	t.BadCount += u.BadCount
	t.Ignored += u.Ignored
	t.out += u.out
	t.between += u.between
	t.Soft = t.Soft || u.Soft
	for k, n := range u.Reasons {
		t.Reasons[k] += n
	}
	for _, b := range u.Bad {
		t.keep(b)
	}
	t.values(u.Values)
}

func (t *Tally) values(of map[string]int) {
	for value, n := range of {
		if t.Values == nil {
			t.Values = map[string]int{}
		}
		value = canonical(value)
		if _, ok := t.Values[value]; ok || len(t.Values) < MaxValues {
			t.Values[value] += n
		}
	}
}

func (t *Tally) grow(classes int) {
	for len(t.Count) < classes {
		t.Count, t.Weight = append(t.Count, 0), append(t.Weight, 0)
	}
}

func (t *Tally) extend(low, high float64) {
	if !t.some {
		t.some, t.low, t.high = true, low, high
	}
	t.low, t.high = min(t.low, low), max(t.high, high)
}

// keep inserts b by its line.
func (t *Tally) keep(b BadRow) {
	i := len(t.Bad)
	for i > 0 && t.Bad[i-1].Line > b.Line {
		i--
	}
	if i == MaxBad {
		return
	}
	if len(t.Bad) < MaxBad {
		t.Bad = append(t.Bad, BadRow{})
	}
	copy(t.Bad[i+1:], t.Bad[i:])
	t.Bad[i] = b
}

// Rows returns how many rows were read.
func (t *Tally) Rows() int {
	n := 0
	for _, k := range t.Count {
		n += k
	}
	return n
}

// Labels returns the values of the label with their counts, the most frequent first.
func (t *Tally) Labels() []string {
	return slices.SortedFunc(maps.Keys(t.Values), func(a, b string) int {
		if t.Values[a] != t.Values[b] {
			return t.Values[b] - t.Values[a]
		}
		if a < b {
			return -1
		}
		return 1
	})
}

// Problems returns the problems of the file whose rows were added, the gravest first. If
// the first is no warning, it is the only one and the file is refused, as it is if more
// than the share rejected of its rows could not be read.
func (t *Tally) Problems(rejected float64) []*Problem {
	rows := t.Rows()
	weight := 0.
	for _, w := range t.Weight {
		weight += w
	}
	switch {
	case rows == 0 && t.BadCount == 0 && t.Ignored > 0:
		return []*Problem{{Code: Option, Detail: "all " + strconv.Itoa(t.Ignored) +
			" rows are left out, by the value that is read only or by the labels to leave out"}}
	case rows == 0 && t.BadCount == 0:
		return []*Problem{{Code: Empty}}
	case t.out > 0 && float64(t.out) >= 0.01*float64(rows+t.BadCount) && rejected < 1:
		// A few may be faults of a row; from 1 % on it is the column.
		return []*Problem{{Code: Outside,
			Detail: strconv.Itoa(t.out) + " of " + strconv.Itoa(rows+t.BadCount) + " rows"}}
	case t.between > 0 && float64(t.between) >= 0.01*float64(rows+t.BadCount) && rejected < 1:
		return []*Problem{{Code: Soft,
			Detail: strconv.Itoa(t.between) + " of " + strconv.Itoa(rows+t.BadCount) + " rows"}}
	case rows == 0 && len(t.Bad) == 0:
		return []*Problem{{Code: AllBad}}
	case rows == 0:
		return []*Problem{{Code: AllBad, Line: t.Bad[0].Line, Detail: t.Bad[0].Why()}}
	case float64(t.BadCount) > rejected*float64(rows+t.BadCount):
		return []*Problem{t.bad(ManyBad)}
	case t.Reasons[LabelOutside]+t.Reasons[LabelUnknown] > 0 && len(t.Count) == 2 && !t.Soft &&
		(t.Count[0] == 0 || t.Count[1] == 0) && rejected < 1:
		// The rejected label may be the other class, as of 1 and 2 in files that are sorted.
		return []*Problem{t.bad(ManyBad)}
	case weight == 0:
		return []*Problem{{Code: Option,
			Detail: "all sample weights are 0: choose another column for them, or none"}}
	}
	var all []*Problem
	if len(t.Count) == 2 && !t.Soft {
		if t.Count[1] == 0 {
			all = append(all, &Problem{Code: NoPositives})
		}
		if t.Count[0] == 0 {
			all = append(all, &Problem{Code: NoNegatives})
		}
	}
	if !t.Soft && t.reversed() {
		all = append(all, &Problem{Code: Reversed})
	}
	if t.low == t.high && rows > 1 {
		all = append(all, &Problem{Code: Constant, Detail: number(t.low)})
	}
	if t.BadCount > 0 {
		all = append(all, t.bad(SomeBad))
	}
	return all
}

// reversed reports whether the scores of class 0 are on average higher than those of class 1,
// by more than three standard errors, at most those of scores at both ends of their range.
func (t *Tally) reversed() bool {
	if len(t.Count) != 2 || t.Count[0] == 0 || t.Count[1] == 0 {
		return false
	}
	n0, n1 := float64(t.Count[0]), float64(t.Count[1])
	deviation := (t.high - t.low) / 2
	mean := (t.sum[0] + t.sum[1]) / (n0 + n1)
	// Below, and for infinite sums, the difference has no digits.
	if variance := t.square/(n0+n1) - mean*mean; variance > 1e-9*mean*mean {
		deviation = min(deviation, math.Sqrt(variance))
	}
	return t.sum[0]/n0-t.sum[1]/n1 > 3*deviation*math.Sqrt(1/n0+1/n1)
}

// bad returns the problem of the rows that could not be read.
func (t *Tally) bad(code Code) *Problem {
	p := &Problem{Code: code, Detail: strconv.Itoa(t.BadCount) + " of " +
		strconv.Itoa(t.Rows()+t.BadCount)}
	if len(t.Bad) > 0 {
		p.Line = t.Bad[0].Line
		p.Detail += ", first: " + t.Bad[0].Why()
	}
	return p
}
