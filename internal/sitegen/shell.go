package main

import (
	"html/template"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/panel/live"
	"lossexplorer/internal/plot"
	"lossexplorer/internal/snippet"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// parsePage returns the template of the page, with its parts by their paths below web:
// "places/train.html".
func parsePage() (*template.Template, error) {
	read := func(t *template.Template, name string) error {
		source, err := os.ReadFile(filepath.Join("web", filepath.FromSlash(name)))
		if err == nil {
			_, err = t.Parse(string(source))
		}
		return err
	}
	page := template.New("page.html").Funcs(template.FuncMap{"fill": text.Fill, "ofP": ofP,
		"list": func(all ...any) []any { return all }})
	if err := read(page, "page.html"); err != nil {
		return nil, err
	}
	for _, folder := range []string{"shell", "places", "panels"} {
		files, err := filepath.Glob(filepath.Join("web", folder, "*.html"))
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			name := folder + "/" + filepath.Base(file)
			if err := read(page.New(name), name); err != nil {
				return nil, err
			}
		}
	}
	return page, nil
}

// ofP marks up pₜ so that it reads p while the curves are of a soft label.
func ofP(said string) template.HTML {
	const either = `<span class="of-hard">pₜ</span><span class="of-soft">p</span>`
	return template.HTML(strings.ReplaceAll(template.HTMLEscapeString(said), "pₜ", either))
}

// place is a link of the navigation.
type place struct {
	ID   state.Place
	Name string
}

// places returns the links of the navigation.
func places(m *text.Messages) (all []place) {
	n := text.ShellOf(m).Places
	names := map[state.Place]string{
		state.PlaceExplore: n.Explore, state.PlaceTrain: n.Train, state.PlaceData: n.Data,
		state.PlaceLoss:      n.Loss,
		state.PlacePrecision: n.Precision, state.PlaceReference: n.Reference,
		state.PlaceLessons: n.Lessons,
	}
	for _, p := range state.Places() {
		all = append(all, place{p, names[p]})
	}
	return all
}

// chips are the values of a parameter that a click sets.
type chips struct {
	Label  string
	Values []chip
}

type chip struct {
	Key, Value string
	On         bool
}

// chipsOf returns the chips of p, nil if it has none: gamma uses the values of Figure 1 of
// Lin et al. 2017.
func chipsOf(m *text.Messages, s state.State, p catalog.Param) *chips {
	if p.Name != "gamma" {
		return nil
	}
	c := &chips{Label: text.Fill(text.ShellOf(m).Chips, "name", plot.Label(m, p))}
	for _, v := range state.SweepValues(p) {
		c.Values = append(c.Values, chip{p.Name, state.Format(v), s.Number(p.Name) == v})
	}
	return c
}

// ratio is one of the imbalances that the bars can have.
type ratio struct {
	Value, Name string
	On          bool
}

func ratios() (all []ratio) {
	for i, n := range live.Ratios {
		all = append(all, ratio{state.Format(n), live.SayRatio(n), i == 1})
	}
	return all
}

// bar divides a loss between positives and negatives, in parts of 1000.
type bar struct {
	ID, Name, Is, Share  string
	Positives, Negatives float64
}

func bars(m *text.Messages) (all []bar) {
	cross, shown := live.Sources(state.Default(), live.Ratios[1])
	for i, share := range [...]float64{cross, shown} {
		name := live.SayBar(m, state.Default(), i == 0)
		all = append(all, bar{
			ID: []string{"cross", "loss"}[i], Name: name, Is: live.SayShare(m, name, share),
			Share:     live.Percent(share),
			Positives: 1000 * share, Negatives: 1000 * (1 - share),
		})
	}
	return slices.Clip(all)
}

// tourStep is a step of the tour: its changes to the default state, and its sentence.
type tourStep struct{ Sets, Is string }

func tourSteps(m *text.Messages) (all []tourStep) {
	sets := [...]string{"gamma=0", "gamma=1", "gamma=2", "gamma=5", "gamma=2 balanced=1 class=both"}
	for i, is := range text.ShellOf(m).TourSteps {
		all = append(all, tourStep{sets[i], is})
	}
	return all
}

// A form is a button of the dialog that embeds the view.
type form struct {
	ID   snippet.Form
	Name string
}

func forms(m *text.Messages) (all []form) {
	for i, id := range snippet.Forms() {
		all = append(all, form{id, text.ShellOf(m).EmbedForms[i]})
	}
	return all
}
