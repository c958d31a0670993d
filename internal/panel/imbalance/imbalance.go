// Package imbalance computes the view of the contributions of the examples of an imbalanced
// data set to a loss: the bars, the curves of Figure 4 of Lin et al. 2017, and their texts.
package imbalance

import (
	"math"
	"strconv"
	"strings"

	data "lossexplorer/internal/imbalance"
	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/losscore"
)

// Gammas returns the gammas of the curves of Figure 4 of Lin et al. 2017; the
// first is cross-entropy.
func Gammas() [Current]float64 { return [Current]float64{0, 0.5, 1, 2} }

// A View holds the measured losses of a population. The zero value is ready for
// Update, which reuses its slices.
type View struct {
	Loss     data.Measurement          // of the current loss
	ByGamma  [Current]data.Measurement // of the focal losses with Gammas, without alpha
	Examples data.Shares

	// Alpha is the class weight that gives both classes the same part of the gradient, to
	// two digits, and Unweighted the part of the positives without a class weight.
	// Both are NaN if the loss has no class weight, or no gradient.
	Alpha, Unweighted float64

	// Changed reports whether the last Update changed more than Loss.
	Changed bool

	grid  data.Grid
	plain data.Measurement // of the loss without class weights
	of    inputs
}

// inputs are all that ByGamma and Examples depend on.
type inputs struct {
	state.Sandbox
	epsilon, margin float64
}

// margin is the name of the parameter at which the asymmetric loss has a kink.
const margin = "margin"

// The lines of the charts of Figure 4: a line for each of Gammas, and one for the
// current loss.
const (
	Current = 4
	Lines   = 5
)

// Curve returns a line for label y, see [data.Measurement].
func (b *View) Curve(line, y int) []float64 {
	if line == Current {
		return b.Loss.Cumulative[y]
	}
	return b.ByGamma[line].Cumulative[y]
}

// Update measures the losses for s.
func (b *View) Update(s state.State) error {
	now := inputs{Sandbox: s.Sandbox, epsilon: s.Number(state.EpsilonKey)}
	if s.Has(margin) {
		now.margin = s.Number(margin)
	}
	if b.Changed = now != b.of; b.Changed {
		b.of = inputs{} // until all went well
		// Losses are not smooth where p is clipped, or less than a margin.
		clip := logit(now.epsilon)
		if err := b.grid.Place(populationOf(s.Sandbox), clip, -clip,
			logit(now.margin)); err != nil {
			return err
		}
		b.Examples = b.grid.Examples()
		for i, gamma := range Gammas() {
			if err := b.grid.Measure(&b.ByGamma[i],
				losscore.Focal{Gamma: gamma, Epsilon: now.epsilon}); err != nil {
				return err
			}
		}
		b.of = now
	}
	if err := b.grid.Measure(&b.Loss, s.Loss()); err != nil {
		return err
	}
	return b.balance(s)
}

// balance sets Alpha: if the positives have the part q of the sum of |dL/dx| without
// weights, α q = (1-α)(1-q) for α = 1-q.
func (b *View) balance(s state.State) error {
	b.Alpha, b.Unweighted = math.NaN(), math.NaN()
	if !s.Has("alpha") || !s.Has("balanced") {
		return nil
	}
	s, err := s.With("balanced", "0")
	if err != nil {
		return err
	}
	if err := b.grid.Measure(&b.plain, s.Loss()); err != nil {
		return err
	}
	b.Unweighted = b.plain.Gradient[data.Positives]
	if b.Unweighted == b.Unweighted {
		b.Alpha = min(max(math.Round(100*(1-b.Unweighted))/100, 0.01), 0.99)
	}
	return nil
}

// SayBalance returns a sentence on the balancing class weight and its reason, and the
// label of the button that sets it. It returns "" if there is none.
func (b *View) SayBalance(m *text.Messages, s state.State) (reason, button string) {
	if b.Alpha != b.Alpha {
		return "", ""
	}
	alpha := strconv.FormatFloat(b.Alpha, 'f', 2, 64)
	reason = text.Fill(m.Sandbox.Balance, "ratio",
		text.Count(m, int(math.Round(s.Sandbox.Negatives))),
		"share", plot.SayShare(b.Unweighted), "alpha", alpha)
	return reason, text.Fill(m.Sandbox.UseAlpha, "alpha", alpha)
}

func logit(p float64) float64 { return math.Log(p) - math.Log1p(-p) }

func populationOf(b state.Sandbox) data.Population {
	return data.Population{
		Positive:  data.Normal{Mean: b.PosMean, Spread: b.PosSpread},
		Negative:  data.Normal{Mean: b.NegMean, Spread: b.NegSpread},
		Negatives: b.Negatives,
	}
}

// The rows of the table of shares.
const (
	ShareOfExamples = iota
	ShareOfCrossLoss
	ShareOfLoss
	ShareOfCrossGradient
	ShareOfGradient
	ShareRows
)

// Shares returns the rows of the table of shares.
func (b *View) Shares() [ShareRows]data.Shares {
	cross := &b.ByGamma[0]
	return [ShareRows]data.Shares{b.Examples, cross.Loss, b.Loss.Loss, cross.Gradient,
		b.Loss.Gradient}
}

// Say returns a sentence on the shares of the easy negatives.
func (b *View) Say(m *text.Messages) string {
	rows := b.Shares()
	say := func(row int) string { return plot.SayShare(rows[row][data.EasyNegatives]) }
	return text.Fill(m.Sandbox.Says,
		"examples", say(ShareOfExamples),
		"crossgradient", say(ShareOfCrossGradient), "cross", say(ShareOfCrossLoss),
		"gradient", say(ShareOfGradient), "loss", say(ShareOfLoss))
}

// Number writes the value of a parameter of the sandbox for reading.
func Number(s state.State, key string) string {
	return strings.Replace(s.Value(key), "-", "−", 1)
}

// AppendCurve appends a curve from 0, 0 to 1, 1 to dst as the points of an SVG
// polyline, 1000 wide and high. Points too near to the last one are left out.
func AppendCurve(dst []byte, xy []float64) []byte {
	const apart = 3. / plot.Canvas
	lastX, lastY := math.Inf(-1), 0.
	for i := 0; i < len(xy); i += 2 {
		x, y := xy[i], xy[i+1]
		if i+2 < len(xy) && x-lastX < apart && y-lastY < apart {
			continue
		}
		lastX, lastY = x, y
		dst = plot.AppendPoint(dst, x, y)
	}
	return dst
}

// MaxScore is the end of the axis of the distributions.
const MaxScore = 12

// AppendDensity appends the density of a class for logits from low to high to dst
// as the points of an SVG polygon, 1000 wide for the logits from -MaxScore to
// MaxScore and 1000 high at the mode.
func AppendDensity(dst []byte, n data.Normal, low, high float64) []byte {
	const reach, step = 4, 0.125 // in spreads
	low, high = max(low, n.Mean-reach*n.Spread), min(high, n.Mean+reach*n.Spread)
	if low >= high {
		return dst
	}
	point := func(x, share float64) { dst = plot.AppendPoint(dst, (x+MaxScore)/(2*MaxScore), share) }
	at := func(x float64) { point(x, n.At(x)/n.At(n.Mean)) }
	point(low, 0)
	at(low)
	for t := -float64(reach); t < reach; t += step {
		if x := n.Mean + t*n.Spread; x > low && x < high {
			at(x)
		}
	}
	at(high)
	point(high, 0)
	return dst
}

// ScoreAreas returns the SVG polygons of the distributions by group: a negative
// is easy below logit 0.
func ScoreAreas(s state.State) (areas [data.Groups]string) {
	p := populationOf(s.Sandbox)
	areas[data.Positives] = string(AppendDensity(nil, p.Positive, -MaxScore, MaxScore))
	areas[data.HardNegatives] = string(AppendDensity(nil, p.Negative, 0, MaxScore))
	areas[data.EasyNegatives] = string(AppendDensity(nil, p.Negative, -MaxScore, 0))
	return areas
}
