package classroom

import (
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"

	"lossexplorer/internal/text"
)

// head is a lesson with a step that has begun, of three lines.
const head = "# A\n## B\n\n"

func TestParse(t *testing.T) {
	l, err := Parse(text.For("en"), []byte("\ufeff# Title\n\nIntro *x*\n\n## One\n\nText, [a link](javascript:alert(1)) and `code`.\n\n"+
		"```loss\nOwn-A = 3\nlabel=both\n\nformula = a * (1 - pt)\n```\n\n```guess\nown-a = 2\n```\n```task\na >= 2\nloss(0.9) < 0.01\n```\n\n"+
		"```python\nloss = 1\n```\n\n### ANSWER\n\n- yes\n\n### Why\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n## Two\n"))
	if err != nil {
		t.Fatal(err)
	}
	if l.Title != "Title" || l.Intro != "<p>Intro <em>x</em></p>\n" || len(l.Steps) != 2 {
		t.Errorf("%+v", l)
	}
	s := l.Steps[0]
	if s.Title != "One" || !strings.Contains(s.HTML, "<code>code</code>") ||
		!strings.Contains(s.HTML, "language-python") || strings.Contains(s.HTML, "javascript:") {
		t.Errorf("the text is %q", s.HTML)
	}
	if !strings.HasPrefix(s.Answer, "<ul>\n<li>yes") || !strings.Contains(s.Answer, "<table>") ||
		!strings.Contains(s.Answer, "Why") {
		t.Errorf("the answer is %q", s.Answer)
	}
	if want := (Attributes{{"own-a", "3"}, {"label", "both"}, {"formula", "a * (1 - pt)"}}); !reflect.DeepEqual(s.Set, want) {
		t.Errorf("the attributes are %q", s.Set)
	}
	if len(s.Task) != 2 || s.Task[1].Text != "loss(0.9) < 0.01" || l.Steps[1].Task != nil {
		t.Errorf("the task is %+v", s.Task)
	}
}

func TestParseRefuses(t *testing.T) {
	for source, want := range map[string]Error{
		"":                                    {0, NoTitle, ""},
		"text\n":                              {1, NoTitle, ""},
		"\n## Step\n":                         {2, NoTitle, ""},
		"# A\ntext\n":                         {0, NoSteps, ""},
		"# A\n## B\n\xff":                     {0, NotText, ""},
		"# A\n## B\n\x00":                     {0, NotText, ""},
		"# A" + strings.Repeat("\n", MaxFile): {0, TooLarge, ""},
		head + "<script>alert(1)</script>\n": {4, HTML,
			"<script>alert(1)</script>"},
		head + "x <b>y</b>\n":                  {4, HTML, "<b>"},
		head + "- a\n- <i>b</i>\n":             {4, HTML, "<i>"},
		head + "```loss\ngamma\n```\n":         {5, BadLine, "gamma"},
		head + "```task\n\nbanana\n```\n":      {6, BadTask, "banana"},
		head + "```task\nloss(2) < 1\n```\n":   {5, BadTask, "loss(2) < 1"},
		head + "```task\nloss(0.5) = x\n```\n": {5, BadTask, "loss(0.5) = x"},
		head + "```task\nlabel > 0\n```\n":     {5, BadTask, "label > 0"},
		head + "```task\nlabel = some\n```\n":  {5, BadTask, "label = some"},
		head + "```task\ngamma >= two\n```\n":  {5, BadTask, "gamma >= two"},
		head + "```task\nbalanced = 3\n```\n":  {5, BadTask, "balanced = 3"},
		head + "```task\ntheme = dark\n```\n":  {5, BadTask, "theme = dark"},
		// it is 2 anyway
		head + "```guess\ngamma = 2\n```\n":                     {5, BadGuess, ""},
		head + "```guess\nx = logit\n```\n":                     {5, BadGuess, ""},
		head + "```guess\n```\n":                                {0, BadGuess, ""},
		"# A\n```loss\ngamma = 2\n```\n## B":                    {3, Misplaced, "loss"},
		head + "```task\ngamma=1\n```\n```task\ngamma=2\n```\n": {8, Misplaced, "task"},
		head + "```loss\ngamma = -1\n```\n": {5, BadValue,
			`gamma="-1": Gamma must be a number of at least 0; -1 is not.`},
		head + "```los\ngamma = 1\n```\n":   {5, BadBlock, "los"},
		head + "```tasks\ngamma > 1\n```\n": {5, BadBlock, "tasks"},
		head + "```task\ngama > 2\n```\n": {5, BadValue,
			"gama > 2: There is no attribute gama. Did you mean gamma?"},
		head + "```task\n\ngamma > 1\n```\n```loss\nloss = cross-entropy\n```\n": {6, BadValue,
			`gamma > 1: gamma="1": Cross-entropy has no such parameter, but epsilon.`},
		head + "```task\ngamma < -1\n```\n": {5, BadValue,
			`gamma < -1: gamma="-1": Gamma must be a number of at least 0; -1 is not.`},
		head + "```loss\ngama = 1\n```\n": {5, BadValue,
			"There is no attribute gama. Did you mean gamma?"},
	} {
		l, err := Parse(text.For("en"), []byte(source))
		var e *Error
		if !errors.As(err, &e) || *e != want {
			t.Errorf("%.60q: %+v, %v, want %+v", source, l, err, want)
			continue
		}
		for _, m := range text.All() {
			if said := e.Say(m); said == "" || strings.Contains(said, "{") {
				t.Errorf("%.60q: %q", source, said)
			}
		}
	}
}

// A task may name a parameter of a formula, with or without own-, and blocks are in any case.
func TestFormulaTask(t *testing.T) {
	for _, name := range []string{"q", "own-q"} {
		l, err := Parse(text.For("en"), []byte(head+"```task\n"+name+
			" >= 2\n```\n```Loss\nformula = -log(pt)*(1-pt)^q\nown-q = 1\n```\n```less\na\n```\n"))
		if err != nil {
			t.Fatal(err)
		}
		step := l.Steps[0]
		for q, want := range map[string]bool{"1": false, "3": true} {
			s, _ := step.Set.With(Attributes{{"own-q", q}}).State(text.For("en"))
			if step.Task[0].Met(s) != want {
				t.Errorf("%s: at %s it is met: %t", name, q, !want)
			}
		}
	}
}

// The examples are read, and their tasks are not done at the start.
func TestExamples(t *testing.T) {
	steps := 0
	for _, m := range text.All() {
		source, err := os.ReadFile("../../web/lessons/focal." + m.Code + ".md")
		if err != nil {
			t.Fatal(err)
		}
		l, err := Parse(m, source)
		if err != nil {
			t.Fatal(err)
		}
		if steps != 0 && len(l.Steps) != steps {
			t.Errorf("%s has %d steps, the other language %d", m.Code, len(l.Steps), steps)
		}
		steps = len(l.Steps)
		for i, step := range l.Steps {
			done := len(step.Task) > 0
			s, _ := step.Set.State(m)
			for _, c := range step.Task {
				done = done && c.Met(s)
			}
			if done {
				t.Errorf("%s, step %d: the task is done at its start", m.Code, i+1)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(head + "```loss\ngamma = 3\n```\n### Answer\n\n<b>"))
	f.Fuzz(func(t *testing.T, source []byte) {
		l, err := Parse(text.For("en"), source)
		var e *Error
		if err != nil && !errors.As(err, &e) {
			t.Fatal(err)
		}
		if err == nil && (l.Title == "" && len(l.Steps) == 0) {
			t.Errorf("%q is read as %+v", source, l)
		}
	})
}
