// Package catalog lists the losses that the explorer offers: their names and
// sources, formulas, parameters with sliders and hints, and the code to copy.
package catalog

import (
	"slices"

	"lossexplorer/losscore"
)

// A Kind describes a loss to programs that offer a choice of them. A new loss
// is one more entry of the list in losses.go, and is then offered everywhere.
type Kind struct {
	ID     string // in addresses and attributes: "focal"
	Name   Text
	Source string // where it was published

	// TeX is the right-hand side of the loss in terms of p_t.
	TeX string

	// Positive and Negative are the same for y = 1 and y = 0 in terms of p,
	// and use <name> for the value of a parameter. <weight> is alpha for y = 1
	// and 1-alpha for y = 0, or 1 if alpha is not used.
	Positive, Negative string

	// Rises reports whether the loss increases in p_t somewhere.
	Rises bool

	// Code are the statements that compute the loss of one prediction, or
	// elementwise of many, which package code rewrites into other languages. They
	// use y, p, p_t and the parameters by their names, in assignments of sums,
	// products, quotients and the functions log, log1p, exp, expm1, abs, pow(x, y),
	// clip(x, low, high) and where(c, a, b) with a comparison c, spaced as gofmt
	// does. alpha_t, used only as "alpha_t * ", is the weight of the label's class.
	// The last assigns to loss. Where p is clipped, no step and no gradient of one
	// may be infinite, also in single precision.
	Code []string

	// Logits are the statements that compute the loss of the logit z in any
	// precision, in the notation of Code: from log_p and log_q, the logarithms
	// of p and 1-p, which are never infinite. They assign the losses of y = 1 and
	// y = 0 to positive and negative, without the weights of alpha. Besides the
	// functions of Code they may use softplus(x), sigmoid(x), where(c, a, b), whose
	// a and b are both computed, and choose(c, a, b), whose c depends on parameters
	// alone. No gradient of a step may be infinite or NaN.
	Logits []string

	// Soft are the statements that compute the loss of a label y between 0 and 1 in the
	// notation of Logits, with alpha_t as in Code: from y, z, log_p and log_q. The last
	// assigns to loss. If there are none the loss is y*positive + (1-y)*negative.
	Soft []string

	// Rule describes in a sentence how the loss uses a label between 0 and 1.
	Rule Text

	// Params are its parameters, the first to be shown first.
	Params []Param

	// New returns the loss with the parameters' values, in the order of
	// Params.
	New func(v []float64) losscore.Loss
}

// A Text is a text in the languages of the explorer.
type Text struct{ English, Chinese string }

// A Param is a parameter of a Kind.
type Param struct {
	Name     string  // in addresses and code: "gamma"
	Symbol   string  // in formulas: "γ"
	Hint     Text    // its effect; of a switch, its label
	Min, Max float64 // the range of a slider; Validate checks for validity
	Step     float64 // of a slider
	Default  float64
	Zero     float64 // the meaning of the value 0 in Code, if not 0
	Switch   bool    // is 0 or 1, for off and on
	Needs    string  // the name of the switch without which it has no effect
}

// Kinds returns the losses in the order of their IDs. The slice is the
// caller's; the kinds must not be changed.
func Kinds() []*Kind { return slices.Clone(kinds[:]) }

// KindOf returns the Kind with the ID, nil if there is none.
func KindOf(id string) *Kind {
	for _, k := range kinds {
		if k.ID == id {
			return k
		}
	}
	return nil
}

// Param returns the index of the parameter with the name in Params, -1 if
// there is none.
func (k *Kind) Param(name string) int {
	return slices.IndexFunc(k.Params, func(p Param) bool { return p.Name == name })
}
