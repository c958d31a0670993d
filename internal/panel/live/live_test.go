package live

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

func with(t *testing.T, pairs ...string) state.State {
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

func TestSay(t *testing.T) {
	for _, tt := range []struct {
		pairs []string
		want  string
	}{
		{nil, "Against cross-entropy, an easy example (0.9) counts 100× less and a hard one (0.1) pulls 1.2× more."},
		{[]string{"gamma", "0"},
			"Against cross-entropy, an easy example (0.9) counts as much and a hard one (0.1) pulls as much."},
		{[]string{"gamma", "5"},
			"Against cross-entropy, an easy example (0.9) counts 100\u202f000× less and a hard one (0.1) pulls 1.3× more."},
		{[]string{"balanced", "1"},
			"Against cross-entropy, an easy positive (0.9) counts 400× less and a hard one (0.1) pulls 3.3× less."},
		{[]string{"balanced", "1", "class", "both"},
			"Against cross-entropy, an easy negative (0.9) counts 133× less and a hard positive (0.1) pulls 3.3× less."},
		{[]string{"balanced", "1", "alpha", "0"},
			"Against cross-entropy, an easy positive (0.9) counts nothing and a hard one (0.1) pulls nothing."},
		{[]string{"class", "0", "hard", "0.2"},
			"Against cross-entropy, an easy negative (0.9) counts 100× less and a hard one (0.2) pulls 1.2× more."},
	} {
		parts := Say(text.For("en"), with(t, tt.pairs...))
		if got := strings.Join(parts[:], ""); got != tt.want {
			t.Errorf("%v: %s, want %s", tt.pairs, got, tt.want)
		}
	}
}

// The claim of the place Explore has the numbers of the default.
func TestClaim(t *testing.T) {
	s := state.Default()
	c := Compare(s)
	pull := fmt.Sprintf("%.1f", c.Hard)
	for lang, want := range map[string][]string{
		"en": {"easy examples count " + fmt.Sprintf("%.0f", 1/c.Easy) + " times less",
			"hard ones pull " + pull + " times"},
		"zh": {"易分样本的损失降到 1/" + fmt.Sprintf("%.0f", 1/c.Easy),
			"难分样本的梯度是交叉熵的 " + pull + " 倍"},
	} {
		for _, part := range want {
			if claim := text.ShellOf(text.For(lang)).Explore.Is; !strings.Contains(claim, part) {
				t.Errorf("%q has not %q", claim, part)
			}
		}
	}
}

// The numbers behind the sentence and the claim: the paper's 100 at p_t = 0.9 and gamma 2,
// and the gradient's ratio r(p) = (1-p)^γ − γ p (1-p)^(γ-1) ln p, which exceeds 1 at 0.1.
func TestCompare(t *testing.T) {
	for _, gamma := range []string{"0.5", "1", "2", "5"} {
		s := with(t, "gamma", gamma, "epsilon", "off")
		g, p := s.Number("gamma"), 0.1
		want := math.Pow(1-p, g) - g*p*math.Pow(1-p, g-1)*math.Log(p)
		c := Compare(s)
		if math.Abs(c.Hard-want) > 1e-12 || math.Abs(c.Easy/math.Pow(0.1, g)-1) > 1e-12 {
			t.Errorf("gamma %s: %+v, want %v and %v", gamma, c, math.Pow(0.1, g), want)
		}
		if c.Hard <= 1 {
			t.Errorf("gamma %s: a hard example pulls %v times", gamma, c.Hard)
		}
	}
}

// One hard positive beside a hundred easy negatives: with cross-entropy it has a fifth of
// the loss, with gamma 2 nearly all.
func TestSources(t *testing.T) {
	cross, loss := Sources(with(t, "epsilon", "off"), 100)
	ce := func(p float64) float64 { return -math.Log(p) }
	if want := ce(0.1) / (ce(0.1) + 100*ce(0.9)); math.Abs(cross-want) > 1e-12 {
		t.Errorf("cross-entropy: %v, want %v", cross, want)
	}
	if want := 0.81 * ce(0.1) / (0.81*ce(0.1) + 100*0.01*ce(0.9)); math.Abs(loss-want) > 1e-12 {
		t.Errorf("focal loss: %v, want %v", loss, want)
	}
}

func TestPercent(t *testing.T) {
	for share, want := range map[float64]string{0: "0.0%", 1: "100%", 0.1791: "18%",
		0.0004: "<0.1%", 0.9999: ">99%", 0.05: "5.0%"} {
		if got := Percent(share); got != want {
			t.Errorf("%v: %s, want %s", share, got, want)
		}
	}
	if got := Percent(math.NaN()); got != "–" {
		t.Errorf("NaN: %s", got)
	}
}

// The numbers of the tour: the factor of γ on cross-entropy at three places, and that α
// multiplies the loss by the same number everywhere.
func TestTour(t *testing.T) {
	left := func(s state.State, pt float64) float64 {
		loss, _ := at(s.Loss(), 1, pt)
		return loss / -math.Log(pt)
	}
	for _, tt := range []struct {
		gamma    string
		pt, want float64
	}{{"2", 0.9, 1. / 100}, {"2", 0.1, 0.81}, {"5", 0.5, 1. / 32}} {
		if got := left(with(t, "gamma", tt.gamma, "epsilon", "off"),
			tt.pt); math.Abs(got/tt.want-1) > 1e-12 {
			t.Errorf("gamma %s at %v leaves %v, want %v", tt.gamma, tt.pt, got, tt.want)
		}
	}
	plain, weighted := with(t, "epsilon", "off"), with(t, "epsilon", "off", "balanced", "1")
	for _, pt := range []float64{0.1, 0.5, 0.9} {
		if got := left(weighted, pt) / left(plain, pt); math.Abs(got-0.25) > 1e-12 {
			t.Errorf("at %v alpha multiplies by %v", pt, got)
		}
	}
	if cross, _ := Sources(with(t, "gamma", "0"), 100); cross > 0.5 {
		t.Errorf("a hard positive has %v of cross-entropy", cross)
	}
}
