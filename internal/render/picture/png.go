package picture

import (
	"bytes"
	"errors"
	"fmt"
	"image/color"
	"io/fs"

	"github.com/go-fonts/dejavu/dejavusans"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/font/liberation"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"

	"lossexplorer/internal/render/figure"
)

// Fonts are what PNG files are written with: each rune with the first that has it.
type Fonts struct {
	regular, bold []*opentype.Font
}

// NewFonts returns Liberation Sans and DejaVu Sans, which have all that English and
// the formulas need, and the further fonts in the folder .fonts of dist, if there is one.
func NewFonts(dist fs.FS) (*Fonts, error) {
	var f Fonts
	for _, face := range liberation.Collection() {
		if face.Font.Variant != "Sans" || face.Font.Style != 0 {
			continue
		}
		switch face.Font.Weight {
		case 0:
			f.regular = append(f.regular, face.Face)
		default:
			f.bold = append(f.bold, face.Face)
		}
	}
	dejavu, err := opentype.Parse(dejavusans.TTF)
	if err != nil {
		return nil, err
	}
	further := []*opentype.Font{dejavu}
	entries, err := fs.ReadDir(dist, ".fonts")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, e := range entries {
		data, err := fs.ReadFile(dist, ".fonts/"+e.Name())
		if err != nil {
			return nil, err
		}
		font, err := opentype.Parse(data)
		if err != nil {
			return nil, fmt.Errorf("the font %s: %w", e.Name(), err)
		}
		further = append(further, font)
	}
	f.regular = append(f.regular, further...)
	f.bold = append(f.bold, further...)
	return &f, nil
}

// of returns the first of the fonts that has r, or else the first.
func of(fonts []*opentype.Font, b *sfnt.Buffer, r rune) (font *opentype.Font, ok bool) {
	for _, f := range fonts {
		if i, err := f.GlyphIndex(b, r); err == nil && i != 0 {
			return f, true
		}
	}
	return fonts[0], false
}

// runs calls do for the longest parts of s that one font writes.
func (f *Fonts) runs(s string, size vg.Length, bold bool, do func(face font.Face, s string)) {
	fonts := f.regular
	if bold {
		fonts = f.bold
	}
	var buffer sfnt.Buffer
	var run *opentype.Font
	start := 0
	end := func(i int) {
		if start < i {
			do(font.Face{Font: font.Font{Size: size}, Face: run}, s[start:i])
		}
		start = i
	}
	for i, r := range s {
		if font, _ := of(fonts, &buffer, r); font != run {
			end(i)
			run = font
		}
	}
	end(len(s))
}

// write writes s with the start, middle or end of its baseline at pt.
func (f *Fonts) write(c vg.Canvas, anchor string, pt vg.Point, s string, size vg.Length, bold bool) {
	var width vg.Length
	f.runs(s, size, bold, func(face font.Face, s string) { width += face.Width(s) })
	switch anchor {
	case "middle":
		pt.X -= width / 2
	case "end":
		pt.X -= width
	}
	f.runs(s, size, bold, func(face font.Face, s string) {
		c.FillString(face, pt, s)
		pt.X += face.Width(s)
	})
}

// PNG returns the picture as a PNG file with p.DPR pixels a CSS pixel. Equal
// pictures have equal bytes.
func (p Picture) PNG(fonts *Fonts) ([]byte, error) {
	l, err := p.layout()
	if err != nil {
		return nil, err
	}
	c := colours[p.Dark]
	width, height := vg.Length(p.Width), vg.Length(l.height)
	// One point is one CSS pixel, and there are 72 in an inch.
	image := vgimg.NewWith(vgimg.UseWH(width, height), vgimg.UseDPI(72*max(p.DPR, 1)), vgimg.UseBackgroundColor(c.paper))
	all := draw.New(image)
	for _, chart := range l.charts {
		x, y := vg.Length(chart.x), height-vg.Length(chart.y)
		inner := draw.Canvas{Canvas: image, Rectangle: vg.Rectangle{
			Min: vg.Point{X: x, Y: y - vg.Length(chart.height)}, Max: vg.Point{X: x + vg.Length(chart.width), Y: y}}}
		style := figure.Style{Ink: c.soft, Rule: c.rule, Text: func(anchor string, pt vg.Point, s string) {
			fonts.write(image, anchor, pt, s, figure.FontSize, false)
		}}
		if err := figure.Draw(inner, style, chart.axes, chart.lines); err != nil {
			return nil, err
		}
	}
	for _, k := range l.keys {
		style := draw.LineStyle{Color: k.colour, Width: figure.LineWidth}
		if k.dashed {
			style.Dashes = []vg.Length{6, 3}
		}
		x, y := vg.Length(k.x), height-vg.Length(k.y)
		all.StrokeLine2(style, x, y, x+vg.Length(k.width), y)
	}
	for _, t := range l.texts {
		image.SetColor(color.Color(t.colour))
		fonts.write(image, "start", vg.Point{X: vg.Length(t.x), Y: height - vg.Length(t.y)}, t.text, vg.Length(t.size), t.bold)
	}
	var b bytes.Buffer
	if _, err := (vgimg.PngCanvas{Canvas: image}).WriteTo(&b); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
