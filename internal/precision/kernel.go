package precision

import (
	"math"
	"slices"
)

// run computes the node for every number of dst, before it is rounded to the
// node's format. of returns the numbers of an operand; a constant has only one.
func (n *node) run(dst []float64, of func(Value) []float64) {
	switch n.op {
	case opAdd, opSub, opMul, opDiv, opMin, opMax, opLess, opGreater, opEqual:
		n.binary(dst, of(n.a), of(n.b))
	case opPow:
		pow(dst, of(n.a), of(n.b), n.k[0], n.format)
	case opSigmoidBack, opSoftplusBack, opClampBack, opBCEBack:
		n.fused(dst, of(n.a), of(n.b))
	case opWhere:
		c, a, b := of(n.a), of(n.b), of(n.c)
		for i := range dst {
			if at(c, i) != 0 {
				dst[i] = at(a, i)
			} else {
				dst[i] = at(b, i)
			}
		}
	default:
		n.unary(dst, of(n.a))
	}
}

// at returns the number at i, or the constant.
func at(v []float64, i int) float64 {
	if len(v) == 1 {
		return v[0]
	}
	return v[i]
}

func (n *node) binary(dst, a, b []float64) {
	switch {
	case len(a) == 1 && len(dst) > 1:
		k := a[0]
		b := b[:len(dst)]
		switch n.op {
		case opAdd:
			for i := range dst {
				dst[i] = k + b[i]
			}
		case opSub:
			for i := range dst {
				dst[i] = k - b[i]
			}
		case opMul:
			for i := range dst {
				dst[i] = k * b[i]
			}
		default:
			for i := range dst {
				dst[i] = n.op.of(k, b[i])
			}
		}
	case len(b) == 1 && len(dst) > 1:
		k := b[0]
		a := a[:len(dst)]
		switch n.op {
		case opAdd:
			for i := range dst {
				dst[i] = a[i] + k
			}
		case opSub:
			for i := range dst {
				dst[i] = a[i] - k
			}
		case opMul:
			for i := range dst {
				dst[i] = a[i] * k
			}
		default:
			for i := range dst {
				dst[i] = n.op.of(a[i], k)
			}
		}
	default:
		a, b := a[:len(dst)], b[:len(dst)]
		switch n.op {
		case opAdd:
			for i := range dst {
				dst[i] = a[i] + b[i]
			}
		case opSub:
			for i := range dst {
				dst[i] = a[i] - b[i]
			}
		case opMul:
			for i := range dst {
				dst[i] = a[i] * b[i]
			}
		default:
			for i := range dst {
				dst[i] = n.op.of(a[i], b[i])
			}
		}
	}
}

// of returns the operation of two numbers.
func (o op) of(a, b float64) float64 {
	switch o {
	case opAdd:
		return a + b
	case opSub:
		return a - b
	case opMul:
		return a * b
	case opDiv:
		return a / b
	case opMin:
		return min(a, b)
	case opMax:
		return max(a, b)
	case opLess:
		return truth(a < b)
	case opGreater:
		return truth(a > b)
	}
	return truth(a == b)
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func (n *node) unary(dst, a []float64) {
	if len(a) < len(dst) {
		a = slices.Repeat(a, len(dst))
	}
	a = a[:len(dst)]
	w := n.format.work()
	switch n.op {
	case opCast, opDetach, opBCELogits, opCustom:
		copy(dst, a)
	case opNeg:
		for i := range dst {
			dst[i] = -a[i]
		}
	case opExp:
		each(dst, a, math.Exp)
	case opLog, opLn:
		each(dst, a, math.Log)
	case opLog1p:
		each(dst, a, math.Log1p)
	case opExpm1:
		each(dst, a, math.Expm1)
	case opSqrt:
		each(dst, a, math.Sqrt)
	case opAbs:
		each(dst, a, math.Abs)
	case opSign:
		for i := range dst {
			dst[i] = truth(a[i] > 0) - truth(a[i] < 0)
		}
	case opTanh:
		each(dst, a, math.Tanh)
	case opSigmoid:
		for i := range dst {
			dst[i] = 1 / w.Round(1+w.Round(math.Exp(-a[i])))
		}
	case opLogSigmoid: // min(0, a) - log1p(exp(-|a|)), in one kernel
		for i := range dst {
			dst[i] = min(0, a[i]) - w.Round(math.Log1p(w.Round(math.Exp(-math.Abs(a[i])))))
		}
	case opLogSigmoidSlope: // 1 - sigmoid, from the smaller of both
		kept := w
		if n.k[0] != 0 {
			kept = Format(n.k[1])
		}
		for i := range dst {
			z := kept.Round(w.Round(math.Exp(-math.Abs(a[i]))))
			dst[i] = z / w.Round(1+z)
			if a[i] < 0 {
				dst[i] = 1 - w.Round(dst[i])
			}
		}
	case opSoftplus: // torch's: a itself above 20
		for i := range dst {
			if a[i] > 20 {
				dst[i] = a[i]
			} else {
				dst[i] = math.Log1p(w.Round(math.Exp(a[i])))
			}
		}
	case opLogAddExp0:
		for i := range dst {
			dst[i] = max(a[i], 0) + w.Round(math.Log1p(w.Round(math.Exp(-math.Abs(a[i])))))
		}
	case opClamp:
		for i := range dst {
			dst[i] = min(max(a[i], n.k[0]), n.k[1])
		}
	case opBCE:
		for i := range dst {
			dst[i] = bce(w, a[i], n.k[0], n.k[1] != 0)
		}
	}
}

func each(dst, a []float64, f func(float64) float64) {
	for i := range dst {
		dst[i] = f(a[i])
	}
}

// bce is (y-1)·max(log(1-p), -100) - y·max(log p, -100), with log1p(-p) but for
// torch1.
func bce(w Format, p, y float64, torch1 bool) float64 {
	no := math.Log1p(-p)
	if torch1 {
		no = math.Log(w.Round(1 - p))
	}
	no = max(w.Round(no), -100)
	yes := max(w.Round(math.Log(p)), -100)
	return w.Round((y-1)*no) - w.Round(y*yes)
}

// fused computes gradients that frameworks compute in one kernel, from
// the incoming gradient d and the operand.
func (n *node) fused(dst, d, a []float64) {
	w := n.format.work()
	for i := range dst {
		d, a := at(d, i), at(a, i)
		switch n.op {
		case opSigmoidBack: // a is the sigmoid
			dst[i] = w.Round(w.Round(d*w.Round(1-a)) * a)
		case opSoftplusBack:
			if a > 20 {
				dst[i] = d
				break
			}
			z := w.Round(math.Exp(a))
			dst[i] = w.Round(d*z) / w.Round(z+1)
		case opClampBack:
			switch {
			case a < n.k[0] || a > n.k[1]:
				dst[i] = 0
			case n.c != 0 && (a == n.k[0] || a == n.k[1]):
				dst[i] = d / 2
			default:
				dst[i] = d
			}
		case opBCEBack:
			least := n.format.Round(1e-12)
			dst[i] = w.Round(d*w.Round(a-n.k[0])) / max(w.Round(w.Round(1-a)*a), least)
		}
	}
}

// pow computes a^k from a and ln a.
func pow(dst, a, ln []float64, k float64, f Format) {
	a = a[:len(dst)]
	switch k {
	case 0:
		for i := range dst {
			dst[i] = 1
		}
		return
	case 1:
		copy(dst, a)
		return
	case 2:
		for i := range dst {
			dst[i] = a[i] * a[i]
		}
		return
	case 0.5:
		each(dst, a, math.Sqrt)
		return
	}
	if f == Float64 || len(dst) == 1 {
		for i := range dst {
			dst[i] = math.Pow(a[i], k)
		}
		return
	}
	ln = ln[:len(dst)]
	for i, x := range a {
		switch {
		case x > 0 && x <= math.MaxFloat64:
			dst[i] = math.Exp(k * ln[i])
		case x != x:
			dst[i] = x
		default:
			dst[i] = math.Pow(x, k)
		}
	}
}
