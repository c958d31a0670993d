package boosting

import (
	"strconv"
	"strings"

	"lossexplorer/internal/code"
	"lossexplorer/internal/text"
)

// The drawing, in pixels.
const (
	height = 220.0
	left   = 44.0
	right  = 8.0
	top    = 8.0
	bottom = 42.0
)

func px(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }

// draw writes the curves as SVG, the curve of the policy above the others.
func draw(t *text.Boosting, c *curves, policy int, width float64) string {
	low, high := c.least, 0.0
	for k := range c.policy {
		for _, v := range c.policy[k] {
			high = max(high, v)
		}
	}
	x := func(z float64) float64 { return left + (z+last)/(2*last)*(width-left-right) }
	y := func(v float64) float64 { return top + (high-v)/(high-low)*(height-top-bottom) }
	var b strings.Builder
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="` + t.Chart +
		": " + t.Names[policy] +
		`" width="` + px(width) + `" height="` + px(height) + `" viewBox="0 0 ` + px(width) + " " +
		px(height) + `">`)
	write := func(class, anchor string, at, base float64, s string) {
		b.WriteString(`<text class="` + class + `" text-anchor="` + anchor + `" x="` + px(at) +
			`" y="` + px(base) + `">` + s + "</text>")
	}
	if c.until > 0 {
		end := -last
		for i, v := range c.policy[index(code.Exact)] {
			if v < 0 {
				end = c.score[i]
			}
		}
		b.WriteString(`<rect class="negative" x="` + px(left) + `" y="` + px(top) + `" width="` +
			px(x(end)-left) + `" height="` + px(height-top-bottom) + `"/>`)
	}
	b.WriteString(`<path class="grid" d="M` + px(left) + " " + px(y(0)) + "H" +
		px(width-right) + `"/>`)
	write("value", "end", left-6, y(0)+4, "0")
	write("value", "end", left-6, y(high)+8, strconv.FormatFloat(high, 'g', 2, 64))
	for k := range c.policy {
		if k != policy {
			line(&b, "other", c, k, x, y)
		}
	}
	line(&b, "chosen", c, policy, x, y)
	label := func(policy code.Curvature, at int, name string) {
		write("value", "start", x(c.score[at])+4, y(c.policy[index(policy)][at])-5, name)
	}
	label(code.Gap, points/3, "|p − y|")
	label(code.Logistic, 2*points/3, "p (1 − p)")
	label(code.Exact, highest(c.policy[index(code.Exact)][:]), "d²L/dx²")
	for z := -last; z <= last; z += 4 {
		write("tick", "middle", x(z), height-bottom+14,
			strings.Replace(strconv.FormatFloat(z, 'f', -1, 64), "-", "−", 1))
	}
	write("title", "middle", (left+width)/2, height-8, t.Axis)
	b.WriteString("</svg>")
	return b.String()
}

func highest(v []float64) (at int) {
	for i := range v {
		if v[i] > v[at] {
			at = i
		}
	}
	return at
}

func index(c code.Curvature) int {
	for i, other := range code.Curvatures {
		if c == other {
			return i
		}
	}
	return 0
}

func line(b *strings.Builder, class string, c *curves, k int, x, y func(float64) float64) {
	b.WriteString(`<path class="` + class + `" d="`)
	for i, v := range c.policy[k] {
		if i == 0 {
			b.WriteByte('M')
		} else {
			b.WriteByte('L')
		}
		b.WriteString(px(x(c.score[i])) + " " + px(y(v)))
	}
	b.WriteString(`"/>`)
}
