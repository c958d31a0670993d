package explore

import (
	"math"
	"strings"

	"lossexplorer/internal/params"
	"lossexplorer/internal/text"
	"lossexplorer/losscore"
)

// A Row is what both charts show for one class at a p_t.
type Row struct {
	Y        float64
	Pt       float64
	Loss     float64
	Gradient float64 // of the quantity that the gradient chart shows

	// The same of the cross-entropy beside it.
	Cross         float64
	CrossGradient float64
}

// Say returns the cells of r in a table, in the order of its fields.
func (r Row) Say() [6]string {
	return [...]string{"y = " + params.Format(r.Y), params.Format(r.Pt),
		Number(r.Loss), Number(r.Gradient), Number(r.Cross), Number(r.CrossGradient)}
}

// TablePts returns the probabilities p_t of the table of the curves: closer
// together towards the ends, where the curves bend.
func TablePts() []float64 { return tablePts }

var tablePts = []float64{0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99}

// Rows appends to dst the rows of the shown classes at each of pts, y = 1
// first. Unlike Series they are not limited to an axis.
func Rows(dst []Row, s params.State, pts []float64) []Row {
	l, cross := s.Loss(), crossEntropy(s)
	for _, y := range [...]float64{1, 0} {
		if !shown(s, y) {
			continue
		}
		for _, pt := range pts {
			r := Row{Y: y, Pt: pt}
			r.Loss, r.Gradient = at(l, s.Gradient, y, pt)
			r.Cross, r.CrossGradient = at(cross, s.Gradient, y, pt)
			dst = append(dst, r)
		}
	}
	return dst
}

// SaySummary says in a sentence or two what the curves are like: each class'
// loss and gradient at p_t = 0.5, and how they compare with cross-entropy.
func SaySummary(m *text.Messages, s params.State) string {
	quantity := m.ByPt
	if s.Gradient == params.ByLogit {
		quantity = m.ByLogit
	}
	var classes []string
	for _, r := range Readings(nil, s, 0.5) {
		classes = append(classes, text.Fill(m.Access.At, "y", params.Format(r.Y), "pt", params.Format(r.Pt),
			"loss", Number(r.Loss), "compared", compare(m, r), "quantity", quantity, "gradient", Number(r.Gradient)))
	}
	return text.Fill(m.Access.Summary, "loss", In(m, s.Kind.Name), "values", sayValues(m, s), "classes", strings.Join(classes, " "))
}

// compare says how the loss compares with cross-entropy.
func compare(m *text.Messages, r Reading) string {
	switch below := Number(r.Below); {
	case below == "1" || math.IsNaN(r.Below): // neither is anything
		return m.Equal
	case r.Below > 1:
		return text.Fill(m.Below, "times", below)
	}
	return text.Fill(m.Access.Above, "times", Number(1/r.Below))
}

// sayValues lists the parameters that have an effect.
func sayValues(m *text.Messages, s params.State) string {
	var all []string
	for _, p := range s.Kind.Params {
		if p.Switch || !s.Enabled(p.Name) {
			continue
		}
		value := s.Value(p.Name)
		if value == params.Off {
			value = m.Off
		}
		all = append(all, strings.ReplaceAll(p.Name, "_", " ")+" "+value)
	}
	return strings.Join(all, m.Access.Comma)
}

// SayCurves describes the loss chart and the gradient chart: a sentence for
// each curve with its values at a low, a middle and a high p_t.
func SayCurves(m *text.Messages, s params.State) (loss, gradient string) {
	pts := []float64{0.1, 0.5, 0.9}
	rows := Rows(nil, s, pts)
	describe := func(of, cross func(Row) float64) string {
		var curves []string
		add := func(name string, rows []Row, of func(Row) float64) {
			var points []string
			for _, r := range rows {
				points = append(points, text.Fill(m.Access.Point, "pt", params.Format(r.Pt), "value", Number(of(r))))
			}
			curves = append(curves, text.Fill(m.Access.Curve, "name", name, "points", strings.Join(points, m.Access.Comma)))
		}
		for class := rows; len(class) > 0; class = class[len(pts):] {
			add(SayLine(m, s.Kind, class[0].Y), class[:len(pts)], of)
		}
		for class := rows; len(class) > 0; class = class[len(pts):] {
			add(SayLine(m, losscore.KindOf("cross-entropy"), class[0].Y), class[:len(pts)], cross)
		}
		return strings.Join(curves, " ")
	}
	return describe(func(r Row) float64 { return r.Loss }, func(r Row) float64 { return r.Cross }),
		describe(func(r Row) float64 { return r.Gradient }, func(r Row) float64 { return r.CrossGradient })
}
