package scene

import (
	"math"
	"strings"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// pairRoom keeps the labels of Rest away from the values of the pair.
func (l *Layout) pairRoom(c *Chart) {
	hard, easy := plot.PairOf(c.State)
	l.kept[0] = len(l.boxes)
	defer func() { l.kept[1] = len(l.boxes) }()
	for k, m := range [...]plot.Mark{hard, easy} {
		_, cross := c.yAt(m)
		box := l.valueBox(c, m, l.y.pixel(cross), k == 1, 2)
		l.boxes = append(l.boxes, box)
		x := l.x.pixel(m.X)
		l.boxes = append(l.boxes, Rect{x - 8, l.frame.Y, 16, l.frame.H})
	}
}

// valueBox returns the box of the values of a mark, above y. The values of the easy example
// are centred on its line, the values of the hard one are to the right of it.
func (l *Layout) valueBox(c *Chart, m plot.Mark, y float64, easy bool, lines int) Rect {
	w, h := 118., 18.
	if !c.first() || c.small() {
		w = 78
	} else if easy {
		h += 16 * float64(lines-1)
	} else {
		w = 168
	}
	x := l.x.pixel(m.X)
	box := Rect{x + 8, y - h - 8, w, h}
	if easy {
		box.X = x - w/2
	}
	f := l.frame
	box.X = min(max(box.X, f.X+4), f.X+f.W-w-4)
	// Clear of cross-entropy all along.
	if y0, _, ok := span(l.curves[plot.CrossPos], box.X, box.X+box.W); ok && c.first() && m.Y == 1 {
		box.Y = min(box.Y, y0-h-4)
	}
	box.Y = min(max(box.Y, f.Y+3), f.Y+f.H-h-4)
	return box
}

// valueRoom returns the box to use for the values of a mark: the wanted one, or one above or
// below it that has no label.
func (l *Layout) valueRoom(wanted Rect) (box Rect, ok bool) {
	for k := range 2 * 8 {
		box = wanted
		box.Y += 12 * float64((k+1)/2) * (1 - 2*float64(k%2))
		if !l.frame.holds(box) {
			continue
		}
		free := true
		for i, other := range l.boxes {
			if (i < l.kept[0] || i >= l.kept[1]) && box.overlaps(other) {
				free = false
				break
			}
		}
		if free {
			return box, true
		}
	}
	return box, false
}

// pair draws the dots of the two examples, how many times less or more they count, and
// their p_t below the axis.
func (l *Layout) pair(c *Chart, hard, easy plot.Mark) {
	d, f := &l.Moving, l.frame
	for k, m := range [...]plot.Mark{hard, easy} {
		x := l.x.pixel(m.X)
		if x < f.X || x > f.X+f.W {
			continue
		}
		value, cross, ratio := c.values(m)
		at, crossAt := c.yAt(m)
		y, crossY := l.y.pixel(at), l.y.pixel(crossAt)
		role := Loss
		if c.State.Class == state.Both {
			role = [...]Role{Neg, Pos}[int(m.Y)]
		}
		if log := c.first() && c.State.Axes.LogLoss(); log && math.Abs(y-crossY) > 24 {
			d.segment(pen{role: Ink, width: 1.5, alpha: 1, clipped: true}, x, crossY, x, y)
		}
		l.dot(Cross, x, crossY)
		l.dot(role, x, y)
		if c.first() {
			l.pill(x, m.Pt)
		}
		if c.Pointing {
			continue
		}
		top := crossY
		if !c.first() && y == y {
			top = min(top, y)
		}
		said := plot.Times(c.Messages, ratio)
		change := text.Fill(text.MarksOf(c.Messages).Change, "cross", plot.Number(cross), "loss",
			plot.Number(value))
		size := float64(BigSize)
		if c.small() {
			size = 13
		}
		box, ok := l.valueRoom(l.valueBox(c, m, top, k == 1, 2))
		if !ok {
			continue
		}
		switch {
		case !c.first() || c.small():
			anchor, tx := 0., box.X
			if k == 1 {
				anchor, tx = 0.5, box.X+box.W/2
			}
			d.text(Ink, tx, box.Y+9, anchor, size, Bold|Halo, said)
		case k == 0:
			d.text(Ink, box.X, box.Y+9, 0, size, Bold|Halo, said)
			d.text(Soft, box.X+textWidth(said, size, Bold)+8, box.Y+10, 0, FontSize, Halo, change)
		default:
			d.text(Ink, box.X+box.W/2, box.Y+9, 0.5, size, Bold|Halo, said)
			d.text(Soft, box.X+box.W/2, box.Y+26, 0.5, FontSize, Halo, change)
		}
		l.boxes = append(l.boxes, box)
	}
	l.crossing(c)
}

// dot draws a dot on a curve, if it is in the frame.
func (l *Layout) dot(role Role, x, y float64) {
	if y >= l.frame.Y-1 && y <= l.frame.Y+l.frame.H+1 {
		l.Moving.dot(role, x, y, dotRadius)
	}
}

// pill writes a p_t below the axis.
func (l *Layout) pill(x, pt float64) {
	y := l.frame.Y + l.frame.H + 4
	s := state.Format(plot.RoundPt(pt))
	w := max(pillWidth, textWidth(s, FontSize, Bold)+12)
	l.Moving.pill(Paper, 1, Rect{x - w/2 - 3, y, w + 6, pillHeight})
	l.Moving.pill(Ink, 1, Rect{x - w/2, y, w, pillHeight})
	l.Moving.text(Paper, x, y+pillHeight/2+0.5, 0.5, FontSize, Bold, s)
}

// minimum marks where the loss of a soft label is least, and names it above the frame.
func (l *Layout) minimum(c *Chart) {
	if c.State.Class != state.Soft {
		return
	}
	p := plot.Minimum(c.State)
	at := plot.Place(c.State.Axes.X, p, c.State.Label)
	x := sharp(l.x.pixel(at))
	f := l.frame
	if x < f.X-1 || x > f.X+f.W+1 {
		return
	}
	l.Moving.segment(pen{role: Loss, width: 1.5, alpha: 0.8, dash: Dashed}, x, f.Y, x, f.Y+f.H)
	if !c.first() {
		return
	}
	said := text.Fill(text.SoftOf(c.Messages).Mark, "p", plot.SayP(p))
	w := textWidth(said, FontSize, Bold)
	l.Moving.text(Loss, min(max(x, f.X+w/2), f.X+f.W-w/2), f.Y-11, 0.5, FontSize, Bold, said)
}

// crossing labels the point where the gradient equals the gradient of cross-entropy.
func (l *Layout) crossing(c *Chart) {
	if !l.crossed || c.Pointing {
		return
	}
	s, pt, t := c.State, l.crossPt, text.MarksOf(c.Messages)
	said := text.Fill(t.Crossing, "pt", plot.Number(pt))
	if c.small() {
		said = text.Fill(t.CrossShort, "pt", plot.Number(pt))
	}
	m := plot.MarkAt(s, plot.FirstLabel(s), pt)
	x, y := l.x.pixel(m.X), l.y.pixel(m.GradientAt)
	w := textWidth(said, FontSize, 0)
	for _, box := range [...]Rect{
		{x + 18, y - 56, w, labelHeight}, {x + 18, y + 28, w, labelHeight},
		{x + 40, y - 84, w, labelHeight}, {x + 40, y + 56, w, labelHeight},
		{x - 18 - w, y + 40, w, labelHeight}, {x + 60, y - 36, w, labelHeight},
	} {
		free := l.frame.holds(box)
		for _, other := range l.boxes {
			free = free && !box.overlaps(other)
		}
		for k := range l.curves {
			if y0, y1, ok := span(l.curves[k], box.X, box.X+box.W); ok && y0 < box.Y+box.H &&
				y1 > box.Y {
				free = false
			}
		}
		if !free {
			continue
		}
		to := box.Y + labelHeight
		if box.Y > y {
			to = box.Y
		}
		start := box.X - 2
		if box.X < x {
			start = box.X + w
		}
		l.Moving.segment(pen{role: Soft, width: 1, alpha: 1}, x, y, start, to)
		l.Moving.text(Soft, box.X, box.Y+labelHeight/2, 0, FontSize, Halo, said)
		l.boxes = append(l.boxes, box)
		return
	}
}

// pointer shows the values at a p_t: dots on the curves, and the values beside them.
func (l *Layout) pointer(c *Chart) {
	d, f, s := &l.Moving, l.frame, c.State
	both := parted(&l.curves)
	line := 0
	for _, y := range [...]float64{1, 0} {
		if line := [...]int{plot.LossNeg, plot.LossPos}[int(y)]; len(l.curves[line]) == 0 {
			continue
		}
		m := plot.MarkAt(s, plot.LabelOf(s, y), c.Pt)
		x := l.x.pixel(m.X)
		if x < f.X || x > f.X+f.W {
			continue
		}
		l.column(m.X, 0.8)
		role := Loss
		value, cross, ratio := c.values(m)
		if both {
			role = [...]Role{Neg, Pos}[int(y)]
		}
		at, crossAt := c.yAt(m)
		l.dot(Cross, x, l.y.pixel(crossAt))
		l.dot(role, x, l.y.pixel(at))
		for i := plot.WrongPos; i < plot.Lines; i++ {
			if i == plot.CrossPos || i == plot.CrossNeg {
				continue
			}
			if y0, y1, ok := span(l.curves[i], x-0.5, x+0.5); ok && i < plot.Family &&
				(i%2 == 0) == (y == 1) {
				l.dot(l.role(i), x, (y0+y1)/2)
			}
		}
		t := text.MarksOf(c.Messages)
		said := text.Fill(plot.OfP(s, t.PtIs), "pt", state.Format(plot.RoundPt(c.Pt)))
		if both {
			said += " · " + [...]string{t.Negatives, t.Positives}[int(y)]
		}
		change := text.Fill(t.Change, "cross", plot.Number(cross), "loss",
			plot.Number(value)) + " · " + plot.Times(c.Messages, ratio)
		w := max(textWidth(said, FontSize, Bold), textWidth(change, FontSize, 0))
		anchor, tx := 0., x+10
		if x+10+w > f.X+f.W {
			anchor, tx = 1, x-10
		}
		ty := f.Y + 12 + 38*float64(line)
		d.text(role, tx, ty, anchor, FontSize, Bold|Halo, said)
		d.text(Ink, tx, ty+17, anchor, FontSize, Halo, strings.TrimSuffix(change, " · "))
		line++
	}
}
