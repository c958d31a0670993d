package python

import (
	"slices"
)

type exprKey struct {
	op      Op
	v       float64
	name    string
	a, b, c *Expr
}

// maxExprs bounds the expressions of a source.
const maxExprs = 6000

// A pool makes expressions, each once.
type pool struct {
	known   map[exprKey]*Expr
	at      Position
	over    func() // called when there are too many
	written bool   // expressions are used as in the code, not simplified
	inputs  []*Expr
}

func (p *pool) make(op Op, v float64, name string, args ...*Expr) *Expr {
	k := exprKey{op: op, v: v, name: name}
	if v != v { // NaN is not equal to itself
		k.v, k.name = 0, "NaN"
	}
	for i, a := range args {
		switch i {
		case 0:
			k.a = a
		case 1:
			k.b = a
		case 2:
			k.c = a
		}
	}
	if e, ok := p.known[k]; ok {
		return e
	}
	if p.known == nil {
		p.known = map[exprKey]*Expr{}
	}
	if len(p.known) >= maxExprs {
		p.over()
	}
	e := &Expr{Op: op, Args: args, Value: v, Name: name, At: p.at, has: 1 << op,
		soft: op == Softplus}
	switch op {
	case Input, Label, Prob, Logit, ProbTrue, LogitTrue, ClassLogProb, ClassOneHot,
		ClassNorm, ClassMax:
		e.changes = true
	}
	for _, a := range args {
		e.changes, e.soft, e.has = e.changes || a.changes, e.soft || a.soft, e.has|a.has
	}
	p.depend(e)
	p.known[k] = e
	return e
}

// An inputSet has a bit for each input of a pool, by its place modulo the size of the set.
type inputSet uint64

const setSize = 64

// depend sets the inputs of an expression.
func (p *pool) depend(e *Expr) {
	if e.Op == Input {
		e.inputs = 1 << (len(p.inputs) % setSize)
		e.linear = e.inputs
		p.inputs = append(p.inputs, e)
		return
	}
	for i, a := range e.Args {
		e.inputs |= a.inputs
		e.within |= a.within
		if e.Op > Neg && e.Op < Not && e.Op != Abs {
			e.within |= a.inputs
		}
		switch e.Op {
		case Neg, Add, Sub, Mul, Min, Max, Stop, Mean, Sum:
			e.linear |= a.linear
		case Div:
			if i == 0 {
				e.linear = a.linear
			}
		case Where:
			if i > 0 {
				e.linear |= a.linear
			}
		}
	}
}

// has reports whether e depends on an input.
func (p *pool) has(e, input *Expr) bool {
	if e.inputs&input.inputs == 0 {
		return false
	}
	return len(p.inputs) <= setSize || e.Has(func(x *Expr) bool { return x == input })
}

// linear returns the inputs that e depends on without a function between. Where a source has more
// inputs than a set, these are those of all its places.
func (p *pool) linear(e *Expr) (all []*Expr) {
	if e.linear == 0 {
		return nil
	}
	for i, in := range p.inputs {
		if e.linear&(1<<(i%setSize)) != 0 && p.has(e, in) {
			all = append(all, in)
		}
	}
	return all
}

func (p *pool) number(v float64) *Expr { return p.make(Const, v, "") }

func (p *pool) leaf(op Op) *Expr { return p.make(op, 0, "") }

func (p *pool) unary(op Op, a *Expr) *Expr {
	switch {
	case a.Op == Const && op != Mean && op != Sum && op != Stop:
		return p.number(applyUnary(op, a.Value))
	case p.written && op != Stop:
	case op == Neg && a.Op == Neg || op == Exp && a.Op == Log:
		return a.Args[0]
	case op == Log && a.Op == Exp && a.hasAny(ClassNorm, ClassMax):
		return a.Args[0]
	case op == Exp && a.Op == Neg && a.Args[0].Op == Softplus:
		return p.unary(Sigmoid, p.unary(Neg, a.Args[0].Args[0]))
	case op == Exp && a.Op == Neg && a.Args[0].Op == Neg:
		return p.unary(Exp, a.Args[0].Args[0])
	case op == Stop && !a.varies():
		return a
	case op == Mean && a.Op == Const || op == Stop && a.Op == Stop:
		return a
	case op == Not && a.Op == Not && a.Args[0].boolean():
		return a.Args[0]
	}
	return p.make(op, 0, "", a)
}

func (p *pool) binary(op Op, a, b *Expr) *Expr {
	if a.Op == Const && b.Op == Const {
		return p.number(applyBinary(op, a.Value, b.Value))
	}
	if p.written {
		return p.make(op, 0, "", a, b)
	}
	switch op {
	case Add:
		switch {
		case a.is(0):
			return b
		case b.is(0):
			return a
		}
	case Sub:
		switch {
		case b.is(0):
			return a
		case a.is(0):
			return p.unary(Neg, b)
		case a.is(1) && b.Op == Sub && b.Args[0].is(1):
			return b.Args[1]
		case a.Op == Softplus && a.Args[0] == b:
			return p.unary(Softplus, p.unary(Neg, b))
		}
	case Mul:
		switch {
		case a.is(0) || b.is(0):
			return p.number(0)
		case a.is(1):
			return b
		case b.is(1):
			return a
		case a.is(-1):
			return p.unary(Neg, b)
		case b.is(-1):
			return p.unary(Neg, a)
		}
	case Div:
		switch {
		case b.is(1):
			return a
		case b.Op == Add && (a.is(1) || a.Op == Exp): // a sigmoid by hand
			if x, ok := p.logistic(a, b); ok {
				return p.unary(Sigmoid, x)
			}
		}
	case Pow:
		switch {
		case b.is(1):
			return a
		case b.is(0):
			return p.number(1)
		}
	case Min, Max:
		if a == b {
			return a
		}
	case And:
		switch {
		case a.is(1):
			return b
		case b.is(1) || a == b:
			return a
		case a.is(0) || b.is(0):
			return p.number(0)
		}
	case Or:
		switch {
		case a.is(0):
			return b
		case b.is(0) || a == b:
			return a
		case a.is(1) || b.is(1):
			return p.number(1)
		}
	}
	return p.make(op, 0, "", a, b)
}

// logistic returns the x of 1/(1 + e^-x) and of e^x/(1 + e^x).
func (p *pool) logistic(a, b *Expr) (x *Expr, ok bool) {
	exp := b.Args[0]
	if exp.is(1) {
		exp = b.Args[1]
	} else if !b.Args[1].is(1) {
		return nil, false
	}
	switch {
	case exp.Op != Exp:
		return nil, false
	case a.is(1):
		return p.unary(Neg, exp.Args[0]), true
	}
	return exp.Args[0], a == exp
}

func (p *pool) where(c, a, b *Expr) *Expr {
	switch {
	case c.Op == Const && c.Value != 0 || a == b:
		return a
	case c.Op == Const:
		return b
	}
	return p.make(Where, 0, "", c, a, b)
}

// again makes an expression of the operation of e with other operands.
func (p *pool) again(e *Expr, args []*Expr) *Expr {
	switch e.Op.Arity() {
	case 1:
		return p.unary(e.Op, args[0])
	case 2:
		return p.binary(e.Op, args[0], args[1])
	case 3:
		return p.where(args[0], args[1], args[2])
	}
	return e
}

// rewrite replaces parts of e from the leaves up. Of is the part with its operands replaced,
// was the part before.
func (p *pool) rewrite(e *Expr, done map[*Expr]*Expr, f func(was, of *Expr) *Expr) *Expr {
	if r, ok := done[e]; ok {
		return r
	}
	of := e
	if len(e.Args) > 0 {
		args := make([]*Expr, len(e.Args))
		for i, a := range e.Args {
			args[i] = p.rewrite(a, done, f)
		}
		if !slices.Equal(args, e.Args) {
			at := p.at
			p.at = e.At
			of = p.again(e, args)
			p.at = at
		}
	}
	r := f(e, of)
	done[e] = r
	return r
}
