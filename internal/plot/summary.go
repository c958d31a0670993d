package plot

import (
	"math"
	"strings"

	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// SaySummary describes the curves in a sentence or two: each class'
// loss and gradient at p_t = 0.5, and how they compare with cross-entropy.
func SaySummary(m *text.Messages, s state.State) string {
	quantity := OfP(s, m.ByPt)
	if s.Gradient.OfLogit() {
		quantity = m.ByLogit
	}
	var classes []string
	for _, r := range Readings(nil, s, 0.5) {
		classes = append(classes,
			text.Fill(OfP(s, m.Summary.Class), "y", state.Format(r.Y), "pt", state.Format(r.Pt),
				"loss", Number(r.Loss), "compared", compare(m, r), "quantity", quantity, "gradient",
				Number(r.Gradient)))
	}
	if least, ok := sayLeast(m, s); ok {
		classes = append(classes, least)
	}
	return text.Fill(m.Summary.Curves, "loss", In(m, s.Kind.Name), "values", sayValues(m, s),
		"classes", strings.Join(classes, " "))
}

// compare compares the loss with cross-entropy.
func compare(m *text.Messages, r Reading) string {
	switch below := Number(r.Below); {
	case math.IsNaN(r.Loss):
		return m.Summary.Undefined
	case below == "1" || math.IsNaN(r.Below): // neither is anything
		return m.Equal
	case r.Below > 1:
		return text.Fill(m.Below, "times", below)
	}
	return text.Fill(m.Summary.Above, "times", Number(1/r.Below))
}

// sayValues lists the parameters that have an effect.
func sayValues(m *text.Messages, s state.State) string {
	var all []string
	for _, p := range s.Kind.Params {
		if p.Switch || !s.Enabled(p.Name) {
			continue
		}
		value := s.Value(p.Name)
		if value == state.Off {
			value = m.Off
		}
		all = append(all, strings.ReplaceAll(p.Name, "_", " ")+" "+value)
	}
	return strings.Join(all, m.Summary.Comma)
}
