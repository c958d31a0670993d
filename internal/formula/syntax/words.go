package syntax

import (
	"maps"
	"math"
	"slices"

	"lossexplorer/internal/formula"
)

var variables = map[string]formula.Op{
	"y": formula.OpTruth, "y_true": formula.OpTruth, "p": formula.OpProb, "y_pred": formula.OpProb,
	"pt": formula.OpPt, "p_t": formula.OpPt,
	"x": formula.OpLogit, "xt": formula.OpLogitT, "x_t": formula.OpLogitT,
	"epsilon": formula.OpEpsilon,
}

var constants = map[string]float64{"pi": math.Pi, "e": math.E, "inf": math.Inf(1)}

// functions by their names, with how many arguments they have.
var functions = map[string]struct {
	op        formula.Op
	args      int
	signature string
}{
	"log": {formula.OpLog, 1, "log(x)"}, "ln": {formula.OpLog, 1, "ln(x)"},
	"log2": {formula.OpLog, 1, "log2(x)"}, "log10": {formula.OpLog, 1, "log10(x)"},
	"log1p": {formula.OpLog1p, 1, "log1p(x)"}, "exp": {formula.OpExp, 1, "exp(x)"},
	"expm1": {formula.OpExpm1, 1, "expm1(x)"},
	"sqrt":  {formula.OpSqrt, 1, "sqrt(x)"}, "abs": {formula.OpAbs, 1, "abs(x)"},
	"sign": {formula.OpWhere, 1, "sign(x)"}, "sigmoid": {formula.OpSigmoid, 1, "sigmoid(x)"},
	"softplus": {formula.OpSoftplus, 1, "softplus(x)"}, "tanh": {formula.OpTanh, 1, "tanh(x)"},
	"cosh": {formula.OpExp, 1, "cosh(x)"}, "sinh": {formula.OpExp, 1, "sinh(x)"},
	"logsigmoid": {formula.OpLogSigmoid, 1, "logsigmoid(x)"},
	"float32":    {formula.OpFloat32, 1, "float32(x)"},
	"bce":        {formula.OpBCE, 2, "bce(y, p)"},
	"bce_logits": {formula.OpBCELogits, 2, "bce_logits(y, x)"},
	"stop":       {formula.OpStop, 1, "stop(x)"}, "xlogy": {formula.OpMul, 2, "xlogy(x, y)"},
	"min": {formula.OpMin, 2, "min(a, b)"}, "max": {formula.OpMax, 2, "max(a, b)"},
	"pow":   {formula.OpPow, 2, "pow(base, exponent)"},
	"clip":  {formula.OpMax, 3, "clip(x, low, high)"},
	"where": {formula.OpWhere, 3, "where(condition, then, else)"},
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
	return variable || isFunction(name) || constants[name] != 0 ||
		slices.Contains([]string{"and", "or", "not", "frac", "lambda_"}, name)
}
