package predictions

import (
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/predictfile"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

func numberOf(t *testing.T, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// The threshold divides the rows as scikit-learn's confusion_matrix does, at 0.5 first;
// the cheapest costs no more than any position of the slider.
func TestThreshold(t *testing.T) {
	d := sample(t)
	all := values(t, d.Fixed(nil))
	want := map[string]string{"predict-confusion-0 ": "347", "predict-confusion-1 ": "279",
		"predict-confusion-2 ": "116", "predict-confusion-3 ": "5693"}
	for id, n := range want {
		if all[id] != n {
			t.Errorf("%s is %s, want %s", id, all[id], n)
		}
	}
	d.Costs(1, 10)
	d.Cheapest()
	least := numberOf(t, values(t, d.Quality(nil))["predict-score-3 "])
	for position := 0; position <= ThresholdSteps; position += 50 {
		d.Threshold(float64(position))
		if cost, ok := values(t, d.Quality(nil))["predict-score-3 "]; ok &&
			numberOf(t, cost) < least {
			t.Errorf("position %d costs %s, the cheapest %v", position, cost, least)
		}
	}
}

// Bins of equal mass have about as many rows each, and their own error.
func TestEqualMass(t *testing.T) {
	d := sample(t)
	width := values(t, d.Fixed(nil))
	d.Mass(true)
	mass := values(t, d.Quality(nil))
	if mass["predict-ece "] == width["predict-ece "] ||
		!strings.Contains(mass["predict-ece "], "of equal mass") {
		t.Errorf("it says %q", mass["predict-ece "])
	}
	if n := numberOf(t, mass["predict-bin-0-3 "]); math.Abs(n-429) > 2 {
		t.Errorf("the first bin has %v rows", n)
	}
}

// Maps are shown with their code, the inverse that of the loss.
func TestCures(t *testing.T) {
	d := sample(t)
	s := state.Default()
	all := values(t, d.Cures(nil, s))
	if all["predict-cured hidden"] != "false" ||
		!strings.Contains(all["predict-cure-1-code "], "T=") ||
		all["predict-cure-0-has hidden"] != "true" {
		t.Errorf("%v", all)
	}
	if nll := numberOf(t, all["predict-cure-0-0 "]); math.Abs(nll-0.1508) > 1e-4 {
		t.Errorf("the NLL is %v", nll)
	}
	few, err := load(t, "y,p\n1,0.5\n0,0.25\n")
	if err != nil {
		t.Fatal(err)
	}
	if said := values(t, few.Cures(nil, s))["predict-cures-say "]; !strings.Contains(said,
		"Fewer than two classes have 50 rows") {
		t.Errorf("of two rows it says %q", said)
	}
}

// Several classes have maps, too; scikit-learn's numbers are package cure's.
func TestCuresSeveral(t *testing.T) {
	file, err := os.ReadFile("../../predict/cure/testdata/several.csv")
	if err != nil {
		t.Fatal(err)
	}
	d, err := load(t, string(file))
	if err != nil {
		t.Fatal(err)
	}
	if all := values(t, d.Fixed(nil)); all["predict-cures hidden"] != "false" || d.Cured() {
		t.Error("the maps of several classes are hidden")
	}
	all := values(t, d.Cures(nil, state.Default()))
	for id, want := range map[string]float64{"predict-cure-0-2 ": 0.108424,
		"predict-cure-1-0 ": 0.739387, "predict-cure-4-1 ": 0.413911} {
		if got := numberOf(t, all[id]); math.Abs(got-want) > 1e-5 {
			t.Errorf("%s is %v, want %v", id, got, want)
		}
	}
	if all["predict-cured hidden"] != "false" ||
		!strings.Contains(all["predict-cure-1-code "], "softmax(logits / T)") {
		t.Errorf("%v", all)
	}
	one, err := load(t, "y,p0,p1,p2\n"+strings.Repeat("1,0.1,0.7,0.2\n", 60)+
		"0,0.5,0.3,0.2\n2,0.1,0.1,0.8\n")
	if err != nil {
		t.Fatal(err)
	}
	if said := values(t, one.Cures(nil, state.Default())); said["predict-cured hidden"] != "true" {
		t.Errorf("of one class with enough rows: %v", said)
	}
}

// The alpha that is offered keeps its digits, however small.
func TestSmallAlpha(t *testing.T) {
	d, err := load(t, "y,p\n"+strings.Repeat("1,0.01\n", 20)+strings.Repeat("0,0.001\n", 400))
	if err != nil {
		t.Fatal(err)
	}
	s := state.Default()
	s.Values[s.Kind.Param("gamma")] = 2
	if alpha := numberOf(t, values(t,
		d.Show(nil, s))["predict-alpha value"]); math.Abs(alpha/5.65545e-08-1) > 1e-3 {
		t.Errorf("the alpha is %v, want 5.65545e-08", alpha)
	}
}

// Rows are compared by the values of a column.
func TestGroups(t *testing.T) {
	data := "y,p,part\n1,0.9,b\n0,0.4,b\n1,0.3,a\n0,0.6,a\n0,0.1,a\n"
	f, err := predictfile.Read(predictfile.Input{Name: "a.csv", Size: int64(len(data)),
		ReaderAt: strings.NewReader(data)})
	if err != nil {
		t.Fatal(err)
	}
	c, _, err := predict.Choice{Group: "part"}.Columns(f.Names(), f.Head())
	if err != nil {
		t.Fatal(err)
	}
	d, err := Load(text.For("en"), "a.csv", f, c, 1, func(float64) {})
	if err != nil {
		t.Fatal(err)
	}
	all := values(t, d.Fixed(nil))
	for id, want := range map[string]string{
		"predict-groups hidden": "false", "predict-group-0-0 ": "b", "predict-group-1-1 ": "3",
		"predict-group-1-2 ": "1",
		"predict-group-0-5 ": "1", "predict-group-1-5 ": "0.5", "predict-group-2 hidden": "true",
	} {
		if all[id] != want {
			t.Errorf("%s is %q, want %q", id, all[id], want)
		}
	}
}

// A file of one class has no curves of thresholds, and no coordinates that are no numbers.
func TestOneClass(t *testing.T) {
	for file, hidden := range map[string]string{"y,p\n1,0.5\n1,0.25\n": "true",
		"y,p\n0,0.5\n0,0.25\n": "true", "y,p\n1,0.5\n0,0.25\n": "false"} {
		d, err := load(t, file)
		if err != nil {
			t.Fatal(err)
		}
		all := values(t, d.Fixed(nil))
		for key, value := range values(t, d.Quality(nil)) {
			all[key] = value
		}
		if got := all["predict-thresholds hidden"]; got != hidden {
			t.Errorf("%q: hidden is %q, want %s", file, got, hidden)
		}
		for key, value := range all {
			if strings.Contains(value, "NaN") || strings.Contains(value, "-92233") {
				t.Errorf("%q: %s is %s", file, key, value)
			}
		}
	}
}
