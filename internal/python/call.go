package python

import (
	"slices"

	"github.com/go-python/gpython/ast"
)

// A keyword is an argument by name.

type keyword struct {
	name string
	v    value
	at   Position
}

func (r *reader) call(e *ast.Call, s *scope) value {
	at := r.file.at(e)
	if n, ok := e.Func.(*ast.Name); ok && n.Id == "super" {
		return r.super(s, at)
	}
	f := r.expr(e.Func, s)
	var args []value
	for _, a := range e.Args {
		if r.file.stars[r.file.at(a)] {
			v := r.expr(a, s)
			if shapely(f) && ofShape(v) {
				continue
			}
			l, ok := v.(*list)
			if !ok {
				r.fail(r.file.at(a), "star")
			}
			args = append(args, l.items...)
			continue
		}
		args = append(args, r.expr(a, s))
	}
	if e.Starargs != nil {
		v := r.expr(e.Starargs, s)
		l, ok := v.(*list)
		switch {
		case ok:
			args = append(args, l.items...)
		case !shapely(f) || !ofShape(v):
			r.fail(at, "star")
		}
	}
	var kw []keyword
	for _, k := range e.Keywords {
		kw = append(kw, keyword{string(k.Arg), r.expr(k.Value, s), r.file.keywordAt(k)})
	}
	if e.Kwargs != nil {
		d, ok := r.expr(e.Kwargs, s).(dict)
		if !ok {
			r.fail(at, "star")
		}
		for _, name := range sorted(d) {
			kw = append(kw, keyword{name, d[name], at})
		}
	}
	r.at = at
	return r.apply(f, args, kw, at)
}

// shapely reports whether all arguments of a function are lengths or axes.
func shapely(f value) bool {
	name := ""
	switch f := f.(type) {
	case path:
		name = last(string(f))
	case bound:
		name = f.name
	}
	return slices.Contains([]string{"zeros", "ones", "empty", "view", "reshape", "permute",
		"expand", "repeat", "transpose", "new_zeros", "new_ones"}, name)
}

// ofShape reports whether a value is of the shape of an array.
func ofShape(v value) bool {
	switch v := v.(type) {
	case shape:
		return true
	case opaque:
		return v.code == "shape" || v.code == rank
	}
	return false
}

func sorted[V any](d map[string]V) []string {
	var names []string
	for n := range d {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

func (r *reader) super(s *scope, at Position) value {
	var self *object
	var c *class
	for o := s; o != nil; o = o.parent {
		if self == nil {
			self = o.self
		}
		if c == nil {
			c = o.class
		}
	}
	if self == nil || c == nil {
		return opaque{code: "attribute", args: []string{"super"}, at: at}
	}
	return super{self, c}
}

// apply calls a value.
func (r *reader) apply(f value, args []value, kw []keyword, at Position) value {
	r.step(at)
	switch f := f.(type) {
	case *function:
		return r.invoke(f, nil, args, kw, at)
	case bound:
		return r.applyBound(f, args, kw, at)
	case *class:
		if f.based("Function") && len(args) == 0 {
			return f
		}
		return r.construct(f, args, kw, at)
	case *object:
		for _, name := range []string{"__call__", "forward", "call"} {
			if m, _, ok := f.class.find(name); ok {
				if fn, ok := m.(*function); ok {
					if fn.static {
						return r.invoke(fn, nil, args, kw, at)
					}
					return r.invoke(fn, f, args, kw, at)
				}
			}
		}
	case path:
		return r.library(string(f), args, kw, at)
	case *library:
		return r.library(f.name, args, append(kw[:len(kw):len(kw)], f.kw...), at)
	case partial:
		return r.apply(f.fn, append(f.args[:len(f.args):len(f.args)], args...), f.with(kw), at)
	case *tensor:
		if l := r.lossOf(f, at); l != nil {
			return r.apply(l, args, kw, at)
		}
	case opaque:
		return f
	case none:
		r.fail(at, "call-none")
	}
	r.fail(at, "call")
	return nil
}

// lossOf returns the loss that a parameter is, by the answer to a question. It is nil for an array
// that is none.
func (r *reader) lossOf(t *tensor, at Position) *library {
	if t.e.Op != Input {
		return nil
	}
	if l, ok := r.losses[t.e]; ok {
		return l
	}
	name := map[Role]string{RoleLogitLoss: "torch.binary_cross_entropy_with_logits",
		RoleProbLoss: "torch.binary_cross_entropy"}[r.given[t.e.Name]]
	if name == "" && namedAs(t.e.Name, modelNames...) {
		r.fail(at, "calls-model", t.e.Name)
	}
	if name == "" {
		panic(&Error{Position: r.params[t.e.Name].at, Code: "which-loss", Args: []string{t.e.Name},
			Names: []string{t.e.Name}, Choices: []Role{RoleLogitLoss, RoleProbLoss}})
	}
	if r.losses == nil {
		r.losses = map[*Expr]*library{}
	}
	r.losses[t.e] = &library{name: name}
	return r.losses[t.e]
}

// with returns the arguments by name of a partial value; the arguments of a call replace them.
func (p partial) with(kw []keyword) []keyword {
	all := slices.Clone(kw)
	for _, k := range p.kw {
		if !slices.ContainsFunc(kw, func(o keyword) bool { return o.name == k.name }) {
			all = append(all, k)
		}
	}
	return all
}

// wrapped is the attribute of an object with the function that it calls, as Keras' wrapper of
// functions of a label and a prediction has.
const wrapped = " wrapped"

// based is the attribute of an object with the loss of a framework from which its class derives.
const based = " base"

func (r *reader) construct(c *class, args []value, kw []keyword, at Position) value {
	o := &object{c, map[string]value{}}
	if m, _, ok := c.find("__init__"); ok {
		if f, ok := m.(*function); ok {
			r.invoke(f, o, args, kw, at)
		}
		return o
	}
	for i, name := range c.hints { // of a data class
		if i < len(args) {
			o.attrs[name] = args[i]
		}
	}
	for _, k := range kw {
		o.attrs[k.name] = k.v
	}
	return o
}

// invoke calls a function of the code.
func (r *reader) invoke(f *function, self value, args []value, kw []keyword, at Position) value {
	if r.depth += 5; r.depth > maxDepth {
		r.fail(at, "too-deep")
	}
	frozen := r.frozen
	defer func() { r.depth -= 5; r.frozen = frozen }()
	if f.frozen {
		r.frozen++
	}
	s := &scope{vars: map[string]value{}, parent: f.scope}
	if o, ok := self.(*object); ok {
		s.self = o
	}
	if self != nil {
		args = append([]value{self}, args...)
	}
	r.bind(f, s, args, kw, at)
	return r.run(f, s, at)
}

// run executes a function whose parameters have values.
func (r *reader) run(f *function, s *scope, at Position) value {
	if f.custom != nil {
		return r.differentiated(f, s, at)
	}
	return r.body(f, s, at)
}

func (r *reader) body(f *function, s *scope, at Position) value {
	r.called[f.at] = true
	r.live = append(r.live, s)
	defer func() { r.live = r.live[:len(r.live)-1] }()
	if f.lambda != nil {
		return r.freeze(r.expr(f.lambda, s))
	}
	switch o := r.exec(f.body, s); o.how {
	case returns:
		return o.v
	case raises:
		r.fail(o.at, "raises")
	}
	return none{}
}

// bind gives the parameters of a function their values.
func (r *reader) bind(f *function, s *scope, args []value, kw []keyword, at Position) {
	a := f.args
	if a == nil {
		a = &ast.Arguments{}
	}
	for i, p := range a.Args {
		if i < len(args) {
			s.vars[string(p.Arg)] = args[i]
		}
	}
	if a.Vararg != nil {
		l := &list{}
		if len(args) > len(a.Args) {
			l.items = args[len(a.Args):]
		}
		s.vars[string(a.Vararg.Arg)] = l
	} else if len(args) > len(a.Args) {
		r.fail(at, "too-many-arguments", f.name)
	}
	rest := dict{}
	names := append(append([]*ast.Arg(nil), a.Args...), a.Kwonlyargs...)
	for _, k := range kw {
		if slices.ContainsFunc(names, func(p *ast.Arg) bool { return string(p.Arg) == k.name }) {
			s.vars[k.name] = k.v
			continue
		}
		if a.Kwarg == nil {
			r.fail(k.at, "argument", k.name, f.name)
		}
		rest[k.name] = k.v
	}
	if a.Kwarg != nil {
		s.vars[string(a.Kwarg.Arg)] = rest
	}
	for _, p := range names {
		if _, ok := s.vars[string(p.Arg)]; ok {
			continue
		}
		d, ok := f.defs[string(p.Arg)]
		if !ok {
			r.fail(at, "missing-argument", string(p.Arg), f.name)
		}
		s.vars[string(p.Arg)] = d
	}
}
