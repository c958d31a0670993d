"""Runs objectives for boost_test.go. XGBoost is run on the sample data; LightGBM
and CatBoost are not in Debian: their objectives are called as they call them."""

import csv
import json
import sys

import numpy as np
import xgboost


class Data:
    """xgboost.DMatrix and lightgbm.Dataset, as far as an objective uses them."""

    def __init__(self, label, weight=None):
        self.label = label
        self.weight = weight

    def get_label(self):
        return self.label

    def get_weight(self):
        return self.weight


def derivatives(scope, scores, label):
    if "Objective" in scope:
        pairs = scope["Objective"]().calc_ders_range(list(scores), list(label), None)
        return [-g for g, _ in pairs], [-h for _, h in pairs]
    gradient, curvature = scope["objective"](scores, Data(label))
    return gradient.tolist(), curvature.tolist()


def weighs(scope, scores):
    """Whether weights multiply both derivatives, and the metric is the weighted mean."""
    label, weight = np.arange(len(scores)) % 2, np.arange(len(scores)) + 1.0
    losses = scope["loss"](scores, label)
    want = (losses * weight).sum() / weight.sum()
    plain = np.array(derivatives(scope, scores, label))
    if "Objective" in scope:
        pairs = scope["Objective"]().calc_ders_range(list(scores), list(label), list(weight))
        got = [[-g for g, _ in pairs], [-h for _, h in pairs]]
        metric = scope["Metric"]()
        return np.allclose(got, plain * weight) and np.isclose(metric.get_final_error(*metric.evaluate([scores], label, weight)), want)
    data = Data(label, weight)
    return np.allclose(scope["objective"](scores, data), plain * weight) and np.isclose(scope["metric"](scores, data)[1], want)


def repeats(scope, x, y):
    """How far scores with a weight of 3 for positives are from those with each positive three times."""
    rows = xgboost.DMatrix(x)
    rows.set_base_margin(np.full(len(y), scope["START"]))

    def scores(data):
        data.set_base_margin(np.full(data.num_row(), scope["START"]))
        params = {"max_depth": 2, "nthread": 1, "tree_method": "exact", "min_child_weight": 0}
        params["disable_default_eval_metric"] = True
        return xgboost.train(params, data, 5, obj=scope["objective"]).predict(rows, output_margin=True)

    times = np.where(y == 1, 3, 1)
    repeated = xgboost.DMatrix(np.repeat(x, times, axis=0), np.repeat(y, times))
    return float(abs(scores(xgboost.DMatrix(x, y, weight=times)) - scores(repeated)).max())


def train(scope, x, y):
    data = xgboost.DMatrix(x, y)
    start = np.full(len(y), scope["START"])
    data.set_base_margin(start)
    result = {}
    model = xgboost.train(
        {"disable_default_eval_metric": True, "max_depth": 3, "nthread": 1, "eta": 0.3, "min_child_weight": 0},
        data,
        10,
        obj=scope["objective"],
        custom_metric=scope["metric"],
        evals=[(data, "train")],
        evals_result=result,
        verbose_eval=False,
    )
    assert np.isfinite(model.predict(data, output_margin=True)).all()
    gradient, _ = scope["objective"](start, data)
    return float(scope["loss"](start, y).mean()), result["train"]["loss"][-1], float(gradient.mean())


results = []
for case in json.load(sys.stdin):
    scope = {}
    exec(case["source"], scope)
    scores = np.array(case["scores"])
    result = {"gradient": [], "curvature": [], "loss": [], "start": scope["START"], "first": 0, "last": 0, "meanGradient": 0, "repeated": 0}
    for label in (0, 1):
        labels = np.full(len(scores), label)
        gradient, curvature = derivatives(scope, scores, labels)
        result["gradient"].append(gradient)
        result["curvature"].append(curvature)
        result["loss"].append(scope["loss"](scores, labels).tolist())
    result["weighs"] = bool(weighs(scope, scores))
    result["refused"] = 0  # of labels that are no classes
    for label in (0.8, 2, np.nan):
        for use in (lambda v: derivatives(scope, scores, v), lambda v: scope["loss"](scores, v)):
            try:
                use(np.full(len(scores), label))
            except ValueError:
                result["refused"] += 1
    if case["sample"]:
        with open(case["sample"]) as file:
            rows = list(csv.DictReader(file))
        x = np.array([[float(r["y_score"])] for r in rows])
        y = np.array([float(r["y_true"]) for r in rows])
        result["first"], result["last"], result["meanGradient"] = train(scope, x, y)
        result["repeated"] = repeats(scope, x, y)
    results.append(result)
json.dump(results, sys.stdout)
