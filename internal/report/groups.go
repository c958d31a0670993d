package report

import (
	"context"
	"math"
	"slices"
	"strconv"
	"strings"

	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/bins"
	"lossexplorer/internal/predict/metrics"
)

// MaxGroups is the number of groups that are compared: the first ones in the file.
const MaxGroups = 100

// MaxNames is the largest number of groups that are counted.
const MaxNames = 1 << 16

// A Group is the rows of one value of the column of groups.
type Group struct {
	Name    string
	Tally   predict.Tally
	Metrics metrics.Sums
	Sample  metrics.Sample
	Loss    []bins.Sums // of each setting
}

// AUC returns the area under the ROC curve, NaN if it is not known of all rows.
func (g *Group) AUC() float64 {
	if g.Sample.Part() < 1 {
		return math.NaN()
	}
	return g.Sample.Curve().AUC()
}

// groupNames are the groups in the order of the file.
type groupNames struct {
	turn turn
	all  map[string]int32 // the index of each, at most MaxNames
}

func newGroupNames() *groupNames { return &groupNames{turn: newTurn(), all: map[string]int32{}} }

// indices appends to dst the index of each row's group, -1 for one that is not compared.
func (g *groupNames) indices(ctx context.Context, dst []int32, rows *predict.Rows) ([]int32, error) {
	err := g.turn.take(ctx, rows.Part, func() error {
		for _, name := range rows.Group {
			k, ok := g.all[name]
			if !ok && len(g.all) < MaxNames {
				k, ok = int32(len(g.all)), true
				g.all[strings.Clone(name)] = k
			}
			if !ok || k >= MaxGroups {
				k = -1
			}
			dst = append(dst, k)
		}
		return nil
	})
	return dst, err
}

// groups returns the groups by name.
func (g *groupNames) groups(of []*group) (all []Group) {
	for name, k := range g.all {
		if int(k) >= len(of) || of[k] == nil {
			continue
		}
		one := Group{Name: name, Tally: of[k].tally, Metrics: of[k].metrics, Sample: of[k].sample}
		for _, e := range of[k].exact {
			one.Loss = append(one.Loss, e.Total())
		}
		all = append(all, one)
	}
	slices.SortFunc(all, func(a, b Group) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// group holds the rows of a group that one worker has read.
type group struct {
	tally   predict.Tally
	metrics metrics.Sums
	sample  metrics.Sample
	exact   []*bins.Exact
}

// addGroups adds rows to their groups; measures makes the sums of a new one.
func (p *part) addGroups(ctx context.Context, names *groupNames, rows *predict.Rows, measures func() []*bins.Exact) (err error) {
	if p.group, err = names.indices(ctx, p.group[:0], rows); err != nil {
		return err
	}
	var here [MaxGroups]bool
	for _, k := range p.group {
		if k >= 0 {
			here[k] = true
		}
	}
	for k, some := range here {
		if !some {
			continue
		}
		for len(p.groups) <= k {
			p.groups = append(p.groups, nil)
		}
		if p.groups[k] == nil {
			p.groups[k] = &group{exact: measures()}
		}
		g := p.groups[k]
		p.sub.Take(rows, func(i int) bool { return int(p.group[i]) == k })
		z := p.sub.Logits(nil)
		g.tally.Add(&p.sub)
		g.metrics.Add(&p.sub, z)
		g.sample.Add(&p.sub)
		for _, e := range g.exact {
			e.Add(&p.sub, z, nil)
		}
	}
	return nil
}

// mergeGroups adds the groups of another worker.
func (p *part) mergeGroups(q *part) {
	for k, g := range q.groups {
		for len(p.groups) <= k {
			p.groups = append(p.groups, nil)
		}
		to := p.groups[k]
		if to == nil || g == nil {
			if g != nil {
				p.groups[k] = g
			}
			continue
		}
		to.tally.Merge(&g.tally)
		to.metrics.Merge(&g.metrics)
		to.sample.Merge(&g.sample)
		for i := range to.exact {
			to.exact[i].Merge(&g.exact[i].Measurement)
		}
	}
}

// countOf returns a number of groups as text: beyond MaxNames they are not counted.
func countOf(groups int) string {
	if groups == MaxNames {
		return "≥ " + strconv.Itoa(groups)
	}
	return strconv.Itoa(groups)
}
