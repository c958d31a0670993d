"""Tells for run_test.go which labels and predictions losses refuse: reads [{"language",
"source", "function", "categorical", "examples"}] and writes for each example whether
the loss is NaN or a ValueError. Keras and JAX are standins.py."""

import json
import sys
import types

import numpy
import torch

import standins

standins.install()


def refused(case, example):
    module = types.ModuleType("loss")
    exec(compile(case["source"], "loss.py", "exec"), module.__dict__)
    function = getattr(module, case["function"])
    language = case["language"]
    kind = numpy.array if language == "numpy" else torch.tensor
    y, x = kind([example["Y"]]), kind([example["X"]])
    try:
        if language == "keras":
            loss = function(reduction=None)(y, x)
        elif language == "pytorch" and case["categorical"]:
            loss = function(x, y.argmax(1))
        else:
            loss = function(x, y)
    except ValueError:
        return True
    return bool(numpy.isnan(numpy.asarray(loss)).any())


json.dump([[refused(case, e) for e in case["examples"]] for case in json.load(sys.stdin)], sys.stdout)
