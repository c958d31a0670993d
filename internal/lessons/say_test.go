package lessons

import (
	"fmt"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/losscore"
)

// Every lesson has all texts in every language, with all numbers filled in,
// and one of two to four answers is right.
func TestWords(t *testing.T) {
	for _, m := range text.All() {
		for _, l := range All() {
			w := l.Say(m)
			said := []string{w.Title, w.Intro, w.Question, w.Reveal, w.Task, w.Takeaway,
				l.Check(l.Task()).Fill(w.Measure), l.Stray(m)}
			right := 0
			for _, a := range w.Answers {
				said = append(said, a.Text, a.Why)
				if a.Right {
					right++
				}
			}
			if len(w.Answers) < 2 || len(w.Answers) > 4 || right != 1 {
				t.Errorf("%s %s: %d of %d answers are right", m.Lang, l.ID, right, len(w.Answers))
			}
			for _, s := range said {
				s = strings.Replace(s, "{moved}", "", 1) // filled in at run time
				if s == "" || strings.ContainsAny(s, "{}") || strings.Contains(s, "NaN") ||
					strings.Contains(s, "–") {
					t.Errorf("%s %s: %q", m.Lang, l.ID, s)
				}
			}
			if !strings.Contains(w.Measure, "{value}") {
				t.Errorf("%s %s: %q measures nothing", m.Lang, l.ID, w.Measure)
			}
		}
	}
}

// Both languages have the same numbers in each text, and every fact is used.
func TestFacts(t *testing.T) {
	for id, w := range words() {
		var told []string
		pairs := []bilingual{w.title, w.intro, w.question, w.reveal, w.task, w.measure, w.takeaway}
		for _, a := range w.answers {
			pairs = append(pairs, a.text, a.why)
		}
		for _, p := range pairs {
			en, zh := names(p.English), names(p.Chinese)
			if !slices.Equal(en, zh) {
				t.Errorf("%s: %q has %v, %q has %v", id, p.English, en, p.Chinese, zh)
			}
			told = append(told, en...)
		}
		for i, facts := 0, w.facts(text.For("en")); i < len(facts); i += 2 {
			if !slices.Contains(told, "{"+facts[i]+"}") {
				t.Errorf("%s: nothing tells %s", id, facts[i])
			}
		}
	}
}

// The numbers are those of the formulas.
func TestNumbers(t *testing.T) {
	dpt := func(gamma, p float64) float64 {
		return -math.Pow(1-p, gamma) * (1/p - gamma*math.Log(p)/(1-p))
	}
	for id, want := range map[state.Lesson]map[string]float64{
		state.EasyLesson: {
			"each":    math.Log(0.1) / math.Log(0.9),
			"more":    1000,
			"easysum": -1e5 * math.Log(0.9),
			"hardsum": -100 * math.Log(0.1),
			"times":   1e3 * math.Log(0.9) / math.Log(0.1),
			"one":     -math.Log(0.9),
			"single":  1e5 * math.Log(0.9) / math.Log(0.1),
			"share":   100 * math.Log(0.1) / (math.Log(0.1) + 1e3*math.Log(0.9)),
		},
		state.GammaLesson: {"gamma": 2, "first": 10, "times": 100, "hard": 1 / 0.81, "pull": 22,
			"crossing": 0.298},
		state.AlphaLesson: {"alpha": 0.25, "times": 3},
		state.BothLesson:  {"gamma": 0, "alpha": 0.75, "tothis": 2, "best": 0.25},
		state.EpsilonLesson: {"epsilon": 0.05, "unclipped": dpt(2, 0.02),
			"loss": -0.95 * 0.95 * math.Log(0.05)},
		state.ClassesLesson: {"alpha": 0.25, "times": 4, "cosine": 1, "share": shareOf(1, 1, 1)},
		state.SmoothingLesson: {"s": 0.1, "at": 0.95, "lowered": 0.9,
			"least": -0.95*math.Log(0.95) - 0.05*math.Log(0.05),
			"sure":  -0.95*math.Log(0.999) - 0.05*math.Log(0.001)},
	} {
		got := map[string]string{}
		for i, facts := 0, words()[id].facts(text.For("en")); i < len(facts); i += 2 {
			got[facts[i]] = facts[i+1]
		}
		for name, v := range want {
			if w := plot.Number(v); got[name] != w &&
				got[name] != text.Count(text.For("en"), int(v)) {
				t.Errorf("%s: %s is %q, want %q", id, name, got[name], w)
			}
		}
	}
}

// Whatever can be moved has a name in every language, and the lessons theirs.
func TestStray(t *testing.T) {
	for _, m := range text.All() {
		names := Controls(m)
		for _, tt := range solutions {
			if tt.stray != "" && names[tt.stray] == "" {
				t.Errorf("%s: %s has no name", m.Lang, tt.stray)
			}
		}
		for key, name := range names {
			if name == "" {
				t.Errorf("%s: %s has no name", m.Lang, key)
			}
		}
		for _, l := range All() {
			for _, key := range l.Controls {
				if said := l.Stray(m); !strings.Contains(said, names[key]) ||
					!strings.Contains(said, "{moved}") {
					t.Errorf("%s %s: %q", m.Lang, l.ID, said)
				}
			}
			if !strings.Contains(l.Stray(m), m.Reset) {
				t.Errorf("%s: %q names no button", m.Lang, l.Stray(m))
			}
		}
	}
	want := "You changed {moved}; this lesson is about Gamma γ and Alpha α. “Reset” starts its task again."
	if got := Of(state.BothLesson).Stray(text.For("en")); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// The texts around the lessons are complete, with the same names to fill in.
func TestFrame(t *testing.T) {
	en, zh := reflect.ValueOf(FrameIn(text.For("en"))), reflect.ValueOf(FrameIn(text.For("zh")))
	for i := range en.NumField() {
		a, b := fmt.Sprint(en.Field(i)), fmt.Sprint(zh.Field(i))
		if a == "" || b == "" || !slices.Equal(names(a), names(b)) {
			t.Errorf("%s: %q and %q", en.Type().Field(i).Name, a, b)
		}
	}
}

var placeholder = regexp.MustCompile(`\{[a-z]+\}`)

// names returns the placeholders of s, sorted.
func names(s string) []string {
	all := placeholder.FindAllString(s, -1)
	slices.Sort(all)
	return slices.Compact(all)
}

func TestProgress(t *testing.T) {
	var p Progress
	if p.Len() != 0 || p.First() != All()[0] || p.Has("easy") {
		t.Errorf("nothing done is %v", p)
	}
	p = p.With("easy").With("alpha-gamma").With("alpha-gamma")
	if p.Len() != 2 || !p.Has("alpha-gamma") || p.Has("alpha") || p.Has("gamma") ||
		p.First().ID != "gamma" {
		t.Errorf("%v", p)
	}
	// Lessons that a later version stored are kept.
	if p = Progress("delta,").With("gamma"); p != "delta,gamma," || p.Len() != 1 {
		t.Errorf("%v", p)
	}
	for _, id := range state.Lessons() {
		p = p.With(id)
	}
	if p.Len() != len(All()) || p.First() != All()[0] {
		t.Errorf("all are done: %v", p)
	}
}

func ExampleLesson_Check() {
	l := Of(state.GammaLesson)
	s, err := l.Task().With("gamma", "4")
	if err != nil {
		panic(err)
	}
	r := l.Check(s)
	fmt.Println(r.Fill(l.Say(text.For("en")).Measure), r.Done)
	// Controls that the lesson is not about may not be moved.
	s, err = s.With("balanced", "1")
	if err != nil {
		panic(err)
	}
	fmt.Println(l.Check(s).Stray)
	// Output:
	// Loss 16× smaller than cross-entropy at pₜ = 0.5, 1.52× at pₜ = 0.1. true
	// balanced
}

// The gradient of hard examples, on which lesson 2 relies: with respect to the logit it
// exceeds that of cross-entropy below a p_t, by a factor with a maximum (Mukhoti et al.
// 2020, arXiv:2002.09437).
func TestPull(t *testing.T) {
	for _, tt := range []struct{ gamma, crossing, most float64 }{
		{1, 0.368, 1.135}, {2, 0.298, 1.225}, {3, 0.253, 1.292}, {5, 0.197, 1.394},
	} {
		f := losscore.Focal{Gamma: tt.gamma}
		if got := crossingOf(f); math.Abs(got-tt.crossing) > 5e-4 {
			t.Errorf("gamma %g: the pulls cross at %.4f, want %g", tt.gamma, got, tt.crossing)
		}
		most := 0.
		for p := 1e-4; p < 1; p += 1e-4 {
			most = max(most, pullAt(f, p))
			want := math.Pow(1-p, tt.gamma) - tt.gamma*p*math.Pow(1-p, tt.gamma-1)*math.Log(p)
			if got := pullAt(f, p); math.Abs(got-want) > 1e-9 {
				t.Fatalf("gamma %g, p_t %g: the ratio is %g, want %g", tt.gamma, p, got, want)
			}
		}
		if math.Abs(most-tt.most) > 5e-4 {
			t.Errorf("gamma %g: the greatest ratio is %.4f, want %g", tt.gamma, most, tt.most)
		}
	}
	if got := pullAt(losscore.Focal{Gamma: 2}, hardPt); math.Abs(got-1.2245) > 5e-5 {
		t.Errorf("at p_t = 0.1 the ratio is %g, want 1.2245", got)
	}
}

// The areas of the picture are losses: a thousand boxes outvote an object with
// cross-entropy, and not with gamma 2.
func TestSquares(t *testing.T) {
	for _, gamma := range []float64{0, 1, 2} {
		f := losscore.Focal{Gamma: gamma}
		object, box := Squares(f)
		share := detector.share(f)
		if got := object * object / (object*object + 1000*box*box); math.Abs(got-share) > 1e-12 ||
			(share > 0.5) != (gamma == 2) {
			t.Errorf("gamma %g: the object's area is %g of all, its loss %g", gamma, got, share)
		}
	}
	if _, box := Squares(losscore.Focal{}); box != 20 {
		t.Errorf("a box is %g wide", box)
	}
}
