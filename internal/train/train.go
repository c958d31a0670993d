// Package train trains a small model on a small problem of two classes, once with
// a loss and once with cross-entropy, from the same weights and with the same
// batches, so that every difference comes from the loss. It measures both models on
// fresh examples, fits temperatures on held-out ones and compares the two.
//
// A run depends on its Setup and loss only. Between machines its numbers may differ
// in the last places, where their exponential functions do.
package train

import (
	"math"
	"math/rand/v2"

	"lossexplorer/losscore"
)

// Setup describes a run, except for the loss.
type Setup struct {
	Sample    Sample    // the training examples
	Hidden    int       // units of the model, 0 for logistic regression
	Prior     bool      // the first prediction is the prevalence, and otherwise 1/2
	Optimizer Optimizer // Adam unless set
	Rate      float64   // learning rate
}

const (
	// Batch is the number of examples of a step.
	Batch = 64
	// Steps is the length of a run.
	Steps = 2000
	// TestSize is the number of test examples per training example. Calibration and
	// average precision of a rare class need more than the training does.
	TestSize = 4
)

// The models of a run.
const (
	WithLoss = iota
	WithCross
	Models
)

// A Run is a training in progress. Start makes one.
type Run struct {
	Setup   Setup
	Train   Data
	HeldOut Data // as many as Train, on which temperatures are fitted
	Test    Data // TestSize times as many, on which models are measured
	Models  [Models]Model
	Results [Models]Metrics // on Test, as of the last Measure
	Steps   int             // trained so far

	shuffle *rand.Rand
	order   []int
	next    int // of order

	start  Model // the weights before the first step
	logits []float64
	slopes []float64
}

// Start begins a run, reusing the slices of r.
func (r *Run) Start(s Setup) {
	r.Setup, r.Steps, r.next = s, 0, 0
	r.Train.Draw(s.Sample)
	held, test := s.Sample, s.Sample
	held.Seed ^= 1 << 62
	r.HeldOut.Draw(held)
	test.Seed ^= 1 << 63
	test.N *= TestSize
	r.Test.Draw(test)
	prior := 0.5
	if s.Prior {
		prior = float64(Positives(s.Sample.N, s.Sample.Ratio)) / float64(s.Sample.N)
	}
	for i := range r.Models {
		r.Models[i].Init(s.Hidden, prior, s.Sample.Seed)
	}
	r.start.Init(s.Hidden, prior, s.Sample.Seed)
	r.shuffle = rand.New(rand.NewPCG(s.Sample.Seed, 2))
	r.order = r.order[:0]
	for i := range s.Sample.N {
		r.order = append(r.order, i)
	}
}

// Done reports whether all Steps are trained.
func (r *Run) Done() bool { return r.Steps >= Steps }

// lossOf returns the loss a model is trained with.
func lossOf(model int, l losscore.Loss) losscore.Loss {
	if model == WithCross {
		return crossEntropy
	}
	return l
}

// crossEntropy has no clip.
var crossEntropy losscore.Loss = losscore.Focal{}

// Step trains both models by one batch, unless the run is done; the examples are
// shuffled anew whenever all have been used. The error comes from l's Validate.
func (r *Run) Step(l losscore.Loss) error {
	if r.Done() {
		return nil
	}
	if r.next == 0 {
		r.shuffle.Shuffle(len(r.order),
			func(i, j int) { r.order[i], r.order[j] = r.order[j], r.order[i] })
	}
	end := min(r.next+Batch, len(r.order))
	batch := r.order[r.next:end]
	if r.next = end; end == len(r.order) {
		r.next = 0
	}
	for i := range r.Models {
		if err := r.Models[i].Step(lossOf(i, l), &r.Train, batch, r.Setup.Optimizer,
			r.Setup.Rate); err != nil {
			return err
		}
	}
	r.Steps++
	return nil
}

// Measure sets the results of both models. The error comes from l's Validate.
func (r *Run) Measure(l losscore.Loss) error {
	for i := range r.Models {
		if err := r.Results[i].Measure(&r.Models[i], lossOf(i, l), &r.Test); err != nil {
			return err
		}
	}
	return nil
}

// GradientScale returns how many times smaller the gradient of the loss is than the
// gradient of cross-entropy at the weights before the first step: the mean of |dL/dx|
// over the training examples, x the logit, for cross-entropy divided by that for l.
// It is +Inf if the loss has no gradient there. The error comes from l's Validate.
func (r *Run) GradientScale(l losscore.Loss) (float64, error) {
	n := r.Train.Len()
	r.logits, r.slopes = resize(r.logits, n), resize(r.slopes, n)
	var size [Models]float64
	for i := range size {
		r.start.Logits(r.logits, r.Train.X)
		if err := losscore.AtLogits(lossOf(i, l), r.logits, r.slopes, r.Train.Y,
			r.logits); err != nil {
			return 0, err
		}
		for _, dx := range r.slopes {
			size[i] += math.Abs(dx)
		}
	}
	return size[WithCross] / size[WithLoss], nil
}

// Fit fits a temperature for a model on the held-out examples, and a scale with a
// bias.
func (r *Run) Fit(model int) (temperature, both Map) {
	r.logits = resize(r.logits, r.HeldOut.Len())
	r.Models[model].Logits(r.logits, r.HeldOut.X)
	return FitTemperature(r.HeldOut.Y, r.logits), FitScaleAndBias(r.HeldOut.Y, r.logits)
}
