// Package syntax lets people write a loss: a formula of the truth and the
// prediction, such as
//
//	alpha_t = where(y == 1, alpha, 1 - alpha)
//	-alpha_t * (1 - pt)^gamma * log(pt)
//
// [Parse] compiles it, [formula.Formula.Bind] binds its parameters to values, which makes it a
// [losscore.Loss], and derivatives come by forward differentiation.
//
// A formula has lines of the form name = expression and ends with an expression,
// or an assignment to loss. It knows
//
//	y p pt x xt        the truth, the prediction, the probability of the truth,
//	                   and the logits of p and of pt; also y_true, y_pred, p_t
//	epsilon            where predictions are clipped before
//	log log1p exp expm1 sqrt abs min max pow clip where
//	sigmoid softplus tanh
//	+ - * / ^ **       and < <= > >= == != && || !, which give 1 or 0
//	pi e
//
// Any other name is a parameter; a line that assigns a number to a name makes it one
// with that value at first. What follows # is a comment.
package syntax

import "fmt"

// An Error says where a formula cannot be read.
type Error struct {
	Line, Column int    // from 1; columns are of characters
	Format       string // of the message, in English, for Args
	Args         []any
}

// Message says what was expected. Format has it in another language, and may take the
// arguments in another order; "" is English.
func (e *Error) Message(format string) string {
	if format == "" {
		format = e.Format
	}
	return fmt.Sprintf(format, e.Args...)
}

func (e *Error) Error() string { return fmt.Sprintf("%d:%d: %s", e.Line, e.Column, e.Message("")) }
