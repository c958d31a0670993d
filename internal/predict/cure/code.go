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
calibrated = IsotonicRegression(out_of_bounds="clip").fit(p, y).predict
`
	}
	return ""
}

const inverseCode = `import numpy as np

def inverse(p, gamma, alpha):
    """The true probability at which a model trained with focal loss predicts p."""
    p = np.clip(p, 1e-12, 1 - 1e-12)
    phi = lambda v: (1 - v)**gamma - gamma * (1 - v)**(gamma - 1) * v * np.log(v)
    one, zero = alpha * phi(p) / p, (1 - alpha) * phi(1 - p) / (1 - p)
    return zero / (one + zero)
`
