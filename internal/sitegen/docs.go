package main

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// docsFolder is the folder used for the documents in the built page.
const docsFolder = "docs"

// documents returns the Markdown files that become pages, by the path of their
// page below docsFolder.
func documents() (map[string]string, error) {
	pages := map[string]string{}
	for _, name := range []string{"ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md"} {
		pages[pagePath(name)] = name
	}
	err := filepath.WalkDir("docs", func(name string, e fs.DirEntry, err error) error {
		if err == nil && path.Ext(name) == ".md" {
			pages[pagePath(name)] = filepath.ToSlash(name)
		}
		return err
	})
	return pages, err
}

// pagePath returns where a document is as a page: docs/use.md is use.html,
// CHANGELOG.md is changelog.html.
func pagePath(name string) string {
	name = strings.TrimPrefix(filepath.ToSlash(name), "docs/")
	return strings.ToLower(strings.TrimSuffix(name, ".md")) + ".html"
}

// renderDocs writes the documents as pages.
func renderDocs(css, theme string) error {
	page, err := template.ParseFiles("web/docs.html")
	if err != nil {
		return err
	}
	all, err := documents()
	if err != nil {
		return err
	}
	for at, name := range all {
		source, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		title, body, err := renderDocument(name, source, all)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		up := strings.Repeat("../", strings.Count(at, "/")+1)
		var b bytes.Buffer
		if err := page.Execute(&b, map[string]any{
			"Lang": "en", "Title": title, "Body": template.HTML(body), "Root": up,
			"Docs": strings.TrimPrefix(up, "../"),
			"CSS":  up + css, "Theme": up + theme,
		}); err != nil {
			return err
		}
		file := filepath.Join(dist, docsFolder, filepath.FromSlash(at))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(file, b.Bytes(), 0o666); err != nil {
			return err
		}
	}
	return nil
}

// renderDocument returns the title and the HTML of a document. Links to other
// documents lead to their pages; links to files that are no pages are left out,
// and their words stay.
func renderDocument(name string, source []byte, pages map[string]string) (title string, body []byte, err error) {
	markdown := goldmark.New(
		goldmark.WithExtensions(extension.GFM),
		goldmark.WithParserOptions(parser.WithAutoHeadingID()),
	)
	root := markdown.Parser().Parse(text.NewReader(source))
	var unlinked []*ast.Link
	err = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Heading:
			if entering && title == "" {
				title = string(n.Lines().Value(source))
			}
		case *ast.Link:
			if !entering {
				break
			}
			target, anchor, _ := strings.Cut(string(n.Destination), "#")
			if target == "" || strings.Contains(target, ":") {
				break
			}
			to := pagePath(path.Join(path.Dir(name), target))
			if pages[to] == "" {
				unlinked = append(unlinked, n)
				break
			}
			link, err := filepath.Rel(path.Dir(pagePath(name)), to)
			if err != nil {
				return ast.WalkStop, err
			}
			if anchor != "" {
				link += "#" + anchor
			}
			n.Destination = []byte(filepath.ToSlash(link))
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		return "", nil, err
	}
	for _, link := range unlinked {
		parent := link.Parent()
		for child := link.FirstChild(); child != nil; child = link.FirstChild() {
			parent.InsertBefore(parent, link, child)
		}
		parent.RemoveChild(parent, link)
	}
	var b bytes.Buffer
	if err := markdown.Renderer().Render(&b, source, root); err != nil {
		return "", nil, err
	}
	if title == "" {
		return "", nil, fmt.Errorf("no heading")
	}
	return title, b.Bytes(), nil
}
