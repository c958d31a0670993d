package text

import "strings"

// Lower returns s with the letters A to Z as a to z. Package strings would bring the tables
// of Unicode, which are 4 KB of a compressed program.
func Lower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

var htmlEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// EscapeHTML writes text for HTML and SVG, within elements and attributes: package html
// brings the names of all characters, which are 20 KB of a compressed program.
func EscapeHTML(s string) string { return htmlEscaper.Replace(s) }
