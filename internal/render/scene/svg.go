package scene

import (
	"math"
	"strconv"
	"strings"
)

// AppendSVG appends the lists as the contents of an SVG element, with presentation
// attributes alone, which a Content-Security-Policy may not forbid. Its bytes depend on the
// arguments only. Colour returns the colour of a role; id is the ID of the clip path, unique
// in its document.
func AppendSVG(dst []byte, id string, colour func(Role) string, lists ...*List) []byte {
	w := svg{dst, id, colour}
	w.add(`<clipPath id="`, id, `"><rect`)
	w.rect(lists[0].Frame())
	w.add(`/></clipPath>`)
	for _, l := range lists {
		l.Each(w.op)
	}
	return w.b
}

// Property returns the colour of a role as style sheets use it, for a document that defines
// the custom properties.
func Property(r Role) string { return "var(" + Tokens[r] + ")" }

// Hex returns a function for AppendSVG that returns the colours of the light or the dark
// theme in hexadecimal.
func Hex(dark bool) func(Role) string {
	return func(r Role) string {
		c := colours[r][0]
		if dark {
			c = colours[r][1]
		}
		s := strconv.FormatUint(uint64(c), 16)
		return "#" + strings.Repeat("0", 6-len(s)) + s
	}
}

type svg struct {
	b      []byte
	id     string
	colour func(Role) string
}

func (w *svg) add(parts ...string) {
	for _, p := range parts {
		w.b = append(w.b, p...)
	}
}

// attr writes a number with two decimals at most.
func (w *svg) attr(name string, v float64) {
	w.add(" ", name, `="`)
	w.number(v)
	w.add(`"`)
}

func (w *svg) number(v float64) {
	w.b = strconv.AppendFloat(w.b, math.Round(v*100)/100+0, 'f', -1, 64)
}

func (w *svg) rect(r Rect) {
	w.attr("x", r.X)
	w.attr("y", r.Y)
	w.attr("width", r.W)
	w.attr("height", r.H)
}

func (w *svg) opacity(alpha float64, clipped bool) {
	if alpha != 1 {
		w.attr("opacity", alpha)
	}
	if clipped {
		w.add(` clip-path="url(#`, w.id, `)"`)
	}
}

func (w *svg) op(o Op) {
	colour := w.colour(o.Role)
	switch o.Kind {
	case Stroke:
		if len(o.Points) == 0 {
			return
		}
		w.add(`<path d="`)
		w.path(o.Points)
		w.add(`" fill="none" stroke="`, colour, `"`)
		w.attr("stroke-width", o.Width)
		if d := Dashes[o.Dash]; d != nil {
			w.add(` stroke-dasharray="`)
			w.number(d[0])
			w.add(" ")
			w.number(d[1])
			w.add(`"`)
		}
		w.add(` stroke-linejoin="round"`)
		w.opacity(o.Alpha, o.Clipped)
		w.add("/>\n")
	case Fill:
		if len(o.Points) == 0 {
			return
		}
		w.add(`<path d="`)
		w.path(o.Points)
		w.add(`z" fill="`, colour, `"`)
		w.opacity(o.Alpha, o.Clipped)
		w.add("/>\n")
	case Dot:
		w.add("<circle")
		w.attr("cx", o.X)
		w.attr("cy", o.Y)
		w.attr("r", o.Radius)
		w.add(` fill="`, colour, `" stroke="`, w.colour(Paper), `" stroke-width="1.5"/>`, "\n")
	case Pill:
		w.add("<rect")
		w.rect(o.Rect)
		w.add(` rx="6" fill="`, colour, `"`)
		w.opacity(o.Alpha, false)
		w.add("/>\n")
	case Text:
		w.text(o, colour)
	}
}

// Baseline is the distance from a text's middle down to its baseline, as a share of its size.
const Baseline = 0.36

func (w *svg) text(o Op, colour string) {
	w.add("<text")
	if o.Flags&Upright != 0 {
		w.add(` transform="translate(`)
		w.number(o.X + Baseline*o.Size)
		w.add(" ")
		w.number(o.Y)
		w.add(`) rotate(-90)"`)
	} else {
		w.attr("x", o.X)
		w.attr("y", o.Y+Baseline*o.Size)
	}
	if o.Anchor != 0 {
		w.add(` text-anchor="`, map[float64]string{0.5: "middle", 1: "end"}[o.Anchor], `"`)
	}
	if o.Size != FontSize {
		w.attr("font-size", o.Size)
	}
	if o.Flags&Bold != 0 {
		w.add(` font-weight="600"`)
	}
	if o.Flags&Halo != 0 {
		w.add(` stroke="`, w.colour(Paper),
			`" stroke-width="4" stroke-linejoin="round" paint-order="stroke"`)
	}
	w.add(` fill="`, colour, `">`)
	w.b = appendEscaped(w.b, o.Text)
	w.add("</text>\n")
}

// straight is the largest distance, in pixels, of a point of a curve from the line that is
// written instead of it. It cannot be seen.
const straight = 0.02

// longest bounds the points that one line replaces, and with it the work on each.
const longest = 32

// path writes the lines through points, without points that are on the line of others.
func (w *svg) path(points []float64) {
	command, last := byte('M'), 0 // the index of the point that was written last
	for k := 0; k+1 < len(points); k += 2 {
		if !isPoint(points, k) {
			command = 'M'
			continue
		}
		if command == 'L' && isPoint(points, k+2) && k-last < 2*longest &&
			isStraight(points, last, k+2) {
			continue
		}
		w.b = append(w.b, command)
		w.number(points[k])
		w.b = append(w.b, ',')
		w.number(points[k+1])
		command, last = 'L', k
	}
}

// isPoint reports whether there is a point at index k, and not the end of a line.
func isPoint(points []float64, k int) bool {
	return k+1 < len(points) && points[k] == points[k] && points[k+1] == points[k+1]
}

// isStraight reports whether the points between two are as near to their line as cannot be
// told apart.
func isStraight(points []float64, from, to int) bool {
	x, y := points[from], points[from+1]
	dx, dy := points[to]-x, points[to+1]-y
	length := dx*dx + dy*dy
	for k := from + 2; k < to; k += 2 {
		px, py := points[k]-x, points[k+1]-y
		if length > 0 {
			t := min(max((px*dx+py*dy)/length, 0), 1)
			px, py = px-t*dx, py-t*dy
		}
		if px*px+py*py > straight*straight {
			return false
		}
	}
	return true
}

func appendEscaped(dst []byte, s string) []byte {
	for _, c := range []byte(s) {
		switch c {
		case '<':
			dst = append(dst, "&lt;"...)
		case '>':
			dst = append(dst, "&gt;"...)
		case '&':
			dst = append(dst, "&amp;"...)
		case '"':
			dst = append(dst, "&quot;"...)
		default:
			dst = append(dst, c)
		}
	}
	return dst
}
