"""What scikit-learn and SciPy give for metrics/testdata/predictions.csv, by the folds of package cure.

/usr/bin/python3 testdata/expected.py > testdata/sklearn.json
"""
import json
import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import expit, logit
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import brier_score_loss, log_loss

data = np.genfromtxt("../metrics/testdata/predictions.csv", delimiter=",", skip_header=1)
y, p = data[:, 0].astype(int), data[:, 1]
x = np.clip(logit(p), -40, 40)
p = expit(x)
M = (1 << 64) - 1


def key(line):
    h = line * 0x9E3779B97F4A7C15 & M
    h ^= h >> 32
    return (h * 0xD6E8FEB86659FD93 & M) >> 32


fold = np.array([key(i + 2) * 5 >> 32 for i in range(len(y))])


def ece(p):
    k = np.minimum((p * 15).astype(int), 14)
    return sum(abs(y[k == b].sum() - p[k == b].sum()) for b in range(15)) / len(p)


def phi(v, g):
    return (1 - v) ** g - g * (1 - v) ** (g - 1) * v * np.log(v)


def inverse(p, g, a):
    p = np.clip(p, 1e-15, 1 - 1e-15)
    one, zero = a * phi(p, g) / p, (1 - a) * phi(1 - p, g) / (1 - p)
    return zero / (one + zero)


def nll_of(t, rows):
    return log_loss(y[rows], expit(x[rows] / t))


def fit_temperature(rows):
    return minimize_scalar(lambda t: nll_of(t, rows), bounds=(0.01, 100), method="bounded", options={"xatol": 1e-9}).x


out = {"none": p, "temperature": np.empty_like(p), "inverse": inverse(p, 2, 0.25), "isotonic": np.empty_like(p)}
for k in range(5):
    rows, test = fold != k, fold == k
    out["temperature"][test] = expit(x[test] / fit_temperature(rows))
    out["isotonic"][test] = IsotonicRegression(out_of_bounds="clip").fit(x[rows], y[rows]).predict(x[test])
result = {m: {"nll": log_loss(y, q), "brier": brier_score_loss(y, q), "ece": ece(q)} for m, q in out.items()}
result["temperature"]["t"] = fit_temperature(np.ones(len(y), bool))
print(json.dumps(result, indent=1))
