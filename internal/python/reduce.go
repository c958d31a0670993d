package python

import (
	"math"
	"slices"
	"strings"

	"github.com/go-python/gpython/ast"
)

// reductions are functions of a batch or of an axis.
func (c *invocation) reductions(n string) value {
	r := c.r
	switch n {
	case "mean", "reduce_mean", "nanmean", "average", "global_mean_pool", "compute_average_loss":
		b := c.bind("x|input|a|input_tensor|self|per_example_loss axis|dim keepdims|keepdim name dtype weights sample_weight global_batch_size")
		if b[5] != nil || b[6] != nil {
			r.fail(c.at, "argument", "weights", n)
		}
		return c.reduce(Mean, b[0])
	case "sum", "reduce_sum", "nansum":
		b := c.bind("x|input|a|input_tensor|self axis|dim keepdims|keepdim name dtype")
		return c.reduce(Sum, b[0])
	case "max", "amax", "reduce_max", "min", "amin", "reduce_min":
		if len(c.args) == 2 {
			if u := asTensor(c.arg(1)); u != nil && (u.e.varies() || u.array) {
				op := Max
				if strings.Contains(n, "min") {
					op = Min
				}
				t := c.array(c.arg(0))
				return r.combine(t, u, r.binary(op, t.e, u.e), c.at)
			}
		}
		if !c.whole() {
			return c.greatest(n)
		}
		r.fail(c.at, "batch-statistic", n)
	case "std", "var", "median", "quantile", "kthvalue", "topk", "top_k", "sort", "argsort",
		"cumsum", "histc", "histogram", "bincount", "unique", "argmax", "argmin", "norm", "prod",
		"any", "all", "reduce_any", "reduce_all", "reduce_prod",
		"std_dev", "reduce_std", "logsumexp", "reduce_logsumexp", "count_nonzero", "einsum",
		"matmul", "mm", "bmm", "dot", "cosine_similarity", "normalize", "layer_norm", "moments",
		"flip", "roll", "rand_like", "randn_like", "rand", "randn", "uniform", "normal",
		"multinomial", "bernoulli", "randperm", "dropout":
		if n == "count_nonzero" {
			return c.reduce(Sum, c.arg(0))
		}
		if strings.HasSuffix(n, "any") || strings.HasSuffix(n, "all") {
			return c.all(strings.HasSuffix(n, "all"))
		}
		if l, ok := c.arg(0).(*list); ok && strings.HasSuffix(n, "logsumexp") && len(l.items) > 0 {
			return c.logOfSum(l)
		}
		if t := asTensor(c.arg(0)); t != nil && strings.HasSuffix(n, "logsumexp") && !c.whole() &&
			!c.overBatch() {
			if e, ok := r.expSum(t.e, c.at, n); ok {
				return &tensor{e: r.unary(Log, e), array: true}
			}
		}
		r.fail(c.at, c.unread(n), n)
	}
	return nil
}

// unread is the code of why a function of several elements is not read.
func (c *invocation) unread(n string) string {
	switch n {
	case "einsum", "matmul", "mm", "bmm", "dot":
		return "contraction"
	case "logsumexp", "reduce_logsumexp":
		return "log-sum"
	case "argmax", "argmin":
		return "greatest"
	case "norm", "cosine_similarity", "normalize", "layer_norm":
		return "vector"
	case "rand_like", "randn_like", "rand", "randn", "uniform", "normal", "multinomial",
		"bernoulli", "randperm", "dropout":
		return "random"
	}
	return "batch-statistic"
}

// logOfSum is logsumexp over arrays that were stacked.
func (c *invocation) logOfSum(l *list) value {
	r := c.r
	t := c.array(l.items[0])
	for _, v := range l.items[1:] {
		u := c.array(v)
		t = r.combine(t, u, r.binary(Add, t.e, r.unary(Softplus, r.binary(Sub, u.e, t.e))), c.at)
	}
	return t
}

// all is whether all or any elements of an array are not 0. It is known for labels alone.
func (c *invocation) all(all bool) value {
	r := c.r
	t := asTensor(c.arg(0))
	if t == nil || !t.array {
		return opaque{code: "batch-statistic", args: []string{last(c.path)}, at: c.at}
	}
	if !all && (t.e.Op == Not && t.e.Args[0].Op == Equal &&
		t.e.Args[0].Args[0] == t.e.Args[0].Args[1] ||
		t.e.Op == Equal && t.e.Args[1].is(math.Inf(1))) {
		return false // any NaN, any infinity: the values shown are finite
	}
	if all && t.e.Op == Less && t.e.Args[1].is(math.Inf(1)) {
		return true
	}
	r.alls = append(r.alls, use{e: t.e, at: c.at, what: last(c.path)})
	share := r.unary(Mean, r.where(t.e, r.number(1), r.number(0)))
	if all {
		return &tensor{e: r.binary(Equal, share, r.number(1))}
	}
	return &tensor{e: r.binary(Less, r.number(0), share)}
}

// reduce is the mean or the sum over a batch or an axis. Over classes, it reduces
// expressions that are 0 for all classes but the labelled one.
func (c *invocation) reduce(op Op, v value) value {
	r := c.r
	if l, ok := v.(*list); ok {
		var sum value = r.num(0)
		for _, i := range l.items {
			sum = r.operate(ast.Add, sum, i, c.at)
		}
		if op == Mean && len(l.items) > 0 {
			return r.operate(ast.Div, sum, r.num(float64(len(l.items))), c.at)
		}
		return sum
	}
	t := c.array(v)
	e := r.filled(t)
	if ofClasses(e) && !r.rest(e) {
		if c.overBatch() {
			r.fail(c.at, "batch-statistic", last(c.path))
		}
		if op == Mean || !e.hasAny(ClassOneHot) {
			r.ofAllClasses(e, c.at)
		}
		if op == Mean {
			r.fail(c.at, "classes-sum")
		}
		if hot, cold := r.hot(e, 1), r.hot(e, 0); !cold.is(0) && hot != e {
			if others, ok := r.ofOthers(cold); ok {
				own, _ := r.trueClass(c.classInputs(hot))
				return &tensor{e: r.binary(Add, own, others), array: true}
			}
		}
		e = r.labelled(e, c.at)
		e, _ = r.trueClass(c.classInputs(e))
		return &tensor{e: e, array: true}
	}
	if op == Sum && !c.whole() {
		if e.Op == Exp && !c.overBatch() {
			if total, ok := r.expSum(e.Args[0], c.at, "exp"); ok {
				return &tensor{e: total, array: true}
			}
		}
		made := r.unary(op, e)
		r.overAxis[made] = true
	}
	if op == Mean && t.mask != nil { // of those selected
		return &tensor{e: r.binary(Div, r.unary(Sum, e),
			r.unary(Sum, r.where(t.mask, r.number(1), r.number(0)))), array: true}
	}
	return &tensor{e: r.unary(op, e), array: true}
}

// rest reports whether e is of a class against the rest: a one-hot label and predictions that are
// logits of sigmoids.
func (r *reader) rest(e *Expr) bool {
	return e.hasAny(ClassOneHot) &&
		!e.hasAny(ClassLogProb) &&
		slices.ContainsFunc(r.uses,
			func(u use) bool { return u.kind == useLogit && e.Has(func(x *Expr) bool { return x == u.e }) })
}

// hot puts a number in the place of a one-hot label.
func (r *reader) hot(e *Expr, v float64) *Expr {
	return r.rewrite(e, map[*Expr]*Expr{}, func(was, of *Expr) *Expr {
		if was.Op == ClassOneHot {
			return r.number(v)
		}
		return of
	})
}

// ofAllClasses refuses a sum or mean of log-probabilities of all classes, as of label smoothing.
func (r *reader) ofAllClasses(e *Expr, at Position) {
	for e.Op == Neg {
		e = e.Args[0]
	}
	if e.Op == ClassLogProb {
		r.fail(at, "classes-log")
	}
}

// labelled puts 1 in the place of a one-hot label, for which alone e is not 0. The label may be an
// array that the caller passes.
func (r *reader) labelled(e *Expr, at Position) *Expr {
	without := func(label *Expr, v float64) *Expr {
		return r.rewrite(e, map[*Expr]*Expr{}, func(was, of *Expr) *Expr {
			if was.Op == ClassOneHot && v == 0 || was == label {
				return r.number(v)
			}
			return of
		})
	}
	if without(nil, 0).is(0) {
		return e
	}
	if e.hasAny(ClassOneHot) {
		r.fail(at, "classes-sum")
	}
	for _, p := range r.inputs {
		if p.input && !slices.Contains(r.classes, p.e) && without(p.e, 0).is(0) {
			r.useAs(p.e, useLabel, at)
			r.row = true
			return without(p.e, 1)
		}
	}
	r.fail(at, "classes-sum")
	return nil
}

// classInputs replaces the probabilities of classes that the caller passes by p_t, where only those
// of the labelled class count.
func (c *invocation) classInputs(e *Expr) *Expr {
	r := c.r
	return r.rewrite(e, map[*Expr]*Expr{}, func(was, of *Expr) *Expr {
		if was.Op != Input || slices.ContainsFunc(r.uses,
			func(u use) bool { return u.kind == useLabel && u.e == was }) {
			return of
		}
		if p := r.params[was.Name]; p == nil || !p.input {
			return of
		}
		if !slices.ContainsFunc(r.uses,
			func(u use) bool { return u.kind == useLog && u.e.Has(func(x *Expr) bool { return x == was }) }) {
			return r.trueLogit(was, c.at, last(c.path))
		}
		r.classes = append(r.classes, was)
		r.prob(was, c.at, "log")
		return r.leaf(ProbTrue)
	})
}

// overBatch reports whether a reduction is over the first axis.
func (c *invocation) overBatch() bool {
	axis := value(nil)
	if len(c.args) > 1 {
		axis = c.args[1]
	}
	for _, k := range c.kw {
		if k.name == "dim" || k.name == "axis" {
			axis = k.v
		}
	}
	t := asTensor(axis)
	return t != nil && t.e.is(0)
}

// whole reports whether a reduction has no axis.
func (c *invocation) whole() bool {
	if len(c.args) > 1 {
		return false
	}
	return !slices.ContainsFunc(c.kw,
		func(k keyword) bool { return k.name == "dim" || k.name == "axis" })
}

func ofClasses(e *Expr) bool {
	return e.hasAny(ClassLogProb, ClassOneHot)
}
