// Package curve draws the explorer's charts as pictures, for where no script
// runs: README files, mail, slides.
package curve

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/color"
	"strconv"
	"strings"

	"lossexplorer/internal/explore"
	"lossexplorer/internal/export"
	"lossexplorer/internal/figure"
	"lossexplorer/internal/params"
	"lossexplorer/internal/text"
)

// The sizes of a picture, in CSS pixels.
const (
	DefaultWidth, MinWidth, MaxWidth    = 640, 320, 2000
	DefaultHeight, MinHeight, MaxHeight = 360, 240, 1200
)

// A Picture is what is drawn.
type Picture struct {
	State    params.State
	Problems []params.Problem // said in the picture
	Messages *text.Messages
	Loss     bool // draw the loss
	Gradient bool // draw the gradient, beside the loss or below it
	Dark     bool
	Width    int
	Height   int
}

// colours are those of web/css/tokens.css, light and dark.
var colours = map[bool]struct {
	paper, ink, soft, rule, error string
	lines                         [explore.Lines]color.Color
}{
	false: {"#ffffff", figure.Ink, "#57606a", figure.Rule, "#a8071a", lines("0072b2", "b54708", "57606a",
		"00795c", "a8327e", "8a5a00", "5b3fb0", "c2185b", "1b1f24")},
	true: {"#14171b", "#e8ebef", "#a9b2bd", "#343b44", "#ff9a92", lines("56b4e9", "f0a35e", "a9b2bd",
		"2fc49b", "e58cc8", "d9b44a", "ab9bff", "ff7fa8", "e8ebef")},
}

// lines gives each line its colour: that of its class, of cross-entropy, or of
// its pin.
func lines(positive, negative, cross string, pins ...string) (all [explore.Lines]color.Color) {
	all[explore.LossPos], all[explore.WrongPos] = rgb(positive), rgb(positive)
	all[explore.LossNeg], all[explore.WrongNeg] = rgb(negative), rgb(negative)
	all[explore.CrossPos], all[explore.CrossNeg] = rgb(cross), rgb(cross)
	for i, pin := range pins {
		all[explore.Pinned+2*i], all[explore.Pinned+2*i+1] = rgb(pin), rgb(pin)
	}
	return all
}

func rgb(s string) color.Color {
	v, err := strconv.ParseUint(s, 16, 32)
	if err != nil {
		panic(err) // a colour above is none
	}
	return color.RGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 0xff}
}

// The layout, in CSS pixels.
const (
	titleHeight = 28
	entryHeight = 18
	foot        = 8
)

// SVG returns the picture as an SVG document. Equal pictures have equal bytes.
func (p Picture) SVG() ([]byte, error) {
	var series explore.Series
	if err := series.Update(p.State, explore.Points); err != nil {
		return nil, err
	}
	c, m := colours[p.Dark], p.Messages
	frame, names := explore.FrameOf(p.State), explore.SayAxes(m, p.State)
	type chart struct {
		title string
		axes  figure.Axes
		lines *[explore.Lines][]float64
	}
	var charts []chart
	axes := func(label string, y params.Range) figure.Axes {
		return figure.Axes{XLabel: names.X, YLabel: label, XMin: frame.X.Min, XMax: frame.X.Max, YMin: y.Min, YMax: y.Max}
	}
	if p.Loss {
		charts = append(charts, chart{m.LossChart, axes(names.Loss, frame.Loss), &series.Loss})
	}
	if p.Gradient {
		charts = append(charts, chart{m.GradientChart, axes(names.Gradient, frame.Gradient), &series.Gradient})
	}

	entries := p.entries(&series)
	below := entryHeight*len(entries) + foot
	said := make([]string, 0, len(p.Problems))
	for _, problem := range p.Problems {
		said = append(said, explore.SayProblem(m, problem))
	}
	below += entryHeight * len(said)
	// Two charts are beside each other where there is room.
	width, height := p.Width, p.Height-below
	if len(charts) == 2 && p.Width >= 2*MinWidth {
		width /= 2
	} else {
		height /= len(charts)
	}
	height -= titleHeight
	height = max(height, 120)

	var b bytes.Buffer
	caption := export.Caption(m, p.State)
	total := 0
	var drawn bytes.Buffer
	x, y := 0, 0
	for _, chart := range charts {
		label(&drawn, x+16, y+20, c.ink, "start", `font-size="14" font-weight="600"`, chart.title)
		fmt.Fprintf(&drawn, `<svg x="%d" y="%d" width="%d" height="%d">`, x, y+titleHeight, width, height)
		var picture bytes.Buffer
		if err := figure.SVG(&picture, float64(width), float64(height), chart.axes, p.lines(chart.lines)); err != nil {
			return nil, err
		}
		// The figure knows light colours only.
		drawn.WriteString(strings.NewReplacer(figure.Ink, c.soft, figure.Rule, c.rule).Replace(picture.String()))
		drawn.WriteString("</svg>\n")
		total = max(total, y+titleHeight+height)
		if 2*width <= p.Width {
			x += width
		} else {
			y += titleHeight + height
		}
	}
	for _, e := range entries {
		total += entryHeight
		dash := ""
		if e.dashed {
			dash = ` stroke-dasharray="6 3"`
		}
		r, g, blue, _ := e.color.RGBA()
		fmt.Fprintf(&drawn, `<path d="M16 %dh26" stroke="#%02x%02x%02x" stroke-width="2"%s/>`, total-5, r>>8, g>>8, blue>>8, dash)
		label(&drawn, 50, total-1, c.ink, "start", `font-size="12"`, e.name)
	}
	for _, s := range said {
		total += entryHeight
		label(&drawn, 16, total-1, c.error, "start", `font-size="12"`, s)
	}
	total += foot
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" lang="%s" font-family="system-ui, 'Noto Sans CJK SC', sans-serif" role="img">`+"\n<title>",
		p.Width, total, p.Width, total, m.Lang)
	escape(&b, caption)
	fmt.Fprintf(&b, "</title>\n<rect width=\"100%%\" height=\"100%%\" fill=\"%s\"/>\n", c.paper)
	b.Write(drawn.Bytes())
	b.WriteString("</svg>\n")
	return b.Bytes(), nil
}

// lines are the figure's lines.
func (p Picture) lines(series *[explore.Lines][]float64) (all []figure.Line) {
	for i, xy := range series {
		line := figure.Line{Color: colours[p.Dark].lines[i], Dashed: i == explore.CrossPos || i == explore.CrossNeg}
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

func (p Picture) entries(series *explore.Series) (all []entry) {
	c, m := colours[p.Dark], p.Messages
	for i, y := range [...]float64{1, 0} {
		if len(series.Loss[explore.LossPos+i]) > 0 {
			all = append(all, entry{c.lines[explore.LossPos+i], false, explore.SayLine(m, p.State.Kind, y) + settings(m, p.State)})
		}
	}
	for i, pin := range p.State.Pins {
		if pin.Kind != nil && !pin.Hidden {
			all = append(all, entry{c.lines[explore.Pinned+2*i], false, explore.SayPin(m, pin)})
		}
	}
	return append(all, entry{c.lines[explore.CrossPos], true, m.CrossEntropy})
}

// settings are the values of the loss, behind its name.
func settings(m *text.Messages, s params.State) string {
	return strings.TrimPrefix(export.Caption(m, s), explore.In(m, s.Kind.Name))
}

func label(b *bytes.Buffer, x, y int, fill, anchor, attributes, s string) {
	fmt.Fprintf(b, `<text x="%d" y="%d" fill="%s" text-anchor="%s" %s>`, x, y, fill, anchor, attributes)
	escape(b, s)
	b.WriteString("</text>\n")
}

func escape(b *bytes.Buffer, s string) {
	if err := xml.EscapeText(b, []byte(s)); err != nil {
		panic(err) // a buffer takes everything
	}
}
