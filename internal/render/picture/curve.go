// Package curve draws the explorer's charts as pictures, for where no script
// runs: README files, mail, slides.
package picture

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/color"
	"strconv"
	"strings"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/render/export"
	"lossexplorer/internal/render/figure"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// The sizes of a picture, in CSS pixels.
const (
	DefaultWidth, MinWidth, MaxWidth    = 640, 320, 2000
	DefaultHeight, MinHeight, MaxHeight = 360, 240, 1200
	MaxDPR                              = 2
)

// A Picture is what is drawn.
type Picture struct {
	State    state.State
	Problems []state.Problem // said in the picture
	Messages *text.Messages
	Loss     bool // draw the loss
	Gradient bool // draw the gradient, beside the loss or below it
	Dark     bool
	Width    int
	Height   int
	DPR      int // pixels of a PNG for each CSS pixel; 0 means 1
}

// colours are those of web/css/tokens.css, light and dark.
var colours = map[bool]struct {
	paper, ink, soft, rule, error color.RGBA
	lines                         [plot.Lines]color.Color
}{
	false: {rgb("ffffff"), rgb("1b1f24"), rgb("57606a"), rgb("d8dee4"), rgb("a8071a"), lines("0072b2", "b54708", "57606a",
		"00795c", "a8327e", "8a5a00", "5b3fb0", "c2185b", "1b1f24")},
	true: {rgb("14171b"), rgb("e8ebef"), rgb("a9b2bd"), rgb("343b44"), rgb("ff9a92"), lines("56b4e9", "f0a35e", "a9b2bd",
		"2fc49b", "e58cc8", "d9b44a", "ab9bff", "ff7fa8", "e8ebef")},
}

// lines gives each line its colour: that of its class, of cross-entropy, or of
// its pin.
func lines(positive, negative, cross string, pins ...string) (all [plot.Lines]color.Color) {
	all[plot.LossPos], all[plot.WrongPos] = rgb(positive), rgb(positive)
	all[plot.LossNeg], all[plot.WrongNeg] = rgb(negative), rgb(negative)
	all[plot.CrossPos], all[plot.CrossNeg] = rgb(cross), rgb(cross)
	for i, pin := range pins {
		all[plot.Pinned+2*i], all[plot.Pinned+2*i+1] = rgb(pin), rgb(pin)
	}
	return all
}

func rgb(s string) color.RGBA {
	v, err := strconv.ParseUint(s, 16, 32)
	if err != nil {
		panic(err) // a colour above is none
	}
	return color.RGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 0xff}
}

// The layout, in CSS pixels.
const (
	titleHeight = 28
	titleSize   = 14
	entryHeight = 18
	foot        = 8
)

// layout is a picture's parts, in CSS pixels from the top left.
type layout struct {
	height int // of all
	charts []chart
	texts  []label
	keys   []key
}

type chart struct {
	x, y, width, height int
	axes                figure.Axes
	lines               []figure.Line
}

// A label has its baseline's start at (x, y).
type label struct {
	x, y   int
	colour color.RGBA
	size   int
	bold   bool
	text   string
}

// A key is a short line of the legend.
type key struct {
	x, y, width int
	colour      color.Color
	dashed      bool
}

// layout places the charts, beside each other where there is room, the legend
// below them, and what is wrong with the state.
func (p Picture) layout() (layout, error) {
	var series plot.Series
	if err := series.Update(p.State, plot.Points); err != nil {
		return layout{}, err
	}
	c, m := colours[p.Dark], p.Messages
	frame, names := plot.FrameOf(p.State), plot.SayAxes(m, p.State)
	var l layout
	add := func(title, name string, y state.Range, of *[plot.Lines][]float64) {
		l.charts = append(l.charts, chart{lines: p.lines(of),
			axes: figure.Axes{XLabel: names.X, YLabel: name, XMin: frame.X.Min, XMax: frame.X.Max, YMin: y.Min, YMax: y.Max}})
		l.texts = append(l.texts, label{colour: c.ink, size: titleSize, bold: true, text: title})
	}
	if p.Loss {
		add(m.LossChart, names.Loss, frame.Loss, &series.Loss)
	}
	if p.Gradient {
		add(m.GradientChart, names.Gradient, frame.Gradient, &series.Gradient)
	}

	entries := p.entries(&series)
	columns := 1
	if len(l.charts) == 2 && p.Width >= 2*MinWidth {
		columns = 2
	}
	rows := len(l.charts) / columns
	width := p.Width / columns
	height := max((p.Height-entryHeight*(len(entries)+len(p.Problems))-foot)/rows-titleHeight, 120)
	for i := range l.charts {
		x, y := i%columns*width, i/columns*(titleHeight+height)
		l.texts[i].x, l.texts[i].y = x+16, y+20
		l.charts[i].x, l.charts[i].y = x, y+titleHeight
		l.charts[i].width, l.charts[i].height = width, height
	}
	y := rows * (titleHeight + height)
	for _, e := range entries {
		y += entryHeight
		l.keys = append(l.keys, key{16, y - 5, 26, e.color, e.dashed})
		l.texts = append(l.texts, label{50, y - 1, c.ink, figure.FontSize, false, e.name})
	}
	for _, problem := range p.Problems {
		y += entryHeight
		l.texts = append(l.texts, label{16, y - 1, c.error, figure.FontSize, false, plot.SayProblem(m, problem)})
	}
	l.height = y + foot
	return l, nil
}

// SVG returns the picture as an SVG document. Equal pictures have equal bytes.
func (p Picture) SVG() ([]byte, error) {
	l, err := p.layout()
	if err != nil {
		return nil, err
	}
	c, m := colours[p.Dark], p.Messages
	// The figure knows light colours only.
	theme := strings.NewReplacer(figure.Ink, hex(c.soft), figure.Rule, hex(c.rule))
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" lang="%s" font-family="system-ui, 'Noto Sans CJK SC', sans-serif" role="img">`+"\n<title>",
		p.Width, l.height, p.Width, l.height, m.Lang)
	escape(&b, export.Caption(m, p.State))
	fmt.Fprintf(&b, "</title>\n<rect width=\"100%%\" height=\"100%%\" fill=\"%s\"/>\n", hex(c.paper))
	for _, chart := range l.charts {
		fmt.Fprintf(&b, `<svg x="%d" y="%d" width="%d" height="%d">`, chart.x, chart.y, chart.width, chart.height)
		var drawn bytes.Buffer
		if err := figure.SVG(&drawn, float64(chart.width), float64(chart.height), chart.axes, chart.lines); err != nil {
			return nil, err
		}
		b.WriteString(theme.Replace(drawn.String()))
		b.WriteString("</svg>\n")
	}
	for _, k := range l.keys {
		dash := ""
		if k.dashed {
			dash = ` stroke-dasharray="6 3"`
		}
		fmt.Fprintf(&b, `<path d="M%d %dh%d" stroke="%s" stroke-width="2"%s/>`, k.x, k.y, k.width, hex(k.colour), dash)
	}
	for _, t := range l.texts {
		weight := ""
		if t.bold {
			weight = ` font-weight="600"`
		}
		fmt.Fprintf(&b, `<text x="%d" y="%d" fill="%s" font-size="%d"%s>`, t.x, t.y, hex(t.colour), t.size, weight)
		escape(&b, t.text)
		b.WriteString("</text>\n")
	}
	b.WriteString("</svg>\n")
	return b.Bytes(), nil
}

func hex(c color.Color) string {
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

// lines are the figure's lines.
func (p Picture) lines(series *[plot.Lines][]float64) (all []figure.Line) {
	for i, xy := range series {
		line := figure.Line{Color: colours[p.Dark].lines[i], Dashed: i == plot.CrossPos || i == plot.CrossNeg}
		for k := 0; k < len(xy); k += 2 {
			line.X = append(line.X, xy[k])
			line.Y = append(line.Y, xy[k+1])
		}
		if len(line.X) > 0 {
			all = append(all, line)
		}
	}
	return all
}

// entry is one of the legend.
type entry struct {
	color  color.Color
	dashed bool
	name   string
}

func (p Picture) entries(series *plot.Series) (all []entry) {
	c, m := colours[p.Dark], p.Messages
	for i, y := range [...]float64{1, 0} {
		if len(series.Loss[plot.LossPos+i]) > 0 {
			all = append(all, entry{c.lines[plot.LossPos+i], false, plot.SayLine(m, p.State.Kind, y) + settings(m, p.State)})
		}
	}
	for i, pin := range p.State.Pins {
		if pin.Kind != nil && !pin.Hidden {
			all = append(all, entry{c.lines[plot.Pinned+2*i], false, plot.SayPin(m, pin)})
		}
	}
	return append(all, entry{c.lines[plot.CrossPos], true, m.CrossEntropy})
}

// settings are the values of the loss, behind its name.
func settings(m *text.Messages, s state.State) string {
	return strings.TrimPrefix(export.Caption(m, s), plot.In(m, s.Kind.Name))
}

func escape(b *bytes.Buffer, s string) {
	if err := xml.EscapeText(b, []byte(s)); err != nil {
		panic(err) // a buffer takes everything
	}
}
