package main

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// The list is complete, and the table in docs holds its functions with their expected
// outcomes.
func TestList(t *testing.T) {
	all := entries(list)
	b, err := os.ReadFile("../../../docs/python-corpus.md")
	if err != nil {
		t.Fatal(err)
	}
	known, binary, knownRight, binaryRight := 0, 0, 0, 0
	for _, e := range all {
		if !regexp.MustCompile(`^[0-9a-f]{40}$`).MatchString(e.commit) || len(e.paths) == 0 ||
			!strings.Contains(e.repository, "/") {
			t.Errorf("%+v", e)
		}
		row := regexp.MustCompile(`(?m)^\| ` +
			regexp.QuoteMeta(e.repository+" | "+e.name+" | "+e.kind) +
			`(, well-known)? \| ([^|:]+)`).FindSubmatch(b)
		if row == nil {
			t.Errorf("the table lacks %s of %s", e.name, e.repository)
			continue
		}
		isRight := strings.TrimSpace(string(row[2])) == string(right)
		if strings.Contains(string(row[2]), string(wrong)) {
			t.Errorf("%s of %s is silently wrong", e.name, e.repository)
		}
		if e.known {
			known++
			if isRight {
				knownRight++
			}
		}
		if e.kind == "binary" {
			binary++
			if isRight {
				binaryRight++
			}
		}
	}
	if len(all) < 60 || known != 21 || knownRight < 18 || binaryRight*100 < 80*binary {
		t.Errorf("%d functions; of %d well-known ones %d are right, of %d binary ones %d", len(all),
			known, knownRight, binary, binaryRight)
	}
}
