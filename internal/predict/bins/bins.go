package bins

import (
	"math"

	"lossexplorer/internal/predict"
)

// pageSize is the number of cells that are made at once.
const pageSize = 1 << 12

// A cell has the weighted sums over its rows of d^k, d the distance of z from the centre, or z
// itself outside of the grid.
type cell struct{ n, d, d2, d3 float64 }

func (c *cell) add(z, weight float64) {
	d := z
	if d > -reach && d < reach {
		d -= centre(cellOf(d))
	}
	c.addOff(d, weight)
}

// addOff is add for a z less the centre of its cell, or for one that is in no cell of the
// grid.
func (c *cell) addOff(off, weight float64) {
	c.n += weight
	d := off * weight
	c.d += d
	c.d2 += d * off
	c.d3 += d * off * off
}

type page [pageSize]cell

// Bins are predictions in bins. Make them with New.
type Bins struct {
	layout *Layout
	pages  [][]*page // by class
}

// New returns bins of no rows.
func New(l *Layout) *Bins {
	b := &Bins{layout: l, pages: make([][]*page, l.columns.Classes())}
	for k := range b.pages {
		b.pages[k] = make([]*page, len(l.segment)/pageSize+1)
	}
	return b
}

// Add adds rows, whose Logits are z, with their Weights.
func (b *Bins) Add(rows *predict.Rows, z []float64) {
	width, weights := rows.Width(), rows.Weights()
	for i, class := range rows.Class {
		at := b.layout.find(class, rows.Score[i*width], z[i])
		p := b.pages[class][at/pageSize]
		if p == nil {
			p = new(page)
			b.pages[class][at/pageSize] = p
		}
		weight := 1.
		if weights != nil {
			weight = weights[i]
		}
		p[at%pageSize].add(z[i], weight)
	}
}

// Merge adds the rows of other, which has the same layout.
func (b *Bins) Merge(other *Bins) {
	for k, pages := range other.pages {
		for i, from := range pages {
			if from == nil {
				continue
			}
			to := b.pages[k][i]
			if to == nil {
				to = new(page)
				b.pages[k][i] = to
			}
			for j, c := range from {
				to[j].n += c.n
				to[j].d += c.d
				to[j].d2 += c.d2
				to[j].d3 += c.d3
			}
		}
	}
}

// nodes appends to z and weight the nodes that represent the cell.
func (c *cell) nodes(z, weight []float64, index int) ([]float64, []float64) {
	switch {
	case !(c.n > 0):
		return z, weight
	case index == 0:
		return append(z, math.Inf(-1)), append(weight, c.n)
	case index == cells-1:
		return append(z, math.Inf(1)), append(weight, c.n)
	case index == 1 || index == cells-2:
		return append(z, c.d/c.n), append(weight, c.n)
	}
	const half = 0.5 / perUnit
	mid, mean := centre(index), c.d/c.n
	variance := c.d2/c.n - mean*mean
	// A variance below the rounding error of the sums counts as zero.
	if variance <= 1e-9*half*half {
		return append(z, mid+mean), append(weight, c.n)
	}
	spread := math.Sqrt(variance)
	skew := (c.d3/c.n - mean*(3*variance+mean*mean)) / (variance * spread)
	// The nodes of two points for mean 0 and variance 1 are the roots of t²-st-1.
	root := math.Sqrt(skew*skew + 4)
	above := (skew + root) / 2
	if skew < 0 {
		above = 2 / (root - skew)
	}
	share := 1 / (1 + above*above)
	low, high := mean-spread/above, mean+spread*above
	// Rounding must not move a node out of its bin.
	low, high = max(low, -half), min(high, half)
	return append(z, mid+low, mid+high), append(weight, c.n*(1-share), c.n*share)
}
