"""Runs losses: reads [{"language", "source", "y", "p", "float32"}] and writes
[{"loss", "grad"}], each with a number for each pair of y and p, which are
numbers or lists of them. grad is null without automatic differentiation. What
a library cannot be imported for has null for both.

Keras and JAX are stood in for by NumPy, which has the same functions under
these names."""

import ast
import json
import sys
import types

try:
    import numpy
except ImportError:
    numpy = None
try:
    import torch
except ImportError:
    torch = None


def stand_in():
    """Makes keras.ops and jax.numpy of NumPy."""
    if numpy is None:
        return
    keras, jax = types.ModuleType("keras"), types.ModuleType("jax")
    names = "log", "log1p", "exp", "power", "clip", "mean", "sum"
    keras.ops = types.SimpleNamespace(
        convert_to_tensor=numpy.asarray,
        cast=numpy.asarray,
        **{name: getattr(numpy, name) for name in names},
    )
    jax.numpy = numpy
    sys.modules.update({"keras": keras, "jax": jax, "jax.numpy": numpy})


def run_torch(loss, y, p, single):
    y = torch.tensor(y)  # of any type, as labels are
    p = torch.tensor(p, dtype=torch.float32 if single else torch.float64, requires_grad=True)
    value = loss(y, p)
    value.backward()
    grad = p.grad.reshape(-1).tolist()
    return value.item(), grad if len(grad) > 1 else grad[0]


def run_numpy(loss, y, p, single):
    dtype = numpy.float32 if single else numpy.float64
    return float(loss(numpy.array(y), numpy.array(p, dtype=dtype))), None


def run(case):
    source = case["source"]
    ast.parse(source)
    runner = run_torch if case["language"] == "pytorch" else run_numpy
    if (torch if runner is run_torch else numpy) is None:
        return {"loss": None, "grad": None}
    scope = {}
    exec(source, scope)
    # Lists, since Keras takes the mean over the last axis.
    pairs = [(y if isinstance(y, list) else [y], p if isinstance(p, list) else [p])
             for y, p in zip(case["y"], case["p"])]
    results = [runner(scope["loss"], y, p, case["float32"]) for y, p in pairs]
    loss, grad = zip(*results)
    return {"loss": loss, "grad": grad}


stand_in()
if numpy is not None:
    numpy.seterr(all="ignore")
json.dump([run(case) for case in json.load(sys.stdin)], sys.stdout)
