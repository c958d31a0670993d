package python

import (
	"strings"

	"github.com/go-python/gpython/ast"
)

// effect executes an expression for its side effects.
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
	case "save_for_backward", "mark_non_differentiable", "set_materialize_grads", "add_metric",
		"summary", "warn", "set_grad_enabled", "manual_seed", "register_forward_hook":
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
		r.notes = append(r.notes,
			Note{at, "unread-check", []string{strings.TrimPrefix(dotted(e.Func), ".")}})
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

// may reports whether statements may change their arguments: elements, attributes, or arrays
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
			if name := last(dotted(n.Func)); strings.HasSuffix(name, "_") || name == "append" ||
				name == "update" || name == "setattr" {
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
