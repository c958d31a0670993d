package python

import (
	"slices"
	"strings"

	"github.com/go-python/gpython/ast"
)

// defaults returns the defaults of parameters by their names, and by those of attributes that have
// their values.
func (g *gradients) defaults() map[string]ast.Expr {
	all := map[string]ast.Expr{}
	for _, d := range g.functions {
		if d.Args == nil {
			continue
		}
		first := len(d.Args.Args) - len(d.Args.Defaults)
		for i, e := range d.Args.Defaults {
			all[string(d.Args.Args[first+i].Arg)] = e
		}
		for i, e := range d.Args.KwDefaults {
			if e != nil && i < len(d.Args.Kwonlyargs) {
				all[string(d.Args.Kwonlyargs[i].Arg)] = e
			}
		}
	}
	local := map[string]bool{}
	g.walk(func(n ast.Ast) {
		a, ok := n.(*ast.Assign)
		if !ok || len(a.Targets) != 1 {
			return
		}
		if of, ok := a.Targets[0].(*ast.Name); ok && all[string(of.Id)] == nil &&
			!local[string(of.Id)] && constant(a.Value) {
			local[string(of.Id)], all[string(of.Id)] = true, a.Value
			return
		}
		name := dotted(a.Targets[0])
		if e := all[dotted(a.Value)]; e != nil && strings.HasPrefix(name, "self.") {
			all[name] = e
		} else if e == nil {
			delete(all, name) // another value
		}
	})
	return all
}

func assigns(target ast.Expr, name string) bool {
	if t, ok := target.(*ast.Tuple); ok {
		return slices.ContainsFunc(t.Elts, func(e ast.Expr) bool { return assigns(e, name) })
	}
	return dotted(target) == name
}

// constants returns a call with the defaults of parameters in the place of these, and the names of
// the parameters.
func constants(c *ast.Call, defaults map[string]ast.Expr) (*ast.Call, []string) {
	var names []string
	made := *c
	made.Args, made.Keywords = nil, nil
	given := func(e ast.Expr) ast.Expr {
		if d := defaults[dotted(e)]; d != nil {
			names = append(names, strings.TrimPrefix(dotted(e), "self."))
			return d
		}
		return e
	}
	for _, a := range c.Args {
		made.Args = append(made.Args, given(a))
	}
	for _, k := range c.Keywords {
		of := *k
		of.Value = given(k.Value)
		made.Keywords = append(made.Keywords, &of)
	}
	return &made, names
}

func constant(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Num, *ast.NameConstant, *ast.Str:
		return true
	case *ast.UnaryOp:
		return constant(e.Operand)
	case *ast.List:
		return !slices.ContainsFunc(e.Elts, func(e ast.Expr) bool { return !constant(e) })
	case *ast.Tuple:
		return !slices.ContainsFunc(e.Elts, func(e ast.Expr) bool { return !constant(e) })
	}
	return false
}
