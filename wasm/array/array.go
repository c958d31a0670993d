// Package array hands numbers to JavaScript's typed arrays.
package array

import "unsafe"

// Bytes is v's memory in the form that a Float64Array uses: WebAssembly and typed arrays are
// both little-endian.
func Bytes(v []float64) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(v))), 8*len(v))
}
