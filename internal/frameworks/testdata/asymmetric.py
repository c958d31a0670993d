"""Losses and gradients of the asymmetric losses by PyTorch, for others_test.go.

Reads {"logits": [...]} and writes, for each format, label and whether the factor is
detached, the losses and gradients. The operations are those of AsymmetricLoss of ASL and
of AsymmetricLossMultiLabel of timm. Run with Debian's python3-torch.
"""

import json
import sys

import torch


def asymmetric(x, y, detached):
    positive = torch.sigmoid(x)
    negative = (1 - positive + 0.05).clamp(max=1)
    loss = y * torch.log(positive.clamp(min=1e-8)) + (1 - y) * torch.log(negative.clamp(min=1e-8))
    with torch.set_grad_enabled(not detached):
        pt = positive * y + negative * (1 - y)
        factor = torch.pow(1 - pt, 1 * y + 4 * (1 - y))
    return -(loss * factor)


torch.set_num_threads(1)
logits = torch.tensor(json.load(sys.stdin)["logits"], dtype=torch.float64)
results = []
for dtype in (torch.float64, torch.float32, torch.bfloat16):
    for label in (0, 1):
        for detached in (False, True):
            x = logits.to(dtype).unique().requires_grad_()
            losses = asymmetric(x, torch.full_like(x, label), detached)
            losses.sum().backward()
            results.append(
                {
                    "format": str(dtype).removeprefix("torch."),
                    "label": label,
                    "detached": detached,
                    "loss": [repr(v) for v in losses.tolist()],
                    "gradient": [repr(v) for v in x.grad.tolist()],
                }
            )
json.dump(results, sys.stdout)
