package state

import "testing"

func TestPair(t *testing.T) {
	s, problems := parseQuery(t, "hard=0.02&easy=0.75&gradient=pull&scale=log-loss")
	want := Default()
	want.Pair = Pair{Hard: 0.02, Easy: 0.75}
	want.Gradient, want.Axes.Scale = Pull, LogLossScale
	if s != want || problems != nil {
		t.Errorf("%+v, %v, want %+v", s, problems, want)
	}
	if again, problems := parseQuery(t, s.Query()); again != s || problems != nil {
		t.Errorf("%s became %+v: %v", s.Query(), again, problems)
	}
	for _, query := range []string{"hard=0.6", "hard=-0.1", "hard=NaN", "hard=x", "easy=0.5",
		"easy=1.1"} {
		if s, problems := parseQuery(t, query); s != Default() || len(problems) != 1 {
			t.Errorf("%s: %+v, %v", query, s.Pair, problems)
		}
	}
}
