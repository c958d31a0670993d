"""Writes the categorical focal loss and its gradient to the CSV file the tests compare with.

The formulas are the textbook ones, evaluated naively, with 800 digits so that
at least 60 survive every cancellation. Inputs are exact: the shortest decimals
that are read back as the same numbers.
"""
import random
from mpmath import mp, mpf, exp, log, nstr, diff

COMMAND = "/usr/bin/python3 testdata/categorical_reference.py > testdata/categorical_reference.csv"
mp.dps = 800


def weights(y, alpha, smoothing):
    s = mpf(smoothing)
    return [mpf(a) * ((1 - s) * mpf(v) + s / len(y)) for a, v in zip(alpha, y)]


def softmax(x):
    e = [exp(mpf(v)) for v in x]
    return [v / sum(e) for v in e]


def evaluate(kind, gamma, eps, smoothing, alpha, y, v):
    """The loss, its gradient, and the sizes of the gradient's terms."""
    g, e, w = mpf(gamma), mpf(eps), weights(y, alpha, smoothing)
    p = [mpf(u) for u in v] if kind == "prob" else softmax(v)
    c = [max(e, min(1 - e, u)) for u in p]
    loss = sum(a * -(1 - u)**g * log(u) for a, u in zip(w, c) if a)
    # Of each term of the loss, the derivative to its p.
    d = [a * (g * (1 - u)**(g - 1) * log(u) - (1 - u)**g / u) if a and u == t else mpf(0)
         for a, u, t in zip(w, c, p)]
    if kind == "prob":
        return loss, d, [abs(u) for u in d]
    k = range(len(p))
    # The Jacobian of softmax: dp_i/dx_j = p_i (1[i = j] - p_j).
    grad = [sum(d[i] * p[i] * ((i == j) - p[j]) for i in k) for j in k]
    size = [sum(abs(d[i] * p[i] * ((i == j) - p[j])) for i in k) for j in k]
    return loss, grad, size


def row(kind, gamma, eps, smoothing, alpha, y, v):
    loss, grad, size = evaluate(kind, gamma, eps, smoothing, alpha, y, v)
    exact = lambda u: " ".join(repr(float(t)) for t in u)
    digits = lambda u, n: " ".join(nstr(t, n) for t in u)
    print(",".join([kind, exact([gamma]), exact([eps]), exact([smoothing]), exact(alpha), exact(y), exact(v),
                    nstr(loss, 22), digits(grad, 22), digits(size, 6)]))


def one_hot(classes):
    k = random.randrange(classes)
    return [float(i == k) for i in range(classes)]


def distribution(classes):
    """Probabilities below 1 that sum to it but for rounding, some of them small."""
    v = [random.random()**random.choice([1, 5, 40]) for _ in range(classes)]
    v = [u / sum(v) for u in v]
    return v if max(v) < 1 else distribution(classes)


def truth(soft, classes):
    return distribution(classes) if soft else one_hot(classes)


print("# Written by: " + COMMAND)
print("# mpmath 1.2.1; inputs exact; grad is dL/dp for prob, dL/dx for logit;")
print("# size is the sum of the absolute terms of grad.")
print("kind,gamma,epsilon,smoothing,alpha,y,input,loss,grad,size")
random.seed(1)
gammas = [0, 0.001, 0.5, 0.7, 1, 2, 2.5, 3.7, 5, 10]
for i in range(420):
    classes = random.choice([2, 3, 3, 4, 6])
    gamma = random.choice(gammas + [random.uniform(0, 10)])
    soft = i % 3 == 2
    smoothing = random.choice([0.1, 0.3, 1e-9]) if i % 6 == 5 else 0
    alpha = random.choice([[1.0] * classes, [random.choice([0.25, 0.5, 1.0, 4.0]) for _ in range(classes)]])
    if i % 3:
        alpha = [random.uniform(0, 3) for _ in range(classes)]
    spread = random.choice([1, 10, 45, 100])
    row("logit", gamma, 0, smoothing, alpha, truth(soft, classes),
        [random.uniform(-spread, spread) for _ in range(classes)])
    row("prob", gamma, 0, smoothing, alpha, truth(soft, classes), distribution(classes))
# One class nearly certain, and nearly excluded: the others are about x below and above.
for x in (1e-9, 0.7, 20.5, 36.7, 44.3, 44.9, 45.1, 100, 372, 700, 744, 745, 746, 1000, 1500):
    for gamma in (0, 0.001, 0.7, 2, 10):
        for sign in (1, -1):
            row("logit", gamma, 0, 0, [1.0] * 3, [1.0, 0.0, 0.0], [sign * x, 0.0, 0.1])
        row("logit", gamma, 0, 0, [1.0] * 3, [1.0, 0.0, 0.0], [x, x, 0.0])
        row("logit", gamma, 0, 0.1, [1.0] * 3, [1.0, 0.0, 0.0], [x / 2, -x / 2, 0.3])
# Results around the smallest normal number and below.
for _ in range(40):
    g = random.choice(gammas)
    x = random.uniform(700, 750) / (g + 1)
    row("logit", g, 0, 0, [1.0, 0.5, 1.0], [0.0, 1.0, 0.0], [0.0, x, random.uniform(-1, 1)])
for p in (1e-300, 1e-100, 1e-17, 1e-9, 0.25, 0.5, 1 - 1e-9, 1 - 2.0**-53):
    for gamma in (0, 0.7, 2, 10):
        row("prob", gamma, 0, 0, [1.0, 0.25, 1.0], [0.0, 1.0, 0.0], [(1 - p) / 2, p, (1 - p) / 2])
for eps in (2.0**-10, 1e-7, 0.2, 0.45, 1e-30):
    for gamma in (0, 0.7, 2):
        for x in ([0.0, 3.0, -9.0], [50.0, 0.0, 1.0], [-0.5, 0.5, 0.0], [0.0, 0.0, 800.0]):
            row("logit", gamma, eps, 0, [1.0, 0.5, 0.25], one_hot(3), x)
            row("logit", gamma, eps, 0.1, [1.0, 0.5, 0.25], one_hot(3), x)
        for p in ([0.0, 0.0, 1.0], [0.2, 0.3, 0.5], [1e-8, 1 - 1e-8, 0.0], [0.9, eps / 2, 0.1 - eps / 2]):
            if min(p) >= 0:
                row("prob", gamma, eps, 0.1, [1.0, 0.5, 0.25], one_hot(3), p)

# The gradients against numerical differentiation of the loss.
alpha, y, x = [0.3, 1, 2], [0.2, 0.5, 0.3], [mpf(1) / 3, mpf(-2), mpf(1)]
for kind, at in (("logit", x), ("prob", softmax(x))):
    for gamma in (0.7, 2):
        args = (kind, gamma, 0, 0.1, alpha, y)
        for j, want in enumerate(evaluate(*args, at)[1]):
            f = lambda u: evaluate(*args, at[:j] + [u] + at[j + 1:])[0]
            assert abs(diff(f, at[j]) - want) < mpf(10)**-60
