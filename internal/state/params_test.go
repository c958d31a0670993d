package state

import (
	"errors"
	"math"
	"net/url"
	"slices"
	"testing"

	"lossexplorer/internal/catalog"
	"lossexplorer/losscore"
)

func parseQuery(t testing.TB, query string) (State, []Problem) {
	t.Helper()
	q, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	return Parse(func(key string) (string, bool) { return q.Get(key), q.Has(key) })
}

// with returns s with parameters changed: key, value, …
func with(t testing.TB, s State, pairs ...string) State {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		var err error
		if s, err = s.With(pairs[i], pairs[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func TestParse(t *testing.T) {
	for _, tt := range []struct {
		query string
		want  losscore.Loss
		class Class
		by    Gradient
	}{
		{"", losscore.Focal{Gamma: 2, Alpha: 0.25, Epsilon: 1e-7}, Positive, Pull},
		{"other=1&lang=zh&beta=x", losscore.Focal{Gamma: 2, Alpha: 0.25, Epsilon: 1e-7},
			Positive, Pull},
		// a weight that is named is used
		{"alpha=0.25", losscore.Focal{Gamma: 2, Alpha: 0.25, Epsilon: 1e-7,
			Balanced: true}, Positive, Pull},
		{"alpha=0.75&balanced=0", losscore.Focal{Gamma: 2, Alpha: 0.75, Epsilon: 1e-7},
			Positive, Pull},
		{"balanced=1", losscore.Focal{Gamma: 2, Alpha: 0.25, Epsilon: 1e-7, Balanced: true},
			Positive, Pull},
		{"gamma=0&alpha=1&epsilon=off&balanced=0&class=both&gradient=logit",
			losscore.Focal{Alpha: 1}, Both, ByLogit},
		{"gamma=1e2&epsilon=0&class=0", losscore.Focal{Gamma: 100, Alpha: 0.25}, Negative, Pull},
		{"epsilon=OFF&balanced=true&gradient=pt",
			losscore.Focal{Gamma: 2, Alpha: 0.25, Balanced: true}, Positive, ByPt},
		{"gamma=%202.5%20", losscore.Focal{Gamma: 2.5, Alpha: 0.25, Epsilon: 1e-7}, Positive, Pull},
		{"loss=cross-entropy&gamma=3", losscore.Focal{Epsilon: 1e-7}, Positive, Pull},
		{"class=0&gamma=3&beta=-1&loss=focal-star",
			losscore.FocalStar{Gamma: 3, Beta: -1, Epsilon: 1e-7}, Negative, Pull},
		{"loss=asymmetric&epsilon=1e-3",
			losscore.Asymmetric{GammaPos: 1, GammaNeg: 4, Margin: 0.05, Epsilon: 1e-3},
			Positive, Pull},
		{"loss=weighted&pos_weight=5", losscore.WeightedCE{PosWeight: 5, Epsilon: 1e-7},
			Positive, Pull},
		{"loss=poly1&poly=-1", losscore.Poly1{Poly: -1, Epsilon: 1e-7}, Positive, Pull},
		{"loss=smoothed&label_smoothing=0", losscore.SmoothedCE{Epsilon: 1e-7}, Positive, Pull},
	} {
		got, problems := parseQuery(t, tt.query)
		if got.Loss() != tt.want || got.Class != tt.class || got.Gradient != tt.by ||
			problems != nil {
			t.Errorf("%q: %+v, %+v, %v", tt.query, got, got.Loss(), problems)
		}
	}
}

func TestKinds(t *testing.T) {
	for _, k := range catalog.Kinds() {
		if len(k.Params) > MaxParams {
			t.Fatalf("%s has %d parameters, more than MaxParams", k.ID, len(k.Params))
		}
		s := with(t, Default(), "loss", k.ID)
		if err := s.Loss().Validate(); err != nil {
			t.Errorf("%s: %v", k.ID, err)
		}
		if got, problems := parseQuery(t, s.Query()); got != s || problems != nil {
			t.Errorf("%s: %q is read as %+v, %v", k.ID, s.Query(), got, problems)
		}
		for _, p := range k.Params {
			if s.Enabled(p.Name) != (p.Needs == "") {
				t.Errorf("%s: %s is enabled: %v", k.ID, p.Name, s.Enabled(p.Name))
			}
			if slices.Contains([]string{LossKey, ClassKey, GradientKey, WrongKey}, p.Name) ||
				slices.ContainsFunc(s.parts(), func(part part) bool {
					_, taken := part.value(p.Name)
					return taken
				}) {
				t.Errorf("%s: the name %s is taken", k.ID, p.Name)
			}
		}
	}
}

// What two losses have in common stays when one takes the other's place.
func TestChangeLoss(t *testing.T) {
	s := with(t, Default(), "gamma", "3.5", "epsilon", "1e-3", "alpha", "0.9", "class", "both",
		"gradient", "logit", "wrong", "1")
	s = with(t, s, "loss", "poly1")
	want := losscore.Poly1{Poly: 2, Gamma: 3.5, Epsilon: 1e-3}
	if s.Loss() != want || s.Class != Both || s.Gradient != ByLogit || !s.Wrong {
		t.Errorf("%+v, want %+v", s.Loss(), want)
	}
	// The steepness of FL* starts at 0.1.
	s = with(t, s, "gamma", "0", "loss", "focal-star")
	if g := s.Number("gamma"); g != 2 {
		t.Errorf("gamma is %v, want the default", g)
	}
}

// Every lesson is a link, and "off" closes it.
func TestLesson(t *testing.T) {
	for _, l := range Lessons() {
		s, problems := parseQuery(t, "gamma=3&lesson="+string(l))
		if s.Lesson != l || s.Number("gamma") != 3 || problems != nil {
			t.Errorf("%s: %+v, %v", l, s, problems)
		}
		if again, problems := parseQuery(t, s.Query()); again != s || problems != nil {
			t.Errorf("%s: %s is read as %+v, %v", l, s.Query(), again, problems)
		}
		if s = with(t, s, LessonKey, Off); s.Lesson != "" {
			t.Errorf("%s is still open", l)
		}
	}
}

func TestEnabled(t *testing.T) {
	if with(t, Default(), "balanced", "0").Enabled("alpha") || !Default().Enabled("gamma") {
		t.Error("alpha needs balanced, and gamma nothing")
	}
}

// An address has the label under the page's name or the element's, which has precedence and is
// named where it cannot be read; the lab has a label of its own.
func TestParseLabel(t *testing.T) {
	for query, want := range map[string]string{
		"label=0": "0", "label=both": "both", "label=0.8": "0.8", "class=both&label=0": "0",
		"place=precision&y=0": "1",
	} {
		s, problems := parseQuery(t, query)
		if got := s.Value(ClassKey); got != want || len(problems) > 0 {
			t.Errorf("%s: the label is %s, %v, want %s", query, got, problems, want)
		}
	}
	_, problems := parseQuery(t, "label=x")
	var not *ChoiceError
	if len(problems) != 1 || problems[0].Key != "label" || !errors.As(problems[0].Err, &not) ||
		!slices.Contains(not.Offered, "both") {
		t.Errorf("label=x: %+v", problems)
	}
}

func TestParseMalformed(t *testing.T) {
	outside := new(losscore.RangeError)
	for _, tt := range []struct {
		key, value string
		want       error // the error, or outside for any range error
	}{
		{"gamma", "-1", outside},
		{"gamma", "NaN", outside},
		{"gamma", "1e999", outside},
		{"gamma", "two", ErrNumber},
		{"gamma", "", ErrNumber},
		{"alpha", "1.01", outside},
		{"alpha", "25%", ErrNumber},
		{"epsilon", "0.5", outside},
		{"epsilon", "-1e-7", outside},
		{"epsilon", "none", ErrNumber},
		{"balanced", "yes", ErrChoice},
		{"class", "maybe", ErrChoice},
		{"gradient", "x", ErrChoice},
		{"loss", "huber", ErrChoice},
		{"wrong", "2", ErrChoice},
		{"classes", "7", ErrChoice},
		{"classes", "1", ErrChoice},
		{"lesson", "delta", ErrChoice},
	} {
		got, problems := parseQuery(t, url.Values{tt.key: {tt.value}}.Encode())
		if got != Default() || len(problems) != 1 {
			t.Errorf("%s=%s: %+v, %v, want the default and one problem", tt.key, tt.value, got,
				problems)
			continue
		}
		p := problems[0]
		var re *losscore.RangeError
		ok := errors.Is(p.Err, tt.want) || tt.want == error(outside) && errors.As(p.Err, &re)
		if p.Key != tt.key || p.Value != tt.value || p.Default != Default().Value(tt.key) || !ok {
			t.Errorf("%s=%s: %+v, want %v", tt.key, tt.value, p, tt.want)
		}
	}
}

// One malformed value must not take the others with it.
func TestParseKeepsTheRest(t *testing.T) {
	got, problems := parseQuery(t, "gamma=x&alpha=0.5&class=both")
	want := with(t, Default(), "balanced", "1", "alpha", "0.5", "class", "both")
	if got != want || len(problems) != 1 {
		t.Errorf("%+v, %v, want %+v and one problem", got, problems, want)
	}
}

// Alpha is checked while balancing is off, or switching it on could fail.
func TestAlphaWhileUnbalanced(t *testing.T) {
	if _, problems := parseQuery(t, "balanced=0&alpha=7"); len(problems) != 1 {
		t.Errorf("problems: %v, want one", problems)
	}
}

func TestFormat(t *testing.T) {
	for v, want := range map[float64]string{
		0: "0", 2: "2", 0.25: "0.25", 1e-7: "1e-7", 1.5e-12: "1.5e-12", 1e21: "1e21",
		123456: "123456", 0.1: "0.1",
	} {
		if got := Format(v); got != want {
			t.Errorf("Format(%v) = %q, want %q", v, got, want)
		}
	}
}

func TestEpsilonSlider(t *testing.T) {
	eps := Default().Kind.Params[Default().Kind.Param(EpsilonKey)]
	if got := SliderOf(eps); got != (Slider{0, epsilonSteps, 1}) {
		t.Errorf("the slider is %+v", got)
	}
	for _, tt := range []struct{ position, want float64 }{
		{0, 0}, {-3, 0}, {math.NaN(), 0}, {1, 1e-12}, {101, 1e-7}, {epsilonSteps, 0.1},
		{epsilonSteps + 9, 0.1},
	} {
		if got := ValueAt(eps, tt.position); got != tt.want {
			t.Errorf("ValueAt(%v) = %v, want %v", tt.position, got, tt.want)
		}
	}
	for _, tt := range []struct{ value, want float64 }{
		{0, 0}, {1e-30, 1}, {1e-12, 1}, {1e-7, 101}, {0.1, epsilonSteps}, {0.4, epsilonSteps},
	} {
		if got := Position(eps, tt.value); got != tt.want {
			t.Errorf("Position(%v) = %v, want %v", tt.value, got, tt.want)
		}
	}
	before := -1.
	for position := 0.; position <= epsilonSteps; position++ {
		value := ValueAt(eps, position)
		if value <= before {
			t.Errorf("epsilon %v at %v, after %v", value, position, before)
		}
		before = value
		if got := Position(eps, value); got != position {
			t.Errorf("position %v is epsilon %v, which is position %v", position, value, got)
		}
	}
}

// The other sliders stand at the value.
func TestSlider(t *testing.T) {
	gamma := Default().Kind.Params[0]
	if got := SliderOf(gamma); got != (Slider{0, 10, 0.05}) {
		t.Errorf("the slider is %+v", got)
	}
	if Position(gamma, 12) != 12 || ValueAt(gamma, 2.5) != 2.5 {
		t.Error("the position is not the value")
	}
}

// A link means the state it was made from, and no query does harm.
func FuzzParse(f *testing.F) {
	for _, query := range []string{
		"", Default().Query(), "gamma=-1", "gamma=0x1p-3&alpha=1e-320&epsilon=off",
		"class=both&class=0",
		"loss=poly1&poly=-1", "classes=4&truth=2&logits=1,2,3,4&alphas=1,0,1,1&smoothing=0.1&bars=probabilities", "loss=asymmetric&gamma_pos=0&margin=0.5&gamma_neg=x", "epsilon=%E5%85%B3", "gamma=1_000", "lesson=alpha-gamma&alpha=0.75", "alpha=-0",
		"pins=focal:2,1,0.25,1e-7~~poly1:1,2,0:hidden&pin_names=a%20b~x~%E5%85%B3",
		"x=logit&scale=log&x_range=-3,4&loss_range=-5,0",
		"sandbox=1e3&pos_mean=1&neg_spread=0.1&neg_mean=-1e1", "sandbox=0&pos_spread=9",
		"gamma=%00",
	} {
		f.Add(query)
	}
	f.Fuzz(func(t *testing.T, query string) {
		q, _ := url.ParseQuery(query)
		s, problems := Parse(func(key string) (string, bool) { return q.Get(key), q.Has(key) })
		if err := s.Loss().Validate(); err != nil {
			t.Fatalf("%q: %v", query, err)
		}
		for _, p := range problems {
			if p.Err == nil || q.Get(p.Key) != p.Value {
				t.Fatalf("%q: problem %+v", query, p)
			}
		}
		again, problems := parseQuery(t, s.Query())
		if again != s || problems != nil {
			t.Fatalf("%+v became %+v through %s: %v", s, again, s.Query(), problems)
		}
	})
}

// The label is 1, 0, both or a number between 0 and 1, which is one parameter of the address.
func TestLabel(t *testing.T) {
	for text, want := range map[string]struct {
		c     Class
		y     float64
		query string
	}{
		"1": {Positive, 0, ""}, "0": {Negative, 0, "class=0"}, "both": {Both, 0, "class=both"},
		"soft": {Soft, DefaultLabel, "class=0.8"}, "0.8": {Soft, 0.8, "class=0.8"},
		" 0.25 ": {Soft, 0.25, "class=0.25"},
		"1e-300": {Soft, 1e-300, "class=1e-300"}, "1.0": {Positive, 0, ""},
		"0.0": {Negative, 0, "class=0"},
	} {
		s, err := Default().With(ClassKey, text)
		if err != nil || s.Class != want.c || s.Label != want.y || s.Query() != want.query {
			t.Errorf("%q: %v, %v, %q, %v", text, s.Class, s.Label, s.Query(), err)
		}
		hard, err := s.With(ClassKey, "1")
		if err != nil || hard != Default() {
			t.Errorf("%q: y = 1 after it is not the default", text)
		}
	}
	for _, text := range []string{"-0.1", "1.1", "NaN", "Inf", "-Inf"} {
		var outside *losscore.RangeError
		if s, err := Default().With(ClassKey, text); !errors.As(err, &outside) || s != Default() {
			t.Errorf("%q: %v", text, err)
		}
	}
}
