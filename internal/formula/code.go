package formula

import (
	"maps"
	"math"
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
			body = append(body, w.name(name)+" = "+w.text(Node(i), lowest, 1, true))
		}
	}
	last := Node(len(f.code) - 1)
	if w.plain(last) {
		delete(w.names, last)
		return append(body, "loss = "+w.argument(last, 1)), params
	}
	return append(body, "loss = "+w.text(last, lowest, 1, true)), params
}

// Source returns the formula as package syntax reads it: not as it was written, but the
// same.
func (f *Formula) Source() string {
	w := writer{f, f.shared(), true}
	var lines []string
	for _, p := range f.Params {
		lines = append(lines, p.Name+" = "+strconv.FormatFloat(p.Default, 'g', -1, 64))
	}
	last := Node(len(f.code) - 1)
	for i := range f.code {
		if name, ok := w.names[Node(i)]; ok && Node(i) != last {
			lines = append(lines, name+" = "+w.text(Node(i), lowest, 1, true))
		}
	}
	return strings.Join(append(lines, w.text(last, lowest, 1, true)), "\n")
}

// A writer writes instructions as expressions.
type writer struct {
	f     *Formula
	names map[Node]string // of instructions that have a line

	// source writes formulas, and not statements. They have no conditions apart from
	// numbers, and call nothing a number.
	source bool
}

// maxShared is the largest number of operations of an expression that is written out
// wherever it is used.
const maxShared = 8

// shared returns the names of f and of long expressions that are used more than once:
// written at each place, they would double with every square of a square.
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
var reserved = " loss losses stop ops torch jnp jax math y p p_t x y_true y_pred epsilon where min max sigmoid softplus" +
	" and as assert async await break class continue def del elif else except finally for from global if import in is" +
	" lambda nonlocal not or pass raise return try while with yield None True False" +
	" case chan const default defer fallthrough func go goto interface map package range select struct switch type var nil true false len "

func (w *writer) name(name string) string {
	if !w.source && strings.Contains(reserved, " "+name+" ") {
		return name + "_"
	}
	return name
}

// The precedences of the expressions that text writes.
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
}{OpAdd: {"+", sum}, OpSub: {"-", sum}, OpMul: {"*", product}, OpDiv: {"/", product}}

var called = map[Op]string{
	OpLog: "log", OpLog1p: "log1p", OpExp: "exp", OpExpm1: "expm1", OpSqrt: "sqrt", OpAbs: "abs",
	OpStop: "stop", OpSigmoid: "sigmoid", OpSoftplus: "softplus", OpTanh: "tanh", OpPow: "pow",
	OpMin: "min", OpMax: "max",
}

var compared = map[Op]string{OpLess: " < ", OpLessEqual: " <= ", OpEqual: " == "}

// text is an instruction as an expression, in parentheses if it binds looser than
// precedence. One that a line of the formula names is that name, unless it is defined
// here. Spaces follow gofmt, which uses fewer at a greater depth: 1, and more within
// operators and arguments.
func (w *writer) text(i Node, precedence, depth int, define bool) string {
	in := w.f.code[i]
	if name, ok := w.names[i]; ok && !define {
		return w.name(name)
	}
	own := w.precedence(i, define)
	if own < precedence {
		return "(" + w.text(i, lowest, max(1, depth-1), define) + ")"
	}
	switch in.op {
	case OpConst:
		switch { // only finite numbers have literals in most languages
		case in.v != in.v:
			return "log(" + w.constant(-1) + ")"
		case math.IsInf(in.v, 1):
			return "-log(" + w.constant(0) + ")"
		case math.IsInf(in.v, -1):
			return "log(" + w.constant(0) + ")"
		}
		return strconv.FormatFloat(in.v, 'g', -1, 64)
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
		switch {
		case w.source:
			return "xt"
		case depth == 1:
			return "(2*y - 1) * x"
		}
		return "(2*y-1)*x"
	case OpEpsilon:
		return "epsilon"
	case OpNeg:
		return "-" + w.text(in.a, sign, depth, false)
	case OpAdd, OpSub, OpMul, OpDiv:
		operator := infix[in.op].text
		if own < w.spaced(i, depth, define) {
			operator = " " + operator + " "
		}
		left := depth + 1
		if w.precedence(in.a, false) == own {
			left--
		}
		right := w.text(in.b, own+1, depth+1, false)
		if operator == "-" && right[0] == '-' {
			operator = "- "
		}
		return w.text(in.a, own, left, false) + operator + right
	case OpWhere:
		return "where(" + w.condition(in.a, depth+1, false) + ", " + w.argument(in.b,
			depth+1) + ", " + w.argument(in.c, depth+1) + ")"
	case OpLess, OpLessEqual, OpEqual, OpAnd, OpOr, OpNot:
		if w.source {
			return "(" + w.condition(i, depth, define) + ")"
		}
		return "where(" + w.condition(i, depth+1,
			define) + ", " + w.constant(1) + ", " + w.constant(0) + ")"
	}
	if in.op.arity() == 1 {
		return called[in.op] + "(" + w.argument(in.a, depth) + ")"
	}
	second := w.argument
	if in.op == OpPow { // a number is good as an exponent
		second = func(i Node, depth int) string { return w.text(i, lowest, depth, false) }
	}
	return called[in.op] + "(" + w.argument(in.a, depth+1) + ", " + second(in.b, depth+1) + ")"
}

// precedence returns the precedence of an expression that text writes without parentheses.
func (w *writer) precedence(i Node, define bool) int {
	in := w.f.code[i]
	if _, ok := w.names[i]; ok && !define {
		return atom
	}
	switch in.op {
	case OpAdd, OpSub, OpMul, OpDiv:
		return infix[in.op].precedence
	case OpLogitT:
		if !w.source {
			return product
		}
	case OpNeg:
		return sign
	case OpConst:
		if math.IsInf(in.v, 1) || math.Signbit(in.v) && in.v-in.v == 0 {
			return sign
		}
	}
	return atom
}

// spaced is the precedence from which on gofmt writes an expression without spaces.
func (w *writer) spaced(i Node, depth int, define bool) int {
	sums, products, minus := w.operators(i, define)
	switch {
	case minus: // a - -b
		return product
	case sums && products && depth == 1:
		return product
	case sums && products:
		return sum
	case depth == 1:
		return product + 1
	}
	return sum
}

// operators reports the operators of an expression outside of parentheses, and whether
// one subtracts an operand that begins with a minus.
func (w *writer) operators(i Node, define bool) (sums, products, minus bool) {
	own := w.precedence(i, define)
	switch own {
	case sum:
		sums = true
	case product:
		products = true
	default:
		return false, false, false
	}
	in := w.f.code[i]
	if in.op == OpLogitT {
		return sums, products, false
	}
	minus = in.op == OpSub && w.precedence(in.b, false) == sign
	for k, operand := range [...]Node{in.a, in.b} {
		if w.precedence(operand, false) >= own+k { // without parentheses
			s, p, m := w.operators(operand, false)
			sums, products, minus = sums || s, products || p, minus || m
		}
	}
	return sums, products, minus
}

// condition returns an instruction as a Boolean expression.
func (w *writer) condition(i Node, depth int, define bool) string {
	in := w.f.code[i]
	if _, named := w.names[i]; !named || define {
		switch in.op {
		case OpLess, OpLessEqual, OpEqual:
			left := w.text(in.a, sum, depth+1, false)
			if w.plain(in.b) {
				left = w.tensor(in.a, left)
			}
			return left + compared[in.op] + w.text(in.b, sum, depth+1, false)
		}
		switch {
		case !w.source:
		case in.op == OpNot:
			return "!(" + w.condition(in.a, depth, false) + ")"
		case in.op == OpAnd:
			return "(" + w.condition(in.a, depth, false) + " && " + w.condition(in.b, depth,
				false) + ")"
		case in.op == OpOr:
			return "(" + w.condition(in.a, depth, false) + " || " + w.condition(in.b, depth,
				false) + ")"
		}
		switch in.op {
		case OpNot:
			return "not(" + w.condition(in.a, depth, false) + ")"
		case OpAnd:
			return "both(" + w.condition(in.a, depth+1, false) + ", " + w.condition(in.b, depth+1,
				false) + ")"
		case OpOr:
			return "either(" + w.condition(in.a, depth+1, false) + ", " + w.condition(in.b, depth+1,
				false) + ")"
		}
	}
	return w.tensor(i, w.text(i, sum, depth+1, false)) + " != 0"
}

// argument is an instruction as an argument of a function.
func (w *writer) argument(i Node, depth int) string {
	return w.tensor(i, w.text(i, lowest, depth, false))
}

// tensor is the text of an instruction where PyTorch wants no number.
func (w *writer) tensor(i Node, s string) string {
	if w.plain(i) && !w.source {
		return "number(" + s + ")"
	}
	return s
}

// plain is whether an instruction computes a number from numbers, with operators only.
func (w *writer) plain(i Node) bool {
	in := w.f.code[i]
	switch in.op {
	case OpConst:
		return in.v-in.v == 0
	case OpParam, OpEpsilon:
		return true
	case OpNeg:
		return w.plain(in.a)
	case OpAdd, OpSub, OpMul, OpDiv:
		return w.plain(in.a) && w.plain(in.b)
	}
	return false
}

// constant is a number as an argument of a function.
func (w *writer) constant(v float64) string {
	s := strconv.FormatFloat(v, 'g', -1, 64)
	if w.source {
		return s
	}
	return "number(" + s + ")"
}
