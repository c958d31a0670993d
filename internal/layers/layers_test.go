// Package layers tests which package may import which.
package layers

import (
	"fmt"
	"iter"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "lossexplorer"

// layers are the packages of the module from the lowest layer to the highest. A
// name stands for the packages below it too, unless they are listed themselves.
// A package may import packages of lower layers, and of its own folder.
var layers = [][]string{
	{"losscore", "internal/text", "web"}, // leaves
	{"internal/catalog", "internal/classweights", "internal/precision"},
	{ // domains, which know no page
		"internal/formula", "internal/frameworks", "internal/imbalance", "internal/predict",
		"internal/train", "internal/undo",
	},
	{"internal/state", "internal/python"},
	{"internal/plot", "internal/code", "internal/hide", "internal/shortcut"},
	{"internal/formula/compile", "internal/lessons", "internal/article", "internal/lint",
		"internal/widget"},
	{"internal/render", "internal/report", "internal/panel", "internal/snippet"},
	{"internal/classroom", "internal/scorm", "internal/server"},
	{"internal/sitegen", "internal/bench", "internal/browser", "internal/docs", "internal/layers",
		"wasm"},
	{""}, // the program
}

// leaves import no package of this module.
var leaves = []string{"losscore", "internal/text", "web"}

// place returns the layer of a package and the name by which it is listed.
func place(pkg string) (layer int, name string, ok bool) {
	layer = -1
	for i, names := range layers {
		for _, n := range names {
			if (pkg == n || n != "" && strings.HasPrefix(pkg, n+"/")) && len(n) >= len(name) {
				layer, name = i, n
			}
		}
	}
	return layer, name, layer >= 0
}

// folder returns the first two elements of a package's path, by which packages
// of one subject belong together.
func folder(pkg string) string {
	parts := strings.SplitN(pkg, "/", 3)
	return strings.Join(parts[:min(2, len(parts))], "/")
}

// upward returns the imports that no layer allows, as sentences.
func upward(imports map[string][]string) (faults []string) {
	for pkg, all := range imports {
		layer, _, ok := place(pkg)
		if !ok {
			faults = append(faults, fmt.Sprintf("%s is in no layer: add it to the list", pkg))
			continue
		}
		for _, other := range all {
			lower, _, _ := place(other)
			if slices.Contains(leaves, pkg) {
				faults = append(faults, fmt.Sprintf("%s imports %s, but it is a leaf", pkg, other))
			} else if lower > layer ||
				lower == layer && folder(pkg) != folder(other) && !strings.HasPrefix(pkg, "wasm") {
				faults = append(faults,
					fmt.Sprintf("%s imports %s, which is no lower layer", pkg, other))
			}
		}
	}
	slices.Sort(faults)
	return faults
}

func TestImportsRunDown(t *testing.T) {
	imports := map[string][]string{}
	for fields := range packages(t, `{{.ImportPath}} {{join .Imports " "}}`) {
		pkg := inModule(fields[0])
		for _, path := range fields[1:] {
			if path == module || strings.HasPrefix(path, module+"/") {
				imports[pkg] = append(imports[pkg], inModule(path))
			}
		}
		if imports[pkg] == nil {
			imports[pkg] = []string{}
		}
	}
	if len(imports) < 20 {
		t.Fatalf("go list names %d packages only", len(imports))
	}
	for _, fault := range upward(imports) {
		t.Error(fault)
	}
}

// A package that was renamed keeps no comment with its former name.
func TestPackageComments(t *testing.T) {
	for fields := range packages(t, `{{if .GoFiles}}{{.ImportPath}} {{.Name}} {{.Doc}}{{end}}`) {
		pkg, name, doc := inModule(fields[0]), fields[1], fields[2:]
		switch {
		case name == "main" || len(doc) > 1 && doc[0] == "Package" && doc[1] == name:
		case len(doc) == 0:
			t.Errorf("%s: package %s has no comment", pkg, name)
		default:
			t.Errorf("%s: the comment of package %s begins %q", pkg, name, doc[:min(3, len(doc))])
		}
	}
}

// packages returns the words of a line about each package of the module, as go list writes
// it for this platform and for browsers.
func packages(t *testing.T, format string) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for _, platform := range [][]string{nil, {"GOOS=js", "GOARCH=wasm"}} {
			cmd := exec.Command("go", "list", "-e", "-f", format, module+"/...")
			cmd.Env = append(os.Environ(), platform...)
			cmd.Dir = "../.."
			out, err := cmd.Output()
			if err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(string(out)) {
				if !yield(strings.Fields(line)) {
					return
				}
			}
		}
	}
}

func inModule(path string) string {
	return strings.TrimPrefix(strings.TrimPrefix(path, module), "/")
}

// The test finds what it looks for.
func TestUpward(t *testing.T) {
	got := upward(map[string][]string{
		"losscore":            {"internal/catalog"},
		"internal/state":      {"internal/formula", "losscore", "internal/plot"},
		"internal/plot":       {"internal/code"},
		"internal/predict/x":  {"internal/predict/y"},
		"internal/newcomer":   nil,
		"internal/render/svg": {"internal/render/chart"},
		"":                    {"internal/server/site"},
	})
	want := []string{
		"internal/newcomer is in no layer: add it to the list",
		"internal/plot imports internal/code, which is no lower layer",
		"internal/state imports internal/plot, which is no lower layer",
		"losscore imports internal/catalog, but it is a leaf",
	}
	if !slices.Equal(got, want) {
		t.Errorf("upward = %q, want %q", got, want)
	}
}
