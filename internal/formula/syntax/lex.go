package syntax

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A token is a part of a formula. Kind is n for a name, 0 for a number, o for an operator or a
// bracket, \n for the end of a line and . for the end.
type token struct {
	kind   byte
	text   string
	at     int  // byte of the source
	spaced bool // a blank is before it
}

// letters are those that stand for names.
var letters = map[rune]string{
	'α': "alpha", 'β': "beta", 'γ': "gamma", 'δ': "delta", 'ε': "epsilon", 'ϵ': "epsilon",
	'ζ': "zeta", 'η': "eta", 'θ': "theta", 'κ': "kappa", 'λ': "lambda",
	'μ': "mu", 'ν': "nu", 'ξ': "xi", 'π': "pi", 'ρ': "rho", 'σ': "sigma", 'ς': "sigma", 'τ': "tau",
	'φ': "phi", 'ϕ': "phi", 'χ': "chi", 'ψ': "psi", 'ω': "omega",
	'Γ': "Gamma", 'Δ': "Delta", 'Θ': "Theta", 'Λ': "Lambda", 'Σ': "Sigma", 'Φ': "Phi", 'Ω': "Omega",
	'ŷ': "p", '∞': "inf", 'ℓ': "loss",
}

// subscripts are the small letters below the line.
var subscripts = map[rune]string{
	'ₜ': "t", 'ₚ': "p", 'ₙ': "n", 'ᵢ': "i", 'ₖ': "k", 'ₘ': "m", 'ₐ': "a", 'ₑ': "e", 'ₓ': "x",
	'₊': "pos", '₋': "neg",
	'₀': "0", '₁': "1", '₂': "2", '₃': "3", '₄': "4", '₅': "5", '₆': "6", '₇': "7", '₈': "8",
	'₉': "9",
}

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹"

// signs are characters that stand for operators and brackets.
var signs = map[rune]string{
	'−': "-", '–': "-", '×': "*", '·': "*", '⋅': "*", '∗': "*", '÷': "/", '∕': "/", '≤': "<=",
	'≥': ">=", '≠': "!=", '∧': "&&", '∨': "||", '¬': "!", '√': "sqrt",
	'（': "(", '）': ")", '［': "[", '］': "]", '｛': "{", '｝': "}", '，': ",", '、': ",",
	'；': ";", '。': ".", '〔': "(", '〕': ")", '【': "(", '】': ")",
}

// commands are the meanings of LaTeX commands, "" for none.
var commands = map[string]string{
	"left": "", "right": "", "big": "", "Big": "", "bigl": "", "bigr": "", "Bigl": "", "Bigr": "",
	"quad": "", "qquad": "", "displaystyle": "", "limits": "", "mathrm": "", "text": "",
	"mathit": "", "mathbf": "", "textrm": "", "operatorname": "", "mathcal": "", "rm": "",
	"nonumber": "",
	"cdot":     "*", "times": "*", "div": "/", "le": "<=", "leq": "<=", "ge": ">=", "geq": ">=",
	"ne": "!=", "neq": "!=", "land": "&&", "lor": "||", "lnot": "!",
	"log": "log", "ln": "ln", "exp": "exp", "min": "min", "max": "max", "tanh": "tanh",
	"cosh": "cosh", "sinh": "sinh", "sqrt": "sqrt", "frac": "frac", "dfrac": "frac",
	"tfrac": "frac",
	"infty": "inf", "pi": "pi", "varepsilon": "epsilon", "ell": "loss", "lbrace": "(",
	"rbrace": ")", "lvert": "|", "rvert": "|",
	"hat": "hat", "widehat": "hat",
}

var operators = []string{"**", "//", "<=", ">=", "==", "!=", "&&", "||", ":=", "+=", "-=", "*=",
	"/=", "<<", ">>"}

// lex splits a formula into tokens.
func lex(source string) ([]token, error) {
	l := &lexer{source: source}
	for l.i < len(source) {
		if err := l.next(); err != nil {
			return nil, err
		}
	}
	l.add('\n', "\n", len(source))
	l.add('.', "", len(source))
	return l.tokens, nil
}

type lexer struct {
	source string
	i      int
	depth  int
	spaced bool
	tokens []token
}

func (l *lexer) add(kind byte, text string, at int) {
	l.tokens = append(l.tokens, token{kind, text, at, l.spaced})
	l.spaced = false
}

func (l *lexer) next() error {
	at := l.i
	r, n := utf8.DecodeRuneInString(l.source[at:])
	if full := r - 0xfee0; r >= 0xff01 && r <= 0xff5e && signs[r] == "" {
		r = full // the wide form of ASCII
	}
	switch {
	case r == '\n' || r == ';' || r == '；':
		l.i += n
		if l.depth == 0 || r != '\n' {
			l.add('\n', "\n", at)
		}
		return nil
	case r == '#':
		if k := strings.IndexByte(l.source[at:], '\n'); k >= 0 {
			l.i += k
		} else {
			l.i = len(l.source)
		}
		return nil
	case r == ' ' || r == '\t' || r == '\r' || r == 0xa0 || r == 0x3000 || r == 0xfeff ||
		r == '~' || r == '$' || r == '&' && at+1 < len(l.source) && l.source[at+1] == '=':
		l.i += n
		l.spaced = true
		return nil
	case r == '\\':
		return l.command(at)
	case r >= '0' && r <= '9' ||
		r == '.' && at+1 < len(l.source) && l.source[at+1] >= '0' && l.source[at+1] <= '9':
		l.number(at)
		return nil
	case letter(r):
		l.name(at)
		return nil
	case strings.ContainsRune(superscripts, r) || r == '⁻':
		l.superscript(at)
		return nil
	case r == utf8.RuneError:
		return l.fail(at, "character", "\ufffd")
	}
	if s, ok := signs[r]; ok {
		l.i += n
		if s == "sqrt" {
			l.add('n', s, at)
			return nil
		}
		l.bracket(s)
		l.add('o', s, at)
		return nil
	}
	for _, o := range operators {
		if strings.HasPrefix(l.source[at:], o) {
			l.i += len(o)
			l.add('o', o, at)
			return nil
		}
	}
	if r > unicode.MaxASCII || r < ' ' || strings.ContainsRune("`\"'?@", r) {
		return l.fail(at, "character", string(r))
	}
	l.i += n
	l.bracket(string(r))
	l.add('o', string(r), at)
	return nil
}

func (l *lexer) bracket(s string) {
	switch s {
	case "(", "[", "{":
		l.depth++
	case ")", "]", "}":
		l.depth = max(0, l.depth-1)
	}
}

func (l *lexer) fail(at int, code string, args ...string) error {
	return errorAt(l.source, at, code, args...)
}

func letter(r rune) bool {
	return r == '_' || r <= unicode.MaxASCII && (r|0x20 >= 'a' && r|0x20 <= 'z') ||
		r > unicode.MaxASCII && (unicode.IsLetter(r) && subscripts[r] == "" || letters[r] != "")
}

// name reads a name: letters, digits, subscripts, and _{…} of LaTeX.
func (l *lexer) name(at int) {
	var b strings.Builder
	for l.i < len(l.source) {
		r, n := utf8.DecodeRuneInString(l.source[l.i:])
		if wide := r >= 0xff01 && r <= 0xff5e; wide {
			r -= 0xfee0
		}
		switch {
		case subscripts[r] != "":
			if b.Len() > 0 && !strings.HasSuffix(b.String(), "_") {
				b.WriteByte('_')
			}
			for subscripts[r] != "" {
				b.WriteString(subscripts[r])
				l.i += n
				r, n = utf8.DecodeRuneInString(l.source[l.i:])
			}
			continue
		case r == '_' && strings.HasPrefix(l.source[l.i:], "_{"):
			end := strings.IndexByte(l.source[l.i:], '}')
			if end < 0 || strings.Trim(l.source[l.i+2:l.i+end],
				"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ") != "" ||
				end == 2 {
				l.add('n', b.String(), at)
				return
			}
			b.WriteString("_" + strings.ReplaceAll(l.source[l.i+2:l.i+end], " ", ""))
			l.i += end + 1
			continue
		case r == '\u0302': // a hat above: a prediction
			l.i += n
			if s := b.String(); s == "y" || s == "p" {
				b.Reset()
				b.WriteString("p")
			}
			continue
		case letters[r] != "":
			b.WriteString(letters[r])
			l.i += n
			continue
		case letter(r) || b.Len() > 0 && r >= '0' && r <= '9':
			b.WriteRune(r)
			l.i += n
			continue
		}
		break
	}
	l.add('n', b.String(), at)
}

func (l *lexer) number(at int) {
	digits := func() {
		for l.i < len(l.source) &&
			(l.source[l.i] >= '0' && l.source[l.i] <= '9' || l.source[l.i] == '.') {
			l.i++
		}
	}
	if r, _ := utf8.DecodeRuneInString(l.source[at:]); r >= 0xff10 && r <= 0xff19 { // wide digits
		var b strings.Builder
		for l.i < len(l.source) {
			r, n := utf8.DecodeRuneInString(l.source[l.i:])
			if r < 0xff10 || r > 0xff19 {
				if r != '.' && r != 0xff0e {
					break
				}
				r = '.' + 0xfee0
			}
			b.WriteRune(r - 0xfee0)
			l.i += n
		}
		l.add('0', b.String(), at)
		return
	}
	digits()
	if rest := l.source[l.i:]; len(rest) > 1 && rest[0]|0x20 == 'e' {
		k := 1
		if rest[k] == '+' || rest[k] == '-' {
			k++
		}
		if k < len(rest) && rest[k] >= '0' && rest[k] <= '9' {
			l.i += k
			digits()
		}
	}
	l.add('0', l.source[at:l.i], at)
}

// superscript reads an exponent above the line.
func (l *lexer) superscript(at int) {
	l.add('o', "^", at)
	digits := ""
	for l.i < len(l.source) {
		r, n := utf8.DecodeRuneInString(l.source[l.i:])
		k := strings.IndexRune(superscripts, r)
		switch {
		case r == '⁻' && digits == "":
			l.add('o', "-", at)
		case k >= 0:
			digits += count(len([]rune(superscripts[:k])))
		default:
			l.add('0', digits, at)
			return
		}
		l.i += n
	}
	l.add('0', digits, at)
}

// command reads a command of LaTeX.
func (l *lexer) command(at int) error {
	l.i++
	from := l.i
	for l.i < len(l.source) && (l.source[l.i]|0x20 >= 'a' && l.source[l.i]|0x20 <= 'z') {
		l.i++
	}
	word := l.source[from:l.i]
	if word == "" { // \, \; \! \[ \\ and the like are blanks, \{ a bracket
		if l.i >= len(l.source) {
			return l.fail(at, "character", `\`)
		}
		c := l.source[l.i]
		l.i++
		switch c {
		case '{', '}':
			s := map[byte]string{'{': "(", '}': ")"}[c]
			l.bracket(s)
			l.add('o', s, at)
		case ',', ';', '!', ':', ' ', '[', ']', '(', ')', '\\':
			l.spaced = true
		default:
			return l.fail(at, "character", `\`)
		}
		return nil
	}
	s, ok := commands[word]
	if !ok {
		for _, greek := range letters {
			if greek == word {
				s, ok = word, true
			}
		}
	}
	switch {
	case !ok:
		return l.fail(at, "latex", `\`+word)
	case s == "":
		l.spaced = true
		if word == "left" || word == "right" || l.i >= len(l.source) || l.source[l.i] != '{' {
			return nil
		}
		// \mathrm{name}: the name alone
		if end := strings.IndexByte(l.source[l.i:], '}'); end > 0 {
			inner := l.source[l.i+1 : l.i+end]
			if inner != "" && strings.Trim(inner,
				"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ ") == "" {
				l.i += end + 1
				l.add('n', strings.ReplaceAll(inner, " ", ""), at)
			}
		}
		return nil
	case s == "hat":
		rest := l.source[l.i:]
		for _, p := range []string{"{y}", "{p}", " y", " p"} {
			if strings.HasPrefix(rest, p) {
				l.i += len(p)
				l.add('n', "p", at)
				return nil
			}
		}
		return l.fail(at, "latex", `\hat`)
	}
	first, _ := utf8.DecodeRuneInString(s)
	if !letter(first) {
		l.bracket(s)
		l.add('o', s, at)
		return nil
	}
	// A subscript belongs to the name: \alpha_t.
	if strings.HasPrefix(l.source[l.i:], "_") && s != "log" {
		at2 := l.i
		l.name(at2)
		t := &l.tokens[len(l.tokens)-1]
		t.text, t.at = s+t.text, at
		return nil
	}
	l.add('n', s, at)
	return nil
}
