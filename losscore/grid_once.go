//go:build !widget

package losscore

import (
	"math"
	"sync"
)

// grid returns the expansions of newGrid, which are computed once.
var grid = sync.OnceValue(newGrid)

// gridLogistic is logistic, by the grid if that reaches as far as z.
func gridLogistic(z float64) (pt, s, l pair) {
	if !(math.Abs(z) < gridEnd-1) {
		return logistic(pair{z, 0})
	}
	k := z*gridSteps + gridShift
	r := z - (k-gridShift)/gridSteps
	e := &grid()[math.Float64bits(k)%gridSize]
	ds, dl := e.ds.series(r), e.dl.series(r)
	return fastTwoSum(e.pt.hi, e.pt.lo-ds), fastTwoSum(e.s.hi, e.s.lo+ds),
		fastTwoSum(e.l.hi, e.l.lo+dl)
}
