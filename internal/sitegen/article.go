package main

import (
	"bytes"
	"html/template"
	"os"
	"path/filepath"

	"lossexplorer/internal/article"
	"lossexplorer/internal/text"
)

// articleFile is the scroll article's page in the language of m.
func articleFile(m *text.Messages) string {
	if m.Lang == "en" {
		return "article.html"
	}
	return "article.zh.html"
}

// renderArticle writes the scroll article in every language.
func renderArticle(css, js, theme string) error {
	page, err := template.ParseFiles("web/article.html")
	if err != nil {
		return err
	}
	all := text.All()
	for i, m := range all {
		other := all[(i+1)%len(all)]
		var b bytes.Buffer
		if err := page.Execute(&b, map[string]any{
			"T": m, "A": text.ArticleOf(m), "Scenes": article.Scenes(m),
			"Squares": template.HTML(article.Squares(m)),
			"Other":   articleFile(other), "OtherLang": other.Lang, "CSS": css, "JS": js,
			"Theme": theme,
		}); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dist, articleFile(m)), b.Bytes(), 0o666); err != nil {
			return err
		}
	}
	return nil
}
