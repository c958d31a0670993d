"""Computes the verdicts of the checks for losses of the literature, with mpmath.

    /usr/bin/python3 internal/formula/testdata/checks.py > internal/formula/testdata/checks.tsv

Each loss is written twice: as a formula, which the test reads, and here as a function of the label
y and the logit x in 50 digits. Verdicts are + and -: finite, never negative, decreasing in p_t,
wrong predictions have a gradient, the gradient with respect to the logit is bounded, convex in the
logit, proper.
"""

from mpmath import exp, inf, isfinite, log, log1p, mp, mpf, sqrt, tanh

mp.dps = 50


def sigmoid(x):
    return 1 / (1 + exp(-x))


def softplus(x):
    return max(x, 0) + log1p(exp(-abs(x)))


def smoothed(s):
    return lambda y, x: softplus(x) - (y * (1 - mpf(s)) + mpf(s) / 2) * x


def of_pt(f):
    """A loss of p_t and its complement."""
    return lambda y, x: f(sigmoid((2 * y - 1) * x), sigmoid((1 - 2 * y) * x))


def of_margin(f):
    return lambda y, x: f((2 * y - 1) * x)


def by_label(one, zero):
    return lambda y, x: one(sigmoid(x), sigmoid(-x)) if y == 1 else zero(sigmoid(x), sigmoid(-x))


half = mpf(1) / 2
losses = [
    ("Cross-entropy", "-log(pt)", of_pt(lambda p, q: -log(p))),
    ("Focal loss, gamma 0.5", "-(1-pt)^0.5*log(pt)", of_pt(lambda p, q: -q ** half * log(p))),
    ("Focal loss, gamma 1", "-(1-pt)*log(pt)", of_pt(lambda p, q: -q * log(p))),
    ("Focal loss, gamma 2", "-(1-pt)^2*log(pt)", of_pt(lambda p, q: -q ** 2 * log(p))),
    ("Focal loss, gamma 5", "-(1-pt)^5*log(pt)", of_pt(lambda p, q: -q ** 5 * log(p))),
    ("Balanced focal loss", "where(y == 1, 0.25, 0.75)*-(1-pt)^2*log(pt)", lambda y, x: (mpf(1) / 4 if y == 1 else mpf(3) / 4) * of_pt(lambda p, q: -q ** 2 * log(p))(y, x)),
    ("FL*, gamma 2, beta 1", "softplus(-(2*xt + 1))/2", of_margin(lambda m: softplus(-(2 * m + 1)) / 2)),
    ("Brier score", "(1-pt)^2", of_pt(lambda p, q: q ** 2)),
    ("Mean absolute error", "1-pt", of_pt(lambda p, q: q)),
    ("Generalized cross-entropy, q 0.7", "(1-pt^0.7)/0.7", of_pt(lambda p, q: (1 - p ** (mpf(7) / 10)) / (mpf(7) / 10))),
    ("Symmetric cross-entropy", "-0.1*log(pt) + 4*(1-pt)", of_pt(lambda p, q: -log(p) / 10 + 4 * q)),
    ("Reverse cross-entropy", "4*(1-pt)", of_pt(lambda p, q: 4 * q)),
    ("PolyLoss-1, epsilon 2", "-log(pt) + 2*(1-pt)", of_pt(lambda p, q: -log(p) + 2 * q)),
    ("PolyLoss-1, epsilon -1", "-log(pt) - (1-pt)", of_pt(lambda p, q: -log(p) - q)),
    ("Taylor cross-entropy, 2 terms", "(1-pt) + (1-pt)^2/2", of_pt(lambda p, q: q + q ** 2 / 2)),
    ("Taylor cross-entropy, 6 terms", "(1-pt) + (1-pt)^2/2 + (1-pt)^3/3 + (1-pt)^4/4 + (1-pt)^5/5 + (1-pt)^6/6", of_pt(lambda p, q: sum(q ** k / k for k in range(1, 7)))),
    ("Asymmetric loss, no shift", "where(y == 1, -(1-p)*log(p), -p^4*log(1-p))", by_label(lambda p, q: -q * log(p), lambda p, q: -p ** 4 * log(q))),
    ("Asymmetric loss, margin 0.05", "pm = max(p - 0.05, 0)\nwhere(y == 1, -log(p), -pm^4*log(1 - pm))", by_label(lambda p, q: -log(p), lambda p, q: -max(p - mpf(5) / 100, 0) ** 4 * log(1 - max(p - mpf(5) / 100, 0)))),
    ("Hinge", "max(0, 1-xt)", of_margin(lambda m: max(0, 1 - m))),
    ("Squared hinge", "max(0, 1-xt)^2", of_margin(lambda m: max(0, 1 - m) ** 2)),
    ("Smoothed hinge", "where(xt >= 1, 0, where(xt <= 0, 0.5 - xt, (1-xt)^2/2))", of_margin(lambda m: mpf(0) if m >= 1 else half - m if m <= 0 else (1 - m) ** 2 / 2)),
    ("Modified Huber", "where(xt >= -1, max(0, 1-xt)^2, -4*xt)", of_margin(lambda m: max(0, 1 - m) ** 2 if m >= -1 else -4 * m)),
    ("Ramp", "min(max(0, 1-xt), 2)", of_margin(lambda m: min(max(0, 1 - m), 2))),
    ("Perceptron", "max(0, -xt)", of_margin(lambda m: max(mpf(0), -m))),
    ("Exponential (AdaBoost)", "exp(-xt)", of_margin(lambda m: exp(-m))),
    ("Exponential of half the margin", "exp(-xt/2)", of_margin(lambda m: exp(-m / 2))),
    ("Savage", "sigmoid(-2*xt)^2", of_margin(lambda m: sigmoid(-2 * m) ** 2)),
    ("Squared error of the margin", "(1-xt)^2", of_margin(lambda m: (1 - m) ** 2)),
    ("Sigmoid loss", "sigmoid(-xt)", of_margin(lambda m: sigmoid(-m))),
    ("Tangent-like, tanh", "1 - tanh(xt)", of_margin(lambda m: 1 - tanh(m))),
    ("Label smoothing 0.1", "t = y*0.9 + 0.05\n-t*log(p) - (1-t)*log(1-p)", smoothed("0.1")),
    ("Logit adjustment", "softplus(-(2*y - 1)*(x + log(0.01/0.99)))", lambda y, x: softplus(-(2 * y - 1) * (x + log(mpf(1) / 99)))),
    ("Weighted cross-entropy, 10", "where(y == 1, 10, 1)*-log(pt)", lambda y, x: (10 if y == 1 else 1) * softplus((1 - 2 * y) * x)),
    ("Spherical score", "1 - pt/sqrt(pt^2 + (1-pt)^2)", of_pt(lambda p, q: 1 - p / sqrt(p ** 2 + q ** 2))),
    ("Pseudo-spherical, 3", "1 - pt^2/(pt^3 + (1-pt)^3)^(2/3)", of_pt(lambda p, q: 1 - p ** 2 / (p ** 3 + q ** 3) ** (mpf(2) / 3))),
    ("Boosting loss", "sqrt((1-pt)/pt)", of_pt(lambda p, q: sqrt(q / p))),
    ("Matsushita", "(sqrt(xt^2 + 1) - xt)", of_margin(lambda m: 1 / (sqrt(m ** 2 + 1) + m) if m > 0 else sqrt(m ** 2 + 1) - m)),
    ("Truncated cross-entropy at 2", "min(-log(pt), 2)", of_pt(lambda p, q: min(-log(p), mpf(2)))),
    ("Cross-entropy with temperature 2", "softplus(-xt/2)", of_margin(lambda m: softplus(-m / 2))),
    ("Cross-entropy minus entropy", "-log(pt) + 0.3*(p*log(p) + (1-p)*log(1-p))", of_pt(lambda p, q: -log(p) + mpf(3) / 10 * (p * log(p) + q * log(q)))),
    ("Log-cosh", "log((e^(1-pt) + e^(pt-1))/2)", of_pt(lambda p, q: log((exp(q) + exp(-q)) / 2))),
    ("Hellinger", "1 - sqrt(pt)", of_pt(lambda p, q: 1 - sqrt(p))),
    ("Ascending", "log(pt)", of_pt(lambda p, q: log(p))),
]

h = mpf(10) ** -15


def slope(f, x):
    return (f(x + h) - f(x - h)) / (2 * h)


def verdicts(loss):
    grid = [mpf(i) / 8 + mpf(1) / 1000 for i in range(-118, 118)]
    ok = dict.fromkeys(["finite", "negative", "decreasing", "vanishing", "bounded", "convex", "proper"], True)
    for y in (1, 0):
        f = lambda z: loss(y, z if y == 1 else -z)  # of the logit of p_t
        values = [f(z) for z in grid]
        slopes = [slope(f, z) for z in grid]
        ok["finite"] &= all(isfinite(v) for v in values)
        ok["negative"] &= min(values) >= -mpf(10) ** -12
        ok["decreasing"] &= all(b <= a + mpf(10) ** -12 for a, b in zip(values, values[1:]))
        ok["convex"] &= all(a - 2 * b + c >= -mpf(10) ** -10 for a, b, c in zip(values, values[1:], values[2:]))
        wrong = log(mpf(1) / 9)
        ordinary = max(abs(s) for z, s in zip(grid, slopes) if z > wrong)
        ok["vanishing"] &= ordinary > 0 and all(abs(s) >= ordinary / 100 for z, s in zip(grid, slopes) if z < wrong)
        for sign in (1, -1):
            a, b, c = (abs(slope(f, sign * mpf(r))) for r in (60, 120, 240))
            ok["bounded"] &= not (c > b * mpf("1.05") and c - b > (b - a) * mpf("0.3") and c > mpf(10) ** -6)
    for k in range(1, 20):
        q = mpf(k) / 20
        expected = lambda x: q * loss(1, x) + (1 - q) * loss(0, x)
        best = min(grid, key=expected)
        low, high = best - mpf(1) / 8, best + mpf(1) / 8
        for _ in range(60):
            a, b = low + (high - low) / 3, high - (high - low) / 3
            low, high = (low, b) if expected(a) < expected(b) else (a, high)
        ok["proper"] &= abs(sigmoid((low + high) / 2) - q) < mpf("0.005")
    return "".join("+" if v else "-" for v in ok.values())


for name, formula, loss in losses:
    print(name, formula.replace("\n", "; "), verdicts(loss), sep="\t", flush=True)
