"""Writes the losses beside the focal one to the CSV file the tests compare with.

As reference.py: the formulas as published, evaluated naively with 400 digits,
and gradients by formulas checked against numerical differentiation. Parameters
are those of the Kind, in its order, separated by spaces.
"""
import random
from mpmath import mp, mpf, exp, log, nstr, diff

COMMAND = "/usr/bin/python3 testdata/losses_reference.py > testdata/losses_reference.csv"
mp.dps = 400

# Each returns the loss and dL/dp, as functions of p, the probability of class 1.


def signed(y, loss, dpt):
    return loss, dpt if y else -dpt


def weighted(y, p, w):
    pt = p if y else 1 - p
    a = (w or mpf(1)) if y else mpf(1)
    return signed(y, -a * log(pt), -a / pt)


def focal_star(y, p, g, b):
    pt = p if y else 1 - p
    g = g or mpf(1)
    u = g * log(pt / (1 - pt)) + b
    return signed(y, log(1 + exp(-u)) / g, -1 / (1 + exp(u)) / (pt * (1 - pt)))


def poly1(y, p, e, g):
    pt = p if y else 1 - p
    s = 1 - pt
    loss = -s**g * log(pt) + e * s**(g + 1)
    return signed(y, loss, g * s**(g - 1) * log(pt) - s**g / pt - e * (g + 1) * s**g)


def asymmetric(y, p, gp, gn, m):
    if y:
        return -(1 - p)**gp * log(p), gp * (1 - p)**(gp - 1) * log(p) - (1 - p)**gp / p
    q = p - m
    if q <= 0:
        return mpf(0), mpf(0)
    return -q**gn * log(1 - q), -gn * q**(gn - 1) * log(1 - q) + q**gn / (1 - q)


def smoothed(y, p, s):
    t = y * (1 - s) + s / 2
    return -t * log(p) - (1 - t) * log(1 - p), (p - t) / (p * (1 - p))


LOSSES = {"weighted": weighted, "focal-star": focal_star, "poly1": poly1,
          "asymmetric": asymmetric, "smoothed": smoothed}


def cancellation(name, y, p, params):
    """By how much an error of p grows in the loss and dL/dx: q of Asymmetric and
    p-y' of SmoothedCE cancel."""
    if name == "asymmetric" and not y and params[2] and p > params[2]:
        k = (params[1] + 1) * p / (p - params[2])
        return k, k
    if name == "smoothed" and params[0]:
        t = y * (1 - mpf(params[0])) + mpf(params[0]) / 2
        return 1, max(t, p) / abs(p - t)
    return 1, 1


def row(name, kind, y, v, params, eps=0.0):
    e = mpf(eps)
    p = mpf(v) if kind == "prob" else 1 / (1 + exp(-mpf(v)))
    clipped = e > 0 and (p < e or 1 - p < e)
    if clipped:
        p = e if p < e else 1 - e
    loss, grad = LOSSES[name](y, p, *map(mpf, params))
    cancel = 1, 1
    if kind == "logit":
        grad *= p * (1 - p)
        cancel = cancellation(name, y, p, params)
    if clipped:
        grad = mpf(0)
    if abs(grad) > mpf(2)**1023:
        return
    print(",".join([name, kind, str(y), float(v).hex(),
                    " ".join(float(a).hex() for a in (*params, eps)), nstr(loss, 25), nstr(grad, 25),
                    *(nstr(k, 3) for k in cancel)]))


def uniform(lo, hi):
    return random.choice([round(random.uniform(lo, hi), 2), random.uniform(lo, hi)])


def gamma():
    return random.choice([0, 0.5, 0.7, 1, 2, 3.7, 10, uniform(0, 10)])


random.seed(2)
# Parameter sets to be tried with all inputs, and a draw of others.
CHOICES = {
    "weighted": ([(0.0,), (3.0,), (0.05,)], lambda: (uniform(0.05, 20),)),
    "focal-star": ([(0.0, 0.0), (2.0, 1.0), (4.0, 0.0), (0.1, -5.0), (1.0, 5.0), (10.0, 3.3)],
                   lambda: (random.choice([0.1, 0.9, 1, 2, uniform(0.1, 10)]), uniform(-5, 5))),
    "poly1": ([(0.0, 0.0), (2.0, 0.0), (-1.0, 0.0), (-1.0, 2.0), (-0.999, 0.7), (-0.5, 10.0)],
              lambda: (random.choice([-1, -1 + 2.0**-40, uniform(-1, 8)]), gamma())),
    "asymmetric": ([(0.0, 0.0, 0.0), (1.0, 4.0, 0.05), (0.5, 0.7, 0.5), (0.0, 10.0, 1e-9), (10.0, 0.0, 0.2)],
                   lambda: (gamma(), gamma(), random.choice([0, 0.05, 0.5, 0.9, uniform(0, 0.5)]))),
    "smoothed": ([(0.0,), (0.1,), (0.95,), (1e-9,)], lambda: (uniform(0, 0.95),)),
}
LOGITS = [0, 1e-300, 1e-9, 0.01, 0.693, 2.2, 4.1, 12, 36.7, 44.9, 45.1, 100, 354, 708, 709.5, 720, 744, 745]
PROBS = [1e-300, 1e-154, 1e-54, 5.4e-20, 1e-10, 1e-5, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1 - 1e-9,
         1 - 2.0**-52, 1 - 2.0**-53]


def near_zero(name, y, params):
    """Where the gradient is 0 or the loss starts: the doubles around it."""
    p = None
    if name == "smoothed" and params[0]:
        p = y * (1 - mpf(params[0])) + mpf(params[0]) / 2
    if name == "asymmetric" and not y and params[2]:
        p = mpf(params[2])
    if p is None:
        return
    for d in (0, 2.0**-52, -2.0**-52, 1e-12, 1e-5):
        if p * (1 + mpf(d)) < 1:
            row(name, "prob", y, float(p * (1 + mpf(d))), params)
        row(name, "logit", y, float(log(p / (1 - p)) * (1 + mpf(d))), params)


def main():
    print("# Written by: " + COMMAND)
    print("# mpmath 1.2.1; y 0 or 1, inputs exact; grad is dL/dp for prob, dL/dx for logit.")
    print("loss_id,kind,y,input,params,loss,grad,loss_cancel,grad_cancel")
    for name, (sets, draw) in CHOICES.items():
        for params in sets:
            for y in (0, 1):
                for x in LOGITS:
                    row(name, "logit", y, x, params)
                    row(name, "logit", y, -x, params)
                for p in PROBS:
                    row(name, "prob", y, p, params)
                near_zero(name, y, params)
            y = random.randint(0, 1)
            for eps in (1e-7, 0.2, 1e-30):
                for x in (-100, -6.5, 1, 100):
                    row(name, "logit", y, x, params, eps)
                for p in (0, 1e-8, eps, 0.5, 1):
                    row(name, "prob", y, p, params, eps)
        for i in range(150):
            params, y = draw(), random.randint(0, 1)
            row(name, "logit", y, random.uniform(-50, 50), params)
            row(name, "prob", y, random.random(), params)
            # Results around the smallest normal number and below.
            x, g = random.uniform(690, 750), 1
            if name == "focal-star":
                x, g = x - params[1], params[0]
            if name == "poly1":
                g = params[1] + (2 if params[0] == -1 else 1)
            if name == "asymmetric":
                g = params[0 if y else 1] + 1
            row(name, "logit", y, (1 if y else -1) * min(x / g, 745), params)
            row(name, "prob", 0, float(exp(-mpf(min(x / g, 690)))), params)
            if i % 10 == 0:
                near_zero(name, y, params)


# The gradient formulas against numerical differentiation of the losses.
for name, (sets, draw) in CHOICES.items():
    for params in sets:
        for y in (0, 1):
            f = lambda p: LOSSES[name](y, p, *map(mpf, params))[0]
            want = LOSSES[name](y, mpf(0.7), *map(mpf, params))[1]
            assert abs(diff(f, mpf(0.7)) - want) < mpf(10)**-60, (name, params)
main()
