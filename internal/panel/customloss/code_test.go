package customloss

import (
	"slices"
	"strings"
	"testing"

	"lossexplorer/internal/formula"
	"lossexplorer/internal/formula/syntax"
	"lossexplorer/internal/lint"
	"lossexplorer/internal/python"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// Every sentence of packages python and lint is in Chinese too, with the same values.
func TestSentences(t *testing.T) {
	chinese := text.FormulaOf(text.For("zh"))
	for name, pair := range map[string][2]map[string]string{
		"python": {python.English, chinese.Python.Map()},
		"lint":   {lint.English, chinese.Lint.Map()},
		"syntax": {syntax.English, chinese.Problems.Map()},
	} {
		english, translated := pair[0], pair[1]
		for code, sentence := range english {
			other, ok := translated[code]
			if !ok {
				t.Errorf("%s: %s has no Chinese", name, code)
			}
			for _, place := range []string{"{0}", "{1}", "{2}"} {
				if strings.Contains(other, place) && !strings.Contains(sentence, place) {
					t.Errorf("%s: %s has %s in Chinese only", name, code, place)
				}
			}
		}
		for code := range translated {
			if _, ok := english[code]; !ok {
				t.Errorf("%s: %s is in Chinese only", name, code)
			}
		}
	}
}

// Questions have answers, which are kept for the code that they are about and for no other.
func TestAnswers(t *testing.T) {
	m := text.For("en")
	const code = "def loss(out, target):\n    return (out - target) ** 2\n"
	var answers Answers
	c := ReadCode(m, code, &answers)
	if c.Formula != "" || len(c.Answers) != 2 || c.Answers[0].Text != "out is a probability" ||
		!strings.HasPrefix(c.Problem, "Line 1, column 10: is out a probability or a logit?") {
		t.Fatalf("%+v", c)
	}
	answers.Give(code, c.Answers[1])
	if c = ReadCode(m, code+"# more\n", &answers); c.Formula != "(x - y)^2" ||
		c.Roles != "Read as target: label · out: logit." {
		t.Errorf("%+v", c)
	}
	if c = ReadCode(m, strings.Replace(code, "loss", "other", 1), &answers); c.Formula != "" {
		t.Errorf("an answer is taken for other code: %q", c.Formula)
	}
	two := "def first(y_true, y_pred):\n    return y_pred\n\ndef second(y_true, y_pred):\n    return 2 * y_pred\n"
	if c = ReadCode(m, two, &answers); len(c.Answers) != 2 || c.Answers[1].Name != "second" {
		t.Fatalf("%+v", c.Answers)
	}
	answers.Give(two, c.Answers[1])
	if c = ReadCode(m, two, &answers); len(c.Answers) != 2 || c.Answers[0].Name != "y_pred" {
		t.Fatalf("%+v", c.Answers)
	}
	answers.Give(two, c.Answers[0])
	if c = ReadCode(m, two, &answers); c.Formula != "2 * p" {
		t.Errorf("%q", c.Formula)
	}
}

// A fault has its line, its size at the present values, the intended formula, which is drawn,
// and repaired code.
func TestFaults(t *testing.T) {
	const source = "def loss(logits, targets, w=10.0, gamma=2.0):\n    ce = F.binary_cross_entropy_with_logits(logits, targets, pos_weight=torch.tensor(w), reduction='none')\n    return ((1 - torch.exp(-ce)) ** gamma * ce).mean()\n"
	for _, lang := range []string{"en", "zh"} {
		m := text.For(lang)
		c := ReadCode(m, source, &Answers{})
		if len(c.Faults) != 1 || c.Faults[0].Line != 3 || c.Faults[0].Meant == "" ||
			!strings.Contains(c.Faults[0].Repaired, "def loss(logits, targets") ||
			strings.Contains(c.Faults[0].Text+c.Faults[0].Effect, "{") {
			t.Fatalf("%+v", c.Faults)
		}
		before := c.Faults[0].Effect
		if c.Update(m, map[string]float64{"w": 3}); c.Faults[0].Effect == before || before == "" {
			t.Errorf("the size of the effect is %q for w = 10 and %q for w = 3", before,
				c.Faults[0].Effect)
		}
		var v View
		v.Update(m, with(t, "formula_text", c.Formula, "class", "both"),
			Beside{Meant: c.Faults[0].Meant, Compared: []Saved{{Source: "1-pt"}}})
		for _, line := range []int{MeantPos, MeantNeg, Compared, Compared + 1} {
			if len(v.Loss.Lines[line]) != 2*Points {
				t.Errorf("line %d has %d numbers", line, len(v.Loss.Lines[line]))
			}
		}
		if v.Loss.Lines[MeantPos][401] == v.Loss.Lines[CustomPos][401] ||
			len(v.Loss.Lines[Compared+2]) > 0 {
			t.Error("the lines are not those of the losses")
		}
	}
}

// A loss of a batch is named, beside what a convention has decided.
func TestNotes(t *testing.T) {
	c := ReadCode(text.For("en"),
		"def loss(y_true, y_pred):\n    return K.mean(y_true * y_pred) / K.mean(y_pred)\n", &Answers{})
	want := []string{
		"Line 1: y_pred is taken for a probability, as Keras passes it; if it is a logit, " +
			"give it that role.",
		"Line 2: this is a loss of a whole batch, not of one prediction; shown is a batch of one.",
	}
	if !slices.Equal(c.Notes, want) {
		t.Errorf("%q", c.Notes)
	}
}

// An address whose loss and text differ is made one.
func TestReconcile(t *testing.T) {
	const source = "q = 0.7\n(1 - pt^q)/q"
	f, err := syntax.Parse(source)
	if err != nil {
		t.Fatal(err)
	}
	id := formula.ID + f.Encode()
	for _, e := range []struct {
		pairs      []string
		key, value string
	}{
		{nil, "", ""},
		{[]string{"loss", "own"}, "", ""},
		{[]string{"loss", "own", "formula_text", source}, "loss", id},
		{[]string{"loss", id, "formula_text", source}, "", ""},
		{[]string{"loss", "own", "formula_text", "1 +"}, "place", "loss"},
		{[]string{"formula_text", source}, "", ""},
	} {
		if key, value := Reconcile(with(t, e.pairs...)); key != e.key || value != e.value {
			t.Errorf("%v: %s is to be set to %s", e.pairs, key, value)
		}
	}
	s, _ := state.Parse(func(key string) (string, bool) { return source, key == state.FormulaKey })
	if key, value := Reconcile(s); key != state.LossKey || value != id {
		t.Errorf("%s is to be set to %s", key, value)
	}
}

func TestLibrary(t *testing.T) {
	var l Library
	for _, name := range []string{" a  loss ", "b", "c", "d", "e"} {
		if !l.Save(Saved{Name: name, Source: "pt"}) {
			t.Errorf("%q is not saved", name)
		}
	}
	l.Save(Saved{Name: "b", Source: "def f(y, p): return p", Loss: "p"})
	l.Rename(2, "b")
	if l[0].Name != "a loss" || l[1].Formula() != "p" || l[2].Name != "b 2" || len(l) != 5 {
		t.Errorf("%+v", l)
	}
	for i := range l {
		l.Show(i, true)
	}
	if c := l.Compared(); len(c) != MaxCompared || c[0].Name != "b" {
		t.Errorf("compared are %+v", c)
	}
	if again := ParseLibrary(l.String()); again.String() != l.String() {
		t.Errorf("%s is read as %s", l, again)
	}
	for _, wrong := range []string{"", "{", `[{"name":""}]`, "3"} {
		if got := ParseLibrary(wrong); len(got) > 0 {
			t.Errorf("%q is read as %v", wrong, got)
		}
	}
	for len(l) < MaxSaved {
		l.Save(Saved{Name: strings.Repeat("x", len(l)), Source: "p"})
	}
	if l.Save(Saved{Name: "one more", Source: "p"}) {
		t.Error("too many are saved")
	}
	if d := ParseDraft(Draft{"a", "b"}.String()); d != (Draft{"a", "b"}) {
		t.Errorf("%+v", d)
	}
}

// An objective beside the loss that is read has its fault, with repaired code and no curve.
func TestFaultsOfObjectives(t *testing.T) {
	const source = "def focal_loss(y, x):\n    p = 1 / (1 + np.exp(-x))\n    pt = np.where(y == 1, p, 1 - p)\n    return -(1 - pt) ** 2 * np.log(pt)\n" +
		"def objective(preds, dtrain):\n    p = 1 / (1 + np.exp(-preds))\n    return p - dtrain.get_label(), p * (1 - p)\n"
	for _, lang := range []string{"en", "zh"} {
		c := ReadCode(text.For(lang), source, &Answers{})
		if c.Formula == "" || len(c.Faults) != 1 || c.Faults[0].Line != 5 ||
			c.Faults[0].Meant != "" ||
			c.Faults[0].Effect != "" || !strings.Contains(c.Faults[0].Repaired, "hess = ") ||
			!strings.Contains(c.Faults[0].Text, "-0.0029") ||
			strings.ContainsAny(c.Faults[0].Text, "{}") {
			t.Errorf("%+v", c.Faults)
		}
	}
}

// A refusal offers the functions that can be read by themselves.
func TestAlone(t *testing.T) {
	const code = "def loss(p, y):\n    return (p - y) ** 2\n" +
		"def total(p, y, z):\n    return loss(p, y).mean() + torch.linalg.svd(z)[1].sum()\n"
	var answers Answers
	c := ReadCode(text.For("en"), code, &answers)
	if c.Formula != "" || len(c.Answers) != 1 || c.Answers[0].Text != "Read loss alone" {
		t.Fatalf("%+v", c)
	}
	answers.Give(code, c.Answers[0])
	if c = ReadCode(text.For("en"), code, &answers); c.Formula != "(p - y)^2" {
		t.Errorf("%+v", c)
	}
}
