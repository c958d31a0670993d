package classweights

import (
	"slices"
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

// A SeparatorError reports a number whose comma may be one between thousands or between
// counts.
type SeparatorError struct{ Text string }

// Error returns a text such as
//
//	classweights: "900,123" may be one count or several; allowed: 900123, or a space after a comma between counts
func (e *SeparatorError) Error() string {
	return "classweights: " + strconv.Quote(e.Text) + " may be one count or several; allowed: " +
		strings.ReplaceAll(e.Text, ",", "") + ", or a space after a comma between counts"
}

// ParseCounts reads counts as people paste them: numbers with spaces, commas, slashes or
// lines between them, also after names as in "cat: 900", as Python's dictionaries and
// arrays, as pandas prints value_counts and numpy unique, and as lines of a CSV file.
// Numbers may end in k or M. Classes with numbers for names are in the order of these
// numbers, as pandas does not print them; others are as in the text. The error is a
// [*TextError] or a [*SeparatorError].
func ParseCounts(text string) ([]Class, error) {
	all, err := parse(strings.NewReplacer("\r", "", "\t", " ").Replace(text))
	sortNumbered(all)
	return all, err
}

func parse(text string) (all []Class, err error) {
	if pairs, ok := unique(text); ok {
		return pairs, nil
	}
	lines := nonEmpty(strings.Split(text, "\n"))
	for _, split := range []func(string) []string{strings.Fields, commas} {
		if pairs, ok := table(lines, split); ok {
			return pairs, nil
		}
	}
	if err := thousands(text); err != nil {
		return nil, err
	}
	text = strings.NewReplacer("tensor(", "", "array(", "").Replace(strings.Join(lines, ","))
	for _, item := range strings.FieldsFunc(text,
		func(r rune) bool { return strings.ContainsRune(",;/|，；、", r) }) {
		if strings.HasPrefix(strings.TrimSpace(item), "dtype=") {
			continue
		}
		classes, err := parseItem(item)
		if err != nil {
			return nil, err
		}
		all = append(all, classes...)
	}
	return all, nil
}

// unique reads two arrays, of the classes and of their counts.
func unique(text string) (all []Class, ok bool) {
	const open = "array(["
	_, rest, _ := strings.Cut(text, open)
	names, rest, _ := strings.Cut(rest, "]")
	_, rest, ok = strings.Cut(rest, open)
	counts, _, _ := strings.Cut(rest, "]")
	if !ok || strings.Count(names, ",") != strings.Count(counts, ",") {
		return nil, false
	}
	values := strings.Split(counts, ",")
	for i, name := range strings.Split(names, ",") {
		n, ok := count(strings.TrimSpace(values[i]))
		if !ok {
			return nil, false
		}
		all = append(all, Class{strings.Trim(name, " \n'\""), n})
	}
	return all, true
}

// separated reports whether the commas of a number may be between thousands.
func separated(s string) bool {
	for i, part := range strings.Split(s, ",") {
		digits := len(part) == 3 || i == 0 && len(part) > 0 && len(part) < 3
		if !digits || strings.Trim(part, "0123456789") != "" || i == 0 && part[0] == '0' {
			return false
		}
	}
	return strings.Contains(s, ",")
}

// thousands returns the error on a number, beside others, that may have such commas.
func thousands(text string) error {
	words := strings.Fields(strings.NewReplacer(";", " ", "|", " ", "/", " ", "；",
		" ").Replace(text))
	for _, word := range words {
		word = strings.Trim(word, ",{}[]()")
		if len(words) > 1 && separated(word) {
			return &SeparatorError{word}
		}
	}
	return nil
}

// sortNumbered sorts classes whose names are different integers, or False and True.
func sortNumbered(all []Class) {
	order := make(map[Class]int, len(all))
	seen := make(map[int]bool, len(all))
	for _, c := range all {
		n, ok := c.Number()
		if !ok || seen[n] {
			return
		}
		order[c], seen[n] = n, true
	}
	slices.SortFunc(all, func(a, b Class) int { return order[a] - order[b] })
}

// Number returns the integer that the class has for a name; it is 0 and 1 of False and True.
func (c Class) Number() (n int, ok bool) {
	switch c.Name {
	case "False", "false":
		return 0, true
	case "True", "true":
		return 1, true
	}
	n, err := strconv.Atoi(strings.TrimSuffix(c.Name, ".0"))
	return n, err == nil
}

func nonEmpty(lines []string) (kept []string) {
	for _, line := range lines {
		if line = strings.TrimSpace(line); line != "" {
			kept = append(kept, line)
		}
	}
	return kept
}

// commas splits a line of two cells with a comma between them.
func commas(line string) []string {
	cells := strings.Split(line, ",")
	for i := range cells {
		cells[i] = strings.Trim(cells[i], " \"")
	}
	return cells
}

// table reads lines of a name and a count each, as pandas prints them or as a CSV file has
// them, without the lines that have no count. Names that are numbers may be counts, too,
// where a comma follows: there they must be 0, 1, 2, … in any order.
func table(lines []string, split func(string) []string) (all []Class, ok bool) {
	if len(lines) < 2 {
		return nil, false
	}
	numbers := 0
	for i, line := range lines {
		if strings.HasPrefix(line, "Name:") || strings.HasPrefix(line, "dtype:") {
			continue
		}
		fields := split(line)
		if i == 0 && len(fields) <= 2 && !isCount(fields[len(fields)-1]) &&
			!strings.ContainsAny(line, "{[(:=") {
			continue // the names of the columns
		}
		if len(fields) != 2 || strings.ContainsAny(line, ";:={}[]()/") {
			return nil, false
		}
		n, ok := count(fields[1])
		if !ok || fields[0] == "" || strings.HasSuffix(fields[0], ",") {
			return nil, false
		}
		if isCount(fields[0]) {
			numbers++
		}
		all = append(all, Class{fields[0], n})
	}
	if numbers > 0 && strings.Contains(lines[len(lines)-1], ",") {
		numbered := slices.Clone(all)
		sortNumbered(numbered)
		for k, c := range numbered {
			if n, ok := c.Number(); !ok || n != k {
				return nil, false
			}
		}
	}
	return all, len(all) > 0
}

// parseItem reads the text between separators: a name and a count, or counts.
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
	if s == "" || strings.Trim(s, "0123456789.eE+") != "" ||
		len(s) > 1 && s[0] == '0' && s[1] != '.' {
		return 0, false
	}
	v, err := strconv.ParseFloat(s, 64)
	return v * factor, err == nil
}
