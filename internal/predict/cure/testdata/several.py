"""What scikit-learn and SciPy give for several.csv, which this writes, by the folds of package cure.

/usr/bin/python3 several.py > several.json
"""
import json
import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import log_loss

n, K = 900, 4
r = np.random.default_rng(24)
truth = r.normal(size=(n, K)) * 2 + np.array([1, 0.5, 0, -0.3])
y = np.array([r.choice(K, p=softmax(t)) for t in truth])
given = np.round(softmax(truth * 1.8, axis=1), 4)
given[:, 0] = np.round(1 - given[:, 1:].sum(axis=1), 4)
given = np.maximum(given, 0)
np.savetxt("several.csv", np.column_stack([y, given]), fmt=["%d"] + ["%.4f"] * K, delimiter=",", header="y,p0,p1,p2,p3", comments="")
data = np.genfromtxt("several.csv", delimiter=",", skip_header=1)
y, p = data[:, 0].astype(int), data[:, 1:]
x = np.log(np.maximum(p, 1e-17))
M = (1 << 64) - 1


def key(line):
    h = line * 0x9E3779B97F4A7C15 & M
    h ^= h >> 32
    return (h * 0xD6E8FEB86659FD93 & M) >> 32


fold = np.array([key(i + 2) * 5 >> 32 for i in range(n)])


def nll(q, rows=slice(None)):
    return log_loss(y[rows], q, labels=range(K))


def measures(q):
    top, sure = q.argmax(axis=1), q.max(axis=1)
    k = np.minimum((sure * 15).astype(int), 14)
    ece = sum(abs((top == y)[k == b].sum() - sure[k == b].sum()) for b in range(15)) / n
    brier = ((q - np.eye(K)[y]) ** 2).sum(axis=1).mean()
    return {"nll": nll(q), "brier": brier, "ece": ece}


def least(f, low, high):
    return minimize_scalar(f, bounds=(low, high), method="bounded", options={"xatol": 1e-10}).x


def temperature(rows):
    return 1 / least(lambda a: nll(softmax(a * x[rows], axis=1), rows), 0.01, 10)


def inverse(v, gamma):
    v = np.clip(v, 1e-17, 1)
    rest = np.maximum(1 - v, 1e-16)
    q = v / (rest**gamma - gamma * rest ** (gamma - 1) * v * np.log(v))
    return q / q.sum(axis=1, keepdims=True)


def focal(rows):
    best = []
    for g in (0, 0.5, 1, 1.5, 2, 2.5, 3, 4, 5):
        f = lambda s: nll(inverse(softmax(x[rows] / np.exp(s), axis=1), g), rows)
        s = least(f, np.log(0.05), np.log(20))
        best.append((f(s), g, np.exp(s)))
    return min(best)[1:]


out = {m: np.empty_like(p) for m in ("temperature", "focal", "isotonic")}
out["none"], out["inverse"] = p, inverse(p, 2)
for k in range(5):
    rows, test = fold != k, fold == k
    out["temperature"][test] = softmax(x[test] / temperature(rows), axis=1)
    g, t = focal(rows)
    out["focal"][test] = inverse(softmax(x[test] / t, axis=1), g)
    q = np.stack([IsotonicRegression(out_of_bounds="clip").fit(p[rows, c], y[rows] == c).predict(p[test, c]) for c in range(K)], axis=1)
    out["isotonic"][test] = q / q.sum(axis=1, keepdims=True)
result = {m: measures(q) for m, q in out.items()}
everything = np.ones(n, bool)
result["temperature"]["t"] = temperature(everything)
result["focal"]["gamma"], result["focal"]["t"] = focal(everything)
print(json.dumps(result, indent=1))
