package python

import (
	"maps"
	"math/big"
	"strings"

	"github.com/go-python/gpython/ast"
	"github.com/go-python/gpython/py"
)

func asTensor(v value) *tensor { t, _ := v.(*tensor); return t }

func (r *reader) num(v float64) *tensor { return &tensor{e: r.number(v)} }

// array returns v as an array: numbers and truths are.
func (r *reader) array(v value, at Position) *tensor {
	switch v := v.(type) {
	case *tensor:
		return v
	case bool:
		return r.num(truth(v))
	}
	return nil
}

// truth returns whether a condition holds, if that is known.
func (r *reader) truth(v value) (holds, known bool) {
	switch v := v.(type) {
	case none:
		return false, true
	case bool:
		return v, true
	case text:
		return v != "", true
	case *list:
		return len(v.items) > 0, true
	case dict:
		return len(v) > 0, true
	case *tensor:
		c, ok := v.e.constant()
		return c != 0, ok
	case opaque, shape:
		return false, false
	case path: // a function of a framework is something; a name of another module may be anything
		if last(string(v)) == "TYPE_CHECKING" {
			return false, true
		}
		first, _, _ := strings.Cut(string(v), ".")
		return true, frameworks[first] || first == "builtins"
	case bound:
		_, of := v.self.(*object)
		return true, !of || v.fn != nil
	}
	return true, true
}

func (r *reader) expr(e ast.Expr, s *scope) value {
	at := r.file.at(e)
	r.step(at)
	if r.depth++; r.depth > maxDepth {
		r.fail(at, "too-deep")
	}
	defer func() { r.depth-- }()
	r.at = at
	switch e := e.(type) {
	case *ast.Num:
		return r.literal(e, at)
	case *ast.Str:
		return text(e.S)
	case *ast.NameConstant:
		switch v := e.Value.(type) {
		case py.Bool:
			return bool(v)
		}
		return none{}
	case *ast.Name:
		if value, ok := r.file.walrus[at]; ok {
			r.assign(e, r.freeze(r.expr(value, s)), s)
		}
		return r.lookup(string(e.Id), s, at)
	case *ast.Attribute:
		return r.attribute(e, s)
	case *ast.Call:
		return r.call(e, s)
	case *ast.BinOp:
		return r.operate(e.Op, r.expr(e.Left, s), r.expr(e.Right, s), r.file.at(e.Left))
	case *ast.UnaryOp:
		return r.sign(e, s)
	case *ast.BoolOp:
		return r.junction(e, s)
	case *ast.Compare:
		return r.compare(e, s)
	case *ast.IfExp:
		test := r.expr(e.Test, s)
		if holds, ok := r.truth(test); ok {
			if holds {
				return r.expr(e.Body, s)
			}
			return r.expr(e.Orelse, s)
		}
		if o, ok := test.(opaque); ok && o.likely != 0 {
			if o.likely > 0 {
				return r.expr(e.Body, s)
			}
			return r.expr(e.Orelse, s)
		}
		return r.choose(test, r.expr(e.Body, s), r.expr(e.Orelse, s), at)
	case *ast.Tuple:
		return r.items(e.Elts, s)
	case *ast.List:
		return r.items(e.Elts, s)
	case *ast.Dict:
		return r.dictionary(e, s)
	case *ast.Set:
		return r.items(e.Elts, s)
	case *ast.Lambda:
		return &function{name: "lambda", args: e.Args, lambda: e.Body, scope: s, at: at,
			defs: r.defaults(e.Args, s)}
	case *ast.Subscript:
		return r.subscript(e, s)
	case *ast.ListComp:
		return r.comprehension(e.Elt, e.Generators, s, at)
	case *ast.GeneratorExp:
		return r.comprehension(e.Elt, e.Generators, s, at)
	case *ast.Ellipsis:
		return none{}
	}
	r.fail(at, "expression")
	return nil
}

func (r *reader) dictionary(e *ast.Dict, s *scope) value {
	d := dict{}
	for i, k := range e.Keys {
		if r.file.spreads[r.file.at(k)] {
			other, ok := r.expr(e.Values[i], s).(dict)
			if !ok {
				r.fail(r.file.at(k), "star")
			}
			maps.Copy(d, other)
			continue
		}
		switch name := r.expr(k, s).(type) {
		case text:
			d[string(name)] = r.expr(e.Values[i], s)
		case *tensor:
			if c, ok := name.e.constant(); ok { // {0: 0.25, 1: 0.75}
				d[text64(c)] = r.expr(e.Values[i], s)
			}
		}
	}
	return d
}

func (r *reader) literal(e *ast.Num, at Position) value {
	switch v := e.N.(type) {
	case py.Int:
		return r.num(float64(v))
	case py.Float:
		return r.num(float64(v))
	case *py.BigInt:
		f, _ := new(big.Float).SetInt((*big.Int)(v)).Float64()
		return r.num(f)
	}
	r.fail(at, "expression")
	return nil
}

func (r *reader) items(all []ast.Expr, s *scope) value {
	l := &list{}
	for _, e := range all {
		if star, ok := e.(*ast.Starred); ok {
			v, ok := r.expr(star.Value, s).(*list)
			if !ok {
				r.fail(r.file.at(e), "expression")
			}
			l.items = append(l.items, v.items...)
			continue
		}
		l.items = append(l.items, r.expr(e, s))
	}
	return l
}

func (r *reader) comprehension(elt ast.Expr, generators []ast.Comprehension, s *scope,
	at Position) value {
	inner := &scope{vars: map[string]value{}, parent: s}
	out := &list{}
	var turn func(i int)
	turn = func(i int) {
		if i == len(generators) {
			if len(out.items) >= maxLoop*maxLoop {
				r.fail(at, "loop")
			}
			out.items = append(out.items, r.expr(elt, inner))
			return
		}
		all, ok := r.expr(generators[i].Iter, inner).(*list)
		if !ok || len(all.items) > maxLoop {
			r.fail(at, "loop")
		}
	next:
		for _, v := range all.items {
			r.assign(generators[i].Target, v, inner)
			for _, c := range generators[i].Ifs {
				holds, ok := r.truth(r.expr(c, inner))
				if !ok {
					r.fail(at, "loop")
				}
				if !holds {
					continue next
				}
			}
			turn(i + 1)
		}
	}
	turn(0)
	return out
}
