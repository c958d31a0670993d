package losscore

import "math"

// Classes holds the parameters of the focal loss of examples with one of K classes
// each, as trainers compute it over a batch: with softmax or one sigmoid for each
// class, with a background, with labels to ignore, and with the divisor of the sum.
// The zero value is the mean of the softmax cross-entropy.
type Classes struct {
	// Gamma is the focusing parameter γ, finite and >= 0.
	Gamma float64

	// Alpha has a weight for each class, finite and >= 0, or is nil for 1; see
	// [BackgroundAlpha] and [EqualAlpha]. With Sigmoid it multiplies the term of a
	// class, positive or negative.
	Alpha []float64

	// Sigmoid has one binary loss for each logit, of its class against all others,
	// and not one softmax of all.
	Sigmoid bool

	// PositiveAlpha, in [0,1], is with Sigmoid the weight of the logit of an
	// example's own class, and 1-PositiveAlpha the weight of the others (Lin et al. 2017:
	// 0.25). 0 stands for weights of 1.
	PositiveAlpha float64

	// Background is whether there is one more label, K, of examples that have none
	// of the classes. With Sigmoid all their logits are negatives (Lin et al. 2017,
	// mmdetection). With softmax the last column is for the background, and
	// this field affects the divisor alone.
	Background bool

	// Ignore is the label of examples that count for nothing, not in the divisor
	// either: none of the classes, such as 255, or one of them but the first. 0 stands
	// for -100 (torch.nn.CrossEntropyLoss).
	Ignore int

	// Reduction is the divisor of the sum.
	Reduction Reduction
}

// A Reduction is the divisor used to turn the sum over a batch into its loss.
type Reduction int

// The reductions. In the place of a divisor of 0, 1 is used, so that a batch of
// nothing but ignored examples has a loss of 0.
const (
	Mean      Reduction = iota // by the examples, with Sigmoid by the logits
	Sum                        // by 1
	Positives                  // by the examples with a class other than the background
	Weights                    // by the sum of the weights Alpha of the examples' classes
)

// BackgroundAlpha returns the weights [1-α, α, α, …] for K classes, where class 0 is
// the background (kornia.losses.FocalLoss, monai.losses.FocalLoss with softmax).
func BackgroundAlpha(alpha float64, classes int) []float64 {
	all := EqualAlpha(alpha, classes)
	if len(all) > 0 {
		all[0] = 1 - alpha
	}
	return all
}

// EqualAlpha returns the weight α for each of K classes, which scales the loss and
// balances nothing (mmcv.ops.softmax_focal_loss with one α).
func EqualAlpha(alpha float64, classes int) []float64 {
	all := make([]float64, classes)
	for k := range all {
		all[k] = alpha
	}
	return all
}

// AtLogits returns the loss of the examples with the labels, and the divisor that
// was used. x has the K logits of each example one after another, and grad, unless it
// is nil, gets the derivatives of the loss; it may be x. A label is from 0 to K-1, or
// K with Sigmoid and Background, or Ignore; with softmax and Background, K-1 is the
// background.
//
// The error is a [*RangeError] that names the wrong value, such as labels[3] or
// len(x); the loss is then NaN and grad unchanged. Up to 16 classes, nothing is
// allocated.
func (c Classes) AtLogits(grad []float64, labels []int, x []float64, classes int) (loss, divisor float64, err error) {
	if err := c.check(grad, labels, x, classes); err != nil {
		return math.NaN(), math.NaN(), err
	}
	divisor = c.divisor(labels, classes)
	softmax := CategoricalFocal{Gamma: c.Gamma, Alpha: c.Alpha}
	var buf [stackClasses]float64
	y := buf[:]
	if classes > len(buf) {
		y = make([]float64, classes)
	}
	y = y[:classes]
	var sum neumaier
	for i, label := range labels {
		row := x[i*classes:][:classes]
		var g []float64
		if grad != nil {
			g = grad[i*classes:][:classes]
		}
		switch {
		case label == c.ignore():
			clear(g)
		case c.Sigmoid:
			for k, v := range row {
				l, dx := c.sigmoid(k, label, v)
				sum.add(l)
				if g != nil {
					g[k] = dx / divisor
				}
			}
		default:
			y[label] = 1
			l, err := softmax.AtLogits(g, y, row)
			if err != nil {
				return math.NaN(), math.NaN(), err // not after check
			}
			sum.add(l)
			y[label] = 0
			for k := range g {
				g[k] /= divisor
			}
		}
	}
	return sum.sum() / divisor, divisor, nil
}

// sigmoid returns the term of logit k.
func (c Classes) sigmoid(k, label int, x float64) (loss, dx float64) {
	f := Focal{Gamma: c.Gamma, Alpha: c.PositiveAlpha, Balanced: c.PositiveAlpha > 0}
	y := 0.
	if k == label {
		y = 1
	}
	loss, dx = f.AtLogit(y, x)
	if c.Alpha != nil {
		loss, dx = c.Alpha[k]*loss, c.Alpha[k]*dx
	}
	return loss, dx
}

func (c Classes) ignore() int {
	if c.Ignore == 0 {
		return -100
	}
	return c.Ignore
}

// divisor returns the divisor of a batch.
func (c Classes) divisor(labels []int, classes int) float64 {
	background := -1
	if c.Background {
		background = classes - 1
		if c.Sigmoid {
			background = classes
		}
	}
	examples, positives, weights := 0., 0., 0.
	for _, label := range labels {
		if label == c.ignore() {
			continue
		}
		examples++
		if label != background {
			positives++
		}
		switch {
		case c.Alpha == nil:
			weights++
		case label < classes:
			weights += c.Alpha[label]
		}
	}
	d := examples
	switch c.Reduction {
	case Sum:
		d = 1
	case Positives:
		d = positives
	case Weights:
		d = weights
	default:
		if c.Sigmoid {
			d *= float64(classes)
		}
	}
	if d == 0 {
		return 1
	}
	return d
}

// check returns an error if the parameters or the batch are not valid.
func (c Classes) check(grad []float64, labels []int, x []float64, classes int) error {
	if err := validIn("Gamma", c.Gamma, AtLeast(0)); err != nil {
		return err
	}
	if c.Alpha != nil {
		if err := first(validLen("Alpha", c.Alpha, classes),
			validAll("Alpha", c.Alpha, AtLeast(0))); err != nil {
			return err
		}
	}
	switch {
	case classes < 1 || classes < 2 && !c.Sigmoid:
		return &RangeError{"classes", float64(classes),
			Interval{Min: 2, Max: math.Inf(1), Words: ">= 2, with Sigmoid >= 1"}}
	case !(c.PositiveAlpha >= 0 && c.PositiveAlpha <= 1):
		return &RangeError{"PositiveAlpha", c.PositiveAlpha, Between(0, 1)}
	case c.Reduction < Mean || c.Reduction > Weights:
		return &RangeError{"Reduction", float64(c.Reduction),
			Interval{Max: float64(Weights), Words: "Mean to Weights"}}
	case len(x) != len(labels)*classes:
		return wrongLength("x", len(x), len(labels)*classes, "labels times classes")
	case grad != nil && len(grad) != len(x):
		return wrongLength("grad", len(grad), len(x), "x")
	}
	last := classes - 1
	if c.Sigmoid && c.Background {
		last = classes
	}
	for i, label := range labels {
		if (label < 0 || label > last) && label != c.ignore() {
			return &RangeError{element("labels", i), float64(label),
				Interval{Max: float64(last), Words: "a class, the background or Ignore"}}
		}
	}
	for i := range labels {
		row := x[i*classes:][:classes]
		for k, v := range row {
			switch {
			case v != v:
				return &RangeError{element("x", i*classes+k), v,
					Interval{Min: math.Inf(-1), Max: math.Inf(1)}}
			case !c.Sigmoid && v > math.MaxFloat64:
				return &RangeError{element("x", i*classes+k), v,
					Interval{Min: math.Inf(-1), Max: math.Inf(1), OpenMax: true}}
			}
		}
		if c.Sigmoid {
			continue
		}
		if _, err := largest(row); err != nil { // all are -Inf
			return err
		}
	}
	return nil
}
