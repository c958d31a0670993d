package customloss

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"

	"lossexplorer/internal/lint"
	"lossexplorer/internal/plot"
	"lossexplorer/internal/python"
	"lossexplorer/internal/text"
)

// A Code is the result of reading Python in the editor. The zero value is none.
type Code struct {
	Source  string
	Formula string // "" if it could not be read
	Epsilon float64
	Roles   string // a sentence on the roles inferred for the parameters
	Notes   []string

	// Of code that could not be read: the reason with its place, and answers to choose from if
	// it is a question.
	Problem      string
	Line, Column int
	Answers      []Answer

	Faults []Fault

	reading  *python.Reading
	findings []lint.Finding
	repaired []string // the code of each finding, which no value changes
}

// An Answer is one to a question about the code.
type Answer struct {
	Text string
	Name string      // of the parameter, or of the loss to read
	Role python.Role // "" if Name is a loss
}

// A Fault is a finding of the linter.
type Fault struct {
	Line, Column int
	Rule         string
	Text         string
	Effect       string // its size at the present values, "" if the curves are the same
	Meant        string // the formula that is meant, "" if there is none
	Repaired     string // code
}

// Answers are those that were given for a piece of code.
type Answers struct {
	heads string
	name  string
	roles map[string]python.Role
}

// Give keeps an answer for a source.
func (a *Answers) Give(source string, answer Answer) {
	a.forget(source)
	if answer.Role == "" {
		a.name = answer.Name
		return
	}
	if a.roles == nil {
		a.roles = map[string]python.Role{}
	}
	a.roles[answer.Name] = answer.Role
}

// forget drops the answers if the heads of the functions are others: those to other code.
func (a *Answers) forget(source string) {
	heads := ""
	for line := range strings.SplitSeq(source, "\n") {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "def ") ||
			strings.HasPrefix(line, "class ") {
			heads += line + "\n"
		}
	}
	if heads != a.heads {
		*a = Answers{heads: heads}
	}
}

// ReadCode reads Python with the answers that were given.
func ReadCode(m *text.Messages, source string, answers *Answers) *Code {
	t := text.FormulaOf(m)
	answers.forget(source)
	c := &Code{Source: source}
	r, err := python.Read(source, python.Options{Name: answers.name, Roles: answers.roles})
	c.reading, c.findings = r, lint.Check(r)
	var e *python.Error
	switch {
	case errors.As(err, &e):
		c.Problem, c.Line, c.Column = ExplainPython(m, err), e.Line, e.Column
		c.Answers = answersTo(t, e)
	default:
		c.Formula, c.Epsilon = r.Formula, r.Epsilon
		c.Roles = saysRoles(t, r)
		for _, n := range r.Notes {
			note := python.Error{Position: n.At, Code: n.Code, Args: n.Args}
			c.Notes = append(c.Notes,
				text.Fill(t.Note, "line", strconv.Itoa(n.At.Line), "message",
					note.Message(sentences(t))))
		}
	}
	for _, f := range c.findings {
		c.repaired = append(c.repaired, f.Repair(r))
	}
	c.Update(m, nil)
	return c
}

// Update computes the sizes of the faults for values of the parameters.
func (c *Code) Update(m *text.Messages, values map[string]float64) {
	if c == nil || c.reading == nil {
		return
	}
	t := text.FormulaOf(m)
	c.Faults = c.Faults[:0]
	for i, f := range c.findings {
		fault := Fault{Line: f.Line, Column: f.Column, Rule: string(f.Rule),
			Text: f.Message(t.Lint.Map()), Meant: f.Meant, Repaired: c.repaired[i]}
		if f.OfDerivative() {
			fault.Meant = "" // which is no loss to draw
		}
		if e, ok := f.Effect(c.reading, values); ok {
			fault.Effect = text.Fill(t.Effect, "y", plot.Number(e.Y), "p", plot.Number(e.P), "loss",
				plot.Number(e.Loss), "meant", plot.Number(e.Meant),
				"gradient", plot.Number(e.Gradient), "gradient_meant",
				plot.Number(e.GradientOfMeant))
		}
		c.Faults = append(c.Faults, fault)
	}
}

// Written returns the formula with the operations of the code one by one, "" for none.
func (c *Code) Written() string {
	if c.Formula == "" {
		return ""
	}
	return c.reading.Written()
}

func sentences(t *text.FormulaText) map[string]string {
	if m := t.Python.Map(); m != nil {
		return m
	}
	return python.English
}

// answersTo returns the answers to a question.
func answersTo(t *text.FormulaText, e *python.Error) (all []Answer) {
	if len(e.Choices) == 0 {
		for _, name := range e.Names {
			says := name
			if e.Code != "several" {
				says = text.Fill(t.Alone, "name", name)
			}
			all = append(all, Answer{Text: says, Name: name})
		}
		return all
	}
	for _, name := range e.Names {
		for _, role := range e.Choices {
			all = append(all, Answer{text.Fill(t.Answer.Map()[string(role)], "name", name),
				name, role})
		}
	}
	return all
}

// saysRoles lists the roles inferred for the parameters, labels and predictions first.
func saysRoles(t *text.FormulaText, r *python.Reading) string {
	var names []string
	for name := range r.Roles {
		names = append(names, name)
	}
	order := []python.Role{python.RoleLabel, python.RoleSigned, python.RoleProb, python.RoleLogit,
		python.RoleProbTrue}
	rank := func(name string) int {
		if i := slices.Index(order, r.Roles[name]); i >= 0 {
			return i
		}
		return len(order)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(rank(a)-rank(b), cmp.Compare(a, b)) })
	var said []string
	for _, name := range names {
		said = append(said, name+": "+t.Role.Map()[string(r.Roles[name])])
	}
	if len(said) == 0 {
		return ""
	}
	return text.Fill(t.ReadAs, "roles", strings.Join(said, " · "))
}
