package predict

import (
	"math"
	"strconv"
	"strings"
)

// PartRows is the approximate number of rows in a part of a file.
const PartRows = 1 << 14

// Rows are predictions, one row each, in the order of the file. Use Reset to prepare
// the zero value.
type Rows struct {
	Part  int   // the number of the part of the file, from 0
	Line  []int // the line of each in the file, from 1, or else its row
	Index []int32
	Class []uint16
	Score []float64
	Label []float64 // soft labels, nil if they are classes

	Weight []float64 // sample weights, nil without
	Times  []float64 // the number of examples of each, nil for one
	Group  []string  // nil without groups
	ID     []string  // nil without

	Bad     []BadRow // rows that could not be read
	Ignored int      // rows with a label to ignore, or that a filter leaves out
	Out     int      // how many of Bad have a probability outside [0,1]
	Between int      // how many of Bad have a label between 0 and 1
	Unread  int      // examples that a query counted as not readable
	Total   int      // all rows, those that are Bad or Ignored too

	// Values counts the values of the label where they are mapped.
	Values map[string]int

	columns Columns
	labels  map[string]int // classes by value as written
	text    [][]string     // whole rows, see Capture
	capture bool
	scores  []float64
	values  []float64
	label   float64 // of the row that is added
}

// Reset empties r for rows of the columns c.
func (r *Rows) Reset(c Columns) {
	*r = Rows{Line: r.Line[:0], Index: r.Index[:0], Class: r.Class[:0], Score: r.Score[:0],
		Bad:    r.Bad[:0],
		Weight: reset(r.Weight, c.Weight), Times: reset(r.Times, c.Times),
		Group: reset(r.Group, c.Group), ID: reset(r.ID, c.ID),
		columns: c, capture: r.capture, text: nil, scores: r.scores, values: r.values,
		Label: r.Label[:0]}
	switch {
	case !c.Labels.Soft:
		r.Label = nil
	case r.Label == nil:
		r.Label = []float64{}
	}
}

// reset returns an empty slice for a column, or nil if there is none.
func reset[T any](s []T, o Optional) []T {
	if _, ok := o.Index(); !ok {
		return nil
	}
	if s == nil {
		return []T{}
	}
	return s[:0]
}

// Columns returns the columns that Reset was given.
func (r *Rows) Columns() Columns { return r.columns }

// Width returns the number of elements of Score that a row uses: 1, or the number of
// classes if that is more than 2.
func (r *Rows) Width() int {
	if n := len(r.columns.Scores); n > 2 {
		return n
	}
	return 1
}

// Reject counts a row that cannot be read.
func (r *Rows) Reject(line int, reason Reason, value string) {
	r.Total++
	r.Bad = append(r.Bad, BadRow{Line: line, Reason: reason, Value: value})
}

func (r *Rows) rejectLabel(line int, reason Reason, value string) {
	r.Reject(line, reason, value)
	r.Bad[len(r.Bad)-1].Allowed = r.allowed()
}

// allowed returns the values that a label may have.
func (r *Rows) allowed() string {
	l := &r.columns.Labels
	switch {
	case l.Soft, l.Threshold > 0:
		return "0–1"
	case l.Classes != nil:
		return strings.Join(l.Classes, ", ")
	case r.columns.Classes() == 2:
		return "0, 1"
	}
	return "0–" + strconv.Itoa(r.columns.Classes()-1)
}

// sumTolerance returns the greatest distance from 1 of the sum of the probabilities of the
// classes: files may use two or three digits.
func sumTolerance(classes int) float64 {
	if classes > 20 {
		return 0.02
	}
	return 0.0101
}

// AddNumbers adds a row, or rejects it with a reason. v has the numbers of the columns:
// the label or the one-hot labels, the scores, then sample weight and times if there are.
func (r *Rows) AddNumbers(line int, v []float64) {
	c := &r.columns
	n := len(c.labels())
	label, scores, more := v[:n], v[n:n+len(c.Scores)], v[n+len(c.Scores):]
	class := 0
	switch {
	case r.Times != nil && label[0] != label[0]:
		r.unread(more[len(more)-1])
		return
	case len(c.OneHot) > 0:
		class = oneHot(label)
	case c.Labels.plainly():
		class = unknown
		if y := label[0]; y >= 0 && y < float64(c.Classes()) && y == math.Trunc(y) {
			class = int(y)
		}
	case c.Labels.Soft:
		r.label = label[0]
		class = c.Labels.class(strconv.FormatFloat(label[0], 'g', -1, 64), 2)
	default:
		class = r.mapped(strconv.FormatFloat(label[0], 'g', -1, 64))
	}
	if class < 0 {
		r.without(line, class, label)
		return
	}
	r.add(line, class, scores, more)
}

// unread counts n examples that a query could not read.
func (r *Rows) unread(n float64) {
	r.Total++
	if n > 0 {
		r.Unread += int(n)
	}
}

// without counts a row whose label is no class.
func (r *Rows) without(line, class int, label []float64) {
	switch {
	case class == ignored:
		r.Ignored++
		r.Total++
	case len(label) > 1:
		text := make([]string, len(label))
		for i, v := range label {
			text[i] = number(v)
		}
		r.rejectLabel(line, NotOneHot, strings.Join(text, " "))
	default:
		r.outside(line, label[0])
	}
}

// outside rejects a row whose label is a number that is no class.
func (r *Rows) outside(line int, y float64) {
	r.rejectLabel(line, LabelOutside, number(y))
	if fraction(y) {
		r.Between++
	}
}

// oneHot returns the class of a one-hot label.
func oneHot(label []float64) int {
	class := unknown
	for k, v := range label {
		switch {
		case v == 1 && class == unknown:
			class = k
		case v != 0:
			return unknown
		}
	}
	return class
}

// mapped returns the class of a value that Labels maps, and counts it.
func (r *Rows) mapped(value string) int {
	class, ok := r.labels[value]
	if !ok {
		class = r.columns.Labels.class(value, r.columns.Classes())
		if r.labels == nil {
			r.labels = map[string]int{}
		}
		if len(r.labels) < 1024 {
			r.labels[strings.Clone(value)] = class
		}
	}
	if class >= 0 {
		if r.Values == nil {
			r.Values = map[string]int{}
		}
		if _, ok := r.Values[value]; ok || len(r.Values) < MaxValues {
			r.Values[value]++
		}
	}
	return class
}

// add adds a row of a class, or rejects it.
func (r *Rows) add(line, class int, scores, more []float64) {
	c := &r.columns
	sum := 0.
	for i, s := range scores {
		switch {
		case s != s:
			r.Reject(line, ScoreMissing, "")
			return
		case c.Kind == Logits:
			if math.IsInf(s, 0) && r.Times == nil { // a query's are of p = 0 and 1
				r.Reject(line, LogitInfinite, "")
				return
			}
			continue
		case c.Kind == Percents:
			s /= 100
			if len(r.scores) < len(scores) {
				r.scores = make([]float64, len(scores))
			}
			r.scores[i] = s
		}
		if !(s >= 0 && s <= 1) {
			r.Reject(line, ProbabilityOutside, number(s))
			r.Out++
			return
		}
		sum += s
	}
	if c.Kind == Percents {
		scores = r.scores[:len(scores)]
	}
	if n := len(scores); n > 1 && c.Kind != Logits && math.Abs(sum-1) > sumTolerance(n) {
		r.Reject(line, SumNotOne, number(sum))
		return
	}
	for _, w := range more {
		if !(w >= 0) || math.IsInf(w, 1) {
			r.Reject(line, BadWeight, number(w))
			return
		}
	}
	r.Index = append(r.Index, int32(r.Total))
	r.Total++
	r.Line = append(r.Line, line)
	r.Class = append(r.Class, uint16(class))
	if r.Label != nil {
		r.Label = append(r.Label, r.label)
	}
	switch {
	case len(scores) != 2:
		r.Score = append(r.Score, scores...)
	case c.Kind == Logits:
		r.Score = append(r.Score, scores[1]-scores[0])
	default:
		r.Score = append(r.Score, scores[1])
	}
	if r.Weight != nil {
		r.Weight = append(r.Weight, more[0])
		more = more[1:]
	}
	if r.Times != nil {
		r.Times = append(r.Times, more[0])
	}
}

// Take makes r the rows of from that keep accepts. Those that could not be read are left
// out.
func (r *Rows) Take(from *Rows, keep func(i int) bool) {
	r.Reset(from.columns)
	width := from.Width()
	for i, class := range from.Class {
		if !keep(i) {
			continue
		}
		r.Line, r.Index, r.Class = append(r.Line, from.Line[i]), append(r.Index, from.Index[i]),
			append(r.Class, class)
		r.Score = append(r.Score, from.Score[i*width:(i+1)*width]...)
		if from.Label != nil {
			r.Label = append(r.Label, from.Label[i])
		}
		if from.Weight != nil {
			r.Weight = append(r.Weight, from.Weight[i])
		}
		if from.Times != nil {
			r.Times = append(r.Times, from.Times[i])
		}
	}
}

// Weights returns the weight of each row: the sample weight, or how many examples it
// stands for. It is nil if all are 1.
func (r *Rows) Weights() []float64 {
	if r.Weight != nil {
		return r.Weight
	}
	return r.Times
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', 6, 64) }
