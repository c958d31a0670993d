package main

import (
	"bytes"
	"html/template"
	"os"
	"path/filepath"

	"lossexplorer/internal/text"
)

// lessonsFolder has the example of a lesson as a file, in every language.
const lessonsFolder = "lessons"

// classroomFile is the page for lessons as files in the language of m.
func classroomFile(m *text.Messages) string {
	if m.Lang == "en" {
		return "classroom.html"
	}
	return "classroom.zh.html"
}

// renderClassroom writes the page for lessons as files in every language, and its examples.
func renderClassroom(css, js, theme, program string) error {
	page, err := template.ParseFiles("web/classroom.html")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(dist, lessonsFolder), 0o777); err != nil {
		return err
	}
	all := text.All()
	for i, m := range all {
		example := lessonsFolder + "/focal." + m.Code + ".md"
		source, err := os.ReadFile(filepath.Join("web", example))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dist, example), source, 0o666); err != nil {
			return err
		}
		other := all[(i+1)%len(all)]
		var b bytes.Buffer
		if err := page.Execute(&b, map[string]any{
			"T": m, "C": text.ClassroomOf(m), "Example": example, "Other": classroomFile(other),
			"OtherLang": other.Lang, "CSS": css, "JS": js, "Theme": theme, "Program": program,
		}); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dist, classroomFile(m)), b.Bytes(), 0o666); err != nil {
			return err
		}
	}
	return nil
}
