"""Runs losses: reads [{"language", "source", "y", "p", "single"}], where y and p
have a list of numbers for each call, and writes [{"ran", "loss", "grad"}], with
a number, and a list of them, for each call. ran is false where the library
cannot be imported. Without automatic differentiation grad is empty.

NumPy stands in for Keras and JAX: it has the functions under the same names."""

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
    keras, jax = types.ModuleType("keras"), types.ModuleType("jax")
    names = "log", "log1p", "exp", "power", "clip", "mean", "sum", "expm1", "sqrt", "abs", "tanh", "where"
    names += "minimum", "maximum", "logical_not", "logical_and", "logical_or"
    functions = dict(sigmoid=lambda x: 1 / (1 + numpy.exp(-x)), softplus=lambda x: numpy.logaddexp(0, x))
    keras.ops = types.SimpleNamespace(
        convert_to_tensor=numpy.asarray,
        cast=numpy.asarray,
        **{name: getattr(numpy, name) for name in names},
        **functions,
    )
    jax.numpy, jax.nn = numpy, types.SimpleNamespace(**functions)
    sys.modules.update({"keras": keras, "jax": jax, "jax.numpy": numpy})


def run_torch(loss, y, p, single):
    y = torch.tensor(y)  # of integers, as labels are
    p = torch.tensor(p, dtype=torch.float32 if single else torch.float64, requires_grad=True)
    value = loss(y, p)
    if not value.requires_grad:  # a loss that forgets the prediction
        return value.item(), [0.0] * len(p)
    value.backward()
    return value.item(), p.grad.tolist()


def run_numpy(loss, y, p, single):
    p = numpy.array(p, dtype=numpy.float32 if single else numpy.float64)
    value = loss(numpy.array(y), p)
    assert value.dtype == p.dtype
    return float(value), []


def run(case):
    source = case["source"]
    ast.parse(source)
    library, runner = (torch, run_torch) if case["language"] == "pytorch" else (numpy, run_numpy)
    if library is None:
        return {"ran": False}
    scope = {}
    exec(source, scope)
    results = [runner(scope["loss"], y, p, case["single"]) for y, p in zip(case["y"], case["p"])]
    # As texts, since JSON has no NaN.
    return {"ran": True, "loss": [repr(l) for l, _ in results], "grad": [[repr(g) for g in gs] for _, gs in results]}


if numpy is not None:
    stand_in()
    numpy.seterr(all="ignore")
json.dump([run(case) for case in json.load(sys.stdin)], sys.stdout)
