package python

// Repaired reads the source of a reading again as if a fault that was seen while reading were
// mended, so that package lint can show the intended loss. It returns nil if that
// is not read either.
func (reading *Reading) Repaired(rule Rule) *Reading {
	o := reading.options
	o.repair = rule
	made, err := Read(reading.source, o)
	if err != nil {
		return nil
	}
	for name, role := range made.Roles { // where it is meant as a logit, sigmoid is missing
		if rule == LogitsProbs && role == RoleProb &&
			!namedAs(name, "prob", "probs", "proba", "probability", "probabilities") {
			made.Roles[name] = RoleLogit
		}
	}
	return made
}

// Answered reads the source of a reading again with the role of one more parameter.
func (reading *Reading) Answered(name string, role Role) (*Reading, error) {
	return Read(reading.source, reading.options.With(name, role))
}

// Source returns the code that was read.
func (reading *Reading) Source() string { return reading.source }

// Formulas reports whether the reading has a formula, whose parts can be replaced.
func (reading *Reading) Formulas() bool { return reading.r != nil && reading.Loss != nil }

// Number returns a number as an expression of the reading.
func (reading *Reading) Number(v float64) *Expr { return reading.r.number(v) }

// Make returns an operation of one or two expressions of the reading.
func (reading *Reading) Make(op Op, args ...*Expr) *Expr {
	if len(args) == 1 {
		return reading.r.unary(op, args[0])
	}
	return reading.r.binary(op, args[0], args[1])
}

// Balanced returns e for the label 1 and 1 - e for the label 0.
func (reading *Reading) Balanced(e *Expr) *Expr {
	r := reading.r
	return r.where(r.binary(Equal, r.leaf(Label), r.number(1)), e, r.binary(Sub, r.number(1), e))
}

// unsquashed returns the logit of a probability: the argument of its sigmoid or softmax.
func unsquashed(e *Expr) *Expr {
	switch e.Op {
	case Sigmoid, Exp:
		return e.Args[0]
	case Min, Max:
		if squashed(e.Args[0]) {
			return unsquashed(e.Args[0])
		}
		return unsquashed(e.Args[1])
	case Stop, Mean:
		return unsquashed(e.Args[0])
	}
	return e
}

// Derivative returns the derivative of e with respect to the logit, nil for an operation that
// it does not know.
func (reading *Reading) Derivative(e *Expr) *Expr {
	d := differentiator{reading.r, map[*Expr]*Expr{}}
	return d.of(e)
}

type differentiator struct {
	r    *reader
	done map[*Expr]*Expr
}

func (d *differentiator) of(e *Expr) *Expr {
	if v, ok := d.done[e]; ok {
		return v
	}
	v := d.rule(e)
	d.done[e] = v
	return v
}

func (d *differentiator) rule(e *Expr) *Expr {
	r := d.r
	one := r.number(1)
	sign := func() *Expr { return r.binary(Sub, r.binary(Mul, r.number(2), r.leaf(Label)), one) }
	slope := func(p *Expr) *Expr { return r.binary(Mul, p, r.binary(Sub, one, p)) }
	switch e.Op {
	case Const, Param, Label, Epsilon, Stop, Less, LessEqual, Equal, And, Or, Not:
		return r.number(0)
	case Prob:
		return slope(e)
	case Logit:
		return one
	case ProbTrue:
		return r.binary(Mul, sign(), slope(e))
	case LogitTrue:
		return sign()
	}
	if len(e.Args) == 0 {
		return nil
	}
	var args []*Expr
	for i, a := range e.Args {
		if e.Op == Where && i == 0 {
			args = append(args, nil)
			continue
		}
		v := d.of(a)
		if v == nil {
			return nil
		}
		args = append(args, v)
	}
	a := e.Args[0]
	inner := func(f *Expr) *Expr { return r.binary(Mul, f, args[0]) }
	switch e.Op {
	case Neg, Mean, Sum:
		return r.unary(e.Op, args[0])
	case Log:
		return r.binary(Div, args[0], a)
	case Log1p:
		return r.binary(Div, args[0], r.binary(Add, one, a))
	case Exp:
		return inner(e)
	case Expm1:
		return inner(r.unary(Exp, a))
	case Sqrt:
		return r.binary(Div, args[0], r.binary(Mul, r.number(2), e))
	case Sigmoid:
		return inner(slope(e))
	case Softplus:
		return inner(r.simple(r.unary(Sigmoid, a)))
	case Tanh:
		return inner(r.binary(Sub, one, r.binary(Pow, e, r.number(2))))
	case Abs:
		return r.where(r.binary(Less, a, r.number(0)), r.unary(Neg, args[0]), args[0])
	case Where:
		return r.where(a, args[1], args[2])
	}
	b := e.Args[1]
	switch e.Op {
	case Add, Sub:
		return r.binary(e.Op, args[0], args[1])
	case Mul:
		return r.binary(Add, r.binary(Mul, args[0], b), r.binary(Mul, a, args[1]))
	case Div:
		return r.binary(Div, r.binary(Sub, r.binary(Mul, args[0], b), r.binary(Mul, a, args[1])),
			r.binary(Pow, b, r.number(2)))
	case Pow:
		if b.varies() {
			return nil
		}
		return inner(r.binary(Mul, b, r.binary(Pow, a, r.binary(Sub, b, one))))
	case Min:
		return r.where(r.binary(LessEqual, a, b), args[0], args[1])
	case Max:
		return r.where(r.binary(LessEqual, b, a), args[0], args[1])
	}
	return nil
}
