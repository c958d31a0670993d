package predictions

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/predictfile"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// softFile opens rows with soft labels.
func softFile(t *testing.T, data string) (*predictfile.File, predict.Columns) {
	t.Helper()
	f, err := predictfile.Read(predictfile.Input{Name: "a.csv", Size: int64(len(data)),
		ReaderAt: strings.NewReader(data)})
	if err != nil {
		t.Fatal(err)
	}
	c, _, err := predict.Choice{Soft: true}.Columns(f.Names(), f.Head())
	if err != nil {
		t.Fatal(err)
	}
	return f, c
}

// Soft labels are asked about, and then shown under every loss by its own convention.
func TestSoft(t *testing.T) {
	data := "y,p\n"
	var y, p []float64
	for i := range 200 {
		label, score := float64(i%11)/10, (float64(i)+0.5)/200
		y, p = append(y, label), append(p, score)
		data += fmt.Sprintf("%v,%v\n", label, score)
	}
	_, err := load(t, data)
	for _, m := range text.All() {
		if got := Explain(m, err); err == nil ||
			!strings.HasPrefix(got, text.ReportOf(m).Problems[predict.Soft]) {
			t.Errorf("without a choice: %q", got)
		}
	}
	for _, m := range text.All() {
		f, c := softFile(t, data)
		d, err := Load(m, "a.csv", f, c, predict.MaxRejected, func(float64) {})
		if err != nil {
			t.Fatal(err)
		}
		fixed := values(t, d.Fixed(nil))
		for id, want := range map[string]string{
			"predict-soft hidden": "false", "predict-thresholds hidden": "true",
			"predict-metrics hidden": "true", "predict-pair hidden": "true",
			"predict-class-6 hidden": "false", "predict-class-7 hidden": "true",
			"predict-class-1-name ": "0 < y ≤ 0.2", "predict-top-p ": "p",
			"predict-soft-0 ": number(mean(y)), "predict-by ": text.SoftDataOf(m).Label,
		} {
			if fixed[id] != want {
				t.Errorf("%s is %q, want %q", id, fixed[id], want)
			}
		}
		for _, loss := range []string{"focal", "monai", "quality", "heatmap", "varifocal",
			"distillation", "asymmetric", state.CustomLoss} {
			s, err := state.Default().With(state.LossKey, loss)
			if err != nil {
				t.Fatal(err)
			}
			if d.Exact(s) != nil || len(d.Cures(nil, s)) > 0 {
				t.Fatal("soft labels have maps of the scores, or are summed twice")
			}
			d.said = nil
			got := values(t, d.Show(nil, s))
			sum := 0.
			for i := range y {
				one, _ := s.Loss().AtProb(y[i], p[i])
				sum += one
			}
			if got["predict-total-0 "] != number(sum) || got["predict-share-all-0 "] != "200" ||
				got["predict-total-4 "] != "–" {
				t.Errorf("%s: the total is %q, want %v", loss, got["predict-total-0 "], number(sum))
			}
			if rule := got["predict-soft-rule "]; rule == "" {
				t.Errorf("%s: nothing is said about soft labels", loss)
			}
			d.Keep(s)
			if kept := values(t,
				d.Show(nil, s)); kept["predict-compared-4-0 "] != number(sum/200) ||
				kept["predict-compared-4-1 "] != number(sum/200) {
				t.Errorf("%s: beside itself it has %q and %q", loss, kept["predict-compared-4-0 "],
					kept["predict-compared-4-1 "])
			}
			d.Forget()
		}
		f, c = softFile(t, data)
		var table []byte
		if err := Weights(f, c, state.Default(), func(b []byte) { table = append(table, b...) },
			func(float64) {}); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSpace(string(table)), "\n")
		if len(lines) != 201 || lines[0] != "row,line,y,p,loss,gradient,weight" ||
			!strings.HasPrefix(lines[2], "1,3,0.1,0.0075,") {
			t.Errorf("the table has %d lines, %q, %q", len(lines), lines[0], lines[2])
		}
	}
	// After it, a file of classes has its names again.
	d := sample(t)
	fixed := values(t, d.Fixed(nil))
	r := text.ReportOf(text.For("en"))
	if fixed["predict-by "] != r.Class || fixed["predict-top-p "] != "p_t" ||
		fixed["predict-soft hidden"] != "true" || fixed["predict-metrics hidden"] != "false" {
		t.Errorf("%q, %q", fixed["predict-by "], fixed["predict-top-p "])
	}
}

func mean(v []float64) float64 {
	sum := 0.
	for _, x := range v {
		sum += x
	}
	return sum / float64(len(v))
}

// A loss without a value there is shown as none, and a hidden class is no band.
func TestSoftEnds(t *testing.T) {
	f, c := softFile(t, "y,p\n0.5,0\n0.5,1\n")
	d, err := Load(text.For("en"), "a.csv", f, c, predict.MaxRejected, func(float64) {})
	if err != nil {
		t.Fatal(err)
	}
	s, err := state.Default().With(state.EpsilonKey, "0")
	if err != nil {
		t.Fatal(err)
	}
	got := values(t, d.Show(nil, s))
	for i, want := range []string{"∞", "∞", "∞", "∞", "–"} {
		if v := got["predict-total-"+strconv.Itoa(i)+" "]; v != want {
			t.Errorf("total %d is %q, want %q", i, v, want)
		}
	}
	if v, _ := s.Loss().AtProb(0.5, 0); !math.IsInf(v, 1) {
		t.Fatalf("the loss is %v", v)
	}
}
