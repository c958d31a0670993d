"""Computes losses written in Python at points, with their gradients by autograd.

Standard input has cases as JSON: code, the function or class, the roles of its parameters and
points (y, x). Standard output has, for each case, a loss and a gradient with respect to the logit
for each point, or the reason why there are none. Arrays have one element. TensorFlow, Keras, JAX
and NumPy are stood in for by PyTorch, in standins.py; with "standins" a case lists them.

Where a loss depends on the other labels of its batch ("pair": "batch") the batch has a second
prediction with the other label, and where the label is the number of a class of several that
count alone ("pair": "classes") there is a second class. The values are then differences to that
of the logit REFERENCE. Where it depends on the size of its batch ("pair": "counts") that has COUNT
predictions, half of them of each label, and the values are those differences times COUNT.

Each case runs in a process of its own, for 30 seconds at most.
"""

import __future__
import inspect
import json
import math
import os
import signal
import sys
import types
import typing
import warnings

import torch
import torch.nn as nn
import torch.nn.functional as F

import standins
from standins import StandIn, tensor

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
warnings.simplefilter("ignore")
standins.install()

REFERENCE = 0.3
COUNT = 64
DEFAULTS = {"gamma": 2.0, "alpha": 0.25}
ARRAYS = ("label", "signed-label", "logit", "probability", "p_t", "log-probability")


def names():
    frameworks = {n: StandIn(m) for n, m in {"np": "numpy", "jnp": "jax.numpy", "tf": "tensorflow", "K": "keras.backend", "ops": "keras.ops", "jax": "jax"}.items()}
    return {
        "torch": torch, "nn": nn, "F": F, **frameworks, "math": math, "Tensor": torch.Tensor, "Variable": lambda x: x,
        "model": types.SimpleNamespace(compile=lambda **k: None), **{n: getattr(typing, n) for n in ("Optional", "Union", "List")},
    }


def default(name):
    """What a parameter without a default is given: as the reader takes it."""
    if "classes" in name or "labels" in name:
        return 2
    if "loss" in name or name == "criterion":
        return nn.BCEWithLogitsLoss()
    return DEFAULTS.get(name, 1.0)


def made_of(scope, name, given):
    made = scope[name]
    if inspect.isclass(made) and issubclass(made, torch.autograd.Function):
        return made.apply
    if inspect.isclass(made):
        needed = [n for n, p in inspect.signature(made).parameters.items() if p.default is p.empty and p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)]
        return made(**{n: given.get(n, default(n)) for n in needed})
    return made


def parameters_of(call):
    f = call
    if isinstance(call, nn.Module):
        f = call.forward
    elif isinstance(call, standins.Loss):
        f = call.call
    return inspect.signature(f).parameters


def argument(role, x, y, classes, whole):
    if classes:  # two of them, with the logits 0 and x
        both = torch.stack([torch.zeros_like(x), x], 1)
        label = torch.stack([1 - y, y], 1) if classes == "row" else y.long() if whole else y
        return {"label": label, "logit": both, "probability": torch.softmax(both, 1), "log-probability": torch.log_softmax(both, 1)}[role]
    label = y.clone().long() if whole else y.clone()
    return {"label": label, "signed-label": 2 * y - 1, "logit": x, "probability": torch.sigmoid(x), "p_t": torch.sigmoid((2 * y - 1) * x), "log-probability": F.logsigmoid(x)}[role]


def at(case, made, y, x, shape, whole):
    leaf = torch.tensor([x], requires_grad=True)
    x, y = leaf.reshape(shape), torch.full(shape, float(y))
    if case.get("pair") == "batch":
        x, y = torch.cat([x, torch.full(shape, -0.4)]), torch.cat([y, 1 - y])
    if case.get("pair") == "counts":
        rest = torch.cat([torch.full((COUNT // 2 - (y0 == k),), float(k)) for k, y0 in ((0, y.item()), (1, y.item()))])
        x, y = torch.cat([x.reshape(1), torch.full((COUNT - 1,), -0.4)]), torch.cat([y.reshape(1), rest])
        x, y = x.reshape(-1, *shape[1:]), y.reshape(-1, *shape[1:])
    if case.get("pair") == "classes":
        x, y = torch.cat([torch.full((1, 1), -0.4), leaf.reshape(1, 1)], 1), y.reshape(1)
    parameters = parameters_of(made)
    roles = case["roles"]
    if not any(roles.get(n) in ARRAYS for n in parameters):
        made = made(**{n: default(n) for n, p in parameters.items() if p.default is p.empty})
        parameters = parameters_of(made)
    arguments = {}
    for n, p in parameters.items():
        if roles.get(n) in ARRAYS:
            arguments[n] = argument(roles[n], x, y, case.get("classes"), whole)
        elif p.default is p.empty and p.kind == p.POSITIONAL_OR_KEYWORD:
            arguments[n] = default(n)
    positional = [n for n, p in parameters.items() if p.kind == p.POSITIONAL_OR_KEYWORD]
    first = [arguments.pop(n) for n in positional[: len([n for n in positional if n in arguments])]] if set(positional[: len(arguments)]) == set(arguments) else []
    loss = made(*first, **arguments)
    if isinstance(loss, (tuple, list)):
        loss = next((v for v in loss if isinstance(v, torch.Tensor) and v.requires_grad), loss[0])
    loss = tensor(loss)
    gradient = None
    if loss.requires_grad:
        (gradient,) = torch.autograd.grad(loss.sum(), leaf, allow_unused=True)
    return [float(loss.detach().sum()), 0.0 if gradient is None else float(gradient[0])]


def evaluate(case):
    scope = names()
    standins.SCOPE = scope
    scope["__name__"] = scope["__package__"] = "pasted.a.b.c"
    for package in ("pasted", "pasted.a", "pasted.a.b", "pasted.a.b.c"):
        sys.modules[package] = standins._module(package)
    standins.USED.clear()
    code = case["code"].replace("from __future__ import annotations\n", "\n")  # files are pasted together
    exec(compile(code, "loss.py", "exec", flags=__future__.annotations.compiler_flag, dont_inherit=True), scope)
    made = lambda: made_of(scope, case["function"], case.get("given") or {})  # noqa: E731
    why = []
    for whole in (False, True) if not case.get("classes") or case["classes"] == "row" else (True, False):
        for shape in ((1,), (1, 1), (1, 1, 1, 1)):
            try:
                values = [at(case, made(), y, x, shape, whole) for y, x in case["points"]]
                if case.get("pair"):
                    of = {y: at(case, made(), y, REFERENCE, shape, whole)[0] for y in (0.0, 1.0)}
                    times = COUNT if case["pair"] == "counts" else 1
                    values = [[times * (v - of[y]), times * d] for (y, _), (v, d) in zip(case["points"], values)]
            except Exception as e:  # of another shape or type of label
                why.append(f"{type(e).__name__}: {e}")
                continue
            return {"values": values, "standins": sorted(standins.USED - {"pasted"})} if case.get("standins") else values
    raise ValueError("; ".join(dict.fromkeys(why)))


def isolated(case):
    """Runs a case in a process of its own, so that it changes nothing for others."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(30)
        os.close(reads)
        os.dup2(2, 1)  # what the code prints
        try:
            result = evaluate(case)
        except Exception as e:  # a case that this cannot call has no values
            result = f"{type(e).__name__}: {e}"
        with os.fdopen(writes, "w") as f:
            json.dump(result, f)
        os._exit(0)
    os.close(writes)
    with os.fdopen(reads) as f:
        text = f.read()
    os.waitpid(child, 0)
    return json.loads(text) if text else "it took too long"


results = [isolated(case) for case in json.load(sys.stdin)]
json.dump(results, sys.stdout)
