package report

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"lossexplorer/internal/formula/compile"
	"lossexplorer/internal/predict/bins"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// settingsOf parses the settings of -a and -b for so many classes, and returns the names that the
// report uses.
func settingsOf(a, b string, classes int) (all []bins.Setting, queries []string, err error) {
	for i, query := range []string{a, b} {
		if i == 1 && query == "" {
			break
		}
		s, err := settingOf(query, classes)
		if err != nil {
			return nil, nil, fmt.Errorf("setting %q: %w", query, err)
		}
		setting, err := bins.NewSetting(s.Kind, s.Values[:len(s.Kind.Params)])
		if err != nil {
			return nil, nil, fmt.Errorf("setting %q: %w", query, err)
		}
		all = append(all, setting)
		queries = append(queries, Describe(s))
	}
	return all, queries, nil
}

// settingOf parses a setting, or a whole address. A name that is no part of one is an
// error: it would have no effect. So that alpha has one, a setting weights the classes
// unless it has balanced=0, or there are several classes and it does not name alpha; an address
// has the defaults of the page, which does not.
func settingOf(query string, classes int) (state.State, error) {
	_, after, address := strings.Cut(query, "?")
	if address {
		query = after
		query, _, _ = strings.Cut(query, "#")
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return state.State{}, err
	}
	const balanced = "balanced"
	weighs := !address && !values.Has(balanced) && (classes == 2 || values.Has("alpha"))
	if weighs {
		values.Set(balanced, "1")
	}
	get, problems := compile.Query(text.For("en"),
		func(key string) (string, bool) { return values.Get(key), values.Has(key) })
	s, more := state.Parse(get)
	if problems = append(problems, more...); len(problems) > 0 {
		return s, fmt.Errorf("%s=%s: %w", problems[0].Key, problems[0].Value, problems[0].Err)
	}
	known := append(s.Keys(), compile.Key)
	if weighs {
		values.Del(balanced)
	}
	for key := range values {
		if !slices.Contains(known, key) && !(address && (key == "lang" || key == "theme")) {
			names := []string{state.LossKey}
			for _, p := range s.Kind.Params {
				names = append(names, p.Name)
			}
			return s, fmt.Errorf("there is no %q; a setting of this loss has %s", key,
				strings.Join(names, ", "))
		}
	}
	return s, nil
}

// Describe returns the part of a state's address that describes the loss.
func Describe(s state.State) string {
	d := state.LossKey + "=" + s.Kind.ID
	if s.Custom() {
		d = compile.Key + "=" + url.QueryEscape(s.Formula.Text)
	}
	for _, p := range s.Kind.Params {
		d += "&" + p.Name + "=" + s.Value(p.Name)
	}
	return d
}
