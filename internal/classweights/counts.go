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
	return "classweights: " + strconv.Quote(e.Text) +
		" is no count; allowed: numbers, as 900, 60k or 1.2M"
}

// A SeparatorError reports a number whose comma may be one between thousands or between
// counts, or whose point may be one between thousands or before decimals.
type SeparatorError struct{ Text string }

// Decimal reports whether the separator is a point.
func (e *SeparatorError) Decimal() bool { return strings.Contains(e.Text, ".") }

// Whole returns the count without separators.
func (e *SeparatorError) Whole() string { return strings.NewReplacer(",", "", ".", "").Replace(e.Text) }

// Part returns the count with decimals, as it is read without the error.
func (e *SeparatorError) Part() string {
	if whole, ok := strings.CutSuffix(e.Text, ".000"); ok {
		return whole
	}
	return e.Text + "0"
}

// Error returns a text such as
//
//	classweights: "900,123" may be one count or several; allowed: 900123, or a space after a comma between counts
func (e *SeparatorError) Error() string {
	if e.Decimal() {
		return "classweights: " + strconv.Quote(e.Text) +
			" may have thousands or decimals; allowed: " +
			e.Whole() + ", " + e.Part()
	}
	return "classweights: " + strconv.Quote(e.Text) + " may be one count or several; allowed: " +
		e.Whole() + ", or a space after a comma between counts"
}

// ParseCounts reads counts as people paste them: numbers with spaces, commas, slashes or
// lines between them, also after names as in "cat: 900", as Python's dictionaries, lists of
// pairs and arrays, as pandas prints value_counts and numpy unique, and as lines of a CSV file.
// Numbers may end in k or M. Classes with numbers for names are in the order of these
// numbers, as pandas does not print them; others are as in the text. The error is a
// [*TextError] or a [*SeparatorError].
func ParseCounts(text string) ([]Class, error) {
	text = strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, text)
	all, err := parse(strings.NewReplacer("\r", "", "\t", " ", "：", ":").Replace(text))
	sortNumbered(all)
	return all, err
}

func parse(text string) (all []Class, err error) {
	if pairs, ok := unique(text); ok {
		return pairs, nil
	}
	if all, ok := pairs(text); ok {
		return all, nil
	}
	if dense := strings.Join(strings.Fields(text), ""); strings.Contains(dense, "[[") {
		return nil, &TextError{nonEmpty(strings.Split(text, "\n"))[0]} // a table
	}
	if err := points(text); err != nil {
		return nil, err
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
		option := strings.TrimSpace(item) // of an array
		if strings.HasPrefix(option, "dtype=") || strings.HasPrefix(option, "device=") {
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

// pairs reads a list of pairs, as Counter.most_common and dict.items print it.
func pairs(text string) (all []Class, ok bool) {
	text = strings.TrimSpace(text)
	if rest, ok := strings.CutPrefix(text, "dict_items("); ok {
		text = strings.TrimSuffix(rest, ")")
	}
	if rest, ok := strings.CutPrefix(text, "["); ok {
		if text, ok = strings.CutSuffix(rest, "]"); !ok {
			return nil, false
		}
	}
	for text = strings.Trim(text, ", \n"); text != ""; text = strings.TrimLeft(text, ", \n") {
		pair, rest, closed := strings.Cut(strings.TrimPrefix(text, "("), ")")
		comma := strings.LastIndex(pair, ",")
		if text[0] != '(' || !closed || comma < 0 {
			return nil, false
		}
		name := strings.TrimSpace(pair[:comma])
		n, isCount := count(strings.TrimSpace(pair[comma+1:]))
		if !isCount || strings.Contains(name, ",") && !quoted(name) {
			return nil, false
		}
		all = append(all, Class{strings.Trim(name, "'\""), n})
		text = rest
	}
	return all, len(all) > 0
}

// quoted reports whether the whole text stands in quotation marks.
func quoted(s string) bool {
	return len(s) > 1 && (s[0] == '\'' || s[0] == '"') && strings.IndexByte(s[1:], s[0]) == len(s)-2
}

// points returns the error on a number whose point may be between thousands.
func points(text string) error {
	for _, word := range strings.FieldsFunc(text, func(r rune) bool {
		return strings.ContainsRune(" \n,;|/:={}[]()；，、", r)
	}) {
		if strings.Count(word, ".") == 1 && separated(word, ".") {
			return &SeparatorError{word}
		}
	}
	return nil
}

// separated reports whether the commas or points of a number may be between thousands.
func separated(s, separator string) bool {
	for i, part := range strings.Split(s, separator) {
		digits := len(part) == 3 || i == 0 && len(part) > 0 && len(part) < 3
		if !digits || strings.Trim(part, "0123456789") != "" || i == 0 && part[0] == '0' {
			return false
		}
	}
	return strings.Contains(s, separator)
}

// thousands returns the error on a number, beside others, that may have such commas.
func thousands(text string) error {
	words := strings.Fields(strings.NewReplacer(";", " ", "|", " ", "/", " ", "；",
		" ").Replace(text))
	for _, word := range words {
		word = strings.Trim(word, ",{}[]()")
		if len(words) > 1 && separated(word, ",") {
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
	heads := 0 // a DataFrame has one for the counts, and one for the names
	for _, line := range lines {
		if strings.HasPrefix(line, "Name:") || strings.HasPrefix(line, "dtype:") {
			continue
		}
		fields := split(line)
		if len(all) == 0 && (heads == 0 && len(fields) <= 2 || heads == 1 && len(fields) == 1) &&
			!isCount(fields[len(fields)-1]) && !strings.ContainsAny(line, "{[(:=") {
			heads++
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
	raw := strings.Trim(item, " {}[]()")
	if item = bare(item); item == "" {
		return nil, nil
	}
	if i := strings.LastIndexAny(item, ":="); i >= 0 {
		n, ok := count(bare(item[i+1:]))
		if !ok {
			return nil, &TextError{item}
		}
		name := item[:i]
		if strings.ContainsAny(name, ":=") && !strings.ContainsAny(name, "{([") &&
			!strings.ContainsAny(raw[:1], "'\"") {
			return nil, &TextError{item} // two of them
		}
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
			if !ok || alternate(fields) {
				return nil, &TextError{item}
			}
			return []Class{{bare(strings.Join(fields[:len(fields)-1], " ")), n}}, nil
		default:
			return nil, &TextError{item}
		}
	}
	return all, nil
}

// alternate reports whether names and counts take turns, as in "cat 900 dog 90", which may be
// one name with a number in it, too.
func alternate(fields []string) bool {
	for i, f := range fields {
		if isCount(f) != (i%2 == 1) {
			return false
		}
	}
	return len(fields) > 2 && len(fields)%2 == 0
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
