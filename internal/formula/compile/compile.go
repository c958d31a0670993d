// Package compile lets addresses and attributes use the text of a formula as the loss. It
// is for programs that can include Go's parser; the others use a compiled formula, its ID.
package compile

import (
	"strconv"

	"lossexplorer/internal/formula"
	"lossexplorer/internal/formula/syntax"
	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// Key is the parameter that holds the text of a formula. The formula's panel uses the same
// parameter, with the values "on" and "off".
const Key = state.FormulaKey

// Query returns get with the ID of the formula in the place of the loss, if get has one:
// at Key or, beside the loss "own", in the form that the page's addresses use. A formula
// that cannot be read is a problem, and then the loss is the one of get.
func Query(m *text.Messages, get func(key string) (string, bool)) (with func(key string) (string, bool), problems []state.Problem) {
	key := Key
	source, ok := get(Key)
	if !ok || source == state.On || source == state.Off {
		if loss, _ := get(state.LossKey); loss != state.CustomLoss {
			return get, nil
		}
		key = state.FormulaTextKey
		if source, ok = get(key); !ok {
			return get, nil
		}
	}
	id := ""
	if f, err := syntax.Parse(source); err == nil {
		id = formula.ID + f.Encode()
	} else {
		problems = append(problems,
			state.Problem{Key: key, Value: source, Default: "", Err: plot.Said(Explain(m, err))})
	}
	return func(k string) (string, bool) {
		switch {
		case k == state.LossKey && id != "":
			return id, true
		case k == state.FormulaTextKey && id != "":
			return source, true
		case k == state.FormulaKey && key == Key:
			return "", false
		}
		return get(k)
	}, problems
}

// Explain returns the sentence for an error of package syntax.
func Explain(m *text.Messages, err error) string {
	t := text.FormulaOf(m)
	e := err.(*syntax.Error) // as the package documents
	return text.Fill(t.Error, "line", strconv.Itoa(e.Line), "column", strconv.Itoa(e.Column),
		"message", e.Message(t.Problems.Map()))
}
