package python

import (
	"slices"
	"strings"

	"github.com/go-python/gpython/ast"
	"github.com/go-python/gpython/py"
)

// passing are functions that a loss may be passed through: they leave the loss of one prediction.
var passing = []string{"", "mean", "sum", "nanmean", "reduce_mean", "reduce_sum", "average",
	"compute_average_loss", "pmean", "scale", "scale_loss", "get_scaled_loss", "to", "cuda", "cpu",
	"float", "double", "cast", "astype", "view", "reshape", "squeeze", "unsqueeze", "expand_dims",
	"type", "contiguous", "vmap", "jit", "pmap", "grad", "value_and_grad", "partial", "function",
	"checkpoint", "dict", "tuple", "list", "values", "items", "stack", "isinstance", "len",
	"requires_grad_", "detach", "item", "asarray", "array", "tensor", "as_tensor",
	"isnan", "isfinite"}

// more notes that a trainer does more with the loss at n than the functions of the module compute
// that it calls: the loss of one of these is not all of its loss.
func (g *gradients) more(n ast.Ast) {
	g.found.more = append(g.found.more, g.file.at(n))
}

// operation notes an operation whose result is another loss than its operand: another term, a
// factor, a sign. A quotient is left out, as of the number of steps whose gradients are added.
func (g *gradients) operation(n *ast.BinOp) {
	switch {
	case constant(n.Left) && constant(n.Right):
	case n.Op == ast.Div:
		if constant(n.Left) {
			g.more(n)
		}
	case n.Op == ast.Add && (zero(n.Left) || zero(n.Right)):
	default:
		g.more(n)
	}
}

// texts notes losses of a framework that are named among those of the outputs of a model.
func (g *gradients) texts(all []ast.Expr) {
	for _, e := range all {
		if _, ok := e.(*ast.Str); ok && len(all) > 1 {
			g.found.others = append(g.found.others, g.file.at(e))
		}
	}
}

func zero(e ast.Expr) bool {
	n, ok := e.(*ast.Num)
	return ok && (n.N == py.Int(0) || n.N == py.Float(0))
}

// arguments notes arguments that are computed where a loss is called, such as 1 - y, and constants
// that are given to an object, as arguments or attributes.
func (g *gradients) arguments(c *ast.Call) {
	for _, a := range c.Args {
		switch a := a.(type) {
		case *ast.BinOp:
			if !constant(a.Left) || !constant(a.Right) {
				g.more(a)
			}
		case *ast.UnaryOp:
			if !constant(a.Operand) {
				g.more(a)
			}
		}
	}
	name := dotted(c.Func)
	method, own := strings.CutPrefix(name, "self.")
	if slices.ContainsFunc(g.file.body, func(st ast.Stmt) bool {
		return name != "" && definedBy(st) == name
	}) || own && g.method(method) {
		return // a function, which is read with them
	}
	g.walk(func(n ast.Ast) {
		if a, ok := n.(*ast.Assign); ok {
			of, is := a.Targets[0].(*ast.Attribute)
			if is && name != "" && dotted(of.Value) == name {
				g.found.given = append(g.found.given, g.file.at(a))
			}
		}
	})
	value := func(e ast.Expr) bool {
		_, text := e.(*ast.Str)
		return constant(e) && !text
	}
	if slices.ContainsFunc(c.Args, value) ||
		slices.ContainsFunc(c.Keywords, func(k *ast.Keyword) bool { return value(k.Value) }) {
		g.found.given = append(g.found.given, g.file.at(c))
	}
}

// sums notes the assignments that change the loss with a name: those that add to one that is not 0.
func (g *gradients) sums(name string) {
	var added []*ast.AugAssign
	begun := false
	g.walk(func(n ast.Ast) {
		switch n := n.(type) {
		case *ast.Assign:
			begun = begun || !constant(n.Value) &&
				slices.ContainsFunc(n.Targets, func(t ast.Expr) bool { return assigns(t, name) })
		case *ast.AugAssign:
			if assigns(n.Target, name) && n.Op != ast.Div {
				added = append(added, n)
			}
		}
	})
	for _, n := range added {
		if begun || len(added) > 1 || n.Op != ast.Add {
			g.more(n)
		}
	}
}

// sameValues reports whether two calls of a loss have the same constants.
func sameValues(a, b *ast.Call) bool {
	same := func(a, b ast.Expr) bool {
		return !constant(a) && !constant(b) || constant(a) && constant(b) &&
			ast.Dump(a) == ast.Dump(b)
	}
	named := func(a, b *ast.Keyword) bool { return a.Arg == b.Arg && same(a.Value, b.Value) }
	return slices.EqualFunc(a.Args, b.Args, same) && slices.EqualFunc(a.Keywords, b.Keywords, named)
}

// maxTrainingNotes bounds the notes about one training.
const maxTrainingNotes = 3

// trains notes who trains with a loss, and where it does so with more than the loss.
func (m *Module) trains(reading *Reading) {
	for _, t := range m.trainers {
		if !slices.ContainsFunc(t.losses,
			func(c *ast.Call) bool { return dotted(c.Func) == reading.Name }) {
			continue
		}
		noted := map[int]bool{}
		note := func(code string, at []Position) {
			for _, p := range at {
				if noted[p.Line] || len(noted) == maxTrainingNotes || m.within(reading.Name, p) {
					continue
				}
				noted[p.Line] = true
				reading.Notes = append(reading.Notes, Note{p, code, []string{reading.Name}})
			}
		}
		note("trained-more", t.more)
		note("trained-values", slices.Concat(t.given, m.calls(t)))
		note("trained-other", t.others)
		if len(noted) == 0 && t.name != "" {
			reading.Notes = append(reading.Notes,
				Note{t.at, "trained", []string{reading.Name, t.name}})
		}
	}
}

// calls returns the calls of a trainer that give the parameters of which its loss gets the defaults
// other values.
func (m *Module) calls(t trainer) (at []Position) {
	if len(t.defaults) == 0 {
		return nil
	}
	for _, c := range m.allCalls {
		if last(dotted(c.Func)) != t.name {
			continue
		}
		if slices.ContainsFunc(c.Args, constant) || c.Kwargs != nil || c.Starargs != nil ||
			slices.ContainsFunc(c.Keywords, func(k *ast.Keyword) bool {
				return slices.Contains(t.defaults, string(k.Arg))
			}) {
			at = append(at, m.first.file.at(c))
		}
	}
	return at
}

// trainedBy returns the names of the losses from which the trainer with a name takes gradients.
func (m *Module) trainedBy(name string) (names []string) {
	for _, t := range m.trainers {
		if t.name != name || name == "" {
			continue
		}
		for _, c := range t.losses {
			if of := dotted(c.Func); of != name && !slices.Contains(names, of) && m.mayBe(of) {
				names = append(names, of)
			}
		}
	}
	return names
}

// within reports whether a position is in the method of a class with a name.
func (m *Module) within(name string, p Position) (is bool) {
	class, method, _ := strings.Cut(name, ".")
	for _, st := range m.first.file.body {
		c, ok := st.(*ast.ClassDef)
		if !ok || string(c.Name) != class {
			continue
		}
		for _, d := range methods(c) {
			if string(d.Name) == method {
				walkBody(d.Body, func(n ast.Ast) { is = is || m.first.file.at(n) == p })
			}
		}
	}
	return is
}
