package plot

import (
	"fmt"
	"strings"
	"testing"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

func ExampleSaySummary() {
	fmt.Println(SaySummary(text.For("en"), state.Default()))
	fmt.Println(SaySummary(text.For("zh"), state.Default()))
	// Output:
	// Focal loss, gamma 2, epsilon 1e-7. For y = 1 at pₜ = 0.5 the loss is 0.173, 4× smaller than cross-entropy, and the gradient with respect to the logit is 0.298.
	// 焦点损失（Focal Loss），gamma 2，epsilon 1e-7。y = 1、pₜ = 0.5 时，损失为 0.173，是交叉熵的 1/4；对 logit 求导的梯度为 0.298。
}

// A summary names the loss, the values that have an effect and every shown
// class.
func TestSaySummary(t *testing.T) {
	for _, tt := range []struct {
		pairs []string
		want  []string
		not   []string
	}{
		{[]string{"class", "both"},
			[]string{"For y = 1", "For y = 0", "0.13,", "5.33× smaller"}, nil},
		{[]string{"balanced", "0"}, []string{"gamma 2, epsilon 1e-7", "4× smaller"},
			[]string{"alpha"}},
		{[]string{"gamma", "0", "balanced", "0"}, []string{"equal to cross-entropy"},
			[]string{"times"}},
		{[]string{"epsilon", "off"}, []string{"epsilon off"}, nil},
		{[]string{"gradient", "logit"}, []string{"with respect to the logit is −0.0746"}, nil},
		{[]string{"loss", "weighted"}, []string{"pos weight 3", "3 times cross-entropy"},
			[]string{"smaller"}},
		{[]string{"loss", "asymmetric"}, []string{"gamma pos 1, gamma neg 4"}, nil},
	} {
		said := SaySummary(text.For("en"), with(t, tt.pairs...))
		for _, want := range tt.want {
			if !strings.Contains(said, want) {
				t.Errorf("%v: %q lacks %q", tt.pairs, said, want)
			}
		}
		for _, not := range tt.not {
			if strings.Contains(said, not) {
				t.Errorf("%v: %q has %q", tt.pairs, said, not)
			}
		}
	}
	for _, m := range text.All() {
		for _, k := range catalog.Kinds() {
			for _, class := range []string{"1", "both"} {
				s := with(t, "loss", k.ID, "class", class)
				said := SaySummary(m, s)
				if strings.ContainsAny(said, "{}") || !strings.Contains(said, In(m, k.Name)) {
					t.Errorf("%s, %s: %q", m.Lang, k.ID, said)
				}
			}
		}
	}
}
