package losscore

import (
	"errors"
	"math"
	"testing"
)

var (
	inf = math.Inf(1)
	nan = math.NaN()
)

// same is equality with NaN equal to itself, and 0 not to -0.
func same(a, b float64) bool {
	return math.Float64bits(a) == math.Float64bits(b) || a != a && b != b
}

// near allows for rel of want and as much absolutely.
func near(got, want, rel float64) bool {
	return math.Abs(got-want) <= rel*max(1, math.Abs(want))
}

func close(got, want, rel float64) bool {
	return got == want || math.Abs(got-want) <= rel*math.Abs(want)
}

func TestValidate(t *testing.T) {
	for _, tt := range []struct {
		f    Focal
		want string
	}{
		{Focal{}, ""},
		{Focal{Gamma: math.MaxFloat64, Alpha: 1, Epsilon: math.Nextafter(0.5, 0),
			Balanced: true}, ""},
		{Focal{Alpha: -1}, ""},
		{Focal{Alpha: nan}, ""},
		{Focal{Gamma: -1}, "Gamma is -1; allowed: finite and >= 0"},
		{Focal{Gamma: nan}, "Gamma is NaN; allowed: finite and >= 0"},
		{Focal{Gamma: inf}, "Gamma is +Inf; allowed: finite and >= 0"},
		{Focal{Alpha: 1.5, Balanced: true}, "Alpha is 1.5; allowed: 0 to 1"},
		{Focal{Alpha: -1e-9, Balanced: true}, "Alpha is -1e-09; allowed: 0 to 1"},
		{Focal{Alpha: nan, Balanced: true}, "Alpha is NaN; allowed: 0 to 1"},
		{Focal{Epsilon: 0.5}, "Epsilon is 0.5; allowed: >= 0 and < 0.5"},
		{Focal{Epsilon: -1e-7}, "Epsilon is -1e-07; allowed: >= 0 and < 0.5"},
		{Focal{Epsilon: nan}, "Epsilon is NaN; allowed: >= 0 and < 0.5"},
	} {
		checkError(t, tt.f, tt.want)
	}
}

// checkError reports a Validate other than the one with the text, which is that
// of no error if empty.
func checkError(t *testing.T, l Loss, want string) {
	t.Helper()
	err := l.Validate()
	if want == "" {
		if err != nil {
			t.Errorf("%T%+v: %v", l, l, err)
		}
		return
	}
	want = "losscore: " + want
	var re *RangeError
	if !errors.As(err, &re) || re.Error() != want {
		t.Errorf("%T%+v: %v, want %s", l, l, err, want)
	}
}

func TestValidateProb(t *testing.T) {
	for _, p := range []float64{0, math.Copysign(0, -1), 5e-324, 0.5, 1} {
		if err := ValidateProb(p); err != nil {
			t.Errorf("%g: %v", p, err)
		}
	}
	for _, p := range []float64{-5e-324, math.Nextafter(1, 2), inf, -inf, nan} {
		var re *RangeError
		if err := ValidateProb(p); !errors.As(err, &re) || re.Field != "p" || !same(re.Value, p) {
			t.Errorf("%g: %v", p, err)
		}
	}
}

// A limit is a loss and gradient to be exact.
type limit struct {
	name       string
	eval       func(y, v float64) (float64, float64)
	y, v       float64
	loss, grad float64
}

func (l limit) check(t *testing.T) {
	t.Helper()
	loss, grad := l.eval(l.y, l.v)
	// An infinite logit's other gradient may come as -0.
	if !same(loss, l.loss) || grad != l.grad {
		t.Errorf("%s %g, y = %g: %g, %g, want %g, %g", l.name, l.v, l.y, loss, grad, l.loss, l.grad)
	}
}

func TestLimits(t *testing.T) {
	ce := Focal{}
	focal := Focal{Gamma: 2, Alpha: 0.25, Balanced: true}
	half := Focal{Gamma: 0.5}
	none := Focal{Gamma: 2, Alpha: 0, Balanced: true}
	clip := Focal{Epsilon: 0.25}
	for _, tt := range []limit{
		{"cross-entropy at p", ce.AtProb, 1, 1, 0, -1},
		{"cross-entropy at p", ce.AtProb, 0, 0, 0, 1},
		{"cross-entropy at p", ce.AtProb, 1, 0, inf, -inf},
		{"cross-entropy at p", ce.AtProb, 0, 1, inf, inf},
		{"focal at p", focal.AtProb, 1, 1, 0, 0},
		{"focal at p", focal.AtProb, 0, 0, 0, 0},
		{"focal at p", focal.AtProb, 1, 0, inf, -inf},
		{"focal at p", focal.AtProb, 0, 1, inf, inf},
		{"gamma 0.5 at p", half.AtProb, 1, 1, 0, 0},
		{"weight 0 at p", none.AtProb, 1, 0, 0, 0},
		{"weight 0 at p", none.AtProb, 1, 0.5, 0, 0},
		{"cross-entropy at x", ce.AtLogit, 1, inf, 0, 0},
		{"cross-entropy at x", ce.AtLogit, 1, -inf, inf, -1},
		{"cross-entropy at x", ce.AtLogit, 0, inf, inf, 1},
		{"cross-entropy at x", ce.AtLogit, 0, -inf, 0, 0},
		{"cross-entropy at x", ce.AtLogit, 1, 0, math.Ln2, -0.5},
		{"cross-entropy at x", ce.AtLogit, 1, -math.MaxFloat64, math.MaxFloat64, -1},
		{"focal at x", focal.AtLogit, 1, inf, 0, 0},
		{"focal at x", focal.AtLogit, 1, -inf, inf, -0.25},
		{"focal at x", focal.AtLogit, 0, inf, inf, 0.75},
		{"weight 0 at x", none.AtLogit, 1, -inf, 0, 0},
		{"clip below", clip.AtProb, 1, 0, 2 * math.Ln2, 0},
		{"clip at the end", clip.AtProb, 1, 0.25, 2 * math.Ln2, -4},
		{"clip below", clip.AtLogit, 1, -inf, 2 * math.Ln2, 0},
		{"clip above", clip.AtProb, 0, 1, 2 * math.Ln2, 0},
		{"clip at the end", clip.AtProb, 0, 0.75, 2 * math.Ln2, 4},
		{"clip above", clip.AtLogit, 0, inf, 2 * math.Ln2, 0},
	} {
		tt.check(t)
	}
}

// checkInvalidArguments reports results other than NaN for what is no truth or
// no prediction.
func checkInvalidArguments(t *testing.T, l Loss) {
	t.Helper()
	for _, a := range [][2]float64{{-5e-324, 0.5}, {math.Nextafter(1, 2), 0.5}, {-1, 0.5}, {2, 0.5},
		{inf, 0.5}, {nan, 0.5}, {1, nan}, {0, nan}} {
		if loss, dp := l.AtProb(a[0], a[1]); loss == loss || dp == dp {
			t.Errorf("%T%+v.AtProb(%g, %g) = %g, %g, want NaN", l, l, a[0], a[1], loss, dp)
		}
		if loss, dx := l.AtLogit(a[0], a[1]); loss == loss || dx == dx {
			t.Errorf("%T%+v.AtLogit(%g, %g) = %g, %g, want NaN", l, l, a[0], a[1], loss, dx)
		}
	}
	for _, p := range []float64{-1e-300, 1.5, inf, -inf} {
		if loss, dp := l.AtProb(1, p); loss == loss || dp == dp {
			t.Errorf("%T%+v.AtProb(1, %g) = %g, %g, want NaN", l, l, p, loss, dp)
		}
	}
}

// Lin et al. 2017, section 3.2: "with γ = 2, an example classified with
// p_t = 0.9 would have 100× lower loss compared with CE and with p_t ≈ 0.968 it
// would have 1000× lower loss"; "increases the importance of correcting
// misclassified examples (whose loss is scaled down by at most 4× for
// p_t ≤ .5 and γ = 2)".
func TestPaper(t *testing.T) {
	ratio := func(pt float64) float64 {
		ce, _ := Focal{}.AtProb(1, pt)
		fl, _ := Focal{Gamma: 2}.AtProb(1, pt)
		return ce / fl
	}
	if r := ratio(0.9); !close(r, 100, 1e-14) {
		t.Errorf("at 0.9: %g, want 100", r)
	}
	if r := ratio(0.968); !close(r, 1000, 0.03) {
		t.Errorf("at 0.968: %g, want about 1000", r)
	}
	if r := ratio(1 - math.Sqrt(1e-3)); !close(r, 1000, 1e-13) {
		t.Errorf("at 0.9684: %g, want 1000", r)
	}
	for pt := 0.01; pt <= 0.5; pt += 0.01 {
		if r := ratio(pt); r > 4*(1+1e-15) {
			t.Errorf("at %g: %g, want at most 4", pt, r)
		}
	}
}

func TestCentralDifferences(t *testing.T) {
	const h = 1e-5
	for _, g := range []float64{0, 0.5, 0.7, 1, 2, 3.3, 5} {
		f := Focal{Gamma: g, Alpha: 0.3, Balanced: true}
		for _, y := range []float64{0, 1} {
			for v := 0.05; v < 0.96; v += 0.05 {
				difference := func(eval func(y, v float64) (float64, float64), v float64) {
					t.Helper()
					hi, _ := eval(y, v+h)
					lo, _ := eval(y, v-h)
					if _, d := eval(y, v); math.Abs((hi-lo)/(2*h)-d) > 1e-6 {
						t.Errorf("%+v, y = %g, at %g: derivative %g, difference quotient %g", f, y,
							v, d, (hi-lo)/(2*h))
					}
				}
				difference(f.AtProb, v)
				difference(f.AtLogit, 16*v-8)
			}
		}
	}
}

// The loss decreases in p_t and in Gamma, the gradient has the sign of p-y, and
// a swap of classes with weights changes only the gradient's sign.
func TestProperties(t *testing.T) {
	for _, g := range []float64{0, 0.1, 0.5, 0.7, 1, 2, 2.5, 6.1, 10, 100, 1e10, 1e300} {
		f := Focal{Gamma: g, Alpha: 0.25, Balanced: true}
		swapped := Focal{Gamma: g, Alpha: 0.75, Balanced: true}
		next := Focal{Gamma: g * 1.5, Alpha: 0.25, Balanced: true}
		before := inf
		for x := -60.0; x <= 60; x += 0.25 {
			loss, dx := f.AtLogit(1, x)
			if !(loss >= 0 && loss <= before && dx <= 0) {
				t.Errorf("gamma %g, x = %g: %g, %g after %g", g, x, loss, dx, before)
			}
			before = loss
			if l, _ := next.AtLogit(1, x); l > loss {
				t.Errorf("gamma %g, x = %g: loss %g, more than for lower gamma, %g", next.Gamma, x,
					l, loss)
			}
			if l, d := swapped.AtLogit(0, -x); l != loss || d != -dx {
				t.Errorf("gamma %g, x = %g: %g, %g; with swapped classes %g, %g", g, x, loss,
					dx, l, d)
			}
		}
		for p := 1. / 64; p < 1; p += 1. / 64 { // 1-p is exact
			loss, dp := f.AtProb(1, p)
			if l, d := swapped.AtProb(0, 1-p); l != loss || d != -dp {
				t.Errorf("gamma %g, p = %g: %g, %g; with swapped classes %g, %g", g, p, loss,
					dp, l, d)
			}
		}
	}
}

// The two clips meet where the sigmoid does.
func TestClipEnds(t *testing.T) {
	f := Focal{Gamma: 2, Epsilon: 0x1p-10}
	end := math.Log(0x1p10 - 1)
	for _, y := range []float64{0, 1} {
		for _, x := range []float64{-end, end} {
			in, din := f.AtLogit(y, x*(1-1e-12))
			out, dout := f.AtLogit(y, x*(1+1e-12))
			if !close(in, out, 1e-9) || din == 0 || dout != 0 {
				t.Errorf("y = %g, x = %g: %g, %g inside and %g, %g outside", y, x, in, din,
					out, dout)
			}
		}
		for _, p := range []float64{0x1p-10, 1 - 0x1p-10} {
			if _, dp := f.AtProb(y, p); dp == 0 {
				t.Errorf("y = %g, p = %g: clipped", y, p)
			}
			outer := math.Nextafter(p, math.Round(p))
			if _, dp := f.AtProb(y, outer); dp != 0 {
				t.Errorf("y = %g, p = %g: not clipped", y, outer)
			}
		}
	}
}

// checkValue reports a loss and gradient that no valid input has.
func checkValue(t *testing.T, f Focal, y, v, loss, grad float64) {
	t.Helper()
	if !(loss >= 0) || grad != grad || (y == 1 && grad > 0) || (y == 0 && grad < 0) {
		t.Errorf("%+v: y = %g, at %g: %g, %g", f, y, v, loss, grad)
	}
	// Below 1e-300 the gradient 1/Epsilon may overflow.
	if f.Epsilon > 1e-300 && (loss > math.MaxFloat64 || math.Abs(grad) > math.MaxFloat64) {
		t.Errorf("%+v: y = %g, at %g: %g, %g, want finite", f, y, v, loss, grad)
	}
}

func addSeeds(f *testing.F, values ...float64) {
	for _, v := range values {
		f.Add(0.0, 0.5, 0.0, false, true, v)
		f.Add(2.0, 0.25, 1e-7, true, false, v)
		f.Add(0.7, 1.0, 0.3, true, true, v)
		f.Add(1e305, 0.0, 0.0, false, true, v)
		f.Add(19.3, 0.5, 5e-324, true, true, v)
	}
}

func FuzzAtProb(f *testing.F) {
	addSeeds(f, 0, 5e-324, 1e-310, 1e-300, 1e-20, 0.3, 0.5, 1-0x1p-53, 1)
	f.Fuzz(func(t *testing.T, gamma, alpha, eps float64, balanced, positive bool, p float64) {
		fl := Focal{gamma, alpha, eps, balanced}
		y := 0.
		if positive {
			y = 1
		}
		loss, dp := fl.AtProb(y, p)
		if ValidateProb(p) != nil {
			if loss == loss || dp == dp {
				t.Errorf("AtProb(%g, %g) = %g, %g, want NaN", y, p, loss, dp)
			}
			return
		}
		if fl.Validate() != nil {
			return
		}
		checkValue(t, fl, y, p, loss, dp)

		// A rounded 1-p or logit must change p_t and 1-p_t little.
		fl.Epsilon = 0
		if gamma > 10 || !(p > 1e-3 && p < 0.999) {
			return
		}
		loss, dp = fl.AtProb(y, p)
		l, dx := fl.AtLogit(y, math.Log(p)-math.Log1p(-p))
		if !close(l, loss, 1e-12) || !close(dx, dp*p*(1-p), 1e-12) {
			t.Errorf("%+v: y = %g, p = %g: %g, %g; by logit %g, %g", fl, y, p, loss,
				dp*p*(1-p), l, dx)
		}
	})
}

func FuzzAtLogit(f *testing.F) {
	addSeeds(f, 0, 1e-300, -3, 20, 45, 45.1, -46, 700, -745, 800, -801, 1e300, inf, -inf)
	f.Fuzz(func(t *testing.T, gamma, alpha, eps float64, balanced, positive bool, x float64) {
		fl := Focal{gamma, alpha, eps, balanced}
		y := 0.
		if positive {
			y = 1
		}
		loss, dx := fl.AtLogit(y, x)
		if x != x {
			if loss == loss || dx == dx {
				t.Errorf("AtLogit(%g, NaN) = %g, %g, want NaN", y, loss, dx)
			}
			return
		}
		if fl.Validate() != nil {
			return
		}
		checkValue(t, fl, y, x, loss, dx)

		fl.Epsilon = 0
		if gamma > 10 || math.Abs(x) > 8 {
			return
		}
		loss, dx = fl.AtLogit(y, x)
		p := 1 / (1 + math.Exp(-x))
		l, dp := fl.AtProb(y, p)
		if !close(l, loss, 1e-11) || !close(dp*p*(1-p), dx, 1e-11) {
			t.Errorf("%+v: y = %g, x = %g: %g, %g; by probability %g, %g", fl, y, x, loss, dx, l,
				dp*p*(1-p))
		}
	})
}
