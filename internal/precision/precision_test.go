package precision

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// The formats round as IEEE 754 has it: to nearest, ties to even, with subnormal
// numbers and overflow.
func TestRound(t *testing.T) {
	inf := math.Inf(1)
	for _, tt := range []struct {
		f       Format
		x, want float64
	}{
		{Float32, 1 + 0x1p-24, 1},
		{Float32, 1 + 0x3p-24, 1 + 0x1p-22},
		{Float32, 0x1p-150, 0},
		{Float32, 0x1.8p-150, 0x1p-149},
		{Float32, 1e39, inf},
		{BFloat16, 1 + 0x1p-8, 1},
		{BFloat16, 1 + 0x3p-8, 1 + 0x1p-6},
		{BFloat16, 92.75, 93},
		{BFloat16, 92.25, 92},
		{BFloat16, 0x1p-133, 0x1p-133},
		{BFloat16, 0x1p-134, 0},
		{BFloat16, 0x1.8p-134, 0x1p-133},
		{BFloat16, 3.4e38, inf},
		{BFloat16, -0x1.fep127, -0x1.fep127},
		{Float16, 1 + 0x1p-11, 1},
		{Float16, 1 + 0x3p-11, 1 + 0x1p-9},
		{Float16, 65504, 65504},
		{Float16, 65519, 65504},
		{Float16, 65520, inf},
		{Float16, -1e5, -inf},
		{Float16, 1e-7, 0x1p-23},
		{Float16, 0x1p-25, 0},
		{Float16, 0x1.8p-25, 0x1p-24},
		{Float16, -0x1.8p-24, -0x1p-23},
		{Float16, 0x1.ff8p-15, 0x1.ff8p-15},
		{Float16, 0x1.fffp-15, 0x1p-14},
		{Float64, 0.1, 0.1},
	} {
		if got := tt.f.Round(tt.x); got != tt.want {
			t.Errorf("%v of %v is %v, want %v", tt.f, tt.x, got, tt.want)
		}
	}
	for _, f := range Formats {
		if !math.IsNaN(f.Round(math.NaN())) || f.Round(inf) != inf || f.Round(-inf) != -inf {
			t.Errorf("%v: NaN or infinity is lost", f)
		}
		if got := f.Round(f.Smallest()); got != f.Smallest() {
			t.Errorf("%v: smallest %v rounds to %v", f, f.Smallest(), got)
		}
		if got := f.Round(f.Largest()); got != f.Largest() {
			t.Errorf("%v: largest %v rounds to %v", f, f.Largest(), got)
		}
		if got := f.Round(1 - f.BelowOne()); got != 1-f.BelowOne() ||
			f.Round(1-f.BelowOne()/2) != 1 && f != Float64 {
			t.Errorf("%v: %v below 1 rounds to %v", f, f.BelowOne(), got)
		}
		if g, ok := FormatOf(f.String()); g != f || !ok {
			t.Errorf("%v is not found by its name", f)
		}
		all := []float64{0.3, -7, 1e-7, 1e6}
		want := slices.Clone(all)
		for i := range want {
			want[i] = f.Round(want[i])
		}
		if f.roundAll(all); !slices.Equal(all, want) {
			t.Errorf("%v: %v, want %v", f, all, want)
		}
	}
}

// 1-ε rounds to 1 below 2^-25, 2^-12 and 2^-9.
func TestEpsilon(t *testing.T) {
	for _, tt := range []struct {
		f     Format
		least float64
	}{{Float32, 0x1p-25}, {Float16, 0x1p-12}, {BFloat16, 0x1p-9}} {
		if e := EffectOf(tt.f, tt.least); e.High != 1 || e.Clips() {
			t.Errorf("%v: 1-%v is %v", tt.f, tt.least, e.High)
		}
		if e := EffectOf(tt.f, tt.least*1.01); e.High == 1 || !e.Clips() {
			t.Errorf("%v: 1-%v is 1", tt.f, tt.least*1.01)
		}
	}
	e := EffectOf(Float32, 1e-7)
	if math.Abs(e.From+16.118) > 1e-3 || math.Abs(e.To-15.942) > 1e-3 { // 1 - 2^-23
		t.Errorf("clip from %v to %v", e.From, e.To)
	}
	for f, want := range map[Format]float64{Float64: 1e-16, Float32: 1e-7, Float16: 1e-3,
		BFloat16: 1e-2} {
		if got := LeastEpsilon(f); math.Abs(got/want-1) > 1e-12 {
			t.Errorf("%v: least ε %v, want %v", f, got, want)
		}
	}
}

// The reports from public trackers are reproduced.
func TestCases(t *testing.T) {
	for _, c := range Cases() {
		m, ok := ImplementationOf(c.Implementation)
		if !ok {
			t.Fatalf("%s: no implementation %s", c.ID, c.Implementation)
		}
		r := NewLab([]float64{c.Logit}).Run(&m, c.Label, c.Setting)
		if !math.IsNaN(r.Gradient[0]) {
			t.Errorf("%s: gradient %v at %v", c.ID, r.Gradient[0], c.Logit)
		}
		if got, ok := CaseOf(c.ID); !ok || got != c {
			t.Errorf("%s is not found", c.ID)
		}
		// The code of this page is right there.
		m, _ = ImplementationOf("logits")
		r = NewLab([]float64{c.Logit}).Run(&m, c.Label, c.Setting)
		if got := Classify(c.Setting.Format, r.Gradient[0], r.ExactDx[0]); got > Underflow {
			t.Errorf("%s: from logits %v, exact %v", c.ID, r.Gradient[0], r.ExactDx[0])
		}
	}
	// The report has four logits and labels.
	m, _ := ImplementationOf("kornia-0.5.0")
	for _, y := range []float64{0, 1} {
		r := NewLab([]float64{-100, 100}).Run(&m, y, cases[0].Setting)
		if !math.IsNaN(r.Gradient[0]) || !math.IsNaN(r.Gradient[1]) {
			t.Errorf("kornia-918: gradient %v for label %v", r.Gradient, y)
		}
	}
	m, _ = ImplementationOf("optax-0.2.4")
	if r := NewLab([]float64{1000}).Run(&m, 1, cases[2].Setting); !math.IsNaN(r.Gradient[0]) {
		t.Errorf("optax-1267: gradient %v at 1000", r.Gradient)
	}
}

// The form on logits is right in every format, for every gamma, wherever the
// format has the number.
func TestLogits(t *testing.T) {
	for _, f := range Formats {
		testLogits(t, "logits", f)
		if f != Float64 { // this page's code computes in float32
			testLogits(t, "page", f)
		}
	}
}

func testLogits(t *testing.T, id string, f Format) {
	t.Helper()
	m, _ := ImplementationOf(id)
	lab := NewLab(Axis(Step))
	for _, gamma := range []float64{0, 0.3, 0.5, 1, 2, 5} {
		s := Setting{Gamma: gamma, Balanced: true, Alpha: 0.25, Format: f}
		v := lab.Judge(&m, s)
		if !v.Safe() || v.Worst == Off && f < BFloat16 {
			t.Errorf("%s, %v, gamma %v: worst %v; %+v", id, f, gamma, v.Worst, v)
		}
	}
}

// In float64 every implementation has the exact loss where 1-p_t keeps its
// precision.
func TestExact(t *testing.T) {
	for _, m := range Implementations() {
		if m.Upcasts {
			continue
		}
		lab := NewLab([]float64{-10, -5, -1, -0.1, 0, 0.3, 2, 7, 10})
		for _, y := range []float64{0, 1} {
			for _, gamma := range []float64{0, 0.5, 1, 2, 3.3} {
				for _, balanced := range []bool{false, true} {
					s := Setting{Gamma: gamma, Balanced: balanced, Alpha: 0.25, Epsilon: 1e-14}
					r := lab.Run(&m, y, s)
					for i := range r.Logits {
						if relative(r.Loss[i], r.ExactLoss[i]) > 1e-3 ||
							relative(r.Gradient[i], r.ExactDx[i]) > 1e-3 {
							t.Errorf("%s, y %v, gamma %v, balanced %v at %v: %v, %v, want %v, %v",
								m.ID, y, gamma, balanced,
								r.Logits[i], r.Loss[i], r.Gradient[i], r.ExactLoss[i], r.ExactDx[i])
							return
						}
					}
				}
			}
		}
	}
}

func relative(got, want float64) float64 { return math.Abs(got-want) / math.Abs(want) }

// The results a sheet keeps are those it would compute anew.
func TestSheet(t *testing.T) {
	for _, m := range Implementations() {
		lab := NewLab(Axis(1))
		for _, gamma := range []float64{2, 0, 0.5, 2.05, 2, 1} {
			for _, eps := range []float64{1e-7, 1e-3} {
				s := Setting{Gamma: gamma, Epsilon: eps, Format: BFloat16}
				got := lab.Run(&m, 1, s)
				want := NewLab(Axis(1)).Run(&m, 1, s)
				if !slices.EqualFunc(got.Loss, want.Loss, same) ||
					!slices.EqualFunc(got.Gradient, want.Gradient, same) {
					t.Fatalf("%s, gamma %v, ε %v: another result the second time", m.ID, gamma, eps)
				}
			}
		}
	}
}

// Autocast computes powers and logarithms in float32, and sigmoid not.
func TestAutocast(t *testing.T) {
	m, _ := ImplementationOf("torchvision")
	s := Setting{Gamma: 2, Format: BFloat16, Autocast: AutocastCUDA}
	if f := m.OutputFormat(s); f != Float32 {
		t.Errorf("torchvision returns %v under autocast", f)
	}
	r := NewLab(Axis(Step)).Run(&m, 1, s)
	if got := firstFrom(1, r.Logits, r.Loss, isZero); got != 6.25 { // where sigmoid rounds to 1
		t.Errorf("torchvision under autocast: loss 0 from %v", got)
	}
	m, _ = ImplementationOf("logits")
	if v := NewLab(Axis(Step)).Judge(&m, s); !v.Safe() {
		t.Errorf("from logits under autocast: %+v", v)
	}
}

func TestVerdict(t *testing.T) {
	lab := NewLab(Axis(Step))
	m, _ := ImplementationOf("torchvision")
	v := lab.Judge(&m, Setting{Gamma: 0.5, Format: Float32})
	if v.Worst != NaN || v.Safe() || v.Easy[NaN] != 16.75 || !math.IsNaN(v.Hard[NaN]) {
		t.Errorf("torchvision: %+v", v)
	}
	m, _ = ImplementationOf("clip")
	v = lab.Judge(&m, Setting{Gamma: 2, Epsilon: 1e-7, Format: Float32})
	if v.Worst != Zero || v.Hard[Zero] != -16.25 {
		t.Errorf("clip: %+v", v)
	}
}

func TestClassify(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, tt := range []struct {
		f          Format
		got, exact float64
		want       Class
	}{
		{Float32, 1, 1.05, Right},
		{Float32, 1, 1.2, Off},
		{Float32, 0, 1, Zero},
		{Float32, 0, 1e-46, Underflow},
		{Float32, 0, 0, Right},
		{Float16, 0, 1e-7, Underflow},
		{Float16, 0, 1e-6, Zero},
		{Float16, inf, 70000, Right},
		{Float16, inf, 60000, Infinite},
		{Float16, nan, 1, NaN},
	} {
		if got := Classify(tt.f, tt.got, tt.exact); got != tt.want {
			t.Errorf("%v: %v for %v is %v, want %v", tt.f, tt.got, tt.exact, got, tt.want)
		}
	}
}

// A move of gamma: three formats, two implementations, ten thousand logits.
func BenchmarkGamma(b *testing.B) {
	lab := NewLab(Axis((High - Low) / 9999))
	torch, _ := ImplementationOf("torchvision")
	ours, _ := ImplementationOf("logits")
	i := 0
	for b.Loop() {
		gamma := 0.05 * float64(i%100)
		i++
		for _, f := range []Format{Float32, BFloat16, Float16} {
			for _, m := range []*Implementation{&torch, &ours} {
				lab.Run(m, 1, Setting{Gamma: gamma, Format: f})
			}
		}
	}
}

// Many numbers are rounded as one is.
func TestRoundAll(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	x := []float64{0, math.Copysign(0, -1), 0x1p-14, 0x1p-14 - 0x1p-26, 65504,
		65519.99, 65520, 65535,
		-65504, 0x1.ffcp15, 0x1.ffep15, math.Inf(1), math.NaN(), 0x1p-25, 0x1.8p-25}
	for range 20000 {
		x = append(x, float64(math.Float32frombits(rng.Uint32())),
			math.Ldexp(rng.Float64()-0.5, rng.IntN(48)-28))
	}
	for _, f := range Formats {
		got := slices.Clone(x)
		f.roundAll(got)
		for i, v := range x {
			if want := f.Round(v); math.Float64bits(got[i]) != math.Float64bits(want) &&
				(got[i] == got[i] || want == want) {
				t.Fatalf("%v: %v is %v, want %v", f, v, got[i], want)
			}
		}
	}
}
