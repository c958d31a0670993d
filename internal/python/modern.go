package python

import (
	"slices"
)

// maxChain bounds the operators of a sum or product.
const maxChain = 500

// modern is a source in the parser's grammar, and the syntax blanked from it, by byte.
type modern struct {
	text  string
	stars map[int]bool // where arguments begin whose star was blanked
	// of dictionaries that are unpacked: keys in another, values of arguments
	spreads map[int]bool
	walrus  map[int]string // the values of names that are assigned in expressions
}

// named is name := value, as tokens.
type named struct{ name, from, to int }

// maxNamed bounds them.
const maxNamed = 50

// modernise returns source in the grammar of the parser.
func modernise(source string) (modern, error) {
	s := &scanner{source: source, out: []byte(source), tokens: make([]token, 0, len(source)/3)}
	s.modern = modern{stars: map[int]bool{}, spreads: map[int]bool{}, walrus: map[int]string{}}
	if err := s.scan(); err != nil {
		return modern{}, err
	}
	if err := s.rewrite(); err != nil {
		return modern{}, err
	}
	s.name()
	s.modern.text = string(s.out)
	return s.modern, nil
}

// name takes the values of names that are assigned in expressions out, the inner ones first. A
// value is kept in brackets, with blanks before it so that its places stay.
func (s *scanner) name() {
	for _, n := range slices.Backward(s.named) {
		from, to := s.tokens[n.from].from, s.tokens[n.to].to
		value := make([]byte, to, to+1)
		for i := range from {
			value[i] = ' '
			if s.out[i] == '\n' {
				value[i] = '\n'
			}
		}
		copy(value[from:], s.out[from:to])
		value[0] = '('
		s.walrus[s.tokens[n.name].from] = string(append(value, ')'))
		s.blank(s.tokens[n.name].to, to)
	}
}

// value returns the last token of the expression that begins after the token at i.
func (s *scanner) value(i int) int {
	depth, lambdas := 0, 0
	for k := i + 1; k < len(s.tokens); k++ {
		switch s.text(k) {
		case "(", "[", "{":
			depth++
		case ")", "]", "}":
			if depth--; depth < 0 {
				return k - 1
			}
		case "lambda":
			lambdas++
		case ":":
			if lambdas--; depth == 0 && lambdas < 0 {
				return k - 1
			}
		case ",":
			if depth == 0 && lambdas <= 0 {
				return k - 1
			}
		default:
			if s.tokens[k].kind == '\n' {
				return k - 1
			}
		}
	}
	return len(s.tokens) - 1
}

// rewrite blanks syntax that the parser does not read.
func (s *scanner) rewrite() error {
	start := true // of a statement
	signs := 0    // in a row
	chain := 0    // operators since the last bracket or comma
	for i := 0; i < len(s.tokens); i++ {
		t := s.tokens[i]
		word := s.text(i)
		if signs++; !slices.Contains([]string{"-", "+", "~", "not", "**", "lambda", ":"}, word) {
			signs = 0
		}
		if chain++; t.kind != 'o' {
			chain--
		}
		switch word {
		case ",", "(", "[", "{", "=", "\n", ";":
			chain = 0
		}
		switch {
		case signs > maxBrackets || chain > maxChain:
			return s.refuse(t.from, "too-deep")
		case t.kind == '\n' || word == ";":
			start = true
			continue
		case word == ":=" && i > 0 && s.tokens[i-1].kind == 'n':
			if end := s.value(i); end > i && len(s.named) < maxNamed {
				s.named = append(s.named, named{i - 1, i + 1, end})
				continue
			}
			return s.refuse(s.tokens[i-1].from, "no-syntax", ":=")
		case word == "async" && s.text(i+1) != "=" || word == "await" && s.tokens[i+1].kind == 'n':
			s.blank(t.from, t.to)
			continue
		case start && word == "match" && s.tokens[i+1].kind != 'o' && s.tokens[i+1].kind != '\n':
			return s.refuse(t.from, "no-syntax", "match")
		case word == "**" && (s.text(i-1) == "{" || s.text(i-1) == ",") && s.inBraces(i):
			copy(s.out[t.from:t.to], "0:")
			s.spreads[t.from] = true
			continue
		case word == "@" && !start:
			return s.refuse(t.from, "matrix-product")
		case word == "def":
			i = s.function(i)
			start = false
			continue
		case word == "(" && i > 0 &&
			(s.tokens[i-1].kind == 'n' && !reservedWord(s.text(i-1)) || s.text(i-1) == ")" ||
				s.text(i-1) == "]"):
			s.arguments(i)
		case start && t.kind == 'n' && !reservedWord(word):
			s.hint(i)
		}
		start = word == ":" && s.header(i)
	}
	return nil
}

// header reports whether the colon at i ends the head of a compound statement, after which a
// statement may follow on the same line.
func (s *scanner) header(i int) bool {
	depth := 0
	for k := i - 1; k >= 0 && (depth > 0 || s.tokens[k].kind != '\n'); k-- {
		switch w := s.text(k); w {
		case ")", "]", "}":
			depth++
		case "(", "[", "{":
			if depth--; depth < 0 {
				return false
			}
		case "lambda":
			if depth == 0 {
				return false
			}
		}
	}
	return true
}

func reservedWord(w string) bool {
	return slices.Contains([]string{"and", "as", "assert", "break", "class", "continue", "def",
		"del", "elif", "else", "except", "finally", "for", "from",
		"global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise",
		"return", "try", "while", "with", "yield"}, w)
}

// close returns the token of the bracket that closes the one at i.
func (s *scanner) close(i int) int {
	depth := 0
	for k := i; k < len(s.tokens); k++ {
		switch s.text(k) {
		case "(", "[", "{":
			depth++
		case ")", "]", "}":
			if depth--; depth == 0 {
				return k
			}
		}
	}
	return len(s.tokens) - 1
}

// inBraces reports whether the innermost bracket around the token at i is a brace.
func (s *scanner) inBraces(i int) bool {
	depth := 0
	for k := i - 1; k >= 0; k-- {
		switch s.text(k) {
		case ")", "]", "}":
			depth++
		case "(", "[", "{":
			if depth--; depth < 0 {
				return s.text(k) == "{"
			}
		}
	}
	return false
}

// arguments blanks the last comma of a call and its stars: the parser's grammar allows one
// star at most, at the end.
func (s *scanner) arguments(i int) {
	end := s.close(i)
	if end > i+1 && s.text(end-1) == "," {
		s.blank(s.tokens[end-1].from, s.tokens[end-1].to)
	}
	depth := 0
	for k := i; k < end; k++ {
		switch w := s.text(k); {
		case w == "(" || w == "[" || w == "{":
			depth++
		case w == ")" || w == "]" || w == "}":
			depth--
		case w == "**" && depth == 1 && (s.text(k-1) == "(" || s.text(k-1) == ",") &&
			s.more(k+1, end):
			copy(s.out[s.tokens[k].from:s.tokens[k].to], "_=")
			s.spreads[s.tokens[k+1].from] = true
		case w == "*" && depth == 1 && (s.text(k-1) == "(" || s.text(k-1) == ","):
			s.blank(s.tokens[k].from, s.tokens[k].to)
			for j := k + 1; j < end; j++ { // the place of a tree's node may be within brackets
				s.stars[s.tokens[j].from] = true
				if w := s.text(j); w != "(" && w != "[" {
					break
				}
			}
		}
	}
}

// more reports whether arguments follow the one that begins at the token k.
func (s *scanner) more(k, end int) bool {
	depth := 0
	for ; k < end; k++ {
		switch s.text(k) {
		case "(", "[", "{":
			depth++
		case ")", "]", "}":
			depth--
		case ",":
			if depth == 0 {
				return k+1 < end
			}
		}
	}
	return false
}

// hint blanks the hint of an assignment: name: hint = value.
func (s *scanner) hint(i int) {
	k := i
	for ; s.tokens[k].kind != '\n' && s.text(k) != ":"; k++ {
		switch w := s.text(k); {
		case w == "[":
			k = s.close(k)
		case w != "." && s.tokens[k].kind != 'n':
			return
		}
	}
	if s.text(k) != ":" {
		return
	}
	from, depth := s.tokens[k].from, 0
	for ; s.tokens[k].kind != '\n'; k++ {
		switch s.text(k) {
		case "(", "[", "{":
			depth++
		case ")", "]", "}":
			depth--
		case "=":
			if depth == 0 {
				s.blank(from, s.tokens[k].from)
				return
			}
		}
	}
	s.blank(from, s.tokens[k].from)
}

// function blanks the hints of a function's head, and returns its last token.
func (s *scanner) function(i int) int {
	open := i + 1
	for ; open < len(s.tokens) && s.text(open) != "("; open++ {
		if s.text(open) == "[" { // names of types
			end := s.close(open)
			s.blank(s.tokens[open].from, s.tokens[end].to)
			open = end
		}
		if s.tokens[open].kind == '\n' {
			return open
		}
	}
	end := s.close(open)
	depth := 0
	for k := open; k < end; k++ {
		switch w := s.text(k); {
		case w == "(" || w == "[" || w == "{":
			depth++
		case w == ")" || w == "]" || w == "}":
			depth--
		case depth != 1:
		case w == "/" && (s.text(k-1) == ",") && (s.text(k+1) == "," || k+1 == end):
			s.blank(s.tokens[k].from, s.tokens[k].to)
			if k+1 == end {
				s.blank(s.tokens[k-1].from, s.tokens[k-1].to)
			} else {
				s.blank(s.tokens[k+1].from, s.tokens[k+1].to)
				k++
			}
		case w == "," && k+1 == end:
			s.blank(s.tokens[k].from, s.tokens[k].to)
		case w == ":" && s.tokens[k-1].kind == 'n' &&
			slices.Contains([]string{"(", ",", "*", "**"}, s.text(k-2)):
			to, inner := k, 0
			for ; to < end; to++ {
				w := s.text(to)
				if inner == 0 && (w == "," || w == "=") {
					break
				}
				switch w {
				case "(", "[", "{":
					inner++
				case ")", "]", "}":
					inner--
				}
			}
			s.blank(s.tokens[k].from, s.tokens[to].from)
			k = to - 1
		}
	}
	if s.text(end+1) == "->" {
		k, inner := end+1, 0
		for ; s.tokens[k].kind != '\n' && (inner > 0 || s.text(k) != ":"); k++ {
			switch s.text(k) {
			case "(", "[", "{":
				inner++
			case ")", "]", "}":
				inner--
			}
		}
		s.blank(s.tokens[end+1].from, s.tokens[k].from)
		end = k - 1
	}
	// A call within the head, such as a default, keeps its last comma.
	return end
}
