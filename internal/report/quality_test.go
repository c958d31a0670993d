package report

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// The page has the model's name, the curves, the maps of the scores with their code and the
// groups; another model's file is compared row by row.
func TestQuality(t *testing.T) {
	folder := t.TempDir()
	data, err := os.ReadFile("../predict/sample/satellite.csv")
	if err != nil {
		t.Fatal(err)
	}
	var own, other strings.Builder
	for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		line = strings.TrimSpace(line)
		if i == 0 {
			own.WriteString(line + ",part\n")
			other.WriteString(line + ",part\n")
			continue
		}
		part := []string{"a", "b"}[i%2]
		own.WriteString(line + "," + part + "\n")
		other.WriteString(line[:strings.LastIndex(line, ",")] + ",0.1," + part + "\n")
	}
	a, b, out, summary := filepath.Join(folder, "a.csv"), filepath.Join(folder, "b.csv"), filepath.Join(folder, "out.html"), filepath.Join(folder, "out.json")
	for name, text := range map[string]string{a: own.String(), b: other.String()} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	dist := fstest.MapFS{"assets/report.0.js": &fstest.MapFile{Data: []byte("script")}}
	args := []string{"-in", a, "-against", b, "-group", "part", "-model", "net 7", "-out", out, "-json", summary}
	if err := Run(context.Background(), args, dist, io.Discard, io.Discard); err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"net 7", "ROC curve", "def calibrated(logit, T=", "IsotonicRegression", "By part", "6435 rows are in both files", `"tp":`, "expected calibration error: how far"} {
		if !bytes.Contains(page, []byte(want)) {
			t.Errorf("the page lacks %q", want)
		}
	}
	var j JSON
	if data, err = os.ReadFile(summary); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &j); err != nil {
		t.Fatal(err)
	}
	auc := j.Pair["auc"]
	if j.Paired != 6435 || auc.A != j.AUC || auc.B != 0.5 || !(auc.High < 0) || len(j.Groups) != 2 {
		t.Errorf("%d rows, %+v, AUC %v, %d groups", j.Paired, auc, j.AUC, len(j.Groups))
	}
	if none := j.Cures["none"]; none.NLL-j.NLL > 1e-12 || j.NLL-none.NLL > 1e-12 || j.Cures["temperature"].T == 0 {
		t.Errorf("by folds the NLL is %v, in all %v", none.NLL, j.NLL)
	}
	if err := Run(context.Background(), []string{"-in", a, "-against", b, "-out", b}, dist, io.Discard, io.Discard); err == nil {
		t.Error("the page may be written to the other model's file")
	}
}
