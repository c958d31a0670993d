package python

import (
	"slices"
	"strings"

	"github.com/go-python/gpython/ast"
)

// A trainer is a function or class of a module, or the module itself, that trains a model: what it
// returns is no loss, but what it takes the gradient of is.
type trainer struct {
	name   string // "" for the module
	at     Position
	losses []*ast.Call // of functions and classes of the module, from which the gradient is taken
	passed bool        // the loss is a parameter
	inline bool        // the loss is computed where it trains
	takes  bool        // it takes a gradient; otherwise it evaluates a model or is one
	more   []Position  // where it does more with a loss than the losses compute
	others []Position  // of losses that are no functions of the module
	given  []Position  // where it gives a loss values beside its label and prediction

	defaults []string // parameters whose defaults a loss gets
}

// trainers returns the trainers of a module.
func trainers(f *file) (all []trainer) {
	var loose []ast.Stmt
	var collect func(body []ast.Stmt)
	collect = func(body []ast.Stmt) {
		for _, st := range body {
			switch st := st.(type) {
			case *ast.FunctionDef:
				g := &gradients{file: f, bodies: [][]ast.Stmt{st.Body},
					functions: []*ast.FunctionDef{st}}
				if t, ok := g.trainer(string(st.Name), st); ok {
					all = append(all, t)
				}
			case *ast.ClassDef:
				if namedAs(string(st.Name), "loss", "losses", "criterion", "objective") {
					continue
				}
				g := &gradients{file: f, class: st, functions: methods(st)}
				for _, d := range g.functions {
					g.bodies = append(g.bodies, d.Body)
				}
				if t, ok := g.trainer(string(st.Name), st); ok {
					all = append(all, t)
				}
			case *ast.If:
				if len(st.Orelse) == 0 && slices.ContainsFunc(st.Body, defines) {
					collect(st.Body)
					continue
				}
				loose = append(loose, st)
			case *ast.Try:
				collect(st.Body)
			default:
				loose = append(loose, st)
			}
		}
	}
	collect(f.body)
	g := &gradients{file: f, bodies: [][]ast.Stmt{loose}}
	if t, ok := g.trainer("", nil); ok && t.takes {
		all = append(all, t)
	}
	return all
}

// isTrainer reports whether one of the trainers has a name.
func isTrainer(all []trainer, name string) bool {
	return slices.ContainsFunc(all, func(t trainer) bool { return t.name == name })
}

func argNames(d *ast.FunctionDef) (names []string) {
	if d.Args == nil {
		return nil
	}
	for _, a := range slices.Concat(d.Args.Args, d.Args.Kwonlyargs) {
		names = append(names, string(a.Arg))
	}
	return names
}

// trainingMethods are methods that models and trainers of frameworks call for a step: they return
// the loss whose gradient is taken.
var trainingMethods = []string{"training_step", "compute_loss", "train_step"}

// modelBases are classes of frameworks that are no losses.
var modelBases = []string{"LightningModule", "Trainer", "Dataset", "IterableDataset", "Callback",
	"Model", "Sequential", "DataModule", "LightningDataModule", "TrainerCallback",
	"PreTrainedModel"}

// layers are parts of models: a class that has one is a model.
var layers = []string{"Linear", "LazyLinear", "Conv1d", "Conv2d", "Conv3d", "ConvTranspose2d",
	"Embedding", "LSTM", "GRU", "RNN", "Transformer", "TransformerEncoder", "MultiheadAttention",
	"BatchNorm1d", "BatchNorm2d", "LayerNorm", "Dropout", "MaxPool2d", "Sequential", "Dense",
	"Conv2D", "Flatten", "BatchNormalization"}

// modelNames are words in the names of parameters that are models.
var modelNames = []string{"model", "net", "network", "module", "backbone", "encoder", "decoder",
	"head", "generator", "discriminator"}

// gradients finds the expressions of which a function or class takes the gradient.
type gradients struct {
	file      *file
	class     *ast.ClassDef
	functions []*ast.FunctionDef // the function or the methods of the class
	bodies    [][]ast.Stmt
	done      map[string]bool
	found     trainer
}

func (g *gradients) walk(f func(ast.Ast)) {
	for _, b := range g.bodies {
		walkBody(b, f)
	}
}

// trainer returns the trainer, and false for a function or class that is none.
func (g *gradients) trainer(name string, at ast.Ast) (trainer, bool) {
	g.found = trainer{name: name, at: Position{1, 1}}
	if at != nil {
		g.found.at = g.file.at(at)
	}
	g.done = map[string]bool{}
	var targets []ast.Expr
	is := g.model()
	g.walk(func(n ast.Ast) {
		c, ok := n.(*ast.Call)
		if !ok {
			return
		}
		targets = append(targets, gradientOf(c)...)
		if last(dotted(c.Func)) == "add_loss" {
			g.more(c)
		}
		is = is || runs(c)
	})
	if g.class != nil {
		for _, d := range g.functions {
			if slices.Contains(trainingMethods, string(d.Name)) {
				is = true
				results(d.Body, func(e ast.Expr) { targets = append(targets, e) })
			}
		}
	}
	g.found.takes = len(targets) > 0
	for _, e := range targets {
		g.losses(e)
	}
	return g.found, is || g.found.takes
}

// model reports whether the class is a model or another class of a framework that is no loss.
func (g *gradients) model() (is bool) {
	if g.class == nil {
		return false
	}
	for _, b := range g.class.Bases {
		is = is || slices.Contains(modelBases, last(dotted(b)))
	}
	g.walk(func(n ast.Ast) { is = is || isLayer(n) })
	return is
}

// isLayer reports whether n makes a part of a model.
func isLayer(n ast.Ast) bool {
	c, ok := n.(*ast.Call)
	return ok && slices.Contains(layers, last(dotted(c.Func)))
}

// gradientOf returns the expressions of which a call takes the gradient.
func gradientOf(c *ast.Call) []ast.Expr {
	name := last(dotted(c.Func))
	a, method := c.Func.(*ast.Attribute)
	var first ast.Expr
	if len(c.Args) > 0 {
		first = c.Args[0]
	}
	switch {
	case name == "backward" && method && len(c.Args) == 0:
		if scaled, ok := a.Value.(*ast.Call); ok && len(scaled.Args) == 1 &&
			last(dotted(scaled.Func)) == "scale" {
			return scaled.Args
		}
		return []ast.Expr{a.Value}
	case name == "backward" && method && dotted(a.Value) != "ctx", name == "manual_backward",
		name == "value_and_grad", name == "minimize" && method && len(c.Args) > 0,
		name == "grad" && isFunction(first) && !strings.HasSuffix(dotted(c.Func), "autograd.grad"),
		name == "gradient" && method && len(c.Args) > 1:
		if _, is := first.(*ast.Name); name == "backward" && !is {
			return nil
		}
		if first != nil {
			return []ast.Expr{first}
		}
	case name == "compile" && method:
		for _, k := range c.Keywords {
			if k.Arg == "loss" {
				return []ast.Expr{k.Value}
			}
		}
		if len(c.Args) > 1 { // of Keras, after the optimizer
			return c.Args[1:2]
		}
	}
	return nil
}

// isFunction reports whether e may be a function by its name or a lambda.
func isFunction(e ast.Expr) bool {
	switch e.(type) {
	case *ast.Name, *ast.Lambda, *ast.Attribute:
		return true
	}
	return false
}

// runs reports whether a call is of a method by which a model is trained or evaluated.
func runs(c *ast.Call) bool {
	a, ok := c.Func.(*ast.Attribute)
	if !ok {
		return false
	}
	switch string(a.Attr) {
	case "zero_grad", "apply_gradients", "fit", "fit_generator":
		return true
	case "train":
		return dotted(a.Value) != "self"
	case "step", "eval":
		return len(c.Args) == 0 && len(c.Keywords) == 0 && dotted(a.Value) != "self"
	}
	return false
}

// losses adds the functions and classes of the module that e calls, but not their arguments, to
// the losses. Names that have a value by assignment stand for it.
func (g *gradients) losses(e ast.Ast) {
	ast.Walk(e, func(n ast.Ast) bool {
		switch n := n.(type) {
		case *ast.Name:
			g.name(string(n.Id), nil)
		case *ast.Call:
			name := dotted(n.Func)
			if g.name(name, n) || g.parameter(name) {
				g.arguments(n)
				return false
			}
			if name == "" {
				g.arguments(n) // of what a call returns
			}
			return g.unknown(n)
		case *ast.Dict:
			g.texts(n.Values)
		case *ast.List:
			g.texts(n.Elts)
		case *ast.BinOp:
			g.operation(n)
		case *ast.UnaryOp:
			if n.Op != ast.Not && !constant(n.Operand) {
				g.more(n)
			}
		case *ast.Attribute:
			return !g.name(dotted(n), nil)
		}
		return true
	})
}

// unknown adds the losses in the arguments of a function that is not of the module. It reports
// whether the call is still to be walked.
func (g *gradients) unknown(c *ast.Call) bool {
	name := last(dotted(c.Func))
	if namedAs(name, "loss", "entropy", "bce", "nll", "log", "logsigmoid", "softplus") {
		g.found.inline = true
		g.found.others = append(g.found.others, g.file.at(c))
		return true
	}
	if slices.Contains(passing, name) {
		return true
	}
	before := len(g.found.losses)
	for _, a := range c.Args {
		g.losses(a)
	}
	for _, k := range c.Keywords {
		g.losses(k.Value)
	}
	if a, ok := c.Func.(*ast.Attribute); ok {
		g.losses(a.Value)
	}
	if len(g.found.losses) > before {
		g.more(c)
	}
	return false
}

// parameter reports whether a name is that of a parameter which may be a loss.
func (g *gradients) parameter(name string) bool {
	is := slices.ContainsFunc(g.functions, func(d *ast.FunctionDef) bool {
		return slices.Contains(argNames(d), name)
	}) && !namedAs(name, modelNames...) && name != "self"
	g.found.passed = g.found.passed || is
	return is
}

// name adds what a name stands for. It reports whether it is known.
func (g *gradients) name(name string, call *ast.Call) bool {
	if name == "" {
		return false
	}
	if g.done[name] {
		return true
	}
	known, called := false, call != nil
	if call == nil {
		call = &ast.Call{Func: &ast.Name{Id: ast.Identifier(name)}}
	} else {
		of := *call
		call = &of
	}
	add := func() bool {
		made, names := constants(call, g.defaults())
		g.found.losses = append(g.found.losses, made)
		g.found.defaults = append(g.found.defaults, names...)
		return true
	}
	if g.found.name == "" && called && g.file.defined[name] {
		return add() // one that the module makes, with arguments that are known
	}
	values := func(targets []ast.Expr, value ast.Expr) {
		if slices.ContainsFunc(targets, func(t ast.Expr) bool { return assigns(t, name) }) {
			known, g.done[name] = true, true
			if of, ok := value.(*ast.Name); ok && called {
				g.parameter(string(of.Id))
			}
			g.losses(value)
		}
	}
	g.walk(func(n ast.Ast) {
		switch n := n.(type) {
		case *ast.Assign:
			values(n.Targets, n.Value)
		case *ast.AugAssign:
			values([]ast.Expr{n.Target}, n.Value)
		case *ast.FunctionDef:
			if string(n.Name) == name {
				known, g.done[name] = true, true
				results(n.Body, func(e ast.Expr) { g.losses(e) })
			}
		}
	})
	if known && !called {
		g.sums(name)
	}
	if method, ok := strings.CutPrefix(name, "self."); ok && !known && g.method(method) {
		call.Func = &ast.Attribute{Value: &ast.Name{Id: g.class.Name}, Attr: ast.Identifier(method)}
		return add()
	}
	if known || !g.file.defined[name] {
		return known
	}
	return add()
}

// method reports whether the class has a method that may be a loss: it does more than to call a
// model.
func (g *gradients) method(name string) (is bool) {
	if g.class == nil {
		return false
	}
	for _, d := range g.functions {
		if string(d.Name) == name && len(argNames(d)) >= 3 {
			is = gives(d)
		}
	}
	return is
}
