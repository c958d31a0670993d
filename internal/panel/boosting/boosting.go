// Package boosting describes an objective for boosting: it draws the second derivative that
// each policy returns, and writes sentences on the policy and on the score to start from.
package boosting

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"lossexplorer/internal/code"
	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/losscore"
)

// A View holds the drawing and its sentences. The zero value is for a loss without an
// objective.
type View struct {
	SVG       string
	Sentences []string
}

// Of returns the view of the loss of s with an objective, drawn width pixels wide. The
// error comes from [code.WriteBoosting].
func Of(m *text.Messages, s state.State, b code.Boosting, width int) (View, error) {
	values := s.Values[:len(s.Kind.Params)]
	if _, err := code.WriteBoosting(b, s.Kind, values); err != nil {
		return View{}, err
	}
	start, logOdds, err := code.Start(s.Kind, values, b.Prevalence)
	if err != nil {
		return View{}, err
	}
	t := text.BoostingOf(m)
	policy := max(0, slices.Index(code.Curvatures[:], b.Curvature))
	unclipped := slices.Clone(values) // as the objective is
	unclipped[s.Kind.Param(state.EpsilonKey)] = 0
	loss, ok := s.Kind.New(unclipped).(losscore.Loss2)
	if !ok {
		return View{}, &code.UnsupportedError{ID: s.Kind.ID}
	}
	c := sample(loss)
	v := View{SVG: draw(t, &c, policy, float64(width))}
	v.Sentences = append(v.Sentences, t.Leaf, t.Policies[policy])
	if c.until > 0 {
		v.Sentences = append(v.Sentences,
			text.Fill(t.Negative, "p", plot.Number(c.until), "least", plot.Number(c.least)))
	} else {
		v.Sentences = append(v.Sentences, t.Positive)
	}
	v.Sentences = append(v.Sentences,
		text.Fill(t.Start, "start", number(start), "prior", number(logOdds), "prevalence",
			number(b.Prevalence)))
	return v, nil
}

func number(v float64) string {
	return strings.Replace(strconv.FormatFloat(v, 'f', 3, 64), "-", "−", 1)
}

// The scores of the drawing.
const (
	last   = 8.0
	points = 161
)

// curves holds the values that the policies return for label 1 at each score.
type curves struct {
	score  [points]float64
	policy [len(code.Curvatures)][points]float64 // in the order of code.Curvatures
	// the p below which the curvature is negative; 0 if it is nowhere
	until float64
	least float64
}

// sample computes the curves of the policies. The curves of cross-entropy use the weight of
// the class, which is the size of the loss's gradient at a very wrong score.
func sample(l losscore.Loss2) (c curves) {
	_, slope := l.AtLogit(1, -700)
	weight := math.Abs(slope)
	for i := range points {
		z := -last + 2*last*float64(i)/(points-1)
		_, _, exact := l.AtLogit2(1, z)
		q := 1 / (1 + math.Exp(z))
		c.score[i] = z
		for k, policy := range code.Curvatures {
			c.policy[k][i] = map[code.Curvature]float64{
				code.Floor: max(exact, least), code.Exact: exact,
				code.Gap: max(weight*q, least), code.Logistic: max(weight*q*(1-q), least),
			}[policy]
		}
		c.least = min(c.least, exact)
	}
	if c.least < 0 {
		low, high := -last, last // negative at low, positive at high
		for range 60 {
			mid := (low + high) / 2
			if _, _, exact := l.AtLogit2(1, mid); exact < 0 {
				low = mid
			} else {
				high = mid
			}
		}
		c.until = 1 / (1 + math.Exp(-low))
	}
	return c
}

// least is the smallest curvature of the policies that are never negative, as in the code.
const least = 1e-6
