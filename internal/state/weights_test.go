package state

import (
	"net/url"
	"strings"
	"testing"
)

// The address keeps what class weights are computed from and which code is copied.
func TestWeights(t *testing.T) {
	s := Default().At(PlaceReference)
	keys := append(new(Copied).keys(), new(Weights).keys()...)
	for _, key := range keys {
		if strings.Contains(s.Query(), key) {
			t.Errorf("%s at first: %s", key, s.Query())
		}
	}
	s = with(t, s, CountsKey, "cat: 900\ndog: 9")
	s = with(t, s, MethodKey, "effective")
	s = with(t, s, MethodParameterKey, "0.99")
	for _, e := range [][2]string{{CodeLanguageKey, "xgboost"}, {CodeInputKey, "probabilities"},
		{CodeNormaliserKey, "avg_factor"}, {CodeCurvatureKey, "exact"}, {CodeClassesKey, "1"},
		{WeightsCodeKey, "jax"}} {
		s = with(t, s, e[0], e[1])
	}
	values, err := url.ParseQuery(s.Query())
	if err != nil {
		t.Fatal(err)
	}
	got, problems := Parse(func(key string) (string, bool) { return values.Get(key), values.Has(key) })
	if got != s || len(problems) > 0 {
		t.Errorf("%s: %+v, %v", s.Query(), []any{got.Weights, got.Copied}, problems)
	}
	for key, value := range map[string]string{CountsKey: strings.Repeat("1", MaxFormula+1),
		MethodKey: "a b", CodeLanguageKey: "a b", MethodParameterKey: "\x00"} {
		if _, err := s.With(key, value); err == nil {
			t.Errorf("%s=%q: no error", key, value)
		}
	}
}
