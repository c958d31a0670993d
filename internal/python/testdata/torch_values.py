"""Computes losses written in Python at points, with their gradients by autograd.

Standard input has cases as JSON: code, the function or class, the roles of its parameters and
points (y, x). Standard output has, for each case, a loss and a gradient with respect to the logit
for each point, or the reason why there are none. Arrays have one element. TensorFlow, Keras, JAX
and NumPy are stood in for by PyTorch.
"""

import importlib.machinery
import inspect
import json
import math
import sys
import typing
import types

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)


def tensor(v, dtype=None):
    return v if isinstance(v, torch.Tensor) else torch.as_tensor(v)


def minimum(a, b):
    return torch.minimum(tensor(a), tensor(b))


def maximum(a, b):
    return torch.maximum(tensor(a), tensor(b))


def binary_crossentropy(y_true, y_pred, from_logits=False, label_smoothing=0.0, axis=-1):
    y = y_true * (1 - label_smoothing) + label_smoothing / 2
    if from_logits:
        return F.binary_cross_entropy_with_logits(y_pred, y, reduction="none")
    p = y_pred.clamp(1e-7, 1 - 1e-7)
    return -(y * p.log() + (1 - y) * (1 - p).log())


def focal(logits, labels, alpha=None, gamma=2.0):
    p = torch.sigmoid(logits)
    pt = p * labels + (1 - p) * (1 - labels)
    weight = 1 if alpha is None else alpha * labels + (1 - alpha) * (1 - labels)
    return weight * (1 - pt) ** gamma * F.binary_cross_entropy_with_logits(logits, labels, reduction="none")


arrays = types.SimpleNamespace(
    log=torch.log, log1p=torch.log1p, exp=torch.exp, abs=torch.abs, sqrt=torch.sqrt, square=torch.square, tanh=torch.tanh, sigmoid=torch.sigmoid,
    pow=lambda a, b: tensor(a) ** b, power=lambda a, b: tensor(a) ** b, clip=torch.clamp, clip_by_value=torch.clamp, minimum=minimum, maximum=maximum,
    mean=lambda x, axis=None, keepdims=False: x.mean(), sum=lambda x, axis=None, keepdims=False: x.sum(), reduce_mean=lambda x, axis=None: x.mean(), reduce_sum=lambda x, axis=None: x.sum(),
    where=lambda c, a, b: torch.where(c, tensor(a), tensor(b)), equal=lambda a, b: torch.eq(a, b), ones_like=torch.ones_like, zeros_like=torch.zeros_like, cast=lambda x, dtype: x,
    constant=tensor, convert_to_tensor=tensor, stop_gradient=torch.detach, epsilon=lambda: 1e-7, softplus=F.softplus, binary_crossentropy=binary_crossentropy,
    float32=torch.float64, floatx=lambda: torch.float64, function=lambda f: f, jit=lambda f: f,
)
arrays.math = arrays.nn = arrays.losses = arrays.lax = arrays
arrays.keras = types.SimpleNamespace(losses=types.SimpleNamespace(binary_crossentropy=binary_crossentropy, Loss=nn.Module), backend=arrays,
    utils=types.SimpleNamespace(register_keras_serializable=lambda **k: lambda c: c))

optax = types.ModuleType("optax")
optax.sigmoid_focal_loss = focal
keras = types.ModuleType("keras")
keras.backend = arrays
sys.modules.update(optax=optax, keras=keras)
if "torchvision" not in sys.modules:
    torchvision = types.ModuleType("torchvision")
    torchvision.ops = types.ModuleType("torchvision.ops")

    def sigmoid_focal_loss(inputs, targets, alpha=0.25, gamma=2.0, reduction="none"):
        loss = focal(inputs, targets, alpha, gamma)
        return {"none": loss, "mean": loss.mean(), "sum": loss.sum()}[reduction]

    torchvision.ops.sigmoid_focal_loss = sigmoid_focal_loss
    sys.modules.update({"torchvision": torchvision, "torchvision.ops": torchvision.ops})


class Anything(types.ModuleType):
    """A module that is not installed; what it has does nothing."""

    __path__ = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {"__init__": lambda self, *a, **k: None, "__call__": lambda self, f=None, *a, **k: f})


class Missing:
    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        if spec.name.startswith("tensorflow"):
            module = types.ModuleType(spec.name)
            module.__dict__.update(arrays.__dict__, __path__=[])
            return module
        return Anything(spec.name)

    def exec_module(self, module):
        pass


sys.meta_path.append(Missing())


def names():
    return {
        "torch": torch, "nn": nn, "F": F, "np": arrays, "jnp": arrays, "tf": arrays, "K": arrays, "ops": arrays, "jax": arrays, "math": math, "Tensor": torch.Tensor,
        "Variable": lambda x: x, "long": int, "model": types.SimpleNamespace(compile=lambda **k: None), **{n: getattr(typing, n) for n in ("Optional", "Union", "List")},
    }


def evaluate(case):
    scope = names()
    scope["__name__"] = "loss_case"
    sys.modules["loss_case"] = types.ModuleType("loss_case")
    exec(compile(case["code"], "loss.py", "exec"), scope)
    made = scope[case["function"]]
    default = {"gamma": 2.0, "alpha": 0.25}
    if inspect.isclass(made) and issubclass(made, torch.autograd.Function):
        made = made.apply
    elif inspect.isclass(made):
        needed = [n for n, p in inspect.signature(made).parameters.items() if p.default is p.empty and p.kind == p.POSITIONAL_OR_KEYWORD]
        made = made(**{n: default.get(n, 1.0) for n in needed})
    out = []
    for y, x in case["points"]:
        x = torch.tensor([x], requires_grad=True)
        leaf = x
        y = torch.tensor([float(y)])
        if case.get("classes"):  # two of them, with the logits 0 and x
            x, y = torch.stack([torch.zeros(1), x], 1), y.long()
        call = made
        f = call.forward if isinstance(call, nn.Module) and hasattr(call, "forward") else call
        parameters = inspect.signature(f).parameters
        if not any(n in case["roles"] and case["roles"][n] in ("label", "signed-label", "logit", "probability", "p_t") for n in parameters):
            call = call()
            parameters = inspect.signature(call).parameters
        arguments = {}
        for n, p in parameters.items():
            role = case["roles"].get(n)
            if role == "label":
                arguments[n] = y.clone()
            elif role == "signed-label":
                arguments[n] = 2 * y - 1
            elif role == "logit":
                arguments[n] = x
            elif role == "probability":
                arguments[n] = torch.sigmoid(x)
            elif role == "p_t":
                arguments[n] = torch.sigmoid((2 * y - 1) * x)
            elif p.default is p.empty and p.kind == p.POSITIONAL_OR_KEYWORD:
                arguments[n] = default.get(n, 1.0)
        loss = call(**arguments)
        if isinstance(loss, (tuple, list)):
            loss = loss[0]
        loss = tensor(loss)
        gradient = torch.zeros(1)
        if loss.requires_grad:
            (gradient,) = torch.autograd.grad(loss.sum(), leaf, allow_unused=True)
            gradient = torch.zeros(1) if gradient is None else gradient
        out.append([float(loss.detach().sum()), float(gradient[0])])
    return out


results = []
for case in json.load(sys.stdin):
    try:
        results.append(evaluate(case))
    except Exception as e:  # a case that this cannot call has no values
        results.append(f"{type(e).__name__}: {e}")
json.dump(results, sys.stdout)
