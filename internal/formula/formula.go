// Package formula evaluates losses that users write as formulas. Package syntax compiles a
// formula into instructions that compute many predictions at once, and the derivatives use
// forward differentiation. A [Formula] with values for its parameters is a [losscore.Loss].
package formula

import (
	"math"
	"slices"
)

// The bounds of a formula, which limit the time that it takes.
const (
	MaxSize   = 512 // operations
	MaxParams = 8
)

// A Param is a parameter of a formula, with the range of its slider. Any finite value is
// valid.
type Param struct {
	Name           string
	Min, Max, Step float64
	Default        float64
}

// A Formula is a loss with parameters.
type Formula struct {
	Params []Param         // in the order of their first use
	code   []instr         // the last is the loss
	names  map[Node]string // of instructions that a line of the formula names
}

// known are the parameters that many losses of the literature use.
var known = map[string]Param{
	"gamma": {Min: 0, Max: 10, Step: 0.05, Default: 2},
	"alpha": {Min: 0, Max: 1, Step: 0.01, Default: 0.25},
}

// NewParam returns a parameter with the range and the first value of one whose formula
// sets neither.
func NewParam(name string) Param {
	p, ok := known[name]
	if !ok {
		p = Param{Min: 0, Max: 5, Step: 0.05, Default: 1}
	}
	p.Name = name
	return p
}

// NewParamAt returns a parameter with a range that fits its first value.
func NewParamAt(name string, value float64) Param {
	p := NewParam(name)
	if value == p.Default {
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
	p.Max = min(p.Max, math.MaxFloat64)
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

// An Op is the operation of an instruction.
type Op uint8

// The operations.
const (
	OpConst Op = iota // v
	OpParam           // of index v
	OpTruth           // y
	OpProb            // p
	OpPt
	OpLogit // x
	OpLogitT
	OpEpsilon // of the clip

	// Those above with a truth are these.
	OpP
	OpQ // 1-p
	OpX
	OpLogP
	OpLogQ

	OpNeg
	OpLog
	OpLog1p
	OpExp
	OpExpm1
	OpSqrt
	OpAbs
	OpSigmoid
	OpSoftplus
	OpTanh
	OpNot
	OpStop       // its value, without derivatives
	OpLogSigmoid // -softplus(-a), the form that a graph uses
	OpFloat32    // a, which only an emulation of rounding converts

	OpAdd
	OpSub
	OpMul
	OpDiv
	OpPow
	OpMin
	OpMax
	OpLess
	OpLessEqual
	OpEqual
	OpAnd
	OpOr
	OpBCE       // cross-entropy of the label a and the probability b, which a graph expands
	OpBCELogits // the same of the logit b

	OpWhere  // a ? b : c
	OpPowLog // pow(a, b), c the logarithm of a
)

// An instr is an operation on the results of earlier ones.
type instr struct {
	op      Op
	a, b, c Node
	v       float64
}

// arity returns the number of operands of an operation.
func (o Op) arity() int {
	switch {
	case o < OpNeg:
		return 0
	case o < OpAdd:
		return 1
	case o < OpWhere:
		return 2
	}
	return 3
}
