"""Operations in float16, for half_test.go.

Reads {"x": [...], "constants": [...], "exponents": [...]} and writes {name: {number:
[...]}}: of PyTorch those that its CPU has for float16, and of NumPy, which computes in
float32 and rounds as kernels of GPUs do, the functions. Run with Debian's python3-torch
and python3-numpy.
"""

import json
import sys

import numpy
import torch

torch.set_num_threads(1)
numpy.seterr(all="ignore")
request = json.load(sys.stdin)
x = torch.tensor(request["x"], dtype=torch.float16)
half = numpy.array(request["x"], dtype=numpy.float16)


def texts(values):
    return [repr(v) for v in values.tolist()]


results = {
    "neg": {"": texts(-x)},
    "abs": {"": texts(x.abs())},
    "cast": {"": texts(x.float())},
    "add": {str(c): texts(x + torch.tensor(c, dtype=torch.float16)) for c in request["constants"]},
    "number-sub": {str(c): texts(c - x) for c in request["constants"]},
    "mul": {str(c): texts(x * torch.tensor(c, dtype=torch.float16)) for c in request["constants"]},
    "div": {str(c): texts(torch.tensor(c, dtype=torch.float16) / x) for c in request["constants"]},
    "pow": {str(k): texts(x.abs() ** k) for k in request["exponents"]},
}
for name, function, v in (
    ("exp", numpy.exp, half), ("log", numpy.log, abs(half)), ("log1p", numpy.log1p, abs(half)),
    ("expm1", numpy.expm1, half), ("sqrt", numpy.sqrt, abs(half)), ("tanh", numpy.tanh, half),
):
    results[name] = {"": texts(function(v))}
json.dump({"torch": torch.__version__, "numpy": numpy.__version__, "results": results}, sys.stdout)
