# Writes predictions.csv and sklearn.json, what scikit-learn computes of them:
#
#     /usr/bin/python3 expected.py
import json
import numpy as np
import sklearn
from sklearn import metrics as m

r = np.random.default_rng(7)
n = 400
y = (r.random(n) < 0.2).astype(int)
p = np.round(1 / (1 + np.exp(2 - 4 * y - 1.5 * r.standard_normal(n))), 2)  # with ties, 0.5, 0 and 1
w = np.round(r.random(n) * 3, 3)
np.savetxt("predictions.csv", np.c_[y, p, w], fmt=["%d", "%.2f", "%.3f"], delimiter=",", header="y,p,w", comments="")


def ece(y, p, w):
    group = np.minimum((p * 15 + 1e-12).astype(int), 14)
    return sum(abs((w * (y - p))[group == k].sum()) for k in range(15)) / w.sum()


def numbers(w):
    pred = p > 0.5
    tn, fp, fn, tp = m.confusion_matrix(y, pred, sample_weight=w).ravel()
    return dict(
        nll=m.log_loss(y, p, sample_weight=w), brier=m.brier_score_loss(y, p, sample_weight=w), auc=m.roc_auc_score(y, p, sample_weight=w),
        ap=m.average_precision_score(y, p, sample_weight=w), ece=ece(y, p, np.ones(n) if w is None else w), accuracy=m.accuracy_score(y, pred, sample_weight=w),
        tn=tn, fp=fp, fn=fn, tp=tp)


def plain(d):
    return {k: float(v) for k, v in d.items()}


json.dump({"version": sklearn.__version__, "plain": plain(numbers(None)), "weighted": plain(numbers(w))}, open("sklearn.json", "w"), indent=1)
