package python

import (
	"math"
	"slices"

	"github.com/go-python/gpython/ast"
)

// dimension returns the length of an axis. The batch has length 1, as one prediction is shown.
func (r *reader) dimension(s shape, axis int, at Position) value {
	if axis == 0 {
		return &tensor{e: r.unary(Sum, r.number(1))}
	}
	return opaque{code: "shape", at: at}
}

func (r *reader) subscript(e *ast.Subscript, s *scope) value {
	at := r.file.at(e)
	of := r.expr(e.Value, s)
	switch v := of.(type) {
	case opaque:
		return v
	case path:
		return v // a type, such as Optional[float]
	case dict:
		if i, ok := e.Slice.(*ast.Index); ok {
			switch key := r.expr(i.Value, s).(type) {
			case text:
				if v, ok := v[string(key)]; ok {
					return v
				}
			case *tensor:
				if c, ok := key.e.constant(); ok {
					if v, ok := v[text64(c)]; ok {
						return v
					}
				}
			}
		}
	case shape:
		if i, ok := e.Slice.(*ast.Index); ok {
			if n := asTensor(r.expr(i.Value, s)); n != nil {
				if c, ok := n.e.constant(); ok {
					return r.dimension(v, int(c), at)
				}
			}
		}
		return opaque{code: "shape", at: at}
	case *list:
		return r.element(v, e.Slice, s, at)
	case *tensor:
		return r.elements(v, e.Slice, s, at)
	}
	r.fail(at, "index")
	return nil
}

// element returns an item of a list: by a number, or by the label.
func (r *reader) element(l *list, index ast.Slicer, s *scope, at Position) value {
	i, ok := index.(*ast.Index)
	if !ok {
		if r.whole(index) {
			return l
		}
		r.fail(at, "index")
	}
	t := r.array(r.expr(i.Value, s), at)
	if t == nil {
		r.fail(at, "index")
	}
	if c, ok := t.e.constant(); ok {
		n := int(c)
		if n < 0 {
			n += len(l.items)
		}
		if n >= 0 && n < len(l.items) && c == math.Trunc(c) {
			return l.items[n]
		}
		r.fail(at, "index")
	}
	return r.byLabel(l, t, at)
}

// byLabel chooses one of two weights by the label.
func (r *reader) byLabel(l *list, t *tensor, at Position) value {
	if len(l.items) != 2 {
		r.fail(at, "classes", number(len(l.items)))
	}
	a, b := r.array(l.items[0], at), r.array(l.items[1], at)
	if a == nil || b == nil {
		r.fail(at, "index")
	}
	r.mustLabel(t.e, at, "[]")
	r.useAs(t.e, useLabel, at)
	return r.like(t, r.where(r.binary(Equal, t.e, r.number(1)), b.e, a.e))
}

// elements selects of an array.
func (r *reader) elements(t *tensor, index ast.Slicer, s *scope, at Position) value {
	switch i := index.(type) {
	case *ast.Slice:
		if r.whole(i) {
			return t
		}
		r.fail(at, "slice")
	case *ast.Index:
		if _, ok := i.Value.(*ast.Ellipsis); ok {
			return t
		}
		if tuple, ok := i.Value.(*ast.Tuple); ok {
			return r.pickEach(t, tuple.Elts, true, s, at)
		}
		v := r.expr(i.Value, s)
		if _, ok := v.(none); ok {
			return t
		}
		if o, ok := v.(opaque); ok {
			return o
		}
		if l, ok := v.(*list); ok && len(l.items) > 0 {
			v = l.items[0] // l is the result of nonzero
		}
		u := r.array(v, at)
		if u == nil {
			r.fail(at, "index")
		}
		if c, ok := u.e.constant(); ok {
			return r.column(t, int(c), at)
		}
		if u.e.boolean() && u.e.Op != Label && u.e.Op != ClassOneHot || u.e.Op == Stop {
			return r.masked(t, u, at)
		}
		if !t.e.varies() {
			r.fail(at, "index")
		}
		r.uses = append(r.uses, use{u.e, whole, at, "[]"})
		r.fail(at, "index")
	case *ast.ExtSlice:
		var items []ast.Expr
		for _, d := range i.Dims {
			if ix, ok := d.(*ast.Index); ok {
				items = append(items, ix.Value)
			} else if sl, ok := d.(*ast.Slice); !r.whole(d) && !(ok && t.e.Op == ClassOneHot && sl.Lower == nil && sl.Step == nil) { // without the last class, the background
				r.fail(at, "slice")
			}
		}
		_, first := i.Dims[0].(*ast.Index)
		return r.pickEach(t, items, first, s, at)
	}
	r.fail(at, "index")
	return nil
}

// pickEach reads an index of several parts. The first part may be the index of the first
// dimension.
func (r *reader) pickEach(t *tensor, items []ast.Expr, first bool, s *scope, at Position) value {
	out := t
	for n, e := range items {
		if _, ok := e.(*ast.Ellipsis); ok {
			continue
		}
		switch v := r.expr(e, s).(type) {
		case none:
			u := r.view(out)
			u.form = column
			if n == 0 && first {
				u.form = row
			}
			out = u
		case opaque: // a range of rows
			continue
		case *list: // the same, of range(len(labels))
			if n > 0 || !first || slices.ContainsFunc(v.items,
				func(v value) bool { t := asTensor(v); return t == nil || t.e.Op != Const }) {
				r.fail(at, "index")
			}
		case *tensor:
			if c, ok := v.e.constant(); ok {
				out = r.column(out, int(c), at)
				continue
			}
			if v.e.Op == Input || v.e.Op == Label {
				out = r.gather(out, v, at)
				continue
			}
			r.fail(at, "index")
		default:
			r.fail(at, "index")
		}
	}
	return out
}

// column returns one column of an array. Of an input, one is the input; two are refused.
func (r *reader) column(t *tensor, n int, at Position) *tensor {
	if t.picked && n == 0 { // of the labelled class, which is one column
		return t
	}
	if t.e.Op != Input {
		if e := r.ofTwo(t.e, n, at); e != nil {
			return &tensor{e: e, array: true, form: flat}
		}
		if t.e.varies() && !reduced(t.e) {
			r.fail(at, "column", number(n))
		}
		return t
	}
	key := number(n)
	if r.picks == nil {
		r.picks = map[*Expr]string{}
	}
	if had, ok := r.picks[t.e]; ok && had != key {
		r.fail(at, "columns", t.e.Name)
	}
	r.picks[t.e] = key
	u := r.view(t)
	u.form = flat
	return u
}

// ofTwo returns an expression of one of two classes, whose logits differ by the input. It
// returns nil for an expression without softmax, or of another class.
func (r *reader) ofTwo(e *Expr, n int, at Position) *Expr {
	i := slices.IndexFunc(r.uses, func(u use) bool { return u.kind == useClass })
	if i < 0 || n < -2 || n > 1 || !e.hasAny(ClassLogProb) ||
		e.hasAny(ClassOneHot) {
		return nil
	}
	in := r.uses[i].e
	difference := in
	if n == 0 || n == -2 {
		difference = r.unary(Neg, in)
	}
	r.note(Note{at, "two-classes", []string{in.Name}})
	return r.rewrite(e, map[*Expr]*Expr{}, func(was, of *Expr) *Expr {
		if was.Op == ClassLogProb {
			return r.unary(Neg, r.unary(Softplus, r.unary(Neg, difference)))
		}
		return of
	})
}

// masked selects elements by a condition.
func (r *reader) masked(t, mask *tensor, at Position) *tensor {
	if t.mask != nil && t.mask != mask.e {
		r.fail(at, "mask")
	}
	if mask.mask != nil && mask.mask != t.mask {
		r.fail(at, "mask")
	}
	u := *t
	u.mask, u.memory = mask.e, 0
	if t.mask != nil {
		u.mask = r.binary(And, t.mask, mask.e)
	}
	u.form = flat
	return &u
}

// filled returns an array with 0 in place of elements that were not selected.
func (r *reader) filled(t *tensor) *Expr {
	if t.mask == nil {
		return t.e
	}
	return r.where(t.mask, t.e, r.number(0))
}

// gather returns the element of the labelled class.
func (r *reader) gather(t, index *tensor, at Position) *tensor {
	r.useAs(index.e, useLabel, at)
	if e := r.namedClasses(t.e, at); e != nil {
		return &tensor{e: e, array: true, mask: t.mask, picked: true}
	}
	if x := r.shifted(termsOf(t.e)); x != nil && x != index.e {
		e := r.rewrite(t.e, map[*Expr]*Expr{}, func(was, of *Expr) *Expr {
			if was == x {
				return r.trueLogit(x, at, "gather")
			}
			return of
		})
		return &tensor{e: e, array: true, mask: t.mask, picked: true}
	}
	e, ok := r.trueClass(t.e)
	if !ok {
		r.fail(at, "classes-unknown")
	}
	return &tensor{e: e, array: true, mask: t.mask, picked: true}
}

// namedClasses returns what the labelled class has of probabilities or their logarithms, which an
// array that the caller passes is by its name. It is nil for another array.
func (r *reader) namedClasses(e *Expr, at Position) *Expr {
	switch {
	case e.Op != Input:
		return nil
	case logProb(e.Name):
		r.useAs(e, useLogProb, at)
	case sureProb(e.Name):
		r.prob(e, at, "gather")
	default:
		return nil
	}
	r.classes = append(r.classes, e)
	if logProb(e.Name) {
		return r.unary(Log, r.leaf(ProbTrue))
	}
	return r.leaf(ProbTrue)
}

// trueClass replaces expressions of one class by expressions of the labelled class.
func (r *reader) trueClass(e *Expr) (*Expr, bool) {
	found := false
	made := r.rewrite(e, map[*Expr]*Expr{}, func(was, of *Expr) *Expr {
		switch was.Op {
		case ClassLogProb:
			found = true
			return r.unary(Log, r.leaf(ProbTrue))
		case ClassOneHot:
			found = true
			return r.number(1)
		}
		return of
	})
	return made, found
}
