"""Writes the losses beside the focal one as torch has them, and their autograd
gradients, in float64: torch's own functions where there are some, otherwise the
formulas of the papers' code.
"""
import torch
from torch.nn import functional as F

COMMAND = "/usr/bin/python3 testdata/losses_torch.py > testdata/losses_torch.csv"


def weighted(y, x, w):
    return F.binary_cross_entropy_with_logits(x, y, pos_weight=torch.tensor(w, dtype=torch.float64))


def focal_star(y, x, g, b):
    return -F.logsigmoid(g * (2 * y - 1) * x + b) / g


def poly1(y, x, e, g):
    p = torch.sigmoid(x)
    ce = F.binary_cross_entropy_with_logits(x, y)
    pt = y * p + (1 - y) * (1 - p)
    return ce * (1 - pt)**g + e * (1 - pt)**(g + 1)


def asymmetric(y, x, gp, gn, m):
    # As github.com/Alibaba-MIIL/ASL with disable_torch_grad_focal_loss=False.
    pos = torch.sigmoid(x)
    neg = (1 - pos + m).clamp(max=1)
    ce = y * torch.log(pos) + (1 - y) * torch.log(neg)
    pt = pos * y + neg * (1 - y)
    return -ce * (1 - pt)**(gp * y + gn * (1 - y))


def smoothed(y, x, s):
    return F.binary_cross_entropy_with_logits(x, y * (1 - s) + s / 2)


print("# Written by: " + COMMAND)
print("# torch " + torch.__version__)
print("loss_id,y,x,params,loss,dx,p,dp")
for name, loss, sets in (
        ("weighted", weighted, ((1.0,), (3.0,), (0.2,))),
        ("focal-star", focal_star, ((2.0, 1.0), (4.0, 0.0), (0.5, -3.0))),
        ("poly1", poly1, ((2.0, 0.0), (-0.5, 2.0), (0.7, 1.3))),
        ("asymmetric", asymmetric, ((1.0, 4.0, 0.05), (0.5, 2.0, 0.0), (2.0, 0.0, 0.3))),
        ("smoothed", smoothed, ((0.1,), (0.5,)))):
    for y in (0.0, 1.0):
        for x in (-5.0, -2.5, -0.5, 0.5, 2.5, 5.0):
            for params in sets:
                t = torch.tensor(y, dtype=torch.float64)
                z = torch.tensor(x, dtype=torch.float64, requires_grad=True)
                lz = loss(t, z, *params)
                lz.backward()
                p = torch.sigmoid(z).detach().requires_grad_()
                loss(t, torch.log(p / (1 - p)), *params).backward()
                print(",".join([name, repr(y), repr(x), " ".join(map(repr, params + (0.0,)))]
                               + [repr(float(v)) for v in (lz, z.grad, p, p.grad)]))
