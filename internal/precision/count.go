package precision

import (
	"slices"

	"lossexplorer/losscore"
)

// Counts are the counts of numbers by class.
type Counts [NaN + 1]int

// A Counter counts the results of an implementation for many logits, in any order. Its zero
// value is ready; it keeps its buffers for reuse.
type Counter struct {
	sheet       Sheet
	y, loss, dx []float64
}

// Add adds the classes of loss and gradient of label y at the logits, which are finite
// and are rounded to the format first.
func (c *Counter) Add(loss, gradient *Counts, m *Implementation, y float64, s Setting, logits []float64) {
	if len(logits) == 0 {
		return
	}
	c.sheet.set(s.Format, logits)
	g := m.Graph(y, s)
	gotLoss, gotDx := c.sheet.Run(g)
	n := len(logits)
	c.y = slices.Grow(c.y[:0], n)[:n]
	c.loss, c.dx = slices.Grow(c.loss[:0], n)[:n], slices.Grow(c.dx[:0], n)[:n]
	for i := range c.y {
		c.y[i] = y
	}
	if err := losscore.AtLogits(m.Exact(s), c.loss, c.dx, c.y, c.sheet.x); err != nil {
		panic(err) // the setting has to be valid
	}
	format := g.nodes[g.loss].format
	for i := range n {
		loss[Classify(format, gotLoss[i], c.loss[i])]++
		gradient[Classify(s.Format, gotDx[i], c.dx[i])]++
	}
}

// Exact returns the loss that the implementation is compared with.
func (m *Implementation) Exact(s Setting) losscore.Loss {
	if m.exact != nil {
		return m.exact(s)
	}
	return s.Exact()
}
