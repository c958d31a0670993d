package hide

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"lossexplorer/internal/shortcut"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		page     Page
		values   []string
		want     Set
		problems int
	}{
		{Explorer, nil, "", 0},
		{Explorer, []string{""}, "", 0},
		{Explorer, []string{"header,training,precision,header"}, "header,precision", 1},
		{Explorer, []string{" header , train", "gamma"}, "header,train,gamma", 0},
		{Explorer, []string{"label_smoothing pos_weight"}, "label_smoothing,pos_weight", 0},
		{Explorer, []string{"balanced"}, "", 1}, // a switch is in the row of its parameter
		{Explorer, []string{"steps"}, "", 1},
		{Classroom, []string{"steps,table"}, "steps,table", 0},
		{Classroom, []string{"precision", "walls,Header"}, "", 1},
		{Explorer, []string{"explore,train,data,loss,precision,reference,lessons,legend"},
			"explore,train,data,loss,precision,reference,legend", 1},
	} {
		got, problems := Parse(c.page, c.values...)
		if got != c.want || len(problems) != c.problems {
			t.Errorf("%q: %q, %q", c.values, got, problems)
		}
	}
	for _, m := range text.All() {
		_, problems := Parse(Classroom, "walls")
		said := problems[0].Say(m)
		for _, word := range append(Names(Classroom), "walls") {
			if !strings.Contains(said, word) {
				t.Errorf("%q lacks %s", said, word)
			}
		}
		if strings.Contains(said, "precision") {
			t.Errorf("the classroom offers the explorer's parts: %q", said)
		}
	}
}

func TestHas(t *testing.T) {
	s := Set("header,pos_weight")
	if !s.Has("header") || !s.Has("gamma", "pos_weight") ||
		s.Has("head", "weight", "") || s.Has() ||
		Set("").Has("", "header") {
		t.Error("Has confuses parts")
	}
	if s.Words() != "header pos_weight" {
		t.Errorf("Words() = %q", s.Words())
	}
}

func TestLink(t *testing.T) {
	for _, c := range [][2]string{
		{"?", "?hide=header,train"}, {"?lang=en", "?lang=en&hide=header,train"},
		{"?lang=en&hide=legend", "?lang=en&hide=header,train"},
		{"?hide=legend", "?hide=header,train"},
		{"?sandhide=1&lang=en", "?sandhide=1&lang=en&hide=header,train"},
	} {
		if got := Set("header,train").Link(c[0]); got != c[1] {
			t.Errorf("%s becomes %s, want %s", c[0], got, c[1])
		}
	}
	if got := Set("").Link("?lang=en&hide=legend"); got != "?lang=en" {
		t.Errorf("nothing hidden: %s", got)
	}
	if got := Set("").Link("?"); got != "?" {
		t.Errorf("nothing at all: %s", got)
	}
}

// A hidden place is not opened; the first that is not hidden is, and that is said.
func TestSettle(t *testing.T) {
	at := state.Default().At(state.PlacePrecision)
	s, err := Set("explore,precision").Settle(at)
	want := Error{Reason: OpenPlace, Name: "precision", Shown: state.PlaceTrain}
	if s.Place != state.PlaceTrain || err == nil || *err != want {
		t.Errorf("%s, %v", s.Place, err)
	}
	if s, err := Set("explore").Settle(at); s != at || err != nil {
		t.Errorf("%s, %v", s.Place, err)
	}
	_, errs := Parse(Explorer, "explore,train,data,loss,precision,reference,lessons")
	if len(errs) != 1 || *errs[0] != (Error{Reason: LastPlace, Name: "lessons"}) {
		t.Errorf("%q", errs)
	}
}

// The documents have every name.
func TestDocumented(t *testing.T) {
	document, err := os.ReadFile("../../docs/use.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(Names(Explorer), Names(Classroom)...) {
		if !strings.Contains(string(document), "`"+name+"`") {
			t.Errorf("docs/use.md lacks %s", name)
		}
	}
}

// Every part is of the templates, every name there is a part, and keys are those of parts.
func TestNamesAreOfThePages(t *testing.T) {
	attribute := regexp.MustCompile(`data-part="([^"{]+)"`)
	for page, patterns := range map[Page][]string{
		Explorer:  {"page.html", "shell/*.html", "places/*.html", "panels/*.html"},
		Classroom: {"classroom.html"},
	} {
		var files []string
		for _, pattern := range patterns {
			found, err := filepath.Glob(filepath.Join("../../web", pattern))
			if err != nil || len(found) == 0 {
				t.Fatalf("%s: %v", pattern, err)
			}
			files = append(files, found...)
		}
		used := map[string]bool{}
		for _, file := range files {
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range attribute.FindAllStringSubmatch(string(source), -1) {
				for _, name := range strings.Fields(m[1]) {
					used[name] = true
					if _, errs := Parse(page, name); errs != nil {
						t.Errorf("%s: %v", file, errs)
					}
				}
			}
		}
		names := inBoth + " " + inExplorer
		if page == Classroom {
			// The element hides the others itself.
			names = "header table " + inClassroom
		}
		for _, name := range strings.Fields(names) {
			if !used[name] {
				t.Errorf("no element is the part %s", name)
			}
		}
	}
	for _, s := range shortcut.All() {
		if _, errs := Parse(Explorer, s.Part); errs != nil {
			t.Errorf("the key %s: %v", s.Key, errs)
		}
	}
	for _, place := range state.Places() {
		if selector := `a[data-place="` + string(place) + `"]`; !strings.Contains(
			CSS(Explorer), selector) {
			t.Errorf("the style sheet has no %s", selector)
		}
	}
}
