package formula

import (
	"math"

	"lossexplorer/losscore"
)

// block is the number of points that an instruction computes before the next one does, so
// that all stay in the processor's caches.
const block = 256

// An evaluator runs specialised code. Its buffers have a block for each instruction, of
// the value and of the first two derivatives.
type evaluator struct {
	loss      *Loss // that code is of, for a label
	label     float64
	code      []instr
	v, d1, d2 []float64
	points
	f1, f2 [block]float64 // of a function
}

// bind makes the evaluator one of code.
func (e *evaluator) bind(code []instr) {
	e.code = code
	n := len(code) * block
	if cap(e.v) < n {
		e.v, e.d1, e.d2 = make([]float64, n), make([]float64, n), make([]float64, n)
	}
	e.v, e.d1, e.d2 = e.v[:n], e.d1[:n], e.d2[:n]
	for i, in := range code {
		if in.op == OpConst {
			v := e.v[i*block:][:block]
			for k := range v {
				v[k] = in.v
			}
			clear(e.d1[i*block:][:block])
			clear(e.d2[i*block:][:block])
		}
	}
	for k := range e.ones {
		e.ones[k] = 1
	}
}

// points are predictions in the forms that formulas use.
type points struct {
	n                   int
	p, q, logP, logQ, x [block]float64
	clipped             [block]bool // where derivatives are 0
	some                bool        // of clipped is true
	ones                [block]float64
}

// The cross-entropy of p_t and its gradient, p_t - 1, have all that is needed of a
// logit, and losscore computes them in the shortest time.
var crossEntropy losscore.Loss = losscore.Focal{}

// setLogits makes them the predictions of logits, clipped to [epsilon, 1-epsilon].
func (t *points) setLogits(x []float64, epsilon float64) {
	n := len(x)
	t.n, t.some = n, false
	size, large, small := t.x[:n], t.p[:n], t.q[:n]
	for k, v := range x {
		size[k] = math.Abs(v)
	}
	// The lengths are the same, and there is no other error.
	losscore.AtLogits(crossEntropy, t.logP[:n], small, t.ones[:n], size)
	for k, v := range x {
		s, l := -small[k], t.logP[k]
		large[k], small[k] = 1-s, s
		t.logP[k], t.logQ[k] = -l, -size[k]-l
		if v < 0 {
			t.p[k], t.q[k], t.logP[k], t.logQ[k] = t.q[k], t.p[k], t.logQ[k], t.logP[k]
		}
		t.x[k] = v
		if t.clipped[k] = s < epsilon; t.clipped[k] {
			t.clip(k, epsilon)
		}
	}
}

// setProbs makes them predictions p.
func (t *points) setProbs(p []float64, epsilon float64) {
	t.n, t.some = len(p), false
	for k, p := range p {
		t.p[k], t.q[k], t.logP[k], t.logQ[k] = p, 1-p, math.Log(p), math.Log1p(-p)
		t.x[k] = t.logP[k] - t.logQ[k]
		if t.clipped[k] = p < epsilon || 1-p < epsilon; t.clipped[k] {
			t.clip(k, epsilon)
		}
	}
}

// clip clips a point that has to be.
func (t *points) clip(k int, epsilon float64) {
	t.some, t.clipped[k] = true, true
	l, m := math.Log(epsilon), math.Log1p(-epsilon)
	if t.p[k] < epsilon {
		t.p[k], t.q[k], t.logP[k], t.logQ[k], t.x[k] = epsilon, 1-epsilon, l, m, l-m
	} else {
		t.p[k], t.q[k], t.logP[k], t.logQ[k], t.x[k] = 1-epsilon, epsilon, m, l, m-l
	}
}

// by is the variable of derivatives.
type by int

const (
	byLogit by = iota
	byProb
)

// run computes the points, with derivatives up to an order, and returns where they
// begin in the buffers.
func (e *evaluator) run(by by, order int) int {
	n := e.n
	for i, in := range e.code {
		v, d1, d2 := e.v[i*block:][:n], e.d1[i*block:][:n], e.d2[i*block:][:n]
		switch {
		case in.op == OpConst:
		case in.op < OpNeg:
			e.leaf(in.op, v, d1, d2, by, order)
			if e.some {
				for k, clipped := range e.clipped[:n] {
					if clipped {
						d1[k], d2[k] = 0, 0
					}
				}
			}
		case in.op < OpAdd:
			e.unary(in, v, d1, d2, order)
		case in.op < OpWhere:
			e.binary(in, v, d1, d2, order)
		case in.op == OpWhere:
			c, a, b := e.v[in.a*block:][:n], in.b*block, in.c*block
			for k := range v {
				from := a
				if c[k] == 0 {
					from = b
				}
				at := int(from) + k
				v[k], d1[k], d2[k] = e.v[at], e.d1[at], e.d2[at]
			}
		case in.op == OpPowLog:
			e.powLog(in, v, d1, d2, order)
		}
	}
	return (len(e.code) - 1) * block
}

// leaf computes an input of a formula from the predictions, with derivatives.
func (t *points) leaf(o Op, v, d1, d2 []float64, by by, order int) {
	n := t.n
	p, q := t.p[:n], t.q[:n]
	switch o {
	case OpP:
		copy(v, p)
	case OpQ:
		copy(v, q)
	case OpLogP:
		copy(v, t.logP[:n])
	case OpLogQ:
		copy(v, t.logQ[:n])
	case OpX:
		copy(v, t.x[:n])
	}
	if order == 0 {
		return
	}
	if by == byProb {
		for k := range v {
			p, q := p[k], q[k]
			switch o {
			case OpP:
				d1[k], d2[k] = 1, 0
			case OpQ:
				d1[k], d2[k] = -1, 0
			case OpLogP:
				d1[k], d2[k] = 1/p, -1/(p*p)
			case OpLogQ:
				d1[k], d2[k] = -1/q, -1/(q*q)
			case OpX:
				d1[k], d2[k] = 1/(p*q), (p-q)/(p*q*p*q)
			}
		}
		return
	}
	switch o {
	case OpP:
		for k := range d1 {
			d1[k] = p[k] * q[k]
		}
	case OpQ:
		for k := range d1 {
			d1[k] = -p[k] * q[k]
		}
	case OpLogP:
		copy(d1, q)
	case OpLogQ:
		for k := range d1 {
			d1[k] = -p[k]
		}
	case OpX:
		copy(d1, t.ones[:n])
	}
	if order == 1 {
		return
	}
	for k := range d2 {
		pq := p[k] * q[k]
		switch o {
		case OpP:
			d2[k] = pq * (q[k] - p[k])
		case OpQ:
			d2[k] = pq * (p[k] - q[k])
		case OpLogP, OpLogQ:
			d2[k] = -pq
		case OpX:
			d2[k] = 0
		}
	}
}

func (e *evaluator) unary(in instr, v, d1, d2 []float64, order int) {
	n := len(v)
	a, a1, a2 := e.v[in.a*block:][:n], e.d1[in.a*block:][:n], e.d2[in.a*block:][:n]
	if in.op == OpNeg {
		for k := range v {
			v[k], d1[k] = -a[k], -a1[k]
		}
		if order == 2 {
			for k := range v {
				d2[k] = -a2[k]
			}
		}
		return
	}
	if in.op == OpStop {
		copy(v, a)
		clear(d1)
		clear(d2)
		return
	}
	for k, x := range a {
		v[k], e.f1[k], e.f2[k] = unary(in.op, x)
	}
	if order == 0 {
		return
	}
	for k := range d1 {
		d1[k] = chain(e.f1[k], a1[k])
	}
	if order == 1 {
		return
	}
	for k := range d2 {
		d2[k] = chain(e.f2[k], a1[k]*a1[k]) + chain(e.f1[k], a2[k])
	}
}

// chain returns f·d, which is 0 if d is 0.
func chain(f, d float64) float64 {
	if d == 0 {
		return 0
	}
	return f * d
}

func (e *evaluator) binary(in instr, v, d1, d2 []float64, order int) {
	n := len(v)
	a, a1, a2 := e.v[in.a*block:][:n], e.d1[in.a*block:][:n], e.d2[in.a*block:][:n]
	b, b1, b2 := e.v[in.b*block:][:n], e.d1[in.b*block:][:n], e.d2[in.b*block:][:n]
	switch in.op {
	case OpAdd:
		for k := range v {
			v[k], d1[k] = a[k]+b[k], a1[k]+b1[k]
		}
		if order == 2 {
			for k := range v {
				d2[k] = a2[k] + b2[k]
			}
		}
	case OpSub:
		for k := range v {
			v[k], d1[k] = a[k]-b[k], a1[k]-b1[k]
		}
		if order == 2 {
			for k := range v {
				d2[k] = a2[k] - b2[k]
			}
		}
	case OpMul:
		for k := range v {
			v[k], d1[k] = a[k]*b[k], a1[k]*b[k]+a[k]*b1[k]
		}
		if order == 2 {
			for k := range v {
				d2[k] = a2[k]*b[k] + 2*a1[k]*b1[k] + a[k]*b2[k]
			}
		}
	case OpDiv:
		for k := range v {
			w := a[k] / b[k]
			d := (a1[k] - w*b1[k]) / b[k]
			v[k], d1[k], d2[k] = w, d, (a2[k]-2*d*b1[k]-w*b2[k])/b[k]
		}
	case OpPow:
		for k := range v {
			v[k], d1[k], d2[k] = pow(a[k], a1[k], a2[k], b[k], b1[k], b2[k])
		}
	case OpMin, OpMax:
		for k := range v {
			first := a[k] <= b[k]
			if in.op == OpMax {
				first = a[k] >= b[k]
			}
			if first || a[k] != a[k] {
				v[k], d1[k], d2[k] = a[k], a1[k], a2[k]
			} else {
				v[k], d1[k], d2[k] = b[k], b1[k], b2[k]
			}
		}
	default:
		for k := range v {
			v[k], d1[k], d2[k] = operate(in.op, a[k], b[k]), 0, 0
		}
	}
}

// pow is a^b with derivatives.
func pow(a, a1, a2, b, b1, b2 float64) (v, d1, d2 float64) {
	v = math.Pow(a, b)
	if b1 == 0 && b2 == 0 {
		f1 := b * math.Pow(a, b-1)
		return v, chain(f1, a1), chain(b*(b-1)*math.Pow(a, b-2), a1*a1) + chain(f1, a2)
	}
	l := math.Log(a)
	u1 := b1*l + b*a1/a
	u2 := b2*l + 2*b1*a1/a + b*(a2-a1*a1/a)/a
	return v, v * u1, v * (u1*u1 + u2)
}

// powLog is pow of a base, p or 1-p, whose logarithm is known.
func (e *evaluator) powLog(in instr, v, d1, d2 []float64, order int) {
	n := len(v)
	a, a1, a2 := e.v[in.a*block:][:n], e.d1[in.a*block:][:n], e.d2[in.a*block:][:n]
	b, b1, b2 := e.v[in.b*block:][:n], e.d1[in.b*block:][:n], e.d2[in.b*block:][:n]
	l := e.v[in.c*block:][:n]
	for k := range v {
		if a[k] == 0 || b1[k] != 0 || b2[k] != 0 {
			v[k], d1[k], d2[k] = pow(a[k], a1[k], a2[k], b[k], b1[k], b2[k])
			continue
		}
		v[k] = math.Exp(b[k] * l[k])
		r := a1[k] / a[k]
		w := b[k] * v[k]
		d1[k] = w * r
		if order == 2 {
			d2[k] = w * ((b[k]-1)*r*r + a2[k]/a[k])
		}
	}
}
