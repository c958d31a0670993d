package predict

import (
	"strconv"
)

// A Code is a kind of [Problem].
type Code int

// The problems of a file. Those from NoPositives on do not keep it from being
// read: some of what is shown is then undefined.
const (
	Empty      Code = iota // no row
	Encoding               // not text in UTF-8
	Truncated              // a compressed file that ends too early
	Unreadable             // any other fault of the format or of reading
	Unclear                // the columns are not known
	Outside                // probabilities outside [0,1]
	AllBad                 // no row that could be read
	NoPositives
	NoNegatives
	Constant // all scores are the same
	SomeBad  // rows that could not be read
)

// A Problem is an error, or a warning, about a whole file.
type Problem struct {
	Code   Code
	Line   int // where it is, 0 if nowhere
	Detail string
	Err    error // what it came from, or nil
}

// Warning says that the file can be used all the same.
func (p *Problem) Warning() bool { return p.Code >= NoPositives }

// Unwrap returns Err.
func (p *Problem) Unwrap() error { return p.Err }

// Error returns a sentence that says what is wrong, where, and what to do.
func (p *Problem) Error() string {
	s := ""
	switch p.Code {
	case Empty:
		s = "the file has no rows"
	case Encoding:
		s = "the file is not text in UTF-8; save it as UTF-8"
	case Truncated:
		s = "the compressed file ends too early; copy or compress it again"
	case Unreadable:
		s = "the file cannot be read"
	case Unclear:
		s = "it is unclear which columns have the truth and the score"
	case Outside:
		s = "there are probabilities outside 0 to 1; are these logits?"
	case AllBad:
		s = "no row could be read"
	case NoPositives:
		s = "no row is of class 1: shares and gradients of the positives are undefined"
	case NoNegatives:
		s = "no row is of class 0: shares and gradients of the negatives are undefined"
	case Constant:
		s = "all scores are the same: the model does not tell the examples apart"
	case SomeBad:
		s = "some rows could not be read and are left out"
	}
	if p.Detail != "" {
		s += ": " + p.Detail
	}
	if p.Err != nil {
		s += ": " + p.Err.Error()
	}
	if p.Line > 0 {
		s += " (line " + strconv.Itoa(p.Line) + ")"
	}
	return s
}

// MaxBad is how many of the rows that could not be read a [Tally] keeps.
const MaxBad = 20

// A Tally knows of rows what tells whether a file is usable. The zero value is
// that of none; tallies of parts can be merged in any order.
type Tally struct {
	Count    []int // by class
	BadCount int
	Bad      []BadRow // the first ones by line, at most MaxBad

	out       int
	some      bool
	low, high float64
}

// Add adds rows.
func (t *Tally) Add(r *Rows) {
	t.grow(r.columns.Classes())
	for _, class := range r.Class {
		t.Count[class]++
	}
	for _, s := range r.Score {
		t.extend(s, s)
	}
	t.BadCount += len(r.Bad)
	t.out += r.Out
	for _, b := range r.Bad {
		t.keep(b)
	}
}

// Merge adds what u was told.
func (t *Tally) Merge(u *Tally) {
	t.grow(len(u.Count))
	for k, n := range u.Count {
		t.Count[k] += n
	}
	if u.some {
		t.extend(u.low, u.high)
	}
	t.BadCount += u.BadCount
	t.out += u.out
	for _, b := range u.Bad {
		t.keep(b)
	}
}

func (t *Tally) grow(classes int) {
	for len(t.Count) < classes {
		t.Count = append(t.Count, 0)
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

// Problems returns what is wrong with the file that t was told of, the gravest
// first. If the first is no warning, it is the only one and the file is of no
// use.
func (t *Tally) Problems() []*Problem {
	rows := t.Rows()
	switch {
	case rows == 0 && t.BadCount == 0:
		return []*Problem{{Code: Empty}}
	case t.out > 0 && t.out*100 >= rows+t.BadCount:
		// A few may be faults of a row; from 1 % on it is the column.
		return []*Problem{{Code: Outside, Detail: strconv.Itoa(t.out) + " of " + strconv.Itoa(rows+t.BadCount) + " rows"}}
	case rows == 0:
		return []*Problem{{Code: AllBad, Line: t.Bad[0].Line, Detail: t.Bad[0].Reason}}
	}
	var all []*Problem
	if len(t.Count) == 2 {
		if t.Count[1] == 0 {
			all = append(all, &Problem{Code: NoPositives})
		}
		if t.Count[0] == 0 {
			all = append(all, &Problem{Code: NoNegatives})
		}
	}
	if t.low == t.high && rows > 1 {
		all = append(all, &Problem{Code: Constant, Detail: number(t.low)})
	}
	if t.BadCount > 0 {
		all = append(all, &Problem{Code: SomeBad, Line: t.Bad[0].Line,
			Detail: strconv.Itoa(t.BadCount) + " of " + strconv.Itoa(rows+t.BadCount) + ", first: " + t.Bad[0].Reason})
	}
	return all
}
