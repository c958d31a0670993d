package customloss

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// A Saved is a loss that is kept by name in the browser.
type Saved struct {
	Name   string `json:"name"`
	Source string `json:"source"`          // the text of the editor
	Loss   string `json:"loss,omitempty"`  // the formula, if Source is Python
	Shown  bool   `json:"shown,omitempty"` // drawn beside the present one
}

// Formula returns the loss as a formula.
func (s Saved) Formula() string {
	if s.Loss != "" {
		return s.Loss
	}
	return s.Source
}

// The bounds of a library.
const (
	MaxSaved    = 50
	MaxCompared = 4 // that are drawn at once
	maxTitle    = 60
)

// A Library is the losses that are kept, in the order of saving.
type Library []Saved

// ParseLibrary reads the result of [Library.String]. It leaves out losses without a name or
// a source.
func ParseLibrary(s string) Library {
	var all Library
	if json.Unmarshal([]byte(s), &all) != nil {
		return nil
	}
	all = slices.DeleteFunc(all, func(s Saved) bool { return s.Name == "" || s.Source == "" })
	return all[:min(len(all), MaxSaved)]
}

func (l Library) String() string {
	b, err := json.Marshal(l)
	if err != nil {
		panic(err) // it has texts only
	}
	return string(b)
}

// Find returns the index of a name, -1 if there is none.
func (l Library) Find(name string) int {
	return slices.IndexFunc(l, func(s Saved) bool { return s.Name == name })
}

// Save keeps a loss, in the place of one of the same name. It reports false if there are too many.
func (l *Library) Save(s Saved) bool {
	s.Name = title(s.Name)
	if i := l.Find(s.Name); i >= 0 {
		s.Shown = (*l)[i].Shown
		(*l)[i] = s
		return true
	}
	if len(*l) >= MaxSaved || s.Name == "" {
		return false
	}
	*l = append(*l, s)
	return true
}

// Rename gives a loss another name, with a number if another loss has it.
func (l Library) Rename(i int, name string) {
	name = title(name)
	if name == "" || name == l[i].Name {
		return
	}
	made := name
	for n := 2; l.Find(made) >= 0; n++ {
		made = name + " " + strconv.Itoa(n)
	}
	l[i].Name = made
}

// Show draws a loss beside the present one, or not. Of more than [MaxCompared] the first is drawn
// no longer.
func (l Library) Show(i int, shown bool) {
	l[i].Shown = shown
	if len(l.Compared()) <= MaxCompared {
		return
	}
	for k := range l {
		if l[k].Shown && k != i {
			l[k].Shown = false
			return
		}
	}
}

// Compared returns the losses that are drawn.
func (l Library) Compared() (all []Saved) {
	for _, s := range l {
		if s.Shown {
			all = append(all, s)
		}
	}
	return all
}

// title is a name in one line.
func title(name string) string {
	name = strings.Join(strings.Fields(name), " ")
	runes := []rune(name)
	return string(runes[:min(len(runes), maxTitle)])
}

// A Draft is code in the editor with the formula that it was read as, or that is shown while it
// cannot be read.
type Draft struct {
	Source  string `json:"source"`
	Formula string `json:"formula"`
}

// ParseDraft reads the result of [Draft.String]; anything else is the zero value.
func ParseDraft(s string) Draft {
	var d Draft
	if json.Unmarshal([]byte(s), &d) != nil {
		return Draft{}
	}
	return d
}

func (d Draft) String() string {
	b, err := json.Marshal(d)
	if err != nil {
		panic(err) // it has texts only
	}
	return string(b)
}
