package state

import (
	"math"
	"strings"
	"testing"

	"lossexplorer/internal/catalog"
	"lossexplorer/losscore"
)

func TestPin(t *testing.T) {
	s := Default()
	for i := range MaxPins {
		s.Values[0] = float64(i)
		var ok bool
		if s, ok = s.Pin(); !ok {
			t.Fatalf("pin %d was refused", i)
		}
		if _, ok := s.Pin(); ok {
			t.Errorf("curve %d was pinned twice", i)
		}
	}
	s.Values[0] = 9
	if _, ok := s.Pin(); ok {
		t.Error("more curves were pinned than there are places")
	}
	s.Pins[2] = Pin{}
	s, ok := s.Pin()
	if !ok || s.Pins[2].Values[0] != 9 {
		t.Errorf("the empty place has %+v", s.Pins[2])
	}
	s.Pins[0] = Pin{}
	s.Pins[1].Hidden = true
	s.Pins[3].Name = PinName("50 % & more = 好?")
	s.Pins[5] = Pin{}
	again, problems := parseQuery(t, s.Query())
	if again != s || problems != nil {
		t.Errorf("%s became %s: %v", s.Query(), again.Query(), problems)
	}
	if l := s.Pins[2].Loss(); l != (losscore.Focal{Gamma: 9, Alpha: 0.25, Epsilon: 1e-7}) {
		t.Errorf("the pinned loss is %+v", l)
	}
	if (Pin{}).Loss() != nil {
		t.Error("an empty place has a loss")
	}
}

func TestMalformedPins(t *testing.T) {
	if s, err := Default().With(PinsKey, "focal:2,0,0.25,1e-7"); err != nil ||
		s.Pins[0].Loss() != Default().Loss() {
		t.Fatalf("the default curve as a pin: %v", err)
	}
	for _, value := range []string{
		"x", "nothing:1", "focal:1", "focal:2,1,0.25,1e-7,5", "focal:-1,1,0.25,1e-7",
		"focal:2,0.5,0.25,1e-7",
		"focal:2,1,0.25,0.7", "focal:NaN,1,0.25,1e-7", "~~~~~~", "focal:2,1,0.25,1e-7:shown",
	} {
		s, err := Default().With(PinsKey, value)
		if s != Default() || err == nil {
			t.Errorf("%s: %v, %+v", value, err, s.Pins)
		}
	}
	if _, err := Default().With(PinNamesKey, strings.Repeat("~", MaxPins)); err == nil {
		t.Error("more names than places are no error")
	}
}

func TestPinName(t *testing.T) {
	for text, want := range map[string]string{
		"":                       "",
		" a\n b\t":               "a b",
		"a~b":                    "a-b",
		strings.Repeat("好", 41):  strings.Repeat("好", 40),
		strings.Repeat("x ", 30): strings.TrimSpace(strings.Repeat("x ", 20)),
		"\xff":                   "\xff",
	} {
		if got := PinName(text); got != want {
			t.Errorf("PinName(%q) = %q, want %q", text, got, want)
		}
	}
}

// A sweep differs by its parameter only, and every curve of it is another.
func TestSweep(t *testing.T) {
	for _, k := range catalog.Kinds() {
		s, err := Default().With(LossKey, k.ID)
		if err != nil {
			t.Fatal(err)
		}
		for i, param := range k.Params {
			if param.Switch || param.Name == EpsilonKey {
				continue
			}
			swept := s.Sweep(param.Name)
			seen := map[float64]bool{}
			for _, p := range swept.Pins {
				if p.Kind == nil {
					continue
				}
				if err := p.Loss().Validate(); err != nil || seen[p.Values[i]] {
					t.Errorf("%s, %s has %v: %v", k.ID, param.Name, p.Values[i], err)
				}
				seen[p.Values[i]] = true
				if steps := p.Values[i] / param.Step; math.Abs(steps-math.Round(steps)) > 1e-9 {
					t.Errorf("%s, %s = %v is no step of the slider", k.ID, param.Name, p.Values[i])
				}
				p.Values[i] = s.Values[i]
				if j := k.Param(param.Needs); j >= 0 {
					p.Values[j] = s.Values[j]
				}
				if p.Values != s.Values {
					t.Errorf("%s, %s: another parameter differs", k.ID, param.Name)
				}
			}
			if len(seen) != 5 {
				t.Errorf("%s, %s: %d curves", k.ID, param.Name, len(seen))
			}
			if again, problems := parseQuery(t, swept.Query()); again != swept || problems != nil {
				t.Errorf("%s became %s: %v", swept.Query(), again.Query(), problems)
			}
		}
	}
	s, err := Default().With("balanced", "0")
	if err != nil {
		t.Fatal(err)
	}
	if swept := s.Sweep("alpha"); swept.Pins[0].Loss() == swept.Pins[1].Loss() ||
		!swept.Pins[0].Loss().(losscore.Focal).Balanced {
		t.Error("a sweep of alpha without balancing has one curve only")
	}
}
