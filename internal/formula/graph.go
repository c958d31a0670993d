package formula

// A Node is the result of an instruction, by the instruction's place.
type Node int32

// A Graph collects instructions, each once, and simplifies them on the way. It
// rewrites some for accuracy: 1-p of a p near 1 has no digits left, and the
// logarithm of p none near 1. The zero value is empty.
type Graph struct {
	code  []instr
	index map[instr]Node
}

// Len returns the number of instructions.
func (g *Graph) Len() int { return len(g.code) }

// Variable returns an input of a formula: one of OpTruth to OpEpsilon.
func (g *Graph) Variable(o Op) Node { return g.add(instr{op: o}) }

// Param returns the parameter of an index.
func (g *Graph) Param(i int) Node { return g.add(instr{op: OpParam, v: float64(i)}) }

// A Line is a named line of a formula.
type Line struct {
	Name string
	Node Node
}

// Formula returns the formula whose loss is result. The graph is its own then.
func (g *Graph) Formula(result Node, params []Param, lines []Line) *Formula {
	place := g.end(result)
	f := &Formula{Params: params, code: g.code, names: map[Node]string{}}
	for _, l := range lines {
		if int(l.Node) < len(place) && place[l.Node] >= 0 && g.code[place[l.Node]].op.arity() > 0 {
			f.names[place[l.Node]] = l.Name
		}
	}
	return f
}

func (g *Graph) add(i instr) Node {
	if k, ok := g.index[i]; ok {
		return k
	}
	if g.index == nil {
		g.index = map[instr]Node{}
	}
	k := Node(len(g.code))
	g.code = append(g.code, i)
	g.index[i] = k
	return k
}

// Constant returns a number.
func (g *Graph) Constant(v float64) Node { return g.add(instr{v: v}) }

// is reports whether an operand is a constant of a value.
func (g *Graph) is(a Node, v float64) bool {
	return g.code[a].op == OpConst && g.code[a].v == v
}

// Unary returns a function of a node: one of OpNeg to OpFloat32.
func (g *Graph) Unary(o Op, a Node) Node {
	x := g.code[a]
	switch {
	case o == OpFloat32:
		return a
	case o == OpLogSigmoid:
		return g.Unary(OpNeg, g.Unary(OpSoftplus, g.Unary(OpNeg, a)))
	case x.op == OpConst:
		f, _, _ := unary(o, x.v)
		return g.Constant(f)
	case o == OpStop && x.op == OpStop:
		return a
	case o == OpNeg && x.op == OpNeg:
		return x.a
	case o == OpNeg && x.op == OpMul && g.code[x.a].op == OpConst:
		return g.Binary(OpMul, g.Constant(-g.code[x.a].v), x.b)
	case o == OpLog && x.op == OpP:
		return g.add(instr{op: OpLogP})
	case o == OpLog && x.op == OpQ:
		return g.add(instr{op: OpLogQ})
	case o == OpLog && x.op == OpSigmoid:
		return g.Unary(OpNeg, g.Unary(OpSoftplus, g.Unary(OpNeg, x.a)))
	case o == OpLog && x.op == OpExp:
		return x.a
	case o == OpLog1p && x.op == OpNeg:
		return g.Unary(OpLog, g.Binary(OpSub, g.Constant(1), x.a))
	case o == OpExp && x.op == OpLogP:
		return g.add(instr{op: OpP})
	case o == OpExp && x.op == OpLogQ:
		return g.add(instr{op: OpQ})
	case o == OpSigmoid && x.op == OpX:
		return g.add(instr{op: OpP})
	case o == OpSigmoid && x.op == OpNeg && g.code[x.a].op == OpX:
		return g.add(instr{op: OpQ})
	case o == OpSoftplus && x.op == OpX:
		return g.Unary(OpNeg, g.add(instr{op: OpLogQ}))
	case o == OpSoftplus && x.op == OpNeg && g.code[x.a].op == OpX:
		return g.Unary(OpNeg, g.add(instr{op: OpLogP}))
	}
	return g.add(instr{op: o, a: a})
}

// Binary returns an operator of two nodes: one of OpAdd to OpBCELogits.
func (g *Graph) Binary(o Op, a, b Node) Node {
	switch o {
	case OpBCE:
		return g.mix(a, g.Unary(OpLog, b), g.Unary(OpLog, g.Binary(OpSub, g.Constant(1), b)))
	case OpBCELogits:
		return g.mix(a, g.Unary(OpLogSigmoid, b), g.Unary(OpLogSigmoid, g.Unary(OpNeg, b)))
	}
	x, y := g.code[a], g.code[b]
	if x.op == OpConst && y.op == OpConst {
		return g.Constant(operate(o, x.v, y.v))
	}
	switch o {
	case OpAdd:
		switch {
		case g.is(a, 0):
			return b
		case g.is(b, 0):
			return a
		case y.op == OpNeg:
			return g.Binary(OpSub, a, y.a)
		case x.op == OpNeg:
			return g.Binary(OpSub, b, x.a)
		}
	case OpSub:
		switch {
		case g.is(b, 0):
			return a
		case g.is(a, 0):
			return g.Unary(OpNeg, b)
		case a == b:
			return g.Constant(0)
		case x.op == OpSoftplus && x.a == b: // which a great logit would leave no digits
			return g.Unary(OpSoftplus, g.Unary(OpNeg, b))
		case x.op == OpNeg && g.code[x.a].op == OpLogQ && y.op == OpX:
			return g.Unary(OpNeg, g.add(instr{op: OpLogP}))
		case y.op == OpNeg:
			return g.Binary(OpAdd, a, y.a)
		case g.is(a, 1) && y.op == OpP:
			return g.add(instr{op: OpQ})
		case g.is(a, 1) && y.op == OpQ:
			return g.add(instr{op: OpP})
		case g.is(a, 1) && y.op == OpSigmoid:
			return g.Unary(OpSigmoid, g.Unary(OpNeg, y.a))
		}
	case OpMul:
		switch {
		case g.is(a, 0) || g.is(b, 0): // of infinite values too: y·log(p) has no part in y = 0
			return g.Constant(0)
		case g.is(a, 1):
			return b
		case g.is(b, 1):
			return a
		case g.is(a, -1):
			return g.Unary(OpNeg, b)
		case g.is(b, -1):
			return g.Unary(OpNeg, a)
		case x.op == OpNeg:
			return g.Unary(OpNeg, g.Binary(OpMul, x.a, b))
		case y.op == OpNeg:
			return g.Unary(OpNeg, g.Binary(OpMul, a, y.a))
		case y.op == OpConst: // constants come first, and then outside
			return g.Binary(OpMul, b, a)
		case x.op == OpConst && y.op == OpMul && g.code[y.a].op == OpConst:
			return g.Binary(OpMul, g.Constant(x.v*g.code[y.a].v), y.b)
		case x.op == OpConst:
		case y.op == OpMul && g.code[y.a].op == OpConst:
			return g.Binary(OpMul, y.a, g.Binary(OpMul, a, y.b))
		case x.op == OpMul && g.code[x.a].op == OpConst && !g.is(x.a, 0):
			return g.Binary(OpMul, x.a, g.Binary(OpMul, x.b, b))
		}
	case OpDiv:
		switch {
		case g.is(b, 1):
			return a
		case g.is(a, 0):
			return a
		case x.op == OpNeg:
			return g.Unary(OpNeg, g.Binary(OpDiv, x.a, b))
		}
	case OpPow:
		switch {
		case g.is(b, 0):
			return g.Constant(1)
		case g.is(b, 1):
			return a
		case g.is(b, 2):
			return g.Binary(OpMul, a, a)
		case g.is(b, 0.5):
			return g.Unary(OpSqrt, a)
		case g.is(b, -1):
			return g.Binary(OpDiv, g.Constant(1), a)
		case x.op == OpP:
			return g.add(instr{op: OpPowLog, a: a, b: b, c: g.add(instr{op: OpLogP})})
		case x.op == OpQ:
			return g.add(instr{op: OpPowLog, a: a, b: b, c: g.add(instr{op: OpLogQ})})
		}
	case OpMin, OpMax:
		switch {
		case a == b:
			return a
		case g.within(o, a, b):
			return a
		case g.within(o, b, a):
			return b
		}
	}
	return g.add(instr{op: o, a: a, b: b})
}

// within reports whether a is a probability, which a clip at 0 or 1 leaves as it is.
func (g *Graph) within(o Op, a, clip Node) bool {
	x, limit := g.code[a].op, g.code[clip]
	if x != OpP && x != OpQ || limit.op != OpConst {
		return false
	}
	return o == OpMax && limit.v <= 0 || o == OpMin && limit.v >= 1
}

// mix returns -(y a + (1-y) b).
func (g *Graph) mix(y, a, b Node) Node {
	no := g.Binary(OpSub, g.Constant(1), y)
	return g.Unary(OpNeg, g.Binary(OpAdd, g.Binary(OpMul, y, a), g.Binary(OpMul, no, b)))
}

// Where returns b where a is not 0, and else c.
func (g *Graph) Where(a, b, c Node) Node {
	switch {
	case g.code[a].op == OpConst && g.code[a].v != 0:
		return b
	case g.code[a].op == OpConst:
		return c
	case b == c:
		return b
	}
	return g.add(instr{op: OpWhere, a: a, b: b, c: c})
}

// end keeps the instructions that the result needs, the result last. It returns their
// new places, up to the result, and -1 for those that are gone.
func (g *Graph) end(result Node) (place []Node) {
	needed := make([]bool, result+1)
	needed[result] = true
	for i := result; i >= 0; i-- {
		if needed[i] {
			in := g.code[i]
			for k, operand := range [...]Node{in.a, in.b, in.c} {
				if k < in.op.arity() {
					needed[operand] = true
				}
			}
		}
	}
	place = make([]Node, result+1)
	var kept []instr
	for i, in := range g.code[:result+1] {
		if place[i] = -1; needed[i] {
			place[i] = Node(len(kept))
			// those not used are reset below
			in.a, in.b, in.c = place[in.a], place[in.b], place[in.c]
			switch in.op.arity() {
			case 0:
				in.a, in.b, in.c = 0, 0, 0
			case 1:
				in.b, in.c = 0, 0
			case 2:
				in.c = 0
			}
			kept = append(kept, in)
		}
	}
	g.code, g.index = kept, nil
	return place
}
