package classroom

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/text"
)

func TestMet(t *testing.T) {
	for _, tt := range []struct {
		condition string
		set       Attributes
		want      bool
	}{
		{"gamma >= 2", Attributes{{"gamma", "2"}}, true},
		{"gamma > 2", Attributes{{"gamma", "2"}}, false},
		{"gamma<=2", Attributes{{"gamma", "2.5"}}, false},
		{"gamma < 3", Attributes{{"gamma", "2.5"}}, true},
		{"gamma = 2", nil, true},
		{"gamma = 2", Attributes{{"loss", "poly1"}}, false}, // which has no gamma
		{"alpha = 0.25", nil, false},                        // it has no effect
		{"alpha = 0.25", Attributes{{"alpha", "0.25"}}, true},
		{"balanced = true", Attributes{{"balanced", ""}}, true},
		{"balanced = true", nil, false},
		{"balanced = false", nil, true},
		{"label = both", Attributes{{"label", "both"}}, true},
		{"label = 0.3", Attributes{{"label", "0.3"}}, true},
		{"label = 1", nil, true},
		{"label = 0", nil, false},
		{"loss = poly1", Attributes{{"loss", "poly1"}}, true},
		{"x = logit", nil, false},
		{"loss(0.9) < 0.0011", nil, true}, // 0.01 · 0.1054
		{"loss(0.9) < 0.001", nil, false},
		{"loss(0.9) < 0.0011", Attributes{{"label", "0"}}, true},
		{"loss(0.9) < 0.001", Attributes{{"label", "0"}}, false},
	} {
		c, ok := parseCondition(tt.condition)
		if !ok {
			t.Errorf("%s is not read", tt.condition)
			continue
		}
		s, problems := tt.set.State(text.For("en"))
		if met := c.Met(s); met != tt.want || problems != nil {
			t.Errorf("%s with %q: %t, want %t; %q", tt.condition, tt.set, met, tt.want, problems)
		}
	}
}

// A guess drawn along the curve has no gap; one that is moved has that gap.
func TestGuess(t *testing.T) {
	for _, set := range []Attributes{{{"gamma", "2"}}, {{"gamma", "0"}, {"label", "0"}},
		{{"gamma", "1"}, {"x", "logit"}}} {
		s, _ := set.State(text.For("en"))
		frame := plot.FrameOf(s)
		var series plot.Series
		if err := series.Update(s, plot.Points); err != nil {
			t.Fatal(err)
		}
		line := slices.Concat(series.Loss[plot.LossPos], series.Loss[plot.LossNeg])
		heights := frame.Loss.Max - frame.Loss.Min
		draw := func(up float64) *Guess {
			g := NewGuess()
			x0, y0 := math.NaN(), 0.
			for k := 0; k < len(line); k += 2 {
				x := (line[k] - frame.X.Min) / (frame.X.Max - frame.X.Min)
				y := (line[k+1] - frame.Loss.Min + up) / heights
				if !math.IsNaN(x0) && !math.IsInf(y, 0) && !math.IsInf(y0, 0) {
					g.Draw(x, y, x0, y0) // from the right to the left
				}
				x0, y0 = x, y
			}
			return g
		}
		gap, err := draw(0).Compare(s)
		if err != nil || gap.Worst > 0.1*heights || gap.Mean > 0.005*heights || gap.Covered < 0.95 {
			t.Errorf("%q: %+v, %v", set, gap, err)
		}
		up := 0.1 * heights
		if gap, err := draw(up).Compare(s); err != nil || gap.Mean > up*1.1 ||
			math.Abs(gap.Worst-up) > 0.1*heights {
			t.Errorf("%q: moved by %g: %+v, %v", set, up, gap, err)
		}
		g := NewGuess()
		if gap, err := g.Compare(s); err != nil || gap != (Gap{}) {
			t.Errorf("an empty guess: %+v, %v", gap, err)
		}
		g.Draw(0.5, 0.2, 0.75, 0.2)
		g.Draw(0.6, 0.9, 0.6, 0.9)
		if gap, err := g.Compare(s); err != nil ||
			math.Abs(gap.Covered-51./columns) > 1e-9 || g[120] != 0.9 {
			t.Errorf("a quarter of the axis: %+v, %v; %g", gap, err, g[120])
		}
	}
}

func TestRoom(t *testing.T) {
	m := text.For("en")
	l, err := Parse(m, []byte("# A\n## B\n```loss\ngamma = 0\n```\n```guess\ngamma = 2\n```\n```task\ngamma > 1\nlabel = both\n```\n## C\n### Answer\nyes\n## D\n"))
	if err != nil {
		t.Fatal(err)
	}
	r := NewRoom(m, l, -5)
	if !r.Hidden() || !reflect.DeepEqual(r.Met(), []bool{false, false}) {
		t.Errorf("the first step: hidden %t, met %v", r.Hidden(), r.Met())
	}
	g := NewGuess()
	g.Draw(0, 0.5, 1, 0)
	r.Drawn(g)
	if said, err := r.Guesses(); err != nil || !slices.Equal(said, []string{"Guess 1 is drawn."}) {
		t.Errorf("before the curve: %q, %v", said, err)
	}
	r.Forward()
	if said, err := r.Guesses(); err != nil || len(said) != 1 ||
		!strings.Contains(said[0], "drawn over 100% of the axis") {
		t.Errorf("with the curve: %q, %v", said, err)
	}
	if got := r.Set(); r.Hidden() || !reflect.DeepEqual(got, Attributes{{"gamma", "2"}}) ||
		!reflect.DeepEqual(r.Met(), []bool{true, false}) {
		t.Errorf("revealed: %q, met %v", got, r.Met())
	}
	for range 3 {
		r.Try(Attributes{{"gamma", "3"}, {"label", "both"}})
	}
	r.Forward()
	if n, s := r.Step(); n != 1 || s.Title != "C" || !r.Hidden() {
		t.Errorf("step %d, %s", n, s.Title)
	}
	r.Try(Attributes{{"gamma", "1"}})
	if want := "Step,Setting,Loss at pₜ = 0.1,Loss at pₜ = 0.9,Task\n1,Focal loss · γ = 3 · ε = 1e-7,1.68,0.000105,2 / 2\n2,Focal loss · γ = 1 · ε = 1e-7,2.07,0.0105,\n"; r.CSV() != want {
		t.Errorf("the table is %q, want %q", r.CSV(), want)
	}
	for range 5 {
		r.Forward()
	}
	if n, _ := r.Step(); n != 2 {
		t.Errorf("the end is step %d", n)
	}
	for range MaxGuesses + 1 {
		r.Drawn(g)
	}
	if said, _ := r.Guesses(); len(said) != MaxGuesses {
		t.Errorf("%d guesses are kept", len(said))
	}
}

func TestParseAddress(t *testing.T) {
	m := text.For("en")
	o, problems := ParseAddress(m, "?lesson=a%20b.md&present&step=3&hide=header,table&lang=zh&utm_source=x")
	if want := (Options{"a b.md", true, 2, "header,table"}); !reflect.DeepEqual(o,
		want) || problems != nil {
		t.Errorf("%+v, %q", o, problems)
	}
	o, problems = ParseAddress(m, "?present=0&step=0&hide=walls&leson=a")
	if o.Present || len(problems) != 3 || !strings.Contains(strings.Join(problems, " "),
		"hidden: walls") {
		t.Errorf("%+v, %q", o, problems)
	}
}
