package predict

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// sums reports whether the fields of most rows are in [0,1] and sum to 1.
func (g *guess) sums(columns []int) bool {
	yes, no := 0, 0
	for _, row := range g.rows {
		sum := 0.
		for _, i := range columns {
			v, ok := math.NaN(), false
			if i < len(row) {
				v, ok = parseLabel(row[i])
			}
			if !ok || !(v >= 0 && v <= 1) {
				sum = math.NaN()
				break
			}
			sum += v
		}
		if math.Abs(sum-1) <= sumTolerance(len(columns)) {
			yes++
		} else {
			no++
		}
	}
	return yes > no
}

// A run is columns of the same name with numbers or classes after it.
type run struct {
	prefix  string
	suffix  []string
	columns []int
}

// series returns the runs of free columns numbered from 0 or from 1.
func (g *guess) series() []run {
	byPrefix := map[string]map[int]int{}
	var order []string
	for i, name := range g.plain {
		prefix, n, ok := numbered(name)
		if !ok || !g.free(i) || !g.kinds[i].numbers && !g.kinds[i].classes {
			continue
		}
		if byPrefix[prefix] == nil {
			byPrefix[prefix] = map[int]int{}
			order = append(order, prefix)
		}
		byPrefix[prefix][n] = i
	}
	var all []run
	for _, prefix := range order {
		from := 0
		if _, ok := byPrefix[prefix][0]; !ok {
			from = 1
		}
		r := run{prefix: prefix}
		for n := from; ; n++ {
			i, ok := byPrefix[prefix][n]
			if !ok {
				break
			}
			r.columns, r.suffix = append(r.columns, i), append(r.suffix, strconv.Itoa(n))
		}
		if len(r.columns) > 1 && len(r.columns) == len(byPrefix[prefix]) {
			all = append(all, r)
		}
	}
	return all
}

// numbered divides a name such as prob_0, p1, logits[2] or 3.
func numbered(name string) (prefix string, n int, ok bool) {
	name = strings.TrimRight(name, "])")
	end := len(name)
	for end > 0 && name[end-1] >= '0' && name[end-1] <= '9' {
		end--
	}
	n, err := strconv.Atoi(name[end:])
	return strings.TrimRight(name[:end], "_.[("), n, err == nil && n < 1<<16
}

// plain returns a name as it is compared.
func plain(name string) string {
	return strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(strings.TrimSpace(name)))
}

// classRun returns the run of columns that are named by the values of the label.
func (g *guess) classRun() (run, bool) {
	if g.c.Label < 0 {
		return run{}, false
	}
	values := g.kinds[g.c.Label].values
	if len(values) == 0 || len(values) == maxDistinct {
		return run{}, false
	}
	for i := range g.plain {
		before, ok := strings.CutSuffix(g.plain[i], plain(values[0]))
		if !ok || !g.free(i) || !g.kinds[i].numbers {
			continue
		}
		r := run{prefix: strings.TrimRight(before, "_.[(")}
		for k, name := range g.plain {
			if value, ok := strings.CutPrefix(name, before); ok && g.free(k) &&
				g.kinds[k].numbers &&
				(before != "" ||
					slices.ContainsFunc(values, func(v string) bool { return plain(v) == name })) {
				r.columns, r.suffix = append(r.columns, k), append(r.suffix, value)
			}
		}
		named := true
		for _, v := range values {
			named = named && slices.Contains(r.suffix, plain(v))
		}
		if named && len(r.columns) > 1 {
			return r.sorted(), true
		}
	}
	return run{}, false
}

// run uses a run as the scores, and its names as the names of the classes if the labels
// have these names.
func (g *guess) run(r run) {
	g.c.Scores = r.columns
	if strings.Contains(r.prefix, "logit") || slices.Contains(logitNames, r.prefix) {
		g.c.Kind = Logits
	}
	if g.c.Label < 0 || g.c.Labels.Classes != nil {
		return
	}
	k := g.kinds[g.c.Label]
	values := g.kept(k.values)
	if len(r.columns) == 2 && g.choice.Positive != "" && g.counted(values, r.suffix[0] == "1") {
		return
	}
	if k.whole && k.low >= 0 && k.high < float64(len(r.columns)) &&
		(k.low == 0 || r.suffix[0] != "1") {
		return // 0, 1, 2, … in their order
	}
	for _, v := range values {
		if !slices.Contains(r.suffix, plain(v)) {
			return
		}
	}
	if len(r.columns) > 2 || len(g.choice.Positive) > 0 {
		// The values as the labels write them.
		for _, s := range r.suffix {
			i := slices.IndexFunc(k.values, func(v string) bool { return plain(v) == s })
			if i >= 0 {
				s = k.values[i]
			}
			g.c.Labels.Classes = append(g.c.Labels.Classes, s)
		}
	}
}

// counted names two classes by values of the label that are 0 and 1, and reports whether all
// are: the columns of their scores are in this order, whichever is chosen as positive. If the
// columns count from 1, a value of 0 is needed to tell that the values do not.
func (g *guess) counted(values []string, fromOne bool) bool {
	names := []string{"0", "1"}
	zero := false
	for _, v := range values {
		n, ok := parseLabel(v)
		if !ok || n != 0 && n != 1 {
			return false
		}
		names[int(n)] = v
		zero = zero || n == 0
	}
	if fromOne && !zero {
		return false
	}
	g.c.Labels.Classes = names
	return true
}
