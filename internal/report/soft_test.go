package report

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"lossexplorer/internal/text"
	"lossexplorer/losscore"
)

// softRows are labels and probabilities of n rows.
func softRows(n int) (data string, y, p []float64) {
	r := rand.New(rand.NewPCG(8, 9))
	data = "label,score\n"
	for range n {
		score := math.Round(1e6*r.Float64()) / 1e6
		label := math.Round(1e3*min(1, max(0, score+0.3*r.NormFloat64()))) / 1e3
		y, p = append(y, label), append(p, score)
		data += fmt.Sprintf("%v,%v\n", label, score)
	}
	return data, y, p
}

// Soft labels are measured by the loss' own convention, and results that need classes are null.
func TestSoft(t *testing.T) {
	data, y, p := softRows(5000)
	name := filepath.Join(t.TempDir(), "soft.csv")
	if err := os.WriteFile(name, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	table := filepath.Join(t.TempDir(), "weights.csv")
	for setting, l := range map[string]losscore.Loss{
		"": losscore.Focal{Gamma: 2, Alpha: 0.25, Balanced: true,
			Epsilon: 1e-7},
		"loss=monai&gamma=3&balanced=0":    losscore.MONAIFocal{Gamma: 3, Epsilon: 1e-7},
		"loss=quality&gamma=1.5":           losscore.QualityFocal{Beta: 1.5, Epsilon: 1e-7},
		"loss=heatmap":                     losscore.HeatmapFocal{Gamma: 2, Beta: 4, Epsilon: 1e-7},
		"loss=cross-entropy&epsilon=0.001": losscore.Focal{Epsilon: 0.001},
	} {
		got, said, err := summaryOf(t, "-in", name, "-soft", "-a", setting, "-weights", table)
		if err != nil {
			t.Fatal(err)
		}
		sum, cross, square := 0., 0., 0.
		for i := range y {
			loss, _ := l.AtProb(y[i], p[i])
			ce, _ := losscore.Focal{}.AtProb(y[i], p[i])
			sum, cross, square = sum+loss, cross+ce, square+(y[i]-p[i])*(y[i]-p[i])
		}
		n := float64(len(y))
		for what, v := range map[string][2]float64{"loss": {float64(got.Loss.Mean), sum / n},
			"nll": {float64(got.NLL), cross / n}, "brier": {float64(got.Brier), square / n}} {
			if !(math.Abs(v[0]/v[1]-1) < 1e-9) {
				t.Errorf("%s: %s is %v, want %v", setting, what, v[0], v[1])
			}
		}
		if got.Rows != len(y) || !got.Label.Soft || got.Label.Classes != nil || got.Soft == nil ||
			len(got.Soft.Bands) != 7 {
			t.Errorf("%s: %+v, %+v", setting, got.Label, got.Soft)
		}
		if !strings.Contains(said, `label "label", soft: a number from 0 to 1`) {
			t.Errorf("said %q", said)
		}
		file, err := os.Open(table)
		if err != nil {
			t.Fatal(err)
		}
		records, err := csv.NewReader(file).ReadAll()
		file.Close()
		if err != nil || len(records) != len(y)+1 ||
			strings.Join(records[0], ",") != "row,line,y,p,loss,gradient,weight" {
			t.Fatalf("%d records, %v, %v", len(records), records[0], err)
		}
		for i, record := range records[1:] {
			loss, _ := l.AtProb(y[i], p[i])
			if v, _ := strconv.ParseFloat(record[4], 64); record[0] != strconv.Itoa(i) ||
				math.Abs(v-loss) > 1e-8*loss+1e-300 {
				t.Fatalf("%s: row %d is %v, want the loss %v", setting, i, record, loss)
			}
		}
	}
}

// Formats of text have the same labels, and labels that are no number from 0 to 1 are
// rejected one by one.
func TestSoftFormats(t *testing.T) {
	_, y, p := softRows(400)
	lines := map[string]string{"a.csv": "label,score\n", "a.tsv": "label\tscore\n", "a.jsonl": "",
		"a.json": "["}
	for i := range y {
		label, score := strconv.FormatFloat(y[i], 'g', -1, 64),
			strconv.FormatFloat(p[i], 'g', -1, 64)
		lines["a.csv"] += label + "," + score + "\n"
		lines["a.tsv"] += label + "\t" + score + "\n"
		object := `{"label": ` + label + `, "score": ` + score + "}"
		lines["a.jsonl"] += object + "\n"
		lines["a.json"] += object + ","
	}
	lines["a.json"] = strings.TrimSuffix(lines["a.json"], ",") + "]"
	lines["a.csv"] += "1.5,0.5\n-0.1,0.5\nsome,0.5\n"
	want := 0.
	for _, name := range []string{"a.csv", "a.tsv", "a.jsonl", "a.json"} {
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file, []byte(lines[name]), 0o600); err != nil {
			t.Fatal(err)
		}
		got, said, err := summaryOf(t, "-in", file, "-soft")
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if want == 0 {
			want = float64(got.Loss.Sum)
			if got.Rejected != 3 || got.Reasons["label outside"] != 2 ||
				!strings.Contains(said, "allowed: 0–1") {
				t.Errorf("%d rows are rejected: %v, %s", got.Rejected, got.Reasons, said)
			}
		}
		rows := 0
		for _, b := range got.Soft.Bands {
			rows += b.Rows
		}
		if rows != len(y) || got.Rows != len(y) || float64(got.Loss.Sum) != want {
			t.Errorf("%s: %d rows, the loss is %v, want %v", name, rows, got.Loss.Sum, want)
		}
	}
}

// The page of soft labels has its sentences, tables and chart in both languages.
func TestSoftPage(t *testing.T) {
	data, _, _ := softRows(500)
	for _, m := range text.All() {
		page, _, _, err := run(t, data+"2,0.5\n", "-soft", "-lang", m.Code, "-b", "loss=quality")
		if err != nil {
			t.Fatal(err)
		}
		of := text.SoftDataOf(m)
		for _, want := range []string{`lang="` + m.Lang + `"`, of.Without, of.WithoutReport,
			of.Rule, of.Quality, of.Metrics[6], of.Calibration, of.Bands, "0.2 &lt; y ≤ 0.4",
			"|y − p|"} {
			if !strings.Contains(page, want) {
				t.Errorf("%s: the page has no %q", m.Lang, want)
			}
		}
		options := option.FindAllStringSubmatch(page, -1)
		if len(options) != 1 || !json.Valid([]byte(options[0][1])) ||
			!strings.Contains(options[0][1], of.Observed) {
			t.Errorf("%s: the charts are %v", m.Lang, options)
		}
	}
}

// Options that soft labels do not support are refused with a sentence; labels are never rounded.
func TestSoftRefused(t *testing.T) {
	data, _, _ := softRows(300)
	for want, args := range map[string][]string{
		"-soft to keep them, -label-threshold": nil,
		"it is unclear how to read them":       {"-positive", "1"},
		"-against needs labels":                {"-soft", "-against", "other.csv"},
		"groups of rows with soft labels": {"-soft", "-y", "label", "-p", "score", "-group",
			"label"},
		"soft and have a threshold": {"-soft", "-label-threshold", "0.5"},
		"above 0 and at most 1":     {"-label-threshold", "1.5"},
		"auc<0.9 (auc is –)":        {"-soft", "-fail-if", "auc<0.9"},
	} {
		_, _, _, err := run(t, data, args...)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", args, err, want)
		}
	}
	page, _, said, err := run(t, data, "-label-threshold", "0.5")
	if err != nil || !strings.Contains(page, "≥ 0.5") ||
		!strings.Contains(said, "class 1 from 0.5 on") {
		t.Errorf("a threshold: %v, %q", err, said)
	}
}
