package python

import (
	"math"
	"strings"

	"github.com/go-python/gpython/ast"
)

var unaryOps = map[string]Op{
	"exp": Exp, "expm1": Expm1, "log1p": Log1p, "sqrt": Sqrt, "abs": Abs, "absolute": Abs,
	"fabs": Abs, "tanh": Tanh, "logical_not": Not, "neg": Neg, "negative": Neg,
}

var binaryOps = map[string]ast.OperatorNumber{
	"add": ast.Add, "subtract": ast.Sub, "sub": ast.Sub, "multiply": ast.Mult, "mul": ast.Mult,
	"divide": ast.Div, "div": ast.Div, "truediv": ast.Div, "true_divide": ast.Div,
	"pow": ast.Pow, "power": ast.Pow, "float_power": ast.Pow, "logical_and": ast.BitAnd,
	"logical_or": ast.BitOr, "logical_xor": ast.BitXor, "bitwise_and": ast.BitAnd,
	"bitwise_or": ast.BitOr,
}

var compareOps = map[string]ast.CmpOp{
	"equal": ast.Eq, "eq": ast.Eq, "not_equal": ast.NotEq, "ne": ast.NotEq, "greater": ast.Gt,
	"gt": ast.Gt, "greater_equal": ast.GtE, "ge": ast.GtE,
	"less": ast.Lt, "lt": ast.Lt, "less_equal": ast.LtE, "le": ast.LtE,
}

// elementwise are functions of each element.
func (c *invocation) elementwise(n string) value {
	r := c.r
	x := "x|input|a|self|tensor|logits|features|value|t|name_ "
	unary := func() *tensor { return c.array(c.bind(x)[0]) }
	if op, ok := unaryOps[n]; ok {
		t := unary()
		if op == Exp {
			r.useAs(t.e, useExp, c.at)
		}
		return c.one(t, r.unary(op, t.e))
	}
	if op, ok := binaryOps[n]; ok {
		signature := "x|input|a|x1|self y|other|b|exponent|x2|p"
		if strings.HasPrefix(c.path, "torch") && (n == "add" || n == "sub" || n == "subtract") {
			signature += " alpha" // a factor of the second
		}
		b := c.bind(signature)
		if l := r.numbers(op, b[0], b[1], c.at); l != nil && len(b) == 2 {
			return l
		}
		second := value(c.array(b[1]))
		if len(b) > 2 && b[2] != nil {
			second = r.operate(ast.Mult, c.array(b[2]), second, c.at)
		}
		return r.operate(op, c.array(b[0]), second, c.at)
	}
	if op, ok := compareOps[n]; ok {
		b := c.bind("x|input|a|x1|self y|other|b|x2")
		return r.relate(op, c.array(b[0]), c.array(b[1]), c.at)
	}
	log := func(e *Expr) *Expr {
		r.useAs(e, useLog, c.at)
		return r.unary(Log, e)
	}
	switch n {
	case "erf", "erfc", "erfinv", "lgamma", "digamma", "gammaln", "ndtr", "log_ndtr", "sin", "cos",
		"tan", "asin", "acos", "atan", "arcsin", "arccos", "arctan", "atan2", "arctan2", "asinh",
		"acosh", "atanh", "arcsinh", "arccosh", "arctanh", "gelu":
		r.fail(c.at, "no-formula", n)
	case "isnan":
		t := unary()
		return c.one(t, r.unary(Not, r.binary(Equal, t.e, t.e)))
	case "isinf":
		t := unary()
		return c.one(t, r.binary(Equal, r.unary(Abs, t.e), r.number(math.Inf(1))))
	case "isfinite":
		t := unary()
		return c.one(t, r.binary(Less, r.unary(Abs, t.e), r.number(math.Inf(1))))
	case "log":
		t := unary()
		return c.one(t, log(t.e))
	case "log2", "log10":
		t := unary()
		base := map[string]float64{"log2": math.Ln2, "log10": math.Ln10}[n]
		return c.one(t, r.binary(Div, log(t.e), r.number(base)))
	case "sigmoid", "expit", "logistic":
		t := unary()
		t = r.like(t, r.logit(t.e, c.at, n))
		return c.one(t, r.unary(Sigmoid, t.e))
	case "logsigmoid", "log_sigmoid", "log_expit":
		t := unary()
		t = r.like(t, r.logit(t.e, c.at, n))
		if r.written {
			return c.one(t, r.make(LogSigmoid, 0, "", t.e))
		}
		return c.one(t, r.unary(Neg, r.unary(Softplus, r.unary(Neg, t.e))))
	case "softplus":
		b := c.bind(x + "beta threshold name")
		t := c.array(b[0])
		t = r.like(t, r.logit(t.e, c.at, n))
		e, scaled := r.unary(Softplus, t.e), t.e
		if b[1] != nil {
			beta := c.array(b[1]).e
			scaled = r.binary(Mul, beta, t.e)
			e = r.binary(Div, r.unary(Softplus, scaled), beta)
		}
		if b[2] != nil { // above it, PyTorch has x
			if from := c.array(b[2]).e; !from.is(20) { // by default, where it is the same to 2e-9
				e = r.where(r.binary(Less, from, scaled), t.e, e)
			}
		}
		return c.one(t, e)
	case "relu":
		t := unary()
		return c.one(t, r.binary(Max, r.number(0), t.e))
	case "square":
		t := unary()
		return c.one(t, r.binary(Pow, t.e, r.number(2)))
	case "rsqrt":
		t := unary()
		return c.one(t, r.binary(Div, r.number(1), r.unary(Sqrt, t.e)))
	case "reciprocal":
		t := unary()
		return c.one(t, r.binary(Div, r.number(1), t.e))
	case "rsub":
		b := c.bind("input other")
		return r.operate(ast.Sub, c.array(b[1]), c.array(b[0]), c.at)
	case "sign":
		t := unary()
		return c.one(t, r.where(r.binary(Less, r.number(0), t.e), r.number(1),
			r.where(r.binary(Less, t.e, r.number(0)), r.number(-1), r.number(0))))
	case "cosh":
		t := unary()
		return c.one(t, r.binary(Div,
			r.binary(Add, r.unary(Exp, t.e), r.unary(Exp, r.unary(Neg, t.e))), r.number(2)))
	case "exp2":
		t := unary()
		return c.one(t, r.binary(Pow, r.number(2), t.e))
	case "logit":
		b := c.bind(x + "eps")
		t := c.array(b[0])
		e := t.e
		if b[1] != nil {
			eps := c.array(b[1]).e
			e = r.clip(e, eps, r.binary(Sub, r.number(1), eps))
		}
		return c.one(t, r.binary(Sub, log(e), log(r.binary(Sub, r.number(1), e))))
	case "softmax", "log_softmax":
		b := c.bind(x + "axis|dim _stacklevel dtype name")
		t := c.array(b[0])
		r.classLogits(t.e, c.at, n)
		if strings.HasPrefix(strings.ToLower(n), "log") {
			return &tensor{e: r.leaf(ClassLogProb), array: true}
		}
		return &tensor{e: r.unary(Exp, r.leaf(ClassLogProb)), array: true}
	case "where", "switch", "select":
		if n == "select" && strings.HasPrefix(c.path, "torch") { // of an index along an axis
			b := c.bind("input dim index")
			if i := asTensor(b[2]); i != nil && i.e.Op == Const {
				return r.column(c.array(b[0]), int(i.e.Value), c.at)
			}
			r.fail(c.at, "index")
		}
		signature := "condition|pred|cond x|input|then_expression|on_true y|other|else_expression|on_false name"
		if strings.HasPrefix(c.path, "torch.Tensor.") {
			signature = "x condition other|y"
		}
		b := c.bind(signature)
		if signature[0] == 'x' {
			b[0], b[1] = b[1], b[0]
		}
		m := c.array(b[0])
		if b[1] == nil || b[2] == nil {
			return &list{items: []value{m}}
		}
		t, u := c.array(b[1]), c.array(b[2])
		both := r.combine(t, u, r.where(m.e, t.e, u.e), c.at)
		return r.combine(m, both, both.e, c.at)
	case "clip", "clamp", "clip_by_value":
		b := c.bind("x|input|a|value|t|arr min|min_value|clip_value_min|a_min|x_min max|max_value|clip_value_max|a_max|x_max")
		t := c.array(b[0])
		e := t.e
		if b[1] == nil && b[2] == nil {
			r.fail(c.at, "missing-argument", "2", n)
		}
		if b[1] != nil {
			e = r.binary(Max, e, c.array(b[1]).e)
		}
		if b[2] != nil {
			e = r.binary(Min, e, c.array(b[2]).e)
		}
		return c.one(t, e)
	case "clamp_min", "maximum", "fmax":
		b := c.bind("x|input|x1 y|other|min|x2")
		t, u := c.array(b[0]), c.array(b[1])
		return r.combine(t, u, r.binary(Max, t.e, u.e), c.at)
	case "clamp_max", "minimum", "fmin":
		b := c.bind("x|input|x1 y|other|max|x2")
		t, u := c.array(b[0]), c.array(b[1])
		return r.combine(t, u, r.binary(Min, t.e, u.e), c.at)
	case "logaddexp":
		b := c.bind("x|input|x1 y|other|x2 name")
		t, u := c.array(b[0]), c.array(b[1])
		t = r.like(t, r.logit(t.e, c.at, n))
		u = r.like(u, r.logit(u.e, c.at, n))
		// log(e^a + e^b) = a + softplus(b - a)
		return r.combine(t, u, r.binary(Add, t.e, r.unary(Softplus, r.binary(Sub, u.e, t.e))), c.at)
	case "xlogy", "xlog1py", "multiply_no_nan":
		b := c.bind("x|input|x1 y|other|x2 name")
		t, u := c.array(b[0]), c.array(b[1])
		if n == "multiply_no_nan" { // 0 where its second argument is
			t, u = u, t
		}
		e := u.e
		switch n {
		case "xlogy":
			e = log(e)
		case "xlog1py":
			e = r.unary(Log1p, e)
		}
		return r.combine(t, u, r.where(r.binary(Equal, t.e, r.number(0)), r.number(0),
			r.binary(Mul, t.e, e)), c.at)
	case "lerp":
		b := c.bind("input end weight")
		t, u, w := c.array(b[0]), c.array(b[1]), c.array(b[2])
		return c.one(t, r.binary(Add, t.e, r.binary(Mul, w.e, r.binary(Sub, u.e, t.e))))
	case "squared_difference":
		b := c.bind("x|x1 y|x2 name")
		t, u := c.array(b[0]), c.array(b[1])
		return r.combine(t, u, r.binary(Pow, r.binary(Sub, t.e, u.e), r.number(2)), c.at)
	case "divide_no_nan", "div_no_nan":
		b := c.bind("x|x1 y|x2 name")
		t, u := c.array(b[0]), c.array(b[1])
		return r.combine(t, u, r.where(r.binary(Equal, u.e, r.number(0)), r.number(0),
			r.binary(Div, t.e, u.e)), c.at)
	case "add_n":
		if l, ok := c.arg(0).(*list); ok && len(l.items) > 0 {
			var sum value = l.items[0]
			for _, v := range l.items[1:] {
				sum = r.operate(ast.Add, sum, v, c.at)
			}
			return sum
		}
	}
	return nil
}

func (r *reader) clip(e, low, high *Expr) *Expr {
	return r.binary(Min, r.binary(Max, e, low), high)
}
