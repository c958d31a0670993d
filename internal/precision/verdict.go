package precision

import "math"

// A Verdict reports the range in which a setting of an implementation is accurate, for
// both labels.
type Verdict struct {
	Worst Class // of loss and gradient, over all logits of the axis

	// Where the gradient of a label first leaves the exact one, by the logit of
	// the true class: on the easy side going up from 0, on the hard side going
	// down from 0. NaN where it does not.
	Easy, Hard [NaN + 1]float64

	// LossEasy and LossHard are the same of the loss.
	LossEasy, LossHard [NaN + 1]float64
}

// Safe reports whether loss and gradient are nowhere NaN, infinite or wrongly 0.
func (v *Verdict) Safe() bool { return v.Worst < Zero }

// Judge runs the implementation for both labels.
func (l *Lab) Judge(m *Implementation, s Setting) Verdict {
	var v Verdict
	for _, firsts := range []*[NaN + 1]float64{&v.Easy, &v.Hard, &v.LossEasy, &v.LossHard} {
		for c := range firsts {
			firsts[c] = math.NaN()
		}
	}
	for _, y := range []float64{0, 1} {
		r := l.Run(m, y, s)
		v.add(y, r.GradientBands(), &v.Easy, &v.Hard)
		v.add(y, r.LossBands(), &v.LossEasy, &v.LossHard)
	}
	return v
}

// add notes the edges nearest to 0 of bands for label y.
func (v *Verdict) add(y float64, bands []Band, easy, hard *[NaN + 1]float64) {
	for _, b := range bands {
		v.Worst = max(v.Worst, b.Class)
		from, to := b.From, b.To // of the true class
		if y == 0 {
			from, to = -b.To, -b.From
		}
		if to >= 0 {
			if first := max(from, 0); !(easy[b.Class] <= first) {
				easy[b.Class] = first
			}
		}
		if from <= 0 {
			if first := min(to, 0); !(hard[b.Class] >= first) {
				hard[b.Class] = first
			}
		}
	}
}

// Gradient returns the worst class of the gradient and where it begins, by the logit of
// the true class, NaN if it is Right everywhere.
func (v *Verdict) Gradient() (c Class, from float64) {
	for c := NaN; c >= Off; c-- {
		easy, hard := v.Easy[c], v.Hard[c]
		if !math.IsNaN(hard) && (math.IsNaN(easy) || -hard < easy) {
			easy = hard
		}
		if !math.IsNaN(easy) {
			return c, easy
		}
	}
	return Right, math.NaN()
}
