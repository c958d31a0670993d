package train

import "math"

// A Map recalibrates a model: it maps logit x to Scale·x + Bias.
type Map struct{ Scale, Bias float64 }

// Identity leaves logits as they are.
var Identity = Map{Scale: 1}

// Logit returns the logit that the map gives for x.
func (m Map) Logit(x float64) float64 { return m.Scale*x + m.Bias }

// Temperature returns T where the map divides logits by T.
func (m Map) Temperature() float64 { return 1 / m.Scale }

// Scales of a fitted map are within [1/maxTemperature, maxTemperature]: examples
// that a logit separates completely would have it grow without bound.
const maxTemperature = 100

// FitTemperature fits the temperature T by which logits are divided: the one with
// the least mean cross-entropy on the labels (temperature scaling, Guo et al. 2017).
// Fit on other data than is measured. The cross-entropy is convex in 1/T, so that
// the zero of its derivative is bracketed and found by bisection.
func FitTemperature(labels, logits []float64) Map {
	slope := func(scale float64) (sum float64) {
		for i, x := range logits {
			sum += (1/(1+math.Exp(-scale*x)) - labels[i]) * x
		}
		return sum
	}
	low, high := math.Log(1./maxTemperature), math.Log(maxTemperature)
	for range 50 {
		middle := (low + high) / 2
		if slope(math.Exp(middle)) < 0 {
			low = middle
		} else {
			high = middle
		}
	}
	return Map{Scale: math.Exp((low + high) / 2)}
}

// FitScaleAndBias fits a scale and a bias of logits by the least mean cross-entropy
// on the labels (Platt scaling without smoothed labels). Unlike a temperature it can
// move the threshold, which a class weight shifts. It falls back on FitTemperature
// where Newton's method does not converge, as on separable examples.
func FitScaleAndBias(labels, logits []float64) Map {
	m := FitTemperature(labels, logits)
	fallback := m
	loss := crossEntropyOf(labels, logits, m)
	for range 100 {
		var gs, gb, ss, sb, bb float64
		for i, x := range logits {
			p := 1 / (1 + math.Exp(-m.Logit(x)))
			d, w := p-labels[i], p*(1-p)
			gs, gb = gs+d*x, gb+d
			ss, sb, bb = ss+w*x*x, sb+w*x, bb+w
		}
		det := ss*bb - sb*sb
		if !(det > 0) {
			return fallback
		}
		step := Map{(gs*bb - gb*sb) / det, (gb*ss - gs*sb) / det}
		next, improved := m, false
		for range 30 {
			next = Map{m.Scale - step.Scale, m.Bias - step.Bias}
			if l := crossEntropyOf(labels, logits, next); l <= loss {
				improved, loss = true, l
				break
			}
			step.Scale, step.Bias = step.Scale/2, step.Bias/2
		}
		if !improved {
			return m
		}
		m = next
		if !(m.Scale > 1./maxTemperature && m.Scale < maxTemperature) {
			return fallback
		}
		if math.Abs(step.Scale) < 1e-10*m.Scale && math.Abs(step.Bias) < 1e-10 {
			return m
		}
	}
	return m
}

func crossEntropyOf(labels, logits []float64, m Map) (sum float64) {
	for i, x := range logits {
		x = m.Logit(x)
		// ln(1+e^x) - y·x without overflow.
		sum += max(x, 0) + math.Log1p(math.Exp(-math.Abs(x))) - labels[i]*x
	}
	return sum / float64(len(labels))
}
