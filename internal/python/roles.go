package python

import (
	"math"
	"slices"
)

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
		return r.pool.has(loss, p.e) ||
			slices.ContainsFunc(r.uses, func(u use) bool { return r.pool.has(u.e, p.e) })
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

// kindOf decides whether a prediction is a probability or a logit.
func (r *reader) kindOf(pred, label, loss *Expr) Role {
	switch {
	case r.repair == LogitsProbs:
		return RoleProb // its uses as a logit are one already
	case nameRole(pred.Name) == RoleProbTrue:
		return RoleProbTrue
	case r.boosted && !sureProb(pred.Name):
		return RoleLogit // boosted trees pass raw scores
	}
	used := slices.IndexFunc(r.uses, func(u use) bool { return u.kind == useLogProb && u.e == pred })
	if used >= 0 && namedAs(pred.Name, "logit", "logits") {
		at := r.uses[used].at
		r.mark(Mark{Rule: LogitsProbs, At: at,
			Args: []string{pred.Name, "log-probability", number(at.Line)}})
	}
	if logProb(pred.Name) || used >= 0 {
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
		for _, i := range r.linear(e) {
			found = found || i == pred
			other = other || i != pred && i != label && r.params[i.Name] != nil &&
				r.params[i.Name].input && nameRole(i.Name) != ""
		}
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
			if r.plain(u.e, pred) {
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
			if only(e.Args[0]) && r.plain(e.Args[0], pred) {
				see(&prob, use{at: e.At, what: "log"})
			}
		case Pow:
			if v := e.Args[1]; (v.Op != Const || v.Value != math.Trunc(v.Value)) &&
				only(e.Args[0]) && r.plain(e.Args[0], pred) {
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
	case sureProb(pred.Name):
		return RoleProb
	case r.ranged(loss, label, pred):
		return RoleProb
	case r.tensorFlow && nameRole(pred.Name) == rolePrediction && namedAs(pred.Name, "pred"):
		// Keras passes y_pred, which is a probability unless a loss has from_logits.
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
func (p *pool) plain(e, pred *Expr) bool {
	if e.within&pred.inputs == 0 {
		return true
	}
	return len(p.inputs) > setSize && !e.Has(func(x *Expr) bool {
		return x.Op > Neg && x.Op < Not && x.Op != Abs && p.has(x, pred)
	})
}
