package python

import (
	"math"
	"strings"
)

// predicted reports whether e depends on a prediction.
func predicted(e *Expr) bool {
	return e.hasAny(Prob, Logit, ProbTrue, LogitTrue, ClassLogProb)
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
		case Where:
			switch c := e.Args[0]; {
			case reduced(c) && !predicted(c):
				mark(e.Args[1])
				mark(e.Args[2])
			case c.Op == Not && c.Args[0].Op == Equal && c.Args[0].Args[0] == c.Args[0].Args[1]: // NaN
				mark(c.Args[0].Args[0])
				mark(e.Args[1])
				mark(e.Args[2])
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

// prevalence writes sums and means of labels alone as the share of positives, a parameter. Where
// the loss changes with the size of the batch too, as with a clamped count, it writes them as
// counts of a batch. The size of the batch is another parameter, and the loss is the loss of one
// example times the size.
func (r *reader) prevalence(reading *Reading, loss *Expr) *Expr {
	if inner(loss) != nil || !loss.Has(func(e *Expr) bool { return ofLabels(e) || ofCount(e) }) {
		return loss
	}
	of := r.at
	if e := firstOf(loss, func(e *Expr) bool { return ofLabels(e) || ofCount(e) }); e != nil {
		of = e.At
	}
	var share *Expr
	if loss.Has(func(e *Expr) bool { return ofLabels(e) && r.given1(e) != r.given0(e) }) {
		share = r.param("prevalence", defaultShare, of)
		reading.Notes = append(reading.Notes, Note{of, "batch-labels", []string{share.Name}})
	}
	one := r.shared(loss, share, r.number(1))
	if !r.counted(loss, share) {
		return one
	}
	size := r.param("batch_size", defaultSize, of)
	reading.Notes = append(reading.Notes, Note{of, "batch-size", []string{size.Name}})
	return r.shared(loss, share, size)
}

// The values that a share of positives and the size of a batch have at first.
const (
	defaultShare = 0.5
	defaultSize  = 64
)

// ofLabels reports whether e is a sum or mean of labels alone.
func ofLabels(e *Expr) bool {
	return (e.Op == Mean || e.Op == Sum) && !predicted(e) && e.varies()
}

// ofCount reports whether e is the number of examples.
func ofCount(e *Expr) bool { return e.Op == Sum && !e.varies() }

func firstOf(e *Expr, f func(*Expr) bool) (found *Expr) {
	e.Walk(func(x *Expr) {
		if found == nil && f(x) {
			found = x
		}
	})
	return found
}

// given1 returns the argument of a reduction for the label 1, given0 for the label 0.
func (r *reader) given1(e *Expr) *Expr { return r.labelledAs(e.Args[0], 1) }

func (r *reader) given0(e *Expr) *Expr { return r.labelledAs(e.Args[0], 0) }

func (r *reader) labelledAs(e *Expr, y float64) *Expr {
	return r.rewrite(e, map[*Expr]*Expr{}, func(was, of *Expr) *Expr {
		if was.Op == Label {
			return r.number(y)
		}
		return of
	})
}

// shared writes sums over a batch as sums over size examples, with a share of positives.
func (r *reader) shared(loss, share, size *Expr) *Expr {
	return r.rewrite(loss, map[*Expr]*Expr{}, func(was, of *Expr) *Expr {
		times := func(e *Expr) *Expr {
			if was.Op == Sum {
				return r.binary(Mul, size, e)
			}
			return e
		}
		switch {
		case ofCount(of):
			return times(of.Args[0])
		case !ofLabels(of):
			if was.Op == Sum && !size.is(1) {
				of = times(of.Args[0])
			}
			r.rename(was, of)
			return of
		}
		one, zero := r.given1(of), r.given0(of)
		if one == zero {
			return times(one)
		}
		return times(r.binary(Add, r.binary(Mul, share, one),
			r.binary(Mul, r.binary(Sub, r.number(1), share), zero)))
	})
}

// counted reports whether the loss of an example changes with the size of the batch, other than
// by the number of examples that a sum has.
func (r *reader) counted(loss, share *Expr) bool {
	size := r.make(Param, 1, "batch size")
	e := r.shared(loss, share, size)
	if !e.Has(func(x *Expr) bool { return x == size }) {
		return false
	}
	value := func(n, p, y, x float64) (v, d float64) {
		of := map[string]float64{size.Name: n}
		if share != nil {
			of[share.Name] = p
		}
		return e.Eval(Point{Y: y, X: x, Values: of})
	}
	const few, many = 8, 4096
	labels := loss.Has(ofLabels)
	power := math.NaN() // of the size, by which a loss of predictions alone is shown for one
	for _, p := range []float64{0.5, 0.03} {
		for _, y := range []float64{0, 1} {
			for _, x := range []float64{-1.2, 0.7} {
				_, d := value(few, p, y, x)
				_, g := value(many, p, y, x)
				if k := math.Log(g / d); !labels && d != 0 &&
					(power != power || math.Abs(k-power) < 1e-3) {
					power = k
					continue
				}
				// or a sum, which is shown for one
				if !alike(d, g, 1e-3) && !alike(d*many, g*few, 1e-3) {
					return true
				}
			}
		}
	}
	return false
}

// alike reports whether two numbers differ by no more than a share of them.
func alike(a, b, tolerance float64) bool {
	return a == b || a != a && b != b || math.Abs(a-b) <= tolerance*(math.Abs(a)+math.Abs(b))
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
		return e.Op == Param && strings.Contains(strings.ToLower(e.Name), "eps") && e.Value > 0 &&
			e.Value <= epsilonMost
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

// fold writes a loss that is the same function of p_t for both labels as that function.
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
					if of.Op != Sigmoid {
						return of // a number
					}
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
