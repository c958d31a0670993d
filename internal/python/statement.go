package python

import (
	"strings"

	"github.com/go-python/gpython/ast"
)

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
			if first, _, _ := strings.Cut(full, "."); s == r.globals && r.file.defined[name] &&
				!frameworks[first] {
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
		return r.repeat(st, s)
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
		if s != r.globals {
			r.note(Note{at, "state", []string{string(st.Names[0])}})
		}
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

// freeze removes the derivatives of a value that is computed within no_grad.
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
		case "autocast", "name_scope", "device", "errstate", "catch_warnings", "record_function",
			"control_dependencies", "profile", "variable_scope", "op_scope", "suppress",
			"set_detect_anomaly", "detect_anomaly":
		default:
			r.fail(r.file.at(item.ContextExpr), "with", name)
		}
		if item.OptionalVars != nil {
			r.assign(item.OptionalVars,
				opaque{code: "with", args: []string{name}, at: r.file.at(item.ContextExpr)}, s)
		}
	}
	return r.exec(st.Body, s)
}

// repeat executes a while whose condition is known.
func (r *reader) repeat(st *ast.While, s *scope) outcome {
	at := r.file.at(st)
	for range maxLoop {
		holds, known := r.truth(r.expr(st.Test, s))
		if !known {
			r.fail(at, "loop")
		}
		if !holds {
			return r.exec(st.Orelse, s)
		}
		switch o := r.exec(st.Body, s); o.how {
		case breaks:
			return outcome{}
		case returns, raises:
			return o
		}
	}
	r.fail(at, "loop")
	return outcome{}
}

func (r *reader) loops(st *ast.For, s *scope) outcome {
	at := r.file.at(st.Iter)
	over := r.expr(st.Iter, s)
	if o, ok := over.(opaque); ok {
		r.fail(o.at, o.code, o.args...)
	}
	all, ok := r.each(over, at), true
	if all == nil {
		all, ok = over.(*list)
	}
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
