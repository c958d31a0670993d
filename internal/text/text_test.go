package text

import (
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"testing"
)

// Every text exists in every language, and both name the same placeholders.
func TestLanguagesAreComplete(t *testing.T) {
	placeholder := regexp.MustCompile(`\{[a-z]+\}`)
	all := func(m *Messages) []named {
		texts := textsOf(reflect.ValueOf(*m), "", nil)
		texts = textsOf(reflect.ValueOf(*AccessOf(m)), "Access", texts)
		texts = textsOf(reflect.ValueOf(*KeepOf(m)), "Keep", texts)
		texts = textsOf(reflect.ValueOf(*ProbeOf(m)), "Probe", texts)
		texts = textsOf(reflect.ValueOf(*TrainOf(m)), "Train", texts)
		texts = textsOf(reflect.ValueOf(*ReportOf(m)), "Report", texts)
		texts = textsOf(reflect.ValueOf(*PredictOf(m)), "Predict", texts)
		return textsOf(reflect.ValueOf(*SandboxPageOf(m)), "SandboxPage", texts)
	}
	reference := all(For("en"))
	for _, m := range All() {
		texts := all(m)
		if len(texts) != len(reference) {
			t.Errorf("%s has %d texts, English has %d", m.Lang, len(texts), len(reference))
			continue
		}
		for i, text := range texts {
			if text.value == "" {
				t.Errorf("%s lacks %s", m.Lang, text.name)
			}
			got := unique(placeholder.FindAllString(text.value, -1))
			want := unique(placeholder.FindAllString(reference[i].value, -1))
			if !slices.Equal(got, want) {
				t.Errorf("%s %s has placeholders %v, English has %v", m.Lang, text.name, got, want)
			}
		}
	}
}

type named struct{ name, value string }

// textsOf appends the strings in v, which is made of structs, arrays and slices,
// to dst.
func textsOf(v reflect.Value, name string, dst []named) []named {
	switch v.Kind() {
	case reflect.String:
		return append(dst, named{name, v.String()})
	case reflect.Struct:
		for i := range v.NumField() {
			dst = textsOf(v.Field(i), name+"."+v.Type().Field(i).Name, dst)
		}
		return dst
	case reflect.Array, reflect.Slice:
		for i := range v.Len() {
			dst = textsOf(v.Index(i), name+"["+strconv.Itoa(i)+"]", dst)
		}
		return dst
	}
	panic("text: no texts in a " + v.Kind().String())
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
