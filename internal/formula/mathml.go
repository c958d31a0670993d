package formula

import (
	"math"
	"strconv"
	"strings"

	"lossexplorer/internal/text"
)

// MathML returns the formula typeset as MathML: an element for each line that has a name, and one
// for the loss. It is safe to insert into a page.
func (f *Formula) MathML() string {
	m := mathWriter{f, f.shared()}
	last := Node(len(f.code) - 1)
	var b strings.Builder
	line := func(content string) {
		b.WriteString(`<math display="block">` + content + `</math>`)
	}
	for i := range f.code[:last] {
		if name, ok := m.names[Node(i)]; ok {
			line(row(variable(name), mo("="), m.node(Node(i), lowest, true)))
		}
	}
	line(row(mi("L"), mo("="), m.node(last, lowest, true)))
	return b.String()
}

type mathWriter struct {
	f     *Formula
	names map[Node]string
}

func element(name string, content ...string) string {
	return "<" + name + ">" + strings.Join(content, "") + "</" + name + ">"
}

func row(content ...string) string { return element("mrow", content...) }
func mi(s string) string           { return element("mi", text.EscapeHTML(s)) }
func mo(s string) string           { return element("mo", text.EscapeHTML(s)) }

func parens(content string) string {
	return row(`<mo fence="true" form="prefix">(</mo>`, content,
		`<mo fence="true" form="postfix">)</mo>`)
}

var greek = map[string]string{
	"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "eps": "ε", "zeta": "ζ",
	"eta": "η", "theta": "θ", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν",
	"xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "chi": "χ", "psi": "ψ",
	"omega": "ω",
}

// variable writes a name; the part after its first underscore is a subscript.
func variable(name string) string {
	first, below, has := strings.Cut(strings.Trim(name, "_"), "_")
	if g, ok := greek[first]; ok {
		first = g
	}
	if !has || below == "" || first == "" {
		if first == "" {
			first = name
		}
		return mi(first)
	}
	below = strings.ReplaceAll(below, "_", " ")
	if g, ok := greek[below]; ok {
		below = g
	}
	return element("msub", mi(first), mi(below))
}

// figure writes a number, powers of ten as such.
func figure(v float64) string {
	switch {
	case v != v:
		return mi("NaN")
	case math.IsInf(v, 1):
		return mi("∞")
	case v < 0:
		return row(mo("−"), figure(-v))
	}
	mantissa, exponent, ok := strings.Cut(strconv.FormatFloat(v, 'g', -1, 64), "e")
	if !ok {
		return element("mn", mantissa)
	}
	e, _ := strconv.Atoi(exponent)
	power := element("msup", element("mn", "10"), figure(float64(e)))
	if mantissa == "1" {
		return power
	}
	return row(element("mn", mantissa), mo("·"), power)
}

var mathNames = map[Op]string{
	OpLog: "log", OpLog1p: "log1p", OpExp: "exp", OpExpm1: "expm1", OpSigmoid: "σ",
	OpSoftplus: "softplus", OpTanh: "tanh", OpStop: "stop", OpMin: "min", OpMax: "max",
}

var mathInfix = map[Op]struct {
	sign  string
	level int
}{OpAdd: {"+", sum}, OpSub: {"−", sum}, OpLess: {"<", lowest}, OpLessEqual: {"≤", lowest},
	OpEqual: {"=", lowest}, OpAnd: {"∧", lowest}, OpOr: {"∨", lowest}}

// node writes an instruction, in parentheses if it binds looser than level.
func (m *mathWriter) node(i Node, level int, define bool) string {
	if name, ok := m.names[i]; ok && !define {
		return variable(name)
	}
	s, own := m.plain(i)
	if own < level {
		return parens(s)
	}
	return s
}

func (m *mathWriter) plain(i Node) (s string, level int) {
	in := m.f.code[i]
	switch in.op {
	case OpConst:
		if in.v < 0 {
			return figure(in.v), sign
		}
		return figure(in.v), atom
	case OpParam:
		return variable(m.f.Params[int(in.v)].Name), atom
	case OpTruth:
		return mi("y"), atom
	case OpProb:
		return mi("p"), atom
	case OpPt:
		return variable("p_t"), atom
	case OpLogit:
		return mi("x"), atom
	case OpLogitT:
		return variable("x_t"), atom
	case OpEpsilon:
		return mi("ε"), atom
	case OpNeg:
		return row(mo("−"), m.node(in.a, product, false)), sum
	case OpNot:
		return row(mo("¬"), m.node(in.a, atom, false)), sign
	case OpMul:
		if in.a == in.b { // the graph writes squares as products
			return m.power(in.a, figure(2)), atom
		}
		return row(m.node(in.a, product, false), m.times(in.b),
			m.node(in.b, product+1, false)), product
	case OpDiv:
		return element("mfrac", m.node(in.a, lowest, false), m.node(in.b, lowest, false)), atom
	case OpPow:
		return m.power(in.a, m.node(in.b, lowest, false)), atom
	case OpSqrt:
		return element("msqrt", m.node(in.a, lowest, false)), atom
	case OpAbs:
		return row(mo("|"), m.node(in.a, lowest, false), mo("|")), atom
	case OpWhere:
		line := func(v Node, condition string) string {
			return element("mtr", element("mtd", m.node(v, lowest, false)),
				element("mtd", condition))
		}
		return row(`<mo fence="true" form="prefix">{</mo>`, element("mtable",
			line(in.b, m.node(in.a, lowest, false)), line(in.c, m.unless(in.a)))), lowest
	}
	if o, ok := mathInfix[in.op]; ok {
		right := o.level + 1
		if in.op == OpAdd {
			right = o.level
		}
		if o.level == lowest {
			return row(m.node(in.a, sum, false), mo(o.sign), m.node(in.b, sum, false)), lowest
		}
		return row(m.node(in.a, o.level, false), mo(o.sign), m.node(in.b, right, false)), o.level
	}
	args := m.node(in.a, lowest, false)
	if in.op.arity() == 2 {
		args = row(args, mo(","), m.node(in.b, lowest, false))
	}
	return row(mi(mathNames[in.op]), "<mo>&#x2061;</mo>", parens(args)), atom
}

// unless writes that a condition does not hold.
func (m *mathWriter) unless(condition Node) string {
	in := m.f.code[condition]
	if _, named := m.names[condition]; !named {
		switch in.op {
		case OpLess:
			return row(m.node(in.a, sum, false), mo("≥"), m.node(in.b, sum, false))
		case OpLessEqual:
			return row(m.node(in.a, sum, false), mo(">"), m.node(in.b, sum, false))
		case OpEqual:
			return row(m.node(in.a, sum, false), mo("≠"), m.node(in.b, sum, false))
		case OpNot:
			return m.node(in.a, lowest, false)
		}
	}
	return row(mo("¬"), m.node(condition, atom, false))
}

func (m *mathWriter) power(base Node, exponent string) string {
	s := m.node(base, atom, false)
	_, named := m.names[base]
	if in := m.f.code[base]; !named && (in.op == OpDiv || in.op == OpPow || in.op == OpMul) {
		s = parens(s)
	}
	return element("msup", s, exponent)
}

// times is the sign of a product: none but before a number.
func (m *mathWriter) times(right Node) string {
	if m.f.code[right].op == OpConst {
		return mo("·")
	}
	return "<mo>&#x2062;</mo>"
}
