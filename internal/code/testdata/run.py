"""Runs losses for run_test.go: reads [{"language", "source", "function", "input",
"categorical", "single", "y", "x"}], where y and x have a list of numbers for each
example, and writes [{"loss", "grad"}], a number and a list for each example.

PyTorch and NumPy are run themselves. Keras and JAX are not in Debian: standins.py
has their functions, with the gradients that they have."""

import json
import sys
import types

import numpy
import torch

import standins

torch.set_num_threads(1)
numpy.seterr(all="ignore")
standins.install()


def load(case):
    module = types.ModuleType("loss")
    exec(compile(case["source"], "loss.py", "exec"), module.__dict__)
    classes = [v for v in vars(module).values() if isinstance(v, type) and v.__module__ == module.__name__]
    case["class"] = classes[0] if classes else None
    return getattr(module, case["function"])


def run(case):
    function = load(case)
    single = case["single"]
    if case["language"] == "numpy":
        x = numpy.array(case["x"], dtype=numpy.float32 if single else numpy.float64)
        y = numpy.array(case["y"])
        if not case["categorical"]:
            x, y = x[:, 0], y[:, 0]
            whole = numpy.array([0, 1])
            labels = numpy.array([0.8, 0.3] if "from 0 to 1" in function.__doc__ else [1, 0])
            assert numpy.array_equal(function(whole, labels), function(whole.astype(numpy.float32), labels), equal_nan=True)
        loss = function(x, y)
        assert loss.dtype == x.dtype, (loss.dtype, x.dtype)
        return [repr(float(v)) for v in loss], []
    x = torch.tensor(case["x"], dtype=torch.float32 if single else torch.float64, requires_grad=True)
    whole = all(isinstance(v, int) for row in case["y"] for v in row)
    y = torch.tensor(case["y"], dtype=None if whole else torch.float64)
    if case["language"] == "pytorch":
        if case["categorical"]:
            loss = case["class"](reduction="none")(x, y.argmax(1))
        else:
            loss = function(x, y, reduction="none")
            loss = loss[:, 0]
    elif case["language"] == "keras":
        loss = function(reduction=None)(y, x)
    else:
        loss = function(x if case["categorical"] else x[:, 0], y if case["categorical"] else y[:, 0])
    assert loss.shape == x.shape[:1] and loss.dtype == x.dtype, (loss.shape, loss.dtype)
    if loss.requires_grad:
        loss.sum().backward()
    grad = torch.zeros_like(x) if x.grad is None else x.grad
    return [repr(v) for v in loss.tolist()], [[repr(v) for v in row] for row in grad.tolist()]


results = []
for case in json.load(sys.stdin):
    loss, grad = run(case)
    results.append({"loss": loss, "grad": grad})
json.dump(results, sys.stdout)
