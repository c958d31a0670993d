"""Writes the focal loss and its gradient to the CSV file the tests compare with.

The formulas are the textbook ones, evaluated naively, with 400 digits so that
at least 60 survive every cancellation. Inputs are exact (C99 hexadecimal).
"""
import random
from mpmath import mp, mpf, exp, log, nstr, diff

COMMAND = "/usr/bin/python3 testdata/reference.py > testdata/focal_reference.csv"
mp.dps = 400


def weight(y, alpha, balanced):
    if not balanced:
        return mpf(1)
    return mpf(alpha) if y else 1 - mpf(alpha)


def row(kind, y, v, gamma, alpha, eps, balanced):
    a, g, e = weight(y, alpha, balanced), mpf(gamma), mpf(eps)
    p = mpf(v) if kind == "prob" else 1 / (1 + exp(-mpf(v)))
    clip = e > 0 and (p < e or 1 - p < e)
    if clip:
        p = e if p < e else 1 - e
    pt = p if y else 1 - p
    s = 1 - pt
    # Lin et al. 2017, appendix B: dL/dz, and dL/dp_t by the chain rule.
    loss = -a * s**g * log(pt)
    dz = a * s**g * (g * pt * log(pt) + pt - 1)
    grad = dz if kind == "logit" else dz / (pt * s)
    if not y:
        grad = -grad
    if clip:
        grad = mpf(0)
    print(",".join([kind, str(y), float(v).hex(), float(gamma).hex(), float(alpha).hex(),
                    float(eps).hex(), str(int(balanced)), nstr(loss, 40), nstr(grad, 40)]))


print("# Written by: " + COMMAND)
print("# mpmath 1.2.1; y 0 or 1, inputs exact; grad is dL/dp for prob, dL/dx for logit.")
print("kind,y,input,gamma,alpha,epsilon,balanced,loss,grad")
random.seed(1)
gammas = [0, 0.001, 0.1, 0.25, 0.5, 0.7, 1, 1.5, 2, 2.5, 3, 3.7, 5, 7.3, 9.5, 10]
# A weight that is a power of two for both classes, and unweighted.
weights = [(0.5, True), (0.25, False), (0.25, True), (0.3, True)]
logits = [0, 1e-300, 1e-9, 0.01, 0.3, 0.693, 1, 2.2, 4.1, 7, 12, 20.5, 30, 36.7, 37.5, 44.9,
          45.1, 60, 100, 235.3, 354, 372, 500, 640.1, 708, 709.5, 720, 744, 745]
probs = [5e-324, 1e-310, 1e-300, 1e-154, 1e-100, 1e-54, 1e-30, 5.4e-20, 5.5e-20, 1e-17, 1e-10,
         1e-5, 0.01, 0.1, 0.3, 0.49, 0.5, 0.51, 0.7, 0.9, 0.968, 0.99, 1 - 1e-5, 1 - 1e-9,
         1 - 1e-14, 1 - 2.0**-52, 1 - 2.0**-53]
for g in gammas:
    alpha, balanced = weights[gammas.index(g) % 2]
    for x in logits:
        for sign in (1, -1) if x else (1,):
            row("logit", 1 if sign > 0 else random.randint(0, 1), sign * x, g, alpha, 0, balanced)
    for p in probs:
        for y in (0, 1):
            if p < 1e-308 and y:
                continue  # dL/dp overflows
            row("prob", y, p, g, alpha, 0, balanced)
for _ in range(600):
    g = random.choice(gammas + [random.uniform(0, 10) for _ in gammas])
    alpha, balanced = random.choice(weights)
    y = random.randint(0, 1)
    row("logit", y, random.uniform(-50, 50), g, alpha, 0, balanced)
    row("prob", y, random.random(), g, alpha, 0, balanced)
    # Results around the smallest normal number and below.
    row("logit", y, (1 if y else -1) * random.uniform(700, 750) / (g + 1), g, alpha, 0, balanced)
    row("prob", 0, float(exp(mpf(-random.uniform(700, 744)) / (g + 1))), g, alpha, 0, balanced)
for eps in (2.0**-10, 1e-7, 1e-3, 0.2, 1e-30):
    for g in (0, 0.7, 2):
        for y in (0, 1):
            for x in (-100, -6.5, -1, 1, 6.5, 100):
                row("logit", y, x, g, 0.5, eps, True)
            for p in (0, 1e-40, 1e-8, eps, 0.1, 0.5, 0.9, 1 - 1e-8, 1):
                row("prob", y, p, g, 0.5, eps, True)

# The gradient formula against numerical differentiation of the loss.
for g in (0.7, 2):
    f = lambda z: (1 / (1 + exp(z))) ** mpf(g) * log(1 + exp(-z))
    pt = 1 / (1 + exp(-mpf(1.5)))
    want = (1 - pt) ** mpf(g) * (g * pt * log(pt) + pt - 1)
    assert abs(diff(f, mpf(1.5)) - want) < mpf(10) ** -60
