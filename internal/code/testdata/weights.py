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
        module["weight"] = module["margin"] = module["adjustment"] = torch.tensor(numbers)
        got = module["criterion"](tensor, torch.tensor(labels))
        want = (weight * want).sum() / weight.sum()
    elif case["language"] == "numpy":
        got, want = module["criterion"](logits, labels), weight * want
    elif case["language"] == "keras":
        got = module["criterion"](torch.tensor(one_hot), tensor)
    else:
        got, want = module["criterion"](tensor, torch.tensor(one_hot)), weight * want
    return "" if numpy.allclose(got, want) else f"{got}, want {want}"


json.dump([problem(case) for case in json.load(sys.stdin)], sys.stdout)
