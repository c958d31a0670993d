//go:build !widget

package state

import (
	"lossexplorer/internal/catalog"
	"lossexplorer/internal/formula"
)

// parts returns the views of s.
func (s *State) parts() []part {
	return []part{&s.Axes, &s.Pins, &s.Classes, &s.Pair, &s.Probe, &s.Precision, &s.Sandbox,
		&s.Train, &s.Formula, &s.Weights, opened{CodeKey, &s.Code}, opened{PredictKey, &s.Predict},
		&s.Lesson}
}

// customKind returns the custom loss that an ID stands for, nil if there is none.
func customKind(id string) *catalog.Kind { return formula.KindOf(id) }
