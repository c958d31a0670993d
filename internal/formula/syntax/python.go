package syntax

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// IsPython reports whether a text looks like a function of Python rather than a formula.
func IsPython(text string) bool {
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		if len(f) > 1 && (f[0] == "def" || f[0] == "return" || f[0] == "import" || f[0] == "from") {
			return true
		}
	}
	return false
}

// FromPython makes a formula of an elementwise loss in Python, written for Keras,
// TensorFlow, PyTorch or JAX: a function of truth and prediction, perhaps in one that
// binds parameters, of assignments and a return of what the operators and functions of
// formulas can express. Casts, reductions to a mean or sum, and a clip of the prediction
// at an epsilon have no part in a formula and are left out. The error is an [*Error].
func FromPython(source string) (text string, err error) {
	p := &python{names: map[string]pyValue{}}
	defer func() {
		switch e := recover().(type) {
		case nil:
		case *Error:
			text, err = "", e
		default:
			panic(e)
		}
	}()
	p.scan(source)
	for !p.is("") {
		p.statement()
	}
	if !p.returned {
		p.fail(p.at, "expected a function that returns a loss")
	}
	text = strings.Join(p.lines, "\n")
	if _, err := Parse(text); err != nil {
		return "", &Error{p.end.line, p.end.column, "what becomes of it is no formula: %s", []any{err.(*Error).Message("")}}
	}
	return text, nil
}

// pyToken is a word, number or operator; a line's end is "\n", the text's "".
type pyToken struct {
	text         string
	line, column int
	indent       int // of the line, in its first token
}

// The precedence of the expressions of formulas.
const (
	lowest = iota
	sum
	product
	sign
	atom
)

// A pyValue is what a name stands for: an expression of formulas, and whether it is so
// simple that it needs no line.
type pyValue struct {
	text  string
	level int // the precedence, see writer
}

type python struct {
	tokens   []pyToken
	at       pyToken // the next
	pos      int
	end      pyToken // of the return
	names    map[string]pyValue
	lines    []string
	returned bool
	depth    int
}

func (p *python) fail(at pyToken, format string, args ...any) {
	panic(&Error{max(at.line, 1), max(at.column, 1), format, args})
}

func (p *python) scan(source string) {
	if len(source) > 4*MaxLength {
		p.fail(p.at, "a function has at most %d characters", 4*MaxLength)
	}
	line, column, depth, indent := 1, 1, 0, 0
	first := true
	add := func(text string) {
		t := pyToken{text, line, column, indent}
		if text == "\n" && (len(p.tokens) == 0 || p.tokens[len(p.tokens)-1].text == "\n") {
			return
		}
		p.tokens = append(p.tokens, t)
	}
	for i := 0; i < len(source); {
		rest := source[i:]
		r, size := utf8.DecodeRuneInString(rest)
		n := size // of bytes to go on
		switch {
		case r == '\n':
			if depth == 0 {
				add("\n")
			}
			line, column, first, indent = line+1, 1, true, 0
			i++
			continue
		case r == '\\' && strings.HasPrefix(rest[1:], "\n"):
			line, column = line+1, 1
			i += 2
			continue
		case r == ' ' || r == '\t' || r == '\r' || r == '\u00a0' || r == '\u3000':
			if first {
				indent++
			}
		case r == '#':
			n = strings.IndexByte(rest, '\n')
			if n < 0 {
				n = len(rest)
			}
		case strings.HasPrefix(rest, `"""`) || strings.HasPrefix(rest, "'''"):
			first = false
			n = strings.Index(rest[3:], rest[:3])
			if n < 0 {
				p.fail(pyToken{line: line, column: column}, "expected the end of a text")
			}
			n += 6
			add("'")
			line += strings.Count(rest[:n], "\n")
		case r == '"' || r == '\'':
			first = false
			n = strings.IndexByte(rest[1:], rest[0]) + 2
			if n < 2 {
				p.fail(pyToken{line: line, column: column}, "expected the end of a text")
			}
			add("'")
		case unicode.IsLetter(r) || r == '_':
			first = false
			n = strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '.' })
			if n < 0 {
				n = len(rest)
			}
			add(rest[:n])
		case unicode.IsDigit(r) || r == '.' && len(rest) > 1 && rest[1] >= '0' && rest[1] <= '9':
			first = false
			n = 0
			for n < len(rest) && (rest[n] == '.' || rest[n] >= '0' && rest[n] <= '9' || rest[n]|0x20 == 'e' ||
				(rest[n] == '-' || rest[n] == '+') && n > 0 && rest[n-1]|0x20 == 'e') {
				n++
			}
			if n == 0 {
				n = size
			}
			add(rest[:n])
		default:
			first = false
			if len(rest) > 1 && slices.Contains([]string{"**", "==", "!=", "<=", ">=", "->", "//", "+=", "-=", "*=", "/="}, rest[:2]) {
				n = 2
			}
			switch r {
			case '(', '[', '{':
				depth++
			case ')', ']', '}':
				depth--
			}
			add(rest[:n])
		}
		column += utf8.RuneCountInString(rest[:n])
		i += n
	}
	add("\n")
	add("")
	p.at = p.tokens[0]
}

func (p *python) is(text string) bool { return p.at.text == text }

func (p *python) next() pyToken {
	t := p.at
	if p.pos < len(p.tokens)-1 {
		p.pos++
		p.at = p.tokens[p.pos]
	}
	return t
}

func (p *python) skip(text string) bool {
	if p.is(text) {
		p.next()
		return true
	}
	return false
}

func (p *python) expect(text string) {
	if !p.skip(text) {
		p.fail(p.at, "expected %s, found %s", shown(text), shown(p.at.text))
	}
}

func shown(text string) string {
	switch text {
	case "\n":
		return "the end of the line"
	case "":
		return "the end"
	case "'":
		return "a text"
	}
	return text
}

func (p *python) toLineEnd() {
	for !p.is("\n") && !p.is("") {
		p.next()
	}
	p.next()
}

func (p *python) statement() {
	t := p.at
	switch t.text {
	case "\n":
		p.next()
	case "import", "from", "@", "pass", "class", "super", "super.", "'":
		p.toLineEnd()
	case "def":
		p.next()
		p.function()
	case "return":
		p.next()
		p.end = t
		name := p.at.text
		_, value := p.names[name]
		if _, function := p.names["def "+name]; function && (p.returned || !value) { // the inner one
			p.toLineEnd()
			return
		}
		if p.returned {
			p.fail(t, "only one return can be understood")
		}
		v := p.expr()
		p.lines = append(p.lines, v.text)
		p.returned = true
		p.expect("\n")
	default:
		name := t.text
		// What was given is kept under its own name; after the function there may be
		// anything, such as model.compile.
		if strings.HasPrefix(name, "self.") || p.returned {
			p.toLineEnd()
			return
		}
		if slices.Contains([]string{"for", "while", "if", "with", "try", "elif", "else", "raise", "assert"}, name) {
			p.fail(t, "%s cannot be understood; a formula has assignments and one result", name)
		}
		if !isName(name) || strings.Contains(name, ".") {
			p.fail(t, "expected an assignment or a return, found %s", shown(name))
		}
		p.next()
		for _, o := range []string{"+", "-", "*", "/"} {
			if p.is(o + "=") {
				p.next()
				old, known := p.names[name]
				if !known {
					p.fail(t, "%s has no value yet", name)
				}
				p.assign(name, p.join(old, o, p.expr()))
				p.expect("\n")
				return
			}
		}
		if p.skip(":") { // a type
			p.next()
		}
		if !p.is("=") {
			if p.is("(") || p.is(",") {
				p.fail(t, "this cannot be understood; expected name = expression")
			}
			p.expect("=")
		}
		p.next()
		p.assign(name, p.expr())
		p.expect("\n")
	}
}

func isName(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) || r == '_'
}

// assign gives a name a value: with a line of its own unless it is as simple as a name.
func (p *python) assign(name string, v pyValue) {
	if v.level == atom && !strings.ContainsAny(v.text, "(") {
		p.names[name] = v
		return
	}
	to := name
	for taken := 2; ; taken++ {
		_, variable := variables[to]
		if !variable && !isFunction(to) && constants[to] == 0 && to != "loss" && !slices.ContainsFunc(p.lines, func(l string) bool { return strings.HasPrefix(l, to+" = ") }) {
			break
		}
		to = fmt.Sprintf("%s_%d", name, taken)
	}
	p.lines = append(p.lines, to+" = "+v.text)
	p.names[name] = pyValue{to, atom}
}

// function reads the head of a function. Of its parameters one is the truth and one the
// prediction if it has both; others are parameters of the formula.
func (p *python) function() {
	name := p.next()
	p.names["def "+name.text] = pyValue{name.text, atom}
	p.expect("(")
	type parameter struct {
		pyToken
		value string
	}
	var all []parameter
	for !p.is(")") {
		if !isName(p.at.text) {
			p.fail(p.at, "expected the name of a parameter, found %s", shown(p.at.text))
		}
		a := parameter{pyToken: p.next()}
		if p.skip(":") {
			p.next()
		}
		if p.skip("=") {
			a.value = p.literal()
		}
		all = append(all, a)
		if !p.skip(",") {
			break
		}
	}
	p.expect(")")
	if p.skip("->") {
		p.next()
	}
	p.expect(":")
	for _, a := range all {
		lower := strings.ToLower(a.text)
		has := func(words ...string) bool {
			return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(lower, w) })
		}
		switch {
		case lower == "self":
		case lower == "y" || has("true", "target", "label", "truth", "gt"):
			p.names[a.text] = pyValue{"y", atom}
		case has("logit"):
			p.names[a.text] = pyValue{"x", atom}
		case lower == "p" || lower == "input" || lower == "inputs" || lower == "x" || lower == "output" || lower == "outputs" || has("pred", "prob"):
			p.names[a.text] = pyValue{"p", atom}
			if lower == "x" {
				p.names[a.text] = pyValue{"x", atom}
			}
		case has("eps"):
			p.names[a.text] = pyValue{"epsilon", atom}
		case has("reduction", "from_logits", "name", "size_average"):
			p.names[a.text] = pyValue{"0", atom}
		default:
			to := a.text
			if _, variable := variables[to]; variable || isFunction(to) || constants[to] != 0 {
				to += "_"
			}
			p.names[a.text] = pyValue{to, atom}
			if v := a.value; v != "" {
				p.lines = append(p.lines, to+" = "+v)
			}
		}
	}
}

// literal is the value that a parameter has unless it is given another.
func (p *python) literal() string {
	minus := ""
	if p.skip("-") {
		minus = "-"
	}
	t := p.next()
	if t.text != "" && (t.text[0] >= '0' && t.text[0] <= '9' || t.text[0] == '.') {
		return minus + t.text
	}
	if t.text == "'" || t.text == "None" || t.text == "True" || t.text == "False" || isName(t.text) {
		if p.is("(") { // as K.epsilon()
			for !p.skip(")") {
				if p.is("\n") || p.is("") {
					p.fail(p.at, "expected )")
				}
				p.next()
			}
		}
		return ""
	}
	p.fail(t, "expected a number, found %s", shown(t.text))
	return ""
}

// join writes an operator between two values.
func (p *python) join(a pyValue, o string, b pyValue) pyValue {
	level := sum
	if o == "*" || o == "/" {
		level = product
	}
	return pyValue{a.in(level) + " " + o + " " + b.in(level+1), level}
}

// in is the text where something of a precedence is needed.
func (v pyValue) in(level int) string {
	if v.level < level {
		return "(" + v.text + ")"
	}
	return v.text
}

func (p *python) expr() pyValue {
	if p.depth++; p.depth > maxDepth {
		p.fail(p.at, "this is nested too deep")
	}
	defer func() { p.depth-- }()
	v := p.or()
	if p.skip("if") { // a if c else b
		c := p.or()
		p.expect("else")
		return pyValue{"where(" + c.text + ", " + v.text + ", " + p.expr().text + ")", atom}
	}
	return v
}

func (p *python) or() pyValue {
	v := p.and()
	for p.is("or") || p.is("|") {
		p.next()
		v = pyValue{"(" + v.text + " || " + p.and().text + ")", atom}
	}
	return v
}

func (p *python) and() pyValue {
	v := p.comparison()
	for p.is("and") || p.is("&") {
		p.next()
		v = pyValue{"(" + v.text + " && " + p.comparison().text + ")", atom}
	}
	return v
}

func (p *python) comparison() pyValue {
	if p.skip("not") || p.skip("~") {
		return pyValue{"!(" + p.comparison().text + ")", atom}
	}
	v := p.sum()
	if slices.Contains([]string{"<", "<=", ">", ">=", "==", "!="}, p.at.text) {
		o := p.next().text
		return pyValue{v.in(sum) + " " + o + " " + p.sum().in(sum), lowest}
	}
	return v
}

func (p *python) sum() pyValue {
	v := p.product()
	for p.is("+") || p.is("-") {
		o := p.next().text
		v = p.join(v, o, p.product())
	}
	return v
}

func (p *python) product() pyValue {
	v := p.unary()
	for p.is("*") || p.is("/") {
		o := p.next().text
		v = p.join(v, o, p.unary())
	}
	return v
}

func (p *python) unary() pyValue {
	if p.depth++; p.depth > 3*maxDepth {
		p.fail(p.at, "this is nested too deep")
	}
	defer func() { p.depth-- }()
	switch {
	case p.skip("-"):
		return pyValue{"-" + p.unary().in(sign), sign}
	case p.skip("+"):
		return p.unary()
	}
	v := p.postfix()
	if p.skip("**") {
		v = pyValue{v.in(atom) + "^" + p.unary().in(sign), sign}
	}
	return v
}

// postfix reads methods: .float(), .pow(gamma), .mean().
func (p *python) postfix() pyValue {
	v := p.primary()
	for strings.HasPrefix(p.at.text, ".") || p.is(".") {
		t := p.next()
		name := strings.TrimPrefix(t.text, ".")
		if name == "" {
			name = p.next().text
		}
		v = p.apply(t, name, v)
	}
	return v
}

func (p *python) apply(t pyToken, name string, v pyValue) pyValue {
	if !p.is("(") {
		p.fail(t, "there is no %s to be understood", name)
	}
	return p.call(t, name, []pyValue{v})
}

func (p *python) primary() pyValue {
	t := p.next()
	switch {
	case t.text == "(":
		v := p.expr()
		p.expect(")")
		return pyValue{v.in(atom), atom}
	case t.text != "" && (t.text[0] >= '0' && t.text[0] <= '9' || t.text[0] == '.' && len(t.text) > 1 && t.text[1] >= '0' && t.text[1] <= '9'):
		return pyValue{t.text, atom}
	case !isName(t.text):
		p.fail(t, "expected a number, a name or (, found %s", shown(t.text))
	}
	parts := strings.Split(t.text, ".")
	v, known := p.names[parts[0]]
	if known && len(parts) > 1 { // a method of a value
		for i, name := range parts[1:] {
			if i < len(parts)-2 || name == "" {
				p.fail(t, "%s cannot be understood", t.text)
			}
			v = p.apply(t, name, v)
		}
		return v
	}
	if p.is("(") {
		return p.call(t, parts[len(parts)-1], nil)
	}
	if len(parts) == 1 && known {
		return v
	}
	if t.text == "math.pi" || t.text == "np.pi" {
		return pyValue{"pi", atom}
	}
	if len(parts) == 2 && parts[0] == "self" {
		if v, ok := p.names[parts[1]]; ok {
			return v
		}
	}
	p.fail(t, "%s has no value yet", t.text)
	return pyValue{}
}

// call reads the arguments of a function, the first of which may be what it is a method
// of, and returns what formulas have for it.
func (p *python) call(t pyToken, name string, args []pyValue) pyValue {
	p.expect("(")
	named := map[string]pyValue{}
	for !p.is(")") {
		switch key := p.at.text; {
		case key == "'" || key == "[": // an option
			p.skipArgument()
		case isName(key) && p.tokens[min(p.pos+1, len(p.tokens)-1)].text == "=":
			if !slices.Contains(keywords, key) {
				p.skipArgument()
				break
			}
			p.next()
			p.next()
			named[key] = p.expr()
		case slices.Contains(transparent, name) && len(args) > 0: // a type, a shape or an axis
			p.skipArgument()
		default:
			args = append(args, p.expr())
		}
		if !p.skip(",") {
			break
		}
	}
	p.expect(")")
	for _, key := range keywords {
		if v, ok := named[key]; ok {
			args = append(args, v)
		}
	}
	return p.translate(t, name, args)
}

// skipArgument goes to the end of an argument that says nothing of the loss.
func (p *python) skipArgument() {
	for depth := 0; depth > 0 || !p.is(",") && !p.is(")"); {
		switch p.at.text {
		case "(", "[":
			depth++
		case ")", "]":
			depth--
		case "\n", "":
			p.fail(p.at, "expected )")
		}
		p.next()
	}
}

// keywords are arguments by name that functions of formulas have, in the order of the
// arguments without names.
var keywords = []string{
	"x", "y_true", "labels", "target", "y_pred", "logits", "input",
	"min", "min_value", "clip_value_min", "a_min", "max", "max_value", "clip_value_max", "a_max", "exponent",
}

// transparent are functions that change the type, the shape or the number of losses
// only, which is nothing to one loss.
var transparent = []string{
	"cast", "to", "type", "astype", "constant", "convert_to_tensor", "tensor", "as_tensor", "asarray", "float", "double", "identity", "clone", "detach", "stop_gradient",
	"mean", "sum", "reduce_mean", "reduce_sum", "squeeze", "flatten", "view", "reshape", "contiguous", "expand_as",
}

// renamed are functions that formulas have under other names, or their own.
var renamed = map[string]string{
	"log": "log", "log1p": "log1p", "exp": "exp", "expm1": "expm1", "sqrt": "sqrt", "abs": "abs", "absolute": "abs", "fabs": "abs", "sigmoid": "sigmoid", "expit": "sigmoid",
	"softplus": "softplus", "tanh": "tanh", "pow": "pow", "power": "pow", "minimum": "min", "maximum": "max", "min": "min", "max": "max", "where": "where", "switch": "where",
}

var operators = map[string]string{
	"add": "+", "subtract": "-", "sub": "-", "multiply": "*", "mul": "*", "divide": "/", "div": "/", "truediv": "/",
}

var comparisons = map[string]string{
	"equal": "==", "eq": "==", "not_equal": "!=", "ne": "!=", "greater": ">", "gt": ">", "greater_equal": ">=", "ge": ">=", "less": "<", "lt": "<", "less_equal": "<=", "le": "<=",
}

func (p *python) translate(t pyToken, name string, args []pyValue) pyValue {
	need := func(n int) {
		if len(args) != n {
			p.fail(t, "expected %d arguments of %s, found %d", n, name, len(args))
		}
	}
	binary := func(y, pred string) pyValue { // cross-entropy
		return pyValue{"-(" + y + "*log(" + pred + ") + (1 - " + y + ")*log(1 - " + pred + "))", sign}
	}
	if slices.Contains(transparent, name) {
		if len(args) == 0 {
			need(1)
		}
		return args[0]
	}
	switch name {
	case "epsilon":
		return pyValue{"epsilon", atom}
	case "ones_like":
		return pyValue{"1", atom}
	case "zeros_like":
		return pyValue{"0", atom}
	case "square":
		need(1)
		return pyValue{args[0].in(atom) + "^2", sign}
	case "negative", "neg":
		need(1)
		return pyValue{"-" + args[0].in(sign), sign}
	case "relu":
		need(1)
		return pyValue{"max(0, " + args[0].text + ")", atom}
	case "logsigmoid", "log_sigmoid":
		need(1)
		return pyValue{"log(sigmoid(" + args[0].text + "))", atom}
	case "logical_not":
		need(1)
		return pyValue{"!(" + args[0].text + ")", atom}
	case "logical_and", "logical_or":
		need(2)
		return pyValue{"(" + args[0].text + map[string]string{"logical_and": " && ", "logical_or": " || "}[name] + args[1].text + ")", atom}
	case "clip", "clamp", "clip_by_value":
		need(3)
		if args[0].text == "p" && args[1].text == "epsilon" {
			return args[0] // as every prediction is before
		}
		return pyValue{"clip(" + args[0].text + ", " + args[1].text + ", " + args[2].text + ")", atom}
	case "clamp_min":
		need(2)
		return pyValue{"max(" + args[0].text + ", " + args[1].text + ")", atom}
	case "clamp_max":
		need(2)
		return pyValue{"min(" + args[0].text + ", " + args[1].text + ")", atom}
	case "binary_crossentropy", "binary_cross_entropy":
		need(2)
		y, pred := args[0], args[1]
		if y.text != "y" && pred.text == "y" { // PyTorch's order
			y, pred = pred, y
		}
		return binary(y.in(atom), pred.in(atom))
	case "binary_cross_entropy_with_logits", "sigmoid_cross_entropy_with_logits":
		need(2)
		y, x := args[0], args[1]
		if y.text != "y" && x.text == "y" {
			y, x = x, y
		}
		return pyValue{"softplus(" + x.text + ") - " + y.in(atom) + "*" + x.in(atom), sum}
	}
	if o, ok := operators[name]; ok {
		need(2)
		return p.join(args[0], o, args[1])
	}
	if o, ok := comparisons[name]; ok {
		need(2)
		return pyValue{args[0].in(sum) + " " + o + " " + args[1].in(sum), lowest}
	}
	f, ok := renamed[name]
	if !ok {
		p.fail(t, "the function %s cannot be understood", t.text)
	}
	need(functions[f].args)
	var all []string
	for _, a := range args {
		all = append(all, a.text)
	}
	return pyValue{f + "(" + strings.Join(all, ", ") + ")", atom}
}
