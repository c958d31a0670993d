package plot

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/losscore"
)

func ExampleNumber() {
	for _, v := range []float64{0, 0.25, 1234.5, -0.0322, 1.05e-5, 1e-7, -2.5e10, math.Inf(1),
		math.NaN()} {
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
		for _, r := range []Reading{
			{Y: 1, Pt: 0.9, Loss: 0.1, Gradient: -1, Below: 100, Pull: 0.02},
			{Pt: 0.9, Loss: 0.1, Gradient: -1, Below: 1, Pull: 1},
			{Y: 1, Pt: 1, Below: math.NaN(), Pull: math.NaN()},
			{Y: 1, Loss: 9, Below: 2, Pull: math.NaN()},
			{Y: 0.8, Pt: 0.5, Loss: 0.1, Gradient: -1, Curvature: 0.2, Curved: true, Below: 2,
				Pull: 0.5},
		} {
			s := SayReading(m, r)
			if !strings.Contains(s, Number(r.Loss)) {
				t.Errorf("%q does not tell the loss", s)
			}
			said = append(said, s)
		}
		said = append(said, SayClip(m, state.Default()), SayClip(m, with(t, "epsilon", "off")))
		for _, k := range catalog.Kinds() {
			chosen := with(t, "loss", k.ID)
			said = append(said, SayLine(m, k, 1))
			for _, p := range k.Params {
				said = append(said, Label(m, p))
				for _, value := range []string{"1e999", "x"} {
					_, err := chosen.With(p.Name, value)
					if err == nil {
						t.Fatalf("%s: %s=%s is accepted", k.ID, p.Name, value)
					}
					s := SayProblem(m,
						state.Problem{Key: p.Name, Value: value, Default: "D", Err: err})
					if !strings.Contains(s, p.Name+"="+value) || !strings.Contains(s, "D") {
						t.Errorf("%q does not tell %s=%s and the default", s, p.Name, value)
					}
					said = append(said, s)
				}
			}
		}
		for _, d := range Directions(with(t, "classes", "3")) {
			said = append(said, SayDirection(m, d))
		}
		for _, s := range said {
			// An unknown range would leave "must be ;".
			if s == "" || strings.ContainsAny(s, "{}") || strings.Contains(s, " ;") ||
				strings.Contains(s, "必须；") {
				t.Errorf("%s: %q", m.Lang, s)
			}
		}
	}
}

func TestFormulaNumber(t *testing.T) {
	for _, tt := range []struct {
		pairs []string
		name  string
		y     float64
		want  string
	}{
		{nil, "gamma", 1, "2"},
		{nil, "weight", 1, "0.25"},
		{nil, "weight", 0, "0.75"},
		{[]string{"balanced", "0"}, "weight", 0, "1"},
		{[]string{"loss", "poly1", "poly", "-0.5"}, "poly", 1, "−0.5"},
	} {
		if got := Number(FormulaNumber(with(t, tt.pairs...), tt.name, tt.y)); got != tt.want {
			t.Errorf("%v: <%s> for y = %v is %s, want %s", tt.pairs, tt.name, tt.y, got, tt.want)
		}
	}
}

func TestSayShare(t *testing.T) {
	for v, want := range map[float64]string{
		0: "0.0%", 1: "100.0%", 0.5: "50.0%", 0.12345: "12.3%", 0.0004: "<0.1%", 1e-30: "<0.1%",
		0.9996: ">99.9%", 1 - 1e-15: "100.0%", 0.9994: "99.9%",
	} {
		if got := SayShare(v); got != want {
			t.Errorf("%v: %q, want %q", v, got, want)
		}
	}
	if got := SayShare(math.NaN()); got != "–" {
		t.Errorf("NaN: %q", got)
	}
}

// Every range of every loss, a custom one too, is said in both languages.
func TestSayRanges(t *testing.T) {
	custom := state.KindOf("own")
	for _, tt := range []struct {
		k       *catalog.Kind
		name, v string
		en, zh  string
	}{
		{custom, "epsilon", "0.7", "Epsilon must be at least 0 and below 0.5; 0.7 is not.",
			"Epsilon 必须不小于 0 且小于 0.5；0.7 不符合。"},
		{catalog.KindOf("focal"), "gamma", "-1", "Gamma must be a number of at least 0; -1 is not.",
			"Gamma 必须是不小于 0 的数；-1 不符合。"},
		{catalog.KindOf("focal"), "alpha", "2", "Alpha must be a number from 0 to 1; 2 is not.",
			"Alpha 必须是 0 到 1 之间的数；2 不符合。"},
		{catalog.KindOf("poly1"), "poly", "-2",
			"Poly must be a number from −1 to 10¹⁰⁰; -2 is not.",
			"Poly 必须是 −1 到 10¹⁰⁰ 之间的数；-2 不符合。"},
		{catalog.KindOf("focal-star"), "beta", "inf", "Beta must be a finite number; inf is not.",
			"Beta 必须是有限的数；inf 不符合。"},
	} {
		s, err := state.Default().With(state.LossKey, tt.k.ID)
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.With(tt.name, tt.v)
		for code, want := range map[string]string{"en": tt.en, "zh": tt.zh} {
			if got := SayError(text.For(code), tt.name, tt.v, err); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		}
	}
	inside := losscore.Interval{Max: 1, OpenMin: true, OpenMax: true}
	above := losscore.Interval{Max: math.Inf(1), OpenMin: true, OpenMax: true}
	if got := SayInterval(text.For("en"), inside) + ", " + SayInterval(text.For("en"),
		above); got != "above 0 and below 1, a number above 0" {
		t.Error(got)
	}
}

func TestSayBetween(t *testing.T) {
	s := state.Default()
	_, err := s.With("sandbox", "0.5")
	if got, want := SayError(text.For("en"), "sandbox", "0.5", err),
		"Sandbox must be a number from 1 to 100000; 0.5 is not."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
