package python

import (
	"strings"
)

// predicted reports whether e depends on a prediction.
func predicted(e *Expr) bool {
	return e.Has(func(e *Expr) bool {
		switch e.Op {
		case Prob, Logit, ProbTrue, LogitTrue, ClassLogProb:
			return true
		}
		return false
	})
}

// inner returns the first reduction of predictions that is not at the end of a loss, nil if there
// is none. At the end are those that only sums, and factors that are the same for a whole batch,
// come after.
func inner(loss *Expr) *Expr {
	whole := func(e *Expr) bool { return !e.varies() || reduced(e) && !predicted(e) }
	outer := map[*Expr]bool{}
	var mark func(e *Expr)
	mark = func(e *Expr) {
		if outer[e] {
			return
		}
		outer[e] = true
		switch e.Op {
		case Mean, Sum, Neg, Add, Sub:
			for _, a := range e.Args {
				mark(a)
			}
		case Mul:
			if whole(e.Args[0]) {
				mark(e.Args[1])
			} else if whole(e.Args[1]) {
				mark(e.Args[0])
			}
		case Div:
			if whole(e.Args[1]) {
				mark(e.Args[0])
			}
		}
	}
	mark(loss)
	var first *Expr
	loss.Walk(func(e *Expr) {
		if (e.Op == Mean || e.Op == Sum) && !outer[e] && predicted(e) && first == nil {
			first = e
		}
	})
	return first
}

// prevalence writes sums and means of labels alone as the share of positives, a parameter.
func (r *reader) prevalence(reading *Reading, loss *Expr) *Expr {
	if inner(loss) != nil {
		return loss
	}
	var share *Expr
	at := func(e *Expr, y float64) *Expr {
		return r.rewrite(e, map[*Expr]*Expr{}, func(was, of *Expr) *Expr {
			if was.Op == Label {
				return r.number(y)
			}
			return of
		})
	}
	return r.rewrite(loss, map[*Expr]*Expr{}, func(was, of *Expr) *Expr {
		if of.Op != Mean && of.Op != Sum || predicted(of) {
			r.rename(was, of)
			return of
		}
		one, zero := at(of.Args[0], 1), at(of.Args[0], 0)
		if one == zero {
			return one
		}
		if share == nil {
			share = r.param("prevalence", 0.5, of.At)
			reading.Notes = append(reading.Notes, Note{of.At, "batch-labels", []string{share.Name}})
		}
		return r.binary(Add, r.binary(Mul, share, one), r.binary(Mul, r.binary(Sub, r.number(1), share), zero))
	})
}

// batch takes the reductions away: those at the end, and with a note those before.
func (r *reader) batch(reading *Reading, loss *Expr) *Expr {
	if e := inner(loss); e != nil {
		n := Note{e.At, "batch", nil}
		if name := overlap(loss); name != "" {
			n.Code, n.Args = "batch-overlap", []string{name}
		}
		reading.Notes = append(reading.Notes, n)
	}
	reading.Batch = loss
	return r.rewrite(loss, map[*Expr]*Expr{}, func(was, of *Expr) *Expr {
		if of.Op == Mean || of.Op == Sum {
			of = of.Args[0]
		}
		r.rename(was, of)
		return of
	})
}

// rename keeps the name of an expression that was replaced.
func (r *reader) rename(was, of *Expr) {
	if n, ok := r.names[was]; ok && was != of && of.Op.Arity() > 0 {
		if _, taken := r.names[of]; !taken {
			r.names[of] = n
		}
	}
}

// epsilonMost is the greatest default of a parameter that is a clip.
const epsilonMost = 1e-3

// epsilons makes the parameters that are clips the variable epsilon, if they have one value.
func (r *reader) epsilons(reading *Reading, loss *Expr) *Expr {
	is := func(e *Expr) bool {
		return e.Op == Param && strings.Contains(strings.ToLower(e.Name), "eps") && e.Value > 0 && e.Value <= epsilonMost
	}
	value := 0.0
	several := false
	loss.Walk(func(e *Expr) {
		if is(e) {
			several = several || value != 0 && e.Value != value
			value = e.Value
		}
	})
	if several || value == 0 {
		return loss
	}
	reading.Epsilon = value
	return r.rewrite(loss, map[*Expr]*Expr{}, func(was, of *Expr) *Expr {
		if is(was) {
			if _, ok := reading.Roles[was.Name]; !ok {
				reading.Roles[was.Name] = RoleEpsilon
			}
			return r.leaf(Epsilon)
		}
		r.rename(was, of)
		return of
	})
}

// fold writes what is the same function of p_t for both labels as that.
func (r *reader) fold(loss *Expr) *Expr {
	if r.written {
		return loss
	}
	one, zero := map[*Expr]*Expr{}, map[*Expr]*Expr{}
	known := func(y float64, done map[*Expr]*Expr) func(*Expr) *Expr {
		return func(e *Expr) *Expr {
			return r.rewrite(e, done, func(was, of *Expr) *Expr {
				switch was.Op {
				case Label:
					return r.number(y)
				case Prob:
					if y == 0 {
						return r.binary(Sub, r.number(1), r.leaf(ProbTrue))
					}
					return r.leaf(ProbTrue)
				case Logit:
					if y == 0 {
						return r.unary(Neg, r.leaf(LogitTrue))
					}
					return r.leaf(LogitTrue)
				case Sigmoid:
					switch a := of.Args[0]; {
					case a.Op == LogitTrue:
						return r.leaf(ProbTrue)
					case a.Op == Neg && a.Args[0].Op == LogitTrue:
						return r.binary(Sub, r.number(1), r.leaf(ProbTrue))
					}
				}
				return of
			})
		}
	}
	at1, at0 := known(1, one), known(0, zero)
	return r.rewrite(loss, map[*Expr]*Expr{}, func(was, of *Expr) *Expr {
		if of.Op.Arity() == 0 {
			return of
		}
		a, b := at1(of), at0(of)
		if a == b && a.varies() && !a.soft {
			r.rename(was, a)
			return a
		}
		r.rename(was, of)
		return of
	})
}
