// Package docs tests that the documents keep their promises: links lead
// somewhere, examples compile and run, commands work.
package docs

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

// documents returns the texts of the repository's Markdown files by their paths.
func documents(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() && (slices.Contains([]string{"node_modules", "dist", "bin", "testdata",
			".git"}, e.Name())) {
			return fs.SkipDir
		}
		if filepath.Ext(path) == ".md" {
			text, err := os.ReadFile(path)
			all[path] = string(text)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"README.md", "ARCHITECTURE.md", "CONTRIBUTING.md",
		"docs/use.md"} {
		if all[filepath.Join(root, name)] == "" {
			t.Fatalf("%s is missing", name)
		}
	}
	return all
}

// A block is a fenced piece of code of a document.
type block struct{ path, language, code string }

func blocks(t *testing.T, language string) (found []block) {
	t.Helper()
	fence := regexp.MustCompile("(?ms)^```(\\w+)\n(.*?)^```$")
	for path, text := range documents(t) {
		for _, m := range fence.FindAllStringSubmatch(text, -1) {
			if m[1] == language {
				found = append(found, block{path, m[1], m[2]})
			}
		}
	}
	if len(found) == 0 {
		t.Fatalf("no document has a block of %s", language)
	}
	return found
}

func TestLinks(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)\s]+)\)`)
	for path, text := range documents(t) {
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			target, _, _ := strings.Cut(m[1], "#")
			if target == "" || strings.Contains(target, ":") {
				continue
			}
			if _, err := os.Stat(filepath.Join(filepath.Dir(path), target)); err != nil {
				t.Errorf("%s: %s leads nowhere", path, m[1])
			}
		}
	}
}

// Documents name only targets that the Makefile has.
func TestTargets(t *testing.T) {
	makefile, err := os.ReadFile(filepath.Join(root, "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	mention := regexp.MustCompile("(?m)(?:`|^    |^)make ([a-z][a-z-]*)")
	count := 0
	for path, text := range documents(t) {
		for _, m := range mention.FindAllStringSubmatch(text, -1) {
			count++
			if ok, _ := regexp.Match("(?m)^"+m[1]+"( [a-z]+)*:", makefile); !ok {
				t.Errorf("%s: the Makefile has no target %s", path, m[1])
			}
		}
	}
	if count < 10 {
		t.Errorf("only %d mentions of targets were found", count)
	}
}

// The Go programs of the documents run.
func TestGo(t *testing.T) {
	for i, b := range blocks(t, "go") {
		if !strings.HasPrefix(b.code, "package main") {
			continue
		}
		dir := t.TempDir()
		file := filepath.Join(dir, "main.go")
		// The program is in the module without being written there.
		place, err := filepath.Abs(filepath.Join(root, "internal", "docs", "example", "main.go"))
		if err != nil {
			t.Fatal(err)
		}
		overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{place: file}})
		if err != nil {
			t.Fatal(err)
		}
		list := filepath.Join(dir, "overlay.json")
		if err := errors.Join(os.WriteFile(file, []byte(b.code), 0o666),
			os.WriteFile(list, overlay, 0o666)); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command("go", "run", "-overlay", list,
			place).CombinedOutput(); err != nil {
			t.Errorf("%s, program %d: %v\n%s", b.path, i, err, out)
		}
	}
}

// The commands of the documents work, on the samples that the documents name.
func TestCommands(t *testing.T) {
	program := filepath.Join(t.TempDir(), "lossexplorer")
	build := exec.Command("go", "build", "-o", program, ".")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	help, err := exec.Command(program, "-help").Output()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(root, "web", "dist", "index.html")); err != nil {
		t.Fatal("the page has not been built; run make page first")
	}
	folder := t.TempDir()
	sample, err := os.ReadFile(filepath.Join(root, "internal", "predict", "sample",
		"satellite.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "satellite.csv"), sample, 0o666); err != nil {
		t.Fatal(err)
	}
	// Two models on the same rows, of two regions, and files of one table in parts.
	var regions strings.Builder
	for i, row := range strings.Split(strings.TrimSpace(string(sample)), "\n") {
		regions.WriteString(row + "," + [...]string{"north", "south"}[i%2] + "\n")
	}
	grouped := strings.Replace(regions.String(), ",north\n", ",region\n", 1)
	if err := os.Mkdir(filepath.Join(folder, "parts"), 0o777); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a.csv", "b.csv", "parts/1.csv", "parts/2.csv"} {
		if err := os.WriteFile(filepath.Join(folder, filepath.FromSlash(name)), []byte(grouped),
			0o666); err != nil {
			t.Fatal(err)
		}
	}
	quality := "label,score\n"
	for i := range 50 {
		quality += fmt.Sprintf("%v,%v\n", float64(i%11)/10, (float64(i)+0.5)/50)
	}
	if err := os.WriteFile(filepath.Join(folder, "iou.csv"), []byte(quality), 0o666); err != nil {
		t.Fatal(err)
	}
	loss, err := os.ReadFile(filepath.Join(root, "internal", "lint", "sample", "focal.py"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "focal.py"), loss, 0o666); err != nil {
		t.Fatal(err)
	}
	flags := regexp.MustCompile(` (-[a-z-]+)`)
	count := 0
	for _, b := range blocks(t, "sh") {
		for line := range strings.Lines(b.code) {
			arguments, ok := strings.CutPrefix(strings.TrimSpace(line), "lossexplorer ")
			if !ok {
				continue
			}
			count++
			if strings.HasPrefix(arguments, "-") { // it serves until it is stopped
				for _, m := range flags.FindAllStringSubmatch(" "+arguments, -1) {
					if !strings.Contains(string(help), "  "+m[1]) {
						t.Errorf("%s: %s: there is no flag %s", b.path, line, m[1])
					}
				}
				continue
			}
			cmd := exec.Command("sh", "-c", program+" "+arguments)
			cmd.Dir = folder
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%s: %s: %v\n%s", b.path, line, err, out)
			}
		}
	}
	if count < 3 {
		t.Errorf("only %d commands were found", count)
	}
}

// README stays short, so that it is read.
func TestReadme(t *testing.T) {
	text := documents(t)[filepath.Join(root, "README.md")]
	lines := strings.Split(strings.TrimSpace(text), "\n")
	if len(lines) > 60 {
		t.Errorf("README.md has %d lines, at most 60 are wanted", len(lines))
	}
	item := 0
	for i, line := range lines {
		switch {
		case strings.HasPrefix(line, "- "):
			item = 1
		case strings.HasPrefix(line, "  ") && item > 0:
			if item++; item > 2 {
				t.Errorf("README.md:%d: a list item has more than two lines", i+1)
			}
		default:
			item = 0
		}
	}
}
