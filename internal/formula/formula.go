// Package formula lets people write a loss: a formula of the truth and the
// prediction, such as
//
//	alpha_t = where(y == 1, alpha, 1 - alpha)
//	-alpha_t * (1 - pt)^gamma * log(pt)
//
// [Parse] compiles it, [Formula.Bind] binds its parameters to values, which makes it a
// [losscore.Loss], and derivatives come by forward differentiation.
//
// A formula has lines of the form name = expression and ends with an expression,
// or an assignment to loss. It knows
//
//	y p pt x xt        the truth, the prediction, the probability of the truth,
//	                   and the logits of p and of pt; also y_true, y_pred, p_t
//	epsilon            where predictions are clipped before
//	log log1p exp expm1 sqrt abs min max pow clip where
//	sigmoid softplus tanh
//	+ - * / ^ **       and < <= > >= == != && || !, which give 1 or 0
//	pi e
//
// Any other name is a parameter; a line that assigns a number to a name makes it one
// with that value at first. What follows # is a comment.
package formula

import (
	"fmt"
	"math"
	"slices"
)

// The bounds of a formula, so that none takes long.
const (
	MaxLength = 4096 // bytes
	MaxSize   = 512  // operations
	MaxParams = 5
)

// An Error says where a formula cannot be read.
type Error struct {
	Line, Column int    // from 1; columns are of characters
	Format       string // of the message, in English, for Args
	Args         []any
}

// Message says what was expected. Format has it in another language, and may take the
// arguments in another order; "" is English.
func (e *Error) Message(format string) string {
	if format == "" {
		format = e.Format
	}
	return fmt.Sprintf(format, e.Args...)
}

func (e *Error) Error() string { return fmt.Sprintf("%d:%d: %s", e.Line, e.Column, e.Message("")) }

// A Param is a parameter of a formula: what a slider offers. Any finite value is
// valid.
type Param struct {
	Name           string
	Min, Max, Step float64
	Default        float64
}

// A Formula is a loss with parameters.
type Formula struct {
	Source string
	Params []Param        // in the order of their first use
	code   []instr        // the last is the loss
	names  map[int]string // of instructions that a line of the formula names
}

// known are the parameters that the losses of the literature share.
var known = map[string]Param{
	"gamma": {Min: 0, Max: 10, Step: 0.05, Default: 2},
	"alpha": {Min: 0, Max: 1, Step: 0.01, Default: 0.25},
}

// newParam returns a parameter with a range that fits its first value.
func newParam(name string, value float64, given bool) Param {
	p, ok := known[name]
	if !ok {
		p = Param{Min: 0, Max: 5, Step: 0.05, Default: 1}
	}
	p.Name = name
	if !given || value == p.Default {
		return p
	}
	p.Default = value
	switch size := math.Abs(value); {
	case size <= 1:
		p.Max = 1
	default: // five times as much, in 1, 2 or 5 of a power of ten
		unit := math.Pow(10, math.Floor(math.Log10(5*size)))
		for _, m := range []float64{1, 2, 5, 10} {
			if p.Max = m * unit; p.Max >= 5*size {
				break
			}
		}
	}
	p.Min = 0
	if value < 0 {
		p.Min = -p.Max
	}
	p.Step = p.Max / 100
	return p
}

// Defaults returns the values of the parameters at first.
func (f *Formula) Defaults() []float64 {
	var v []float64
	for _, p := range f.Params {
		v = append(v, p.Default)
	}
	return v
}

// Param returns the index of the parameter with the name in Params, -1 if there is
// none.
func (f *Formula) Param(name string) int {
	return slices.IndexFunc(f.Params, func(p Param) bool { return p.Name == name })
}

// An op is what an instruction does.
type op uint8

const (
	opConst op = iota // v
	opParam           // of index v
	opTruth           // y
	opProb            // p
	opPt
	opLogit // x
	opLogitT
	opEpsilon // of the clip

	// Those above with a truth are these.
	opP
	opQ // 1-p
	opX
	opLogP
	opLogQ

	opNeg
	opLog
	opLog1p
	opExp
	opExpm1
	opSqrt
	opAbs
	opSigmoid
	opSoftplus
	opTanh
	opNot

	opAdd
	opSub
	opMul
	opDiv
	opPow
	opMin
	opMax
	opLess
	opLessEqual
	opEqual
	opAnd
	opOr

	opWhere  // a ? b : c
	opPowLog // pow(a, b), c the logarithm of a
)

// An instr is an operation on the results of earlier ones.
type instr struct {
	op      op
	a, b, c int32
	v       float64
}

// arity is how many operands an operation has.
func (o op) arity() int {
	switch {
	case o < opNeg:
		return 0
	case o < opAdd:
		return 1
	case o < opWhere:
		return 2
	}
	return 3
}
