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

// A Chart is one of the charts of a state, with everything used to lay it out.
type Chart struct {
	State    state.State
	Messages *text.Messages
	Lines    *[plot.Lines][]float64 // of the Series
	Of       plot.Chart
	Width    float64
	Height   float64
	Axes     bool // axes and cross-entropy are drawn too, which ECharts does on the page

	// While a change is animated, Moved holds the lines to draw in place of the moving
	// lines, Ghost the lines before the change, and Fade the share of the ghost that is left.
	Moved *[plot.Moving][]float64
	Ghost *[plot.Moving][]float64
	Fade  float64

	Pointing bool    // the values at a p_t are shown
	Pt       float64 // this one
}

// A Layout lays out one chart. It holds buffers and the places of labels; the zero value
// is ready to use.
type Layout struct {
	Rest   List // the parts that stay while a slider moves the loss
	Moving List

	// Legend are the lines that have no room for a label, the lines of Moving last.
	Legend []int

	resting int    // how many of Legend and of boxes are of Rest
	boxes   []Rect // where labels are
	boxed   int
	// the boxes from the first to before the second are kept for the pair's values
	kept    [2]int
	curves  [plot.Lines][]float64 // in pixels
	x, y    axis
	crossPt float64 // where the gradient equals the gradient of cross-entropy
	crossed bool    // anywhere, as far as the chart shows it
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
	if end := strings.IndexAny(a.Name, ",，（"); end > 0 &&
		textWidth(a.Name, FontSize, 0) > c.Height-Bottom {
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

// values returns the chart's quantity: of the loss, of cross-entropy, and their ratio.
func (c *Chart) values(m plot.Mark) (loss, cross, ratio float64) {
	switch c.Of {
	case plot.GradientChart:
		return m.Pull, m.CrossPull, m.PullRatio()
	case plot.CurvatureChart:
		return m.Curvature, m.CrossCurvature, math.Abs(m.Curvature / m.CrossCurvature)
	}
	return m.Loss, m.Cross, m.LossRatio()
}

// first reports whether it is the chart of the loss, which names the parts that both charts share.
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

// LayRest lays out the parts that stay while a slider moves the loss.
func (l *Layout) LayRest(c *Chart) {
	l.measure(c)
	d := &l.Rest
	d.reset(l.frame)
	l.boxes, l.Legend = l.boxes[:0], l.Legend[:0]
	for i := range plot.Moving {
		l.curves[i] = l.curves[i][:0] // the labels of resting lines do not follow them
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

// LayMoving lays out the parts that follow a slider, after LayRest.
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
	l.crossed = false
	if s := c.State; c.Of == plot.GradientChart && s.Axes.Quantity == state.Plain &&
		s.Gradient != state.ByPt {
		l.crossPt, l.crossed = plot.Crossing(s)
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

// parted reports whether each class has a curve of its own.
func parted(lines *[plot.Lines][]float64) bool {
	return len(lines[plot.LossPos]) > 0 && len(lines[plot.LossNeg]) > 0
}

// role returns the role of a line's colour: the accent, or the class where both are shown.
func (l *Layout) role(i int) Role {
	switch {
	case i <= plot.LossNeg && !parted(&l.curves):
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
