package precision

import "math"

// A Value is the result of an operation of a [Graph].
type Value int

// An Op is an operation on numbers.
type op uint8

const (
	opLogit op = iota
	opConst
	opCast
	opNeg
	opAdd
	opSub
	opMul
	opDiv
	opMin
	opMax
	opExp
	opLog
	opLog1p
	opExpm1
	opSqrt
	opAbs
	opSign
	opTanh
	opLn // not rounded: shared by the powers of one base
	opPow
	opSigmoid
	opSigmoidBack
	opLogSigmoid
	opLogSigmoidSlope // has no rounding of its own but that of the computation
	opSoftplus
	opSoftplusBack
	opClamp
	opClampBack
	opLogAddExp0
	opBCE
	opBCEBack
	opLess    // a < b: 1 or 0
	opGreater // a > b
	opEqual
	opWhere     // a != 0 ? b : c
	opDetach    // a, without a gradient
	opBCELogits // a, a cross-entropy of the logit b
	opCustom    // a, whose gradient with respect to b is c
)

// A Style is a framework's rules for numbers and gradients.
type Style uint8

// The styles.
const (
	Torch Style = iota
	JAX
	TensorFlow
)

// A node is one operation.
type node struct {
	op      op
	format  Format
	number  bool // a number of the program, which takes the format of the other operand
	grad    bool // the gradient with respect to the logit passes
	a, b, c Value
	k       [2]float64
}

// A Graph records the operations of a loss on a logit, and then the operations of its
// gradient. It computes constants at once. The zero value is not usable: use [NewGraph].
type Graph struct {
	style    Style
	autocast Autocast
	rounds   bool // PyTorch rounds numbers of the program to the format, too
	nodes    []node
	logs     map[Value]Value // the opLn of a base
	loss, dx Value
}

// An Autocast is the list of operations that PyTorch's torch.autocast computes in float32.
type Autocast uint8

// The lists that have operations of losses.
const (
	NoAutocast Autocast = iota

	// AutocastCUDA is the list for CUDA: exp, log, log1p, expm1, softplus, pow, a number
	// divided by a tensor, and cross-entropy of logits.
	AutocastCUDA

	// AutocastCPU is the list for the CPU: cross-entropy of logits or probabilities.
	AutocastCPU
)

// NewGraph returns a graph whose logit has the format.
func NewGraph(s Style, f Format, autocast Autocast) *Graph {
	g := &Graph{style: s, autocast: autocast, logs: map[Value]Value{}}
	g.nodes = append(g.nodes, node{op: opLogit, format: f, grad: true})
	return g
}

// Logit returns the logit.
func (g *Graph) Logit() Value { return 0 }

// Number returns a number of the program, such as 1 or gamma. It has no format
// of its own.
func (g *Graph) Number(v float64) Value {
	return g.add(node{op: opConst, number: true, k: [2]float64{v}})
}

// Tensor returns a number with the format of the logit, such as a label.
func (g *Graph) Tensor(v float64) Value {
	f := g.nodes[0].format
	return g.add(node{op: opConst, format: f, k: [2]float64{f.Round(v)}})
}

// Neg returns -a.
func (g *Graph) Neg(a Value) Value { return g.apply(opNeg, a) }

// Add returns a + b.
func (g *Graph) Add(a, b Value) Value { return g.apply(opAdd, a, b) }

// Sub returns a - b.
func (g *Graph) Sub(a, b Value) Value { return g.apply(opSub, a, b) }

// Mul returns a · b.
func (g *Graph) Mul(a, b Value) Value { return g.apply(opMul, a, b) }

// Div returns a / b.
func (g *Graph) Div(a, b Value) Value {
	if g.nodes[a].number {
		b = g.float(b)
	}
	return g.apply(opDiv, a, b)
}

// Min returns the smaller of a and b.
func (g *Graph) Min(a, b Value) Value { return g.apply(opMin, a, b) }

// Max returns the larger of a and b.
func (g *Graph) Max(a, b Value) Value { return g.apply(opMax, a, b) }

// Exp returns e^a.
func (g *Graph) Exp(a Value) Value { return g.apply(opExp, g.float(a)) }

// Log returns ln a.
func (g *Graph) Log(a Value) Value { return g.apply(opLog, g.float(a)) }

// Log1p returns ln(1+a).
func (g *Graph) Log1p(a Value) Value { return g.apply(opLog1p, g.float(a)) }

// Expm1 returns e^a - 1.
func (g *Graph) Expm1(a Value) Value { return g.apply(opExpm1, g.float(a)) }

// Sqrt returns √a.
func (g *Graph) Sqrt(a Value) Value { return g.apply(opSqrt, a) }

// Abs returns |a|.
func (g *Graph) Abs(a Value) Value { return g.apply(opAbs, a) }

// Tanh returns tanh a.
func (g *Graph) Tanh(a Value) Value { return g.apply(opTanh, a) }

// Sigmoid returns 1/(1+e^-a).
func (g *Graph) Sigmoid(a Value) Value { return g.apply(opSigmoid, a) }

// LogSigmoid returns -ln(1+e^-a), as torch.nn.functional.logsigmoid computes
// it, or in the other styles jax.nn.log_sigmoid.
func (g *Graph) LogSigmoid(a Value) Value {
	if g.style == Torch {
		return g.apply(opLogSigmoid, a)
	}
	return g.Neg(g.Softplus(g.Neg(a)))
}

// Softplus returns ln(1+e^a).
func (g *Graph) Softplus(a Value) Value {
	if g.style == Torch {
		return g.apply(opSoftplus, g.float(a))
	}
	return g.apply(opLogAddExp0, a)
}

// Clamp returns a, but at least low and at most high.
func (g *Graph) Clamp(a Value, low, high float64) Value {
	f := g.nodes[a].format
	return g.add(node{op: opClamp, format: f, grad: g.nodes[a].grad, a: a,
		k: [2]float64{f.Round(low), f.Round(high)}})
}

// Pow returns a^k.
func (g *Graph) Pow(a Value, k float64) Value { return g.pow(g.float(a), k) }

// pow is Pow without autocast. Frameworks round the exponent to the format.
func (g *Graph) pow(a Value, k float64) Value {
	n := g.nodes[a]
	if !n.number {
		k = n.format.Round(k)
	}
	ln, ok := g.logs[a]
	if !ok {
		ln = g.add(node{op: opLn, format: Float64, a: a})
		g.logs[a] = ln
	}
	return g.add(node{op: opPow, format: n.format, number: n.number, grad: n.grad, a: a, b: ln,
		k: [2]float64{k}})
}

// BCE returns the cross-entropy of the probability a for label y, as
// torch.nn.functional.binary_cross_entropy computes it. torch1 selects the
// implementation used up to PyTorch 2.0.
func (g *Graph) BCE(a Value, y float64, torch1 bool) Value {
	a = g.cast(a, AutocastCPU)
	n := g.nodes[a]
	return g.add(node{op: opBCE, format: n.format, grad: n.grad, a: a,
		k: [2]float64{y, truth(torch1)}})
}

// Less returns 1 where a < b, and 0 elsewhere; Greater and Equal are alike.
func (g *Graph) Less(a, b Value) Value { return g.apply(opLess, a, b) }

// Greater returns 1 where a > b, and 0 elsewhere.
func (g *Graph) Greater(a, b Value) Value { return g.apply(opGreater, a, b) }

// Equal returns 1 where a = b, and 0 elsewhere.
func (g *Graph) Equal(a, b Value) Value { return g.apply(opEqual, a, b) }

// Where returns a where the condition is not 0, and b elsewhere. Both are
// computed, and so are both gradients: 0 times an infinite one is NaN.
func (g *Graph) Where(condition, a, b Value) Value {
	a, b = g.meet(a, b)
	n := node{op: opWhere, format: g.nodes[a].format, a: condition, b: a, c: b}
	n.grad = g.nodes[a].grad || g.nodes[b].grad
	if c := g.nodes[condition]; c.op == opConst && !n.grad {
		if c.k[0] != 0 {
			return a
		}
		return b
	}
	return g.add(n)
}

// Cast returns a in another format.
func (g *Graph) Cast(a Value, f Format) Value {
	if g.nodes[a].number || g.nodes[a].format == f {
		return a
	}
	return g.add(node{op: opCast, format: f, grad: g.nodes[a].grad, a: a})
}

// float returns a in float32 if it enters an operation that CUDA's autocast lists.
func (g *Graph) float(a Value) Value { return g.cast(a, AutocastCUDA) }

// cast returns a in float32 under an autocast.
func (g *Graph) cast(a Value, under Autocast) Value {
	if g.autocast == under && g.nodes[a].format > Float32 {
		return g.Cast(a, Float32)
	}
	return a
}

// meet returns two operands in the format of their operation.
func (g *Graph) meet(a, b Value) (Value, Value) {
	m, n := g.nodes[a], g.nodes[b]
	switch {
	case m.number && n.number:
	case m.number:
		a = g.fit(a, n.format)
	case n.number:
		b = g.fit(b, m.format)
	default:
		f := m.format.wider(n.format)
		a, b = g.Cast(a, f), g.Cast(b, f)
	}
	return a, b
}

// fit returns a number of the program as one of the format. PyTorch leaves it
// in the precision of the computation on CUDA; the others round it to the format.
func (g *Graph) fit(a Value, f Format) Value {
	v := g.nodes[a].k[0]
	if g.style == Torch && !g.rounds {
		v = f.work().Round(v)
	} else {
		v = f.Round(v)
	}
	return g.add(node{op: opConst, format: f, k: [2]float64{v}})
}

// apply adds an operation on one or two values.
func (g *Graph) apply(o op, in ...Value) Value {
	n := node{op: o, a: in[0]}
	if len(in) == 2 {
		n.a, n.b = g.meet(in[0], in[1])
		if v, ok := g.trivial(n); ok {
			return v
		}
		n.grad = g.nodes[n.b].grad
	}
	n.format = g.nodes[n.a].format
	n.number = g.nodes[n.a].number
	n.grad = n.grad || g.nodes[n.a].grad
	if o == opLess || o == opGreater || o == opEqual {
		n.grad = false
	}
	return g.add(n)
}

// trivial returns the other factor of a product with 1, which is exact.
func (g *Graph) trivial(n node) (Value, bool) {
	a, b := g.nodes[n.a], g.nodes[n.b]
	switch {
	case n.op != opMul:
	case a.op == opConst && a.k[0] == 1 && !b.number:
		return n.b, true
	case b.op == opConst && b.k[0] == 1 && !a.number:
		return n.a, true
	}
	return 0, false
}

// add appends a node, or the constant that it computes.
func (g *Graph) add(n node) Value {
	if n.op != opLogit && n.op != opConst && n.op != opLn && g.constant(n) {
		var v [1]float64
		n.run(v[:], func(i Value) []float64 { return g.nodes[i].k[:1] })
		if !n.number {
			n.format.roundAll(v[:])
		}
		n = node{op: opConst, format: n.format, number: n.number, k: [2]float64{v[0]}}
	}
	if n.op == opConst {
		for i, m := range g.nodes {
			if m.op == opConst && m.format == n.format && m.number == n.number &&
				math.Float64bits(m.k[0]) == math.Float64bits(n.k[0]) {
				return Value(i)
			}
		}
	}
	g.nodes = append(g.nodes, n)
	return Value(len(g.nodes) - 1)
}

// constant reports whether all operands are constants.
func (g *Graph) constant(n node) bool {
	for _, i := range n.operands() {
		if g.nodes[i].op != opConst && g.nodes[i].op != opLn {
			return false
		}
	}
	return true
}

// operands returns the values that the operation reads.
func (n *node) operands() []Value {
	switch n.op {
	case opLogit, opConst:
		return nil
	case opAdd, opSub, opMul, opDiv, opMin, opMax, opLess, opGreater, opEqual, opPow,
		opBCELogits, opSigmoidBack, opSoftplusBack, opClampBack, opBCEBack:
		return []Value{n.a, n.b}
	case opWhere, opCustom:
		return []Value{n.a, n.b, n.c}
	}
	return []Value{n.a}
}
