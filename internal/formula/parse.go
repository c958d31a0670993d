package formula

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// header makes a formula a Go file, whose parser then reads it.
const header = "package p;func _(){"

// Parse reads a formula. The error is an [*Error].
func Parse(source string) (*Formula, error) {
	if len(source) > MaxLength {
		return nil, &Error{1, 1, "a formula has at most %d characters", []any{MaxLength}}
	}
	r := &reader{source: source, names: map[string]int32{}}
	file, err := parser.ParseFile(token.NewFileSet(), "", header+r.goSource()+"\n}", parser.SkipObjectResolution)
	if err != nil {
		return nil, r.syntax(err)
	}
	// A brace could have ended the function, and another begun.
	if len(file.Decls) != 1 {
		return nil, r.errorf(file.Decls[1].Pos(), "expected an expression")
	}
	body := file.Decls[0].(*ast.FuncDecl).Body.List
	for i, s := range body {
		if err := r.statement(s, i == len(body)-1); err != nil {
			return nil, err
		}
	}
	if len(body) == 0 {
		return nil, &Error{1, 1, "expected a formula, such as -log(pt)", nil}
	}
	f := &Formula{Source: source, Params: r.params, code: r.graph.code, names: map[int]string{}}
	for _, l := range r.lines {
		if int(l.i) < len(r.place) && r.place[l.i] >= 0 && f.code[r.place[l.i]].op.arity() > 0 {
			f.names[int(r.place[l.i])] = l.name
		}
	}
	return f, nil
}

// A reader makes instructions of Go's syntax tree.
type reader struct {
	source string
	carets []int // where goSource has ** for ^, in the result
	graph  graph
	params []Param
	names  map[string]int32 // of lines, to their instructions
	depth  int

	lines []line  // that name what they compute
	place []int32 // where instructions are at the end
}

type line struct {
	name string
	i    int32
}

// goSource is the source as Go reads it: with ** for ^, and no comments.
func (r *reader) goSource() string {
	var b strings.Builder
	comment := false
	for i := range len(r.source) {
		c := r.source[i]
		switch {
		case c == '\n':
			comment = false
			b.WriteByte(c)
		case comment || c == '#':
			comment = true
			b.WriteByte(' ')
		case c == '^':
			r.carets = append(r.carets, b.Len())
			b.WriteString("**")
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// errorf is an error at a place of the tree.
func (r *reader) errorf(at token.Pos, format string, args ...any) error {
	return r.at(int(at)-1-len(header), format, args...)
}

// at is an error at a byte of goSource.
func (r *reader) at(offset int, format string, args ...any) error {
	for i := len(r.carets) - 1; i >= 0; i-- {
		if r.carets[i] < offset {
			offset -= i + 1
			break
		}
	}
	before := r.source[:min(max(offset, 0), len(r.source))]
	line := before[strings.LastIndexByte(before, '\n')+1:]
	return &Error{strings.Count(before, "\n") + 1, utf8.RuneCountInString(line) + 1, format, args}
}

// syntax puts the first error of Go's parser in the words of formulas.
func (r *reader) syntax(err error) error {
	var list scanner.ErrorList
	if !errors.As(err, &list) || len(list) == 0 {
		return &Error{1, 1, "%s", []any{err.Error()}}
	}
	e := list[0]
	at := e.Pos.Offset - len(header)
	what, ok := strings.CutPrefix(e.Msg, "expected ")
	wanted, found, ok2 := strings.Cut(what, ", found ")
	if !ok || !ok2 {
		return r.at(at, "this is no formula (%s)", e.Msg)
	}
	end := strings.HasPrefix(found, "newline") || strings.HasPrefix(found, "'EOF'") || found == "'}'" || found == `'\n'`
	switch {
	case wanted == "operand" && end:
		return r.at(at, "expected a number, a name or (, found the end of the line")
	case wanted == "operand":
		return r.at(at, "expected a number, a name or (, found %s", found)
	case end:
		return r.at(at, "expected %s, found the end of the line", wanted)
	}
	return r.at(at, "expected %s, found %s", wanted, found)
}

func (r *reader) statement(s ast.Stmt, last bool) error {
	switch s := s.(type) {
	case *ast.ExprStmt:
		if !last {
			return r.errorf(s.Pos(), "only the last line has no name; expected name = …")
		}
		result, err := r.expr(s.X)
		if err == nil {
			r.place = r.graph.end(result)
		}
		return err
	case *ast.AssignStmt:
		if s.Tok != token.ASSIGN && s.Tok != token.DEFINE {
			return r.errorf(s.TokPos, "expected =, found %s", s.Tok)
		}
		if len(s.Lhs) != 1 || len(s.Rhs) != 1 {
			return r.errorf(s.Pos(), "expected one name and one expression")
		}
		name, ok := s.Lhs[0].(*ast.Ident)
		if !ok {
			return r.errorf(s.Pos(), "expected a name before =")
		}
		if _, taken := variables[name.Name]; taken || isFunction(name.Name) || constants[name.Name] != 0 {
			return r.errorf(s.Pos(), "%s has a meaning and cannot be assigned to", name.Name)
		}
		if _, twice := r.names[name.Name]; twice {
			return r.errorf(s.Pos(), "%s already has a value", name.Name)
		}
		if v, ok := number(s.Rhs[0]); ok && !last && name.Name != "loss" {
			return r.define(s.Pos(), name.Name, v)
		}
		result, err := r.expr(s.Rhs[0])
		if err != nil {
			return err
		}
		r.names[name.Name] = result
		r.lines = append(r.lines, line{name.Name, result})
		if last {
			r.place = r.graph.end(result)
		}
		return nil
	case *ast.EmptyStmt:
		if last {
			return r.errorf(s.Pos(), "expected a formula at the end")
		}
		return nil
	}
	return r.errorf(s.Pos(), "expected an expression, or name = expression")
}

// number is the value of a literal, with its sign.
func number(e ast.Expr) (float64, bool) {
	if u, ok := e.(*ast.UnaryExpr); ok && u.Op == token.SUB {
		v, ok := number(u.X)
		return -v, ok
	}
	l, ok := e.(*ast.BasicLit)
	if !ok || l.Kind != token.INT && l.Kind != token.FLOAT {
		return 0, false
	}
	v, err := strconv.ParseFloat(l.Value, 64)
	return v, err == nil
}

// define makes a line that gives a number a parameter.
func (r *reader) define(at token.Pos, name string, value float64) error {
	for i, p := range r.params {
		if p.Name == name {
			r.params[i] = newParam(name, value, true)
			return nil
		}
	}
	_, err := r.param(at, newParam(name, value, true))
	return err
}

func (r *reader) param(at token.Pos, p Param) (int32, error) {
	if len(r.params) == MaxParams {
		return 0, r.errorf(at, "%s would be parameter %d; a formula has at most %d", p.Name, MaxParams+1, MaxParams)
	}
	r.params = append(r.params, p)
	i := r.graph.add(instr{op: opParam, v: float64(len(r.params) - 1)})
	r.names[p.Name] = i
	return i, nil
}

var variables = map[string]op{
	"y": opTruth, "y_true": opTruth, "p": opProb, "y_pred": opProb, "pt": opPt, "p_t": opPt, "x": opLogit, "xt": opLogitT, "x_t": opLogitT, "epsilon": opEpsilon,
}

var constants = map[string]float64{"pi": math.Pi, "e": math.E}

// functions by their names, with how many arguments they have.
var functions = map[string]struct {
	op        op
	args      int
	signature string
}{
	"log": {opLog, 1, "log(x)"}, "log1p": {opLog1p, 1, "log1p(x)"}, "exp": {opExp, 1, "exp(x)"}, "expm1": {opExpm1, 1, "expm1(x)"},
	"sqrt": {opSqrt, 1, "sqrt(x)"}, "abs": {opAbs, 1, "abs(x)"}, "sigmoid": {opSigmoid, 1, "sigmoid(x)"},
	"softplus": {opSoftplus, 1, "softplus(x)"}, "tanh": {opTanh, 1, "tanh(x)"},
	"min": {opMin, 2, "min(a, b)"}, "max": {opMax, 2, "max(a, b)"}, "pow": {opPow, 2, "pow(base, exponent)"},
	"clip": {opMax, 3, "clip(x, low, high)"}, "where": {opWhere, 3, "where(condition, then, else)"},
}

// maxDepth bounds how deep expressions nest.
const maxDepth = 100

func (r *reader) expr(e ast.Expr) (int32, error) {
	if r.depth++; r.depth > maxDepth {
		return 0, r.errorf(e.Pos(), "this is nested too deep")
	}
	defer func() { r.depth-- }()
	i, err := r.unbounded(e)
	if err == nil && len(r.graph.code) > MaxSize {
		err = r.errorf(e.Pos(), "the formula has more than %d operations", MaxSize)
	}
	return i, err
}

func (r *reader) unbounded(e ast.Expr) (int32, error) {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return r.expr(e.X)
	case *ast.BasicLit:
		if e.Kind != token.INT && e.Kind != token.FLOAT {
			return 0, r.errorf(e.Pos(), "expected a number, found %s", e.Value)
		}
		v, err := strconv.ParseFloat(e.Value, 64)
		if err != nil {
			return 0, r.errorf(e.Pos(), "%s is not a number that can be had", e.Value)
		}
		return r.graph.constant(v), nil
	case *ast.Ident:
		return r.name(e)
	case *ast.CallExpr:
		return r.call(e)
	case *ast.UnaryExpr:
		a, err := r.expr(e.X)
		if err != nil {
			return 0, err
		}
		switch e.Op {
		case token.SUB:
			return r.graph.unary(opNeg, a), nil
		case token.ADD:
			return a, nil
		case token.NOT:
			return r.graph.unary(opNot, a), nil
		}
		return 0, r.errorf(e.Pos(), "there is no operator %s", e.Op)
	case *ast.BinaryExpr:
		return r.binary(e)
	case *ast.StarExpr:
		return 0, r.errorf(e.Pos(), "expected something before **")
	}
	return 0, r.errorf(e.Pos(), "expected an expression of numbers, names and functions")
}

func (r *reader) name(e *ast.Ident) (int32, error) {
	if i, ok := r.names[e.Name]; ok {
		return i, nil
	}
	if o, ok := variables[e.Name]; ok {
		return r.graph.add(instr{op: o}), nil
	}
	if v, ok := constants[e.Name]; ok {
		return r.graph.constant(v), nil
	}
	if f, ok := functions[e.Name]; ok {
		return 0, r.errorf(e.Pos(), "%s is a function; expected %s", e.Name, f.signature)
	}
	if e.Name == "_" {
		return 0, r.errorf(e.Pos(), "expected a name")
	}
	return r.param(e.Pos(), newParam(e.Name, 0, false))
}

func (r *reader) call(e *ast.CallExpr) (int32, error) {
	name, ok := e.Fun.(*ast.Ident)
	if !ok {
		return 0, r.errorf(e.Fun.Pos(), "expected an operator or the name of a function before (")
	}
	f, ok := functions[name.Name]
	if !ok {
		return 0, r.errorf(e.Pos(), "there is no function %s; there are %s", name.Name, functionNames)
	}
	many := name.Name == "min" || name.Name == "max"
	if e.Ellipsis.IsValid() || len(e.Args) != f.args && !(many && len(e.Args) > 2) {
		return 0, r.errorf(e.Pos(), "expected %s, found %d arguments", f.signature, len(e.Args))
	}
	var args []int32
	for _, a := range e.Args {
		i, err := r.expr(a)
		if err != nil {
			return 0, err
		}
		args = append(args, i)
	}
	switch {
	case name.Name == "clip":
		return r.graph.binary(opMin, r.graph.binary(opMax, args[0], args[1]), args[2]), nil
	case f.op == opWhere:
		return r.graph.where(args[0], args[1], args[2]), nil
	case f.args == 1:
		return r.graph.unary(f.op, args[0]), nil
	}
	result := args[0]
	for _, a := range args[1:] {
		result = r.graph.binary(f.op, result, a)
	}
	return result, nil
}

func isFunction(name string) bool { _, ok := functions[name]; return ok }

const functionNames = "log, log1p, exp, expm1, sqrt, abs, min, max, pow, clip, where, sigmoid, softplus, tanh"

// binary reads an operator. Go reads a ** b as the product of a and of what b points to, in
// the products' order: what is a power is found among the factors.
func (r *reader) binary(e *ast.BinaryExpr) (int32, error) {
	if e.Op == token.MUL || e.Op == token.QUO {
		return r.product(e)
	}
	ops := map[token.Token]op{
		token.ADD: opAdd, token.SUB: opSub, token.LSS: opLess, token.LEQ: opLessEqual, token.GTR: opLess, token.GEQ: opLessEqual,
		token.EQL: opEqual, token.NEQ: opEqual, token.LAND: opAnd, token.LOR: opOr,
	}
	o, ok := ops[e.Op]
	if !ok {
		return 0, r.errorf(e.OpPos, "there is no operator %s", e.Op)
	}
	a, err := r.expr(e.X)
	if err != nil {
		return 0, err
	}
	b, err := r.expr(e.Y)
	if err != nil {
		return 0, err
	}
	if e.Op == token.GTR || e.Op == token.GEQ {
		a, b = b, a
	}
	result := r.graph.binary(o, a, b)
	if e.Op == token.NEQ {
		result = r.graph.unary(opNot, result)
	}
	return result, nil
}

// A factor is an operand of * or /, with the exponents that follow it.
type factor struct {
	base      ast.Expr
	exponents []ast.Expr
	divides   bool
}

func (r *reader) product(e *ast.BinaryExpr) (int32, error) {
	var ops []*ast.BinaryExpr // from the right
	var first ast.Expr = e
	for {
		b, ok := first.(*ast.BinaryExpr)
		if !ok || b.Op != token.MUL && b.Op != token.QUO {
			break
		}
		ops, first = append(ops, b), b.X
	}
	factors := []factor{{base: first}}
	for i := len(ops) - 1; i >= 0; i-- {
		b := ops[i]
		star, ok := b.Y.(*ast.StarExpr)
		switch {
		case !ok:
			factors = append(factors, factor{base: b.Y, divides: b.Op == token.QUO})
		case b.Op == token.QUO || star.Star != b.OpPos+1:
			return 0, r.errorf(star.Pos(), "expected a number, a name or (, found *")
		default:
			last := &factors[len(factors)-1]
			last.exponents = append(last.exponents, star.X)
		}
	}
	result := int32(-1)
	for _, f := range factors {
		v, err := r.power(f)
		switch {
		case err != nil:
			return 0, err
		case result < 0:
			result = v
		case f.divides:
			result = r.graph.binary(opDiv, result, v)
		default:
			result = r.graph.binary(opMul, result, v)
		}
	}
	return result, nil
}

// power binds tighter than a sign before it, and to the right.
func (r *reader) power(f factor) (int32, error) {
	negative := false
	if len(f.exponents) > 0 {
		for {
			u, ok := f.base.(*ast.UnaryExpr)
			if !ok || u.Op != token.SUB && u.Op != token.ADD {
				break
			}
			negative, f.base = negative != (u.Op == token.SUB), u.X
		}
	}
	base, err := r.expr(f.base)
	if err != nil {
		return 0, err
	}
	exponent := int32(-1)
	for i := len(f.exponents) - 1; i >= 0; i-- {
		v, err := r.expr(f.exponents[i])
		if err != nil {
			return 0, err
		}
		if exponent >= 0 {
			v = r.graph.binary(opPow, v, exponent)
		}
		exponent = v
	}
	if exponent >= 0 {
		base = r.graph.binary(opPow, base, exponent)
	}
	if negative {
		base = r.graph.unary(opNeg, base)
	}
	return base, nil
}
