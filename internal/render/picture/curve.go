// Package picture draws the explorer's charts as SVG and PNG pictures, for use where
// no script runs: in README files, mail and slides.
package picture

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/color"
	"slices"
	"strings"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/render/export"
	"lossexplorer/internal/render/scene"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// The sizes of a picture, in CSS pixels.
const (
	DefaultWidth, MinWidth, MaxWidth    = 640, 320, 2000
	DefaultHeight, MinHeight, MaxHeight = 360, 240, 1200
	MaxDPR                              = 2
)

// A Picture holds the settings of one picture.
type Picture struct {
	State    state.State
	Problems []string // sentences on values that cannot be read; the picture shows them
	Messages *text.Messages
	Loss     bool // draw the loss
	// draw the gradient, beside the loss or below it; the curvature is drawn if the state has it
	Gradient bool
	Dark     bool
	Auto     bool // an SVG is dark where its viewer prefers that
	Card     bool // the preview of a link, with the explorer's name and the loss's effect
	Width    int
	Height   int
	DPR      int // pixels of a PNG for each CSS pixel; 0 means 1
}

// errorColours are the colours of an error of a state, light and dark.
var errorColours = map[bool]color.RGBA{false: {0xa8, 0x12, 0x3c, 0xff},
	true: {0xff, 0x9a, 0x92, 0xff}}

// The layout, in CSS pixels.
const (
	titleHeight = 28
	titleSize   = 14
	entryHeight = 18
	foot        = 8

	// Of a card.
	headHeight = 92
	nameSize   = 26
	saysSize   = 19
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
	scene               scene.Chart
	laid                *scene.Layout
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
	colour      color.RGBA
	dash        int
}

// layout places the charts, beside each other where there is room, and below them the
// legend of the curves that have no room for a label, and the problems of the state.
func (p Picture) layout() (layout, error) {
	var series plot.Series
	if err := series.Update(p.State, plot.Points); err != nil {
		return layout{}, err
	}
	m := p.Messages
	var l layout
	add := func(title string, lines *[plot.Lines][]float64, of plot.Chart) {
		c := scene.Chart{State: p.State, Messages: m, Lines: lines, Of: of, Axes: true}
		l.charts = append(l.charts, chart{scene: c, laid: new(scene.Layout)})
		l.texts = append(l.texts,
			label{colour: scene.Colour(scene.Ink, p.Dark), size: titleSize, bold: true,
				text: title})
	}
	if p.Loss {
		add(m.LossChart, &series.Loss, plot.LossChart)
	}
	if p.Gradient {
		add(m.GradientChart, &series.Gradient, plot.GradientChart)
	}
	if p.State.Curvature {
		add(text.CurvatureOf(m).Title, &series.Curvature, plot.CurvatureChart)
	}
	columns := 1
	if n := len(l.charts); n > 1 && p.Width >= n*MinWidth {
		columns = n
	}
	rows := len(l.charts) / columns
	width := p.Width / columns
	// The legend takes room from the charts, which may leave some more lines for it.
	var legend []key
	var names []string
	height := 0
	head := 0
	if p.Card {
		head = headHeight
		ink, soft := scene.Colour(scene.Ink, p.Dark), scene.Colour(scene.Soft, p.Dark)
		l.texts = append(l.texts, label{24, 40, ink, nameSize, true, m.Title},
			label{24, 72, soft, saysSize, false, p.says()})
	}
	captions := 0
	if p.State.Class == state.Both { // whose labels name the classes alone
		captions = 1
	}
	for range 2 {
		height = max((p.Height-head-entryHeight*(len(names)+captions+len(p.Problems))-foot)/rows-titleHeight, 120)
		legend, names = nil, nil
		for i := range l.charts {
			c := &l.charts[i]
			c.scene.Width, c.scene.Height = float64(width), float64(height)
			c.laid.LayRest(&c.scene)
			c.laid.LayMoving(&c.scene)
			for _, entry := range c.laid.Entries(&c.scene) {
				if !slices.Contains(names, entry.Name) {
					names = append(names, entry.Name)
					legend = append(legend,
						key{colour: scene.Colour(entry.Role, p.Dark), dash: entry.Dash})
				}
			}
		}
	}
	for i := range l.charts {
		x, y := i%columns*width, head+i/columns*(titleHeight+height)
		l.texts[i].x, l.texts[i].y = x+16, y+20
		l.charts[i].x, l.charts[i].y = x, y+titleHeight
		l.charts[i].width, l.charts[i].height = width, height
	}
	y := head + rows*(titleHeight+height)
	for i, k := range legend {
		y += entryHeight
		k.x, k.y, k.width = 16, y-5, 26
		l.keys = append(l.keys, k)
		l.texts = append(l.texts,
			label{50, y - 1, scene.Colour(scene.Ink, p.Dark), scene.FontSize, false, names[i]})
	}
	if captions > 0 {
		y += entryHeight
		l.texts = append(l.texts,
			label{16, y - 1, scene.Colour(scene.Soft, p.Dark), scene.FontSize, false,
				export.Caption(m, p.State)})
	}
	for _, problem := range p.Problems {
		y += entryHeight
		l.texts = append(l.texts,
			label{16, y - 1, errorColours[p.Dark], scene.FontSize, false, problem})
	}
	l.height = y + foot
	return l, nil
}

// says returns the sentence of a card: it compares the loss with cross-entropy for the pair
// of examples, or has only the settings where there is no ratio.
func (p Picture) says() string {
	m, s := p.Messages, p.State
	hard, easy := plot.PairOf(s)
	counts, pulls := plot.Times(m, easy.LossRatio()), plot.Times(m, hard.PullRatio())
	if s.Class == state.Soft || counts == "" || pulls == "" {
		return export.Caption(m, s)
	}
	return text.Fill(text.CardOf(m).Says, "loss", export.Caption(m, s), "easy", counts,
		"hard", pulls)
}

// SVG returns the picture as an SVG document. Equal pictures have equal bytes.
func (p Picture) SVG() ([]byte, error) {
	l, err := p.layout()
	if err != nil {
		return nil, err
	}
	m, colour := p.Messages, scene.Hex(p.Dark)
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" lang="%s" font-family="Inter, system-ui, 'Noto Sans CJK SC', sans-serif" font-size="%d" role="img">`+"\n<title>",
		p.Width, l.height, p.Width, l.height, m.Lang, scene.FontSize)
	escape(&b, export.Caption(m, p.State))
	b.WriteString("</title>\n")
	if p.Auto {
		b.WriteString(darkStyle())
	}
	fmt.Fprintf(&b, "<rect width=\"100%%\" height=\"100%%\" fill=\"%s\"/>\n", colour(scene.Paper))
	for i, c := range l.charts {
		fmt.Fprintf(&b, `<svg x="%d" y="%d" width="%d" height="%d">`+"\n", c.x, c.y, c.width,
			c.height)
		b.Write(scene.AppendSVG(nil, fmt.Sprintf("frame-%d", i), colour, &c.laid.Rest,
			&c.laid.Moving))
		b.WriteString("</svg>\n")
	}
	for _, k := range l.keys {
		dash := ""
		if d := scene.Dashes[k.dash]; d != nil {
			dash = fmt.Sprintf(` stroke-dasharray="%g %g"`, d[0], d[1])
		}
		fmt.Fprintf(&b, `<path d="M%d %dh%d" stroke="%s" stroke-width="2"%s/>`, k.x, k.y, k.width,
			hex(k.colour), dash)
	}
	for _, t := range l.texts {
		weight := ""
		if t.bold {
			weight = ` font-weight="600"`
		}
		fmt.Fprintf(&b, `<text x="%d" y="%d" fill="%s" font-size="%d"%s>`, t.x, t.y, hex(t.colour),
			t.size, weight)
		escape(&b, t.text)
		b.WriteString("</text>\n")
	}
	b.WriteString("</svg>\n")
	return b.Bytes(), nil
}

// darkStyle gives the light colours of a picture their dark ones, where the viewer prefers
// them.
func darkStyle() string {
	var rules strings.Builder
	seen := map[string]bool{}
	add := func(from, to string) {
		if !seen[from] {
			seen[from] = true
			fmt.Fprintf(&rules, `[fill="%[1]s"]{fill:%[2]s}[stroke="%[1]s"]{stroke:%[2]s}`,
				from, to)
		}
	}
	light, dark := scene.Hex(false), scene.Hex(true)
	for i := range scene.Tokens {
		add(light(scene.Role(i)), dark(scene.Role(i)))
	}
	add(hex(errorColours[false]), hex(errorColours[true]))
	return "<style>@media (prefers-color-scheme: dark){" + rules.String() + "}</style>\n"
}

func hex(c color.Color) string {
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

func escape(b *bytes.Buffer, s string) {
	if err := xml.EscapeText(b, []byte(s)); err != nil {
		panic(err) // a buffer takes everything
	}
}
