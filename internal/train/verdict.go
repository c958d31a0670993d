package train

import (
	"math"
	"math/rand/v2"
)

// A Ranking compares two models by average precision.
type Ranking int

// The rankings of the model trained with the loss.
const (
	SameRanking Ranking = iota // the difference is within two standard errors, or seedAP
	RanksBetter
	RanksWorse
)

// A RecallChange compares the recall of two models at one threshold.
type RecallChange int

const (
	// SameRecall is a difference within two standard errors, or seedRecall.
	SameRecall RecallChange = iota
	// RecallByThreshold is a difference that is gone where both models predict
	// equally many examples positive: only the threshold lies elsewhere.
	RecallByThreshold
	// RecallByRanking is a difference that remains there.
	RecallByRanking
)

// Differences up to these bounds are not evidence about the loss: they are twice the
// standard deviation, between seeds, of the differences that focal loss with gamma 2
// makes on the default data.
const (
	seedAP     = 0.025
	seedRecall = 0.06
)

// A Calibration compares two models by their expected calibration errors.
type Calibration int

const (
	// SameCalibration is a ratio within calibrationFactor or a difference within
	// calibrationError.
	SameCalibration Calibration = iota
	BetterCalibrated
	WorseCalibrated
)

const (
	calibrationFactor = 1.5
	calibrationError  = 0.01
)

// A Mend grades how much of the excess of the calibration error over cross-entropy's a
// fitted map removes.
type Mend int

const (
	NothingToMend Mend = iota // the model is not WorseCalibrated
	Mends                     // at least 80 %
	MendsPartly               // at least 25 %
	DoesNotMend
)

// A Verdict compares the model trained with the loss with that trained with
// cross-entropy. Its codes follow from its numbers only.
type Verdict struct {
	// Diverged reports that a model has weights that are not finite; then no other
	// code is set.
	Diverged bool
	// Identical reports that both models predict the same, as with cross-entropy
	// itself or, with Adam, with a multiple of it: logits differ by less than
	// identicalLogits on average.
	Identical bool
	// Learnt reports whether the average precision of each model is at least twice
	// the prevalence, the average precision of a random order.
	Learnt [Models]bool

	Ranking Ranking
	AP      [Models]float64
	APError float64 // the standard error of the difference

	Recall RecallChange
	At     [Models]Confusion // at the threshold
	// of the model with the loss, predicting as many positive as the other
	Matched   Confusion
	MatchedAt float64 // the threshold there

	Calibration  Calibration
	ECE          [Models]float64
	CrossEntropy [Models]float64
	Temperature  [Models]float64 // fitted on the held-out examples
	MendedECE    [Models]float64 // after dividing logits by it
	MendedCross  [Models]float64
	Mend         Mend    // by the temperature
	BiasECE      float64 // of the model with the loss, after a fitted scale and bias
	MendWithBias Mend
}

const identicalLogits = 0.01

// Interim returns the numbers of the last Measure that a training in progress has,
// without codes and standard error; the numbers of fitted maps are NaN.
func (r *Run) Interim() Verdict {
	v := Verdict{BiasECE: math.NaN()}
	for i := range r.Results {
		m := &r.Results[i]
		v.AP[i], v.ECE[i], v.CrossEntropy[i] = m.AP, m.ECE, m.CrossEntropy
		v.Temperature[i], v.MendedECE[i], v.MendedCross[i] = math.NaN(), math.NaN(), math.NaN()
	}
	return v
}

// Verdict compares the results of the last Measure, all but the recall, which
// SetThreshold compares. The standard error of the difference of average precision is for
// other test examples alone; several seeds, see Trials, vary the training too.
func (r *Run) Verdict() Verdict {
	v := r.Interim()
	if v.Diverged = !r.finite(); v.Diverged {
		return v
	}
	a, b := &r.Results[WithLoss], &r.Results[WithCross]
	prevalence := float64(Positives(r.Test.Len(), r.Setup.Sample.Ratio)) / float64(r.Test.Len())
	for i := range r.Results {
		v.Learnt[i] = v.AP[i] >= 2*prevalence
	}
	v.Identical = differ(a.logits, b.logits) < identicalLogits
	v.APError = standardError(a, b)
	v.Ranking = ranking(v.AP[WithLoss]-v.AP[WithCross], v.APError)
	v.calibrate(r)
	return v
}

func (r *Run) finite() bool {
	for i := range r.Models {
		for _, w := range r.Models[i].Params {
			if !(math.Abs(w) <= math.MaxFloat64) {
				return false
			}
		}
	}
	return true
}

// differ returns the mean distance of two equally long slices.
func differ(a, b []float64) (sum float64) {
	for i := range a {
		sum += math.Abs(a[i] - b[i])
	}
	return sum / float64(len(a))
}

func ranking(difference, standardError float64) Ranking {
	switch least := max(2*standardError, seedAP); {
	case difference > least:
		return RanksBetter
	case difference < -least:
		return RanksWorse
	}
	return SameRanking
}

// SetThreshold compares the recall of the models of r at a threshold.
func (v *Verdict) SetThreshold(r *Run, threshold float64) {
	if v.Diverged {
		return
	}
	a, b := &r.Results[WithLoss], &r.Results[WithCross]
	for i := range r.Results {
		v.At[i] = r.Results[i].At(threshold)
	}
	v.Matched, v.MatchedAt = Confusion{}, 0
	if n := v.At[WithCross].Predicted(); n > 0 {
		v.MatchedAt, v.Matched = a.Matched(n)
	}
	cut := Logit(threshold)
	switch {
	case !recallDiffers(a, b, cut, cut):
		v.Recall = SameRecall
	case v.Matched.Predicted() > 0 && !recallDiffers(a, b, Logit(v.MatchedAt), cut):
		v.Recall = RecallByThreshold
	default:
		v.Recall = RecallByRanking
	}
}

// recallDiffers reports whether the recalls of a and b differ by more than seedRecall
// and two standard errors (McNemar 1947): the numbers of the positives that only one
// of them finds differ by more than twice the root of their sum.
func recallDiffers(a, b *Metrics, cutA, cutB float64) bool {
	positives, onlyA, onlyB := 0., 0., 0.
	for i, y := range a.labels {
		positives += y
		switch foundA, foundB := a.logits[i] >= cutA, b.logits[i] >= cutB; {
		case y == 0 || foundA == foundB:
		case foundA:
			onlyA++
		default:
			onlyB++
		}
	}
	return math.Abs(onlyA-onlyB) > max(2*math.Sqrt(onlyA+onlyB), seedRecall*positives)
}

func (v *Verdict) calibrate(r *Run) {
	for i := range r.Results {
		t, both := r.Fit(i)
		v.Temperature[i] = t.Temperature()
		v.MendedCross[i], v.MendedECE[i] = r.Results[i].Mapped(t)
		if i == WithLoss {
			_, v.BiasECE = r.Results[i].Mapped(both)
		}
	}
	v.Calibration = compareECE(v.ECE[WithLoss], v.ECE[WithCross])
	if v.Calibration == WorseCalibrated {
		v.Mend = mend(v.ECE, v.MendedECE[WithLoss])
		v.MendWithBias = mend(v.ECE, v.BiasECE)
	}
}

func compareECE(loss, cross float64) Calibration {
	switch {
	case loss > calibrationFactor*cross && loss > cross+calibrationError:
		return WorseCalibrated
	case cross > calibrationFactor*loss && cross > loss+calibrationError:
		return BetterCalibrated
	}
	return SameCalibration
}

func mend(ece [Models]float64, after float64) Mend {
	switch removed := (ece[WithLoss] - after) / (ece[WithLoss] - ece[WithCross]); {
	case removed >= 0.8:
		return Mends
	case removed >= 0.25:
		return MendsPartly
	}
	return DoesNotMend
}

// resamples is the number of bootstrap samples, enough for a standard error within
// about 7 %.
const resamples = 100

// standardError returns the standard error of the difference of the average precisions of
// two models on the same examples: the standard deviation over bootstrap samples, in
// which each example counts as often as a Poisson number of mean 1.
func standardError(a, b *Metrics) float64 {
	r := rand.New(rand.NewPCG(uint64(len(a.labels)), 3))
	counts := make([]float64, len(a.labels))
	var sum, squares float64
	for range resamples {
		for i := range counts {
			counts[i] = poisson(r.Float64())
		}
		d := a.weighted(counts) - b.weighted(counts)
		sum, squares = sum+d, squares+d*d
	}
	mean := sum / resamples
	return math.Sqrt(max(0, squares/resamples-mean*mean))
}

// poisson returns the Poisson number of mean 1 whose distribution function first
// exceeds u.
func poisson(u float64) (n float64) {
	p := 1 / math.E
	for u >= p && n < 10 {
		u -= p
		n++
		p /= n
	}
	return n
}

// weighted is the average precision with each example counted as often as counts
// has it. Equal scores are ordered, which examples that are drawn have none of.
func (r *Metrics) weighted(counts []float64) float64 {
	var seen, found, sum float64
	for _, s := range r.sorted {
		c := counts[s.index]
		seen += c
		if s.label == 1 && c > 0 {
			found += c
			sum += c * found / seen
		}
	}
	if found == 0 {
		return 0
	}
	return sum / found
}
