"""Losses and gradients of code that people paste, by PyTorch, for own_test.go.

Reads {"logits": [...], "sources": {name: code}} and writes, for every name, format and
label, the losses and gradients of the function loss at the logits. Run with Debian's
python3-torch.
"""

import json
import sys

import torch

torch.set_num_threads(1)
request = json.load(sys.stdin)
results = []
for name, source in request["sources"].items():
    module = {}
    exec(source, module)
    for dtype in (torch.float32, torch.bfloat16):
        logits = torch.tensor(request["logits"], dtype=torch.float64).to(dtype).unique()
        for label in (0, 1):
            z = logits.clone().requires_grad_()
            losses = module["loss"](z, torch.full_like(logits, label))
            losses.sum().backward()
            results.append(
                {
                    "name": name,
                    "format": str(dtype).removeprefix("torch."),
                    "label": label,
                    "loss": [repr(v) for v in losses.tolist()],
                    "gradient": [repr(v) for v in z.grad.tolist()],
                }
            )
json.dump({"torch": torch.__version__, "results": results}, sys.stdout)
