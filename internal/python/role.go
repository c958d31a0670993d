package python

import (
	"math"
	"slices"
	"strings"
)

// A Role is what a parameter of the code is.
type Role string

// The roles.
const (
	RoleLabel     Role = "label"
	RoleSigned    Role = "signed-label" // -1 or 1
	RoleProb      Role = "probability"
	RoleLogit     Role = "logit"
	RoleProbTrue  Role = "p_t"
	RoleParameter Role = "parameter"
	RoleEpsilon   Role = "epsilon"

	// A parameter may be a loss that the code calls: of logits or of probabilities.
	RoleLogitLoss Role = "loss-of-logits"
	RoleProbLoss  Role = "loss-of-probabilities"

	// rolePrediction is that of a name of which it is not known whether it is a probability or a
	// logit.
	rolePrediction Role = "prediction"
)

type useKind uint8

const (
	useLabel useKind = iota
	useLogit
	useProb
	useLog
	useExp
	useClass  // as the logits of classes
	useSigned // as a label that is -1 or 1
	whole     // as a whole number, which a label is
)

// A use is what the code does with an expression that tells its role.
type use struct {
	e    *Expr
	kind useKind
	at   Position
	what string
}

func (r *reader) useAs(e *Expr, kind useKind, at Position) {
	r.uses = append(r.uses, use{e, kind, at, ""})
}

// logit records that a function takes e for a logit, and returns what it takes.
func (r *reader) logit(e *Expr, at Position, what string) *Expr {
	switch {
	case r.repair == SigmoidTwice && squashed(e):
		e = unsquashed(e)
	case r.repair == LogitsProbs && e.Op == Input:
		r.prob(e, at, what)
		return r.leaf(Logit)
	}
	r.uses = append(r.uses, use{e, useLogit, at, what})
	if squashed(e) {
		r.mark(Mark{Rule: SigmoidTwice, At: at, Args: []string{what}, Of: e})
	}
	return e
}

// squashed reports whether e is a probability: a sigmoid or softmax, perhaps clipped.
func squashed(e *Expr) bool {
	switch e.Op {
	case Sigmoid:
		return true
	case Exp:
		return e.Args[0].Op == ClassLogProb
	case Min, Max:
		return squashed(e.Args[0]) || squashed(e.Args[1])
	case Stop, Mean:
		return squashed(e.Args[0])
	}
	return false
}

// prob records that a function takes e for a probability.
func (r *reader) prob(e *Expr, at Position, what string) {
	r.uses = append(r.uses, use{e, useProb, at, what})
}

// classLogits records that a function takes e for the logits of classes.
func (r *reader) classLogits(e *Expr, at Position, what string) {
	if r.repair == SigmoidTwice && squashed(e) {
		e = unsquashed(e)
	}
	if squashed(e) {
		r.mark(Mark{Rule: SigmoidTwice, At: at, Args: []string{what}, Of: e})
	}
	for e.Op == Max || e.Op == Min {
		e = e.Args[0]
	}
	if e.Op == ClassLogProb {
		return // log_softmax twice is log_softmax
	}
	if e.Op != Input {
		r.fail(at, "class-logits")
	}
	r.uses = append(r.uses, use{e, useClass, at, what})
}

// weighted records that a loss of a framework was given a weight of the positives.
func (r *reader) weighted(at Position) { r.weights = append(r.weights, at) }

func (r *reader) sawComparison(a, b *Expr, at Position) {
	if b.Op == Const && (b.Value == 0 || b.Value == 1 || b.Value == -1) && a.Op == Input {
		r.uses = append(r.uses, use{a, whole, at, "=="})
	}
}

var labelNames = strings.Fields("y true target targets label labels gt gts truth groundtruth ground actual actuals observed tgt trg gold onehot reference")
var predNames = strings.Fields("pred preds prediction predictions predicted prob probs proba probas probability probabilities logit logits output outputs out input inputs score scores hat yhat pr estimate estimates approx confidence conf yp x z p preact")
var probNames = strings.Fields("pred preds prediction predictions predicted prob probs proba probas probability probabilities hat yhat pr p yp confidence")
var knownParams = map[string]bool{"gamma": true, "alpha": true, "beta": true, "eps": true, "epsilon": true, "weight": true, "weights": true, "pos_weight": true, "class_weight": true,
	"class_weights": true, "smoothing": true, "label_smoothing": true, "delta": true, "tau": true, "temperature": true, "margin": true, "m": true, "q": true, "k": true, "c": true, "lambda_": true, "smooth": true,
	"num_classes": true, "n_classes": true, "reduction": true, "w": true, "sample_weight": true, "mask": true, "avg_factor": true, "scale": true}

// numberNames are names of numbers that a slider should have, where the code assigns one.
var numberNames = map[string]bool{"gamma": true, "alpha": true, "beta": true, "eps": true, "epsilon": true, "pos_weight": true, "label_smoothing": true, "smoothing": true,
	"gamma_pos": true, "gamma_neg": true, "delta": true, "tau": true, "temperature": true, "margin": true}

// words splits a name at underscores and capitals.
func words(name string) []string {
	var b []byte
	for i := range len(name) {
		c := name[i]
		if c >= 'A' && c <= 'Z' {
			if i > 0 && name[i-1] >= 'a' && name[i-1] <= 'z' {
				b = append(b, '_')
			}
			c += 'a' - 'A'
		}
		b = append(b, c)
	}
	return strings.FieldsFunc(string(b), func(r rune) bool { return r == '_' })
}

// nameRole returns the role that a name suggests, "" for none.
func nameRole(name string) Role {
	all := words(name)
	switch n := strings.Join(all, "_"); n {
	case "t", "y", "yt", "y_t", "lab":
		return RoleLabel
	case "pt", "p_t", "prob_true":
		return RoleProbTrue
	case "y_hat", "y_pred", "y_prob", "y_score", "y_logit", "y_logits", "y_out", "y_output":
		return rolePrediction
	}
	has := func(names []string) bool {
		return slices.ContainsFunc(all, func(w string) bool { return slices.Contains(names, w) })
	}
	switch {
	case len(all) > 1 && all[0] == "y" && !slices.Contains(all, "true"):
		all = all[1:] // y_pred_logits
		if has(labelNames) {
			return RoleLabel
		}
	case has(labelNames):
		return RoleLabel
	}
	if has(predNames) {
		return rolePrediction
	}
	return ""
}

func namedAs(name string, names ...string) bool {
	return slices.ContainsFunc(words(name), func(w string) bool { return slices.Contains(names, w) })
}

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

// roles decides what the inputs of a loss are. Given are the answers of the reader's user.
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
	label, pred := has(RoleLabel, RoleSigned), has(RoleProb, RoleLogit, RoleProbTrue)
	used := func(p *parameter) bool {
		return loss.Has(func(e *Expr) bool { return e == p.e }) || slices.ContainsFunc(r.uses, func(u use) bool { return u.e.Has(func(e *Expr) bool { return e == p.e }) })
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
	if label != nil && out[label] == RoleLabel && slices.ContainsFunc(r.uses, func(u use) bool { return u.kind == useSigned && u.e == label }) {
		out[label] = RoleSigned
	}
	if pred != nil && out[pred] == "" {
		out[pred] = r.kindOf(pred, label, loss)
	}
	if _, answered := given[nameOf(label)]; label != nil && pred != nil && out[label] == RoleLabel && !answered {
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

// askSigns asks whether labels are 0 and 1 or -1 and 1, where a label of 0 leaves a loss that
// depends on no prediction, as in log(1 + exp(-y·x)).
func (r *reader) askSigns(loss, label, pred *Expr, roles map[*Expr]Role) {
	product := loss.Has(func(e *Expr) bool {
		if e.Op != Mul {
			return false
		}
		has := func(e, in *Expr) bool { return e.Has(func(x *Expr) bool { return x == in }) }
		return has(e.Args[0], label) && has(e.Args[1], pred) || has(e.Args[0], pred) && has(e.Args[1], label)
	})
	if !product {
		return
	}
	e := r.substitution(roles)(loss)
	if inner(e) != nil {
		return // a batch with labels of 0 has others too
	}
	at := func(y, x float64) float64 { v, _ := e.Eval(Point{Y: y, X: x}); return v }
	if v := at(0, -1.7); v == at(0, 0.6) && v == at(0, 2.3) && v != 0 && v == v && at(1, -1.7) != at(1, 0.6) {
		panic(&Error{Position: r.params[label.Name].at, Code: "which-signs", Args: []string{label.Name}, Names: []string{label.Name}, Choices: []Role{RoleLabel, RoleSigned}})
	}
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
			case useLogit, useProb, useClass:
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
		panic(&Error{Position: all[0].p.at, Code: "which-label", Args: []string{strings.Join(names, ", "), names[0]}, Names: names, Choices: []Role{RoleLabel}})
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
			other = other || i != pred && i != label && r.params[i.Name] != nil && r.params[i.Name].input && nameRole(i.Name) != ""
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
			see(&prob, u)
		}
	}
	loss.Walk(func(e *Expr) {
		switch e.Op {
		case Exp:
			if only(e.Args[0]) {
				see(&logit, use{at: e.At, what: "exp"})
			}
		case Sigmoid, Softplus:
			if only(e.Args[0]) {
				see(&logit, use{at: e.At, what: "sigmoid"})
			}
		case Log:
			if only(e.Args[0]) {
				see(&prob, use{at: e.At, what: "log"})
			}
		case Pow:
			if v := e.Args[1]; (v.Op != Const || v.Value != math.Trunc(v.Value)) && only(e.Args[0]) {
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
		if namedAs(pred.Name, "prob", "probs", "proba", "probability", "probabilities") || namedAs(pred.Name, "logit", "logits") {
			r.mark(Mark{Rule: LogitsProbs, At: prob.at, Args: []string{pred.Name, number(logit.at.Line), number(prob.at.Line)}})
			if namedAs(pred.Name, "logit", "logits") {
				return RoleLogit
			}
			return RoleProb
		}
		r.mark(Mark{Rule: LogitsProbs, At: prob.at, Args: []string{pred.Name, number(logit.at.Line), number(prob.at.Line)}})
		panic(&Error{Position: r.params[pred.Name].at, Code: "both-uses", Args: []string{pred.Name, number(logit.at.Line), number(prob.at.Line)},
			Names: []string{pred.Name}, Choices: []Role{RoleProb, RoleLogit}})
	case logit != nil:
		if namedAs(pred.Name, "prob", "probs", "proba", "probability", "probabilities") {
			r.mark(Mark{Rule: LogitsProbs, At: logit.at, Args: []string{pred.Name, "logit", number(logit.at.Line)}})
		}
		return RoleLogit
	case prob != nil:
		if namedAs(pred.Name, "logit", "logits") {
			r.mark(Mark{Rule: LogitsProbs, At: prob.at, Args: []string{pred.Name, "probability", number(prob.at.Line)}})
			return RoleLogit
		}
		return RoleProb
	case namedAs(pred.Name, "logit", "logits"):
		return RoleLogit
	case namedAs(pred.Name, probNames...):
		return RoleProb
	}
	panic(&Error{Position: r.params[pred.Name].at, Code: "which-kind", Args: []string{pred.Name}, Names: []string{pred.Name}, Choices: []Role{RoleProb, RoleLogit}})
}

// added reports whether a term of the sum e is a label, as in x - y, which is of regression and
// tells nothing of x.
func added(e, label *Expr) bool {
	switch e.Op {
	case Add, Sub:
		return added(e.Args[0], label) || added(e.Args[1], label)
	case Neg:
		return added(e.Args[0], label)
	case Mul:
		return !e.Args[0].varies() && added(e.Args[1], label) || !e.Args[1].varies() && added(e.Args[0], label)
	}
	return e == label
}

// signs reports whether e is 1 for the label 1 and -1 for the label 0.
func signs(e, label *Expr) bool {
	if e.Has(func(e *Expr) bool { return e.Op.Arity() == 0 && e != label && e.Op != Const }) {
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
