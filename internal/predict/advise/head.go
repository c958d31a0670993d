package advise

import (
	"math"

	"lossexplorer/losscore"
)

// memory is the number of last steps that L-BFGS uses.
const memory = 8

// A head is weights of the features and a bias, fitted to the rows that are not of a fold.
type head struct {
	d         *Data
	train     []int
	test      []int
	weights   []float64 // the last is the bias
	x         []float64 // of train, row by row
	y, z      []float64
	loss, dz  []float64
	grad, try []float64
}

func newHead(d *Data, fold []uint8, left uint8) *head {
	h := &head{d: d, weights: make([]float64, d.Width+1)}
	for i, f := range fold {
		if f == left {
			h.test = append(h.test, i)
			continue
		}
		h.train = append(h.train, i)
		h.x = append(h.x, d.X[i*d.Width:(i+1)*d.Width]...)
		h.y = append(h.y, float64(index(d.Y[i])))
	}
	n := len(h.train)
	h.z, h.loss, h.dz = make([]float64, n), make([]float64, n), make([]float64, n)
	h.grad, h.try = make([]float64, d.Width+1), make([]float64, d.Width+1)
	return h
}

// dot returns the dot product of two vectors of one length, using four sums.
func dot(a, b []float64) float64 {
	var s, t, u, v float64
	b = b[:len(a)]
	i := 0
	for ; i+3 < len(a); i += 4 {
		s += a[i] * b[i]
		t += a[i+1] * b[i+1]
		u += a[i+2] * b[i+2]
		v += a[i+3] * b[i+3]
	}
	for ; i < len(a); i++ {
		s += a[i] * b[i]
	}
	return s + t + u + v
}

// add adds scale times b to a.
func add(a []float64, scale float64, b []float64) {
	b = b[:len(a)]
	for i := range a {
		a[i] += scale * b[i]
	}
}

// value returns the mean loss with the ridge at weights, and fills the gradient.
func (h *head) value(l losscore.Focal, weights, grad []float64) float64 {
	w, n := h.d.Width, float64(len(h.train))
	for i := range h.z {
		h.z[i] = weights[w] + dot(weights[:w], h.x[i*w:(i+1)*w])
	}
	if err := losscore.AtLogits(l, h.loss, h.dz, h.y, h.z); err != nil {
		panic(err) // the settings are valid
	}
	clear(grad)
	sum := 0.
	for i, dz := range h.dz {
		sum += h.loss[i]
		grad[w] += dz
		add(grad[:w], dz, h.x[i*w:(i+1)*w])
	}
	for j := range grad {
		grad[j] /= n
	}
	add(grad[:w], Ridge, weights[:w])
	return sum/n + Ridge/2*dot(weights[:w], weights[:w])
}

// fit minimises the loss from the present weights, by L-BFGS (Nocedal 1980).
func (h *head) fit(l losscore.Focal) {
	const steps, enough = 60, 1e-5
	var s, y [][]float64
	value := h.value(l, h.weights, h.grad)
	next := make([]float64, len(h.grad))
	first := math.Sqrt(dot(h.grad, h.grad))
	for range steps {
		size := math.Sqrt(dot(h.grad, h.grad))
		if size <= enough*first || size < 1e-9 {
			return
		}
		way := direction(h.grad, s, y)
		slope := dot(way, h.grad)
		if !(slope < 0) { // the memory misleads, as where the loss is not convex
			s, y = nil, nil
			way = direction(h.grad, nil, nil)
			slope = dot(way, h.grad)
		}
		step := 1.
		if len(s) == 0 {
			step = min(1, 1/size)
		}
		for ; ; step /= 2 {
			if step < 1e-10 {
				return
			}
			copy(h.try, h.weights)
			add(h.try, step, way)
			if at := h.value(l, h.try, next); at <= value+1e-4*step*slope {
				value = at
				break
			}
		}
		change, turn := make([]float64, len(next)), make([]float64, len(next))
		for j := range next {
			change[j], turn[j] = h.try[j]-h.weights[j], next[j]-h.grad[j]
		}
		copy(h.weights, h.try)
		copy(h.grad, next)
		if dot(change, turn) > 1e-14 {
			s, y = append(s, change), append(y, turn)
			if len(s) > memory {
				s, y = s[1:], y[1:]
			}
		}
	}
}

// direction returns the direction of descent, using the last changes s of the weights and y of
// the gradient.
func direction(grad []float64, s, y [][]float64) []float64 {
	q := make([]float64, len(grad))
	for j, g := range grad {
		q[j] = -g
	}
	share := make([]float64, len(s))
	for k := len(s) - 1; k >= 0; k-- {
		share[k] = dot(s[k], q) / dot(s[k], y[k])
		add(q, -share[k], y[k])
	}
	if k := len(s) - 1; k >= 0 {
		scale := dot(s[k], y[k]) / dot(y[k], y[k])
		for j := range q {
			q[j] *= scale
		}
	}
	for k := range s {
		add(q, share[k]-dot(y[k], q)/dot(s[k], y[k]), s[k])
	}
	return q
}

// predict fills the logits of the rows of the fold that was left out.
func (h *head) predict(z []float64) {
	w := h.d.Width
	for _, i := range h.test {
		z[i] = h.weights[w] + dot(h.weights[:w], h.d.X[i*w:(i+1)*w])
	}
}
