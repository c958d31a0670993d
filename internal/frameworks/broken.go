package frameworks

import (
	"math"

	"lossexplorer/internal/catalog"
	"lossexplorer/losscore"
)

// Broken is the loss of the tutorial's code, once it runs, which uses the expression
// of alpha_t for p_t: with α_t = α for y = 1 and 1-α for y = 0,
//
//	L = -α_t (1-α_t)^γ ln(α_t)
//
// It is a number for each class, whatever the prediction, and has no gradient, so
// that nothing is learnt from it.
type Broken struct {
	Gamma float64 // as in losscore.Focal
	Alpha float64 // above 0 and below 1: the code has NaN for one class at the ends
}

// Validate returns nil if the parameters are in their ranges and otherwise a
// [*losscore.RangeError].
func (b Broken) Validate() error {
	if !(b.Alpha > 0 && b.Alpha < 1) {
		return &losscore.RangeError{Field: "Alpha", Value: b.Alpha,
			Allowed: losscore.Interval{Max: 1, OpenMin: true, OpenMax: true}}
	}
	return losscore.Focal{Gamma: b.Gamma}.Validate()
}

// AtProb returns the loss for label y, which does not depend on p, and 0 for
// dL/dp. A y that is not 0 or 1, a p outside [0,1] and NaN give NaN, NaN.
func (b Broken) AtProb(y, p float64) (loss, dp float64) {
	if !(p >= 0 && p <= 1) {
		return math.NaN(), math.NaN()
	}
	return b.at(y)
}

// AtLogit returns the loss for label y, which does not depend on x, and 0 for
// dL/dx. A y that is not 0 or 1 and NaN give NaN, NaN.
func (b Broken) AtLogit(y, x float64) (loss, dx float64) {
	if x != x {
		return math.NaN(), math.NaN()
	}
	return b.at(y)
}

func (b Broken) at(y float64) (loss, d float64) {
	switch y {
	case 0, 1:
		// The code uses α_t in the place of p_t, so this is the focal loss at p = α.
		loss, _ = losscore.Focal{Gamma: b.Gamma, Alpha: b.Alpha, Balanced: true}.AtProb(y, b.Alpha)
		return loss, 0
	}
	return math.NaN(), math.NaN()
}

// A Line is a line of code.
type Line struct {
	Code string

	// Differs is set if the other version has another line in this place, and
	// Note describes the difference.
	Differs bool
	Note    catalog.Text
}

// TutorialCode returns the statements in which the tutorial's loss and its
// broken form differ, line by line; y_pred is clipped before them.
func TutorialCode() (right, wrong []Line) {
	const (
		factor  = "alpha_factor = K.ones_like(y_true) * alpha"
		alphaT  = "alpha_t = tf.where(K.equal(y_true, 1), alpha_factor, 1 - alpha_factor)"
		product = "loss = -alpha_t * K.pow(1 - p_t, gamma) * K.log(p_t)"
	)
	rest := []Line{{Code: alphaT}, {Code: product}}
	right = append([]Line{
		{factor, true, catalog.Text{
			English: "alpha_factor exists before a line reads it.",
			Chinese: "先定义 alpha_factor，后面的行才能使用它。",
		}},
		{"p_t = tf.where(K.equal(y_true, 1), y_pred, 1 - y_pred)", true, catalog.Text{
			English: "p_t is the probability that the prediction gives to the true class.",
			Chinese: "pₜ 是预测给真实类别的概率。",
		}},
	}, rest...)
	wrong = append([]Line{
		{"p_t = tf.where(K.equal(y_true, 1), alpha_factor, 1 - alpha_factor)", true, catalog.Text{
			English: "p_t is given alpha instead of the prediction. Besides, alpha_factor does not exist yet: Python stops with a NameError.",
			Chinese: "pₜ 用的是 α 而不是预测值；而且 alpha_factor 尚未定义，Python 会报 NameError 而终止。",
		}},
		{factor, true, catalog.Text{
			English: "Even with this line first, p_t is alpha_t: the loss is a constant for each class, its gradient is 0 and nothing is learnt.",
			Chinese: "即使把这一行移到前面，pₜ 也等于 αₜ：每个类别的损失都是常数，梯度为 0，模型什么也学不到。",
		}},
	}, rest...)
	return right, wrong
}
