//go:build widget

package plot

import (
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/losscore"
)

// The program of plain elements has neither curvature nor soft labels: elements that use them
// load the other program, see web/js/widget/loss-explorer.js.

// Curved returns false.
func Curved(state.State, losscore.Loss) bool { return false }

func curvatureAt(losscore.Loss, float64, float64) float64 { panic("plot: no curvature") }

func sayLeast(*text.Messages, state.State) (said string, ok bool) { return "", false }
