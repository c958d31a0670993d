package classweights

import (
	"errors"
	"slices"
	"testing"
)

func TestParseCounts(t *testing.T) {
	bare := func(n ...float64) (all []Class) {
		for _, v := range n {
			all = append(all, Class{"", v})
		}
		return all
	}
	for text, want := range map[string][]Class{
		"":                          nil,
		"900k/700k/60k":             bare(900e3, 700e3, 60e3),
		"900, 90, 10":               bare(900, 90, 10),
		"900 90 10":                 bare(900, 90, 10),
		"900\n90\n10\n":             bare(900, 90, 10),
		"[1_000_000, 1.2M, 3e4]":    bare(1e6, 1.2e6, 3e4),
		"900，90、10":                 bare(900, 90, 10),
		"{'cat': 900, \"dog\": 90}": {{"cat", 900}, {"dog", 90}},
		"cat=900; big dog=90":       {{"cat", 900}, {"big dog", 90}},
		"Counter({0: 900, 1: 90})":  {{"0", 900}, {"1", 90}},
		"cat 900, big dog 90":       {{"cat", 900}, {"big dog", 90}},
		"label\n0    900\n1     90\nName: count, dtype: int64": {{"0", 900}, {"1", 90}},
		"cat    900\ndog     90\ndtype: int64":                 {{"cat", 900}, {"dog", 90}},
	} {
		got, err := ParseCounts(text)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %v, %v, want %v", text, got, err, want)
		}
	}
	// A thousand separator is not taken for one between counts.
	for _, text := range []string{"900,000", "many", "cat: many", "cat dog", "1 -2", "900 many", "1e999"} {
		got, err := ParseCounts(text)
		if !errors.As(err, new(*TextError)) {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
}

func FuzzParseCounts(f *testing.F) {
	f.Add("cat: 900, dog 90\n10")
	f.Fuzz(func(t *testing.T, text string) {
		all, err := ParseCounts(text)
		for _, c := range all {
			if err == nil && !(c.Count >= 0) {
				t.Errorf("%q: %v", text, all)
			}
		}
	})
}
