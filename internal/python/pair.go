package python

import (
	"math"
	"slices"
	"strings"
)

// choosePair finds the label and the prediction among parameters by their uses and names.
func (r *reader) choosePair(open []*parameter, hasLabel, hasPred bool) (label, pred *parameter) {
	score := func(p *parameter) (asLabel, asPred int) {
		switch nameRole(p.name) {
		case RoleLabel:
			asLabel += 3
		case rolePrediction, RoleProbTrue:
			asPred += 3
		}
		for _, u := range r.uses {
			of := r.linear(u.e)
			if !slices.Contains(of, p.e) {
				continue
			}
			alone := len(of) == 1
			switch u.kind {
			case useLabel, useSigned:
				if alone {
					asLabel += 5
				}
			case whole:
				asLabel++
			case useLogit, useProb, useClass, useLogProb:
				if alone {
					asPred += 5
				}
			case useLog, useExp:
				if alone {
					asPred += 3
				}
			}
		}
		if knownParams[strings.ToLower(p.name)] {
			asLabel -= 2
			asPred -= 2
		}
		return asLabel, asPred
	}
	type scored struct {
		p    *parameter
		l, q int
	}
	var all []scored
	for _, p := range open {
		l, q := score(p)
		all = append(all, scored{p, l, q})
	}
	if hasLabel || hasPred || len(all) == 1 {
		best := math.MinInt
		for _, s := range all {
			v := s.q - s.l
			if hasPred {
				v = -v
			}
			if v > best {
				best = v
				if hasPred {
					label = s.p
				} else {
					pred = s.p
				}
			}
		}
		if hasPred && best <= 0 || hasLabel && best <= 0 && len(all) > 1 {
			return nil, nil
		}
		if len(all) == 1 && !hasLabel && !hasPred && all[0].l > all[0].q {
			return all[0].p, nil
		}
		return label, pred
	}
	best, ties := math.MinInt, 0
	for _, a := range all {
		for _, b := range all {
			if a.p == b.p {
				continue
			}
			v := a.l - a.q + b.q - b.l
			switch {
			case v > best:
				best, ties, label, pred = v, 1, a.p, b.p
			case v == best:
				ties++
			}
		}
	}
	if label == nil {
		return nil, nil
	}
	if best <= 0 || ties > 1 {
		var names []string
		for _, s := range all {
			names = append(names, s.p.name)
		}
		panic(&Error{Position: all[0].p.at, Code: "which-label",
			Args: []string{strings.Join(names, ", "), names[0]}, Names: names,
			Choices: []Role{RoleLabel}})
	}
	return label, pred
}
