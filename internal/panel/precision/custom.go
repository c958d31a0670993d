package precision

import (
	"errors"
	"strings"

	"lossexplorer/internal/formula/compile"
	"lossexplorer/internal/formula/rounded"
	"lossexplorer/internal/formula/syntax"
	"lossexplorer/internal/precision"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// fallback is shown in place of an implementation that cannot be shown.
const fallback = "torchvision"

// errUnknown is returned for an ID that there is none of.
var errUnknown = errors.New("precision: no such implementation")

// Chosen returns the implementation of a state: an entry of the list, or for the ID
// [precision.CustomID] the formula in the place of the custom loss. The error comes from
// [rounded.Of], or reports an unknown ID.
func Chosen(s state.State) (precision.Implementation, error) {
	if s.Precision.Implementation == precision.CustomID {
		f, err := syntax.Parse(s.Formula.Text)
		if err != nil {
			return precision.Implementation{}, err
		}
		return rounded.Of(s.Formula.Operations(), f, s.FormulaValues(f))
	}
	m, ok := precision.ImplementationOf(s.Precision.Implementation)
	if !ok {
		return m, errUnknown
	}
	return m, nil
}

// explain returns the sentence on a loss of the state that cannot be run.
func explain(m *text.Messages, s state.State, err error) string {
	t := text.PrecisionOf(m)
	if errors.Is(err, errUnknown) {
		return text.Fill(t.Unknown, "id", s.Precision.Implementation, "name", fallback)
	}
	if errors.Is(err, rounded.ErrExponent) {
		return text.Fill(t.CustomFault, "fault", t.CustomExponent)
	}
	return text.Fill(t.CustomFault, "fault", compile.Explain(m, err))
}

// oneLine writes the lines of a formula as one.
func oneLine(source string) string {
	return strings.Join(strings.FieldsFunc(source, func(r rune) bool { return r == '\n' }), ";  ")
}
