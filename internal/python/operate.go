package python

import (
	"math"

	"github.com/go-python/gpython/ast"
)

func (r *reader) sign(e *ast.UnaryOp, s *scope) value {
	v := r.expr(e.Operand, s)
	at := r.file.at(e.Operand)
	if o, ok := v.(opaque); ok {
		return o
	}
	if e.Op == ast.Not {
		if holds, ok := r.truth(v); ok {
			return !holds
		}
	}
	t := r.array(v, at)
	if t == nil {
		if l, ok := v.(*list); ok && e.Op == ast.USub {
			out := &list{}
			for _, i := range l.items {
				out.items = append(out.items, r.operate(ast.Mult, i, r.num(-1), at))
			}
			return out
		}
		if _, ok := v.(shape); ok {
			return opaque{code: "shape", at: at}
		}
		r.fail(at, "operand")
	}
	switch e.Op {
	case ast.USub:
		return r.like(t, r.unary(Neg, t.e))
	case ast.UAdd:
		return t
	case ast.Not:
		return r.like(t, r.unary(Not, t.e))
	}
	if !t.e.boolean() {
		r.mustLabel(t.e, at, "~")
	}
	return r.like(t, r.unary(Not, t.e))
}

// mustLabel records that an operation on integers or truths is right only for labels.
func (r *reader) mustLabel(e *Expr, at Position, what string) {
	if e.Op == Const || e.Op == Param {
		return
	}
	r.uses = append(r.uses, use{e, whole, at, what})
}

// like returns an array of e with the shape and the selection of t.
func (r *reader) like(t *tensor, e *Expr) *tensor {
	made := *t
	made.e, made.memory = e, 0
	return &made
}

// combine returns the array of an operation on two.
func (r *reader) combine(t, u *tensor, e *Expr, at Position) *tensor {
	made := &tensor{e: e, mask: t.mask, form: t.form, array: t.array || u.array, picked: t.picked ||
		u.picked}
	if made.mask == nil {
		made.mask = u.mask
	}
	if t.mask != u.mask && t.mask != nil && u.mask != nil ||
		t.mask == nil && u.mask != nil && t.array && t.e.varies() && !reduced(t.e) ||
		u.mask == nil && t.mask != nil && u.array && u.e.varies() && !reduced(u.e) {
		r.fail(at, "mask")
	}
	if made.form == anyForm {
		made.form = u.form
	}
	if (t.form == column && u.form == row || t.form == row && u.form == column) && t.e.varies() &&
		u.e.varies() {
		if opposed(t.e, u.e) {
			r.mark(Mark{Rule: ShapeMismatch, At: at})
		}
		r.fail(at, "pairs")
	}
	if t.form != anyForm && u.form != anyForm && t.form != u.form && t.form != row &&
		u.form != row && t.array && u.array {
		r.mark(Mark{Rule: ShapeMismatch, At: at})
	}
	return made
}

// opposed reports whether two expressions are of two different inputs: a label and a prediction.
func opposed(a, b *Expr) bool {
	of := func(e *Expr) (all []*Expr) {
		e.Walk(func(x *Expr) {
			if x.Op == Input {
				all = append(all, x)
			}
		})
		return all
	}
	x, y := of(a), of(b)
	return len(x) == 1 && len(y) == 1 && x[0] != y[0]
}

// reduced reports whether e is a number that was computed of a whole batch.
func reduced(e *Expr) bool {
	switch e.Op {
	case Mean, Sum:
		return true
	}
	if e.Op.Arity() == 0 {
		return e.Op == Const || e.Op == Param || e.Op == Epsilon
	}
	for _, a := range e.Args {
		if !reduced(a) {
			return false
		}
	}
	return true
}

func (r *reader) mark(m Mark) {
	for _, o := range r.marks {
		if o.Rule == m.Rule && o.At == m.At {
			return
		}
	}
	r.marks = append(r.marks, m)
}

// operate applies an operator of Python.
func (r *reader) operate(op ast.OperatorNumber, a, b value, at Position) value {
	for _, v := range []value{a, b} {
		switch v := v.(type) {
		case opaque:
			return v
		case shape:
			return opaque{code: "shape", at: at}
		}
	}
	r.at = at
	if l := r.numbers(op, a, b, at); l != nil {
		return l
	}
	t, u := r.array(a, at), r.array(b, at)
	if t == nil || u == nil {
		return r.others(op, a, b, at)
	}
	var e *Expr
	x, y := t.e, u.e
	switch op {
	case ast.Add:
		e = r.cancelled(r.binary(Add, x, y))
	case ast.Sub:
		e = r.cancelled(r.binary(Sub, x, y))
	case ast.Mult:
		e = r.binary(Mul, x, y)
	case ast.Div:
		if y.is(0) && !t.array && !u.array && !x.varies() { // of numbers of Python
			r.fail(at, "raises")
		}
		if y.Op == Sum && y.Args[0] == x && x.varies() { // to a sum of 1 over classes
			return r.normalised(t, y, at)
		}
		if x.Op == Exp && y.Op == Exp && y.hasAny(ClassNorm, ClassMax) {
			e = r.unary(Exp, r.cancelled(r.binary(Sub, x.Args[0], y.Args[0])))
			break
		}
		e = r.binary(Div, x, y)
	case ast.Pow:
		e = r.binary(Pow, x, y)
	case ast.BitAnd, ast.BitOr, ast.BitXor:
		for _, o := range []*Expr{x, y} {
			if !o.boolean() {
				r.mustLabel(o, at, "&")
			}
		}
		switch op {
		case ast.BitAnd:
			e = r.binary(And, x, y)
		case ast.BitOr:
			e = r.binary(Or, x, y)
		default:
			e = r.unary(Not, r.binary(Equal, x, y))
		}
	case ast.FloorDiv, ast.Modulo:
		p, ok := x.constant()
		q, ok2 := y.constant()
		if !ok || !ok2 || q == 0 {
			r.fail(at, "floor", map[bool]string{true: "//", false: "%"}[op == ast.FloorDiv])
		}
		if op == ast.FloorDiv {
			e = r.number(math.Floor(p / q))
		} else {
			e = r.number(p - q*math.Floor(p/q))
		}
	default:
		r.fail(at, "operator")
	}
	return r.combine(t, u, e, at)
}

// numbers applies an operator to the elements of an array of numbers, nil for none.
func (r *reader) numbers(op ast.OperatorNumber, a, b value, at Position) value {
	x, _ := a.(*list)
	y, _ := b.(*list)
	of := x
	switch {
	case x != nil && y != nil && x.array && y.array && len(x.items) == len(y.items):
	case x != nil && x.array && asTensor(b) != nil:
	case y != nil && y.array && asTensor(a) != nil:
		of = y
	default:
		return nil
	}
	out := &list{array: true}
	for i := range of.items {
		v, w := a, b
		if x != nil {
			v = x.items[i]
		}
		if y != nil {
			w = y.items[i]
		}
		out.items = append(out.items, r.operate(op, v, w, at))
	}
	return out
}

// normalised reads the probabilities of classes that are divided by their sum.
func (r *reader) normalised(t *tensor, sum *Expr, at Position) *tensor {
	switch {
	case !r.overAxis[sum]:
		r.fail(at, "classes-sum")
	case t.e.Op == Exp && t.e.Args[0].Op == ClassLogProb: // softmax has the sum 1
		return t
	case t.e.Op != Input:
		r.fail(at, "classes-sum")
	}
	r.classes = append(r.classes, t.e)
	r.prob(t.e, at, "/")
	r.notes = append(r.notes, Note{at, "classes-normalised", []string{t.e.Name}})
	return &tensor{e: r.unary(Exp, r.leaf(ClassLogProb)), array: true}
}

// others applies an operator to operands that are not arrays.
func (r *reader) others(op ast.OperatorNumber, a, b value, at Position) value {
	switch x := a.(type) {
	case text:
		if op == ast.Modulo {
			return opaque{code: "operand", at: at}
		}
		if y, ok := b.(text); ok && op == ast.Add {
			return x + y
		}
	case *list:
		if y, ok := b.(*list); ok && op == ast.Add {
			return &list{items: append(x.items[:len(x.items):len(x.items)], y.items...)}
		}
		if n := asTensor(b); n != nil && op == ast.Mult {
			if c, ok := n.e.constant(); ok && c == math.Trunc(c) && c >= 0 &&
				c*float64(len(x.items)) <= maxLoop {
				out := &list{}
				for range int(c) {
					out.items = append(out.items, x.items...)
				}
				return out
			}
		}
	case path, none:
		return opaque{code: "operand", at: at}
	}
	if _, ok := b.(path); ok {
		return opaque{code: "operand", at: at}
	}
	r.fail(at, "operand")
	return nil
}
