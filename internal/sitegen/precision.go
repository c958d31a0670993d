package main

import (
	panel "lossexplorer/internal/panel/precision"
	"lossexplorer/internal/precision"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// precisionPlace has the contents of the place about number formats.
type precisionPlace struct {
	T               *text.Precision
	Safe            string // the heading of the table of all, of the default state
	Implementations []choice
	Formats, All    []string
	RowClasses      []string // of the table of the file's rows: 0 that is right is right
	Cases           []report
}

// report is one from a public tracker.
type report struct{ ID, URL, Link, Name string }

func precisionOf(m *text.Messages) precisionPlace {
	t := text.PrecisionOf(m)
	s := state.Default()
	p := precisionPlace{T: t, Safe: text.Fill(t.Safe, "gamma", s.Value("gamma"), "epsilon",
		s.Value(state.EpsilonKey))}
	shown := s.Precision.Implementation
	for _, i := range precision.Implementations() {
		p.Implementations = append(p.Implementations,
			choice{i.ID, panel.Name(t, &i), i.ID == shown})
	}
	p.Implementations = append(p.Implementations, choice{precision.CustomID, t.Own, false})
	for _, f := range panel.Formats {
		p.Formats = append(p.Formats, f.String())
	}
	p.All = append([]string{precision.Float64.String()}, p.Formats...)
	for _, c := range []precision.Class{precision.Right, precision.Off, precision.Zero,
		precision.Infinite, precision.NaN} {
		p.RowClasses = append(p.RowClasses, t.Classes[c])
	}
	for _, c := range precision.Cases() {
		i, _ := precision.ImplementationOf(c.Implementation)
		p.Cases = append(p.Cases, report{
			ID: c.ID, URL: c.URL, Link: panel.Link(&c),
			Name: text.Fill(t.Case, "name", panel.Name(t, &i), "gamma",
				state.Format(c.Setting.Gamma), "z", state.Format(c.Logit)),
		})
	}
	return p
}
