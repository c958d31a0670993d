package explore

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"lossexplorer/internal/params"
	"lossexplorer/internal/text"
	"lossexplorer/losscore"
)

func ExampleSaySummary() {
	fmt.Println(SaySummary(text.For("en"), params.Default()))
	fmt.Println(SaySummary(text.For("zh"), params.Default()))
	// Output:
	// Focal loss, gamma 2, alpha 0.25, epsilon 1e-7. For y = 1 at pₜ = 0.5 the loss is 0.0433, 16 times below cross-entropy, and the gradient to the probability is −0.298.
	// Focal loss（焦点损失），gamma 2，alpha 0.25，epsilon 1e-7。y = 1、pₜ = 0.5 时，损失为 0.0433，比交叉熵小 16 倍；对概率的梯度为 −0.298。
}

func ExampleSayCurves() {
	loss, gradient := SayCurves(text.For("en"), params.Default())
	fmt.Println(loss)
	fmt.Println(gradient)
	// Output:
	// Focal loss, y = 1: 0.466 at pₜ = 0.1, 0.0433 at pₜ = 0.5, 0.000263 at pₜ = 0.9. Cross-entropy, y = 1: 2.3 at pₜ = 0.1, 0.693 at pₜ = 0.5, 0.105 at pₜ = 0.9.
	// Focal loss, y = 1: −3.06 at pₜ = 0.1, −0.298 at pₜ = 0.5, −0.00805 at pₜ = 0.9. Cross-entropy, y = 1: −10 at pₜ = 0.1, −2 at pₜ = 0.5, −1.11 at pₜ = 0.9.
}

// The numbers of the table are those of the readings and of the curves.
func TestRows(t *testing.T) {
	for _, k := range losscore.Kinds() {
		for _, class := range []string{"1", "0", "both"} {
			for _, gradient := range []string{"pt", "logit"} {
				s := with(t, "loss", k.ID, "class", class, "gradient", gradient)
				rows := Rows(nil, s, TablePts())
				var readings []Reading
				for _, pt := range TablePts() {
					readings = Readings(readings, s, pt)
				}
				if len(rows) != len(readings) || len(rows) == 0 {
					t.Fatalf("%s, class %s: %d rows, %d readings", k.ID, class, len(rows), len(readings))
				}
				for _, r := range rows {
					found := false
					for _, want := range readings {
						if want.Y == r.Y && want.Pt == r.Pt {
							found = want.Loss == r.Loss && want.Gradient == r.Gradient && want.Below == r.Cross/r.Loss
						}
					}
					if !found {
						t.Errorf("%s: row %+v is not what is read there", k.ID, r)
					}
					// Cross-entropy is -ln p_t, and the sign of its slope
					// along the logit is that of the wrong direction.
					slope := -1 / r.Pt
					if gradient == "logit" {
						slope = (1 - 2*r.Y) * (1 - r.Pt)
					}
					if math.Abs(r.Cross+math.Log(r.Pt)) > 1e-14 || math.Abs(r.CrossGradient-slope) > 1e-13*math.Abs(slope) {
						t.Errorf("%s: row %+v has another cross-entropy than %v and %v", k.ID, r, -math.Log(r.Pt), slope)
					}
				}
				// Rows appends.
				if again := Rows(rows[:1], s, TablePts()); len(again) != len(rows)+1 || again[0] != rows[0] {
					t.Error("Rows does not append")
				}
			}
		}
	}
}

// A summary names the loss, the values that have an effect and every shown
// class.
func TestSaySummary(t *testing.T) {
	for _, tt := range []struct {
		pairs []string
		want  []string
		not   []string
	}{
		{[]string{"class", "both"}, []string{"For y = 1", "For y = 0", "0.13,", "5.33 times below"}, nil},
		{[]string{"balanced", "0"}, []string{"gamma 2, epsilon 1e-7", "4 times below"}, []string{"alpha"}},
		{[]string{"gamma", "0", "balanced", "0"}, []string{"equal to cross-entropy"}, []string{"times"}},
		{[]string{"epsilon", "off"}, []string{"epsilon off"}, nil},
		{[]string{"gradient", "logit"}, []string{"to the logit is −0.0746"}, nil},
		{[]string{"loss", "weighted"}, []string{"pos weight 3", "3 times cross-entropy"}, []string{"below"}},
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
		for _, k := range losscore.Kinds() {
			for _, class := range []string{"1", "both"} {
				s := with(t, "loss", k.ID, "class", class)
				loss, gradient := SayCurves(m, s)
				for _, said := range []string{SaySummary(m, s), loss, gradient} {
					if strings.ContainsAny(said, "{}") || !strings.Contains(said, In(m, k.Name)) {
						t.Errorf("%s, %s: %q", m.Lang, k.ID, said)
					}
				}
				if loss == gradient {
					t.Errorf("%s, %s: both charts are %q", m.Lang, k.ID, loss)
				}
			}
		}
	}
}
