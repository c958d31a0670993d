package params

import "math"

// The epsilon slider is logarithmic: position 0 is off, and the positions 1
// to EpsilonSteps run from MinEpsilon to MaxEpsilon, twenty a decade.
const (
	MinEpsilon   = 1e-12
	MaxEpsilon   = 0.1
	EpsilonSteps = 1 + 11*perDecade

	perDecade   = 20
	minExponent = -12
)

// EpsilonAt returns the epsilon of a slider position, rounded to two
// significant digits so that a link stays readable.
func EpsilonAt(position float64) float64 {
	n := math.Round(position)
	if !(n >= 1) {
		return 0
	}
	exponent := minExponent + (math.Min(n, EpsilonSteps)-1)/perDecade
	whole := math.Floor(exponent)
	digits := math.Round(10 * math.Pow(10, exponent-whole))
	// Dividing by an exact power of ten makes 1e-7 the double so written.
	return digits / math.Pow10(1-int(whole))
}

// EpsilonPosition returns the slider position nearest to eps; the slider rests
// at its end for a value beyond it.
func EpsilonPosition(eps float64) float64 {
	if !(eps > 0) {
		return 0
	}
	eps = math.Min(math.Max(eps, MinEpsilon), MaxEpsilon)
	return 1 + math.Round((math.Log10(eps)-minExponent)*perDecade)
}
