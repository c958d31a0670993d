package report

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// summaryOf runs the command with -json and returns the summary and the printed output.
func summaryOf(t *testing.T, args ...string) (s JSON, printed string, err error) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	err = Run(context.Background(), append([]string{"-json", "-"}, args...), dist, &stdout, &stderr)
	if stdout.Len() > 0 {
		if err := json.Unmarshal(stdout.Bytes(), &s); err != nil {
			t.Fatalf("%v: %s", err, stdout.String())
		}
	}
	return s, stderr.String(), err
}

// Files as people make them are read right, or refused with a remedy. The means are
// NumPy's, of the focal loss with γ = 2, α = 0.25, ε = 1e-7.
func TestCases(t *testing.T) {
	for _, test := range []struct {
		file    string
		args    []string
		rows    int
		mean    float64
		refused string
	}{
		{file: "00_base.csv", rows: 60, mean: 0.0103654},
		{file: "01_header_0_1.csv", rows: 60, mean: 0.0103654},
		{file: "02_two_logits.jsonl", rows: 60, mean: 0.0103654},
		{file: "03_two_prob_columns.csv", rows: 60, mean: 0.0103654},
		{file: "03_two_prob_columns.csv", args: []string{"-y", "label", "-p", "prob_0,prob_1"},
			rows: 60, mean: 0.0103654},
		{file: "04_feature_pair.csv", rows: 60, mean: 0.0103654},
		{file: "05_ignore_minus1.csv", refused: "-ignore"},
		{file: "05_ignore_minus1.csv", args: []string{"-ignore", "-1"}, rows: 50, mean: 0.00732059},
		{file: "05_ignore_minus1.csv", args: []string{"-allow-rejected"}, rows: 50,
			mean: 0.00732059},
		{file: "06_hard_and_named.csv", refused: `"y_pred"`},
		{file: "06_hard_and_named.csv", args: []string{"-p", "malignant"}, rows: 60,
			mean: 0.0103654},
		{file: "08_damaged_crc.npz", refused: "checksum"},
		{file: "11_npz_with_names.npz", rows: 60, mean: 0.0103654},
		{file: "12a_decimal_int.parquet", rows: 60, mean: 0.0103647},
		{file: "12c_lz4raw.parquet", rows: 300, mean: 0.0168051},
		{file: "13_records.json", rows: 60, mean: 0.0103654},
		{file: "14_german_excel.csv", rows: 60, mean: 0.0103654},
	} {
		s, printed, err := summaryOf(t,
			append(test.args, "-in", filepath.Join("testdata/cases", test.file))...)
		if test.refused != "" {
			if err == nil || !strings.Contains(err.Error(), test.refused) {
				t.Errorf("%s %v: %v, want %s", test.file, test.args, err, test.refused)
			}
			continue
		}
		if err != nil || s.Rows != test.rows || math.Abs(float64(s.Loss.Mean)/test.mean-1) > 1e-5 {
			t.Errorf("%s %v: %v, %d rows, mean %v, want %d and %v", test.file, test.args, err,
				s.Rows, s.Loss.Mean, test.rows, test.mean)
		}
		for _, want := range []string{s.Label.Column, s.Score.Column, "rows rejected"} {
			if !strings.Contains(printed, want) {
				t.Errorf("%s: what was read is printed without %q:\n%s", test.file, want, printed)
			}
		}
	}
	s, _, err := summaryOf(t, "-in", "testdata/cases/09_alpha_rounds_to_0.csv")
	if err != nil || math.Abs(float64(s.Balance)/5.65545e-08-1) > 1e-5 {
		t.Errorf("the balancing alpha is %v, %v", s.Balance, err)
	}
}

// Outputs never destroy inputs, nor older outputs if a run fails.
func TestOutputs(t *testing.T) {
	dir := t.TempDir()
	in, other := filepath.Join(dir, "in.csv"), filepath.Join(dir, "link.csv")
	const data = "y,p\n1,0.75\n0,0.25\n"
	if err := os.WriteFile(in, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(in, other); err != nil {
		t.Fatal(err)
	}
	old := filepath.Join(dir, "old.csv")
	if err := os.WriteFile(old, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	bad := filepath.Join(dir, "bad.csv")
	if err := os.WriteFile(bad, []byte("y,p\n1,0.75\n0,0.5\n7,0.25\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"-in", in, "-weights", in}, "one of the files that are read"},
		{[]string{"-in", in, "-out", other}, "one of the files that are read"},
		{[]string{"-in", other, "-json", in}, "one of the files that are read"},
		{[]string{"-in", in, "-json", old, "-weights", old}, "the same file"},
		{[]string{"-in", in, "-out", filepath.Join(dir, "none", "out.html")}, "no such file"},
		{[]string{"-in", in, "-out", dir}, "folder"},
		{[]string{"-in", bad, "-weights", old, "-json", filepath.Join(dir, "new.json")},
			"too many rows"},
		{[]string{"-in", in, "-weights", old, "-lang", "de"}, "-lang"},
		{[]string{"-in", in, "-weights", old, "-a", "gama=2"}, `"gama"`},
		{[]string{"-in", in, "-weights", old, "-fail-if", "eze>1"}, "-fail-if"},
	} {
		var out bytes.Buffer
		if err := Run(context.Background(), test.args, dist, &out, &out); err == nil ||
			!strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: %v, want %q", test.args, err, test.want)
		}
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 4 {
		t.Errorf("%v are left, %v", left, err)
	}
	for name, want := range map[string]string{in: data, old: "old"} {
		if b, err := os.ReadFile(name); err != nil || string(b) != want {
			t.Errorf("%s is %q, %v", name, b, err)
		}
	}
	var out bytes.Buffer
	if err := Run(context.Background(),
		[]string{"-in", in, "-weights", old, "-json", filepath.Join(dir, "new.json")}, dist, &out,
		&out); err != nil {
		t.Fatal(err)
	}
	if b, _ := os.ReadFile(old); !strings.HasPrefix(string(b), "row,line,") {
		t.Errorf("the weights are %q", b)
	}
}

// A condition that holds, or is about an undefined number, fails the run with code 3, after
// the outputs are written.
func TestFailIf(t *testing.T) {
	for condition, fails := range map[string]bool{"ece>0.05": true, "ece > 0.5": false,
		"auc<0.99": false, "auc<=1": true, "rejected>0": false, "nll>=10": false} {
		s, _, err := summaryOf(t, "-in", "testdata/cases/00_base.csv", "-fail-if", condition)
		var failed *Failed
		if errors.As(err, &failed) != fails || fails && failed.ExitCode() != 3 || s.Rows != 60 {
			t.Errorf("%s: %v", condition, err)
		}
	}
}
