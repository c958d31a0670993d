"""Checks the modules of PyTorch and the Loss of Keras for module_test.go: reads
[{"name", "pytorch", "keras", "normaliser", "categorical"}] and writes [{"name", "problems"}].

PyTorch is run itself; the Loss of Keras is run on standins.py."""

import importlib.util
import json
import os
import pickle
import sys
import tempfile

import torch

import standins

torch.set_num_threads(1)
standins.install()
sys.path.insert(0, tempfile.mkdtemp())


def load(name, source):
    path = os.path.join(sys.path[0], name + ".py")
    with open(path, "w") as file:
        file.write(source)
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def raises(f, *args):
    try:
        f(*args)
    except ValueError:
        return True
    return False


def near(a, b):
    return torch.allclose(a, b, rtol=1e-6, atol=1e-12)


def classes(module):
    return [v for k, v in vars(module).items() if isinstance(v, type) and v.__module__ == module.__name__]


def check(case):
    problems = []

    def want(what, ok):
        if not ok:
            problems.append(what)

    module = load(case["name"], case["pytorch"])
    (cls,) = classes(module)
    criterion = module.criterion
    torch.manual_seed(1)
    categorical = case["categorical"]
    logits = torch.randn(6, 3, 4, requires_grad=True)
    labels = torch.randint(0, 3, (6, 4)) if categorical else torch.randint(0, 2, (6, 3, 4)).float()
    ignored = labels.clone()
    ignored[0] = -100
    each = cls(reduction="none")(logits, labels)
    want("none has the shape of the labels", each.shape == labels.shape)
    want("sum", near(cls(reduction="sum")(logits, labels), each.sum()))
    want("an unknown reduction raises", raises(cls(reduction="average"), logits, labels))
    count = {
        "valid": labels.numel() - labels[0].numel(),
        "all": labels.numel(),
        "positives": (ignored[1:] != 0).sum() if categorical else ignored[1:].sum(),
        "avg_factor": labels.numel(),
    }[case["normaliser"]]
    rest = cls(reduction="none")(logits, ignored)
    want("ignored elements have no loss", (rest[0] == 0).all() and near(rest[1:], each[1:]))
    want("mean", near(criterion(logits, ignored), rest.sum() / count))
    if case["normaliser"] == "avg_factor":
        want("avg_factor", near(criterion(logits, ignored, avg_factor=7.0), rest.sum() / 7))
        want("a batch without positives", near(criterion(logits, ignored, avg_factor=0.0), rest.sum()))
    if categorical:
        for dtype in (torch.uint8, torch.int32):
            want(f"labels in {dtype}", near(criterion(logits, labels.to(dtype)), criterion(logits, labels)))
        many = torch.randn(1, 200)  # in uint8 -100 is 156
        want("class 156 counts", cls(reduction="sum", **({"alpha": [1.0] * 200} if hasattr(criterion, "alpha") else {}))(many, torch.tensor([156], dtype=torch.uint8)) > 0)
        want("labels in float raise", raises(criterion, logits, labels.float()))
        want("one-hot labels raise", raises(criterion, logits, torch.zeros(6, 3, 4, dtype=torch.long)))
        if not hasattr(criterion, "alpha"):
            weight = torch.tensor([1.0, 2.0, 3.0])
            got = cls(weight=weight, reduction="none")(logits, labels)
            if not getattr(criterion, "label_smoothing", 0):
                want("weight", near(got, each * weight[labels]))
    else:
        want("another shape raises", raises(criterion, torch.randn(5), torch.ones(5, 1)))
        want("class numbers raise", raises(criterion, logits, torch.zeros(6, 4)))
        weight = torch.tensor([1.0, 2.0, 3.0])
        got = cls(weight=weight, reduction="none")(logits, labels)
        want("weight is by axis 1", near(got, each * weight[None, :, None]))
        want("weights of another number raise", raises(cls(weight=torch.ones(2)), logits, labels))
        if not isinstance(getattr(criterion, "pos_weight", None), float):
            got = cls(pos_weight=weight, reduction="none")(logits, labels)
            want("pos_weight", near(got, each * torch.where(labels == 1, weight[None, :, None], torch.ones(()))))

    # An empty batch, as of an image without proposals, and one that is ignored have no loss.
    empty = logits.detach()[:0].requires_grad_()
    criterion(empty, labels[:0]).backward()
    want("empty batch", criterion(empty, labels[:0]) == 0 and empty.grad.shape == empty.shape)
    unseen = torch.full_like(labels, -100)
    want("ignored batch", criterion(logits, unseen) == 0)

    # A label that is none, as of masks of 0 and 255, has a loss of NaN and not a number.
    if not categorical:
        for wrong in (255.0, -1.0, 1.5, float("nan")):
            other = labels.clone()
            other[0, 0, 0] = wrong
            got = cls(reduction="none")(logits, other)
            want(f"label {wrong}", bool(torch.isnan(got[0, 0, 0])) and near(got[1:], each[1:]))
            want(f"mean with label {wrong}", bool(torch.isnan(criterion(logits, other))))
        want("255 as ignored", bool(torch.isfinite(cls(ignore_index=255)(logits, torch.where(labels == 1, 255.0, labels)))))

    # It can be pickled and scripted, and both give the same.
    value = criterion(logits, labels)
    want("pickle", near(pickle.loads(pickle.dumps(criterion))(logits, labels), value))
    try:
        want("script", near(torch.jit.script(criterion)(logits, labels), value))
    except Exception as e:
        problems.append("script: " + str(e)[:300])

    # Every precision has finite losses and gradients.
    for dtype in (torch.float16, torch.bfloat16, torch.float32, torch.float64):
        for scale in (1, 20, 100, 1000):
            z = (logits.detach() * scale).to(dtype).requires_grad_()
            loss = criterion(z, labels)
            loss.backward()
            want(f"finite in {dtype} at {scale}", bool(torch.isfinite(loss)) and bool(torch.isfinite(z.grad).all()))

    # The Loss of Keras keeps its parameters.
    loss = load(case["name"] + "_keras", case["keras"]).loss
    name = "losses>" + type(loss).__name__
    want("registered", standins.registered.get(name) is type(loss))
    config = json.loads(json.dumps(loss.get_config()))
    again = type(loss).from_config(config)
    want("config", again.get_config() == loss.get_config() and again.name != "loss")
    y = torch.nn.functional.one_hot(labels, 3).transpose(1, 2) if categorical else labels
    z = logits.detach().transpose(1, 2) if categorical else logits.detach()
    y = y.transpose(1, 2) if categorical else y
    want("loaded loss", near(again(y, z), loss(y, z)))
    if not categorical:
        column, row = torch.randn(5, 1), torch.tensor([1, 0, 1, 1, 0])
        want("labels without the axis of 1", near(loss(row, column), loss(row[:, None], column)))
        want("labels (5) and 3 outputs raise", raises(loss, row, torch.randn(5, 3)))
    want("another shape raises in Keras", raises(loss, torch.ones(5, 1), torch.randn(5)))
    return {"name": case["name"], "problems": problems}


json.dump([check(case) for case in json.load(sys.stdin)], sys.stdout)
