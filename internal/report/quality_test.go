package report

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"lossexplorer/internal/text"
)

// Models of several classes are compared, too, under the loss.
func TestQualityOfSeveral(t *testing.T) {
	folder := t.TempDir()
	names := [2]string{filepath.Join(folder, "a.csv"), filepath.Join(folder, "b.csv")}
	for i, rows := range []string{"ant,0.8,0.1,0.1\nbee,0.2,0.7,0.1\ncat,0.1,0.3,0.6\n",
		"ant,0.1,0.8,0.1\nbee,0.2,0.7,0.1\ncat,0.6,0.3,0.1\n"} {
		text := "label,ant,bee,cat\n" + strings.Repeat(rows, 10)
		if err := os.WriteFile(names[i], []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var stdout bytes.Buffer
	args := []string{"-in", names[0], "-against", names[1], "-json", "-"}
	if err := Run(context.Background(), args, fstest.MapFS{}, &stdout, io.Discard); err != nil {
		t.Fatal(err)
	}
	var j JSON
	if err := json.Unmarshal(stdout.Bytes(), &j); err != nil {
		t.Fatal(err)
	}
	if setting := j.Loss.Setting; setting != "loss=focal&gamma=2&balanced=0&alpha=0.25&epsilon=1e-7" {
		t.Errorf("the setting is %q, where one alpha has no effect", setting)
	}
	accuracy, nll := j.Pair["accuracy"], j.Pair["nll"]
	if _, has := j.Pair["auc"]; has || accuracy.A != 1 ||
		math.Abs(float64(accuracy.B)-1./3) > 1e-12 ||
		nll.A != j.NLL || j.Pair["loss"].A == 0 {
		t.Errorf("of %d rows: %+v", j.Paired, j.Pair)
	}
}

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
			other.WriteString(line + "\n") // it needs no groups
			continue
		}
		part := []string{"a", "b"}[i%2]
		own.WriteString(line + "," + part + "\n")
		other.WriteString(line[:strings.LastIndex(line, ",")] + ",0.1\n")
	}
	a, b, out, summary := filepath.Join(folder, "a.csv"), filepath.Join(folder, "b.csv"),
		filepath.Join(folder, "out.html"), filepath.Join(folder, "out.json")
	for name, text := range map[string]string{a: own.String(), b: other.String()} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	dist := fstest.MapFS{"assets/report.0.js": &fstest.MapFile{Data: []byte("script")}}
	args := []string{"-in", a, "-against", b, "-group", "part", "-model", "net 7", "-out", out,
		"-json", summary}
	var said bytes.Buffer
	if err := Run(context.Background(), args, dist, io.Discard, &said); err != nil {
		t.Fatal(err)
	}
	if _, after, ok := strings.Cut(said.String(), b+": CSV\n"); !ok ||
		!strings.Contains(after, "  score ") {
		t.Errorf("the columns of the other file are not named:\n%s", said.String())
	}
	page, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"net 7", "ROC curve", "def calibrated(logit, T=",
		"IsotonicRegression", "By part", "6435 rows are in both files", `"tp":`,
		"expected calibration error: how far"} {
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
	if none := j.Cures["none"]; none.NLL-j.NLL > 1e-12 || j.NLL-none.NLL > 1e-12 ||
		j.Cures["temperature"].T == 0 {
		t.Errorf("by folds the NLL is %v, in all %v", none.NLL, j.NLL)
	}
	if err := Run(context.Background(), []string{"-in", a, "-against", b, "-out", b}, dist,
		io.Discard, io.Discard); err == nil {
		t.Error("the page may be written to the other model's file")
	}
}

// Several classes have maps with the numbers of scikit-learn, and their code.
func TestCuresSeveral(t *testing.T) {
	page := filepath.Join(t.TempDir(), "page.html")
	summary := filepath.Join(t.TempDir(), "summary.json")
	if err := Run(context.Background(), []string{"-in", "../predict/cure/testdata/several.csv",
		"-out", page, "-json", summary}, dist, io.Discard, io.Discard); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(summary)
	if err != nil {
		t.Fatal(err)
	}
	var j JSON
	if err := json.Unmarshal(data, &j); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]float64{"none": 0.831730, "temperature": 0.739387,
		"inverse": 1.396840, "isotonic": 0.890079} {
		if got := float64(j.Cures[name].NLL); !(got-want < 1e-6 && want-got < 1e-6) {
			t.Errorf("%s: the NLL is %v, want %v", name, got, want)
		}
	}
	if data, err = os.ReadFile(page); err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(data, []byte("softmax(logits / T)")) {
		t.Error("the page lacks the code of the temperature")
	}
}

// Where boosting starts is the constant with the least mean loss of the file's labels.
func TestStart(t *testing.T) {
	data := "y,p\n"
	for i := range 100 {
		data += []string{"0", "1"}[min(1, (i+1)/100)] + ",0." + strconv.Itoa(10+i%80) + "\n"
	}
	name := filepath.Join(t.TempDir(), "a.csv")
	if err := os.WriteFile(name, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	for setting, want := range map[string]float64{"gamma=2&alpha=0.25": -2.107,
		"gamma=2&alpha=0.5": -1.7065, "gamma=0&balanced=0": -4.595} {
		s, _, err := summaryOf(t, "-in", name, "-a", setting)
		if err != nil || math.Abs(float64(s.Start)-want) > 5e-4 {
			t.Errorf("%s: %v, want %v; %v", setting, s.Start, want, err)
		}
	}
	for _, m := range text.All() {
		page, _, _, err := run(t, data, "-lang", m.Code, "-a", "gamma=2&alpha=0.25")
		if err != nil || !strings.Contains(page, "p = 0.108") || !strings.Contains(page, "-2.10") {
			t.Errorf("%s: the page does not say where boosting starts; %v", m.Code, err)
		}
	}
}
