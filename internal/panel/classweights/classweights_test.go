package classweights

import (
	"strings"
	"testing"

	"lossexplorer/internal/classweights"
	"lossexplorer/internal/code"
	"lossexplorer/internal/text"
)

func TestOf(t *testing.T) {
	in := Input{Counts: "cat: 900, dog: 90, 10", Scheme: classweights.Inverse, Language: code.PyTorch, Parameter: "7"}
	v := Of(text.For("en"), in)
	if v.Problem != "" || v.Symbol != "" || v.Parameter != "" || len(v.Rows) != 3 || v.Rows[0] != [3]string{"cat", "900", "0.3704"} || v.Rows[2][0] != "class 2" {
		t.Errorf("%+v", v)
	}
	if v.Spread != "The largest weight is 90 times the least." || v.Ratios[0] != "90×" || v.Ratios[1] != "9.487×" || !strings.Contains(v.Code, "0.3703704") || v.Warning != "" {
		t.Errorf("%+v", v)
	}
	in = Input{Counts: "900k/700k/60k", Scheme: classweights.Effective, Language: code.Go}
	for _, lang := range []string{"en", "zh"} {
		v = Of(text.For(lang), in)
		if v.Symbol != "β" || v.Parameter != "0.999" || v.Rows[2][2] != "1" || !strings.Contains(v.Warning, "1000") || !strings.Contains(v.Warning, "60000") || !strings.Contains(v.Warning, "0.99999") {
			t.Errorf("%+v", v)
		}
	}
	in.Parameter = "0.99999"
	if v = Of(text.For("en"), in); v.Warning != "" || v.Rows[2][2] == "1" {
		t.Errorf("%+v", v)
	}
	in.Scheme, in.Parameter = classweights.LDAM, ""
	if v = Of(text.For("en"), in); v.Number != "Margin" || v.Rows[2][2] != "0.5" || !strings.Contains(v.Spread, "odds") {
		t.Errorf("%+v", v)
	}
}

func TestProblems(t *testing.T) {
	for _, tt := range []struct {
		in   Input
		want string
	}{
		{Input{Counts: ""}, "Two classes at least."},
		{Input{Counts: "many, 3"}, "“many” is no count: numbers, as 900, 60k or 1.2M."},
		{Input{Counts: "cat: 3, dog: 0"}, "dog has a count of 0: it must be above 0."},
		{Input{Counts: "3 0"}, "class 1 has a count of 0: it must be above 0."},
		{Input{Counts: "3 4", Scheme: classweights.Effective, Parameter: "1"}, "β is 1; allowed: >= 0 and < 1."},
		{Input{Counts: "3 4", Scheme: classweights.Effective, Parameter: "x"}, "“x” is no count: numbers, as 900, 60k or 1.2M."},
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
