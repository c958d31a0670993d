// Package hide names the parts of the pages that an address can hide, and reads them.
package hide

import (
	"slices"
	"strings"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// Key is the name of the addresses' parameter. Its value is a list of parts, separated by
// commas.
const Key = "hide"

// A Page is a page that has parts to hide.
type Page int

// The pages.
const (
	Explorer Page = iota
	Classroom
)

// The names of the parts but the parameters and the places. In HTML they are the words of the
// attribute data-part, see CSS.
const (
	inBoth      = "header legend gradient controls table"
	inExplorer  = "title footer curvature axes compare probe sentence picker label sources actions formula code weights classes parity wrong"
	inClassroom = "steps task guess"
)

// Names returns the names of the parts of a page. Those of the explorer include the places and
// the parameters of the losses.
func Names(p Page) []string {
	names := strings.Fields(inBoth)
	if p == Classroom {
		return append(names, strings.Fields(inClassroom)...)
	}
	names = append(names, strings.Fields(inExplorer)...)
	for _, place := range state.Places() {
		names = append(names, string(place))
	}
	for _, k := range catalog.Kinds() {
		for _, param := range k.Params {
			if !param.Switch && !slices.Contains(names, param.Name) {
				names = append(names, param.Name)
			}
		}
	}
	return names
}

// CSS returns the rules of a style sheet that hide the parts which the attribute data-hide of
// the document names, and the links to hidden places.
func CSS(p Page) string {
	var selectors []string
	for _, name := range Names(p) {
		selectors = append(selectors, `[data-hide~="`+name+`"] :is([data-part~="`+name+
			`"], a[data-place="`+name+`"])`)
	}
	return strings.Join(selectors, ",\n") + " { display: none !important; }\n"
}

// A Set is the list of the hidden parts as addresses have it.
type Set string

// Has reports whether any of the parts is hidden.
func (s Set) Has(names ...string) bool {
	for _, name := range names {
		if name != "" && strings.Contains(","+string(s)+",", ","+name+",") {
			return true
		}
	}
	return false
}

// Words returns the names as the value of the attribute data-hide.
func (s Set) Words() string { return strings.ReplaceAll(string(s), ",", " ") }

// Link returns a link that ends with "?" and a query, with these parts hidden instead of those
// that Link has added before.
func (s Set) Link(link string) string {
	const name = Key + "="
	if i := strings.LastIndex(link, name); i > 0 && strings.IndexByte("?&", link[i-1]) >= 0 {
		link = strings.TrimSuffix(link[:i], "&")
	}
	if s == "" {
		return link
	}
	if !strings.HasSuffix(link, "?") {
		link += "&"
	}
	return link + name + string(s)
}

// Settle returns st at a place that is not hidden, with an *Error if st is at one that is.
func (s Set) Settle(st state.State) (state.State, *Error) {
	if !s.Has(string(st.Place)) {
		return st, nil
	}
	for _, place := range state.Places() {
		if !s.Has(string(place)) {
			return st.At(place), &Error{Reason: OpenPlace, Name: string(st.Place), Shown: place}
		}
	}
	panic("hide: every place is hidden") // Parse returns no such set
}

// Parse reads the values of the parameter in an address of a page. A name that the page does
// not have, and the explorer's first place if all are hidden, is left out, with an *Error.
func Parse(p Page, values ...string) (Set, []*Error) {
	var hidden Set
	var problems []*Error
	var unknown *Error // of all names that are
	names, places := Names(p), len(state.Places())
	for _, value := range values {
		for _, name := range strings.Fields(strings.ReplaceAll(value, ",", " ")) {
			switch {
			case hidden.Has(name):
				continue
			case !slices.Contains(names, name):
				if unknown == nil {
					unknown = &Error{Reason: Unknown, Page: p, Name: name}
					problems = append(problems, unknown)
				} else {
					unknown.Name += ", " + name
				}
				continue
			case p == Explorer && slices.Contains(state.Places(), state.Place(name)):
				if places--; places == 0 {
					problems = append(problems, &Error{Reason: LastPlace, Name: name})
					continue
				}
			}
			if hidden != "" {
				hidden += ","
			}
			hidden += Set(name)
		}
	}
	return hidden, problems
}

// A Reason is the kind of an error.
type Reason int

// The reasons.
const (
	Unknown   Reason = iota // the page has no part Name, or several with commas
	OpenPlace               // the address opens the place Name, which it hides
	LastPlace               // the address hides every place; the last of them, Name, is shown
)

// An Error reports a part that is not hidden as the address asks.
type Error struct {
	Reason Reason
	Page   Page
	Name   string
	Shown  state.Place // instead of an open place
}

func (e *Error) Error() string { return e.Say(text.For("en")) }

// Say returns the sentence on an error in the language of m.
func (e *Error) Say(m *text.Messages) string {
	t := text.HideOf(m)
	switch e.Reason {
	case Unknown:
		return text.Fill(t.Unknown, "name", e.Name, "choices", strings.Join(Names(e.Page), ", "))
	case OpenPlace:
		return text.Fill(t.OpenPlace, "name", e.Name, "other", string(e.Shown))
	default:
		return text.Fill(t.LastPlace, "name", e.Name)
	}
}
