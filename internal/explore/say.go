package explore

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"lossexplorer/internal/params"
	"lossexplorer/internal/text"
	"lossexplorer/losscore"
)

// Number writes v for reading: three significant digits, powers of ten as
// such (1.05×10⁻⁵), a true minus sign.
func Number(v float64) string {
	switch {
	case math.IsNaN(v):
		return "–"
	case math.IsInf(v, 1):
		return "∞"
	case math.IsInf(v, -1):
		return "−∞"
	}
	s := params.Format(round(v, 3))
	mantissa, exp, ok := strings.Cut(s, "e")
	if ok {
		s = "10" + superscript.Replace(exp)
		if mantissa != "1" {
			s = mantissa + "×" + s
		}
	}
	return strings.Replace(s, "-", "−", 1)
}

var superscript = strings.NewReplacer("-", "⁻",
	"0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴",
	"5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹")

// round rounds v to a number of significant digits.
func round(v float64, digits int) float64 {
	r, err := strconv.ParseFloat(strconv.FormatFloat(v, 'e', digits-1, 64), 64)
	if err != nil {
		return v // rounded past the largest double
	}
	return r
}

// SayReading puts r into words.
func SayReading(m *text.Messages, r Reading) string {
	curve := m.FocalNeg
	if r.Y == 1 {
		curve = m.FocalPos
	}
	said := text.Fill(m.Readout, "curve", curve, "pt", strconv.FormatFloat(r.Pt, 'f', 3, 64),
		"loss", Number(r.Loss), "gradient", Number(r.Gradient))
	switch {
	case math.IsNaN(r.Below):
		return said
	case r.Below == 1:
		return said + " · " + m.Equal
	}
	return said + " · " + text.Fill(m.Below, "times", Number(r.Below))
}

// SayClip says what Epsilon does.
func SayClip(m *text.Messages, s params.State) string {
	if s.Focal.Epsilon == 0 {
		return m.ClipOff
	}
	return text.Fill(m.ClipOn, "epsilon", Number(s.Focal.Epsilon))
}

// SayError says why a value of the control or URL parameter key was refused.
func SayError(m *text.Messages, key, value string, err error) string {
	var outside *losscore.RangeError
	switch {
	case errors.As(err, &outside):
		message := map[string]string{
			params.GammaKey:   m.GammaRange,
			params.AlphaKey:   m.AlphaRange,
			params.EpsilonKey: m.EpsilonRange,
		}[key]
		return text.Fill(message, "value", value)
	case errors.Is(err, params.ErrChoice):
		return m.BadChoice
	}
	return text.Fill(m.BadNumber, "value", value)
}

// SayProblem says what was wrong in the URL and what is shown instead.
func SayProblem(m *text.Messages, p params.Problem) string {
	return text.Fill(m.BadLink, "key", p.Key, "reason", SayError(m, p.Key, p.Value, p.Err),
		"default", params.Default().Value(p.Key), "value", p.Value)
}
