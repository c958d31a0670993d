package python

import (
	"slices"

	"github.com/go-python/gpython/ast"
)

// A custom is a derivative of a function that is written by hand, using the decorators custom_vjp
// and custom_jvp of JAX and custom_gradient of TensorFlow.
type custom struct {
	how             string
	forward, rule   value
	nondifferential []int // places of the parameters that have no derivative
	busy            bool
}

// customOf returns how a decorator gives a derivative, nil if it does not.
func (r *reader) customOf(e ast.Expr, s *scope) *custom {
	name := last(dotted(e))
	var of []int
	if c, ok := e.(*ast.Call); ok {
		if name = last(dotted(c.Func)); name == "partial" && len(c.Args) == 1 {
			name = last(dotted(c.Args[0]))
		}
		for _, k := range c.Keywords {
			if string(k.Arg) == "nondiff_argnums" {
				of = places(r.expr(k.Value, s))
			}
		}
	}
	return customNamed(name, of)
}

func customNamed(name string, nondifferential []int) *custom {
	switch name {
	case "custom_vjp", "custom_jvp", "custom_gradient":
		return &custom{how: name, nondifferential: nondifferential}
	}
	return nil
}

func places(v value) (all []int) {
	l, ok := v.(*list)
	if !ok {
		l = &list{items: []value{v}}
	}
	for _, i := range l.items {
		if t := asTensor(i); t != nil {
			if n, ok := t.e.constant(); ok {
				all = append(all, int(n))
			}
		}
	}
	return all
}

// defineRule gives a function its derivative by hand, as defvjp and defjvp do.
func (r *reader) defineRule(f *function, name string, args []value, at Position) value {
	if f.custom == nil || len(args) == 0 || name == "defvjp" && len(args) != 2 {
		r.fail(at, "method", name)
	}
	if name == "defvjp" {
		f.custom.forward = args[0]
	}
	f.custom.rule = args[len(args)-1]
	return args[0]
}

// differentiated calls a function that has a derivative by hand.
func (r *reader) differentiated(f *function, s *scope, at Position) value {
	c := f.custom
	var args []value
	for _, p := range f.args.Args {
		args = append(args, s.vars[string(p.Arg)])
	}
	if c.busy || c.how != "custom_gradient" && c.rule == nil {
		return r.body(f, s, at)
	}
	c.busy = true
	defer func() { c.busy = false }()
	one := value(&tensor{e: r.number(1), array: true})
	differential := func(f func(i int)) {
		for i := range args {
			if !slices.Contains(c.nondifferential, i) {
				f(i)
			}
		}
	}
	grads := make([]value, len(args))
	given := func(v value) { // to the parameters that have a derivative
		l, ok := v.(*list)
		if !ok {
			l = &list{items: []value{v}}
		}
		k := 0
		differential(func(i int) {
			if k < len(l.items) {
				grads[i] = l.items[k]
			}
			k++
		})
	}
	two := func(v value) (a, b value) {
		l, ok := v.(*list)
		if !ok || len(l.items) != 2 {
			r.fail(at, "unpack", "2")
		}
		return l.items[0], l.items[1]
	}
	var v value
	switch c.how {
	case "custom_gradient":
		of, rule := two(r.body(f, s, at))
		v = of
		if of, ok := rule.(*function); ok {
			r.upstream(of, 0)
		}
		given(r.apply(rule, []value{one}, nil, at))
	case "custom_vjp":
		of, saved := two(r.apply(c.forward, args, nil, at))
		v = of
		var first []value
		for _, i := range c.nondifferential {
			if i < len(args) {
				first = append(first, args[i])
			}
		}
		if of, ok := c.rule.(*function); ok && of.args != nil {
			r.upstream(of, len(of.args.Args)-1)
		}
		given(r.apply(c.rule, append(first, saved, one), nil, at))
	default:
		v = r.body(f, s, at)
		differential(func(i int) {
			along, primals, first := &list{}, &list{}, []value(nil)
			for k, a := range args {
				if slices.Contains(c.nondifferential, k) {
					first = append(first, a)
					continue
				}
				primals.items = append(primals.items, a)
				along.items = append(along.items, r.num(truth(k == i)))
			}
			_, grads[i] = two(r.apply(c.rule, append(first, primals, along), nil, at))
		})
	}
	return r.byHand(v, args, grads, at)
}

// byHand returns a value with the derivatives by its arguments that code gives it, which is the
// value itself if these are its own.
func (r *reader) byHand(v value, args, grads []value, at Position) value {
	t := asTensor(v)
	if t == nil {
		return v
	}
	own := true
	e := r.unary(Stop, t.e)
	for i, a := range args {
		if i >= len(grads) {
			break
		}
		of, g := asTensor(a), asTensor(grads[i])
		if of == nil || g == nil || !of.e.varies() {
			continue
		}
		own = own && r.isDerivative(t.e, g.e, of.e)
		e = r.binary(Add, e, r.binary(Mul, r.unary(Stop, g.e),
			r.binary(Sub, of.e, r.unary(Stop, of.e))))
	}
	p := &pair{value: t.e, as: t.e, at: at, args: args, grads: grads}
	r.pairs = append(r.pairs, p)
	if own {
		return v
	}
	p.as = e
	return r.like(t, e)
}

// isDerivative compares g with the derivative of e with respect to a part of it, in numbers.
func (r *reader) isDerivative(e, g, part *Expr) bool {
	for _, other := range []float64{0, 1} {
		at := func(e *Expr) *Expr {
			return r.rewrite(e, map[*Expr]*Expr{}, func(was, of *Expr) *Expr {
				switch p := r.params[was.Name]; {
				case was == part:
					return r.leaf(Logit)
				case was.Op == Input && p != nil && p.input:
					return r.number(other)
				case was.Op == Input:
					return r.number(defaultOf(was.Name))
				}
				return of
			})
		}
		f, d := at(e), at(g)
		for _, x := range []float64{-2.1, -0.63, 0.12, 0.37, 0.71, 0.93, 1.7} {
			_, want := f.Eval(Point{X: x})
			got, _ := d.Eval(Point{X: x})
			if want != want && got != got {
				continue
			}
			if !(got-want <= 1e-4*(1e-3+max(want, -want)) &&
				want-got <= 1e-4*(1e-3+max(want, -want))) {
				return false
			}
		}
	}
	return true
}
