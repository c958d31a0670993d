// Package train trains a small model on a small problem of two classes, once
// with a loss and once with cross-entropy, from the same weights and with the
// same batches, so that all that differs comes from the loss.
//
// A run depends on its Setup only. Between machines its numbers may differ in
// the last places, where their exponential functions do.
package train

import (
	"math/rand/v2"

	"lossexplorer/losscore"
)

// Setup is what a run depends on, besides the loss.
type Setup struct {
	Sample Sample  // for training; as many others of its kind are held out to measure with
	Hidden int     // units of the model, 0 for logistic regression
	Prior  bool    // the models start with the share of positives as their prediction, else with 1/2
	Rate   float64 // of Adam
}

// Batch is the number of examples of a step.
const Batch = 64

// The models of a run.
const (
	WithLoss = iota
	WithCross
	Models
)

// A Run is a training in progress. Make one with Start.
type Run struct {
	Setup   Setup
	Train   Data
	HeldOut Data
	Models  [Models]Model
	Results [Models]Measurement // by the held-out examples, as of the last Measure
	Steps   int

	shuffle *rand.Rand
	order   []int
	next    int // of order
}

// Start begins a run, reusing the slices of r.
func (r *Run) Start(s Setup) {
	r.Setup, r.Steps, r.next = s, 0, 0
	r.Train.Draw(s.Sample)
	held := s.Sample
	held.Seed ^= 1 << 63
	r.HeldOut.Draw(held)
	prior := 0.5
	if s.Prior {
		prior = float64(Positives(s.Sample.N, s.Sample.Ratio)) / float64(s.Sample.N)
	}
	for i := range r.Models {
		r.Models[i].Init(s.Hidden, prior, s.Sample.Seed)
	}
	r.shuffle = rand.New(rand.NewPCG(s.Sample.Seed, 2))
	r.order = r.order[:0]
	for i := range s.Sample.N {
		r.order = append(r.order, i)
	}
}

// loss returns what a model is trained with.
func loss(model int, l losscore.Loss) losscore.Loss {
	if model == WithCross {
		return cross
	}
	return l
}

// cross is cross-entropy, without a clip.
var cross losscore.Loss = losscore.Focal{}

// Step trains both models by one batch; the examples are shuffled anew whenever
// all have been used. The error is that of l's Validate.
func (r *Run) Step(l losscore.Loss) error {
	if r.next == 0 {
		r.shuffle.Shuffle(len(r.order), func(i, j int) { r.order[i], r.order[j] = r.order[j], r.order[i] })
	}
	end := min(r.next+Batch, len(r.order))
	batch := r.order[r.next:end]
	if r.next = end; end == len(r.order) {
		r.next = 0
	}
	for i := range r.Models {
		if err := r.Models[i].Step(loss(i, l), &r.Train, batch, r.Setup.Rate); err != nil {
			return err
		}
	}
	r.Steps++
	return nil
}

// Measure sets the results of both models.
func (r *Run) Measure(l losscore.Loss) error {
	for i := range r.Models {
		if err := r.Results[i].Measure(&r.Models[i], loss(i, l), &r.HeldOut); err != nil {
			return err
		}
	}
	return nil
}
