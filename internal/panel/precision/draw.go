package precision

import (
	"math"
	"strconv"
	"strings"

	"lossexplorer/internal/precision"
	"lossexplorer/internal/text"
)

// Sizes of the drawings, in pixels.
const (
	names    = 220 // width of the names beside the bands
	narrow   = 560 // width below which names stand above the bands
	height   = 24  // of a band
	pitch    = 30  // from band to band
	gap      = 16  // between implementations
	heading  = 22  // of a name above bands
	axis     = 40  // below the bands
	formatW  = 68  // width of the name of a format
	perGlyph = 7.5 // width of a letter in a band
	curveH   = 220
	margin   = 44 // left of the curves
)

// A drawing writes SVG.
type drawing struct {
	strings.Builder
	t     *text.Precision
	width float64
	logit float64
	left  float64 // of the axis
}

func (d *drawing) x(z float64) float64 {
	return d.left + (z-precision.Low)/(precision.High-precision.Low)*(d.width-d.left-8)
}

func px(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }

// bands draws the rows. The rows of one implementation are adjacent.
func (d *drawing) bands(rows []row) string {
	d.Reset()
	small := d.width < narrow
	d.left = names
	if small {
		d.left = formatW
	}
	y, name := 0.0, ""
	for _, r := range rows {
		if r.implementation.ID != name {
			if name != "" {
				y += gap
			}
			name = r.implementation.ID
			d.name(r.implementation, y, small)
			if small {
				y += heading
			}
		}
		d.band(r, y)
		y += pitch
	}
	d.ticks(y)
	d.probe(y)
	inner := d.String()
	return d.svg(inner, y+axis, d.describe(rows))
}

// svg returns the element around the contents.
func (d *drawing) svg(inner string, height float64, description string) string {
	size := ` width="` + px(d.width) + `" height="` + px(height) + `" viewBox="0 0 ` + px(d.width) +
		" " + px(height) + `"`
	return `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="` + escape(description) +
		`"` + size + ">" + inner + "</svg>"
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

func escape(s string) string { return escaper.Replace(s) }

// text writes a text at its baseline.
func (d *drawing) text(class string, x, y float64, s string) {
	d.WriteString(`<text class="` + class + `" x="` + px(x) + `" y="` + px(y) + `">` +
		escape(s) + "</text>")
}

func (d *drawing) name(i *precision.Implementation, y float64, small bool) {
	d.text("name", 0, y+16, Name(d.t, i))
	if i.Upcasts && !small {
		d.text("note", 0, y+16+pitch/1.5, d.t.Upcasts)
	}
}

func (d *drawing) band(r row, y float64) {
	d.text("format", d.left-8, y+16, r.format.String())
	for _, b := range r.bands {
		from, to := d.x(b.From), d.x(b.To)
		to = max(to, from+1)
		d.WriteString(`<rect class="band c` + strconv.Itoa(int(b.Class)) + `" x="` +
			px(from) + `" y="` + px(y) +
			`" width="` + px(to-from) + `" height="` + px(height) + `"/>`)
		label := d.t.Short[b.Class]
		if need := perGlyph*float64(len([]rune(label))) + 8; to-from > need {
			d.text("in c"+strconv.Itoa(int(b.Class)), (from+to)/2, y+16, label)
		}
	}
}

// ticks writes the axis below y.
func (d *drawing) ticks(y float64) {
	step := 20.0
	if d.width < narrow {
		step = 50
	}
	for z := -100.0; z <= 100; z += step {
		d.text("tick", d.x(z), y+14,
			strings.Replace(strconv.FormatFloat(z, 'f', -1, 64), "-", "−", 1))
	}
	d.text("title", (d.left+d.width)/2, y+33, d.t.Axis)
}

// probe draws the line at the logit that is read.
func (d *drawing) probe(bottom float64) {
	x := px(d.x(d.logit))
	d.WriteString(`<path class="probe" d="M` + x + " 0V" + px(bottom) + `"/>`)
}

// describe lists the bands in words.
func (d *drawing) describe(rows []row) string {
	var b strings.Builder
	for _, r := range rows {
		var bands []string
		for _, band := range r.bands {
			bands = append(bands,
				text.Fill(d.t.Band, "class", d.t.Classes[band.Class], "from", logit(band.From),
					"to", logit(band.To)))
		}
		b.WriteString(text.Fill(d.t.Bands, "name", Name(d.t, r.implementation), "format",
			r.format.String(), "bands", strings.Join(bands, ", ")) + " ")
	}
	return strings.TrimSpace(b.String())
}

// curves draws the exact and the computed numbers.
func (d *drawing) curves(r *row) string {
	d.Reset()
	d.left = margin
	low, high := 0.0, 0.0
	for _, v := range r.exact {
		low, high = min(low, v), max(high, v)
	}
	if high == low {
		high = low + 1
	}
	low, high = low-0.06*(high-low), high+0.06*(high-low)
	y := func(v float64) float64 { return 6 + (high-v)/(high-low)*(curveH-12) }
	d.path("grid", []float64{precision.Low, precision.High}, []float64{0, 0}, y, low, high)
	d.text("value", d.left-6, y(0)+4, "0")
	far := low
	if high > -low {
		far = high
	}
	far /= 1.06
	d.text("value", d.left-6, y(far)+4, number(math.Round(far*100)/100))
	d.path("exact", r.result.Logits, r.exact, y, low, high)
	d.path("computed", r.result.Logits, r.values, y, low, high)
	d.ticks(curveH)
	d.probe(curveH)
	inner := d.String()
	return d.svg(inner, curveH+axis, d.t.Exact+", "+Name(d.t, r.implementation))
}

// path draws numbers over logits, with gaps where they are not finite.
func (d *drawing) path(class string, x, v []float64, y func(float64) float64, low, high float64) {
	d.WriteString(`<path class="` + class + `" d="`)
	move, last := true, math.Inf(-1)
	for i := range x {
		if math.IsNaN(v[i]) || math.IsInf(v[i], 0) {
			move = true
			continue
		}
		at := d.x(x[i])
		if at-last < 0.5 && !move && i < len(x)-1 {
			continue
		}
		last = at
		if move {
			d.WriteByte('M')
		} else {
			d.WriteByte('L')
		}
		move = false
		d.WriteString(px(at) + " " + px(y(min(max(v[i], low), high))))
	}
	d.WriteString(`"/>`)
}

// logit returns a logit for a text.
func logit(z float64) string {
	return strings.Replace(strconv.FormatFloat(math.Round(z*100)/100+0, 'f', -1, 64), "-", "−", 1)
}

// number returns a computed number for a table.
func number(v float64) string {
	switch {
	case math.IsNaN(v):
		return "NaN"
	case math.IsInf(v, 1):
		return "∞"
	case math.IsInf(v, -1):
		return "−∞"
	case v == 0:
		return "0"
	}
	s := strconv.FormatFloat(v, 'g', 3, 64)
	mantissa, exponent, ok := strings.Cut(s, "e")
	if ok {
		s = mantissa + "e" + strings.TrimLeft(strings.Replace(strings.Replace(exponent, "+", "", 1),
			"-0", "-", 1), "0")
	}
	return strings.ReplaceAll(s, "-", "−")
}
