package losscore

import (
	"go/token"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var placeholder = regexp.MustCompile("<([a-z_]+)>")

// What a Kind says of its parameters holds for the loss that it makes.
func TestKinds(t *testing.T) {
	all := Kinds()
	if len(all) != 7 {
		t.Errorf("%d kinds", len(all))
	}
	if !slices.IsSortedFunc(all, func(a, b *Kind) int { return strings.Compare(a.ID, b.ID) }) {
		t.Error("not sorted by ID")
	}
	for _, k := range all {
		if KindOf(k.ID) != k {
			t.Errorf("KindOf(%q) is another kind", k.ID)
		}
		for _, text := range []string{k.Name.English, k.Name.Chinese, k.Source, k.TeX, k.Positive, k.Negative} {
			if text == "" {
				t.Errorf("%s lacks a text", k.ID)
			}
		}
		v := make([]float64, len(k.Params))
		for i, p := range k.Params {
			v[i] = p.Default
			if !token.IsIdentifier(p.Name) || p.Hint.English == "" || p.Hint.Chinese == "" {
				t.Errorf("%s: %q has no good name or lacks a hint", k.ID, p.Name)
			}
			if !(p.Min <= p.Default && p.Default <= p.Max) {
				t.Errorf("%s: default of %s is out of range", k.ID, p.Name)
			}
			if k.Param(p.Name) != i {
				t.Errorf("%s: Param(%q) is %d", k.ID, p.Name, k.Param(p.Name))
			}
			if j := k.Param(p.Needs); p.Needs != "" && (j < 0 || !k.Params[j].Switch) {
				t.Errorf("%s: %s needs %q", k.ID, p.Name, p.Needs)
			}
		}
		for _, m := range placeholder.FindAllStringSubmatch(k.Positive+k.Negative, -1) {
			if k.Param(m[1]) < 0 && (m[1] != "weight" || k.Param("alpha") < 0) {
				t.Errorf("%s: a formula has %s", k.ID, m[0])
			}
		}
		if _, dp := k.New(v).AtProb(1, 0.99); dp > 0 != k.Rises {
			t.Errorf("%s: dp at 0.99 is %v, Rises %v", k.ID, dp, k.Rises)
		}
		if k.Params[len(k.Params)-1].Name != "epsilon" {
			t.Errorf("%s: the last parameter is not epsilon", k.ID)
		}
		standard, _ := k.New(v).AtProb(1, 0.3)
		for i, p := range k.Params {
			for _, end := range []float64{p.Min, p.Max} {
				w := slices.Clone(v)
				w[i] = end
				l := k.New(w)
				if err := l.Validate(); err != nil {
					t.Errorf("%s with %s = %v: %v", k.ID, p.Name, end, err)
				}
			}
			w := slices.Clone(v)
			w[i] = math.NaN()
			if p.Switch {
				w[i] = 1 - v[i]
				if loss, _ := k.New(w).AtProb(1, 0.3); loss == standard {
					t.Errorf("%s: %s has no effect", k.ID, p.Name)
				}
			} else if k.New(w).Validate() == nil {
				t.Errorf("%s: NaN is valid for %s", k.ID, p.Name)
			}
		}
	}
	if KindOf("focal").Param("beta") != -1 || KindOf("none") != nil {
		t.Error("found what there is not")
	}
}
