"""A loss as it is written, against the exact one."""

import html
import inspect
import math
import os
import re
import shutil
import subprocess
import tempfile
import textwrap
from dataclasses import dataclass, field

TOLERANCE = 0.1  # the relative error up to which a number is right
GRAIN = 4  # the absolute one, as a multiple of the format's smallest number
LOW, HIGH, STEP = -110.0, 110.0, 0.25  # the grid of logits

_SMALLEST = {"float64": 2.0**-1074, "float32": 2.0**-149, "bfloat16": 2.0**-133, "float16": 2.0**-24}
_LARGEST = {"float64": 1.7976931348623157e308, "float32": 3.4028234663852886e38, "bfloat16": 3.3895313892515355e38, "float16": 65504.0}
_COLORS = {"float64": "#555", "float32": "#0f62a8", "bfloat16": "#b45309", "float16": "#8b1e5b"}
_BAD = ("off", "zero", "infinite", "nan")


@dataclass(frozen=True)
class Band:
    """A range of logits in which a number is of one kind: right, underflow (0, where the
    exact number is that small), off, zero, infinite or nan."""

    dtype: str
    quantity: str  # "loss" or "gradient"
    first: float
    last: float
    kind: str


@dataclass
class Report:
    """What check found."""

    bands: list = field(default_factory=list)
    curves: dict = field(default_factory=dict)  # (dtype, quantity): logits, computed, exact
    not_run: dict = field(default_factory=dict)  # dtype: the error
    lint: str = ""  # what the linter says of the source
    inputs: str = "logits"

    @property
    def findings(self):
        """The bands in which a number is wrong."""
        return [b for b in self.bands if b.kind in _BAD]

    @property
    def ok(self):
        return not self.findings and not self.not_run

    def __str__(self):
        lines = [
            f"{b.dtype} {b.quantity}: {b.kind} for logits from {b.first:g} to {b.last:g}" for b in self.findings
        ] or ["No number is wrong." if self.curves else "Nothing was compared."]
        lines += [f"{dtype}: not run: {error}" for dtype, error in self.not_run.items()]
        return "\n".join([*lines, self.lint])

    __repr__ = __str__

    def _repr_html_(self):
        charts = "".join(_chart(self, quantity) for quantity in ("loss", "gradient"))
        return (
            f'<div style="font-family:sans-serif">{charts}'
            f'<pre style="white-space:pre-wrap">{html.escape(str(self))}</pre></div>'
        )


def exact(x, y, gamma=2.0, alpha=None):
    """Focal loss of a logit, and its gradient by the logit, in float64."""
    z = x if y == 1 else -x
    log_p = -math.log1p(math.exp(-z)) if z > 0 else z - math.log1p(math.exp(z))
    log_q = log_p - z
    weight = 1.0 if alpha is None else (alpha if y == 1 else 1 - alpha)
    factor = weight * math.exp(gamma * log_q)
    p, q = math.exp(log_p), math.exp(log_q)
    slope = factor * (gamma * p * log_p - q)
    return -factor * log_p, slope if y == 1 else -slope


def exact_of_p(p, y, gamma=2.0, alpha=None):
    """Focal loss of a probability, and its gradient by the probability, in float64."""
    pt, qt = (p, 1 - p) if y == 1 else (1 - p, p)
    weight = 1.0 if alpha is None else (alpha if y == 1 else 1 - alpha)
    if pt == 0:
        return math.inf, math.copysign(math.inf, -1 if y == 1 else 1)
    # log1p for a pt near 1; the gradient of a loss of 0 is 0, but at gamma = 0.
    log_p = math.log1p(-qt) if qt < 0.5 else math.log(pt)
    value = -weight * qt**gamma * log_p
    steep = 0.0 if gamma == 0 or qt == 0 and gamma >= 1 else gamma * qt ** (gamma - 1) * log_p
    slope = weight * (steep - qt**gamma / pt)
    return value, slope if y == 1 else -slope


def classify(dtype, got, want):
    """The kind of a number that a format has in place of the exact one."""
    if got != got:
        return "nan"
    if math.isinf(got):
        return "right" if abs(want) > _LARGEST[dtype] and math.copysign(1, want) == math.copysign(1, got) else "infinite"
    off, grain = abs(got - want), GRAIN * _SMALLEST[dtype]
    if off <= TOLERANCE * abs(want):
        return "right"
    if off <= grain:
        return "underflow" if got == 0 else "right"
    return "zero" if got == 0 else "off"


def check(fn, *, gamma=2.0, alpha=None, label=1, inputs="logits", dtypes=("float32", "bfloat16", "float16"), reference=None):
    """Evaluates a loss of PyTorch and its gradient, by autograd, over a grid of logits, and
    compares both with the exact numbers.

    fn takes predictions and labels, tensors of one shape, and returns a loss: one for each,
    or their sum or mean, for which it is called with one prediction at a time. inputs says
    whether the predictions are "logits" or "probabilities". The exact loss is focal loss
    with gamma and alpha, or reference(x, y), which returns a value and its derivative.
    """
    import torch

    if inputs not in ("logits", "probabilities"):
        raise ValueError(f"loss_explorer: inputs={inputs!r}: the choices are logits, probabilities")
    if not callable(fn):
        raise TypeError(f"loss_explorer: fn is no function but a {type(fn).__name__}")
    for name, value, most in (("gamma", gamma, math.inf), ("alpha", alpha, 1)):
        if value is None and name == "alpha":
            continue
        if isinstance(value, (str, bytes)) or not 0 <= float(value) <= most:
            raise ValueError(f"loss_explorer: {name}={value!r}: it must be a number " + ("from 0 to 1" if most == 1 else "of at least 0"))
    if isinstance(dtypes, str):
        dtypes = (dtypes,)
    if label not in (0, 1):
        raise ValueError(f"loss_explorer: label={label!r}: the choices are 0, 1")
    want = reference or (lambda x, y: (exact if inputs == "logits" else exact_of_p)(x, y, gamma, alpha))
    report = Report(inputs=inputs)
    grid = [LOW + STEP * i for i in range(int((HIGH - LOW) / STEP) + 1)]
    for name in dtypes:
        if name not in _SMALLEST:
            raise ValueError(f"loss_explorer: dtype {name!r}: the choices are {', '.join(_SMALLEST)}")
        x = torch.tensor(grid, dtype=torch.float64)
        given = (x if inputs == "logits" else torch.sigmoid(x)).to(getattr(torch, name))
        try:
            values, slopes = _run(torch, fn, given, label)
        except (RuntimeError, TypeError, ValueError, AttributeError) as error:
            report.not_run[name] = str(error).strip().splitlines()[0]
            continue
        truth = [want(v, label) for v in given.double().tolist()]
        for quantity, got, exact_ones in (("loss", values, [t[0] for t in truth]), ("gradient", slopes, [t[1] for t in truth])):
            report.curves[name, quantity] = (grid, got, exact_ones)
            start = 0
            kinds = [classify(name, g, w) for g, w in zip(got, exact_ones)]
            for i in range(1, len(grid) + 1):
                if i == len(grid) or kinds[i] != kinds[start]:
                    report.bands.append(Band(name, quantity, grid[start], grid[i - 1], kinds[start]))
                    start = i
    report.lint = _lint(fn)
    return report


def _run(torch, fn, given, label):
    """The values and the gradients of fn at each prediction."""

    def call(x):
        x = x.clone().requires_grad_(True)
        loss = fn(x, torch.full_like(x, label, requires_grad=False))
        if not isinstance(loss, torch.Tensor):
            raise TypeError(f"the loss is no tensor but a {type(loss).__name__}")
        if not loss.requires_grad:
            raise ValueError("the loss does not depend on the predictions by operations that autograd knows")
        (slope,) = torch.autograd.grad(loss.sum(), x, allow_unused=True)
        return loss.detach(), torch.zeros_like(x) if slope is None else slope

    loss, slope = call(given)
    if loss.shape == given.shape:
        return loss.double().tolist(), slope.double().tolist()
    pairs = [call(given[i : i + 1]) for i in range(len(given))]
    return [p[0].double().sum().item() for p in pairs], [p[1].double().sum().item() for p in pairs]


def _lint(fn):
    """What the explorer's linter says of the source of fn."""
    program = shutil.which("lossexplorer")
    if program is None:
        return "The linter was not run: there is no program lossexplorer on the path."
    try:
        # A module of torch is an object, whose class has the source.
        source = textwrap.dedent(inspect.getsource(fn if inspect.isroutine(fn) else type(fn)))
    except (OSError, TypeError):
        return "The linter was not run: the function has no source."
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "loss.py")
        with open(path, "w", encoding="utf-8") as file:
            around = _around(fn)
            file.write(around + source)
        done = subprocess.run([program, "lint", path], capture_output=True, text=True, timeout=60)
    before = around.count("\n")
    place = re.compile(re.escape(path) + r":(\d+)")
    said = place.sub(lambda m: f"line:{int(m[1]) - before}" if int(m[1]) > before else "around it", done.stdout or done.stderr).strip()
    return said or "The linter finds nothing."


def _around(fn):
    """What the source of fn uses from outside, as source: imports, numbers, functions."""
    try:
        used = inspect.getclosurevars(fn if inspect.isroutine(fn) else type(fn).forward)
    except (AttributeError, TypeError, ValueError):
        return ""
    lines = []
    for name, value in {**used.globals, **used.nonlocals}.items():
        if inspect.ismodule(value):
            lines.append(f"import {value.__name__} as {name}")
        elif isinstance(value, (int, float)):
            lines.append(f"{name} = {value!r}")
        elif getattr(value, "__module__", "").split(".")[0] in ("torch", "torchvision", "math", "numpy"):
            package = "torchvision.ops" if value.__module__.startswith("torchvision.ops.") else value.__module__
            lines.append(f"from {package} import {value.__name__} as {name}")
        elif inspect.isfunction(value):
            try:
                lines.append(textwrap.dedent(inspect.getsource(value)).rstrip())
            except OSError:
                pass  # the linter says that it lacks the name
    return "".join(line + "\n" for line in lines)


def _chart(report, quantity):
    """The computed numbers over the exact curve, by the logarithms of their sizes."""
    width, height, top, low, high = 640, 220, 18, -50.0, 5.0
    strips = [d for (d, q) in report.curves if q == quantity]
    if not strips:
        return ""

    def at(x, v):
        px = 40 + (x - LOW) / (HIGH - LOW) * (width - 50)
        e = low if v == 0 else min(max(math.log10(abs(v)), low), high)
        return f"{px:.1f},{top + (high - e) / (high - low) * (height - top - 30):.1f}"

    parts = [
        f'<text x="40" y="12">log₁₀ |{quantity}| by the logit; the line is exact</text>',
        f'<path d="M40 {top}V{height - 30}H{width - 10}" fill="none" stroke="#888"/>',
    ]
    for tick in (-100, -50, 0, 50, 100):
        px, _ = at(tick, 1).split(",")
        parts.append(f'<text x="{px}" y="{height - 16}" text-anchor="middle">{str(tick).replace("-", "−")}</text>')
    for tick in (-40, -20, 0):
        _, py = at(0, 10.0**tick).split(",")
        parts.append(f'<text x="36" y="{py}" text-anchor="end" dominant-baseline="middle">{str(tick).replace("-", "−")}</text>')
    grid, _, want = report.curves[strips[-1], quantity]
    line = " ".join(at(x, v) for x, v in zip(grid, want) if math.isfinite(v))
    parts.append(f'<polyline points="{line}" fill="none" stroke="#111" stroke-width="3" opacity=".35"/>')
    for dtype in strips:
        grid, got, _ = report.curves[dtype, quantity]
        dots = "".join(f"M{at(x, v).replace(',', ' ')}h0" for x, v in zip(grid, got) if math.isfinite(v) and v != 0)
        parts.append(f'<path d="{dots}" fill="none" stroke="{_COLORS[dtype]}" stroke-width="2.5" stroke-linecap="round"/>')
    for i, dtype in enumerate(strips):
        y = height + 12 * i
        parts.append(f'<text x="36" y="{y + 8}" text-anchor="end" fill="{_COLORS[dtype]}" font-size="8">{dtype}</text>')
        for band in report.bands:
            if band.dtype == dtype and band.quantity == quantity and band.kind != "right":
                a, b = float(at(band.first, 1).split(",")[0]), float(at(band.last, 1).split(",")[0])
                color = "#bbb" if band.kind == "underflow" else "#c0392b"
                parts.append(
                    f'<rect x="{a:.1f}" y="{y}" width="{max(b - a, 2):.1f}" height="9" fill="{color}">'
                    f"<title>{dtype}: {band.kind} from {band.first:g} to {band.last:g}</title></rect>"
                )
    total = height + 12 * len(strips) + 4
    return (
        f'<svg role="img" aria-label="{quantity} by the logit" viewBox="0 0 {width} {total}" width="{width}" '
        f'style="max-width:100%;background:#fff" font-size="10" font-family="sans-serif">{"".join(parts)}</svg>'
    )
