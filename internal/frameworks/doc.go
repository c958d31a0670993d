// Package frameworks has the focal losses of machine learning frameworks as
// presets: their default parameters, where they clip, how they weight and
// reduce, and functions that give the framework's numbers in double precision.
//
// The conventions were read in the sources that a [Preset] names, with the release or the
// commit; the dates of some commits are not known. [Preset.Evidence] is the further evidence:
// Keras, torchvision and MONAI computed numbers in testdata, the published tests of Keras,
// Optax and MONAI are recomputed, and package precision runs the operations of others.
package frameworks
