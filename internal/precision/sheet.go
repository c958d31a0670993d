package precision

import "slices"

// A Sheet runs graphs over logits of one format. The result of an operation is
// kept for the next graph, as long as that has the same operation in its place:
// a change of gamma computes only the operations that depend on it.
type Sheet struct {
	x      []float64
	nodes  []node
	values [][]float64 // of each node; some share the numbers of an operand
	own    [][]float64 // the slices that nodes compute into
	stale  []bool
}

// NewSheet returns a sheet for the logits, which must increase: each is rounded
// to the format, and equal ones are one.
func NewSheet(f Format, logits []float64) *Sheet {
	x := slices.Clone(logits)
	f.roundAll(x)
	return &Sheet{x: slices.Compact(x)}
}

// set makes the sheet one of other logits, in their order, and keeps only its memory.
func (s *Sheet) set(f Format, logits []float64) {
	s.x = append(s.x[:0], logits...)
	f.roundAll(s.x)
	s.nodes = s.nodes[:0]
}

// Logits returns the logits after rounding. The slice is the sheet's.
func (s *Sheet) Logits() []float64 { return s.x }

// Run returns the loss and the gradient with respect to the logit at each of
// Logits. The next Run uses the same slices.
func (s *Sheet) Run(g *Graph) (loss, dx []float64) {
	for len(s.values) < len(g.nodes) {
		s.values = append(s.values, nil)
		s.own = append(s.own, nil)
		s.stale = append(s.stale, false)
	}
	of := func(v Value) []float64 { return s.values[v] }
	for i, n := range g.nodes {
		s.stale[i] = i >= len(s.nodes) || s.nodes[i] != n
		for _, v := range n.operands() {
			s.stale[i] = s.stale[i] || s.stale[v]
		}
		if !s.stale[i] {
			continue
		}
		switch n.op {
		case opLogit:
			s.values[i] = s.x
		case opConst:
			s.values[i] = []float64{n.k[0]}
		case opDetach, opBCELogits, opCustom:
			s.values[i] = s.values[n.a]
		default:
			s.own[i] = slices.Grow(s.own[i][:0], len(s.x))[:len(s.x)]
			n.run(s.own[i], of)
			n.format.roundAll(s.own[i])
			s.values[i] = s.own[i]
		}
	}
	s.nodes = append(s.nodes[:0], g.nodes...)
	return s.all(g.loss), s.all(g.dx)
}

// all returns the numbers of a value; a constant holds only one.
func (s *Sheet) all(v Value) []float64 {
	if len(s.values[v]) == 1 && len(s.x) > 1 {
		return slices.Repeat(s.values[v], len(s.x))
	}
	return s.values[v]
}
