//go:build amd64 || arm64 || loong64 || ppc64 || ppc64le || riscv64 || s390x

package losscore

import "math"

// twoProd returns a*b as a rounded product and its exact error.
func twoProd(a, b float64) pair {
	p := float64(a * b)
	return pair{p, math.FMA(a, b, -p)}
}
