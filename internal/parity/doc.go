// Package parity has the focal losses of machine learning frameworks as
// presets: what each calls its parameters' defaults, where it clips, how it
// weights and reduces, and a function that gives the framework's numbers in
// double precision.
//
// The conventions were read in the sources that a [Preset] names. The tests
// compare with numbers that Keras, torchvision and MONAI wrote, in testdata,
// and with those in the published tests of Keras, optax and MONAI.
package parity
