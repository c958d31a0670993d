package state

import (
	"net/url"
	"strings"
	"testing"
)

// The address keeps what class weights are computed from.
func TestWeights(t *testing.T) {
	s := Default().At(PlaceReference)
	for _, key := range []string{CountsKey, MethodKey, MethodParameterKey} {
		if strings.Contains(s.Query(), key) {
			t.Errorf("%s at first: %s", key, s.Query())
		}
	}
	s = with(t, s, CountsKey, "cat: 900\ndog: 9")
	s = with(t, s, MethodKey, "effective")
	s = with(t, s, MethodParameterKey, "0.99")
	values, err := url.ParseQuery(s.Query())
	if err != nil {
		t.Fatal(err)
	}
	got, problems := Parse(func(key string) (string, bool) { return values.Get(key), values.Has(key) })
	if got != s || len(problems) > 0 {
		t.Errorf("%s: %+v, %v", s.Query(), got.Weights, problems)
	}
	for key, value := range map[string]string{CountsKey: strings.Repeat("1", MaxFormula+1),
		MethodKey: "a b", MethodParameterKey: "\x00"} {
		if _, err := s.With(key, value); err == nil {
			t.Errorf("%s=%q: no error", key, value)
		}
	}
}
