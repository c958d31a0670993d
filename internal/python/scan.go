package python

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The parser reads the grammar of Python 3.4. modernise blanks syntax of later versions
// that has no effect on a loss, so that every other byte keeps its line and column: hints of
// variables, parameters and results, prefixes of f-strings, positional-only marks, trailing
// commas of argument lists, underscores in numbers, async and await. Other syntax is kept apart:
// name := value is read as the name, **a in a dictionary as 0: a.

// maxBrackets bounds how deep brackets nest.
const maxBrackets = 100

// A token is a part of a line of Python.
type token struct {
	kind     byte // n name, 0 number, s string, o operator, \n end of a logical line
	from, to int  // bytes of the source
}

// A scanner splits Python into tokens.
type scanner struct {
	source string
	out    []byte // the source with blanks
	tokens []token
	modern
	named []named
}

func (s *scanner) text(i int) string {
	if i < 0 || i >= len(s.tokens) {
		return ""
	}
	return s.source[s.tokens[i].from:s.tokens[i].to]
}

func (s *scanner) blank(from, to int) {
	for i := from; i < to; i++ {
		if s.out[i] != '\n' {
			s.out[i] = ' '
		}
	}
}

var operators = []string{
	"**=", "//=", ">>=", "<<=", "...", "**", "//", "==", "!=", "<=", ">=", "->", ":=", "+=", "-=",
	"*=", "/=", "%=", "@=", "&=", "|=", "^=", "<<", ">>",
}

// second are the second bytes of operators.
const second = "*/><.="

// scan fills tokens.
func (s *scanner) scan() error {
	depth := 0
	add := func(kind byte, from, to int) { s.tokens = append(s.tokens, token{kind, from, to}) }
	line := true // at the start of one
	for i := 0; i < len(s.source); {
		r, n := utf8.DecodeRuneInString(s.source[i:])
		if line && depth == 0 && (r == '%' || r == '!') { // of a notebook
			to := lineEnd(s.source, i)
			s.blank(i, to)
			i = to
			continue
		}
		switch {
		case r == utf8.RuneError && n == 1:
			return s.refuse(i, "not-utf8")
		case r == '\n':
			if depth == 0 {
				add('\n', i, i+1)
				line = true
			}
			i++
			continue
		case r == '#':
			to := lineEnd(s.source, i)
			s.blank(i, to) // it may hold characters that are not ASCII
			i = to
			continue
		case r == ' ' || r == '\t' || r == '\r' || r == '\f':
			i++
			continue
		case r == 0xa0 || r == 0x3000 || r == 0xfeff: // blanks of web pages
			s.blank(i, i+n)
			i += n
			continue
		case r == '\\':
			if rest := strings.TrimLeft(s.source[i+1:], " \t\r"); strings.HasPrefix(rest, "\n") {
				i = len(s.source) - len(rest) + 1
				continue
			}
			return s.refuse(i, "syntax", `\`)
		case isNameStart(r):
			to := i
			for to < len(s.source) {
				r, n := utf8.DecodeRuneInString(s.source[to:])
				if !isNameStart(r) && !unicode.IsDigit(r) {
					break
				}
				to += n
			}
			if prefix := strings.ToLower(s.source[i:to]); to < len(s.source) &&
				(s.source[to] == '"' || s.source[to] == '\'') &&
				slices.Contains([]string{"f", "rf", "fr", "r", "b", "br", "rb", "u"}, prefix) {
				if k := strings.IndexAny(s.source[i:to], "fF"); k >= 0 {
					s.blank(i+k, i+k+1)
				}
				end, err := s.quoted(to)
				if err != nil {
					return err
				}
				add('s', i, end)
				i = end
				break
			}
			add('n', i, to)
			i = to
		case r >= '0' && r <= '9' ||
			r == '.' && i+1 < len(s.source) && s.source[i+1] >= '0' && s.source[i+1] <= '9':
			to := numberEnd(s.source, i)
			if v := s.source[i:to]; strings.Contains(v, "_") {
				plain := strings.ReplaceAll(v, "_", "")
				copy(s.out[i:to], plain+strings.Repeat(" ", len(v)-len(plain)))
			}
			add('0', i, to)
			i = to
		case r == '"' || r == '\'':
			end, err := s.quoted(i)
			if err != nil {
				return err
			}
			add('s', i, end)
			i = end
		default:
			n := n
			if i+1 < len(s.source) && strings.IndexByte(second, s.source[i+1]) >= 0 {
				for _, o := range operators {
					if strings.HasPrefix(s.source[i:], o) {
						n = len(o)
						break
					}
				}
			}
			switch r {
			case '(', '[', '{':
				if depth++; depth > maxBrackets {
					return s.refuse(i, "too-deep")
				}
			case ')', ']', '}':
				if depth--; depth < 0 {
					return s.refuse(i, "syntax", string(r))
				}
			}
			if r > unicode.MaxASCII || r == '?' || r == '$' || r == '`' {
				return s.refuse(i, "syntax", string(r))
			}
			add('o', i, i+n)
			i += n
		}
		line = false
	}
	if depth > 0 {
		return s.refuse(s.open(), "unclosed")
	}
	add('\n', len(s.source), len(s.source))
	return nil
}

// open returns where the last bracket is that is not closed.
func (s *scanner) open() int {
	depth := 0
	for i := len(s.tokens) - 1; i >= 0; i-- {
		switch s.text(i) {
		case ")", "]", "}":
			depth++
		case "(", "[", "{":
			if depth--; depth < 0 {
				return s.tokens[i].from
			}
		}
	}
	return 0
}

func lineEnd(s string, i int) int {
	if n := strings.IndexByte(s[i:], '\n'); n >= 0 {
		return i + n
	}
	return len(s)
}

func numberEnd(s string, i int) int {
	for i < len(s) {
		c := s[i] | 0x20
		sign := (s[i] == '+' || s[i] == '-') && s[i-1]|0x20 == 'e'
		if !(c >= '0' && c <= '9' || s[i] >= '0' && s[i] <= '9' || s[i] == '.' || s[i] == '_' ||
			c >= 'a' && c <= 'z' || sign) {
			break
		}
		i++
	}
	return i
}

func isNameStart(r rune) bool { return r == '_' || unicode.IsLetter(r) }

// quoted returns the end of the string that begins at i, and blanks its non-ASCII characters.
func (s *scanner) quoted(i int) (int, error) {
	quote := s.source[i : i+1]
	if strings.HasPrefix(s.source[i:], strings.Repeat(quote, 3)) {
		quote = strings.Repeat(quote, 3)
	}
	for k := i + len(quote); k < len(s.source); k++ {
		switch c := s.source[k]; {
		case c == '\\':
			if k++; k < len(s.source) && s.source[k] != '\n' && len(quote) == 3 {
				s.blank(k-1, k+1) // escapes of texts without r
			}
		case c == '\n' && len(quote) == 1:
			return 0, s.refuse(i, "text-end")
		case strings.HasPrefix(s.source[k:], quote):
			return k + len(quote), nil
		case c >= utf8.RuneSelf:
			s.out[k] = ' '
		}
	}
	return 0, s.refuse(i, "text-end")
}

func (s *scanner) refuse(at int, code string, args ...string) error {
	return &Error{Position: position(s.source, at), Code: code, Args: args}
}
