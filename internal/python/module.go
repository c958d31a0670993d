package python

import (
	"slices"
	"strings"

	"github.com/go-python/gpython/ast"
)

func defines(st ast.Stmt) bool {
	switch st := st.(type) {
	case *ast.FunctionDef, *ast.ClassDef:
		return true
	case *ast.Assign:
		_, ok := st.Value.(*ast.Lambda)
		return ok
	case *ast.If:
		return slices.ContainsFunc(st.Body, defines)
	case *ast.Try:
		return slices.ContainsFunc(st.Body, defines)
	}
	return false
}

// script returns the statements of a module. Those of its if __name__ == "__main__" are among them
// where the rest has imports alone: then the code is there, as of a script.
func script(body []ast.Stmt) []ast.Stmt {
	guard := slices.IndexFunc(body, guarded)
	if guard < 0 {
		return body
	}
	for i, st := range body {
		switch st.(type) {
		case *ast.Import, *ast.ImportFrom, *ast.ExprStmt:
		default:
			if i != guard {
				return body
			}
		}
	}
	return slices.Concat(body[:guard], body[guard].(*ast.If).Body, body[guard+1:])
}

// guarded reports whether a statement is an if __name__ == "__main__".
func guarded(st ast.Stmt) bool {
	i, ok := st.(*ast.If)
	if !ok {
		return false
	}
	c, ok := i.Test.(*ast.Compare)
	return ok && dotted(c.Left) == "__name__" && len(c.Ops) == 1 && c.Ops[0] == ast.Eq
}

// module executes the statements of the module. Of one with functions, those that are not
// understood leave their names unknown.
func (r *reader) module(fragment bool) outcome {
	r.file.defined = defined(r.file.body)
	for name, e := range r.file.unread {
		r.file.defined[name] = true
		r.globals.vars[name] = opaque{code: e.Code, args: e.Args, at: e.Position}
	}
	if fragment {
		r.free = true
		return r.exec(r.file.body, r.globals)
	}
	for _, st := range r.file.body {
		err := r.try(func() { r.exec([]ast.Stmt{st}, r.globals) })
		r.depth = 0
		if err == nil {
			continue
		}
		e := err.(*Error)
		if own := definedBy(st); own != "" {
			r.globals.vars[own] = opaque{code: e.Code, args: e.Args, at: e.Position}
		}
		a, ok := st.(*ast.Assign)
		if !ok {
			continue
		}
		for _, t := range a.Targets {
			if n, ok := t.(*ast.Name); ok {
				r.globals.vars[string(n.Id)] = opaque{code: e.Code, args: e.Args, at: e.Position}
			}
		}
	}
	r.marks, r.uses, r.inputs, r.notes = nil, nil, nil, nil
	return outcome{}
}

// defined returns the names that the statements of a module define, other than by import.
func defined(body []ast.Stmt) map[string]bool {
	names := map[string]bool{}
	for _, st := range body {
		if own := definedBy(st); own != "" {
			names[own] = true
		}
		if st, ok := st.(*ast.Assign); ok {
			for _, t := range st.Targets {
				if n, ok := t.(*ast.Name); ok {
					names[string(n.Id)] = true
				}
			}
		}
	}
	return names
}

// methods returns the functions of a class.
func methods(c *ast.ClassDef) (all []*ast.FunctionDef) {
	for _, st := range c.Body {
		if d, ok := st.(*ast.FunctionDef); ok {
			all = append(all, d)
		}
	}
	return all
}

// definedBy returns the name of the function or class that a statement defines, "" for another.
func definedBy(st ast.Stmt) string {
	switch st := st.(type) {
	case *ast.FunctionDef:
		return string(st.Name)
	case *ast.ClassDef:
		return string(st.Name)
	}
	return ""
}

// roots returns the functions and classes that no other one uses, and the losses that the module
// makes of them, in their order. values holds the values of the module's names. What trains is
// among them only where there is nothing else.
func roots(f *file, values map[string]value, train []trainer) []string {
	used := map[string]bool{}
	idle := map[string]bool{} // without a loss as its result
	for _, t := range train {
		idle[t.name] = true
	}
	ofRule := map[string]bool{} // functions that give others their derivatives
	for _, st := range f.body {
		if e, ok := st.(*ast.ExprStmt); ok && rules(e.Value) {
			walk(st, func(n ast.Ast) {
				if n, ok := n.(*ast.Name); ok && string(n.Id) != owner(e.Value) {
					ofRule[string(n.Id)] = true
				}
			})
		}
	}
	var names []string
	var collect func(body []ast.Stmt)
	collect = func(body []ast.Stmt) {
		for _, st := range body {
			own := definedBy(st)
			switch st := st.(type) {
			case *ast.Assign:
				if n, ok := st.Targets[0].(*ast.Name); ok {
					switch st.Value.(type) {
					case *ast.Lambda:
						own = string(n.Id)
					case *ast.Call:
						if v := values[string(n.Id)]; len(st.Targets) == 1 &&
							(callable(v) || unknownOf(f, v, string(n.Id))) {
							own = string(n.Id)
						}
					}
				}
			case *ast.If:
				if dotted(first(st.Test)) != "__name__" {
					collect(st.Body)
				}
				continue
			case *ast.Try:
				collect(st.Body)
				continue
			}
			if own == "" {
				continue
			}
			if d, ok := st.(*ast.FunctionDef); ok &&
				(ofRule[own] || slices.ContainsFunc(d.DecoratorList, rules)) {
				continue
			}
			if d, ok := st.(*ast.FunctionDef); ok {
				idle[own] = idle[own] || !gives(d)
			}
			if !slices.Contains(names, own) {
				names = append(names, own)
			}
			if isTrainer(train, own) {
				continue
			}
			if d, ok := st.(*ast.FunctionDef); ok && selects(f, d) {
				idle[own] = true
				continue
			}
			for _, n := range uses(st) {
				used[n] = used[n] || n != own
			}
		}
	}
	collect(f.body)
	for _, value := range f.walrus {
		walk(value, func(n ast.Ast) {
			if n, ok := n.(*ast.Name); ok {
				used[string(n.Id)] = true
			}
		})
	}
	all := names
	names = slices.DeleteFunc(slices.Clone(names), func(n string) bool { return used[n] })
	if some := slices.DeleteFunc(slices.Clone(names), func(n string) bool { return idle[n] }); len(some) > 0 {
		return some
	}
	if len(names) == 0 {
		return all
	}
	return names
}

// lossNames are words in the names of losses and of what trains with them.
var lossNames = strings.Fields("loss losses criterion objective obj focal entropy crossentropy ce bce nll dice tversky hinge lovasz kl")

// Likely reports whether a function or class of the module is named as a loss, or the module
// trains. Where neither is so it may be any code, such as one that a command is given among all
// files of a project.
func (m *Module) Likely() bool {
	if m.first == nil || m.err != nil || m.fragment || len(m.trainers) > 0 {
		return true
	}
	likely := false
	walkBody(m.first.file.body, func(n ast.Ast) {
		st, ok := n.(ast.Stmt)
		likely = likely || ok && namedAs(definedBy(st), lossNames...)
	})
	return likely
}

// unknownOf reports whether v is what a class or function of the module makes of values that are
// not known.
func unknownOf(f *file, v value, name string) bool {
	_, unknown := v.(opaque)
	c := made(f, name)
	return unknown && c != nil && f.defined[dotted(c.Func)]
}

// uses returns the names that a function or class uses for its result. A function without a
// result, as one that trains, and a call whose result is left, as in print(loss(x, y)), use none.
func uses(st ast.Stmt) (names []string) {
	idle := map[ast.Ast]bool{}
	if d, ok := st.(*ast.FunctionDef); ok {
		if !gives(d) {
			return nil
		}
		walkBody(d.Body, func(n ast.Ast) {
			s, ok := n.(*ast.ExprStmt)
			if !ok {
				return
			}
			if c, ok := s.Value.(*ast.Call); ok {
				if _, plain := c.Func.(*ast.Name); plain { // a method may change its object
					walk(n, func(n ast.Ast) { idle[n] = true })
				}
			}
		})
	}
	walk(st, func(n ast.Ast) {
		if name, ok := n.(*ast.Name); ok && !idle[n] {
			names = append(names, string(name.Id))
		}
	})
	return names
}

// gives reports whether a function has a result.
func gives(d *ast.FunctionDef) (result bool) {
	results(d.Body, func(ast.Expr) { result = true })
	walkBody(d.Body, func(n ast.Ast) {
		switch n.(type) {
		case *ast.Yield, *ast.YieldFrom, *ast.Lambda:
			result = true
		}
	})
	return result
}

// selects reports whether a function returns one of several losses by its name, and is none: all
// that it returns are functions, classes, objects that it makes of classes, or entries of a
// dictionary.
func selects(f *file, d *ast.FunctionDef) bool {
	count, only := 0, true
	results(d.Body, func(e ast.Expr) {
		count++
		c, called := e.(*ast.Call)
		if called {
			e = c.Func
		}
		switch e := e.(type) {
		case *ast.Subscript:
			count++
			only = only && (!called || len(c.Args) == 0)
		case *ast.Name, *ast.Attribute:
			name := last(dotted(e))
			class := name != "" && name != strings.ToLower(name)
			only = only && (called && class || !called && f.defined[dotted(e)])
		default:
			only = false
		}
	})
	return only && count > 1
}

// usedBy returns the functions and classes of the module that those with the names use.
func usedBy(f *file, names []string) (used []string) {
	for _, st := range f.body {
		own := definedBy(st)
		if !slices.Contains(names, own) {
			continue
		}
		for _, n := range uses(st) {
			if f.defined[n] && n != own && !slices.Contains(used, n) {
				used = append(used, n)
			}
		}
	}
	return used
}

// rules reports whether e gives a function its derivative, as f.defvjp does.
func rules(e ast.Expr) bool {
	if c, ok := e.(*ast.Call); ok {
		e = c.Func
	}
	n := last(dotted(e))
	return n == "defvjp" || n == "defjvp"
}

// owner returns the name before the first dot of a called function.
func owner(e ast.Expr) string {
	if c, ok := e.(*ast.Call); ok {
		e = c.Func
	}
	first, _, _ := strings.Cut(dotted(e), ".")
	return first
}

func first(e ast.Expr) ast.Expr {
	if c, ok := e.(*ast.Compare); ok {
		return c.Left
	}
	return e
}

// walk calls f for the nodes of a tree, and reports whether it came to all of them.
func walk(n ast.Ast, f func(ast.Ast)) (whole bool) {
	defer func() { _ = recover() }() // the parser's walk panics at nodes it does not know
	ast.Walk(n, func(n ast.Ast) bool {
		if n != nil {
			f(n)
		}
		return true
	})
	return true
}

// fragment reads statements without a function.
func (r *reader) fragment(top outcome, o Options) (*Reading, error) {
	var reading *Reading
	err := r.try(func() {
		v := top.v
		if top.how != returns {
			v = r.last
			if l, ok := r.globals.vars["loss"]; ok {
				v = l
			}
		}
		if v == nil {
			r.fail(Position{1, 1}, "no-loss")
		}
		switch of := v.(type) {
		case *library:
			v = r.apply(r.sliders(of), r.pair(of.name, of.at), nil, of.at)
		case partial:
			reading = r.partialOf(of, "", Position{1, 1}, o)
			return
		}
		reading = r.finish("", v, Position{1, 1}, o)
	})
	if err != nil {
		return &Reading{Marks: r.marks, Lines: r.file.lines}, err
	}
	return reading, nil
}

// sliders returns a loss of a framework whose options that are numbers are parameters.
func (r *reader) sliders(of *library) *library {
	made := *of
	made.kw = slices.Clone(of.kw)
	for i, k := range made.kw {
		v := k.v
		if l, ok := v.(*list); ok && len(l.items) == 1 {
			v = l.items[0]
		}
		if t := asTensor(v); t != nil && t.e.Op == Const && k.name != "ignore_index" {
			made.kw[i].v = &tensor{e: r.param(k.name, t.e.Value, k.at), array: t.array}
		}
	}
	return &made
}

func walkBody(body []ast.Stmt, f func(ast.Ast)) (whole bool) {
	whole = true
	for _, st := range body {
		whole = walk(st, f) && whole
	}
	return whole
}
