package predict

import (
	"slices"
	"strconv"
	"strings"
)

// None as a column of a Choice is none, though one could be guessed.
const None = "none"

// A Choice holds the user's settings for a file: columns by their names, or by their
// numbers from 1. The zero value leaves all of it to be guessed.
type Choice struct {
	Label    []string // several for one-hot labels
	Scores   []string
	Kind     string // probability, logit or percent
	Positive string // the label's value of class 1
	Classes  []string
	Ignore   []string
	Weight   string
	Group    string
	ID       string
	Only     string // COLUMN=VALUE: other rows are left out

	Soft      bool   // labels between 0 and 1 are soft labels
	Threshold string // or the number from which on a label is of class 1
}

// Columns finds the columns in the names and the fields of the first rows: by the choice,
// and the rest by usual names and by the values that the fields hold.
//
// The error is a [*Problem]: Empty without rows; Unclear with the names of the columns;
// Option for a choice that cannot be; Positive for labels whose class 1 must be chosen;
// Hard for scores that are classes beside others that may be meant; Soft for labels
// between 0 and 1 if the choice does not say how they are read; Outside for
// probabilities outside [0,1]; and TwoLabels, TwoScores, OfNegatives, Confidence and Inside for
// the doubts of [guess.doubt]. From Hard on the columns can be used all the same, if they are
// the intended ones.
func (ch Choice) Columns(names []string, rows [][]string) (Columns, []Noted, error) {
	g := &guess{names: names, rows: rows, choice: ch, taken: make([]bool, len(names))}
	if len(rows) == 0 {
		return Columns{Label: -1}, nil, &Problem{Code: Empty}
	}
	for i, name := range names {
		g.plain = append(g.plain, plain(name))
		g.kinds = append(g.kinds, look(i, rows))
	}
	if err := g.chosen(); err != nil {
		return g.c, nil, err
	}
	if err := g.aside(); err != nil {
		return g.c, nil, err
	}
	if len(ch.Label) == 0 {
		g.label()
	}
	if i := g.named(timesNames, func(i int) bool { return g.kinds[i].whole }); i >= 0 {
		g.c.Times = Some(i)
		g.taken[i] = true
	}
	if len(ch.Scores) == 0 {
		if err := g.scores(); err != nil {
			return g.c, nil, err
		}
	}
	g.take(g.c.Scores)
	unclear := g.c.Label < 0 && g.c.OneHot == nil || len(g.c.Scores) == 0
	if err := g.listed(unclear); err != nil {
		return g.c, nil, err
	}
	if _, counted := g.c.Times.Index(); counted && unclear {
		return g.c, nil, &Problem{Code: Option,
			Detail: "the query of the command sql could read no row of " +
				"its table: labels are 0 and 1, or say -positive to the command; scores are of its -kind"}
	}
	if unclear {
		return g.c, nil, &Problem{Code: Unclear, Detail: list(names), Columns: names}
	}
	g.weights()
	if err := g.labels(); err != nil {
		return g.c, nil, err
	}
	if err := g.contrary(); err != nil {
		return g.c, nil, err
	}
	known := g.order()
	if err := g.kind(); err != nil {
		return g.c, g.notes, err
	}
	if !known {
		return g.c, g.notes, &Problem{Code: TwoScores,
			Detail: g.quoted(g.c.Scores), Columns: g.names}
	}
	return g.c, g.notes, g.doubt()
}

// listed returns the problem of a score that is written as lists, as pandas writes them in
// CSV: a chosen column, or any if the columns are not known. It is nil if there is none.
func (g *guess) listed(unclear bool) error {
	for i, k := range g.kinds {
		if !k.lists() || !slices.Contains(g.c.Scores, i) && !(unclear && g.free(i)) {
			continue
		}
		name := strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(g.names[i])
		return &Problem{Code: Format, Columns: g.names,
			Detail: "lists in column " + quote(g.names[i]) + ": import pandas as pd; " +
				"df = pd.read_csv('in.csv'); df.join(df.pop('" + name +
				`').str.strip('[] ').str.split(r'[,\s]+', expand=True).add_prefix('` + name +
				"_')).to_csv('predictions.csv', index=False)"}
	}
	return nil
}

// column returns the index of a column by its name or number.
func column(names []string, name string) (int, error) {
	name = strings.TrimSpace(name)
	if i := slices.Index(names, name); i >= 0 {
		return i, nil
	}
	if n, err := strconv.Atoi(name); err == nil && n >= 1 && n <= len(names) {
		return n - 1, nil
	}
	return 0, &Problem{Code: NoColumn, Detail: quote(name) + "; " + list(names), Columns: names}
}

// chosen takes the columns that the choice names.
func (g *guess) chosen() error {
	find := func(all []string) (columns []int, err error) {
		for _, name := range all {
			i, err := column(g.names, name)
			if err != nil {
				return nil, err
			}
			columns = append(columns, i)
		}
		g.take(columns)
		return columns, nil
	}
	g.c.Label = -1
	label, err := find(g.choice.Label)
	if err != nil {
		return err
	}
	if len(label) == 1 {
		g.c.Label = label[0]
	} else {
		g.c.OneHot = label
	}
	if g.c.Scores, err = find(g.choice.Scores); err != nil {
		return err
	}
	g.c.Labels.Classes, g.c.Labels.Ignore = g.choice.Classes, g.choice.Ignore
	return nil
}

// weights takes a column called weight for sample weights if nothing else is left over:
// among features it may be one of them.
func (g *guess) weights() {
	if g.choice.Weight != "" || g.c.Weight.n > 0 {
		return
	}
	i := g.named(perhapsNames, func(i int) bool { return g.kinds[i].numbers })
	if i < 0 {
		return
	}
	note := Noted{Note: WeightUnused, Column: g.names[i]}
	if g.count(func(k fields) bool { return k.numbers }) == 1 && g.kinds[i].low >= 0 {
		g.c.Weight = Some(i)
		note.Note = WeightUsed
	}
	g.taken[i] = true
	g.notes = append(g.notes, note)
}

// opposites are values of labels whose meaning nobody doubts: class 0, class 1.
var opposites = [][2]string{
	{"negative", "positive"}, {"neg", "pos"}, {"no", "yes"}, {"n", "y"}, {"f", "t"},
	{"否", "是"}, {"阴性", "阳性"}, {"负", "正"}, {"负类", "正类"},
}

// labels finds which values of the label are which class.
func (g *guess) labels() error {
	l := &g.c.Labels
	if g.c.OneHot != nil {
		if n := len(g.c.OneHot); n != g.c.Classes() {
			return &Problem{Code: Option,
				Detail: "there are " + strconv.Itoa(n) + " one-hot labels and scores of " +
					strconv.Itoa(g.c.Classes()) + " classes"}
		}
		if !g.all(g.c.OneHot, func(k fields) bool { return k.classes }) && g.choice.Soft {
			return &Problem{Code: Option,
				Detail: "soft labels of several classes: only those of two classes are read; " +
					"choose one class' label and score with -y and -p, or write the likeliest class " +
					"as the label, in Python y.argmax(axis=1)"}
		}
		return nil
	}
	values := g.kept(g.kinds[g.c.Label].values)
	slices.Sort(values)
	if done, err := g.fractions(values); done || err != nil {
		return err
	}
	positive := canonical(g.choice.Positive)
	switch {
	case l.Classes != nil && g.choice.Classes != nil:
		if len(l.Classes) != g.c.Classes() {
			return &Problem{Code: Option,
				Detail: strconv.Itoa(len(l.Classes)) + " values of classes for scores of " +
					strconv.Itoa(g.c.Classes())}
		}
		return nil
	case positive != "" && g.c.Classes() > 2:
		return &Problem{Code: Option,
			Detail: "one positive class for scores of " + strconv.Itoa(g.c.Classes()) + " classes"}
	case positive != "":
		if len(values) < maxDistinct && !slices.Contains(values, positive) && len(values) > 1 {
			return &Problem{Code: Option,
				Detail: "no label of the first rows is " + quote(positive) + "; they are " +
					strings.Join(values, ", ")}
		}
		if len(g.c.Scores) == 2 && len(l.Classes) == 2 && canonical(l.Classes[0]) == positive {
			// The columns are named by the classes.
			slices.Reverse(g.c.Scores)
		}
		*l = Labels{Classes: []string{"", g.choice.Positive}, Rest: true, Ignore: l.Ignore}
		if len(values) == 2 && slices.Contains(values, positive) {
			l.Classes[0], l.Rest = values[(slices.Index(values, positive)+1)%2], false
		}
		return nil
	case l.Classes != nil:
		return nil // by the names of the scores
	}
	k := g.kinds[g.c.Label]
	if g.c.Classes() > 2 {
		if !k.whole || k.low > 0 && k.high >= float64(g.c.Classes()) {
			return &Problem{Code: Classes, Detail: strings.Join(values, ", "), Columns: g.names}
		}
		return nil
	}
	switch {
	case k.classes, slices.Contains(values, "0") &&
		slices.Contains(values, "1"), len(values) == 1 && (values[0] == "0" || values[0] == "1"):
		return nil // others are rejected
	case k.whole && slices.Equal(values, []string{"-1", "1"}):
		l.Classes = values
		return nil
	case len(values) <= 2:
		lower := make([]string, len(values))
		for i, v := range values {
			lower[i] = strings.ToLower(v)
		}
		if slices.Equal(lower, []string{"false", "true"}) ||
			len(lower) == 1 && (lower[0] == "true" || lower[0] == "false") {
			return nil
		}
		for _, o := range opposites {
			negative, yes := slices.Index(lower, o[0]), slices.Index(lower, o[1])
			if (negative >= 0 || yes >= 0) && (len(values) == 1 || negative >= 0 && yes >= 0) {
				l.Classes = []string{o[0], o[1]}
				if negative >= 0 {
					l.Classes[0] = values[negative]
				}
				if yes >= 0 {
					l.Classes[1] = values[yes]
				}
				if len(values) == 1 && values[0] != lower[0] {
					return &Problem{Code: Positive, Detail: strings.Join(values, ", "),
						Columns: g.names}
				}
				return nil
			}
		}
		if len(g.c.Scores) == 1 && len(values) == 2 {
			// A score that is named by a class is that of the class.
			name := g.plain[g.c.Scores[0]]
			for i, v := range values {
				if v := plain(v); name == v || strings.HasSuffix(name, "_"+v) ||
					strings.HasPrefix(name, v+"_") {
					l.Classes = []string{values[1-i], values[i]}
					return nil
				}
			}
		}
	}
	return &Problem{Code: Positive, Detail: strings.Join(values[:min(len(values), 12)], ", "),
		Columns: g.names}
}

// kept returns the values of a label that are not left out.
func (g *guess) kept(values []string) []string {
	return slices.DeleteFunc(slices.Clone(values), g.c.Labels.ignores)
}

// fractions finds how labels between 0 and 1 are read. It is not done if there are none, or
// if they are the names of two classes.
func (g *guess) fractions(values []string) (done bool, err error) {
	c := &g.c
	soft, threshold := g.choice.Soft, g.choice.Threshold
	if soft && threshold != "" {
		return true, &Problem{Code: Option, Detail: "labels that are soft and have a threshold"}
	}
	if soft || threshold != "" {
		if c.Classes() > 2 || g.choice.Positive != "" || g.choice.Classes != nil ||
			!g.kinds[c.Label].numbers {
			return true, &Problem{Code: Option,
				Detail: "soft labels, or a threshold of labels, are for numbers from 0 to 1 and one score"}
		}
		if soft && g.choice.Group != "" {
			return true, &Problem{Code: Option, Detail: "groups of rows with soft labels"}
		}
		c.Labels.Classes, c.Labels.Soft = nil, soft
		if threshold != "" {
			at, ok := parseNumber(threshold)
			if !ok || !(at > 0 && at <= 1) {
				return true, &Problem{Code: Option,
					Detail: "the threshold of labels " + quote(threshold) +
						"; it is above 0 and at most 1"}
			}
			c.Labels.Threshold = at
		}
		return true, nil
	}
	if !g.between(c.Label) || c.Classes() > 2 || c.Labels.Classes != nil ||
		g.choice.Positive != "" && len(values) <= 2 {
		return false, nil
	}
	return true, &Problem{Code: Soft, Detail: strings.Join(values[:min(len(values), 12)], ", "),
		Columns: g.names}
}

// between reports whether the fields of a column are numbers from 0 to 1, some of them no
// class. Up to half of them may be wrong: they are left for when the rows are read.
func (g *guess) between(column int) bool {
	within, others, some := 0, 0, false
	for _, row := range g.rows {
		if column >= len(row) || missing(row[column]) ||
			g.c.Labels.ignores(canonical(row[column])) {
			continue
		}
		v, ok := parseLabel(row[column])
		if !ok || !(v >= 0 && v <= 1) {
			others++
			continue
		}
		within++
		some = some || fraction(v)
	}
	return some && within >= others
}

// kind finds the kind of the scores.
func (g *guess) kind() error {
	c := &g.c
	switch g.choice.Kind {
	case "probability":
		c.Kind = Probabilities
	case "logit":
		c.Kind = Logits
		return nil
	case "percent":
		c.Kind = Percents
		return nil
	case "":
		name := g.plain[c.Scores[0]]
		prefix, _, _ := numbered(name)
		switch {
		case strings.Contains(name, "logit"), slices.Contains(logitNames, name),
			slices.Contains(logitNames, prefix):
			c.Kind = Logits
		case ofPercent(name):
			if k := g.kinds[c.Scores[0]]; k.outside && k.hundred && !k.percent {
				c.Kind = Percents
			}
		}
		if len(c.Scores) > 1 && c.Kind == Logits && g.sums(c.Scores) {
			c.Kind = Probabilities // whatever they are called
		}
	default:
		return &Problem{Code: Option,
			Detail: "the kind " + quote(g.choice.Kind) + "; it is probability, logit or percent"}
	}
	if g.all(c.Scores, func(k fields) bool { return k.classes }) {
		g.notes = append(g.notes, Noted{Note: HardScores, Column: g.names[c.Scores[0]]})
	}
	if c.Kind != Probabilities || g.choice.Kind != "" {
		return nil // those outside are faults of their rows, if the kind was chosen
	}
	if g.predicted() {
		return &Problem{Code: Option, Columns: g.names, Detail: "column " +
			quote(g.names[c.Scores[0]]) +
			" has predicted classes; a column of probabilities or logits is needed for each class"}
	}
	if slices.ContainsFunc(c.Scores, func(i int) bool { return g.kinds[i].outside }) {
		return &Problem{Code: Outside, Detail: "column " + quote(g.names[c.Scores[0]]),
			Columns: g.names}
	}
	return nil
}

// predicted reports whether the score is the number of a class, of more than two.
func (g *guess) predicted() bool {
	if g.c.Label < 0 || len(g.c.Scores) != 1 {
		return false
	}
	label, score := g.kinds[g.c.Label], g.kinds[g.c.Scores[0]]
	return label.whole && label.low >= 0 && label.high > 1 && label.high < 100 && score.whole &&
		score.low >= 0 && score.high > 1 && score.high <= label.high
}

// ofPercent reports whether a column is called as percents are.
func ofPercent(name string) bool {
	return strings.Contains(name, "percent") || strings.Contains(name, "pct") ||
		strings.Contains(name, "%")
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
