package predictions

import (
	"strconv"
	"strings"

	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/metrics"
	"lossexplorer/internal/text"
)

// Groups is the number of groups that have a row: the first ones.
const Groups = 12

// groups are the rows by the values of a column.
type groups struct {
	all   map[string]*group // nil in the place of those that have no row
	order []*group
	rows  predict.Rows
}

type group struct {
	name  string
	tally predict.Tally
	sums  metrics.Sums
	// kept are the rows of two classes.
	kept metrics.Sample
}

// group adds rows to their groups.
func (d *Data) group(rows *predict.Rows) {
	if rows.Group == nil {
		return
	}
	g := &d.groups
	if g.all == nil {
		g.all = map[string]*group{}
	}
	for _, name := range rows.Group {
		if _, ok := g.all[name]; ok {
			continue
		}
		name = strings.Clone(name)
		var of *group
		if len(g.order) < Groups {
			of = &group{name: name}
			g.order = append(g.order, of)
		}
		g.all[name] = of
	}
	for _, of := range g.order {
		g.rows.Take(rows, func(i int) bool { return rows.Group[i] == of.name })
		if len(g.rows.Class) > 0 {
			of.tally.Add(&g.rows)
			of.sums.Add(&g.rows, g.rows.Logits(nil))
			of.kept.Add(&g.rows)
		}
	}
}

// grouped has the groups' table.
func (d *Data) grouped(dst []Change) []Change {
	g, t := &d.groups, text.QualityOf(d.messages)
	dst = append(dst, Change{"predict-groups", "hidden", strconv.FormatBool(len(g.order) == 0)})
	column, ok := d.columns.Group.Index()
	if !ok {
		return dst
	}
	dst = say(dst, "predict-groups-by", text.Fill(t.Groups, "column", d.names[column]))
	more := ""
	if len(g.all) > len(g.order) {
		more = text.Fill(t.GroupMore, "shown", strconv.Itoa(len(g.order)), "all",
			strconv.Itoa(len(g.all)))
	}
	dst = say(dst, "predict-groups-more", more)
	for i := range Groups {
		id := "predict-group-" + strconv.Itoa(i)
		dst = append(dst, Change{id, "hidden", strconv.FormatBool(i >= len(g.order))})
		if i >= len(g.order) {
			continue
		}
		of := g.order[i]
		positives, auc := "–", "–"
		if !d.several() {
			positives = strconv.Itoa(of.tally.Count[1])
			if of.kept.Part() == 1 {
				auc = number(of.kept.Curve().AUC())
			}
		}
		s := &of.sums
		for k, v := range []string{of.name, strconv.Itoa(of.tally.Rows()), positives,
			number(s.NLL / s.Weight), number(s.Brier / s.Weight), auc, number(s.ECE())} {
			dst = say(dst, id+"-"+strconv.Itoa(k), v)
		}
	}
	return dst
}
