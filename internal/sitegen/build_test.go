package main

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"lossexplorer/web"
)

// The same sources make the same bytes, wherever they are: this builds a copy of
// them in another folder.
func TestReproducible(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := t.TempDir()
	for _, name := range []string{"go.mod", "go.sum", "server.go", "LICENSE", "ARCHITECTURE.md",
		"CHANGELOG.md", "CONTRIBUTING.md", "docs", "losscore", "internal", "wasm", "web"} {
		copyTo(t, elsewhere, root, name)
	}
	build := exec.Command("go", "run", "./internal/sitegen", "-offline="+offline(t),
		"-small="+small(t))
	build.Dir = elsewhere
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("the copy does not build: %v\n%s", err, out)
	}
	there := os.DirFS(filepath.Join(elsewhere, dist))
	files := 0
	err = fs.WalkDir(web.Dist(), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		files++
		want, err := fs.ReadFile(web.Dist(), name)
		if err != nil {
			return err
		}
		if got, err := fs.ReadFile(there, name); err != nil {
			t.Error(err)
		} else if !bytes.Equal(got, want) {
			t.Errorf("%s differs", name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 30 {
		t.Errorf("only %d files are built", files)
	}
}

// small is the value of the flag that the page was built with: gzip notes in its
// ninth byte how much it tried.
func small(t *testing.T) string {
	t.Helper()
	page, err := fs.ReadFile(web.Dist(), "index.html.gz")
	if err != nil {
		t.Fatalf("%v (run make page first)", err)
	}
	return strconv.FormatBool(page[8] == 2)
}

// offline is the value of the flag that the page was built with.
func offline(t *testing.T) string {
	t.Helper()
	page, err := fs.ReadFile(web.Dist(), "index.html")
	if err != nil {
		t.Fatalf("%v (make test builds the page first)", err)
	}
	if bytes.Contains(page, []byte(`data-version=""`)) {
		return "false"
	}
	return "true"
}

// copyTo copies a file or folder, without build results and the files that only tests need.
func copyTo(t *testing.T, to, from, name string) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(from, name),
		func(path string, e fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			rel, err := filepath.Rel(from, path)
			if err != nil {
				return err
			}
			if e.IsDir() {
				if e.Name() == "testdata" || rel == "web/examples" {
					return fs.SkipDir
				}
				return os.MkdirAll(filepath.Join(to, rel), 0o777)
			}
			if filepath.Dir(rel) == dist && e.Name() != ".gitignore" {
				return nil
			}
			if e.Type() == fs.ModeSymlink { // node_modules/.bin
				return nil
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(to, rel), data, 0o666)
		})
	if err != nil {
		t.Fatal(err)
	}
}

func TestNotices(t *testing.T) {
	text, err := fs.ReadFile(web.Dist(), noticesFile)
	if err != nil {
		t.Fatalf("%v (make test builds the page first)", err)
	}
	for _, want := range []string{
		"\n  echarts 6.1.0 (Apache-2.0)\n",
		"\n  honnef.co/go/js/dom/v2 v2.0.0-20231112215516-51f43a291193 (MIT)\n",
		"\n  github.com/golang/freetype v0.0.0-20170609003504-e2365dfdc4a0 (FTL, server)\n",
		" (MIT AND OFL-1.1, server)\n",
		"\nGo 1.",
		"Copyright 2009 The Go Authors.",
		"Copyright 2017-2026 The Apache Software Foundation", // ECharts' NOTICE
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the notices lack %q", want)
		}
	}
	for _, page := range []string{"index.html", "index.zh.html"} {
		html, err := fs.ReadFile(web.Dist(), page)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{`<li>zrender 6.1.0: BSD-3-Clause</li>`,
			`<a href="` + noticesFile + `">`} {
			if !strings.Contains(string(html), want) {
				t.Errorf("%s lacks %q", page, want)
			}
		}
		if strings.Contains(string(html), "<li>golang.org/x/net") {
			t.Errorf("%s lists what the server has only", page)
		}
	}
}

// A component with no licence, or an unknown one, does not ship.
func TestNoLicence(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"none":                   {"README.md": "MIT"},
		"unknown":                {"LICENSE": "Ask me."},
		"a patent grant is none": {"PATENTS": "Permission is hereby granted, free of charge, to any person obtaining a copy"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for file, text := range files {
				if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			c := component{Name: "x"}
			if err := c.read(dir); err == nil {
				t.Errorf("the licence is %q", c.Licence)
			}
		})
	}
}
