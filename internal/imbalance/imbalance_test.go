package imbalance

import (
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"lossexplorer/internal/catalog"
	"lossexplorer/losscore"
)

// detection is a population whose curves are as the paper describes those of
// Figure 4.
var detection = Population{Positive: Normal{-0.5, 2}, Negative: Normal{-5, 0.85}, Negatives: 1000}

func measure(t testing.TB, p Population, l losscore.Loss, cuts ...float64) (*Grid, Measurement) {
	t.Helper()
	var g Grid
	var m Measurement
	if err := g.Place(p, cuts...); err != nil {
		t.Fatal(err)
	}
	if err := g.Measure(&m, l); err != nil {
		t.Fatal(err)
	}
	return &g, m
}

// at interpolates a curve.
func at(xy []float64, x float64) float64 {
	for i := 2; i < len(xy); i += 2 {
		if xy[i] >= x {
			share := 0.
			if xy[i] > xy[i-2] {
				share = (x - xy[i-2]) / (xy[i] - xy[i-2])
			}
			return xy[i-1] + share*(xy[i+1]-xy[i-1])
		}
	}
	return math.NaN()
}

func TestReference(t *testing.T) {
	data, err := os.ReadFile("testdata/reference.tsv")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	if len(lines) != 21 {
		t.Fatalf("%d lines, want a header and 20 rows", len(lines))
	}
	var worstShare, worstCurve float64
	for _, line := range lines[1:] {
		var v []float64
		for _, field := range strings.Split(line, "\t") {
			x, err := strconv.ParseFloat(field, 64)
			if err != nil {
				t.Fatal(err)
			}
			v = append(v, x)
		}
		eps := v[7]
		edge := math.Log((1 - eps) / eps)
		_, m := measure(t, Population{Normal{v[0], v[1]}, Normal{v[2], v[3]}, v[4]},
			losscore.Focal{Gamma: v[5], Alpha: v[6], Balanced: true, Epsilon: eps}, -edge, edge)
		for i := range Groups {
			worstShare = max(worstShare, math.Abs(m.Loss[i]-v[8+i]),
				math.Abs(m.Gradient[i]-v[11+i]))
		}
		for i, y := range [...]int{1, 0} {
			worstCurve = max(worstCurve, math.Abs(at(m.Cumulative[y], 0.9)-v[14+2*i]),
				math.Abs(at(m.Cumulative[y], 0.5)-v[15+2*i]))
		}
		if worstShare > 1e-9 || worstCurve > 2e-3 {
			t.Fatalf("%s\nthe shares differ by up to %.2g, the curves by %.2g:\n%+v %+v", line,
				worstShare, worstCurve, m.Loss, m.Gradient)
		}
	}
	t.Logf("the shares differ by up to %.2g, the curves by %.2g", worstShare, worstCurve)
}

// Every loss has shares that sum to 1 and curves that rise from 0 to 1, below the
// diagonal.
func TestShares(t *testing.T) {
	for _, p := range []Population{detection, {Normal{1, 0.1}, Normal{-1, 4}, 1},
		{Normal{9, 1}, Normal{9, 1}, 1e5}, {Normal{-9, 3}, Normal{-9, 0.1}, 0.5}} {
		for _, k := range catalog.Kinds() {
			var v []float64
			for _, param := range k.Params {
				v = append(v, param.Default)
			}
			g, m := measure(t, p, k.New(v), 16.118)
			for name, s := range map[string]Shares{"examples": g.Examples(), "loss": m.Loss,
				"gradient": m.Gradient} {
				sum := 0.
				for _, share := range s {
					if !(share >= 0) {
						t.Errorf("%s, %+v: shares of the %s %v", k.ID, p, name, s)
					}
					sum += share
				}
				if math.Abs(sum-1) > 1e-14 {
					t.Errorf("%s, %+v: shares of the %s sum to %v", k.ID, p, name, sum)
				}
			}
			for y, c := range m.Cumulative {
				n := len(c)
				if n == 0 && y == 0 && m.Loss[HardNegatives]+m.Loss[EasyNegatives] == 0 {
					continue // all negatives are within the margin of ASL
				}
				if n < 2*cells || c[0] != 0 || c[1] != 0 || math.Abs(c[n-2]-1) > 1e-13 ||
					math.Abs(c[n-1]-1) > 1e-13 {
					t.Fatalf("%s, %+v: the curve of y=%d has %d numbers from %v to %v", k.ID, p, y,
						n, c[:2], c[n-2:])
				}
				slope := 0.
				for i := 2; i < n; i += 2 {
					dx, dy := c[i]-c[i-2], c[i+1]-c[i-1]
					if dx < 0 || dy < 0 || c[i+1] > c[i]+1e-12 {
						t.Fatalf("%s, %+v: the curve of y=%d goes from %v to %v", k.ID, p, y,
							c[i-2:i], c[i:i+2])
					}
					if dx > 1e-9 { // else the difference is rounding
						if dy/dx < slope*(1-1e-5) {
							t.Fatalf("%s, %+v: the slope of y=%d falls from %v to %v at %v", k.ID,
								p, y, slope, dy/dx, c[i])
						}
						slope = dy / dx
					}
				}
			}
		}
	}
}

// With gamma 0 and alike populations, loss and gradient have closed forms: the
// losses of the classes are as their numbers, and E|dL/dx| of the negatives is
// E[p], 1/2 at mean 0.
func TestClosedForms(t *testing.T) {
	p := Population{Normal{2, 1.3}, Normal{-2, 1.3}, 9}
	g, m := measure(t, p, losscore.Focal{})
	if math.Abs(m.Loss[Positives]-0.1) > 1e-12 || math.Abs(m.Gradient[Positives]-0.1) > 1e-12 ||
		math.Abs(g.Examples()[Positives]-0.1) > 1e-12 {
		t.Errorf("positives have %v of the loss, %v of the gradient, want 0.1", m.Loss[Positives],
			m.Gradient[Positives])
	}
	hard := 0.9 * math.Erfc(2/1.3/math.Sqrt2) / 2
	if got := g.Examples()[HardNegatives]; math.Abs(got-hard) > 1e-9 {
		t.Errorf("hard negatives are %v of the examples, want %v", got, hard)
	}
	// Narrow populations are points: -ln(p_t) and 1-p_t.
	_, m = measure(t, Population{Normal{1, 1e-6}, Normal{-2, 1e-6}, 1}, losscore.Focal{})
	loss := [2]float64{math.Log1p(math.Exp(-1)), math.Log1p(math.Exp(-2))}
	grad := [2]float64{1 / (1 + math.Exp(1)), 1 / (1 + math.Exp(2))}
	if want := loss[0] / (loss[0] + loss[1]); math.Abs(m.Loss[Positives]-want) > 1e-9 {
		t.Errorf("the positive has %v of the loss, want %v", m.Loss[Positives], want)
	}
	if want := grad[1] / (grad[0] + grad[1]); math.Abs(m.Gradient[EasyNegatives]-want) > 1e-9 {
		t.Errorf("the negative has %v of the gradient, want %v", m.Gradient[EasyNegatives], want)
	}
}

// The higher gamma, the less easy negatives count, beside hard ones and beside
// all; the more negatives, the less positives count.
func TestMonotone(t *testing.T) {
	for _, p := range []Population{detection, {Normal{0, 2}, Normal{-3, 1.5}, 200},
		{Normal{1.5, 1.5}, Normal{-1.5, 1.5}, 1}} {
		before, beside := 2., math.Inf(1)
		for gamma := 0.; gamma <= 10; gamma += 0.25 {
			_, m := measure(t, p, losscore.Focal{Gamma: gamma})
			ratio := m.Loss[EasyNegatives] / m.Loss[HardNegatives]
			if m.Loss[EasyNegatives] >= before || ratio >= beside {
				t.Errorf("%+v: at gamma %v easy negatives have %v of the loss, %v times that of hard ones; before %v and %v", p, gamma, m.Loss[EasyNegatives], ratio, before, beside)
			}
			before, beside = m.Loss[EasyNegatives], ratio
		}
		positives := 2.
		for n := 1.; n <= 1e5; n *= 10 {
			p.Negatives = n
			_, m := measure(t, p, losscore.Focal{Gamma: 2})
			if m.Loss[Positives] >= positives {
				t.Errorf("with %v negatives positives have %v of the loss, before %v", n,
					m.Loss[Positives], positives)
			}
			positives = m.Loss[Positives]
		}
	}
}

// Section 5.1 of the paper on Figure 4: the hardest fifth of the positives has
// about half of their loss, and gamma changes that little; with gamma 0 the curve
// of the negatives is similar; with gamma 2 the vast majority of their loss
// comes from a small fraction.
func TestFigure4(t *testing.T) {
	hardest := func(gamma float64, y int, fraction float64) float64 {
		_, m := measure(t, detection, losscore.Focal{Gamma: gamma})
		return 1 - at(m.Cumulative[y], 1-fraction)
	}
	if v := hardest(0, 1, 0.2); math.Abs(v-0.5) > 0.03 {
		t.Errorf("a fifth of the positives has %v of the loss", v)
	}
	if v := hardest(0, 0, 0.2); math.Abs(v-0.5) > 0.03 {
		t.Errorf("a fifth of the negatives has %v of the loss", v)
	}
	if v := hardest(2, 1, 0.2); v < 0.55 || v > 0.7 {
		t.Errorf("with gamma 2 a fifth of the positives has %v of the loss", v)
	}
	if v := hardest(2, 0, 0.2); v < 0.9 {
		t.Errorf("with gamma 2 a fifth of the negatives has %v of the loss", v)
	}
	if v := hardest(2, 0, 0.01); v < 0.5 {
		t.Errorf("with gamma 2 a hundredth of the negatives has %v of the loss", v)
	}
	before := 0.
	for _, gamma := range []float64{0, 0.5, 1, 2} {
		v := hardest(gamma, 0, 0.1)
		if v <= before {
			t.Errorf("with gamma %v the hardest tenth has %v of the loss, before %v", gamma,
				v, before)
		}
		before = v
	}
}

// reversed is a loss that rises in p_t: the order of the examples is that of
// the losses, not of the logits.
type reversed struct{ losscore.Focal }

func (r reversed) AtLogit(y, x float64) (loss, dx float64) {
	loss, dx = r.Focal.AtLogit(y, -x)
	return loss, -dx
}

func TestOrder(t *testing.T) {
	mirrored := detection
	mirrored.Positive.Mean *= -1
	mirrored.Negative.Mean *= -1
	_, want := measure(t, mirrored, losscore.Focal{Gamma: 2})
	_, got := measure(t, detection, reversed{losscore.Focal{Gamma: 2}})
	for y, curve := range want.Cumulative {
		for i, v := range curve {
			if math.Abs(got.Cumulative[y][i]-v) > 1e-9 {
				t.Fatalf("y=%d: number %d is %v, want %v", y, i, got.Cumulative[y][i], v)
			}
		}
	}
}

// Where nothing is lost there are no shares, and no NaN in a curve.
func TestNothing(t *testing.T) {
	_, m := measure(t, Population{Normal{5, 0.1}, Normal{-5, 0.1}, 10}, losscore.Focal{Gamma: 1000})
	for i := range Groups {
		if !math.IsNaN(m.Loss[i]) || !math.IsNaN(m.Gradient[i]) {
			t.Errorf("shares %v and %v of nothing", m.Loss, m.Gradient)
		}
	}
	if len(m.Cumulative[0])+len(m.Cumulative[1]) != 0 {
		t.Errorf("curves of nothing: %v", m.Cumulative)
	}
}

func TestErrors(t *testing.T) {
	var g Grid
	if err := g.Place(detection); err != nil {
		t.Fatal(err)
	}
	before := g.Examples()
	for _, p := range []Population{
		{}, {Normal{0, -1}, Normal{0, 1}, 1}, {Normal{0, 1}, Normal{0, 0}, 1},
		{Normal{0, 1}, Normal{0, 1}, 0},
		{Normal{math.NaN(), 1}, Normal{0, 1}, 1}, {Normal{0, 1}, Normal{0, math.Inf(1)}, 1},
		{Normal{0, 1}, Normal{math.Inf(-1), 1}, 1},
	} {
		if err := g.Place(p); err == nil || g.Examples() != before {
			t.Errorf("%+v: %v", p, err)
		}
	}
	m := Measurement{Loss: Shares{1}}
	if err := g.Measure(&m, losscore.Focal{Gamma: -1}); err == nil || m.Loss != (Shares{1}) {
		t.Errorf("gamma -1: %v, %+v", err, m)
	}
}

func TestAllocations(t *testing.T) {
	var g Grid
	var m Measurement
	var l losscore.Loss = losscore.Focal{Gamma: 2}
	p := detection
	n := testing.AllocsPerRun(10, func() {
		p.Negatives++
		if g.Place(p, -2.2, 2.2) != nil || g.Measure(&m, l) != nil {
			t.Fatal("an error")
		}
	})
	if n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// BenchmarkMeasure is the time of a loss, BenchmarkPlace that of a change of the
// population.
func BenchmarkMeasure(b *testing.B) {
	for _, l := range []losscore.Loss{losscore.Focal{}, losscore.Focal{Gamma: 2},
		losscore.Poly1{Poly: 1, Gamma: 2}} {
		name := "focal"
		if f, ok := l.(losscore.Focal); !ok {
			name = "poly1"
		} else if f.Gamma == 0 {
			name = "cross-entropy"
		}
		b.Run(name, func(b *testing.B) {
			g, m := measure(b, detection, l)
			for b.Loop() {
				if err := g.Measure(&m, l); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkPlace(b *testing.B) {
	var g Grid
	for b.Loop() {
		if err := g.Place(detection, -16, 16); err != nil {
			b.Fatal(err)
		}
	}
}
