package formula

import (
	"math"
	"slices"
)

// A Check is a question about a loss.
type Check int

// The checks, in the order in which they are listed.
const (
	Finite      Check = iota // loss and gradient are numbers for all predictions
	NonNegative              // no loss is below 0
	Decreasing               // more probability of the true class never costs more
	Vanishing                // wrong predictions have a gradient to the logit
	Exploding                // no gradient with respect to the logit grows without bound
	// in the logit, so that descent finds the only minimum of a linear model
	Convex
	// the expected loss is least where the prediction is the true probability
	Proper
	Checks
)

// A Finding is the result of a check. If it is not OK it has the place of the failure.
type Finding struct {
	Check Check
	OK    bool
	// Unknown reports that the loss is not finite everywhere, and that the check does not fail
	// where it is. OK is false then.
	Unknown bool

	// Y is the label for which it fails, From and To the least and the greatest
	// p_t for which it does. Of Proper, From is the true probability for which
	// the prediction of the least expected loss, To, is farthest off.
	Y, From, To float64

	// Value is the worst value found: the loss of NonNegative, the gradient to the
	// logit of Decreasing, Vanishing and Exploding, the second derivative of Convex.
	Value float64
}

// The checks look at logits up to reach, step apart: p_t from 3e-7 to 1-3e-7, or the
// part of it within the clip.
const (
	reach = 15
	step  = 1. / 16
)

// The thresholds of Vanishing, as a share of the greatest gradient above wrong and for
// p_t below.
const (
	vanishing = 0.01
	wrong     = 0.1
)

// bounds is the least clip that bounds the gradient of all predictions used in practice.
const bounds = 1e-3

// improper is the tolerance of Proper: the greatest distance between the best prediction and
// the true probability that still passes. The grid resolves it.
const improper = 0.005

// Check answers all checks, in the order of their constants.
func (l *Loss) Check() []Finding {
	all := make([]Finding, Checks)
	for c := range all {
		all[c] = Finding{Check: Check(c), OK: true}
	}
	limit := float64(reach)
	if l.clip > 0 {
		limit = math.Min(limit, math.Log1p(-l.clip)-math.Log(l.clip)-step)
	}
	n := int(limit/step)*2 + 1
	stops := slices.ContainsFunc(l.formula.code, func(in instr) bool { return in.op == OpStop })
	losses := [2][]float64{make([]float64, n), make([]float64, n)}
	z := func(i int) float64 { return float64(i-n/2) * step } // the logit of p_t
	for _, y := range []float64{1, 0} {
		x, dz, dzz := make([]float64, n), make([]float64, n), make([]float64, n)
		sign := 2*y - 1
		for i := range n {
			x[i] = sign * z(i)
		}
		l.logits(losses[int(y)], dz, dzz, y, x)
		greatest, ordinary := 0., 0. // gradients, the latter of p_t above wrong
		for i := range n {
			dz[i] *= sign
			if d := dz[i]; finite(d) {
				greatest = max(greatest, math.Abs(d))
				if z(i) > math.Log(wrong/(1-wrong)) {
					ordinary = max(ordinary, math.Abs(d))
				}
			}
		}
		tiny := 1e-9 * greatest
		grows := l.grows(y)
		for i := range n {
			pt, loss := 1/(1+math.Exp(-z(i))), losses[int(y)][i]
			fail := func(c Check, value float64, worse bool) { all[c].fail(y, pt, value, worse) }
			if !finite(loss) || !finite(dz[i]) {
				fail(Finite, loss, false)
				continue
			}
			if loss < -1e-12 {
				fail(NonNegative, loss, loss < all[NonNegative].Value)
			}
			if dz[i] > tiny {
				fail(Decreasing, dz[i], dz[i] > all[Decreasing].Value)
			}
			if size := math.Abs(dz[i]); pt < wrong && size < vanishing*ordinary {
				fail(Vanishing, dz[i], size < math.Abs(all[Vanishing].Value))
			}
			if grows[i*2/n] && math.Abs(dz[i]) > greatest/2 {
				fail(Exploding, dz[i], math.Abs(dz[i]) > math.Abs(all[Exploding].Value))
			}
			if dzz[i] < -tiny {
				fail(Convex, dzz[i], dzz[i] < all[Convex].Value)
			}
			if i == 0 || !finite(losses[int(y)][i-1]) || !finite(dz[i-1]) {
				continue
			}
			// Between the points: a kink is a gradient that falls, a jump a loss that rises or
			// falls faster than its gradients.
			rise := loss - losses[int(y)][i-1]
			low, high := min(dz[i-1], dz[i])*step, max(dz[i-1], dz[i])*step
			jump := 1e-9*(1+math.Abs(loss)) + 2*(high-low) + math.Abs(high+low)
			if bend := (dz[i] - dz[i-1]) / step; dz[i] < dz[i-1]-tiny {
				fail(Convex, bend, bend < all[Convex].Value)
			}
			if !stops && math.Abs(rise-(low+high)/2) > jump {
				fail(Convex, 0, false)
				if rise > 0 {
					fail(Decreasing, rise/step, rise/step > all[Decreasing].Value)
				}
			}
		}
		if greatest == 0 && all[Finite].OK {
			all[Vanishing].fail(y, 0.5, 0, true)
		}
	}
	if all[Finite].OK {
		all[Proper] = proper(losses, z)
		return all
	}
	for c := range all {
		if all[c].OK {
			all[c].OK, all[c].Unknown = false, true
		}
	}
	return all
}

// grows reports whether the gradient with respect to the logit of p_t grows without bound towards
// p_t = 0 and towards p_t = 1: whether it still does far beyond the predictions that are shown.
// A clip of bounds or more keeps it from that.
func (l *Loss) grows(y float64) (ends [2]bool) {
	if l.clip >= bounds {
		return ends
	}
	far := &Loss{formula: l.formula, values: l.values, epsilon: l.epsilon}
	for end := range ends {
		for reach := 240.; reach >= 15; reach /= 2 {
			var size [3]float64 // at a quarter, half and all of reach
			for i := range size {
				x := reach / float64(int(4)>>i) * (2*y - 1)
				if end == 0 {
					x = -x
				}
				_, d := far.AtLogit(y, x)
				size[i] = math.Abs(d)
			}
			if size[0] != size[0] || size[1] != size[1] || size[2] != size[2] ||
				math.IsInf(size[1], 0) {
				continue // too far for numbers
			}
			ends[end] = size[2] > 1.05*size[1] && size[2]-size[1] > 0.3*(size[1]-size[0]) &&
				size[2] > 1e-6
			break
		}
	}
	return ends
}

// fail widens the failing range by one more p_t, for the first label that fails.
func (f *Finding) fail(y, pt, value float64, worse bool) {
	switch {
	case f.OK:
		f.OK, f.Y, f.From, f.To, f.Value = false, y, pt, pt, value
	case f.Y == y:
		f.From, f.To = min(f.From, pt), max(f.To, pt)
		if worse {
			f.Value = value
		}
	}
}

// proper compares true probabilities q with the predictions for which
// q L(1, p) + (1-q) L(0, p) is least.
func proper(losses [2][]float64, z func(int) float64) Finding {
	f := Finding{Check: Proper, OK: true}
	n := len(losses[1])
	off := improper
	for k := 1; k < 50; k++ {
		q := float64(k) / 50
		expected := func(i int) float64 { return q*losses[1][i] + (1-q)*losses[0][n-1-i] }
		best := 0
		for i := range n {
			if expected(i) < expected(best) {
				best = i
			}
		}
		// Of predictions that are as good, the one farthest off.
		least := expected(best)
		for i := range n {
			off := func(i int) float64 { return math.Abs(1/(1+math.Exp(-z(i))) - q) }
			if expected(i) <= least+1e-13*(1+math.Abs(least)) && off(i) > off(best) {
				best = i
			}
		}
		at := z(best)
		if 0 < best && best < n-1 { // the parabola through it and its neighbours
			a, b, c := expected(best-1), expected(best), expected(best+1)
			if bend := a - 2*b + c; bend > 0 {
				at += step * (a - c) / 2 / bend
			}
		}
		p := 1 / (1 + math.Exp(-at))
		if d := math.Abs(p - q); d > off+1e-6 { // of two as far, the first
			off = d
			f.OK, f.From, f.To = false, q, p
		}
	}
	return f
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
