package scene

import "strconv"

// A Document is a chart as an SVG document to keep: with a title, a caption, and a legend
// of the curves that have no room for a label.
type Document struct {
	Chart   Chart
	Title   string
	Caption string
	Font    string // of the texts, as used in CSS
	Dark    bool
	Scale   float64 // of the document's size
}

// The layout of a document in CSS pixels.
const (
	documentWidth  = 720
	documentHeight = 400 // of the chart
	titleHeight    = 36
	rowHeight      = 18
)

// SVG returns the document. Its bytes depend on d only.
func (d Document) SVG() []byte {
	c := d.Chart
	c.Width, c.Height, c.Axes, c.Pointing = documentWidth, documentHeight, true, false
	c.Moved, c.Ghost = nil, nil
	var l Layout
	l.LayRest(&c)
	l.LayMoving(&c)
	colour := Hex(d.Dark)
	height := float64(titleHeight + documentHeight + rowHeight*(len(l.Legend)+1) + 12)
	w := svg{colour: colour}
	w.add(`<svg xmlns="http://www.w3.org/2000/svg"`)
	w.attr("width", documentWidth*d.Scale)
	w.attr("height", height*d.Scale)
	w.add(` viewBox="0 0 `, strconv.Itoa(documentWidth), " ")
	w.number(height)
	w.add(`" lang="`, c.Messages.Lang, `" font-family="`)
	w.b = appendEscaped(w.b, d.Font)
	w.add(`"`)
	w.attr("font-size", FontSize)
	w.add(">\n<title>")
	w.b = appendEscaped(w.b, d.Title+" – "+d.Caption)
	w.add("</title>\n<rect")
	w.rect(Rect{0, 0, documentWidth, height})
	w.add(` fill="`, colour(Paper), `"/>`, "\n")
	w.text(Op{X: 16, Y: 22, Size: BigSize, Flags: Bold, Text: d.Title}, colour(Ink))
	w.add(`<g transform="translate(0 `, strconv.Itoa(titleHeight), `)">`, "\n")
	w.b = AppendSVG(w.b, "frame", colour, &l.Rest, &l.Moving)
	y := float64(documentHeight) + rowHeight/2
	for _, e := range l.Entries(&c) {
		w.op(Op{Kind: Stroke, Role: e.Role, Width: 2, Dash: e.Dash, Alpha: 1,
			Points: []float64{16, y, 42, y}})
		w.text(Op{X: 50, Y: y, Size: FontSize, Text: e.Name}, colour(Ink))
		y += rowHeight
	}
	w.text(Op{X: 16, Y: y, Size: FontSize, Text: d.Caption}, colour(Soft))
	w.add("</g>\n</svg>\n")
	return w.b
}
