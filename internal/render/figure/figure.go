// Package figure draws curves as static SVG with gonum plot: what a page shows
// before, or without, the live chart of package chart, and looking like it.
package figure

import (
	"bytes"
	"errors"
	"fmt"
	"image/color"
	"io"
	"math"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// The layout in CSS pixels, shared with the live chart.
const (
	Left   = 52 // from the edge to the frame
	Right  = 16
	Top    = 16
	Bottom = 44

	XNameGap = 28 // from the frame to the name of the axis
	YNameGap = 36

	LineWidth = 2
	PinWidth  = 1.5 // of pinned curves, which are many
	FontSize  = 12
)

// The colours in an SVG apart from those of the lines, as they are written: a
// style sheet can select the attributes and map them to a theme.
const (
	Ink  = "#1b1f24" // texts and axes
	Rule = "#d8dee4" // grid lines
)

// The same colours for gonum.
var (
	ink  = color.RGBA{0x1b, 0x1f, 0x24, 0xff}
	rule = color.RGBA{0xd8, 0xde, 0xe4, 0xff}
)

// Style is how Draw draws axes.
type Style struct {
	Ink, Rule color.Color // of texts and axes, and of the grid
	// Text writes s in FontSize, so that pt is where the baseline has its "start",
	// "middle" or "end".
	Text func(anchor string, pt vg.Point, s string)
}

// The look of an axis in ECharts.
const (
	baseline   = 3.4 // from the middle of a line of text down to its baseline
	tickLength = 5
	labelGap   = 8 // from the frame to the numbers
	splits     = 5 // about how many intervals an axis has
)

// Line is a curve through the points X[i], Y[i]. It may leave the range of the
// axes, even to infinity, and is interrupted where a coordinate is NaN.
type Line struct {
	X, Y   []float64
	Color  color.Color
	Dashed bool
}

// Axes are the names and the ranges of the two axes.
type Axes struct {
	XLabel, YLabel         string
	XMin, XMax, YMin, YMax float64
}

func (a Axes) validate() error {
	for _, r := range [][2]float64{{a.XMin, a.XMax}, {a.YMin, a.YMax}} {
		if span := r[1] - r[0]; !(span > 0) || math.IsInf(span, 0) {
			return fmt.Errorf("figure: no axis from %v to %v", r[0], r[1])
		}
	}
	return nil
}

// SVG writes the lines as an svg element to be inlined into HTML. Width and
// height are the CSS pixels that its viewBox spans; the element itself has no
// size. It has no style attributes, which a Content-Security-Policy may forbid,
// and its bytes depend on the arguments only.
func SVG(w io.Writer, width, height float64, a Axes, lines []Line) error {
	if !(width > Left+Right && height > Top+Bottom) || math.IsInf(width+height, 0) {
		return fmt.Errorf("figure: cannot draw on %v by %v pixels", width, height)
	}
	// One point of gonum's is one CSS pixel.
	svg := vgsvg.New(vg.Length(width), vg.Length(height))
	face := font.DefaultCache.Lookup(font.Font{Typeface: "Liberation", Variant: "Sans"}, FontSize)
	var anchors []string // of each text, in their order
	err := Draw(draw.New(svg), Style{ink, rule, func(anchor string, pt vg.Point, s string) {
		anchors = append(anchors, anchor)
		svg.FillString(face, pt, s)
	}}, a, lines)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if _, err := svg.WriteTo(&b); err != nil {
		return err
	}
	return inline(w, &b, anchors)
}

// Draw draws the lines on a canvas of any kind, one point a CSS pixel.
func Draw(c draw.Canvas, s Style, a Axes, lines []Line) error {
	if err := a.validate(); err != nil {
		return err
	}
	p := plot.New()
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = a.XMin, a.XMax, a.YMin, a.YMax
	inside := &canvas{draw.Crop(c, Left, -Right, Bottom, -Top), s}
	inside.axes(p, a.XLabel, a.YLabel)
	for _, l := range lines {
		if len(l.X) != len(l.Y) {
			return errors.New("figure: a line has more of one coordinate than of the other")
		}
		inside.line(p, l)
	}
	return nil
}

// canvas is the inside of the frame. Coordinates outside it are in the margins.
// It lays out the axes itself, for gonum's own layout depends on the width of
// the texts in its fonts.
type canvas struct {
	draw.Canvas
	Style
}

func (c *canvas) axes(p *plot.Plot, xLabel, yLabel string) {
	grid := draw.LineStyle{Color: c.Rule, Width: 1}
	axis := draw.LineStyle{Color: c.Ink, Width: 1}
	x, y := p.Transforms(&c.Canvas)
	xTicks, yTicks := ticks(p.X.Min, p.X.Max), ticks(p.Y.Min, p.Y.Max)

	for _, v := range xTicks {
		c.StrokeLine2(grid, right(x(v)), c.Min.Y, right(x(v)), c.Max.Y)
	}
	for _, v := range yTicks {
		c.StrokeLine2(grid, c.Min.X, below(y(v)), c.Max.X, below(y(v)))
	}
	c.StrokeLine2(axis, c.Min.X, below(c.Min.Y), c.Max.X, below(c.Min.Y))
	c.StrokeLine2(axis, right(c.Min.X), c.Min.Y, right(c.Min.X), c.Max.Y)

	c.SetColor(c.Ink)
	const half = FontSize / 2
	for _, v := range xTicks {
		c.StrokeLine2(axis, right(x(v)), c.Min.Y, right(x(v)), c.Min.Y-tickLength)
		c.Text("middle", vg.Point{X: x(v), Y: c.Min.Y - labelGap - half - baseline}, format(v))
	}
	for _, v := range yTicks {
		c.StrokeLine2(axis, c.Min.X, below(y(v)), c.Min.X-tickLength, below(y(v)))
		c.Text("end", vg.Point{X: c.Min.X - labelGap, Y: y(v) - baseline}, format(v))
	}
	c.Text("middle", vg.Point{X: c.Center().X, Y: c.Min.Y - XNameGap - half - baseline}, xLabel)
	c.Push()
	c.Translate(vg.Point{X: c.Min.X - YNameGap - half + baseline, Y: c.Center().Y})
	c.Rotate(math.Pi / 2)
	c.Text("middle", vg.Point{}, yLabel)
	c.Pop()
}

func (c *canvas) line(p *plot.Plot, l Line) {
	style := draw.LineStyle{Color: l.Color, Width: LineWidth}
	if l.Dashed {
		style.Dashes = []vg.Length{4 * LineWidth, 2 * LineWidth} // what ECharts calls dashed
	}
	var run plotter.XYs
	stroke := func() {
		// Plot clips at the frame.
		(&plotter.Line{XYs: run, LineStyle: style}).Plot(c.Canvas, p)
		run = nil
	}
	for i := range l.X {
		x, y := near(l.X[i], p.X.Min, p.X.Max), near(l.Y[i], p.Y.Min, p.Y.Max)
		if math.IsNaN(x) || math.IsNaN(y) {
			stroke()
			continue
		}
		run = append(run, plotter.XY{X: x, Y: y})
	}
	stroke()
}

// near brings v, which may be infinite, so near to the range that clipping can
// interpolate, and leaves it so far out that this shows nowhere.
func near(v, lo, hi float64) float64 {
	far := 1e6 * (hi - lo)
	return min(max(v, lo-far), hi+far)
}

// right and below move a line one pixel wide onto the pixels, as ECharts does.
func right(x vg.Length) vg.Length { return vg.Length(math.Round(float64(x)) + 0.5) }
func below(y vg.Length) vg.Length { return vg.Length(math.Round(float64(y)) - 0.5) }

// ticks returns the round numbers in [lo, hi] that ECharts marks.
func ticks(lo, hi float64) []float64 {
	step := niceStep((hi - lo) / splits)
	const slack = 1e-9 // of a step, for the rounding of the division
	var t []float64
	for k := math.Ceil(lo/step - slack); k <= hi/step+slack; k++ {
		t = append(t, k*step)
	}
	return t
}

// niceStep returns 1, 2, 3 or 5 times a power of ten, whichever is near x.
func niceStep(x float64) float64 {
	exp := int(math.Floor(math.Log10(x)))
	digit := 10.0
	switch f := x / math.Pow10(exp); {
	case f < 1.5:
		digit = 1
	case f < 2.5:
		digit = 2
	case f < 4:
		digit = 3
	case f < 7:
		digit = 5
	}
	// Dividing by a positive power of ten keeps the steps below 1 exact.
	if exp < 0 {
		return digit / math.Pow10(-exp)
	}
	return digit * math.Pow10(exp)
}

// format writes a tick without the noise of its last digits, and zero without
// a sign.
func format(v float64) string { return strconv.FormatFloat(v+0, 'g', 12, 64) }
