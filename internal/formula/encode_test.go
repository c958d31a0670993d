package formula_test

import (
	"math"
	"regexp"
	"strings"
	"testing"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/formula"
	"lossexplorer/internal/formula/syntax"
	"lossexplorer/losscore"
)

// A decoded formula has the values, the parameters and the code of the encoded one.
func TestEncode(t *testing.T) {
	sources := []string{"1", "-p", "a = 3; b = -0.1\nc = a*p\nc*b + c",
		"where(p < 0.5 && !(y == 1) || x >= 1, min(p, 0.3), tanh(x))", "e^p + 1e300"}
	for _, e := range syntax.Gallery {
		sources = append(sources, e.Formula)
	}
	plain := regexp.MustCompile(`^[A-Za-z0-9_-]+$`)
	longest := 0
	for _, source := range sources {
		f := mustParse(t, source)
		text := f.Encode()
		if !plain.MatchString(text) {
			t.Errorf("%q is encoded as %q", source, text)
		}
		longest = max(longest, len(text))
		g, err := formula.Decode(text)
		if err != nil {
			t.Errorf("%q: %v", source, err)
			continue
		}
		if again := g.Encode(); again != text {
			t.Errorf("%q is encoded as %q and then as %q", source, text, again)
		}
		for i, p := range f.Params {
			if g.Params[i] != p {
				t.Errorf("%q: %+v, want %+v", source, g.Params[i], p)
			}
		}
		body, _ := f.Statements()
		if other, _ := g.Statements(); strings.Join(body, ";") != strings.Join(other, ";") {
			t.Errorf("%q is the code %q, want %q", source, other, body)
		}
		if read := mustParse(t, g.Source()); read.Encode() != mustParse(t, read.Source()).Encode() {
			t.Errorf("%q has the source %q and then %q", source, g.Source(), read.Source())
		} else {
			g = read
		}
		l, m := f.Bind(f.Defaults(), 1e-7), g.Bind(g.Defaults(), 1e-7)
		for _, y := range []float64{0, 1} {
			for x := -20.0; x <= 20; x++ {
				loss, dx := l.AtLogit(y, x)
				if v, d := m.AtLogit(y, x); !near(v, loss) || !near(d, dx) {
					t.Errorf("%q: %v, %v at %v; want %v, %v", source, v, d, x, loss, dx)
				}
			}
		}
	}
	if longest > 400 {
		t.Errorf("the gallery's longest has %d letters", longest)
	}
}

func near(a, b float64) bool {
	return a == b || a != a && b != b || math.Abs(a-b) <= 1e-13*math.Abs(b)
}

func TestDecode(t *testing.T) {
	for _, text := range []string{"", "A", "AA", "=", "AAEA", "AAF5AA", "~",
		strings.Repeat("A", 20000)} {
		if f, err := formula.Decode(text); err == nil {
			t.Errorf("%.20q is a formula: %+v", text, f)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, e := range syntax.Gallery {
		f.Add(mustParse(f, e.Formula).Encode(), 2., 0.3)
	}
	f.Fuzz(func(t *testing.T, text string, value, x float64) {
		k := formula.KindOf(formula.ID + text)
		if k == nil {
			return
		}
		if formula.KindOf(k.ID) != k {
			t.Error("a kind is another when it is asked for again")
		}
		made := formula.Of(k)
		again, err := formula.Decode(made.Encode())
		if err != nil || again.Encode() != made.Encode() {
			t.Errorf("%q: %v", text, err)
		}
		made.Statements()
		if len(k.Params) != len(made.Params)+1 || len(k.Params) > formula.MaxParams+1 {
			t.Errorf("%q has %d parameters", text, len(k.Params))
		}
		values := append(made.Defaults(), 1e-7)
		l := k.New(values)
		if err := l.Validate(); err != nil {
			t.Errorf("%q: %v", text, err)
		}
		for i := range values[:len(values)-1] {
			values[i] = value
		}
		k.New(values).AtLogit(1, x)
		k.New(values).AtProb(0, 0.5)
	})
}

func TestKindOf(t *testing.T) {
	id := formula.ID + mustParse(t,
		"q = 0.7\n-where(y == 1, alpha, q)*(1 - pt)^gamma*log(pt)").Encode()
	k := formula.KindOf(id)
	if k == nil || k.ID != id || k != formula.KindOf(id) || formula.Of(k) == nil {
		t.Fatalf("%+v", k)
	}
	focal := catalog.KindOf("focal")
	if formula.KindOf("focal") != nil || formula.Of(focal) != nil ||
		formula.KindOf(formula.ID+"x") != nil {
		t.Error("another kind is a formula")
	}
	var names []string
	for _, p := range k.Params {
		names = append(names, p.Name+"/"+p.Symbol)
	}
	if got := strings.Join(names, " "); got != "own_q/q alpha/α gamma/γ epsilon/ε" {
		t.Errorf("the parameters are %s", got)
	}
	values := []float64{0.75, 0.25, 2, 1e-7}
	l, want := k.New(values), focal.New([]float64{2, 0.25, 1e-7, 1})
	values[0] = 5 // the loss has its own
	for _, p := range focal.Params {
		if p.Switch {
			want = focal.New(focalValues(focal))
		}
	}
	for _, y := range []float64{0, 1} {
		for p := 0.0; p <= 1; p += 1. / 64 {
			a, b := l.AtProb(y, p)
			c, d := want.AtProb(y, p)
			wantNear(t, a, c, 1e-12, "loss at %v, %v", y, p)
			wantNear(t, b, d, 1e-12, "gradient at %v, %v", y, p)
		}
	}
	if k.Rises {
		t.Error("the focal loss rises")
	}
	if k := formula.KindOf(formula.ID + mustParse(t, "p").Encode()); !k.Rises {
		t.Error("p does not rise")
	}
	for i := range 1000 { // more than are kept
		k := formula.KindOf(formula.ID + mustParse(t,
			"p + "+strings.Repeat("1/", i%7)+"3").Encode())
		if k == nil || k.New([]float64{0}).Validate() != nil {
			t.Fatal(i)
		}
	}
}

// focalValues are those of the paper.
func focalValues(k *catalog.Kind) []float64 {
	v := make([]float64, len(k.Params))
	for i, p := range k.Params {
		v[i] = p.Default
	}
	return v
}

// A formula is sampled as the loss that it is, in batches too.
func TestSample(t *testing.T) {
	f := mustParse(t, syntax.Gallery[1].Formula)
	own, focal := f.Bind([]float64{0.25, 2}, 1e-3),
		losscore.Focal{Gamma: 2, Alpha: 0.25, Balanced: true, Epsilon: 1e-3}
	for _, y := range []float64{0, 1} {
		var a, b losscore.Curve
		if err := a.Sample(own, y, 512); err != nil {
			t.Fatal(err)
		}
		if err := b.Sample(focal, y, 512); err != nil {
			t.Fatal(err)
		}
		for i := range b.Pt {
			wantNear(t, a.Pt[i], b.Pt[i], 1e-6, "p_t %d", i)
		}
		b.Pt = append(b.Pt[:0], a.Pt...)
		if err := b.Evaluate(focal, y); err != nil {
			t.Fatal(err)
		}
		for i := range b.Pt {
			wantNear(t, a.Loss[i], b.Loss[i], 1e-11, "loss at %v", b.Pt[i])
			wantNear(t, a.DPt[i], b.DPt[i], 1e-11, "dL/dp_t at %v", b.Pt[i])
			wantNear(t, a.DLogit[i], b.DLogit[i], 1e-11, "dL/dx at %v", b.Pt[i])
		}
	}
	y, x := []float64{1, 0, 0, 1, 0, 1}, []float64{-3, 2, 1, math.NaN(), 40, -0.5}
	var got, want [2][6]float64
	losscore.AtLogits(own, got[0][:], got[1][:], y, x)
	losscore.AtLogits(focal, want[0][:], want[1][:], y, x)
	for k := range want {
		for i, w := range want[k] {
			if g := got[k][i]; !(math.IsNaN(w) && math.IsNaN(g)) {
				wantNear(t, g, w, 1e-12, "element %d", i)
			}
		}
	}
	// The results may overwrite the inputs.
	losscore.AtLogits(own, x, y, y, x)
	for i := range x {
		if math.Float64bits(x[i]) != math.Float64bits(got[0][i]) ||
			math.Float64bits(y[i]) != math.Float64bits(got[1][i]) {
			t.Errorf("element %d is %v, %v in its own place, want %v, %v", i, x[i], y[i], got[0][i],
				got[1][i])
		}
	}
	// Losses that are no number somewhere have curves, of points in their order.
	for _, source := range []string{"log(pt - 0.5)", "1/(pt - 0.5)", "0/0 + pt", "1/pt^50",
		"sqrt(0.3 - pt)", "e^(1000*pt)"} {
		var c losscore.Curve
		if err := c.Sample(mustParse(t, source).Bind(nil, 0), 1, 64); err != nil {
			t.Errorf("%s: %v", source, err)
		}
		for i := 1; i < len(c.Pt); i++ {
			if !(c.Pt[i] > c.Pt[i-1]) {
				t.Errorf("%s: p_t %d is %v after %v", source, i, c.Pt[i], c.Pt[i-1])
			}
		}
	}
}
