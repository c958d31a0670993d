package predict

import (
	"strconv"
	"strings"
)

// A Reason is the reason for the rejection of a row.
type Reason int

// The reasons. BadRow.Value holds the value that a reason is about.
const (
	NoObject     Reason = iota // not a JSON object
	NoMember                   // a JSON object without the member Value
	LabelOutside               // a number that is no class
	LabelUnknown               // a text that is no class
	NotOneHot                  // one-hot labels that are not a single 1
	ScoreMissing               // empty or not a number (NaN)
	ScoreText                  // a text that is no number
	LogitInfinite
	ProbabilityOutside // [0,1]
	SumNotOne          // probabilities of all classes sum to Value
	FewColumns
	ManyColumns // more than the header has, or the first row
	BadQuote
	BadWeight
	NotCounted     // of the rows that a query could not read
	Reasons    int = iota
)

// A BadRow is a row that could not be read.
type BadRow struct {
	Line    int
	Reason  Reason
	Value   string
	Allowed string // the allowed values of the label, or how many columns are needed
}

// String returns the line and the reason.
func (b BadRow) String() string { return "line " + strconv.Itoa(b.Line) + ": " + b.Why() }

// Why returns the reason as a sentence.
func (b BadRow) Why() string {
	switch b.Reason {
	case NoObject:
		return "it is not a JSON object"
	case NoMember:
		return "it has no " + b.Value
	case LabelOutside:
		return "the label is " + b.Value + "; allowed: " + b.Allowed
	case LabelUnknown:
		return "the label " + b.Value + " is not a class; allowed: " + b.Allowed
	case NotOneHot:
		return "the one-hot label is " + b.Value + ", not a single 1"
	case ScoreMissing:
		return "the score is not a number"
	case ScoreText:
		return "the score " + b.Value + " is not a number"
	case LogitInfinite:
		return "the logit is infinite"
	case ProbabilityOutside:
		return "the probability " + b.Value + " is outside 0 to 1"
	case SumNotOne:
		return "the probabilities sum to " + b.Value + ", not 1"
	case FewColumns:
		return b.Value + " of at least " + b.Allowed + " columns"
	case ManyColumns:
		return b.Value + " columns, where the first row has " + b.Allowed
	case BadQuote:
		return "a quote that is not closed, or text after it"
	case BadWeight:
		return "the sample weight " + b.Value + " is not a number of 0 or more"
	case NotCounted:
		return "the query could not read it"
	}
	return "reason " + strconv.Itoa(int(b.Reason))
}

// quote quotes s, shortened if it is long.
func quote(s string) string {
	const most = 40
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "…"
	}
	return strconv.Quote(s)
}
