package python

import (
	"maps"
	"slices"

	"github.com/go-python/gpython/ast"
)

// made returns the call that makes a loss at the level of the module: of an assignment to a name,
// as in criterion = Focal(gamma=4), or of the argument loss of a call, as in
// model.compile(loss=focal(gamma=4)), where name is the name of the called function.
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

// callable reports whether a value at the level of the module is a loss that was made.
func callable(v value) bool {
	switch v := v.(type) {
	case *object:
		for _, n := range []string{"forward", "call", "__call__"} {
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

// instance reads a loss that the module makes by a call, whose numbers are parameters.
func (r *reader) instance(c *ast.Call, name string, o Options) *Reading {
	at := r.file.at(c)
	var args []value
	for _, a := range c.Args {
		if r.file.stars[r.file.at(a)] {
			return nil
		}
		args = append(args, r.expr(a, r.globals))
	}
	kw := map[string]value{}
	for _, k := range c.Keywords {
		kw[string(k.Arg)] = r.expr(k.Value, r.globals)
	}
	if c.Starargs != nil || c.Kwargs != nil {
		return nil
	}
	// with returns a function whose defaults are the arguments of the call.
	with := func(f *function, skip int) *function {
		of := *f
		of.defs = maps.Clone(f.defs)
		if f.args == nil {
			return &of
		}
		for i, v := range args {
			if i+skip < len(f.args.Args) {
				of.defs[string(f.args.Args[i+skip].Arg)] = v
			}
		}
		maps.Copy(of.defs, kw)
		return &of
	}
	switch f := r.expr(c.Func, r.globals).(type) {
	case *class:
		return r.classOf(f, func(init *function) *function { return with(init, 1) }, name, o)
	case *function:
		return r.function(with(f, 0), nil, name, o)
	case path:
		if last(string(f)) == "partial" && len(args) > 0 {
			if of, ok := args[0].(*function); ok {
				args = args[1:]
				return r.function(with(of, 0), nil, name, o)
			}
		}
	}
	if p, ok := r.globals.vars[name].(partial); ok {
		return r.partialOf(p, name, at, o)
	}
	return nil
}
