package widget

import (
	"errors"
	"strconv"
	"strings"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/plot"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// Query adapts get, which has the values of attributes by their names, for state.Parse,
// which uses the keys of addresses. The names may be these keys, too.
func Query(get func(name string) (string, bool)) func(key string) (string, bool) {
	return func(key string) (string, bool) {
		if key == state.ClassKey {
			return labelOf(get)
		}
		if key == state.CurvatureKey { // view selects the charts
			view, _ := get(View)
			if contains(Words(view), state.CurvatureKey) {
				return "1", true
			}
			return get(key)
		}
		if !shown(key) {
			return "", false
		}
		name := Dashed(key)
		value, ok := get(name)
		if !ok && name != key {
			value, ok = get(key)
		}
		if ok && isSwitch(key) {
			value = onOff(name, value)
		}
		return value, ok
	}
}

// shown reports whether an element shows the value of a key of an address: not the
// explorer's places and panels.
func shown(key string) bool {
	switch key {
	case state.LossKey, state.FormulaKey, state.FormulaTextKey:
		return true
	}
	if isParam(key) || strings.HasPrefix(key, "own_") {
		return true
	}
	for _, a := range views {
		if a.Key == key {
			return true
		}
	}
	return false
}

// labelOf returns the label: the attribute of that name or, in old pages, a word in the
// class, whose other words are the host page's.
func labelOf(get func(name string) (string, bool)) (string, bool) {
	if value, ok := get(Label); ok {
		return value, ok
	}
	class, _ := get(Class)
	for _, word := range strings.Fields(class) {
		switch state.Class(word) {
		case state.Positive, state.Negative, state.Both:
			return word, true
		}
	}
	return "", false
}

func isSwitch(key string) bool {
	if key == state.WrongKey {
		return true
	}
	for _, k := range catalog.Kinds() {
		if i := k.Param(key); i >= 0 && k.Params[i].Switch {
			return true
		}
	}
	return false
}

// onOff reads a boolean attribute as HTML and frameworks write it.
func onOff(name, value string) string {
	switch value {
	case "", name, "on", "yes":
		return "1"
	case "off", "no":
		return "0"
	}
	return value
}

// Problems returns sentences on the values that cannot be read: the values that state.Parse has
// refused, the values of attributes that the element alone has, and the names that do not exist.
// s is the state as it was read, get has the value of every name in names.
func Problems(m *text.Messages, s state.State, refused []state.Problem, names []string, get func(name string) (string, bool)) (said []string) {
	t := &m.Widget
	say := func(name, value, reason string) {
		said = append(said, name+`="`+value+`": `+reason)
	}
	for _, p := range refused {
		name := Dashed(p.Key)
		reason := plot.SayError(m, name, p.Value, p.Err)
		if errors.Is(p.Err, state.ErrChoice) || p.Err == state.ErrNumber && isWritten(name) {
			reason = explain(t, name, reason)
		}
		say(name, p.Value, reason)
	}
	for _, a := range views {
		if a.Key != "" {
			continue
		}
		if value, ok := get(a.Name); ok && !valid(a, value) {
			say(a.Name, value, explain(t, a.Name, m.BadChoice))
		}
	}
	sliders, ok := get(Sliders)
	if !ok {
		sliders, _ = get(Controls)
	}
	for _, word := range Words(sliders) {
		if !isFlag(word) && !hasSlider(s, word) {
			say(Sliders, word, text.Fill(t.NoParameter, "loss", plot.In(m, s.Kind.Name), "choices",
				strings.Join(sliderNames(s), ", ")))
		}
	}
	for _, name := range names {
		key := strings.ReplaceAll(name, "-", "_")
		switch {
		case ignored(name), attribute(name) != nil && isParam(key) &&
			s.Has(key), attribute(name) != nil && !isParam(key):
		case isParam(key):
			value, _ := get(name)
			say(name, value, text.Fill(t.NoParameter, "loss", plot.In(m, s.Kind.Name), "choices",
				strings.Join(sliderNames(s), ", ")))
		case strings.HasPrefix(name, Own):
			if !hasSlider(s, strings.TrimPrefix(name, Own)) {
				value, _ := get(name)
				say(name, value,
					text.Fill(t.NoParameter, "loss", plot.In(m, s.Kind.Name), "choices",
						strings.Join(sliderNames(s), ", ")))
			}
		default:
			if near := nearest(name); near != "" {
				said = append(said, text.Fill(t.DidYouMean, "name", name, "near", near))
			} else if !foreign(name) {
				said = append(said, text.Fill(t.NoAttribute, "name", name))
			}
		}
	}
	return said
}

// isWritten reports whether the values of an attribute have a form.
func isWritten(name string) bool {
	a := attribute(name)
	return a != nil && a.Form != ""
}

// explain returns a sentence on the values that an attribute can have.
func explain(t *text.Widget, name, otherwise string) string {
	a := attribute(name)
	switch {
	case a == nil:
		return otherwise
	case len(a.Choices) > 0:
		return text.Fill(t.Choices, "choices", strings.Join(a.Choices, ", "))
	case a.Type == Switch:
		return text.Fill(t.Choices, "choices", "true, false")
	case a.Form != "":
		return text.Fill(t.Form, "form", a.Form)
	}
	return otherwise
}

func attribute(name string) *Attribute {
	for i := range views {
		if views[i].Name == name {
			return &views[i]
		}
	}
	if name == state.LossKey {
		return &Attribute{Name: name, Type: Choice, Choices: Losses()}
	}
	if name == state.FormulaKey {
		return &Attribute{Name: name, Type: Text}
	}
	key := strings.ReplaceAll(name, "-", "_")
	if isParam(key) && !strings.Contains(name, "_") {
		kind := Number
		if isSwitch(key) {
			kind = Switch
		}
		return &Attribute{Name: name, Key: key, Type: kind}
	}
	return nil
}

func isParam(key string) bool {
	for _, k := range catalog.Kinds() {
		if k.Param(key) >= 0 {
			return true
		}
	}
	return false
}

// valid reports whether a value of an attribute without a key can be read.
func valid(a Attribute, value string) bool {
	switch a.Name {
	case Height:
		return CSSHeight(value) != ""
	case Lang:
		tag := text.Lower(value)
		return strings.HasPrefix(tag, "en") || strings.HasPrefix(tag, "zh")
	}
	switch a.Type {
	case Choice:
		return contains(a.Choices, value)
	case List:
		for _, word := range Words(value) {
			if !contains(a.Choices, word) && !(a.Name == Menu && isFlag(word)) {
				return false
			}
		}
		return value != "" || a.Name == Menu
	}
	return true
}

// Words returns the members of a list, which HTML separates by spaces and people by commas, too.
func Words(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ' ' || r == ',' || r == '\t' || r == '\n' })
}

func contains(all []string, one string) bool {
	for _, s := range all {
		if s == one {
			return true
		}
	}
	return false
}

// isFlag reports whether a word in controls or menu is no name but a boolean, as frameworks
// write it.
func isFlag(word string) bool {
	switch word {
	case None, "true", "false", Controls, Menu:
		return true
	}
	return false
}

func hasSlider(s state.State, name string) bool {
	name = text.Lower(name)
	for _, p := range s.Kind.Params {
		dashed := text.Lower(Dashed(p.Name))
		if dashed == name || p.Symbol == name || dashed == Own+name {
			return true
		}
	}
	return contains(strings.Fields(DefaultSliders), name) // which not every loss has
}

func sliderNames(s state.State) (names []string) {
	for _, p := range s.Kind.Params {
		names = append(names, strings.TrimPrefix(Dashed(p.Name), Own))
	}
	return names
}

// CSSHeight returns a height as CSS writes it, or "" if value is none: 300 becomes 300px.
func CSSHeight(value string) string {
	n := 0
	for n < len(value) && (value[n] >= '0' && value[n] <= '9' || value[n] == '.') {
		n++
	}
	if v, err := strconv.ParseFloat(value[:n], 64); err != nil || v <= 0 {
		return ""
	}
	switch value[n:] {
	case "":
		return value + "px"
	case "px", "rem", "em", "vh":
		return value
	}
	return ""
}
