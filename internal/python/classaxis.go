package python

import (
	"math"
	"slices"
	"strings"
)

// Logits of classes are taken apart into the log-softmax and its normaliser, logsumexp, which is
// the same for all classes: logits = ClassLogProb + ClassNorm. A loss in which the normaliser
// cancels is one of the probability of the labelled class.

// norm returns the normaliser of the logits that the caller passes as x.
func (r *reader) norm(x *Expr, at Position, what string) *Expr {
	r.classLogits(x, at, what)
	return r.make(ClassNorm, 0, x.Name)
}

// terms are the terms of a sum with their factors, in their order.
type terms struct {
	of     []*Expr
	factor map[*Expr]float64
}

func (t *terms) add(e *Expr, factor float64) {
	switch {
	case e.Op == Add:
		t.add(e.Args[0], factor)
		t.add(e.Args[1], factor)
	case e.Op == Sub:
		t.add(e.Args[0], factor)
		t.add(e.Args[1], -factor)
	case e.Op == Neg:
		t.add(e.Args[0], -factor)
	default:
		if _, ok := t.factor[e]; !ok {
			t.of = append(t.of, e)
		}
		t.factor[e] += factor
	}
}

func termsOf(e *Expr) *terms {
	t := &terms{factor: map[*Expr]float64{}}
	t.add(e, 1)
	return t
}

// sum returns the sum of terms.
func (t *terms) sum(r *reader) *Expr {
	total := r.number(0)
	for _, e := range t.of {
		switch f := t.factor[e]; f {
		case 0:
		case 1:
			total = r.binary(Add, total, e)
		case -1:
			total = r.binary(Sub, total, e)
		default:
			total = r.binary(Add, total, r.binary(Mul, r.number(f), e))
		}
	}
	return total
}

// cancelled returns a sum without normalisers and maxima over classes if they cancel in it, and as
// it is otherwise.
func (r *reader) cancelled(e *Expr) *Expr {
	if !e.hasAny(ClassNorm, ClassMax) {
		return e
	}
	t := termsOf(e)
	for _, n := range slices.Clone(t.of) {
		if n.Op != ClassNorm {
			continue
		}
		x := r.params[n.Name].e
		if f := t.factor[x]; f != 0 { // logits are log-softmax and normaliser
			t.factor[x] = 0
			t.add(r.leaf(ClassLogProb), f)
			t.add(n, f)
		}
	}
	for _, of := range t.of {
		if t.factor[of] != 0 && of.hasAny(ClassNorm, ClassMax) {
			return e
		}
	}
	return t.sum(r)
}

// expSum returns the sum over classes of the exponential of e: of logits, from which something
// that is the same for all classes may be taken.
func (r *reader) expSum(e *Expr, at Position, what string) (*Expr, bool) {
	t := termsOf(e)
	x := r.shifted(t)
	if x == nil {
		return nil, false
	}
	t.factor[x] = 0
	t.add(r.norm(x, at, what), 1)
	return r.unary(Exp, t.sum(r)), true
}

// shifted returns the logits of classes in a sum, if all its other terms are the same for all
// classes. It is nil for a sum without.
func (r *reader) shifted(t *terms) *Expr {
	var x *Expr
	for _, e := range t.of {
		switch {
		case t.factor[e] == 0:
		case e.Op == Input && r.params[e.Name].input && t.factor[e] == 1 && x == nil:
			x = e
		case e.Op == ClassNorm, e.Op == ClassMax, e.Op == Stop &&
			e.Args[0].Op == ClassMax, !e.varies():
		default:
			return nil
		}
	}
	return x
}

// greatest is the maximum over an axis. It is one over classes if it is of what the caller passes,
// and has to cancel.
func (c *invocation) greatest(n string) value {
	r := c.r
	if t := asTensor(c.arg(0)); t != nil && t.e.Op == Input && r.params[t.e.Name].input &&
		!c.overBatch() && (n == "max" || n == "amax" || n == "reduce_max") {
		m := &tensor{e: r.make(ClassMax, 0, t.e.Name), array: true}
		if n == "max" && strings.HasPrefix(c.path, "torch.") {
			return &list{items: []value{m, opaque{code: "greatest", args: []string{n}, at: c.at}}}
		}
		return m
	}
	r.fail(c.at, "greatest", n)
	return nil
}

// trueLogit returns the logit of the labelled class.
func (r *reader) trueLogit(x *Expr, at Position, what string) *Expr {
	return r.binary(Add, r.unary(Log, r.leaf(ProbTrue)), r.norm(x, at, what))
}

// checkNorms refuses a loss that depends on the normaliser or the maximum of the classes.
func (r *reader) checkNorms(loss *Expr) {
	loss.Walk(func(e *Expr) {
		switch e.Op {
		case ClassNorm:
			r.fail(e.At, "class-norm")
		case ClassMax:
			r.fail(e.At, "greatest", "max")
		}
	})
}

// ofOthers returns the sum over the classes that are not the labelled one of e, which has 0 for the
// one-hot label there: if it is proportional to their probability, as in symmetric cross-entropy.
func (r *reader) ofOthers(e *Expr) (*Expr, bool) {
	ofClass := func(e *Expr) bool { return e.hasAny(ClassLogProb, ClassNorm, ClassMax, Input) }
	switch {
	case e.is(0):
		return e, true
	case e.Op == Exp && e.Args[0].Op == ClassLogProb:
		return r.binary(Sub, r.number(1), r.leaf(ProbTrue)), true
	case e.Op == Abs && (e.Args[0].Op == Exp || e.Args[0].Op == Neg && e.Args[0].Args[0].Op == Exp):
		e = e.Args[0]
		if e.Op == Neg {
			e = e.Args[0]
		}
		return r.ofOthers(e)
	case e.Op == Max || e.Op == Min: // a clip that leaves probabilities as they are
		limit, ok := e.Args[1].constant()
		a, ok2 := r.ofOthers(e.Args[0])
		small := e.Op == Max && limit >= 0 && limit < leastClip ||
			e.Op == Min && math.Abs(limit-1) < leastClip
		if !ok || !ok2 || !small {
			return nil, false
		}
		return r.binary(e.Op, a, e.Args[1]), true
	case e.Op == Neg:
		a, ok := r.ofOthers(e.Args[0])
		if !ok {
			return nil, false
		}
		return r.unary(Neg, a), true
	case e.Op == Add || e.Op == Sub:
		a, ok := r.ofOthers(e.Args[0])
		b, ok2 := r.ofOthers(e.Args[1])
		if !ok || !ok2 {
			return nil, false
		}
		return r.binary(e.Op, a, b), true
	case e.Op == Mul || e.Op == Div:
		k, of := e.Args[1], e.Args[0]
		if e.Op == Mul && !ofClass(of) {
			k, of = of, k
		}
		a, ok := r.ofOthers(of)
		if !ok || ofClass(k) {
			return nil, false
		}
		if e.Op == Div {
			return r.binary(Div, a, k), true
		}
		return r.binary(Mul, k, a), true
	}
	return nil, false
}

// leastClip is the greatest distance from 0 and 1 of a clip that is taken to be one for logarithms.
const leastClip = 1e-5
