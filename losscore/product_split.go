//go:build !(amd64 || arm64 || loong64 || ppc64 || ppc64le || riscv64 || s390x)

package losscore

// twoProd returns a*b as a rounded product and its exact error, by Dekker's
// algorithm: math.FMA is slow where the hardware has none, as on wasm.
// It needs |a|, |b| < 2^996. The conversions keep the compiler from fusing.
func twoProd(a, b float64) pair {
	p := float64(a * b)
	ah, al := halves(a)
	bh, bl := halves(b)
	e := float64(ah*bh) - p
	e += float64(ah * bl)
	e += float64(al * bh)
	return pair{p, e + float64(al*bl)}
}

// halves splits a into two parts of at most 26 bits each (Veltkamp).
func halves(a float64) (hi, lo float64) {
	c := float64(a * (1<<27 + 1))
	hi = c - (c - a)
	return hi, a - hi
}
