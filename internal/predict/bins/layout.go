// Package bins stores predictions so that the results of a loss for all of them are
// computed at once for any parameters, however many rows there are: it counts them in
// bins of the logit z of p_t, by class, with moments.
//
// A bin is 1/256 wide and holds the number of its rows and the sums of the first three
// powers of their z. It stands for two nodes with weights that have the same sums
// (Gaussian quadrature), so that a sum over a bin is exact for polynomials up to
// degree 3. A loss or gradient that goes as e^-kz is thereby summed to within
//
//	(k/512)^4 / 24
//
// of itself, 1.5e-8 for the squared gradient at gamma = 10, k = 22 times 2/3, and
// usually a thousandth of that. Bins are divided at every p_t at which something
// jumps: the clip, and the ends of bars and bands that are shown.
package bins

import (
	"cmp"
	"math"
	"slices"

	"lossexplorer/internal/predict"
	"lossexplorer/losscore"
)

// Bars is the number of bars of equal width that the range of p_t is divided into.
const Bars = 50

// Bands is the number of bands of difficulty, of as many bars each: the first has
// the p_t up to 0.1, the hardest.
const Bands = 10

// Groups is the number of intervals of equal width of p for the calibration, as in
// Guo et al. 2017, "On Calibration of Modern Neural Networks" (arXiv:1706.04599).
const Groups = 15

// The cells of a class, by rising z: one for -Inf, one up to -reach, the cells of the
// grid, one from reach, one for +Inf. Beyond reach a loss is 0 or a straight line.
const (
	perUnit  = 256
	reach    = 800
	gridSize = 2 * reach * perUnit
	cells    = gridSize + 4
)

// cellOf returns the cell of z, not divided by cuts.
func cellOf(z float64) int {
	switch {
	case z > -reach && z < reach:
		return 2 + int((z+reach)*perUnit)
	case z <= -math.MaxFloat64:
		if math.IsInf(z, -1) {
			return 0
		}
		return 1
	case z < 0:
		return 1
	case math.IsInf(z, 1):
		return cells - 1
	}
	return cells - 2
}

// centre returns the centre of a cell of the grid.
func centre(cell int) float64 { return (float64(cell-2)+0.5)/perUnit - reach }

// A cut divides rows by their p_t. To be exact where rows are at it, it compares
// scores. A row of class 0 is above it if its score is at most score[0], others if it
// is at least score[1].
type cut struct {
	z     float64
	score [2]float64
	kind  cutKind
}

type cutKind int

const (
	barCut cutKind = iota
	groupCut
	clipLow
	clipHigh
)

// A Layout defines how rows are divided. It does not change and may be used by many
// Bins.
type Layout struct {
	columns predict.Columns
	epsilon float64
	cuts    []cut
	cell    []int32 // of each cut, not divided
	start   []int32 // the index of each cell when divided
	segment []uint8 // of each cell when divided: how many cuts are below
	place   []place // of each segment
}

// A place holds the bar, the group and the side of the clip that a segment is part of.
type place struct {
	bar     int
	group   int  // of p_t: of p for class 1, mirrored for class 0
	clipped int8 // -1 below the clip, 1 above, else 0
}

// NewLayout returns the layout for rows of the columns c and the clip of epsilon, in
// [0,0.5).
func NewLayout(c predict.Columns, epsilon float64) *Layout {
	l := outline(c, epsilon)
	// Each cut moves the indices of the cells after its own by one.
	l.start = make([]int32, cells+1)
	l.segment = make([]uint8, cells+len(l.cuts))
	cell, index := 0, 0
	for k := 0; k <= len(l.cuts); k++ {
		end, last := cells, len(l.segment)
		if k < len(l.cuts) {
			end, last = int(l.cell[k]), l.first(k+1)
		}
		for ; cell <= end; cell++ {
			l.start[cell] = int32(cell + k)
		}
		for ; index < last; index++ {
			l.segment[index] = uint8(k)
		}
	}
	return l
}

// outline returns a layout without the indices of cells, which take long to make.
func outline(c predict.Columns, epsilon float64) *Layout {
	l := &Layout{columns: c, epsilon: epsilon}
	for k := 1; k < Bars; k++ {
		edge := float64(k) / Bars
		score := [2]float64{float64(Bars-k) / Bars, edge}
		if k == Bars/2 { // at p_t = 0.5 a row is hard
			score = [2]float64{math.Nextafter(edge, 0), math.Nextafter(edge, 1)}
		}
		l.add(barCut, edge, score)
	}
	if l.calibrated() {
		// A row at an end is in the upper group of p, whatever its class.
		for k := 1; k < Groups; k++ {
			edge := float64(k) / Groups
			l.add(groupCut, edge, [2]float64{math.Nextafter(float64(Groups-k)/Groups, 0), edge})
		}
	}
	l.clip()
	slices.SortFunc(l.cuts, func(a, b cut) int {
		return cmp.Or(cmp.Compare(a.score[1], b.score[1]), cmp.Compare(b.score[0], a.score[0]))
	})
	var p place
	if epsilon > 0 {
		p.clipped = -1
	}
	l.place = append(l.place, p)
	for _, c := range l.cuts {
		switch c.kind {
		case barCut:
			p.bar++
		case groupCut:
			p.group++
		case clipLow:
			p.clipped = 0
		case clipHigh:
			p.clipped = 1
		}
		l.place = append(l.place, p)
		l.cell = append(l.cell, int32(cellOf(c.z)))
	}
	return l
}

// first returns the index of the first cell when divided of segment k > 0, which is above
// k cuts.
func (l *Layout) first(k int) int { return int(l.cell[k-1]) + k }

// calibrated reports whether the score is the probability of class 1.
func (l *Layout) calibrated() bool { return l.columns.Classes() == 2 }

// scores reports whether rows are compared by their probabilities.
func (l *Layout) scores() (probabilities bool) {
	return l.calibrated() && !l.columns.Logits()
}

func (l *Layout) add(kind cutKind, edge float64, score [2]float64) {
	if !l.scores() {
		z := predict.Logit(edge)
		score = [2]float64{-z, z}
		if kind == barCut && z == 0 {
			score = [2]float64{-math.SmallestNonzeroFloat64, math.SmallestNonzeroFloat64}
		}
		if kind == groupCut {
			score[0] = math.Nextafter(-z, math.Inf(-1))
		}
	}
	l.cuts = append(l.cuts, cut{predict.Logit(edge), score, kind})
}

// clip adds the cuts where losscore begins to clip, to the last place.
func (l *Layout) clip() {
	if l.epsilon == 0 {
		return
	}
	low, high := l.epsilon, 1-l.epsilon // the first and the last not clipped
	if 1-high < l.epsilon {
		high = math.Nextafter(high, 0)
	}
	if l.scores() {
		l.cuts = append(l.cuts,
			cut{predict.Logit(low), [2]float64{high, low}, clipLow},
			cut{predict.Logit(high), [2]float64{math.Nextafter(low, 0), math.Nextafter(high, 1)},
				clipHigh})
		return
	}
	open := func(x float64) bool {
		_, dx := losscore.Focal{Epsilon: l.epsilon}.AtLogit(1, x)
		return dx != 0
	}
	low, high = border(-reach, 0, open), border(reach, 0, open)
	l.cuts = append(l.cuts,
		cut{low, [2]float64{-low, low}, clipLow},
		cut{high, [2]float64{math.Nextafter(-high, math.Inf(-1)),
			math.Nextafter(high, math.Inf(1))}, clipHigh})
}

// border returns the number next to outside at which open is true, as it is at inside.
func border(outside, inside float64, open func(float64) bool) float64 {
	for {
		middle := outside + (inside-outside)/2
		if middle == outside || middle == inside {
			return inside
		}
		if open(middle) {
			inside = middle
		} else {
			outside = middle
		}
	}
}

// find returns the cell of a row.
func (l *Layout) find(class uint16, score, z float64) int {
	i := cellOf(z)
	cell := int(l.start[i])
	divided := int(l.start[i+1]) - cell
	if divided == 1 {
		return cell
	}
	first := int(l.segment[cell])
	return cell + l.part(l.cuts[first:first+divided-1], class, score, z)
}

// part returns how many of the cuts of a cell a row of it is above.
func (l *Layout) part(cuts []cut, class uint16, score, z float64) int {
	if !l.calibrated() {
		class, score = 1, z
	}
	n := 0
	for _, c := range cuts {
		if class == 0 && !(score <= c.score[0]) || class != 0 && !(score >= c.score[1]) {
			break
		}
		n++
	}
	return n
}
