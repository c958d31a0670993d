package losscore

import (
	"math"
	"strconv"
)

// A RangeError reports an argument or parameter outside its range.
type RangeError struct {
	Field   string   // name of the field or argument
	Value   float64  // its value
	Allowed Interval // the range of valid values
}

// Error returns a text such as
//
//	losscore: Gamma is -1; allowed: finite and >= 0
func (e *RangeError) Error() string {
	return "losscore: " + e.Field + " is " + number(e.Value) + "; allowed: " + e.Allowed.String()
}

// An Interval is the set of numbers from Min to Max; NaN is in none. Use an open
// infinite end for an interval of finite numbers.
type Interval struct {
	Min, Max         float64
	OpenMin, OpenMax bool // the end itself is not in the interval

	// Words describe the allowed values where the ends alone do not, such as
	// "1 within 1e-6"; they are empty for a parameter of a loss of one class.
	Words string
}

// Finite is the interval of all finite numbers.
func Finite() Interval {
	return Interval{Min: math.Inf(-1), Max: math.Inf(1), OpenMin: true, OpenMax: true}
}

// AtLeast is the interval of the finite numbers from least on.
func AtLeast(least float64) Interval { return Interval{Min: least, Max: math.Inf(1), OpenMax: true} }

// Between is the interval from least to most, both included.
func Between(least, most float64) Interval { return Interval{Min: least, Max: most} }

// Below is the interval from least to less than end.
func Below(least, end float64) Interval { return Interval{Min: least, Max: end, OpenMax: true} }

// Contains reports whether v is in the interval.
func (r Interval) Contains(v float64) bool {
	return (v > r.Min || v == r.Min && !r.OpenMin) && (v < r.Max || v == r.Max && !r.OpenMax)
}

// String returns a text such as "finite and >= 0", "0 to 1" or ">= 0 and < 0.5", or
// the Words.
func (r Interval) String() string {
	least, most := ">= ", "<= "
	if r.OpenMin {
		least = "> "
	}
	if r.OpenMax {
		most = "< "
	}
	switch low, high := math.IsInf(r.Min, -1), math.IsInf(r.Max, 1); {
	case r.Words != "":
		return r.Words
	case low && high && r.OpenMin && r.OpenMax:
		return "finite"
	case low && high && r.OpenMax:
		return "a number below +Inf"
	case low && high:
		return "a number"
	case high && r.OpenMax:
		return "finite and " + least + number(r.Min)
	case high:
		return least + number(r.Min)
	case low:
		return most + number(r.Max)
	case r.Min == r.Max:
		return number(r.Min)
	case !r.OpenMin && !r.OpenMax:
		return number(r.Min) + " to " + number(r.Max)
	}
	return least + number(r.Min) + " and " + most + number(r.Max)
}

// number returns the shortest text that reads back as v.
func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// validIn returns nil if v is in the interval, and otherwise a [*RangeError].
func validIn(field string, v float64, allowed Interval) error {
	if allowed.Contains(v) {
		return nil
	}
	return &RangeError{field, v, allowed}
}

// ValidateProb returns nil if p is a probability, and otherwise, NaN included,
// a [*RangeError] with Field "p".
func ValidateProb(p float64) error { return validIn("p", p, Between(0, 1)) }
