// Package live computes the sentence above the controls, and the bars that divide the loss
// of an imbalanced batch between one hard positive and many easy negatives.
package live

import (
	"math"
	"strconv"
	"strings"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/losscore"
)

// Ratios are how many easy negatives the bars have for a hard positive.
var Ratios = [...]float64{10, 100, 1000}

// A Comparison compares the loss with cross-entropy on two examples.
type Comparison struct {
	EasyY, HardY float64 // the labels of the two examples
	Easy         float64 // loss of the easy example ÷ its cross-entropy
	Hard         float64 // |dL/dx| of the hard example ÷ |dL/dx| of cross-entropy, x the logit
}

// Compare compares an easy and a hard example. If both classes are shown, the easy one
// is a negative and the hard one a positive, as in detection.
func Compare(s state.State) Comparison {
	c := Comparison{EasyY: 1, HardY: 1}
	switch s.Class {
	case state.Negative:
		c.EasyY, c.HardY = 0, 0
	case state.Both:
		c.EasyY = 0
	}
	l, cross := s.Loss(), losscore.Focal{}
	loss, _ := at(l, c.EasyY, s.Pair.Easy)
	crossLoss, _ := at(cross, c.EasyY, s.Pair.Easy)
	_, pull := at(l, c.HardY, s.Pair.Hard)
	_, crossPull := at(cross, c.HardY, s.Pair.Hard)
	c.Easy, c.Hard = loss/crossLoss, pull/crossPull
	return c
}

// at returns the loss of an example of label y whose true class has the probability pt,
// and its gradient with respect to the logit.
func at(l losscore.Loss, y, pt float64) (loss, gradient float64) {
	x := math.Log(pt) - math.Log1p(-pt)
	if y == 0 {
		x = -x
	}
	return l.AtLogit(y, x)
}

// Say returns the sentence in parts; every other one is a number to stress.
func Say(m *text.Messages, s state.State) [5]string {
	if s.Class == state.Soft {
		return saySoft(m, s)
	}
	c := Compare(s)
	message := m.Live.Same
	switch {
	case c.EasyY != c.HardY:
		message = m.Live.Both
	case c.EasyY == 0:
		message = m.Live.Negative
	case s.Has("alpha") && s.Enabled("alpha"):
		message = m.Live.Positive
	}
	message = text.Fill(message, "easy", state.Format(s.Pair.Easy), "hard",
		state.Format(s.Pair.Hard))
	before, rest, _ := strings.Cut(message, "{counts}")
	between, after, _ := strings.Cut(rest, "{pulls}")
	return [5]string{before, times(m, c.Easy), between, times(m, c.Hard), after}
}

// saySoft returns the sentence of a soft label: where the loss is least.
func saySoft(m *text.Messages, s state.State) [5]string {
	message := text.Fill(text.SoftOf(m).Live, "y", state.Format(s.Label))
	before, rest, _ := strings.Cut(message, "{counts}")
	between, after, _ := strings.Cut(rest, "{pulls}")
	return [5]string{before, plot.SayP(plot.Minimum(s)), between, state.Format(s.Label), after}
}

// times returns a ratio in words: 100× less.
func times(m *text.Messages, ratio float64) string {
	switch {
	case math.IsNaN(ratio), math.IsInf(ratio, 0):
		return m.Live.Undefined
	case ratio == 0:
		return m.Live.Nothing
	case ratio < 0:
		return m.Live.Reverse
	}
	if max(ratio, 1/ratio) < 1.005 {
		return m.Live.Alike
	}
	return plot.Ratio(m.Live.Less, m.Live.Part, m.Live.More, ratio)
}

// Sources returns the share of the loss that one hard positive has beside a number of
// easy negatives, with cross-entropy and with the loss of s, NaN if there is no loss.
func Sources(s state.State, negatives float64) (cross, loss float64) {
	share := func(l losscore.Loss) float64 {
		positive, _ := at(l, 1, s.Pair.Hard)
		negative, _ := at(l, 0, s.Pair.Easy)
		return positive / (positive + negatives*negative)
	}
	return share(losscore.Focal{}), share(s.Loss())
}

// Percent returns a share as a percentage of two digits, which is 0 or 100 only if the
// share is 0 or 1.
func Percent(share float64) string {
	switch v := 100 * share; {
	case math.IsNaN(share):
		return "–"
	case share > 0 && v < 0.1:
		return "<0.1%"
	case share < 1 && v > 99.4:
		return ">99%"
	case v < 10:
		return strconv.FormatFloat(v, 'f', 1, 64) + "%"
	default:
		return strconv.FormatFloat(v, 'f', 0, 64) + "%"
	}
}

// SayBar returns the name of a bar: cross-entropy or the loss of s.
func SayBar(m *text.Messages, s state.State, cross bool) string {
	if cross {
		return m.Live.CrossEntropy
	}
	return Name(m, s.Kind)
}

// Name returns the name of a loss in a place that is narrow.
func Name(m *text.Messages, k *catalog.Kind) string {
	if k.ID == "focal" {
		return m.Live.Focal
	}
	return m.Live.Loss
}

// SayShare returns a description of a bar.
func SayShare(m *text.Messages, name string, share float64) string {
	return text.Fill(m.Live.Share, "loss", name, "positives", Percent(share), "negatives",
		Percent(1-share))
}

// SayPositives is the key of the positives.
func SayPositives(m *text.Messages, s state.State) string {
	return text.Fill(m.Live.Positives, "pt", state.Format(s.Pair.Hard))
}

// SayNegatives is the key of n negatives.
func SayNegatives(m *text.Messages, s state.State, n float64) string {
	return text.Fill(m.Live.Negatives, "n", group(n), "pt", state.Format(s.Pair.Easy))
}

// SayRatio writes 1 : n.
func SayRatio(n float64) string { return "1:" + group(n) }

// group writes a whole number, its thousands apart.
func group(n float64) string {
	s := strconv.FormatFloat(n, 'f', 0, 64)
	if len(s) > 3 {
		s = s[:len(s)-3] + "\u2009" + s[len(s)-3:]
	}
	return s
}
