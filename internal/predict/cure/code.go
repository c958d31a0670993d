package cure

import (
	"fmt"

	"lossexplorer/losscore"
)

// Code returns a method as Python, with its parameters from results. It returns "" for the
// scores as they are, and for the inverse of a loss other than the focal.
func Code(m Method, results [Methods]Result, loss losscore.Loss) string {
	r := results[m]
	switch m {
	case Temperature:
		return fmt.Sprintf(`import numpy as np

def calibrated(logit, T=%.6g):
    return 1 / (1 + np.exp(-logit / T))
`, r.T)
	case Inverse:
		f, ok := loss.(losscore.Focal)
		if !ok {
			return ""
		}
		alpha := 0.5
		if f.Balanced {
			alpha = f.Alpha
		}
		return inverseCode + fmt.Sprintf(`
def calibrated(p):
    return inverse(p, gamma=%.6g, alpha=%.6g)
`, f.Gamma, alpha)
	case FocalTemperature:
		return inverseCode + fmt.Sprintf(`
def calibrated(logit, T=%.6g):
    return inverse(1 / (1 + np.exp(-logit / T)), gamma=%.6g, alpha=0.5)
`, r.T, r.Gamma)
	case Isotonic:
		return `from sklearn.isotonic import IsotonicRegression

# y and p are rows that the model was not trained on
w = None  # their sample weights
calibrated = IsotonicRegression(out_of_bounds="clip").fit(p, y, w).predict
`
	}
	return ""
}

// CodeSeveral returns a method for several classes as Python, as [Code] does for two. It
// returns "" for a method that has no results.
func CodeSeveral(m Method, results [Methods]Result, loss losscore.Loss) string {
	r := results[m]
	switch m {
	case Temperature:
		return severalCode + fmt.Sprintf(`
def calibrated(logits, T=%.6g):
    return softmax(logits / T)
`, r.T)
	case Inverse:
		if f, ok := loss.(losscore.Focal); ok && r.NLL == r.NLL {
			return severalCode + severalInverseCode + fmt.Sprintf(`
def calibrated(logits):
    return inverse(softmax(logits), gamma=%.6g)
`, f.Gamma)
		}
	case FocalTemperature:
		return severalCode + severalInverseCode + fmt.Sprintf(`
def calibrated(logits, T=%.6g):
    return inverse(softmax(logits / T), gamma=%.6g)
`, r.T, r.Gamma)
	case Isotonic:
		if r.NLL == r.NLL {
			return `import numpy as np
from sklearn.isotonic import IsotonicRegression

# y (class numbers) and p (a row for each example) are rows that the model was not trained on
w = None  # their sample weights
maps = [IsotonicRegression(out_of_bounds="clip").fit(p[:, k], y == k, w) for k in range(p.shape[1])]

def calibrated(p):
    q = np.stack([m.predict(p[:, k]) for k, m in enumerate(maps)], axis=1)
    total = q.sum(axis=1, keepdims=True)
    return np.where(total > 0, q / np.maximum(total, 1e-300), 1 / q.shape[1])
`
		}
	}
	return ""
}

const severalCode = `import numpy as np

def softmax(logits):
    """For probabilities p, the logits are np.log(np.maximum(p, 1e-17))."""
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
`

const severalInverseCode = `
def inverse(p, gamma):
    """The true probabilities at which a model trained with focal loss predicts p."""
    p = np.clip(p, 1e-16, 1 - 1e-16)
    q = p / ((1 - p)**gamma - gamma * (1 - p)**(gamma - 1) * p * np.log(p))
    return q / q.sum(axis=-1, keepdims=True)
`

const inverseCode = `import numpy as np

def inverse(p, gamma, alpha):
    """The true probability at which a model trained with focal loss predicts p."""
    p = np.clip(p, 1e-12, 1 - 1e-12)
    phi = lambda v: (1 - v)**gamma - gamma * (1 - v)**(gamma - 1) * v * np.log(v)
    one, zero = alpha * phi(p) / p, (1 - alpha) * phi(1 - p) / (1 - p)
    return zero / (one + zero)
`
