package figure

import (
	"bytes"
	"encoding/xml"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// inline copies an SVG document of vgsvg to w as an element for HTML: without
// prolog, comments and size, with presentation attributes in place of style
// attributes, and with coordinates of two decimals. The texts get the anchors,
// one each, and the font that the root names.
func inline(w io.Writer, document io.Reader, anchors []string) error {
	var b bytes.Buffer
	attr := func(name, value string) {
		b.WriteString(" " + name + `="`)
		_ = xml.EscapeText(&b, []byte(value)) // a buffer takes everything
		b.WriteByte('"')
	}
	d := xml.NewDecoder(document)
	for {
		token, err := d.RawToken()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			b.WriteString("<" + t.Name.Local)
			switch t.Name.Local {
			case "svg":
				attr("xmlns", "http://www.w3.org/2000/svg")
				attr("font-family", "sans-serif")
				attr("font-size", strconv.Itoa(FontSize))
			case "text":
				attr("text-anchor", anchors[0])
				anchors = anchors[1:]
			}
			for _, a := range t.Attr {
				switch a.Name.Local {
				case "viewBox", "d", "x", "y", "transform":
					attr(a.Name.Local, round(a.Value))
				case "style":
					for property := range strings.SplitSeq(a.Value, ";") {
						name, value, _ := strings.Cut(property, ":")
						if !strings.HasPrefix(name, "font-") {
							attr(name, strings.ToLower(value))
						}
					}
				}
			}
			b.WriteByte('>')
		case xml.EndElement:
			b.WriteString("</" + t.Name.Local + ">")
		case xml.CharData:
			if text := bytes.TrimSpace(t); len(text) > 0 {
				_ = xml.EscapeText(&b, text)
			}
		}
	}
	_, err := b.WriteTo(w)
	return err
}

var number = regexp.MustCompile(`-?[0-9]+(\.[0-9]+)?(e[-+][0-9]+)?`)

// round writes the numbers in s with at most two decimals.
func round(s string) string {
	return number.ReplaceAllStringFunc(s, func(n string) string {
		v, err := strconv.ParseFloat(n, 64)
		if err != nil {
			return n
		}
		return strconv.FormatFloat(math.Round(v*100)/100+0, 'f', -1, 64)
	})
}
