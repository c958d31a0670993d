package train

import (
	"math"
	"testing"

	"lossexplorer/losscore"
)

// trained is a whole run with the page's defaults, and its verdict at 0.5.
func trained(t testing.TB, l losscore.Loss, change func(*Setup)) (*Run, Verdict) {
	t.Helper()
	s := Setup{Sample: Sample{Shape: Moons, N: 1000, Ratio: 20, Noise: 0.25, Seed: 1}, Hidden: 16,
		Prior: true, Rate: 0.01}
	if change != nil {
		change(&s)
	}
	var r Run
	r.Start(s)
	for !r.Done() {
		if err := r.Step(l); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Measure(l); err != nil {
		t.Fatal(err)
	}
	v := r.Verdict()
	v.SetThreshold(&r, 0.5)
	return &r, v
}

func TestVerdict(t *testing.T) {
	alpha := func(gamma, alpha float64) losscore.Loss {
		return losscore.Focal{Gamma: gamma, Alpha: alpha, Balanced: true, Epsilon: 1e-7}
	}
	for name, tt := range map[string]struct {
		loss   losscore.Loss
		change func(*Setup)
		check  func(v Verdict) bool
	}{
		"gamma alone keeps ranking and recall, and a temperature mends its calibration": {
			losscore.Focal{Gamma: 2, Epsilon: 1e-7}, nil, func(v Verdict) bool {
				return v.Ranking == SameRanking && v.Recall == SameRecall &&
					v.Calibration == WorseCalibrated && v.Mend == Mends &&
					v.Temperature[WithLoss] < 0.5 && v.MendedECE[WithLoss] < v.ECE[WithLoss]/4 &&
					v.MendedCross[WithLoss] < v.CrossEntropy[WithLoss]
			}},
		"alpha below one half moves the threshold down": {alpha(2, 0.25), nil,
			func(v Verdict) bool {
				return v.Ranking == SameRanking && v.Recall == RecallByThreshold &&
					v.MatchedAt < 0.5 &&
					v.At[WithLoss].Recall() < v.At[WithCross].Recall()-0.1 &&
					v.Calibration == WorseCalibrated
			}},
		"alpha above it moves the threshold up": {alpha(2, 0.75), nil, func(v Verdict) bool {
			return v.Recall == RecallByThreshold && v.MatchedAt > 0.5 && v.Mend == MendsPartly &&
				v.MendWithBias == Mends
		}},
		"a temperature cannot undo a weight": {alpha(0, 0.95), nil, func(v Verdict) bool {
			return v.Calibration == WorseCalibrated && v.Mend == DoesNotMend &&
				v.MendWithBias == Mends
		}},
		"half of cross-entropy is cross-entropy for Adam": {alpha(0, 0.5), nil,
			func(v Verdict) bool { return v.Identical && v.Mend == NothingToMend }},
		"and not for SGD": {alpha(0, 0.5), func(s *Setup) { s.Optimizer, s.Rate = SGD, 0.3 },
			func(v Verdict) bool { return !v.Identical }},
		"nothing learnt": {losscore.Focal{Gamma: 2},
			func(s *Setup) { s.Optimizer, s.Rate = SGD, 1e-4 },
			func(v Verdict) bool { return v.Learnt == [Models]bool{} }},
		"diverged": {losscore.WeightedCE{PosWeight: 1000},
			func(s *Setup) { s.Optimizer, s.Rate = SGD, 1000 },
			func(v Verdict) bool { return v.Diverged }},
	} {
		if r, v := trained(t, tt.loss, tt.change); !tt.check(v) {
			t.Errorf("%s: %+v, weights %.3g", name, v,
				r.Models[0].Params[len(r.Models[0].Params)-1])
		}
	}
}

// A loss whose gradient is k times smaller trains alike with SGD at k times the
// learning rate; Adam does not see the scale.
func TestGradientScale(t *testing.T) {
	half := losscore.Focal{Alpha: 0.5, Balanced: true}
	with := func(by Optimizer, rate float64) func(*Setup) {
		return func(s *Setup) { s.Optimizer, s.Rate = by, rate }
	}
	one, _ := trained(t, half, with(SGD, 0.3))
	k, err := one.GradientScale(half)
	if err != nil || k != 2 {
		t.Fatalf("half of cross-entropy has a gradient %g times smaller, %v", k, err)
	}
	two, _ := trained(t, half, with(SGD, 0.3*k))
	if d := differ(one.Models[WithCross].Params, two.Models[WithLoss].Params); d > 1e-12 {
		t.Errorf("with %g times the learning rate the weights differ by %g", k, d)
	}
	if d := differ(one.Models[WithCross].Params, one.Models[WithLoss].Params); d < 0.05 {
		t.Errorf("with the same learning rate the weights differ by %g only", d)
	}
	if r, _ := trained(t, half, nil); differ(r.Models[WithCross].Params,
		r.Models[WithLoss].Params) > 1e-3 {
		t.Error("Adam sees the scale")
	}

	// By the formula: before the first step every prediction is the prevalence.
	var r Run
	s := setup()
	s.Hidden = 0
	r.Start(s)
	r.start.Params[0], r.start.Params[1] = 0, 0
	const p = 0.1                                              // one of ten is positive
	positive := math.Pow(1-p, 2) * ((1 - p) - 2*p*math.Log(p)) // |dL/dx| at pt = p
	negative := math.Pow(p, 2) * (p - 2*(1-p)*math.Log(1-p))   // at pt = 1-p
	want := (p*(1-p) + (1-p)*p) / (p*positive*0.25 + (1-p)*negative*0.75)
	if got, err := r.GradientScale(focal); err != nil || math.Abs(got-want) > 1e-6*want {
		t.Errorf("the gradient is %g times smaller, want %g; %v", got, want, err)
	}
	if _, err := r.GradientScale(losscore.Focal{Gamma: -1}); err == nil {
		t.Error("no error for gamma -1")
	}
}

// Verdicts on results made by hand.
func TestRankings(t *testing.T) {
	// measured compares a model with given logits, by index, on n positives and then
	// 10n negatives, with one that ranks every tenth positive last.
	measured := func(loss func(i int) float64) Verdict {
		const n = 400
		var r Run
		for i := range 11 * n {
			r.Test.X = append(r.Test.X, 0, 0)
			r.Test.Y = append(r.Test.Y, 0)
			if i < n {
				r.Test.Y[i] = 1
			}
		}
		r.Setup.Sample.Ratio = 10
		cross := func(i int) float64 {
			if i < n && i%10 > 0 {
				return 1 + float64(i)/n
			}
			return -1 + float64(i)/n/100
		}
		for model, logit := range [Models]func(int) float64{loss, cross} {
			m := &r.Results[model]
			m.labels = r.Test.Y
			for i := range m.labels {
				m.logits = append(m.logits, logit(i))
			}
			m.losses = make([]float64, len(m.logits))
			m.CrossEntropy, m.ECE = calibration(&m.Bins, m.losses, m.labels, m.logits, Identity)
			m.sort()
			m.AP = m.averagePrecision()
		}
		v := r.Verdict()
		v.SetThreshold(&r, 0.5)
		return v
	}
	all := func(i int) float64 { return 400 - float64(i) }
	if v := measured(all); v.Ranking != RanksBetter || v.Learnt != [Models]bool{true, true} {
		t.Errorf("a perfect order: %+v", v)
	}
	third := func(i int) float64 { // finds a third
		if i < 400 && i%3 == 0 {
			return 2
		}
		return -2 - float64(i%7)
	}
	if v := measured(third); v.Ranking != RanksWorse || v.Recall != RecallByRanking {
		t.Errorf("a bad order: ranking %d, recall %d: %+v", v.Ranking, v.Recall, v)
	}
}

func TestCompare(t *testing.T) {
	for _, tt := range []struct {
		loss, cross float64
		want        Calibration
	}{
		{0.05, 0.01, WorseCalibrated}, {0.01, 0.05, BetterCalibrated},
		{0.012, 0.004, SameCalibration},
		{0.1, 0.08, SameCalibration}, {0.02, 0.009, WorseCalibrated},
	} {
		if got := compareECE(tt.loss, tt.cross); got != tt.want {
			t.Errorf("%g and %g: %d, want %d", tt.loss, tt.cross, got, tt.want)
		}
	}
	for after, want := range map[float64]Mend{0.01: Mends, 0.025: Mends, 0.05: MendsPartly,
		0.1: DoesNotMend, 0.2: DoesNotMend} {
		if got := mend([Models]float64{0.11, 0.01}, after); got != want {
			t.Errorf("an error of 0.11 beside 0.01, after a fit %g: %d, want %d", after, got, want)
		}
	}
}

// The standard error is that of many test sets: of the difference of the average
// precisions of two fixed models.
func TestStandardError(t *testing.T) {
	r, v := trained(t, losscore.Focal{Gamma: 2}, nil)
	var differences []float64
	for seed := range uint64(60) {
		s := r.Setup.Sample
		s.N, s.Seed = TestSize*s.N, 1000+seed
		var d Data
		d.Draw(s)
		var ap [Models]float64
		for i := range ap {
			var m Metrics
			if err := m.Measure(&r.Models[i], crossEntropy, &d); err != nil {
				t.Fatal(err)
			}
			ap[i] = m.AP
		}
		differences = append(differences, ap[0]-ap[1])
	}
	if sd := spread(differences).Deviation; v.APError < 0.6*sd || v.APError > 1.6*sd {
		t.Errorf("the standard error is %g, that of 60 test sets %g", v.APError, sd)
	}
	if one := standardError(&r.Results[0], &r.Results[0]); one != 0 {
		t.Errorf("that of a model and itself is %g", one)
	}
}

func TestPoisson(t *testing.T) {
	want := map[float64]float64{0: 0, 0.36: 0, 0.37: 1, 0.73: 1, 0.74: 2, 0.91: 2, 0.92: 3,
		0.999999: 9}
	for u, n := range want {
		if got := poisson(u); got != n {
			t.Errorf("poisson(%g) is %g, want %g", u, got, n)
		}
	}
}

// What one run cannot tell is what other seeds change: the bounds are twice the
// standard deviation of the differences.
func TestSeedBounds(t *testing.T) {
	var ap, recall []float64
	for seed := range uint64(16) {
		_, v := trained(t, losscore.Focal{Gamma: 2}, func(s *Setup) { s.Sample.Seed = seed })
		ap = append(ap, v.AP[WithLoss]-v.AP[WithCross])
		recall = append(recall, v.At[WithLoss].Recall()-v.At[WithCross].Recall())
	}
	for name, two := range map[string][2]float64{"average precision": {2 * spread(ap).Deviation,
		seedAP}, "recall": {2 * spread(recall).Deviation, seedRecall}} {
		if two[0] < 0.7*two[1] || two[0] > 1.3*two[1] {
			t.Errorf("%s varies by %.3g, the bound is %g", name, two[0], two[1])
		}
	}
}
