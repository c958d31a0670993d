package formula_test

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"lossexplorer/internal/formula/syntax"
)

// text returns the characters of MathML, and fails where it is not well-formed.
func mathText(t *testing.T, source string) string {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader("<all>" + source + "</all>"))
	var b strings.Builder
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return b.String()
		}
		if err != nil {
			t.Fatalf("%v in %s", err, source)
		}
		switch token := token.(type) {
		case xml.CharData:
			b.Write(token)
		case xml.StartElement:
			if token.Name.Local == "math" && b.Len() > 0 {
				b.WriteByte('\n')
			}
			if token.Name.Local == "msup" {
				b.WriteByte('^')
			}
		}
	}
}

func TestMathML(t *testing.T) {
	for source, want := range map[string]string{
		"-(1-pt)^gamma*log(pt)":            "L=−^(1−pt)γ\u2062log\u2061(pt)",
		"q = 0.7\n(1 - pt^q)/q":            "L=1−^ptqq",
		"a_t = where(y == 1, 2, x)\na_t*3": "at={2y=1xy≠1\nL=3\u2062at",
		"where(p < y && y, 1, x)":          "L={1(p<y)∧yx¬((p<y)∧y)",
		"where(!(p <= 0.5), 1, x)":         "L={1¬(p≤0.5)xp≤0.5",
		"where(p < 0.5, 1, x)":             "L={1p<0.5xp≥0.5",
		"max(0, 1 - xt)*1e-7":              "L=^10−7\u2062max\u2061(0,1−xt)",
		"(p - y)^2 - (p + 1 - (y - 2))*2":  "L=^(p−y)2−2\u2062(p+1−(y−2))",
		"abs(p) + sqrt(p) + stop(p/y)^2":   "L=|p|+p+^stop\u2061(py)2",
		"(p/y)^2":                          "L=^(py)2",
	} {
		f, err := syntax.Parse(source)
		if err != nil {
			t.Fatal(err)
		}
		if got := mathText(t, f.MathML()); got != want {
			t.Errorf("%q is typeset as %q, want %q", source, got, want)
		}
	}
	for _, e := range syntax.Gallery {
		mathText(t, mustParse(t, e.Formula).MathML())
	}
}
