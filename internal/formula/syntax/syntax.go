// Package syntax reads losses that people write as formulas of a label and a prediction, such as
//
//	alpha_t = where(y == 1, alpha, 1 - alpha)
//	-alpha_t * (1 - pt)^gamma * log(pt)
//
// Use [Parse] to compile a formula, and [formula.Formula.Bind] to bind its parameters to values,
// which makes it a [losscore.Loss]. Derivatives use forward differentiation.
//
// A formula has lines of the form name = expression and ends with an expression, or an
// assignment to loss. Its names are
//
//	y p pt x xt        the label, the predicted probability, the probability of the true class,
//	                   and the logits of p and of pt; also y_true, y_pred, p_t, pₜ, ŷ
//	epsilon            predictions are clipped to [epsilon, 1-epsilon] first
//	log ln log2 log10 log1p exp expm1 sqrt abs sign min max pow clip where
//	sigmoid logsigmoid softplus tanh cosh sinh xlogy
//	bce bce_logits     cross-entropy of a label and a probability, or a logit
//	float32            its argument; see package rounded
//	stop               the value of its argument, without a derivative
//	+ - * / ^ **       and < <= > >= == != && || ! and or not, which give 1 or 0
//	pi e inf
//
// Any other name is a parameter. A line that assigns a number to a name makes it a parameter and
// sets its default. Text after # is a comment.
//
// Powers bind as in mathematics and Python: -x^2 is -(x^2), 2^-x^2 is 2^(-(x^2)). A comparison
// such as 0 < p < 1 holds where both parts do. A product needs no sign where none could be
// misread: 2x, (1-p)(1-y). A formula may use Greek letters, superscripts, the brackets and signs
// of other keyboards, and the LaTeX used in papers: -(1-p_t)^{\gamma}\log(p_t).
package syntax

import (
	"fmt"
	"strconv"
)

// An Error reports where a formula cannot be read. Code names the reason and Args its values,
// for translations.
type Error struct {
	Line, Column int // from 1; columns are of characters
	Code         string
	Args         []string
}

// Message returns the sentence in the words of a language by Code; without one, in English.
func (e *Error) Message(sentences map[string]string) string {
	format, ok := sentences[e.Code]
	if !ok {
		format = English[e.Code]
	}
	var b []byte
	for i := 0; i < len(format); i++ {
		if format[i] == '{' && i+2 < len(format) && format[i+2] == '}' && format[i+1] >= '0' &&
			int(format[i+1]-'0') < len(e.Args) {
			b = append(b, e.Args[format[i+1]-'0']...)
			i += 2
			continue
		}
		b = append(b, format[i])
	}
	return string(b)
}

func (e *Error) Error() string {
	return fmt.Sprintf("%d:%d: %s", e.Line, e.Column, e.Message(nil))
}

func count(n int) string { return strconv.Itoa(n) }

// English has the sentences of errors by their codes; {0}, {1} … are their values.
var English = map[string]string{
	"too-long":    "a formula has at most {0} characters",
	"empty":       "expected a formula, such as -log(pt)",
	"no-result":   "expected a formula at the end",
	"not-last":    "only the last line has no name; expected name = …",
	"operand":     "expected a number, a name or (, found {0}",
	"operand-end": "expected a number, a name or (, found the end of the line",
	"expected":    "expected {0}, found {1}",
	"end":         "expected {0}, found the end of the line",
	"unexpected":  "expected an operator or the end of the line, found {0}",
	"meaning":     "{0} has a meaning and cannot be assigned to",
	"value":       "{0} already has a value",
	"assign":      "expected a name before =",
	"range":       "{0} is not a number that can be represented",
	"params":      "{0} would be parameter {1}; a formula has at most {2}",
	"is-function": "{0} is a function; expected {1}",
	"arguments":   "expected {0}, found {1} arguments",
	"no-function": "there is no function {0}; there are {1}",
	"no-operator": "there is no operator {0}",
	"whole":       "{0} has no derivative and is not read",
	"character":   "{0} means nothing here",
	"deep":        "this is nested too deep",
	"size":        "the formula has more than {0} operations",
	"ambiguous":   "a product without a sign after / can be read in two ways; write * or parentheses",
	"latex":       "the LaTeX command {0} is not known here",
}
