package syntax

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"lossexplorer/internal/formula"
)

// MaxLength is how many bytes a formula has at most.
const MaxLength = 4096

// maxDepth bounds how deep expressions nest.
const maxDepth = 100

func errorAt(source string, at int, code string, args ...string) error {
	before := source[:min(max(at, 0), len(source))]
	line := before[strings.LastIndexByte(before, '\n')+1:]
	return &Error{strings.Count(before, "\n") + 1, utf8.RuneCountInString(line) + 1, code, args}
}

// Parse reads a formula. The error is an [*Error].
func Parse(source string) (f *formula.Formula, err error) {
	if len(source) > MaxLength {
		return nil, &Error{1, 1, "too-long", []string{count(MaxLength)}}
	}
	tokens, err := lex(source)
	if err != nil {
		return nil, err
	}
	var g formula.Graph
	r := &reader{source: source, tokens: tokens, names: map[string]formula.Node{}, graph: &g}
	defer func() {
		switch e := recover().(type) {
		case nil:
		case *Error:
			f, err = nil, e
		default:
			panic(e)
		}
	}()
	r.read()
	return g.Formula(r.result, r.params, r.lines), nil
}

// A Builder makes something of the operations of a formula, in their order. Nodes are
// its own numbers. A [formula.Graph] is one, which simplifies.
type Builder interface {
	Len() int // the operations so far, which [formula.MaxSize] bounds
	Constant(v float64) formula.Node
	Variable(o formula.Op) formula.Node
	Param(i int) formula.Node // that of the index in the formula's Params
	Unary(o formula.Op, a formula.Node) formula.Node
	Binary(o formula.Op, a, b formula.Node) formula.Node
	Where(condition, a, b formula.Node) formula.Node
}

// Build gives the operations of a formula to b as they are written, and returns the
// node of the loss. The source must be one that [Parse] reads.
func Build(source string, b Builder) formula.Node {
	tokens, err := lex(source)
	if err != nil {
		panic(err)
	}
	r := &reader{source: source, tokens: tokens, names: map[string]formula.Node{}, graph: b}
	r.read()
	return r.result
}

// A reader makes instructions of tokens.
type reader struct {
	source string
	tokens []token
	pos    int
	graph  Builder
	params []formula.Param
	names  map[string]formula.Node // of lines
	depth  int

	lines  []formula.Line // that name what they compute
	result formula.Node
}

func (r *reader) fail(at token, code string, args ...string) {
	panic(errorAt(r.source, at.at, code, args...))
}

func (r *reader) at() token { return r.tokens[r.pos] }

func (r *reader) next() token {
	t := r.tokens[r.pos]
	if r.pos < len(r.tokens)-1 {
		r.pos++
	}
	return t
}

func (r *reader) is(text string) bool {
	t := r.at()
	return t.text == text && (t.kind == 'o' || t.kind == 'n')
}

func (r *reader) skip(text string) bool {
	if r.is(text) {
		r.next()
		return true
	}
	return false
}

func (r *reader) expect(text string) {
	if r.skip(text) {
		return
	}
	if t := r.at(); t.kind == '\n' || t.kind == '.' {
		r.fail(t, "end", text)
	}
	r.fail(r.at(), "expected", text, r.at().text)
}

// read reads all lines.
func (r *reader) read() {
	some := false
	for {
		for r.at().kind == '\n' {
			r.next()
		}
		if r.at().kind == '.' {
			break
		}
		start := r.at()
		named := r.statement()
		if t := r.at(); t.kind != '\n' {
			r.unexpected(t)
		}
		some = true
		for r.at().kind == '\n' {
			r.next()
		}
		if !named && r.at().kind != '.' {
			r.fail(start, "not-last")
		}
	}
	if !some {
		panic(&Error{1, 1, "empty", nil})
	}
}

func (r *reader) unexpected(t token) {
	switch t.text {
	case "//", "%":
		r.fail(t, "whole", t.text)
	case "&", "|", "<<", ">>":
		r.fail(t, "no-operator", t.text)
	case "=", "+=", "-=", "*=", "/=", ":=":
		r.fail(t, "assign")
	}
	r.fail(t, "unexpected", t.text)
}

// last reports whether nothing follows the tokens from i to the end of the line.
func (r *reader) last() bool {
	for i := r.pos; ; i++ {
		if t := r.tokens[i]; t.kind == '\n' {
			for r.tokens[i].kind == '\n' {
				i++
			}
			return r.tokens[i].kind == '.'
		} else if t.kind == '.' {
			return true
		}
	}
}

// statement reads a line, and reports whether it is an assignment.
func (r *reader) statement() (named bool) {
	t := r.at()
	last := r.last()
	if equals := r.head(); equals > 0 { // FL(p_t) = …, of a paper
		if !last {
			r.fail(r.tokens[equals], "assign")
		}
		r.pos = equals + 1
		r.result = r.expr()
		return false
	}
	if after := r.tokens[r.pos+1]; t.kind != 'n' || after.kind != 'o' || after.text != "=" && after.text != ":=" {
		if t.kind == 'n' && after.kind == 'o' && len(after.text) == 2 && after.text[1] == '=' && strings.ContainsAny(after.text[:1], "+-*/") {
			r.fail(after, "expected", "=", after.text)
		}
		r.result = r.expr()
		return false
	}
	name := t.text
	r.pos += 2
	if strings.EqualFold(name, "loss") || last && (name == "L" || name == "FL") {
		r.result = r.expr()
		return name == "loss" || !last
	}
	if Taken(name) && !slices.Contains(shadowed, name) {
		r.fail(t, "meaning", name)
	}
	if _, twice := r.names[name]; twice {
		r.fail(t, "value", name)
	}
	if !last {
		if v, ok := r.literal(); ok {
			r.define(t, name, v)
			return true
		}
	}
	result := r.expr()
	if slices.ContainsFunc(r.params, func(p formula.Param) bool { return p.Name == name }) {
		r.fail(t, "value", name) // it is a parameter
	}
	r.names[name] = result
	r.lines, r.result = append(r.lines, formula.Line{Name: name, Node: result}), result
	return true
}

// head returns the place of the = after the head of a function, 0 if there is none.
func (r *reader) head() int {
	if r.at().kind != 'n' || r.tokens[r.pos+1].text != "(" || isFunction(r.at().text) {
		return 0
	}
	for i := r.pos + 2; i < len(r.tokens) && r.tokens[i].kind != '\n'; i++ {
		switch t := r.tokens[i]; {
		case t.text == ")" && r.tokens[i+1].text == "=":
			return i + 1
		case t.kind != 'n' && t.text != ",":
			return 0
		}
	}
	return 0
}

// literal reads a number with its sign, if nothing else is on the line.
func (r *reader) literal() (float64, bool) {
	i, sign := r.pos, 1.
	if r.tokens[i].text == "-" && r.tokens[i].kind == 'o' {
		i, sign = i+1, -1
	}
	if r.tokens[i].kind != '0' || r.tokens[i+1].kind != '\n' {
		return 0, false
	}
	v, err := strconv.ParseFloat(r.tokens[i].text, 64)
	if err != nil {
		return 0, false
	}
	r.pos = i + 1
	return sign * v, true
}

// define makes a line that gives a number a parameter.
func (r *reader) define(at token, name string, value float64) {
	for i, p := range r.params {
		if p.Name == name {
			r.params[i] = formula.NewParamAt(name, value)
			return
		}
	}
	r.param(at, formula.NewParamAt(name, value))
}

func (r *reader) param(at token, p formula.Param) formula.Node {
	if len(r.params) == formula.MaxParams {
		r.fail(at, "params", p.Name, count(formula.MaxParams+1), count(formula.MaxParams))
	}
	r.params = append(r.params, p)
	i := r.graph.Param(len(r.params) - 1)
	r.names[p.Name] = i
	return i
}

var variables = map[string]formula.Op{
	"y": formula.OpTruth, "y_true": formula.OpTruth, "p": formula.OpProb, "y_pred": formula.OpProb, "pt": formula.OpPt, "p_t": formula.OpPt,
	"x": formula.OpLogit, "xt": formula.OpLogitT, "x_t": formula.OpLogitT, "epsilon": formula.OpEpsilon,
}

var constants = map[string]float64{"pi": math.Pi, "e": math.E, "inf": math.Inf(1)}

// functions by their names, with how many arguments they have.
var functions = map[string]struct {
	op        formula.Op
	args      int
	signature string
}{
	"log": {formula.OpLog, 1, "log(x)"}, "ln": {formula.OpLog, 1, "ln(x)"}, "log2": {formula.OpLog, 1, "log2(x)"}, "log10": {formula.OpLog, 1, "log10(x)"},
	"log1p": {formula.OpLog1p, 1, "log1p(x)"}, "exp": {formula.OpExp, 1, "exp(x)"}, "expm1": {formula.OpExpm1, 1, "expm1(x)"},
	"sqrt": {formula.OpSqrt, 1, "sqrt(x)"}, "abs": {formula.OpAbs, 1, "abs(x)"}, "sign": {formula.OpWhere, 1, "sign(x)"}, "sigmoid": {formula.OpSigmoid, 1, "sigmoid(x)"},
	"softplus": {formula.OpSoftplus, 1, "softplus(x)"}, "tanh": {formula.OpTanh, 1, "tanh(x)"}, "cosh": {formula.OpExp, 1, "cosh(x)"}, "sinh": {formula.OpExp, 1, "sinh(x)"},
	"logsigmoid": {formula.OpLogSigmoid, 1, "logsigmoid(x)"}, "float32": {formula.OpFloat32, 1, "float32(x)"},
	"bce": {formula.OpBCE, 2, "bce(y, p)"}, "bce_logits": {formula.OpBCELogits, 2, "bce_logits(y, x)"},
	"stop": {formula.OpStop, 1, "stop(x)"}, "xlogy": {formula.OpMul, 2, "xlogy(x, y)"},
	"min": {formula.OpMin, 2, "min(a, b)"}, "max": {formula.OpMax, 2, "max(a, b)"}, "pow": {formula.OpPow, 2, "pow(base, exponent)"},
	"clip": {formula.OpMax, 3, "clip(x, low, high)"}, "where": {formula.OpWhere, 3, "where(condition, then, else)"},
}

const functionNames = "log, ln, log2, log10, log1p, exp, expm1, sqrt, abs, sign, min, max, pow, clip, where, sigmoid, logsigmoid, softplus, tanh, cosh, sinh, xlogy, bce, bce_logits, float32, stop"

// Words returns the functions and variables of formulas in their order of names, for editors.
func Words() (functionNames, variableNames []string) {
	return slices.Sorted(maps.Keys(functions)), slices.Sorted(maps.Keys(variables))
}

func isFunction(name string) bool { _, ok := functions[name]; return ok }

// shadowed are functions whose names lines may have, as they had before the functions.
var shadowed = []string{"logsigmoid", "bce", "bce_logits", "float32"}

// Taken reports whether a name means something in formulas.
func Taken(name string) bool {
	_, variable := variables[name]
	return variable || isFunction(name) || constants[name] != 0 || slices.Contains([]string{"and", "or", "not", "frac", "lambda_"}, name)
}

func (r *reader) check() {
	if r.graph.Len() > formula.MaxSize {
		r.fail(r.at(), "size", count(formula.MaxSize))
	}
}

func (r *reader) deeper() func() {
	if r.depth++; r.depth > maxDepth {
		r.fail(r.at(), "deep")
	}
	return func() { r.depth-- }
}

func (r *reader) expr() formula.Node {
	v := r.and()
	for r.is("||") || r.is("or") {
		r.next()
		v = r.graph.Binary(formula.OpOr, v, r.and())
	}
	return v
}

func (r *reader) and() formula.Node {
	v := r.not()
	for r.is("&&") || r.is("and") {
		r.next()
		v = r.graph.Binary(formula.OpAnd, v, r.not())
	}
	return v
}

func (r *reader) not() formula.Node {
	if r.is("not") {
		defer r.deeper()()
		r.next()
		return r.graph.Unary(formula.OpNot, r.not())
	}
	return r.comparison()
}

// comparison reads comparisons: a < b < c holds where both do.
func (r *reader) comparison() formula.Node {
	left := r.sum()
	all := formula.Node(-1)
	for {
		op := r.at().text
		if r.at().kind != 'o' || !slices.Contains([]string{"<", "<=", ">", ">=", "==", "!="}, op) {
			if all < 0 {
				return left
			}
			return all
		}
		r.next()
		right := r.sum()
		a, b := left, right
		if op[0] == '>' {
			a, b = b, a
		}
		var v formula.Node
		switch op {
		case "<", ">":
			v = r.graph.Binary(formula.OpLess, a, b)
		case "<=", ">=":
			v = r.graph.Binary(formula.OpLessEqual, a, b)
		case "==":
			v = r.graph.Binary(formula.OpEqual, a, b)
		default:
			v = r.graph.Unary(formula.OpNot, r.graph.Binary(formula.OpEqual, a, b))
		}
		if all < 0 {
			all = v
		} else {
			all = r.graph.Binary(formula.OpAnd, all, v)
		}
		left = right
	}
}

func (r *reader) sum() formula.Node {
	v := r.product()
	for {
		switch {
		case r.skip("+"):
			v = r.graph.Binary(formula.OpAdd, v, r.product())
		case r.skip("-"):
			v = r.graph.Binary(formula.OpSub, v, r.product())
		default:
			r.check()
			return v
		}
	}
}

// product reads factors. One without a sign before it, as in 2x, may not follow a division.
func (r *reader) product() formula.Node {
	v, divided := r.unary(), false
	for {
		switch {
		case r.skip("*"):
			v, divided = r.graph.Binary(formula.OpMul, v, r.unary()), false
		case r.skip("/"):
			v, divided = r.graph.Binary(formula.OpDiv, v, r.unary()), true
		case r.is("//") || r.is("%"):
			r.fail(r.at(), "whole", r.at().text)
		case r.factor():
			if divided {
				r.fail(r.at(), "ambiguous")
			}
			v = r.graph.Binary(formula.OpMul, v, r.power())
		default:
			return v
		}
	}
}

// factor reports whether a factor begins here without a sign before it.
func (r *reader) factor() bool {
	t := r.at()
	before := r.tokens[max(r.pos-1, 0)]
	switch t.kind {
	case 'n':
		return !slices.Contains([]string{"and", "or", "not"}, t.text)
	case 'o':
		return t.text == "(" || t.text == "{" && before.text == "}"
	}
	return false
}

func (r *reader) unary() formula.Node {
	defer r.deeper()()
	switch {
	case r.skip("-"):
		return r.graph.Unary(formula.OpNeg, r.unary())
	case r.skip("+"):
		return r.unary()
	case r.skip("!"):
		return r.graph.Unary(formula.OpNot, r.unary())
	}
	return r.power()
}

// power binds tighter than a sign before it, and to the right.
func (r *reader) power() formula.Node {
	base := r.primary()
	if r.skip("^") || r.skip("**") {
		return r.graph.Binary(formula.OpPow, base, r.exponent())
	}
	return base
}

func (r *reader) exponent() formula.Node {
	if r.is("{") {
		return r.group("}")
	}
	return r.unary()
}

func (r *reader) group(end string) formula.Node {
	r.next()
	v := r.expr()
	r.expect(end)
	return v
}

func (r *reader) primary() formula.Node {
	t := r.at()
	switch t.kind {
	case '0':
		r.next()
		v, err := strconv.ParseFloat(t.text, 64)
		if err != nil {
			r.fail(t, "range", t.text)
		}
		return r.graph.Constant(v)
	case 'n':
		return r.name()
	case '\n', '.':
		r.fail(t, "operand-end")
	}
	switch t.text {
	case "(":
		return r.group(")")
	case "{":
		return r.group("}")
	case "[":
		return r.group("]")
	case "|":
		r.next()
		v := r.sum()
		r.expect("|")
		return r.graph.Unary(formula.OpAbs, v)
	}
	r.fail(t, "operand", t.text)
	return 0
}

func (r *reader) name() formula.Node {
	t := r.next()
	name := t.text
	call := r.is("(") && r.at().kind == 'o'
	if name == "sigma" && (call || r.is("{")) && r.names[name] == 0 {
		name = "sigmoid"
	}
	if name == "frac" {
		if !r.is("{") {
			r.fail(r.at(), "expected", "{", r.at().text)
		}
		a := r.group("}")
		if !r.is("{") {
			r.fail(r.at(), "expected", "{", r.at().text)
		}
		return r.graph.Binary(formula.OpDiv, a, r.group("}"))
	}
	i, line := r.names[name]
	if f, ok := functions[name]; ok && !line {
		if r.skip("^") || r.skip("**") { // log^2(p)
			exponent := r.exponentOfFunction()
			return r.graph.Binary(formula.OpPow, r.call(t, name), exponent)
		}
		if !r.is("(") && !r.is("{") && r.at().kind != 'n' && r.at().kind != '0' {
			r.fail(t, "is-function", name, f.signature)
		}
		return r.call(t, name)
	}
	if line {
		return i
	}
	if o, ok := variables[name]; ok {
		return r.graph.Variable(o)
	}
	if v, ok := constants[name]; ok {
		return r.graph.Constant(v)
	}
	if call && !r.at().spaced {
		r.fail(t, "no-function", name, functionNames)
	}
	if name == "_" || name == "" || slices.Contains([]string{"and", "or", "not"}, name) {
		r.fail(t, "operand", name)
	}
	return r.param(t, formula.NewParam(name))
}

// exponentOfFunction reads the exponent between a function and its argument.
func (r *reader) exponentOfFunction() formula.Node {
	if r.is("{") {
		return r.group("}")
	}
	return r.primary()
}

// call reads the arguments of a function. Without parentheses it is one name or number.
func (r *reader) call(t token, name string) formula.Node {
	f := functions[name]
	var args []formula.Node
	switch {
	case r.is("("):
		args = r.arguments(")")
	case r.is("{"):
		args = r.arguments("}")
	default:
		args = []formula.Node{r.power()}
	}
	many := name == "min" || name == "max"
	if len(args) != f.args && !(many && len(args) > 2) {
		r.fail(t, "arguments", f.signature, count(len(args)))
	}
	defer r.check()
	g := r.graph
	switch name {
	case "clip":
		return g.Binary(formula.OpMin, g.Binary(formula.OpMax, args[0], args[1]), args[2])
	case "where":
		return g.Where(args[0], args[1], args[2])
	case "log2":
		return g.Binary(formula.OpDiv, g.Unary(formula.OpLog, args[0]), g.Constant(math.Ln2))
	case "log10":
		return g.Binary(formula.OpDiv, g.Unary(formula.OpLog, args[0]), g.Constant(math.Ln10))
	case "sign":
		zero := g.Constant(0)
		return g.Where(g.Binary(formula.OpLess, zero, args[0]), g.Constant(1), g.Where(g.Binary(formula.OpLess, args[0], zero), g.Constant(-1), zero))
	case "cosh", "sinh":
		op := formula.OpAdd
		if name == "sinh" {
			op = formula.OpSub
		}
		return g.Binary(formula.OpDiv, g.Binary(op, g.Unary(formula.OpExp, args[0]), g.Unary(formula.OpExp, g.Unary(formula.OpNeg, args[0]))), g.Constant(2))
	case "xlogy":
		zero := g.Constant(0)
		return g.Where(g.Binary(formula.OpEqual, args[0], zero), zero, g.Binary(formula.OpMul, args[0], g.Unary(formula.OpLog, args[1])))
	}
	if f.args == 1 {
		return g.Unary(f.op, args[0])
	}
	result := args[0]
	for _, a := range args[1:] {
		result = g.Binary(f.op, result, a)
	}
	return result
}

func (r *reader) arguments(end string) []formula.Node {
	r.next()
	var args []formula.Node
	for !r.is(end) {
		args = append(args, r.expr())
		if !r.skip(",") {
			break
		}
	}
	r.expect(end)
	return args
}
