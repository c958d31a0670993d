package python

import (
	"slices"

	"github.com/go-python/gpython/ast"
)

// swapped marks calls of a loss whose arguments are, by their names, in another order than its
// parameters, and a loss that Keras calls whose parameters are in PyTorch's order.
func (m *Module) swapped(reading *Reading) {
	f := m.first.file
	params := f.parameters(reading.Name)
	if len(params) < 2 {
		return
	}
	first, second := nameRole(params[0]), nameRole(params[1])
	if !opposite(first, second) {
		return
	}
	mark := func(at ast.Ast, how string) {
		reading.Marks = append(reading.Marks, Mark{Rule: ArgumentOrder, At: f.at(at),
			Args: []string{reading.Name, params[0], params[1], how}})
	}
	names := m.aliases(reading.Name)
	for _, c := range m.allCalls {
		for _, k := range c.Keywords {
			of := k.Value
			if made, ok := of.(*ast.Call); ok {
				of = made.Func
			}
			if k.Arg == "loss" && last(dotted(c.Func)) == "compile" && first != RoleLabel &&
				slices.Contains(names, dotted(of)) {
				mark(k.Value, "keras")
			}
		}
		if slices.Contains(names, dotted(c.Func)) && len(c.Args) > 1 {
			a, b := argumentRole(c.Args[0]), argumentRole(c.Args[1])
			if opposite(a, b) && (a == RoleLabel) != (first == RoleLabel) {
				mark(c, "call")
			}
		}
	}
}

// opposite reports whether one is of a label and the other of a prediction.
func opposite(a, b Role) bool {
	return a != "" && b != "" && (a == RoleLabel) != (b == RoleLabel)
}

// argumentRole returns the role that an argument has by its name, or as the result of a model.
func argumentRole(e ast.Expr) Role {
	switch e := e.(type) {
	case *ast.Name, *ast.Attribute:
		return nameRole(last(dotted(e)))
	case *ast.Call:
		if a, ok := e.Func.(*ast.Attribute); ok { // a method of an array
			return argumentRole(a.Value)
		}
		if namedAs(dotted(e.Func), "model", "net", "network") {
			return rolePrediction
		}
	}
	return ""
}

// parameters returns the parameters of the loss that a function or class of the module is or
// returns, without self.
func (f *file) parameters(name string) (names []string) {
	for _, st := range f.body {
		if definedBy(st) != name {
			continue
		}
		switch st := st.(type) {
		case *ast.FunctionDef:
			inner := st
			results(st.Body, func(e ast.Expr) {
				for _, s := range st.Body {
					if d, ok := s.(*ast.FunctionDef); ok && dotted(e) == string(d.Name) {
						inner = d
					}
				}
			})
			return argNames(inner)
		case *ast.ClassDef:
			for _, d := range methods(st) {
				if len(argNames(d)) > 0 && slices.Contains(callMethods, string(d.Name)) {
					return argNames(d)[1:]
				}
			}
		}
	}
	return nil
}

// aliases returns the names by which a loss is called: its own where it is a function, and those
// of what the module makes of it.
func (m *Module) aliases(name string) (names []string) {
	names = []string{name}
	for _, a := range m.allMade {
		if c := a.Value.(*ast.Call); len(a.Targets) == 1 && dotted(c.Func) == name &&
			dotted(a.Targets[0]) != "" {
			names = append(names, dotted(a.Targets[0]))
		}
	}
	return names
}
