// Package export writes the explorer's curves as a table in CSV, and names the files
// of tables and pictures after their parameters.
package export

import (
	"strconv"
	"strings"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/losscore"
)

// CSV appends to dst a table of all curves that the charts of s show: a row for
// every p_t at which the loss is drawn, in ascending order; in it p_t, then for
// each curve its loss and the gradient of the second chart. The values are those
// of losscore, not limited to the axes, each the shortest text that reads back
// as the same float64; an infinite one is +Inf or -Inf. They are the losses and
// gradients themselves even where the charts show a difference, a ratio or
// logarithms: cross-entropy stands beside.
//
// The first row names the columns, in ASCII and the same in every language:
// "p_t", "focal gamma=2 alpha=0.25 epsilon=1e-7 y=1 loss [nat]" and
// "… dL/dp_t [nat]" or "… dL/dx [nat]"; with a soft label p stands for p_t. If s shows the
// curvature there is a third column, "… d2L/dx2 [nat]". The format follows RFC 4180; no field
// needs quotes.
func CSV(dst []byte, s state.State) []byte {
	gradient := " dL/dp_t [nat]"
	if s.Gradient.OfLogit() {
		gradient = " dL/dx [nat]"
	}
	x := "p_t"
	if s.Class == state.Soft {
		x, gradient = "p", strings.Replace(gradient, "p_t", "p", 1)
	}
	dst = append(dst, x...)
	var columns [][]float64
	plot.Shown(s, func(name string, l losscore.Loss, y float64) {
		var c losscore.Curve
		var err error
		if columns == nil {
			err = c.Sample(l, y, plot.Points)
			columns = append(columns, c.Pt)
		} else {
			c.Pt = columns[0]
			err = c.Evaluate(l, y)
		}
		if err != nil {
			panic(err) // the loss of a State is valid
		}
		slope := c.DPt
		if s.Gradient.OfLogit() {
			slope = c.DLogit
		}
		columns = append(columns, c.Loss, slope)
		dst = append(dst, ","+name+" loss [nat],"+name+gradient...)
		if plot.Curved(s, l) {
			columns = append(columns, plot.Curvatures(nil, l, y, c.Pt))
			dst = append(dst, ","+name+" d2L/dx2 [nat]"...)
		}
	})
	for k := range columns[0] {
		before := "\r\n"
		for _, column := range columns {
			dst = append(dst, before...)
			dst = strconv.AppendFloat(dst, column[k], 'g', -1, 64)
			before = ","
		}
	}
	return append(dst, "\r\n"...)
}

// FileName returns the name without extension for files of s, such as
// "focal-gamma2-alpha0.25": the loss with the parameters that have an effect,
// epsilon only if it is not the default.
func FileName(s state.State) string {
	name := s.LossName() + plot.Settings(s, func(p catalog.Param, value string) string {
		if p.Name == state.EpsilonKey && s.Number(p.Name) == p.Default {
			return ""
		}
		return "-" + p.Name + value
	})
	if s.Class == state.Soft {
		name += "-y" + state.Format(s.Label)
	}
	return name
}

// Caption returns the caption of a picture of s: the loss with the parameters that have
// an effect, every value in full, as in "Focal loss · γ = 2 · α = 0.25".
func Caption(m *text.Messages, s state.State) string {
	caption := plot.In(m, s.Kind.Name) + plot.Settings(s,
		func(p catalog.Param, value string) string {
			if value == state.Off {
				value = m.Off
			}
			return " · " + p.Symbol + " = " + value
		})
	if s.Class == state.Soft {
		caption += " · y = " + state.Format(s.Label)
	}
	return caption
}
