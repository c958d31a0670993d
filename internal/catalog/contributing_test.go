package catalog

import (
	"encoding/json"
	"go/parser"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A loss that is added as CONTRIBUTING.md describes, with the files that it names,
// passes the tests that it names.
func TestContributing(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	guide := read(t, filepath.Join(root, "CONTRIBUTING.md"))
	for _, name := range []string{"brier.go.txt", "kind.txt", "testkind.txt"} {
		if !strings.Contains(guide, "internal/catalog/testdata/newloss/"+name) {
			t.Errorf("CONTRIBUTING.md does not name %s", name)
		}
	}
	dir := t.TempDir()
	overlay := map[string]string{filepath.Join(root, "losscore/brier.go"): filepath.Join(root,
		"internal/catalog/testdata/newloss/brier.go.txt")}
	insert := func(file, added, before string) {
		source := read(t, filepath.Join(root, file))
		if strings.Count(source, before) != 1 {
			t.Fatalf("%s has no place before %q", file, before)
		}
		changed := filepath.Join(dir, filepath.Base(file))
		source = strings.Replace(source, before,
			read(t, filepath.Join("testdata/newloss", added))+before, 1)
		if err := os.WriteFile(changed, []byte(source), 0o666); err != nil {
			t.Fatal(err)
		}
		overlay[filepath.Join(root, file)] = changed
	}
	insert("internal/catalog/losses.go", "kind.txt", "\t{\n\t\tID: \"cross-entropy\"")
	insert("losscore/kinds_test.go", "testkind.txt", "\t\t{\"cross-entropy\"")
	data, err := json.Marshal(map[string]any{"Replace": overlay})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(file, data, 0o666); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", "test", "-vet=off", "-overlay", file, "-run",
		"Kind|Invalid|AtLogit2|FuzzLosses|TestAccuracy$",
		"./losscore", "./internal/catalog")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// Every function that CONTRIBUTING.md lists for Code is one.
func TestContributingFunctions(t *testing.T) {
	guide := read(t, "../../CONTRIBUTING.md")
	list := regexp.MustCompile("(?s)The functions of `Code` are (.*?)\\. ").FindStringSubmatch(guide)
	if list == nil {
		t.Fatal("CONTRIBUTING.md does not list the functions of Code")
	}
	found := 0
	for _, m := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(list[1], -1) {
		x, err := parser.ParseExpr(m[1])
		if err != nil {
			t.Fatal(err)
		}
		vars := map[string]float64{"x": 0.5, "y": 0.25, "a": 0, "b": 1}
		if _, err := eval(x, vars); err != nil {
			t.Errorf("%s: %v", m[1], err)
		}
		found++
	}
	if found < 8 {
		t.Errorf("only %d functions are listed", found)
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(data), "\r\n", "\n")
}
