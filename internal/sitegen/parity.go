package main

import (
	"html/template"
	"slices"

	"lossexplorer/internal/frameworks"
	"lossexplorer/internal/plot"
	"lossexplorer/internal/text"
)

// group is the frameworks' conventions of one use.
type group struct {
	Use  frameworks.Use
	Name string
	Rows []convention
}

type convention struct {
	Call, Source string
	Query        template.URL // of the explorer with its numbers, "" if it has no such loss
	Cells        []cell
}

type cell struct{ Head, Text string }

// conventions returns the groups in the order of their uses.
func conventions(m *text.Messages) (all []group) {
	for i, use := range frameworks.Uses {
		all = append(all, group{Use: use, Name: m.ParityUses[i]})
	}
	head, rows := frameworks.Table()
	for i, p := range frameworks.Presets() {
		date := m.ParityDate[1]
		if p.Date != "" {
			date = text.Fill(m.ParityDate[0], "date", p.Date)
		}
		r := convention{
			Call: p.Call,
			Source: text.Fill(m.ParitySource, "framework", p.Framework, "version", p.Version,
				"date", date, "source", p.Source),
		}
		for k := range head[1:] { // the first is the call
			r.Cells = append(r.Cells, cell{plot.In(m, head[k+1]), plot.In(m, rows[i][k+1])})
		}
		if s, ok := plot.Preset(p); ok {
			r.Query = template.URL(s.Query() + "&lang=" + m.Code)
		}
		g := &all[slices.Index(frameworks.Uses[:], p.Use)]
		g.Rows = append(g.Rows, r)
	}
	return all
}
