package state

import (
	"lossexplorer/internal/catalog"
	"math"
)

// The epsilon slider is logarithmic: position 0 is off, and the positions 1
// to epsilonSteps run from minEpsilon to maxEpsilon, twenty a decade.
const (
	minEpsilon   = 1e-12
	maxEpsilon   = 0.1
	epsilonSteps = 1 + 11*perDecade

	perDecade   = 20
	minExponent = -12
)

// A Slider is the range and the step of a slider that sets a parameter of a loss.
type Slider struct{ Min, Max, Step float64 }

// SliderOf returns the slider of p.
func SliderOf(p catalog.Param) Slider {
	if p.Name == EpsilonKey {
		return Slider{0, epsilonSteps, 1}
	}
	return Slider{p.Min, p.Max, p.Step}
}

// ValueAt returns the value of p at a position of its slider. An epsilon is
// rounded to two significant digits so that a link stays readable.
func ValueAt(p catalog.Param, position float64) float64 {
	if p.Name != EpsilonKey {
		return position
	}
	n := math.Round(position)
	if !(n >= 1) {
		return 0
	}
	return power10(minExponent + (math.Min(n, epsilonSteps)-1)/perDecade)
}

// power10 returns 10^exponent rounded to two significant digits.
func power10(exponent float64) float64 {
	whole := math.Floor(exponent)
	digits := math.Round(10 * math.Pow(10, exponent-whole))
	// Dividing by an exact power of ten makes 1e-7 the double so written.
	if whole <= 1 {
		return digits / math.Pow10(1-int(whole))
	}
	return digits * math.Pow10(int(whole)-1)
}

// Position returns the position of the slider of p that is nearest to the
// value; the slider rests at its end for a value beyond it.
func Position(p catalog.Param, value float64) float64 {
	if p.Name != EpsilonKey {
		return value
	}
	if !(value > 0) {
		return 0
	}
	value = math.Min(math.Max(value, minEpsilon), maxEpsilon)
	return 1 + math.Round((math.Log10(value)-minExponent)*perDecade)
}
