package plot

import (
	"math"

	"lossexplorer/internal/state"
)

// A ClassReading holds the values of one class in the multi-class view.
type ClassReading struct {
	P        float64 // predicted probability
	Loss     float64 // its term of the loss
	Gradient float64 // dL/dx, x its logit
}

// ClassReadings appends to dst the reading of every class, and returns the loss.
func ClassReadings(dst []ClassReading, s state.State) (readings []ClassReading, loss float64) {
	c := s.Classes
	var grad, y, p [state.MaxClasses]float64
	y[c.Truth] = 1
	n := c.Count
	l := c.Loss(s.Number(state.EpsilonKey))
	loss, err := l.AtLogits(grad[:n], y[:n], c.Logits[:n])
	if err != nil {
		panic(err) // state lets no such state pass
	}
	softmax(p[:n], c.Logits[:n])
	for k := range n {
		// The term of one class is the loss with no weight for the others.
		var alpha [state.MaxClasses]float64
		alpha[k] = l.Alpha[k]
		term := l
		term.Alpha = alpha[:n]
		part, err := term.AtLogits(nil, y[:n], c.Logits[:n])
		if err != nil {
			panic(err)
		}
		dst = append(dst, ClassReading{p[k], part, grad[k]})
	}
	return dst, loss
}

func softmax(dst, x []float64) {
	greatest, sum := math.Inf(-1), 0.
	for _, v := range x {
		greatest = max(greatest, v)
	}
	for k, v := range x {
		dst[k] = math.Exp(v - greatest)
		sum += dst[k]
	}
	for k := range dst {
		dst[k] /= sum
	}
}

// A Direction is the gradient to the logits of a batch with one example of
// every class, all predicted alike, divided by its length.
type Direction struct {
	To     [state.MaxClasses]float64
	Length float64
	Cosine float64 // of the angle to the direction without weights
}

// The weights of the lesson on alpha.
const (
	Unweighted = iota // all weights are 1
	OneAlpha          // the weight of the first class for all classes
	PerClass          // a weight for each class
	Weightings
)

// Directions returns the direction in which each way of weighting pulls.
func Directions(s state.State) (d [Weightings]Direction) {
	c := s.Classes
	for i := range d {
		for k := range c.Alpha {
			switch i {
			case Unweighted:
				c.Alpha[k] = 1
			case OneAlpha:
				c.Alpha[k] = s.Classes.Alpha[0]
			case PerClass:
				c.Alpha[k] = s.Classes.Alpha[k]
			}
		}
		d[i] = direction(c, s.Number(state.EpsilonKey))
		for k, v := range d[Unweighted].To {
			d[i].Cosine += v * d[i].To[k]
		}
	}
	return d
}

func direction(c state.Classes, epsilon float64) (d Direction) {
	n := c.Count
	for truth := range n {
		var grad, y [state.MaxClasses]float64
		y[truth] = 1
		if _, err := c.Loss(epsilon).AtLogits(grad[:n], y[:n], c.Logits[:n]); err != nil {
			panic(err) // state lets no such state pass
		}
		for k, g := range grad {
			d.To[k] += g
		}
	}
	for _, v := range d.To {
		d.Length = math.Hypot(d.Length, v)
	}
	if d.Length > 0 {
		for k := range d.To {
			d.To[k] /= d.Length
		}
	}
	return d
}
