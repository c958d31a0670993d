package python

import (
	"slices"
	"strings"

	"github.com/go-python/gpython/ast"
)

// maxRoots bounds the functions of a source that are tried.
const maxRoots = 40

// A Module is a source that was parsed and whose own statements were evaluated, so that its losses
// can be read one after another.
type Module struct {
	source    string
	options   Options
	first     *reader
	fragment  bool // it has no functions or classes
	top       outcome
	names     []string
	allCalls  []*ast.Call   // in it
	allMade   []*ast.Assign // of what a call returns
	trainers  []trainer
	trained   bool // the names are of losses from which the module takes gradients
	objective bool // one of the names may be of an objective
	err       error
}

// Open parses a source and evaluates its statements. If it cannot, each Read returns the error.
func Open(source string, o Options) *Module {
	m := &Module{source: source, options: o}
	if notebook(source) {
		m.err = &Error{Position: Position{1, 1}, Code: "notebook"}
		return m
	}
	f, err := parse(source)
	if err != nil {
		m.err = err
		return m
	}
	m.first = newReader(f, o)
	m.fragment = !slices.ContainsFunc(f.body, defines)
	m.err = m.first.try(func() { m.top = m.first.module(m.fragment) })
	if m.err == nil && !m.fragment {
		walkBody(f.body, func(n ast.Ast) {
			switch n := n.(type) {
			case *ast.Call:
				m.allCalls = append(m.allCalls, n)
			case *ast.Assign:
				if _, ok := n.Value.(*ast.Call); ok {
					m.allMade = append(m.allMade, n)
				}
			}
		})
		m.trainers = trainers(f)
		m.names = append(roots(f, m.first.globals.vars, m.trainers), sorted(f.unread)...)
		m.losses()
		m.objective = returnsTwo(f, m.names)
	}
	return m
}

// notebook reports whether a source is the file of a Jupyter notebook.
func notebook(source string) bool {
	return strings.HasPrefix(strings.TrimSpace(source), "{") &&
		strings.Contains(source, `"cells"`) &&
		strings.Contains(source, `"cell_type"`)
}

// losses makes the losses from which the module takes gradients its names, where they are known.
func (m *Module) losses() {
	f := m.first.file
	f.trained = map[string]*ast.Call{}
	var names []string
	for i, t := range m.trainers {
		for _, c := range t.losses {
			name := dotted(c.Func)
			if isTrainer(m.trainers, name) {
				continue // a model
			}
			if !slices.Contains(names, name) && m.mayBe(name) {
				names = append(names, name)
				f.trained[name] = c
			} else if first := f.trained[name]; first != nil && !sameValues(first, c) {
				m.trainers[i].given = append(m.trainers[i].given, f.at(c))
			}
		}
	}
	if len(names) > 0 {
		m.names, m.trained = names, true
	}
	if slices.ContainsFunc(m.trainers, func(t trainer) bool { return t.passed }) {
		m.passed()
	}
}

// passed finds the calls that make losses in functions, which pass them on.
func (m *Module) passed() {
	f := m.first.file
	for _, a := range m.allMade {
		c := a.Value.(*ast.Call)
		name := dotted(c.Func)
		_, class := m.first.globals.vars[name].(*class)
		if class && slices.Contains(m.names, name) && f.trained[name] == nil {
			f.trained[name], _ = constants(c, nil)
		}
	}
}

// mayBe reports whether a name may be that of a loss: of a function, a class, or something that the
// module makes of one.
func (m *Module) mayBe(name string) bool {
	name, method, _ := strings.Cut(name, ".")
	v := m.first.globals.vars[name]
	switch v := v.(type) {
	case *class:
		_, _, ok := v.find(method)
		return ok || method == "" // another class of the same name may have it
	case *function, *library:
		return true
	case opaque:
		c := made(m.first.file, name)
		return c == nil || m.first.file.defined[dotted(c.Func)]
	}
	return callable(v)
}

// Names returns the functions and classes from which the module takes gradients, or those that
// nothing else in it uses.
func (m *Module) Names() []string { return m.names }

// Read reads the loss with a name, or the only one of the module if the name is "". It is as the
// function [Read].
func (m *Module) Read(name string) (*Reading, error) {
	o := m.options
	o.Name = name
	reading, err := m.read(o)
	if e, ok := err.(*Error); ok && e.Code != "which-kind" {
		if names := m.trainedBy(name); len(names) > 1 {
			reading, err = severalLosses(m.first.file, names, strings.Join(names, ", "), names[0])
		} else if len(names) == 1 {
			o.Name = names[0]
			if reading, err = m.read(o); err == nil {
				m.trains(reading)
			}
		}
	}
	reading.source, reading.options = m.source, o
	return reading, err
}

func (m *Module) read(o Options) (*Reading, error) {
	switch {
	case m.first == nil:
		return &Reading{}, m.err
	case m.fragment:
		return m.script(o)
	case m.err != nil:
		return &Reading{Marks: m.first.marks}, m.err
	}
	f := m.first.file
	names := m.names
	if o.Name != "" {
		names = []string{o.Name}
	}
	if len(names) > maxRoots {
		return severalLosses(f, names, strings.Join(names[:maxRoots], ", ")+" …", names[0])
	}
	t := &trial{first: m.first, options: o}
	for _, name := range names {
		if t.steps > maxAllSteps {
			return severalLosses(f, names, strings.Join(names, ", "), names[0])
		}
		t.try(name)
	}
	if o.Name == "" && len(t.losses) > 0 && !m.trained {
		t.beneath(f)
	}
	if o.Name == "" && !m.trained {
		for _, of := range m.trainers {
			if of.name != "" && of.inline && !of.passed {
				if made, err := m.inline(of, o); made != nil {
					return made, err
				}
				return &Reading{Lines: f.lines}, &Error{Position: of.at, Code: "inline-loss",
					Args: []string{of.name}}
			}
		}
	}
	if reading, err := t.unread(m); err != nil {
		return reading, err
	}
	switch {
	case m.trained && o.Name == "" && len(t.read) > 0 && len(t.failed) > 0:
		return severalLosses(f, names, strings.Join(names, ", "), t.losses[0])
	case len(t.read) == 0 && t.why == nil:
		return &Reading{}, &Error{Position: Position{1, 1}, Code: "no-loss"}
	case len(t.read) == 0 && len(t.asked) < 2:
		if len(t.objectives) > 1 {
			t.refused.Objectives = t.objectives[1:]
		}
		return t.refused, t.others(f)
	case len(t.asked) > 0 && len(t.losses) > 1 || slices.ContainsFunc(t.read,
		func(r *Reading) bool { return r.Formula != t.read[0].Formula }):
		return severalLosses(f, t.losses, strings.Join(t.losses, ", "), t.losses[len(t.losses)-1])
	}
	made := t.read[len(t.read)-1]
	if o.Name != "" && m.objective {
		for _, name := range m.names { // for its objectives, and the losses that these may be of
			if name != o.Name && t.steps <= maxAllSteps {
				t.try(name)
			}
		}
	}
	if len(t.objectives) > 0 {
		made.Objectives, made.Losses = t.objectives, t.read
		if e, ok := t.why.(*Error); ok && o.Name == "" {
			made.Notes = append(made.Notes,
				Note{e.Position, "trained-objective", []string{made.Name, t.objectives[0].Name}})
		}
	}
	if o.Name == "" {
		m.trains(made)
	}
	m.swapped(made)
	if m.trained {
		m.returnsProbability(made)
	}
	return made, nil
}

// script reads a module without functions. If it trains a model, its loss is that of the training.
func (m *Module) script(o Options) (*Reading, error) {
	reading, err := &Reading{Marks: m.first.marks}, m.err
	if err == nil {
		reading, err = m.first.copy().fragment(m.top, o)
	}
	if err == nil {
		return reading, nil
	}
	for _, t := range trainers(m.first.file) {
		if made, err := m.inline(t, o); made != nil {
			return made, err
		}
	}
	return reading, err
}
