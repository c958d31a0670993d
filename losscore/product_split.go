//go:build !(amd64 || arm64 || loong64 || ppc64 || ppc64le || riscv64 || s390x)

package losscore

import "math"

// twoProd returns a*b as a rounded product and its error, to 2^-105 of the
// product, from products of halves (Dekker): math.FMA is slow where the hardware
// has none, as on wasm. It is short enough for the compiler to inline, without
// which it is several times as slow there.
func twoProd(a, b float64) pair {
	ah, bh := topHalf(a), topHalf(b)
	p := a * b
	return pair{p, ah*bh - p + ah*(b-bh) + (a-ah)*bh + (a-ah)*(b-bh)}
}

// topHalf returns the leading 26 bits of v; 27 are left.
func topHalf(v float64) float64 {
	return math.Float64frombits(math.Float64bits(v) &^ (1<<27 - 1))
}
