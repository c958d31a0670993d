package python

import (
	"slices"
	"strings"

	"github.com/go-python/gpython/ast"
)

func (r *reader) assign(target ast.Expr, v value, s *scope) {
	at := r.file.at(target)
	switch target := target.(type) {
	case *ast.Name:
		name := string(target.Id)
		if t, ok := v.(*tensor); ok && t.e.Op == Const && !t.array &&
			numberNames[strings.ToLower(name)] {
			v = &tensor{e: r.param(name, t.e.Value, at)}
		}
		s.set(name, v)
		if l, ok := v.(*list); ok && s == r.globals {
			l.kept = name
		}
		switch v.(type) {
		case *library, partial:
			if s == r.globals {
				r.last = v
			}
		}
		if t, ok := v.(*tensor); ok {
			if _, known := r.names[t.e]; !known && t.e.Op.Arity() > 0 {
				r.names[t.e] = name
			}
			if s == r.globals {
				r.last = v
			}
		}
	case *ast.Attribute:
		switch o := r.expr(target.Value, s).(type) {
		case *object:
			name := string(target.Attr)
			if t, ok := v.(*tensor); ok && t.learned && t.e.Op == Const {
				v = &tensor{e: r.param(name, t.e.Value, at), array: true}
			}
			if t, ok := v.(*tensor); ok && t.e.varies() && o.attrs[name] != nil { // a running mean
				r.note(Note{at, "state", []string{name}})
			}
			o.attrs[name] = v
		case *class:
			o.vars.vars[string(target.Attr)] = v
		case opaque:
		case *tensor:
			name := string(target.Attr)
			if name == "requires_grad" {
				break
			}
			if holds, ok := r.truth(v); name == "stop_gradient" && ok { // of PaddlePaddle
				if holds && o.e.Op != Input {
					stopped := *o
					stopped.e = r.unary(Stop, o.e)
					r.change(o, stopped, at)
				}
				break
			}
			l := r.lossOf(o, at)
			if l == nil {
				r.fail(at, "assign")
			}
			l.set(name, v, at)
		case *library:
			o.set(string(target.Attr), v, at)
		default:
			if string(target.Attr) != "requires_grad" && string(target.Attr) != "__name__" {
				r.fail(at, "assign")
			}
		}
	case *ast.Tuple:
		r.unpack(target.Elts, v, s, at)
	case *ast.List:
		r.unpack(target.Elts, v, s, at)
	case *ast.Subscript:
		r.store(target, v, s)
	default:
		r.fail(at, "assign")
	}
}

func (r *reader) unpack(targets []ast.Expr, v value, s *scope, at Position) {
	switch v := v.(type) {
	case *list:
		star := slices.IndexFunc(targets,
			func(t ast.Expr) bool { _, ok := t.(*ast.Starred); return ok })
		if star >= 0 && len(v.items) >= len(targets)-1 {
			rest := len(v.items) - len(targets) + 1
			all := append(slices.Clone(v.items[:star]),
				&list{items: slices.Clone(v.items[star : star+rest])})
			targets = slices.Clone(targets)
			targets[star] = targets[star].(*ast.Starred).Value
			v = &list{items: append(all, v.items[star+rest:]...)}
		}
		if len(v.items) == len(targets) {
			for i, t := range targets {
				r.assign(t, v.items[i], s)
			}
			return
		}
	case opaque:
		for _, t := range targets {
			r.assign(t, v, s)
		}
		return
	case shape:
		for i, t := range targets {
			r.assign(t, r.dimension(v, i, at), s)
		}
		return
	}
	r.fail(at, "unpack", number(len(targets)))
}

// store assigns to elements of an array, or to a key.
func (r *reader) store(target *ast.Subscript, v value, s *scope) {
	at := r.file.at(target)
	switch of := r.expr(target.Value, s).(type) {
	case dict:
		if i, ok := target.Slice.(*ast.Index); ok {
			if key, ok := r.expr(i.Value, s).(text); ok {
				of[string(key)] = v
				return
			}
		}
	case opaque:
		return
	case *tensor:
		given := r.array(v, at)
		if given == nil {
			break
		}
		if r.whole(target.Slice) {
			made := *of
			made.e = given.e
			r.change(of, made, at)
			return
		}
		if i, ok := target.Slice.(*ast.Index); ok {
			mask := r.array(r.expr(i.Value, s), at)
			if mask != nil && mask.e.boolean() && (given.mask == nil || given.mask == mask.e) &&
				of.mask == nil {
				if given.mask == nil && given.e.varies() && given.array && !reduced(given.e) {
					break
				}
				made := *of
				made.e = r.where(mask.e, given.e, of.e)
				r.change(of, made, at)
				return
			}
		}
	}
	r.fail(at, "store")
}

// whole reports whether an index takes all elements: [:], [...] or [:, :].
func (r *reader) whole(s ast.Slicer) bool {
	switch s := s.(type) {
	case *ast.Slice:
		return s.Lower == nil && s.Upper == nil && s.Step == nil
	case *ast.Index:
		_, ok := s.Value.(*ast.Ellipsis)
		return ok
	case *ast.ExtSlice:
		return !slices.ContainsFunc(s.Dims, func(d ast.Slicer) bool { return !r.whole(d) })
	}
	return false
}

func (r *reader) augment(st *ast.AugAssign, s *scope) {
	at := r.file.at(st.Target)
	old := r.expr(st.Target, s)
	v := r.expr(st.Value, s)
	made := r.freeze(r.operate(st.Op, old, v, at))
	if a, ok := st.Target.(*ast.Attribute); ok {
		if t, ok := old.(*tensor); ok && !t.array { // a number that an object counts
			r.note(Note{at, "state", []string{string(a.Attr)}})
		}
	}
	if t, ok := old.(*tensor); ok && t.array && !r.jax {
		if m, ok := made.(*tensor); ok {
			if _, subscript := st.Target.(*ast.Subscript); !subscript {
				r.change(t, *m, at)
				if n, ok := st.Target.(*ast.Name); ok {
					r.assign(n, t, s)
				}
				return
			}
		}
	}
	r.assign(st.Target, made, s)
}
