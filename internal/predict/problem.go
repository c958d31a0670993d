package predict

import (
	"strconv"
)

// A Code is a kind of [Problem].
type Code int

// The problems of a file. Those from NoPositives on do not keep it from being
// read: some of the results are then undefined.
const (
	Empty       Code = iota // no row
	Encoding                // not text in UTF-8 or UTF-16
	Truncated               // a compressed file that ends too early
	Unreadable              // any other fault of the format or of reading
	Unclear                 // the columns are not known
	Outside                 // probabilities outside [0,1]
	AllBad                  // no row that could be read
	NoColumn                // a column that was chosen is not there
	Option                  // a choice that cannot be
	Positive                // which value of the label is class 1 must be chosen
	Classes                 // which values of the label are which class must be chosen
	Hard                    // a score of classes, beside others that may be meant
	Soft                    // labels between 0 and 1, with no choice of how they are read
	ManyBad                 // more than MaxRejected of the rows could not be read
	TwoLabels               // two columns may be the label
	Confidence              // a score that is never below 0.5, as that of a predicted class
	OfNegatives             // a score that is called as that of class 0
	Inside                  // logits or percent that are all within [0,1]
	TwoScores               // two columns may be the score of class 1
	Format                  // a format that is not read; Detail has the line that converts it
	NoPositives
	NoNegatives
	Reversed     // the scores of class 0 are higher than those of class 1
	Constant     // all scores are the same
	SomeBad      // rows that could not be read
	Codes    int = iota
)

// MaxRejected is the share of rejected rows from which on a file is refused, unless the
// user allows it.
const MaxRejected = 0.05

// A Problem is an error, or a warning, about a whole file.
type Problem struct {
	Code    Code
	Line    int // where it is, 0 if nowhere
	Detail  string
	Columns []string // the names of the columns, if one is to be chosen
	Err     error    // the underlying error, or nil
}

// Warning reports whether the file can be used all the same.
func (p *Problem) Warning() bool { return p.Code >= NoPositives }

// Unwrap returns Err.
func (p *Problem) Unwrap() error { return p.Err }

// Error returns a sentence with the problem, its place and the remedy.
func (p *Problem) Error() string {
	s := ""
	switch p.Code {
	case Empty:
		s = "the file has no rows"
	case Encoding:
		s = "the file is not text in UTF-8 or UTF-16; save it as UTF-8"
	case Truncated:
		s = "the file ends too early; copy or compress it again"
	case Unreadable:
		s = "the file cannot be read"
	case Unclear:
		s = "it is unclear which columns have the label and the score"
	case Outside:
		s = "there are probabilities outside 0 to 1: are these logits, or percent?"
	case AllBad:
		s = "no row could be read"
	case NoColumn:
		s = "there is no column"
	case Option:
		s = "this cannot be"
	case Positive:
		s = "it is unclear which label is the positive class"
	case Classes:
		s = "it is unclear which labels are the classes of the scores"
	case Hard:
		s = "the score may be another column: this one has predicted classes, 0 and 1"
	case TwoLabels:
		s = "several columns may be the label, and they differ"
	case Confidence:
		s = "no score is below 0.5: is this the probability of class 1, or the confidence in the predicted class?"
	case OfNegatives:
		s = "the score is called as that of class 0: is it the probability of class 1?"
	case Inside:
		s = "all scores are within 0 and 1, though the column's name is not that of probabilities: are these probabilities?"
	case TwoScores:
		s = "several columns may be the score of class 1, and they differ"
	case Soft:
		s = "some labels are between 0 and 1, and it is unclear how to read them"
	case ManyBad:
		s = "too many rows could not be read"
	case Format:
		s = "this format is not read; in Python, this converts it"
	case NoPositives:
		s = "no row is of class 1: shares and gradients of the positives are undefined"
	case NoNegatives:
		s = "no row is of class 0: shares and gradients of the negatives are undefined"
	case Reversed:
		s = "class 0 has higher scores than class 1: if this is the score of class 0, choose the other label as the positive class"
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
