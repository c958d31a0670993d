package lessons

import (
	"math"
	"net/url"
	"slices"
	"testing"

	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/losscore"
)

func with(t testing.TB, s state.State, pairs ...string) state.State {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		var err error
		if s, err = s.With(pairs[i], pairs[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func TestAll(t *testing.T) {
	var ids []state.Lesson
	for _, l := range All() {
		ids = append(ids, l.ID)
		if Of(l.ID) != l {
			t.Errorf("%s is not found", l.ID)
		}
	}
	if !slices.Equal(ids, state.Lessons()) {
		t.Errorf("the lessons are %v, want %v", ids, state.Lessons())
	}
	for l, i := All()[0], 0; l != nil; l, i = l.Next(), i+1 {
		if l != All()[i] {
			t.Errorf("lesson %d is %s", i, l.ID)
		}
	}
	if Of("") != nil {
		t.Error("no lesson is one")
	}
}

// Every lesson sets the values in its query, and no key that the state does not know.
func TestStart(t *testing.T) {
	for _, l := range All() {
		for query, s := range map[string]state.State{l.Set: l.Start(),
			l.Set + "&" + l.Shown: l.Task()} {
			if query == l.Set+"&" {
				query = l.Set // the reveal shows nothing else
			}
			q, err := url.ParseQuery(query)
			if err != nil {
				t.Fatal(err)
			}
			if s.Lesson != l.ID {
				t.Errorf("%s: the state is that of lesson %q", l.ID, s.Lesson)
			}
			for key, values := range q {
				if !slices.Contains(s.Keys(), key) {
					t.Errorf("%s sets %s, which the state has not", l.ID, key)
				} else if last := values[len(values)-1]; s.Value(key) != last {
					t.Errorf("%s sets %s to %s, the state has %s", l.ID, key, last, s.Value(key))
				}
			}
			full := func(key string) (string, bool) {
				if !slices.Contains(s.Keys(), key) {
					return "", false
				}
				return s.Value(key), true
			}
			if again, problems := state.Parse(full); again != s || problems != nil {
				t.Errorf("%s: %s is read as %+v, %v", l.ID, s.Query(), again, problems)
			}
		}
		for _, key := range l.Controls {
			if !slices.Contains(l.Task().Keys(), key) {
				t.Errorf("%s is about %s, which its state has not", l.ID, key)
			}
		}
	}
}

// solutions are states that a learner may find, and others that are none.
var solutions = []struct {
	lesson state.Lesson
	pairs  []string
	done   bool
	stray  string
}{
	{"easy", []string{"gamma", "2"}, true, ""},
	{"easy", []string{"gamma", "1"}, false, ""},
	{"easy", []string{"loss", "asymmetric"}, false, "loss"}, // another loss does not pass it
	{"easy", []string{"loss", "cross-entropy"}, false, "loss"},
	{"easy", []string{"balanced", "1", "alpha", "0.99"}, false, "balanced"},
	{"easy", []string{"gamma", "2", "epsilon", "0.05"}, false, "epsilon"},
	{"gamma", []string{"gamma", "4"}, true, ""},
	{"gamma", []string{"gamma", "3.3"}, false, ""},
	{"gamma", []string{"gamma", "3.35"}, true, ""},
	{"gamma", []string{"gamma", "10"}, false, ""}, // takes too much from the hard ones
	{"gamma", []string{"balanced", "1", "alpha", "0.01"}, false, "balanced"},
	{"gamma", []string{"gamma", "4", "balanced", "1", "alpha", "0.5"}, false, "balanced"},
	{"gamma", []string{"gamma", "4", "class", "both", "gradient", "logit", "classes", "3", "x",
		"logit", "scale", "log", "pins", "focal:2,1,0.25,1e-7"}, true, ""},
	{"alpha", []string{"alpha", "0.8"}, true, ""},
	{"alpha", []string{"alpha", "0.2"}, false, ""}, // the wrong direction
	{"alpha", []string{"gamma", "2"}, false, "gamma"},
	{"alpha", []string{"alpha", "0.8", "gamma", "2"}, false, "gamma"},
	{"alpha", []string{"loss", "weighted"}, false, "loss"},
	{"alpha-gamma", []string{"gamma", "2", "alpha", "0.25"}, true, ""},
	{"alpha-gamma", []string{"gamma", "2", "alpha", "0.75"}, false, ""},
	{"alpha-gamma", []string{"gamma", "1", "alpha", "0.5"}, false, ""}, // balanced, but not at 2
	{"alpha-gamma", []string{"gamma", "2", "alpha", "0.25", "balanced", "0"}, false, "balanced"},
	{"alpha-gamma", []string{"loss", "poly1"}, false, "loss"},
	{"alpha-gamma", []string{"loss", "cross-entropy"}, false, "loss"},
	{"epsilon", []string{"epsilon", "1e-7"}, true, ""},
	{"epsilon", []string{"epsilon", "0.001"}, true, ""},
	{"epsilon", []string{"epsilon", "off"}, true, ""},
	{"epsilon", []string{"epsilon", "0.002"}, false, ""},
	{"epsilon", []string{"gamma", "0"}, false, "gamma"},
	{"classes", []string{"alphas", "0.25,0.25,1"}, true, ""},
	{"classes", []string{"alphas", "1,1,1"}, false, ""}, // one alpha, only another
	{"classes", []string{"alphas", "1,0.25,0.25"}, false, ""},
	{"classes", []string{"alphas", "0,0,0"}, false, ""},
	{"classes", []string{"classes", "2", "alphas", "0.25,1"}, false, "classes"},
	{"classes", []string{"gamma", "5"}, false, "gamma"}, // that of the charts
	{"classes", []string{"class_gamma", "5"}, false, "class_gamma"},
	{"classes", []string{"alphas", "0.25,0.25,1", "truth", "3", "bars", "probabilities"}, true, ""},
	{"smoothing", []string{"label_smoothing", "0.4"}, true, ""},
	{"smoothing", []string{"label_smoothing", "0.2"}, false, ""}, // if s lowered the label by s
	{"smoothing", []string{"epsilon", "0.1"}, false, "epsilon"},
	{"smoothing", []string{"loss", "focal"}, false, "loss"},
}

// A task is not done before anything is moved, is done in some way by the
// controls that the lesson is about, and by no others.
func TestCheck(t *testing.T) {
	solved := map[state.Lesson]bool{}
	for _, l := range All() {
		for name, s := range map[string]state.State{"start": l.Start(), "task": l.Task()} {
			if r := l.Check(s); r.Done {
				t.Errorf("%s is done at its %s: %+v", l.ID, name, r)
			}
		}
		if r := l.Check(l.Task()); r.Stray != "" {
			t.Errorf("%s: %s is said to be moved at the start", l.ID, r.Stray)
		}
	}
	for _, tt := range solutions {
		l := Of(tt.lesson)
		r := l.Check(with(t, l.Task(), tt.pairs...))
		if r.Done != tt.done || r.Stray != tt.stray {
			t.Errorf("%s, %v: %+v, want done %v, stray %q", tt.lesson, tt.pairs, r, tt.done,
				tt.stray)
		}
		solved[tt.lesson] = solved[tt.lesson] || r.Done
	}
	for _, id := range state.Lessons() {
		if !solved[id] {
			t.Errorf("no solution of %s is tested", id)
		}
	}
}

// The measures agree with the formulas of the loss.
func TestMeasures(t *testing.T) {
	for _, tt := range []struct {
		lesson       state.Lesson
		pairs        []string
		value, other float64
	}{
		{"easy", nil, 100 * 100 * math.Log(10) / (100*math.Log(10) - 1e5*math.Log(0.9)), 0},
		{"gamma", []string{"gamma", "3"}, 8, 1 / (0.9 * 0.9 * 0.9)},
		{"alpha", []string{"alpha", "0.5"}, 20, 0},
		{"alpha", []string{"alpha", "0.8"}, 50, 0},
		{"epsilon", []string{"epsilon", "off"},
			-0.999 * 0.999 * (1000 - 2*math.Log(0.001)/0.999), 0},
		{"classes", nil, 1, shareOf(0.25, 0.25, 0.25)},
		{"classes", []string{"alphas", "0,0.25,1"}, cosineTo(0, 0.25, 1), shareOf(0, 0.25, 1)},
		{"smoothing", []string{"label_smoothing", "0.3"}, 0.85, 0},
	} {
		l := Of(tt.lesson)
		r := l.Check(with(t, l.Task(), tt.pairs...))
		if math.Abs(r.Value-tt.value) > 1e-9*math.Abs(tt.value) ||
			math.Abs(r.Other-tt.other) > 1e-9 {
			t.Errorf("%s, %v: %v and %v, want %v and %v", tt.lesson, tt.pairs, r.Value, r.Other,
				tt.value, tt.other)
		}
	}
}

// logits are those of the lesson on several classes, and softmax is theirs.
var logits = [3]float64{2, 0.5, -1}

func softmax() (p [3]float64) {
	sum := 0.
	for _, x := range logits {
		sum += math.Exp(x)
	}
	for k, x := range logits {
		p[k] = math.Exp(x) / sum
	}
	return p
}

// shareOf is the last class's share of the cross-entropy of one example of each
// class, in percent.
func shareOf(alpha ...float64) float64 {
	var losses [3]float64
	sum := 0.
	for k, p := range softmax() {
		losses[k] = -alpha[k] * math.Log(p)
		sum += losses[k]
	}
	return 100 * losses[2] / sum
}

// cosineTo is that between the gradient of the same and the one without weights.
func cosineTo(alpha ...float64) float64 {
	total := alpha[0] + alpha[1] + alpha[2]
	var ab, aa, bb float64
	for k, p := range softmax() {
		a, b := 3*p-1, total*p-alpha[k]
		ab, aa, bb = ab+a*b, aa+a*a, bb+b*b
	}
	return ab / math.Sqrt(aa*bb)
}

// The batch of the fourth lesson is balanced where the paper's best alphas are.
func TestMixed(t *testing.T) {
	for _, row := range []TableRow{Table()[0], Table()[5]} {
		f := losscore.Focal{Gamma: row.Gamma, Alpha: row.Alpha, Balanced: true}
		if share := mixed.share(f); math.Abs(share-0.5) > 0.001 {
			t.Errorf("gamma %v, alpha %v: the positives have %v of the loss", row.Gamma,
				row.Alpha, share)
		}
	}
}

// "?lesson=gamma" is a link, and a longer address sets more.
func TestParse(t *testing.T) {
	parse := func(query string) (state.State, []state.Problem) {
		q, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		return Parse(func(key string) (string, bool) { return q.Get(key), q.Has(key) })
	}
	for _, l := range All() {
		if s, problems := parse("lesson=" + string(l.ID)); s != l.Start() || problems != nil {
			t.Errorf("%s: %+v, %v, want %+v", l.ID, s, problems, l.Start())
		}
		moved := with(t, l.Start(), "epsilon", "1e-5", "class", "0")
		if s, problems := parse(moved.Query()); s != moved || problems != nil {
			t.Errorf("%s: %+v, %v, want %+v", l.ID, s, problems, moved)
		}
	}
	if s, problems := parse("lesson=off&gamma=3"); s != with(t, state.Default(), "gamma", "3") ||
		problems != nil {
		t.Errorf("%+v, %v", s, problems)
	}
	if s, problems := parse("lesson=x"); s != state.Default() || len(problems) != 1 {
		t.Errorf("%+v, %v", s, problems)
	}
}

// No address breaks a lesson.
func FuzzCheck(f *testing.F) {
	for _, l := range All() {
		f.Add(l.Task().Query())
	}
	f.Add("lesson=gamma&loss=poly1&gamma=1e300&epsilon=off")
	f.Add("formula=on&formula_text=-log(pt)&formula_values=1,2")
	f.Add("train=mlp&sandbox=30&probe=0.5&pins=focal:2,1,0.25,1e-7&x=logit")
	f.Add("place=precision&impl=0&format=float16&z=3")
	f.Add("lesson=classes&classes=2&alphas=0,0&logits=20,-20")
	f.Fuzz(func(t *testing.T, query string) {
		q, _ := url.ParseQuery(query)
		s, _ := Parse(func(key string) (string, bool) { return q.Get(key), q.Has(key) })
		for _, l := range All() {
			r := l.Check(s)
			if r.Done && r.Stray != "" {
				t.Fatalf("%s: %s is done by moving %s", l.ID, s.Query(), r.Stray)
			}
			if _, named := Controls(text.For("en"))[r.Stray]; r.Stray != "" && !named {
				t.Fatalf("%s: %s: %s has no name", l.ID, s.Query(), r.Stray)
			}
		}
	})
}

func BenchmarkCheck(b *testing.B) {
	l := Of(state.GammaLesson)
	s := l.Task()
	for b.Loop() {
		l.Check(s)
	}
}
