// Package rounded turns a formula of package syntax into an implementation for package
// precision: it runs the operations in the order of the text and rounds each one by
// PyTorch's rules.
//
// The formula's functions are PyTorch's of the same name, and bce and bce_logits its
// functions of cross-entropy. p is sigmoid(x), pt is y·p + (1-y)·(1-p), and clip, as well
// as min and max with a number, is clamp.
package rounded

import (
	"errors"
	"math"

	"lossexplorer/internal/formula"
	"lossexplorer/internal/formula/syntax"
	"lossexplorer/internal/precision"
	"lossexplorer/losscore"
)

// ErrExponent reports an exponent that changes with the prediction, which package
// precision does not run.
var ErrExponent = errors.New("rounded: an exponent depends on the prediction; allowed: numbers, parameters and the label")

// Of returns the implementation of the formula source. The loss to compare with is exact,
// a formula whose parameters have values, with an epsilon of 0; parameters of source have
// the values of its parameters of the same name. A setting's Epsilon is the formula's; Gamma
// and Alpha have no effect. The error is a [*syntax.Error], or ErrExponent.
func Of(source string, exact *formula.Formula, values []float64) (precision.Implementation, error) {
	written, err := syntax.Parse(source)
	if err != nil {
		return precision.Implementation{}, err
	}
	of := exact.BindUnclipped(values, 0)
	given := values
	values = written.Defaults()
	for i, p := range written.Params {
		if k := exact.Param(p.Name); k >= 0 {
			values[i] = given[k]
		}
	}
	m := precision.Custom(source,
		func(g *precision.Graph, y float64, s precision.Setting) precision.Value {
			loss, _ := build(source, values, g, y, s)
			return loss
		},
		func(precision.Setting) losscore.Loss { return of })
	for _, y := range []float64{0, 1} {
		s := precision.Setting{}
		if _, err := build(source, values,
			precision.NewGraph(precision.Torch, s.Format, precision.NoAutocast), y, s); err != nil {
			return precision.Implementation{}, err
		}
	}
	return m, nil
}

func build(source string, values []float64, g *precision.Graph, y float64,
	s precision.Setting) (precision.Value, error) {
	b := &builder{Graph: g, values: values, setting: s, y: g.Tensor(y), p: -1,
		low: map[precision.Value]bound{}}
	loss := precision.Value(syntax.Build(source, b))
	return loss, b.err
}

// A builder appends the operations of a formula to a graph. Nodes are the graph's values.
type builder struct {
	*precision.Graph
	values  []float64
	setting precision.Setting
	y, p    precision.Value
	low     map[precision.Value]bound // the operands of max with a number, by its result
	size    int
	err     error
}

// A bound is a value that is at least a number.
type bound struct {
	of precision.Value
	at float64
}

// Len returns the number of operations.
func (b *builder) Len() int { return b.size }

// Constant returns a number.
func (b *builder) Constant(v float64) formula.Node { return formula.Node(b.Number(v)) }

// Param returns the value of a parameter.
func (b *builder) Param(i int) formula.Node { return b.Constant(b.values[i]) }

// Variable returns an input of a formula.
func (b *builder) Variable(o formula.Op) formula.Node {
	switch o {
	case formula.OpTruth:
		return formula.Node(b.y)
	case formula.OpLogit:
		return formula.Node(b.Logit())
	case formula.OpLogitT:
		sign := b.Sub(b.Mul(b.Number(2), b.y), b.Number(1))
		return formula.Node(b.Mul(b.Logit(), sign))
	case formula.OpEpsilon:
		return b.Constant(b.setting.Epsilon)
	}
	if b.p < 0 {
		b.p = b.Sigmoid(b.Logit())
	}
	if o == formula.OpProb {
		return formula.Node(b.p)
	}
	return formula.Node(b.Add(b.Mul(b.p, b.y), b.Mul(b.not(b.p), b.not(b.y))))
}

// not returns 1 - a.
func (b *builder) not(a precision.Value) precision.Value { return b.Sub(b.Number(1), a) }

// Unary appends a function.
func (b *builder) Unary(o formula.Op, node formula.Node) formula.Node {
	b.size++
	a := precision.Value(node)
	if o == formula.OpNot {
		return formula.Node(b.Equal(a, b.Number(0)))
	}
	return formula.Node(map[formula.Op]func(precision.Value) precision.Value{
		formula.OpNeg: b.Neg, formula.OpLog: b.Log, formula.OpLog1p: b.Log1p, formula.OpExp: b.Exp,
		formula.OpExpm1: b.Expm1,
		formula.OpSqrt:  b.Sqrt, formula.OpAbs: b.Abs, formula.OpSigmoid: b.Sigmoid,
		formula.OpSoftplus: b.Softplus,
		formula.OpTanh:     b.Tanh, formula.OpStop: b.Detach, formula.OpLogSigmoid: b.LogSigmoid,
		formula.OpFloat32: b.float32,
	}[o](a))
}

func (b *builder) float32(a precision.Value) precision.Value { return b.Cast(a, precision.Float32) }

// Binary appends an operator.
func (b *builder) Binary(o formula.Op, left, right formula.Node) formula.Node {
	b.size++
	x, y := precision.Value(left), precision.Value(right)
	switch o {
	case formula.OpPow:
		return formula.Node(b.power(x, y))
	case formula.OpMin, formula.OpMax:
		return formula.Node(b.extreme(o == formula.OpMin, x, y))
	case formula.OpLessEqual:
		return formula.Node(b.LessEqual(x, y))
	case formula.OpAnd:
		return formula.Node(b.Mul(x, y))
	case formula.OpOr:
		return formula.Node(b.Max(x, y))
	case formula.OpBCE:
		if label, ok := b.Graph.Constant(x); ok {
			return formula.Node(b.BCE(y, label, b.setting.Torch1))
		}
		return b.mix(x, b.Log(y), b.Log(b.not(y)))
	case formula.OpBCELogits:
		if _, ok := b.Graph.Constant(x); ok {
			return formula.Node(b.BCELogits(y, x, b.setting.Torch1))
		}
		return b.mix(x, b.LogSigmoid(y), b.LogSigmoid(b.Neg(y)))
	}
	return formula.Node(map[formula.Op]func(a, b precision.Value) precision.Value{
		formula.OpAdd: b.Add, formula.OpSub: b.Sub, formula.OpMul: b.Mul, formula.OpDiv: b.Div,
		formula.OpLess: b.Less, formula.OpEqual: b.Equal,
	}[o](x, y))
}

// mix returns -(y a + (1-y) n).
func (b *builder) mix(y, a, n precision.Value) formula.Node {
	return formula.Node(b.Neg(b.Add(b.Mul(y, a), b.Mul(b.not(y), n))))
}

func (b *builder) power(a, k precision.Value) precision.Value {
	exponent, ok := b.Graph.Constant(k)
	if !ok {
		b.err = ErrExponent
	}
	return b.Pow(a, exponent)
}

// extreme returns the smaller or the larger of two. With a number it is clamp, whose
// gradient passes at the number, too; max and then min are one clamp.
func (b *builder) extreme(least bool, x, y precision.Value) precision.Value {
	if _, ok := b.Graph.Constant(x); ok {
		x, y = y, x
	}
	at, ok := b.Graph.Constant(y)
	_, fixed := b.Graph.Constant(x)
	switch {
	case least && (!ok || fixed):
		return b.Min(x, y)
	case !ok || fixed:
		return b.Max(x, y)
	case !least:
		v := b.Clamp(x, at, math.Inf(1))
		b.low[v] = bound{x, at}
		return v
	}
	if low, ok := b.low[x]; ok {
		return b.Clamp(low.of, low.at, at)
	}
	return b.Clamp(x, math.Inf(-1), at)
}

// Where appends a choice.
func (b *builder) Where(condition, x, y formula.Node) formula.Node {
	b.size++
	return formula.Node(b.Graph.Where(precision.Value(condition), precision.Value(x),
		precision.Value(y)))
}
