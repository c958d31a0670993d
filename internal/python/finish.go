package python

import (
	"math"
	"slices"
	"strings"

	"lossexplorer/internal/formula/syntax"
)

// finish makes a reading of the value that the code returned.
func (r *reader) finish(name string, v value, at Position, o Options) *Reading {
	reading := &Reading{Name: name, Roles: map[string]Role{}, Lines: r.file.lines, Jax: r.jax,
		TensorFlow: r.tensorFlow, Precision: r.precise(), Weights: r.weights,
		Clamped: r.clamped, r: r}
	reading.Set = r.set
	defer func() { reading.Marks = r.marks }()
	reading.Notes = append(reading.Notes, r.notes...)
	reading.Notes = append(reading.Notes, r.unread()...)
	var hess *tensor
	if l, ok := v.(*list); ok {
		if g, h := r.objective(name, l); g != nil {
			v, hess = g, h
			if o.Roles == nil {
				o.Roles = map[string]Role{}
			}
		} else if len(l.items) > 0 {
			k := r.resultOf(l)
			if len(l.items) > 1 {
				reading.Notes = append(reading.Notes,
					Note{at, "several-results", []string{number(len(l.items)), number(k + 1)}})
			}
			v = l.items[k]
		}
	}
	if d, ok := v.(dict); ok {
		for _, k := range sorted(d) {
			if strings.Contains(k, "loss") || len(d) == 1 {
				v = d[k]
				break
			}
		}
	}
	if p, ok := v.(opaque); ok {
		r.fail(p.at, p.code, p.args...)
	}
	t := r.array(v, at)
	if t == nil {
		r.fail(at, "no-return", name)
	}
	loss := r.filled(t)
	if ofClasses(loss) {
		loss = r.oneOf(reading, loss, at)
	}
	r.checkNorms(loss)
	if hess != nil {
		r.objectives(reading, t, hess, at, o)
		return reading
	}
	r.complete(reading, loss, at, o)
	return reading
}

// resultOf returns which of several results is the loss: the one with that name, or else the first
// that has a derivative.
func (r *reader) resultOf(l *list) int {
	which, best := 0, 0
	for i, v := range l.items {
		t := asTensor(v)
		if t == nil || flatExpr(t.e) {
			continue
		}
		rank := 1
		switch name := strings.ToLower(r.names[t.e]); {
		case name == "loss" || strings.Contains(name, "total"):
			rank = 3
		case strings.Contains(name, "loss"):
			rank = 2
		}
		if rank > best {
			which, best = i, rank
		}
	}
	return which
}

// flatExpr reports whether e has no derivative with respect to the caller's inputs.
func flatExpr(e *Expr) bool {
	seen := map[*Expr]bool{}
	var slopes func(e *Expr) bool
	slopes = func(e *Expr) bool {
		if seen[e] {
			return false
		}
		seen[e] = true
		switch e.Op {
		case Input, ClassLogProb:
			return true
		case Stop, Less, LessEqual, Equal, And, Or, Not:
			return false
		case Where:
			return slopes(e.Args[1]) || slopes(e.Args[2])
		}
		return slices.ContainsFunc(e.Args, slopes)
	}
	return !slopes(e)
}

// oneOf reads a loss with one element for each class: the one of the labelled class, if the others
// are 0, or one of a class against the rest.
func (r *reader) oneOf(reading *Reading, loss *Expr, at Position) *Expr {
	if !r.rest(loss) {
		if loss.hasAny(Mean) {
			r.fail(at, "classes-sum")
		}
		loss, _ = r.trueClass(r.labelled(loss, at))
		return loss
	}
	reading.OneHot = true
	reading.Notes = append(reading.Notes, Note{at, "one-hot", nil})
	return r.rewrite(loss, map[*Expr]*Expr{}, func(was, of *Expr) *Expr {
		if was.Op == ClassOneHot {
			return r.leaf(Label)
		}
		return of
	})
}

// precise returns the precision of arrays: NumPy uses float64, the others float32.
func (r *reader) precise() string {
	if r.precision == "" {
		return "float32"
	}
	return r.precision
}

// unread returns notes on decorators that were left out of functions that were called.
func (r *reader) unread() (notes []Note) {
	for _, n := range r.decorators {
		if r.called[n.At] {
			notes = append(notes, n)
		}
	}
	return notes
}

// complete puts roles in the place of inputs and writes the formula.
func (r *reader) complete(reading *Reading, loss *Expr, at Position, o Options) {
	before := len(r.notes)
	roles := r.roles(loss, o.Roles)
	reading.Notes = append(reading.Notes, r.notes[before:]...)
	for _, m := range r.marks {
		if m.Rule == ArgumentOrder {
			panic(&Error{Position: m.At, Code: "argument-order", Args: m.Args})
		}
	}
	classes := slices.ContainsFunc(r.uses, func(u use) bool { return u.kind == useClass })
	for e, role := range roles {
		if role != RoleParameter || r.has(loss, e) {
			reading.Roles[e.Name] = role
		}
	}
	sub := r.substitution(roles)
	derived := r.derived(loss)
	loss = sub(loss)
	r.checkWhole(sub)
	r.checkTargets(loss, sub)
	for _, u := range r.alls {
		if e := sub(u.e); predicted(e) && loss.Has(func(x *Expr) bool { return x == e }) {
			r.fail(u.at, "batch-statistic", u.what)
		}
	}
	for _, in := range r.classes { // another use of them would be of one class
		if loss.hasAny(Prob, Logit) &&
			roles[in] != RoleParameter {
			r.fail(at, "classes-unknown")
		}
	}
	if reading.OneHot && inner(loss) != nil {
		r.fail(at, "classes-sum") // over several sigmoids
	}
	for _, p := range r.pairs {
		r.derivative(reading, p, sub)
	}
	loss = r.prevalence(reading, loss)
	if loss = r.batch(reading, loss); derived != nil {
		reading.Batch = r.prevalence(&Reading{}, sub(derived))
	}
	loss = r.epsilons(reading, loss)
	loss = r.fold(loss)
	classes = classes || len(r.classes) > 0
	reading.Classes, reading.Row = classes, r.row
	if classes {
		reading.Notes = append(reading.Notes, Note{at, "softmax", nil})
	}
	if !loss.hasAny(Prob, Logit, ProbTrue, LogitTrue) {
		r.fail(at, "no-prediction")
	}
	reading.Loss = loss
	r.write(reading, loss)
	if _, err := syntax.Parse(reading.Formula); err != nil {
		r.fail(at, "formula", err.Error())
	}
}

// substitution returns a function that puts the roles in the place of inputs.
func (r *reader) substitution(roles map[*Expr]Role) func(*Expr) *Expr {
	done := map[*Expr]*Expr{}
	replace := func(was, of *Expr) *Expr {
		if was.Op == Input {
			switch roles[was] {
			case RoleLabel:
				return r.leaf(Label)
			case RoleSigned:
				return r.binary(Sub, r.binary(Mul, r.number(2), r.leaf(Label)), r.number(1))
			case RoleProb:
				return r.leaf(Prob)
			case RoleLogit:
				return r.leaf(Logit)
			case RoleProbTrue:
				return r.leaf(ProbTrue)
			case RoleLogProb:
				return r.unary(Log, r.leaf(Prob))
			}
			return r.make(Param, defaultOf(was.Name), was.Name)
		}
		return r.simple(of)
	}
	return func(e *Expr) *Expr {
		made := r.rewrite(e, done, replace)
		for was, to := range done {
			if n, ok := r.names[was]; ok && r.names[to] == "" && to.Op.Arity() > 0 {
				r.names[to] = n
			}
		}
		return made
	}
}

// defaultOf is the value that a parameter without one has at first.
func defaultOf(name string) float64 {
	switch name {
	case "gamma":
		return 2
	case "alpha":
		return 0.25
	}
	if strings.Contains(name, "classes") || strings.Contains(name, "labels") {
		return 2
	}
	return 1
}

// leastRange is the least difference that the labels 0 and 1 make in a target.
const leastRange = 0.05

// checkTargets refuses targets of cross-entropies that are not from 0 to 1 for the labels 0 and 1,
// as of labels that are 1 and 2, or 0 and 255.
func (r *reader) checkTargets(loss *Expr, sub func(*Expr) *Expr) {
	check := func(e *Expr, at Position, ok func(a, b float64) bool) {
		if e.Op == Label || !e.varies() || predicted(e) ||
			e.hasAny(Mean, Sum, ClassOneHot) {
			return
		}
		a, _ := e.Eval(Point{Y: 0})
		b, _ := e.Eval(Point{Y: 1})
		if !ok(a, b) && a-a == 0 && b-b == 0 {
			r.fail(at, "label-range", text64(a), text64(b))
		}
	}
	apart := func(a, b float64) bool { return math.Abs(a-b) >= leastRange || a == b }
	for _, u := range r.uses {
		if u.kind == useTarget {
			check(sub(u.e), u.at,
				func(a, b float64) bool { return apart(a, b) && min(a, b) >= 0 && max(a, b) <= 1 })
		}
	}
	loss.Walk(func(e *Expr) {
		if e.Op != Sub || !e.Args[0].is(1) {
			return
		}
		shifted := (e.Args[1].Op == Sub || e.Args[1].Op == Add) && e.Args[1].Args[0].Op == Label &&
			e.Args[1].Args[1].is(1)
		check(e.Args[1], e.At, func(a, b float64) bool { return apart(a, b) && !shifted })
	})
}

// checkWhole refuses operations on whole numbers where the operand is not a label.
func (r *reader) checkWhole(sub func(*Expr) *Expr) {
	for _, u := range r.uses {
		if u.kind != whole || u.what == "==" {
			continue
		}
		e := sub(u.e)
		if e.boolean() || !e.varies() {
			continue
		}
		for _, y := range []float64{0, 1} {
			for _, x := range []float64{-2, 0.5} {
				if v, _ := e.Eval(Point{Y: y, X: x}); v != 0 && v != 1 && v != -1 {
					r.fail(u.at, "whole", u.what)
				}
			}
		}
	}
}
