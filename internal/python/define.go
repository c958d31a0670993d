package python

import (
	"slices"
	"strings"

	"github.com/go-python/gpython/ast"
)

// define makes a function of a definition, with its defaults.
func (r *reader) define(d *ast.FunctionDef, s *scope) *function {
	f := &function{name: string(d.Name), args: d.Args, body: d.Body, scope: s, at: r.file.at(d)}
	// The position of a definition may be the position of its decorator.
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
		if c := r.customOf(e, s); c != nil {
			f.custom = c
			continue
		}
		if of, rule, ok := strings.Cut(name, "."); ok && (rule == "defvjp" || rule == "defjvp") {
			if w, _ := s.find(of); w != nil {
				v = r.apply(r.expr(e, s), []value{v}, nil, f.at)
				continue
			}
		}
		if w, ok := s.find(name); ok {
			if _, ok := w.(*function); ok {
				v = r.apply(r.expr(e, s), []value{v}, nil, f.at)
				if made, ok := v.(*function); ok && made != f {
					made.of = f
				}
				continue
			}
		}
		if !harmlessDecorator(name) {
			r.decorators = append(r.decorators,
				Note{f.at, "unread-decorator", []string{strings.TrimPrefix(name, ".")}})
		}
	}
	return v
}

// harmlessDecorator reports whether a decorator keeps the result of its function, as decorators of
// Python and of frameworks do that compile, register, check types or export.
func harmlessDecorator(name string) bool {
	first, _, dots := strings.Cut(name, ".")
	if frameworks[string(modules[first])] || frameworks[first] && dots {
		return true
	}
	for _, w := range []string{"static", "classmethod", "property", "setter", "wraps", "overload",
		"abstract", "final", "cache", "register", "export", "jit", "script", "compile", "function",
		"typecheck",
		"typed", "deprecat", "grad", "amp", "fwd", "bwd", "fp16", "fp32", "force", "once_diff",
		"serializable", "configurable", "logged", "batch"} {
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
	defer func() {
		for name, v := range defs {
			if l, ok := v.(*list); ok {
				l.kept = name
			}
		}
	}()
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
		r.step(r.file.at(st))
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
