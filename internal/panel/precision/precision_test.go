package precision

import (
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"strings"
	"testing"

	"lossexplorer/internal/precision"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

func at(t *testing.T, pairs ...string) state.State {
	t.Helper()
	s := state.Default().At(state.PlacePrecision)
	for i := 0; i < len(pairs); i += 2 {
		var err error
		if s, err = s.With(pairs[i], pairs[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// wellFormed fails if svg is not XML.
func wellFormed(t *testing.T, svg string) {
	t.Helper()
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, svg)
		}
	}
}

// The sentences have the numbers of the lab.
func TestUpdate(t *testing.T) {
	var v View
	for _, tt := range []struct {
		pairs []string
		want  string
	}{
		{[]string{"impl", "torchvision", "gamma", "0.5"},
			"In float32, the gradient of torchvision is NaN from z = 16.65: one such example makes every weight NaN."},
		{[]string{"impl", "clip", "gamma", "2", "z", "-20"},
			"In float16, the gradient of p clipped to [ε, 1 − ε]"},
		{[]string{"impl", "logits"},
			"from logits, not upcast is right wherever the format has the number."},
		{[]string{"impl", "torchvision", "gamma", "2", "measure", "loss"},
			"In float32, the loss of torchvision is 0 from z ="},
		{[]string{"loss", "poly1"}, "The libraries below implement focal loss"},
		{[]string{"impl", "unknown"}, "torchvision"},
	} {
		for _, lang := range []string{"en", "zh"} {
			for _, width := range []int{820, 330} {
				v.Update(text.For(lang), at(t, tt.pairs...), width)
				wellFormed(t, v.Bands)
				wellFormed(t, v.Curves)
				if got := strings.Join(v.Sentences, " "); lang == "en" &&
					!strings.Contains(got, tt.want) {
					t.Errorf("%v: %q, want %q", tt.pairs, got, tt.want)
				}
			}
		}
	}
	v.Update(text.For("en"), at(t, "impl", "naive", "z", "-20", "gamma", "2", "balanced", "0"), 820)
	want := [][]string{
		{"exact", "−1", "−1", "−1"},
		{"log(p) as written", "−1", "−1", "NaN"},
		{"this page’s code", "−1", "−1", "−1"},
	}
	for i, row := range v.Values {
		if strings.Join(row, " ") != strings.Join(want[i], " ") {
			t.Errorf("at -20: %q, want %q", row, want[i])
		}
	}
	// A positive is NaN in half precision from where sigmoid is 0, and without a gradient from
	// where it is 1.
	firsts := strings.Join(v.Firsts[len(v.Firsts)-1], "|")
	if firsts != "NaN|−88.73|−89|−11.11" {
		t.Errorf("firsts %q", v.Firsts)
	}
	if n := strings.Count(v.Bands, "<rect"); n < 6 {
		t.Errorf("%d bands", n)
	}
}

// The table has every implementation, and this page's code is right in it.
func TestAll(t *testing.T) {
	var v View
	rows := v.All(text.For("en"), at(t, "gamma", "0.5"))
	if len(rows) != len(precision.Implementations()) {
		t.Fatalf("%d rows", len(rows))
	}
	for _, r := range rows {
		for _, c := range r.Cells {
			switch {
			case r.ID == ours && c.Class != precision.Right:
				t.Errorf("%s: %+v", r.Name, c)
			case r.ID == "torchvision" && c.Class != precision.NaN:
				t.Errorf("%s: %+v", r.Name, c)
			}
		}
		if r.ID == "torchvision" && r.Cells[0].Text != "NaN from 16.75" {
			t.Errorf("torchvision: %+v", r.Cells)
		}
	}
}

func TestEffects(t *testing.T) {
	got := strings.Join(Effects(text.For("en"), at(t, "epsilon", "1e-7")), "\n")
	for _, want := range []string{"In float32 it clips below z = −16.12",
		"In bfloat16 1 − ε rounds to 1", "works is 0.001."} {
		if !strings.Contains(got, want) {
			t.Errorf("%q lacks %q", got, want)
		}
	}
}

func TestEffectsOff(t *testing.T) {
	if got := Effects(text.For("en"), at(t, "epsilon", "0")); len(got) != 1 ||
		!strings.HasPrefix(got[0], "Nothing is clipped") {
		t.Errorf("%q", got)
	}
}

// A link to an unknown implementation is reported, and no other is shown in silence.
func TestUnknown(t *testing.T) {
	var v View
	v.Update(text.For("en"), at(t, "impl", "foo"), 820)
	want := "The link has impl=foo, which is none of the implementations. torchvision is shown instead."
	if v.Sentences[0] != want || v.ID() != "torchvision" {
		t.Errorf("%s: %q", v.ID(), v.Sentences)
	}
	if v.Update(text.For("en"), at(t, "impl", "kornia"), 820); v.ID() != "kornia" {
		t.Errorf("%s is shown", v.ID())
	}
}

// The links of reports open the very case.
func TestLink(t *testing.T) {
	for _, c := range precision.Cases() {
		link := Link(&c)
		var v View
		query, err := url.ParseQuery(strings.TrimPrefix(link, "?"))
		if err != nil {
			t.Fatal(err)
		}
		s, problems := state.Parse(func(key string) (string, bool) { return query.Get(key), query.Has(key) })
		if len(problems) > 0 {
			t.Fatalf("%s: %v", link, problems)
		}
		if s.Place != state.PlacePrecision || !s.Precision.Shown {
			t.Errorf("%s opens %s", link, s.Place)
		}
		setting, focal := Setting(s)
		setting.Format, setting.Epsilon = c.Setting.Format, c.Setting.Epsilon
		if !c.Setting.Balanced {
			setting.Alpha = c.Setting.Alpha
		}
		if setting != c.Setting || !focal {
			t.Errorf("%s has %+v, want %+v", link, setting, c.Setting)
		}
		v.Update(text.For("en"), s, 820)
		if v.implementation.ID != c.Implementation || v.Values[1][1] != "NaN" {
			t.Errorf("%s shows %s, %q", link, v.implementation.ID, v.Values)
		}
	}
}

// BenchmarkUpdate is a move of gamma: bands of two implementations in three
// formats, and the curves.
func BenchmarkUpdate(b *testing.B) {
	var v View
	m := text.For("en")
	s := state.Default().At(state.PlacePrecision)
	i := 0
	for b.Loop() {
		i++
		s, _ = s.With("gamma", state.Format(0.05*float64(i%100)))
		v.Update(m, s, 820)
	}
}
