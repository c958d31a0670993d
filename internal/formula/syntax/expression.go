package syntax

import (
	"math"
	"slices"
	"strconv"

	"lossexplorer/internal/formula"
)

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
		return g.Where(g.Binary(formula.OpLess, zero, args[0]), g.Constant(1),
			g.Where(g.Binary(formula.OpLess, args[0], zero), g.Constant(-1), zero))
	case "cosh", "sinh":
		op := formula.OpAdd
		if name == "sinh" {
			op = formula.OpSub
		}
		return g.Binary(formula.OpDiv,
			g.Binary(op, g.Unary(formula.OpExp, args[0]),
				g.Unary(formula.OpExp, g.Unary(formula.OpNeg, args[0]))), g.Constant(2))
	case "xlogy":
		zero := g.Constant(0)
		return g.Where(g.Binary(formula.OpEqual, args[0], zero), zero,
			g.Binary(formula.OpMul, args[0], g.Unary(formula.OpLog, args[1])))
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
