package explore

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"lossexplorer/internal/params"
	"lossexplorer/internal/text"
)

func ExampleNumber() {
	for _, v := range []float64{0, 0.25, 1234.5, -0.0322, 1.05e-5, 1e-7, -2.5e10, math.Inf(1), math.NaN()} {
		fmt.Println(Number(v))
	}
	// Output:
	// 0
	// 0.25
	// 1230
	// −0.0322
	// 1.05×10⁻⁵
	// 10⁻⁷
	// −2.5×10¹⁰
	// ∞
	// –
}

// No text may be left with an unfilled name, and each names its value.
func TestSay(t *testing.T) {
	for _, m := range text.All() {
		var said []string
		for _, r := range []Reading{{1, 0.9, 0.1, -1, 100}, {0, 0.9, 0.1, -1, 1}, {1, 1, 0, 0, math.NaN()}} {
			s := SayReading(m, r)
			if !strings.Contains(s, Number(r.Loss)) {
				t.Errorf("%q does not tell the loss", s)
			}
			said = append(said, s)
		}
		said = append(said, SayClip(m, params.Default()), SayClip(m, params.State{}))
		for key, values := range map[string][]string{
			params.GammaKey:   {"-1", "x"},
			params.AlphaKey:   {"1.5", "x"},
			params.EpsilonKey: {"0.7", "x"},
			params.ClassKey:   {"7"},
		} {
			for _, value := range values {
				_, err := params.Default().With(key, value)
				if err == nil {
					t.Fatalf("%s=%s is accepted", key, value)
				}
				s := SayProblem(m, params.Problem{Key: key, Value: value, Err: err})
				if !strings.Contains(s, key+"="+value) || !strings.Contains(s, params.Default().Value(key)) {
					t.Errorf("%q does not tell %s=%s and the default", s, key, value)
				}
				said = append(said, s)
			}
		}
		for _, s := range said {
			if s == "" || strings.ContainsAny(s, "{}") {
				t.Errorf("%s: %q", m.Lang, s)
			}
		}
	}
}
