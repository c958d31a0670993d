package python

import (
	"slices"
)

const focal = "-where(y == 1, 0.25, 0.75)*(1-pt)^2*log(pt)"

// A sample is a loss in a way that people write it, with a formula that is the same.
type sample struct {
	name, code, same string
	roles            map[string]Role
}

var samples = slices.Concat(functionSamples, projectSamples)

// functionSamples are losses in a function or class.
var functionSamples = []sample{
	{"a class with hints, guards, flags and a reduction", `
class Loss(nn.Module):
    def __init__(self, gamma: Optional[float] = 2.0, eps: float = 1e-8, reduction: str = "mean", **kwargs):
        r"""Text with \sum."""
        super().__init__()
        self.gamma = gamma
        self.eps = eps
        self.reduction = reduction

    def forward(self, logits: Tensor, targets: Tensor, weight: Tensor | None = None) -> Tensor:
        assert logits.shape == targets.shape, f"shapes {logits.shape}"
        if self.gamma < 0:
            raise ValueError(f"negative {self.gamma}")
        p: Tensor = torch.sigmoid(logits)
        pt = p * targets + (1 - p) * (1 - targets)
        loss = -(1 - pt) ** self.gamma * torch.log(pt.clamp(min=self.eps))
        if weight is not None:
            loss = loss * weight
        if self.reduction == "mean":
            return loss.mean()
        elif self.reduction == "sum":
            return loss.sum()
        return loss
`, "-(1-pt)^2*log(max(pt, 1e-8))", map[string]Role{"logits": RoleLogit, "targets": RoleLabel, "eps": RoleEpsilon}},
	{"logits by their use", `
def loss(inputs, targets):
    ce = F.binary_cross_entropy_with_logits(inputs, targets, reduction="none")
    return (1 - torch.exp(-ce)) ** 2 * ce
`, "-(1-pt)^2*log(pt)", map[string]Role{"inputs": RoleLogit}},
	{"a soft target", `
def loss(logits, targets):
    soft = 0.9 * targets + 0.05
    return F.binary_cross_entropy_with_logits(logits, soft)
`, "softplus(x) - (0.9*y + 0.05)*x", nil},
	{"pos_weight", `
def a(logits, targets, w=3.0):
    return F.binary_cross_entropy_with_logits(logits, targets, pos_weight=torch.tensor(w))
`, "where(y == 1, 3, 1) * -log(pt)", nil},
	{"weight", `
def b(logits, targets, w=3.0):
    return F.binary_cross_entropy_with_logits(logits, targets, weight=torch.tensor(w))
`, "-3*log(pt)", nil},
	{"softplus with beta", `
def c(y_true, y_prob):
    return F.softplus(1 - 2 * y_true, beta=2.0) + y_prob
`, "softplus(2*(1 - 2*y))/2 + p", nil},
	{"from_logits", `
def loss(y_true, y_pred):
    ce = tf.keras.losses.binary_crossentropy(y_true, y_pred, from_logits=True, label_smoothing=0.2)
    p = tf.sigmoid(y_pred)
    p_t = y_true * p + (1 - y_true) * (1 - p)
    return (1 - p_t) ** 2 * ce
`, "(1 - pt)^2 * (softplus(x) - (0.8*y + 0.1)*x)", map[string]Role{"y_pred": RoleLogit}},
	{"an epsilon that is no clip", `
def poly1(logits, labels, epsilon=1.0):
    ce = F.binary_cross_entropy_with_logits(logits, labels, reduction='none')
    return ce + epsilon * (1 - torch.exp(-ce))
`, "-log(pt) + 1 - pt", nil},
	{"a wide clip", `
def f(p, y, eps=0.1):
    p = torch.clamp(p, eps, 1 - eps)
    return -(y * p.log() + (1 - y) * (1 - p).log()).mean()
`, "-log(clip(pt, 0.1, 0.9))", nil},
	{"NumPy with a hat", `
def a(y, y_hat):
    return -np.mean(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))
`, "-log(pt)", map[string]Role{"y_hat": RoleProb, "y": RoleLabel}},
	{"names of statistics", `
def b(actual, prob):
    return (actual - prob) ** 2
`, "(1-pt)^2", nil},
	{"x and t, a sigmoid by hand", `
def c(x, t):
    p = 1 / (1 + np.exp(-x))
    return -(t * np.log(p) + (1 - t) * np.log(1 - p))
`, "-log(pt)", map[string]Role{"x": RoleLogit, "t": RoleLabel}},
	{"a helper", `
def twice(a):
    return a * 2

def loss(y_true, y_prob):
    return twice(1 - y_prob)
`, "2*(1 - p)", nil},
	{"a detached weight", `
def loss(logits, targets):
    w = (targets - torch.sigmoid(logits)).abs().detach()
    return (w * F.binary_cross_entropy_with_logits(logits, targets, reduction="none")).mean()
`, "stop(1 - pt) * -log(pt)", nil},
	{"no_grad", `
def loss(logits, targets, gamma=1.5):
    ce = F.binary_cross_entropy_with_logits(logits, targets, reduction="none")
    with torch.no_grad():
        pt = torch.exp(-ce)
        w = (1 - pt).pow(gamma)
    return w * ce
`, "stop((1 - pt)^1.5) * -log(pt)", nil},
	{"stop_gradient", `
def loss(y_true, y_pred):
    w = tf.stop_gradient(1. - y_pred)
    return -w * tf.math.log(y_pred) * y_true
`, "-stop(1 - p)*log(p)*y", nil},
	{"a minus in a power", "return 2 ** -y_prob ** 2\n", "2^-(p^2)", nil},
	{"the tutorial's, repaired, with a clip", `
from keras import backend as K

def binary_focal_loss(gamma=2, alpha=0.25):
    """
    二分类的损失：alpha_t * (1 - p_t)^gamma
    """
    alpha = tf.constant(alpha, dtype=tf.float32)
    gamma = tf.constant(gamma, dtype=tf.float32)

    def binary_focal_loss_fixed(y_true, y_pred):
        # y_true 需要 ones_like
        epsilon = K.epsilon()
        y_pred = K.clip(y_pred, epsilon, 1. - epsilon)
        y_true = tf.cast(y_true, tf.float32)
        alpha_t = y_true*alpha + (K.ones_like(y_true)-y_true)*(1-alpha)
        p_t = y_true*y_pred + (K.ones_like(y_true)-y_true)*(K.ones_like(y_true)-y_pred)
        focal_loss = - alpha_t * K.pow((K.ones_like(y_true)-p_t),gamma) * K.log(p_t)
        return K.mean(focal_loss)
    return binary_focal_loss_fixed

model.compile(loss=binary_focal_loss(), optimizer="adam")
`, focal, nil},
	{"Keras by masks", `
def loss(y_true, y_pred, gamma=2., alpha=.25):
    pt_1 = tf.where(tf.equal(y_true, 1), y_pred, tf.ones_like(y_pred))
    pt_0 = tf.where(tf.equal(y_true, 0), y_pred, tf.zeros_like(y_pred))
    return -K.sum(alpha * K.pow(1. - pt_1, gamma) * K.log(pt_1)) - K.sum((1 - alpha) * K.pow(pt_0, gamma) * K.log(1. - pt_0))
`, focal, nil},
	{"JAX", `
@jax.jit
def loss(y_pred, y_true, q=0.7):
    p_t = jnp.where(y_true == 1, y_pred, 1. - y_pred)
    return jnp.mean((1. - jnp.power(p_t, q)) / q)
`, "(1 - pt^0.7)/0.7", nil},
	{"optax", `
import optax
def loss(params, logits, labels):
    return optax.sigmoid_focal_loss(logits, labels, alpha=0.25, gamma=2.).mean()
`, focal, nil},
	{"torchvision", `
from torchvision.ops import sigmoid_focal_loss
class Criterion(nn.Module):
    def forward(self, outputs, labels):
        return sigmoid_focal_loss(outputs, labels.to(outputs), reduction="mean")
`, focal, map[string]Role{"outputs": RoleLogit}},
	{"hinge in Keras 3", `
def hinge(y_true, y_pred):
    y_true = ops.cast(y_true, y_pred.dtype)
    sign = 2 * y_true - 1
    return ops.mean(ops.maximum(0., 1. - sign * y_pred), axis=-1)
`, "max(0, 1 - xt)", map[string]Role{"y_pred": RoleLogit}},
	{"conditions of Python", `
def f(target, prob, k=3):
    w = (1 + k * (1 - prob)) if target == 1 and not prob > 0.9 else 1.
    w *= 2
    return -w * (torch.log(prob.clamp(min=1e-3, max=1 - 1e-3)) * target
        + (1 - target) * torch.log1p(-prob)).sum(dim=-1).mean()
`, "-2*where(y == 1 && p <= 0.9, 1 + 3*(1-p), 1)*(log(clip(p, 1e-3, 0.999))*y + (1-y)*log(1-p))", nil},
	{"assignment to a selection", `
def f(logits, targets, alpha=0.25, gamma=2):
    p = logits.sigmoid()
    w = torch.full_like(p, 1 - alpha)
    w[targets == 1] = alpha
    loss = torch.zeros_like(p)
    pos = targets > 0.5
    loss[pos] = -((1 - p[pos]) ** gamma) * p[pos].log()
    loss[~pos] = -(p[~pos] ** gamma) * (1 - p[~pos]).log()
    return (w * loss).sum()
`, focal, nil},
	{"in place", `
class Asymmetric(nn.Module):
    def __init__(self, gamma_neg=4, gamma_pos=1, clip=0.05, eps=1e-8, disable=True):
        super(Asymmetric, self).__init__()
        self.gamma_neg, self.gamma_pos, self.clip, self.eps, self.disable = gamma_neg, gamma_pos, clip, eps, disable

    def forward(self, x, y):
        xs_pos = torch.sigmoid(x)
        xs_neg = 1 - xs_pos
        if self.clip is not None and self.clip > 0:
            xs_neg = (xs_neg + self.clip).clamp(max=1)
        loss = y * torch.log(xs_pos.clamp(min=self.eps))
        loss.add_((1 - y) * torch.log(xs_neg.clamp(min=self.eps)))
        if self.gamma_neg > 0 or self.gamma_pos > 0:
            if self.disable:
                torch.set_grad_enabled(False)
            pt = xs_pos * y + xs_neg * (1 - y)
            w = torch.pow(1 - pt, self.gamma_pos * y + self.gamma_neg * (1 - y))
            if self.disable:
                torch.set_grad_enabled(True)
            loss *= w
        return -loss.sum()
`, "q = min(1 - p + 0.05, 1)\nwhere(y == 1, -stop(1 - p)*log(max(p, 1e-8)), -stop(1 - q)^4*log(max(q, 1e-8)))", nil},
	{"a lambda", "loss = lambda y_true, y_pred: -(y_true * np.log(y_pred) + (1 - y_true) * np.log(1 - y_pred)).mean()\n", "-log(pt)", nil},
	{"an object of a loss", `
class Wrapped(nn.Module):
    def __init__(self, gamma=1.5, alpha=0.3):
        super().__init__()
        self.bce = nn.BCEWithLogitsLoss(reduction="none")
        self.gamma, self.alpha = gamma, alpha

    def forward(self, pred, true):
        loss = self.bce(pred, true)
        p = torch.sigmoid(pred)
        p_t = true * p + (1 - true) * (1 - p)
        a = true * self.alpha + (1 - true) * (1 - self.alpha)
        loss *= a * (1.0 - p_t) ** self.gamma
        return loss.mean()
`, "-where(y == 1, 0.3, 0.7)*(1-pt)^1.5*log(pt)", map[string]Role{"pred": RoleLogit, "true": RoleLabel}},
	{"classes by softmax", `
class Focal(nn.Module):
    def __init__(self, gamma=0.5):
        super().__init__()
        self.gamma = gamma

    def forward(self, inputs, targets):
        logp = F.log_softmax(inputs, dim=1)
        logpt = logp.gather(1, targets.view(-1, 1)).view(-1)
        return (-(1 - logpt.exp()) ** self.gamma * logpt).mean()
`, "-(1-pt)^0.5*log(pt)", nil},
	{"classes by one-hot", `
def loss(logits, labels, gamma=2):
    p = F.softmax(logits, dim=-1)
    hot = F.one_hot(labels, num_classes=logits.size(1))
    return (hot * (1 - p) ** gamma * -torch.log(p)).sum(1).mean()
`, "-(1-pt)^2*log(pt)", nil},
	{"a custom derivative", `
class Step(torch.autograd.Function):
    @staticmethod
    def forward(ctx, logits, targets):
        ctx.save_for_backward(logits, targets)
        return F.binary_cross_entropy_with_logits(logits, targets, reduction="none")

    @staticmethod
    def backward(ctx, grad):
        logits, targets = ctx.saved_tensors
        return grad * (torch.sigmoid(logits) - targets), None

class Loss(nn.Module):
    def forward(self, logits, targets):
        return Step.apply(logits, targets).mean()
`, "-log(pt)", nil},
	{"one-sided clips, tuples and a dictionary", `
def pair(a, b=2):
    return a, a * b

def loss(y_true, y_prob, options={"scale": 3.0}, *, low=0.2):
    first, second = pair(torch.clamp_min(y_prob, low))
    return (first + second) * options["scale"] * torch.maximum(y_true, torch.tensor(0.5))
`, "9*max(p, 0.2)*max(y, 0.5)", nil},
	{"a method and a static method", `
class Loss:
    def __init__(self, gamma):
        self.gamma = gamma

    @staticmethod
    def entropy(p):
        return -torch.log(p)

    def factor(self, p):
        return (1 - p) ** self.gamma

    def __call__(self, pred, target):
        p = torch.where(target == 1, pred, 1 - pred)
        return self.factor(p) * self.entropy(p)
`, "-(1-pt)^2*log(pt)", nil},
	{"Dice of a batch of one", `
def dice(pred, target, smooth=1.):
    pred, target = pred.sigmoid().view(-1), target.view(-1)
    inter = (pred * target).sum()
    return 1 - (2. * inter + smooth) / (pred.sum() + target.sum() + smooth)
`, "1 - (2*p*y + 1)/(p + y + 1)", nil},
	{"weights by the label", `
class W(nn.Module):
    def __init__(self, alpha=0.25):
        super().__init__()
        self.alpha = torch.tensor([alpha, 1 - alpha])

    def forward(self, inputs, targets):
        bce = F.binary_cross_entropy_with_logits(inputs, targets, reduction='none')
        at = self.alpha.gather(0, targets.long().view(-1))
        return (at * (1 - torch.exp(-bce)) ** 2 * bce).mean()
`, "-where(y == 1, 0.75, 0.25)*(1-pt)^2*log(pt)", nil},
	{"a loop over weights", `
def loss(logits, targets):
    total = 0
    for k, w in enumerate([0.5, 0.25]):
        total = total + w * F.softplus(logits * (k + 1))
    return total - targets * logits
`, "0.5*softplus(x) + 0.25*softplus(2*x) - y*x", nil},
	{"a guard by shape", `
def loss(inputs, targets):
    if inputs.dim() > 2:
        inputs = inputs.view(inputs.size(0), -1)
        targets = targets.view(targets.size(0), -1)
    return F.binary_cross_entropy_with_logits(inputs, targets.type_as(inputs))
`, "-log(pt)", nil},
	{"arguments with several stars, and a target with one", `
def weighted(p, y, w):
    return w * (p - y) ** 2

def loss(y_true, y_prob):
    first, *rest = y_prob, y_true, 2
    return weighted(*[first], *rest)
`, "2*(p - y)^2", nil},
	{"a check that changes what it is given", `
def check_range(p):
    p.mul_(0.5)

def loss(y_true, y_prob):
    p = y_prob + 0
    check_range(p)
    return (p - y_true) ** 2
`, "(p/2 - y)^2", nil},
	{"a check that is not understood and changes nothing", `
def check_shapes(p, y):
    for p_size, y_size in zip(p.shape, y.shape):
        assert p_size == y_size

def loss(y_true, y_prob):
    check_shapes(y_prob, y_true)
    return (y_prob - y_true) ** 2
`, "(p - y)^2", nil},
	{"a dictionary that is updated", `
def loss(y_true, y_prob):
    options = dict(power=2)
    options.update(power=3)
    weights = {0: 0.25, 1: 0.75}
    return weights[1] * abs(y_prob - y_true) ** options["power"]
`, "0.75*abs(p - y)^3", nil},
	{"a loss on top of another by super", `
class Focal(nn.BCEWithLogitsLoss):
    def __init__(self, gamma=2):
        super().__init__(reduction="none")
        self.gamma = gamma

    def forward(self, input, target):
        ce = super().forward(input, target)
        return (1 - torch.exp(-ce)) ** self.gamma * ce
`, "-(1-pt)^2*log(pt)", nil},
	{"a soft margin of labels that are -1 and 1",
		"def loss(output, target):\n    return F.soft_margin_loss(output, target)\n",
		"softplus(-xt)", map[string]Role{"target": RoleSigned}},
	{"probabilities of classes in Keras",
		"def loss(y_true, y_pred):\n    return keras.losses.sparse_categorical_crossentropy(y_true, y_pred)\n", "-log(pt)", map[string]Role{"y_pred": RoleProb}},
	{"a wrapper of Keras", `
from keras.src import tree
from keras.src.losses.loss import Loss, squeeze_or_expand_to_same_rank

def squared(y_true, y_prob, scale=1.0):
    return scale * (y_prob - y_true) ** 2

class Wrapper(Loss):
    def __init__(self, fn, **kwargs):
        super().__init__()
        self.fn = fn
        self.kwargs = kwargs

    def call(self, y_true, y_prob):
        both = tree.map_structure(squeeze_or_expand_to_same_rank, y_true, y_prob)
        y_true = tree.map_structure_up_to(y_true, lambda x: x[0], both)
        y_prob = tree.map_structure_up_to(y_prob, lambda x: x[1], both)
        return self.fn(y_true, y_prob, **self.kwargs)

class Squared(Wrapper):
    def __init__(self, scale=3.0):
        super().__init__(squared, scale=scale)
`, "3*(p - y)^2", nil},
	{"probabilities of classes that are passed", `
def loss(y_true, y_pred):
    hot = tf.one_hot(tf.cast(y_true, tf.int32), 10)
    return -tf.reduce_sum(hot * tf.math.log(y_pred), axis=-1)
`, "-log(pt)", nil},
	{"means of both classes", `
def loss(y_pred, y_true):
    positive = y_true == 1
    return -torch.log(y_pred[positive]).mean() - torch.log(1 - y_pred[~positive]).mean()
`, "share = 0.5\nwhere(y == 1, -log(p)/share, -log(1 - p)/(1 - share))", nil},
	{"a weight from the labels of the batch", `
def loss(y_pred, y_true):
    share = y_true.sum() / y_true.numel()
    return -((1 - share) * y_true * y_pred.log() + share * (1 - y_true) * (1 - y_pred).log())
`, "share = 0.5\n-((1 - share)*y*log(p) + share*(1 - y)*log(1 - p))", nil},
}
