package predict

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// Labels maps the values of a column to classes. The zero value reads the numbers 0, 1,
// 2, … of the classes, and true and false.
type Labels struct {
	// Classes has the value of each class, in their order. If it is nil, the values are
	// the numbers of the classes.
	Classes []string

	// Rest is set if class 0 has every value but Classes[1], the values used for missing
	// labels and the values of Ignore: one class against all others.
	Rest bool

	// Ignore has values whose rows are left out without being rejected.
	Ignore []string

	// Soft is set if labels are numbers from 0 to 1, which Rows.Label holds. The class of a
	// row then is the one that its label is nearer to, 0 for 1/2.
	Soft bool

	// Threshold makes classes of labels from 0 to 1: those from it on are of class 1. 0 is
	// none.
	Threshold float64
}

// Positive returns the value of class 1.
func (l *Labels) Positive() string {
	if l.Threshold > 0 {
		return l.Value(1)
	}
	if len(l.Classes) > 1 {
		return l.Classes[1]
	}
	return "1"
}

// Value returns the value of class k, for showing.
func (l *Labels) Value(k int) string {
	if l.Threshold > 0 {
		return [...]string{"< ", "≥ "}[k] + strconv.FormatFloat(l.Threshold, 'g', -1, 64)
	}
	if l.Rest && k == 0 {
		return "*"
	}
	if k < len(l.Classes) {
		return l.Classes[k]
	}
	return strconv.Itoa(k)
}

// Named returns the value of class k, and whether one value is that class: a class of all others
// has none, nor have labels that are the numbers of the classes.
func (l *Labels) Named(k int) (value string, ok bool) {
	if l.Classes == nil || l.Rest && k == 0 {
		return "", false
	}
	return l.Value(k), true
}

// plainly reports whether values are the numbers of the classes.
func (l *Labels) plainly() bool {
	return l.Classes == nil && len(l.Ignore) == 0 && !l.Soft && l.Threshold == 0
}

// ignores reports whether a value is one of Ignore.
func (l *Labels) ignores(value string) bool {
	return slices.ContainsFunc(l.Ignore, func(v string) bool { return canonical(v) == value })
}

// fraction reports whether y is a label between the classes.
func fraction(y float64) bool { return y > 0 && y < 1 }

// The results of a mapping that are no class.
const (
	ignored = -1
	unknown = -2
)

// class returns the class of a value, ignored or unknown.
func (l *Labels) class(value string, classes int) int {
	value = canonical(value)
	if l.ignores(value) {
		return ignored
	}
	if l.Soft || l.Threshold > 0 {
		y, ok := parseLabel(value)
		if !ok || !(y >= 0 && y <= 1) {
			return unknown
		}
		if l.Soft && y > 0.5 || !l.Soft && y >= l.Threshold {
			return 1
		}
		return 0
	}
	if l.Classes == nil {
		v, ok := parseLabel(value)
		if !ok || v != math.Trunc(v) || v < 0 || v >= float64(classes) {
			return unknown
		}
		return int(v)
	}
	for k, v := range l.Classes {
		if (k > 0 || !l.Rest) && canonical(v) == value {
			return k
		}
	}
	if l.Rest && !missing(value) {
		return 0
	}
	return unknown
}

// canonical returns the form of a value used to compare it: without space around it, and a
// number in its shortest form.
func canonical(value string) string {
	value = strings.TrimSpace(value)
	if v, ok := parseNumber(value); ok && v == v {
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	return value
}

// missing reports whether a value is one of the values used for a missing one.
func missing(value string) bool {
	switch strings.ToLower(strings.TrimSpace(value)) {
	case "", "na", "n/a", "nan", "null", "none", "nil", "?", "-", "<na>", `\n`: // \N is of databases
		return true
	}
	return false
}

// parseLabel returns the number of a class, also for the words true and false.
func parseLabel(s string) (float64, bool) {
	if len(s) == 1 && '0' <= s[0] && s[0] <= '9' { // as nearly all are
		return float64(s[0] - '0'), true
	}
	if v, ok := parseNumber(s); ok {
		return v, true
	}
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "true":
		return 1, true
	case "false":
		return 0, true
	}
	return 0, false
}

// parseNumber parses a number, also one of percent: 97 % is 0.97.
func parseNumber(s string) (float64, bool) {
	if v, ok := parseShort(s); ok {
		return v, true
	}
	v, err := strconv.ParseFloat(s, 64)
	if err == nil {
		return v, true
	}
	if trimmed := strings.TrimSpace(s); trimmed != s {
		return parseNumber(trimmed)
	}
	if share, ok := strings.CutSuffix(s, "%"); ok {
		// Dividing is exact to rounding, as multiplying by 0.01 is not.
		v, ok = parseNumber(share)
		return v / 100, ok
	}
	if math.IsInf(v, 0) {
		return v, true // out of range
	}
	return 0, false
}

// parseShort parses the usual form of a field: up to 15 digits, with a point among or before
// them. These digits as a whole number and the power of ten are exact, so that their
// quotient is the float64 nearest to the decimal (Clinger 1990).
func parseShort(s string) (float64, bool) {
	digits := s
	negative := len(s) > 0 && s[0] == '-'
	if negative {
		digits = s[1:]
	}
	if len(digits) == 0 || len(digits) > 16 || len(digits) == 16 && digits[0] != '0' {
		return 0, false
	}
	n, point := uint64(0), -1
	for i := range len(digits) {
		switch c := digits[i]; {
		case c-'0' < 10:
			n = 10*n + uint64(c-'0')
		case c == '.' && point < 0:
			point = i
		default:
			return 0, false
		}
	}
	v := float64(n)
	if point >= 0 {
		if len(digits) == 1 {
			return 0, false
		}
		v /= powers[len(digits)-1-point]
	}
	if negative {
		v = -v
	}
	return v, true
}

// powers are the powers of ten that are exact in float64.
var powers = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13,
	1e14, 1e15}
