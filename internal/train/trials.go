package train

import (
	"math"

	"lossexplorer/losscore"
)

// Seeds is the number of runs of Trials.
const Seeds = 5

// A Quantity is a quantity that Trials compares between the models.
type Quantity int

// The quantities, precision and recall at the threshold of the Trials. The last is
// the calibration error after a temperature fitted on held-out examples.
const (
	Precision Quantity = iota
	Recall
	AveragePrecision
	ECE
	MendedECE
	Quantities
)

// Trials repeat a run with Seeds seeds: the seed of the setup and the ones after it. Each
// seed draws other data and weights. Use Start to make them.
type Trials struct {
	Threshold float64

	setup  Setup
	run    Run
	done   int
	values [Quantities][Models][Seeds]float64
}

// Start begins the trials, reusing the slices of t.
func (t *Trials) Start(s Setup, threshold float64) {
	t.setup, t.Threshold, t.done = s, threshold, 0
	t.run.Start(s)
}

// Done returns how many runs are done.
func (t *Trials) Done() int { return t.done }

// Step trains n steps more and reports whether all runs are done. The error is that
// of l's Validate.
func (t *Trials) Step(l losscore.Loss, n int) (done bool, err error) {
	for ; n > 0 && t.done < Seeds; n-- {
		if err := t.run.Step(l); err != nil {
			return false, err
		}
		if t.run.Done() {
			if err := t.finish(l); err != nil {
				return false, err
			}
		}
	}
	return t.done == Seeds, nil
}

func (t *Trials) finish(l losscore.Loss) error {
	if err := t.run.Measure(l); err != nil {
		return err
	}
	for i := range Models {
		m := &t.run.Results[i]
		c := m.At(t.Threshold)
		temperature, _ := t.run.Fit(i)
		_, mended := m.Mapped(temperature)
		for q, v := range [Quantities]float64{c.Precision(), c.Recall(), m.AP, m.ECE, mended} {
			t.values[q][i][t.done] = v
		}
	}
	if t.done++; t.done < Seeds {
		next := t.setup
		next.Sample.Seed += uint64(t.done)
		t.run.Start(next)
	}
	return nil
}

// A Spread is a mean over runs with the standard deviation of one run.
type Spread struct{ Mean, Deviation float64 }

// Of returns the spread of a quantity of a model over the runs that are done, NaN
// if a run has none, as precision where nothing is predicted positive.
func (t *Trials) Of(q Quantity, model int) Spread {
	return spread(t.values[q][model][:t.done])
}

// Change returns the spread of the differences between the models of each run, that
// with the loss minus that with cross-entropy.
func (t *Trials) Change(q Quantity) Spread {
	var d [Seeds]float64
	for i := range t.done {
		d[i] = t.values[q][WithLoss][i] - t.values[q][WithCross][i]
	}
	return spread(d[:t.done])
}

// Differs reports whether the mean change of a quantity is farther from 0 than
// chance would have it in one of 20 cases, by Student's t for Seeds runs.
func (t *Trials) Differs(q Quantity) bool {
	const t95 = 2.776 // 4 degrees of freedom, two-sided
	c := t.Change(q)
	return t.done == Seeds && math.Abs(c.Mean) > t95*c.Deviation/math.Sqrt(Seeds)
}

// spread returns mean and standard deviation, the latter with n-1 in the
// denominator and 0 for a single value.
func spread(v []float64) Spread {
	if len(v) == 0 {
		return Spread{math.NaN(), math.NaN()}
	}
	s := Spread{Mean: mean(v)}
	if len(v) > 1 {
		for _, x := range v {
			s.Deviation += (x - s.Mean) * (x - s.Mean)
		}
		s.Deviation = math.Sqrt(s.Deviation / float64(len(v)-1))
	}
	return s
}
