//go:build widget

package losscore

import "math"

// The program of plain elements has no soft labels: it is 20 KB shorter without them.

func softLogit[K smooth](_ K, _, _ float64) (loss, dx, dxx float64) {
	return math.NaN(), math.NaN(), math.NaN()
}

func softProb[K smooth](_ K, _, _ float64) (loss, dp float64) { return math.NaN(), math.NaN() }
