// Package precision computes losses as machine learning frameworks do, one
// operation at a time, each rounded to float64, float32, bfloat16 or float16,
// forward and backward in the order of automatic differentiation, and compares
// the results with the exact loss.
//
// A [Graph] records operations. [Graph.Backward] appends the operations of the gradient,
// using the frameworks' own formula for each operation. A [Sheet] runs a graph over
// many logits. [Implementations] lists losses of frameworks as such graphs, and
// [Bands] reports where their results leave the exact curve.
//
// An operation is computed in float64 and rounded. For bfloat16 and float16 it is
// rounded to float32 first, the precision that frameworks compute in before they
// store such a number. Library functions are taken to be rounded correctly; the
// frameworks' functions are, to within a unit or two in the last place.
//
// The tests run PyTorch's operations in float64, float32 and bfloat16, also under autocast;
// in float16 single operations. Nothing here was run on a GPU.
package precision
