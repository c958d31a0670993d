package state

import (
	"math"
	"net/url"
	"testing"
)

func TestClasses(t *testing.T) {
	s, problems := parseQuery(t,
		"classes=4&truth=2&logits=1,-2,0.5,20&alphas=1,0,0.25,1&class_gamma=0&smoothing=0.1&bars=probabilities")
	want := defaultClasses()
	want.Shown, want.Count, want.Truth, want.Gamma, want.Smoothing, want.Probabilities = true, 4, 1,
		0, 0.1, true
	want.Logits = [MaxClasses]float64{1, -2, 0.5, 20}
	want.Alpha = [MaxClasses]float64{1, 0, 0.25, 1, 1, 1}
	if s.Classes != want || problems != nil {
		t.Errorf("%+v, %v, want %+v", s.Classes, problems, want)
	}
	if again, problems := parseQuery(t, s.Query()); again != s || problems != nil {
		t.Errorf("%s: %+v, %v", s.Query(), again, problems)
	}
	if err := s.Classes.Loss(1e-7).Validate(4); err != nil {
		t.Error(err)
	}
	elsewhere(t, s)
}

func TestClassesMalformed(t *testing.T) {
	for key, values := range map[string][]string{
		"truth":       {"0", "4", "x"},
		"logits":      {"1,2", "1,2,3,4", "1,2,x", "1,2,NaN", "1,2,21"},
		"alphas":      {"1,2,0", "-1,0,0", "1,1"},
		"class_gamma": {"-1", "x", "Inf"},
		"smoothing":   {"1", "-0.1"},
		"bars":        {"x"},
	} {
		for _, value := range values {
			s, problems := parseQuery(t, "classes=3&"+url.Values{key: {value}}.Encode())
			if s != with(t, Default(), "classes", "3") || len(problems) != 1 {
				t.Errorf("%s=%s: %+v, %v", key, value, s.Classes, problems)
			}
		}
	}
}

// Fewer classes keep the truth among them.
func TestFewerClasses(t *testing.T) {
	s := with(t, Default(), "classes", "5", "truth", "5", "classes", "2")
	if s.Classes.Truth != 1 {
		t.Errorf("the truth is class %d of 2", s.Classes.Truth+1)
	}
}

func TestWithProbability(t *testing.T) {
	c := defaultClasses()
	c.Count = 4
	for _, p := range []float64{0.001, 0.3, 0.9, 0.999} {
		d := c.WithProbability(2, p)
		sum := 0.
		for _, x := range d.Logits[:4] {
			sum += math.Exp(x)
		}
		if got := math.Exp(d.Logits[2]) / sum; math.Abs(got-p) > 1e-14 {
			t.Errorf("the probability is %v, want %v", got, p)
		}
		if d.Logits[0] != c.Logits[0] || d.Logits[1] != c.Logits[1] {
			t.Error("other logits moved")
		}
	}
	for p, want := range map[float64]float64{-3: -MaxLogit, 0: -MaxLogit, 1: MaxLogit,
		7: MaxLogit} {
		if got := c.WithProbability(2, p).Logits[2]; got != want {
			t.Errorf("for %v the logit is %v, want %v", p, got, want)
		}
	}
}
