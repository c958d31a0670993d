package plot

import (
	"math"
	"strconv"
	"strings"

	"lossexplorer/internal/imbalance"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/losscore"
)

// Gammas returns the gammas of the curves of Figure 4 of Lin et al. 2017; the
// first is cross-entropy.
func Gammas() [SandboxCurrent]float64 { return [SandboxCurrent]float64{0, 0.5, 1, 2} }

// A Sandbox is what the imbalance sandbox shows. The zero value is ready for
// Update, which reuses its slices.
type Sandbox struct {
	Loss     imbalance.Measurement                 // of the current loss
	ByGamma  [SandboxCurrent]imbalance.Measurement // of the focal losses with Gammas, without alpha
	Examples imbalance.Shares

	// Changed says whether the last Update changed more than Loss.
	Changed bool

	grid imbalance.Grid
	of   sandboxOf
}

// sandboxOf is all that ByGamma and Examples depend on.
type sandboxOf struct {
	state.Sandbox
	epsilon, margin float64
}

// margin is the name of the parameter at which the asymmetric loss has a kink.
const margin = "margin"

// The lines of the charts of Figure 4: a line for each of Gammas, and that of the
// current loss.
const (
	SandboxCurrent = 4
	SandboxLines   = 5
)

// Curve returns a line for truth y, see [imbalance.Measurement].
func (b *Sandbox) Curve(line, y int) []float64 {
	if line == SandboxCurrent {
		return b.Loss.Cumulative[y]
	}
	return b.ByGamma[line].Cumulative[y]
}

// Update measures the losses for s.
func (b *Sandbox) Update(s state.State) error {
	now := sandboxOf{Sandbox: s.Sandbox, epsilon: s.Number(state.EpsilonKey)}
	if s.Has(margin) {
		now.margin = s.Number(margin)
	}
	if b.Changed = now != b.of; b.Changed {
		b.of = sandboxOf{} // until all went well
		// Losses are not smooth where p is clipped, or less than a margin.
		clip := logit(now.epsilon)
		if err := b.grid.Place(populationOf(s.Sandbox), clip, -clip, logit(now.margin)); err != nil {
			return err
		}
		b.Examples = b.grid.Examples()
		for i, gamma := range Gammas() {
			if err := b.grid.Measure(&b.ByGamma[i], losscore.Focal{Gamma: gamma, Epsilon: now.epsilon}); err != nil {
				return err
			}
		}
		b.of = now
	}
	return b.grid.Measure(&b.Loss, s.Loss())
}

func logit(p float64) float64 { return math.Log(p) - math.Log1p(-p) }

func populationOf(b state.Sandbox) imbalance.Population {
	return imbalance.Population{
		Positive:  imbalance.Normal{Mean: b.PosMean, Spread: b.PosSpread},
		Negative:  imbalance.Normal{Mean: b.NegMean, Spread: b.NegSpread},
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
func (b *Sandbox) Shares() [ShareRows]imbalance.Shares {
	cross := &b.ByGamma[0]
	return [ShareRows]imbalance.Shares{b.Examples, cross.Loss, b.Loss.Loss, cross.Gradient, b.Loss.Gradient}
}

// Say puts the shares of the easy negatives into words.
func (b *Sandbox) Say(m *text.Messages) string {
	rows := b.Shares()
	say := func(row int) string { return SayShare(rows[row][imbalance.EasyNegatives]) }
	return text.Fill(m.Sandbox.Says,
		"examples", say(ShareOfExamples),
		"crossgradient", say(ShareOfCrossGradient), "cross", say(ShareOfCrossLoss),
		"gradient", say(ShareOfGradient), "loss", say(ShareOfLoss))
}

// SandboxNumber writes the value of a parameter of the sandbox for reading.
func SandboxNumber(s state.State, key string) string {
	return strings.Replace(s.Value(key), "-", "−", 1)
}

// SayShare writes a share as a percentage with one decimal, as more than 0 or
// less than 100 what would be rounded to them.
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

// canvas is the width and the height of the pictures below.
const canvas = 1000

// AppendCurve appends a curve from 0, 0 to 1, 1 to dst as the points of an SVG
// polyline, 1000 wide and high. Points that cannot be told apart are left out.
func AppendCurve(dst []byte, xy []float64) []byte {
	const apart = 3. / canvas
	lastX, lastY := math.Inf(-1), 0.
	for i := 0; i < len(xy); i += 2 {
		x, y := xy[i], xy[i+1]
		if i+2 < len(xy) && x-lastX < apart && y-lastY < apart {
			continue
		}
		lastX, lastY = x, y
		dst = appendPoint(dst, x, y)
	}
	return dst
}

// MaxScore is where the axis of the distributions ends.
const MaxScore = 12

// AppendDensity appends the density of a class for logits from low to high to dst
// as the points of an SVG polygon, 1000 wide for the logits from -MaxScore to
// MaxScore and 1000 high at the mode.
func AppendDensity(dst []byte, n imbalance.Normal, low, high float64) []byte {
	const reach, step = 4, 0.125 // in spreads
	low, high = max(low, n.Mean-reach*n.Spread), min(high, n.Mean+reach*n.Spread)
	if low >= high {
		return dst
	}
	point := func(x, share float64) { dst = appendPoint(dst, (x+MaxScore)/(2*MaxScore), share) }
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

func appendPoint(dst []byte, x, y float64) []byte {
	if len(dst) > 0 {
		dst = append(dst, ' ')
	}
	dst = strconv.AppendInt(dst, int64(math.Round(canvas*x)), 10)
	dst = append(dst, ',')
	return strconv.AppendInt(dst, int64(math.Round(canvas*(1-y))), 10)
}

// ScoreAreas returns the SVG polygons of the distributions by group: a negative
// is easy below logit 0.
func ScoreAreas(s state.State) (areas [imbalance.Groups]string) {
	p := populationOf(s.Sandbox)
	areas[imbalance.Positives] = string(AppendDensity(nil, p.Positive, -MaxScore, MaxScore))
	areas[imbalance.HardNegatives] = string(AppendDensity(nil, p.Negative, 0, MaxScore))
	areas[imbalance.EasyNegatives] = string(AppendDensity(nil, p.Negative, -MaxScore, 0))
	return areas
}
