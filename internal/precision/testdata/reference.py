"""Losses and gradients by PyTorch, for torch_test.go.

Reads {"logits": [...], "gammas": [...]} and writes, for every implementation,
format, autocast, label and gamma, the losses and gradients at the logits. Run with
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

EPSILON = 1e-7


def true_class(p, y):
    return p * y + (1 - p) * (1 - y)


def naive(z, y, gamma):
    pt = true_class(torch.sigmoid(z), y)
    return -((1 - pt) ** gamma) * torch.log(pt)


def log_epsilon(z, y, gamma):
    pt = true_class(torch.sigmoid(z), y)
    return -((1 - pt) ** gamma) * torch.log(pt + EPSILON)


def clip(z, y, gamma):
    pt = true_class(torch.clamp(torch.sigmoid(z), EPSILON, 1 - EPSILON), y)
    return -((1 - pt) ** gamma) * torch.log(pt)


def logits(z, y, gamma):
    zt = z * (2 * y - 1)
    return torch.exp(gamma * F.logsigmoid(-zt)) * -F.logsigmoid(zt)


def torchvision(z, y, gamma):
    return sigmoid_focal_loss(z, y, alpha=-1, gamma=gamma)


def fvcore(z, y, gamma):
    return sigmoid_focal_loss(z.float(), y.float(), alpha=-1, gamma=gamma)


def keras(z, y, gamma):
    p = torch.sigmoid(z)
    bce = F.binary_cross_entropy(torch.clip(p, EPSILON, 1 - EPSILON), y, reduction="none")
    return torch.pow(1 - true_class(p, y), gamma) * bce


def monai(z, y, gamma):
    z, y = z.float(), y.float()
    ce = z - z * y - F.logsigmoid(z)
    return (F.logsigmoid(-z * (y * 2 - 1)) * gamma).exp() * ce


def kornia(z, y, gamma):
    yes, no = F.logsigmoid(z), F.logsigmoid(-z)
    return -no.exp().pow(gamma) * y * yes + -yes.exp().pow(gamma) * (1.0 - y) * no


def kornia_old(z, y, gamma):
    p = torch.sigmoid(z)
    return -1 * torch.pow(1.0 - p, gamma) * y * torch.log(p + 1e-8) - 1 * torch.pow(p, gamma) * (
        1.0 - y
    ) * torch.log(1.0 - p + 1e-8)


def smp(z, y, gamma):
    ce = F.binary_cross_entropy_with_logits(z, y, reduction="none")
    return (1.0 - torch.exp(-ce)).pow(gamma) * ce


def mmdet(z, y, gamma):
    p = z.sigmoid()
    wrong = (1 - p) * y + p * (1 - y)
    return F.binary_cross_entropy_with_logits(z, y, reduction="none") * wrong.pow(gamma)


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
        upcasts = name in ("fvcore", "monai", "keras-torch")
        casts = ["off"] if dtype != torch.bfloat16 or upcasts else list(AUTOCASTS)
        z0 = torch.tensor(request["logits"], dtype=torch.float64).to(dtype).unique()
        for label in (0, 1):
            for gamma, cast in ((gamma, cast) for gamma in request["gammas"] for cast in casts):
                z = z0.clone().requires_grad_()
                y = torch.full_like(z0, label)
                with AUTOCASTS[cast]():
                    losses = loss(z, y, gamma)
                losses.backward(torch.ones_like(losses))
                results.append(
                    {
                        "id": name,
                        "format": str(dtype).removeprefix("torch."),
                        "autocast": cast,
                        "label": label,
                        "gamma": gamma,
                        "loss": [repr(v) for v in losses.tolist()],
                        "gradient": [repr(v) for v in z.grad.tolist()],
                    }
                )
json.dump({"torch": torch.__version__, "results": results}, sys.stdout)
