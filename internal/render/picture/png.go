package picture

import (
	"bytes"
	"errors"
	"fmt"
	"image/color"
	"io/fs"
	"lossexplorer/internal/render/scene"
	"math"

	"github.com/go-fonts/dejavu/dejavusans"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/font/liberation"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// Fonts are the fonts of PNG files: a rune uses the first font that has it.
type Fonts struct {
	regular, bold []*opentype.Font
}

// NewFonts returns Liberation Sans and DejaVu Sans, which have all letters that English and
// the formulas use, and the further fonts in the folder .fonts of dist, if there is one.
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

// write writes s with a share of its width, the anchor, before pt on its baseline.
func (f *Fonts) write(c vg.Canvas, anchor float64, pt vg.Point, s string, size vg.Length, bold bool) {
	var width vg.Length
	f.runs(s, size, bold, func(face font.Face, s string) { width += face.Width(s) })
	pt.X -= width * vg.Length(anchor)
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
	width, height := vg.Length(p.Width), vg.Length(l.height)
	// One point is one CSS pixel, and there are 72 in an inch.
	image := vgimg.NewWith(vgimg.UseWH(width, height), vgimg.UseDPI(72*max(p.DPR, 1)),
		vgimg.UseBackgroundColor(scene.Colour(scene.Paper, p.Dark)))
	all := draw.New(image)
	for _, c := range l.charts {
		d := drawing{image, fonts, p.Dark, float64(c.x), float64(height) - float64(c.y),
			c.laid.Rest.Frame()}
		c.laid.Rest.Each(d.op)
		c.laid.Moving.Each(d.op)
	}
	for _, k := range l.keys {
		style := draw.LineStyle{Color: k.colour, Width: 2, Dashes: lengths(scene.Dashes[k.dash])}
		x, y := vg.Length(k.x), height-vg.Length(k.y)
		all.StrokeLine2(style, x, y, x+vg.Length(k.width), y)
	}
	for _, t := range l.texts {
		image.SetColor(color.Color(t.colour))
		fonts.write(image, 0, vg.Point{X: vg.Length(t.x), Y: height - vg.Length(t.y)}, t.text,
			vg.Length(t.size), t.bold)
	}
	var b bytes.Buffer
	if _, err := (vgimg.PngCanvas{Canvas: image}).WriteTo(&b); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func lengths(dashes []float64) (all []vg.Length) {
	for _, d := range dashes {
		all = append(all, vg.Length(d))
	}
	return all
}

// A drawing draws the operations of a scene, whose y axis points down, on a canvas whose y
// axis points up.
type drawing struct {
	image *vgimg.Canvas
	fonts *Fonts
	dark  bool
	x, y  float64 // where the scene's origin is
	frame scene.Rect
}

func (d drawing) at(x, y float64) vg.Point {
	return vg.Point{X: vg.Length(d.x + x), Y: vg.Length(d.y - y)}
}

func (d drawing) set(r scene.Role, alpha float64) {
	c := scene.Colour(r, d.dark)
	d.image.SetColor(color.NRGBA{c.R, c.G, c.B, uint8(255*alpha + 0.5)})
}

func (d drawing) op(o scene.Op) {
	d.set(o.Role, o.Alpha)
	switch o.Kind {
	case scene.Stroke:
		d.image.SetLineWidth(vg.Length(o.Width))
		d.image.SetLineDash(lengths(scene.Dashes[o.Dash]), 0)
		for _, run := range d.runs(o) {
			d.image.Stroke(d.path(run))
		}
	case scene.Fill:
		points := o.Points
		if o.Clipped {
			points = clipPolygon(points, d.frame)
		}
		if path := d.path(points); path != nil {
			path.Close()
			d.image.Fill(path)
		}
	case scene.Dot:
		for _, c := range [...]struct {
			role   scene.Role
			radius float64
		}{{scene.Paper, o.Radius + 1.5}, {o.Role, o.Radius}} {
			d.set(c.role, 1)
			var path vg.Path
			centre := d.at(o.X, o.Y)
			path.Move(vg.Point{X: centre.X + vg.Length(c.radius), Y: centre.Y})
			path.Arc(centre, vg.Length(c.radius), 0, 2*math.Pi)
			path.Close()
			d.image.Fill(path)
		}
	case scene.Pill:
		r := o.Rect
		path := d.path([]float64{r.X, r.Y, r.X + r.W, r.Y, r.X + r.W, r.Y + r.H, r.X, r.Y + r.H})
		path.Close()
		d.image.Fill(path)
	case scene.Text:
		d.text(o)
	}
}

func (d drawing) text(o scene.Op) {
	down := scene.Baseline * o.Size
	bold := o.Flags&scene.Bold != 0
	if o.Flags&scene.Upright != 0 {
		d.image.Push()
		d.image.Translate(d.at(o.X+down, o.Y))
		d.image.Rotate(math.Pi / 2)
		d.fonts.write(d.image, o.Anchor, vg.Point{}, o.Text, vg.Length(o.Size), bold)
		d.image.Pop()
		return
	}
	at := d.at(o.X, o.Y+down)
	if o.Flags&scene.Halo != 0 {
		// The canvas strokes no texts: a ring of them is as wide as a stroke.
		d.set(scene.Paper, 1)
		for k := range 12 {
			sin, cos := math.Sincos(2 * math.Pi * float64(k) / 12)
			d.fonts.write(d.image, o.Anchor,
				vg.Point{X: at.X + vg.Length(2*cos), Y: at.Y + vg.Length(2*sin)}, o.Text,
				vg.Length(o.Size), bold)
		}
		d.set(o.Role, 1)
	}
	d.fonts.write(d.image, o.Anchor, at, o.Text, vg.Length(o.Size), bold)
}

// path returns the path through points, nil if there are none.
func (d drawing) path(points []float64) (path vg.Path) {
	for k := 0; k+1 < len(points); k += 2 {
		if p := d.at(points[k], points[k+1]); k == 0 {
			path.Move(p)
		} else {
			path.Line(p)
		}
	}
	return path
}

// runs returns the parts of a stroke that are drawn: between points of NaN, and within the
// frame if it is clipped.
func (d drawing) runs(o scene.Op) (all [][]float64) {
	var run []float64
	end := func() {
		if len(run) > 2 {
			all = append(all, run)
		}
		run = nil
	}
	for k := 0; k+1 < len(o.Points); k += 2 {
		x, y := o.Points[k], o.Points[k+1]
		if x != x || y != y {
			end()
			continue
		}
		if !o.Clipped || k == 0 || len(run) == 0 && math.IsNaN(o.Points[k-1]) {
			if !o.Clipped || d.frame.Contains(x, y) {
				run = append(run, x, y)
			}
			continue
		}
		x0, y0, x1, y1, ok := d.frame.Cut(o.Points[k-2], o.Points[k-1], x, y)
		if !ok {
			end()
			continue
		}
		if len(run) == 0 {
			run = append(run, x0, y0)
		}
		run = append(run, x1, y1)
		if x1 != x || y1 != y {
			end()
		}
	}
	end()
	return all
}

// clipPolygon returns the part of a polygon within a rectangle.
func clipPolygon(points []float64, r scene.Rect) []float64 {
	for _, edge := range [...]struct {
		axis  int
		limit float64
		sign  float64
	}{{0, r.X, 1}, {0, r.X + r.W, -1}, {1, r.Y, 1}, {1, r.Y + r.H, -1}} {
		var out []float64
		n := len(points)
		for k := 0; k+1 < n; k += 2 {
			a, b := points[k:k+2], points[(k+2)%n:(k+2)%n+2]
			da, db := edge.sign*(a[edge.axis]-edge.limit), edge.sign*(b[edge.axis]-edge.limit)
			if da >= 0 {
				out = append(out, a...)
			}
			if da >= 0 != (db >= 0) {
				t := da / (da - db)
				out = append(out, a[0]+t*(b[0]-a[0]), a[1]+t*(b[1]-a[1]))
			}
		}
		points = out
	}
	return points
}
