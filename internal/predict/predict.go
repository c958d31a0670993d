// Package predict holds the predictions of a model as columns and says what is
// wrong with a file of them. The readers of the formats are in its folders, so
// that a program has only those it needs.
//
// A file is a [Reader]: it names its columns, and hands out its rows in parts that
// can be decoded at the same time. [Guess] finds the columns of truth and scores,
// [Each] decodes all parts on several goroutines, and a [Tally] knows what a whole
// file must not be, such as one without positives.
package predict

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// PartRows is about how many rows a part of a file has.
const PartRows = 1 << 14

// Columns says which columns of a file are read, by their indices.
type Columns struct {
	Truth int

	// Scores is the column of class 1, or for several classes one column for
	// each, in the order of the numbers of the classes.
	Scores []int

	// Logits says that the scores are logits, not probabilities.
	Logits bool
}

// Classes returns the number of classes.
func (c Columns) Classes() int { return max(2, len(c.Scores)) }

// Rows are predictions, one row each, in the order of the file. The zero value is
// ready for Reset.
type Rows struct {
	Part  int      // the number of the part of the file, from 0
	Line  []int    // where each is in the file, from 1: a line, or else a row
	Class []uint16 // the truth
	Score []float64
	Bad   []BadRow // what could not be read
	Out   int      // how many of Bad are so since a probability is outside [0,1]

	columns Columns
}

// A BadRow is a row that could not be read.
type BadRow struct {
	Line   int
	Reason string
}

// Reset empties r for rows of the columns c.
func (r *Rows) Reset(c Columns) {
	*r = Rows{Line: r.Line[:0], Class: r.Class[:0], Score: r.Score[:0], Bad: r.Bad[:0], columns: c}
}

// Columns returns what Reset was told.
func (r *Rows) Columns() Columns { return r.columns }

// Width returns how many elements of Score a row has: 1, or the number of classes
// if that is more than 2.
func (r *Rows) Width() int { return max(1, len(r.columns.Scores)) }

// Reject counts a row that cannot be read.
func (r *Rows) Reject(line int, reason string) { r.Bad = append(r.Bad, BadRow{line, reason}) }

// sumTolerance is how far from 1 the probabilities of several classes may sum:
// they may have been written with few digits.
const sumTolerance = 1e-3

// Add adds a row, or rejects it with a reason. The truth is the number of a class,
// for two classes also -1 for class 0; there is one score for each of the columns.
// Scores are copied.
func (r *Rows) Add(line int, truth float64, scores []float64) {
	c := r.columns
	if truth == -1 && len(c.Scores) == 1 {
		truth = 0
	}
	classes := c.Classes()
	if !(truth >= 0 && truth < float64(classes)) || truth != math.Trunc(truth) {
		allowed := "0 or 1"
		if classes > 2 {
			allowed = "0 to " + strconv.Itoa(classes-1)
		}
		r.Reject(line, "the truth is "+number(truth)+"; allowed: "+allowed)
		return
	}
	sum := 0.
	for _, s := range scores {
		switch {
		case s != s:
			r.Reject(line, "the score is not a number")
			return
		case c.Logits && math.IsInf(s, 0):
			r.Reject(line, "the logit is infinite")
			return
		case !c.Logits && !(s >= 0 && s <= 1):
			r.Reject(line, "the probability "+number(s)+" is outside 0 to 1")
			r.Out++
			return
		}
		sum += s
	}
	if len(scores) > 1 && !c.Logits && math.Abs(sum-1) > sumTolerance {
		r.Reject(line, "the probabilities sum to "+number(sum)+", not 1")
		return
	}
	r.Line = append(r.Line, line)
	r.Class = append(r.Class, uint16(truth))
	r.Score = append(r.Score, scores...)
}

// AddText is Add for the fields of a row of text.
func (r *Rows) AddText(line int, fields []string) {
	c := r.columns
	if need := max(c.Truth, slices.Max(c.Scores)); need >= len(fields) {
		r.Reject(line, strconv.Itoa(len(fields))+" of at least "+strconv.Itoa(need+1)+" columns")
		return
	}
	truth, ok := parseTruth(fields[c.Truth])
	if !ok {
		r.Reject(line, "the truth "+quote(fields[c.Truth])+" is not a class")
		return
	}
	var few [8]float64
	scores := few[:0]
	for _, i := range c.Scores {
		s, ok := parseNumber(fields[i])
		if !ok {
			r.Reject(line, "the score "+quote(fields[i])+" is not a number")
			return
		}
		scores = append(scores, s)
	}
	r.Add(line, truth, scores)
}

func parseNumber(s string) (float64, bool) {
	// Most fields have no space around them, and ParseFloat is the cost of a row.
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		if trimmed := strings.TrimSpace(s); trimmed != s {
			return parseNumber(trimmed)
		}
		if math.IsInf(v, 0) {
			return v, true // out of range
		}
		return 0, false
	}
	return v, true
}

// parseTruth also takes the words for true and false.
func parseTruth(s string) (float64, bool) {
	if len(s) == 1 && s[0] >= '0' && s[0] <= '9' {
		return float64(s[0] - '0'), true
	}
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "true":
		return 1, true
	case "false":
		return 0, true
	}
	return parseNumber(s)
}

// quote shortens what it quotes.
func quote(s string) string {
	const most = 40
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "…"
	}
	return strconv.Quote(s)
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', 6, 64) }

// Logit returns ln(p/(1-p)) of a probability, -Inf and +Inf for 0 and 1. Its error
// is below 2e-16 of the larger of 1 and its size.
func Logit(p float64) float64 {
	if p > 0.25 && p < 0.75 {
		return math.Log1p((2*p - 1) / (1 - p)) // 2p-1 and 1-p are exact
	}
	if p < 0x1p-1022 && p > 0 {
		return math.Log(p*0x1p60) - 60*math.Ln2 // math.Log is wrong below, on amd64
	}
	return math.Log(p) - math.Log1p(-p)
}

// Truths appends to dst the logit of the probability that each row gives to the
// truth: of the softmax, for logits of several classes.
func (r *Rows) Truths(dst []float64) []float64 {
	k := r.Width()
	if k == 1 {
		for i, s := range r.Score {
			if !r.columns.Logits {
				s = Logit(s)
			}
			if r.Class[i] == 0 {
				s = -s
			}
			dst = append(dst, s)
		}
		return dst
	}
	for i, class := range r.Class {
		scores := r.Score[i*k : (i+1)*k]
		truth := scores[class]
		if !r.columns.Logits {
			dst = append(dst, Logit(truth))
			continue
		}
		most := math.Inf(-1) // of the others
		for j, s := range scores {
			if j != int(class) {
				most = max(most, s)
			}
		}
		sum := 0.
		for j, s := range scores {
			if j != int(class) {
				sum += math.Exp(s - most)
			}
		}
		dst = append(dst, truth-most-math.Log(sum))
	}
	return dst
}
