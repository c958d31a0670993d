package catalog

import (
	"fmt"
	"go/ast"
	"go/parser"
	"math"
	"math/big"
	"strings"
)

// prec is the precision of the exact values: enough for 1-p with a p of 1e-60,
// and for differences.
const prec = 560

func number(v float64) *big.Float { return new(big.Float).SetPrec(prec).SetFloat64(v) }

func newBig() *big.Float { return new(big.Float).SetPrec(prec) }

// ln2 is the logarithm of 2.
var ln2 = atanhSeries(number(1), number(3))

// atanhSeries returns 2 artanh(a/b) = ln((b+a)/(b-a)).
func atanhSeries(a, b *big.Float) *big.Float {
	t := newBig().Quo(a, b)
	square := newBig().Mul(t, t)
	sum, power := newBig(), newBig().Set(t)
	for n := 1; power.Sign() != 0; n += 2 {
		term := newBig().Quo(power, number(float64(n)))
		if sum.Sign() != 0 && term.MantExp(nil) < sum.MantExp(nil)-prec {
			break
		}
		sum.Add(sum, term)
		power.Mul(power, square)
	}
	return sum.Mul(sum, number(2))
}

// bigLog returns ln(v) for v > 0.
func bigLog(v *big.Float) *big.Float {
	m := newBig()
	e := v.MantExp(m) // m in [1/2, 1)
	if m.Cmp(number(0.7)) < 0 {
		m.Mul(m, number(2))
		e--
	}
	l := atanhSeries(newBig().Sub(m, number(1)), newBig().Add(m, number(1)))
	return l.Add(l, newBig().Mul(number(float64(e)), ln2))
}

// bigExpm1 returns e^v - 1.
func bigExpm1(v *big.Float) *big.Float {
	if v.Sign() == 0 {
		return newBig()
	}
	if v.MantExp(nil) > -8 {
		return newBig().Sub(bigExp(v), number(1))
	}
	sum, term := newBig(), number(1)
	for n := 1; ; n++ {
		term.Mul(term, v)
		term.Quo(term, number(float64(n)))
		if term.Sign() == 0 || sum.Sign() != 0 && term.MantExp(nil) < sum.MantExp(nil)-prec {
			return sum
		}
		sum.Add(sum, term)
	}
}

// bigExp returns e^v.
func bigExp(v *big.Float) *big.Float {
	x, _ := v.Float64()
	k := math.Round(x / math.Ln2)
	// 2^16 times the small rest is the argument.
	r := newBig().Sub(v, newBig().Mul(number(k), ln2))
	r.SetMantExp(r, -16)
	e := newBig().Add(bigExpm1(r), number(1))
	for range 16 {
		e.Mul(e, e)
	}
	return e.SetMantExp(e, int(k))
}

// bigEval returns the value of an expression of [Kind.Code].
func bigEval(x ast.Expr, vars map[string]*big.Float) (*big.Float, error) {
	switch x := x.(type) {
	case *ast.BasicLit:
		v, _, err := big.ParseFloat(x.Value, 10, prec, big.ToNearestEven)
		return v, err
	case *ast.Ident:
		if v, ok := vars[x.Name]; ok {
			return v, nil
		}
		return nil, fmt.Errorf("no variable %s", x.Name)
	case *ast.ParenExpr:
		return bigEval(x.X, vars)
	case *ast.UnaryExpr:
		v, err := bigEval(x.X, vars)
		if err != nil {
			return nil, err
		}
		return newBig().Neg(v), nil
	case *ast.BinaryExpr:
		return bigCall(x.Op.String(), vars, x.X, x.Y)
	case *ast.CallExpr:
		return bigCall(fmt.Sprint(x.Fun), vars, x.Args...)
	}
	return nil, fmt.Errorf("%T", x)
}

func bigCall(f string, vars map[string]*big.Float, args ...ast.Expr) (*big.Float, error) {
	v := make([]*big.Float, len(args))
	for i, arg := range args {
		var err error
		if v[i], err = bigEval(arg, vars); err != nil {
			return nil, err
		}
	}
	switch f {
	case "+":
		return newBig().Add(v[0], v[1]), nil
	case "-":
		return newBig().Sub(v[0], v[1]), nil
	case "*":
		return newBig().Mul(v[0], v[1]), nil
	case "/":
		return newBig().Quo(v[0], v[1]), nil
	case ">":
		if v[0].Cmp(v[1]) > 0 {
			return number(1), nil
		}
		return newBig(), nil
	case "where":
		if v[0].Sign() != 0 {
			return v[1], nil
		}
		return v[2], nil
	case "log":
		return bigLog(v[0]), nil
	case "log1p":
		return bigLog(newBig().Add(number(1), v[0])), nil
	case "exp":
		return bigExp(v[0]), nil
	case "expm1":
		return bigExpm1(v[0]), nil
	case "abs":
		return newBig().Abs(v[0]), nil
	case "pow":
		switch {
		case v[1].Sign() == 0:
			return number(1), nil
		case v[0].Sign() == 0:
			return newBig(), nil
		}
		return bigExp(newBig().Mul(v[1], bigLog(v[0]))), nil
	case "clip":
		switch {
		case v[0].Cmp(v[1]) < 0:
			return v[1], nil
		case v[0].Cmp(v[2]) > 0:
			return v[2], nil
		}
		return v[0], nil
	}
	return nil, fmt.Errorf("function %s of %d", f, len(args))
}

// An exactLoss is the code of a Kind, evaluated with prec bits.
type exactLoss struct {
	names []string
	code  []ast.Expr
	vars  map[string]*big.Float
}

func newExact(k *Kind, v []float64) (*exactLoss, error) {
	e := &exactLoss{vars: map[string]*big.Float{"alpha_t": number(1)}}
	for _, s := range k.Code {
		name, text, _ := strings.Cut(s, " = ")
		x, err := parser.ParseExpr(text)
		if err != nil {
			return nil, err
		}
		e.names, e.code = append(e.names, name), append(e.code, x)
	}
	for i, p := range k.Params {
		if e.vars[p.Name] = number(v[i]); v[i] == 0 {
			e.vars[p.Name] = number(p.Zero)
		}
	}
	return e, nil
}

// at returns the loss for label y at p.
func (e *exactLoss) at(y float64, p *big.Float) (*big.Float, error) {
	e.vars["y"], e.vars["p"], e.vars["p_t"] = number(y), p, p
	if y == 0 {
		e.vars["p_t"] = newBig().Sub(number(1), p)
	}
	if b, ok := e.vars["balanced"]; ok && b.Sign() != 0 {
		if e.vars["alpha_t"] = e.vars["alpha"]; y == 0 {
			e.vars["alpha_t"] = newBig().Sub(number(1), e.vars["alpha"])
		}
	}
	var loss *big.Float
	for i, x := range e.code {
		var err error
		if loss, err = bigEval(x, e.vars); err != nil {
			return nil, err
		}
		e.vars[e.names[i]] = loss
	}
	return loss, nil
}

// slope returns the loss and its derivative by p.
func (e *exactLoss) slope(y float64, p *big.Float) (loss, d *big.Float, err error) {
	// The difference's error is of the order of its square.
	h := newBig().Mul(p, newBig().Sub(number(1), p))
	h.SetMantExp(h, -120)
	hi, err := e.at(y, newBig().Add(p, h))
	if err != nil {
		return nil, nil, err
	}
	lo, err := e.at(y, newBig().Sub(p, h))
	if err != nil {
		return nil, nil, err
	}
	if loss, err = e.at(y, p); err != nil {
		return nil, nil, err
	}
	d = newBig().Sub(hi, lo)
	return loss, d.Quo(d, h.SetMantExp(h, 1)), nil
}
