package classweights

import (
	"strconv"
	"strings"
)

// A Class has the name of a class, "" if it has none, and its count.
type Class struct {
	Name  string
	Count float64
}

// A TextError reports a part of a text that is no count.
type TextError struct{ Text string }

// Error returns a text such as
//
//	classweights: "many" is no count; allowed: numbers, as 900, 60k or 1.2M
func (e *TextError) Error() string {
	return "classweights: " + strconv.Quote(e.Text) + " is no count; allowed: numbers, as 900, 60k or 1.2M"
}

// ParseCounts reads counts as people paste them: numbers with spaces, commas, slashes or
// lines between them, also after names as in "cat: 900", as Python's dictionaries, and as
// pandas prints value_counts. Numbers may end in k or M. The error is a [*TextError].
func ParseCounts(text string) ([]Class, error) {
	lines := nonEmpty(strings.Split(strings.NewReplacer("\r", "", "\t", " ").Replace(text), "\n"))
	if pairs, ok := table(lines); ok {
		return pairs, nil
	}
	var all []Class
	for _, item := range strings.FieldsFunc(strings.Join(lines, ","), func(r rune) bool { return strings.ContainsRune(",;/|，；、", r) }) {
		classes, err := parseItem(item)
		if err != nil {
			return nil, err
		}
		all = append(all, classes...)
	}
	return all, nil
}

func nonEmpty(lines []string) (kept []string) {
	for _, line := range lines {
		if line = strings.TrimSpace(line); line != "" {
			kept = append(kept, line)
		}
	}
	return kept
}

// table reads lines of a name and a count each, as pandas prints them, where the names may
// be numbers: without its lines that have no count.
func table(lines []string) (all []Class, ok bool) {
	if len(lines) < 2 {
		return nil, false
	}
	for i, line := range lines {
		if strings.HasPrefix(line, "Name:") || strings.HasPrefix(line, "dtype:") {
			continue
		}
		fields := strings.Fields(line)
		if i == 0 && len(fields) == 1 && !isCount(fields[0]) {
			continue // the name of the column
		}
		if len(fields) != 2 || strings.ContainsAny(line, ",;:={}[]()/") {
			return nil, false
		}
		n, ok := count(fields[1])
		if !ok {
			return nil, false
		}
		all = append(all, Class{fields[0], n})
	}
	return all, len(all) > 0
}

// parseItem reads what stands between separators: a name and a count, or counts.
func parseItem(item string) (all []Class, err error) {
	bare := func(s string) string { return strings.Trim(s, " {}[]()'\"") }
	item = bare(item)
	if item == "" {
		return nil, nil
	}
	if i := strings.LastIndexAny(item, ":="); i >= 0 {
		n, ok := count(bare(item[i+1:]))
		if !ok {
			return nil, &TextError{item}
		}
		name := item[:i]
		name = name[strings.LastIndexAny(name, "{([")+1:] // of Counter({
		return []Class{{bare(name), n}}, nil
	}
	fields := strings.Fields(item)
	for i, f := range fields {
		n, ok := count(f)
		switch {
		case ok:
			all = append(all, Class{"", n})
		case i == 0 && len(fields) > 1:
			n, ok := count(fields[len(fields)-1])
			if !ok {
				return nil, &TextError{item}
			}
			return []Class{{bare(strings.Join(fields[:len(fields)-1], " ")), n}}, nil
		default:
			return nil, &TextError{item}
		}
	}
	return all, nil
}

func isCount(s string) bool { _, ok := count(s); return ok }

// count reads a number, which may end in k or M. One such as 000 is a part of another.
func count(s string) (float64, bool) {
	factor := 1.0
	switch {
	case strings.HasSuffix(s, "k"), strings.HasSuffix(s, "K"):
		s, factor = s[:len(s)-1], 1e3
	case strings.HasSuffix(s, "M"):
		s, factor = s[:len(s)-1], 1e6
	}
	s = strings.ReplaceAll(s, "_", "")
	if s == "" || strings.Trim(s, "0123456789.eE+") != "" || len(s) > 1 && s[0] == '0' && s[1] != '.' {
		return 0, false
	}
	v, err := strconv.ParseFloat(s, 64)
	return v * factor, err == nil
}
