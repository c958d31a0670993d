package precision

// Backward makes loss the graph's result, and appends its gradient with respect
// to the logit. Each operation contributes the gradient of the style's framework:
// for PyTorch derivatives.yaml and FunctionsManual.cpp, for JAX the rules of
// jax/_src/lax/lax.py, for TensorFlow math_grad.py. Contributions to one value are
// added from the last operation that used it to the first.
func (g *Graph) Backward(loss Value) {
	g.loss = loss
	last := len(g.nodes) - 1
	grads := make([]Value, len(g.nodes))
	for i := range grads {
		grads[i] = -1
	}
	pass := func(to, v Value) {
		if n := g.nodes[to]; !n.grad {
			return
		}
		v = g.Cast(v, g.nodes[to].format)
		if grads[to] >= 0 {
			v = g.Add(grads[to], v)
		}
		grads[to] = v
	}
	autocast := g.autocast
	g.autocast = NoAutocast // backward runs in the format of forward
	grads[loss] = g.add(node{op: opConst, format: g.nodes[loss].format, k: [2]float64{1}})
	for i := last; i > 0; i-- {
		if n := g.nodes[i]; grads[i] >= 0 && n.grad {
			g.back(n, Value(i), grads[i], pass)
		}
	}
	g.autocast = autocast
	g.dx = grads[0]
	if g.dx < 0 { // the logit has no effect
		g.dx = g.Tensor(0)
	}
}

// back passes the gradient d of the node to its operands.
func (g *Graph) back(n node, result, d Value, pass func(to, v Value)) {
	number := g.Number
	switch n.op {
	case opCast:
		pass(n.a, d)
	case opNeg:
		pass(n.a, g.Neg(d))
	case opAdd:
		pass(n.a, d)
		pass(n.b, d)
	case opSub:
		pass(n.a, d)
		pass(n.b, g.Neg(d))
	case opMul:
		if g.nodes[n.a].grad {
			pass(n.a, g.Mul(d, n.b))
		}
		if g.nodes[n.b].grad {
			pass(n.b, g.Mul(d, n.a))
		}
	case opDiv:
		if g.nodes[n.a].grad {
			pass(n.a, g.Div(d, n.b))
		}
		if g.nodes[n.b].grad {
			pass(n.b, g.Mul(g.Neg(d), g.Div(g.Div(n.a, n.b), n.b)))
		}
	case opMin, opMax:
		g.backExtreme(n, d, pass)
	case opExp:
		pass(n.a, g.Mul(d, result))
	case opLog:
		pass(n.a, g.Div(d, n.a))
	case opLog1p:
		pass(n.a, g.Div(d, g.Add(n.a, number(1))))
	case opExpm1:
		pass(n.a, g.Mul(d, g.Add(result, number(1))))
	case opSqrt:
		pass(n.a, g.Div(d, g.Mul(number(2), result)))
	case opAbs:
		pass(n.a, g.Mul(d, g.apply(opSign, n.a)))
	case opTanh:
		pass(n.a, g.Mul(d, g.Sub(number(1), g.Mul(result, result))))
	case opPow:
		g.backPow(n, d, pass)
	case opSigmoid:
		pass(n.a, g.backSigmoid(n, result, d))
	case opLogSigmoid:
		pass(n.a, g.backLogSigmoid(n, d))
	case opSoftplus:
		pass(n.a, g.fused(opSoftplusBack, n, d))
	case opLogAddExp0: // each logarithm's part, the formula used for logaddexp
		pass(n.a, g.Mul(d, g.Exp(g.Sub(n.a, result))))
	case opClamp:
		pass(n.a, g.fused(opClampBack, n, d))
	case opBCE:
		pass(n.a, g.fused(opBCEBack, n, d))
	case opBCELogits: // sigmoid(z) - y
		y := g.add(node{op: opConst, format: n.format, k: n.k})
		pass(n.b, g.Mul(g.Sub(g.apply(opSigmoid, n.b), y), d))
	case opCustom:
		pass(n.b, g.Mul(d, n.c))
	case opWhere:
		zero := g.add(node{op: opConst, format: n.format})
		if g.nodes[n.b].grad {
			pass(n.b, g.Where(n.a, d, zero))
		}
		if g.nodes[n.c].grad {
			pass(n.c, g.Where(n.a, zero, d))
		}
	}
}

// backLogSigmoid is one operation on d and the operand. Of two, the first does not depend on
// the exponent, and is kept for the next one.
func (g *Graph) backLogSigmoid(n node, d Value) Value {
	slope := node{op: opLogSigmoidSlope, format: n.format.work(), a: n.a}
	if g.rounds { // the CPU keeps e^-|a| from the loss, in the format
		slope.k = [2]float64{1, float64(n.format)}
	}
	return g.add(node{op: opMul, format: n.format, a: d, b: g.add(slope)})
}

// fused appends a gradient that is one operation on d and the operand.
func (g *Graph) fused(o op, n node, d Value) Value {
	k := n.k
	if o == opClampBack && g.style == JAX {
		n.c = 1 // a number on the limit has half of the gradient
	}
	return g.add(node{op: o, format: n.format, a: d, b: n.a, c: n.c, k: k})
}

func (g *Graph) backSigmoid(n node, result, d Value) Value {
	switch g.style {
	case JAX:
		return g.Mul(d, g.Mul(result, g.Sub(g.Number(1), result)))
	}
	return g.add(node{op: opSigmoidBack, format: n.format, a: d, b: result})
}

// backPow is k·a^(k-1) times the gradient. For k = 0 PyTorch alone has 0; the
// others have 0·a^-1, which is NaN at a = 0.
func (g *Graph) backPow(n node, d Value, pass func(to, v Value)) {
	k := n.k[0]
	switch {
	case g.style == Torch && k == 0:
		pass(n.a, g.add(node{op: opConst, format: n.format}))
	case g.style == Torch:
		pass(n.a, g.Mul(d, g.Mul(g.Number(k), g.pow(n.a, k-1))))
	case g.style == JAX:
		pass(n.a, g.Mul(d, g.Mul(g.Number(k), g.pow(n.a, k-1))))
	default:
		pass(n.a, g.Mul(g.Mul(d, g.Number(k)), g.pow(n.a, k-1)))
	}
}

// backExtreme gives the gradient to the operand that was chosen, and to both of
// equals a half.
func (g *Graph) backExtreme(n node, d Value, pass func(to, v Value)) {
	chosen := g.Less(n.a, n.b)
	if n.op == opMax {
		chosen = g.Greater(n.a, n.b)
	}
	half := g.Mul(d, g.Number(0.5))
	zero := g.add(node{op: opConst, format: n.format})
	equal := g.Equal(n.a, n.b)
	if g.nodes[n.a].grad {
		pass(n.a, g.Where(equal, half, g.Where(chosen, d, zero)))
	}
	if g.nodes[n.b].grad {
		pass(n.b, g.Where(equal, half, g.Where(chosen, zero, d)))
	}
}

// Operations returns the number of operations that are computed for a logit.
func (g *Graph) Operations() int {
	n := 0
	for _, m := range g.nodes {
		if m.op != opLogit && m.op != opConst {
			n++
		}
	}
	return n
}
