package python

import (
	"maps"
	"slices"

	"github.com/go-python/gpython/ast"
)

// made returns the call that makes a loss at the level of the module: of an assignment to a name,
// as in criterion = Focal(gamma=4), or of the argument loss of a call, as in
// model.compile(loss=focal(gamma=4)), where name is the name of the called function, or the call in
// a function that trains with it.
func made(f *file, name string) *ast.Call {
	var found *ast.Call
	for _, st := range f.body {
		switch st := st.(type) {
		case *ast.Assign:
			if c, ok := st.Value.(*ast.Call); ok && len(st.Targets) == 1 {
				if n, ok := st.Targets[0].(*ast.Name); ok && string(n.Id) == name {
					found = c
				}
			}
		case *ast.ExprStmt:
			c, ok := st.Value.(*ast.Call)
			if !ok {
				continue
			}
			for _, k := range c.Keywords {
				value := k.Value
				if l, ok := value.(*ast.List); ok && len(l.Elts) == 1 {
					value = l.Elts[0]
				}
				if of, ok := value.(*ast.Call); ok && string(k.Arg) == "loss" &&
					dotted(of.Func) == name {
					found = of
				}
			}
		}
	}
	if found == nil {
		return f.trained[name]
	}
	for found != nil { // made for a device
		a, ok := found.Func.(*ast.Attribute)
		of, called := (*ast.Call)(nil), false
		if ok && slices.Contains(moves, string(a.Attr)) {
			of, called = a.Value.(*ast.Call)
		}
		if !called {
			break
		}
		found = of
	}
	return found
}

// moves are methods of modules that return them, on another device or in another mode.
var moves = []string{"to", "cuda", "cpu", "eval", "train", "double", "float", "half"}

// partialOf reads a function of a framework with some of its arguments.
func (r *reader) partialOf(p partial, name string, at Position, o Options) *Reading {
	of, _ := p.fn.(path)
	return r.finish(name, r.apply(p, r.pair(string(of), at), nil, at), at, o)
}

// callMethods are the methods by which an object is called.
var callMethods = []string{"forward", "call", "__call__"}

// callable reports whether a value at the level of the module is a loss that was made.
func callable(v value) bool {
	switch v := v.(type) {
	case *object:
		for _, n := range callMethods {
			if m, _, ok := v.class.find(n); ok {
				_, is := m.(*function)
				return is
			}
		}
	case partial, *function, bound:
		return true
	}
	return false
}

// arguments returns what gives a function the arguments of a call as its defaults, from the
// parameter at skip on. Arguments that are not known leave the defaults; nil is a call that is not
// understood.
func (r *reader) arguments(c *ast.Call) func(f *function, skip int) *function {
	if c.Starargs != nil || c.Kwargs != nil {
		return nil
	}
	known := func(name string, e ast.Expr) (v value) {
		err := r.try(func() { v = r.expr(e, r.globals) })
		if _, unknown := v.(opaque); err != nil || unknown {
			r.note(Note{r.file.at(e), "passed-value", []string{name}})
			return nil
		}
		return v
	}
	args := make([]value, len(c.Args))
	for i, a := range c.Args {
		if r.file.stars[r.file.at(a)] {
			return nil
		}
		args[i] = r.setting(a)
	}
	kw := map[string]value{}
	for _, k := range c.Keywords {
		if v := known(string(k.Arg), k.Value); v != nil {
			kw[string(k.Arg)] = v
		}
	}
	return func(f *function, skip int) *function {
		of := *f
		of.defs = maps.Clone(f.defs)
		if f.args == nil {
			return &of
		}
		for i, v := range args {
			if i+skip < 0 || i+skip >= len(f.args.Args) {
				continue
			}
			name := string(f.args.Args[i+skip].Arg)
			if v != nil {
				of.defs[name] = v
			} else if of.defs[name] != nil {
				r.note(Note{r.file.at(c.Args[i]), "passed-value", []string{name}})
			}
		}
		maps.Copy(of.defs, kw)
		return &of
	}
}

// setting returns the value of an argument by position that is known where the module ends, nil for
// another one, as of an array.
func (r *reader) setting(e ast.Expr) (v value) {
	switch e.(type) {
	case *ast.Name, *ast.Attribute, *ast.Subscript:
	default:
		if !constant(e) {
			return nil
		}
	}
	if r.try(func() { v = r.expr(e, r.globals) }) != nil {
		return nil
	}
	if t, ok := v.(*tensor); ok && !t.array || constant(e) {
		return v
	}
	switch v.(type) {
	case bool, text, none, *list:
		return v
	}
	return nil
}

// instance reads a loss that the module makes by a call, whose numbers are parameters.
func (r *reader) instance(c *ast.Call, name string, o Options) *Reading {
	with := r.arguments(c)
	if with == nil {
		r.note(Note{r.file.at(c), "trained-values", []string{dotted(c.Func)}})
		return nil
	}
	switch f := r.expr(c.Func, r.globals).(type) {
	case *class:
		return r.classOf(f, func(init *function) *function { return with(init, 1) }, name, o)
	case *function:
		return r.function(with(f, 0), nil, name, o)
	case path:
		if last(string(f)) == "partial" && len(c.Args) > 0 {
			if of, ok := r.expr(c.Args[0], r.globals).(*function); ok {
				return r.function(with(of, -1), nil, name, o)
			}
		}
	}
	switch v := r.globals.vars[name].(type) {
	case partial:
		return r.partialOf(v, name, r.file.at(c), o)
	case *library:
		return r.finish(name, r.apply(r.sliders(v), r.pair(v.name, v.at), nil, v.at), v.at, o)
	}
	return nil
}

// methodOf reads a loss that is a method of a class, such as a model that computes its loss. What
// its constructor does beside is not known.
func (r *reader) methodOf(name, method string, o Options) *Reading {
	c, ok := r.globals.vars[name].(*class)
	if !ok {
		r.fail(Position{1, 1}, "no-name", name)
	}
	m, _, _ := c.find(method)
	f, ok := m.(*function)
	if !ok {
		r.fail(Position{1, 1}, "no-name", method)
	}
	obj := &object{c, map[string]value{}}
	if m, _, ok := c.find("__init__"); ok {
		if init, ok := m.(*function); ok {
			s := &scope{vars: map[string]value{}, parent: init.scope, self: obj}
			r.formal(init, s, obj, false)
			for _, st := range init.body {
				// what fails leaves its names unknown
				_ = r.try(func() { r.exec([]ast.Stmt{st}, s) })
			}
		}
	}
	if made := r.file.trained[name+"."+method]; made != nil {
		if with := r.arguments(made); with != nil {
			f = with(f, 1)
		}
	}
	return r.function(f, obj, name+"."+method, o)
}
