package precision

import "math"

// An EpsilonEffect is the effect of clipping a probability to [ε, 1-ε] in a format.
type EpsilonEffect struct {
	Format Format
	Low    float64 // ε rounded to the format; 0 if it is too small
	High   float64 // 1-ε rounded to the format; 1 if ε is too small
	// the logits between which the probability is not clipped; infinite without a clip
	From, To float64
}

// EffectOf returns the effect of ε in the format. 1-ε is 1 for ε up to 2^-25 in
// float32, 2^-12 in float16 and 2^-9 in bfloat16: then nothing keeps log(1-p)
// from being infinite.
func EffectOf(f Format, epsilon float64) EpsilonEffect {
	e := EpsilonEffect{Format: f, Low: f.Round(epsilon), High: f.Round(1 - epsilon)}
	e.From = math.Log(e.Low) - math.Log1p(-e.Low)
	e.To = math.Log(e.High) - math.Log1p(-e.High)
	return e
}

// Clips reports whether both 0 and 1 are kept out of the logarithm.
func (e *EpsilonEffect) Clips() bool { return e.Low > 0 && e.High < 1 }

// LeastEpsilon returns the smallest ε of the form 10^-k for which 1-ε is below 1
// in the format.
func LeastEpsilon(f Format) float64 {
	e := 0.1
	for k := 2; f.Round(1-math.Pow(10, -float64(k))) < 1; k++ {
		e = math.Pow(10, -float64(k))
	}
	return e
}
