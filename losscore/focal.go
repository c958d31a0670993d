package losscore

import "math"

// Focal holds the parameters of the focal loss. The zero value is the plain
// binary cross-entropy. Use [Focal.Validate] to check the parameters; the methods
// that compute do not check them, and never panic.
type Focal struct {
	// Gamma is the focusing parameter γ, finite and >= 0; 0 is the
	// cross-entropy. (Lin et al. 2017, section 3.2; 2 in the paper.) Results from logits
	// are as accurate as the package states up to 10; above, up to Gamma/16 ulp more.
	Gamma float64

	// Alpha is the weight α of the positive class, in [0,1]; the negative
	// class gets 1-Alpha. (Lin et al. 2017, section 3.1.)
	Alpha float64

	// Epsilon, in [0,0.5), clips predictions to [Epsilon, 1-Epsilon]; 0 is no
	// clip. keras.losses.CategoricalFocalCrossentropy uses keras.config.epsilon(),
	// 1e-7 by default, in the same way, whereas BinaryFocalCrossentropy clips
	// inside the logarithm only and keeps a gradient beyond.
	Epsilon float64

	// Balanced reports whether Alpha is used. If not, both weights are 1. It is
	// apply_class_balancing in the Keras API.
	Balanced bool
}

// Validate returns nil if Gamma is finite and >= 0, Alpha in [0,1] (only if
// Balanced), and Epsilon in [0,0.5). Otherwise it returns a [*RangeError] for
// the first field that is not.
func (f Focal) Validate() error {
	switch {
	case !(f.Gamma >= 0 && f.Gamma <= math.MaxFloat64):
		return &RangeError{"Gamma", f.Gamma, AtLeast(0)}
	case f.Balanced && !(f.Alpha >= 0 && f.Alpha <= 1):
		return &RangeError{"Alpha", f.Alpha, Between(0, 1)}
	case !(f.Epsilon >= 0 && f.Epsilon < 0.5):
		return &RangeError{"Epsilon", f.Epsilon, Below(0, 0.5)}
	}
	return nil
}

// AtProb returns the loss for label y and prediction p, both in [0,1], and its
// derivative dp = dL/dp:
//
//	y = 1: L = -α (1-p)^γ ln(p)        dp = -α (1-p)^γ (1/p - γ ln(p)/(1-p))
//	y = 0: L = -(1-α) p^γ ln(1-p)      dp = (1-α) p^γ (1/(1-p) - γ ln(1-p)/p)
//
// A label between them mixes p_t, the weight and the cross-entropy:
//
//	L = (y α + (1-y)(1-α)) (1-p_t)^γ (-y ln(p) - (1-y) ln(1-p)),  p_t = y p + (1-y)(1-p)
//
// If Epsilon > 0 and p is outside [Epsilon, 1-Epsilon], the loss is its value at
// the nearest end and dp is 0; at an end exactly dp is the derivative of the loss.
// Without a clip, the loss and |dp| are +Inf where a positive weight meets a
// p_t of 0. A y or p outside [0,1] and NaN give NaN, NaN.
//
// Source: Lin et al. 2017, section 3.2; for soft labels
// keras.losses.binary_focal_crossentropy, torchvision.ops.sigmoid_focal_loss and
// optax.losses.sigmoid_focal_loss.
func (f Focal) AtProb(y, p float64) (loss, dp float64) {
	return probOf(f, y, p)
}

// AtLogit returns the loss for label y in [0,1] and prediction p = 1/(1+e^-x), and
// its derivative dx = dL/dx. With z = x if y is 1, z = -x if y is 0, and
// p_t = 1/(1+e^-z),
//
//	L = α_t (1-p_t)^γ ln(1+e^-z)
//	dx = ∓α_t (1-p_t)^γ (γ p_t ln(1+e^-z) + 1 - p_t)
//
// with the upper sign for y = 1. The clip is the same as in [Focal.AtProb]. An
// infinite x gives the limits: 0, 0 or +Inf and ∓α_t. A y outside [0,1] and NaN
// give NaN, NaN.
//
// Source: Lin et al. 2017, appendices A and B; keras.losses.binary_focal_crossentropy
// with from_logits.
func (f Focal) AtLogit(y, x float64) (loss, dx float64) {
	return logitOf(f, y, x)
}

// weight returns α_t for y, 0 or 1.
func (f Focal) weight(y float64) float64 {
	switch {
	case !f.Balanced:
		return 1
	case y == 1:
		return f.Alpha
	}
	return 1 - f.Alpha
}

// gamma returns Gamma, limited: pair products overflow above 2^996. The limit has
// an effect only for p_t below 2^-890.
func (f Focal) gamma() float64 { return min(f.Gamma, 0x1p900) }

// tiny bounds the 1-p_t below which p_t is 1 and -ln(p_t) is 1-p_t to the
// precision of a pair. 1/(1+e^tinyLogit) is about that.
const (
	tiny      = 0x1p-64
	tinyLogit = 45
)

func (f Focal) clipAt() float64 { return f.Epsilon }

func (f Focal) at(y float64, pt, s pair) (loss, dpt, dz float64) {
	return f.unclipped(f.weight(y), pt, s)
}

func (f Focal) atZ(y, z float64) (loss, dz float64) { return f.atLogit(f.weight(y), z) }

// unclipped returns the loss with weight a, dL/dp_t and dL/dz; see [kernel].
func (f Focal) unclipped(a float64, pt, s pair) (loss, dpt, dz float64) {
	g := f.gamma()
	switch {
	case a == 0:
		return 0, 0, 0
	case pt.hi == 0:
		return math.Inf(1), math.Inf(-1), -a
	case s.hi == 0:
		if g == 0 {
			return 0, -a, 0
		}
		return 0, 0, 0
	case s.hi < tiny:
		logS := s.log()
		w, m := exp(logS.mul(pair{g, 0}))
		dpt = -scale(a*w.mul(twoSum(g, 1)).round(), m)
		loss, dz = tail(g, a, logS)
		return loss, dpt, dz
	}
	loss, dz, m := terms(g, pt, s, pt.log().neg())
	if pt.hi < 0x1p-960 {
		dpt = a * dz / pt.hi // which is finite for small weights only
	} else {
		dpt = scale(a*(dz/pt.mul(s).round()), m)
	}
	return scale(a*loss, m), dpt, scale(a*dz, m)
}

// atLogit is unclipped for the logit z of p_t.
func (f Focal) atLogit(a, z float64) (loss, dz float64) {
	if a == 0 {
		return 0, 0
	}
	switch {
	case z > tinyLogit:
		return tail(f.gamma(), a, pair{-z, 0})
	case z < minExp:
		return -a * z, -a
	}
	pt, s, l := gridLogistic(z)
	loss, dz, m := terms(f.gamma(), pt, s, l)
	if m == 0 {
		return a * loss, a * dz
	}
	return scale(a*loss, m), scale(a*dz, m)
}

// terms returns the loss and dL/dz for weight 1, to be multiplied by 2^m, given
// p_t, s = 1-p_t >= tiny and l = -ln(p_t).
func terms(g float64, pt, s, l pair) (loss, dz float64, m int) {
	if g == 0 {
		return l.round(), -s.round(), 0
	}
	w, m := s.pow(g)
	h := pair{pt.hi * l.hi, pt.hi*l.lo + pt.lo*l.hi}
	d := twoSum(g*h.hi, s.hi)
	d.lo += g*h.lo + s.lo
	return w.times(l), -w.times(d), m
}

// tail returns the loss a s^(g+1) and dL/dz = -a (g+1) s^(g+1), their limits
// for small s = 1-p_t, given ln(s).
func tail(g, a float64, logS pair) (loss, dz float64) {
	g1 := twoSum(g, 1)
	w, m := exp(logS.mul(g1))
	return scale(a*w.round(), m), -scale(a*w.mul(g1).round(), m)
}
