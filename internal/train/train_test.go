package train

import (
	"math"
	"slices"
	"testing"

	"lossexplorer/losscore"
)

var focal = losscore.Focal{Gamma: 2, Alpha: 0.25, Balanced: true, Epsilon: 1e-7}

func setup() Setup {
	return Setup{Sample: Sample{Shape: Moons, N: 500, Ratio: 9, Noise: 0.2, Seed: 1}, Hidden: 16,
		Prior: true, Rate: 0.02}
}

func TestDraw(t *testing.T) {
	for _, shape := range []Shape{Blobs, Moons, Ring} {
		for ratio, want := range map[float64]int{1: 500, 9: 100, 99: 10, 1e5: 1} {
			var d, again Data
			s := Sample{Shape: shape, N: 1000, Ratio: ratio, Noise: 0.1, Seed: 3}
			d.Draw(s)
			again.Draw(s)
			if !slices.Equal(d.X, again.X) || !slices.Equal(d.Y, again.Y) {
				t.Fatalf("%s: two draws of the same sample differ", shape)
			}
			positives := 0
			for i, y := range d.Y {
				positives += int(y)
				if math.Abs(d.X[2*i]) > 3 || math.Abs(d.X[2*i+1]) > 3 {
					t.Errorf("%s: a point at %g, %g", shape, d.X[2*i], d.X[2*i+1])
				}
			}
			if positives != want {
				t.Errorf("%s 1:%g: %d positives, want %d", shape, ratio, positives, want)
			}
			s.Seed++
			again.Draw(s)
			if slices.Equal(d.X, again.X) {
				t.Errorf("%s: another seed draws the same", shape)
			}
		}
	}
}

// The gradient against central differences, away from the kinks of the units.
func TestGradient(t *testing.T) {
	var d Data
	d.Draw(setup().Sample)
	batch := []int{0, 3, 5, 7, 11, 13, 17, 19, 23, 29}
	for _, l := range []losscore.Loss{crossEntropy, focal, losscore.WeightedCE{PosWeight: 3}} {
		for _, hidden := range []int{0, 5} {
			var m Model
			m.Init(hidden, 0.1, 7)
			if _, err := m.gradient(l, &d, batch); err != nil {
				t.Fatal(err)
			}
			grad := slices.Clone(m.grad)
			for i := range m.Params {
				const h = 1e-6
				at := m.Params[i]
				m.Params[i] = at + h
				up, _ := m.gradient(l, &d, batch)
				m.Params[i] = at - h
				down, _ := m.gradient(l, &d, batch)
				m.Params[i] = at
				if want := (up - down) / (2 * h); math.Abs(grad[i]-want) > 1e-7 {
					t.Errorf("%v, %d units: weight %d has gradient %g, want %g", l, hidden, i,
						grad[i], want)
				}
			}
		}
	}
}

// Logits returns the logits of the training.
func TestLogits(t *testing.T) {
	var d Data
	d.Draw(setup().Sample)
	all := make([]int, d.Len())
	for i := range all {
		all[i] = i
	}
	for _, hidden := range []int{0, 16} {
		var m Model
		m.Init(hidden, 0.3, 1)
		logits := make([]float64, d.Len())
		m.Logits(logits, d.X)
		want, err := m.gradient(crossEntropy, &d, all)
		if err != nil {
			t.Fatal(err)
		}
		losses := make([]float64, d.Len())
		if err := losscore.AtLogits(crossEntropy, losses, nil, d.Y, logits); err != nil {
			t.Fatal(err)
		}
		if got := mean(losses); math.Abs(got-want) > 1e-12 {
			t.Errorf("%d units: mean loss %g, want %g", hidden, got, want)
		}
	}
}

// The prior is the mean prediction of an untrained model.
func TestPrior(t *testing.T) {
	var r Run
	s := setup()
	s.Hidden = 0
	r.Start(s)
	if b := r.Models[0].Params[2]; math.Abs(b+math.Log(9)) > 1e-12 {
		t.Errorf("the bias is %g, want -ln 9", b)
	}
	s.Prior = false
	r.Start(s)
	if b := r.Models[0].Params[2]; b != 0 {
		t.Errorf("without the prior the bias is %g", b)
	}
}

// Logistic regression on two clouds with the same spread s about ±m has a known
// optimum: the weights 2m/s² each, and the bias the log odds.
func TestLogisticOptimum(t *testing.T) {
	var r Run
	r.Start(Setup{Sample: Sample{Shape: Blobs, N: 20000, Ratio: 3, Noise: 0.8, Seed: 5},
		Rate: 0.01})
	for range 3000 {
		if err := r.Step(focal); err != nil {
			t.Fatal(err)
		}
	}
	w := r.Models[WithCross].Params
	want := 2 * 0.6 / (0.8 * 0.8)
	if math.Abs(w[0]-want) > 0.15 || math.Abs(w[1]-want) > 0.15 ||
		math.Abs(w[2]+math.Log(3)) > 0.15 {
		t.Errorf("the weights are %.3g, want %.3g, %.3g and %.3g", w, want, want, -math.Log(3))
	}
}

// Training lowers the loss, a run repeats itself, and the loss makes a
// difference: a model trained with focal loss is less sure (it is not proper).
func TestRun(t *testing.T) {
	var r, again Run
	r.Start(setup())
	if err := r.Measure(focal); err != nil {
		t.Fatal(err)
	}
	before := [Models]float64{r.Results[0].Loss, r.Results[1].Loss}
	again.Start(setup())
	for range 1500 {
		for _, run := range []*Run{&r, &again} {
			if err := run.Step(focal); err != nil {
				t.Fatal(err)
			}
		}
	}
	if !slices.Equal(r.Models[0].Params, again.Models[0].Params) ||
		!slices.Equal(r.Models[1].Params, again.Models[1].Params) {
		t.Error("the same setup trained to other weights")
	}
	if err := r.Measure(focal); err != nil {
		t.Fatal(err)
	}
	for i, m := range r.Results {
		if !(m.Loss < before[i]/2) || m.AP < 0.9 {
			t.Errorf("model %d: loss %g before, %g after, AP %g", i, before[i], m.Loss, m.AP)
		}
	}
	if f, c := r.Results[WithLoss], r.Results[WithCross]; !(f.ECE > 2*c.ECE) ||
		!(f.CrossEntropy > c.CrossEntropy) {
		t.Errorf("focal loss has ECE %g and cross-entropy %g, against %g and %g", f.ECE,
			f.CrossEntropy, c.ECE, c.CrossEntropy)
	}
	if err := r.Step(losscore.Focal{Gamma: -1}); err == nil {
		t.Error("no error for gamma -1")
	}
}

// With cross-entropy as the loss both models are one.
func TestSameLoss(t *testing.T) {
	var r Run
	r.Start(setup())
	for range 100 {
		if err := r.Step(losscore.Focal{}); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(r.Models[0].Params, r.Models[1].Params) {
		t.Error("two models trained alike differ")
	}
}

func TestAllocs(t *testing.T) {
	var r Run
	r.Start(setup())
	var l losscore.Loss = focal
	if n := testing.AllocsPerRun(20, func() {
		if err := r.Step(l); err != nil {
			t.Fatal(err)
		}
		if err := r.Measure(l); err != nil {
			t.Fatal(err)
		}
	}); n > 0 {
		t.Errorf("a step and a measurement allocate %g times", n)
	}
}

func BenchmarkStep(b *testing.B) {
	var r Run
	r.Start(setup())
	var l losscore.Loss = focal
	for b.Loop() {
		if err := r.Step(l); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMeasure(b *testing.B) {
	var r Run
	r.Start(setup())
	var l losscore.Loss = focal
	for b.Loop() {
		if err := r.Measure(l); err != nil {
			b.Fatal(err)
		}
	}
}

// The numbers of a whole run are the same on every machine but for the last places;
// make test runs this natively and in WebAssembly. They are what Go 1.26 computed on
// amd64 when this was written.
func TestGolden(t *testing.T) {
	for _, by := range []Optimizer{Adam, SGD} {
		_, v := trained(t, focal, func(s *Setup) {
			if s.Optimizer = by; by == SGD {
				s.Rate = 0.3
			}
		})
		got := []float64{
			v.AP[WithLoss], v.AP[WithCross], v.ECE[WithLoss], v.ECE[WithCross],
			v.CrossEntropy[WithLoss],
			v.Temperature[WithLoss], v.MendedECE[WithLoss], v.BiasECE, v.APError, v.MatchedAt,
		}
		for i, w := range golden[by] {
			if math.Abs(got[i]-w) > 1e-9 {
				t.Errorf("optimizer %d: number %d is %.17g, want %.17g", by, i, got[i], w)
			}
		}
	}
}

var golden = [...][10]float64{
	Adam: {
		0.88298628026564219, 0.89567084423015186, 0.050994951770841832, 0.011321532464946415,
		0.090983151637998069,
		0.48172305422407818, 0.01225401522285959, 0.009421869439373445, 0.0039399946799071042,
		0.3940466179897138,
	},
	SGD: {
		0.84405392531673817, 0.89389602818234271, 0.099381805405325249, 0.013339153686922805,
		0.14832378127460483,
		0.39088805055163084, 0.019318884238849688, 0.0067284927410400193, 0.013165639207149372,
		0.38778851228755828,
	},
}
