"""Writes the losses for hard and soft labels to the CSV file the tests compare with.

The formulas as the types of package losscore document them, of functions of the
logit that carry their first two derivatives, with 1400 digits. Beside each value is
the sum of the sizes of its terms, to which the error of what cancels is relative.
Parameters are those of the test's kinds, in their order, separated by spaces.
"""
import random
from mpmath import mp, mpf, exp, log, nstr, diff

COMMAND = "/usr/bin/python3 testdata/labels_reference.py > testdata/labels_reference.csv"
mp.dps = 1400


class Jet:
    """A value, two derivatives, and the sizes of all three."""

    def __init__(self, v, d=0, dd=0, sizes=None):
        self.v, self.d, self.dd = mpf(v), mpf(d), mpf(dd)
        self.sizes = sizes or (abs(self.v), abs(self.d), abs(self.dd))

    def __add__(self, o):
        o = lift(o)
        return Jet(self.v + o.v, self.d + o.d, self.dd + o.dd, tuple(a + b for a, b in zip(self.sizes, o.sizes)))

    __radd__ = __add__

    def __mul__(self, o):
        o = lift(o)
        a, b = self.sizes, o.sizes
        return Jet(self.v * o.v, self.d * o.v + self.v * o.d, self.dd * o.v + 2 * self.d * o.d + self.v * o.dd,
                   (a[0] * b[0], a[1] * b[0] + a[0] * b[1], a[2] * b[0] + 2 * a[1] * b[1] + a[0] * b[2]))

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1

    def __sub__(self, o):
        return self + -lift(o)

    def of(self, v, d, dd):
        """f(self) with the values of f and its derivatives."""
        _, b, c = self.sizes
        return Jet(v, d * self.d, dd * self.d**2 + d * self.dd, (abs(v), abs(d) * b, abs(dd) * b**2 + abs(d) * c))

    def __pow__(self, g):
        if g == 0:
            return Jet(1)
        if self.v == 0:
            return Jet(0)
        v = self.v
        return self.of(v**g, g * v**(g - 1), g * (g - 1) * v**(g - 2))


def lift(a):
    return a if isinstance(a, Jet) else Jet(a)


class Point:
    def __init__(self, x):
        p = 1 / (1 + exp(-x))
        q = 1 - p
        self.x = Jet(x, 1)
        self.p = Jet(p, p * q, p * q * (q - p), (p, p * q, p * q))
        self.q = Jet(q, -p * q, p * q * (p - q), (q, p * q, p * q))
        self.l1 = Jet(-log(p), -q, p * q)
        self.l0 = Jet(-log(q), p, p * q)


def mix(y, a, b):
    return y * lift(a) + (1 - y) * lift(b)


def softplus(u):
    """ln(1+e^-u)."""
    s = 1 / (1 + exp(u.v))
    return u.of(log(1 + exp(-u.v)), -s, s * (1 - s))


def ce(y, P):
    return mix(y, P.l1, P.l0)


def focal(y, P, g, balanced, a):
    w = y * a + (1 - y) * (1 - a) if balanced else mpf(1)
    return w * (ce(y, P) * mix(y, P.q, P.p) ** g)


def weighted(y, P, w):
    return mix(y, (w or mpf(1)) * P.l1, P.l0)


def focal_star(y, P, g, b):
    g = g or mpf(1)
    return (1 / g) * softplus(g * (2 * y - 1) * P.x + b)


def poly1(y, P, e, g):
    s = mix(y, P.q, P.p)
    return (ce(y, P) + e * s) * s**g


def asymmetric(y, P, gp, gn, m):
    n = P.p + -m
    if n.v > 0:
        l = n.of(-log(1 - n.v), 1 / (1 - n.v), 1 / (1 - n.v)**2)
    else:
        n = l = Jet(0)
    return mix(y, P.l1, l) * mix(y, P.q, n) ** (y * gp + (1 - y) * gn)


def smoothed(y, P, s):
    return ce(y * (1 - s) + s / 2, P)


def generalized(y, P, q):
    def of(p, l):
        if q == 0:
            return l
        # The size of 1-p^q is its own: it is computed without the 1.
        v, d, dd = (1 - p.v**q) / q, -p.v**(q - 1), -(q - 1) * p.v**(q - 2)
        return p.of(v, d, dd)
    return mix(y, of(P.p, P.l1), of(P.q, P.l0))


def quality(y, P, b):
    away = P.p + -y
    return ce(y, P) * (away if away.v > 0 else -away) ** b


def varifocal(y, P, g, a):
    if y > 0:
        return y * ce(y, P)
    return (a or 1) * (P.p ** g * P.l0)


def heatmap(y, P, g, b):
    if y == 1:
        return P.q ** g * P.l1
    return (1 - y)**b * (P.p ** g * P.l0)


def monai(y, P, g, balanced, a):
    w = y * a + (1 - y) * (1 - a) if balanced else mpf(1)
    c = 2 * y - 1
    s = 1 / (1 + exp(c * P.x.v))
    factor = Jet(s, -c * s * (1 - s), c * c * s * (1 - s) * (1 - 2 * s))
    return w * (ce(y, P) * factor ** g)


def distillation(y, P, t):
    t = t or mpf(1)
    yt = y
    if 0 < y < 1:
        yt = 1 / (1 + exp(-log(y / (1 - y)) / t))
    u = (1 / t) * P.x
    return t * t * mix(yt, softplus(u), softplus(-u))


LOSSES = {"weighted": weighted, "focal": focal, "focal-star": focal_star, "poly1": poly1,
          "asymmetric": asymmetric, "smoothed": smoothed, "generalized": generalized,
          "quality": quality, "varifocal": varifocal, "heatmap": heatmap, "monai": monai,
          "distillation": distillation}
BIG = mpf(2)**1023


def row(name, kind, y, v, params, eps=0.0):
    e = mpf(eps)
    p = mpf(v) if kind == "prob" else 1 / (1 + exp(-mpf(v)))
    clipped = e > 0 and (p < e or 1 - p < e)
    if clipped:
        p = e if p < e else 1 - e
    x = log(p / (1 - p)) if kind == "prob" or clipped else mpf(v)
    j = LOSSES[name](mpf(y), Point(x), *map(mpf, params))
    loss, d, dd = j.v, j.d, j.dd
    size, dsize, ddsize = j.sizes
    if kind == "prob":
        d, dsize = d / (p * (1 - p)), dsize / (p * (1 - p))
        dd = ddsize = mpf(0)
    if clipped:
        d = dd = mpf(0)
    if abs(d) > BIG or loss > BIG:
        return
    print(",".join([name, kind, float(y).hex(), float(v).hex(), " ".join(float(a).hex() for a in (*params, eps)),
                    nstr(loss, 20), nstr(d, 20), nstr(dd, 20), nstr(size, 3), nstr(dsize, 3), nstr(ddsize, 3)]))


def uniform(lo, hi):
    return random.choice([round(random.uniform(lo, hi), 2), random.uniform(lo, hi)])


def gamma():
    return random.choice([0, 0.5, 0.7, 1, 2, 3.7, 10, uniform(0, 10)])


random.seed(3)
# Parameter sets to be tried with all inputs, and a draw of others.
CHOICES = {
    "weighted": ([(3.0,), (1e300,), (1e-300,)], lambda: (uniform(0.05, 20),)),
    "focal": ([(2.0, 1, 0.25), (0.7, 0, 0.0), (2.0, 1, 1e-300), (1.0, 1, 0.75)],
              lambda: (gamma(), 1, random.choice([0.25, 0.5, uniform(0, 1)]))),
    "focal-star": ([(2.0, 1.0), (0.1, -5.0)], lambda: (random.choice([0.1, 1, 2, uniform(0.1, 10)]), uniform(-5, 5))),
    "poly1": ([(2.0, 0.0), (-1.0, 0.0), (-1.0, 2.0), (0.0, 2.0)],
              lambda: (random.choice([-1, -1 + 2.0**-40, uniform(-1, 8)]), gamma())),
    "asymmetric": ([(1.0, 4.0, 0.05), (0.5, 0.7, 0.5), (2.0, 2.0, 0.0)],
                   lambda: (gamma(), gamma(), random.choice([0, 0.05, 0.5, uniform(0, 0.5)]))),
    "smoothed": ([(0.1,)], lambda: (uniform(0, 0.95),)),
    "generalized": ([(0.7,), (0.0,), (1.0,), (1e-9,), (5e-324,)], lambda: (random.choice([0.01, 0.5, uniform(0, 1)]),)),
    "quality": ([(2.0,), (0.0,), (1.5,)], lambda: (gamma(),)),
    "varifocal": ([(2.0, 0.75), (0.0, 0.0)], lambda: (gamma(), uniform(0, 2))),
    "heatmap": ([(2.0, 4.0), (0.0, 0.0), (0.5, 1.5)], lambda: (gamma(), gamma())),
    "monai": ([(2.0, 1, 0.25), (0.7, 0, 0.0)], lambda: (gamma(), 1, uniform(0, 1))),
    "distillation": ([(4.0,), (0.0,), (0.25,), (20.0,)], lambda: (random.choice([1, 2, uniform(0.25, 20)]),)),
}
LOGITS = [0, 1e-9, 0.693, 2.2, 12, 36.7, 44.9, 45.1, 100, 354, 699.9, 700.1, 720, 745, 800, 1400, 1450]
PROBS = [2.0**-1024, 1e-300, 1e-54, 5.4e-20, 9.643716439686408e-20, 1e-10, 0.01, 0.3, 0.5, 0.9, 1 - 1e-9, 1 - 2.0**-53]
SOFT = [0.5, 0.8, 0.3, 0.01, 1e-9, 1 - 2.0**-53, 1e-300]


def main():
    print("# Written by: " + COMMAND)
    print("# mpmath 1.2.1; inputs exact; grad is dL/dp for prob, dL/dx for logit, curvature d2L/dx2 for logit.")
    print("loss_id,kind,y,input,params,loss,grad,curvature,loss_size,grad_size,curvature_size")
    for name, (sets, draw) in CHOICES.items():
        for params in sets:
            for y in (0, 1):
                for x in LOGITS:
                    row(name, "logit", y, x, params)
                    row(name, "logit", y, -x, params)
                for p in PROBS:
                    row(name, "prob", y, p, params)
            for y in SOFT:
                for x in (0.3, 4.4, 710):
                    row(name, "logit", y, x, params)
                    row(name, "logit", y, -x, params)
                for p in (1e-300, 0.2, 0.8, 1 - 2.0**-53):
                    row(name, "prob", y, p, params)
            for eps in () if params != sets[0] else (5e-324, 1e-310, 1e-30, 1e-7, 0.2):
                for y in (0, 1, 0.8):
                    for x in (-745, -744.4, -714, -6.5, 1, 100, 745):
                        row(name, "logit", y, x, params, eps)
                    row(name, "prob", y, 1e-8, params, eps)
        for _ in range(40):
            params = draw()
            for y in (random.randint(0, 1), random.random()):
                row(name, "logit", y, random.uniform(-50, 50), params)
                row(name, "logit", y, random.uniform(-5, 5), params)
                row(name, "prob", y, random.random(), params)


# The derivatives against numerical differentiation.
for name, (sets, _) in CHOICES.items():
    for params in sets:
        for y in (0, mpf("0.3"), 1):
            f = lambda x: LOSSES[name](y, Point(x), *map(mpf, params)).v
            j = LOSSES[name](y, Point(mpf("0.7")), *map(mpf, params))
            assert abs(diff(f, mpf("0.7")) - j.d) < mpf(10)**-60 * (1 + abs(j.d)), (name, params)
            assert abs(diff(f, mpf("0.7"), 2) - j.dd) < mpf(10)**-30 * (1 + abs(j.dd)), (name, params)
main()
