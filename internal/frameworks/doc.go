// Package frameworks has the focal losses of machine learning frameworks as
// presets: their default parameters, their clipping, weighting and reduction, and
// functions that compute the framework's numbers in double precision.
//
// The conventions come from the sources that a [Preset] names, with the release or the
// commit; the dates of some commits are not known. [Preset.Evidence] names further evidence:
// Keras, torchvision and MONAI were used to compute numbers in testdata, the published tests
// of Keras, Optax and MONAI are recomputed, and package precision runs the operations of others.
package frameworks
