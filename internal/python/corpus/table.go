package main

import (
	"fmt"
	"strings"
)

// summary counts the outcomes by kind.
func summary(all []*entry) string {
	var b strings.Builder
	groups := []struct {
		name string
		in   func(*entry) bool
	}{
		{"all", func(*entry) bool { return true }},
		{"well-known", func(e *entry) bool { return e.known }},
		{"binary, elementwise", func(e *entry) bool { return e.kind == "binary" }},
		{"over classes", func(e *entry) bool { return e.kind == "classes" }},
		{"of a batch", func(e *entry) bool { return e.kind == "batch" }},
		{"of something else", func(e *entry) bool { return e.kind == "other" }},
	}
	b.WriteString("| losses | number |")
	for _, o := range outcomes[:5] {
		fmt.Fprintf(&b, " %s |", o)
	}
	b.WriteString("\n|---|---|" + strings.Repeat("---|", 5) + "\n")
	for _, g := range groups {
		count, n := map[outcome]int{}, 0
		for _, e := range all {
			if g.in(e) {
				count[e.outcome]++
				n++
			}
		}
		fmt.Fprintf(&b, "| %s | %d |", g.name, n)
		for _, o := range outcomes[:5] {
			fmt.Fprintf(&b, " %d |", count[o])
		}
		b.WriteString("\n")
	}
	return b.String()
}

// rows is the table of the functions.
func rows(all []*entry) string {
	var b strings.Builder
	b.WriteString("| repository | function | kind | outcome | run with stand-ins of |\n|---|---|---|---|---|\n")
	for _, e := range all {
		kind := e.kind
		if e.known {
			kind += ", well-known"
		}
		how := string(e.outcome)
		if e.outcome == refused {
			how += ": " + strings.ReplaceAll(e.detail[strings.Index(e.detail, " ")+1:], "|", "\\|")
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", e.repository, e.name, kind, how,
			strings.Join(e.stood, ", "))
	}
	return b.String()
}
