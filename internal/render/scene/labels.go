package scene

import (
	"math"
	"sort"
	"strings"
	"unicode/utf8"

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

// A side is where a label is with respect to its curve.
type side int

const (
	onCurve side = iota
	above
	below
)

// LineName returns what the label of a line says.
func LineName(c *Chart, i int) string {
	m, s, t := c.Messages, c.State, text.MarksOf(c.Messages)
	switch {
	case i <= plot.LossNeg && len(c.Lines[plot.LossPos]) > 0 && len(c.Lines[plot.LossNeg]) > 0:
		return [...]string{t.Positives, t.Negatives}[i] + weight(c, i)
	case i <= plot.LossNeg:
		if c.small() {
			return strings.TrimPrefix(settings(m, s), m.Summary.Comma)
		}
		return text.Fill(t.Curve, "loss", short(plot.In(m, s.Kind.Name)), "settings", settings(m, s))
	case i == plot.WrongPos || i == plot.WrongNeg:
		return t.Broken
	case i == plot.CrossPos || i == plot.CrossNeg:
		return m.CrossEntropy
	case i >= plot.Family:
		return "γ " + state.Format(plot.FamilyGammas[i-plot.Family])
	}
	return plot.SayPin(m, s.Pins[(i-plot.Pinned)/2])
}

// weight says what the focal loss' alpha is for a class: ", α = 0.25", ", 1 − α = 0.75".
func weight(c *Chart, i int) string {
	s := c.State
	if s.Kind.ID != "focal" || !s.Enabled("alpha") || c.small() {
		return ""
	}
	alpha := s.Number("alpha")
	return c.Messages.Summary.Comma + [...]string{"α = " + plot.Number(alpha), "1 − α = " + plot.Number(1-alpha)}[i]
}

// short leaves one of the two names that a loss has in Chinese, Focal loss（焦点损失）.
func short(name string) string {
	first, second, two := strings.Cut(strings.TrimSuffix(name, "）"), "（")
	if r, _ := utf8.DecodeRuneInString(second); two && r >= 0x2e80 {
		return second
	}
	return first
}

// An Entry is one of a legend.
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
	if len(l.curves[plot.LossPos]) > 0 && len(l.curves[plot.LossNeg]) > 0 {
		l.label(c, &l.Moving, plot.LossPos, 0.3, Bold, below, above, onCurve)
		l.label(c, &l.Moving, plot.LossNeg, 0.45, Bold, below, above, onCurve)
	} else {
		for i := range plot.Moving {
			l.label(c, &l.Moving, i, 0.42, Bold, below, above, onCurve)
		}
	}
	l.label(c, &l.Moving, plot.CrossPos, 0.36, 0, above, below)
	if c.State.Gradient != state.ByLogit || c.State.Class != state.Both { // else its mirror image has the same name
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
	const steps = 32
	for k := range 2 * steps {
		// Places in turn to the right and to the left.
		at := share + float64((k+1)/2)/steps*(1-2*float64(k%2))
		if at <= 0 || at >= 1 {
			continue
		}
		x := l.frame.X + at*l.frame.W
		for _, s := range sides {
			if box, ok := l.room(c, i, x, w, s); ok {
				l.boxes = append(l.boxes, box)
				d.text(l.role(i), box.X+box.W/2, box.Y+box.H/2, 0.5, FontSize, flags|Halo, name)
				return true
			}
		}
	}
	l.Legend = append(l.Legend, i)
	return false
}

// room returns where a label of line i is about x, and whether nothing is there.
func (l *Layout) room(c *Chart, i int, x, w float64, s side) (box Rect, ok bool) {
	y0, y1, ok := span(l.curves[i], x-w/2, x+w/2)
	if !ok {
		return box, false
	}
	box = Rect{x - w/2, (y0+y1)/2 - labelHeight/2, w, labelHeight}
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
		if k == i && s == onCurve || k == i && s != onCurve && y1-y0 < 2*labelHeight {
			continue
		}
		if k >= plot.Family && i < plot.Moving && k == l.coincident(c) {
			continue
		}
		if y0, y1, ok := span(l.curves[k], box.X, box.X+box.W); ok && y0 < near.Y+near.H && y1 > near.Y {
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

// span returns the least and the greatest y of a curve between two x, false if it is not
// everywhere between them. Its points are sorted by x, in either direction.
func span(curve []float64, from, to float64) (low, high float64, ok bool) {
	n := len(curve) / 2
	if n < 2 {
		return 0, 0, false
	}
	at := func(k int) (x, y float64) { return curve[2*k], curve[2*k+1] }
	if first, _ := at(0); first > curve[2*n-2] {
		forward := at
		at = func(k int) (x, y float64) { return forward(n - 1 - k) }
	}
	first := sort.Search(n, func(k int) bool { x, _ := at(k); return x >= from })
	if x, _ := at(0); x > from {
		return 0, 0, false
	}
	low, high = math.Inf(1), math.Inf(-1)
	for k := max(first-1, 0); k < n; k++ {
		x, y := at(k)
		if y != y {
			return 0, 0, false
		}
		low, high = min(low, y), max(high, y)
		if x >= to {
			return low, high, true
		}
	}
	return 0, 0, false
}

// pairRoom keeps the labels of Rest away from where the values of the pair are.
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

// valueBox is where the values of a mark are, above y. Those of the easy example are about
// its line, those of the hard one to the right of it.
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

// valueRoom returns where the values of a mark are that are wanted in a box: there, or
// above or below it, where no label is.
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
		change := text.Fill(text.MarksOf(c.Messages).Change, "cross", plot.Number(cross), "loss", plot.Number(value))
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

// crossing names where the gradient is that of cross-entropy.
func (l *Layout) crossing(c *Chart) {
	s := c.State
	if c.Of != plot.GradientChart || c.Pointing || s.Axes.Quantity != state.Plain || s.Gradient == state.ByPt {
		return
	}
	pt, ok := plot.Crossing(s)
	if !ok {
		return
	}
	t := text.MarksOf(c.Messages)
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
			if y0, y1, ok := span(l.curves[k], box.X, box.X+box.W); ok && y0 < box.Y+box.H && y1 > box.Y {
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
	both := len(l.curves[plot.LossPos]) > 0 && len(l.curves[plot.LossNeg]) > 0
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
			if y0, y1, ok := span(l.curves[i], x-0.5, x+0.5); ok && i < plot.Family && (i%2 == 0) == (y == 1) {
				l.dot(l.role(i), x, (y0+y1)/2)
			}
		}
		t := text.MarksOf(c.Messages)
		said := text.Fill(plot.OfP(s, t.PtIs), "pt", state.Format(plot.RoundPt(c.Pt)))
		if both {
			said += " · " + [...]string{t.Negatives, t.Positives}[int(y)]
		}
		change := text.Fill(t.Change, "cross", plot.Number(cross), "loss", plot.Number(value)) + " · " + plot.Times(c.Messages, ratio)
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
