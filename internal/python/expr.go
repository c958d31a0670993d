package python

import "slices"

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
	ClassNorm    // logsumexp of the logits of Name over the classes
	ClassMax     // the greatest of the logits of Name

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
	Mean       // of a batch; its value is for a batch of one
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
	At    Position // the first place in the code

	has     uint64 // the operations in it, a bit each
	changes bool   // it depends on a prediction or a label
	soft    bool   // it has a softplus

	// inputs, linear and within are the sets of the inputs that it depends on, of those without a
	// function between, and of those that are within a function such as log.
	inputs, linear, within inputSet
}

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
	seen := map[*Expr]bool{}
	var in func(*Expr) bool
	in = func(e *Expr) bool {
		if seen[e] {
			return false
		}
		seen[e] = true
		return f(e) || slices.ContainsFunc(e.Args, in)
	}
	return in(e)
}

// hasAny reports whether e has one of some operations.
func (e *Expr) hasAny(ops ...Op) bool {
	return slices.ContainsFunc(ops, func(o Op) bool { return e.has&(1<<o) != 0 })
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
