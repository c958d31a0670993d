package python

import "maps"

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
		return r.has(e.Args[0], label) && r.has(e.Args[1], pred) ||
			r.has(e.Args[0], pred) && r.has(e.Args[1], label)
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
	if e.hasAny(Label, Prob, Logit, ProbTrue, LogitTrue, Epsilon, Param,
		ClassLogProb, ClassOneHot) ||
		e.inputs&^label.inputs != 0 ||
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
