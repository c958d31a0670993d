"""Writes Keras' focal losses in float64, one prediction at a time."""
import keras
import numpy as np
from keras.src.backend.common import dtypes

print("# Written by: KERAS_BACKEND=numpy python3 testdata/keras_reference.py > testdata/keras.csv")
print("# Keras", keras.__version__, "with", keras.config.backend())
print("# y and pred of a categorical loss have a number for each class.")
print("function,y,pred,logits,gamma,alpha,balanced,label_smoothing,loss")
# Only with TensorFlow does Keras not narrow float64 to float32.
dtypes.BIT64_TO_BIT32_DTYPE["float64"] = "float64"
keras.config.set_floatx("float64")


def join(values):
    return " ".join(repr(float(v)) for v in values)


def write(name, y, pred, logits, gamma, alpha, balanced, smoothing):
    options = dict(gamma=gamma, alpha=alpha, from_logits=logits, label_smoothing=smoothing)
    if name == "binary":
        f = keras.losses.BinaryFocalCrossentropy(apply_class_balancing=balanced, **options)
    else:
        f = keras.losses.CategoricalFocalCrossentropy(**options)
    loss = float(f(np.array([y], dtype="float64"), np.array([pred], dtype="float64")))
    print(name, join(y), join(pred), int(logits), gamma, alpha, int(balanced), smoothing, repr(loss), sep=",")


PROBS = (0, 1e-9, 1e-7, 0.02, 0.3, 0.5, 0.9, 0.999, 1 - 1e-9, 1)
LOGITS = (-40, -17, -2.5, -0.1, 0, 1, 4, 17)
for gamma, alpha, balanced, smoothing in (
    (2.0, 0.25, False, 0.0),
    (2.0, 0.25, True, 0.0),
    (0.0, 0.25, True, 0.0),
    (0.5, 0.6, True, 0.2),
    (2.0, 0.25, False, 0.1),
    (3.5, 0.75, True, 0.1),
):
    for y in (0, 0.3, 1):
        for p in PROBS:
            write("binary", [y], [p], False, gamma, alpha, balanced, smoothing)
        for x in LOGITS:
            write("binary", [y], [x], True, gamma, alpha, balanced, smoothing)
for gamma, alpha, smoothing in ((2.0, 0.25, 0.0), (0.5, 0.6, 0.0), (3.5, 0.75, 0.1)):
    for y in ([1, 0, 0], [0, 1, 0], [0, 0, 1]):
        for p in ([0.2, 0.7, 0.1], [1, 0, 0], [0.9, 0.05, 0.05], [0.5, 0.89, 0.6]):
            write("categorical", y, p, False, gamma, alpha, False, smoothing)
        for x in ([1, 0.5, -0.25], [4, -2, 3.5], [-9, 8, 0], [40, 0, 0]):
            write("categorical", y, x, True, gamma, alpha, False, smoothing)
