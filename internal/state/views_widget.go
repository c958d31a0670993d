//go:build widget

package state

import "lossexplorer/internal/catalog"

// parts returns the views of s that a widget shows. The tag widget is for the program of
// elements without a custom loss, which is 40 KB shorter without the others.
func (s *State) parts() []part { return []part{&s.Axes, &s.Pins} }

// customKind returns nil: such a program has no custom losses.
func customKind(string) *catalog.Kind { return nil }

// settle returns s: no element shows several classes.
func (s State) settle(string) State { return s }

func (s State) classesValue(string) (value string, known bool) { return "", false }
