package formula

import "math"

// specialise returns the instructions for a label and values of the parameters.
func specialise(code []instr, truth float64, values []float64, epsilon float64) []instr {
	var g Graph
	place := make([]Node, len(code))
	leaf := func(o Op) Node { return g.add(instr{op: o}) }
	for i, in := range code {
		a, b := place[in.a], place[in.b]
		switch in.op.arity() {
		case 1:
			place[i] = g.Unary(in.op, a)
			continue
		case 2:
			place[i] = g.Binary(in.op, a, b)
			continue
		case 3:
			place[i] = g.Where(a, b, place[in.c])
			continue
		}
		switch in.op {
		case OpConst:
			place[i] = g.Constant(in.v)
		case OpParam:
			place[i] = g.Constant(values[int(in.v)])
		case OpTruth:
			place[i] = g.Constant(truth)
		case OpEpsilon:
			place[i] = g.Constant(epsilon)
		case OpProb:
			place[i] = leaf(OpP)
		case OpLogit:
			place[i] = leaf(OpX)
		case OpPt:
			switch truth {
			case 1:
				place[i] = leaf(OpP)
			case 0:
				place[i] = leaf(OpQ)
			default:
				y, n := g.Constant(truth), g.Constant(1-truth)
				place[i] = g.Binary(OpAdd, g.Binary(OpMul, y, leaf(OpP)),
					g.Binary(OpMul, n, leaf(OpQ)))
			}
		case OpLogitT:
			switch truth {
			case 1:
				place[i] = leaf(OpX)
			case 0:
				place[i] = g.Unary(OpNeg, leaf(OpX))
			default:
				place[i] = g.Binary(OpMul, g.Constant(2*truth-1), leaf(OpX))
			}
		}
	}
	g.end(place[len(code)-1])
	return g.code
}

// unary returns a function with its first two derivatives.
func unary(o Op, x float64) (f, f1, f2 float64) {
	switch o {
	case OpNeg:
		return -x, -1, 0
	case OpLog:
		return math.Log(x), 1 / x, -1 / (x * x)
	case OpLog1p:
		return math.Log1p(x), 1 / (1 + x), -1 / ((1 + x) * (1 + x))
	case OpExp:
		f = math.Exp(x)
		return f, f, f
	case OpExpm1:
		f = math.Exp(x)
		return math.Expm1(x), f, f
	case OpSqrt:
		f = math.Sqrt(x)
		return f, 0.5 / f, -0.25 / (f * x)
	case OpAbs:
		switch {
		case x > 0:
			return x, 1, 0
		case x < 0:
			return -x, -1, 0
		}
		return x, 0, 0
	case OpSigmoid:
		p, q := logistic(x)
		return p, p * q, p * q * (q - p)
	case OpSoftplus:
		p, q := logistic(x)
		return max(x, 0) + math.Log1p(math.Exp(-math.Abs(x))), p, p * q
	case OpTanh:
		f = math.Tanh(x)
		return f, 1 - f*f, -2 * f * (1 - f*f)
	case OpNot:
		return truth(x == 0), 0, 0
	case OpStop:
		return x, 0, 0
	}
	panic("formula: no function")
}

// operate returns the value of an operator.
func operate(o Op, x, y float64) float64 {
	switch o {
	case OpAdd:
		return x + y
	case OpSub:
		return x - y
	case OpMul:
		return x * y
	case OpDiv:
		return x / y
	case OpPow:
		return math.Pow(x, y)
	case OpMin:
		return min(x, y)
	case OpMax:
		return max(x, y)
	case OpLess:
		return truth(x < y)
	case OpLessEqual:
		return truth(x <= y)
	case OpEqual:
		return truth(x == y)
	case OpAnd:
		return truth(x != 0 && y != 0)
	case OpOr:
		return truth(x != 0 || y != 0)
	}
	panic("formula: no Operator")
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
