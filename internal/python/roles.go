package python

import (
	"maps"
	"math"
	"slices"
	"strings"
)

// linear calls f for the inputs that e depends on without a function between.
func linear(e *Expr, f func(*Expr)) {
	seen := map[*Expr]bool{}
	var walk func(e *Expr)
	walk = func(e *Expr) {
		if seen[e] {
			return
		}
		seen[e] = true
		switch e.Op {
		case Input:
			f(e)
		case Neg, Add, Sub, Mul, Min, Max, Stop, Mean, Sum:
			for _, a := range e.Args {
				walk(a)
			}
		case Div:
			walk(e.Args[0])
		case Where:
			walk(e.Args[1])
			walk(e.Args[2])
		}
	}
	walk(e)
}

func linearInputs(e *Expr) []*Expr {
	var all []*Expr
	linear(e, func(i *Expr) { all = append(all, i) })
	return all
}

// roles decides the role of each input of a loss. given holds the user's answers.
func (r *reader) roles(loss *Expr, given map[string]Role) map[*Expr]Role {
	out := map[*Expr]Role{}
	var open []*parameter
	for _, p := range r.inputs {
		if r.losses[p.e] != nil {
			out[p.e] = given[p.name]
			continue
		}
		if !p.input {
			out[p.e] = RoleParameter
			continue
		}
		if role, ok := given[p.name]; ok {
			out[p.e] = role
			continue
		}
		open = append(open, p)
	}
	has := func(role ...Role) *Expr {
		for e, is := range out {
			if slices.Contains(role, is) {
				return e
			}
		}
		return nil
	}
	label, pred := has(RoleLabel, RoleSigned), has(RoleProb, RoleLogit, RoleProbTrue, RoleLogProb)
	used := func(p *parameter) bool {
		return loss.Has(func(e *Expr) bool { return e == p.e }) ||
			slices.ContainsFunc(r.uses,
				func(u use) bool { return u.e.Has(func(e *Expr) bool { return e == p.e }) })
	}
	open = slices.DeleteFunc(open, func(p *parameter) bool {
		if !used(p) {
			out[p.e] = RoleParameter
			return true
		}
		return false
	})
	if label == nil || pred == nil {
		l, p := r.choosePair(open, label != nil, pred != nil)
		if l != nil {
			label = l.e
			out[l.e] = RoleLabel
		}
		if p != nil {
			pred = p.e
		}
	}
	for _, p := range open {
		if p.e != label && p.e != pred {
			out[p.e] = RoleParameter
		}
	}
	if label != nil && out[label] == RoleLabel &&
		slices.ContainsFunc(r.uses,
			func(u use) bool { return u.kind == useSigned && u.e == label }) {
		out[label] = RoleSigned
	}
	if pred != nil && out[pred] == "" {
		out[pred] = r.kindOf(pred, label, loss)
	}
	if _, answered := given[nameOf(label)]; label != nil && pred != nil &&
		out[label] == RoleLabel && !answered {
		r.askSigns(loss, label, pred, out)
	}
	return out
}

func nameOf(e *Expr) string {
	if e == nil {
		return ""
	}
	return e.Name
}

// askSigns asks whether labels are 0 and 1 or -1 and 1: where a label of 0 leaves a loss that
// depends on no prediction, as in log(1 + exp(-y·x)), and where -1 and 1 are made 0 and 1, as
// in (y + 1)/2.
func (r *reader) askSigns(loss, label, pred *Expr, roles map[*Expr]Role) {
	ask := func() {
		panic(&Error{Position: r.params[label.Name].at, Code: "which-signs",
			Args: []string{label.Name}, Names: []string{label.Name},
			Choices: []Role{RoleLabel, RoleSigned}})
	}
	if r.substitution(roles)(loss).Has(shiftsSigns) || r.marksNegatives(loss, label, roles) {
		ask()
	}
	product := loss.Has(func(e *Expr) bool {
		if e.Op != Mul {
			return false
		}
		has := func(e, in *Expr) bool { return e.Has(func(x *Expr) bool { return x == in }) }
		return has(e.Args[0], label) && has(e.Args[1], pred) ||
			has(e.Args[0], pred) && has(e.Args[1], label)
	})
	if !product {
		return
	}
	e := r.substitution(roles)(loss)
	if inner(e) != nil {
		return // a batch with labels of 0 has others too
	}
	at := func(y, x float64) float64 { v, _ := e.Eval(Point{Y: y, X: x}); return v }
	if v := at(0, -1.7); v == at(0, 0.6) && v == at(0, 2.3) && v != 0 && v-v == 0 &&
		at(1, -1.7) != at(1, 0.6) {
		ask()
	}
}

// marksNegatives reports whether a loss does something for the label -1 alone, other than to ignore
// it: the values it compares or clamps are the same for the labels 0 and 1.
func (r *reader) marksNegatives(loss, label *Expr, roles map[*Expr]Role) bool {
	if !loss.Has(func(e *Expr) bool {
		switch e.Op {
		case Less, LessEqual, Equal, Max:
		default:
			return false
		}
		if e.Args[0] != label && e.Args[1] != label || e.Args[0].varies() == e.Args[1].varies() {
			return false
		}
		at := func(y float64) float64 {
			v, _ := r.rewrite(e, map[*Expr]*Expr{label: r.number(y)},
				func(was, of *Expr) *Expr { return of }).Eval(Point{})
			return v
		}
		if e.Op == Max {
			return at(-1) == 0 && at(0) == 0 && at(1) == 1
		}
		return at(0) == at(1) && at(-1) != at(0)
	}) {
		return false
	}
	signed := maps.Clone(roles)
	signed[label] = RoleSigned
	one, other := r.substitution(roles)(loss), r.substitution(signed)(loss)
	ignored, same := true, true
	for _, x := range []float64{-1.7, 0.6, 2.3} {
		_, d := other.Eval(Point{Y: 0, X: x})
		_, g := one.Eval(Point{Y: 0, X: x})
		ignored, same = ignored && d == 0, same && d == g
	}
	return !ignored && !same
}

// shiftsSigns reports whether e is 0, 1/2 and 1 for a label of -1, 0 and 1.
func shiftsSigns(e *Expr) bool {
	switch e.Op {
	case Add, Sub, Mul, Div:
	default:
		return false
	}
	if !e.hasAny(Label) || predicted(e) {
		return false
	}
	at := func(y float64) float64 { v, _ := e.Eval(Point{Y: y}); return v }
	return at(-1) == 0 && at(0) == 0.5 && at(1) == 1
}

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
			of := linearInputs(u.e)
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

// kindOf decides whether a prediction is a probability or a logit.
func (r *reader) kindOf(pred, label, loss *Expr) Role {
	switch {
	case r.repair == LogitsProbs:
		return RoleProb // its uses as a logit are one already
	case nameRole(pred.Name) == RoleProbTrue:
		return RoleProbTrue
	}
	if logProb(pred.Name) || slices.ContainsFunc(r.uses,
		func(u use) bool { return u.kind == useLogProb && u.e == pred }) {
		return r.logProbOf(pred)
	}
	var logit, prob *use
	see := func(to **use, u use) {
		if *to == nil {
			*to = &u
		}
	}
	only := func(e *Expr) bool { // of the prediction alone, as e is with the label known
		found, other := false, false
		linear(e, func(i *Expr) {
			found = found || i == pred
			other = other || i != pred && i != label && r.params[i.Name] != nil &&
				r.params[i.Name].input && nameRole(i.Name) != ""
		})
		return found && !other && !(label != nil && added(e, label))
	}
	for _, u := range r.uses {
		if u.kind == useClass && u.e == pred {
			return RoleLogit
		}
		if !only(u.e) {
			continue
		}
		switch u.kind {
		case useLogit:
			see(&logit, u)
		case useProb, useLog:
			if plain(u.e, pred) {
				see(&prob, u)
			}
		}
	}
	loss.Walk(func(e *Expr) {
		switch e.Op {
		case Exp:
			if only(signless(e.Args[0])) {
				see(&logit, use{at: e.At, what: "exp"})
			}
		case Sigmoid, Softplus:
			if only(e.Args[0]) {
				see(&logit, use{at: e.At, what: "sigmoid"})
			}
		case Log:
			if only(e.Args[0]) && plain(e.Args[0], pred) {
				see(&prob, use{at: e.At, what: "log"})
			}
		case Pow:
			if v := e.Args[1]; (v.Op != Const || v.Value != math.Trunc(v.Value)) &&
				only(e.Args[0]) && plain(e.Args[0], pred) {
				see(&prob, use{at: e.At, what: "**"})
			}
		case Mul:
			for i, a := range e.Args {
				if b := e.Args[1-i]; label != nil && signs(a, label) && only(b) {
					see(&logit, use{at: e.At, what: "*"})
				}
			}
		}
	})
	switch {
	case logit != nil && prob != nil:
		if namedAs(pred.Name, "prob", "probs", "proba", "probability", "probabilities") ||
			namedAs(pred.Name, "logit", "logits") {
			r.mark(Mark{Rule: LogitsProbs, At: prob.at,
				Args: []string{pred.Name, number(logit.at.Line), number(prob.at.Line)}})
			if namedAs(pred.Name, "logit", "logits") {
				return RoleLogit
			}
			return RoleProb
		}
		r.mark(Mark{Rule: LogitsProbs, At: prob.at,
			Args: []string{pred.Name, number(logit.at.Line), number(prob.at.Line)}})
		panic(&Error{Position: r.params[pred.Name].at, Code: "both-uses",
			Args:  []string{pred.Name, number(logit.at.Line), number(prob.at.Line)},
			Names: []string{pred.Name}, Choices: []Role{RoleProb, RoleLogit}})
	case logit != nil:
		if namedAs(pred.Name, "prob", "probs", "proba", "probability", "probabilities") {
			r.mark(Mark{Rule: LogitsProbs, At: logit.at,
				Args: []string{pred.Name, "logit", number(logit.at.Line)}})
		}
		return RoleLogit
	case prob != nil:
		if namedAs(pred.Name, "logit", "logits") {
			r.mark(Mark{Rule: LogitsProbs, At: prob.at,
				Args: []string{pred.Name, "probability", number(prob.at.Line)}})
			return RoleLogit
		}
		return RoleProb
	case namedAs(pred.Name, "logit", "logits"):
		return RoleLogit
	case namedAs(pred.Name, "prob", "probs", "proba", "probas", "probability", "probabilities",
		"confidence") || pred.Name == "p":
		return RoleProb
	case namedAs(pred.Name, probNames...):
		r.note(Note{r.params[pred.Name].at, "by-name", []string{pred.Name}})
		return RoleProb
	}
	panic(&Error{Position: r.params[pred.Name].at, Code: "which-kind", Args: []string{pred.Name},
		Names: []string{pred.Name}, Choices: []Role{RoleProb, RoleLogit}})
}

// logProbOf is the role of a prediction that is the logarithm of a probability by its name, or as
// nll_loss takes it, unless another use contradicts.
func (r *reader) logProbOf(pred *Expr) Role {
	for _, u := range r.uses {
		if u.e == pred && (u.kind == useLogit || u.kind == useProb || u.kind == useLog ||
			u.kind == useClass) {
			panic(&Error{Position: r.params[pred.Name].at, Code: "which-kind",
				Args: []string{pred.Name}, Names: []string{pred.Name},
				Choices: []Role{RoleProb, RoleLogit, RoleLogProb}})
		}
	}
	return RoleLogProb
}

// plain reports whether e has no function of a prediction: the logarithm of a cross-entropy
// gives no information about its argument.
func plain(e, pred *Expr) bool {
	return !e.Has(func(x *Expr) bool {
		return x.Op > Neg && x.Op < Not && x.Op != Abs &&
			x.Has(func(in *Expr) bool { return in == pred })
	})
}

// signless removes signs, sizes and factors from an expression: for -abs(2*x) it returns x.
func signless(e *Expr) *Expr {
	for {
		switch {
		case e.Op == Neg || e.Op == Abs:
			e = e.Args[0]
		case e.Op == Mul && !e.Args[0].varies():
			e = e.Args[1]
		case e.Op == Mul && !e.Args[1].varies():
			e = e.Args[0]
		default:
			return e
		}
	}
}

// added reports whether a term of the sum e is a label, as in x - y, which is of regression and
// gives no information about x.
func added(e, label *Expr) bool {
	switch e.Op {
	case Add, Sub:
		return added(e.Args[0], label) || added(e.Args[1], label)
	case Neg:
		return added(e.Args[0], label)
	case Mul:
		return !e.Args[0].varies() && added(e.Args[1], label) ||
			!e.Args[1].varies() && added(e.Args[0], label)
	}
	return e == label
}

// signs reports whether e is 1 for the label 1 and -1 for the label 0.
func signs(e, label *Expr) bool {
	if e.hasAny(Label, Prob, Logit, ProbTrue, LogitTrue, Epsilon, Param, ClassLogProb, ClassOneHot) ||
		e.Has(func(e *Expr) bool { return e.Op == Input && e != label }) {
		return false
	}
	at := func(y float64) float64 {
		p := &pool{over: func() {}}
		made := p.rewrite(e, map[*Expr]*Expr{}, func(was, of *Expr) *Expr {
			if was == label {
				return p.number(y)
			}
			return of
		})
		v, _ := made.Eval(Point{})
		return v
	}
	return at(1) == 1 && at(0) == -1
}
