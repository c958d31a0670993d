"""Losses and gradients by PyTorch, for torch_test.go.

Reads {"logits": [...], "settings": [{"gamma": ..., "alpha": ..., "epsilon": ...}, ...]}
and writes, for every implementation, format, autocast, label and setting, the losses
and gradients at the logits; an alpha of -1 is none. Run with
Debian's python3-torch and python3-torchvision. The functions are written from
the sources that listed.go names; torchvision's is called.

The CPU's autocast is PyTorch's own. There is no CUDA here: CudaList converts what
https://pytorch.org/docs/2.0/amp.html lists under "CUDA Ops that can autocast to
float32", and PyTorch computes it on the CPU.
"""

import contextlib
import json
import sys

import torch
import torch.nn.functional as F
from torch.overrides import TorchFunctionMode
from torchvision.ops import sigmoid_focal_loss

def true_class(p, y):
    return p * y + (1 - p) * (1 - y)


def weighted(loss, y, alpha):
    return loss if alpha < 0 else (alpha * y + (1 - alpha) * (1 - y)) * loss


def naive(z, y, gamma, alpha, epsilon):
    pt = true_class(torch.sigmoid(z), y)
    return weighted(-((1 - pt) ** gamma) * torch.log(pt), y, alpha)


def log_epsilon(z, y, gamma, alpha, epsilon):
    pt = true_class(torch.sigmoid(z), y)
    return weighted(-((1 - pt) ** gamma) * torch.log(pt + epsilon), y, alpha)


def clip(z, y, gamma, alpha, epsilon):
    pt = true_class(torch.clamp(torch.sigmoid(z), epsilon, 1 - epsilon), y)
    return weighted(-((1 - pt) ** gamma) * torch.log(pt), y, alpha)


def logits(z, y, gamma, alpha, epsilon):
    zt = z * (2 * y - 1)
    return weighted(torch.exp(gamma * F.logsigmoid(-zt)) * -F.logsigmoid(zt), y, alpha)


def page(z, y, gamma, alpha, epsilon):
    z, y = z.float() if z.dtype == torch.bfloat16 else z, y.to(z.dtype)
    log_p, log_q = F.logsigmoid(z), F.logsigmoid(-z)
    positive = -torch.exp(gamma * log_q) * log_p
    negative = -torch.exp(gamma * log_p) * log_q
    if alpha < 0:
        return y * positive + (1 - y) * negative
    return alpha * y * positive + (1 - alpha) * (1 - y) * negative


def torchvision(z, y, gamma, alpha, epsilon):
    return sigmoid_focal_loss(z, y, alpha=alpha, gamma=gamma)


def fvcore(z, y, gamma, alpha, epsilon):
    return sigmoid_focal_loss(z.float(), y.float(), alpha=alpha, gamma=gamma)


def keras(z, y, gamma, alpha, epsilon):
    p = torch.sigmoid(z)
    bce = F.binary_cross_entropy(torch.clip(p, epsilon, 1 - epsilon), y, reduction="none")
    return weighted(torch.pow(1 - true_class(p, y), gamma) * bce, y, alpha)


def monai(z, y, gamma, alpha, epsilon):
    z, y = z.float(), y.float()
    ce = z - z * y - F.logsigmoid(z)
    return weighted((F.logsigmoid(-z * (y * 2 - 1)) * gamma).exp() * ce, y, alpha)


def kornia(z, y, gamma, alpha, epsilon):
    yes, no = F.logsigmoid(z), F.logsigmoid(-z)
    positive = -no.exp().pow(gamma) * y * yes
    negative = -yes.exp().pow(gamma) * (1.0 - y) * no
    if alpha < 0:
        return positive + negative
    return alpha * positive + (1.0 - alpha) * negative


def kornia_old(z, y, gamma, alpha, epsilon):
    p = torch.sigmoid(z)
    yes, no = (1, 1) if alpha < 0 else (alpha, 1.0 - alpha)
    return -yes * torch.pow(1.0 - p, gamma) * y * torch.log(p + 1e-8) - no * torch.pow(p, gamma) * (
        1.0 - y
    ) * torch.log(1.0 - p + 1e-8)


def smp(z, y, gamma, alpha, epsilon):
    ce = F.binary_cross_entropy_with_logits(z, y, reduction="none")
    return weighted((1.0 - torch.exp(-ce)).pow(gamma) * ce, y, alpha)


def mmdet(z, y, gamma, alpha, epsilon):
    p = z.sigmoid()
    wrong = (1 - p) * y + p * (1 - y)
    return F.binary_cross_entropy_with_logits(z, y, reduction="none") * weighted(wrong.pow(gamma), y, alpha)


class CudaList(TorchFunctionMode):
    NAMES = {"exp", "expm1", "log", "log1p", "pow", "__pow__", "softplus", "reciprocal", "__rtruediv__"}
    NAMES.add("binary_cross_entropy_with_logits")

    def __torch_function__(self, func, types, args=(), kwargs=None):
        if func.__name__ in self.NAMES:
            args = [a.float() if isinstance(a, torch.Tensor) else a for a in args]
        return func(*args, **(kwargs or {}))


AUTOCASTS = {
    "off": contextlib.nullcontext,
    "cpu": lambda: torch.autocast("cpu", dtype=torch.bfloat16),
    "on": CudaList,
}


ALL = {
    "naive": naive,
    "log-epsilon": log_epsilon,
    "clip": clip,
    "logits": logits,
    "page": page,
    "torchvision": torchvision,
    "fvcore": fvcore,
    "keras-torch": keras,
    "monai": monai,
    "kornia": kornia,
    "kornia-0.5.0": kornia_old,
    "smp": smp,
    "mmdet": mmdet,
}

torch.set_num_threads(1)
request = json.load(sys.stdin)
results = []
for name, loss in ALL.items():
    for dtype in (torch.float64, torch.float32, torch.bfloat16):
        if name == "keras-torch" and dtype == torch.bfloat16:
            continue  # PyTorch 1.13 has no binary_cross_entropy of it
        upcasts = name in ("page", "fvcore", "monai", "keras-torch")
        casts = ["off"] if dtype != torch.bfloat16 or upcasts else list(AUTOCASTS)
        z0 = torch.tensor(request["logits"], dtype=torch.float64).to(dtype).unique()
        for label in (0, 1):
            for setting, cast in ((setting, cast) for setting in request["settings"] for cast in casts):
                z = z0.clone().requires_grad_()
                y = torch.full_like(z0, label)
                with AUTOCASTS[cast]():
                    losses = loss(z, y, **setting)
                losses.backward(torch.ones_like(losses))
                results.append(
                    {
                        "id": name,
                        "format": str(dtype).removeprefix("torch."),
                        "autocast": cast,
                        "label": label,
                        "setting": setting,
                        "loss": [repr(v) for v in losses.tolist()],
                        "gradient": [repr(v) for v in z.grad.tolist()],
                    }
                )
json.dump({"torch": torch.__version__, "results": results}, sys.stdout)
