package syntax

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"lossexplorer/internal/formula"
)

// MaxLength is how many bytes a formula has at most.
const MaxLength = 4096

// header makes a formula a Go file, whose parser then reads it.
const header = "package p;func _(){"

// Parse reads a formula. The error is an [*Error].
func Parse(source string) (*formula.Formula, error) {
	if len(source) > MaxLength {
		return nil, &Error{1, 1, "a formula has at most %d characters", []any{MaxLength}}
	}
	r := &reader{source: source, names: map[string]formula.Node{}}
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
	return r.graph.Formula(r.result, r.params, r.lines), nil
}

// A reader makes instructions of Go's syntax tree.
type reader struct {
	source string
	carets []int // where goSource has ** for ^, in the result
	graph  formula.Graph
	params []formula.Param
	names  map[string]formula.Node // of lines
	depth  int

	lines  []formula.Line // that name what they compute
	result formula.Node
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
		var err error
		r.result, err = r.expr(s.X)
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
		if slices.ContainsFunc(r.params, func(p formula.Param) bool { return p.Name == name.Name }) {
			return r.errorf(s.Pos(), "%s already has a value", name.Name) // it is a parameter
		}
		r.names[name.Name] = result
		r.lines, r.result = append(r.lines, formula.Line{Name: name.Name, Node: result}), result
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
			r.params[i] = formula.NewParamAt(name, value)
			return nil
		}
	}
	_, err := r.param(at, formula.NewParamAt(name, value))
	return err
}

func (r *reader) param(at token.Pos, p formula.Param) (formula.Node, error) {
	if len(r.params) == formula.MaxParams {
		return 0, r.errorf(at, "%s would be parameter %d; a formula has at most %d", p.Name, formula.MaxParams+1, formula.MaxParams)
	}
	r.params = append(r.params, p)
	i := r.graph.Param(len(r.params) - 1)
	r.names[p.Name] = i
	return i, nil
}

var variables = map[string]formula.Op{
	"y": formula.OpTruth, "y_true": formula.OpTruth, "p": formula.OpProb, "y_pred": formula.OpProb, "pt": formula.OpPt, "p_t": formula.OpPt, "x": formula.OpLogit, "xt": formula.OpLogitT, "x_t": formula.OpLogitT, "epsilon": formula.OpEpsilon,
}

var constants = map[string]float64{"pi": math.Pi, "e": math.E}

// functions by their names, with how many arguments they have.
var functions = map[string]struct {
	op        formula.Op
	args      int
	signature string
}{
	"log": {formula.OpLog, 1, "log(x)"}, "log1p": {formula.OpLog1p, 1, "log1p(x)"}, "exp": {formula.OpExp, 1, "exp(x)"}, "expm1": {formula.OpExpm1, 1, "expm1(x)"},
	"sqrt": {formula.OpSqrt, 1, "sqrt(x)"}, "abs": {formula.OpAbs, 1, "abs(x)"}, "sigmoid": {formula.OpSigmoid, 1, "sigmoid(x)"},
	"softplus": {formula.OpSoftplus, 1, "softplus(x)"}, "tanh": {formula.OpTanh, 1, "tanh(x)"},
	"min": {formula.OpMin, 2, "min(a, b)"}, "max": {formula.OpMax, 2, "max(a, b)"}, "pow": {formula.OpPow, 2, "pow(base, exponent)"},
	"clip": {formula.OpMax, 3, "clip(x, low, high)"}, "where": {formula.OpWhere, 3, "where(condition, then, else)"},
}

// maxDepth bounds how deep expressions nest.
const maxDepth = 100

func (r *reader) expr(e ast.Expr) (formula.Node, error) {
	if r.depth++; r.depth > maxDepth {
		return 0, r.errorf(e.Pos(), "this is nested too deep")
	}
	defer func() { r.depth-- }()
	i, err := r.unbounded(e)
	if err == nil && r.graph.Len() > formula.MaxSize {
		err = r.errorf(e.Pos(), "the formula has more than %d operations", formula.MaxSize)
	}
	return i, err
}

func (r *reader) unbounded(e ast.Expr) (formula.Node, error) {
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
		return r.graph.Constant(v), nil
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
			return r.graph.Unary(formula.OpNeg, a), nil
		case token.ADD:
			return a, nil
		case token.NOT:
			return r.graph.Unary(formula.OpNot, a), nil
		}
		return 0, r.errorf(e.Pos(), "there is no operator %s", e.Op)
	case *ast.BinaryExpr:
		return r.binary(e)
	case *ast.StarExpr:
		return 0, r.errorf(e.Pos(), "expected something before **")
	}
	return 0, r.errorf(e.Pos(), "expected an expression of numbers, names and functions")
}

func (r *reader) name(e *ast.Ident) (formula.Node, error) {
	if i, ok := r.names[e.Name]; ok {
		return i, nil
	}
	if o, ok := variables[e.Name]; ok {
		return r.graph.Variable(o), nil
	}
	if v, ok := constants[e.Name]; ok {
		return r.graph.Constant(v), nil
	}
	if f, ok := functions[e.Name]; ok {
		return 0, r.errorf(e.Pos(), "%s is a function; expected %s", e.Name, f.signature)
	}
	if e.Name == "_" {
		return 0, r.errorf(e.Pos(), "expected a name")
	}
	return r.param(e.Pos(), formula.NewParam(e.Name))
}

func (r *reader) call(e *ast.CallExpr) (formula.Node, error) {
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
	var args []formula.Node
	for _, a := range e.Args {
		i, err := r.expr(a)
		if err != nil {
			return 0, err
		}
		args = append(args, i)
	}
	switch {
	case name.Name == "clip":
		return r.graph.Binary(formula.OpMin, r.graph.Binary(formula.OpMax, args[0], args[1]), args[2]), nil
	case f.op == formula.OpWhere:
		return r.graph.Where(args[0], args[1], args[2]), nil
	case f.args == 1:
		return r.graph.Unary(f.op, args[0]), nil
	}
	result := args[0]
	for _, a := range args[1:] {
		result = r.graph.Binary(f.op, result, a)
	}
	return result, nil
}

func isFunction(name string) bool { _, ok := functions[name]; return ok }

const functionNames = "log, log1p, exp, expm1, sqrt, abs, min, max, pow, clip, where, sigmoid, softplus, tanh"

// binary reads an operator. Go reads a ** b as the product of a and of what b points to, in
// the products' order: what is a power is found among the factors.
func (r *reader) binary(e *ast.BinaryExpr) (formula.Node, error) {
	if e.Op == token.MUL || e.Op == token.QUO {
		return r.product(e)
	}
	ops := map[token.Token]formula.Op{
		token.ADD: formula.OpAdd, token.SUB: formula.OpSub, token.LSS: formula.OpLess, token.LEQ: formula.OpLessEqual, token.GTR: formula.OpLess, token.GEQ: formula.OpLessEqual,
		token.EQL: formula.OpEqual, token.NEQ: formula.OpEqual, token.LAND: formula.OpAnd, token.LOR: formula.OpOr,
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
	result := r.graph.Binary(o, a, b)
	if e.Op == token.NEQ {
		result = r.graph.Unary(formula.OpNot, result)
	}
	return result, nil
}

// A factor is an operand of * or /, with the exponents that follow it.
type factor struct {
	base      ast.Expr
	exponents []ast.Expr
	divides   bool
}

func (r *reader) product(e *ast.BinaryExpr) (formula.Node, error) {
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
	result := formula.Node(-1)
	for _, f := range factors {
		v, err := r.power(f)
		switch {
		case err != nil:
			return 0, err
		case result < 0:
			result = v
		case f.divides:
			result = r.graph.Binary(formula.OpDiv, result, v)
		default:
			result = r.graph.Binary(formula.OpMul, result, v)
		}
	}
	return result, nil
}

// power binds tighter than a sign before it, and to the right.
func (r *reader) power(f factor) (formula.Node, error) {
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
	exponent := formula.Node(-1)
	for i := len(f.exponents) - 1; i >= 0; i-- {
		v, err := r.expr(f.exponents[i])
		if err != nil {
			return 0, err
		}
		if exponent >= 0 {
			v = r.graph.Binary(formula.OpPow, v, exponent)
		}
		exponent = v
	}
	if exponent >= 0 {
		base = r.graph.Binary(formula.OpPow, base, exponent)
	}
	if negative {
		base = r.graph.Unary(formula.OpNeg, base)
	}
	return base, nil
}
