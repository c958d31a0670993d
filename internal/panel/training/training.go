// Package training computes the view of a training of two models: their maps, curves,
// table of results and a verdict in words.
package training

import (
	"strconv"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/internal/train"
)

const (
	// Examples is the number of training examples.
	Examples = 1000
	// Hidden is the number of hidden units of the network.
	Hidden = 16
)

// Setup returns the training that s describes.
func Setup(s state.State) train.Setup {
	t := s.Train
	setup := train.Setup{
		Sample: train.Sample{Shape: train.Shape(t.Data), N: Examples, Ratio: t.Ratio,
			Noise: t.Noise, Seed: uint64(t.Seed)},
		Prior: t.Prior,
		Rate:  t.Rate,
	}
	if t.Model == state.TrainModels()[1] {
		setup.Hidden = Hidden
	}
	if t.Optimizer == state.SGD {
		setup.Optimizer = train.SGD
	}
	return setup
}

// AppendCalibration appends the points of an SVG polyline of the reliability diagram,
// 1000 wide for the mean predicted probability of a bin and high for its fraction of
// positives.
func AppendCalibration(dst []byte, m *train.Metrics) []byte {
	for _, b := range m.Bins {
		if b.Count > 0 {
			dst = plot.AppendPoint(dst, b.Mean, b.Positives)
		}
	}
	return dst
}

// A Curve is a precision-recall curve. The zero value is ready for Append, which
// reuses its memory.
type Curve struct{ points []float64 }

// Append appends the points of an SVG polyline of the curve of m to dst, 1000 wide for
// recall and high for precision. Points closer than three thousandths are left out.
func (c *Curve) Append(dst []byte, m *train.Metrics) []byte {
	c.points = m.AppendCurve(c.points[:0])
	const apart = 0.003
	var last [2]float64
	for i := 0; i < len(c.points); i += 2 {
		x, y := c.points[i], c.points[i+1]
		if i > 0 && i+2 < len(c.points) && x-last[0] < apart && y-last[1] < apart &&
			last[1]-y < apart {
			continue
		}
		last = [2]float64{x, y}
		dst = plot.AppendPoint(dst, x, y)
	}
	return dst
}

// AppendMark appends an SVG path of the point of a precision-recall curve at the
// counts c, for a round line cap to draw: nothing if precision is undefined.
func AppendMark(dst []byte, c train.Confusion) []byte {
	if c.Predicted() == 0 {
		return dst
	}
	at := string(plot.AppendPoint(nil, c.Recall(), c.Precision()))
	return append(append(append(dst, 'M'), at...), "h0"...)
}

// SayThreshold writes a threshold.
func SayThreshold(t float64) string { return strconv.FormatFloat(t, 'f', 2, 64) }

// Alphas returns the class weights that are offered to choose from, as text.
func Alphas() []string { return []string{"0.25", "0.5", "0.75", "0.95"} }

// UsualRate returns a learning rate at which the page's networks train well using an
// optimizer of state.Optimizers.
func UsualRate(optimizer string) float64 {
	if optimizer == state.SGD {
		return 0.3
	}
	return 0.01
}
