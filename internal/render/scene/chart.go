package scene

import (
	"math"
	"strings"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// The layout of a chart in CSS pixels. The live charts leave the same margins to ECharts.
const (
	Left   = 60 // from the edge to the frame
	Right  = 16
	Top    = 26
	Bottom = 44

	XNameGap = 30 // from the frame to the middle of the name of the axis
	YNameGap = 46

	FontSize  = 12
	BigSize   = 15
	LineWidth = 2.5
	ThinWidth = 1.5

	narrow = 440 // wide, where short texts are used
)

// A Chart is one of the charts of a state, with all that it takes to lay it out.
type Chart struct {
	State    state.State
	Messages *text.Messages
	Lines    *[plot.Lines][]float64 // of the Series
	Of       plot.Chart
	Width    float64
	Height   float64
	Axes     bool // axes and cross-entropy are drawn too, which ECharts does on the page

	// Moved is what is drawn in place of the moving lines, and Ghost what they were
	// before a change, while it is animated; Fade is how much of the ghost is left.
	Moved *[plot.Moving][]float64
	Ghost *[plot.Moving][]float64
	Fade  float64

	Pointing bool    // the values at a p_t are shown
	Pt       float64 // this one
}

// A Layout lays out one chart. It holds buffers and the places of labels; the zero value
// is ready to use.
type Layout struct {
	Rest   List // what stays while a slider moves the loss
	Moving List

	// Legend are the lines that have no room for a label, those of Moving last.
	Legend []int

	resting int    // how many of Legend and of boxes are of Rest
	boxes   []Rect // where labels are
	boxed   int
	kept    [2]int                // the boxes from the first to before the second are kept for the pair's values
	curves  [plot.Lines][]float64 // in pixels
	x, y    axis
	frame   Rect
	ticks   []plot.Tick
}

// An axis maps numbers to pixels.
type axis struct{ from, scale, at float64 }

func (a axis) pixel(v float64) float64 { return a.at + (v-a.from)*a.scale }

// An Axis is one of the axes of a chart. On a logarithmic one the ends are exponents of ten.
type Axis struct {
	Name  string
	Range state.Range
	Log   bool
}

// XAxis returns the x axis.
func (c *Chart) XAxis() Axis {
	return Axis{Name: plot.SayAxes(c.Messages, c.State).X, Range: plot.AxesOf(c.State).X}
}

// YAxis returns the y axis.
func (c *Chart) YAxis() Axis {
	f, names := plot.FrameOf(c.State), plot.SayAxes(c.Messages, c.State)
	a := Axis{names.Loss, f.Loss, c.State.Axes.LogLoss()}
	switch c.Of {
	case plot.GradientChart:
		a = Axis{names.Gradient, f.Gradient, c.State.Axes.LogGradient()}
	case plot.CurvatureChart:
		a = Axis{names.Curvature, f.Curvature, c.State.Axes.LogGradient()}
	}
	if end := strings.IndexAny(a.Name, ",，（"); end > 0 && textWidth(a.Name, FontSize, 0) > c.Height-Bottom {
		a.Name = a.Name[:end] // a low chart has room for |dL/dx| alone
	}
	return a
}

// Hides reports whether the number at a tick of the x axis gives way to the p_t of an
// example of the pair.
func (c *Chart) Hides(t plot.Tick) bool {
	if !c.first() {
		return false
	}
	x := plot.AxesOf(c.State).X
	perUnit := (c.Width - Left - Right) / (x.Max - x.Min)
	hard, easy := plot.PairOf(c.State)
	return math.Abs(t.At-hard.X)*perUnit < 34 || math.Abs(t.At-easy.X)*perUnit < 34
}

func (c *Chart) yAt(m plot.Mark) (loss, cross float64) {
	switch c.Of {
	case plot.GradientChart:
		return m.GradientAt, m.CrossGradientAt
	case plot.CurvatureChart:
		return m.CurvatureAt, m.CrossCurvatureAt
	}
	return m.LossAt, m.CrossAt
}

// values returns what the chart is of: of the loss, of cross-entropy, and their ratio.
func (c *Chart) values(m plot.Mark) (loss, cross, ratio float64) {
	switch c.Of {
	case plot.GradientChart:
		return m.Pull, m.CrossPull, m.PullRatio()
	case plot.CurvatureChart:
		return m.Curvature, m.CrossCurvature, math.Abs(m.Curvature / m.CrossCurvature)
	}
	return m.Loss, m.Cross, m.LossRatio()
}

// first reports whether it is the chart of the loss, which has the names of what both have.
func (c *Chart) first() bool { return c.Of == plot.LossChart }

func (c *Chart) small() bool { return c.Width < narrow }

func (l *Layout) measure(c *Chart) {
	l.frame = Rect{Left, Top, max(c.Width-Left-Right, 1), max(c.Height-Top-Bottom, 1)}
	x := plot.AxesOf(c.State).X
	y := c.YAxis().Range
	l.x = axis{x.Min, l.frame.W / (x.Max - x.Min), l.frame.X}
	l.y = axis{y.Max, -l.frame.H / (y.Max - y.Min), l.frame.Y}
}

// pixels writes line i in pixels.
func (l *Layout) pixels(i int, line []float64) {
	dst := l.curves[i][:0]
	for k := 0; k+1 < len(line); k += 2 {
		dst = append(dst, l.x.pixel(line[k]), l.y.pixel(line[k+1]))
	}
	l.curves[i] = dst
}

// LayRest lays out what stays while a slider moves the loss.
func (l *Layout) LayRest(c *Chart) {
	l.measure(c)
	d := &l.Rest
	d.reset(l.frame)
	l.boxes, l.Legend = l.boxes[:0], l.Legend[:0]
	for i := range plot.Moving {
		l.curves[i] = l.curves[i][:0] // the labels of what rests do not follow them
	}
	for i := plot.Moving; i < plot.Lines; i++ {
		l.pixels(i, c.Lines[i])
	}
	l.bands(c)
	if c.Axes {
		l.axes(c)
		for _, i := range [...]int{plot.CrossPos, plot.CrossNeg} {
			l.curve(d, i, 1)
		}
	}
	l.clip(c)
	l.pairRoom(c)
	for i := plot.Family; i < plot.Lines; i++ {
		l.curve(d, i, 1)
	}
	for i := plot.WrongPos; i < plot.CrossPos; i++ {
		l.curve(d, i, 1)
	}
	for i := plot.Pinned; i < plot.Family; i++ {
		l.curve(d, i, 1)
	}
	l.restLabels(c)
	l.resting, l.boxed = len(l.Legend), len(l.boxes)
}

// LayMoving lays out what follows a slider, after LayRest.
func (l *Layout) LayMoving(c *Chart) {
	d := &l.Moving
	d.reset(l.frame)
	l.boxes, l.Legend = l.boxes[:l.boxed], l.Legend[:l.resting]
	for i := range plot.Moving {
		line := c.Lines[i]
		if c.Moved != nil {
			line = c.Moved[i]
		}
		l.pixels(i, line)
	}
	hard, easy := plot.PairOf(c.State)
	if c.Of == plot.GradientChart {
		l.gain(c)
	}
	if c.Ghost != nil {
		for i := range plot.Moving {
			l.ghost(c, i)
		}
	}
	for _, m := range [...]plot.Mark{hard, easy} {
		l.column(m.X, 0.45)
	}
	for i := range plot.Moving {
		l.curve(d, i, 1)
	}
	l.minimum(c)
	l.pair(c, hard, easy)
	l.movingLabels(c)
	if c.Pointing {
		l.pointer(c)
	}
}

// pen returns how a line is drawn.
func (l *Layout) pen(i int) pen {
	p := pen{width: LineWidth, alpha: 1, clipped: true, role: l.role(i)}
	switch {
	case i == plot.CrossPos || i == plot.CrossNeg:
		p.width, p.dash = 1.75, Dashed
	case i == plot.WrongPos || i == plot.WrongNeg:
		p.dash = Dotted
	case i >= plot.Family:
		p.width = ThinWidth
	case i >= plot.Pinned:
		p.width = ThinWidth
		if (i-plot.Pinned)%2 == 1 {
			p.dash = Dotted // the pins' curves of y = 0
		}
	}
	return p
}

// role returns the role of a line's colour: the accent, or the class where both are shown.
func (l *Layout) role(i int) Role {
	switch both := len(l.curves[plot.LossPos]) > 0 && len(l.curves[plot.LossNeg]) > 0; {
	case i <= plot.LossNeg && !both:
		return Loss
	case i == plot.LossPos, i == plot.WrongPos:
		return Pos
	case i == plot.LossNeg, i == plot.WrongNeg:
		return Neg
	case i == plot.CrossPos, i == plot.CrossNeg:
		return Cross
	case i >= plot.Family:
		return Ramp + Role(i-plot.Family)
	}
	return Pin + Role(i-plot.Pinned)/2
}

func (l *Layout) curve(d *List, i int, alpha float64) {
	if len(l.curves[i]) == 0 {
		return
	}
	p := l.pen(i)
	p.alpha = alpha
	at := d.stroke(p)
	d.Ops = append(d.Ops, l.curves[i]...)
	d.end(at)
}

func (l *Layout) ghost(c *Chart, i int) {
	line := c.Ghost[i]
	if len(line) == 0 {
		return
	}
	p := l.pen(i)
	p.alpha = 0.35 * c.Fade
	at := l.Moving.stroke(p)
	for k := 0; k+1 < len(line); k += 2 {
		l.Moving.to(l.x.pixel(line[k]), l.y.pixel(line[k+1]))
	}
	l.Moving.end(at)
}

// bands tints where examples are easy and hard, and names it.
func (l *Layout) bands(c *Chart) {
	r := plot.RegionsOf(c.State)
	if !r.Alike {
		return
	}
	t := text.MarksOf(c.Messages)
	hard, easy := t.Hard, t.Easy
	if c.small() {
		hard, easy = t.HardShort, t.EasyShort
	}
	for _, band := range [...]struct {
		of    state.Range
		role  Role
		alpha float64
		name  string
	}{{r.Hard[0], Loss, 0.055, hard}, {r.Easy[0], Ink, 0.04, easy}} {
		x0, x1 := l.x.pixel(band.of.Min), l.x.pixel(band.of.Max)
		if x1-x0 < 1 {
			continue
		}
		l.Rest.rect(band.role, band.alpha, Rect{x0, l.frame.Y, x1 - x0, l.frame.H})
		if w := textWidth(band.name, FontSize, Bold); w < x1-x0 && c.first() {
			l.Rest.text(Ink, (x0+x1)/2, l.frame.Y-11, 0.5, FontSize, Bold, band.name)
		}
	}
}

// clip hatches where p is clipped.
func (l *Layout) clip(c *Chart) {
	epsilon := c.State.Number(state.EpsilonKey)
	if epsilon <= 0 {
		return
	}
	x := plot.AxesOf(c.State).X
	low, high := plot.Place(c.State.Axes.X, epsilon, 1), plot.Place(c.State.Axes.X, 1-epsilon, 1)
	for _, r := range [...]state.Range{{Min: x.Min, Max: min(low, x.Max)}, {Min: max(high, x.Min), Max: x.Max}} {
		if x0, x1 := l.x.pixel(r.Min), l.x.pixel(r.Max); x1-x0 >= 2 {
			l.hatch(Rect{x0, l.frame.Y, x1 - x0, l.frame.H})
		}
	}
	if !c.first() || low < x.Min {
		return
	}
	t := text.MarksOf(c.Messages)
	s := "◂ " + text.Fill(t.Clipped, "epsilon", plot.Number(epsilon))
	if c.small() {
		s = "◂ " + t.ClipShort
	}
	at := Rect{l.x.pixel(low) + 6, l.frame.Y + l.frame.H - 22, textWidth(s, FontSize, 0), 16}
	free := l.frame.holds(at)
	for _, curve := range l.curves {
		if y0, y1, ok := span(curve, at.X, at.X+at.W); ok && y0 < at.Y+at.H && y1 > at.Y {
			free = false // the hatch is there still
		}
	}
	if free {
		l.Rest.text(Soft, at.X, at.Y+8, 0, FontSize, Halo, s)
		l.boxes = append(l.boxes, at)
	}
}

func (l *Layout) hatch(r Rect) {
	const step = 6
	at := l.Rest.stroke(pen{role: Soft, width: 1, alpha: 0.55, clipped: true})
	for k := step / 2.; k < r.W+r.H; k += step {
		// From the left or the lower edge up to the upper or the right one.
		x0, y0 := r.X, r.Y+k
		if y0 > r.Y+r.H {
			x0, y0 = r.X+k-r.H, r.Y+r.H
		}
		x1, y1 := r.X+k, r.Y
		if x1 > r.X+r.W {
			x1, y1 = r.X+r.W, r.Y+k-r.W
		}
		if k > step {
			l.Rest.lift()
		}
		l.Rest.to(x0, y0)
		l.Rest.to(x1, y1)
	}
	l.Rest.end(at)
}

// axes draws what ECharts draws on the page.
func (l *Layout) axes(c *Chart) {
	d, f := &l.Rest, l.frame
	bottom := f.Y + f.H
	grid, line := pen{role: Rule, width: 1, alpha: 1}, pen{role: Soft, width: 1, alpha: 1}
	xAxis, yAxis := c.XAxis(), c.YAxis()
	l.ticks = plot.Ticks(l.ticks[:0], yAxis.Range, yAxis.Log)
	for _, t := range l.ticks {
		y := sharp(l.y.pixel(t.At))
		d.segment(grid, f.X, y, f.X+f.W, y)
		d.text(Soft, f.X-8, y, 1, FontSize, 0, t.Label)
	}
	l.ticks = plot.Ticks(l.ticks[:0], xAxis.Range, false)
	for _, t := range l.ticks {
		x := sharp(l.x.pixel(t.At))
		d.segment(line, x, bottom, x, bottom+5)
		if !c.Hides(t) {
			d.text(Soft, x, bottom+14, 0.5, FontSize, 0, t.Label)
		}
	}
	d.segment(line, f.X, sharp(bottom), f.X+f.W, sharp(bottom))
	d.text(Soft, f.X+f.W/2, bottom+XNameGap+2, 0.5, FontSize, 0, xAxis.Name)
	d.text(Soft, f.X-YNameGap, f.Y+f.H/2, 0.5, FontSize, Upright, yAxis.Name)
}

// sharp moves a line one pixel wide onto the pixels.
func sharp(v float64) float64 { return math.Floor(v) + 0.5 }

// column draws an upright line through the frame.
func (l *Layout) column(x, alpha float64) {
	p := sharp(l.x.pixel(x))
	if p > l.frame.X && p < l.frame.X+l.frame.W {
		l.Moving.segment(pen{role: Ink, width: 1, alpha: alpha}, p, l.frame.Y, p, l.frame.Y+l.frame.H)
	}
}

// gain fills between the loss and cross-entropy where the loss pulls more.
func (l *Layout) gain(c *Chart) {
	s := c.State
	if s.Axes.Quantity != state.Plain || s.Gradient == state.ByPt || s.Axes.X == state.XProb && s.Class == state.Both {
		return
	}
	pt, ok := plot.Crossing(s)
	if !ok {
		return
	}
	line, cross := l.curves[plot.LossPos], l.curves[plot.CrossPos]
	if plot.FirstLabel(s) == 0 {
		line, cross = l.curves[plot.LossNeg], l.curves[plot.CrossNeg]
	}
	if len(line) != len(cross) {
		return
	}
	end := l.x.pixel(plot.Place(s.Axes.X, pt, plot.FirstLabel(s)))
	rises := plot.Place(s.Axes.X, 1, plot.FirstLabel(s)) > plot.Place(s.Axes.X, 0, plot.FirstLabel(s))
	inside := func(x float64) bool { return x <= end == rises || x == end }
	at := l.Moving.fill(Loss, 0.16, true)
	first, last := -1, -1
	for k := 0; k < len(line); k += 2 {
		if inside(line[k]) && line[k+1] == line[k+1] && cross[k+1] == cross[k+1] {
			if first < 0 {
				first = k
			}
			last = k
			l.Moving.to(line[k], line[k+1])
		}
	}
	for k := last; k >= first && k >= 0; k -= 2 {
		if inside(cross[k]) && cross[k+1] == cross[k+1] {
			l.Moving.to(cross[k], cross[k+1])
		}
	}
	l.Moving.end(at)
}
