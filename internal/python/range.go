package python

import "math"

// ranged reports whether a loss takes a prediction for a number from 0 to 1: it clips it to such a
// range, compares it with 1/2, has p_t of it, or counts the overlap with the labels, as Dice does.
func (r *reader) ranged(loss, label, pred *Expr) bool {
	within := func(e *Expr) bool {
		v, ok := e.constant()
		return ok && v >= 0 && v <= 1
	}
	found := false
	loss.Walk(func(e *Expr) {
		switch e.Op {
		case Min, Max:
			a := e.Args[0]
			if (a.Op == Min || a.Op == Max) && a.Op != e.Op && a.Args[0] == pred &&
				within(e.Args[1]) && within(a.Args[1]) {
				found = true
			}
		case Less, LessEqual:
			if e.Args[0] == pred && e.Args[1].is(0.5) || e.Args[1] == pred && e.Args[0].is(0.5) {
				found = true
			}
		}
	})
	if found || label == nil {
		return found
	}
	sub := r.substitution(map[*Expr]Role{label: RoleLabel, pred: RoleProb})
	as := sub(loss)
	return inner(as) != nil && overlap(as) != "" || as.Has(probTrue) || counts(as)
}

// counts reports whether a loss counts true positives, y·p, and true negatives, (1 - y)·(1 - p).
func counts(loss *Expr) bool {
	product := func(of func(y, p float64) float64) func(*Expr) bool {
		return func(e *Expr) bool { return e.Op == Mul && !e.hasAny(Mean, Sum) && equals(e, of) }
	}
	return loss.Has(product(func(y, p float64) float64 { return y * p })) &&
		loss.Has(product(func(y, p float64) float64 { return (1 - y) * (1 - p) }))
}

// probTrue reports whether e is p for the label 1 and 1 - p for 0.
func probTrue(e *Expr) bool {
	return !e.hasAny(Mean, Sum, Abs) && equals(e, func(y, p float64) float64 {
		if y == 0 {
			return 1 - p
		}
		return p
	})
}

// equals reports whether an expression of label and prediction is a function of them, also beyond
// the probabilities.
func equals(e *Expr, of func(y, p float64) float64) bool {
	if !e.hasAny(Prob) || !e.hasAny(Label) {
		return false
	}
	for _, p := range []float64{0.13, 0.62, 1.7} {
		for _, y := range []float64{0, 1} {
			v, _ := e.Eval(Point{Y: y, Raw: true, P: p})
			if math.Abs(v-of(y, p)) > 1e-12 {
				return false
			}
		}
	}
	return true
}
