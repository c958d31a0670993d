package python

import (
	"slices"

	"github.com/go-python/gpython/ast"
)

// derivative evaluates the backward of an autograd.Function.
func (r *reader) derivative(reading *Reading, p *pair, sub func(*Expr) *Expr) {
	attrs := map[string]value{"saved_tensors": &list{}}
	for k, v := range p.ctx.attrs {
		attrs[k] = v
	}
	saved := r.saved(p)
	if saved != nil {
		attrs["saved_tensors"], attrs["saved_variables"] = saved, saved
	}
	attrs["needs_input_grad"] = &list{slices.Repeat([]value{true}, len(p.args))}
	p.ctx.attrs = attrs
	var v value
	err := r.try(func() {
		v = r.invoke(p.backward, nil, []value{p.ctx, &tensor{e: r.number(1), array: true}}, nil, p.backward.at)
	})
	if err != nil {
		return
	}
	if l, ok := v.(*list); ok && len(l.items) > 0 {
		for i, g := range l.items {
			if t := asTensor(g); t != nil && i < len(p.args) {
				if in := asTensor(p.args[i]); in != nil {
					if k := sub(in.e); k.Op == Prob || k.Op == Logit {
						v = g
						break
					}
				}
			}
		}
	}
	g, value := asTensor(v), asTensor(p.value)
	if g == nil || value == nil {
		return
	}
	var pred *Expr
	for _, a := range p.args {
		if t := asTensor(a); t != nil {
			if k := sub(t.e); k.Op == Prob || k.Op == Logit {
				pred = k
			}
		}
	}
	strip := func(e *Expr) *Expr {
		return r.rewrite(sub(e), map[*Expr]*Expr{}, func(was, of *Expr) *Expr {
			if of.Op == Mean || of.Op == Sum {
				return of.Args[0]
			}
			return of
		})
	}
	reading.Pairs = append(reading.Pairs, Pair{At: p.backward.at, Value: strip(value.e), Gradient: strip(g.e), Pred: pred})
}

// saved returns what forward saved for backward.
func (r *reader) saved(p *pair) *list {
	m, _, _ := p.class.find("forward")
	f, ok := m.(*function)
	if !ok {
		return nil
	}
	var out *list
	walkBody(f.body, func(n ast.Ast) {
		c, ok := n.(*ast.Call)
		if !ok || last(dotted(c.Func)) != "save_for_backward" || out != nil {
			return
		}
		err := r.try(func() {
			s := &scope{vars: map[string]value{}, parent: f.scope}
			r.bind(f, s, append([]value{p.ctx}, p.args...), nil, p.at)
			// The names of forward at its end.
			silentExec(r, f, s)
			l := &list{}
			for _, a := range c.Args {
				l.items = append(l.items, r.expr(a, s))
			}
			out = l
		})
		if err != nil {
			out = nil
		}
	})
	return out
}

func silentExec(r *reader, f *function, s *scope) { r.exec(f.body, s) }
