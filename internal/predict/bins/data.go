package bins

import (
	"math"
	"slices"

	"lossexplorer/internal/predict"
)

// blockSize is the number of rows kept together: growing needs no copy.
const blockSize = 1 << 16

// Data holds predictions in memory, so that the clip may change and rows can be shown. It
// uses 22 bytes a row beside the bins, 30 with sample weights; for several classes it keeps
// the logit of p_t only. Use NewData to make one, then Add, then Group, then the rest.
type Data struct {
	columns predict.Columns
	base    *Bins // without a clip
	n       int
	score   [][]float64
	weight  [][]float64 // nil if all are 1
	class   [][]uint16
	line    [][]uint32

	order []uint32   // rows by class and cell
	off   []float32  // their z less the centre of the cell, to 1e-10
	start [][]uint32 // by class, where each cell starts in order
	full  [][]fullCell

	z []float64 // of a block
}

// A fullCell is one of the base that has rows.
type fullCell struct {
	cell
	index int // not divided
	part  int // by cuts

	nodes     int // how many it has
	z, weight [2]float64
}

// NewData returns data of no rows.
func NewData(c predict.Columns) *Data {
	return &Data{columns: c, base: New(NewLayout(c, 0))}
}

// Len returns the number of rows.
func (d *Data) Len() int { return d.n }

// Add adds rows, whose Logits are z; more than 4 thousand million rows or lines are
// too many for it.
func (d *Data) Add(rows *predict.Rows, z []float64) {
	d.base.Add(rows, z)
	weights := rows.Weights()
	for i, class := range rows.Class {
		if d.n%blockSize == 0 {
			d.score = append(d.score, make([]float64, 0, blockSize))
			d.class = append(d.class, make([]uint16, 0, blockSize))
			d.line = append(d.line, make([]uint32, 0, blockSize))
			if weights != nil {
				d.weight = append(d.weight, make([]float64, 0, blockSize))
			}
		}
		b := len(d.score) - 1
		score := z[i]
		if rows.Width() == 1 {
			score = rows.Score[i]
		}
		d.score[b] = append(d.score[b], score)
		d.class[b] = append(d.class[b], class)
		if weights != nil {
			d.weight[b] = append(d.weight[b], weights[i])
		}
		d.line[b] = append(d.line[b], uint32(rows.Line[i]))
		d.n++
	}
}

// weightOf returns a row's weight.
func (d *Data) weightOf(i uint32) float64 {
	if d.weight == nil {
		return 1
	}
	return d.weight[i/blockSize][i%blockSize]
}

// row returns a row's class, score and the logit z of its p_t.
func (d *Data) row(i uint32) (class uint16, score, z float64) {
	class, score = d.class[i/blockSize][i%blockSize], d.score[i/blockSize][i%blockSize]
	z = score
	if d.columns.Classes() > 2 {
		return class, score, z
	}
	if !d.columns.Logits() {
		z = predict.Logit(score)
	}
	if class == 0 {
		z = -z
	}
	return class, score, z
}

// Group sorts the rows by bin. It must be called when all have been added.
func (d *Data) Group() {
	classes := d.columns.Classes()
	d.start = make([][]uint32, classes)
	for k := range d.start {
		d.start[k] = make([]uint32, cells+1)
	}
	for i := range uint32(d.n) {
		class, _, z := d.row(i)
		d.start[class][cellOf(z)+1]++
	}
	sum := uint32(0)
	for _, start := range d.start {
		for i, n := range start {
			sum += n
			start[i] = sum
		}
	}
	d.order, d.off = make([]uint32, d.n), make([]float32, d.n)
	next := make([][]uint32, classes)
	for k := range next {
		next[k] = slices.Clone(d.start[k])
	}
	for i := range uint32(d.n) {
		class, _, z := d.row(i)
		in := cellOf(z)
		at := &next[class][in]
		d.order[*at], d.off[*at] = i, float32(z-centre(in))
		*at++
	}
	d.full = make([][]fullCell, classes)
	l := d.base.layout
	for k := range d.full {
		for i := range cells {
			for at := l.start[i]; at < l.start[i+1]; at++ {
				if p := d.base.pages[k][at/pageSize]; p != nil && p[at%pageSize].n > 0 {
					c := fullCell{cell: p[at%pageSize], index: i, part: int(at - l.start[i])}
					z, weight := c.cell.nodes(c.z[:0], c.weight[:0], i)
					c.nodes = copy(c.z[:], z)
					copy(c.weight[:], weight)
					d.full[k] = append(d.full[k], c)
				}
			}
		}
	}
}

// rows returns the rows of a class in a cell that is not divided.
func (d *Data) rows(class, cell int) []uint32 {
	return d.order[d.start[class][cell]:d.start[class][cell+1]]
}

// View returns a view of the rows with the clip of epsilon, in [0,0.5). Only the bins
// that the clip divides are made anew.
func (d *Data) View(epsilon float64) *View {
	l := outline(d.columns, epsilon)
	v := &View{layout: l, class: make([]nodes, len(d.full))}
	clipped := map[int]bool{}
	for i, c := range l.cuts {
		if c.kind == clipLow || c.kind == clipHigh {
			clipped[int(l.cell[i])] = true
		}
	}
	most := 0
	for k, full := range d.full {
		n := &v.class[k]
		n.end = make([]int, len(l.place))
		room := 2 * (len(full) + len(l.place))
		n.z, n.weight = make([]float64, 0, room), make([]float64, 0, room)
		before := 0 // the cuts below a cell, and so the segment of its first part
		for j := 0; j < len(full); j++ {
			c := &full[j]
			for before < len(l.cell) && int(l.cell[before]) < c.index {
				before++
			}
			if !clipped[c.index] {
				n.z, n.weight = append(n.z, c.z[:c.nodes]...),
					append(n.weight, c.weight[:c.nodes]...)
				n.count += c.n
				n.end[before+c.part] = len(n.z)
				continue
			}
			cuts := l.cuts[before:]
			for i := range cuts {
				if int(l.cell[before+i]) != c.index {
					cuts = cuts[:i]
					break
				}
			}
			parts := make([]cell, len(cuts)+1)
			d.divide(parts, cuts, k, c.index)
			for p := range parts {
				n.z, n.weight = parts[p].nodes(n.z, n.weight, c.index)
				n.count += parts[p].n
				n.end[before+p] = len(n.z)
			}
			for j+1 < len(full) && full[j+1].index == c.index {
				j++
			}
		}
		// A segment without rows ends where the one before does.
		for i := 1; i < len(n.end); i++ {
			n.end[i] = max(n.end[i], n.end[i-1])
		}
		most = max(most, len(n.z))
	}
	v.grow(most)
	return v
}

// tie is the distance from a cut within which off is not exact enough to decide the side.
const tie = 1e-9

// divide adds the rows of a class in a cell to its parts by cuts.
func (d *Data) divide(parts []cell, cuts []cut, class, index int) {
	first, l := d.start[class][index], d.base.layout
	for j, i := range d.rows(class, index) {
		off := float64(d.off[int(first)+j])
		z := centre(index) + off
		p, clear := 0, index >= 2 && index < cells-2
		for _, c := range cuts {
			if over := z - c.z; over > tie {
				p++
			} else if over > -tie {
				clear = false
			}
		}
		if clear {
			parts[p].addOff(off, d.weightOf(i))
			continue
		}
		class, score, exact := d.row(i)
		parts[l.part(cuts, class, score, exact)].add(exact, d.weightOf(i))
	}
}

// Exact returns an Exact of no rows for these data, whose rows AddBlock adds.
func (d *Data) Exact(s Setting) *Exact { return NewExact(NewLayout(d.columns, s.Epsilon()), s) }

// Blocks returns in how many parts AddBlock adds the rows.
func (d *Data) Blocks() int { return len(d.score) }

// AppendLogits appends to each of dst the logits of the rows of block b whose class is its
// index, where there are two classes.
func (d *Data) AppendLogits(dst [2][]float64, b int) [2][]float64 {
	for i := range d.score[b] {
		class, _, z := d.row(uint32(b*blockSize + i))
		if class == 0 {
			z = -z
		}
		dst[class] = append(dst[class], z)
	}
	return dst
}

// AddBlock adds the rows of block b to e, and those with the largest losses to top.
func (d *Data) AddBlock(e *Exact, b int, top *Top, most int) {
	d.z = d.z[:0]
	for i := range d.score[b] {
		_, _, z := d.row(uint32(b*blockSize + i))
		d.z = append(d.z, z)
	}
	var weights []float64
	if d.weight != nil {
		weights = d.weight[b]
	}
	e.add(d.class[b], d.score[b], weights, 1, d.z, func(i int, loss, gradient float64) {
		if len(*top) < most || !(loss < (*top)[most-1].Loss) {
			top.Offer(Row{int(d.line[b][i]), int(d.class[b][i]), 1 / (1 + math.Exp(-d.z[i])), loss,
				gradient}, most)
		}
	})
}

// A Row is one of the rows, with its loss and gradient.
type Row struct {
	Line     int
	Class    int
	Pt       float64
	Loss     float64
	Gradient float64 // |dL/dx|
}

// before orders rows by falling loss, then, as where it is clipped, by rising p_t, and then
// by line.
func (r Row) before(s Row) bool {
	if r.Loss == s.Loss {
		return r.Pt < s.Pt || r.Pt == s.Pt && r.Line < s.Line
	}
	return r.Loss > s.Loss
}

// Top are rows with the largest losses, in order.
type Top []Row

// Offer inserts r if it is among the first most.
func (t *Top) Offer(r Row, most int) {
	if len(*t) == most && !r.before((*t)[most-1]) {
		return
	}
	i, _ := slices.BinarySearchFunc(*t, r, func(a, b Row) int {
		if a.before(b) {
			return -1
		}
		return 1
	})
	*t = slices.Insert(*t, i, r)
	*t = (*t)[:min(len(*t), most)]
}

// topRows limits how many rows of a bin Top looks at.
const topRows = 1 << 14

// Top returns the most rows with the largest losses of a loss that falls with p_t. Of
// more than 16384 rows in a bin, which differ by 1/256 in z, it looks at the first.
func (d *Data) Top(s Setting, most int) Top {
	var top Top
	next := make([]int, len(d.full)) // of the cells of each class
	clip := s.Epsilon()
	for {
		// The class whose next cell may have the larger loss.
		best, bound := -1, 0.
		for k, full := range d.full {
			if next[k] == len(full) {
				continue
			}
			loss, _ := d.at(s, k, edge(full[next[k]].index))
			if best < 0 || loss > bound {
				best, bound = k, loss
			}
		}
		if best < 0 || len(top) == most && top[most-1].Loss >= bound {
			return top
		}
		index := d.full[best][next[best]].index
		for next[best] < len(d.full[best]) && d.full[best][next[best]].index == index {
			next[best]++
		}
		rows := d.rows(best, index)
		for _, i := range rows[:min(len(rows), topRows)] {
			class, score, z := d.row(i)
			loss, dx := d.at(s, best, z)
			if clip > 0 && d.columns.Classes() == 2 && !d.columns.Logits() {
				// The score decides on which side of the clip a row is.
				loss, _ = s.whole.AtProb(float64(class), score)
				if p := [2]float64{1 - score, score}[class]; p < clip || 1-p < clip {
					dx = 0
				}
			}
			top.Offer(Row{int(d.line[i/blockSize][i%blockSize]), best, 1 / (1 + math.Exp(-z)), loss,
				math.Abs(dx)}, most)
		}
	}
}

// edge is the least z of a cell.
func edge(cell int) float64 {
	switch {
	case cell < 2:
		return math.Inf(-1)
	case cell == cells-1:
		return math.Inf(1)
	}
	return float64(cell-2)/perUnit - reach
}

// at returns the loss of class k at z and dL/dx.
func (d *Data) at(s Setting, k int, z float64) (loss, dx float64) {
	if d.columns.Classes() == 2 && k == 0 {
		return s.whole.AtLogit(0, -z)
	}
	return s.whole.AtLogit(1, z)
}
