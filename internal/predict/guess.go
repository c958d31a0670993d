package predict

import (
	"math"
	"slices"
	"strings"
)

// The names often used for columns, the surest first.
var (
	labelNames = []string{"y_true", "ytrue", "true_label", "label_true", "y_test", "y_val",
		"ground_truth", "gt", "truth", "true", "label_ids", "label_id", "label", "labels", "y",
		"target", "targets", "actual", "reference", "references", "gold", "gold_label", "class",
		"true_class", "is_positive", "outcome", "annotation", "标签", "真实标签", "类别"}
	logitNames = []string{"logit", "logits", "y_logit", "y_logits", "raw_score", "raw_scores",
		"raw_output", "raw_outputs", "margin", "decision_function", "bin_logit"}
	scoreNames = []string{"p", "prob", "probability", "proba", "probs", "probabilities", "y_prob",
		"y_proba", "y_probs", "y_score", "score", "scores", "pred_prob", "pred_proba", "prob_pos",
		"positive_probability", "p_hat", "y_hat", "yhat", "y_pred_proba", "y_pred", "pred", "preds",
		"prediction", "predictions", "p1", "p_1", "prob1", "prob_1", "proba1", "proba_1",
		"probability_1", "confidence", "predicted_probability", "概率", "预测概率", "得分"}
	// seriesNames are usual names of the columns of classes, without their numbers.
	seriesNames = append([]string{"output", "outputs", "softmax", "class", "pred_class", "z"},
		append(slices.Clone(logitNames), scoreNames...)...)
	weightNames = []string{"sample_weight", "sample_weights", "case_weight", "instance_weight",
		"example_weight", "weights", "bin_weight"}
	perhapsNames = []string{"weight", "w", "权重"}
	timesNames   = []string{"bin_rows"}
	idNames      = []string{"id", "ids", "index", "idx", "uid", "uuid", "row", "row_id",
		"sample_id", "example_id", "image_id", "record_id", "inst#", "unnamed:_0", "",
		"__index_level_0__", "编号"}
	groupNames = []string{"split", "subset", "fold", "group", "partition", "dataset"}
)

// fields describes most of the first fields of a column: wrong ones are left for when the
// rows are read.
type fields struct {
	column    int
	numbers   bool
	whole     bool // whole numbers, or true and false
	classes   bool // whole numbers of 0 and 1 only, or true and false
	fractions bool // some numbers are not whole
	outside   bool // some are outside [0,1]
	hundred   bool // none is below 0 or above 100
	percent   bool // written with the sign
	low, high float64
	values    []string // distinct ones, canonical, at most maxDistinct
}

const maxDistinct = 64

// lists reports whether the fields are texts of lists of numbers, as [0.25,0.75].
func (f fields) lists() bool {
	if len(f.values) == 0 {
		return false
	}
	first, opened := strings.CutPrefix(f.values[0], "[")
	if end := strings.IndexAny(strings.TrimLeft(first, " "), ", ]"); end >= 0 {
		first = strings.TrimLeft(first, " ")[:end]
	}
	return opened && strings.HasSuffix(f.values[0], "]") && IsNumber(first)
}

func look(column int, rows [][]string) fields {
	f := fields{column: column, low: math.Inf(1), high: math.Inf(-1), hundred: true}
	some, numbers, whole, binary := 0, 0, 0, 0
	for _, row := range rows {
		if column >= len(row) || missing(row[column]) {
			continue
		}
		some++
		if v := canonical(row[column]); len(f.values) < maxDistinct &&
			!slices.Contains(f.values, v) {
			f.values = append(f.values, v)
		}
		if t, ok := parseLabel(row[column]); ok && t == math.Trunc(t) && math.Abs(t) < 1<<16 {
			whole++
			if t == 0 || t == 1 {
				binary++
			}
		}
		if v, ok := parseNumber(row[column]); ok && v == v {
			numbers++
			f.fractions = f.fractions || v != math.Trunc(v)
			f.outside = f.outside || v < 0 || v > 1
			f.hundred = f.hundred && v >= 0 && v <= 100
			f.percent = f.percent || strings.HasSuffix(strings.TrimSpace(row[column]), "%")
			f.low, f.high = min(f.low, v), max(f.high, v)
		}
	}
	f.numbers = numbers > 0 && 2*numbers >= some
	f.whole = whole > 0 && 2*whole >= some
	f.classes = some > 0 && binary == some
	return f
}

// A Note is a fact about the guessed columns that users of the results must know.
type Note int

// The notes.
const (
	HardScores   Note = iota // the scores are 0 and 1 only: classes, not probabilities
	WeightUnused             // a column is called weight, but is not used for sample weights
	WeightUsed               // a column of sample weights is used
	SplitUnused              // a column such as split has several values, and all are read
)

// A Noted is a note about a column.
type Noted struct {
	Note   Note
	Column string
	Values []string
}

// Guess finds the columns by their names and by the fields of the first rows.
// It is [Choice.Columns] of the zero value.
func Guess(names []string, rows [][]string) (Columns, error) {
	c, _, err := Choice{}.Columns(names, rows)
	return c, err
}

// guess finds the columns that a choice leaves open.
type guess struct {
	names  []string
	plain  []string
	rows   [][]string
	kinds  []fields
	choice Choice
	c      Columns
	taken  []bool // columns with a part already
	notes  []Noted
}

func (g *guess) free(i int) bool { return !g.taken[i] }

// named returns the free column with the first of the usual names, -1 if none has one.
func (g *guess) named(usual []string, can func(int) bool) int {
	for _, want := range usual {
		for i, name := range g.plain {
			if name == want && g.free(i) && can(i) {
				return i
			}
		}
	}
	return -1
}

// only returns the one free column for whose fields can is true, else -1.
func (g *guess) only(can func(fields) bool) int {
	found := -1
	for i, k := range g.kinds {
		if g.free(i) && can(k) {
			if found >= 0 {
				return -1
			}
			found = i
		}
	}
	return found
}

// aside sets aside the columns used as ids, sample weights or groups.
func (g *guess) aside() error {
	find := func(name string) (int, error) {
		i, err := column(g.names, name)
		if err == nil {
			g.taken[i] = true
		}
		return i, err
	}
	for _, o := range []struct {
		name   string
		column *Optional
	}{{g.choice.Weight, &g.c.Weight}, {g.choice.Group, &g.c.Group}, {g.choice.ID, &g.c.ID}} {
		if o.name == "" || o.name == None {
			continue
		}
		i, err := find(o.name)
		if err != nil {
			return err
		}
		*o.column = Some(i)
		if o.column == &g.c.Weight {
			g.notes = append(g.notes, Noted{Note: WeightUsed, Column: g.names[i]})
		}
	}
	if g.choice.Only != "" {
		name, value, ok := strings.Cut(g.choice.Only, "=")
		if !ok {
			return &Problem{Code: Option, Detail: quote(g.choice.Only) + " is not COLUMN=VALUE"}
		}
		i, err := find(name)
		if err != nil {
			return err
		}
		g.c.Filter, g.c.Only = Some(i), value
	}
	always := func(int) bool { return true }
	if i := g.named(idNames, always); i >= 0 && !g.kinds[i].classes {
		g.taken[i] = true
		if g.choice.ID == "" {
			g.c.ID = Some(i)
		}
	}
	if i := g.named(groupNames, always); i >= 0 && !g.kinds[i].fractions {
		g.taken[i] = true
		if values := g.kinds[i].values; len(values) > 1 && g.choice.Group == "" &&
			g.choice.Only == "" {
			g.notes = append(g.notes, Noted{SplitUnused, g.names[i], values})
		}
	}
	// A weight below 0 is the fault of its row, and no reason to leave out the column.
	numeric := func(i int) bool { return g.kinds[i].numbers }
	if i := g.named(weightNames, numeric); g.choice.Weight != "" {
		return nil
	} else if i >= 0 {
		g.taken[i] = true
		g.c.Weight = Some(i)
		if g.plain[i] != "bin_weight" { // of the command sql
			g.notes = append(g.notes, Noted{Note: WeightUsed, Column: g.names[i]})
		}
	} else if i := g.named(weightNames, always); i >= 0 && len(g.kinds[i].values) > 0 {
		g.taken[i] = true
		g.notes = append(g.notes, Noted{Note: WeightUnused, Column: g.names[i]})
	}
	return nil
}

// label finds the column of the label, or the columns of one-hot labels.
func (g *guess) label() {
	g.c.Label = -1
	known := func(i int) bool { return g.kinds[i].whole || !g.kinds[i].numbers && len(g.kinds[i].values) > 0 }
	if i := g.named(labelNames, known); i >= 0 {
		g.c.Label = i
		g.taken[i] = true
		return
	}
	for _, s := range g.series() {
		if slices.Contains(labelNames, s.prefix) && g.sums(s.columns) &&
			g.all(s.columns, func(k fields) bool { return k.classes }) {
			g.c.OneHot = s.columns
			g.take(s.columns)
			return
		}
	}
	said := g.choice.Soft || g.choice.Threshold != ""
	soft := func(i int) bool {
		k := g.kinds[i]
		return k.numbers && k.fractions && (said || g.between(i))
	}
	if i := g.named(labelNames, soft); i >= 0 { // which will be asked about
		g.c.Label = i
		g.taken[i] = true
		return
	}
	// 0 and 1, or as many whole numbers as there are columns of scores.
	several := 2
	for _, s := range g.series() {
		several = max(several, len(s.columns))
	}
	i := g.only(func(k fields) bool { return k.classes })
	if i < 0 {
		i = g.only(func(k fields) bool {
			return k.whole && !k.fractions && len(k.values) <= several && k.low >= -1 &&
				k.high <= float64(several)
		})
	}
	if i >= 0 {
		g.c.Label = i
		g.taken[i] = true
	}
}

func (g *guess) take(columns []int) {
	for _, i := range columns {
		g.taken[i] = true
	}
}

func (g *guess) all(columns []int, is func(fields) bool) bool {
	for _, i := range columns {
		if !is(g.kinds[i]) {
			return false
		}
	}
	return true
}

// scores finds the columns of the scores.
func (g *guess) scores() error {
	numeric := func(i int) bool { return g.kinds[i].numbers }
	soft := func(i int) bool { return numeric(i) && !g.kinds[i].classes }
	several := len(g.c.OneHot) > 2 ||
		g.c.Label >= 0 && len(g.kinds[g.c.Label].values) > 2 && !g.between(g.c.Label)
	runs := g.series()
	if !several {
		for _, usual := range [][]string{scoreNames, logitNames} {
			i := g.named(usual, soft)
			if i < 0 {
				continue
			}
			// p1 may be the one of p0, p1.
			for _, r := range runs {
				if slices.Contains(r.columns, i) {
					g.run(r)
					return nil
				}
			}
			g.c.Scores = []int{i}
			return nil
		}
	}
	if r, ok := g.classRun(); ok &&
		(!g.kinds[g.c.Label].whole || slices.Contains(seriesNames, r.prefix) || g.sums(r.columns)) {
		g.run(r)
		return nil
	}
	for _, usual := range []bool{true, false} {
		for _, r := range runs {
			if usual == slices.Contains(seriesNames, r.prefix) && (usual || g.sums(r.columns)) {
				g.run(r)
				return nil
			}
		}
	}
	if several {
		if i := g.named(scoreNames, soft); i >= 0 {
			g.c.Scores = []int{i}
			return nil
		}
	}
	if i := g.named(scoreNames, numeric); i >= 0 {
		other := func(k fields) bool {
			return k.column != i && (k.fractions && !k.outside || k.lists())
		}
		if g.count(other) > 0 {
			return &Problem{Code: Hard, Detail: quote(g.names[i]), Columns: g.names}
		}
		g.c.Scores = []int{i}
		return nil
	}
	var rest []int
	for i := range g.names {
		if g.free(i) && g.kinds[i].numbers {
			rest = append(rest, i)
		}
	}
	if len(rest) > 1 && g.sums(rest) && !g.all(rest, func(k fields) bool { return k.classes }) {
		g.c.Scores = rest
		return nil
	}
	if i := g.only(func(k fields) bool { return k.numbers }); i >= 0 {
		g.c.Scores = []int{i}
	} else if i := g.only(func(k fields) bool { return k.numbers && k.fractions }); i >= 0 {
		g.c.Scores = []int{i}
	}
	return nil
}

func (g *guess) count(can func(fields) bool) int {
	n := 0
	for i, k := range g.kinds {
		if g.free(i) && can(k) {
			n++
		}
	}
	return n
}
