package python

import (
	"slices"
	"strconv"
	"strings"

	"github.com/go-python/gpython/ast"
)

// entry reads a function or class of the module. Nil is none that could be a loss.
func (r *reader) entry(name string, o Options) *Reading {
	if of, method, ok := strings.Cut(name, "."); ok {
		return r.methodOf(of, method, o)
	}
	if c := made(r.file, name); c != nil {
		if reading := r.instance(c, name, o); reading != nil {
			return reading
		}
	}
	v, ok := r.globals.vars[name]
	if !ok {
		r.fail(Position{1, 1}, "no-name", name)
	}
	switch v := v.(type) {
	case opaque:
		r.fail(v.at, v.code, v.args...)
	case *function:
		return r.function(v, nil, name, o)
	case *class:
		return r.classOf(v, func(f *function) *function { return f }, name, o)
	case *object:
		return r.forward(v, name, o)
	}
	return nil
}

// forward reads the method of an object that computes its loss. Nil is none.
func (r *reader) forward(of *object, name string, o Options) *Reading {
	for _, n := range []string{"forward", "call", "__call__", "loss", "compute_loss"} {
		if m, _, ok := of.class.find(n); ok {
			if f, ok := m.(*function); ok {
				return r.function(f, of, name, o)
			}
		}
	}
	return nil
}

// classOf reads a class. Init returns its constructor, with other defaults.
func (r *reader) classOf(v *class, init func(*function) *function, name string, o Options) *Reading {
	if v.based("Function") {
		return r.autograd(v, o)
	}
	for _, c := range v.order(0) {
		for _, b := range c.bases {
			if p, ok := b.(path); ok {
				first, _, _ := strings.Cut(string(p), ".")
				r.of(first)
			}
		}
	}
	obj := r.objectOf(v, init)
	if reading := r.forward(obj, name, o); reading != nil {
		return reading
	}
	if l, ok := obj.attrs[based].(*library); ok { // of a framework, with other options
		return r.finish(name, r.apply(l, r.pair(l.name, v.at), nil, v.at), v.at, o)
	}
	if p, ok := obj.attrs[wrapped].(partial); ok {
		return r.wrapped(p, v, name, o)
	}
	return nil
}

// objectOf makes an object of a class, whose constructor gets its defaults.
func (r *reader) objectOf(v *class, init func(*function) *function) *object {
	obj := &object{v, map[string]value{}}
	if m, _, ok := v.find("__init__"); ok {
		if f, ok := m.(*function); ok {
			f = init(f)
			s := &scope{vars: map[string]value{}, parent: f.scope, self: obj}
			r.formal(f, s, obj, false)
			r.body(f, s, f.at)
			return obj
		}
	}
	for _, n := range v.hints {
		if m, ok := v.vars.vars[n]; ok {
			obj.attrs[n] = r.adjustable(n, m, v.at)
		}
	}
	return obj
}

// pair returns the arguments of a loss of a framework.
func (r *reader) pair(name string, at Position) []value {
	if strings.HasPrefix(name, "keras") {
		return []value{&tensor{e: r.input("y_true", at).e, array: true},
			&tensor{e: r.input("y_pred", at).e, array: true}}
	}
	return []value{&tensor{e: r.input("input", at).e, array: true},
		&tensor{e: r.input("target", at).e, array: true}}
}

// wrapped reads a class that calls a function of a label and a prediction with further arguments.
func (r *reader) wrapped(p partial, c *class, name string, o Options) *Reading {
	f, ok := p.fn.(*function)
	if !ok || f.args == nil || len(f.args.Args) < 2 {
		return nil
	}
	args := []value{}
	for _, a := range f.args.Args[:2] {
		args = append(args, &tensor{e: r.input(string(a.Arg), r.file.at(a)).e, array: true})
	}
	return r.finish(name, r.apply(p, args, nil, c.at), c.at, o)
}

// asPython returns the value that a user writes for a parameter.
func (r *reader) asPython(s string) value {
	switch s {
	case "None":
		return none{}
	case "True", "False":
		return s == "True"
	}
	if v, err := strconv.ParseFloat(s, 64); err == nil {
		return r.num(v)
	}
	return text(s)
}

// adjustable makes a number of a default a parameter.
func (r *reader) adjustable(name string, v value, at Position) value {
	if t, ok := v.(*tensor); ok && t.e.Op == Const && !t.array && name != "ignore_index" {
		return &tensor{e: r.param(name, t.e.Value, at)}
	}
	return v
}

// formal gives the parameters of a function their values. Arrays are those without a
// default; of a constructor they are numbers.
func (r *reader) formal(f *function, s *scope, self value, arrays bool) int {
	count := 0
	a := f.args
	if a == nil {
		return 0
	}
	for i, p := range append(append([]*ast.Arg(nil), a.Args...), a.Kwonlyargs...) {
		name := string(p.Arg)
		at := r.file.at(p)
		if i == 0 && self != nil && !f.static {
			s.vars[name] = self
			continue
		}
		d, given := f.defs[name]
		if v, ok := r.values[name]; ok {
			d, given = r.asPython(v), true
			r.set = append(r.set, name)
		}
		switch {
		case given:
			s.vars[name] = r.adjustable(name, d, at)
		case name == "reduction":
			s.vars[name] = text("mean")
		case arrays:
			count++
			in := r.input(name, at)
			s.vars[name] = &tensor{e: in.e, array: true}
		default:
			in := r.input(name, at)
			in.input = false
			s.vars[name] = &tensor{e: in.e}
		}
	}
	if a.Vararg != nil {
		rest := &list{}
		if f.of != nil && arrays && count == 0 { // passed on to the function that it decorates
			inner := &scope{vars: map[string]value{}}
			count = r.formal(f.of, inner, nil, true)
			for _, p := range f.of.args.Args {
				if _, given := f.of.defs[string(p.Arg)]; given {
					break
				}
				rest.items = append(rest.items, inner.vars[string(p.Arg)])
			}
		}
		s.vars[string(a.Vararg.Arg)] = rest
	}
	if a.Kwarg != nil {
		s.vars[string(a.Kwarg.Arg)] = dict{}
	}
	return count
}

func (r *reader) function(f *function, self *object, name string, o Options) *Reading {
	s := &scope{vars: map[string]value{}, parent: f.scope, self: self}
	var me value
	if self != nil {
		me = self
	}
	count := r.formal(f, s, me, true)
	if f.frozen {
		r.frozen++
	}
	v := r.run(f, s, f.at)
	r.frozen = 0
	for range 5 { // a function that returns the loss
		inner, ok := v.(*function)
		if b, ok2 := v.(bound); ok2 && b.fn != nil {
			inner, ok = b.fn, true
		}
		if ob, ok2 := v.(*object); ok2 {
			for _, n := range callMethods {
				if m, _, found := ob.class.find(n); found {
					inner, ok = m.(*function)
					self = ob
					me = ob
					break
				}
			}
		}
		if !ok {
			break
		}
		for _, p := range r.inputs {
			p.input = false
		}
		s := &scope{vars: map[string]value{}, parent: inner.scope}
		if me != nil && inner.lambda == nil && self != nil {
			s.self = self
			count = r.formal(inner, s, me, true)
		} else {
			count = r.formal(inner, s, nil, true)
		}
		v = r.run(inner, s, inner.at)
	}
	if l, ok := v.(*library); ok {
		v = r.apply(l, r.pair(l.name, f.at), nil, f.at)
		count = 2
	}
	if count == 0 {
		r.fail(f.at, "no-inputs", f.name)
	}
	return r.finish(name, v, f.at, o)
}

// autograd reads an autograd.Function by itself.
func (r *reader) autograd(c *class, o Options) *Reading {
	m, _, ok := c.find("forward")
	f, ok2 := m.(*function)
	if !ok || !ok2 {
		return nil
	}
	ctx := &object{&class{name: "ctx", vars: &scope{vars: map[string]value{}},
		bases: []value{path("Context")}}, map[string]value{}}
	s := &scope{vars: map[string]value{}, parent: f.scope}
	r.formal(f, s, nil, true)
	var args []value
	for i, p := range f.args.Args {
		if i == 0 {
			s.vars[string(p.Arg)] = ctx
			r.inputs = slices.DeleteFunc(r.inputs,
				func(in *parameter) bool { return in.name == string(p.Arg) })
			continue
		}
		args = append(args, s.vars[string(p.Arg)])
	}
	v := r.body(f, s, f.at)
	if grads, ok := r.backward(c, ctx, args, f.at); ok {
		v = r.byHand(v, args, grads, f.at)
	}
	return r.finish(c.name, v, f.at, o)
}
