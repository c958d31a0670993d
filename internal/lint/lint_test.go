package lint

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"lossexplorer/internal/python"
)

func rules(t *testing.T, code string) string {
	t.Helper()
	r, err := python.Read(code, python.Options{})
	var e *python.Error
	if errors.As(err, &e) && e.Code == "several" {
		all := make([]string, len(e.Names))
		for i, name := range e.Names {
			all[i] = beside(t, code, name)
		}
		return strings.Join(all, "")
	}
	var all []string
	for _, f := range Check(r) {
		if s := f.Message(nil); s == "" || strings.ContainsAny(s, "{}") {
			t.Errorf("%s has no sentence: %q", f.Rule, s)
		}
		all = append(all, string(f.Rule))
	}
	if err != nil && e.Code != "objective" && len(all) == 0 {
		t.Fatalf("%v\n%s", err, code)
	}
	return strings.Join(all, " ")
}

// The wrong sample of a rule raises it and no other, the right ones raise nothing.
func TestRules(t *testing.T) {
	for _, e := range slices.Concat(samples, calls) {
		if got := rules(t, e.wrong); got != string(e.rule) {
			t.Errorf("%s: the wrong sample raises %q\n%s", e.rule, got, e.wrong)
		}
		if got := rules(t, e.right); got != "" {
			t.Errorf("%s: the right sample raises %q\n%s", e.rule, got, e.right)
		}
	}
	for _, e := range samples {
		r, _ := python.Read(e.wrong, python.Options{})
		for _, f := range Check(r) {
			if f.Meant == "" {
				t.Errorf("%s: no formula is meant by\n%s", e.rule, e.wrong)
				continue
			}
			if f.Repair(r) == "" {
				t.Errorf("%s: no code is meant by\n%s", e.rule, e.wrong)
			}
			if e.rule != ShapeMismatch && f.assign == "" {
				if found := rules(t, f.Repair(r)); found != "" {
					t.Errorf("%s: the repaired code raises %s\n%s", e.rule, found, f.Repair(r))
				}
				if again, err := python.Read(f.Repair(r), python.Options{}); err != nil {
					t.Errorf("%s: the repaired code is not read: %v\n%s", e.rule, err, f.Repair(r))
				} else if effect, differs := EffectOf(f.Meant, again.Formula, again.Epsilon,
					nil); differs && !r.Row { // a row is read as a label
					t.Errorf("%s: meant is\n%s\nand the repaired code\n%s\n%+v", e.rule, f.Meant,
						f.Repair(r), effect)
				}
			}
			switch e.rule { // whose right samples are another loss
			case HandHessian, DetachedPt, NaNGradient:
				continue
			}
			if f.assign != "" {
				continue
			}
			right, err := python.Read(e.right, python.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if effect, differs := EffectOf(f.Meant, right.Formula, right.Epsilon, nil); differs {
				t.Errorf("%s: meant is\n%s\nand right is\n%s\n%+v", e.rule, f.Meant,
					right.Formula, effect)
			}
		}
	}
	seen := map[string]bool{}
	for _, e := range slices.Concat(samples, calls) {
		r, _ := python.Read(e.wrong, python.Options{})
		for _, f := range Check(r) {
			seen[cmp.Or(f.says, string(f.Rule))] = true
		}
	}
	for sentence := range English {
		if !seen[sentence] {
			t.Errorf("%s has no samples", sentence)
		}
	}
}

// The sizes of the effects are those of the literature of the rules.
func TestEffects(t *testing.T) {
	for code, want := range map[string]string{
		samples[0].wrong: "8.33 % of the gradient instead of 79",
		samples[1].wrong: "the loss is 42", // 424 times
	} {
		r, err := python.Read(code, python.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := Check(r); len(got) != 1 || !strings.Contains(got[0].Message(nil), want) {
			t.Errorf("%v, want %s", got, want)
		}
	}
}

func BenchmarkManyLosses(b *testing.B) {
	var code strings.Builder
	for i := range 600 {
		fmt.Fprintf(&code, "def loss_%d(y, p):\n    return -y*torch.log(p)\n\n", i)
	}
	for b.Loop() {
		readings(python.Open(code.String(), python.Options{}), "")
	}
}
