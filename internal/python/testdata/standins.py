"""Stand-ins for frameworks that are not installed, made of PyTorch.

A module that cannot be imported is stood in for by one whose functions are those of TABLE, by
their names, with the rules of Keras 3, TensorFlow, JAX, optax and mmcv for the arguments that
losses give them. What is not in TABLE is a decorator that changes nothing, an enumeration or a
class to derive from. USED holds the modules that were stood in for.
"""

import builtins
import functools
import importlib.machinery
import sys
import types

import torch
import torch.nn.functional as F

USED = set()
SCOPE = {}  # names of the code that is run, which a relative import finds


def tensor(v, dtype=None, **_):
    return v if isinstance(v, torch.Tensor) else torch.as_tensor(v)


def cast(x, dtype=None, **_):
    whole = {"int32": torch.long, "int64": torch.long, "bool": torch.bool}
    if isinstance(dtype, torch.dtype):
        return tensor(x).to(dtype)
    return tensor(x).to(whole.get(str(dtype), torch.float64))


def axes(axis):
    return {} if axis is None else {"dim": tuple(axis) if isinstance(axis, (tuple, list)) else axis}


def mean(x, axis=None, keepdims=False, **_):
    x = tensor(x)
    return x.mean(keepdim=keepdims, **axes(axis)) if axis is not None else x.mean()


def total(x, axis=None, keepdims=False, where=None, **_):
    x = tensor(x) if where is None else torch.where(where, tensor(x), 0.0)
    return x.sum(keepdim=keepdims, **axes(axis)) if axis is not None else x.sum()


def binary_crossentropy(target, output, from_logits=False, label_smoothing=0.0, axis=-1):
    y = target * (1 - label_smoothing) + label_smoothing / 2
    if from_logits:
        return F.binary_cross_entropy_with_logits(output, y, reduction="none")
    p = output.clamp(1e-7, 1 - 1e-7)
    return -(y * p.log() + (1 - y) * (1 - p).log())


def categorical_crossentropy(target, output, from_logits=False, axis=-1, **_):
    if from_logits:
        return -(target * F.log_softmax(output, axis)).sum(axis)
    p = (output / output.sum(axis, keepdim=True)).clamp(1e-7, 1 - 1e-7)
    return -(target * p.log()).sum(axis)


def sparse_categorical_crossentropy(target, output, from_logits=False, axis=-1, **_):
    return categorical_crossentropy(F.one_hot(target.long(), output.shape[axis]), output, from_logits, axis)


def focal(logits, labels, alpha=None, gamma=2.0):
    p = torch.sigmoid(logits)
    pt = p * labels + (1 - p) * (1 - labels)
    weight = 1 if alpha is None else alpha * labels + (1 - alpha) * (1 - labels)
    return weight * (1 - pt) ** gamma * F.binary_cross_entropy_with_logits(logits, labels, reduction="none")


def reduced(loss, how):
    return {"none": loss, "mean": loss.mean(), "sum": loss.sum()}[how]


def torchvision_focal(inputs, targets, alpha=0.25, gamma=2.0, reduction="none"):
    return reduced(focal(inputs, targets, alpha if alpha >= 0 else None, gamma), reduction)


def mmcv_focal(input, target, gamma=2.0, alpha=0.25, weight=None, reduction="mean"):
    return reduced(focal(input, F.one_hot(target, input.shape[1] + 1)[:, :-1].to(input.dtype), alpha, gamma), reduction)


def one_hot(x, num_classes=None, depth=None, axis=-1, dtype=None, dim=1, **_):
    n = num_classes if num_classes is not None else depth
    return F.one_hot(tensor(x).long(), int(n)).to(torch.float64)


def monai_one_hot(labels, num_classes, dtype=None, dim=1):
    return torch.cat([(labels == k).to(torch.float64) for k in range(num_classes)], dim)


def cond(pred, true_fun, false_fun, *operands, **_):
    return (true_fun if bool(pred) else false_fun)(*operands)


def largest(x, axis=None, keepdims=False, **_):
    return tensor(x).amax(keepdim=keepdims, **axes(axis)) if axis is not None else tensor(x).max()


def weight_reduce_loss(loss, weight=None, reduction="mean", avg_factor=None):
    loss = loss if weight is None else loss * weight
    return reduced(loss, reduction) if avg_factor is None or reduction != "mean" else loss.sum() / avg_factor


def by_hand(value, args, gradients):
    """A value with the given derivatives by args."""
    out = tensor(value).detach()
    for a, g in zip(args, gradients):
        if g is not None and isinstance(a, torch.Tensor) and a.requires_grad:
            out = out + tensor(g).detach() * (a - a.detach())
    return out


class Custom:
    """A function of JAX with a derivative of its own."""

    def __init__(self, f, *_, nondiff_argnums=(), **__):
        functools.update_wrapper(self, f)
        self.f, self.fixed, self.rule, self.forward, self.within = f, nondiff_argnums, None, None, False

    def defvjp(self, forward, backward):
        self.forward, self.rule = forward, backward

    def defjvp(self, rule, **_):
        self.rule = rule
        return rule

    def defjvps(self, *_, **__):
        self.rule = None

    def __call__(self, *args, **kwargs):
        if self.rule is None or self.within:
            return self.f(*args, **kwargs)
        self.within = True
        try:
            free = [i for i in range(len(args)) if i not in self.fixed]
            first = [args[i] for i in self.fixed]
            if self.forward:
                value, saved = self.forward(*args)
                gradients = self.rule(*first, saved, torch.ones_like(value))
            else:
                value, primals = self.f(*args), tuple(args[i] for i in free)
                gradients = [self.rule(*first, primals, tuple(torch.tensor(float(k == i)) for k in free))[1] for i in free]
            return by_hand(value, [args[i] for i in free], gradients)
        finally:
            self.within = False


def custom_gradient(f):
    @functools.wraps(f)
    def call(*args):
        value, rule = f(*args)
        gradients = rule(torch.ones_like(value))
        return by_hand(value, args, gradients if isinstance(gradients, (tuple, list)) else [gradients])

    return call


def squeeze_pair(x1, x2, expand_rank_1=True):
    return x1, x2


def boolean(f):
    return lambda x, axis=None, **_: f(tensor(x).bool())


def pair(f):
    return lambda x, y, *_, **__: f(tensor(x), tensor(y))


def single(f):
    return lambda x, *_, **__: f(tensor(x))


class Loss:
    """The base of losses in Keras: the mean over the batch."""

    def __init__(self, name=None, reduction="sum_over_batch_size", dtype=None, **_):
        self.name, self.reduction, self.dtype = name, reduction, dtype

    def __call__(self, y_true, y_pred, sample_weight=None):
        loss = self.call(y_true, y_pred)
        return loss.sum() if self.reduction == "sum" else loss.mean()

    def get_config(self):
        return {}


class LossFunctionWrapper(Loss):
    def __init__(self, fn, name=None, reduction="sum_over_batch_size", **kwargs):
        super().__init__(name=name, reduction=reduction)
        self.fn, self.fn_kwargs = fn, kwargs

    def call(self, y_true, y_pred):
        return self.fn(y_true, y_pred, **self.fn_kwargs)


TABLE = dict(
    convert_to_tensor=tensor, constant=tensor, asarray=tensor, array=tensor, as_tensor=tensor, cast=cast, astype=cast, cast_to_floatx=cast,
    mean=mean, reduce_mean=mean, average=mean, sum=total, reduce_sum=total, max=largest, amax=largest, reduce_max=largest,
    all=boolean(torch.all), any=boolean(torch.any), reduce_all=boolean(torch.all), reduce_any=boolean(torch.any),
    log=single(torch.log), log1p=single(torch.log1p), exp=single(torch.exp), expm1=single(torch.expm1), abs=single(torch.abs), absolute=single(torch.abs),
    sqrt=single(torch.sqrt), square=single(torch.square), tanh=single(torch.tanh), sigmoid=single(torch.sigmoid), softplus=single(F.softplus),
    log_sigmoid=single(F.logsigmoid), relu=single(torch.relu), sign=single(torch.sign), negative=single(torch.neg), logical_not=single(torch.logical_not),
    pow=pair(torch.pow), power=pair(torch.pow), add=pair(torch.add), subtract=pair(torch.sub), multiply=pair(torch.mul), divide=pair(torch.div),
    maximum=pair(torch.maximum), minimum=pair(torch.minimum), equal=pair(torch.eq), not_equal=pair(torch.ne), greater=pair(torch.gt),
    greater_equal=pair(torch.ge), less=pair(torch.lt), less_equal=pair(torch.le), logical_and=pair(torch.logical_and), logical_or=pair(torch.logical_or),
    squared_difference=pair(lambda x, y: (x - y) ** 2), logaddexp=pair(torch.logaddexp), divide_no_nan=pair(lambda x, y: torch.where(y == 0, 0.0, x / y)),
    xlogy=pair(torch.xlogy), where=lambda c, a, b: torch.where(c, tensor(a), tensor(b)), clip=torch.clamp, clip_by_value=torch.clamp, cond=cond,
    softmax=lambda x, axis=-1, *_, **__: F.softmax(x, axis), log_softmax=lambda x, axis=-1, *_, **__: F.log_softmax(x, axis),
    ones_like=torch.ones_like, zeros_like=torch.zeros_like, ones=lambda shape, *_, **__: torch.ones(shape), zeros=lambda shape, *_, **__: torch.zeros(shape),
    shape=lambda x: tuple(x.shape), ndim=lambda x: x.ndim, rank=lambda x: x.ndim, int_shape=lambda x: tuple(x.shape),
    reshape=lambda x, shape: tensor(x).reshape(tuple(shape) if isinstance(shape, (tuple, list)) else (shape,)), flatten=lambda x: tensor(x).reshape(-1),
    squeeze=lambda x, axis=None: x.squeeze() if axis is None else x.squeeze(axis), expand_dims=lambda x, axis=-1: x.unsqueeze(axis),
    take_along_axis=lambda x, i, axis: torch.take_along_dim(x, i.long(), axis), gather=lambda x, i, axis=0, batch_dims=0: torch.take_along_dim(
        x, i.long().unsqueeze(-1), -1).squeeze(-1) if batch_dims else x[i.long()],
    one_hot=one_hot, to_categorical=one_hot, stop_gradient=torch.detach, epsilon=lambda: 1e-7, floatx=lambda: "float64", result_type=lambda *_: "float64",
    standardize_dtype=lambda d: "float64", is_tensor=lambda x: isinstance(x, torch.Tensor), canonicalize_axis=lambda axis, n: axis % n, nan_to_num=torch.nan_to_num,
    map_structure=lambda f, *a: f(*a), map_structure_up_to=lambda shallow, f, *a: f(*a), convert_to_numpy=lambda x: x, identity=lambda x, *_: x, size=lambda x: x.numel(),
    binary_crossentropy=binary_crossentropy, categorical_crossentropy=categorical_crossentropy, sparse_categorical_crossentropy=sparse_categorical_crossentropy,
    sigmoid_cross_entropy_with_logits=lambda labels=None, logits=None, **_: F.binary_cross_entropy_with_logits(logits, labels, reduction="none"),
    softmax_cross_entropy_with_logits=lambda labels=None, logits=None, axis=-1, **_: categorical_crossentropy(labels, logits, True, axis),
    sparse_softmax_cross_entropy_with_logits=lambda labels=None, logits=None, **_: sparse_categorical_crossentropy(labels, logits, True),
    logsumexp=lambda x, axis=-1, keepdims=False, **_: torch.logsumexp(x, axis, keepdim=keepdims),
    reduce_logsumexp=lambda x, axis=-1, keepdims=False, **_: torch.logsumexp(x, axis, keepdim=keepdims),
    multiply_no_nan=pair(lambda x, y: torch.where(y == 0, 0.0, x * y)), boolean_mask=lambda x, mask, **_: x[mask],
    weighted_cross_entropy_with_logits=lambda labels, logits, pos_weight, **_: F.binary_cross_entropy_with_logits(
        logits, labels, reduction="none", pos_weight=tensor(pos_weight)),
    sigmoid_binary_cross_entropy=lambda logits, labels, **_: F.binary_cross_entropy_with_logits(logits, labels, reduction="none"),
    sigmoid_cross_entropy=lambda labels, logits, weights=1.0, label_smoothing=0.0, **_: weights * F.binary_cross_entropy_with_logits(
        logits, labels * (1 - label_smoothing) + label_smoothing / 2),
    log_cosh=lambda y, p: torch.log(torch.cosh(p - y)),
    log_expit=single(F.logsigmoid), expit=single(torch.sigmoid), xlog1py=pair(torch.special.xlog1py), cosh=single(torch.cosh),
    squeeze_or_expand_to_same_rank=squeeze_pair, Loss=Loss, custom_jvp=Custom, custom_vjp=Custom, custom_gradient=custom_gradient, LossFunctionWrapper=LossFunctionWrapper, axis_size=lambda *_: 1,
    float32="float32", float64="float64", int32="int32", int64="int64", bool="bool", floating="floating", Tensor=torch.Tensor, newaxis=None, inf=float("inf"),
)
MODULES = {
    "torchvision": {"sigmoid_focal_loss": torchvision_focal}, "mmcv": {"sigmoid_focal_loss": mmcv_focal}, "fvcore": {"sigmoid_focal_loss_jit": torchvision_focal,
    "sigmoid_focal_loss": torchvision_focal}, "optax": {"sigmoid_focal_loss": focal}, "monai": {"one_hot": monai_one_hot}, "detectron2": {"cat": torch.cat},
    "catalyst": {},
    "mmdet": {"weight_reduce_loss": weight_reduce_loss},
}
FRAMEWORKS = {"tensorflow", "tensorflow_addons", "operator", "keras", "jax", "optax", "chex", "numpy", "paddle"}


class Text(str):
    """A member of an enumeration whose values are texts."""

    value = property(str)

    def __call__(self, f, *_, **__):  # of a decorator with a text
        return f


class Named(type):
    """The class of what a missing module has: an enumeration, a decorator, a base."""

    def __getattr__(cls, name):
        if name.startswith("__"):
            raise AttributeError(name)
        if name.isupper():
            return Text(name.lower())
        return thing(name)

    def __call__(cls, *args, **kwargs):
        if cls.__dict__.get("missing"):
            if len(args) == 1 and not kwargs and (callable(args[0]) or isinstance(args[0], str)):
                return Text(args[0]) if isinstance(args[0], str) else args[0]
            return thing("decorated")
        return super().__call__(*args, **kwargs)


def thing(name):
    return Named(name, (), {"missing": True, "__init__": lambda self, *a, **k: None})


class StandIn(types.ModuleType):
    __path__ = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        first = self.__name__.partition(".")[0]
        if first not in FRAMEWORKS and name in SCOPE:
            return SCOPE[name]
        if first == "pasted" and name == "weight_reduce_loss":
            return weight_reduce_loss
        if name in MODULES.get(first, {}):
            return MODULES[first][name]
        if first in FRAMEWORKS and name in TABLE:
            return TABLE[name]
        if (name[0].islower() or name == "_") and (first in FRAMEWORKS or first in MODULES):
            return _module(self.__name__ + "." + name)
        return thing(name)

    def __call__(self, *args, **kwargs):  # a decorator such as tf.function
        if self.__name__.rpartition(".")[2].startswith(("check", "assert")):
            return None
        if any(isinstance(a, torch.Tensor) for a in [*args, *kwargs.values()]):
            raise NotImplementedError(self.__name__)
        if len(args) == 1 and callable(args[0]):
            return args[0]
        return lambda f=None, *a, **k: f


def _module(name):
    module = StandIn(name)
    USED.add(name.partition(".")[0])
    return module


class Missing:
    """Finds the modules that no other finder has."""

    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        return _module(spec.name)

    def exec_module(self, module):
        pass


def install():
    try:
        import torchvision  # noqa: F401  it asks for what may be missing
    except ImportError:
        pass
    sys.meta_path.append(Missing())
    torch.Tensor.__array_ufunc__ = None  # TensorFlow's arrays take NumPy's
    times = torch.Tensor.__rmul__
    torch.Tensor.__rmul__ = lambda self, other: times(self, torch.as_tensor(other) if type(other).__module__ == "numpy" else other)
    of = torch.Tensor.sum
    torch.Tensor.sum = lambda self, *args, where=None, **kwargs: of(self if where is None else self * where, *args, **kwargs)  # as in NumPy
    take = torch.Tensor.take
    torch.Tensor.take = lambda self, index, axis=None: take(self, index) if axis is None else self.select(axis, index)  # as in JAX
    torch.Tensor.astype = lambda self, dtype: cast(self, dtype)
    builtins.long = int  # of Python 2
    torch.jit.script = lambda f: f  # it wants a file
    if not hasattr(torch.amp, "custom_fwd"):  # of newer versions
        torch.amp.custom_fwd = torch.amp.custom_bwd = lambda f=None, **_: f if f else (lambda g: g)
