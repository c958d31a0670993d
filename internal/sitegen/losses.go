package main

import (
	"html/template"
	"slices"
	"strconv"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/formula"
	"lossexplorer/internal/formula/syntax"
	"lossexplorer/internal/panel/customloss"
	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// loss is one of the losses on offer, with its controls and its formulas in
// MathML. In the latter, the elements of class value-NAME follow the state.
type loss struct {
	ID, Name, Source            string
	Shown, Own                  bool
	Sliders                     []slider
	Sweeps                      []sweep
	General, Positive, Negative template.HTML
}

// slider is a parameter's slider with its number field.
type slider struct {
	// of the parameter, "" for one of a formula
	Name                                                          string
	ID, Label, NumberLabel, Hint, Value, Position, Min, Max, Step string
	Hidden                                                        bool // for a time
	// that the parameter needs, in its row
	Switch *toggle
	Chips  *chips
}

// toggle is a parameter's checkbox.
type toggle struct {
	ID, Label string
	On        bool
}

// sweep is the button that pins a family of curves.
type sweep struct {
	Name, Symbol, Label string
	Hidden              bool // for a time
}

// losses returns the contents of the page for each loss, with its three formulas taken
// from the typeset ones in turn. The default comes first.
func losses(m *text.Messages, formulas []template.HTML) []loss {
	var all []loss
	for i, k := range kindsOfPage() {
		s, err := state.Default().With(state.LossKey, k.ID)
		if err != nil {
			panic(err) // state does not know a kind
		}
		l := loss{
			ID: s.LossName(), Name: plot.In(m, k.Name), Source: k.Source,
			Shown:   k == state.Default().Kind,
			General: formulas[3*i], Positive: formulas[3*i+1], Negative: formulas[3*i+2],
		}
		if s.Custom() {
			l.custom()
		}
		for _, p := range k.Params {
			id, label := s.LossName()+"-"+p.Name, plot.Label(m, p)
			if s.Custom() && p.Name != state.EpsilonKey {
				continue
			}
			if p.Switch {
				continue // in the row of the parameter that needs it
			}
			if p.Name != state.EpsilonKey {
				l.Sweeps = append(l.Sweeps,
					sweep{Name: p.Name, Symbol: p.Symbol,
						Label: text.Fill(m.Compare.SweepBy, "name", label)})
			}
			at := state.SliderOf(p)
			l.Sliders = append(l.Sliders, slider{
				Name: p.Name, ID: id, Label: label, Hint: plot.In(m, p.Hint),
				NumberLabel: text.Fill(m.Value, "name", label),
				Value:       s.Value(p.Name),
				Position:    state.Format(state.Position(p, s.Number(p.Name))),
				Min:         state.Format(at.Min), Max: state.Format(at.Max),
				Step:  state.Format(at.Step),
				Chips: chipsOf(m, s, p),
			})
			if i := k.Param(p.Needs); i >= 0 {
				needs := k.Params[i]
				l.Sliders[len(l.Sliders)-1].Switch = &toggle{s.LossName() + "-" + needs.Name,
					plot.Label(m, needs), s.Number(needs.Name) != 0}
			}
		}
		if l.Shown {
			all = slices.Insert(all, 0, l)
		} else {
			all = append(all, l)
		}
	}
	return all
}

// kindsOfPage are the losses of the picker: those of losscore, and the custom loss.
func kindsOfPage() []*catalog.Kind { return append(catalog.Kinds(), state.KindOf(state.CustomLoss)) }

// custom gives a loss the places of the parameters that a formula will have.
func (l *loss) custom() {
	l.Own = true
	for i := range formula.MaxParams {
		id := state.CustomLoss + "-" + strconv.Itoa(i)
		l.Sliders = append(l.Sliders,
			slider{ID: id, Hidden: true, Min: "0", Max: "1", Step: "0.01", Position: "0",
				Value: "0"})
		l.Sweeps = append(l.Sweeps, sweep{Hidden: true})
	}
}

// custom is the panel of the custom loss.
func custom(m *text.Messages) any {
	type example struct{ Name, Source, Formula string }
	data := struct {
		T       *text.FormulaText
		Text    string
		Gallery []example
		Sliders []int
		More    []int // that are folded
		Charts  []string
	}{T: text.FormulaOf(m), Text: state.Default().Formula.Text,
		Charts: []string{"loss", "gradient"}}
	for _, e := range syntax.Gallery {
		data.Gallery = append(data.Gallery, example{plot.In(m, e.Name), e.Source, e.Formula})
	}
	for i := range formula.MaxParams {
		if i < customloss.Unfolded {
			data.Sliders = append(data.Sliders, i)
		} else {
			data.More = append(data.More, i)
		}
	}
	return data
}
