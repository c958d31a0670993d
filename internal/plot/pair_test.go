package plot

import (
	"math"
	"testing"

	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/losscore"
)

// The sentence of the page: with gamma 2 and no alpha an easy example (0.9) counts 100 times
// less and pulls 35 times less; a hard one (0.1) counts 1.2 times less and pulls 1.2 times
// more.
func TestPair(t *testing.T) {
	s := with(t, "gamma", "2", "balanced", "0", "epsilon", "off")
	hard, easy := PairOf(s)
	// r(p) = (1-p)^γ - γ p (1-p)^(γ-1) ln p, Mukhoti et al. 2020.
	r := func(p float64) float64 { return (1-p)*(1-p) - 2*p*(1-p)*math.Log(p) }
	for _, tt := range []struct {
		name      string
		got, want float64
	}{
		{"loss of the easy", easy.LossRatio(), 0.01},
		{"loss of the hard", hard.LossRatio(), 0.81},
		{"pull of the easy", easy.PullRatio(), r(0.9)},
		{"pull of the hard", hard.PullRatio(), r(0.1)},
	} {
		if math.Abs(tt.got-tt.want) > 1e-14 {
			t.Errorf("%s: %v times that of cross-entropy, want %v", tt.name, tt.got, tt.want)
		}
	}
	m := text.For("en")
	for _, tt := range [][2]string{
		{Times(m, easy.LossRatio()), "100× less"}, {Times(m, hard.LossRatio()), "1.2× less"},
		{Times(m, easy.PullRatio()), "35× less"}, {Times(m, hard.PullRatio()), "1.2× more"},
	} {
		if tt[0] != tt[1] {
			t.Errorf("%s, want %s", tt[0], tt[1])
		}
	}

	// With both classes the hard example is positive, the easy one negative.
	s = with(t, "gamma", "2", "alpha", "0.25", "balanced", "1", "class", "both", "x", "p",
		"epsilon", "off")
	hard, easy = PairOf(s)
	if hard.Y != 1 || hard.X != 0.1 || easy.Y != 0 || math.Abs(easy.X-0.1) > 1e-15 {
		t.Errorf("%+v and %+v", hard, easy)
	}
	if math.Abs(easy.LossRatio()-0.75*0.01) > 1e-15 {
		t.Errorf("the easy negative counts %v", easy.LossRatio())
	}
}

// A mark lies on the curves.
func TestMarkIsOnTheCurve(t *testing.T) {
	for _, pairs := range [][]string{
		{"scale", "log-loss", "gradient", "pull"},
		{"scale", "log", "gradient", "pt", "quantity", "ratio"},
		{"gradient", "relative", "x", "logit"},
		{"quantity", "difference", "gradient", "logit", "class", "0", "x", "p"},
	} {
		s := with(t, pairs...)
		var c Series
		if err := c.Update(s, 4001); err != nil {
			t.Fatal(err)
		}
		f := FrameOf(s)
		line := LossPos
		if s.Class == state.Negative {
			line = LossNeg
		}
		m := MarkAt(s, FirstLabel(s), 0.3)
		for _, tt := range []struct {
			points []float64
			want   float64
			r      state.Range
		}{{c.Loss[line], m.LossAt, f.Loss}, {c.Gradient[line], m.GradientAt, f.Gradient},
			{c.Loss[CrossPos+line], m.CrossAt, f.Loss},
			{c.Gradient[CrossPos+line], m.CrossGradientAt, f.Gradient}} {
			got, near := math.NaN(), math.Inf(1)
			for i := 0; i < len(tt.points); i += 2 {
				if d := math.Abs(tt.points[i] - m.X); d < near {
					got, near = tt.points[i+1], d
				}
			}
			if want := limit(window(tt.r),
				tt.want); !(math.Abs(got-want) < 0.02*(tt.r.Max-tt.r.Min)) {
				t.Errorf("%v: the mark is at %v, the curve at %v", pairs, want, got)
			}
		}
	}
}

func TestCrossing(t *testing.T) {
	for gamma, want := range map[string]float64{"1": 0.368, "2": 0.298, "3": 0.253, "5": 0.197} {
		pt, ok := Crossing(with(t, "gamma", gamma, "balanced", "0", "epsilon", "off"))
		if !ok || math.Abs(pt-want) > 5e-4 {
			t.Errorf("gamma %s: %v, %v, want %v", gamma, pt, ok, want)
		}
	}
	if pt, ok := Crossing(with(t, "gamma", "0", "balanced", "0")); ok {
		t.Errorf("cross-entropy crosses itself at %v", pt)
	}
	if pt, ok := Crossing(with(t, "gamma", "2", "alpha", "0.25", "balanced", "1")); ok {
		t.Errorf("a quarter of the loss pulls less everywhere, but crosses at %v", pt)
	}
}

func TestTimes(t *testing.T) {
	en, zh := text.For("en"), text.For("zh")
	for _, tt := range []struct {
		ratio float64
		want  string
	}{
		{1, "as much"}, {1.004, "as much"}, {0.5, "2× less"}, {1.006, "1.01× more"},
		{1.22, "1.2× more"}, {1. / 99.6, "100× less"}, {1e-4, "10\u202f000× less"},
		{1. / 123456, "120\u202f000× less"}, {1e-7, "10⁷× less"}, {0, "nothing"}, {math.NaN(), ""},
		{math.Inf(1), "∞× more"},
	} {
		if got := Times(en, tt.ratio); got != tt.want {
			t.Errorf("%v: %q, want %q", tt.ratio, got, tt.want)
		}
	}
	for ratio, want := range map[float64]string{0.01: "是 1/100", 0.81: "是 0.81 倍",
		1.22: "是 1.2 倍"} {
		if got := Times(zh, ratio); got != want {
			t.Errorf("%v: %q, want %q", ratio, got, want)
		}
	}
}

func TestTicks(t *testing.T) {
	for _, tt := range []struct {
		low, high float64
		log       bool
		want      string
	}{
		{0, 1, false, "0 0.2 0.4 0.6 0.8 1"},
		{-0.02, 1.02, false, "0 0.2 0.4 0.6 0.8 1"},
		{0, 5, false, "0 1 2 3 4 5"},
		{0, 1.5, false, "0 0.5 1 1.5"},
		{-10, 0, false, "−10 −8 −6 −4 −2 0"},
		{-4, 1, true, "10⁻⁴ 0.001 0.01 0.1 1 10"},
		{-20, 20, false, "−20 −10 0 10 20"},
		{0.2, 0.4, true, "1.58 1.78 2 2.24 2.51"},
	} {
		got := ""
		for i, tick := range Ticks(nil, state.Range{Min: tt.low, Max: tt.high}, tt.log) {
			if i > 0 {
				got += " "
			}
			got += tick.Label
		}
		if got != tt.want {
			t.Errorf("%v to %v: %s, want %s", tt.low, tt.high, got, tt.want)
		}
	}
}

func TestFamily(t *testing.T) {
	s := with(t, "gamma", "3", "alpha", "0.25", "balanced", "1", "class", "0")
	var c Series
	if err := c.Update(s, 64); err != nil {
		t.Fatal(err)
	}
	for i, gamma := range FamilyGammas {
		line := c.Loss[Family+i]
		want, _ := losscore.Focal{Gamma: gamma, Balanced: true, Alpha: 0.25,
			Epsilon: 1e-7}.AtProb(0, 1-line[40])
		if math.Abs(line[41]-want) > 1e-13 {
			t.Errorf("gamma %v at %v: %v, want %v", gamma, line[40], line[41], want)
		}
	}
	for _, pairs := range [][]string{{"class", "both"}, {"pins", "focal:1,1,0.5,1e-7"},
		{"loss", "poly1"}, {"wrong", "1"}} {
		if DrawsFamily(with(t, pairs...)) {
			t.Errorf("%v: there is a family", pairs)
		}
	}
}
