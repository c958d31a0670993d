package python

import (
	"maps"
	"slices"

	"github.com/go-python/gpython/ast"
)

// backward evaluates the backward of an autograd.Function, whose results are derivatives by the
// arguments of forward. It returns false if it is not understood.
func (r *reader) backward(c *class, ctx *object, args []value, at Position) (grads []value, ok bool) {
	m, _, has := c.find("backward")
	f, is := m.(*function)
	if !has || !is {
		return nil, false
	}
	attrs := map[string]value{"saved_tensors": &list{}}
	maps.Copy(attrs, ctx.attrs)
	depth, frozen := r.depth, r.frozen
	if saved := r.saved(c, ctx, args, at); saved != nil {
		attrs["saved_tensors"], attrs["saved_variables"] = saved, saved
	}
	attrs["needs_input_grad"] = &list{items: slices.Repeat([]value{true}, len(args))}
	ctx.attrs = attrs
	var v value
	r.upstream(f, 1)
	err := r.try(func() {
		v = r.invoke(f, nil, []value{ctx, &tensor{e: r.number(1), array: true}}, nil, f.at)
	})
	r.depth, r.frozen = depth, frozen
	if err != nil {
		r.note(Note{f.at, "unread-backward", nil})
		return nil, false
	}
	if l, ok := v.(*list); ok {
		return l.items, true
	}
	return []value{v}, true
}

// upstream marks a derivative by hand that leaves out its parameter at i, the gradient of what
// follows the function.
func (r *reader) upstream(f *function, i int) {
	if f.lambda != nil || f.args == nil || i < 0 || i >= len(f.args.Args) {
		return
	}
	name := string(f.args.Args[i].Arg)
	used, gives := false, false
	whole := walkBody(f.body, func(n ast.Ast) {
		if n, ok := n.(*ast.Name); ok && string(n.Id) == name {
			used = true
		}
	})
	results(f.body, func(e ast.Expr) {
		walk(e, func(n ast.Ast) {
			switch n.(type) {
			case *ast.Name, *ast.Num:
				gives = true
			}
		})
	})
	if whole && !used && gives {
		r.mark(Mark{Rule: HandDerivative, At: f.at, Args: []string{name}})
	}
}

// derivative adds a derivative by hand to a reading.
func (r *reader) derivative(reading *Reading, p *pair, sub func(*Expr) *Expr) {
	strip := func(e *Expr) *Expr {
		return r.rewrite(sub(e), map[*Expr]*Expr{}, func(was, of *Expr) *Expr {
			if of.Op == Mean || of.Op == Sum {
				return of.Args[0]
			}
			return of
		})
	}
	for i, a := range p.args {
		t := asTensor(a)
		if t == nil || i >= len(p.grads) {
			continue
		}
		if k := sub(t.e); k.Op == Prob || k.Op == Logit {
			if g := asTensor(p.grads[i]); g != nil {
				reading.Pairs = append(reading.Pairs,
					Pair{At: p.at, Value: strip(p.value), Gradient: strip(g.e), Pred: k})
			}
		}
	}
}

// derived is a loss with its own derivatives in the place of those by hand, nil if it has none.
func (r *reader) derived(loss *Expr) *Expr {
	found := false
	made := r.rewrite(loss, map[*Expr]*Expr{}, func(was, of *Expr) *Expr {
		for _, p := range r.pairs {
			if was == p.as && p.as != p.value {
				found = true
				return p.value
			}
		}
		return of
	})
	if !found {
		return nil
	}
	return made
}

// saved returns the values that forward saved for backward.
func (r *reader) saved(of *class, ctx *object, args []value, at Position) *list {
	m, _, _ := of.find("forward")
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
			r.bind(f, s, append([]value{ctx}, args...), nil, at)
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
