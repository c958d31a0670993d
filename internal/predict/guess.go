package predict

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// The names that columns of truths and scores often have, the surest first.
var (
	truthNames = []string{"y_true", "ytrue", "truth", "true", "label", "labels", "y", "target", "targets", "gt", "ground_truth", "class", "actual", "is_positive"}
	logitNames = []string{"logit", "logits", "y_logit", "raw_score", "margin"}
	scoreNames = []string{"p", "prob", "probability", "proba", "y_prob", "y_proba", "y_score", "score", "scores", "y_pred", "pred", "prediction", "predictions", "p1", "prob_1", "proba_1", "confidence"}
)

// Guess finds the columns by their names and by the fields of the first rows. One
// column of truths and one or several of scores must stand out: a column with a
// usual name, or the only one that can be it. Several columns whose names end in
// 0, 1, 2, … after the same text are the probabilities of as many classes.
//
// Scores are logits if their name says so. The error is a [*Problem]: Empty without
// rows, Unclear with the names of the columns, or Outside for probabilities outside [0,1]; then the
// columns are right all the same.
func Guess(names []string, rows [][]string) (Columns, error) {
	c := Columns{Truth: -1}
	if len(rows) == 0 {
		return c, &Problem{Code: Empty}
	}
	kinds := make([]fields, len(names))
	for i := range names {
		kinds[i] = look(i, rows)
	}
	c.Truth = named(names, truthNames, func(i int) bool { return kinds[i].labels })
	if c.Truth < 0 {
		c.Truth = only(kinds, func(k fields) bool { return k.labels && !k.fractions })
	}
	c.Scores = series(names, kinds, c.Truth)
	if c.Scores == nil {
		numeric := func(i int) bool { return kinds[i].numbers && i != c.Truth }
		if i := named(names, scoreNames, numeric); i >= 0 {
			c.Scores = []int{i}
		} else if i := named(names, logitNames, numeric); i >= 0 {
			c.Scores = []int{i}
		} else if i := only(kinds, func(k fields) bool { return k.numbers && k.column != c.Truth }); i >= 0 {
			c.Scores = []int{i}
		} else if i := only(kinds, func(k fields) bool { return k.numbers && k.fractions && k.column != c.Truth }); i >= 0 {
			c.Scores = []int{i}
		}
	}
	if c.Truth < 0 || c.Scores == nil {
		return c, &Problem{Code: Unclear, Detail: list(names)}
	}
	c.Logits = strings.Contains(strings.ToLower(names[c.Scores[0]]), "logit") ||
		slices.Contains(logitNames, plain(names[c.Scores[0]]))
	if !c.Logits {
		for _, i := range c.Scores {
			if kinds[i].outside {
				return c, &Problem{Code: Outside, Detail: "column " + quote(names[i])}
			}
		}
	}
	return c, nil
}

// fields is what a column can be by most of its first fields: wrong ones are left
// for when the rows are read.
type fields struct {
	column    int
	numbers   bool
	labels    bool // whole numbers, not below -1, or true and false
	fractions bool // some numbers are not whole
	outside   bool // some are outside [0,1]
}

func look(column int, rows [][]string) fields {
	f := fields{column: column}
	some, numbers, labels := 0, 0, 0
	for _, row := range rows {
		if column >= len(row) || strings.TrimSpace(row[column]) == "" {
			continue
		}
		some++
		if t, ok := parseTruth(row[column]); ok && t == math.Trunc(t) && t >= -1 && t < 1<<16 {
			labels++
		}
		if v, ok := parseNumber(row[column]); ok && v == v {
			numbers++
			f.fractions = f.fractions || v != math.Trunc(v)
			f.outside = f.outside || v < 0 || v > 1
		}
	}
	f.numbers, f.labels = numbers > 0 && 2*numbers >= some, labels > 0 && 2*labels >= some
	return f
}

func plain(name string) string {
	return strings.ReplaceAll(strings.ReplaceAll(strings.ToLower(strings.TrimSpace(name)), " ", "_"), "-", "_")
}

// named returns the column with the first of the usual names, -1 if none has one.
func named(names, usual []string, can func(int) bool) int {
	for _, want := range usual {
		for i, name := range names {
			if plain(name) == want && can(i) {
				return i
			}
		}
	}
	return -1
}

// only returns the only column of which can is true, else -1.
func only(kinds []fields, can func(fields) bool) int {
	found := -1
	for i, k := range kinds {
		if can(k) {
			if found >= 0 {
				return -1
			}
			found = i
		}
	}
	return found
}

// series returns the columns named text0, text1, text2, … or nil.
func series(names []string, kinds []fields, truth int) []int {
	for i, name := range names {
		prefix, ok := strings.CutSuffix(plain(name), "0")
		if !ok || i == truth || !kinds[i].numbers {
			continue
		}
		var columns []int
		for k := 0; ; k++ {
			at := slices.IndexFunc(names, func(n string) bool { return plain(n) == prefix+strconv.Itoa(k) })
			if at < 0 || at == truth || !kinds[at].numbers {
				break
			}
			columns = append(columns, at)
		}
		switch {
		case len(columns) == 2:
			return columns[1:] // of class 1, the other is its complement
		case len(columns) > 2:
			return columns
		}
	}
	return nil
}

// list quotes the first names.
func list(names []string) string {
	const most = 12
	s := "the columns are "
	for i, name := range names {
		if i > 0 {
			s += ", "
		}
		if i == most {
			return s + "…"
		}
		s += quote(name)
	}
	return s
}

// Choose finds columns by the names of them, or by their numbers from 1. Scores may
// be one name, or several with commas between.
func Choose(names []string, truth, scores string) (Columns, error) {
	var c Columns
	find := func(name string) (int, error) {
		name = strings.TrimSpace(name)
		if i := slices.Index(names, name); i >= 0 {
			return i, nil
		}
		if n, err := strconv.Atoi(name); err == nil && n >= 1 && n <= len(names) {
			return n - 1, nil
		}
		return 0, &Problem{Code: Unclear, Detail: "there is no column " + quote(name) + "; " + list(names)}
	}
	var err error
	if c.Truth, err = find(truth); err != nil {
		return c, err
	}
	for name := range strings.SplitSeq(scores, ",") {
		i, err := find(name)
		if err != nil {
			return c, err
		}
		c.Scores = append(c.Scores, i)
	}
	return c, nil
}
