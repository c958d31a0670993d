package plot

import (
	"math"

	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/losscore"
)

// Factors are the factors of a class' loss at a p_t: cross-entropy, the
// modulating factor and alpha_t.
type Factors struct {
	Y     float64
	Cross float64 // cross-entropy, of the clipped p_t
	// (1-p_t)^gamma of the focal loss; of another the loss over cross-entropy, NaN where both are 0
	Modulating float64
	Alpha      float64 // alpha_t of the balanced focal loss, mixed for a soft label; else 1
	Loss       float64
	Gradient   float64 // dL/dp_t or dL/dx, as the second chart shows
	Curvature  float64 // d²L/dx², if it is shown
}

// FactorsAt appends to dst the factors of every shown class at pt.
func FactorsAt(dst []Factors, s state.State, pt float64) []Factors {
	l := s.Loss()
	focal, isFocal := l.(losscore.Focal)
	for _, y := range [...]float64{1, 0} {
		if !shown(s, y) {
			continue
		}
		y := LabelOf(s, y)
		f := Factors{Y: y, Alpha: 1}
		f.Loss, f.Gradient = at(l, s.Gradient, y, pt)
		f.Cross, _ = at(crossEntropy(s), s.Gradient, y, pt)
		if Curved(s, l) {
			f.Curvature = curvatureAt(l, y, pt)
		}
		f.Modulating = f.Loss / f.Cross
		if isFocal {
			clipped := max(focal.Epsilon, min(pt, 1-focal.Epsilon))
			miss := 1 - clipped
			if y != 0 { // else clipped is p_t
				miss = y*(1-clipped) + (1-y)*clipped
			}
			f.Modulating = math.Pow(miss, focal.Gamma)
			if focal.Balanced {
				f.Alpha = y*focal.Alpha + (1-y)*(1-focal.Alpha)
			}
		}
		dst = append(dst, f)
	}
	return dst
}

// An Outweigh is the number of easy examples that weigh as much as one hard example.
// The hard example is as sure of the wrong class as the easy ones are of the right
// class: their p_t add up to 1.
type Outweigh struct {
	Easy, Hard           float64 // the p_t
	Loss, Cross          float64 // by the loss and by cross-entropy
	Gradient, CrossSlope float64 // by |dL/dx|, the pull of an example on the logit, of both
}

// OutweighAt returns how examples at pt and 1-pt weigh, for the first class that
// is shown. A number is infinite if the easy examples weigh nothing, and NaN if
// neither does.
func OutweighAt(s state.State, pt float64) Outweigh {
	o := Outweigh{Easy: max(pt, 1-pt), Hard: min(pt, 1-pt)}
	y := FirstLabel(s)
	ratio := func(l losscore.Loss) (loss, slope float64) {
		hard, hardSlope := at(l, state.ByLogit, y, o.Hard)
		easy, easySlope := at(l, state.ByLogit, y, o.Easy)
		return hard / easy, math.Abs(hardSlope / easySlope)
	}
	o.Loss, o.Gradient = ratio(s.Loss())
	o.Cross, o.CrossSlope = ratio(crossEntropy(s))
	return o
}

// A Start is the first step of a training on data with a share pi of positives,
// whose model predicts the same for every example: pi, or 1/2.
type Start struct {
	Bias             float64 // b = -ln((1-pi)/pi) of the last layer, which makes it predict pi
	Loss, Half       float64 // the mean loss of an example predicting pi, and 1/2
	Cross, CrossHalf float64 // the same for cross-entropy
	// the share of the negatives in the sum of |dL/dx|, predicting pi, and 1/2
	Negatives, NegHalf float64
	Optimum            float64 // the logit of the constant with the least mean loss
}

// StartOf returns the first step for the prior of s, see section 3.3 of Lin et
// al. 2017.
func StartOf(s state.State) Start {
	pi := s.Probe.Prior
	r := Start{Bias: -math.Log((1 - pi) / pi)}
	mean := func(l losscore.Loss, p float64) (loss, negatives float64) {
		x := math.Log(p) - math.Log1p(-p)
		pos, posSlope := l.AtLogit(1, x)
		neg, negSlope := l.AtLogit(0, x)
		pull, push := pi*math.Abs(posSlope), (1-pi)*math.Abs(negSlope)
		return pi*pos + (1-pi)*neg, push / (pull + push)
	}
	l, ce := s.Loss(), crossEntropy(s)
	r.Loss, r.Negatives = mean(l, pi)
	r.Half, r.NegHalf = mean(l, 0.5)
	r.Cross, _ = mean(ce, pi)
	r.CrossHalf, _ = mean(ce, 0.5)
	x, err := losscore.Optimum(l, pi)
	if err != nil {
		panic(err) // a state has valid losses and priors
	}
	r.Optimum = x
	return r
}

// Regions are parts of the x axis, in its units.
type Regions struct {
	// where p_t < 1/2 and p_t > 1/2: of the class, or of y = 1 and y = 0 where they differ
	Hard, Easy [2]state.Range
	Clipped    [2]state.Range // the left end and the right where p is clipped, empty if it is not
	Alike      bool           // both shown classes have the same regions
}

// RegionsOf returns the regions of the shown part of the x axis of s.
func RegionsOf(s state.State) Regions {
	x := FrameOf(s).X
	cut := func(low, high float64) state.Range {
		return state.Range{Min: min(max(low, x.Min), x.Max), Max: max(min(high, x.Max), x.Min)}
	}
	var r Regions
	r.Alike = s.Class != state.Soft && (s.Class != state.Both || s.Axes.X == state.XPt)
	for i, y := range [...]float64{1, 0} {
		if r.Alike {
			y = FirstLabel(s)
		}
		middle := Place(s.Axes.X, 0.5, y)
		r.Hard[i], r.Easy[i] = cut(x.Min, middle), cut(middle, x.Max)
		if Place(s.Axes.X, 1, y) < middle {
			r.Hard[i], r.Easy[i] = r.Easy[i], r.Hard[i]
		}
	}
	if eps := s.Number(state.EpsilonKey); eps > 0 {
		low, high := Place(s.Axes.X, eps, 1), Place(s.Axes.X, 1-eps, 1)
		r.Clipped = [2]state.Range{cut(x.Min, low), cut(high, x.Max)}
	}
	return r
}

// factorCanvas is the loss at the top of the picture of the factors.
const factorCanvas = 5

// AppendFactorAreas appends to each of dst the points of an SVG polygon, 1000
// wide (p_t from 0 to 1) and high (the loss up to 5): the areas below
// cross-entropy, below cross-entropy times the modulating factor, and below the
// loss, for the first class that is shown.
func AppendFactorAreas(dst *[3][]byte, s state.State) {
	const steps = 200
	one := s
	if one.Class == state.Both {
		one.Class = state.Positive
	}
	var factors [1]Factors
	for i := range dst {
		dst[i] = append(dst[i], "0,1000"...)
	}
	for k := range steps + 1 {
		// Denser where cross-entropy is steep.
		pt := math.Pow(float64(k)/steps, 2)
		f := FactorsAt(factors[:0], one, pt)[0]
		middle := f.Cross * f.Modulating
		if f.Modulating != f.Modulating {
			middle = 0
		}
		for i, v := range [...]float64{f.Cross, middle, f.Loss} {
			dst[i] = AppendPoint(dst[i], pt, min(v/factorCanvas, 1.01))
		}
	}
	for i := range dst {
		dst[i] = append(dst[i], " 1000,1000"...)
	}
}

// RoundPt rounds p_t to the resolution of a pointer: three digits of the
// distance to the nearer end.
func RoundPt(pt float64) float64 {
	if pt > 0.5 {
		return 1 - RoundPt(1-pt)
	}
	return round(pt, 3)
}

// SayProbe describes the probe: how many easy examples weigh as
// much as a hard one, and the first step of a training.
func SayProbe(m *text.Messages, s state.State) (outweigh, start string) {
	t := text.ProbeOf(m)
	if s.Class == state.Soft { // whose examples are neither hard nor easy
		outweigh = SayMinimum(m, s) + " " + SayConvention(m, s)
	} else {
		o := OutweighAt(s, s.Probe.Pt)
		outweigh = text.Fill(t.Outweigh,
			"easy", Number(o.Easy), "hard", Number(o.Hard),
			"loss", Number(o.Loss), "cross", Number(o.Cross),
			"gradient", Number(o.Gradient), "crossgradient", Number(o.CrossSlope))
	}
	if said := sayMeans(t, s); said != "" {
		outweigh += " " + said
	}
	b := StartOf(s)
	start = text.Fill(t.Start,
		"prior", Number(s.Probe.Prior), "bias", Number(b.Bias),
		"loss", Number(b.Loss), "half", Number(b.Half),
		"cross", Number(b.Cross), "crosshalf", Number(b.CrossHalf),
		"negatives", SayShare(b.Negatives), "neghalf", SayShare(b.NegHalf))
	start += " " + text.Fill(t.Optimum, "p", SayP(1/(1+math.Exp(-b.Optimum))), "logit",
		Number(b.Optimum))
	return outweigh, start
}

// sayMeans explains the prediction of the probe, "" if its meaning is not known.
func sayMeans(t *text.Probe, s state.State) string {
	p := s.Probe.Pt
	if s.Class == state.Negative {
		p = 1 - p
	}
	share := losscore.Calibrate(s.Loss(), p)
	if share != share {
		return ""
	}
	return text.Fill(t.Means, "p", SayP(p), "true", SayP(share))
}
