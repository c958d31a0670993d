package state

import (
	"strings"
	"unicode/utf8"

	"lossexplorer/internal/formula"
)

// Formula is the custom loss, see internal/formula. It is a comparable value.
type Formula struct {
	Shown bool
	Text  string // as the user wrote it, valid or not; the loss's text if the loss is a formula

	// Written is Text with the operations of the code that Text was made of, one by one, as
	// package python returns them; "" if Text was written as a formula.
	Written string

	Count  int // of Values; with 0 the parameters have the formula's defaults
	Values [MaxFormulaValues]float64
}

// The bounds of a formula.
const (
	MaxFormula       = 4096 // bytes, as in internal/formula/syntax
	MaxFormulaValues = formula.MaxParams
)

// Names of the URL's parameters of the formula. The first is "off" or "on".
const (
	FormulaKey        = "formula"
	FormulaTextKey    = "formula_text"
	FormulaWrittenKey = "formula_written"
	FormulaValuesKey  = "formula_values" // separated by commas
)

// FirstFormula is the text of a new editor, and firstFormula its ID.
const (
	FirstFormula = "alpha_t = where(y == 1, alpha, 1 - alpha)\n-alpha_t * (1 - pt)^gamma * log(pt)"
	firstFormula = formula.ID + "AgVhbHBoYfwXBWdhbW1hAg55Y_wfPQIBYQAtAwE_AwIBdC0GAWEBXgIBKgUBbAUqAgFuAQUHYWxwaGFfdA"
)

func defaultFormula() Formula { return Formula{Text: FirstFormula} }

// withFormula also reads the text of a formula from [FormulaKey], which addresses of pictures
// and widgets use: the text then is the loss, as if it were at [FormulaTextKey] beside the
// loss "own".
func withFormula(get func(key string) (string, bool)) func(key string) (string, bool) {
	source, ok := get(FormulaKey)
	if !ok || source == On || source == Off {
		return get
	}
	return func(key string) (string, bool) {
		switch key {
		case FormulaKey:
			return "", false
		case FormulaTextKey:
			return source, true
		case LossKey:
			if loss, ok := get(key); ok && strings.HasPrefix(loss, formula.ID) {
				return loss, true
			}
			return CustomLoss, true
		}
		return get(key)
	}
}

func (f *Formula) keys() []string {
	return []string{FormulaKey, FormulaTextKey, FormulaWrittenKey, FormulaValuesKey}
}

func (f *Formula) set(key, value string) (known bool, err error) {
	switch key {
	case FormulaKey:
		if value != On && value != Off {
			return true, ErrChoice
		}
		f.Shown = value == On
	case FormulaWrittenKey:
		if !isText(value) {
			return true, ErrChoice
		}
		f.Written = value
	case FormulaTextKey:
		if !isText(value) {
			return true, ErrChoice
		}
		if value != f.Text {
			f.Written = ""
		}
		f.Text, f.Count, f.Values = value, 0, [MaxFormulaValues]float64{}
	case FormulaValuesKey:
		f.Count, f.Values = 0, [MaxFormulaValues]float64{}
		if value == "" {
			return true, nil
		}
		n := strings.Count(value, ",") + 1
		if n > MaxFormulaValues {
			return true, ErrNumber
		}
		if err := list(f.Values[:n], value, -1e300, 1e300); err != nil {
			return true, err
		}
		f.Count = n
	default:
		return false, nil
	}
	return true, nil
}

// isText reports whether s may be the text of a formula.
func isText(s string) bool {
	unseen := func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' }
	return len(s) <= MaxFormula && utf8.ValidString(s) && !strings.ContainsFunc(s, unseen)
}

// Operations returns the text with the operations of the code that it was read from: Written,
// or Text if there is none.
func (f *Formula) Operations() string {
	if f.Written != "" {
		return f.Written
	}
	return f.Text
}

// FormulaValues returns the values of the parameters of f, the formula of the text: the values
// of the loss if the loss is f, or else the values set beside the text.
func (s State) FormulaValues(f *formula.Formula) []float64 {
	values := f.Defaults()
	if s.Custom() && s.Kind.ID == formula.ID+f.Encode() {
		copy(values, s.Values[:])
	} else if s.Formula.Count == len(values) {
		copy(values, s.Formula.Values[:])
	}
	return values
}

func (f *Formula) value(key string) (value string, known bool) {
	switch key {
	case FormulaKey:
		if f.Shown {
			return On, true
		}
		return Off, true
	case FormulaTextKey:
		return f.Text, true
	case FormulaWrittenKey:
		return f.Written, true
	case FormulaValuesKey:
		return join(f.Values[:f.Count]), true
	}
	return "", false
}
