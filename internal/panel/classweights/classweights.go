// Package classweights computes the contents of the panel of class weights: the weights for
// pasted counts, sentences on them, and the code that uses them.
package classweights

import (
	"errors"
	"strconv"

	"lossexplorer/internal/classweights"
	"lossexplorer/internal/code"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// Input holds the user's input.
type Input struct {
	Counts    string
	Scheme    classweights.Scheme
	Parameter string // as it is typed; "" for the scheme's default
	Language  code.Language
}

// A View holds the contents of the panel.
type View struct {
	Problem string // then nothing else is shown, apart from the parameter

	Symbol    string // of the parameter, "" for none
	Parameter string
	Formula   string
	Number    string                            // the head of the numbers
	Rows      [][3]string                       // of each class: its name, count and number
	Ratios    [len(classweights.Schemes)]string // of each scheme, with its default
	Spread    string
	Order     string // of the classes in the code, "" if their names make it clear
	Note      string
	Warning   string // "" for none
	Code      string
}

// Of returns the contents of the panel for in.
func Of(m *text.Messages, in Input) View {
	t := text.WeightsOf(m)
	kind := 0
	switch in.Scheme {
	case classweights.Logit:
		kind = 1
	case classweights.LDAM:
		kind = 2
	}
	v := View{Symbol: in.Scheme.Symbol(), Parameter: in.Parameter, Number: t.Numbers[kind],
		Note: t.Notes[kind]}
	for i, s := range classweights.Schemes {
		if s == in.Scheme {
			v.Formula = t.Formulas[i]
		}
	}
	if v.Symbol == "" {
		v.Parameter = ""
	} else if v.Parameter == "" {
		v.Parameter = state.Format(in.Scheme.Default())
	}
	if err := v.fill(t, in); err != nil {
		v.Problem = explain(t, v.classes(t, in.Counts), err)
	}
	return v
}

// classes returns the names of the classes of a text, as far as it can be read.
func (v *View) classes(t *text.Weights, counts string) (names []string) {
	all, _ := classweights.ParseCounts(counts)
	for k, c := range all {
		names = append(names, name(t, k, c))
	}
	return names
}

func name(t *text.Weights, k int, c classweights.Class) string {
	if c.Name != "" {
		return c.Name
	}
	return text.Fill(t.Of, "k", strconv.Itoa(k))
}

// numbered reports whether the classes have no names or the numbers 0, 1, 2, …
func numbered(classes []classweights.Class) bool {
	for k, c := range classes {
		if n, ok := c.Number(); c.Name != "" && (!ok || n != k) {
			return false
		}
	}
	return true
}

func (v *View) fill(t *text.Weights, in Input) error {
	classes, err := classweights.ParseCounts(in.Counts)
	if err != nil {
		return err
	}
	counts := make([]float64, len(classes))
	names := make([]string, len(classes))
	for k, c := range classes {
		counts[k], names[k] = c.Count, c.Name
	}
	if !numbered(classes) {
		v.Order = text.Fill(t.Order, "first", names[0])
	}
	parameter := 0.0
	if v.Symbol != "" {
		if parameter, err = strconv.ParseFloat(v.Parameter, 64); err != nil {
			return &classweights.TextError{Text: v.Parameter}
		}
	}
	r, err := classweights.Of(in.Scheme, counts, parameter)
	if err != nil {
		return err
	}
	for i, s := range classweights.Schemes {
		with := s.Default()
		if s == in.Scheme {
			with = parameter
		}
		other, err := classweights.Of(s, counts, with)
		if err != nil { // of shares, which another scheme takes
			v.Ratios[i] = "–"
			continue
		}
		v.Ratios[i] = text.Fill(t.Ratio, "ratio", number(other.Ratio))
	}
	for k, c := range classes {
		v.Rows = append(v.Rows, [3]string{name(t, k, c), state.Format(c.Count),
			number(r.Weights[k])})
	}
	v.Spread = t.Odds
	if in.Scheme.Weighs() {
		v.Spread = t.Spread
	}
	v.Spread = text.Fill(v.Spread, "ratio", number(r.Ratio))
	if r.Saturated {
		least := counts[0]
		for _, n := range counts {
			least = min(least, n)
		}
		v.Warning = text.Fill(t.Saturated, "beta", state.Format(parameter), "examples",
			number(1/(1-parameter)),
			"least", state.Format(least), "better", strconv.FormatFloat(r.Beta, 'g', 10, 64))
	}
	v.Code, err = code.WriteWeights(in.Language, in.Scheme, r.Weights, names)
	return err
}

// explain returns the sentence for an error.
func explain(t *text.Weights, names []string, err error) string {
	var wrong *classweights.TextError
	var outside *classweights.RangeError
	var separator *classweights.SeparatorError
	switch {
	case errors.As(err, &separator) && separator.Decimal():
		return text.Fill(t.Point, "text", separator.Text, "whole", separator.Whole(), "part",
			separator.Part())
	case errors.As(err, &separator):
		return text.Fill(t.Separator, "text", separator.Text, "whole", separator.Whole())
	case errors.Is(err, classweights.ErrClasses):
		return t.Few
	case errors.As(err, &wrong):
		return text.Fill(t.Problem, "text", wrong.Text)
	case errors.As(err, &outside) && outside.What == "count" && 0 < outside.Value &&
		outside.Value < 1:
		return text.Fill(t.Share, "class", names[outside.Class], "value",
			state.Format(outside.Value))
	case errors.As(err, &outside) && outside.What == "count":
		return text.Fill(t.Count, "class", names[outside.Class], "value",
			state.Format(outside.Value))
	case errors.As(err, &outside):
		return text.Fill(t.Range, "symbol", outside.What, "value", state.Format(outside.Value),
			"allowed", outside.Allowed)
	}
	return err.Error()
}

// number writes a weight or a ratio with four digits.
func number(v float64) string {
	v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'g', 4, 64), 64)
	return state.Format(v)
}
