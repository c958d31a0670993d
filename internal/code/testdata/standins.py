"""The parts of Keras 3 and JAX that the code uses, made of PyTorch, which differ
from it in gradients: softplus of JAX and TensorFlow has that of logaddexp, and
their powers have k·a^(k-1) for every k."""

import sys
import types

import torch


class LogAddExp0(torch.autograd.Function):
    """log(1 + e^x), whose gradient is e^(x - log(1 + e^x))."""

    @staticmethod
    def forward(ctx, x):
        out = torch.clamp(x, min=0) + torch.log1p(torch.exp(-torch.abs(x)))
        ctx.save_for_backward(x, out)
        return out

    @staticmethod
    def backward(ctx, grad):
        x, out = ctx.saved_tensors
        return grad * torch.exp(x - out)


class Power(torch.autograd.Function):
    """a^k for a number k."""

    @staticmethod
    def forward(ctx, a, k):
        ctx.k = k
        ctx.save_for_backward(a)
        return torch.pow(a, k)

    @staticmethod
    def backward(ctx, grad):
        (a,) = ctx.saved_tensors
        return grad * (ctx.k * torch.pow(a, ctx.k - 1)), None


def tensor(x, like=None):
    if isinstance(x, torch.Tensor):
        return x
    return torch.as_tensor(x, dtype=like.dtype if like is not None else torch.float64)


def softplus(x):
    return LogAddExp0.apply(x)


def power(a, k):
    if isinstance(a, torch.Tensor) and not isinstance(k, torch.Tensor):
        return Power.apply(a, float(k))
    return torch.pow(a, k)


def where(c, a, b):
    if not isinstance(c, torch.Tensor):
        c = torch.tensor(bool(c))
    like = a if isinstance(a, torch.Tensor) else b
    like = like if isinstance(like, torch.Tensor) else None
    return torch.where(c, tensor(a, like), tensor(b, like))


def pair(f):
    def of(a, b):
        like = a if isinstance(a, torch.Tensor) else b
        return f(tensor(a, like), tensor(b, like))

    return of


def number(f):
    return lambda x: f(tensor(x, torch.zeros(0, dtype=torch.float64)))


def boolean(f):
    return lambda *v: f(*(torch.as_tensor(x) for x in v))


class Loss:
    """keras.losses.Loss."""

    def __init__(self, name=None, reduction="sum_over_batch_size", dtype=None):
        self.name, self.reduction, self.dtype = name, reduction, dtype

    def __call__(self, y_true, y_pred):
        losses = self.call(y_true, y_pred)
        return losses if self.reduction is None else losses.mean()

    def get_config(self):
        return {"name": self.name, "reduction": self.reduction}

    @classmethod
    def from_config(cls, config):
        return cls(**config)


registered = {}


def register_keras_serializable(package="Custom", name=None):
    def decorate(cls):
        registered[f"{package}>{name or cls.__name__}"] = cls
        return cls

    return decorate


shared = dict(
    exp=number(torch.exp),
    log=number(torch.log),
    log1p=number(torch.log1p),
    expm1=number(torch.expm1),
    sqrt=number(torch.sqrt),
    abs=number(torch.abs),
    tanh=number(torch.tanh),
    power=power,
    clip=torch.clamp,
    where=where,
    minimum=pair(torch.minimum),
    maximum=pair(torch.maximum),
    logical_not=boolean(torch.logical_not),
    logical_and=boolean(torch.logical_and),
    logical_or=boolean(torch.logical_or),
    nan=float("nan"),
    sum=lambda x, axis: torch.sum(x, dim=axis),
    mean=lambda x, axis: torch.mean(x, dim=axis),
    max=lambda x, axis, keepdims: torch.amax(x, dim=axis, keepdim=keepdims),
    argmax=lambda x, axis: torch.argmax(x, dim=axis),
)
functions = dict(
    sigmoid=torch.sigmoid,
    softplus=softplus,
    log_sigmoid=lambda x: -softplus(-x),
    log_softmax=lambda x, axis: torch.log_softmax(x, dim=axis),
    logsumexp=lambda x, axis, keepdims: torch.logsumexp(x, dim=axis, keepdim=keepdims),
)


def install():
    keras, jax = types.ModuleType("keras"), types.ModuleType("jax")
    keras.ops = types.SimpleNamespace(
        stop_gradient=torch.detach,
        convert_to_tensor=lambda x, dtype=None: torch.as_tensor(x, dtype=dtype),
        cast=lambda x, dtype: torch.as_tensor(x).to(dtype),
        expand_dims=lambda x, axis: torch.unsqueeze(x, axis),
        one_hot=lambda x, n: torch.nn.functional.one_hot(x, n),
        **shared,
        **functions,
    )
    keras.losses = types.SimpleNamespace(Loss=Loss)
    keras.saving = types.SimpleNamespace(register_keras_serializable=register_keras_serializable)
    keras.backend = types.SimpleNamespace(standardize_dtype=lambda d: str(d).removeprefix("torch."))
    jax.numpy = types.ModuleType("jax.numpy")
    jax.numpy.__dict__.update(
        asarray=lambda x, dtype=None: torch.as_tensor(x, dtype=dtype),
        arange=torch.arange,
        float32=torch.float32,
        float64=torch.float64,
        finfo=torch.finfo,
        **shared,
    )
    jax.nn = types.SimpleNamespace(**functions)
    jax.lax = types.SimpleNamespace(stop_gradient=torch.detach)
    torch.Tensor.astype = torch.Tensor.to
    sys.modules.update({"keras": keras, "jax": jax, "jax.numpy": jax.numpy})
