// Package classweights computes class weights from the number of examples of each
// class, using the schemes of the literature.
package classweights

import (
	"errors"
	"math"
	"strconv"
)

// A Scheme turns counts into weights, or into numbers to add to logits.
type Scheme string

// The schemes. With n_k examples of class k of K, N in all, and π_k = n_k/N:
const (
	// Inverse is N/(K n_k), as scikit-learn's class_weight="balanced".
	Inverse Scheme = "inverse"

	// SquareRoot is the square root of 1/n_k, with a mean of 1.
	SquareRoot Scheme = "sqrt"

	// Effective is (1-β)/(1-β^n_k), with a mean of 1: Cui et al. 2019,
	// arXiv:1901.05555.
	Effective Scheme = "effective"

	// ENet is 1/ln(c + π_k): Paszke et al. 2016, arXiv:1606.02147.
	ENet Scheme = "enet"

	// Logit is τ ln π_k, to be added to the logits in training: Menon et al.
	// 2021, arXiv:2007.07314.
	Logit Scheme = "logit"

	// LDAM is C/n_k^(1/4), with a largest of C, to be subtracted from the logit
	// of the true class: Cao et al. 2019, arXiv:1906.07413.
	LDAM Scheme = "ldam"
)

// Schemes are all schemes, in the order to offer them.
var Schemes = [...]Scheme{Inverse, SquareRoot, Effective, ENet, Logit, LDAM}

// Default returns the scheme's parameter as its paper uses it: β, c, τ or C; 0 for
// a scheme without one.
func (s Scheme) Default() float64 {
	switch s {
	case Effective:
		return 0.999
	case ENet:
		return 1.02
	case Logit:
		return 1
	case LDAM:
		return 0.5
	}
	return 0
}

// Symbol returns the symbol of the parameter, "" without one.
func (s Scheme) Symbol() string {
	return map[Scheme]string{Effective: "β", ENet: "c", Logit: "τ", LDAM: "C"}[s]
}

// Weighs reports whether the numbers are weights, and not added to logits.
func (s Scheme) Weighs() bool { return s != Logit && s != LDAM }

// Errors of Of. A parameter that is out of range is a [*RangeError].
var (
	ErrClasses = errors.New("classweights: fewer than two classes")
	ErrScheme  = errors.New("classweights: no such scheme")
)

// A RangeError reports a count or a parameter outside its range.
type RangeError struct {
	What    string  // "count" or the symbol of the parameter
	Class   int     // of a count, from 0
	Value   float64 // of it
	Allowed string
}

// Error returns a text such as
//
//	classweights: count of class 2 is 0; allowed: > 0
func (e *RangeError) Error() string {
	of := ""
	if e.What == "count" {
		of = " of class " + strconv.Itoa(e.Class)
	}
	return "classweights: " + e.What + of + " is " + strconv.FormatFloat(e.Value, 'g', -1,
		64) + "; allowed: " + e.Allowed
}

// A Result has a number for each class.
type Result struct {
	Weights []float64
	// of the largest weight to the least; of numbers added to logits, e to their distance
	Ratio float64

	// Saturated reports whether every class has at least three times 1/(1-β) examples:
	// the effective numbers are then 1/(1-β) for all, to 5 %, and the weights
	// alike. Beta is the least of .9, .99, .999, … at which they are not.
	Saturated bool
	Beta      float64
}

// Most is the largest count.
const Most = 1e15

// Of returns the numbers of a scheme for counts, of at least two classes, each
// above 0 and up to [Most], and for Effective at least 1: it has no meaning for shares. The
// parameter must be in [0,1) for Effective, above 1 for ENet and
// finite and above 0 for the others that have one.
func Of(s Scheme, counts []float64, parameter float64) (Result, error) {
	if len(counts) < 2 {
		return Result{}, ErrClasses
	}
	sum, least := 0.0, math.Inf(1)
	for k, n := range counts {
		switch {
		case !(n > 0 && n <= Most):
			return Result{}, &RangeError{"count", k, n, "> 0 and <= 1e15"}
		case s == Effective && n < 1:
			return Result{}, &RangeError{"count", k, n, ">= 1 and <= 1e15"}
		}
		sum += n
		least = min(least, n)
	}
	if err := s.validate(parameter); err != nil {
		return Result{}, err
	}
	r := Result{Weights: make([]float64, len(counts))}
	for k, n := range counts {
		switch s {
		case Inverse:
			r.Weights[k] = sum / float64(len(counts)) / n
		case SquareRoot:
			r.Weights[k] = 1 / math.Sqrt(n)
		case Effective:
			r.Weights[k] = (1 - parameter) / -math.Expm1(n*math.Log(parameter))
		case ENet:
			r.Weights[k] = 1 / math.Log(parameter+n/sum)
		case Logit:
			r.Weights[k] = parameter * math.Log(n/sum)
		case LDAM:
			r.Weights[k] = parameter * math.Pow(least/n, 0.25)
		}
	}
	if s == SquareRoot || s == Effective {
		meanOne(r.Weights)
	}
	r.Ratio = ratio(r.Weights, s.Weighs())
	if s == Effective && least*(1-parameter) >= 3 {
		r.Saturated = true
		for r.Beta = 0.9; least*(1-r.Beta) >= 1; {
			r.Beta = 1 - (1-r.Beta)/10
		}
	}
	return r, nil
}

func (s Scheme) validate(v float64) error {
	outside := func(allowed string) error { return &RangeError{What: s.Symbol(), Value: v, Allowed: allowed} }
	switch s {
	case Inverse, SquareRoot:
	case Effective:
		if !(v >= 0 && v < 1) {
			return outside(">= 0 and < 1")
		}
	case ENet:
		if !(v > 1 && v <= math.MaxFloat64) {
			return outside("finite and > 1")
		}
	case Logit, LDAM:
		if !(v > 0 && v <= math.MaxFloat64) {
			return outside("finite and > 0")
		}
	default:
		return ErrScheme
	}
	return nil
}

// meanOne divides weights by their mean.
func meanOne(w []float64) {
	sum := 0.0
	for _, v := range w {
		sum += v
	}
	for k := range w {
		w[k] *= float64(len(w)) / sum
	}
}

func ratio(w []float64, weights bool) float64 {
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range w {
		low, high = min(low, v), max(high, v)
	}
	if weights {
		return high / low
	}
	return math.Exp(high - low)
}
