package state

import (
	"errors"
	"testing"

	"lossexplorer/losscore"
)

func TestProbe(t *testing.T) {
	s, problems := parseQuery(t, "probe=0.75&prior=1e-3")
	want := Default()
	want.Probe = Probe{true, 0.75, 0.001}
	if s != want || problems != nil {
		t.Errorf("%+v, %v, want %+v", s.Probe, problems, want.Probe)
	}
	if again, problems := parseQuery(t, s.Query()); again != s || problems != nil {
		t.Errorf("%s: %+v, %v", s.Query(), again.Probe, problems)
	}
	closed := with(t, s, "probe", "off")
	if want := "prior=0.001"; closed.Query() != want {
		t.Errorf("%s, want %s", closed.Query(), want)
	}
	if again := with(t, closed, "probe", "on"); again != s {
		t.Errorf("it opens as %+v, was %+v", again.Probe, s.Probe)
	}
}

func TestProbeMalformed(t *testing.T) {
	for key, values := range map[string][]string{
		"probe": {"-0.1", "1.1", "NaN", "x", "On"},
		"prior": {"0", "0.6", "Inf", "off"},
	} {
		for _, value := range values {
			query := key + "=" + value
			if key != ProbeKey {
				query += "&probe=0.5" // without it there is none to set
			}
			_, problems := parseQuery(t, query)
			if len(problems) != 1 {
				t.Errorf("%s: %v", query, problems)
				continue
			}
			var outside *losscore.RangeError
			if err := problems[0].Err; !errors.Is(err, ErrNumber) && !errors.As(err, &outside) {
				t.Errorf("%s: %v", query, err)
			}
		}
	}
}
