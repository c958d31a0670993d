package losscore

// A Loss is a loss of binary classification with its parameters bound: what
// is left is a function of exactly the truth and the prediction. The methods
// that compute need valid parameters and do not check them.
type Loss interface {
	// Validate returns nil if all parameters are in their ranges, and
	// otherwise a [*RangeError] for the first that is not.
	Validate() error

	// AtProb returns the loss for truth y, 0 or 1, and prediction p in [0,1],
	// and its derivative with respect to p.
	AtProb(y, p float64) (loss, dp float64)

	// AtLogit returns the loss for truth y, 0 or 1, and prediction
	// p = 1/(1+e^-x), and its derivative with respect to x.
	AtLogit(y, x float64) (loss, dx float64)
}
