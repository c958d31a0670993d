package losscore

import (
	"errors"
	"math"
	"slices"
	"sort"
	"strconv"
	"testing"
)

// checkCurve reports columns of c that are not n points of f for y.
func checkCurve(t *testing.T, c *Curve, f kernel, y float64, n int) {
	t.Helper()
	if len(c.Pt) != n || len(c.Loss) != n || len(c.DPt) != n || len(c.DLogit) != n {
		t.Fatalf("%+v, y=%g: lengths %d, %d, %d, %d, want %d", f, y, len(c.Pt), len(c.Loss),
			len(c.DPt), len(c.DLogit), n)
	}
	first, last, eps := 0., 1., f.clipAt()
	if eps == 0 {
		first = firstPt
		if loss, dpt, _ := f.at(y, one, pair{}); math.IsInf(loss, 0) || math.IsInf(dpt, 0) {
			last = 1 - firstPt
		}
	}
	if c.Pt[0] != first || c.Pt[n-1] != last {
		t.Fatalf("%+v, y=%g: p_t from %g to %g, want %g to %g", f, y, c.Pt[0], c.Pt[n-1],
			first, last)
	}
	for i, pt := range c.Pt {
		if i > 0 && !(pt > c.Pt[i-1]) {
			t.Fatalf("%+v, y=%g: p_t[%d] = %g after %g", f, y, i, pt, c.Pt[i-1])
		}
		loss, dpt, dz := clipped(f, y, pair{pt, 0}, twoSum(1, -pt))
		if y == 0 {
			dz = -dz
		}
		// A Focal is sampled by the batch kernel.
		const rel = 2e-15
		if !close(c.Loss[i], loss, rel) || !close(c.DPt[i], dpt, rel) ||
			!close(c.DLogit[i], dz, rel) {
			t.Fatalf("%+v, y=%g: at %g: %g, %g, %g, want %g, %g, %g", f, y, pt, c.Loss[i], c.DPt[i],
				c.DLogit[i], loss, dpt, dz)
		}
		for _, v := range []float64{loss, dpt, dz} {
			if v-v != 0 && !(eps > 0 && eps < 1e-300) {
				t.Fatalf("%+v, y=%g: %g at %g", f, y, v, pt)
			}
		}
	}
}

func TestSample(t *testing.T) {
	var c Curve
	for _, n := range []int{2, 3, 7, 8, 9, 64, 512, 100000} {
		for _, eps := range []float64{0, 5e-324, 1e-300, 1e-30, 0x1p-54, 0x1p-53, 1e-15, 1e-7, 1e-6,
			1e-3, 0.1, 0.3, 0.4999, 0.4999995, 0.49999999999} {
			for _, f := range []Focal{{}, {Gamma: 2, Alpha: 0.25, Balanced: true}, {Gamma: 0.1},
				{Gamma: 50}, {Gamma: 2, Balanced: true}} {
				f.Epsilon = eps
				for y := range 2 {
					if err := c.Sample(f, float64(y), n); err != nil {
						t.Fatal(err)
					}
					checkCurve(t, &c, f, float64(y), n)
				}
			}
		}
	}
}

func TestSampleClip(t *testing.T) {
	var c Curve
	for _, eps := range []float64{1e-12, 1e-7, 1e-3, 0.1, 0.25} {
		f := Focal{Gamma: 2, Epsilon: eps}
		for _, n := range []int{8, 100} {
			if err := c.Sample(f, 1, n); err != nil {
				t.Fatal(err)
			}
			for _, p := range []float64{eps, 1 - eps} {
				if !slices.Contains(c.Pt, p) {
					t.Errorf("Epsilon %g, n %d: no point %g", eps, n, p)
				}
			}
			active := 0
			for i := range c.Pt {
				if c.DPt[i] != 0 {
					active++
				}
			}
			if want := n - 4; active != want {
				t.Errorf("Epsilon %g, n %d: %d points with a gradient, want %d", eps, n,
					active, want)
			}
		}
	}
}

func TestSampleErrors(t *testing.T) {
	c := Curve{Pt: []float64{1, 2, 3}}
	for _, tt := range []struct {
		f     Focal
		y     float64
		n     int
		field string
	}{
		{Focal{Gamma: -1}, 1, 2, "Gamma"},
		{Focal{}, 1.5, 2, "y"},
		{Focal{}, math.NaN(), 2, "y"},
		{Focal{}, 1, 1, "n"},
		{Focal{}, 1, -5, "n"},
	} {
		err := c.Sample(tt.f, tt.y, tt.n)
		var re *RangeError
		if !errors.As(err, &re) || re.Field != tt.field {
			t.Errorf("Sample(%+v, %g, %d) = %v, want a RangeError for %s", tt.f, tt.y, tt.n, err,
				tt.field)
		}
	}
	if !slices.Equal(c.Pt, []float64{1, 2, 3}) || c.Loss != nil {
		t.Errorf("written on error: %+v", c)
	}
}

// Evaluate has the values of Sample at its points, whatever points are between.
func TestEvaluate(t *testing.T) {
	same := func(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) }
	for _, k := range testKinds() {
		v := make([]float64, len(k.Params))
		for i, p := range k.Params {
			v[i] = p.Default
		}
		for _, eps := range []float64{0, 1e-7} {
			v[len(v)-1] = eps
			l := k.New(v)
			for _, y := range []float64{0, 1} {
				var sampled, other, c Curve
				if err := sampled.Sample(l, y, 300); err != nil {
					t.Fatal(err)
				}
				if err := other.Sample(Focal{Epsilon: 1e-3}, y, 200); err != nil {
					t.Fatal(err)
				}
				c.Pt = append(append(c.Pt, sampled.Pt...), other.Pt...)
				slices.Sort(c.Pt)
				c.Pt = slices.Compact(c.Pt)
				if err := c.Evaluate(l, y); err != nil {
					t.Fatal(err)
				}
				if len(c.Loss) != len(c.Pt) || len(c.DPt) != len(c.Pt) ||
					len(c.DLogit) != len(c.Pt) {
					t.Fatalf("%s: %d, %d and %d values at %d p_t", k.ID, len(c.Loss), len(c.DPt),
						len(c.DLogit), len(c.Pt))
				}
				for i, pt := range sampled.Pt {
					j, ok := slices.BinarySearch(c.Pt, pt)
					if !ok || !same(c.Loss[j], sampled.Loss[i]) ||
						!same(c.DPt[j], sampled.DPt[i]) || !same(c.DLogit[j], sampled.DLogit[i]) {
						t.Fatalf("%s, epsilon %g, y=%g: at %g: %g, %g, %g, sampled %g, %g, %g",
							k.ID, eps, y, pt,
							c.Loss[j], c.DPt[j], c.DLogit[j], sampled.Loss[i], sampled.DPt[i],
							sampled.DLogit[i])
					}
				}
			}
		}
	}
}

func TestEvaluateErrors(t *testing.T) {
	for _, tt := range []struct {
		f     Focal
		y, pt float64
		field string
	}{
		{Focal{Gamma: -1}, 1, 0.5, "Gamma"},
		{Focal{}, 2, 0.5, "y"},
		{Focal{}, 1, -0.1, "Pt"},
		{Focal{}, 1, 1.1, "Pt"},
		{Focal{}, 1, math.NaN(), "Pt"},
	} {
		c := Curve{Pt: []float64{0.5, tt.pt}}
		err := c.Evaluate(tt.f, tt.y)
		var re *RangeError
		if !errors.As(err, &re) || re.Field != tt.field || c.Loss != nil {
			t.Errorf("Evaluate(%+v, %g) at %g: %v, wrote %v; want a RangeError for %s", tt.f, tt.y,
				tt.pt, err, c.Loss, tt.field)
		}
	}
}

func TestSampleAllocs(t *testing.T) {
	var c Curve
	f := Focal{Gamma: 2, Epsilon: 1e-7}
	if err := c.Sample(f, 1, 512); err != nil {
		t.Fatal(err)
	}
	var l Loss = f
	if n := testing.AllocsPerRun(20, func() {
		if c.Sample(l, 0, 512) != nil {
			t.Fail()
		}
	}); n != 0 {
		t.Errorf("%g allocations per Sample", n)
	}
}

// interpolationError returns the greatest distance, in units of the window,
// between f and lines through its values at the points pt, inside the windows.
func interpolationError(f kernel, y float64, pt []float64) float64 {
	at := func(p float64) (v [3]float64) {
		v[0], v[1], v[2] = clipped(f, y, pair{p, 0}, twoSum(1, -p))
		return v
	}
	const steps = 20000
	worst := 0.
	for i := range steps {
		p := pt[0] + (pt[len(pt)-1]-pt[0])*(float64(i)+0.5)/steps
		j := sort.SearchFloat64s(pt, p)
		t := (p - pt[j-1]) / (pt[j] - pt[j-1])
		a, b, want := at(pt[j-1]), at(pt[j]), at(p)
		for k, w := range windows {
			if want[k] >= w.lo && want[k] <= w.hi {
				worst = max(worst, math.Abs(a[k]+t*(b[k]-a[k])-want[k])/(w.hi-w.lo))
			}
		}
	}
	return worst
}

func TestSampleBeatsUniform(t *testing.T) {
	const n = 256
	var c Curve
	uniform := make([]float64, n)
	for _, l := range []Loss{
		Focal{}, Focal{Gamma: 0.3}, Focal{Gamma: 0.5}, Focal{Gamma: 0.7}, Focal{Gamma: 1},
		Focal{Gamma: 2},
		Focal{Gamma: 5}, Focal{Gamma: 10},
		Focal{Gamma: 2, Alpha: 0.25, Balanced: true},
		Focal{Gamma: 2, Epsilon: 1e-7},
		WeightedCE{PosWeight: 3},
		FocalStar{Gamma: 2, Beta: 1}, FocalStar{Gamma: 4},
		Poly1{Poly: 2}, Poly1{Poly: -1, Gamma: 2},
		Asymmetric{GammaPos: 1, GammaNeg: 4, Margin: 0.05},
		SmoothedCE{LabelSmoothing: 0.1}, SmoothedCE{LabelSmoothing: 0.1, Epsilon: 1e-7},
	} {
		if err := c.Sample(l, 1, n); err != nil {
			t.Fatal(err)
		}
		for i := range uniform {
			uniform[i] = c.Pt[0] + (c.Pt[n-1]-c.Pt[0])*float64(i)/(n-1)
		}
		got, want := interpolationError(l.(kernel), 1, c.Pt),
			interpolationError(l.(kernel), 1, uniform)
		t.Logf("%+v: %.2g of the window, uniform spacing %.2g", l, got, want)
		if got > 5e-4 || got > max(want/20, 5e-5) {
			t.Errorf("%+v: error %.2g of the window, with uniform spacing %.2g", l, got, want)
		}
	}
}

func TestSampleKinds(t *testing.T) {
	var c Curve
	for _, k := range testKinds() {
		for _, l := range variants(k) {
			for _, n := range []int{2, 8, 100} {
				for y := range 2 {
					if err := c.Sample(l, float64(y), n); err != nil {
						t.Fatal(err)
					}
					checkCurve(t, &c, l.(kernel), float64(y), n)
				}
			}
		}
	}
}

// foreign hides that a loss is of this package.
type foreign struct{ Loss }

func TestSampleForeign(t *testing.T) {
	var own, other Curve
	for _, k := range testKinds() {
		for _, l := range variants(k) {
			if l.(kernel).clipAt() != 0 {
				continue
			}
			for y := range 2 {
				if err := errors.Join(own.Sample(l, float64(y), 50),
					other.Sample(foreign{l}, float64(y), 50)); err != nil {
					t.Fatal(err)
				}
				for i := 1; i < 49; i++ {
					loss, dpt, dz := clipped(l.(kernel), float64(y), pair{other.Pt[i], 0},
						twoSum(1, -other.Pt[i]))
					if y == 0 {
						dz = -dz
					}
					// Curvature is from differences of values that are rounded.
					if !near(other.Pt[i], own.Pt[i], 1e-3) || !near(other.Loss[i], loss, 1e-9) ||
						!near(other.DPt[i], dpt, 1e-9) || !near(other.DLogit[i], dz, 1e-9) {
						t.Errorf("%+v, y=%d: %g, %g, %g at %g; as a loss of this package %g, %g, %g at %g", l, y,
							other.Loss[i], other.DPt[i], other.DLogit[i], other.Pt[i], loss, dpt,
							dz, own.Pt[i])
					}
				}
			}
		}
	}
	if err := own.Sample(foreign{Focal{Gamma: -1}}, 1, 10); err == nil {
		t.Error("sampled what is not valid")
	}
}

// A soft label has curves against p, of every loss, with the clip resolved.
func TestSoftCurve(t *testing.T) {
	for _, k := range testKinds() {
		for _, eps := range []float64{0, 1e-3} {
			v := make([]float64, len(k.Params))
			for i, p := range k.Params {
				v[i] = p.Default
			}
			v[len(v)-1] = eps
			l := k.New(v)
			var c Curve
			if err := c.Sample(l, 0.8, 300); err != nil {
				t.Fatal(err)
			}
			jumps := 0
			for i, p := range c.Pt {
				loss, dp := l.AtProb(0.8, p)
				if c.Loss[i] != loss || c.DPt[i] != dp || loss != loss || i > 0 && p <= c.Pt[i-1] {
					t.Fatalf("%s: %v, %v at p = %v, want %v, %v", k.ID, c.Loss[i], c.DPt[i], p,
						loss, dp)
				}
				_, dx := l.AtLogit(0.8, math.Log(p)-math.Log1p(-p))
				if p > 2*eps && p < 1-2*eps && math.Abs(c.DLogit[i]-dx) > 1e-9*(1+math.Abs(dx)) {
					t.Errorf("%s: dL/dx %v at p = %v, want %v", k.ID, c.DLogit[i], p, dx)
				}
				if p == eps || p == 1-eps {
					jumps++
				}
			}
			if eps > 0 && jumps < 1 {
				t.Errorf("%s: the ends of the clip are not among the points", k.ID)
			}
		}
	}
}

func FuzzSample(f *testing.F) {
	f.Add(2.0, 0.25, 1e-7, true, true, 100)
	f.Add(0.5, 0.0, 0.0, false, false, 2)
	f.Add(0.0, 1.0, 0.4999, true, false, 8)
	f.Add(1e300, 1.0, 5e-324, true, false, 9)
	f.Fuzz(func(t *testing.T, gamma, alpha, eps float64, balanced, positive bool, n int) {
		fl := Focal{gamma, alpha, eps, balanced}
		y := 0.
		if positive {
			y = 1
		}
		if n > 10000 {
			n %= 10000
		}
		var c Curve
		if err := c.Sample(fl, y, n); err != nil {
			if fl.Validate() == nil && n >= 2 {
				t.Fatal(err)
			}
			return
		}
		checkCurve(t, &c, fl, y, n)
	})
}

func BenchmarkSample512(b *testing.B) {
	for _, g := range benchGammas {
		b.Run("gamma="+strconv.FormatFloat(g, 'g', -1, 64), func(b *testing.B) {
			var c Curve
			f := Focal{Gamma: g, Alpha: 0.25, Balanced: true}
			b.ReportAllocs()
			for b.Loop() {
				if err := c.Sample(f, 1, 512); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
