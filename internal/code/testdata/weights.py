"""Runs criteria for weights_test.go: reads [{"language", "source", "weighs", "numbers",
"sign", "trueOnly"}] and writes for each what is wrong, or "".

PyTorch and NumPy are run themselves; Keras and JAX are those of standins.py."""

import json
import sys

import numpy
import torch

import standins

torch.set_num_threads(1)
standins.install()


def problem(case):
    module = {}
    exec(compile(case["source"], "weights.py", "exec"), module)
    numbers = numpy.array(case["numbers"])
    if case["language"] == "keras" and case["weighs"]:
        got = module["class_weight"]
        return "" if numpy.allclose([got[k] for k in range(len(numbers))], numbers) else repr(got)
    rng = numpy.random.default_rng(1)
    logits = rng.normal(scale=3, size=(40, len(numbers)))
    labels = rng.integers(len(numbers), size=40)
    one_hot = numpy.eye(len(numbers))[labels]
    z = logits + case["sign"] * numbers * (one_hot if case["trueOnly"] else 1)
    log_p = z - numpy.log(numpy.exp(z).sum(1, keepdims=True))
    want = -log_p[numpy.arange(40), labels]
    weight = numbers[labels] if case["weighs"] else numpy.ones(40)
    tensor = torch.tensor(logits)
    if case["language"] == "pytorch":
        # The numbers have seven digits, and the dtype of the logits.
        got = module["criterion"](tensor, torch.tensor(labels))
        want = (weight * want).sum() / weight.sum()
        if not numpy.allclose(got, want, rtol=1e-5):
            return f"{got}, want {want}"
        # Images have classes at axis 1, and may have as many columns.
        image = torch.tensor(logits[:35]).reshape(5, 7, 7).movedim(2, 1)  # (N, W, C) to (N, C, W)
        flat = module["criterion"](tensor[:35], torch.tensor(labels[:35]))
        got, want = module["criterion"](image, torch.tensor(labels[:35]).reshape(5, 7)), flat
        if not numpy.allclose(got, want):
            return f"{got} of an image, want {want}"
        ignored = torch.tensor(labels)
        ignored[5:] = -100
        got, want = module["criterion"](tensor, ignored), module["criterion"](tensor[:5], ignored[:5])
        if not module["criterion"](tensor.bfloat16(), ignored).isfinite():
            return "not finite in bfloat16"
    elif case["language"] == "numpy":
        got, want = module["criterion"](logits, labels), weight * want
    elif case["language"] == "keras":
        got = module["criterion"](torch.tensor(one_hot), tensor)
    else:
        got, want = module["criterion"](tensor, torch.tensor(one_hot)), weight * want
    if not numpy.allclose(got, want, rtol=1e-5):
        return f"{got}, want {want}"
    # A single logit, and labels of another shape, are not broadcast.
    one = tensor[:, :1]
    label = {"pytorch": torch.tensor(labels), "numpy": labels}.get(case["language"], torch.tensor(one_hot))
    one = one.numpy() if case["language"] == "numpy" else one
    arguments = (label, one) if case["language"] == "keras" else (one, label)
    try:
        module["criterion"](*arguments)
    except (ValueError, RuntimeError):
        return ""
    return "a single logit is taken"


json.dump([problem(case) for case in json.load(sys.stdin)], sys.stdout)
