package plot

import (
	"lossexplorer/internal/state"
	"lossexplorer/losscore"
)

// sigmoids returns the loss of s with a sigmoid for each class, and how many logits it has:
// the background has none. With the class weight α of the explorer on, a class' own logit
// has α and the logits of the others have 1-α.
func sigmoids(s state.State) (l losscore.Classes, logits int) {
	c := s.Classes
	l = losscore.Classes{Gamma: c.Gamma, Sigmoid: true, Background: c.Background}
	if logits = c.Count; c.Background {
		logits--
	}
	l.Alpha = c.Alpha[:logits]
	if s.Has("alpha") && s.Enabled("alpha") {
		l.PositiveAlpha = s.Number("alpha")
	}
	return l, logits
}

// SigmoidReadings appends to dst the reading of every class that has a sigmoid of its own,
// and returns the loss: the sum of their binary losses.
func SigmoidReadings(dst []ClassReading, s state.State) (readings []ClassReading, loss float64) {
	l, n := sigmoids(s)
	l.Reduction = losscore.Sum
	x := s.Classes.Logits[:n]
	var grad [state.MaxClasses]float64
	loss = classesAt(l, grad[:n], []int{s.Classes.Truth}, x, n).Loss
	for k := range n {
		// The term of one class is the loss with no weight for the others.
		var alpha [state.MaxClasses]float64
		alpha[k] = l.Alpha[k]
		one := l
		one.Alpha = alpha[:n]
		term := classesAt(one, nil, []int{s.Classes.Truth}, x, n).Loss
		_, slope := losscore.Focal{}.AtLogit(0, x[k]) // p, without a loss of digits
		dst = append(dst, ClassReading{P: slope, Loss: term, Gradient: grad[k]})
	}
	return dst, loss
}

// A Reduced is the loss of a batch with one reduction.
type Reduced struct{ Loss, Divisor float64 }

// Reductions are the reductions used to show the batch, in order.
var Reductions = [...]losscore.Reduction{losscore.Mean, losscore.Sum, losscore.Positives,
	losscore.Weights}

// BatchOf returns the loss of the batch of s with each reduction: with softmax, and with a
// sigmoid for each class. It has neither clip nor label smoothing.
func BatchOf(s state.State) (softmax, sigmoid [len(Reductions)]Reduced) {
	c := s.Classes
	var labels [state.MaxBatch]int
	var x [state.MaxBatch * state.MaxClasses]float64
	binary, logits := sigmoids(s)
	for i, reduction := range Reductions {
		for e, class := range c.Batch[:c.Examples] {
			if labels[e] = class; class == state.Ignored {
				labels[e] = -100
			}
			copy(x[e*c.Count:], c.Logits[:c.Count])
		}
		l := losscore.Classes{Gamma: c.Gamma, Alpha: c.Alpha[:c.Count], Background: c.Background,
			Reduction: reduction}
		softmax[i] = classesAt(l, nil, labels[:c.Examples], x[:c.Examples*c.Count], c.Count)
		for e := range c.Examples {
			copy(x[e*logits:], c.Logits[:logits])
		}
		binary.Reduction = reduction
		sigmoid[i] = classesAt(binary, nil, labels[:c.Examples], x[:c.Examples*logits], logits)
	}
	return softmax, sigmoid
}

func classesAt(l losscore.Classes, grad []float64, labels []int, x []float64, classes int) Reduced {
	loss, divisor, err := l.AtLogits(grad, labels, x, classes)
	if err != nil {
		panic(err) // state lets no such state pass
	}
	return Reduced{loss, divisor}
}

// A Convention is a set of class weights that frameworks use.
type Convention int

// The conventions.
const (
	FirstBackground Convention = iota // [1-α, α, α, …] (kornia, MONAI with softmax)
	AllAlike                          // α for every class (mmcv)
	NoWeights
	Conventions
)

// WeightsOf returns the value of state.AlphasKey for s with the weights of a convention.
func WeightsOf(s state.State, c Convention) string {
	alpha := 0.25 // Lin et al. 2017
	if s.Has("alpha") {
		alpha = s.Number("alpha")
	}
	n := s.Classes.Count
	weights := losscore.EqualAlpha(1, n)
	switch c {
	case FirstBackground:
		weights = losscore.BackgroundAlpha(alpha, n)
	case AllAlike:
		weights = losscore.EqualAlpha(alpha, n)
	}
	copy(s.Classes.Alpha[:], weights)
	return s.Value(state.AlphasKey)
}
