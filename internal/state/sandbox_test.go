package state

import (
	"errors"
	"testing"

	"lossexplorer/losscore"
)

func TestSandbox(t *testing.T) {
	s, problems := parseQuery(t, "sandbox=200&pos_mean=1.5&pos_spread=0.5&neg_mean=-7&neg_spread=4")
	want := Default().At(PlaceTrain)
	want.Sandbox = Sandbox{true, 200, 1.5, 0.5, -7, 4}
	if s != want || problems != nil {
		t.Errorf("%+v, %v, want %+v", s.Sandbox, problems, want.Sandbox)
	}
	if again, problems := parseQuery(t, s.Query()); again != s || problems != nil {
		t.Errorf("%s: %+v, %v", s.Query(), again.Sandbox, problems)
	}
	elsewhere(t, s)
}

func TestSandboxMalformed(t *testing.T) {
	for key, values := range map[string][]string{
		"pos_mean":   {"-10.1", "NaN", "x", ""},
		"pos_spread": {"0", "-1", "4.5", "Inf"},
		"neg_mean":   {"11", "1,2"},
		"neg_spread": {"0.09", "off"},
		"sandbox":    {"0", "0.9", "100001", "On", "NaN"},
	} {
		for _, value := range values {
			query, want := "sandbox=30&"+key+"="+value, with(t, Default(), "sandbox", "30")
			if key == "sandbox" {
				query, want = key+"="+value, Default()
			}
			s, problems := parseQuery(t, query)
			if s != want || len(problems) != 1 {
				t.Errorf("%s: %+v, %v", query, s.Sandbox, problems)
				continue
			}
			var outside *losscore.RangeError
			if err := problems[0].Err; !errors.Is(err, ErrNumber) && !errors.As(err, &outside) {
				t.Errorf("%s: %v", query, err)
			}
		}
	}
}

// The data sets of the page are valid and can be reached with its sliders.
func TestSandboxPresets(t *testing.T) {
	for i, preset := range SandboxPresets() {
		s := Default().At(PlaceTrain)
		s.Sandbox = preset
		if again, problems := parseQuery(t, s.Query()); again != s || problems != nil {
			t.Errorf("data set %d: %s became %s, %v", i, s.Query(), again.Query(), problems)
		}
		if v := preset.Negatives; SandboxAt(SandboxKey, SandboxPosition(SandboxKey, v)) != v {
			t.Errorf("data set %d: no position of the slider is %v", i, v)
		}
	}
}

func TestNegativesSlider(t *testing.T) {
	slider := SandboxSlider(SandboxKey)
	before := 0.
	for at := slider.Min; at <= slider.Max; at += slider.Step {
		v := SandboxAt(SandboxKey, at)
		if v <= before || SandboxPosition(SandboxKey, v) != at {
			t.Errorf("%v at %v, after %v; its position is %v", v, at, before,
				SandboxPosition(SandboxKey, v))
		}
		before = v
	}
	if first := SandboxAt(SandboxKey, slider.Min); first != 1 || before != MaxNegatives {
		t.Errorf("the slider goes from %v to %v", first, before)
	}
	if got := SandboxSlider(NegSpreadKey); got != (Slider{0.1, 4, 0.05}) ||
		SandboxAt(NegSpreadKey, 0.3) != 0.3 || SandboxPosition(NegSpreadKey, 0.3) != 0.3 {
		t.Errorf("the slider of a spread is %+v", got)
	}
}
