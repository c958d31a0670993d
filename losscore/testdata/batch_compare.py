"""Prints, in the form of Go benchmarks, what loss and gradient of a batch cost in
NumPy and torch: the straightforward double-precision expressions on one thread.
"""
import sys
import time

import numpy as np
import torch

torch.set_num_threads(1)
N = 10**6
x = np.random.default_rng(1).uniform(-8, 8, N)
y = (np.arange(N) & 1).astype(float)
tx, ty = torch.tensor(x, requires_grad=True), torch.tensor(y)


def numpy_both(gamma, alpha=0.25):
    p = 1 / (1 + np.exp(-x))
    p_t = y * p + (1 - y) * (1 - p)
    w = (y * alpha + (1 - y) * (1 - alpha)) * (1 - p_t) ** gamma
    log = np.log(p_t)
    return -w * log, (2 * y - 1) * w * (gamma * p_t * log + p_t - 1)


def torch_loss(gamma, alpha=0.25):
    p = torch.sigmoid(tx)
    p_t = ty * p + (1 - ty) * (1 - p)
    return -(ty * alpha + (1 - ty) * (1 - alpha)) * (1 - p_t) ** gamma * torch.log(p_t)


def torch_both(gamma):
    tx.grad = None
    torch_loss(gamma).sum().backward()


def torch_loss_only(gamma):
    with torch.no_grad():
        torch_loss(gamma)


def numpy_warm(gamma):
    """numpy_both after torch's backward pass: from then on malloc keeps the memory
    of temporaries, and NumPy, whose pages are no longer new, takes half the time.
    """
    numpy_both(gamma)


for f in (numpy_both, torch_both, torch_loss_only, numpy_warm):
    for gamma in (0, 1, 2, 2.5, 0.7):
        best = float("inf")
        for _ in range(9):
            start = time.perf_counter()
            f(gamma)
            best = min(best, time.perf_counter() - start)
        print(f"BenchmarkBatchPython/{f.__name__}/gamma={gamma}\t9\t{best * 1e9:.0f} ns/op\t{best * 1e9 / N:.2f} ns/point")
        sys.stdout.flush()
