package plot

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/losscore"
)

func near(a, b float64) bool { return a == b || math.Abs(a-b) <= 1e-12*math.Abs(b) }

// The product of the factors is the loss, for every focal loss; for others the
// modulating factor is all that there is beside cross-entropy.
func TestFactors(t *testing.T) {
	for _, s := range []state.State{
		with(t, "class", "both"),
		with(t, "class", "both", "gamma", "0.5", "alpha", "0.9", "epsilon", "1e-3"),
		with(t, "class", "both", "balanced", "0", "gamma", "3"),
		with(t, "loss", "weighted", "class", "both", "pos_weight", "7"),
		with(t, "loss", "poly1", "class", "both", "poly", "-1"),
		with(t, "loss", "asymmetric", "class", "both"),
	} {
		for _, pt := range []float64{0, 1e-4, 0.1, 0.5, 0.9, 0.9999} {
			factors := FactorsAt(nil, s, pt)
			if len(factors) != 2 || factors[0].Y != 1 || factors[1].Y != 0 {
				t.Fatalf("%s: %+v", s.Query(), factors)
			}
			readings := Readings(nil, s, pt)
			for i, f := range factors {
				if product := f.Cross * f.Modulating * f.Alpha; !near(product, f.Loss) {
					t.Errorf("%s at %g: the product %g is not the loss %g", s.Query(), pt,
						product, f.Loss)
				}
				if f.Loss != readings[i].Loss || f.Gradient != readings[i].Gradient {
					t.Errorf("%s at %g: %+v is not the reading %+v", s.Query(), pt, f, readings[i])
				}
			}
		}
	}
	f := FactorsAt(nil, with(t, "class", "both"), 0.9)
	if !near(f[0].Modulating, 0.01) || f[0].Alpha != 0.25 || f[1].Alpha != 0.75 {
		t.Errorf("gamma 2, alpha 0.25 at 0.9: %+v", f)
	}
}

// By hand: ln(0.1)/ln(0.9) times (0.9/0.1)² for gamma 2.
func TestOutweigh(t *testing.T) {
	cross := math.Log(0.1) / math.Log(0.9)
	for _, pt := range []float64{0.9, 0.1} {
		o := OutweighAt(with(t), pt)
		if math.Abs(o.Cross-cross) > 1e-10 || math.Abs(o.Loss-81*cross) > 1e-9 ||
			math.Abs(o.CrossSlope-9) > 1e-12 {
			t.Errorf("at %g: %+v, want %g and %g", pt, o, cross, 81*cross)
		}
		if math.Abs(o.Easy-0.9) > 1e-15 || math.Abs(o.Hard-0.1) > 1e-15 {
			t.Errorf("at %g: easy %g, hard %g", pt, o.Easy, o.Hard)
		}
	}
	if o := OutweighAt(with(t, "epsilon", "1e-3"), 1); !math.IsNaN(o.Gradient) ||
		!near(o.Cross, math.Log(1e-3)/math.Log1p(-1e-3)) {
		t.Errorf("where both are clipped: %+v", o)
	}
}

// Section 3.3 of the paper: pi = 0.01. The losses are those of the formula.
func TestStart(t *testing.T) {
	s := with(t, "probe", "0.9", "prior", "0.01", "gamma", "2", "alpha", "0.25")
	b := StartOf(s)
	if math.Abs(b.Bias+math.Log(99)) > 1e-15 {
		t.Errorf("the bias is %g", b.Bias)
	}
	pi := 0.01
	positive, negative := -0.25*0.99*0.99*math.Log(pi), -0.75*pi*pi*math.Log1p(-pi)
	if want := pi*positive + (1-pi)*negative; math.Abs(b.Loss-want) > 1e-14 {
		t.Errorf("the loss is %g, want %g", b.Loss, want)
	}
	if want := math.Ln2 / 4 * (pi*0.25 + (1-pi)*0.75); math.Abs(b.Half-want) > 1e-14 {
		t.Errorf("with p=0.5 the loss is %g, want %g", b.Half, want)
	}
	if want := -pi*math.Log(pi) - (1-pi)*math.Log1p(-pi); math.Abs(b.Cross-want) > 1e-14 ||
		b.CrossHalf != math.Ln2 {
		t.Errorf("cross-entropy is %g and %g, want %g and ln 2", b.Cross, b.CrossHalf, want)
	}
	// At p = 1/2 all pull alike, but for alpha: 0.99·0.75 of 0.99·0.75 + 0.01·0.25.
	if want := 0.99 * 0.75 / (0.99*0.75 + 0.01*0.25); math.Abs(b.NegHalf-want) > 1e-14 ||
		b.Negatives > 0.1 {
		t.Errorf("negatives have %g and %g, want less than 0.1 and %g", b.Negatives,
			b.NegHalf, want)
	}
}

func TestRegions(t *testing.T) {
	r := func(min, max float64) state.Range { return state.Range{Min: min, Max: max} }
	at := math.Log(1e-3 / (1 - 1e-3))
	for _, tt := range []struct {
		s    state.State
		want Regions
	}{
		{with(t, "class", "both", "epsilon", "1e-3"), Regions{
			[2]state.Range{r(0, 0.5), r(0, 0.5)}, [2]state.Range{r(0.5, 1), r(0.5, 1)},
			[2]state.Range{r(0, 1e-3), r(0.999, 1)}, true}},
		{with(t, "class", "0", "x", "p", "epsilon", "off"), Regions{
			[2]state.Range{r(0.5, 1), r(0.5, 1)}, [2]state.Range{r(0, 0.5), r(0, 0.5)},
			[2]state.Range{}, true}},
		{with(t, "class", "both", "x", "logit", "epsilon", "1e-3"), Regions{
			[2]state.Range{r(-20, 0), r(0, 20)}, [2]state.Range{r(0, 20), r(-20, 0)},
			[2]state.Range{r(-20, at), r(-at, 20)}, false}},
		{with(t, "x_range", "0.6,0.8", "epsilon", "1e-3"), Regions{
			[2]state.Range{r(0.6, 0.6), r(0.6, 0.6)}, [2]state.Range{r(0.6, 0.8), r(0.6, 0.8)},
			[2]state.Range{r(0.6, 0.6), r(0.8, 0.8)}, true}},
	} {
		got := RegionsOf(tt.s)
		close := func(a, b [2]state.Range) bool {
			for i := range a {
				if math.Abs(a[i].Min-b[i].Min) > 1e-9 || math.Abs(a[i].Max-b[i].Max) > 1e-9 {
					return false
				}
			}
			return true
		}
		if !close(got.Hard, tt.want.Hard) || !close(got.Easy, tt.want.Easy) ||
			!close(got.Clipped, tt.want.Clipped) || got.Alike != tt.want.Alike {
			t.Errorf("%s: %+v, want %+v", tt.s.Query(), got, tt.want)
		}
	}
}

// The areas lie in one another and end where their curves do.
func TestFactorAreas(t *testing.T) {
	var areas [3][]byte
	AppendFactorAreas(&areas, with(t, "class", "both", "epsilon", "off"))
	var ys [3][]int
	for i, area := range areas {
		for point := range strings.FieldsSeq(string(area)) {
			var x, y int
			if _, err := fmt.Sscanf(point, "%d,%d", &x, &y); err != nil || x < 0 || x > 1000 ||
				y < -10 || y > 1000 {
				t.Fatalf("area %d has the point %q: %v", i, point, err)
			}
			ys[i] = append(ys[i], y)
		}
	}
	if len(ys[0]) != len(ys[1]) || len(ys[1]) != len(ys[2]) || len(ys[0]) < 100 {
		t.Fatalf("%d, %d and %d points", len(ys[0]), len(ys[1]), len(ys[2]))
	}
	for k := range ys[0] {
		if ys[0][k] > ys[1][k] || ys[1][k] > ys[2][k] {
			t.Errorf("point %d: the heights are %d, %d and %d", k, ys[0][k], ys[1][k], ys[2][k])
		}
	}
}

// What a prediction stands for and where boosting starts, in words: the first of
// Charoenphakdee et al. 2021, the second of gamma 2 at 1 % positives.
func TestSayOptimum(t *testing.T) {
	m := text.For("en")
	for _, tt := range []struct{ p, balanced, means, start string }{
		{"0.7", "0", "predicts p = 0.7, the true probability of y = 1 is 0.906",
			"p = 0.154, a logit of −1.71"},
		{"0.6", "1", "predicts p = 0.6, the true probability of y = 1 is 0.899",
			"p = 0.108, a logit of −2.11"},
	} {
		means, start := SayProbe(m,
			with(t, "probe", tt.p, "prior", "0.01", "balanced", tt.balanced))
		if !strings.Contains(means, tt.means) || !strings.Contains(start, tt.start) {
			t.Errorf("%q, %q", means, start)
		}
	}
	if means, _ := SayProbe(m, with(t, "probe", "0.3", "class", "0")); !strings.Contains(means,
		"predicts p = 0.7,") {
		t.Errorf("of y = 0: %q", means)
	}
	if means, start := SayProbe(m, with(t, "loss", state.CustomLoss, "probe", "0.3")); means == "" ||
		!strings.Contains(start, "Boosting starts") {
		t.Errorf("of a custom loss: %q, %q", means, start)
	}
	s := with(t, "probe", "0.3", "curvature", "1")
	want := curvatureAt(losscore.Focal{Gamma: 2, Alpha: 0.25, Balanced: true}, 1, 0.3)
	if f := FactorsAt(nil, s, 0.3); f[0].Curvature != want {
		t.Errorf("the curvature is %v, want %v", f[0].Curvature, want)
	}
}

func TestSayProbe(t *testing.T) {
	outweigh, start := SayProbe(text.For("en"), with(t, "probe", "0.9", "prior", "0.01"))
	for said, want := range map[string]string{
		outweigh: "It takes 1770 easy examples at pₜ = 0.9 to make the loss of one hard example at pₜ = 0.1; with cross-entropy, 21.9.",
		start:    "With the bias b = −log((1−π)/π) = −4.6 an untrained model predicts π = 0.01 for all.",
	} {
		if !strings.HasPrefix(said, want) {
			t.Errorf("%q, want %q", said, want)
		}
	}
	for _, m := range text.All() {
		outweigh, start := SayProbe(m, with(t, "probe", "1", "class", "0"))
		if strings.ContainsAny(outweigh+start, "{}") {
			t.Errorf("%s: %s %s", m.Code, outweigh, start)
		}
	}
}
