package train

import (
	"math"
	"math/rand/v2"

	"lossexplorer/losscore"
)

// A Model computes the logit of a point of the plane: logistic regression, or with
// hidden units a network of one hidden layer of rectified linear units. Init makes
// one.
type Model struct {
	Hidden int // units, 0 for logistic regression

	// Params are the weights: two and a bias for each hidden unit, then one for
	// each input of the last layer, and its bias.
	Params []float64

	grad         []float64
	mean, square []float64 // Adam's moments
	steps        int
	units        []float64 // activations of a batch, one row an example
	logits       []float64
	labels       []float64
	slopes       []float64
}

// Init makes m a model with random weights. The bias of the last layer is the
// logit of prior, see Lin et al. 2017, section 3.3; a prior of 1/2 makes it 0.
func (m *Model) Init(hidden int, prior float64, seed uint64) {
	n := 3
	if hidden > 0 {
		n = 3*hidden + hidden + 1
	}
	m.Hidden, m.steps = hidden, 0
	m.Params, m.grad = resize(m.Params, n), resize(m.grad, n)
	m.mean, m.square = resize(m.mean, n), resize(m.square, n)
	r := rand.New(rand.NewPCG(seed, 1))
	for i := range m.Params {
		m.mean[i], m.square[i] = 0, 0
		switch {
		case i == n-1:
			m.Params[i] = -math.Log((1 - prior) / prior)
		case i < 3*hidden: // He et al. 2015: variance 2 over the inputs
			m.Params[i] = normal(r)
		case hidden > 0: // a first prediction near the prior
			m.Params[i] = 0.1 * normal(r) / math.Sqrt(float64(hidden))
		default:
			m.Params[i] = 0.1 * normal(r)
		}
	}
}

// Logits stores the logit of each point in dst. x has the two coordinates of each
// point and is twice as long as dst.
func (m *Model) Logits(dst, x []float64) {
	h := m.Hidden
	last := m.Params[3*h:]
	if h == 0 {
		for i := range dst {
			dst[i] = last[0]*x[2*i] + last[1]*x[2*i+1] + last[2]
		}
		return
	}
	for i := range dst {
		dst[i] = last[h]
	}
	for k := range h {
		w0, w1, b, out := m.Params[3*k], m.Params[3*k+1], m.Params[3*k+2], last[k]
		for i := range dst {
			if u := w0*x[2*i] + w1*x[2*i+1] + b; u > 0 {
				dst[i] += out * u
			}
		}
	}
}

// An Optimizer moves weights against a gradient. The zero value is Adam.
type Optimizer int

// The optimizers.
const (
	// Adam divides each gradient by a running root mean square of itself, so that a
	// factor on the loss cancels, up to its constant 1e-8.
	Adam Optimizer = iota
	// SGD is stochastic gradient descent without momentum: a step is the gradient
	// times the learning rate, so that a factor on the loss scales the step.
	SGD
)

// Adam's constants: Kingma and Ba 2015, algorithm 1.
const (
	beta1   = 0.9
	beta2   = 0.999
	epsilon = 1e-8
)

// Step moves the weights by one step of the optimizer against the gradient of the
// mean loss of the examples with the given indices. The error comes from l's
// Validate.
func (m *Model) Step(l losscore.Loss, d *Data, batch []int, by Optimizer, rate float64) error {
	if _, err := m.gradient(l, d, batch); err != nil {
		return err
	}
	m.steps++
	if by == SGD {
		for i, g := range m.grad {
			m.Params[i] -= rate * g
		}
		return nil
	}
	t := float64(m.steps)
	c1, c2 := 1-math.Pow(beta1, t), 1-math.Pow(beta2, t)
	for i, g := range m.grad {
		m.mean[i] = beta1*m.mean[i] + (1-beta1)*g
		m.square[i] = beta2*m.square[i] + (1-beta2)*g*g
		m.Params[i] -= rate * (m.mean[i] / c1) / (math.Sqrt(m.square[i]/c2) + epsilon)
	}
	return nil
}

// gradient sets m.grad to the gradient of the mean loss over a batch, and returns the
// mean loss.
func (m *Model) gradient(l losscore.Loss, d *Data, batch []int) (mean float64, err error) {
	h, n := m.Hidden, len(batch)
	m.units, m.logits = resize(m.units, h*n), resize(m.logits, n)
	m.labels, m.slopes = resize(m.labels, n), resize(m.slopes, n)
	last := m.Params[3*h:]
	for i, at := range batch {
		x0, x1 := d.X[2*at], d.X[2*at+1]
		m.labels[i] = d.Y[at]
		if h == 0 {
			m.logits[i] = last[0]*x0 + last[1]*x1 + last[2]
			continue
		}
		z := last[h]
		units := m.units[i*h : i*h+h]
		for k := range units {
			u := max(0, m.Params[3*k]*x0+m.Params[3*k+1]*x1+m.Params[3*k+2])
			units[k] = u
			z += last[k] * u
		}
		m.logits[i] = z
	}
	// The losses use the places of the logits.
	if err := losscore.AtLogits(l, m.logits, m.slopes, m.labels, m.logits); err != nil {
		return 0, err
	}
	clear(m.grad)
	grad := m.grad[3*h:]
	for i, at := range batch {
		mean += m.logits[i]
		g := m.slopes[i] / float64(n)
		x0, x1 := d.X[2*at], d.X[2*at+1]
		if h == 0 {
			grad[0] += g * x0
			grad[1] += g * x1
			grad[2] += g
			continue
		}
		grad[h] += g
		for k, u := range m.units[i*h : i*h+h] {
			if u > 0 {
				grad[k] += g * u
				back := g * last[k]
				m.grad[3*k] += back * x0
				m.grad[3*k+1] += back * x1
				m.grad[3*k+2] += back
			}
		}
	}
	return mean / float64(n), nil
}
