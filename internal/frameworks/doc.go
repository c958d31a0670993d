// Package parity has the focal losses of machine learning frameworks as
// presets: their default parameters, where they clip, how they weight and
// reduce, and functions that give the framework's numbers in double precision.
//
// The conventions were read in the sources that a [Preset] names. The tests
// compare with numbers that Keras, torchvision and MONAI computed, which are in
// testdata, and with those in the published tests of Keras, Optax and MONAI.
package frameworks
