# Written by: python3 testdata/reference.py > testdata/reference.tsv
# Shares and points of the cumulative loss by mpmath, with 30 digits.
from mpmath import mp, mpf, exp, log1p, log, sqrt, pi, quad, findroot, erf

mp.dps = 30
REACH = 8


def softplus(z):
    return z + log1p(exp(-z)) if z > 0 else log1p(exp(z))


def focal(z, gamma, eps):
    """Loss and |dL/dx| of a focal loss at the logit z of p_t."""
    active = True
    if eps:
        edge = log((1 - eps) / eps)
        if z > edge or z < -edge:
            z, active = (edge if z > 0 else -edge), False
    pt, q, ce = 1 / (1 + exp(-z)), 1 / (1 + exp(z)), softplus(-z)
    return q**gamma * ce, (q**gamma * (q + gamma * pt * ce) if active else mpf(0))


def integrate(mean, spread, f, low, high, eps):
    """Integral of f(z) for a normal z from low to high, cut off at REACH spreads."""
    low, high = max(low, mean - REACH * spread), min(high, mean + REACH * spread)
    if low >= high:
        return mpf(0)
    cuts = [mean + k * spread / 2 for k in range(-2 * REACH, 2 * REACH + 1)]
    if eps:
        cuts += [log((1 - eps) / eps), -log((1 - eps) / eps)]
    points = sorted({low, high} | {c for c in cuts if low < c < high})
    return quad(lambda z: f(z) * exp(-(((z - mean) / spread) ** 2) / 2), points) / (spread * sqrt(2 * pi))


print("#pos_mean", "pos_spread", "neg_mean", "neg_spread", "negatives", "gamma", "alpha", "epsilon",
      *(f"{what}_{group}" for what in ("loss", "gradient") for group in ("positive", "hard", "easy")),
      "pos_tenth", "pos_half", "neg_tenth", "neg_half", sep="\t")
populations = [("1.5", "1.5", "-1.5", "1.5", "1"), ("-0.5", "2", "-5", "0.85", "1000"), ("0", "2", "-3", "1.5", "200"),
               ("2", "4", "-8", "4", "100000"), ("0.7", "0.1", "-0.3", "0.1", "3")]
for row in populations:
    pm, ps, nm, ns, n = map(mpf, row)
    for gamma, alpha, eps in (("0", "0.5", "0"), ("2", "0.25", "1e-7"), ("0.7", "0.25", "0.1"), ("10", "0.9", "1e-7")):
        g, a, e = mpf(gamma), mpf(alpha), mpf(eps)
        big = mpf(1000)
        out = []
        for k in (0, 1):
            f = lambda z: focal(z, g, e)[k]
            parts = [a * integrate(pm, ps, f, -big, big, e),
                     (1 - a) * n * integrate(-nm, ns, f, -big, 0, e),
                     (1 - a) * n * integrate(-nm, ns, f, 0, big, e)]
            out += [p / sum(parts) for p in parts]
        # The cumulative loss where the hardest tenth, and half, of the class is left out.
        for mean, spread in ((pm, ps), (-nm, ns)):
            f = lambda z: focal(z, g, e)[0]
            for left_out in (mpf("0.1"), mpf("0.5")):
                t = findroot(lambda t: (1 + erf(t / sqrt(2))) / 2 - left_out, (mpf(-1), mpf("0.1")))
                z = mean + t * spread
                easy, hard = integrate(mean, spread, f, z, big, e), integrate(mean, spread, f, -big, z, e)
                out.append(easy / (easy + hard))
        print(*row, gamma, alpha, eps, *(mp.nstr(v, 17) for v in out), sep="\t")
