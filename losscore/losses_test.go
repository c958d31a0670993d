package losscore

import (
	_ "embed"
	"math"
	"slices"
	"strings"
	"testing"
)

// Made with mpmath 1.2.1, in this directory:
//
//	/usr/bin/python3 testdata/losses_reference.py > testdata/losses_reference.csv
//
//go:embed testdata/losses_reference.csv
var lossesReference string

// Made with torch 1.13, in this directory:
//
//	/usr/bin/python3 testdata/losses_torch.py > testdata/losses_torch.csv
//
//go:embed testdata/losses_torch.csv
var lossesTorch string

// newLoss returns the loss of the kind with the parameters that a table has.
func newLoss(t testing.TB, id, params string) Loss {
	t.Helper()
	k := testKindOf(id)
	var v []float64
	for s := range strings.FieldsSeq(params) {
		v = append(v, parse(t, s))
	}
	if len(v) != len(k.Params) {
		t.Fatalf("%s: %d parameters: %s", id, len(v), params)
	}
	l := k.New(v)
	if err := l.Validate(); err != nil {
		t.Fatal(err)
	}
	return l
}

func TestLossesReference(t *testing.T) {
	stats, cancelled := accuracy{}, 0.
	for _, row := range readTable(t, lossesReference) {
		id, kind, y, v := row[0], row[1], parse(t, row[2]), parse(t, row[3])
		l := newLoss(t, id, row[4])
		eval, name := l.AtProb, "dp"
		if kind == "logit" {
			eval, name = l.AtLogit, "dx"
		}
		loss, grad := eval(y, v)
		for _, c := range []struct {
			name         string
			got          float64
			want, cancel string
		}{{"loss", loss, row[5], row[7]}, {name, grad, row[6], row[8]}} {
			what, where := id+" "+kind+" "+c.name, strings.Join(row[:5], ",")
			var ulps, rel float64
			// The error of p, of 2^-57, may grow as the doc comments say.
			slack := 0x1p-57 * parse(t, c.cancel)
			if slack < 0x1p-53 {
				slack = 0
				ulps, rel = stats.add(t, what, where, c.got, c.want)
			} else {
				ulps, rel = deviation(t, c.got, c.want)
				cancelled = max(cancelled, (rel-0x1p-52)/slack)
			}
			if !(ulps <= maxULP+slack/0x1p-53) || !(rel <= maxRel+slack) {
				t.Errorf("%s: %s = %g, want %s: %.3g ulp, relative %.3g", where, what, c.got,
					c.want, ulps, rel)
			}
		}
	}
	t.Logf("where terms cancel at most %.2f of the error stated", cancelled)
	stats.log(t)
}

func TestLossesTorch(t *testing.T) {
	for _, row := range readTable(t, lossesTorch) {
		l := newLoss(t, row[0], row[3])
		y, x, p := parse(t, row[1]), parse(t, row[2]), parse(t, row[6])
		want, wantDx, wantDp := parse(t, row[4]), parse(t, row[5]), parse(t, row[7])
		if loss, dx := l.AtLogit(y, x); !close(loss, want, torchRel) ||
			!close(dx, wantDx, torchRel) {
			t.Errorf("%T%+v.AtLogit(%g, %g) = %g, %g, torch has %g, %g", l, l, y, x, loss, dx,
				want, wantDx)
		}
		if loss, dp := l.AtProb(y, p); !close(loss, want, torchRel) ||
			!close(dp, wantDp, torchRel) {
			t.Errorf("%T%+v.AtProb(%g, %g) = %g, %g, torch has %g, %g", l, l, y, p, loss, dp,
				want, wantDp)
		}
	}
}

func TestLossesValidate(t *testing.T) {
	const epsilon, notNegative = ">= 0 and < 0.5", "finite and >= 0"
	for _, tt := range []struct {
		l    Loss
		want string
	}{
		{WeightedCE{}, ""},
		{WeightedCE{PosWeight: math.MaxFloat64, Epsilon: 0.49}, ""},
		{WeightedCE{PosWeight: -1}, "PosWeight is -1; allowed: " + notNegative},
		{WeightedCE{PosWeight: inf}, "PosWeight is +Inf; allowed: " + notNegative},
		{WeightedCE{PosWeight: nan}, "PosWeight is NaN; allowed: " + notNegative},
		{WeightedCE{Epsilon: 0.5}, "Epsilon is 0.5; allowed: " + epsilon},

		{FocalStar{}, ""},
		{FocalStar{Gamma: math.MaxFloat64, Beta: -math.MaxFloat64}, ""},
		{FocalStar{Gamma: -0.5}, "Gamma is -0.5; allowed: " + notNegative},
		{FocalStar{Gamma: nan}, "Gamma is NaN; allowed: " + notNegative},
		{FocalStar{Beta: -inf}, "Beta is -Inf; allowed: finite"},
		{FocalStar{Beta: inf}, "Beta is +Inf; allowed: finite"},
		{FocalStar{Beta: nan}, "Beta is NaN; allowed: finite"},
		{FocalStar{Epsilon: -1}, "Epsilon is -1; allowed: " + epsilon},

		{Poly1{}, ""},
		{Poly1{Gamma: math.MaxFloat64, Poly: -1}, ""},
		{Poly1{Poly: 1e100}, ""},
		{Poly1{Gamma: -1, Poly: -2}, "Gamma is -1; allowed: " + notNegative},
		{Poly1{Poly: -1.5}, "Poly is -1.5; allowed: -1 to 1e+100"},
		{Poly1{Poly: 1e101}, "Poly is 1e+101; allowed: -1 to 1e+100"},
		{Poly1{Poly: nan}, "Poly is NaN; allowed: -1 to 1e+100"},
		{Poly1{Epsilon: nan}, "Epsilon is NaN; allowed: " + epsilon},

		{Asymmetric{}, ""},
		{Asymmetric{GammaPos: 1e300, GammaNeg: 1e300, Margin: math.Nextafter(1, 0)}, ""},
		{Asymmetric{GammaPos: -1}, "GammaPos is -1; allowed: " + notNegative},
		{Asymmetric{GammaNeg: inf}, "GammaNeg is +Inf; allowed: " + notNegative},
		{Asymmetric{Margin: 1}, "Margin is 1; allowed: >= 0 and < 1"},
		{Asymmetric{Margin: -0.1}, "Margin is -0.1; allowed: >= 0 and < 1"},
		{Asymmetric{Margin: nan}, "Margin is NaN; allowed: >= 0 and < 1"},
		{Asymmetric{Epsilon: inf}, "Epsilon is +Inf; allowed: " + epsilon},

		{SmoothedCE{}, ""},
		{SmoothedCE{LabelSmoothing: math.Nextafter(1, 0)}, ""},
		{SmoothedCE{LabelSmoothing: 1}, "LabelSmoothing is 1; allowed: >= 0 and < 1"},
		{SmoothedCE{LabelSmoothing: -0.1}, "LabelSmoothing is -0.1; allowed: >= 0 and < 1"},
		{SmoothedCE{LabelSmoothing: nan}, "LabelSmoothing is NaN; allowed: >= 0 and < 1"},
		{SmoothedCE{Epsilon: 0.6}, "Epsilon is 0.6; allowed: " + epsilon},
	} {
		checkError(t, tt.l, tt.want)
	}
}

func TestLossesLimits(t *testing.T) {
	weighted := WeightedCE{PosWeight: 3}
	star := FocalStar{Gamma: 2, Beta: 1}
	flat := FocalStar{Gamma: 0.5}
	shifted := FocalStar{Beta: 1}
	poly := Poly1{Poly: 2}
	least := Poly1{Poly: -1}
	polyFocal := Poly1{Poly: 2, Gamma: 2}
	asl := Asymmetric{GammaPos: 1, GammaNeg: 4, Margin: 0.5}
	smoothed := SmoothedCE{LabelSmoothing: 0.5}
	for _, tt := range []limit{
		{"weighted at p", weighted.AtProb, 1, 0, inf, -inf},
		{"weighted at p", weighted.AtProb, 1, 1, 0, -3},
		{"weighted at p", weighted.AtProb, 0, 0, 0, 1},
		{"weighted at p", weighted.AtProb, 0, 1, inf, inf},
		{"weighted at x", weighted.AtLogit, 1, -inf, inf, -3},
		{"weighted at x", weighted.AtLogit, 1, inf, 0, 0},
		{"weighted at x", weighted.AtLogit, 0, inf, inf, 1},
		{"weighted at x", weighted.AtLogit, 0, -inf, 0, 0},

		{"FL* at p", star.AtProb, 1, 0, inf, -inf},
		{"FL* at p", star.AtProb, 1, 1, 0, 0},
		{"FL* at p", star.AtProb, 0, 1, inf, inf},
		{"FL* at p", star.AtProb, 0, 0, 0, 0},
		{"FL* with gamma 0.5 at p", flat.AtProb, 1, 1, 0, -inf},
		{"FL* with gamma 1 at p", shifted.AtProb, 1, 1, 0, -math.Exp(-1)},
		{"FL* at x", star.AtLogit, 1, -inf, inf, -1},
		{"FL* at x", star.AtLogit, 1, inf, 0, 0},
		{"FL* at x", star.AtLogit, 0, inf, inf, 1},
		{"FL* at x", star.AtLogit, 0, -1000, 0, 0},
		{"FL* at x", star.AtLogit, 1, -1000, 999.5, -1},
		{"FL* at x", star.AtLogit, 1, -0x1p600, 0x1p600, -1},
		{"FL* at x", FocalStar{Gamma: 10, Beta: 800}.AtLogit, 1, -80, math.Ln2 / 10, -0.5},
		{"FL* at x", FocalStar{Gamma: 1, Beta: 1e6 - 1000}.AtLogit, 1, -1e6, 1000, -1},

		{"Poly-1 at p", poly.AtProb, 1, 0, inf, -inf},
		{"Poly-1 at p", poly.AtProb, 1, 1, 0, -3},
		{"Poly-1 at p", poly.AtProb, 0, 0, 0, 3},
		{"Poly-1 with -1 at p", least.AtProb, 1, 1, 0, 0},
		{"Poly-1 of focal at p", polyFocal.AtProb, 1, 1, 0, 0},
		{"Poly-1 at x", poly.AtLogit, 1, -inf, inf, -1},
		{"Poly-1 at x", poly.AtLogit, 1, inf, 0, 0},
		{"Poly-1 at x", poly.AtLogit, 1, -1000, 1002, -1},

		{"ASL at p", asl.AtProb, 1, 0, inf, -inf},
		{"ASL at p", asl.AtProb, 1, 1, 0, 0},
		{"ASL at p", asl.AtProb, 0, 0, 0, 0},
		{"ASL at the margin", asl.AtProb, 0, 0.5, 0, 0},
		{"ASL at p", asl.AtProb, 0, 1, math.Ln2 / 16, (2 + 8*math.Ln2) / 16},
		{"ASL at x", asl.AtLogit, 0, -inf, 0, 0},
		{"ASL at x", asl.AtLogit, 0, inf, math.Ln2 / 16, 0},
		{"ASL at x", asl.AtLogit, 1, -inf, inf, -1},

		{"smoothed at p", smoothed.AtProb, 1, 0, inf, -inf},
		{"smoothed at p", smoothed.AtProb, 1, 1, inf, inf},
		{"smoothed at p", smoothed.AtProb, 0, 0, inf, -inf},
		{"smoothed at p", smoothed.AtProb, 0, 1, inf, inf},
		{"smoothed at x", smoothed.AtLogit, 1, inf, inf, 0.25},
		{"smoothed at x", smoothed.AtLogit, 1, -inf, inf, -0.75},
		{"smoothed at x", smoothed.AtLogit, 0, inf, inf, 0.75},
		{"smoothed at x", smoothed.AtLogit, 0, -inf, inf, -0.25},
		{"smoothed at x", smoothed.AtLogit, 1, -1000, 750, -0.75},
	} {
		tt.check(t)
	}
}

func TestInvalidArguments(t *testing.T) {
	for _, k := range testKinds() {
		for _, l := range variants(k) {
			checkInvalidArguments(t, l)
		}
	}
}

// The zero values, and what other parameters reduce to the focal loss, are it
// to the bit.
func TestLossesReduce(t *testing.T) {
	focal := Focal{Gamma: 1.7}
	for _, tt := range []struct{ l, want Loss }{
		{WeightedCE{}, Focal{}}, {WeightedCE{PosWeight: 1}, Focal{}},
		{FocalStar{}, Focal{}}, {FocalStar{Gamma: 1}, Focal{}},
		{Poly1{}, Focal{}}, {Poly1{Gamma: 1.7}, focal},
		{Asymmetric{}, Focal{}}, {Asymmetric{GammaPos: 1.7, GammaNeg: 1.7}, focal},
		{SmoothedCE{}, Focal{}},
		{Poly1{Epsilon: 0.1}, Focal{Epsilon: 0.1}},
	} {
		for _, y := range []float64{0, 1} {
			for _, p := range []float64{0, 5e-324, 1e-310, 1e-300, 1e-30, 1e-5, 0.1, 0.3, 0.5, 0.9,
				1 - 1e-9, 1 - 0x1p-53, 1} {
				loss, dp := tt.l.AtProb(y, p)
				if l, d := tt.want.AtProb(y, p); !same(loss, l) || !same(dp, d) {
					t.Errorf("%T%+v.AtProb(%g, %g) = %g, %g, want %g, %g", tt.l, tt.l, y, p, loss,
						dp, l, d)
				}
			}
			for _, x := range []float64{-inf, -1000, -745, -30, -3.3, -0.1, 0, 1e-9, 1, 4.5, 44, 46,
				720, 1e300, inf} {
				loss, dx := tt.l.AtLogit(y, x)
				if l, d := tt.want.AtLogit(y, x); !same(loss, l) || !same(dx, d) {
					t.Errorf("%T%+v.AtLogit(%g, %g) = %g, %g, want %g, %g", tt.l, tt.l, y, x, loss,
						dx, l, d)
				}
			}
		}
	}
}

// Losses that do not tell classes apart are symmetric under their swap.
func TestLossesSymmetry(t *testing.T) {
	for _, l := range []Loss{
		FocalStar{Gamma: 2, Beta: 1}, Poly1{Poly: 2, Gamma: 0.7}, SmoothedCE{LabelSmoothing: 0.1},
		Asymmetric{GammaPos: 2.3, GammaNeg: 2.3},
	} {
		for i := 1; i < 64; i++ { // 1-p is exact
			p := float64(i) / 64
			loss, dp := l.AtProb(1, p)
			if l0, d0 := l.AtProb(0, 1-p); l0 != loss || d0 != -dp {
				t.Errorf("%T%+v at %g: %g, %g; with swapped classes %g, %g", l, l, p, loss,
					dp, l0, d0)
			}
			loss, dx := l.AtLogit(1, float64(i-32))
			if l0, d0 := l.AtLogit(0, float64(32-i)); l0 != loss || d0 != -dx {
				t.Errorf("%T%+v at %d: %g, %g; with swapped classes %g, %g", l, l, i-32, loss,
					dx, l0, d0)
			}
		}
	}
}

// Lin et al. 2017, appendices A and B: with γ = 2, β = 1 and with γ = 4, β = 0,
// the derivative tends to -1 or 0 for high confidence, as that of the
// cross-entropy, but is small as soon as x_t > 0.
func TestFocalStarPaper(t *testing.T) {
	for _, f := range []FocalStar{{Gamma: 2, Beta: 1}, {Gamma: 4}} {
		for x := 0.5; x < 20; x += 0.5 {
			_, d := f.AtLogit(1, x)
			if _, ce := (Focal{}).AtLogit(1, x); !(d <= 0 && d > ce/2) {
				t.Errorf("%+v at %g: %g, cross-entropy %g", f, x, d, ce)
			}
		}
		if _, d := f.AtLogit(1, -20); !close(d, -1, 1e-15) {
			t.Errorf("%+v at -20: %g", f, d)
		}
		// p_t* at x_t = 0 is 1/(1+e^-β).
		if loss, _ := f.AtLogit(1, 0); !close(loss, math.Log1p(math.Exp(-f.Beta))/f.Gamma, 1e-15) {
			t.Errorf("%+v at 0: %g", f, loss)
		}
	}
}

// Leng et al. 2022: the cross-entropy is Σ (1-p_t)^j/j and the focal
// loss the same with its powers shifted by γ; PolyLoss-1 adds ε₁ to the first
// coefficient.
func TestPoly1Paper(t *testing.T) {
	for _, f := range []Poly1{{Poly: 2}, {Poly: -1}, {Poly: -1 + 1e-9}, {Poly: 0.7, Gamma: 2},
		{Poly: -1, Gamma: 1.5}} {
		for s := 0x1p-60; s < 0.9; s *= 1.7 {
			sum := 0.
			for j := 400; j > 0; j-- {
				c := 1 / float64(j)
				if j == 1 {
					c += f.Poly
				}
				sum = sum*s + c
			}
			want := math.Pow(s, f.Gamma+1) * sum
			// For y = 0, 1-p_t is p.
			if loss, _ := f.AtProb(0, s); !close(loss, want, 1e-14) {
				t.Errorf("%+v, 1-p_t = %g: %g, want %g", f, s, loss, want)
			}
		}
	}
}

// Ridnik et al. 2021, section 2: easy negatives, with p < m, are discarded;
// others have the focal loss of p-m.
func TestAsymmetricPaper(t *testing.T) {
	f := Asymmetric{GammaPos: 1, GammaNeg: 4, Margin: 0.25}
	for p := 0.; p < 1; p += 1. / 64 {
		loss, dp := f.AtProb(0, p)
		want, wantDp := Focal{Gamma: 4}.AtProb(0, max(p-0.25, 0))
		if loss != want || dp != wantDp {
			t.Errorf("negative at %g: %g, %g, want %g, %g", p, loss, dp, want, wantDp)
		}
		loss, dp = f.AtProb(1, p)
		if want, wantDp := (Focal{Gamma: 1}).AtProb(1, p); loss != want || dp != wantDp {
			t.Errorf("positive at %g: %g, %g, want %g, %g", p, loss, dp, want, wantDp)
		}
	}
	x := math.Log(0.25) - math.Log1p(-0.25)
	if loss, dx := f.AtLogit(0, x-1e-9); loss != 0 || dx != 0 {
		t.Errorf("below the margin: %g, %g", loss, dx)
	}
	if loss, dx := f.AtLogit(0, x+1e-9); !(loss > 0 && dx > 0) {
		t.Errorf("above the margin: %g, %g", loss, dx)
	}
}

// The smoothed loss is least where p is the smoothed truth, and there the
// entropy of it.
func TestSmoothedMinimum(t *testing.T) {
	for _, s := range []float64{0x1p-30, 0.125, 0.5, 0.75} {
		c := SmoothedCE{LabelSmoothing: s}
		for _, y := range []float64{0, 1} {
			p := y*(1-s) + s/2 // exact
			least, dp := c.AtProb(y, p)
			if want := -p*math.Log(p) - (1-p)*math.Log1p(-p); dp != 0 ||
				!close(least, want, 1e-14) {
				t.Errorf("%+v, y = %g, at %g: %g, %g, want %g, 0", c, y, p, least, dp, want)
			}
			for _, d := range []float64{-0x1p-52, 0x1p-52, -1e-9, 1e-9, -0.3, 0.3} {
				q := p + d*p*(1-p)
				if loss, dp := c.AtProb(y, q); loss < least || (q < p) != (dp < 0) ||
					(q > p) != (dp > 0) {
					t.Errorf("%+v, y = %g, at %g: %g, %g; at the minimum %g", c, y, q, loss,
						dp, least)
				}
			}
		}
	}
}

// variants returns losses of the kind: with the defaults, and with each
// parameter in turn at its ends with and without a clip.
func variants(k testKind) []Loss {
	v := make([]float64, len(k.Params))
	for i, p := range k.Params {
		v[i] = p.Default
	}
	losses := []Loss{k.New(v)}
	for i, p := range k.Params {
		for _, end := range []float64{p.Min, p.Max} {
			for _, eps := range []float64{0, 1e-7} {
				w := slices.Clone(v)
				w[len(w)-1] = eps
				w[i] = end
				losses = append(losses, k.New(w))
			}
		}
	}
	return losses
}

// newKind returns the kind i and values of its parameters: a, b and c in turn,
// on for switches and eps for the clip. They are moderate if results are not to
// overflow.
func newKind(i uint8, a, b, c float64, on bool, eps float64) (k testKind, v []float64, moderate bool) {
	all := testKinds()
	k = all[int(i)%len(all)]
	from := []float64{a, b, c}
	v = make([]float64, len(k.Params))
	moderate = eps == 0 || eps > 1e-300
	for i, p := range k.Params[:len(v)-1] {
		switch {
		case !p.Switch:
			v[i], from = from[0], append(from[1:], from[0])
			moderate = moderate && math.Abs(v[i]) <= 20 && (v[i] == 0 || math.Abs(v[i]) > 1e-9)
		case on:
			v[i] = 1
		}
	}
	v[len(v)-1] = eps
	return k, v, moderate
}

// FuzzLosses does for every kind the same as FuzzAtProb and FuzzAtLogit for the
// focal loss, and compares with differences and with the loss at another p.
func FuzzLosses(f *testing.F) {
	for i := range testKinds() {
		for _, p := range []float64{0, 5e-324, 1e-9, 0.05, 0.3, 0.5, 0.9, 1 - 0x1p-53, 1} {
			f.Add(uint8(i), 2.0, 1.0, 0.05, true, 0.0, true, p, 0.4)
			f.Add(uint8(i), 0.0, 0.5, 0.5, false, 1e-7, false, p, 1e-20)
			f.Add(uint8(i), -1.0, -1.0, 0.0, true, 0.0, false, p, 0.99)
			f.Add(uint8(i), 1e308, 1e308, 1e-310, true, 5e-324, false, p, 1e308)
			f.Add(uint8(i), 1e-300, 1e99, 0.9, true, 0.0, true, p, -1e308)
		}
	}
	f.Fuzz(func(t *testing.T, kind uint8, a, b, c float64, on bool, eps float64, positive bool, p, p2 float64) {
		k, v, moderate := newKind(kind, a, b, c, on, eps)
		l := k.New(v)
		y := 0.
		if positive {
			y = 1
		}
		if !(p >= 0 && p <= 1) || l.Validate() != nil {
			l.AtProb(y, p) // does not panic
			return
		}
		// Only SmoothedCE rises with p_t.
		sign := 1 - 2*y
		check := func(what string, loss, grad float64) {
			t.Helper()
			if !(loss >= 0) || grad != grad || k.ID != "smoothed" && grad*sign < 0 {
				t.Errorf("%s %v, y = %g, by %s: %g, %g", k.ID, v, y, what, loss, grad)
			}
			if moderate && eps > 0 && (math.IsInf(loss, 0) || math.IsInf(grad, 0)) {
				t.Errorf("%s %v, y = %g, by %s: %g, %g, want finite", k.ID, v, y, what, loss, grad)
			}
		}
		logit := math.Log(p) - math.Log1p(-p)
		loss, dp := l.AtProb(y, p)
		byLogit, dx := l.AtLogit(y, logit)
		check("probability", loss, dp)
		check("logit", byLogit, dx)
		if p2 == p2 {
			loss, dx := l.AtLogit(y, p2)
			check("another logit", loss, dx)
		}
		if !moderate {
			return
		}

		at := func(p float64) float64 {
			loss, _ := l.AtProb(y, p)
			return loss
		}
		if k.ID != "smoothed" && p2 >= 0 && p2 <= 1 && (p2-p)*sign > 0 {
			if other := at(p2); other < loss*(1-1e-15) {
				t.Errorf("%s %v, y = %g: %g at %g falls to %g at %g, further from the truth", k.ID,
					v, y, loss, p, other, p2)
			}
		}
		// Where the focusing parameters are 0, a little more is no jump.
		for i, param := range k.Params {
			if v[i] == 0 && strings.HasPrefix(param.Name, "gamma") && k.ID != "focal-star" {
				w := slices.Clone(v)
				w[i] = 1e-12
				if focused, _ := k.New(w).AtProb(y, p); !near(focused, loss, 1e-9) &&
					!math.IsInf(loss, 0) {
					t.Errorf("%s %v, y = %g, at %g: %g; with %s = 1e-12 %g", k.ID, v, y, p, loss,
						param.Name, focused)
				}
			}
		}

		// Rounded arguments and differences are good for this where the loss is
		// smooth.
		const h = 1e-5
		kinks := []float64{eps, 1 - eps}
		if m := k.Param("margin"); m >= 0 {
			kinks = append(kinks, v[m])
		}
		for _, kink := range kinks {
			if math.Abs(p-kink) < 1e-3 {
				return
			}
		}
		if !(p > 0.02 && p < 0.98) {
			return
		}
		if !near(byLogit, loss, 1e-10) || !near(dx, dp*p*(1-p), 1e-10) {
			t.Errorf("%s %v, y = %g, at %g: %g, %g; by logit %g, %g", k.ID, v, y, p, loss,
				dp*p*(1-p), byLogit, dx)
		}
		if d := (at(p+h) - at(p-h)) / (2 * h); !near(d, dp, 1e-3) {
			t.Errorf("%s %v, y = %g, at %g: derivative %g, difference quotient %g", k.ID, v, y,
				p, dp, d)
		}
	})
}
