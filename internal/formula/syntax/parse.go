package syntax

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"lossexplorer/internal/formula"
)

// MaxLength is how many bytes a formula has at most.
const MaxLength = 4096

// maxDepth bounds how deep expressions nest.
const maxDepth = 100

func errorAt(source string, at int, code string, args ...string) error {
	before := source[:min(max(at, 0), len(source))]
	line := before[strings.LastIndexByte(before, '\n')+1:]
	return &Error{strings.Count(before, "\n") + 1, utf8.RuneCountInString(line) + 1, code, args}
}

// Parse reads a formula. The error is an [*Error].
func Parse(source string) (f *formula.Formula, err error) {
	if len(source) > MaxLength {
		return nil, &Error{1, 1, "too-long", []string{count(MaxLength)}}
	}
	tokens, err := lex(source)
	if err != nil {
		return nil, err
	}
	var g formula.Graph
	r := &reader{source: source, tokens: tokens, names: map[string]formula.Node{}, graph: &g}
	defer func() {
		switch e := recover().(type) {
		case nil:
		case *Error:
			f, err = nil, e
		default:
			panic(e)
		}
	}()
	r.read()
	return g.Formula(r.result, r.params, r.lines), nil
}

// A Builder makes something of the operations of a formula, in their order. Nodes are
// its own numbers. A [formula.Graph] is one, which simplifies.
type Builder interface {
	Len() int // the operations so far, which [formula.MaxSize] bounds
	Constant(v float64) formula.Node
	Variable(o formula.Op) formula.Node
	Param(i int) formula.Node // the parameter at index i of the formula's Params
	Unary(o formula.Op, a formula.Node) formula.Node
	Binary(o formula.Op, a, b formula.Node) formula.Node
	Where(condition, a, b formula.Node) formula.Node
}

// Build gives the operations of a formula to b as they are written, and returns the
// node of the loss. The source must be one that [Parse] reads.
func Build(source string, b Builder) formula.Node {
	tokens, err := lex(source)
	if err != nil {
		panic(err)
	}
	r := &reader{source: source, tokens: tokens, names: map[string]formula.Node{}, graph: b}
	r.read()
	return r.result
}

// A reader parses the tokens of a formula into instructions.
type reader struct {
	source string
	tokens []token
	pos    int
	graph  Builder
	params []formula.Param
	names  map[string]formula.Node // of lines
	depth  int

	lines  []formula.Line // that name their results
	result formula.Node
}

func (r *reader) fail(at token, code string, args ...string) {
	panic(errorAt(r.source, at.at, code, args...))
}

func (r *reader) at() token { return r.tokens[r.pos] }

func (r *reader) next() token {
	t := r.tokens[r.pos]
	if r.pos < len(r.tokens)-1 {
		r.pos++
	}
	return t
}

func (r *reader) is(text string) bool {
	t := r.at()
	return t.text == text && (t.kind == 'o' || t.kind == 'n')
}

func (r *reader) skip(text string) bool {
	if r.is(text) {
		r.next()
		return true
	}
	return false
}

func (r *reader) expect(text string) {
	if r.skip(text) {
		return
	}
	if t := r.at(); t.kind == '\n' || t.kind == '.' {
		r.fail(t, "end", text)
	}
	r.fail(r.at(), "expected", text, r.at().text)
}

// read reads all lines.
func (r *reader) read() {
	some := false
	for {
		for r.at().kind == '\n' {
			r.next()
		}
		if r.at().kind == '.' {
			break
		}
		start := r.at()
		named := r.statement()
		if t := r.at(); t.kind != '\n' {
			r.unexpected(t)
		}
		some = true
		for r.at().kind == '\n' {
			r.next()
		}
		if !named && r.at().kind != '.' {
			r.fail(start, "not-last")
		}
	}
	if !some {
		panic(&Error{1, 1, "empty", nil})
	}
}

func (r *reader) unexpected(t token) {
	switch t.text {
	case "//", "%":
		r.fail(t, "whole", t.text)
	case "&", "|", "<<", ">>":
		r.fail(t, "no-operator", t.text)
	case "=", "+=", "-=", "*=", "/=", ":=":
		r.fail(t, "assign")
	}
	r.fail(t, "unexpected", t.text)
}

// last reports whether nothing follows the tokens from i to the end of the line.
func (r *reader) last() bool {
	for i := r.pos; ; i++ {
		if t := r.tokens[i]; t.kind == '\n' {
			for r.tokens[i].kind == '\n' {
				i++
			}
			return r.tokens[i].kind == '.'
		} else if t.kind == '.' {
			return true
		}
	}
}

// statement reads a line, and reports whether it is an assignment.
func (r *reader) statement() (named bool) {
	t := r.at()
	last := r.last()
	if equals := r.head(); equals > 0 { // FL(p_t) = …, of a paper
		if !last {
			r.fail(r.tokens[equals], "assign")
		}
		r.pos = equals + 1
		r.result = r.expr()
		return false
	}
	if after := r.tokens[r.pos+1]; t.kind != 'n' || after.kind != 'o' ||
		after.text != "=" && after.text != ":=" {
		if t.kind == 'n' && after.kind == 'o' && len(after.text) == 2 && after.text[1] == '=' &&
			strings.ContainsAny(after.text[:1], "+-*/") {
			r.fail(after, "expected", "=", after.text)
		}
		r.result = r.expr()
		return false
	}
	name := t.text
	r.pos += 2
	if strings.EqualFold(name, "loss") || last && (name == "L" || name == "FL") {
		r.result = r.expr()
		return name == "loss" || !last
	}
	if Taken(name) && !slices.Contains(shadowed, name) {
		r.fail(t, "meaning", name)
	}
	if _, twice := r.names[name]; twice {
		r.fail(t, "value", name)
	}
	if !last {
		if v, ok := r.literal(); ok {
			r.define(t, name, v)
			return true
		}
	}
	result := r.expr()
	if slices.ContainsFunc(r.params, func(p formula.Param) bool { return p.Name == name }) {
		r.fail(t, "value", name) // it is a parameter
	}
	r.names[name] = result
	r.lines, r.result = append(r.lines, formula.Line{Name: name, Node: result}), result
	return true
}

// head returns the place of the = after the head of a function, 0 if there is none.
func (r *reader) head() int {
	if r.at().kind != 'n' || r.tokens[r.pos+1].text != "(" || isFunction(r.at().text) {
		return 0
	}
	for i := r.pos + 2; i < len(r.tokens) && r.tokens[i].kind != '\n'; i++ {
		switch t := r.tokens[i]; {
		case t.text == ")" && r.tokens[i+1].text == "=":
			return i + 1
		case t.kind != 'n' && t.text != ",":
			return 0
		}
	}
	return 0
}

// literal reads a number with its sign, if nothing else is on the line.
func (r *reader) literal() (float64, bool) {
	i, sign := r.pos, 1.
	if r.tokens[i].text == "-" && r.tokens[i].kind == 'o' {
		i, sign = i+1, -1
	}
	if r.tokens[i].kind != '0' || r.tokens[i+1].kind != '\n' {
		return 0, false
	}
	v, err := strconv.ParseFloat(r.tokens[i].text, 64)
	if err != nil {
		return 0, false
	}
	r.pos = i + 1
	return sign * v, true
}

// define makes a line that gives a number a parameter.
func (r *reader) define(at token, name string, value float64) {
	for i, p := range r.params {
		if p.Name == name {
			r.params[i] = formula.NewParamAt(name, value)
			return
		}
	}
	r.param(at, formula.NewParamAt(name, value))
}

func (r *reader) param(at token, p formula.Param) formula.Node {
	if len(r.params) == formula.MaxParams {
		r.fail(at, "params", p.Name, count(formula.MaxParams+1), count(formula.MaxParams))
	}
	r.params = append(r.params, p)
	i := r.graph.Param(len(r.params) - 1)
	r.names[p.Name] = i
	return i
}

func (r *reader) check() {
	if r.graph.Len() > formula.MaxSize {
		r.fail(r.at(), "size", count(formula.MaxSize))
	}
}

func (r *reader) deeper() func() {
	if r.depth++; r.depth > maxDepth {
		r.fail(r.at(), "deep")
	}
	return func() { r.depth-- }
}
