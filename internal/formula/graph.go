package formula

import "math"

// A graph collects instructions, each once, and simplifies them on the way. What it
// writes in another way it does for accuracy: 1-p of a p near 1 has no digits left, and the
// logarithm of p none near 1.
type graph struct {
	code  []instr
	index map[instr]int32
}

func (g *graph) add(i instr) int32 {
	if k, ok := g.index[i]; ok {
		return k
	}
	if g.index == nil {
		g.index = map[instr]int32{}
	}
	k := int32(len(g.code))
	g.code = append(g.code, i)
	g.index[i] = k
	return k
}

func (g *graph) constant(v float64) int32 { return g.add(instr{v: v}) }

// is reports whether an operand is a constant of a value.
func (g *graph) is(a int32, v float64) bool {
	return g.code[a].op == opConst && g.code[a].v == v
}

func (g *graph) unary(o op, a int32) int32 {
	x := g.code[a]
	switch {
	case x.op == opConst:
		f, _, _ := unary(o, x.v)
		return g.constant(f)
	case o == opNeg && x.op == opNeg:
		return x.a
	case o == opNeg && x.op == opMul && g.code[x.a].op == opConst:
		return g.binary(opMul, g.constant(-g.code[x.a].v), x.b)
	case o == opLog && x.op == opP:
		return g.add(instr{op: opLogP})
	case o == opLog && x.op == opQ:
		return g.add(instr{op: opLogQ})
	case o == opLog && x.op == opSigmoid:
		return g.unary(opNeg, g.unary(opSoftplus, g.unary(opNeg, x.a)))
	case o == opLog && x.op == opExp:
		return x.a
	case o == opLog1p && x.op == opNeg:
		return g.unary(opLog, g.binary(opSub, g.constant(1), x.a))
	case o == opExp && x.op == opLogP:
		return g.add(instr{op: opP})
	case o == opExp && x.op == opLogQ:
		return g.add(instr{op: opQ})
	case o == opSigmoid && x.op == opX:
		return g.add(instr{op: opP})
	case o == opSigmoid && x.op == opNeg && g.code[x.a].op == opX:
		return g.add(instr{op: opQ})
	case o == opSoftplus && x.op == opX:
		return g.unary(opNeg, g.add(instr{op: opLogQ}))
	case o == opSoftplus && x.op == opNeg && g.code[x.a].op == opX:
		return g.unary(opNeg, g.add(instr{op: opLogP}))
	}
	return g.add(instr{op: o, a: a})
}

func (g *graph) binary(o op, a, b int32) int32 {
	x, y := g.code[a], g.code[b]
	if x.op == opConst && y.op == opConst {
		return g.constant(binary(o, x.v, y.v))
	}
	switch o {
	case opAdd:
		switch {
		case g.is(a, 0):
			return b
		case g.is(b, 0):
			return a
		case y.op == opNeg:
			return g.binary(opSub, a, y.a)
		case x.op == opNeg:
			return g.binary(opSub, b, x.a)
		}
	case opSub:
		switch {
		case g.is(b, 0):
			return a
		case g.is(a, 0):
			return g.unary(opNeg, b)
		case a == b:
			return g.constant(0)
		case y.op == opNeg:
			return g.binary(opAdd, a, y.a)
		case g.is(a, 1) && y.op == opP:
			return g.add(instr{op: opQ})
		case g.is(a, 1) && y.op == opQ:
			return g.add(instr{op: opP})
		case g.is(a, 1) && y.op == opSigmoid:
			return g.unary(opSigmoid, g.unary(opNeg, y.a))
		}
	case opMul:
		switch {
		case g.is(a, 0) || g.is(b, 0): // of what is infinite too: y·log(p) has no part in y = 0
			return g.constant(0)
		case g.is(a, 1):
			return b
		case g.is(b, 1):
			return a
		case g.is(a, -1):
			return g.unary(opNeg, b)
		case g.is(b, -1):
			return g.unary(opNeg, a)
		case x.op == opNeg:
			return g.unary(opNeg, g.binary(opMul, x.a, b))
		case y.op == opNeg:
			return g.unary(opNeg, g.binary(opMul, a, y.a))
		case y.op == opConst: // constants come first, and then outside
			return g.binary(opMul, b, a)
		case x.op == opConst && y.op == opMul && g.code[y.a].op == opConst:
			return g.binary(opMul, g.constant(x.v*g.code[y.a].v), y.b)
		case x.op == opConst:
		case y.op == opMul && g.code[y.a].op == opConst:
			return g.binary(opMul, y.a, g.binary(opMul, a, y.b))
		case x.op == opMul && g.code[x.a].op == opConst && !g.is(x.a, 0):
			return g.binary(opMul, x.a, g.binary(opMul, x.b, b))
		}
	case opDiv:
		switch {
		case g.is(b, 1):
			return a
		case g.is(a, 0):
			return a
		case x.op == opNeg:
			return g.unary(opNeg, g.binary(opDiv, x.a, b))
		}
	case opPow:
		switch {
		case g.is(b, 0):
			return g.constant(1)
		case g.is(b, 1):
			return a
		case g.is(b, 2):
			return g.binary(opMul, a, a)
		case g.is(b, 0.5):
			return g.unary(opSqrt, a)
		case g.is(b, -1):
			return g.binary(opDiv, g.constant(1), a)
		case x.op == opP:
			return g.add(instr{op: opPowLog, a: a, b: b, c: g.add(instr{op: opLogP})})
		case x.op == opQ:
			return g.add(instr{op: opPowLog, a: a, b: b, c: g.add(instr{op: opLogQ})})
		}
	case opMin, opMax:
		if a == b {
			return a
		}
	}
	return g.add(instr{op: o, a: a, b: b})
}

func (g *graph) where(a, b, c int32) int32 {
	switch {
	case g.code[a].op == opConst && g.code[a].v != 0:
		return b
	case g.code[a].op == opConst:
		return c
	case b == c:
		return b
	}
	return g.add(instr{op: opWhere, a: a, b: b, c: c})
}

// end leaves what the result needs, the result last. It returns where instructions
// went, up to the result, and -1 for those that are gone.
func (g *graph) end(result int32) (place []int32) {
	if len(g.code) == 0 {
		return nil // an error came before
	}
	needed := make([]bool, result+1)
	needed[result] = true
	for i := result; i >= 0; i-- {
		if needed[i] {
			in := g.code[i]
			for k, operand := range [...]int32{in.a, in.b, in.c} {
				if k < in.op.arity() {
					needed[operand] = true
				}
			}
		}
	}
	place = make([]int32, result+1)
	var kept []instr
	for i, in := range g.code[:result+1] {
		if place[i] = -1; needed[i] {
			place[i] = int32(len(kept))
			in.a, in.b, in.c = place[in.a], place[in.b], place[in.c] // those not used are reset below
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

// specialise returns the instructions for a truth and values of the parameters.
func specialise(code []instr, truth float64, values []float64, epsilon float64) []instr {
	var g graph
	place := make([]int32, len(code))
	leaf := func(o op) int32 { return g.add(instr{op: o}) }
	for i, in := range code {
		a, b := place[in.a], place[in.b]
		switch in.op.arity() {
		case 1:
			place[i] = g.unary(in.op, a)
			continue
		case 2:
			place[i] = g.binary(in.op, a, b)
			continue
		case 3:
			place[i] = g.where(a, b, place[in.c])
			continue
		}
		switch in.op {
		case opConst:
			place[i] = g.constant(in.v)
		case opParam:
			place[i] = g.constant(values[int(in.v)])
		case opTruth:
			place[i] = g.constant(truth)
		case opEpsilon:
			place[i] = g.constant(epsilon)
		case opProb:
			place[i] = leaf(opP)
		case opLogit:
			place[i] = leaf(opX)
		case opPt:
			if place[i] = leaf(opP); truth == 0 {
				place[i] = leaf(opQ)
			}
		case opLogitT:
			if place[i] = leaf(opX); truth == 0 {
				place[i] = g.unary(opNeg, leaf(opX))
			}
		}
	}
	g.end(place[len(code)-1])
	return g.code
}

// unary returns a function with its first two derivatives.
func unary(o op, x float64) (f, f1, f2 float64) {
	switch o {
	case opNeg:
		return -x, -1, 0
	case opLog:
		return math.Log(x), 1 / x, -1 / (x * x)
	case opLog1p:
		return math.Log1p(x), 1 / (1 + x), -1 / ((1 + x) * (1 + x))
	case opExp:
		f = math.Exp(x)
		return f, f, f
	case opExpm1:
		f = math.Exp(x)
		return math.Expm1(x), f, f
	case opSqrt:
		f = math.Sqrt(x)
		return f, 0.5 / f, -0.25 / (f * x)
	case opAbs:
		switch {
		case x > 0:
			return x, 1, 0
		case x < 0:
			return -x, -1, 0
		}
		return x, 0, 0
	case opSigmoid:
		p, q := logistic(x)
		return p, p * q, p * q * (q - p)
	case opSoftplus:
		p, q := logistic(x)
		return max(x, 0) + math.Log1p(math.Exp(-math.Abs(x))), p, p * q
	case opTanh:
		f = math.Tanh(x)
		return f, 1 - f*f, -2 * f * (1 - f*f)
	case opNot:
		return truth(x == 0), 0, 0
	}
	panic("formula: no function")
}

// binary returns the value of an operator.
func binary(o op, x, y float64) float64 {
	switch o {
	case opAdd:
		return x + y
	case opSub:
		return x - y
	case opMul:
		return x * y
	case opDiv:
		return x / y
	case opPow:
		return math.Pow(x, y)
	case opMin:
		return min(x, y)
	case opMax:
		return max(x, y)
	case opLess:
		return truth(x < y)
	case opLessEqual:
		return truth(x <= y)
	case opEqual:
		return truth(x == y)
	case opAnd:
		return truth(x != 0 && y != 0)
	case opOr:
		return truth(x != 0 || y != 0)
	}
	panic("formula: no operator")
}

func truth(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

// logistic returns p = 1/(1+e^-x) and 1-p.
func logistic(x float64) (p, q float64) {
	e := math.Exp(-math.Abs(x))
	large := 1 / (1 + e)
	if x < 0 {
		return e * large, large
	}
	return large, e * large
}
