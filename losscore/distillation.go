package losscore

import "math"

// Distillation holds the parameters of the loss by which a student model learns
// from a teacher: the cross-entropy of both probabilities softened by a
// temperature. The label y is the teacher's probability of class 1. The zero value
// is the binary cross-entropy, of soft labels, too.
//
// Source: Hinton, Vinyals and Dean 2015, "Distilling the Knowledge in a Neural
// Network" (arXiv:1503.02531), section 2, with T² for gradients that do not shrink
// with the temperature.
type Distillation struct {
	// Temperature is T, from 1e-100 to 1e100; 0 stands for 1. For labels between 0
	// and 1 the error of dL/dx is up to T times 1e-16: its terms are of that size, and
	// their difference nears (x - ln(y/(1-y)))/4.
	Temperature float64

	// Epsilon clips predictions, before they are softened, as [Focal.Epsilon]
	// does.
	Epsilon float64
}

// Validate returns nil if Temperature is 0 or from 1e-100 to 1e100 and Epsilon in
// [0,0.5), and otherwise a [*RangeError].
func (c Distillation) Validate() error {
	if t := c.Temperature; t != 0 && !(t >= 1e-100 && t <= 1e100) {
		return &RangeError{"Temperature", t,
			Interval{Min: 1e-100, Max: 1e100, Words: "1e-100 to 1e100, or 0 for 1"}}
	}
	return validEpsilon(c.Epsilon)
}

// AtProb returns the loss and dL/dp for a label y from 0 to 1 as [Loss] defines them.
// With the logits x of p and x_y of y, and σ(v) = 1/(1+e^-v),
//
//	L = -T² (y_T ln(σ(x/T)) + (1-y_T) ln(1-σ(x/T))), y_T = σ(x_y/T)
//
// Its minimum is at p = y, where it is T² times the entropy of y_T: the
// divergence KL(y_T, p_T), which some use instead, is less by that.
func (c Distillation) AtProb(y, p float64) (loss, dp float64) { return probOf(c, y, p) }

// AtLogit returns the loss and dL/dx = T (σ(x/T) - y_T) as [Loss] defines them.
func (c Distillation) AtLogit(y, x float64) (loss, dx float64) { return logitOf(c, y, x) }

// AtLogit2 returns the loss and dL/dx of [Distillation.AtLogit], and
// dxx = σ(x/T) (1-σ(x/T)).
func (c Distillation) AtLogit2(y, x float64) (loss, dx, dxx float64) { return logit2Of(c, y, x) }

// Calibrate returns the true probability of hard labels at which p minimises the
// expected loss without a clip, σ(x/T).
func (c Distillation) Calibrate(p float64) float64 { return calibrateOf(c, p) }

func (c Distillation) temperature() float64 {
	if c.Temperature == 0 {
		return 1
	}
	return c.Temperature
}

// cool returns the logit z divided by the temperature.
func (c Distillation) cool(z pair) pair { return z.mul(pair{c.temperature(), 0}.inv()) }

func (c Distillation) clipAt() float64 { return c.Epsilon }

func (c Distillation) at(_ float64, pt, s pair) (loss, dpt, dz float64) {
	t := c.temperature()
	switch {
	case t == 1:
		return Focal{}.unclipped(1, pt, s)
	case pt.hi == 0:
		return math.Inf(1), math.Inf(-1), -t
	case s.hi == 0 && t > 1:
		return 0, math.Inf(-1), 0
	case s.hi == 0:
		return 0, 0, 0
	}
	logPt, logS := pt.log(), s.log()
	u := c.cool(sub(logPt, logS))
	loss, dz = c.cooled(u)
	if u.hi <= tinyLogit {
		return loss, dz / pt.mul(s).round(), dz
	}
	// dz may underflow where dL/dp_t = -T e^-u / (p_t (1-p_t)) does not.
	if x := sub(sub(u.neg(), logPt), logS); x.hi > 0 {
		w, m := exp(x.neg())
		return loss, -math.Ldexp(t/w.round(), -m), dz
	} else {
		w, m := exp(x)
		return loss, -scale(t*w.round(), m), dz
	}
}

func (c Distillation) atZ(_, z float64) (loss, dz float64) {
	switch {
	case c.temperature() == 1:
		return Focal{}.atLogit(1, z)
	case math.Abs(z) > 1e100:
		if z > 0 {
			return 0, 0
		}
		return -z * c.temperature(), -c.temperature()
	}
	return c.cooled(c.cool(pair{z, 0}))
}

// cooled returns the loss and dL/dz at z/T = u.
func (c Distillation) cooled(u pair) (loss, dz float64) {
	t := c.temperature()
	switch {
	case u.hi > tinyLogit:
		w, m := exp(u.neg())
		return scale(t*(t*w.round()), m), -scale(t*w.round(), m)
	case u.hi < minExp:
		return -t * (t * u.round()), -t
	}
	_, s, l := logistic(u)
	return t * (t * l.round()), -t * s.round()
}

func (c Distillation) curvature(_, z float64) float64 {
	if math.Abs(z) > 1e100 {
		return 0
	}
	return steepCurvature(1, c.cool(pair{z, 0}))
}

func (c Distillation) soft(y float64, p point) jet {
	t := c.temperature()
	label := c.cool(sub(pair{y, 0}.log(), twoSum(1, -y).log()))
	teacher := logitPoint(label)
	j := softened(teacher.p.v, teacher.s.v, logitPoint(c.cool(p.x.v)))
	return p.x.of(jet{j.v.mul(pair{t, 0}).mul(pair{t, 0}), t * j.d, j.dd})
}
