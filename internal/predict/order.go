package predict

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// order puts two guessed scores into the order of the classes, by what their names say,
// and reports whether it is known. Numbers, as of p0 and p1, count the classes.
func (g *guess) order() bool {
	if len(g.choice.Scores) > 0 || len(g.c.Scores) != 2 {
		return true
	}
	a, b := g.plain[g.c.Scores[0]], g.plain[g.c.Scores[1]]
	before, _, counts := numbered(a)
	if after, _, ok := numbered(b); ok && counts && before == after {
		return true
	}
	first, second := g.says(a), g.says(b)
	if first == second {
		return false
	}
	if first == 1 || second == 0 {
		slices.Reverse(g.c.Scores)
	}
	return true
}

// says returns the class of which a column is by its name, unknown if it does not say:
// names have a value of the label, or words such as yes and no, or what the label is called.
func (g *guess) says(name string) int {
	class := g.valueIn(name)
	if class != unknown || g.choice.Positive != "" || len(g.choice.Classes) > 0 {
		return class
	}
	words := strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune("_.[]()", r) })
	for _, o := range append([][2]string{{"false", "true"}, {"not", ""},
		{"non", ""}}, opposites...) {
		if slices.Contains(words, o[0]) {
			return 0
		}
		if slices.Contains(words, o[1]) {
			class = 1
		}
	}
	if g.c.Label >= 0 && strings.HasSuffix(name, "_"+g.plain[g.c.Label]) {
		class = 1
	}
	return class
}

// valueIn returns the class whose value of the label a name has, or else unknown.
func (g *guess) valueIn(name string) int {
	class, longest := unknown, 0
	for k, value := range g.c.Labels.Classes {
		v := plain(value)
		if len(v) > longest &&
			(name == v || strings.HasSuffix(name, "_"+v) || strings.HasPrefix(name, v+"_")) {
			class, longest = k, len(v)
		}
	}
	return class
}

// contrary returns the problem of chosen scores whose names have the values, or count the
// numbers, of classes in another order. It is nil if there is none.
func (g *guess) contrary() error {
	if len(g.choice.Scores) < 2 {
		return nil
	}
	names := make([]string, len(g.c.Scores)) // in the order of the classes
	isContrary := false
	for i, k := range g.classesOf(g.c.Scores) {
		if k == unknown {
			continue
		}
		isContrary = isContrary || k != i
		if k < len(names) {
			names[k] = g.names[g.c.Scores[i]]
		}
	}
	if !isContrary {
		return nil
	}
	detail := "the names of the scores are of classes in another order than -p has; " +
		"the score of class 0 comes first"
	if !slices.Contains(names, "") {
		detail += ": -p " + strings.Join(names, ",")
	}
	return &Problem{Code: Option, Detail: detail, Columns: g.names}
}

// classesOf returns the class of each of the scores by its name: that of the value of the label
// which it has or, where labels are numbers, by its own number if these count from 0 or 1.
func (g *guess) classesOf(scores []int) []int {
	classes := make([]int, len(scores))
	if g.c.Labels.Classes != nil {
		for i, c := range scores {
			classes[i] = g.valueIn(g.plain[c])
		}
		return classes
	}
	first, least, _ := numbered(g.plain[scores[0]])
	for i, c := range scores {
		prefix, n, ok := numbered(g.plain[c])
		if !ok || prefix != first {
			n = unknown
		}
		classes[i], least = n, min(least, n)
	}
	for k := range scores {
		if least < 0 || least > 1 || !slices.Contains(classes, least+k) {
			return slices.Repeat([]int{unknown}, len(scores))
		}
	}
	for i := range classes {
		classes[i] -= least
	}
	return classes
}

// rivals returns a guessed score and the other columns of probabilities that by their names
// may be meant, if there are some with other values.
func (g *guess) rivals(score int) []int {
	all := []int{score}
	if !slices.Contains(scoreNames, g.plain[score]) {
		return nil
	}
	for i, k := range g.kinds {
		if g.free(i) && k.fractions && !k.outside && g.plain[i] != "confidence" &&
			slices.Contains(scoreNames, g.plain[i]) && !g.same(score, i) {
			all = append(all, i)
		}
	}
	if len(all) == 1 {
		return nil
	}
	return all
}

// sorted puts the columns of a run whose names end in whole numbers in the order of these.
func (r run) sorted() run {
	type column struct{ number, at int }
	var order []column
	for i, s := range r.suffix {
		n, err := strconv.Atoi(s)
		if err != nil {
			return r
		}
		order = append(order, column{n, i})
	}
	slices.SortFunc(order, func(a, b column) int { return cmp.Compare(a.number, b.number) })
	s := run{prefix: r.prefix}
	for _, c := range order {
		s.columns, s.suffix = append(s.columns, r.columns[c.at]), append(s.suffix, r.suffix[c.at])
	}
	return s
}
