package state

import (
	_ "embed"
	"net/url"
	"strings"
	"testing"
)

// links are addresses that the page had before it had places, made by Query of commit
// 1862086, with the place that each now leads to. Such an address names every parameter.
//
//go:embed testdata/links.tsv
var links string

// An old link opens the same view: the state has every value that the link names.
func TestOldLinks(t *testing.T) {
	n := 0
	for line := range strings.Lines(links) {
		n++
		place, query, _ := strings.Cut(strings.TrimSpace(line), "\t")
		s, problems := parseQuery(t, query)
		if problems != nil || string(s.Place) != place {
			t.Errorf("%s: is at %q, want %q; %v", query, s.Place, place, problems)
		}
		named, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		for key := range named {
			want := named.Get(key)
			if p := placeOf(key); p != "" && p != s.Place && want == On ||
				p == s.Place && want == Off {
				continue // it was a panel, and now is at another place, or belongs to this one
			}
			if key == FormulaKey && want == Off && s.Custom() {
				continue
			}
			if got := s.Value(key); got != want {
				t.Errorf("%s: %s is %q, want %q", query, key, got, want)
			}
		}
		if again, problems := parseQuery(t, s.Query()); again != s || problems != nil {
			t.Errorf("%s: %q is read as %+v, want %+v; %v", query, s.Query(), again, s, problems)
		}
	}
	if n < 40 {
		t.Errorf("%d links, want 40", n)
	}
}

// elsewhere checks that a view which is hidden keeps its values, in the address too.
func elsewhere(t *testing.T, s State) {
	t.Helper()
	hidden := s.At(PlaceExplore)
	again, problems := parseQuery(t, hidden.Query())
	if again != hidden || problems != nil || again.At(s.Place) != s {
		t.Errorf("%q becomes %q elsewhere, %q back; %v", s.Query(), hidden.Query(),
			again.At(s.Place).Query(), problems)
	}
	if stays := with(t, s, placeKey(s.Place), Off); stays != s {
		t.Errorf("%q is closed where it belongs", s.Query())
	}
}

// placeKey returns a key that opens the place.
func placeKey(p Place) string {
	return map[Place]string{PlaceTrain: TrainKey, PlaceLoss: FormulaKey, PlaceReference: ClassesKey,
		PlaceData: PredictKey}[p]
}

// A link holds only values that differ from the default.
func TestShortLinks(t *testing.T) {
	for _, tt := range []struct {
		set  []string
		want string
	}{
		{nil, ""},
		{[]string{"gamma", "5"}, "gamma=5"},
		{[]string{PlaceKey, "train"}, "place=train"},
		{[]string{TrainKey, "logistic", TrainRatioKey, "50"},
			"place=train&train=logistic&train_ratio=50"},
		{[]string{PlaceKey, "reference", ClassesKey, "4"},
			"place=reference&classes=4&logits=2,0.5,-1,0&alphas=0.25,0.5,1,1"},
		{[]string{"loss", "poly1", "gamma", "2"}, "loss=poly1&gamma=2"},
		{[]string{TrainKey, On, PlaceKey, "explore"}, ""},
	} {
		s := with(t, Default(), tt.set...)
		if got := s.Query(); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.set, got, tt.want)
		}
		if again, problems := parseQuery(t, s.Query()); again != s || problems != nil {
			t.Errorf("%q is read as %+v, want %+v; %v", s.Query(), again, s, problems)
		}
	}
}
