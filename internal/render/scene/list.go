// Package scene lays out a chart as a list of strokes, fills, dots and texts in CSS
// pixels. The page, the widget, SVG and PNG draw the same lists.
package scene

import "math"

// A List holds drawing operations, in their order. Ops holds their numbers, one operation
// after the other, so that a canvas in the browser can read them where they are:
//
//	the frame                x, y, width, height; clipped strokes and fills end there
//	Stroke                   role, width, dash, alpha, clipped, n, then n points
//	Fill                     role, alpha, clipped, n, then n points of a polygon
//	Dot                      role, x, y, radius; a ring of the paper's colour is around it
//	Pill                     role, x, y, width, height, alpha; a rectangle with round ends
//	Text                     role, x, y, anchor, size, flags, index of Texts
//
// A point of NaN interrupts a stroke. A text's y is its middle, its anchor 0, 0.5 or 1.
type List struct {
	Ops   []float64
	Texts []string
}

// The operations.
const (
	Stroke = iota + 1
	Fill
	Dot
	Pill
	Text
)

// The dashes of a stroke.
const (
	Solid = iota
	Dashed
	Dotted
)

// The flags of a text.
const (
	Bold    = 1 << iota
	Halo    // in the paper's colour, over the lines behind it
	Upright // turned by a quarter to the left
)

// Dashes are the lengths of marks and gaps of each dash.
var Dashes = [...][]float64{Solid: nil, Dashed: {6, 4}, Dotted: {2, 2.5}}

func (l *List) reset(f Rect) {
	l.Ops = append(l.Ops[:0], f.X, f.Y, f.W, f.H)
	l.Texts = l.Texts[:0]
}

func number(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// A pen is the style used to draw a stroke.
type pen struct {
	role    Role
	width   float64
	dash    float64
	alpha   float64
	clipped bool
}

// stroke begins a stroke. Its points follow until end is called with the returned index.
func (l *List) stroke(p pen) (at int) {
	l.Ops = append(l.Ops, Stroke, float64(p.role), p.width, p.dash, p.alpha, number(p.clipped), 0)
	return len(l.Ops)
}

// fill is stroke for a polygon.
func (l *List) fill(role Role, alpha float64, clipped bool) (at int) {
	l.Ops = append(l.Ops, Fill, float64(role), alpha, number(clipped), 0)
	return len(l.Ops)
}

func (l *List) to(x, y float64) { l.Ops = append(l.Ops, x, y) }

func (l *List) lift() { l.to(math.NaN(), math.NaN()) }

func (l *List) end(at int) { l.Ops[at-1] = float64(len(l.Ops)-at) / 2 }

func (l *List) segment(p pen, x0, y0, x1, y1 float64) {
	at := l.stroke(p)
	l.to(x0, y0)
	l.to(x1, y1)
	l.end(at)
}

func (l *List) rect(role Role, alpha float64, r Rect) {
	at := l.fill(role, alpha, true)
	l.to(r.X, r.Y)
	l.to(r.X+r.W, r.Y)
	l.to(r.X+r.W, r.Y+r.H)
	l.to(r.X, r.Y+r.H)
	l.end(at)
}

func (l *List) dot(role Role, x, y, radius float64) {
	l.Ops = append(l.Ops, Dot, float64(role), x, y, radius)
}

func (l *List) pill(role Role, alpha float64, r Rect) {
	l.Ops = append(l.Ops, Pill, float64(role), r.X, r.Y, r.W, r.H, alpha)
}

func (l *List) text(role Role, x, y, anchor, size float64, flags int, s string) {
	l.Ops = append(l.Ops, Text, float64(role), x, y, anchor, size, float64(flags),
		float64(len(l.Texts)))
	l.Texts = append(l.Texts, s)
}

// An Op is one operation of a list.
type Op struct {
	Kind    int
	Role    Role
	Width   float64 // of a stroke
	Dash    int
	Alpha   float64
	Clipped bool
	Points  []float64 // x, y, x, y …
	Rect    Rect      // of a pill
	X, Y    float64   // of a dot or a text
	Radius  float64
	Anchor  float64
	Size    float64
	Flags   int
	Text    string
}

// Frame returns the rectangle within the axes.
func (l *List) Frame() Rect { return Rect{l.Ops[0], l.Ops[1], l.Ops[2], l.Ops[3]} }

// Each calls do with every operation of the list.
func (l *List) Each(do func(Op)) {
	for i := 4; i < len(l.Ops); {
		o := l.Ops[i:]
		op := Op{Kind: int(o[0]), Role: Role(o[1]), Alpha: 1}
		switch op.Kind {
		case Stroke:
			n := 2 * int(o[6])
			op.Width, op.Dash, op.Alpha, op.Clipped, op.Points = o[2], int(o[3]), o[4], o[5] != 0,
				o[7:7+n]
			i += 7 + n
		case Fill:
			n := 2 * int(o[4])
			op.Alpha, op.Clipped, op.Points = o[2], o[3] != 0, o[5:5+n]
			i += 5 + n
		case Dot:
			op.X, op.Y, op.Radius = o[2], o[3], o[4]
			i += 5
		case Pill:
			op.Rect, op.Alpha = Rect{o[2], o[3], o[4], o[5]}, o[6]
			i += 7
		case Text:
			op.X, op.Y, op.Anchor, op.Size, op.Flags, op.Text = o[2], o[3], o[4], o[5], int(o[6]),
				l.Texts[int(o[7])]
			i += 8
		default:
			panic("scene: a list of another version")
		}
		do(op)
	}
}

// A Rect is a rectangle in CSS pixels from the top left.
type Rect struct{ X, Y, W, H float64 }

// Contains reports whether a point is in r.
func (r Rect) Contains(x, y float64) bool {
	return x >= r.X && x <= r.X+r.W && y >= r.Y && y <= r.Y+r.H
}

// Cut returns the part of a segment within r, false if there is none.
func (r Rect) Cut(x0, y0, x1, y1 float64) (cx0, cy0, cx1, cy1 float64, ok bool) {
	from, to := 0., 1.
	dx, dy := x1-x0, y1-y0
	for _, side := range [...][2]float64{{-dx, x0 - r.X}, {dx, r.X + r.W - x0}, {-dy, y0 - r.Y},
		{dy, r.Y + r.H - y0}} {
		p, q := side[0], side[1]
		switch {
		case p == 0 && q < 0:
			return 0, 0, 0, 0, false
		case p < 0:
			from = max(from, q/p)
		case p > 0:
			to = min(to, q/p)
		}
	}
	if from > to {
		return 0, 0, 0, 0, false
	}
	cx0, cy0, cx1, cy1 = x0, y0, x1, y1
	if from > 0 {
		cx0, cy0 = x0+from*dx, y0+from*dy
	}
	if to < 1 {
		cx1, cy1 = x0+to*dx, y0+to*dy
	}
	return cx0, cy0, cx1, cy1, true
}

func (r Rect) overlaps(o Rect) bool {
	return r.X < o.X+o.W && o.X < r.X+r.W && r.Y < o.Y+o.H && o.Y < r.Y+r.H
}

func (r Rect) holds(o Rect) bool {
	return o.X >= r.X && o.Y >= r.Y && o.X+o.W <= r.X+r.W && o.Y+o.H <= r.Y+r.H
}

// textWidth estimates the width of a text: charts are laid out without access to fonts.
func textWidth(s string, size float64, flags int) float64 {
	var em float64
	for _, r := range s {
		switch {
		case r >= 0x2e80: // Chinese
			em++
		case r == ' ' || r == '.' || r == ',' || r == ':' || r == 'i' || r == 'l' || r == 'j' ||
			r == '\u202f':
			em += 0.29
		case r >= '⁰' && r <= '₉', r == '²' || r == '³':
			em += 0.4
		case r >= 'A' && r <= 'Z' || r == 'm' || r == 'w' || r == '→':
			em += 0.75
		default:
			em += 0.57
		}
	}
	if flags&Bold != 0 {
		em *= 1.06
	}
	return em * size
}
