package classweights

import (
	"strings"
	"testing"

	"lossexplorer/internal/classweights"
	"lossexplorer/internal/code"
	"lossexplorer/internal/text"
)

func TestOf(t *testing.T) {
	in := Input{Counts: "cat: 900, dog: 90, 10", Scheme: classweights.Inverse,
		Language: code.PyTorch, Parameter: "7"}
	v := Of(text.For("en"), in)
	if v.Problem != "" || v.Symbol != "" || v.Parameter != "" || len(v.Rows) != 3 ||
		v.Rows[0] != [3]string{"cat", "900", "0.3704"} || v.Rows[2][0] != "class 2" {
		t.Errorf("%+v", v)
	}
	if v.Spread != "The largest weight is 90 times the least." || v.Ratios[0] != "90×" ||
		v.Ratios[1] != "9.487×" || !strings.Contains(v.Code, "0.3703704") || v.Warning != "" {
		t.Errorf("%+v", v)
	}
	in = Input{Counts: "900k/700k/60k", Scheme: classweights.Effective, Language: code.Go}
	for _, lang := range []string{"en", "zh"} {
		v = Of(text.For(lang), in)
		if v.Symbol != "β" || v.Parameter != "0.999" || v.Rows[2][2] != "1" ||
			!strings.Contains(v.Warning, "1000") || !strings.Contains(v.Warning, "60000") ||
			!strings.Contains(v.Warning, "0.99999") {
			t.Errorf("%+v", v)
		}
	}
	in.Parameter = "0.99999"
	if v = Of(text.For("en"), in); v.Warning != "" || v.Rows[2][2] == "1" {
		t.Errorf("%+v", v)
	}
	in.Scheme, in.Parameter = classweights.LDAM, ""
	if v = Of(text.For("en"), in); v.Number != "Margin" || v.Rows[2][2] != "0.5" ||
		!strings.Contains(v.Spread, "odds") {
		t.Errorf("%+v", v)
	}
}

// Counts as pandas prints them, the most frequent class first, are put in the order of the
// class numbers.
func TestOrder(t *testing.T) {
	for _, tt := range []struct{ counts, rows, order string }{
		{"1    900\n0     90\n2      9", "0 90, 1 900, 2 9", ""},
		{"900 90", "class 0 900, class 1 90", ""},
		{"2    900\n1     90", "1 90, 2 900",
			"In the code class 0 is 1, and so on down the list: the labels must be numbered alike."},
		{"dog: 900, cat: 90", "dog 900, cat 90",
			"In the code class 0 is dog, and so on down the list: the labels must be numbered alike."},
	} {
		v := Of(text.For("en"), Input{Counts: tt.counts, Scheme: classweights.Inverse,
			Language: code.Keras})
		var rows []string
		for _, r := range v.Rows {
			rows = append(rows, r[0]+" "+r[1])
		}
		if got := strings.Join(rows, ", "); got != tt.rows || v.Order != tt.order {
			t.Errorf("%q: %s, %q, want %s, %q", tt.counts, got, v.Order, tt.rows, tt.order)
		}
	}
}

// Shares are refused by the scheme that needs counts, and not by the others beside it.
func TestShares(t *testing.T) {
	v := Of(text.For("en"), Input{Counts: "0.9 0.1", Scheme: classweights.Inverse,
		Language: code.NumPy})
	if v.Problem != "" || v.Ratios[0] != "9×" || v.Ratios[2] != "–" {
		t.Errorf("%q, %v", v.Problem, v.Ratios)
	}
}

func TestProblems(t *testing.T) {
	for _, tt := range []struct {
		in   Input
		want string
	}{
		{Input{Counts: ""}, "At least two classes are needed."},
		{Input{Counts: "many, 3"},
			"“many” is not a count: write numbers such as 900, 60k or 1.2M."},
		{Input{Counts: "cat: 3, dog: 0"},
			"dog has a count of 0: it must be above 0 and at most 1e15."},
		{Input{Counts: "3 0"}, "class 1 has a count of 0: it must be above 0 and at most 1e15."},
		{Input{Counts: "3 2e15"},
			"class 1 has a count of 2e15: it must be above 0 and at most 1e15."},
		{Input{Counts: "900,123 700,456"},
			"“900,123” may be one count or several: write 900123, or a space after the comma."},
		{Input{Counts: "900.000; 700.000"}, "“900.000” may be 900000 or 900: write one of them."},
		{Input{Counts: "900.125 700"}, "“900.125” may be 900125 or 900.1250: write one of them."},
		{Input{Counts: "cat: 0.9, dog: 0.1", Scheme: classweights.Effective},
			"cat has 0.9: effective numbers need counts, not shares."},
		{Input{Counts: "3 4", Scheme: classweights.Effective, Parameter: "1"},
			"β is 1; allowed: >= 0 and < 1."},
		{Input{Counts: "3 4", Scheme: classweights.Effective, Parameter: "x"},
			"“x” is not a count: write numbers such as 900, 60k or 1.2M."},
	} {
		if tt.in.Scheme == "" {
			tt.in.Scheme = classweights.Inverse
		}
		tt.in.Language = code.NumPy
		if v := Of(text.For("en"), tt.in); v.Problem != tt.want || v.Code != "" {
			t.Errorf("%+v: %q, %q", tt.in, v.Problem, v.Code)
		}
	}
}
