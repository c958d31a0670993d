package boosting

import (
	"errors"
	"math"
	"strings"
	"testing"

	"lossexplorer/internal/code"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/losscore"
)

func at(t *testing.T, pairs ...string) state.State {
	t.Helper()
	s := state.Default()
	for i := 0; i < len(pairs); i += 2 {
		var err error
		if s, err = s.With(pairs[i], pairs[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func TestOf(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		for _, c := range append(code.Curvatures[:], "") {
			v, err := Of(text.For(lang), at(t), code.Boosting{Curvature: c, Prevalence: 0.05}, 700)
			if err != nil || !strings.HasPrefix(v.SVG, "<svg") || len(v.Sentences) != 4 ||
				!strings.Contains(v.SVG, `class="negative"`) || strings.Contains(v.SVG, "NaN") {
				t.Errorf("%s: %v, %+v", c, err, v)
			}
		}
	}
	v, err := Of(text.For("en"), at(t), code.Boosting{Curvature: code.Gap, Prevalence: 0.05}, 700)
	if err != nil {
		t.Fatal(err)
	}
	said := strings.Join(v.Sentences, "\n")
	for _, want := range []string{"|p − y|: ",
		"negative for p below 0.0578, where it falls to −0.0471", "−2.944"} {
		if !strings.Contains(said, want) {
			t.Errorf("%s\nlacks %q", said, want)
		}
	}
	v, err = Of(text.For("en"), at(t, "gamma", "0"), code.Boosting{Prevalence: 0.5}, 330)
	if err != nil || !strings.Contains(strings.Join(v.Sentences, "\n"), "nowhere negative") ||
		strings.Contains(v.SVG, `class="negative"`) {
		t.Errorf("%v, %+v", err, v)
	}
	if _, err := Of(text.For("en"), at(t, "loss", "asymmetric"), code.Boosting{Prevalence: 0.5},
		330); !errors.As(err, new(*code.UnsupportedError)) {
		t.Errorf("%v", err)
	}
}

// Numbers of the sentences: the largest step with |p - y|, and the weight of the class in
// the policies of cross-entropy.
func TestFacts(t *testing.T) {
	for gamma, want := range map[float64]float64{0: 1, 5: 1.4} {
		most := 0.0
		for z := -30.0; z < 30; z += 0.01 {
			_, dx := losscore.Focal{Gamma: gamma}.AtLogit(1, z)
			most = max(most, -dx*(1+math.Exp(z)))
		}
		if math.Abs(most-want) > 0.01 {
			t.Errorf("gamma %v: largest step %v", gamma, most)
		}
	}
	c := sample(losscore.Focal{Gamma: 2, Alpha: 0.25, Balanced: true})
	if got := c.policy[index(code.Gap)][0]; math.Abs(got-0.25) > 1e-3 {
		t.Errorf("|p - y| at -8 is %v", got)
	}
}
