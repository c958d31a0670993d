package params

import (
	"errors"
	"math"
	"net/url"
	"testing"

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

func TestParse(t *testing.T) {
	for _, tt := range []struct {
		query string
		want  State
	}{
		{"", Default()},
		{"other=1&lang=zh", Default()},
		{"gamma=0&alpha=1&epsilon=off&balanced=0&class=both&gradient=logit",
			State{losscore.Focal{Alpha: 1}, Both, ByLogit}},
		{"gamma=1e2&epsilon=0&class=0", State{losscore.Focal{Gamma: 100, Alpha: 0.25, Balanced: true}, Negative, ByPt}},
		{"epsilon=OFF&balanced=true", State{losscore.Focal{Gamma: 2, Alpha: 0.25, Balanced: true}, Positive, ByPt}},
		{"gamma=%202.5%20", State{losscore.Focal{Gamma: 2.5, Alpha: 0.25, Epsilon: 1e-7, Balanced: true}, Positive, ByPt}},
	} {
		got, problems := parseQuery(t, tt.query)
		if got != tt.want || problems != nil {
			t.Errorf("%q: %+v, %v, want %+v", tt.query, got, problems, tt.want)
		}
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
		{"class", "2", ErrChoice},
		{"gradient", "x", ErrChoice},
	} {
		got, problems := parseQuery(t, url.Values{tt.key: {tt.value}}.Encode())
		if got != Default() || len(problems) != 1 {
			t.Errorf("%s=%s: %+v, %v, want the default and one problem", tt.key, tt.value, got, problems)
			continue
		}
		p := problems[0]
		var re *losscore.RangeError
		ok := errors.Is(p.Err, tt.want) || tt.want == error(outside) && errors.As(p.Err, &re)
		if p.Key != tt.key || p.Value != tt.value || !ok {
			t.Errorf("%s=%s: %+v, want %v", tt.key, tt.value, p, tt.want)
		}
	}
}

// One malformed value must not take the others with it.
func TestParseKeepsTheRest(t *testing.T) {
	got, problems := parseQuery(t, "gamma=x&alpha=0.5&class=both")
	want := Default()
	want.Focal.Alpha, want.Class = 0.5, Both
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
		0: "0", 2: "2", 0.25: "0.25", 1e-7: "1e-7", 1.5e-12: "1.5e-12", 1e21: "1e21", 123456: "123456", 0.1: "0.1",
	} {
		if got := Format(v); got != want {
			t.Errorf("Format(%v) = %q, want %q", v, got, want)
		}
	}
}

func TestEpsilonSlider(t *testing.T) {
	for _, tt := range []struct{ position, want float64 }{
		{0, 0}, {-3, 0}, {math.NaN(), 0}, {1, 1e-12}, {101, 1e-7}, {EpsilonSteps, 0.1}, {EpsilonSteps + 9, 0.1},
	} {
		if got := EpsilonAt(tt.position); got != tt.want {
			t.Errorf("EpsilonAt(%v) = %v, want %v", tt.position, got, tt.want)
		}
	}
	for _, tt := range []struct{ eps, want float64 }{
		{0, 0}, {1e-30, 1}, {1e-12, 1}, {1e-7, 101}, {0.1, EpsilonSteps}, {0.4, EpsilonSteps},
	} {
		if got := EpsilonPosition(tt.eps); got != tt.want {
			t.Errorf("EpsilonPosition(%v) = %v, want %v", tt.eps, got, tt.want)
		}
	}
	before := -1.
	for position := 0.; position <= EpsilonSteps; position++ {
		eps := EpsilonAt(position)
		if eps <= before {
			t.Errorf("epsilon %v at %v, after %v", eps, position, before)
		}
		before = eps
		if got := EpsilonPosition(eps); got != position {
			t.Errorf("position %v is epsilon %v, which is position %v", position, eps, got)
		}
	}
}

// A link means the state it was made from, and no query does harm.
func FuzzParse(f *testing.F) {
	for _, query := range []string{
		"", Default().Query(), "gamma=-1", "gamma=0x1p-3&alpha=1e-320&epsilon=off", "class=both&class=0",
		"epsilon=%E5%85%B3", "gamma=1_000", "alpha=-0", "gamma=%00",
	} {
		f.Add(query)
	}
	f.Fuzz(func(t *testing.T, query string) {
		q, _ := url.ParseQuery(query)
		s, problems := Parse(func(key string) (string, bool) { return q.Get(key), q.Has(key) })
		if err := s.Focal.Validate(); err != nil {
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
