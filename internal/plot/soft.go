package plot

import (
	"math"
	"strings"

	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/losscore"
)

// Minimum returns the p at which the loss of the soft label of s is least.
func Minimum(s state.State) float64 { return minimum(s.Loss(), s.Label) }

func minimum(l losscore.Loss, y float64) float64 {
	x, err := losscore.Minimum(l, y)
	if err != nil {
		panic(err) // a state has valid losses and labels
	}
	return 1 / (1 + math.Exp(-x))
}

// SayMinimum names the p at which the loss of the soft label of s is least.
func SayMinimum(m *text.Messages, s state.State) string {
	return text.Fill(text.SoftOf(m).Least, "y", state.Format(s.Label), "p", SayP(Minimum(s)))
}

// SayP writes a probability with three digits, as 1 only if it is.
func SayP(p float64) string {
	if p > 0.999 {
		return state.Format(RoundPt(p))
	}
	return Number(p)
}

// SayConvention explains how the loss of s uses a label between 0 and 1.
func SayConvention(m *text.Messages, s state.State) string {
	if s.Custom() {
		return text.SoftOf(m).Custom
	}
	return In(m, s.Kind.Rule)
}

// SayBeside returns the sentence beside the formula of the loss of s: the effect of a label
// between 0 and 1, and a note if the formula, with p_t or two labels, does not cover it.
func SayBeside(m *text.Messages, s state.State) string {
	rule := SayConvention(m, s)
	if strings.Contains(s.Kind.TeX, "p_t") || strings.Contains(s.Kind.TeX, "(y=0)") {
		return text.Fill(text.SoftOf(m).Formula, "rule", rule)
	}
	return rule
}

// OfP adapts a text on p_t for a soft label, which has no true class: it uses p.
func OfP(s state.State, said string) string { return ofLabel(said, FirstLabel(s)) }

func ofLabel(said string, y float64) string {
	if y == 0 || y == 1 {
		return said
	}
	return strings.ReplaceAll(said, "pₜ", "p")
}
