package article

import (
	"fmt"
	"html"
	"math"
	"strings"

	"lossexplorer/internal/text"
	"lossexplorer/losscore"
)

// The squares: a grid for each loss, with the object in the middle.
const (
	columns = 40
	rows    = Backgrounds / columns
	pitch   = 8.0 // pixels from square to square
	gap     = 30.0
)

// Squares returns an SVG of one square for each box, whose area is the loss of
// the box: cross-entropy on the left, focal loss with gamma 2 on the right, on
// the same scale. Classes name the colours: easy, hard, frame.
func Squares(m *text.Messages) string {
	t := text.ArticleOf(m)
	const width, height = 2*columns*pitch + gap, rows*pitch + 24
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="squares" role="img" viewBox="0 0 %g %g" aria-label="%s">`, width,
		height, html.EscapeString(t.Squares))
	for i, l := range []losscore.Focal{cross, focal} {
		left := float64(i) * (columns*pitch + gap)
		fmt.Fprintf(&b, `<path class="easy" d="%s"/>`, grid(left, side(l, easyPt)))
		hard := side(l, hardPt)
		fmt.Fprintf(&b, `<rect class="hard" x="%.2f" y="%.2f" width="%.2f" height="%.2f"/>`,
			left+(columns*pitch-hard)/2, (rows*pitch-hard)/2, hard, hard)
		caption := text.Fill([]string{t.Outvoted, t.Outvotes}[i], "share", number(100*Share(l), 2))
		fmt.Fprintf(&b, `<text x="%g" y="%g">%s</text>`, left, height-4, html.EscapeString(caption))
	}
	b.WriteString("</svg>")
	return b.String()
}

// side returns the side of the square whose area is the loss at pt, in pixels:
// an easy example under cross-entropy fills 0.7 of the grid's pitch.
func side(l losscore.Loss, pt float64) float64 {
	unit, _ := cross.AtProb(1, easyPt)
	loss, _ := l.AtProb(1, pt)
	return 0.7 * pitch * math.Sqrt(loss/unit)
}

// grid returns a path of squares at the places of the grid.
func grid(left, side float64) string {
	var b strings.Builder
	for i := range Backgrounds {
		x := left + (float64(i%columns)+0.5)*pitch - side/2
		y := (float64(i/columns)+0.5)*pitch - side/2
		fmt.Fprintf(&b, "M%.2f %.2fh%.2fv%.2fh-%.2fz", x, y, side, side, side)
	}
	return b.String()
}
