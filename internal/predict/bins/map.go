package bins

import (
	"math"
	"slices"
	"sort"
)

// A Map computes the values of [View.Heat] for any clip, since the clip moves while the map
// is looked at. It holds sums over rows from the lowest logit on. A bin that the clip divides is
// clipped or not as a whole.
type Map struct {
	setting Setting
	gammas  []float64
	class   [2]struct {
		z, count   []float64   // of the nodes, and how many rows are before each and in all
		loss, grad [][]float64 // the same of their sums, by gamma
	}
}

// Map returns the map of s for these gammas, and nil where Heat does. The clips of s and
// v must be 0.
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
	var from, to, middle [2]int // the nodes that are not clipped, and the first of the easy ones
	for k := range m.class {
		from[k], to[k] = m.clipped(k, epsilon)
		middle[k], _ = slices.BinarySearch(m.class[k].z, math.SmallestNonzeroFloat64)
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
		gradOf := func(k int) float64 { return m.class[k].grad[g][to[k]] - m.class[k].grad[g][from[k]] }
		n, p := len(m.class[0].z), len(m.class[1].z)
		easy, negative, positive := lossOf(0, middle[0], n), lossOf(0, 0, n), lossOf(1, 0, p)
		all = append(all, cellsOf(easy, negative, positive, gradOf(0), gradOf(1), alphas))
	}
	return all
}

// Cumulative is [View.Cumulative] of the gamma of an index with the clip of epsilon. The
// losses that have maps fall with the logit, so that the rows are in their order.
func (m *Map) Cumulative(dst []float64, gamma, class int, epsilon float64, steps int) []float64 {
	c := &m.class[class]
	n := len(c.z)
	from, to := m.clipped(class, epsilon)
	s := m.setting.With("gamma", m.gammas[gamma]).With("epsilon", epsilon)
	low, high := 0., 0. // of the rows that are clipped
	if from > 0 {
		low = s.clipped(class, false)
	}
	if to < n {
		high = s.clipped(class, true)
	}
	// before returns the loss of the rows before a node.
	before := func(i int) float64 {
		sum := c.count[min(i, from)] * low
		if j := min(i, to); j > from {
			sum += c.loss[gamma][j] - c.loss[gamma][from]
		}
		if i > to {
			sum += (c.count[i] - c.count[max(to, from)]) * high
		}
		return sum
	}
	rows, total := c.count[n], before(n)
	if !(total > 0 && total <= math.MaxFloat64) {
		return dst
	}
	dst = append(dst, 0, 0)
	step := 1 / float64(steps)
	at := func(i int) (x, y float64) { return (rows - c.count[i]) / rows, (total - before(i)) / total }
	for i := n; i > 0; {
		lastX, lastY := at(i)
		// The farthest node that is near enough, or else the next.
		next := sort.Search(i, func(j int) bool {
			x, y := at(j)
			return x-lastX < step && y-lastY < step
		})
		if i = min(next, i-1); i == 0 {
			return append(dst, 1, 1)
		}
		x, y := at(i)
		dst = append(dst, x, y)
	}
	return dst
}

// clipped returns the first node that is not clipped, and the first that is again.
func (m *Map) clipped(class int, epsilon float64) (from, to int) {
	limit := math.Inf(1)
	if epsilon > 0 {
		limit = math.Log1p(-epsilon) - math.Log(epsilon)
	}
	from, _ = slices.BinarySearch(m.class[class].z, -limit)
	to, _ = slices.BinarySearch(m.class[class].z, limit)
	return from, max(from, to)
}
