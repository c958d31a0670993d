package python

import (
	"slices"
	"strings"

	"github.com/go-python/gpython/ast"
)

// squashes are functions and layers that make probabilities of logits.
var squashes = []string{"sigmoid", "Sigmoid", "softmax", "Softmax", "sigmoid_"}

// returnsProbability marks the end of the module's only model where it returns probabilities and
// the loss takes logits that the module trains with.
func (m *Module) returnsProbability(reading *Reading) {
	logit, taker := false, reading.Name
	for _, role := range reading.Roles {
		logit = logit || role == RoleLogit
	}
	if !logit {
		return
	}
	if isTrainer(m.trainers, taker) {
		for _, u := range reading.r.uses { // it has no name of its own
			if u.kind == useLogit && u.what != "" {
				taker = u.what
			}
		}
	}
	f := m.first.file
	var models []*ast.ClassDef
	for _, st := range f.body {
		c, ok := st.(*ast.ClassDef)
		if !ok || len(forwards(c)) == 0 || namedAs(string(c.Name), lossNames...) {
			continue
		}
		layered := false
		walk(c, func(n ast.Ast) { layered = layered || isLayer(n) })
		if layered {
			models = append(models, c)
		}
	}
	if len(models) != 1 {
		return
	}
	var at ast.Ast
	all := true
	for _, d := range forwards(models[0]) {
		results(d.Body, func(e ast.Expr) {
			at = e
			all = all && probable(models[0], e)
		})
	}
	inverted := false // where it trains, or in the model
	for _, st := range f.body {
		own := definedBy(st)
		if own != "" && !isTrainer(m.trainers, own) {
			continue
		}
		walk(st, func(n ast.Ast) {
			if c, ok := n.(*ast.Call); ok {
				name := dotted(c.Func)
				inverted = inverted || last(name) == "logit" ||
					last(name) == "log" && !strings.HasPrefix(name, "self.")
			}
		})
	}
	if all && at != nil && !inverted {
		reading.Marks = append(reading.Marks,
			Mark{Rule: SigmoidTwice, At: f.at(at), Args: []string{taker, string(models[0].Name)}})
	}
}

// forwards returns the methods by which a model computes.
func forwards(c *ast.ClassDef) (all []*ast.FunctionDef) {
	return slices.DeleteFunc(methods(c), func(d *ast.FunctionDef) bool {
		return d.Name != "forward" && d.Name != "call"
	})
}

// probable reports whether the result of a model's class has been through sigmoid or softmax: its
// last function, or the last layer of what it calls.
func probable(c *ast.ClassDef, e ast.Expr) bool {
	call, ok := e.(*ast.Call)
	if !ok {
		return false
	}
	name := dotted(call.Func)
	if layer, own := strings.CutPrefix(name, "self."); own && !strings.Contains(layer, ".") {
		var value ast.Expr
		count := 0
		walkBody(c.Body, func(n ast.Ast) {
			if a, ok := n.(*ast.Assign); ok && len(a.Targets) == 1 && dotted(a.Targets[0]) == name {
				value = a.Value
				count++
			}
		})
		made, ok := value.(*ast.Call)
		if !ok || count != 1 {
			return false
		}
		if last(dotted(made.Func)) == "Sequential" && len(made.Args) > 0 {
			end, ok := made.Args[len(made.Args)-1].(*ast.Call)
			return ok && slices.Contains(squashes, last(dotted(end.Func)))
		}
		return slices.Contains(squashes, last(dotted(made.Func)))
	}
	if slices.Contains(squashes, last(name)) {
		return true
	}
	a, ok := call.Func.(*ast.Attribute) // of another shape
	return ok && slices.Contains([]string{"squeeze", "view", "reshape", "flatten"},
		string(a.Attr)) &&
		probable(c, a.Value)
}
