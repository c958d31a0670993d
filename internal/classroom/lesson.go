// Package classroom reads lessons that teachers write as Markdown files, and follows a class
// through one: tasks, curves guessed by hand, and the settings tried. It knows no page.
//
// A file begins with a heading, the title. Every heading of the second level begins a step.
// Fenced blocks named "loss", "guess" and "task" hold the step's attributes of the element
// <loss-explorer>, those of the curve to guess, and conditions; what follows a heading "Answer"
// of the third level is hidden at first.
package classroom

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	markdown "github.com/yuin/goldmark/text"

	"lossexplorer/internal/formula/compile"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
	"lossexplorer/internal/widget"
)

// MaxFile is the largest file that is read, in bytes.
const MaxFile = 1 << 20

// A Lesson is what a file has.
type Lesson struct {
	Title string
	Intro string // HTML before the first step
	Steps []Step
}

// A Step is shown at once.
type Step struct {
	Title  string
	HTML   string
	Answer string // HTML, "" for none
	Set    Attributes
	Guess  Attributes // that change when the curve is revealed; none if none is to be guessed
	Task   []Condition
}

// Attributes are names of the element's attributes with their values, in their order.
type Attributes [][2]string

// With returns a with other values, and those that it lacks.
func (a Attributes) With(other Attributes) Attributes {
	all := slices.Clone(a)
	for _, pair := range other {
		i := slices.IndexFunc(all, func(p [2]string) bool { return p[0] == pair[0] })
		if i < 0 {
			all = append(all, pair)
		} else {
			all[i] = pair
		}
	}
	return all
}

func (a Attributes) get(name string) (string, bool) {
	for _, pair := range a {
		if pair[0] == name {
			return pair[1], true
		}
	}
	return "", false
}

// State returns the state that an element with the attributes shows, and sentences on those
// that it cannot read.
func (a Attributes) State(m *text.Messages) (state.State, []string) {
	get, problems := compile.Query(m, widget.Query(a.get))
	s, more := state.Parse(get)
	var names []string
	for _, pair := range a {
		names = append(names, pair[0])
	}
	return s, widget.Problems(m, s, append(problems, more...), names, a.get)
}

// A Fault is why a file is refused.
type Fault int

// The faults.
const (
	NotText   Fault = iota // the file is no UTF-8 text
	TooLarge               // it has more than MaxFile bytes
	NoTitle                // it does not begin with a heading of the first level
	NoSteps                // it has no heading of the second level
	HTML                   // HTML, which is not shown
	BadLine                // a line of a block is not "name = value"
	BadValue               // an attribute cannot be read
	BadTask                // a condition cannot be read
	BadGuess               // a block "guess" changes nothing, or the axes
	Misplaced              // a block stands before the first step or is repeated in one
	BadBlock               // its name is nearly that of a block
)

// An Error refuses a file.
type Error struct {
	Line  int // from 1; 0 for the whole file
	Fault Fault
	Text  string // the text at fault; of BadValue a sentence on it
}

func (e *Error) Error() string { return "classroom: " + e.Say(text.For("en")) }

// Say returns the sentence on e in the language of m.
func (e *Error) Say(m *text.Messages) string {
	t := text.ClassroomOf(m)
	said := text.Fill([...]string{t.NotText, t.TooLarge, t.NoTitle, t.NoSteps, t.HTML, t.BadLine,
		t.BadValue, t.BadTask, t.BadGuess, t.Misplaced, t.BadBlock}[e.Fault], "text", e.Text)
	if e.Line > 0 {
		said = text.Fill(t.Line, "line", text.Count(m, e.Line)) + said
	}
	return said
}

// The names of fenced blocks that are no text to show.
const (
	lossBlock  = "loss"
	guessBlock = "guess"
	taskBlock  = "task"
)

// isMisspelled reports whether the language of code is rather a block's name, by a letter, which
// would be shown to students as text. Less is a language.
func isMisspelled(name string) bool {
	for _, block := range [...]string{lossBlock, guessBlock, taskBlock} {
		if name != "less" && widget.Distance(name, block) == 1 {
			return true
		}
	}
	return false
}

// answers are the headings before a hidden answer.
var answers = []string{"answer", "答案"}

// Parse reads a file. Its errors are of type *Error, and the sentences in them in the language
// of m.
func Parse(m *text.Messages, source []byte) (*Lesson, error) {
	source = bytes.TrimPrefix(source, []byte("\ufeff"))
	if len(source) > MaxFile {
		return nil, &Error{Fault: TooLarge}
	}
	if !utf8.Valid(source) || bytes.IndexByte(source, 0) >= 0 {
		return nil, &Error{Fault: NotText}
	}
	md := goldmark.New(goldmark.WithExtensions(extension.Table))
	r := reader{messages: m, source: source, markdown: md, lesson: &Lesson{}}
	root := md.Parser().Parse(markdown.NewReader(source))
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		if err := r.block(n); err != nil {
			return nil, err
		}
	}
	if err := r.settle(); err != nil {
		return nil, err
	}
	switch {
	case r.lesson.Title == "":
		return nil, &Error{Fault: NoTitle}
	case len(r.lesson.Steps) == 0:
		return nil, &Error{Fault: NoSteps}
	}
	return r.lesson, nil
}

// A reader reads the blocks of a file.
type reader struct {
	messages *text.Messages
	source   []byte
	markdown goldmark.Markdown
	lesson   *Lesson
	answer   bool            // whether the answer of the last step has begun
	seen     map[string]bool // the blocks of the last step
	lines    []int           // of the conditions of the last step
}

// settle ends a step, whose blocks may be in any order.
func (r *reader) settle() error {
	if len(r.lesson.Steps) == 0 {
		return nil
	}
	step := &r.lesson.Steps[len(r.lesson.Steps)-1]
	for i := range step.Task {
		if problems := step.Task[i].settle(r.messages, step.Set); len(problems) > 0 {
			return &Error{Line: r.lines[i], Fault: BadValue,
				Text: step.Task[i].Text + ": " + strings.Join(problems, " ")}
		}
	}
	return nil
}

func (r *reader) block(n ast.Node) error {
	if err := r.refuseHTML(n); err != nil {
		return err
	}
	if h, ok := n.(*ast.Heading); ok {
		title := string(h.Lines().Value(r.source))
		switch {
		case r.lesson.Title == "":
			if h.Level != 1 {
				return &Error{Line: r.line(n), Fault: NoTitle}
			}
			r.lesson.Title = title
			return nil
		case h.Level == 2:
			if err := r.settle(); err != nil {
				return err
			}
			r.lines = nil
			r.lesson.Steps = append(r.lesson.Steps, Step{Title: title})
			r.answer, r.seen = false, map[string]bool{}
			return nil
		case h.Level == 3 && len(r.lesson.Steps) > 0 &&
			slices.Contains(answers, strings.ToLower(strings.TrimSpace(title))):
			r.answer = true
			return nil
		}
	}
	if r.lesson.Title == "" {
		return &Error{Line: r.line(n), Fault: NoTitle}
	}
	if c, ok := n.(*ast.FencedCodeBlock); ok {
		name := strings.ToLower(string(c.Language(r.source)))
		switch name {
		case lossBlock, guessBlock, taskBlock:
			if len(r.lesson.Steps) == 0 || r.seen[name] {
				return &Error{Line: r.line(n), Fault: Misplaced, Text: name}
			}
			r.seen[name] = true
			return r.directive(name, c)
		}
		if isMisspelled(name) {
			return &Error{Line: r.line(n), Fault: BadBlock, Text: name}
		}
	}
	var b bytes.Buffer
	if err := r.markdown.Renderer().Render(&b, r.source, n); err != nil {
		return err
	}
	to := &r.lesson.Intro
	if last := len(r.lesson.Steps) - 1; last >= 0 {
		to = &r.lesson.Steps[last].HTML
		if r.answer {
			to = &r.lesson.Steps[last].Answer
		}
	}
	*to += b.String()
	return nil
}

// refuseHTML returns an error at the first HTML in a block, which would be left out.
func (r *reader) refuseHTML(block ast.Node) error {
	return ast.Walk(block, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.HTMLBlock:
			return ast.WalkStop, &Error{Line: r.line(n), Fault: HTML,
				Text: strings.TrimSpace(string(n.Lines().Value(r.source)))}
		case *ast.RawHTML:
			return ast.WalkStop, &Error{Line: r.line(block), Fault: HTML,
				Text: string(n.Segments.Value(r.source))}
		}
		return ast.WalkContinue, nil
	})
}

// line returns the line of a block's first text, from 1; 0 for a block without lines.
func (r *reader) line(n ast.Node) int {
	if n.Type() != ast.TypeBlock {
		return 0
	}
	if n.Lines().Len() == 0 {
		if child := n.FirstChild(); child != nil {
			return r.line(child)
		}
		return 0
	}
	return r.lineAt(n.Lines().At(0).Start)
}

func (r *reader) lineAt(offset int) int { return 1 + bytes.Count(r.source[:offset], []byte("\n")) }

// directive reads a fenced block of the last step.
func (r *reader) directive(name string, block *ast.FencedCodeBlock) error {
	step := &r.lesson.Steps[len(r.lesson.Steps)-1]
	first := r.line(block)
	lines := map[string]int{} // of the attributes
	for i := range block.Lines().Len() {
		segment := block.Lines().At(i)
		line := strings.TrimSpace(string(segment.Value(r.source)))
		if line == "" {
			continue
		}
		at := r.lineAt(segment.Start)
		if name == taskBlock {
			c, ok := parseCondition(line)
			if !ok {
				return &Error{Line: at, Fault: BadTask, Text: line}
			}
			step.Task, r.lines = append(step.Task, c), append(r.lines, at)
			continue
		}
		attribute, value, ok := strings.Cut(line, "=")
		if !ok {
			return &Error{Line: at, Fault: BadLine, Text: line}
		}
		pair := [2]string{strings.ToLower(strings.TrimSpace(attribute)), strings.TrimSpace(value)}
		to := &step.Set
		if name == guessBlock {
			to = &step.Guess
		}
		*to = append(*to, pair)
		lines[pair[0]] = at
	}
	if _, problems := step.Set.With(step.Guess).State(r.messages); len(problems) > 0 {
		at := first
		for name, line := range lines {
			if strings.HasPrefix(problems[0], name+"=") ||
				strings.Contains(problems[0], " "+name+".") {
				at = line
			}
		}
		return &Error{Line: at, Fault: BadValue, Text: strings.Join(problems, " ")}
	}
	if name == guessBlock {
		before, _ := step.Set.State(r.messages)
		after, _ := step.Set.With(step.Guess).State(r.messages)
		if before == after || before.Axes != after.Axes {
			return &Error{Line: first, Fault: BadGuess}
		}
	}
	return nil
}
