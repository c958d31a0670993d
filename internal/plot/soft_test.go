package plot

import (
	"math"
	"strings"
	"testing"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

func soft(t *testing.T, loss, label string) state.State {
	t.Helper()
	s, err := state.Default().With(state.LossKey, loss)
	if err != nil {
		t.Fatal(err)
	}
	if s, err = s.With(state.ClassKey, label); err != nil {
		t.Fatal(err)
	}
	return s
}

// Where the conventions have their minimum at y = 0.8 and gamma 2, in words.
func TestSayMinimum(t *testing.T) {
	for loss, p := range map[string]string{"focal": "0.953", "monai": "1", "quality": "0.8",
		"heatmap": "0", "cross-entropy": "0.8", "distillation": "0.8"} {
		s := soft(t, loss, "0.8")
		if got, want := SayMinimum(text.For("en"), s),
			"For y = 0.8 the loss is least at p = "+p+"."; got != want {
			t.Errorf("%s: %q, want %q", loss, got, want)
		}
		if got, want := SayMinimum(text.For("zh"), s),
			"y = 0.8 时，损失在 p = "+p+" 处最小。"; got != want {
			t.Errorf("%s: %q, want %q", loss, got, want)
		}
	}
}

// Beside a formula of labels 1 and 0 it is said that it is one.
func TestSayBeside(t *testing.T) {
	for _, k := range append(catalog.Kinds(), state.KindOf(state.CustomLoss)) {
		for _, m := range text.All() {
			s := soft(t, k.ID, "0.8")
			said, rule := SayBeside(m, s), SayConvention(m, s)
			has := strings.Contains(said, strings.Split(text.SoftOf(m).Formula, "{rule}")[0])
			ofLabel := k.ID == "monai" || k.ID == "quality" || k.ID == "heatmap" ||
				k.ID == "distillation" || s.Custom()
			if rule == "" || !strings.HasSuffix(said, rule) || has == ofLabel {
				t.Errorf("%s: %q", k.ID, said)
			}
		}
	}
}

// The factors of the focal loss of a soft label multiply to the loss.
func TestSoftFactors(t *testing.T) {
	for _, query := range []string{"0", "1"} {
		s, err := soft(t, "focal", "0.8").With("balanced", query)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range []float64{0, 1e-9, 0.3, 0.8, 0.953, 1} {
			f := FactorsAt(nil, s, p)
			if len(f) != 1 || f[0].Y != 0.8 {
				t.Fatalf("the factors are %+v", f)
			}
			if product := f[0].Cross * f[0].Modulating * f[0].Alpha; math.Abs(
				product/f[0].Loss-1) > 1e-12 {
				t.Errorf("p = %v: %+v multiply to %v", p, f[0], product)
			}
			if want := map[string]float64{"0": 1,
				"1": 0.8*0.25 + 0.2*0.75}[query]; math.Abs(f[0].Alpha-want) > 1e-15 {
				t.Errorf("alpha is %v, want %v", f[0].Alpha, want)
			}
		}
	}
}

// With a soft label the charts show the loss of that label against p, with every axis, and
// no text speaks of p_t.
func TestSoftSeries(t *testing.T) {
	var series Series
	for _, k := range append(catalog.Kinds(), state.KindOf(state.CustomLoss)) {
		for _, x := range []string{"pt", "p", "logit"} {
			s := soft(t, k.ID, "0.3")
			s, err := s.With(state.XKey, x)
			if err != nil {
				t.Fatal(err)
			}
			s.Axes.Scale = state.LinearScale
			s.Gradient = state.ByPt
			if err := series.Update(s, Points); err != nil {
				t.Fatal(err)
			}
			loss, f := series.Loss[LossPos], FrameOf(s)
			if len(loss) != 2*Points || len(series.Loss[LossNeg]) > 0 ||
				len(series.Loss[CrossPos]) != 2*Points {
				t.Fatalf("%s: %d numbers", k.ID, len(loss))
			}
			for i := 0; i < len(loss); i += 2 {
				p := PtAt(s.Axes.X, loss[i], s.Label)
				want, _ := s.Loss().AtProb(0.3, p)
				if want < f.Loss.Max && want > f.Loss.Min &&
					math.Abs(loss[i+1]-want) > 1e-6*(1+want) {
					t.Fatalf("%s, %s: %v at p = %v, want %v", k.ID, x, loss[i+1], p, want)
				}
			}
			for _, m := range []*text.Messages{text.For("en"), text.For("zh")} {
				outweigh, _ := SayProbe(m, s)
				names := SayAxes(m, s)
				said := []string{outweigh, names.X, names.Gradient, SaySummary(m, s),
					SayConvention(m, s)}
				for _, r := range Readings(nil, s, 0.4) {
					if r.Y != 0.3 {
						t.Errorf("%s: read y = %v", k.ID, r.Y)
					}
					said = append(said, SayReading(m, r))
				}
				for _, text := range said[1:4] {
					if strings.Contains(text, "pₜ") || text == "" {
						t.Errorf("%s: %q", k.ID, text)
					}
				}
			}
		}
	}
}
