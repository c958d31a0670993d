package text

import (
	"reflect"
	"regexp"
	"slices"
	"testing"
)

// Every text exists in every language, and both name the same placeholders.
func TestLanguagesAreComplete(t *testing.T) {
	placeholder := regexp.MustCompile(`\{[a-z]+\}`)
	reference := reflect.ValueOf(*For("en"))
	for _, m := range All() {
		v := reflect.ValueOf(*m)
		for i := range v.NumField() {
			name := v.Type().Field(i).Name
			if v.Field(i).String() == "" {
				t.Errorf("%s lacks %s", m.Lang, name)
			}
			got := unique(placeholder.FindAllString(v.Field(i).String(), -1))
			want := unique(placeholder.FindAllString(reference.Field(i).String(), -1))
			if !slices.Equal(got, want) {
				t.Errorf("%s %s has placeholders %v, English has %v", m.Lang, name, got, want)
			}
		}
	}
}

func unique(s []string) []string {
	slices.Sort(s)
	return slices.Compact(s)
}

func TestFor(t *testing.T) {
	for tag, want := range map[string]string{
		"": "en", "en": "en", "de-CH": "en", "zh": "zh-Hans", "zh-CN": "zh-Hans", "ZH-Hant": "zh-Hans",
	} {
		if got := For(tag).Lang; got != want {
			t.Errorf("For(%q).Lang = %q, want %q", tag, got, want)
		}
	}
}

func TestFill(t *testing.T) {
	if got, want := Fill("{a} and {b}, {a}", "a", "1", "b", "2"), "1 and 2, 1"; got != want {
		t.Errorf("Fill = %q, want %q", got, want)
	}
}
