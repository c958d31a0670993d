package code

import (
	"strings"
	"unicode/utf8"

	"lossexplorer/internal/state"
)

// uses reports whether the name is in the statements.
func uses(statements []string, name string) bool {
	found := false
	for _, s := range statements {
		if s[0] == '#' {
			continue
		}
		rename(s, func(n string) string {
			found = found || n == name
			return n
		})
	}
	return found
}

// rename returns a statement with every name replaced.
func rename(statement string, to func(name string) string) string {
	var b strings.Builder
	for i := 0; i < len(statement); {
		n := i
		for n < len(statement) && isWord(statement[n]) {
			n++
		}
		switch word := statement[i:n]; {
		case word == "":
			n++
			b.WriteByte(statement[i])
		case word[0] <= '9':
			b.WriteString(word)
		default:
			b.WriteString(to(word))
		}
		i = n
	}
	return b.String()
}

func isWord(c byte) bool {
	// people's letters
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z' || c >= utf8.RuneSelf
}

// numbers returns a statement with number(v) as prefix(v), or as v without a
// prefix.
func numbers(s, prefix string) string {
	before, rest, ok := strings.Cut(s, "number(")
	if !ok {
		return s
	}
	depth := 1
	for i := range rest {
		switch rest[i] {
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth == 0 {
			number := numbers(rest[:i], prefix)
			if prefix != "" {
				number = prefix + "(" + number + ")"
			}
			return before + number + numbers(rest[i+1:], prefix)
		}
	}
	return s
}

// selections returns a statement with the conditional expression of Python for
// choose(c, a, b).
func selections(s string) string {
	before, rest, ok := strings.Cut(s, "choose(")
	if !ok {
		return s
	}
	depth, from := 1, 0
	var parts []string
	for i := range rest {
		switch rest[i] {
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth == 0 || depth == 1 && rest[i] == ',' {
			parts = append(parts, selections(strings.TrimSpace(rest[from:i])))
			from = i + 1
		}
		if depth == 0 {
			choice := parts[1] + " if " + parts[0] + " else " + parts[2]
			if !strings.HasSuffix(before, " = ") || selections(rest[from:]) != "" {
				choice = "(" + choice + ")"
			}
			return before + choice + selections(rest[from:])
		}
	}
	return s
}

// minMax returns a statement with min(max(…)) for clip.
func minMax(s string) string {
	before, rest, ok := strings.Cut(s, "clip(")
	if !ok {
		return s
	}
	depth, comma := 1, 0 // the last comma of the call
	for i := range rest {
		switch rest[i] {
		case '(':
			depth++
		case ')':
			depth--
		case ',':
			if depth == 1 {
				comma = i
			}
		}
		if depth == 0 {
			return before + "min(max(" + minMax(rest[:comma]) + ")" +
				rest[comma:i] + minMax(rest[i:])
		}
	}
	return s
}

// camel returns the name in camel case: gammaPos for gamma_pos.
func camel(name string) string {
	rest := strings.TrimLeft(name, "_") // _4 stays a name
	begin := name[:len(name)-len(rest)]
	words := strings.Split(rest, "_")
	for i, w := range words[1:] {
		if w == "" {
			w = "_" // at the end, and kept to differ from a word of the language
		}
		_, n := utf8.DecodeRuneInString(w)
		words[i+1] = strings.ToUpper(w[:n]) + w[n:]
	}
	return begin + strings.Join(words, "")
}

// title returns the name in the form used for classes: FocalLoss for focal_loss.
func title(name string) string {
	c := camel(name)
	return strings.ToUpper(c[:1]) + c[1:]
}

// list returns the numbers with commas.
func list(v []float64, format func(float64) string) string {
	s := make([]string, len(v))
	for i := range v {
		s[i] = format(v[i])
	}
	return strings.Join(s, ", ")
}

func tuple(v []float64) string {
	if len(v) == 1 {
		return "(" + float(v[0]) + ",)"
	}
	return "(" + list(v, float) + ")"
}

// float returns the shortest text of a floating-point number.
func float(v float64) string {
	s := state.Format(v)
	if !strings.ContainsAny(s, ".e") {
		s += ".0"
	}
	return s
}

// pythonValue returns the value of a parameter in Python.
func (p *param) pythonValue() string {
	if p.classes != nil {
		return tuple(p.classes)
	}
	return float(p.value)
}

// A text is source being written.
type text struct {
	strings.Builder
	tab string // one step of indentation
}

// line writes a line.
func (t *text) line(indent int, s ...string) {
	for range indent {
		t.WriteString(t.tab)
	}
	for _, s := range s {
		t.WriteString(s)
	}
	t.WriteByte('\n')
}

// lines writes lines.
func (t *text) lines(indent int, all ...string) {
	for _, s := range all {
		if s == "" {
			t.line(0)
			continue
		}
		t.line(indent, s)
	}
}

// wrap writes words in lines of at most 80 letters, the first after indent, the
// others after hang.
func (t *text) wrap(indent, hang, words string) {
	const width = 80
	n := 0
	for i, word := range strings.Fields(words) {
		letters := utf8.RuneCountInString(word)
		switch {
		case i == 0:
			t.WriteString(indent)
			n = len(indent)
		case n+1+letters > width:
			t.WriteString("\n" + hang)
			n = len(hang)
		default:
			t.WriteByte(' ')
			n++
		}
		t.WriteString(word)
		n += letters
	}
	t.WriteByte('\n')
}

// call writes a name with its parameters or arguments, one a line if they are
// too long for one.
func (t *text) call(indent int, name string, args []string, end string) {
	all := strings.Join(args, ", ")
	tab := strings.Repeat(t.tab, indent)
	if len(tab)+len(name)+len(all)+len(end)+2 > 88 {
		inner := "\n" + tab + t.tab
		all = inner + strings.Join(args, ","+inner) + ",\n" + tab
	}
	t.WriteString(tab + name + "(" + all + ")" + end + "\n")
}

// args writes the section "Args:" of a docstring.
func (t *text) args(indent int, all [][2]string) {
	tab := strings.Repeat(t.tab, indent)
	t.line(indent, "Args:")
	for _, a := range all {
		t.wrap(tab+t.tab, tab+t.tab+t.tab, a[0]+": "+a[1])
	}
}
