package state

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"lossexplorer/losscore"
)

// A Problem is one malformed value of the URL. The state uses the default in
// its place.
type Problem struct {
	Key     string
	Value   string
	Default string
	Err     error // *losscore.RangeError, ErrNumber, *ChoiceError or ErrChoice
}

// Parse reads a state through get, which returns the value of a URL parameter
// and whether it is present. Absent parameters use their defaults; so do
// malformed ones, each reported as a Problem. A parameter that needs a switch turns it
// on, unless the switch is present: "alpha=0.5" weights the classes.
func Parse(get func(key string) (string, bool)) (State, []Problem) {
	s := Default()
	get = withFormula(get)
	var problems []Problem
	read := func(key string) {
		name := key
		if _, ok := get(labelKey); ok && key == ClassKey {
			name = labelKey
		}
		value, ok := get(name)
		if !ok {
			return
		}
		next, err := s.With(key, value)
		if err != nil {
			problems = append(problems, Problem{name, value, s.Value(key), err})
			return
		}
		s = next
	}
	read(LossKey) // which decides on the other keys
	s = defaultOf(s.Kind)
	// A lesson keeps the views that it opens; a place in the query overrides the rest.
	first := []string{LessonKey, CodeKey, ClassesKey, ProbeKey, ImplementationKey, SandboxKey,
		TrainKey, FormulaKey, PredictKey, PlaceKey}
	for _, key := range first {
		read(key)
	}
	for _, p := range s.Kind.Params {
		value, ok := get(p.Name)
		if !ok || p.Needs == "" {
			continue
		}
		if _, ok := get(p.Needs); ok {
			continue
		}
		if _, err := s.With(p.Name, value); err == nil {
			s.Values[s.index(p.Needs)] = 1
		}
	}
	for _, key := range s.Keys() {
		if key != LossKey && !slices.Contains(first, key) {
			read(key)
		}
	}
	return s, problems
}

// labelKey is the element's name of ClassKey. As there, it has precedence.
const labelKey = "label"

// Query returns the URL's query for s, without the question mark: the parameters that
// differ from the defaults that Parse uses, but for those whose value is empty. In
// a lesson, whose start has other values, it has all.
func (s State) Query() string {
	var b strings.Builder
	base := defaultOf(s.Kind).At(s.Place)
	keeps := false // a view that is hidden has other values than at first
	for _, key := range [...]string{ClassesKey, SandboxKey, TrainKey} {
		keeps = keeps || s.Knows(key) && s.Value(key) == Off && s.kept(key) != base.kept(key)
	}
	for _, key := range s.Keys() {
		value := s.Value(key)
		if s.Lesson == "" {
			if value == Off && s.kept(key) != base.kept(key) {
				value = s.kept(key)
			} else if value == s.implied(base, key) && !(key == PlaceKey && keeps) {
				continue
			}
		}
		if value == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('&')
		}
		b.WriteString(key)
		b.WriteByte('=')
		escape(&b, value)
	}
	return b.String()
}

// implied returns the value that Parse gives a key that is not in the query of s. Base is
// the default of the loss at the place of s.
func (s State) implied(base State, key string) string {
	switch key {
	case PlaceKey:
		return string(PlaceExplore)
	case LossKey:
		return Default().Kind.ID
	}
	if key == ClassGamma && s.Has("gamma") && s.Number("gamma") != base.Number("gamma") {
		return s.Value("gamma") // which is in the query, and sets both
	}
	for _, p := range s.Kind.Params {
		if p.Needs == key && s.Value(p.Name) != base.Value(p.Name) {
			return "1" // the parameter is in the query, and turns the switch on
		}
	}
	return base.Value(key)
}

// escape writes the value of a URL's parameter.
func escape(b *strings.Builder, value string) {
	const hex = "0123456789ABCDEF"
	for _, c := range []byte(value) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c &&
			c <= '9', strings.IndexByte("-._~:,", c) >= 0:
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
}

// Format returns the shortest text that reads back as v: 0.25, 1e-7.
func Format(v float64) string {
	b := strconv.FormatFloat(v, 'g', -1, 64)
	mantissa, exp, ok := strings.Cut(b, "e")
	if !ok {
		return b
	}
	// A '+' would be read back as a space from a URL, and 1e-07 is not how
	// people write 1e-7.
	sign := ""
	if exp[0] == '-' {
		sign = "-"
	}
	return mantissa + "e" + sign + strings.TrimLeft(exp[1:], "0")
}

// label reads the label: 1, 0, both, or a number between 0 and 1.
func label(text string) (c Class, y float64, err error) {
	switch c = Class(strings.TrimSpace(text)); c {
	case Positive, Negative, Both:
		return c, 0, nil
	case Soft:
		return Soft, DefaultLabel, nil
	}
	if y, err = number(text); err != nil {
		return "", 0, notAmong(Positive, Negative, Both, Soft)
	}
	switch allowed := losscore.Between(0, 1); {
	case !allowed.Contains(y):
		return "", 0, &losscore.RangeError{Field: ClassKey, Value: y, Allowed: allowed}
	case y == 1:
		return Positive, 0, nil
	case y == 0:
		return Negative, 0, nil
	}
	return Soft, y, nil
}

func number(text string) (float64, error) {
	v, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil && !math.IsInf(v, 0) { // which is out of range
		return 0, ErrNumber
	}
	return v, nil
}

func epsilon(text string) (float64, error) {
	switch strings.TrimSpace(text) {
	case Off, "Off", "OFF", "关":
		return 0, nil
	}
	return number(text)
}

func boolean(text string) (bool, error) {
	switch text {
	case "1", "true":
		return true, nil
	case "0", "false":
		return false, nil
	}
	return false, notAmong("0", "1")
}

func toNumber(on bool) float64 {
	if on {
		return 1
	}
	return 0
}

func choice[T ~string](v T, offered ...T) (T, error) {
	for _, o := range offered {
		if v == o {
			return v, nil
		}
	}
	return v, notAmong(offered...)
}
