package python

import (
	"slices"

	"github.com/go-python/gpython/ast"
)

// branch executes an if. Where its condition is not known, both branches are, with rest, the
// statements after it, if they end differently.
func (r *reader) branch(c *ast.If, rest []ast.Stmt, s *scope) (o outcome, done bool) {
	at := r.file.at(c.Test)
	var test value
	marks, uses, depth := r.marks, r.uses, r.depth
	if err := r.try(func() { test = r.expr(c.Test, s) }); err != nil {
		if !guards(c) {
			panic(err)
		}
		r.marks, r.uses, r.depth = marks, uses, depth
		return r.exec(c.Orelse, s), false
	}
	if known, ok := r.truth(test); ok {
		if known {
			return r.exec(c.Body, s), false
		}
		return r.exec(c.Orelse, s), false
	}
	if o, ok := test.(opaque); ok && o.likely != 0 {
		return r.likely(o, c, s), false
	}
	a, b := s.clone(), s.clone()
	first := r.exec(c.Body, a)
	if first.how == raises {
		return r.exec(c.Orelse, s), false
	}
	second := r.exec(c.Orelse, b)
	if second.how == raises {
		s.vars = a.vars
		return first, false
	}
	if first.how == falls && second.how == falls {
		r.merge(test, s, a, b, at)
		return outcome{}, false
	}
	if r.calls++; r.calls > 200 {
		r.fail(at, "too-much")
	}
	if first.how == falls {
		first = r.exec(rest, a)
	}
	if second.how == falls {
		second = r.exec(rest, b)
	}
	switch {
	case first.how == raises:
		s.vars = b.vars
		return second, true
	case second.how == raises || first.how == second.how && first.how != returns:
		s.vars = a.vars
		return first, true
	case first.how != returns || second.how != returns:
		r.fail(at, "branch")
	}
	first.v = r.choose(test, first.v, second.v, at)
	return first, true
}

// guards reports whether the body of an if does nothing but raise: its condition is a check, and
// one that is not understood is left out.
func guards(c *ast.If) bool {
	for _, st := range c.Body {
		if _, ok := st.(*ast.Raise); !ok {
			return false
		}
	}
	return len(c.Body) > 0
}

// likely executes the branch of a condition on shapes that arrays of predictions take, or
// the other one where that raises.
func (r *reader) likely(o opaque, c *ast.If, s *scope) outcome {
	taken, other := c.Body, c.Orelse
	if o.likely < 0 {
		taken, other = other, taken
	}
	a := s.clone()
	if first := r.exec(taken, a); first.how != raises {
		s.vars = a.vars
		return first
	}
	return r.exec(other, s)
}

// merge joins the names of two branches.
func (r *reader) merge(test value, s, a, b *scope, at Position) {
	joined := map[string]value{}
	for name, v := range a.vars {
		w, ok := b.vars[name]
		if !ok {
			w = opaque{code: "branch-name", args: []string{name}, at: at}
		}
		joined[name] = r.choose(test, v, w, at)
	}
	for name := range b.vars {
		if _, ok := joined[name]; !ok {
			joined[name] = opaque{code: "branch-name", args: []string{name}, at: at}
		}
	}
	s.vars = joined
}

// choose returns the value that a condition chooses, or one that is opaque.
func (r *reader) choose(test, a, b value, at Position) value {
	t, u := asTensor(a), asTensor(b)
	if t != nil && u != nil {
		if t.e == u.e && t.mask == u.mask {
			return a
		}
		if c := asTensor(test); c != nil && t.mask == u.mask {
			made := *t
			made.e = r.where(c.e, t.e, u.e)
			return &made
		}
	} else if same(a, b) {
		return a
	}
	if o, ok := test.(opaque); ok {
		if t != nil && u != nil && t.mask == u.mask && unreduced(t.e) == unreduced(u.e) {
			if u.e == unreduced(u.e) { // one is the mean of the other
				return a
			}
			return b
		}
		return opaque{code: o.code, args: o.args, at: o.at}
	}
	return opaque{code: "branch", at: at}
}

// unreduced returns what e is the mean or sum of.
func unreduced(e *Expr) *Expr {
	for e.Op == Mean || e.Op == Sum {
		e = e.Args[0]
	}
	return e
}

// same reports whether two values that are no arrays are equal.
func same(a, b value) bool {
	switch a := a.(type) {
	case none, bool, text, path, shape, *function, *class, *object:
		return a == b
	case *list:
		b, ok := b.(*list)
		return ok && slices.EqualFunc(a.items, b.items, func(v, w value) bool {
			t, u := asTensor(v), asTensor(w)
			return t != nil && u != nil && t.e == u.e && t.mask == u.mask || same(v, w)
		})
	}
	return false
}
