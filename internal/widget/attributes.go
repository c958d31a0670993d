// Package widget holds the attributes of the element <loss-explorer>, which pictures and
// frames have as parameters of their addresses: their names, values and defaults, how they
// are read, and the sentences about those that cannot be read.
package widget

import (
	"strings"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/state"
)

// A Type is the type of an attribute's values.
type Type int

// The types of values.
const (
	Number Type = iota
	Switch      // true, false, or no value at all for true
	Choice      // one of Attribute.Choices
	List        // several of Attribute.Choices, separated by spaces
	Text        // written as Attribute.Form
)

// An Attribute is an attribute of the element, and a property too.
type Attribute struct {
	Name    string // "pos-weight"
	Key     string // of state.State in addresses, "" if only the element uses it
	Type    Type
	Choices []string
	Default string // the value of an element without it, "" for none
	Form    string // an example of a Text
}

// Names of attributes that differ from the keys of the state.
const (
	Label    = "label"
	Class    = "class" // the label of old pages; else the host page's own
	Compare  = "compare"
	Names    = "compare-names"
	View     = "view"
	Controls = "controls"
	Sliders  = "sliders"
	Menu     = "menu"
	Theme    = "theme"
	Lang     = "lang"
	Height   = "height"
	Source   = "src"
	Explorer = "explorer"
	Own      = "own-" // begins the names of a formula's parameters
)

// DefaultSliders are the parameters with a slider unless the element names others.
const DefaultSliders = "gamma alpha epsilon"

// None is a list without a member.
const None = "none"

// Attributes returns all attributes, in the order in which they are documented. The
// parameters of the losses are among them, those of formulas are not.
func Attributes() []Attribute {
	all := []Attribute{
		{state.LossKey, state.LossKey, Choice, Losses(), "focal", ""},
		{state.FormulaKey, state.FormulaKey, Text, nil, "", "-(1 - pt)^gamma * log(pt)"},
	}
	for _, p := range Params() {
		a := Attribute{Name: Dashed(p.Name), Key: p.Name, Default: state.Format(p.Default)}
		if p.Switch {
			a.Type = Switch
		}
		all = append(all, a)
	}
	all = append(all, views...)
	s := state.Default()
	for i, a := range all {
		if a.Key != "" && a.Default == "" && s.Knows(a.Key) {
			all[i].Default = s.Value(a.Key)
		} else if s.Has(a.Key) {
			all[i].Default = s.Value(a.Key)
		}
	}
	return all
}

// views are the attributes beside the loss and its parameters.
var views = []Attribute{
	{Label, state.ClassKey, Choice, []string{"1", "0", "both", "soft"}, "1", ""},
	{state.GradientKey, state.GradientKey, Choice, []string{"pt", "logit", "pull", "relative"},
		"", ""},
	{state.XKey, state.XKey, Choice, []string{"pt", "p", "logit"}, "pt", ""},
	{state.ScaleKey, state.ScaleKey, Choice, []string{"linear", "log", "log-loss"}, "", ""},
	{state.QuantityKey, state.QuantityKey, Choice, []string{"plain", "difference", "ratio"},
		"plain", ""},
	{"x-range", state.XRangeKey, Text, nil, "", "0,0.5"},
	{"loss-range", state.LossRangeKey, Text, nil, "", "0,2"},
	{"gradient-range", state.GradientRangeKey, Text, nil, "", "-4,0"},
	{"curvature-range", state.CurvatureRangeKey, Text, nil, "", "-0.1,0.3"},
	{Compare, state.PinsKey, Text, nil, "", "focal:5,1,0.25,1e-7"},
	{Names, state.PinNamesKey, Text, nil, "", "paper~ours"},
	{state.WrongKey, state.WrongKey, Switch, nil, "0", ""},
	{View, "", List, []string{"loss", "gradient", "curvature"}, "loss gradient", ""},
	{Controls, "", Text, nil, "", Controls},
	{Sliders, "", Text, nil, DefaultSliders, "gamma alpha"},
	{Menu, "", List, []string{"open", "svg", "png", "csv", "html", None}, None, ""},
	{Theme, "", Choice, []string{"auto", "light", "dark"}, "auto", ""},
	{Lang, "", Choice, []string{"en", "zh"}, "", ""},
	{Height, "", Text, nil, "16em", "300px"},
	{Source, "", Text, nil, "", "state.json"},
	{Explorer, "", Text, nil, "", "https://example.org/loss/"},
}

// Losses returns the IDs of the losses.
func Losses() (ids []string) {
	for _, k := range catalog.Kinds() {
		ids = append(ids, k.ID)
	}
	return ids
}

// Params returns the parameters of all losses, each once.
func Params() (all []catalog.Param) {
	for _, k := range catalog.Kinds() {
	params:
		for _, p := range k.Params {
			for _, q := range all {
				if q.Name == p.Name {
					continue params
				}
			}
			all = append(all, p)
		}
	}
	return all
}

// Dashed is the name of the attribute for a key of addresses.
func Dashed(key string) string {
	switch key {
	case state.ClassKey:
		return Label
	case state.PinsKey:
		return Compare
	case state.PinNamesKey:
		return Names
	}
	return strings.ReplaceAll(key, "_", "-")
}

// Property is the name of the property for an attribute: posWeight for pos-weight.
func Property(name string) string {
	words := strings.Split(name, "-")
	for i, w := range words[1:] {
		if w != "" {
			words[i+1] = strings.ToUpper(w[:1]) + w[1:]
		}
	}
	return strings.Join(words, "")
}

// Set returns the attributes of an element that shows s, as names and values: those that
// differ from the default.
func Set(s state.State) (set [][2]string) {
	for _, pair := range strings.Split(s.Query(), "&") {
		key, _, _ := strings.Cut(pair, "=")
		if key == "" || !shown(key) {
			continue
		}
		name := Dashed(key)
		for _, a := range views {
			if a.Key == key {
				name = a.Name
			}
		}
		set = append(set, [2]string{name, s.Value(key)})
	}
	if s.Curvature {
		set = append(set, [2]string{View, "loss gradient curvature"})
	}
	return set
}
