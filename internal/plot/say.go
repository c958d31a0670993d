package plot

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/formula"
	"lossexplorer/internal/state"
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
	s := state.Format(round(v, 3))
	mantissa, exp, ok := strings.Cut(s, "e")
	if ok {
		s = "10" + strings.Map(superscript, exp)
		if mantissa != "1" {
			s = mantissa + "×" + s
		}
	}
	return strings.Replace(s, "-", "−", 1)
}

// superscript raises a digit or sign.
func superscript(r rune) rune {
	switch r {
	case '-':
		return '⁻'
	case '1':
		return '¹'
	case '2', '3':
		return r - '2' + '²'
	}
	return r - '0' + '⁰'
}

// round rounds v to a number of significant digits.
func round(v float64, digits int) float64 {
	r, err := strconv.ParseFloat(strconv.FormatFloat(v, 'e', digits-1, 64), 64)
	if err != nil {
		return v // rounded past the largest double
	}
	return r
}

// SayShare writes a share as a percentage with one decimal. A share that would be
// rounded to 0 or 100 is written as "<0.1%" or ">99.9%".
func SayShare(v float64) string {
	switch {
	case math.IsNaN(v):
		return "–"
	case v > 0 && v < 0.0005:
		return "<0.1%"
	case v >= 0.9995 && v < 1-1e-12:
		return ">99.9%"
	}
	return strconv.FormatFloat(100*v, 'f', 1, 64) + "%"
}

// SayReading puts r into words.
func SayReading(m *text.Messages, r Reading) string {
	said := text.Fill(ofLabel(m.Readout, r.Y), "y", state.Format(r.Y), "pt",
		strconv.FormatFloat(r.Pt, 'f', 3, 64),
		"loss", Number(r.Loss), "gradient", Number(r.Gradient))
	if r.Curved {
		said += " · d²L/dx² " + Number(r.Curvature)
	}
	loss, pull := Times(m, 1/r.Below), Times(m, r.Pull)
	switch equal := text.MarksOf(m).Equal; {
	case loss == "":
		return said
	case loss == equal && (pull == equal || pull == ""):
		return said + " · " + m.Equal
	case pull == "": // neither has a gradient
		pull = equal
	}
	return said + " · " + text.Fill(m.Against, "loss", loss, "gradient", pull)
}

// SayClip describes the effect of Epsilon.
func SayClip(m *text.Messages, s state.State) string {
	epsilon := s.Number(state.EpsilonKey)
	if epsilon == 0 {
		return m.ClipOff
	}
	return text.Fill(m.ClipOn, "epsilon", Number(epsilon))
}

// Said is an error whose text SayError returns as it is.
type Said string

func (s Said) Error() string { return string(s) }

// SayError explains why a value of the control or URL parameter key was refused.
func SayError(m *text.Messages, key, value string, err error) string {
	if said, ok := errors.AsType[Said](err); ok {
		return string(said)
	}
	if outside, ok := errors.AsType[*losscore.RangeError](err); ok {
		return text.Fill(m.Outside, "name", spell(key), "allowed", SayInterval(m, outside.Allowed),
			"value", value)
	}
	if not, ok := errors.AsType[*state.ChoiceError](err); ok {
		return text.Fill(m.Widget.Choices, "choices", strings.Join(not.Offered, ", "))
	}
	if err == state.ErrChoice {
		return m.BadChoice
	}
	return text.Fill(m.BadNumber, "value", value)
}

// SayInterval describes an interval.
func SayInterval(m *text.Messages, r losscore.Interval) string {
	said := m.Between
	switch low, high := math.IsInf(r.Min, -1), math.IsInf(r.Max, 1); {
	case low && high:
		return m.Finite
	case high && r.OpenMin:
		said = m.Above
	case high:
		said = m.AtLeast
	case r.OpenMin && r.OpenMax:
		said = m.Inside
	case r.OpenMax:
		said = m.HalfOpen
	}
	return text.Fill(said, "least", bound(r.Min), "most", bound(r.Max))
}

// bound writes an end of an interval in full, large ones as powers of ten.
func bound(v float64) string {
	if math.Abs(v) >= 1e7 {
		return Number(v)
	}
	return strings.Replace(state.Format(v), "-", "−", 1)
}

// SayProblem describes a fault of the URL and the value that is shown instead.
func SayProblem(m *text.Messages, p state.Problem) string {
	return text.Fill(m.BadLink, "key", p.Key, "reason", SayError(m, p.Key, p.Value, p.Err),
		"default", p.Default, "value", p.Value)
}

// spell writes a parameter's name as a word: pos_weight, Pos weight.
func spell(name string) string {
	name = strings.ReplaceAll(name, "_", " ")
	if first := name[0]; 'a' <= first && first <= 'z' {
		return string(first-'a'+'A') + name[1:]
	}
	return name
}

// Label returns the name of a parameter's control: Gamma γ.
func Label(m *text.Messages, p catalog.Param) string {
	switch {
	case p.Switch:
		return In(m, p.Hint)
	case strings.HasPrefix(p.Name, formula.Prefix):
		return p.Symbol // as the user has called it
	}
	return spell(p.Name) + " " + p.Symbol
}

// In returns t in the language of m.
func In(m *text.Messages, t catalog.Text) string {
	if m.Code == "zh" {
		return t.Chinese
	}
	return t.English
}

// SayLine names the line of the loss for label y.
func SayLine(m *text.Messages, k *catalog.Kind, y float64) string {
	return text.Fill(m.LineOf, "loss", In(m, k.Name), "y", state.Format(y))
}

// SayDirection describes how d differs from the direction without weights.
func SayDirection(m *text.Messages, d Direction) string {
	message := m.Verdict
	if d.Cosine > 1-1e-12 {
		message = m.VerdictSame
	}
	return text.Fill(message, "cosine", strconv.FormatFloat(d.Cosine, 'f', 3, 64), "length",
		Number(d.Length))
}

// FormulaNumber returns the value of <name> in the formula for label y, see
// catalog.Kind; Number writes it.
func FormulaNumber(s state.State, name string, y float64) float64 {
	if name != "weight" {
		return s.Number(name)
	}
	switch alpha := s.Number("alpha"); {
	case !s.Enabled("alpha"):
		return 1
	case y == 1:
		return alpha
	default:
		return 1 - alpha
	}
}

// AxisNames are the names of the charts' axes.
type AxisNames struct{ X, Loss, Gradient, Curvature string }

// SayAxes names the axes of s.
func SayAxes(m *text.Messages, s state.State) AxisNames {
	n := AxisNames{m.PtAxis, m.LossAxis, OfP(s, m.GradientPt), "d²L/dx²"}
	if s.Class == state.Soft {
		n.X = m.ProbAxis
	}
	switch s.Axes.X {
	case state.XProb:
		n.X = m.ProbAxis
	case state.XLogit:
		n.X = m.LogitAxis
	}
	switch s.Gradient {
	case state.ByLogit:
		n.Gradient = m.GradientLogit
	case state.Pull:
		n.Gradient = m.GradientPull
	case state.Relative:
		n.Gradient = m.GradientRelative
	}
	for _, name := range [...]*string{&n.Loss, &n.Gradient, &n.Curvature} {
		log := s.Axes.LogLoss()
		if name == &n.Curvature {
			log = s.Axes.LogGradient()
		} else if name == &n.Gradient {
			log = s.Axes.LogGradient()
			if s.Gradient == state.Relative {
				continue // a ratio already
			}
		}
		switch s.Axes.Quantity {
		case state.Difference:
			*name = text.Fill(m.DifferenceOf, "quantity", *name)
		case state.Ratio:
			*name = text.Fill(m.RatioOf, "quantity", *name)
		}
		// Logarithms of losses that are positive need no bars.
		if log && (name == &n.Curvature || name == &n.Gradient && s.Gradient != state.Pull ||
			s.Axes.Quantity == state.Difference) {
			*name = text.Fill(m.AbsoluteOf, "quantity", *name)
		}
	}
	return n
}

// SayPin names a pin as the user has or, if he has not, by its loss and the
// parameters that have an effect.
func SayPin(m *text.Messages, p state.Pin) string {
	if p.Name != "" || p.Kind == nil {
		return p.Name
	}
	s := state.State{Kind: p.Kind, Values: p.Values}
	said := In(m, p.Kind.Name)
	for _, param := range p.Kind.Params {
		v := s.Number(param.Name)
		if param.Switch || !s.Enabled(param.Name) ||
			param.Name == state.EpsilonKey && v == param.Default {
			continue
		}
		said += " " + param.Symbol + "=" + Number(v)
	}
	return said
}
