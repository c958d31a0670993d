//go:build !widget

package state

import (
	"lossexplorer/internal/catalog"
	"lossexplorer/internal/formula"
)

// parts returns the views of s.
func (s *State) parts() []part {
	return []part{&s.Axes, &s.Pins, &s.Classes, &s.Pair, &s.Probe, &s.Precision, &s.Sandbox,
		&s.Train, &s.Formula, &s.Weights, &s.Copied, opened{CodeKey, &s.Code},
		opened{PredictKey, &s.Predict},
		&s.Lesson}
}

// customKind returns the custom loss that an ID stands for, nil if there is none.
func customKind(id string) *catalog.Kind { return formula.KindOf(id) }

// settle makes the loss of several classes use the gamma of s.
func (s State) settle(name string) State {
	if name != "gamma" {
		return s
	}
	classes := s.Classes
	classes.Gamma = s.Number(name)
	if classes.Loss(0).Validate(classes.Count) == nil {
		s.Classes = classes
	}
	return s
}

// classesValue is Value for the view of several classes.
func (s State) classesValue(key string) (value string, known bool) { return s.Classes.value(key) }
