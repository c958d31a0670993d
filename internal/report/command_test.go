package report

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"lossexplorer/internal/predict"
	"lossexplorer/internal/predict/bins"
	"lossexplorer/internal/predict/csvfile"
	"lossexplorer/internal/text"
)

var dist = fstest.MapFS{"assets/report.0123.js": {Data: []byte("/* the charts' script */")}}

// run runs the command in a new folder with a file of predictions, and returns the
// page and the printed output.
func run(t *testing.T, data string, args ...string) (page, stdout, stderr string, err error) {
	t.Helper()
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.csv"), filepath.Join(dir, "out.html")
	if err := os.WriteFile(in, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	var printed, said bytes.Buffer
	err = Run(context.Background(), append([]string{"-in", in, "-out", out}, args...), dist,
		&printed, &said)
	b, readErr := os.ReadFile(out)
	if err == nil && readErr != nil {
		t.Fatal(readErr)
	}
	return string(b), printed.String(), said.String(), err
}

var option = regexp.MustCompile(`(?s)<script type="application/json">(.*?)</script>`)

func TestRun(t *testing.T) {
	data := sample(3000) + "7,0.5\n"
	for _, m := range text.All() {
		page, stdout, stderr, err := run(t, data, "-lang", m.Code, "-b",
			"http://localhost/?loss=focal&gamma=0&class=both")
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(stdout, "out.html") || !strings.Contains(stderr, "3001 rows") ||
			!strings.Contains(stderr, "1 rows rejected") {
			t.Errorf("printed %q and %q", stdout, stderr)
		}
		options := option.FindAllStringSubmatch(page, -1)
		if len(options) != 11 {
			t.Errorf("%d charts, want 11", len(options))
		}
		for _, o := range options {
			var parsed struct{ Series []struct{ Data []any } }
			if err := json.Unmarshal([]byte(o[1]), &parsed); err != nil || len(parsed.Series) == 0 {
				t.Errorf("%v: %.200s", err, o[1])
			}
			for _, s := range parsed.Series {
				if len(s.Data) == 0 {
					t.Errorf("a series without data: %.200s", o[1])
				}
			}
		}
		texts := text.ReportOf(m)
		for _, want := range []string{
			`lang="` + m.Lang + `"`, texts.Data, texts.Histogram, texts.Difficulty, texts.Figure4,
			texts.Calibration, texts.Heat, texts.Totals, texts.Balance, texts.Top,
			text.Fill(text.PredictOf(m).Reasons[predict.LabelOutside], "value", "7", "allowed",
				"0, 1"), "the charts&#39; script",
			"loss=focal&amp;gamma=2&amp;balanced=1&amp;alpha=0.25&amp;epsilon=1e-7", "gamma=0",
		} {
			if !strings.Contains(page, strings.ReplaceAll(want, "&#39;", "'")) {
				t.Errorf("%s: the page has no %q", m.Lang, want)
			}
		}
		// It must need nothing from anywhere.
		if found := regexp.MustCompile(`(src|href)=|@import|url\(|fetch\(`).FindString(page); found != "" {
			t.Errorf("the page has %q", found)
		}
	}
}

// Columns given by name, by number or as logits give the same results.
func TestColumns(t *testing.T) {
	const data = "a,b,c\n0.5,1,0.25\n0.75,0,1.5\n0.5,1,-2\n"
	for _, args := range [][]string{{"-y", "b", "-p", "a"}, {"-y", "2", "-p", "1"}} {
		if page, _, _, err := run(t, data, args...); err != nil ||
			!strings.Contains(page, "<td>66.7 %</td>") {
			t.Errorf("%v: %v", args, err)
		}
	}
	if _, _, stderr, err := run(t, data, "-y", "b", "-p", "c", "-logits"); err != nil ||
		!strings.Contains(stderr, "logit") {
		t.Errorf("%v, %s", err, stderr)
	}
	if _, _, _, err := run(t, "y,p\n0,4.5\n1,-3\n", "-logits"); err != nil {
		t.Error(err)
	}
	page, _, _, err := run(t, "y,p0,p1,p2\n0,0.5,0.25,0.25\n2,0,0,1\n1,1,0,0\n")
	if err != nil || !strings.Contains(page, "y = 2") || len(option.FindAllString(page, -1)) != 3 {
		t.Errorf("three classes: %v", err)
	}
}

// Scores are said to be classes if those of all rows are, whatever the first rows have.
func TestHard(t *testing.T) {
	head := "y,p\n" + strings.Repeat("0,0\n1,1\n", 150)
	for data, want := range map[string]bool{head: true, head + "1,0.5\n": false} {
		_, _, stderr, err := run(t, data)
		if err != nil || strings.Contains(stderr, "predicted classes") != want {
			t.Errorf("%v, want %v\n%s", err, want, stderr)
		}
	}
}

// A probability that rounding has put above 1 leaves the others readable, if that is said.
func TestOutside(t *testing.T) {
	data := "y,p\n1,1.0000001\n" + strings.Repeat("0,0.25\n1,0.5\n", 20)
	for _, args := range [][]string{nil, {"-kind", "probability"}} {
		if _, _, _, err := run(t, data, args...); err == nil ||
			!strings.Contains(err.Error(), "-kind probability -allow-rejected") {
			t.Errorf("%q: %v", args, err)
		}
	}
	_, _, stderr, err := run(t, data, "-kind", "probability", "-allow-rejected")
	if err != nil || !strings.Contains(stderr, "40 rows, 20 of class 0") ||
		!strings.Contains(stderr, "1 rows rejected") {
		t.Errorf("%v\n%s", err, stderr)
	}
}

func TestErrors(t *testing.T) {
	for _, test := range []struct {
		data string
		args []string
		want string
	}{
		{"", nil, "in.csv: the file has no rows"},
		{"a,b,c\n1,2,3\n", nil, "say which with -y and -p"},
		{"y,p\n[-],[%]\n1,0.5\n0,0.25\n", nil, "delete the lines above and below the names"},
		{"y,p\n1,2\n0,0.5\n", nil, "-kind logit"},
		{"y,p\n1,0.5\n", []string{"-y", "z", "-p", "p"}, `no column: "z"`},
		{"y,p\n1,0.5\n", []string{"-a", "gamma=-1"}, "gamma=-1"},
		{"y,p\n1,0.5\n", []string{"more"}, "open more"},
		{"y,p\n1,0.5\n", []string{"-in", "command.go", "-in", "./command.go"}, "count twice"},
		{"y,p\n1,0.5\n", []string{"-workers", "0"}, "at least 1"},
		{"y,p\n1,0.5\n", []string{"-out", "/nowhere/out.html"}, "/nowhere/out.html"},
		{"y,p\n1,0.5\n", []string{"-in", "/nowhere/in.csv"}, "/nowhere/in.csv"},
	} {
		if _, _, _, err := run(t, test.data, test.args...); err == nil ||
			!strings.Contains(err.Error(), test.want) {
			t.Errorf("%q %v: %v, want %q", test.data, test.args, err, test.want)
		}
	}
	var out bytes.Buffer
	if err := Run(context.Background(), []string{"-help"}, dist, &out, &out); err != nil ||
		!strings.Contains(out.String(), "-weights") {
		t.Errorf("%v: %s", err, out.String())
	}
	if err := Run(context.Background(), []string{"-in", "x"}, fstest.MapFS{}, &out,
		&out); err == nil || !strings.Contains(err.Error(), "make page") {
		t.Errorf("no script: %v", err)
	}
}

// One class only, or the same score everywhere, still makes a page, with a warning.
func TestWarnings(t *testing.T) {
	texts := text.ReportOf(text.For("en"))
	for data, want := range map[string]string{
		"y,p\n0,0.5\n0,0.25\n": texts.Problems[predict.NoPositives],
		"y,p\n1,0.5\n1,0.25\n": texts.Problems[predict.NoNegatives],
		"y,p\n1,0.5\n0,0.5\n":  texts.Problems[predict.Constant],
		"y,p\n1,0\n0,1\n":      "∞",
	} {
		page, _, _, err := run(t, data, "-a", "epsilon=off")
		if err != nil || !strings.Contains(page, want) {
			t.Errorf("%q: %v, want %q", data, err, want)
		}
		one := want == texts.Problems[predict.NoPositives] ||
			want == texts.Problems[predict.NoNegatives]
		if strings.Contains(page, texts.OneSided) != one {
			t.Errorf("%q: that no alpha balances one class is said: %v", data, !one)
		}
		if _, summary, _, err := run(t, data, "-json", "-"); err != nil ||
			one && !strings.Contains(summary, `"alpha_balancing": null`) {
			t.Errorf("%q: %v, %s", data, err, summary)
		}
	}
}

// The sample is as its README describes it.
func TestSample(t *testing.T) {
	data, err := os.ReadFile("../predict/sample/satellite.csv")
	if err != nil {
		t.Fatal(err)
	}
	r, err := csvfile.New(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c, err := predict.Guess(r.Names(), r.Head())
	if err != nil {
		t.Fatal(err)
	}
	s, err := Collect(context.Background(), r,
		Job{Columns: c, Settings: []bins.Setting{focal(t, 0, 0.5), focal(t, 2, 0.25)}, Workers: 2})
	tally, results := &s.Tally, s.Results
	if err != nil || tally.Count[0] != 6435-626 || tally.Count[1] != 626 || len(s.Problems) > 0 {
		t.Fatalf("%v rows, %v, %v", tally.Count, s.Problems, err)
	}
	// A model worth looking at: far better than none, and not certain of everything.
	wrong := 0.
	for k := range 2 {
		for i, b := range results[0].Sums.Bands(k) {
			if i < bins.Bands/2 {
				wrong += b.Count
			}
		}
	}
	_, ece, _ := results[0].View.Calibration()
	if share := wrong / 6435; share > 0.07 || share < 0.03 || ece > 0.05 {
		t.Errorf("%.3g of the rows are wrong, ECE %.3g", share, ece)
	}
}

// A setting may be a formula, here the focal loss written as one.
func TestFormula(t *testing.T) {
	data := sample(500)
	rows := func(args ...string) []string {
		t.Helper()
		page, _, _, err := run(t, data, args...)
		if err != nil {
			t.Fatal(err)
		}
		return regexp.MustCompile(`<td>[^<]*</td>`).FindAllString(page, -1)
	}
	focal := rows("-a", "gamma=1.5&alpha=0.3")
	own := rows("-a", "gamma=1.5&alpha=0.3&formula=a=where(y==1,alpha,1-alpha)%0A-a*(1-pt)^gamma*log(pt)")
	if len(focal) == 0 || !slices.Equal(focal, own) {
		t.Errorf("the formula has\n%q\nthe focal loss\n%q", own, focal)
	}
	if _, _, _, err := run(t, data, "-a", "formula=1 -"); err == nil ||
		!strings.Contains(err.Error(), "Line 1, column 4") {
		t.Errorf("an error is %v", err)
	}
}
