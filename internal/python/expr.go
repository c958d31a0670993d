package python

import (
	"math"
	"slices"
)

// An Op is an operation of an [Expr].
type Op uint8

// The operations, by how many operands they have.
const (
	Const Op = iota
	Param    // a number that the caller of the code chooses
	Input    // an array that the caller of the code passes
	Label
	Prob
	Logit
	ProbTrue  // p_t
	LogitTrue // the logit of p_t
	Epsilon
	ClassLogProb // log-softmax of one of the classes
	ClassOneHot  // 1 for the labelled class, 0 for the others

	Neg
	Log
	Log1p
	Exp
	Expm1
	Sqrt
	Abs
	Sigmoid
	Softplus
	Tanh
	Not
	Stop
	LogSigmoid // of a reading as it is written, as the three below; others expand them
	Float32    // a conversion
	Mean       // of a batch; its value is that of a batch of one
	Sum

	Add
	Sub
	Mul
	Div
	Pow
	Min
	Max
	Less
	LessEqual
	Equal
	And
	Or
	BCE       // cross-entropy of a label and a probability
	BCELogits // the same of a logit

	Where
)

// Arity returns how many operands an operation has.
func (o Op) Arity() int {
	switch {
	case o < Neg:
		return 0
	case o < Add:
		return 1
	case o < Where:
		return 2
	}
	return 3
}

// An Expr is an elementwise expression of a label and a prediction. Equal expressions of one
// [Reading] are the same pointer.
type Expr struct {
	Op    Op
	Args  []*Expr
	Value float64  // of Const, and the default of Param
	Name  string   // of Param and Input
	At    Position // where the code has it first

	changes bool // it depends on a prediction or a label
	soft    bool // it has a softplus
}

type exprKey struct {
	op      Op
	v       float64
	name    string
	a, b, c *Expr
}

// maxExprs bounds the expressions of a source.
const maxExprs = 6000

// A pool makes expressions, each once.
type pool struct {
	known   map[exprKey]*Expr
	at      Position
	over    func() // called when there are too many
	written bool   // expressions are as the code has them, and not simplified
}

func (p *pool) make(op Op, v float64, name string, args ...*Expr) *Expr {
	k := exprKey{op: op, v: v, name: name}
	if v != v { // NaN is not equal to itself
		k.v, k.name = 0, "NaN"
	}
	for i, a := range args {
		switch i {
		case 0:
			k.a = a
		case 1:
			k.b = a
		case 2:
			k.c = a
		}
	}
	if e, ok := p.known[k]; ok {
		return e
	}
	if p.known == nil {
		p.known = map[exprKey]*Expr{}
	}
	if len(p.known) >= maxExprs {
		p.over()
	}
	e := &Expr{Op: op, Args: args, Value: v, Name: name, At: p.at, soft: op == Softplus}
	switch op {
	case Input, Label, Prob, Logit, ProbTrue, LogitTrue, ClassLogProb, ClassOneHot:
		e.changes = true
	}
	for _, a := range args {
		e.changes, e.soft = e.changes || a.changes, e.soft || a.soft
	}
	p.known[k] = e
	return e
}

func (p *pool) number(v float64) *Expr { return p.make(Const, v, "") }

func (p *pool) leaf(op Op) *Expr { return p.make(op, 0, "") }

func (e *Expr) is(v float64) bool { return e.Op == Const && e.Value == v }

// boolean reports whether e is 0 or 1.
func (e *Expr) boolean() bool {
	switch e.Op {
	case Less, LessEqual, Equal, And, Or, Not, Label, ClassOneHot:
		return true
	case Const:
		return e.Value == 0 || e.Value == 1
	case Stop:
		return e.Args[0].boolean()
	}
	return false
}

func (p *pool) unary(op Op, a *Expr) *Expr {
	switch {
	case a.Op == Const && op != Mean && op != Sum && op != Stop:
		return p.number(applyUnary(op, a.Value))
	case p.written && op != Stop:
	case op == Neg && a.Op == Neg || op == Exp && a.Op == Log:
		return a.Args[0]
	case op == Exp && a.Op == Neg && a.Args[0].Op == Softplus:
		return p.unary(Sigmoid, p.unary(Neg, a.Args[0].Args[0]))
	case op == Exp && a.Op == Neg && a.Args[0].Op == Neg:
		return p.unary(Exp, a.Args[0].Args[0])
	case op == Stop && !a.varies():
		return a
	case op == Mean && a.Op == Const || op == Stop && a.Op == Stop:
		return a
	case op == Not && a.Op == Not && a.Args[0].boolean():
		return a.Args[0]
	}
	return p.make(op, 0, "", a)
}

func (p *pool) binary(op Op, a, b *Expr) *Expr {
	if a.Op == Const && b.Op == Const {
		return p.number(applyBinary(op, a.Value, b.Value))
	}
	if p.written {
		return p.make(op, 0, "", a, b)
	}
	switch op {
	case Add:
		switch {
		case a.is(0):
			return b
		case b.is(0):
			return a
		}
	case Sub:
		switch {
		case b.is(0):
			return a
		case a.is(0):
			return p.unary(Neg, b)
		case a.is(1) && b.Op == Sub && b.Args[0].is(1):
			return b.Args[1]
		case a.Op == Softplus && a.Args[0] == b:
			return p.unary(Softplus, p.unary(Neg, b))
		}
	case Mul:
		switch {
		case a.is(0) || b.is(0):
			return p.number(0)
		case a.is(1):
			return b
		case b.is(1):
			return a
		case a.is(-1):
			return p.unary(Neg, b)
		case b.is(-1):
			return p.unary(Neg, a)
		}
	case Div:
		switch {
		case b.is(1):
			return a
		case b.Op == Add && (a.is(1) || a.Op == Exp): // a sigmoid by hand
			if x, ok := p.logistic(a, b); ok {
				return p.unary(Sigmoid, x)
			}
		}
	case Pow:
		switch {
		case b.is(1):
			return a
		case b.is(0):
			return p.number(1)
		}
	case Min, Max:
		if a == b {
			return a
		}
	case And:
		switch {
		case a.is(1):
			return b
		case b.is(1) || a == b:
			return a
		case a.is(0) || b.is(0):
			return p.number(0)
		}
	case Or:
		switch {
		case a.is(0):
			return b
		case b.is(0) || a == b:
			return a
		case a.is(1) || b.is(1):
			return p.number(1)
		}
	}
	return p.make(op, 0, "", a, b)
}

// logistic returns the x of 1/(1 + e^-x) and of e^x/(1 + e^x).
func (p *pool) logistic(a, b *Expr) (x *Expr, ok bool) {
	exp := b.Args[0]
	if exp.is(1) {
		exp = b.Args[1]
	} else if !b.Args[1].is(1) {
		return nil, false
	}
	switch {
	case exp.Op != Exp:
		return nil, false
	case a.is(1):
		return p.unary(Neg, exp.Args[0]), true
	}
	return exp.Args[0], a == exp
}

func (p *pool) where(c, a, b *Expr) *Expr {
	switch {
	case c.Op == Const && c.Value != 0 || a == b:
		return a
	case c.Op == Const:
		return b
	}
	return p.make(Where, 0, "", c, a, b)
}

// again makes an expression of the operation of e with other operands.
func (p *pool) again(e *Expr, args []*Expr) *Expr {
	switch e.Op.Arity() {
	case 1:
		return p.unary(e.Op, args[0])
	case 2:
		return p.binary(e.Op, args[0], args[1])
	case 3:
		return p.where(args[0], args[1], args[2])
	}
	return e
}

// rewrite replaces parts of e from the leaves up. Of is the part with its operands replaced,
// was the part before.
func (p *pool) rewrite(e *Expr, done map[*Expr]*Expr, f func(was, of *Expr) *Expr) *Expr {
	if r, ok := done[e]; ok {
		return r
	}
	of := e
	if len(e.Args) > 0 {
		args := make([]*Expr, len(e.Args))
		for i, a := range e.Args {
			args[i] = p.rewrite(a, done, f)
		}
		if !slices.Equal(args, e.Args) {
			at := p.at
			p.at = e.At
			of = p.again(e, args)
			p.at = at
		}
	}
	r := f(e, of)
	done[e] = r
	return r
}

// Walk calls f for e and all that it is made of, each once, e last.
func (e *Expr) Walk(f func(*Expr)) {
	seen := map[*Expr]bool{}
	var walk func(*Expr)
	walk = func(e *Expr) {
		if seen[e] {
			return
		}
		seen[e] = true
		for _, a := range e.Args {
			walk(a)
		}
		f(e)
	}
	walk(e)
}

// Has reports whether a part of e satisfies f.
func (e *Expr) Has(f func(*Expr) bool) bool {
	found := false
	e.Walk(func(e *Expr) { found = found || f(e) })
	return found
}

// varies reports whether e depends on a prediction or a label.
func (e *Expr) varies() bool { return e.changes }

// constant returns the value of e with the defaults of its parameters, if it does not vary.
func (e *Expr) constant() (float64, bool) {
	if e.varies() {
		return 0, false
	}
	v, _ := e.Eval(Point{})
	return v, true
}

// A Point is where an expression is evaluated.
type Point struct {
	Y, X    float64            // label and logit
	Values  map[string]float64 // of parameters; others have their defaults
	Epsilon float64
	// Raw makes Prob the number P, whatever X is.
	Raw bool
	P   float64
}

// Eval returns the value of e and its derivative with respect to the logit.
func (e *Expr) Eval(at Point) (v, d float64) {
	done := map[*Expr][2]float64{}
	var eval func(e *Expr) (float64, float64)
	one := func(e *Expr) (float64, float64) {
		q, p := 1/(1+math.Exp(at.X)), 1/(1+math.Exp(-at.X))
		if at.Raw {
			p, q = at.P, 1-at.P
		}
		sign := 2*at.Y - 1
		switch e.Op {
		case Const:
			return e.Value, 0
		case Param:
			if v, ok := at.Values[e.Name]; ok {
				return v, 0
			}
			return e.Value, 0
		case Epsilon:
			return at.Epsilon, 0
		case Label:
			return at.Y, 0
		case Prob:
			return p, p * q
		case Logit:
			return at.X, 1
		case ProbTrue:
			if at.Y == 0 {
				p = q
			}
			return p, sign * p * (1 - p)
		case LogitTrue:
			return sign * at.X, sign
		case Where:
			if c, _ := eval(e.Args[0]); c != 0 {
				return eval(e.Args[1])
			}
			return eval(e.Args[2])
		}
		if e.Op.Arity() == 0 {
			return math.NaN(), math.NaN()
		}
		a, a1 := eval(e.Args[0])
		if e.Op.Arity() == 1 {
			return applyUnary(e.Op, a), times(slope(e.Op, a), a1)
		}
		b, b1 := eval(e.Args[1])
		v := applyBinary(e.Op, a, b)
		switch e.Op {
		case Add:
			return v, a1 + b1
		case Sub:
			return v, a1 - b1
		case Mul:
			return v, times(b, a1) + times(a, b1)
		case Div:
			return v, times(1/b, a1) - times(v/b, b1)
		case Pow:
			d := times(b*math.Pow(a, b-1), a1)
			if b1 != 0 {
				d += v * math.Log(a) * b1
			}
			return v, d
		case Min, Max:
			if v == a {
				return v, a1
			}
			return v, b1
		case BCE:
			return v, times((b-a)/(b*(1-b)), b1)
		case BCELogits:
			return v, times(applyUnary(Sigmoid, b)-a, b1)
		}
		return v, 0
	}
	eval = func(e *Expr) (float64, float64) {
		if r, ok := done[e]; ok {
			return r[0], r[1]
		}
		v, d := one(e)
		done[e] = [2]float64{v, d}
		return v, d
	}
	return eval(e)
}

func times(f, d float64) float64 {
	if d == 0 {
		return 0
	}
	return f * d
}

func applyUnary(op Op, a float64) float64 {
	switch op {
	case Neg:
		return -a
	case Log:
		return math.Log(a)
	case Log1p:
		return math.Log1p(a)
	case Exp:
		return math.Exp(a)
	case Expm1:
		return math.Expm1(a)
	case Sqrt:
		return math.Sqrt(a)
	case Abs:
		return math.Abs(a)
	case Sigmoid:
		return 1 / (1 + math.Exp(-a))
	case Softplus:
		return max(a, 0) + math.Log1p(math.Exp(-math.Abs(a)))
	case LogSigmoid:
		return min(a, 0) - math.Log1p(math.Exp(-math.Abs(a)))
	case Tanh:
		return math.Tanh(a)
	case Not:
		return truth(a == 0)
	}
	return a // Stop, Float32, Mean, Sum
}

// slope is the derivative of a function.
func slope(op Op, a float64) float64 {
	switch op {
	case Neg:
		return -1
	case Log:
		return 1 / a
	case Log1p:
		return 1 / (1 + a)
	case Exp, Expm1:
		return math.Exp(a)
	case Sqrt:
		return 0.5 / math.Sqrt(a)
	case Abs:
		switch {
		case a > 0:
			return 1
		case a < 0:
			return -1
		}
		return 0
	case Sigmoid:
		return 1 / (1 + math.Exp(-a)) / (1 + math.Exp(a))
	case Softplus:
		return 1 / (1 + math.Exp(-a))
	case LogSigmoid:
		return 1 / (1 + math.Exp(a))
	case Tanh:
		t := math.Tanh(a)
		return 1 - t*t
	case Not, Stop:
		return 0
	}
	return 1 // Float32, Mean, Sum
}

func applyBinary(op Op, a, b float64) float64 {
	switch op {
	case Add:
		return a + b
	case Sub:
		return a - b
	case Mul:
		return a * b
	case Div:
		return a / b
	case Pow:
		return math.Pow(a, b)
	case Min:
		return min(a, b)
	case Max:
		return max(a, b)
	case Less:
		return truth(a < b)
	case LessEqual:
		return truth(a <= b)
	case Equal:
		return truth(a == b)
	case And:
		return truth(a != 0 && b != 0)
	case Or:
		return truth(a != 0 || b != 0)
	case BCE:
		return -a*math.Log(b) - (1-a)*math.Log1p(-b)
	case BCELogits:
		return a*applyUnary(Softplus, -b) + (1-a)*applyUnary(Softplus, b)
	}
	return math.NaN()
}

func truth(is bool) float64 {
	if is {
		return 1
	}
	return 0
}
