package python

import (
	"maps"
	"math"
	"slices"
	"strings"

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
	return slices.Contains([]string{"zeros", "ones", "empty", "view", "reshape", "permute", "expand", "repeat", "transpose", "new_zeros", "new_ones"}, name)
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

func sorted(d dict) []string {
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
			if m, _, ok := f.class.find(name, 0); ok {
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
	name := map[Role]string{RoleLogitLoss: "torch.binary_cross_entropy_with_logits", RoleProbLoss: "torch.binary_cross_entropy"}[r.given[t.e.Name]]
	if name == "" {
		panic(&Error{Position: r.params[t.e.Name].at, Code: "which-loss", Args: []string{t.e.Name}, Names: []string{t.e.Name}, Choices: []Role{RoleLogitLoss, RoleProbLoss}})
	}
	if r.losses == nil {
		r.losses = map[*Expr]*library{}
	}
	r.losses[t.e] = &library{name: name}
	return r.losses[t.e]
}

// with returns the arguments by name of a partial value, which those of a call replace.
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

func (r *reader) construct(c *class, args []value, kw []keyword, at Position) value {
	o := &object{c, map[string]value{}}
	if m, _, ok := c.find("__init__", 0); ok {
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
	return r.body(f, s, at)
}

func (r *reader) body(f *function, s *scope, at Position) value {
	r.called[f.at] = true
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

func (r *reader) applyBound(b bound, args []value, kw []keyword, at Position) value {
	if b.fn != nil {
		if o, ok := b.self.(*object); ok {
			return r.invoke(b.fn, o, args, kw, at)
		}
		return r.invoke(b.fn, b.self, args, kw, at)
	}
	switch self := b.self.(type) {
	case *tensor:
		return r.tensorMethod(self, b.name, args, kw, at)
	case super:
		return r.superMethod(self, b.name, args, kw, at)
	case *object:
		switch b.name {
		case "register_buffer", "register_parameter", "add_weight":
			if len(args) > 1 {
				if name, ok := args[0].(text); ok {
					self.attrs[string(name)] = args[1]
				}
			}
			return none{}
		case "forward", "call", "__call__":
			return r.apply(self, args, kw, at)
		}
		r.fail(at, "attribute", b.name)
	case *class: // of an autograd.Function
		m, _, ok := self.find("forward", 0)
		f, ok2 := m.(*function)
		if !ok || !ok2 {
			r.fail(at, "attribute", b.name)
		}
		return r.custom(self, f, args, kw, at)
	case *list:
		switch b.name {
		case "append":
			if len(args) == 1 {
				self.items = append(self.items, args[0])
			}
			return none{}
		case "copy":
			return &list{slices.Clone(self.items)}
		}
		return r.library("torch.Tensor."+b.name, append([]value{self}, args...), kw, at)
	case dict:
		switch b.name {
		case "get", "pop":
			if name, ok := leading(args).(text); ok {
				if v, ok := self[string(name)]; ok {
					if b.name == "pop" {
						delete(self, string(name))
					}
					return v
				}
			} else {
				return opaque{code: "operand", at: at}
			}
			if len(args) > 1 {
				return args[1]
			}
			return none{}
		case "update":
			for _, v := range args {
				other, ok := v.(dict)
				if !ok {
					r.fail(at, "star")
				}
				maps.Copy(self, other)
			}
			for _, k := range kw {
				self[k.name] = k.v
			}
			return none{}
		case "setdefault":
			if name, ok := leading(args).(text); ok && len(args) == 2 {
				if _, ok := self[string(name)]; !ok {
					self[string(name)] = args[1]
				}
				return self[string(name)]
			}
		case "copy":
			return maps.Clone(self)
		case "items", "keys", "values":
			l := &list{}
			for _, name := range sorted(self) {
				switch b.name {
				case "items":
					l.items = append(l.items, &list{[]value{text(name), self[name]}})
				case "keys":
					l.items = append(l.items, text(name))
				default:
					l.items = append(l.items, self[name])
				}
			}
			return l
		}
	case text:
		switch b.name {
		case "lower":
			return text(strings.ToLower(string(self)))
		case "upper":
			return text(strings.ToUpper(string(self)))
		case "strip":
			return text(strings.TrimSpace(string(self)))
		case "replace":
			if from, ok := leading(args).(text); ok && len(args) == 2 {
				if to, ok := args[1].(text); ok {
					return text(strings.ReplaceAll(string(self), string(from), string(to)))
				}
			}
			return opaque{code: "operand", at: at}
		case "format", "join", "split":
			return opaque{code: "operand", at: at}
		case "startswith", "endswith":
			if p, ok := leading(args).(text); ok {
				return strings.HasPrefix(string(self), string(p)) && b.name == "startswith" || strings.HasSuffix(string(self), string(p)) && b.name == "endswith"
			}
		}
	case shape:
		return opaque{code: "shape", at: at}
	case *library:
		switch b.name {
		case "to", "cuda", "cpu", "eval", "train":
			return self
		}
		return r.library(self.name+"."+b.name, args, append(kw[:len(kw):len(kw)], self.kw...), at)
	}
	r.fail(at, "method", b.name)
	return nil
}

// superMethod calls a method of a framework's class that a class of the code is based on.
func (r *reader) superMethod(s super, name string, args []value, kw []keyword, at Position) value {
	for _, base := range s.class.bases {
		p, ok := base.(path)
		if !ok {
			continue
		}
		if first, rest, dotted := strings.Cut(string(p), "."); dotted && modules[first] != "" {
			p = modules[first] + "." + path(rest)
		}
		if last(string(p)) == "LossFunctionWrapper" && name == "__init__" && len(args) > 0 {
			of := partial{fn: args[0]}
			for _, k := range kw {
				if k.name != "name" && k.name != "reduction" && k.name != "dtype" {
					of.kw = append(of.kw, k)
				}
			}
			s.object.attrs[wrapped] = of
			return none{}
		}
		if _, known := objects[last(string(p))]; !known {
			continue
		}
		switch name {
		case "__init__":
			s.object.attrs[" base"] = r.library(string(p), args, kw, at)
			return none{}
		case "forward", "call", "__call__":
			of := s.object.attrs[" base"]
			if of == nil {
				of = r.library(string(p), nil, nil, at)
			}
			return r.apply(of, args, kw, at)
		}
	}
	if name != "__init__" && name != "__new__" {
		r.fail(at, "attribute", "super()."+name)
	}
	for _, k := range kw { // the constructors of frameworks
		if k.name == "reduction" && s.object != nil {
			s.object.attrs[k.name] = k.v
		}
	}
	return none{}
}

// leading returns the first argument, nil if there is none.
func leading(args []value) value {
	if len(args) == 0 {
		return nil
	}
	return args[0]
}

// custom calls an autograd.Function: forward has a context first.
func (r *reader) custom(c *class, f *function, args []value, kw []keyword, at Position) value {
	ctx := &object{&class{name: "ctx", vars: &scope{vars: map[string]value{}}, bases: []value{path("Context")}}, map[string]value{}}
	v := r.invoke(f, nil, append([]value{ctx}, args...), kw, at)
	if m, _, ok := c.find("backward", 0); ok {
		if b, ok := m.(*function); ok {
			r.pairs = append(r.pairs, &pair{c, b, ctx, args, v, at})
		}
	}
	return v
}

// dimension returns the length of an axis. That of the batch is 1, as one prediction is shown.
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
			return r.picks_(t, tuple.Elts, s, at)
		}
		v := r.expr(i.Value, s)
		if _, ok := v.(none); ok {
			return t
		}
		if o, ok := v.(opaque); ok {
			return o
		}
		if l, ok := v.(*list); ok && len(l.items) > 0 {
			v = l.items[0] // what nonzero returns
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
		return r.picks_(t, items, s, at)
	}
	r.fail(at, "index")
	return nil
}

// picks_ reads an index of several parts.
func (r *reader) picks_(t *tensor, items []ast.Expr, s *scope, at Position) value {
	out := t
	for _, e := range items {
		if _, ok := e.(*ast.Ellipsis); ok {
			continue
		}
		switch v := r.expr(e, s).(type) {
		case none:
			u := *out
			u.form = column
			out = &u
		case opaque: // a range of rows
			continue
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

// column takes one column of an array. Of an input, one is the input; two are refused.
func (r *reader) column(t *tensor, n int, at Position) *tensor {
	if t.e.Op != Input {
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
	u := *t
	u.form = flat
	return &u
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
	u.mask = mask.e
	if t.mask != nil {
		u.mask = r.binary(And, t.mask, mask.e)
	}
	u.form = flat
	return &u
}

// filled is an array with 0 in place of what was not selected.
func (r *reader) filled(t *tensor) *Expr {
	if t.mask == nil {
		return t.e
	}
	return r.where(t.mask, t.e, r.number(0))
}

// gather takes the element of the labelled class.
func (r *reader) gather(t, index *tensor, at Position) *tensor {
	r.useAs(index.e, useLabel, at)
	e, ok := r.trueClass(t.e)
	if !ok {
		r.fail(at, "classes-unknown")
	}
	return &tensor{e: e, array: true, mask: t.mask}
}

// trueClass replaces what is of one class by what is of the labelled class.
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
