package formula_test

import (
	"math"
	"testing"

	"lossexplorer/internal/formula"
	"lossexplorer/internal/formula/syntax"
)

// found are the checks that a formula fails.
func found(t *testing.T, source string, epsilon float64) map[formula.Check]formula.Finding {
	t.Helper()
	f := mustParse(t, source)
	fails := map[formula.Check]formula.Finding{}
	for i, c := range f.Bind(f.Defaults(), epsilon).Check() {
		if c.Check != formula.Check(i) {
			t.Errorf("check %d is told at %d", c.Check, i)
		}
		if !c.OK && !c.Unknown {
			fails[c.Check] = c
		}
	}
	return fails
}

func TestCheck(t *testing.T) {
	for source, want := range map[string][]formula.Check{
		"-log(pt)":                         nil,
		"gamma = 2\n-(1-pt)^gamma*log(pt)": {formula.Convex, formula.Proper},
		"(1-pt)^2":                         {formula.Vanishing, formula.Convex},
		"1-pt":                             {formula.Vanishing, formula.Convex, formula.Proper},
		// its best prediction is the likelier class
		"max(0, 1-xt)": {formula.Proper},
		"exp(-xt)":     {formula.Exploding, formula.Proper},
		"exp(-xt/2)":   {formula.Exploding}, // 1/2 exp(7.5) is 904
		"log(pt)": {formula.NonNegative, formula.Decreasing,
			formula.Convex, formula.Proper},
		"-log(pt) - 1":   {formula.NonNegative},
		"-log(pt - 0.5)": {formula.Finite},
		"0":              {formula.Vanishing, formula.Proper},
		// sin is a parameter here
		"-log(pt) + 0.1*sin":           {},
		"max(0, 1-xt)^2":               {formula.Exploding, formula.Proper}, // its gradient grows
		"-100*log(pt)":                 nil,                                 // large, but bounded
		"min(max(0, 1-xt), 2)":         {formula.Vanishing, formula.Convex, formula.Proper},
		"where(pt < 0.5, -log(pt), 5)": {formula.Decreasing, formula.Convex, formula.Proper},
		"where(pt < 0.5, 5, -log(pt))": {formula.Vanishing, formula.Convex, formula.Proper},
		"log(-1)":                      {formula.Finite},
		"softplus(-xt)^2":              {formula.Exploding, formula.Proper},
		"(1-p)^2": {formula.Decreasing, formula.Vanishing, formula.Convex,
			formula.Proper},
	} {
		got := found(t, source, 1e-7)
		for _, c := range want {
			if _, ok := got[c]; !ok {
				t.Errorf("%q passes check %d", source, c)
			}
			delete(got, c)
		}
		for c, f := range got {
			t.Errorf("%q fails check %d: %+v", source, c, f)
		}
	}
}

// A loss fails where its formula implies.
func TestCheckWhere(t *testing.T) {
	if f := found(t, "max(pt - 0.25, 0)", 1e-7)[formula.Decreasing]; math.Abs(f.From-0.25) > 0.02 ||
		f.To < 0.999 || f.Y != 1 {
		t.Errorf("rising from 0.25 on: %+v", f)
	}
	if f := found(t, "where(y == 1, -log(p), pt - 0.5)", 1e-7)[formula.NonNegative]; f.Y != 0 ||
		f.From > 1e-6 || math.Abs(f.To-0.5) > 0.02 || math.Abs(f.Value+0.5) > 1e-6 {
		t.Errorf("negative below 0.5: %+v", f)
	}
	// Focal loss: where q (1-p)^2 (2 ln p - (1-p)/p) and its mirror image agree.
	f := found(t, "-(1-pt)^2*log(pt)", 1e-7)[formula.Proper]
	slope := func(p float64) float64 { return (1 - p) * (2*math.Log(p) - (1-p)/p) }
	if d := f.From*slope(f.To) - (1-f.From)*slope(1-f.To); math.Abs(d) > 1e-3 {
		t.Errorf("the expected loss is not least at %+v: its slope is %v", f, d)
	}
	if (f.To-0.5)/(f.From-0.5) > 1 {
		t.Errorf("focal loss is underconfident, but %+v", f)
	}
	// The clip bounds the range that is checked.
	if f := found(t, "exp(-xt)", 0.1); len(f) != 1 || f[formula.Proper].OK {
		t.Errorf("with predictions in [0.1, 0.9]: %v", f)
	}
}

func TestGallery(t *testing.T) {
	if len(syntax.Gallery) < 12 {
		t.Errorf("there are %d", len(syntax.Gallery))
	}
	for _, e := range syntax.Gallery {
		f := mustParse(t, e.Formula)
		l := f.Bind(f.Defaults(), 1e-7)
		for _, y := range []float64{0, 1} {
			for p := 0.01; p < 1; p += 0.01 {
				if loss, dp := l.AtProb(y, p); math.IsNaN(loss*dp) || math.IsInf(loss*dp, 0) {
					t.Errorf("%s: %v, %v for y = %v, p = %v", e.Name.English, loss, dp, y, p)
				}
			}
		}
		if e.Name.English == "" || e.Name.Chinese == "" || e.Source == "" {
			t.Errorf("%+v", e)
		}
	}
}

// The gallery's formulas are compiled in less than a millisecond each.
func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		for _, e := range syntax.Gallery {
			f, err := syntax.Parse(e.Formula)
			if err != nil {
				b.Fatal(err)
			}
			f.Bind(f.Defaults(), 1e-7).AtLogit(1, 0)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(len(syntax.Gallery)),
		"µs/formula")
}

func BenchmarkCheck(b *testing.B) {
	f := mustParse(b, syntax.Gallery[1].Formula)
	l := f.Bind(f.Defaults(), 1e-7)
	for b.Loop() {
		l.Check()
	}
}
