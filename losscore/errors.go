package losscore

import "strconv"

// A RangeError reports an argument or parameter outside its range.
type RangeError struct {
	Field   string  // name of the field or argument
	Value   float64 // its value
	Allowed string  // what it may be, such as "0 to 1"
}

// Error returns a text such as
//
//	losscore: Gamma is -1; allowed: finite and >= 0
func (e *RangeError) Error() string {
	return "losscore: " + e.Field + " is " + strconv.FormatFloat(e.Value, 'g', -1, 64) + "; allowed: " + e.Allowed
}

// ValidateProb returns nil if p is a probability, and otherwise, NaN included,
// a [*RangeError] with Field "p".
func ValidateProb(p float64) error {
	if p >= 0 && p <= 1 {
		return nil
	}
	return &RangeError{"p", p, "0 to 1"}
}
