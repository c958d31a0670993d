package scene

import (
	"math"
	"strings"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

const (
	labelHeight = 16
	pillWidth   = 36
	pillHeight  = 20
	dotRadius   = 4.5
)

// A side is the place of a label beside its curve.
type side int

const (
	onCurve side = iota
	above
	below
)

// LineName returns the label of a line.
func LineName(c *Chart, i int) string {
	m, s, t := c.Messages, c.State, text.MarksOf(c.Messages)
	switch {
	case i <= plot.LossNeg && parted(c.Lines):
		return [...]string{t.Positives, t.Negatives}[i] + weight(c, i)
	case i <= plot.LossNeg:
		if c.small() {
			return strings.TrimPrefix(settings(m, s), m.Summary.Comma)
		}
		return text.Fill(t.Curve, "loss", short(plot.In(m, s.Kind.Name)), "settings",
			settings(m, s))
	case i == plot.WrongPos || i == plot.WrongNeg:
		return t.Broken
	case i == plot.CrossPos || i == plot.CrossNeg:
		return m.CrossEntropy
	case i >= plot.Family:
		return "γ " + state.Format(plot.FamilyGammas[i-plot.Family])
	}
	return plot.SayPin(m, s.Pins[(i-plot.Pinned)/2])
}

// weight returns the focal loss' weight of a class: ", α = 0.25", ", 1 − α = 0.75".
func weight(c *Chart, i int) string {
	s := c.State
	if s.Kind.ID != "focal" || !s.Enabled("alpha") || c.small() {
		return ""
	}
	alpha := s.Number("alpha")
	return c.Messages.Summary.Comma + [...]string{"α = " + plot.Number(alpha),
		"1 − α = " + plot.Number(1-alpha)}[i]
}

// short leaves out the second name used in Chinese: 焦点损失 for 焦点损失（Focal Loss）.
func short(name string) string {
	first, _, _ := strings.Cut(name, "（")
	return first
}

// An Entry is an entry of a legend.
type Entry struct {
	Line int
	Role Role
	Dash int
	Name string
}

// Entries returns the legend of the lines that have no label.
func (l *Layout) Entries(c *Chart) []Entry {
	var all []Entry
	for _, i := range l.Legend {
		all = append(all, Entry{i, l.role(i), int(l.pen(i).dash), LineName(c, i)})
	}
	return all
}

// settings lists the parameters that have an effect, epsilon only where it is not the
// default: ", γ = 2, α = 0.25".
func settings(m *text.Messages, s state.State) string {
	return plot.Settings(s, func(p catalog.Param, value string) string {
		switch {
		case p.Name == state.EpsilonKey && s.Number(p.Name) == p.Default:
			return ""
		case value == state.Off:
			value = m.Off
		}
		return m.Summary.Comma + p.Symbol + " = " + value
	})
}

// restLabels labels the lines of Rest.
func (l *Layout) restLabels(c *Chart) {
	for i := plot.Pinned; i < plot.Family; i++ {
		if i%2 == plot.Pinned%2 || len(l.curves[i-1]) == 0 { // of a pin's two curves one
			l.label(c, &l.Rest, i, 0.3+0.08*float64((i-plot.Pinned)/2), 0, onCurve, above, below)
		}
	}
	l.label(c, &l.Rest, plot.WrongPos, 0.5, 0, above, below, onCurve)
	l.label(c, &l.Rest, plot.WrongNeg, 0.6, 0, above, below, onCurve)
	for i := plot.Family; i < plot.Lines; i++ {
		if len(l.curves[i]) == 0 || !c.first() && c.small() {
			continue
		}
		if i == l.coincident(c) {
			continue // the loss lies upon it
		}
		at := [...]float64{0.76, 0.74, 0.66, 0.55}[i-plot.Family]
		if !l.label(c, &l.Rest, i, at, 0, onCurve) {
			l.Legend = l.Legend[:len(l.Legend)-1] // the chips are its legend
		}
	}
}

// movingLabels labels the loss, and cross-entropy out of its way.
func (l *Layout) movingLabels(c *Chart) {
	if parted(&l.curves) {
		l.label(c, &l.Moving, plot.LossPos, 0.3, Bold, below, above, onCurve)
		l.label(c, &l.Moving, plot.LossNeg, 0.45, Bold, below, above, onCurve)
	} else {
		for i := range plot.Moving {
			l.label(c, &l.Moving, i, 0.42, Bold, below, above, onCurve)
		}
	}
	l.label(c, &l.Moving, plot.CrossPos, 0.36, 0, above, below)
	// else its mirror image has the same name
	if c.State.Gradient != state.ByLogit || c.State.Class != state.Both {
		l.label(c, &l.Moving, plot.CrossNeg, 0.36, 0, above, below)
	}
}

// label writes the name of a line at the curve, as near as it can to a share of the width,
// where it covers no other line and no other label. Without such a place it returns false
// and the line goes into the legend.
func (l *Layout) label(c *Chart, d *List, i int, share float64, flags int, sides ...side) bool {
	if len(l.curves[i]) == 0 {
		return true
	}
	name := LineName(c, i)
	w := textWidth(name, FontSize, flags) + 6
	on := -1 // the line of the family beneath
	if i < plot.Moving {
		on = l.coincident(c)
	}
	const steps = 32
	for k := range 2 * steps {
		// Places in turn to the right and to the left.
		at := share + float64((k+1)/2)/steps*(1-2*float64(k%2))
		if at <= 0 || at >= 1 {
			continue
		}
		x := l.frame.X + at*l.frame.W
		y0, y1, ok := span(l.curves[i], x-w/2, x+w/2)
		if !ok {
			continue
		}
		for _, s := range sides {
			if box, ok := l.room(i, on, Rect{x - w/2, y0, w, y1 - y0}, s); ok {
				l.boxes = append(l.boxes, box)
				d.text(l.role(i), box.X+box.W/2, box.Y+box.H/2, 0.5, FontSize, flags|Halo, name)
				return true
			}
		}
	}
	l.Legend = append(l.Legend, i)
	return false
}

// room returns the place of a label of line i about a part of it, and whether nothing else is
// there but the line on beneath.
func (l *Layout) room(i, on int, part Rect, s side) (box Rect, ok bool) {
	y0, y1 := part.Y, part.Y+part.H
	box = Rect{part.X, (y0+y1)/2 - labelHeight/2, part.W, labelHeight}
	switch s {
	case above:
		box.Y = y0 - labelHeight - 3
	case below:
		box.Y = y1 + 3
	default:
		if y1-y0 > 3*labelHeight { // too steep to be read as its name
			return box, false
		}
	}
	inner := l.frame
	inner.X, inner.W = inner.X+4, inner.W-8
	if !inner.holds(box) {
		return box, false
	}
	for _, other := range l.boxes {
		if box.overlaps(other) {
			return box, false
		}
	}
	near := box
	near.Y, near.H = near.Y-1, near.H+2
	for k := range l.curves {
		if k == on || k == i && s == onCurve {
			continue
		}
		if crosses(l.curves[k], near) {
			return box, false
		}
	}
	return box, true
}

// coincident returns the line of the family that the loss lies upon, or -1.
func (l *Layout) coincident(c *Chart) int {
	if len(l.curves[plot.Family]) > 0 {
		on := plot.OnFamily(c.State)
		for i, gamma := range plot.FamilyGammas {
			if gamma == on {
				return plot.Family + i
			}
		}
	}
	return -1
}

// crosses reports whether a curve, in the form that span uses, enters a box.
func crosses(curve []float64, box Rect) bool {
	n := len(curve) / 2
	if n < 2 {
		return false
	}
	first, step := forward(curve)
	k := before(curve, first, step, box.X)
	last := curve[first+step*k+1]
	for ; k < n; k++ {
		at := first + step*k
		y := curve[at+1]
		if (last < box.Y+box.H || y < box.Y+box.H) && (last > box.Y || y > box.Y) {
			return true
		}
		if curve[at] >= box.X+box.W {
			return false
		}
		last = y
	}
	return false
}

// forward returns the index of the leftmost point of a curve, and the step from there to the
// next point to the right.
func forward(curve []float64) (first, step int) {
	if n := len(curve); curve[0] > curve[n-2] {
		return n - 2, -2
	}
	return 0, 2
}

// before returns the number of the last point, from the left, that is not to the right of
// x, or of the first point.
func before(curve []float64, first, step int, x float64) int {
	low, high := 0, len(curve)/2
	for high-low > 1 {
		if middle := (low + high) / 2; curve[first+step*middle] > x {
			high = middle
		} else {
			low = middle
		}
	}
	return low
}

// span returns the least and the greatest y of a curve between two x, false if it is not
// everywhere between them. Its points are sorted by x, in either direction.
func span(curve []float64, from, to float64) (low, high float64, ok bool) {
	n := len(curve) / 2
	if n < 2 {
		return 0, 0, false
	}
	first, step := forward(curve)
	if curve[first] > from {
		return 0, 0, false
	}
	low, high = math.Inf(1), math.Inf(-1)
	for k := before(curve, first, step, from); k < n; k++ {
		at := first + step*k
		y := curve[at+1]
		if y != y {
			return 0, 0, false
		}
		if y < low {
			low = y
		}
		if y > high {
			high = y
		}
		if curve[at] >= to {
			return low, high, true
		}
	}
	return 0, 0, false
}
