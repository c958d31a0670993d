package widget

import (
	"slices"
	"strings"
	"testing"

	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// read reads attributes as an element does.
func read(m *text.Messages, attributes map[string]string) (state.State, []string) {
	get := func(name string) (string, bool) {
		value, ok := attributes[name]
		return value, ok
	}
	var names []string
	for name := range attributes {
		names = append(names, name)
	}
	slices.Sort(names)
	s, refused := state.Parse(Query(get))
	return s, Problems(m, s, refused, names, get)
}

func TestRead(t *testing.T) {
	type set = map[string]string
	for _, tt := range []struct {
		attributes set
		key, want  string
	}{
		{set{"label": "both"}, state.ClassKey, "both"},
		{set{"class": "both"}, state.ClassKey, "both"},
		{set{"class": "my-4 both svelte-1n46o8q"}, state.ClassKey, "both"},
		{set{"class": "my-4"}, state.ClassKey, "1"},
		{set{"class": "both", "label": "0"}, state.ClassKey, "0"},
		{set{"balanced": ""}, "balanced", "1"},
		{set{"balanced": "true"}, "balanced", "1"},
		{set{"balanced": "balanced"}, "balanced", "1"},
		{set{"balanced": "false"}, "balanced", "0"},
		{set{"wrong": ""}, state.WrongKey, "1"},
		{set{"compare": "focal:5,1,0.25,1e-7"}, state.PinsKey, "focal:5,1,0.25,1e-7"},
		{set{"x-range": "0,0.5"}, state.XRangeKey, "0,0.5"},
		{set{"controls": "", "sliders": "gamma", "height": "300", "menu": "", "theme": "auto",
			"lang": "zh-TW"}, "gamma", "2"},
		{set{"id": "a", "data-x": "", "aria-label": "a", "onclick": "", "style": "", "v-if": "",
			"_ngcontent-x": "", "@click": "", "x-data": "", "hx-get": "", "astro-cid-7": "",
			"wire:model": ""}, "gamma", "2"},
	} {
		s, problems := read(text.For("en"), tt.attributes)
		if got := s.Value(tt.key); got != tt.want || len(problems) > 0 {
			t.Errorf("%v: %s is %s, want %s; %q", tt.attributes, tt.key, got, tt.want, problems)
		}
	}
}

// A value that cannot be read is reported by the attribute's own name, with value and choices.
func TestProblems(t *testing.T) {
	for _, tt := range []struct{ name, value, want string }{
		{"gamma", "-1", `gamma="-1": Gamma must be a number of at least 0; -1 is not.`},
		{"label", "2", `label="2": Label must be a number from 0 to 1; 2 is not.`},
		{"label", "x", `label="x": The choices are 1, 0, both, soft.`},
		{"loss", "focl", `loss="focl": The choices are `},
		{"balanced", "maybe", `balanced="maybe": The choices are true, false.`},
		{"compare", "focl:1", `compare="focl:1": Write it like focal:5,1,0.25,1e-7.`},
		{"view", "sideways", `view="sideways": The choices are loss, gradient, curvature.`},
		{"theme", "blue", `theme="blue": The choices are auto, light, dark.`},
		{"height", "tall", `height="tall": Write it like 300px.`},
		{"height", "0", `height="0": Write it like 300px.`},
		{"sliders", "gama", `sliders="gama": Focal loss has no such parameter, but gamma, balanced, alpha`},
		{"controls", "gama", `sliders="gama": `},
		{"gama", "3", "There is no attribute gama. Did you mean gamma?"},
		{"colour", "3", "There is no attribute colour."},
		{"comapre", "x", "There is no attribute comapre. Did you mean compare?"},
		{"foo-bar", "3", "There is no attribute foo-bar."},
		{"line-width", "3", "There is no attribute line-width."},
		{"start_at", "3", "There is no attribute start_at."},
		{"compare", "focal:5", `compare="focal:5": Write it like focal:5,1,0.25,1e-7.`},
		{"x-range", "a,b", `x-range="a,b": Write it like 0,0.5.`},
		{"sliders", "gamma, alhpa", `sliders="alhpa": `},
		{"x-rnage", "0,1", "There is no attribute x-rnage. Did you mean x-range?"},
		{"own-q", "3", `own-q="3": Focal loss has no such parameter`},
	} {
		_, problems := read(text.For("en"), map[string]string{tt.name: tt.value})
		if len(problems) != 1 || !strings.HasPrefix(problems[0], tt.want) {
			t.Errorf("%s=%q: %q, want %q", tt.name, tt.value, problems, tt.want)
		}
	}
	// A parameter of another loss has no effect, which is reported.
	if _, problems := read(text.For("zh"),
		map[string]string{"loss": "poly1", "balanced": "", "epsilon": "1e-7"}); len(problems) > 1 {
		t.Errorf("%q", problems)
	}
}

// Each attribute has a sentence in both languages, and a property.
func TestHints(t *testing.T) {
	seen := map[string]bool{}
	for _, a := range Attributes() {
		if h := a.Hint(); h.English == "" || h.Chinese == "" {
			t.Errorf("%s has no hint", a.Name)
		}
		if seen[Property(a.Name)] || strings.Contains(Property(a.Name), "-") {
			t.Errorf("the property of %s is %s", a.Name, Property(a.Name))
		}
		seen[Property(a.Name)] = true
		if attribute(a.Name) == nil {
			t.Errorf("%s is not known", a.Name)
		}
	}
}

// The attributes of a view with the third chart name all three.
func TestSetCurvature(t *testing.T) {
	s, err := state.Default().With(state.CurvatureKey, "1")
	if err != nil {
		t.Fatal(err)
	}
	if set := Set(s); !slices.Contains(set, [2]string{View, "loss gradient curvature"}) {
		t.Errorf("the attributes are %q", set)
	}
	if set := Set(state.Default()); slices.ContainsFunc(set,
		func(a [2]string) bool { return a[0] == View }) {
		t.Errorf("the attributes are %q", set)
	}
}
