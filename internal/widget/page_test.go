package widget

import (
	"slices"
	"strings"
	"testing"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/plot"
	"lossexplorer/internal/render/export"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// sentences returns all sentences that the program of an element writes about a state.
func sentences(m *text.Messages, set map[string]string) []string {
	s, problems := read(m, set)
	axes := plot.SayAxes(m, s)
	said := append(problems, axes.X, axes.Loss, axes.Gradient, plot.SaySummary(m, s),
		export.Caption(m, s),
		m.LossChart, m.GradientChart, m.CrossEntropy)
	for _, y := range []float64{0, 1} {
		said = append(said, plot.SayLine(m, s.Kind, y))
	}
	for _, pin := range s.Pins {
		if pin.Kind == nil {
			continue
		}
		said = append(said, plot.SayPin(m, pin))
	}
	for _, p := range s.Kind.Params {
		said = append(said, plot.Label(m, p))
	}
	for _, r := range plot.Readings(nil, s, 0.3) {
		said = append(said, plot.SayReading(m, r))
	}
	return said
}

// The program of an element without a custom loss lacks the texts of the page, and writes
// the same sentences.
func TestWithoutPage(t *testing.T) {
	sets := []map[string]string{
		{"gamma": "-1", "alpha": "2", "epsilon": "x", "label": "2", "gradient": "z", "x": "q",
			"scale": "s", "quantity": "q", "x-range": "1", "compare": "z"},
		{"gama": "1", "foo-bar": "2", "loss": "focl", "sliders": "gama", "theme": "blue",
			"height": "tall", "menu": "x", "view": "x", "lang": "xx"},
		{"loss": "generalized", "q": "7"}, {"loss": "smoothed", "smoothing": "0.9"},
		{"loss": "asymmetric", "margin": "7", "alpha": "1"},
	}
	for _, k := range catalog.Kinds() {
		for _, gradient := range attribute("gradient").Choices {
			for _, x := range attribute("x").Choices {
				sets = append(sets,
					map[string]string{"loss": k.ID, "gradient": gradient, "x": x, "label": "both",
						"scale": "log", "compare": "focal:5,1,0.25,1e-7~poly1:1,1,1e-7"},
					map[string]string{"loss": k.ID, "gradient": gradient, "x": x,
						"quantity": "ratio", "wrong": ""},
					map[string]string{"loss": k.ID, "gradient": gradient, "x": x,
						"quantity": "difference", "scale": "log"})
			}
		}
	}
	for _, m := range text.All() {
		page := m.Page
		for _, set := range sets {
			want := sentences(m, set)
			m.Page = text.Page{}
			got := sentences(m, set)
			m.Page = page
			if !slices.Equal(got, want) {
				t.Errorf("%v: without the page\n%s\nwith it\n%s", set, strings.Join(got, "\n"),
					strings.Join(want, "\n"))
			}
			for _, s := range want {
				if s == "" {
					t.Errorf("%v: an empty sentence among %q", set, want)
				}
			}
		}
	}
}

// The keys of the explorer's places and panels are no attributes.
func TestPageKeys(t *testing.T) {
	keys := PageKeys()
	for _, key := range []string{state.PlaceKey, "train", "predict", "sandbox"} {
		if !slices.Contains(keys, key) {
			t.Errorf("%s is not among %v", key, keys)
		}
	}
	for _, a := range Attributes() {
		if slices.Contains(keys, a.Name) || a.Key != "" && slices.Contains(keys, a.Key) {
			t.Errorf("%s is an attribute", a.Name)
		}
	}
}
