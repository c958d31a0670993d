package python

import (
	"slices"
	"strings"

	"github.com/go-python/gpython/ast"
)

// objective returns the gradient and Hessian from the result of an objective of boosted
// trees, which is known by its name or by theirs.
func (r *reader) objective(name string, l *list) (grad, hess *tensor) {
	if len(l.items) != 2 {
		return nil, nil
	}
	g, h := asTensor(l.items[0]), asTensor(l.items[1])
	if g == nil || h == nil {
		return nil, nil
	}
	if r.trees || strings.Contains(strings.ToLower(name), "obj") {
		return g, h
	}
	for _, v := range r.names {
		if strings.HasPrefix(v, "hess") || strings.HasPrefix(v, "grad") || v == "h" {
			return g, h
		}
	}
	return nil, nil
}

// objectives reads an objective of boosted trees: there is no loss, only its derivatives.
func (r *reader) objectives(reading *Reading, g, h *tensor, at Position, o Options) {
	r.boosted = true
	roles := r.roles(r.binary(Add, g.e, h.e), o.Roles)
	for e, role := range roles {
		reading.Roles[e.Name] = role
	}
	sub := r.substitution(roles)
	p := Pair{At: at, Gradient: sub(g.e), Hessian: sub(h.e)}
	reading.Pairs = append(reading.Pairs, p)
	e := &Error{Position: at, Code: "objective"}
	reading.Marks = r.marks
	r.objectiveOf = reading
	panic(e)
}

// returned calls f for what the function of a name returns.
func returned(file *file, name string, f func(ast.Expr)) {
	for _, st := range file.body {
		if d, ok := st.(*ast.FunctionDef); ok && string(d.Name) == name {
			results(d.Body, f)
		}
	}
}

// results calls f for what the body of a function returns.
func results(body []ast.Stmt, f func(ast.Expr)) {
	walkBody(body, func(n ast.Ast) {
		if r, ok := n.(*ast.Return); ok && r.Value != nil {
			f(r.Value)
		}
	})
}

// isPair reports whether e is two results, as an objective returns.
func isPair(e ast.Expr) bool {
	t, ok := e.(*ast.Tuple)
	return ok && len(t.Elts) == 2
}

// objectiveMethods returns the methods of a class that return two results, as an objective does.
func objectiveMethods(c *class) (names []string) {
	for _, name := range sorted(c.vars.vars) {
		f, ok := c.vars.vars[name].(*function)
		if !ok || f.lambda != nil || f.getter || strings.HasPrefix(name, "__") {
			continue
		}
		two := false
		results(f.body, func(e ast.Expr) { two = two || isPair(e) })
		if two {
			names = append(names, name)
		}
	}
	return names
}

// methods reads the objectives among the methods of a class.
func (t *trial) methods(name string) {
	c, ok := t.first.globals.vars[name].(*class)
	if !ok {
		return
	}
	for _, method := range objectiveMethods(c) {
		r := t.first.copy()
		err := r.try(func() { // one that is not read, is none
			c := r.globals.vars[name].(*class)
			m, _, _ := c.find(method)
			init := func(f *function) *function { return f }
			if call := made(r.file, name); call != nil {
				if with := r.arguments(call); with != nil {
					init = func(f *function) *function { return with(f, 1) }
				}
			}
			r.function(m.(*function), r.objectOf(c, init), method, t.options)
		})
		t.steps += r.steps + stepsOfExpr*len(r.known)
		if r.objectiveOf != nil {
			r.objectiveOf.method = true
			t.objective(r, err)
		}
	}
}

// returnsTwo reports whether one of the functions returns two results.
func returnsTwo(f *file, names []string) (two bool) {
	for _, st := range f.body {
		if d, ok := st.(*ast.FunctionDef); ok && slices.Contains(names, string(d.Name)) {
			results(d.Body, func(e ast.Expr) { two = two || isPair(e) })
		}
	}
	return two
}

// metric reports whether a function evaluates boosted trees: by its name, or as it returns the name
// of a metric.
func metric(f *file, name string) bool {
	named := false
	returned(f, name, func(e ast.Expr) {
		if t, ok := e.(*ast.Tuple); ok {
			named = named || slices.ContainsFunc(t.Elts, func(e ast.Expr) bool {
				_, text := e.(*ast.Str)
				return text
			})
		}
	})
	return named || namedAs(name, "eval", "feval", "metric", "score", "error")
}

// genericNames are words in the names of losses and objectives that do not say which loss is meant.
var genericNames = strings.Fields("loss losses fn func function obj objective fobj custom my own our the a an of for and with new old test grad grads gradient hess hessian derivative derivatives ders xgb xgboost lgb lgbm lightgbm gbm boosting booster sklearn train binary eval evals feval error metric score cost criterion value compute calc get py np numpy")

// Distinctive returns the words of a function's name that say which loss it is of.
func Distinctive(name string) (all []string) {
	for _, w := range words(name) {
		if w = strings.TrimRight(w, "0123456789"); w != "" && !slices.Contains(genericNames, w) {
			all = append(all, w)
		}
	}
	return all
}
