// Package customloss computes the contents of the place of the custom loss: curves, sliders,
// findings and sentences, and the losses that are saved by name.
package customloss

import (
	"errors"
	"math"
	"strconv"

	"lossexplorer/internal/code"
	"lossexplorer/internal/formula"
	"lossexplorer/internal/formula/compile"
	"lossexplorer/internal/formula/syntax"
	"lossexplorer/internal/plot"
	"lossexplorer/internal/python"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/losscore"
)

// A Slider is the slider of a parameter of the formula.
type Slider struct {
	formula.Param
	Value float64
}

// A Finding is the answer to one of the checks.
type Finding struct {
	OK       bool
	Text     string
	Marked   bool    // on the charts
	From, To float64 // p_t
}

// The lines of a chart, each for y = 1 and 0: the formula, the loss of the page, the intended
// formula of code with a fault, and the saved losses that are compared.
const (
	CustomPos = iota
	CustomNeg
	ShownPos
	ShownNeg
	MeantPos
	MeantNeg
	Compared
	Lines = Compared + 2*MaxCompared
)

// Unfolded is the number of parameters whose slider is always shown; the other sliders unfold.
const Unfolded = 5

// Points is the number of points used for a line.
const Points = 401

// A Chart has lines of x, y, x, y …; those not shown are empty.
type Chart struct {
	Lines [Lines][]float64
	Range state.Range
}

// A View holds the contents of the panel. The zero value shows nothing.
type View struct {
	Problem        string // of the text
	Line, Column   int    // of the problem
	Sliders        []Slider
	Loss, Gradient Chart
	Findings       []Finding

	text    string
	formula *formula.Formula // the last that could be read
	id      string           // its ID as a loss
	own     bool             // the page uses this loss
	epsilon float64
}

// Beside are the losses that are drawn beside the formula.
type Beside struct {
	Meant    string // a formula, "" for none
	Compared []Saved
}

// Update makes v show s, and other losses beside it.
func (v *View) Update(m *text.Messages, s state.State, beside Beside) {
	if v.formula == nil || s.Formula.Text != v.text {
		v.read(m, s.Formula.Text)
	}
	if v.formula == nil {
		return
	}
	v.own = s.Kind.ID == v.id
	values := s.FormulaValues(v.formula)
	v.Sliders = v.Sliders[:0]
	for i, p := range v.formula.Params {
		p.Min, p.Max = min(p.Min, values[i]), max(p.Max, values[i])
		v.Sliders = append(v.Sliders, Slider{p, values[i]})
	}
	v.epsilon = s.Number(state.EpsilonKey)
	own := v.formula.Bind(values, v.epsilon)
	v.draw(s, own, v.others(beside))
	v.check(m, own.Check())
}

// others binds the losses beside the formula, with its values where parameters have the same
// names; nil stands for one that is not drawn.
func (v *View) others(beside Beside) [1 + MaxCompared]losscore.Loss {
	var all [1 + MaxCompared]losscore.Loss
	bind := func(source string, shared bool) losscore.Loss {
		f, err := syntax.Parse(source)
		if err != nil {
			return nil
		}
		values := f.Defaults()
		for i, p := range f.Params {
			if k := v.formula.Param(p.Name); k >= 0 && shared {
				values[i] = v.Sliders[k].Value
			}
		}
		return f.Bind(values, v.epsilon)
	}
	if beside.Meant != "" {
		all[0] = bind(beside.Meant, true)
	}
	for i, s := range beside.Compared[:min(len(beside.Compared), MaxCompared)] {
		all[1+i] = bind(s.Formula(), false)
	}
	return all
}

// Values returns the values of the parameters by their names.
func (v *View) Values() map[string]float64 {
	values := map[string]float64{}
	for _, s := range v.Sliders {
		values[s.Name] = s.Value
	}
	return values
}

// MathML returns the formula, typeset.
func (v *View) MathML() string {
	if v.formula == nil {
		return ""
	}
	return v.formula.MathML()
}

// ExplainPython returns the sentence for an error of package python.
func ExplainPython(m *text.Messages, err error) string {
	t := text.FormulaOf(m)
	var e *python.Error
	if !errors.As(err, &e) {
		return err.Error()
	}
	return text.Fill(t.Error, "line", strconv.Itoa(e.Line), "column", strconv.Itoa(e.Column),
		"message", e.Message(sentences(t)))
}

// Code returns the formula that is shown as source, with the values that it has.
func (v *View) Code(lang code.Language) string {
	if v.formula == nil {
		return ""
	}
	var values []float64
	for _, s := range v.Sliders {
		values = append(values, s.Value)
	}
	source, err := code.WriteSource(code.Options{Language: lang},
		code.SourceOf(v.formula, values, v.epsilon))
	if err != nil {
		return err.Error()
	}
	return source
}

// read compiles a text; one that cannot be read leaves the former formula.
func (v *View) read(m *text.Messages, source string) {
	v.text = source
	f, err := syntax.Parse(source)
	if err == nil {
		v.formula, v.Problem, v.id = f, "", formula.ID+f.Encode()
		return
	}
	e := err.(*syntax.Error) // as the package documents
	v.Problem, v.Line, v.Column = compile.Explain(m, err), e.Line, e.Column
	if v.formula != nil {
		v.Problem += " " + text.FormulaOf(m).Kept
	}
}

// draw computes the lines.
func (v *View) draw(s state.State, own losscore.Loss, others [1 + MaxCompared]losscore.Loss) {
	shown := s.Loss()
	all := []losscore.Loss{own, own, shown, shown}
	for _, l := range others {
		all = append(all, l, l)
	}
	for i, l := range all {
		y := float64(1 - i%2)
		if s.Class == state.Soft && y == 1 {
			y = s.Label
		}
		loss, gradient := &v.Loss.Lines[i], &v.Gradient.Lines[i]
		*loss, *gradient = (*loss)[:0], (*gradient)[:0]
		if (i == ShownPos || i == ShownNeg) && v.own || l == nil { // it is the same, or none
			continue
		}
		if y == 1 && s.Class == state.Negative ||
			y == 0 && (s.Class == state.Positive || s.Class == state.Soft) {
			continue
		}
		for k := range Points {
			pt := at(k)
			p, sign := pt, 1.
			if y == 0 {
				p, sign = 1-pt, -1
			}
			value, slope := l.AtProb(y, p)
			if s.Gradient.OfLogit() {
				slope *= pt * (1 - pt) // to the logit of p
			} else {
				slope *= sign
			}
			*loss = append(*loss, pt, value)
			*gradient = append(*gradient, pt, slope)
		}
	}
	v.Loss.fit()
	v.Gradient.fit()
}

// at is the p_t of a point: they are closer where losses are steep.
func at(k int) float64 {
	t := float64(k) / (Points - 1)
	return min(max((1-math.Cos(math.Pi*t))/2, 1e-6), 1-1e-6)
}

// fit chooses the range of values, and limits the lines to a height beyond it.
func (c *Chart) fit() {
	low, high := 0., 0.
	for _, line := range c.Lines {
		for i := 0; i < len(line); i += 2 {
			if pt, v := line[i], line[i+1]; pt > 0.03 && pt < 0.97 && !math.IsInf(v, 0) &&
				!math.IsNaN(v) {
				low, high = min(low, v), max(high, v)
			}
		}
	}
	if low == 0 && high == 0 {
		high = 1
	}
	// Ends that are lines of the grid, which in turn depend on them.
	for range 3 {
		unit := round((high - low) / 5)
		low, high = unit*math.Floor(low/unit+1e-9), unit*math.Ceil(high/unit-1e-9)
	}
	c.Range = state.Range{Min: low, Max: high}
	height := high - low
	for _, line := range c.Lines {
		for i := 1; i < len(line); i += 2 {
			line[i] = min(max(line[i], low-height), high+height)
		}
	}
}

// round rounds an interval of the grid as ECharts does, to 1, 2, 3 or 5 of a power of ten.
func round(v float64) float64 {
	unit := math.Pow(10, math.Floor(math.Log10(v)))
	switch f := v / unit; {
	case f < 1.5:
		return unit
	case f < 2.5:
		return 2 * unit
	case f < 4:
		return 3 * unit
	case f < 7:
		return 5 * unit
	}
	return 10 * unit
}

// check puts the findings into words.
func (v *View) check(m *text.Messages, all []formula.Finding) {
	t := text.FormulaOf(m)
	v.Findings = v.Findings[:0]
	for _, f := range all {
		said := Finding{OK: f.OK, Text: t.Check[f.Check][0]}
		if f.Unknown { // there is no sentence where nothing is known
			continue
		}
		if !f.OK {
			said.Text = text.Fill(t.Check[f.Check][1], "y", plot.Number(f.Y), "from",
				probability(f.From), "to", probability(f.To), "value", plot.Number(f.Value))
			said.Marked, said.From, said.To = f.Check != formula.Proper, f.From, f.To
		}
		v.Findings = append(v.Findings, said)
	}
}

// probability writes a p_t; the checks do not look at its very ends.
func probability(p float64) string {
	switch {
	case p < 1e-6:
		p = 0
	case p > 1-1e-6:
		p = 1
	}
	return plot.Number(p)
}

// Own reports whether the formula is the loss of the page.
func (v *View) Custom() bool { return v.own }

// ID returns the ID of the formula as a loss, "" if there is none or if it is not the
// formula of the text.
func (v *View) ID() string {
	if v.Problem != "" {
		return ""
	}
	return v.id
}

// Agree returns the key to set, and its value, so that the formula and a page whose loss is one
// are the same, or "". The text decides which it is, unless it is the first of all: then an
// address had the loss alone, if this text was not written.
func (v *View) Agree(s state.State, written string) (key, value string) {
	switch {
	case !s.Custom() || v.ID() == "" || v.own:
		return "", ""
	case s.Formula.Text == state.FirstFormula && written != state.FirstFormula:
		return state.FormulaTextKey, formula.Of(s.Kind).Source()
	}
	return state.LossKey, v.id
}

// Set returns the key to set, and its text, for another value of a parameter.
func (v *View) Set(i int, value float64) (key, text string) {
	if v.own {
		return state.KindOf(v.id).Params[i].Name, state.Format(value)
	}
	return state.FormulaValuesKey, v.values(i, value)
}

// values returns the text of the values with one changed, as package state reads them.
func (v *View) values(i int, value float64) string {
	var b []byte
	for k, s := range v.Sliders {
		if k > 0 {
			b = append(b, ',')
		}
		if k == i {
			s.Value = value
		}
		b = append(b, state.Format(s.Value)...)
	}
	return string(b)
}

// Reconcile returns the key to set, and its value, where the loss of an address is a formula and
// the text beside it is another, as programs without the reader of formulas cannot know: the loss
// that the text is, or the place where its problem is shown; key is "" if there is nothing to set.
func Reconcile(s state.State) (key, value string) {
	if !s.Custom() || s.Formula.Text == state.FirstFormula {
		return "", ""
	}
	f, err := syntax.Parse(s.Formula.Text)
	if err != nil {
		return state.PlaceKey, string(state.PlaceLoss)
	}
	if id := formula.ID + f.Encode(); id != s.Kind.ID {
		return state.LossKey, id
	}
	return "", ""
}
