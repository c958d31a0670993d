package formula

import (
	"maps"
	"strconv"
	"strings"
)

// Statements returns the formula as statements of package code's Source, and the names of
// Params in them.
func (f *Formula) Statements() (body, params []string) {
	w := writer{f, f.shared(), false}
	for _, p := range f.Params {
		params = append(params, w.name(p.Name))
	}
	for i := range f.code[:len(f.code)-1] {
		if name, ok := w.names[Node(i)]; ok {
			body = append(body, w.name(name)+" = "+w.text(Node(i), lowest, true))
		}
	}
	last := Node(len(f.code) - 1)
	if w.plain(last) {
		return []string{"loss = " + w.argument(last)}, params
	}
	return append(body, "loss = "+w.text(last, lowest, true)), params
}

// Source returns the formula as package syntax reads it: not as it was written, but the
// same.
func (f *Formula) Source() string {
	w := writer{f, f.shared(), true}
	var lines []string
	for _, p := range f.Params {
		if p.Default != NewParam(p.Name).Default {
			lines = append(lines, p.Name+" = "+strconv.FormatFloat(p.Default, 'g', -1, 64))
		}
	}
	last := Node(len(f.code) - 1)
	for i := range f.code {
		if name, ok := w.names[Node(i)]; ok && Node(i) != last {
			lines = append(lines, name+" = "+w.text(Node(i), lowest, true))
		}
	}
	return strings.Join(append(lines, w.text(last, lowest, true)), "\n")
}

// A writer writes instructions as expressions.
type writer struct {
	f     *Formula
	names map[Node]string // of instructions that have a line

	// source writes formulas, and not statements. They have no conditions apart from
	// numbers, and call nothing a number.
	source bool
}

// maxShared is how many operations an expression has at most that is written wherever it
// is used.
const maxShared = 8

// shared returns the names of f and of what is used more than once and is long: written at
// each place, it would double with every square of a square.
func (f *Formula) shared() map[Node]string {
	names := maps.Clone(f.names)
	taken := map[string]bool{}
	for _, name := range names {
		taken[name] = true
	}
	for _, p := range f.Params {
		taken[p.Name] = true
	}
	uses, size := make([]int, len(f.code)), make([]int, len(f.code))
	operands := func(in instr) []Node { return []Node{in.a, in.b, in.c}[:in.op.arity()] }
	for _, in := range f.code {
		for _, o := range operands(in) {
			uses[o]++
		}
	}
	part := 0
	for i, in := range f.code {
		size[i] = 1
		for _, o := range operands(in) {
			size[i] += size[o]
		}
		_, named := names[Node(i)]
		if !named && uses[i] > 1 && size[i] > maxShared {
			name := ""
			for name == "" || taken[name] {
				part++
				name = "part" + strconv.Itoa(part)
			}
			names[Node(i)], named = name, true
		}
		if named {
			size[i] = 1
		}
	}
	return names
}

// reserved are names that mean something in one of the languages, or to package code.
var reserved = " loss losses ops torch jnp jax math y p p_t x y_true y_pred epsilon where min max sigmoid softplus" +
	" and as assert async await break class continue def del elif else except finally for from global if import in is" +
	" lambda nonlocal not or pass raise return try while with yield None True False" +
	" case chan const default defer fallthrough func go goto interface map package range select struct switch type var nil true false len "

func (w *writer) name(name string) string {
	if !w.source && strings.Contains(reserved, " "+name+" ") {
		return name + "_"
	}
	return name
}

// The precedence of what text writes.
const (
	lowest = iota
	sum
	product
	sign
	atom
)

var infix = map[Op]struct {
	text       string
	precedence int
}{OpAdd: {" + ", sum}, OpSub: {" - ", sum}, OpMul: {"*", product}, OpDiv: {"/", product}}

var called = map[Op]string{
	OpLog: "log", OpLog1p: "log1p", OpExp: "exp", OpExpm1: "expm1", OpSqrt: "sqrt", OpAbs: "abs",
	OpSigmoid: "sigmoid", OpSoftplus: "softplus", OpTanh: "tanh", OpPow: "pow", OpMin: "min", OpMax: "max",
}

var compared = map[Op]string{OpLess: " < ", OpLessEqual: " <= ", OpEqual: " == "}

// text is an instruction as an expression, in parentheses if it binds looser than
// precedence. One that a line of the formula names is that name, unless it is defined
// here.
func (w *writer) text(i Node, precedence int, define bool) string {
	in := w.f.code[i]
	if name, ok := w.names[i]; ok && !define {
		return w.name(name)
	}
	parens := func(own int, s string) string {
		if own < precedence {
			return "(" + s + ")"
		}
		return s
	}
	switch in.op {
	case OpConst:
		s := strconv.FormatFloat(in.v, 'g', -1, 64)
		if in.v < 0 {
			return parens(sign, s)
		}
		return s
	case OpParam:
		return w.name(w.f.Params[int(in.v)].Name)
	case OpTruth:
		return "y"
	case OpProb:
		return "p"
	case OpPt:
		return "p_t"
	case OpLogit:
		return "x"
	case OpLogitT:
		if w.source {
			return "xt"
		}
		return parens(product, "(2*y - 1)*x")
	case OpEpsilon:
		return "epsilon"
	case OpNeg:
		return parens(sign, "-"+w.text(in.a, sign, false))
	case OpAdd, OpSub, OpMul, OpDiv:
		o := infix[in.op]
		return parens(o.precedence, w.text(in.a, o.precedence, false)+o.text+w.text(in.b, o.precedence+1, false))
	case OpWhere:
		return "where(" + w.condition(in.a) + ", " + w.argument(in.b) + ", " + w.argument(in.c) + ")"
	case OpLess, OpLessEqual, OpEqual, OpAnd, OpOr, OpNot:
		if w.source {
			return "(" + w.condition(i) + ")"
		}
		return "where(" + w.condition(i) + ", " + w.constant(1) + ", " + w.constant(0) + ")"
	}
	args := w.argument(in.a)
	switch {
	case in.op == OpPow: // a number is good as an exponent
		args += ", " + w.text(in.b, lowest, false)
	case in.op.arity() == 2:
		args += ", " + w.argument(in.b)
	}
	return called[in.op] + "(" + args + ")"
}

// condition is an instruction as what is true or false.
func (w *writer) condition(i Node) string {
	in := w.f.code[i]
	if _, named := w.names[i]; !named || i == Node(len(w.f.code)-1) {
		switch in.op {
		case OpLess, OpLessEqual, OpEqual:
			return w.text(in.a, sum, false) + compared[in.op] + w.text(in.b, sum, false)
		}
		switch {
		case !w.source:
		case in.op == OpNot:
			return "!(" + w.condition(in.a) + ")"
		case in.op == OpAnd:
			return "(" + w.condition(in.a) + " && " + w.condition(in.b) + ")"
		case in.op == OpOr:
			return "(" + w.condition(in.a) + " || " + w.condition(in.b) + ")"
		}
		switch in.op {
		case OpNot:
			return "not(" + w.condition(in.a) + ")"
		case OpAnd:
			return "both(" + w.condition(in.a) + ", " + w.condition(in.b) + ")"
		case OpOr:
			return "either(" + w.condition(in.a) + ", " + w.condition(in.b) + ")"
		}
	}
	return w.text(i, sum, false) + " != 0"
}

// argument is an instruction as an argument of a function, which in PyTorch must not be
// a number.
func (w *writer) argument(i Node) string {
	s := w.text(i, lowest, false)
	if w.plain(i) && !w.source {
		return "number(" + s + ")"
	}
	return s
}

// plain is whether an instruction computes a number from numbers, with operators only.
func (w *writer) plain(i Node) bool {
	in := w.f.code[i]
	switch in.op {
	case OpConst, OpParam, OpEpsilon:
		return true
	case OpNeg:
		return w.plain(in.a)
	case OpAdd, OpSub, OpMul, OpDiv:
		return w.plain(in.a) && w.plain(in.b)
	}
	return false
}

func (w *writer) constant(v float64) string {
	return "number(" + strconv.FormatFloat(v, 'g', -1, 64) + ")"
}
