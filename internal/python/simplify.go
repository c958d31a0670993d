package python

// simple puts operations on the label and the logit in a simpler form.
func (r *reader) simple(e *Expr) *Expr {
	switch e.Op {
	case Sigmoid:
		switch a := e.Args[0]; {
		case a.Op == Logit:
			return r.leaf(Prob)
		case a.Op == Neg && a.Args[0].Op == Logit && !r.written:
			return r.binary(Sub, r.number(1), r.leaf(Prob))
		}
	case Add, Sub:
		if !r.written {
			return r.stable(e)
		}
	case Max:
		if !r.written && e.Args[0].Op == Label && e.Args[1].is(0) {
			return e.Args[0]
		}
	case Less, LessEqual, Equal:
		// A label is 0 or 1.
		a, b := e.Args[0], e.Args[1]
		if a.Op == Label && b.Op == Const || b.Op == Label && a.Op == Const {
			at := func(y float64) float64 {
				v, _ := e.Eval(Point{Y: y})
				return v
			}
			if at(0) == at(1) {
				return r.number(at(0))
			}
		}
	}
	return e
}

// stable returns a sum that has max(x, 0) and log(1 + exp(-|x|)) with softplus(x) in their place,
// which has a derivative at 0, too.
func (r *reader) stable(e *Expr) *Expr {
	var maxima, logs []*Expr
	var walk func(e *Expr, plus bool)
	walk = func(e *Expr, plus bool) {
		switch {
		case e.Op == Add || e.Op == Sub:
			walk(e.Args[0], plus)
			walk(e.Args[1], plus == (e.Op == Add))
		case plus && e.Op == Max && (e.Args[0].is(0) || e.Args[1].is(0)):
			maxima = append(maxima, e)
		case plus && (e.Op == Log1p || e.Op == Log):
			logs = append(logs, e)
		}
	}
	walk(e, true)
	for _, m := range maxima {
		x := m.Args[0]
		if x.is(0) {
			x = m.Args[1]
		}
		small := r.unary(Exp, r.unary(Neg, r.unary(Abs, x)))
		one := r.number(1)
		for _, l := range logs {
			if l != r.unary(Log1p, small) && l != r.unary(Log, r.binary(Add, one, small)) &&
				l != r.unary(Log, r.binary(Add, small, one)) {
				continue
			}
			var put func(e *Expr, plus bool) *Expr
			put = func(e *Expr, plus bool) *Expr {
				switch {
				case e.Op == Add || e.Op == Sub:
					return r.binary(e.Op, put(e.Args[0], plus),
						put(e.Args[1], plus == (e.Op == Add)))
				case plus && e == m:
					return r.unary(Softplus, x)
				case plus && e == l:
					return r.number(0)
				}
				return e
			}
			return put(e, true)
		}
	}
	return e
}
