package plot

import (
	"math"
	"net/url"
	"testing"

	"lossexplorer/internal/state"
	"lossexplorer/losscore"
)

// with returns a state of linear axes with weighted classes, with parameters changed.
func with(t testing.TB, pairs ...string) state.State {
	t.Helper()
	s := state.Default()
	pairs = append([]string{"balanced", "1", "scale", "linear", "gradient", "pt"}, pairs...)
	for i := 0; i < len(pairs); i += 2 {
		var err error
		if s, err = s.With(pairs[i], pairs[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func TestSeriesLines(t *testing.T) {
	const n = 16
	type lines = [Lines]bool
	for _, tt := range []struct {
		query      string
		loss, grad lines // which lines are drawn, but for the family
		family     bool
	}{
		{"class=1&gradient=pt", lines{LossPos: true, CrossPos: true},
			lines{LossPos: true, CrossPos: true}, true},
		{"class=0&gradient=pt", lines{LossNeg: true, CrossNeg: true},
			lines{LossNeg: true, CrossNeg: true}, true},
		// One curve for both classes.
		{"class=both&balanced=0&gradient=pt", lines{LossPos: true, CrossPos: true},
			lines{LossPos: true, CrossPos: true}, true},
		{"class=both&balanced=0&gradient=logit", lines{LossPos: true, CrossPos: true},
			lines{LossPos: true, LossNeg: true, CrossPos: true, CrossNeg: true}, false},
		{"class=both&balanced=0&gradient=logit&quantity=ratio",
			lines{LossPos: true, CrossPos: true}, lines{LossPos: true, CrossPos: true}, false},
		// A curve each.
		{"class=both&balanced=1&alpha=0.25&gradient=pt",
			lines{LossPos: true, LossNeg: true, CrossPos: true},
			lines{LossPos: true, LossNeg: true, CrossPos: true}, false},
		{"class=both&balanced=0&gradient=pt&x=p",
			lines{LossPos: true, LossNeg: true, CrossPos: true, CrossNeg: true},
			lines{LossPos: true, LossNeg: true, CrossPos: true, CrossNeg: true}, false},
		{"class=both&loss=asymmetric&gradient=pt",
			lines{LossPos: true, LossNeg: true, CrossPos: true},
			lines{LossPos: true, LossNeg: true, CrossPos: true}, false},
		{"class=both&loss=weighted&pos_weight=3&gradient=pt",
			lines{LossPos: true, LossNeg: true, CrossPos: true},
			lines{LossPos: true, LossNeg: true, CrossPos: true}, false},
		{"class=both&loss=generalized&gradient=pt", lines{LossPos: true, CrossPos: true},
			lines{LossPos: true, CrossPos: true}, false},
	} {
		values, err := url.ParseQuery(tt.query)
		if err != nil {
			t.Fatal(err)
		}
		s, problems := state.Parse(func(key string) (string, bool) { return values.Get(key), values.Has(key) })
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		var c Series
		if err := c.Update(s, n); err != nil {
			t.Fatal(err)
		}
		for i := range Lines {
			family := i >= Family && tt.family
			if got := len(c.Loss[i]) == 2*n; got != (tt.loss[i] || family) ||
				!got && len(c.Loss[i]) != 0 {
				t.Errorf("%s: loss line %d has %d numbers", tt.query, i, len(c.Loss[i]))
			}
			if got := len(c.Gradient[i]) == 2*n; got != (tt.grad[i] || family) ||
				!got && len(c.Gradient[i]) != 0 {
				t.Errorf("%s: gradient line %d has %d numbers", tt.query, i, len(c.Gradient[i]))
			}
		}
	}
}

func TestSeriesValues(t *testing.T) {
	s := with(t, "class", "both", "gradient", "logit")
	var c Series
	if err := c.Update(s, 64); err != nil {
		t.Fatal(err)
	}
	for i, f := range map[int]losscore.Loss{LossPos: s.Loss(), LossNeg: s.Loss(),
		CrossPos: losscore.Focal{Epsilon: 1e-7}, CrossNeg: losscore.Focal{Epsilon: 1e-7}} {
		y := 0.
		if i == LossPos || i == CrossPos {
			y = 1
		}
		xy := c.Gradient[i]
		for k := 0; k < len(xy); k += 2 {
			p := xy[k]
			if p < 0.01 || p > 0.99 {
				continue
			}
			if y == 0 {
				p = 1 - p
			}
			_, want := f.AtLogit(y, math.Log(p)-math.Log1p(-p))
			if math.Abs(xy[k+1]-want) > 1e-12 {
				t.Errorf("line %d at p_t %v: %v, want %v", i, xy[k], xy[k+1], want)
			}
		}
	}
}

// A drawn value is the computed one inside the axis, and outside it stays
// outside.
func TestLimit(t *testing.T) {
	r := window{-10, 0}
	for v, want := range map[float64]float64{-1e7: -20, -20: -20, -10.5: -10.5, -3: -3, 0: 0, 7: 7,
		1e9: 10, math.Inf(-1): -20} {
		if got := limit(r, v); got != want {
			t.Errorf("limit(%v) = %v, want %v", v, got, want)
		}
	}
	if got := limit(r, math.NaN()); got == got {
		t.Errorf("limit(NaN) = %v", got)
	}
}

// limit applies pairs to one value.
func limit(r window, v float64) float64 { return r.pairs(nil, []float64{0}, []float64{v})[1] }

func TestUpdateAllocs(t *testing.T) {
	var c Series
	s := with(t, "class", "both")
	update := func() {
		if err := c.Update(s, Points); err != nil {
			t.Fatal(err)
		}
	}
	update()
	if n := testing.AllocsPerRun(10, update); n > 2 {
		t.Errorf("%v allocations, more than the loss and its values", n)
	}
}

func TestReadings(t *testing.T) {
	got := Readings(nil, with(t, "class", "both", "balanced", "0", "epsilon", "off"), 0.9)
	if len(got) != 2 || got[0].Y != 1 || got[1].Y != 0 {
		t.Fatalf("%+v", got)
	}
	for _, r := range got {
		if math.Abs(r.Below-100) > 1e-9 { // the paper's claim
			t.Errorf("y = %v: %v times below cross-entropy, want 100", r.Y, r.Below)
		}
		if math.Abs(r.Gradient-got[0].Gradient) > 1e-12 || r.Gradient >= 0 {
			t.Errorf("y = %v: dL/dp_t %v, want %v", r.Y, r.Gradient, got[0].Gradient)
		}
	}
	byLogit := Readings(nil, with(t, "class", "both", "balanced", "0", "gradient", "logit"), 0.9)
	if d := byLogit[0].Gradient + byLogit[1].Gradient; math.Abs(d) > 1e-15 {
		t.Errorf("gradients to the logit are %v and %v", byLogit[0].Gradient, byLogit[1].Gradient)
	}
	_, want := losscore.Focal{Gamma: 2}.AtLogit(1, math.Log(9))
	if math.Abs(byLogit[0].Gradient-want) > 1e-12 {
		t.Errorf("gradient to the logit %v, want %v", byLogit[0].Gradient, want)
	}
	for _, pt := range []float64{0, 1} {
		for _, gradient := range []string{"pt", "logit"} {
			for _, r := range Readings(nil, with(t, "class", "both", "gradient", gradient), pt) {
				if r.Loss != r.Loss || r.Gradient != r.Gradient {
					t.Errorf("at %v: %+v", pt, r)
				}
			}
		}
	}
}

func BenchmarkUpdate(b *testing.B) {
	var c Series
	s := with(b, "class", "both")
	for b.Loop() {
		s.Values[0] += 1e-6
		if err := c.Update(s, Points); err != nil {
			b.Fatal(err)
		}
	}
}

// Cross-entropy is drawn again only when it changes, or what is drawn with it.
func TestStillChanged(t *testing.T) {
	var c Series
	for _, tt := range []struct {
		pairs []string
		want  bool
	}{
		{nil, true},
		{[]string{"gamma", "3"}, false},
		{[]string{"alpha", "0.9", "balanced", "0"}, true}, // the family has no weight then
		{[]string{"alpha", "0.8", "balanced", "0"}, false},
		{[]string{"loss", "poly1"}, true}, // it has no family
		{[]string{"loss", "poly1", "gamma", "1"}, false},
		{[]string{"loss", "smoothed"}, true}, // its gradient axis is another
		{nil, true},
		{[]string{"pins", "focal:1,1,0.5,1e-7"}, true},
		{[]string{"pins", "focal:1,1,0.5,1e-7", "gamma", "3"}, false},
		{[]string{"x_range", "0.2,0.4"}, true},
		{[]string{"epsilon", "1e-3"}, true},
		{nil, true},
		{[]string{"class", "both"}, true},
		{[]string{"class", "both", "gamma", "7"}, false},
		{[]string{"class", "both", "gradient", "logit"}, true},
		{[]string{"wrong", "1"}, true},
		{[]string{"wrong", "1", "gamma", "3"}, true},
		{nil, true},
	} {
		if err := c.Update(with(t, tt.pairs...), 32); err != nil {
			t.Fatal(err)
		}
		if c.StillChanged != tt.want {
			t.Errorf("%v: changed is %v", tt.pairs, c.StillChanged)
		}
	}
}

// The broken code's loss is one number for each class, with no gradient.
func TestWrong(t *testing.T) {
	var c Series
	s := with(t, "class", "both", "wrong", "1", "gamma", "2", "alpha", "0.25")
	if err := c.Update(s, 32); err != nil {
		t.Fatal(err)
	}
	for i, alphaT := range map[int]float64{WrongPos: 0.25, WrongNeg: 0.75} {
		want := -alphaT * (1 - alphaT) * (1 - alphaT) * math.Log(alphaT)
		if len(c.Loss[i]) != 2*32 || len(c.Gradient[i]) != 2*32 {
			t.Fatalf("line %d has %d and %d numbers", i, len(c.Loss[i]), len(c.Gradient[i]))
		}
		for k := 1; k < 2*32; k += 2 {
			if math.Abs(c.Loss[i][k]-want) > 1e-15 || c.Gradient[i][k] != 0 {
				t.Errorf("line %d at %v: %v, %v, want %v, 0", i, c.Loss[i][k-1], c.Loss[i][k],
					c.Gradient[i][k], want)
			}
		}
	}
	for _, pairs := range [][]string{{"wrong", "0"}, {"wrong", "1", "alpha", "1"},
		{"wrong", "1", "loss", "poly1"}} {
		if err := c.Update(with(t, pairs...), 32); err != nil {
			t.Fatal(err)
		}
		if len(c.Loss[WrongPos]) > 0 || len(c.Gradient[WrongPos]) > 0 {
			t.Errorf("%v: the broken code is drawn", pairs)
		}
	}
}
