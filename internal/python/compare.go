package python

import (
	"slices"
	"strings"

	"github.com/go-python/gpython/ast"
)

func (r *reader) junction(e *ast.BoolOp, s *scope) value {
	var v value
	for i, part := range e.Values {
		v = r.expr(part, s)
		holds, ok := r.truth(v)
		if !ok {
			rest := e.Values[i+1:]
			for _, p := range rest { // a known part may decide
				w := r.expr(p, s)
				h, k := r.truth(w)
				t, u := asTensor(v), asTensor(w)
				if k && h == (e.Op == ast.Or) && u == nil {
					return h
				}
				switch {
				case t != nil && u != nil && !(t.e.boolean() && u.e.boolean()): // one of the two
					if e.Op == ast.Or {
						v = r.like(t, r.where(t.e, t.e, u.e))
					} else {
						v = r.like(t, r.where(t.e, u.e, t.e))
					}
				case k:
				case t != nil && u != nil:
					op := And
					if e.Op == ast.Or {
						op = Or
					}
					v = r.like(t, r.binary(op, t.e, u.e))
				default:
					v = opaque{code: "shape", at: r.file.at(p)}
				}
			}
			return v
		}
		if holds == (e.Op == ast.Or) {
			return v
		}
	}
	return v
}

func (r *reader) compare(e *ast.Compare, s *scope) value {
	left := r.expr(e.Left, s)
	var all value = true
	for i, op := range e.Ops {
		right := r.expr(e.Comparators[i], s)
		v := r.comparison(op, left, right, r.file.at(e.Left))
		switch held, ok := v.(bool); {
		case ok && !held:
			return false
		case ok:
		case all == true:
			all = v
		default:
			a, b := asTensor(all), asTensor(v)
			if a == nil || b == nil {
				all = v
				break
			}
			all = r.like(a, r.binary(And, a.e, b.e))
		}
		left = right
	}
	return all
}

// dtype compares the type of an array with one by its name: arrays have float32 where the code does
// not say another, as in frameworks.
func (r *reader) dtype(op ast.CmpOp, a, b value, at Position) (o opaque, ok bool) {
	name := ""
	switch b := b.(type) {
	case path:
		name = last(string(b))
	case text: // as of Keras
		name = string(b)
	}
	o, unknown := a.(opaque)
	if !unknown || !slices.Equal(o.args, []string{"dtype"}) ||
		op != ast.Eq && op != ast.NotEq && op != ast.Is && op != ast.IsNot {
		return o, false
	}
	is := false
	switch name {
	case "float32", "float":
		is = r.precision == "" || r.precision == "float32"
	case "float16", "half", "bfloat16", "float64", "double":
		is = r.precision == name
	default:
		return o, false
	}
	o.likely = -1
	if is == (op == ast.Eq || op == ast.Is) {
		o.likely = 1
	}
	return o, true
}

func (r *reader) comparison(op ast.CmpOp, a, b value, at Position) value {
	for _, v := range []value{a, b} {
		switch v := v.(type) {
		case opaque:
			if v.code == rank {
				return r.rank(op, a, b, v)
			}
			if o, ok := r.dtype(op, a, b, at); ok {
				return o
			}
			if op == ast.Is || op == ast.IsNot { // an unknown value is not None
				if _, ok := b.(none); ok {
					return op == ast.IsNot
				}
			}
			return v
		case shape:
			return r.shapes(op, a, b, at)
		}
	}
	switch op {
	case ast.Is, ast.IsNot:
		_, x := a.(none)
		_, y := b.(none)
		is := x && y
		if p, ok := a.(path); ok && !y {
			if same(a, b) {
				return op == ast.Is
			}
			return opaque{code: "attribute", args: []string{string(p)}, at: at}
		}
		if p, ok := a.(bool); ok {
			if q, ok := b.(bool); ok {
				is = p == q
			}
		}
		return is == (op == ast.Is)
	case ast.In, ast.NotIn:
		found := false
		if l, ok := b.(*list); ok && len(l.items) > 0 {
			a = r.textual(a, l.items[0], at)
		}
		switch b := b.(type) {
		case *list:
			for _, v := range b.items {
				found = found || same(a, v) || equalNumbers(a, v)
			}
		case dict:
			name, _ := a.(text)
			_, found = b[string(name)]
		case text:
			name, ok := a.(text)
			found = ok && strings.Contains(string(b), string(name))
		default:
			return opaque{code: "operand", at: at}
		}
		return found == (op == ast.In)
	}
	a, b = r.textual(a, b, at), r.textual(b, a, at)
	t, u := r.array(a, at), r.array(b, at)
	if t == nil || u == nil {
		switch op {
		case ast.Eq, ast.NotEq:
			if p, q := member(a), member(b); p != "" && q != "" { // of an enumeration
				return strings.EqualFold(p, q) == (op == ast.Eq)
			}
			for _, v := range []value{a, b} {
				if p, ok := v.(path); ok && !same(a, b) {
					return opaque{code: "attribute", args: []string{string(p)}, at: at}
				}
			}
			return same(a, b) == (op == ast.Eq)
		}
		if p, ok := a.(path); ok {
			return opaque{code: "attribute", args: []string{string(p)}, at: at}
		}
		r.fail(at, "operand")
	}
	if !t.e.varies() && !u.e.varies() { // of numbers
		x, _ := t.e.constant()
		y, _ := u.e.constant()
		return map[ast.CmpOp]bool{ast.Eq: x == y, ast.NotEq: x != y, ast.Lt: x < y, ast.LtE: x <= y,
			ast.Gt: x > y, ast.GtE: x >= y}[op]
	}
	return r.relate(op, t, u, at)
}

// textual returns a, or the text that it is taken for: a parameter of a constructor that has no
// default and is compared with texts is the first of them.
func (r *reader) textual(a, with value, at Position) value {
	t := asTensor(a)
	if t == nil || t.array || t.e.Op != Input {
		return a
	}
	if s, ok := r.texts[t.e]; ok {
		return s
	}
	s, ok := with.(text)
	if !ok {
		return a
	}
	if r.texts == nil {
		r.texts = map[*Expr]text{}
	}
	r.texts[t.e] = s
	r.notes = append(r.notes, Note{at, "taken-for", []string{t.e.Name, string(s)}})
	return s
}

// rank is the code of the number of axes of an array.
const rank = "rank"

// rank compares the number of axes of an array, which is 1 or 2 for predictions.
func (r *reader) rank(op ast.CmpOp, a, b value, of opaque) value {
	out := of
	one, two := a, a
	other := b
	if o, ok := a.(opaque); !ok || o.code != rank {
		one, two, other = b, b, a
		op = map[ast.CmpOp]ast.CmpOp{ast.Lt: ast.Gt, ast.Gt: ast.Lt, ast.LtE: ast.GtE,
			ast.GtE: ast.LtE}[op]
	}
	if asTensor(other) == nil || one == nil {
		return out
	}
	one, two = r.comparison(op, r.num(1), other, of.at), r.comparison(op, r.num(2), other, of.at)
	if one == two && (one == true || one == false) {
		out.likely = int8(2*truth(one == true) - 1)
	}
	return out
}

// shapes compares the shapes of two arrays, which are the same for labels and predictions.
func (r *reader) shapes(op ast.CmpOp, a, b value, at Position) value {
	out := opaque{code: "shape", at: at}
	_, x := a.(shape)
	_, y := b.(shape)
	switch {
	case x && y && op == ast.Eq:
		out.likely = 1
	case x && y && op == ast.NotEq:
		out.likely = -1
	}
	return out
}

// member returns the name of a member of an enumeration, or a text. Members are in capitals,
// or belong to a name that begins with one.
func member(v value) string {
	switch v := v.(type) {
	case path:
		name := strings.TrimSuffix(string(v), ".value")
		of := last(strings.TrimSuffix(name, "."+last(name)))
		if n := last(name); n == strings.ToUpper(n) || of != "" && of[0] >= 'A' && of[0] <= 'Z' {
			return n
		}
	case text:
		return string(v)
	}
	return ""
}

func equalNumbers(a, b value) bool {
	t, u := asTensor(a), asTensor(b)
	if t == nil || u == nil {
		return false
	}
	x, ok := t.e.constant()
	y, ok2 := u.e.constant()
	return ok && ok2 && x == y
}

func (r *reader) relate(op ast.CmpOp, t, u *tensor, at Position) *tensor {
	var e *Expr
	a, b := t.e, u.e
	r.sawComparison(a, b, at)
	switch op {
	case ast.Eq:
		e = r.binary(Equal, a, b)
	case ast.NotEq:
		e = r.unary(Not, r.binary(Equal, a, b))
	case ast.Lt:
		e = r.binary(Less, a, b)
	case ast.LtE:
		e = r.binary(LessEqual, a, b)
	case ast.Gt:
		e = r.binary(Less, b, a)
	default:
		e = r.binary(LessEqual, b, a)
	}
	return r.combine(t, u, e, at)
}
