package main

import (
	"strings"
	"testing"
)

func TestRenderDocument(t *testing.T) {
	pages := map[string]string{"use.html": "docs/use.md",
		"decisions/why.html": "docs/decisions/why.md", "changelog.html": "CHANGELOG.md"}
	source := "# Use\n\n[Why](decisions/why.md#a) and [all](../CHANGELOG.md), in [`code`](../server.go), at [home](https://example.org/).\n"
	title, body, err := renderDocument("docs/use.md", []byte(source), pages)
	if err != nil || title != "Use" {
		t.Fatalf("title %q, %v", title, err)
	}
	for _, want := range []string{
		`<a href="decisions/why.html#a">Why</a>`, `<a href="changelog.html">all</a>`,
		`in <code>code</code>`, `<a href="https://example.org/">home</a>`,
	} {
		if !strings.Contains(string(body), want) {
			t.Errorf("%s is not in\n%s", want, body)
		}
	}
	_, body, err = renderDocument("docs/decisions/why.md",
		[]byte("# W\n\n[back](../use.md)\n"), pages)
	if want := `<a href="../use.html">back</a>`; err != nil ||
		!strings.Contains(string(body), want) {
		t.Errorf("%s is not in\n%s, %v", want, body, err)
	}
	if _, _, err := renderDocument("docs/use.md", []byte("no heading\n"), pages); err == nil {
		t.Error("no error without a heading")
	}
}
