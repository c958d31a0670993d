package predictions

import (
	"strconv"
	"strings"
	"testing"

	"lossexplorer/internal/state"
)

// count runs a rounding to its end, and returns the values that it shows.
func count(t *testing.T, d *Data, pairs ...string) map[string]string {
	t.Helper()
	s := state.Default().At(state.PlacePrecision)
	for i := 0; i < len(pairs); i += 2 {
		var err error
		if s, err = s.With(pairs[i], pairs[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	r := d.Rounding(s)
	if r == nil {
		return nil
	}
	for !r.Step() {
	}
	return values(t, r.Show(nil))
}

// Each row counts by its own logit: of a formula as it is typed, a positive is NaN in
// float16 at 20 and has no gradient at -20, where sigmoid is 0.
func TestRounding(t *testing.T) {
	d, err := load(t, "label,logit\n1,20\n1,-20\n1,0.5\n0,-0.5\n0,300\n")
	if err != nil {
		t.Fatal(err)
	}
	got := count(t, d, "impl", "torchvision", "gamma", "0.5", "format", "float16")
	want := "In float16, 1 of 5 rows (20.0%) lie where torchvision fails: the gradient of 0 is 0 where it should not be, and that of 1 is NaN or infinite."
	if got["precision-rows-say "] != want || got["precision-rows hidden"] != "false" {
		t.Errorf("%q", got)
	}
	// float64 to float16
	for i, rows := range []string{"5 0 0 0 0", "4 0 0 0 1", "4 0 0 0 1", "4 0 0 0 1"} {
		for k, n := range strings.Fields(rows) {
			if got := got["precision-row-"+strconv.Itoa(k)+"-"+strconv.Itoa(i)+" "]; got != n {
				t.Errorf("row %d, column %d: %s, want %s", k, i, got, n)
			}
		}
	}
	got = count(t, d, "impl", "own", "formula_text", "-log(pt)", "format", "bfloat16",
		"measure", "loss")
	if !strings.HasPrefix(got["precision-rows-say "],
		"In bfloat16, 2 of 5 rows (40.0%) lie where your custom loss fails: the loss of 1 ") {
		t.Errorf("%q", got)
	}
	// A loss that cannot be run leaves no counts of another loss.
	if got := count(t, d, "impl", "own", "formula_text", "-log("); got != nil {
		t.Errorf("%q", got)
	}
	s, _ := state.Default().At(state.PlacePrecision).With("formula_text", "-log(")
	s, _ = s.With("impl", "own")
	if got := values(t, d.Show(nil, s)); got["precision-rows hidden"] != "true" ||
		got["precision-rows-say "] != "" {
		t.Errorf("%q", got)
	}
	if d.Rounding(state.Default()) != nil {
		t.Error("rows are counted while the place is not shown")
	}
}

// All rows of a file are counted, and those of a p of 0 or 1 apart.
func TestRoundingRows(t *testing.T) {
	var b strings.Builder
	b.WriteString("y,p\n")
	for i := range 30_000 {
		b.WriteString(strconv.Itoa(i%2) + "," + strconv.FormatFloat(float64(i%10000)/9999, 'g', -1,
			64) + "\n")
	}
	d, err := load(t, b.String())
	if err != nil {
		t.Fatal(err)
	}
	got := count(t, d, "impl", "page", "format", "float32")
	if want := "In float32, 0 of 29994 rows (0.0%) lie"; !strings.HasPrefix(
		got["precision-rows-say "], want) ||
		!strings.HasSuffix(got["precision-rows-say "],
			"6 more rows have a p of exactly 0 or 1, whose logit the file does not give.") {
		t.Errorf("%q, want %q", got["precision-rows-say "], want)
	}
}

func TestRoundingSeveral(t *testing.T) {
	d, err := load(t, "label,a,b,c\n0,0.2,0.3,0.5\n1,0.1,0.8,0.1\n2,0.3,0.3,0.4\n")
	if err != nil {
		t.Fatal(err)
	}
	if got := count(t, d); got != nil {
		t.Errorf("%q", got)
	}
	if got := values(t, d.Fixed(nil))["precision-rows-say "]; got != "The lab is for two classes: the file has more." {
		t.Errorf("%q", got)
	}
}
