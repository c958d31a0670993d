package predict

import (
	"slices"
	"strings"
)

// leastDoubted is how many rows it takes to doubt a score for the values it never has.
const leastDoubted = 20

// doubt refuses columns found by name alone where the fields of the first rows contradict the
// names: two columns that may be the label, or the score, and differ; a score that by its name is
// that of class 0; one that is never below one half, as the confidence in a predicted class is;
// logits, or percent, that are all within 0 and 1. The columns can be used all the same, if they
// are the intended ones.
func (g *guess) doubt() error {
	if _, counted := g.c.Times.Index(); counted {
		return nil // of the command sql
	}
	if len(g.choice.Label) == 0 && g.c.Label >= 0 &&
		slices.Contains(labelNames, g.plain[g.c.Label]) {
		others := []int{g.c.Label}
		for i, k := range g.kinds {
			named := slices.Contains(labelNames, g.plain[i]) &&
				(k.whole && !k.fractions || !k.numbers)
			if named && g.free(i) && len(k.values) > 1 && len(k.values) <= max(2, g.c.Classes()) &&
				!g.renamed(g.c.Label, i) {
				others = append(others, i)
			}
		}
		if len(others) > 1 {
			return &Problem{Code: TwoLabels, Detail: g.quoted(others), Columns: g.names}
		}
	}
	if len(g.choice.Scores) > 0 || len(g.c.Scores) != 1 {
		return nil
	}
	score := g.c.Scores[0]
	twins := []int{score}
	for i := range g.names {
		if i != score && strings.TrimSpace(g.names[i]) == strings.TrimSpace(g.names[score]) &&
			!g.same(score, i) {
			twins = append(twins, i)
		}
	}
	if len(twins) > 1 {
		return &Problem{Code: Unclear,
			Detail: "several columns are called " + quote(g.names[score]) +
				"; columns have numbers, too", Columns: g.names}
	}
	if rivals := g.rivals(score); rivals != nil {
		return &Problem{Code: TwoScores, Detail: g.quoted(rivals), Columns: g.names}
	}
	if g.choice.Positive == "" && ofNegatives(g.plain[score]) || g.named0(g.plain[score]) {
		return &Problem{Code: OfNegatives, Detail: "column " + quote(g.names[score]),
			Columns: g.names}
	}
	k := g.kinds[score]
	if (g.c.Kind == Logits || ofPercent(g.plain[score]) && !k.percent) && g.choice.Kind == "" &&
		!k.outside && k.fractions &&
		len(g.rows) >= leastDoubted {
		return &Problem{Code: Inside, Detail: "column " + quote(g.names[score]), Columns: g.names}
	}
	unsure := g.c.Kind == Probabilities && g.choice.Kind == "" && !k.classes && k.low >= 0.5 &&
		k.high <= 1 && k.low < k.high
	if unsure && len(g.rows) >= leastDoubted && g.c.Label >= 0 &&
		len(g.kinds[g.c.Label].values) > 1 {
		return &Problem{Code: Confidence, Detail: "column " + quote(g.names[score]),
			Columns: g.names}
	}
	return nil
}

// named0 reports whether a column has the name of the label's class 0, as p_benign has if
// malignant is class 1.
func (g *guess) named0(name string) bool {
	return len(g.c.Labels.Classes) == 2 && g.says(name) == 0
}

// ofNegatives reports whether a column is called as the probability of class 0, or of an
// error, is.
func ofNegatives(name string) bool {
	words := strings.FieldsFunc(name,
		func(r rune) bool { return r == '_' || r == ' ' || r == '-' || r == '.' })
	of := []string{"negative", "negatives", "neg", "error", "负类", "阴性"}
	if len(words) > 0 && slices.Contains(of, words[len(words)-1]) {
		return true
	}
	prefix, n, ok := numbered(name)
	return ok && n == 0 && slices.Contains(seriesNames, prefix)
}

// renamed reports whether two columns say the same of each of the first rows, be it in
// other words.
func (g *guess) renamed(i, j int) bool {
	there, back := map[string]string{}, map[string]string{}
	for _, row := range g.rows {
		if i >= len(row) || j >= len(row) || missing(row[i]) || missing(row[j]) {
			continue
		}
		a, b := canonical(row[i]), canonical(row[j])
		if was, ok := there[a]; ok && was != b {
			return false
		}
		if was, ok := back[b]; ok && was != a {
			return false
		}
		there[a], back[b] = b, a
	}
	return true
}

// same reports whether two columns have the same fields in the first rows.
func (g *guess) same(i, j int) bool {
	return !slices.ContainsFunc(g.rows, func(row []string) bool {
		return i < len(row) && j < len(row) && canonical(row[i]) != canonical(row[j])
	})
}

func (g *guess) quoted(columns []int) string {
	var all []string
	for _, i := range columns {
		all = append(all, quote(g.names[i]))
	}
	return strings.Join(all, ", ")
}
