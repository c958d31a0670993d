package python

import (
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-python/gpython/ast"
	"github.com/go-python/gpython/parser"
	"github.com/go-python/gpython/py"
)

// MaxLength is the most bytes that a source may have.
const MaxLength = 128 << 10

// A Position is a place in a source; lines and columns are from 1, columns in characters.
type Position struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

// position returns the place of a byte.
func position(source string, at int) Position {
	before := source[:min(max(at, 0), len(source))]
	return Position{strings.Count(before, "\n") + 1,
		utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1}
}

// A file is a source with its syntax tree.
type file struct {
	source string
	lines  []string
	head   int               // lines before the source in the parser's input
	stars  map[Position]bool // of arguments that are unpacked
	body   []ast.Stmt

	unread  map[string]*Error     // functions and classes with syntax that is not read
	defined map[string]bool       // functions, classes and names that the module assigns
	spreads map[Position]bool     // of what stands for a dictionary that is unpacked
	trained map[string]*ast.Call  // losses, by the calls of the functions that train with them
	walrus  map[Position]ast.Expr // the values of names that are assigned in expressions
}

// paddle reports whether a source is written for PaddlePaddle, whose modules have the names of
// PyTorch's.
func (f *file) paddle() bool {
	return strings.Contains(f.source, "paddle.") && !strings.Contains(f.source, "torch")
}

// parse returns the syntax tree of a source. The error is an [*Error]. Functions and classes with
// syntax that is not read are left out if there are others: who reads them gets their error.
func parse(source string) (*file, error) {
	if len(source) > MaxLength {
		return nil, &Error{Position: Position{1, 1}, Code: "too-long",
			Args: []string{number(MaxLength)}}
	}
	source = strings.ReplaceAll(source, "\r\n", "\n")
	source = strings.ReplaceAll(source, "\r", "\n")
	f, first := parseWhole(source)
	lines := strings.Split(source, "\n")
	unread := map[string]*Error{}
	for err := first; err != nil; {
		e, ok := err.(*Error)
		if !ok || len(unread) == maxUnread {
			return nil, first
		}
		name := leaveOut(lines, e.Line-1)
		if name == "" || unread[name] != nil {
			return nil, first
		}
		unread[name] = e
		f, err = parseWhole(strings.Join(lines, "\n"))
		if err == nil && !slices.ContainsFunc(f.body, defines) {
			return nil, first
		}
	}
	f.source, f.lines, f.unread = source, strings.Split(source, "\n"), unread
	return f, nil
}

// maxUnread bounds the functions and classes that are left out.
const maxUnread = 4

// leaveOut blanks the function or class of the module that a line is in, and returns its name, ""
// for another line.
func leaveOut(lines []string, at int) string {
	inner := func(line string) bool { // of a block, or the end of a bracket
		return line == "" || strings.ContainsAny(line[:1], " \t#)]}")
	}
	from := at
	for from > 0 && inner(lines[from]) {
		from--
	}
	head := strings.TrimPrefix(lines[from], "async ")
	after, ok := strings.CutPrefix(head, "def ")
	if !ok {
		if after, ok = strings.CutPrefix(head, "class "); !ok {
			return ""
		}
	}
	to := from + 1
	for to < len(lines) && inner(lines[to]) {
		to++
	}
	for from > 0 && strings.HasPrefix(lines[from-1], "@") {
		from--
	}
	clear(lines[from:to])
	end := strings.IndexFunc(after, func(r rune) bool { return !isNameStart(r) && !unicode.IsDigit(r) })
	return after[:max(end, 0)]
}

// parseWhole returns the syntax tree of a source, all of which is read.
func parseWhole(source string) (*file, error) {
	m, err := modernise(source)
	if err != nil {
		return nil, err
	}
	f := &file{source: source, lines: strings.Split(source, "\n"), stars: map[Position]bool{},
		spreads: map[Position]bool{}, walrus: map[Position]ast.Expr{}}
	text := m.text
	if indented(text) {
		text, f.head = "if 1:\n"+text, 1
	}
	if err := f.places(m); err != nil {
		return nil, err
	}
	tree, err := parser.ParseString(text+"\n", py.ExecMode)
	if err != nil {
		return nil, f.syntax(err)
	}
	module, ok := tree.(*ast.Module)
	if !ok {
		return nil, &Error{Position: Position{1, 1}, Code: "syntax", Args: []string{""}}
	}
	f.body = module.Body
	if f.head > 0 && len(f.body) > 0 {
		if i, ok := f.body[0].(*ast.If); ok {
			f.body = append(i.Body[:len(i.Body):len(i.Body)], f.body[1:]...)
		}
	}
	f.body = script(f.body)
	if len(m.spreads) > 0 {
		walkBody(f.body, f.unpack)
	}
	return f, nil
}

// unpack makes the dictionaries that a call unpacks among its arguments one at their end.
func (f *file) unpack(n ast.Ast) {
	c, ok := n.(*ast.Call)
	if !ok {
		return
	}
	var all []ast.Expr
	c.Keywords = slices.DeleteFunc(c.Keywords, func(k *ast.Keyword) bool {
		is := k.Arg == "_" && f.spreads[f.at(k.Value)]
		if is {
			all = append(all, k.Value)
		}
		return is
	})
	if len(all) == 0 {
		return
	}
	if c.Kwargs != nil {
		f.spreads[f.at(c.Kwargs)] = true
		all = append(all, c.Kwargs)
	}
	c.Kwargs = &ast.Dict{ExprBase: c.ExprBase, Keys: all, Values: all}
}

// places keeps syntax that the parser lacks by its position, and parses the values of names that
// are assigned in expressions.
func (f *file) places(m modern) error {
	if len(m.stars)+len(m.spreads)+len(m.walrus) == 0 {
		return nil
	}
	line, start := 1, 0
	for i := range f.source { // by runes, so that columns are of characters
		value, walrus := m.walrus[i]
		if m.stars[i] || m.spreads[i] || walrus {
			at := Position{line, utf8.RuneCountInString(f.source[start:i]) + 1}
			f.stars[at], f.spreads[at] = m.stars[i], m.spreads[i]
			if walrus {
				if f.head > 0 {
					value = "(\n" + " " + value[1:]
				}
				tree, err := parser.ParseString(value, py.EvalMode)
				if err != nil {
					return f.syntax(err)
				}
				if e, ok := tree.(*ast.Expression); ok {
					f.walrus[at] = e.Body
				}
			}
		}
		if f.source[i] == '\n' {
			line, start = line+1, i+1
		}
	}
	return nil
}

// indented reports whether the first line of code has an indent, as pasted methods have.
func indented(source string) bool {
	for line := range strings.SplitSeq(source, "\n") {
		if trimmed := strings.TrimLeft(line, " \t"); trimmed != "" {
			return trimmed != line
		}
	}
	return false
}

// syntax puts an error of the parser into an [*Error].
func (f *file) syntax(err error) error {
	e := &Error{Position: Position{1, 1}, Code: "syntax", Args: []string{""}}
	var exception *py.Exception
	if info, ok := err.(py.ExceptionInfo); ok {
		exception, _ = info.Value.(*py.Exception)
	}
	if exception == nil && !errors.As(err, &exception) {
		return e
	}
	at := func(key string) int {
		v, _ := exception.Dict[key].(py.Int)
		return int(v)
	}
	e.Position = f.place(at("lineno"), at("offset"))
	if line := f.lines[e.Line-1]; e.Column <= utf8.RuneCountInString(line) {
		e.Args[0] = word(string([]rune(line)[e.Column-1:]))
	}
	if e.Args[0] == "" {
		e.Code = "syntax-end"
	}
	return e
}

// word returns the first word or character of a text.
func word(s string) string {
	s = strings.TrimSpace(s)
	for i, r := range s {
		if !isNameStart(r) && !(i > 0 && r >= '0' && r <= '9') {
			if i == 0 {
				return string(r)
			}
			return s[:i]
		}
	}
	return s
}

// place turns a line and a byte of the parser into a position of the source.
func (f *file) place(line, offset int) Position {
	line = min(max(line-f.head, 1), len(f.lines))
	text := f.lines[line-1]
	return Position{line, utf8.RuneCountInString(text[:min(max(offset, 0), len(text))]) + 1}
}

// at returns the position of a node: the position of its first token where the parser keeps it.
func (f *file) at(n ast.Ast) Position {
	for range 1000 {
		switch e := n.(type) {
		case *ast.Call:
			n = e.Func
			continue
		case *ast.Attribute:
			n = e.Value
			continue
		case *ast.Subscript:
			n = e.Value
			continue
		case *ast.BinOp:
			n = e.Left
			continue
		case *ast.Compare:
			n = e.Left
			continue
		case *ast.ExprStmt:
			n = e.Value
			continue
		}
		break
	}
	if n.GetLineno() == 0 {
		return Position{1, 1}
	}
	return f.place(n.GetLineno(), n.GetColOffset())
}

// keywordAt returns the position of the name of an argument by its value's.
func (f *file) keywordAt(k *ast.Keyword) Position {
	p := f.at(k.Value)
	line := []rune(f.lines[p.Line-1])
	before := string(line[:min(p.Column-1, len(line))])
	if i := strings.LastIndex(before, string(k.Arg)); i >= 0 {
		return Position{p.Line, utf8.RuneCountInString(before[:i]) + 1}
	}
	return p
}
