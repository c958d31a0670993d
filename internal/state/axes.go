package state

import (
	"math"
	"strings"

	"lossexplorer/losscore"
)

// X selects the quantity of the charts' x axis.
type X string

// The x axes.
const (
	XPt    X = "pt"    // p_t, the probability given to the true class
	XProb  X = "p"     // p, the probability of y = 1
	XLogit X = "logit" // the logit of p
)

// Quantity selects the form in which the charts' y axes show loss and gradient.
type Quantity string

// The quantities.
const (
	Plain      Quantity = "plain"      // the value
	Difference Quantity = "difference" // the value minus cross-entropy's value
	Ratio      Quantity = "ratio"      // the value divided by cross-entropy's value
)

// Scale selects which of the charts' y axes are logarithmic.
type Scale string

// The scales. A logarithmic axis shows absolute values.
const (
	LinearScale  Scale = "linear"
	LogScale     Scale = "log"      // of both charts
	LogLossScale Scale = "log-loss" // of the loss; the gradient's axis is linear
)

// A Range is a part of an axis. The zero value is the whole axis.
type Range struct{ Min, Max float64 }

// Axes are the axes of both charts.
type Axes struct {
	X        X
	Quantity Quantity
	Scale    Scale

	// The ranges that the axes are zoomed to, in exponents of ten on a logarithmic axis.
	XRange, LossRange, GradientRange, CurvatureRange Range
}

// LogLoss reports whether the y axis of the loss is logarithmic.
func (a Axes) LogLoss() bool { return a.Scale == LogScale || a.Scale == LogLossScale }

// LogGradient reports whether the y axis of the gradient is logarithmic.
func (a Axes) LogGradient() bool { return a.Scale == LogScale }

// Zoomed reports whether only a part of an axis is shown.
func (a Axes) Zoomed() bool { return a != a.Whole() }

// Whole returns a without its zoom.
func (a Axes) Whole() Axes { return Axes{X: a.X, Quantity: a.Quantity, Scale: a.Scale} }

// Names of the URL's parameters of the axes.
const (
	XKey              = "x"
	QuantityKey       = "quantity"
	ScaleKey          = "scale"
	XRangeKey         = "x_range"
	LossRangeKey      = "loss_range"
	GradientRangeKey  = "gradient_range"
	CurvatureRangeKey = "curvature_range"
)

var axesKeys = []string{XKey, QuantityKey, ScaleKey, XRangeKey, LossRangeKey, GradientRangeKey,
	CurvatureRangeKey}

func (a *Axes) keys() []string { return axesKeys }

// set sets a parameter from its text. A new quantity or scale resets the zoom of the
// y axes, and a new x axis its own zoom: the ranges use the units of the axes.
func (a *Axes) set(key, value string) (known bool, err error) {
	was := *a
	switch key {
	case XKey:
		if a.X, err = choice(X(value), XPt, XProb, XLogit); a.X != was.X {
			a.XRange = Range{}
		}
	case QuantityKey:
		if a.Quantity, err = choice(Quantity(value), Plain, Difference,
			Ratio); a.Quantity != was.Quantity {
			a.LossRange, a.GradientRange, a.CurvatureRange = Range{}, Range{}, Range{}
		}
	case ScaleKey:
		a.Scale, err = choice(Scale(value), LinearScale, LogScale, LogLossScale)
		if a.LogLoss() != was.LogLoss() {
			a.LossRange = Range{}
		}
		if a.LogGradient() != was.LogGradient() {
			a.GradientRange, a.CurvatureRange = Range{}, Range{}
		}
	case XRangeKey:
		err = a.XRange.set(value)
	case LossRangeKey:
		err = a.LossRange.set(value)
	case GradientRangeKey:
		err = a.GradientRange.set(value)
	case CurvatureRangeKey:
		err = a.CurvatureRange.set(value)
	default:
		return false, nil
	}
	return true, err
}

func (a *Axes) value(key string) (value string, known bool) {
	switch key {
	case XKey:
		return string(a.X), true
	case QuantityKey:
		return string(a.Quantity), true
	case ScaleKey:
		return string(a.Scale), true
	case XRangeKey:
		return a.XRange.String(), true
	case LossRangeKey:
		return a.LossRange.String(), true
	case GradientRangeKey:
		return a.GradientRange.String(), true
	case CurvatureRangeKey:
		return a.CurvatureRange.String(), true
	}
	return "", false
}

// maxRange bounds the ends of a range.
const maxRange = 1e6

// String returns r in the form used in the URL, "" for the whole axis.
func (r Range) String() string {
	if r == (Range{}) {
		return ""
	}
	return Format(r.Min) + "," + Format(r.Max)
}

func (r *Range) set(value string) error {
	*r = Range{}
	if value == "" {
		return nil
	}
	low, high, _ := strings.Cut(value, ",")
	var err error
	if r.Min, err = number(low); err != nil {
		return err
	}
	if r.Max, err = number(high); err != nil {
		return err
	}
	for _, v := range [...]float64{r.Min, r.Max} {
		if !(math.Abs(v) <= maxRange) {
			return &losscore.RangeError{Field: "range", Value: v, Allowed: losscore.Finite()}
		}
	}
	if !(r.Min < r.Max) {
		return ErrChoice
	}
	return nil
}
