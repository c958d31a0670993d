package python

import (
	"math"
)

// A Point holds the values used to evaluate an expression.
type Point struct {
	Y, X    float64            // label and logit
	Values  map[string]float64 // of parameters; others have their defaults
	Epsilon float64
	// Raw makes Prob the number P, whatever X is.
	Raw bool
	P   float64
}

// Eval returns the value of e and its derivative with respect to the logit.
func (e *Expr) Eval(at Point) (v, d float64) {
	done := map[*Expr][2]float64{}
	var eval func(e *Expr) (float64, float64)
	one := func(e *Expr) (float64, float64) {
		q, p := 1/(1+math.Exp(at.X)), 1/(1+math.Exp(-at.X))
		if at.Raw {
			p, q = at.P, 1-at.P
		}
		sign := 2*at.Y - 1
		switch e.Op {
		case Const:
			return e.Value, 0
		case Param:
			if v, ok := at.Values[e.Name]; ok {
				return v, 0
			}
			return e.Value, 0
		case Epsilon:
			return at.Epsilon, 0
		case Label:
			return at.Y, 0
		case Prob:
			return p, p * q
		case Logit:
			return at.X, 1
		case ProbTrue:
			if at.Y == 0 {
				p = q
			}
			return p, sign * p * (1 - p)
		case LogitTrue:
			return sign * at.X, sign
		case Where:
			if c, _ := eval(e.Args[0]); c != 0 {
				return eval(e.Args[1])
			}
			return eval(e.Args[2])
		}
		if e.Op.Arity() == 0 {
			return math.NaN(), math.NaN()
		}
		a, a1 := eval(e.Args[0])
		if e.Op.Arity() == 1 {
			return applyUnary(e.Op, a), times(slope(e.Op, a), a1)
		}
		b, b1 := eval(e.Args[1])
		v := applyBinary(e.Op, a, b)
		switch e.Op {
		case Add:
			return v, a1 + b1
		case Sub:
			return v, a1 - b1
		case Mul:
			return v, times(b, a1) + times(a, b1)
		case Div:
			return v, times(1/b, a1) - times(v/b, b1)
		case Pow:
			d := times(b*math.Pow(a, b-1), a1)
			if b1 != 0 {
				d += v * math.Log(a) * b1
			}
			return v, d
		case Min, Max:
			if v == a {
				return v, a1
			}
			return v, b1
		case BCE:
			return v, times((b-a)/(b*(1-b)), b1)
		case BCELogits:
			return v, times(applyUnary(Sigmoid, b)-a, b1)
		}
		return v, 0
	}
	eval = func(e *Expr) (float64, float64) {
		if r, ok := done[e]; ok {
			return r[0], r[1]
		}
		v, d := one(e)
		done[e] = [2]float64{v, d}
		return v, d
	}
	return eval(e)
}

func times(f, d float64) float64 {
	if d == 0 {
		return 0
	}
	return f * d
}

func applyUnary(op Op, a float64) float64 {
	switch op {
	case Neg:
		return -a
	case Log:
		return math.Log(a)
	case Log1p:
		return math.Log1p(a)
	case Exp:
		return math.Exp(a)
	case Expm1:
		return math.Expm1(a)
	case Sqrt:
		return math.Sqrt(a)
	case Abs:
		return math.Abs(a)
	case Sigmoid:
		return 1 / (1 + math.Exp(-a))
	case Softplus:
		return max(a, 0) + math.Log1p(math.Exp(-math.Abs(a)))
	case LogSigmoid:
		return min(a, 0) - math.Log1p(math.Exp(-math.Abs(a)))
	case Tanh:
		return math.Tanh(a)
	case Not:
		return truth(a == 0)
	}
	return a // Stop, Float32, Mean, Sum
}

// slope is the derivative of a function.
func slope(op Op, a float64) float64 {
	switch op {
	case Neg:
		return -1
	case Log:
		return 1 / a
	case Log1p:
		return 1 / (1 + a)
	case Exp, Expm1:
		return math.Exp(a)
	case Sqrt:
		return 0.5 / math.Sqrt(a)
	case Abs:
		switch {
		case a > 0:
			return 1
		case a < 0:
			return -1
		}
		return 0
	case Sigmoid:
		return 1 / (1 + math.Exp(-a)) / (1 + math.Exp(a))
	case Softplus:
		return 1 / (1 + math.Exp(-a))
	case LogSigmoid:
		return 1 / (1 + math.Exp(a))
	case Tanh:
		t := math.Tanh(a)
		return 1 - t*t
	case Not, Stop:
		return 0
	}
	return 1 // Float32, Mean, Sum
}

func applyBinary(op Op, a, b float64) float64 {
	switch op {
	case Add:
		return a + b
	case Sub:
		return a - b
	case Mul:
		return a * b
	case Div:
		return a / b
	case Pow:
		return math.Pow(a, b)
	case Min:
		return min(a, b)
	case Max:
		return max(a, b)
	case Less:
		return truth(a < b)
	case LessEqual:
		return truth(a <= b)
	case Equal:
		return truth(a == b)
	case And:
		return truth(a != 0 && b != 0)
	case Or:
		return truth(a != 0 || b != 0)
	case BCE:
		return -a*math.Log(b) - (1-a)*math.Log1p(-b)
	case BCELogits:
		return a*applyUnary(Softplus, -b) + (1-a)*applyUnary(Softplus, b)
	}
	return math.NaN()
}

func truth(is bool) float64 {
	if is {
		return 1
	}
	return 0
}
