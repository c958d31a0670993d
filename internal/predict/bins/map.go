package bins

import (
	"math"
	"slices"
)

// A Map has what [View.Heat] computes for any clip, since a clip is what moves while the
// map is looked at: sums over rows from the lowest logit on. A bin that the clip divides is
// clipped or not as a whole.
type Map struct {
	setting Setting
	gammas  []float64
	class   [2]struct {
		z, count   []float64   // of the nodes, and how many rows are before each and in all
		loss, grad [][]float64 // the same of their sums, by gamma
	}
}

// Map returns the map of s for these gammas, and nil where Heat does. The clip of s and
// that of v must be 0.
func (v *View) Map(s Setting, gammas []float64) *Map {
	if !s.mapped() || !v.layout.calibrated() {
		return nil
	}
	m := &Map{setting: s.Unweighted(), gammas: gammas}
	for k := range m.class {
		c, n := &m.class[k], &v.class[k]
		c.z = n.z
		c.count = sumsOf(n.weight, nil)
		for _, gamma := range gammas {
			v.evaluate(n, k, m.setting.With("gamma", gamma))
			c.loss = append(c.loss, sumsOf(n.weight, v.loss))
			for i, d := range v.dz[:len(n.z)] {
				v.dz[i] = math.Abs(d)
			}
			c.grad = append(c.grad, sumsOf(n.weight, v.dz))
		}
	}
	return m
}

// sumsOf returns the sums of the weights, times a value each unless it is nil, before each
// and in all.
func sumsOf(weights, values []float64) []float64 {
	sums := make([]float64, len(weights)+1)
	for i, w := range weights {
		if values != nil {
			w *= values[i]
		}
		sums[i+1] = sums[i] + w
	}
	return sums
}

// Cells returns the map with the clip of epsilon, as Heat does.
func (m *Map) Cells(epsilon float64, alphas []float64) [][]Cell {
	limit := math.Inf(1)
	if epsilon > 0 {
		limit = math.Log1p(-epsilon) - math.Log(epsilon)
	}
	var from, to, middle [2]int // the nodes that are not clipped, and the first of the easy ones
	for k := range m.class {
		z := m.class[k].z
		from[k], _ = slices.BinarySearch(z, -limit)
		to[k], _ = slices.BinarySearch(z, limit)
		middle[k], _ = slices.BinarySearch(z, 0)
	}
	var all [][]Cell
	for g, gamma := range m.gammas {
		s := m.setting.With("gamma", gamma).With("epsilon", epsilon)
		// lossOf and gradOf are sums from a node to before another.
		lossOf := func(k, i, j int) float64 {
			c := &m.class[k]
			inner := func(i, j int) float64 { return c.loss[g][max(i, j)] - c.loss[g][i] }
			rows := func(i, j int) float64 { return c.count[max(i, j)] - c.count[i] }
			sum := inner(max(i, from[k]), min(j, to[k]))
			if n := rows(i, min(j, from[k])); n > 0 {
				sum += n * s.clipped(k, false)
			}
			if n := rows(max(i, to[k]), j); n > 0 {
				sum += n * s.clipped(k, true)
			}
			return sum
		}
		gradOf := func(k int) float64 { return m.class[k].grad[g][max(from[k], to[k])] - m.class[k].grad[g][from[k]] }
		n, p := len(m.class[0].z), len(m.class[1].z)
		easy, negative, positive := lossOf(0, middle[0], n), lossOf(0, 0, n), lossOf(1, 0, p)
		all = append(all, cellsOf(easy, negative, positive, gradOf(0), gradOf(1), alphas))
	}
	return all
}
