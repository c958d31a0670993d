package bins

import (
	"math"
	"slices"

	"lossexplorer/internal/predict"
)

// Sums are weighted sums over rows.
type Sums struct {
	Count    float64 // of the weights: the rows, without sample weights
	Loss     float64
	Gradient float64 // of |dL/dx|, x the logit
	Square   float64 // of (dL/dx)²
}

func (s *Sums) add(t Sums) {
	s.Count += t.Count
	s.Loss += t.Loss
	s.Gradient += t.Gradient
	s.Square += t.Square
}

// times returns the sums of rows of weight w instead of 1.
func (s Sums) times(w float64) Sums {
	if w == 0 {
		return Sums{} // also of an infinite loss
	}
	return Sums{w * s.Count, w * s.Loss, w * s.Gradient, w * s.Square}
}

// Plus returns the sums of the rows of s and t.
func (s Sums) Plus(t Sums) Sums {
	s.add(t)
	return s
}

// Effective returns the effective number of examples (Kish 1965): the number of rows
// of equal gradient whose sum has as much variance, (Σ|g|)²/Σg². Sample weights count as
// that many equal rows.
func (s Sums) Effective() float64 { return s.Gradient * s.Gradient / s.Square }

// A Measurement holds the sums of a setting over rows.
type Measurement struct {
	layout  *Layout
	segment [][]Sums // by class
	open    []Sums   // by class, without the clip
}

func (m *Measurement) reset(l *Layout) {
	m.layout = l
	n := l.columns.Classes()
	m.segment = slices.Grow(m.segment[:0], n)[:n]
	m.open = append(m.open[:0], make([]Sums, n)...)
	for k := range m.segment {
		m.segment[k] = append(m.segment[k][:0], make([]Sums, len(l.place))...)
	}
}

// Classes returns the number of classes.
func (m *Measurement) Classes() int { return len(m.open) }

// Class returns the sums of a class.
func (m *Measurement) Class(k int) (s Sums) {
	for _, t := range m.segment[k] {
		s.add(t)
	}
	return s
}

// Total returns the sums of all classes.
func (m *Measurement) Total() (s Sums) {
	for k := range m.segment {
		s.add(m.Class(k))
	}
	return s
}

// Open returns the sums of a class as without a clip: the losses of frameworks that
// take logits. An infinite loss, of a probability of 0, makes the sum infinite.
func (m *Measurement) Open(k int) Sums { return m.open[k] }

// Clipped returns the sums of the rows of a class with p_t below and above the clip.
func (m *Measurement) Clipped(k int) (below, above Sums) {
	for i, t := range m.segment[k] {
		switch m.layout.place[i].clipped {
		case -1:
			below.add(t)
		case 1:
			above.add(t)
		}
	}
	return below, above
}

// Bars returns the sums of a class by p_t, in [k/50, (k+1)/50), but 0.5 is in the bar
// below it.
func (m *Measurement) Bars(k int) (bars [Bars]Sums) {
	for i, t := range m.segment[k] {
		bars[m.layout.place[i].bar].add(t)
	}
	return bars
}

// Bands returns the sums of a class by difficulty, p_t in [k/10, (k+1)/10), but 0.5 is in
// the band below it: easy is p_t > 0.5.
func (m *Measurement) Bands(k int) (bands [Bands]Sums) {
	for i, t := range m.Bars(k) {
		bands[i*Bands/Bars].add(t)
	}
	return bands
}

// Merge adds a measurement of other rows with the same layout.
func (m *Measurement) Merge(other *Measurement) {
	for k := range other.segment {
		m.open[k].add(other.open[k])
		for i, t := range other.segment[k] {
			m.segment[k][i].add(t)
		}
	}
}

// A View is evaluated in the place of the rows of Bins. It can be measured
// any number of times, by one goroutine at a time.
type View struct {
	layout *Layout
	class  []nodes

	y, x, loss, dz []float64
	masses         []mass
}

// A mass is the number of rows that a node represents, and their loss.
type mass struct{ rows, loss float64 }

// nodes are the nodes of a class, by rising z.
type nodes struct {
	z, weight []float64
	end       []int // of each segment
	count     float64
}

// View returns a view of the rows that b has.
func (b *Bins) View() *View {
	l := b.layout
	v := &View{layout: l, class: make([]nodes, l.columns.Classes())}
	most := 0
	for k := range v.class {
		n := &v.class[k]
		n.end = make([]int, len(l.place))
		for i := range cells {
			for at := l.start[i]; at < l.start[i+1]; at++ {
				if p := b.pages[k][at/pageSize]; p != nil {
					c := &p[at%pageSize]
					n.z, n.weight = c.nodes(n.z, n.weight, i)
					n.count += c.n
				}
				n.end[l.segment[at]] = len(n.z)
			}
		}
		most = max(most, len(n.z))
	}
	v.grow(most)
	return v
}

// grow makes the buffers for that many nodes.
func (v *View) grow(most int) {
	for _, buffer := range []*[]float64{&v.y, &v.x, &v.loss, &v.dz} {
		*buffer = make([]float64, most)
	}
}

// Nodes returns the number of nodes used for the rows.
func (v *View) Nodes() int {
	n := 0
	for k := range v.class {
		n += len(v.class[k].z)
	}
	return n
}

// lossClass is the class whose loss applies: for several classes, every truth is that
// of its own.
func (l *Layout) lossClass(k int) int {
	if l.calibrated() {
		return k
	}
	return 1
}

// Measure computes the sums of s over the rows into dst, and the squares too. s must have the
// clip of the layout. It does not allocate if dst was used before.
func (v *View) Measure(dst *Measurement, s Setting) {
	dst.reset(v.layout)
	for k := range v.class {
		n := &v.class[k]
		class := v.layout.lossClass(k)
		v.evaluate(n, class, s)
		from := 0
		for i, end := range n.end {
			p := v.layout.place[i]
			t, open := &dst.segment[k][i], &dst.open[k]
			for j := from; j < end; j++ {
				w, g := n.weight[j], math.Abs(v.dz[j])
				t.Count += w
				t.Loss += w * v.loss[j]
				t.Gradient += w * g
				t.Square += w * g * g
			}
			open.add(*t)
			if p.clipped != 0 && t.Count > 0 {
				*t = Sums{Count: t.Count, Loss: t.Count * s.clipped(class, p.clipped > 0)}
			}
			from = end
		}
	}
}

// evaluate fills loss and dz of v.
func (v *View) evaluate(n *nodes, class int, s Setting) {
	c := len(n.z)
	s.atZ(class, v.loss[:c], v.dz[:c], v.y[:c], v.x[:c], n.z)
}

// An Exact measures rows themselves, with the same sums to rounding. Make one with
// NewExact.
type Exact struct {
	Measurement
	setting Setting
	clip    [2][2]float64 // by class, below and above

	z, y, x, loss, dz []float64
	index             []int
}

// NewExact returns an Exact of no rows. s must have the clip of l.
func NewExact(l *Layout, s Setting) *Exact {
	e := &Exact{setting: s}
	e.reset(l)
	if s.Epsilon() > 0 {
		for class := range e.clip {
			e.clip[class] = [2]float64{s.clipped(class, false), s.clipped(class, true)}
		}
	}
	return e
}

// Add adds rows, whose Logits are z, with their Weights, and calls each, unless it is nil, with the
// loss and |dL/dx| of every one.
func (e *Exact) Add(rows *predict.Rows, z []float64, each func(i int, loss, gradient float64)) {
	e.add(rows.Class, rows.Score, rows.Weights(), rows.Width(), z, each)
}

// add is Add for rows of width scores each.
func (e *Exact) add(classes []uint16, scores, weights []float64, width int, z []float64, each func(i int, loss, gradient float64)) {
	l := e.layout
	n := len(z)
	for _, buffer := range []*[]float64{&e.z, &e.y, &e.x, &e.loss, &e.dz} {
		*buffer = slices.Grow((*buffer)[:0], n)[:n]
	}
	// By class, since a class has its own loss. Sums are of this part first, so that
	// rounding does not grow with the number of rows.
	part := Measurement{}
	part.reset(l)
	index := e.index
	for k := range e.segment {
		index = index[:0]
		for i, class := range classes {
			if int(class) == k {
				e.z[len(index)] = z[i]
				index = append(index, i)
			}
		}
		c := len(index)
		class := l.lossClass(k)
		e.setting.atZ(class, e.loss[:c], e.dz[:c], e.y[:c], e.x[:c], e.z[:c])
		for j, i := range index {
			segment := l.segment[l.find(uint16(k), scores[i*width], z[i])]
			s := Sums{1, e.loss[j], math.Abs(e.dz[j]), e.dz[j] * e.dz[j]}
			open := s
			if side := l.place[segment].clipped; side != 0 {
				s = Sums{Count: 1, Loss: e.clip[class][(side+1)/2]}
			}
			if each != nil {
				each(i, s.Loss, s.Gradient)
			}
			if weights != nil {
				s, open = s.times(weights[i]), open.times(weights[i])
			}
			part.open[k].add(open)
			part.segment[k][segment].add(s)
		}
	}
	e.index = index
	e.Merge(&part)
}
