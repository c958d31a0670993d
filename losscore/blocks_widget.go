//go:build widget

package losscore

// blocks evaluates no loss many points at a time: the program of elements without a custom
// loss is 8 KB shorter so, and draws a curve in 0.1 ms still.
type blocks struct{}

func (*blocks) init(Loss, float64) {}

func (*blocks) epsilon() float64 { return 0 }

func (*blocks) sample(_ *sampler, _, _, _, _ []float64) bool { return false }
