package lessons

import (
	"math"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/losscore"
)

var lessons = []*Lesson{
	{
		ID: state.EasyLesson, Set: "gamma=0&balanced=0&class=both",
		Controls: []string{"gamma"}, Focus: "#focal-gamma-range",
		measure: func(s state.State) (value, other float64, met bool) {
			share := detector.share(s.Loss())
			return 100 * share, 0, share >= hardShare
		},
	},
	{
		ID: state.GammaLesson, Set: "gamma=0&balanced=0&gradient=pull", Shown: "gamma=2",
		Controls: []string{"gamma"}, Focus: "#focal-gamma-range",
		measure: func(s state.State) (value, other float64, met bool) {
			value, other = below(s, halfPt), below(s, hardPt)
			return value, other, value >= leastBelow && other <= mostBelow
		},
	},
	{
		ID: state.AlphaLesson, Set: "gamma=0&balanced=1&alpha=0.5&class=both&hard=0.5",
		Shown:    "alpha=0.25",
		Controls: []string{"alpha"}, Focus: "#focal-alpha-range",
		measure: func(s state.State) (value, other float64, met bool) {
			share := rare.share(s.Loss())
			return 100 * share, 0, math.Abs(share-0.5) <= 0.02
		},
	},
	{
		ID: state.BothLesson, Set: "gamma=0&balanced=1&alpha=0.75&class=both&hard=0.4&easy=0.8",
		Controls: []string{"gamma", "alpha"}, Focus: "#focal-gamma-range",
		measure: func(s state.State) (value, other float64, met bool) {
			share := mixed.share(s.Loss())
			// Another loss may have no gamma; then it is a stray control.
			if s.Has("gamma") {
				other = s.Number("gamma")
			}
			return 100 * share, other, other >= leastGamma && math.Abs(share-0.5) <= shareWidth
		},
	},
	{
		ID: state.EpsilonLesson, Set: "balanced=0&epsilon=0.01&gradient=pt&hard=0.02",
		Shown:    "epsilon=0.05",
		Controls: []string{state.EpsilonKey}, Focus: "#focal-epsilon-range",
		measure: func(s state.State) (value, other float64, met bool) {
			_, dp := s.Loss().AtProb(1, worstPt)
			return dp, 0, dp != 0
		},
	},
	{
		ID:       state.ClassesLesson,
		Set:      "classes=3&logits=2,0.5,-1&alphas=0.25,0.25,0.25&class_gamma=0",
		Controls: []string{state.AlphasKey}, Focus: "#class-2 .alpha",
		measure: func(s state.State) (value, other float64, met bool) {
			// One alpha for all leaves both as they are.
			cosine := plot.Directions(s)[plot.PerClass].Cosine
			share := shareOfThird(s)
			s.Classes.Alpha = [state.MaxClasses]float64{1, 1, 1, 1, 1, 1}
			return cosine, 100 * share, cosine <= mostCosine && share > shareOfThird(s)
		},
	},
	{
		ID: state.SmoothingLesson, Set: "loss=smoothed&label_smoothing=0&gradient=pt&scale=linear",
		Shown:    "label_smoothing=0.1",
		Controls: []string{"label_smoothing"}, Focus: "#smoothed-label_smoothing-range",
		measure: func(s state.State) (value, other float64, met bool) {
			p := least(s.Loss())
			return p, 0, math.Abs(p-leastAt) <= 0.01
		},
	},
}

// The numbers of the tasks, which the texts use too.
const (
	easyPt     = 0.9
	hardPt     = 0.1
	hardShare  = 1. / 3
	halfPt     = 0.5
	leastBelow = 10
	mostBelow  = 2
	leastGamma = 2
	shareWidth = 0.05
	deadPt     = 0.02
	worstPt    = 0.001
	mostCosine = 0.95
	leastAt    = 0.8
)

// A batch are examples of the two classes, all of one class predicted alike.
type batch struct {
	positives, negatives float64 // how many
	posPt, negPt         float64 // their p_t
}

var (
	// detector is close to the example of Lin et al. 2017, section 3: 100 000 easy
	// examples and hundreds of hard ones.
	detector = batch{100, 100_000, hardPt, easyPt}

	// rare has so few positives that alpha 0.8 makes up for it.
	rare = batch{20, 80, halfPt, halfPt}

	// mixed is made up so that alpha 0.75 is balanced without gamma and 0.25
	// with gamma 2, as the best of the paper's table: 1-p_t differs threefold.
	mixed = batch{100, 1232, 0.4, 0.8}
)

// losses returns the summed losses of the positives and of the negatives.
func (b batch) losses(l losscore.Loss) (positives, negatives float64) {
	pos, _ := l.AtProb(1, b.posPt)
	neg, _ := l.AtProb(0, 1-b.negPt)
	return b.positives * pos, b.negatives * neg
}

// share returns the positives' share of the loss, NaN if there is none.
func (b batch) share(l losscore.Loss) float64 {
	pos, neg := b.losses(l)
	return pos / (pos + neg)
}

// below returns how many times the loss of a positive is below cross-entropy.
func below(s state.State, pt float64) float64 {
	ce, _ := losscore.Focal{}.AtProb(1, pt)
	loss, _ := s.Loss().AtProb(1, pt)
	return ce / loss
}

// shareOfThird returns the share of the third class in the loss of a batch with one
// example of every class, all predicted alike.
func shareOfThird(s state.State) float64 {
	c := s.Classes
	third, sum := 0., 0.
	for c.Truth = range c.Count {
		s.Classes = c
		_, loss := plot.ClassReadings(nil, s)
		sum += loss
		if c.Truth == 2 {
			third = loss
		}
	}
	return third / sum
}

// least returns the p at which the loss of a positive, falling and then rising,
// is least.
func least(l losscore.Loss) float64 {
	low, high := 0., 1.
	for range 40 {
		p := (low + high) / 2
		if _, dp := l.AtProb(1, p); dp < 0 {
			low = p
		} else {
			high = p
		}
	}
	return (low + high) / 2
}

// Squares returns the sides of the squares of the first lesson's picture, in which the
// area is the loss of one example: an object of the detector and a box. The picture is
// 1000 wide and has a box every 25; with cross-entropy the side of a box is 20.
func Squares(l losscore.Loss) (object, box float64) {
	unit, _ := losscore.Focal{}.AtProb(0, 1-detector.negPt)
	one, _ := l.AtProb(1, detector.posPt)
	other, _ := l.AtProb(0, 1-detector.negPt)
	side := func(loss float64) float64 { return 20 * math.Sqrt(loss/unit) }
	return side(one), side(other)
}
