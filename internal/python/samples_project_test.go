package python

// projectSamples are losses as projects have them: over several files, with wrappers, options and
// labels of classes.
var projectSamples = []sample{
	{"a mask of truths of the label", `
def loss(x, y):
    if x.dim() == 2:
        x = x.squeeze(1)
    p, positive = x.sigmoid(), y.bool()
    out = torch.empty_like(p)
    out[positive] = -torch.log(p[positive])
    out[~positive] = -0.5 * torch.log1p(-p[~positive])
    return out.mean()
`, "-where(y == 1, 1, 0.5)*log(pt)", map[string]Role{"x": RoleLogit, "y": RoleLabel}},
	{"a name that is assigned in an expression", `
def halved(v):
    return v / 2

def loss(y_true, y_pred, gamma=2.0):
    if (rest := (1 - y_pred
                 if gamma > 0 else 1)) is None:
        raise ValueError(gamma)
    return -y_true * rest ** (g := gamma + 1) * torch.log(y_pred) + halved(g) * 0
`, "-y*(1 - p)^3*log(p)", nil},
	{"a pasted method that assigns in an expression", `
    def forward(self, y_prob, y_true):
        return (d := y_prob - y_true) * d
`, "(p - y)^2", nil},
	{"a dictionary that is unpacked in another", `
defaults = {"scale": 2.0, "power": 2}

def loss(y_true, y_prob):
    options = {**defaults, "scale": 5.0, **{"shift": 1.0}}
    return options["scale"] * (y_prob - y_true) ** options["power"] + options["shift"]
`, "5*(p - y)^2 + 1", nil},
	{"dictionaries that are unpacked among the arguments", `
first = {"scale": 2.0}
other = {"power": 2, "shift": 1.0}

def power(a, b, scale=1.0, power=1, shift=0.0):
    return scale * (a - b) ** power + shift

def loss(y_true, y_prob):
    return power(y_prob, y_true, **first, **other) + power(y_prob, **first, b=y_true)
`, "2*(p - y)^2 + 1 + 2*(p - y)", nil},
	{"a set of names", `
def loss(y_true, y_prob, kind="square"):
    if kind in {"square", "quadratic"}:
        return (y_prob - y_true) ** 2
    return abs(y_prob - y_true)
`, "(p - y)^2", nil},
	{"labels of 0 and 1 that are made -1 and 1", `
from keras import ops

def signed(y):
    plain = ops.all(ops.logical_or(ops.equal(y, 0), ops.equal(y, 1)))
    return ops.cond(plain, lambda: 2.0 * y - 1.0, lambda: y)

def hinge(y_true, y_pred):
    return ops.mean(ops.maximum(1.0 - signed(y_true) * y_pred, 0.0), axis=-1)
`, "max(0, 1 - xt)", map[string]Role{"y_pred": RoleLogit}},
	{"a decorator that weights and reduces", `
import functools

def reduced(f):
    @functools.wraps(f)
    def inner(prob, target, weight=None, reduction="mean", **options):
        value = f(prob, target, **options)
        if weight is not None:
            value = value * weight
        return value.mean() if reduction == "mean" else value
    return inner

@reduced
def squares(prob, target, scale=1.0):
    return scale * (prob - target) ** 2

class Squares(nn.Module):
    def forward(self, prob, target):
        return squares(prob, target, weight=3.0, scale=2.0)
`, "6*(p - y)^2", map[string]Role{"prob": RoleProb}},
	{"a function with some of its arguments", `
from functools import partial

def powers(prob, target, by, scale=1.0):
    return scale * abs(prob - target) ** by

class Cubes(nn.Module):
    def __init__(self):
        super().__init__()
        self.of = partial(powers, by=3, scale=2.0)

    def forward(self, prob, target):
        return self.of(prob, target, scale=4.0)
`, "4*abs(p - y)^3", nil},
	{"a definition that is pasted for an import", `
def distance(a, b):
    return (a - b) ** 2

from .parts import distance
from . import parts as P

def loss(y_true, y_prob):
    return distance(y_true, y_prob) + P.distance(y_true, y_prob)
`, "2*(p - y)^2", nil},
	{"a wrapper of Keras", `
from tensorflow_addons.utils.keras_utils import LossFunctionWrapper

def cubes(y_true, y_pred, scale=1.0):
    return scale * abs(y_true - y_pred) ** 3

class Cubes(LossFunctionWrapper):
    def __init__(self, scale=2.0, name="cubes"):
        super().__init__(cubes, name=name, scale=scale)
`, "2*abs(p - y)^3", nil},
	{"a constructor's choice without a default", `
class Choice(nn.Module):
    def __init__(self, mode):
        super().__init__()
        assert mode in {"binary", "several"}
        self.mode = mode

    def forward(self, prob, target):
        if self.mode == "binary":
            return (prob - target) ** 2
        return prob.argmax(1)
`, "(p - y)^2", nil},
	{"the number of axes, and the same shape", `
def loss(logits, target):
    if logits.ndim > 2:
        axes = tuple(range(2, logits.ndim))
        logits = logits.permute(0, *range(2, logits.ndim), 1)
    if target.shape != logits.shape:
        target = one_hot_of_my_own(target)
    if logits.dim() not in (1, 2) or len(target.shape) == 5:
        raise ValueError(logits.dim())
    return F.binary_cross_entropy_with_logits(logits, target)
`, "-log(pt)", nil},
	{"a kernel for a graphics card", `
from kernels import fast_loss

def loss(logits, target):
    if torch.cuda.is_available() and logits.is_cuda:
        return fast_loss(logits, target)
    return F.binary_cross_entropy_with_logits(logits, target)
`, "-log(pt)", nil},
	{"a row of classes", `
def loss(y_pred, y_true, gamma=3.0):
    logp = torch.log_softmax(y_pred, dim=1)
    return (-(1 - logp.exp()) ** gamma * logp * y_true).sum(dim=1).mean()
`, "-(1 - pt)^3*log(pt)", map[string]Role{"y_true": RoleLabel}},
	{"probabilities of classes that are made to add up to 1", `
def loss(y_true, y_pred):
    p = y_pred / ops.sum(y_pred, axis=-1, keepdims=True)
    return -ops.sum(y_true * ops.log(ops.clip(p, 0.1, 0.9)), axis=-1)
`, "-log(clip(pt, 0.1, 0.9))", nil},
	{"a class against the rest", `
def loss(logits, labels, num_classes):
    hot = F.one_hot(labels, num_classes + 1)[:, :num_classes].float()
    p = torch.sigmoid(logits)
    pt = hot * p + (1 - hot) * (1 - p)
    return ((1 - pt) ** 2 * F.binary_cross_entropy_with_logits(logits, hot, reduction="none")).mean()
`, "-(1 - pt)^2*log(pt)", map[string]Role{"labels": RoleLabel, "logits": RoleLogit}},
	{"a method where, whose array comes first", `
def loss(logits, targets):
    p = logits.sigmoid()
    p = p.where(targets == 1, 1 - p)
    return -(1 - p).pow(1.5) * p.log()
`, "-(1 - pt)^1.5*log(pt)", nil},
	{"two bases, of which the second has a method", `
class Base:
    def weight(self):
        return 1.0

class First(Base):
    def weight(self):
        return 2.0 + super().weight()

class Second(Base):
    def weight(self):
        return 3.0

class Loss(First, Second):
    def __call__(self, y_prob, y_true):
        return self.weight() * (y_prob - y_true) ** 2
`, "5*(p - y)^2", nil},
	{"softplus with a threshold", `
def loss(logits, targets):
    return F.softplus(logits, beta=2.0, threshold=1.0) - targets * logits
`, "where(1 < 2*x, x, softplus(2*x)/2) - y*x", nil},
	{"factors of sums, and NaN", `
def loss(logits, targets):
    p = torch.sigmoid(logits)
    v = torch.sub(p, targets, alpha=2) + torch.add(p, targets, alpha=3)
    return torch.where(torch.isnan(v), torch.zeros_like(v), v)
`, "2*p + y", nil},
	{"a decorator that passes everything on", `
import functools

def times(k):
    def of(f):
        @functools.wraps(f)
        def inner(*args, **kwargs):
            return k * f(*args, **kwargs)
        return inner
    return of

@times(3.0)
def loss(logits, targets):
    return F.softplus(logits) - targets * logits
`, "-3*log(pt)", nil},
	{"a change in place of what nothing else has", `
def loss(logits, targets):
    targets = targets.view(-1).to(logits.dtype)
    targets[targets == 2] = 0
    values = F.binary_cross_entropy_with_logits(logits.view(-1), targets, reduction="none")
    again = values
    again *= 3
    return values.mean()
`, "-3*log(pt)", nil},
	{"a logit by the exponential of its size", `
def loss(pred, target):
    if torch.isnan(pred).any():
        return pred * 0
    return torch.clamp(pred, min=0) - pred * target + torch.log1p(torch.exp(-torch.abs(pred)))
`, "-log(pt)", map[string]Role{"pred": RoleLogit}},
	{"a loss of a framework with other options", `
class Weighted(nn.BCEWithLogitsLoss):
    def __init__(self):
        super().__init__(pos_weight=torch.tensor(4.0))
`, "-where(y == 1, 4, 1)*log(pt)", nil},
	{"checks of types that return what they check", `
import numbers

def checked(value, kind, convert, optional=False):
    if optional and value is None:
        return None
    if isinstance(value, kind):
        if convert is None:
            return value
        elif callable(convert):
            return convert(value)
    raise TypeError(f"{type(value).__name__}")

class Loss(tf.keras.losses.Loss):
    def __init__(self, gamma, *, scale=None, from_logits=False, **kwargs):
        super().__init__(**kwargs)
        self.gamma = checked(gamma, numbers.Real, float)
        self.scale = checked(scale, numbers.Real, float, optional=True)
        self.from_logits = checked(checked(from_logits, bool, bool), bool, bool)

    def call(self, y_true, y_prob):
        value = (y_prob - y_true) ** 2 * checked(self.gamma, numbers.Real, float)
        return tf.sigmoid(value) if self.from_logits else value
`, "2*(p - y)^2", nil},
	{"PaddlePaddle without its imports", `
class L(paddle.nn.Layer):
    def __init__(self, gamma=2.0):
        super().__init__()
        self.gamma = gamma
        self.bce = nn.BCEWithLogitsLoss(reduction="none")

    def forward(self, pred, label):
        label.stop_gradient = True
        w = paddle.abs(label - F.sigmoid(pred)).pow(self.gamma)
        w.stop_gradient = True
        return paddle.sum(self.bce(pred, label) * w)
`, "-stop(1 - pt)^2*log(pt)", nil},
	{"PaddlePaddle's order of arguments", `
import paddle
import paddle.nn.functional as F
def loss(logit, label):
    return F.binary_cross_entropy_with_logits(logit, label, None, "sum", paddle.to_tensor(3.0))
`, "where(y == 1, 3, 1) * -log(pt)", nil},
	{"a weight of TensorFlow 1", `
def f(y_true, logits):
    return tf.compat.v1.losses.sigmoid_cross_entropy(y_true, logits, 2.0, 0.2)
`, "2*(softplus(x) - (0.8*y + 0.1)*x)", nil},
	{"log cosh of Keras", `
def f(y_true, y_pred):
    return tf.keras.losses.log_cosh(y_true, y_pred)
`, "log(cosh(p - y))", nil},
	{"0 times infinity", `
def f(y_true, y_pred):
    return -tf.math.multiply_no_nan(tf.math.log(y_pred), y_true)
`, "where(y == 0, 0, -y*log(p))", nil},
}
