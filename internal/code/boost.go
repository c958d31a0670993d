package code

import (
	"math"
	"strings"

	"lossexplorer/internal/catalog"
	"lossexplorer/losscore"
)

// A Library is a library of gradient boosting.
type Library string

// The libraries.
const (
	XGBoost  Library = "xgboost"
	LightGBM Library = "lightgbm"
	CatBoost Library = "catboost"
)

// Libraries are all libraries, in the order to offer them.
var Libraries = [...]Library{XGBoost, LightGBM, CatBoost}

// Name returns how the library is spelled.
func (l Library) Name() string {
	return map[Library]string{XGBoost: "XGBoost", LightGBM: "LightGBM", CatBoost: "CatBoost"}[l]
}

// A Curvature is the value that an objective returns for the second derivative, which is
// negative for hard examples if gamma is above 0.
type Curvature string

// The curvatures.
const (
	Floor    Curvature = "floor"    // the second derivative, but at least a small positive number
	Exact    Curvature = "exact"    // the second derivative
	Gap      Curvature = "gap"      // |p - y|, as large as the gradient of cross-entropy
	Logistic Curvature = "logistic" // p(1-p), the second derivative of cross-entropy
)

// Curvatures are all curvatures, in the order to offer them.
var Curvatures = [...]Curvature{Floor, Exact, Gap, Logistic}

// A Boosting is an objective to write.
type Boosting struct {
	Library    Library   // XGBoost if it is empty
	Curvature  Curvature // Floor if it is empty
	Prevalence float64   // of the positive class: above 0 and below 1
}

// An UnsupportedError reports a loss that has no objective for boosting.
type UnsupportedError struct{ ID string }

// Error returns a text such as
//
//	code: asymmetric has no objective; allowed: focal, cross-entropy, weighted
func (e *UnsupportedError) Error() string {
	return "code: " + e.ID + " has no objective; allowed: focal, cross-entropy, weighted"
}

// weights returns gamma and the weights of the classes of a focal loss.
func weightsOf(k *catalog.Kind, values []float64) (gamma, positive, negative float64, err error) {
	value := func(name string) float64 { return values[k.Param(name)] }
	switch k.ID {
	case "focal":
		if value("balanced") != 0 {
			return value("gamma"), value("alpha"), 1 - value("alpha"), nil
		}
		return value("gamma"), 1, 1, nil
	case "cross-entropy":
		return 0, 1, 1, nil
	case "weighted":
		return 0, value("pos_weight"), 1, nil
	}
	return 0, 0, 0, &UnsupportedError{k.ID}
}

// Start returns the score that minimises the loss of a constant at a prevalence,
// and the log-odds of the prevalence, which do so for cross-entropy alone.
func Start(k *catalog.Kind, values []float64, prevalence float64) (start, logOdds float64, err error) {
	if !(prevalence > 0 && prevalence < 1) {
		return 0, 0, &losscore.RangeError{Field: "Prevalence", Value: prevalence,
			Allowed: losscore.Interval{Max: 1, OpenMin: true, OpenMax: true}}
	}
	start, err = losscore.Optimum(k.New(values), prevalence)
	return start, math.Log(prevalence) - math.Log1p(-prevalence), err
}

// WriteBoosting returns an objective and a metric with the values of the loss'
// parameters, in the order of Params.
func WriteBoosting(b Boosting, k *catalog.Kind, values []float64) (string, error) {
	if len(values) != len(k.Params) {
		return "", &CountError{k.ID, len(values), len(k.Params)}
	}
	if err := k.New(values).Validate(); err != nil {
		return "", err
	}
	gamma, positive, negative, err := weightsOf(k, values)
	if err != nil {
		return "", err
	}
	start, logOdds, err := Start(k, values, b.Prevalence)
	if err != nil {
		return "", err
	}
	if b.Library == "" {
		b.Library = XGBoost
	}
	if b.Curvature == "" {
		b.Curvature = Floor
	}
	hessian, ok := map[Curvature][]string{
		Exact: {"# Negative for hard examples: in a leaf of them the sum may be, and the step of the leaf is wrong.",
			"return gradient, curvature"},
		Floor: {"# Negative for hard examples, which then count as nearly flat; min_child_weight must allow that.",
			"return gradient, np.maximum(curvature, 1e-6)"},
		Gap: {"# |p - y| in place of the curvature, which is negative for hard examples: never negative, and",
			"# about as large as the gradient, so that a step is at most about 1.",
			"return gradient, np.maximum(balance * q, 1e-6)"},
		Logistic: {"# p (1 - p), the curvature of cross-entropy, in place of this loss's, which is negative for hard",
			"# examples: never negative, and small for the hardest, whose steps are large.",
			"return gradient, np.maximum(balance * p * q, 1e-6)"},
	}[b.Curvature]
	if !ok {
		return "", &OptionError{"Curvature", string(b.Curvature)}
	}
	t := &text{tab: "    "}
	t.wrap(`"""`, "", k.Name.English+" as an objective for "+b.Library.Name()+".")
	t.lines(0, "", "Source of the loss: "+k.Source+".")
	t.lines(0, `"""`, "")
	switch b.Library {
	case XGBoost, LightGBM:
		t.lines(0, "import numpy as np", "", "")
	case CatBoost:
		t.lines(0, "import numpy as np", "", "")
	default:
		return "", &OptionError{"Library", string(b.Library)}
	}
	t.lines(0, "GAMMA = "+float(gamma),
		"POSITIVE, NEGATIVE = "+float(positive)+", "+float(negative)+"  # weights of the classes")
	t.lines(0, "# The score that minimises the loss of a constant, where "+float(
		round4(b.Prevalence))+" of the labels, by weight, are 1.",
		"# The log-odds of that prevalence, "+float(
			round4(logOdds))+", do so for cross-entropy alone.",
		"START = "+float(round4(start)), "", "")
	t.lines(0, "def classes(label):",
		"    if not np.isin(label, (0, 1)).all():",
		`        raise ValueError("every label must be 0 or 1")`,
		"    return label == 1", "", "")
	t.lines(0, "def derivatives(score, label):",
		`    """The first and the second derivative of the loss by the raw score."""`,
		"    positive = classes(label)",
		"    sign = np.where(positive, 1.0, -1.0)",
		"    log_p = -np.logaddexp(0, -sign * score)  # of the true class",
		"    log_q = -np.logaddexp(0, sign * score)",
		"    p, q = np.exp(log_p), np.exp(log_q)",
		"    balance = np.where(positive, POSITIVE, NEGATIVE)",
		"    weight = balance * np.exp(GAMMA * log_q)",
		"    gradient = sign * weight * (GAMMA * p * log_p - q)",
		"    curvature = weight * p * ((2 * GAMMA + 1) * q - GAMMA * log_p * (GAMMA * p - q))")
	t.lines(1, hessian...)
	t.lines(0, "", "", "def loss(score, label):",
		"    positive = classes(label)",
		"    sign = np.where(positive, 1.0, -1.0)",
		"    log_p, log_q = -np.logaddexp(0, -sign * score), -np.logaddexp(0, sign * score)",
		"    return -np.where(positive, POSITIVE, NEGATIVE) * np.exp(GAMMA * log_q) * log_p", "", "")
	t.lines(0, strings.Split(boostings[b.Library], "\n")...)
	return t.String(), nil
}

func round4(v float64) float64 { return math.Round(v*1e4) / 1e4 }

// weighted is the objective of libraries that leave the sample weights to it.
const weighted = `def weights(data):
    """The sample weights, which the library leaves to an objective of one's own."""
    weight = data.get_weight()
    return np.ones(len(data.get_label())) if weight is None or len(weight) == 0 else np.asarray(weight)


def objective(score, data):
    weight = weights(data)
    gradient, curvature = derivatives(score, data.get_label())
    return gradient * weight, curvature * weight


def mean_loss(score, data):
    return float(np.average(loss(score, data.get_label()), weights=weights(data)))

`

// boostings are the parts of the libraries.
var boostings = map[Library]string{
	XGBoost: weighted + `
def metric(score, data):
    return "loss", mean_loss(score, data)


# data.set_base_margin(np.full(data.num_row(), START))
# model = xgboost.train(
#     {"disable_default_eval_metric": True}, data, 200, obj=objective, custom_metric=metric,
#     evals=[(data, "train")],
# )
# New data need the same base margin; predict(..., output_margin=True) is the score.`,
	LightGBM: weighted + `
def metric(score, data):
    return "loss", mean_loss(score, data), False


# data = lightgbm.Dataset(x, y, init_score=np.full(len(y), START))
# model = lightgbm.train({"objective": objective, "metric": "None"}, data, 200, feval=metric)
# score = START + model.predict(x)`,
	CatBoost: `class Objective:
    def calc_ders_range(self, approxes, targets, weights):
        gradient, curvature = derivatives(np.asarray(approxes), np.asarray(targets))
        weights = 1.0 if weights is None else np.asarray(weights)
        # CatBoost maximises: both have the other sign.
        return list(zip(-gradient * weights, -curvature * weights))


class Metric:
    def is_max_optimal(self):
        return False

    def evaluate(self, approxes, target, weight):
        losses = loss(np.asarray(approxes[0]), np.asarray(target))
        weight = np.ones_like(losses) if weight is None else np.asarray(weight)
        return float((losses * weight).sum()), float(weight.sum())

    def get_final_error(self, error, weight):
        return error / weight


# pool = catboost.Pool(x, y, baseline=np.full(len(y), START))
# model = catboost.CatBoostClassifier(loss_function=Objective(), eval_metric=Metric()).fit(pool)
# score = START + model.predict(x, prediction_type="RawFormulaVal")`,
}
