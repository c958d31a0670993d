package python

import (
	"slices"
	"strings"

	"github.com/go-python/gpython/ast"
)

// The bounds of an evaluation.
const (
	maxSteps = 100_000
	maxDepth = 150 // of nested expressions and calls
	maxLoop  = 64  // turns of a loop
)

// A reader evaluates code with arrays unknown and everything else known.
type reader struct {
	pool
	file        *file
	steps       int
	depth       int
	calls       int
	globals     *scope
	frozen      int // within how many no_grad
	uses        []use
	marks       []Mark
	names       map[*Expr]string
	picks       map[*Expr]string
	inputs      []*parameter
	called      map[Position]bool // functions
	decorators  []Note            // of functions, by those that are not known
	params      map[string]*parameter
	free        bool  // names without a value are inputs
	last        value // the latest assignment of the module
	jax         bool  // arrays do not change in place
	pairs       []*pair
	objectiveOf *Reading
	weights     []Position // of losses that were given a weight of a class
	notes       []Note
	given       map[string]Role     // answers
	losses      map[*Expr]*library  // parameters that are losses
	texts       map[*Expr]text      // parameters without a default that are compared with texts
	row         bool                // a label is a row of classes
	repair      Rule                // a fault that is read as if it were mended
	classes     []*Expr             // probabilities of classes that the caller passes
	overAxis    map[*Expr]bool      // sums over an axis
	alls        []use               // of all and any, which are known for labels alone
	own         map[string]Position // imports whose definitions are pasted
}

// A parameter is one of the function that is read.
type parameter struct {
	name     string
	at       Position
	e        *Expr
	default_ float64
	given    bool // it has a default
	input    bool // it may be an array
}

// fail ends the reading.
func (r *reader) fail(at Position, code string, args ...string) {
	panic(&Error{Position: at, Code: code, Args: args})
}

func (r *reader) step(at Position) {
	if r.steps++; r.steps > maxSteps {
		r.fail(at, "too-much")
	}
}

// how a block of statements ends
type ending uint8

const (
	falls ending = iota
	returns
	raises
	breaks
	continues
)

type outcome struct {
	how ending
	v   value
	at  Position
}

func (r *reader) exec(body []ast.Stmt, s *scope) outcome {
	for i, st := range body {
		r.step(r.file.at(st))
		if c, ok := st.(*ast.If); ok {
			o, done := r.branch(c, body[i+1:], s)
			if done || o.how != falls {
				return o
			}
			continue
		}
		if o := r.statement(st, s); o.how != falls {
			return o
		}
	}
	return outcome{}
}

// branch executes an if. Where its condition is not known, both branches are, with rest, the
// statements after it, if they end differently.
func (r *reader) branch(c *ast.If, rest []ast.Stmt, s *scope) (o outcome, done bool) {
	at := r.file.at(c.Test)
	test := r.expr(c.Test, s)
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

// likely executes the branch for arrays of predictions, of which a condition asks the shape, or
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
		return opaque{code: o.code, args: o.args, at: o.at}
	}
	return opaque{code: "branch", at: at}
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

func (r *reader) statement(st ast.Stmt, s *scope) outcome {
	at := r.file.at(st)
	r.at = at
	switch st := st.(type) {
	case *ast.ExprStmt:
		r.effect(st.Value, s)
	case *ast.Assign:
		v := r.freeze(r.expr(st.Value, s))
		for _, target := range st.Targets {
			r.assign(target, v, s)
		}
	case *ast.AugAssign:
		r.augment(st, s)
	case *ast.Return:
		if st.Value == nil {
			return outcome{returns, none{}, at}
		}
		return outcome{returns, r.freeze(r.expr(st.Value, s)), at}
	case *ast.FunctionDef:
		s.set(string(st.Name), r.decorate(r.define(st, s), st, s))
	case *ast.ClassDef:
		s.set(string(st.Name), r.class(st, s))
	case *ast.Import:
		for _, n := range st.Names {
			name, full := string(n.AsName), string(n.Name)
			if name == "" {
				name, _, _ = strings.Cut(full, ".")
				full = name
			}
			s.set(name, path(full))
		}
	case *ast.ImportFrom:
		for _, n := range st.Names {
			name := string(n.AsName)
			if name == "" {
				name = string(n.Name)
			}
			full := strings.TrimPrefix(string(st.Module)+"."+string(n.Name), ".")
			if st.Level > 0 {
				full = "." + full
			}
			if first, _, _ := strings.Cut(full, "."); s == r.globals && r.file.defined[name] && !frameworks[first] {
				r.own[name] = at // its definition is pasted, too
				continue
			}
			s.set(name, path(full))
		}
	case *ast.With:
		return r.with(st, s)
	case *ast.For:
		return r.loops(st, s)
	case *ast.While:
		if known, ok := r.truth(r.expr(st.Test, s)); !ok || known {
			r.fail(at, "loop")
		}
	case *ast.Try:
		o := r.exec(st.Body, s)
		if o.how == raises && len(st.Handlers) > 0 {
			o = r.exec(st.Handlers[0].Body, s)
		}
		if o.how == falls {
			o = r.exec(st.Orelse, s)
		}
		if f := r.exec(st.Finalbody, s); f.how != falls {
			o = f
		}
		return o
	case *ast.Raise:
		return outcome{how: raises, at: at}
	case *ast.Global:
		r.outside(s, st.Names)
	case *ast.Nonlocal:
		r.outside(s, st.Names)
	case *ast.Break:
		return outcome{how: breaks, at: at}
	case *ast.Continue:
		return outcome{how: continues, at: at}
	case *ast.Assert, *ast.Pass, *ast.Delete:
	default:
		r.fail(at, "statement")
	}
	return outcome{}
}

func (r *reader) outside(s *scope, names []ast.Identifier) {
	if s.free == nil {
		s.free = map[string]bool{}
	}
	for _, n := range names {
		s.free[string(n)] = true
	}
}

// freeze makes what is computed within no_grad one without derivatives.
func (r *reader) freeze(v value) value {
	if r.frozen == 0 {
		return v
	}
	switch v := v.(type) {
	case *tensor:
		t := *v
		t.e = r.unary(Stop, t.e)
		return &t
	case *list:
		l := &list{}
		for _, i := range v.items {
			l.items = append(l.items, r.freeze(i))
		}
		return l
	}
	return v
}

// effect executes an expression for what it changes.
func (r *reader) effect(e ast.Expr, s *scope) {
	switch e := e.(type) {
	case *ast.Call:
		if name := dotted(e.Func); silent(name) {
			if last(name) == "set_grad_enabled" && len(e.Args) == 1 {
				if on, ok := r.truth(r.expr(e.Args[0], s)); ok {
					r.frozen = 0
					if !on {
						r.frozen = 1
					}
				}
			}
			return
		}
		if checks(dotted(e.Func)) {
			r.check(e, s)
			return
		}
		v := r.expr(e, s)
		if s == r.globals && v != nil {
			r.last = v
		}
	case *ast.Str, *ast.Name, *ast.Ellipsis, *ast.NameConstant, *ast.Num:
	case *ast.Yield, *ast.YieldFrom:
		r.fail(r.file.at(e), "generator")
	default:
		v := r.expr(e, s)
		if s == r.globals {
			r.last = v
		}
	}
}

// silent reports whether a call has no part in a loss.
func silent(name string) bool {
	switch first, _, _ := strings.Cut(name, "."); first {
	case "print", "warnings", "logging", "logger", "log", "sys", "os", "plt", "gc", "time", "pdb":
		return name != "log"
	}
	switch last(name) {
	case "save_for_backward", "mark_non_differentiable", "set_materialize_grads", "add_metric", "summary", "warn", "set_grad_enabled", "manual_seed", "register_forward_hook":
		return true
	}
	return false
}

// checks reports whether a function is named as one that looks at its arguments and raises.
func checks(name string) bool {
	for _, w := range []string{"check", "assert", "validate", "verify", "deprecat", "warn"} {
		if strings.Contains(strings.ToLower(last(name)), w) {
			return true
		}
	}
	return false
}

// check executes a call that is named as a check. One of the code that is not understood is
// left out if it changes nothing, and one that is defined elsewhere with a note.
func (r *reader) check(e *ast.Call, s *scope) {
	at := r.file.at(e)
	var f value
	depth := r.depth
	if err := r.try(func() { f = r.expr(e.Func, s) }); err != nil {
		f = nil
	}
	r.depth = depth
	var fn *function
	switch f := f.(type) {
	case *function:
		fn = f
	case bound:
		fn = f.fn
	case path:
		first, _, _ := strings.Cut(string(f), ".")
		if frameworks[first] || first == "builtins" || first == "chex" {
			return
		}
	}
	if fn == nil {
		r.notes = append(r.notes, Note{at, "unread-check", []string{strings.TrimPrefix(dotted(e.Func), ".")}})
		return
	}
	marks, uses := r.marks, r.uses
	err := r.try(func() { r.expr(e, s) })
	r.depth = depth
	if err == nil {
		return
	}
	if may(fn.body) || err.(*Error).Code == "raises" {
		panic(err)
	}
	r.marks, r.uses = marks, uses
}

// may reports whether statements may change what they are given: elements, attributes, or arrays
// in place.
func may(body []ast.Stmt) bool {
	found := false
	whole := walkBody(body, func(n ast.Ast) {
		switch n := n.(type) {
		case *ast.AugAssign, *ast.Global, *ast.Nonlocal:
			found = true
		case *ast.Assign:
			for _, t := range n.Targets {
				switch t.(type) {
				case *ast.Subscript, *ast.Attribute:
					found = true
				}
			}
		case *ast.Call:
			if name := last(dotted(n.Func)); strings.HasSuffix(name, "_") || name == "append" || name == "update" || name == "setattr" {
				found = true
			}
		}
	})
	return found || !whole
}

// dotted returns a name with dots, "" for another expression.
func dotted(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Name:
		return string(e.Id)
	case *ast.Attribute:
		if of := dotted(e.Value); of != "" {
			return of + "." + string(e.Attr)
		}
		return "." + string(e.Attr)
	}
	return ""
}

func (r *reader) assign(target ast.Expr, v value, s *scope) {
	at := r.file.at(target)
	switch target := target.(type) {
	case *ast.Name:
		name := string(target.Id)
		if t, ok := v.(*tensor); ok && t.e.Op == Const && !t.array && numberNames[strings.ToLower(name)] {
			v = &tensor{e: r.param(name, t.e.Value, at)}
		}
		s.set(name, v)
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
			o.attrs[string(target.Attr)] = v
		case *class:
			o.vars.vars[string(target.Attr)] = v
		case opaque:
		case *tensor:
			if l := r.lossOf(o, at); l != nil {
				l.set(string(target.Attr), v, at)
			} else if string(target.Attr) != "requires_grad" {
				r.fail(at, "assign")
			}
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
		star := slices.IndexFunc(targets, func(t ast.Expr) bool { _, ok := t.(*ast.Starred); return ok })
		if star >= 0 && len(v.items) >= len(targets)-1 {
			rest := len(v.items) - len(targets) + 1
			all := append(slices.Clone(v.items[:star]), &list{slices.Clone(v.items[star : star+rest])})
			targets = slices.Clone(targets)
			targets[star] = targets[star].(*ast.Starred).Value
			v = &list{append(all, v.items[star+rest:]...)}
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
			of.e = given.e
			return
		}
		if i, ok := target.Slice.(*ast.Index); ok {
			mask := r.array(r.expr(i.Value, s), at)
			if mask != nil && mask.e.boolean() && (given.mask == nil || given.mask == mask.e) && of.mask == nil {
				if given.mask == nil && given.e.varies() && given.array {
					break
				}
				of.e = r.where(mask.e, given.e, of.e)
				of.array = true
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
	if t, ok := old.(*tensor); ok && t.array && !r.jax {
		if m, ok := made.(*tensor); ok {
			if _, subscript := st.Target.(*ast.Subscript); !subscript {
				*t = *m
				t.array = true
				if n, ok := st.Target.(*ast.Name); ok {
					r.assign(n, t, s)
				}
				return
			}
		}
	}
	r.assign(st.Target, made, s)
}

func (r *reader) with(st *ast.With, s *scope) outcome {
	frozen := r.frozen
	defer func() { r.frozen = frozen }()
	for _, item := range st.Items {
		name := ""
		if c, ok := item.ContextExpr.(*ast.Call); ok {
			name = last(dotted(c.Func))
		}
		switch name {
		case "no_grad", "inference_mode":
			r.frozen++
		case "enable_grad":
			r.frozen = 0
		case "set_grad_enabled":
			if on, ok := r.truth(r.expr(item.ContextExpr.(*ast.Call).Args[0], s)); ok && !on {
				r.frozen++
			}
		case "autocast", "name_scope", "device", "errstate", "catch_warnings", "record_function", "control_dependencies", "profile", "variable_scope", "op_scope", "suppress", "set_detect_anomaly", "detect_anomaly":
		default:
			r.fail(r.file.at(item.ContextExpr), "with", name)
		}
		if item.OptionalVars != nil {
			r.assign(item.OptionalVars, opaque{code: "with", args: []string{name}, at: r.file.at(item.ContextExpr)}, s)
		}
	}
	return r.exec(st.Body, s)
}

func (r *reader) loops(st *ast.For, s *scope) outcome {
	at := r.file.at(st.Iter)
	over := r.expr(st.Iter, s)
	if o, ok := over.(opaque); ok {
		r.fail(o.at, o.code, o.args...)
	}
	all, ok := over.(*list)
	if !ok || len(all.items) > maxLoop {
		r.fail(at, "loop")
	}
	for _, v := range all.items {
		r.assign(st.Target, v, s)
		switch o := r.exec(st.Body, s); o.how {
		case breaks:
			return outcome{}
		case returns, raises:
			return o
		}
	}
	return r.exec(st.Orelse, s)
}

// define makes a function of a definition, with its defaults.
func (r *reader) define(d *ast.FunctionDef, s *scope) *function {
	f := &function{name: string(d.Name), args: d.Args, body: d.Body, scope: s, at: r.file.at(d)}
	// The position of a definition may be that of its decorator.
	f.at = r.named(f.at, "def", f.name)
	for _, e := range d.DecoratorList {
		if c, ok := e.(*ast.Call); ok {
			e = c.Func
		}
		switch last(dotted(e)) {
		case "no_grad", "inference_mode":
			f.frozen = true
		case "staticmethod":
			f.static = true
		case "classmethod":
			f.class = true
		case "property", "cached_property":
			f.getter = true
		}
	}
	f.defs = r.defaults(d.Args, s)
	return f
}

// decorate calls the decorators of a function that the code defines itself. One of another project
// that is not known gives a note.
func (r *reader) decorate(f *function, d *ast.FunctionDef, s *scope) value {
	var v value = f
	for _, e := range slices.Backward(d.DecoratorList) {
		name := dotted(e)
		call, called := e.(*ast.Call)
		if called {
			name = dotted(call.Func)
		}
		if w, ok := s.find(name); ok {
			if _, ok := w.(*function); ok {
				v = r.apply(r.expr(e, s), []value{v}, nil, f.at)
				continue
			}
		}
		if !harmlessDecorator(name) {
			r.decorators = append(r.decorators, Note{f.at, "unread-decorator", []string{strings.TrimPrefix(name, ".")}})
		}
	}
	return v
}

// harmlessDecorator reports whether a decorator keeps what its function computes: those of Python
// and of frameworks, and those that compile, register, check types or export.
func harmlessDecorator(name string) bool {
	first, _, dots := strings.Cut(name, ".")
	if frameworks[string(modules[first])] || frameworks[first] && dots {
		return true
	}
	for _, w := range []string{"static", "classmethod", "property", "setter", "wraps", "overload", "abstract", "final", "cache", "register", "export", "jit", "script", "compile", "function", "typecheck",
		"typed", "deprecat", "grad", "amp", "fwd", "bwd", "fp16", "fp32", "force", "once_diff", "serializable", "configurable", "logged", "batch"} {
		if strings.Contains(strings.ToLower(name), w) {
			return true
		}
	}
	return false
}

// named returns the place of a definition's name.
func (r *reader) named(at Position, word, name string) Position {
	for l := at.Line; l <= len(r.file.lines); l++ {
		if i := strings.Index(r.file.lines[l-1], word+" "+name); i >= 0 {
			return Position{l, i + len(word) + 2}
		}
	}
	return at
}

func (r *reader) defaults(args *ast.Arguments, s *scope) map[string]value {
	defs := map[string]value{}
	if args == nil {
		return defs
	}
	for i, e := range args.Defaults {
		defs[string(args.Args[len(args.Args)-len(args.Defaults)+i].Arg)] = r.expr(e, s)
	}
	for i, e := range args.KwDefaults {
		if e != nil && i < len(args.Kwonlyargs) {
			defs[string(args.Kwonlyargs[i].Arg)] = r.expr(e, s)
		}
	}
	return defs
}

func (r *reader) class(d *ast.ClassDef, s *scope) *class {
	c := &class{name: string(d.Name), at: r.named(r.file.at(d), "class", string(d.Name))}
	c.vars = &scope{vars: map[string]value{}, parent: s, class: c}
	for _, b := range d.Bases {
		c.bases = append(c.bases, r.base(b, s))
	}
	for _, st := range d.Body {
		if a, ok := st.(*ast.Assign); ok && len(a.Targets) == 1 {
			if n, ok := a.Targets[0].(*ast.Name); ok {
				c.hints = append(c.hints, string(n.Id))
			}
		}
		r.statement(st, c.vars)
	}
	for _, v := range c.vars.vars { // methods do not see the names of the class
		if f, ok := v.(*function); ok && f.scope == c.vars {
			f.scope = &scope{vars: map[string]value{}, parent: s, class: c}
		}
	}
	return c
}

func (r *reader) base(e ast.Expr, s *scope) value {
	if name := dotted(e); name != "" {
		first, _, _ := strings.Cut(name, ".")
		if _, ok := s.find(first); !ok {
			return path(name)
		}
	}
	return r.expr(e, s)
}
