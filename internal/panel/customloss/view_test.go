package customloss

import (
	"math"
	"strings"
	"testing"

	"lossexplorer/internal/code"
	"lossexplorer/internal/formula"
	"lossexplorer/internal/formula/syntax"
	"lossexplorer/internal/python"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

func with(t *testing.T, pairs ...string) state.State {
	t.Helper()
	s := state.Default()
	pairs = append([]string{"balanced", "1"}, pairs...)
	for i := 0; i < len(pairs); i += 2 {
		var err error
		if s, err = s.With(pairs[i], pairs[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// The panel starts with the focal loss of the gallery, which is that of the page.
func TestDefault(t *testing.T) {
	if s := state.Default(); s.Formula.Text != syntax.Gallery[1].Formula ||
		state.MaxFormula != syntax.MaxLength || state.MaxFormulaValues != formula.MaxParams {
		t.Error("package params has other bounds or another example")
	}
	var v View
	for _, s := range []state.State{with(t, "class", "both"),
		with(t, "class", "both", "gradient", "logit")} {
		v.Update(text.For("en"), s, Beside{})
		for _, c := range []Chart{v.Loss, v.Gradient} {
			for y := range 2 {
				own, shown := c.Lines[CustomPos+y], c.Lines[ShownPos+y]
				if len(own) != 2*Points || len(shown) != len(own) {
					t.Fatalf("%d and %d numbers", len(own), len(shown))
				}
				for i := range own {
					if math.Abs(own[i]-shown[i]) > 1e-11*math.Abs(shown[i]) {
						t.Fatalf("number %d is %v, want %v", i, own[i], shown[i])
					}
				}
			}
		}
	}
	if len(v.Sliders) != 2 || v.Sliders[0].Name != "alpha" || v.Sliders[0].Value != 0.25 ||
		v.Problem != "" {
		t.Errorf("%+v, %s", v.Sliders, v.Problem)
	}
}

func TestValues(t *testing.T) {
	var v View
	s := with(t, "formula_text", "q = 0.7\n(1 - pt^q)/q")
	v.Update(text.For("en"), s, Beside{})
	if got := v.values(0, 0.35); got != "0.35" {
		t.Errorf("values %s", got)
	}
	at := v.Loss.Lines[CustomPos][1]
	s = with(t, "formula_text", s.Formula.Text, "formula_values", "0.35")
	if v.Update(text.For("en"), s, Beside{}); v.Sliders[0].Value != 0.35 ||
		v.Loss.Lines[CustomPos][1] == at {
		t.Errorf("%+v", v.Sliders)
	}
	// Values of another formula are those of none.
	s = with(t, "formula_text", s.Formula.Text, "formula_values", "1,2")
	if v.Update(text.For("en"), s, Beside{}); v.Sliders[0].Value != 0.7 {
		t.Errorf("%+v", v.Sliders)
	}
}

// A formula that is the page's loss has the page's values, and both are made the same.
func TestCustomLoss(t *testing.T) {
	var v View
	const source = "q = 0.7\n(1 - pt^q)/q"
	s := with(t, "formula_text", source)
	v.Update(text.For("en"), s, Beside{})
	if key, _ := v.Agree(s, ""); key != "" || v.Custom() || v.ID() == "" {
		t.Errorf("%s is to be set", key)
	}
	if key, value := v.Set(0, 0.5); key != "formula_values" || value != "0.5" {
		t.Errorf("a slider sets %s to %s", key, value)
	}
	s = with(t, "formula_text", source, "loss", v.ID(), "own_q", "0.4")
	v.Update(text.For("en"), s, Beside{})
	if key, value := v.Set(0, 0.5); key != "own_q" || value != "0.5" || !v.Custom() ||
		v.Sliders[0].Value != 0.4 || len(v.Loss.Lines[ShownPos]) > 0 {
		t.Errorf("a slider sets %s to %s; %+v", key, value, v.Sliders)
	}
	if key, _ := v.Agree(s, ""); key != "" {
		t.Errorf("%s is to be set", key)
	}
	first := v.ID()
	s = with(t, "loss", first) // an address with the loss alone
	v.Update(text.For("en"), s, Beside{})
	if key, value := v.Agree(s, ""); key != "formula_text" ||
		value != "q = 0.7\n(1 - pow(p_t, q)) / q" {
		t.Errorf("%s is to be set to %q", key, value)
	}
	if key, value := v.Agree(s, state.FirstFormula); key != "loss" || value != v.ID() ||
		value == first {
		t.Errorf("%s is to be set to %q", key, value)
	}
	s = with(t, "loss", first, "formula_text", "1 - pt")
	v.Update(text.For("en"), s, Beside{})
	if key, value := v.Agree(s, ""); key != "loss" || value != v.ID() {
		t.Errorf("%s is to be set to %q", key, value)
	}
	s = with(t, "loss", first, "formula_text", "1 -")
	v.Update(text.For("en"), s, Beside{})
	if key, _ := v.Agree(s, ""); key != "" || v.ID() != "" {
		t.Errorf("%s is to be set with an error", key)
	}
}

// An error names its place, in both languages, and the former curves stay.
func TestProblem(t *testing.T) {
	for lang, want := range map[string]string{"en": "Line 2, column 5: ",
		"zh": "第 2 行第 5 列："} {
		var v View
		v.Update(text.For(lang), with(t, "formula_text", "1 +"), Beside{})
		if v.Problem == "" || v.Loss.Lines[CustomPos] != nil {
			t.Errorf("%q with %d numbers", v.Problem, len(v.Loss.Lines[CustomPos]))
		}
		v.Update(text.For(lang), with(t, "formula_text", "(1-pt)^2"), Beside{})
		last := v.Loss.Lines[CustomPos][1]
		v.Update(text.For(lang), with(t, "formula_text", "# two\n2 + foo(pt)"), Beside{})
		if !strings.HasPrefix(v.Problem, want) ||
			!strings.HasSuffix(v.Problem, text.FormulaOf(text.For(lang)).Kept) ||
			v.Loss.Lines[CustomPos][1] != last {
			t.Errorf("%q", v.Problem)
		}
	}
}

func TestFindings(t *testing.T) {
	for _, m := range text.All() {
		for i, e := range syntax.Gallery {
			var v View
			v.Update(m, with(t, "formula_text", e.Formula), Beside{})
			if v.Problem != "" || len(v.Findings) != int(formula.Checks) {
				t.Errorf("%s: %s, %d findings", e.Name.English, v.Problem, len(v.Findings))
			}
			for _, f := range v.Findings {
				if f.Text == "" || strings.ContainsAny(f.Text, "{}") || i == 0 && !f.OK ||
					f.Marked && !(f.From <= f.To) {
					t.Errorf("%s: %+v", e.Name.English, f)
				}
			}
			for _, c := range []Chart{v.Loss, v.Gradient} {
				if !(c.Range.Min <= 0 && c.Range.Max >= 0 && c.Range.Min < c.Range.Max) {
					t.Errorf("%s: %+v", e.Name.English, c.Range)
				}
			}
		}
	}
}

// Every sentence of an error has a Chinese one, with the same values in it.
func TestMessages(t *testing.T) {
	zh := text.FormulaOf(text.For("zh"))
	for _, set := range []struct {
		english, chinese map[string]string
	}{{syntax.English, zh.Problems.Map()}, {python.English, zh.Python.Map()}} {
		for code, sentence := range set.english {
			other, ok := set.chinese[code]
			if !ok {
				t.Errorf("%s has no Chinese", code)
			}
			for _, value := range []string{"{0}", "{1}", "{2}"} {
				if strings.Contains(other, value) && !strings.Contains(sentence, value) {
					t.Errorf("%s: the Chinese has %s", code, value)
				}
			}
		}
		for code := range set.chinese {
			if _, ok := set.english[code]; !ok {
				t.Errorf("%s has no English", code)
			}
		}
	}
	var v View
	v.Update(text.For("zh"), with(t, "formula_text", "clip(p, 0)"), Beside{})
	if want := "第 1 行第 1 列：应写作 clip(x, low, high)，却有 2 个参数。"; v.Problem != want {
		t.Errorf("%q, want %q", v.Problem, want)
	}
}

// The code has the values that the sliders have, and is the code that package code runs in
// its tests.
func TestCode(t *testing.T) {
	var v View
	if got := v.Code(code.Keras); got != "" {
		t.Errorf("before there is a formula: %s", got)
	}
	v.Update(text.For("en"), with(t, "formula_text", "q = 0.7\n(1 - pt^q)/q", "formula_values",
		"0.25", "epsilon", "1e-3"), Beside{})
	for lang, want := range map[code.Language]string{
		code.Keras:   "loss = CustomLoss(q=0.25, epsilon=0.001)",
		code.PyTorch: "loss = (1 - torch.pow(p_t, q)) / q",
		code.JAX:     "def custom_loss(logits, labels, q=0.25, epsilon=0.001):",
		code.Go:      "return (1 - math.Pow(pT, q)) / q",
	} {
		if got := v.Code(lang); !strings.Contains(got, want) {
			t.Errorf("%s lacks %q:\n%s", lang, want, got)
		}
	}
}

func BenchmarkUpdate(b *testing.B) {
	s := state.Default()
	s.Formula.Count = 2
	var v View
	m := text.For("en")
	for b.Loop() {
		s.Formula.Values[1] += 1e-6 // as a slider moves
		v.Update(m, s, Beside{})
	}
}
