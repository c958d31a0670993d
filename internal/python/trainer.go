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
}

// trainers returns the trainers of a module.
func trainers(f *file) (all []trainer) {
	var loose []ast.Stmt
	var collect func(body []ast.Stmt)
	collect = func(body []ast.Stmt) {
		for _, st := range body {
			switch st := st.(type) {
			case *ast.FunctionDef:
				g := &gradients{file: f, bodies: [][]ast.Stmt{st.Body}, functions: []*ast.FunctionDef{st}}
				if t, ok := g.trainer(string(st.Name), st); ok {
					all = append(all, t)
				}
			case *ast.ClassDef:
				if namedAs(string(st.Name), "loss", "losses", "criterion", "objective") {
					continue
				}
				g := &gradients{file: f, class: st}
				for _, m := range st.Body {
					if d, ok := m.(*ast.FunctionDef); ok {
						g.bodies = append(g.bodies, d.Body)
						g.functions = append(g.functions, d)
					}
				}
				if t, ok := g.trainer(string(st.Name), st); ok {
					all = append(all, t)
				}
			case *ast.If:
				if st != nil && len(st.Orelse) == 0 && slices.ContainsFunc(st.Body, defines) {
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
	"Model", "Sequential", "DataModule", "LightningDataModule", "TrainerCallback", "PreTrainedModel"}

// layers are parts of models: a class that has one is a model.
var layers = []string{"Linear", "LazyLinear", "Conv1d", "Conv2d", "Conv3d", "ConvTranspose2d",
	"Embedding", "LSTM", "GRU", "RNN", "Transformer", "TransformerEncoder", "MultiheadAttention",
	"BatchNorm1d", "BatchNorm2d", "LayerNorm", "Dropout", "MaxPool2d", "Sequential", "Dense",
	"Conv2D", "Flatten", "BatchNormalization"}

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
		is = is || runs(c)
	})
	if g.class != nil {
		for _, m := range g.class.Body {
			d, ok := m.(*ast.FunctionDef)
			if ok && slices.Contains(trainingMethods, string(d.Name)) {
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
	g.walk(func(n ast.Ast) {
		if c, ok := n.(*ast.Call); ok {
			is = is || slices.Contains(layers, last(dotted(c.Func)))
		}
	})
	return is
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
	}
	return nil
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
				return false
			}
			g.found.inline = g.found.inline ||
				namedAs(last(name), "loss", "entropy", "bce", "nll", "log", "logsigmoid", "softplus")
		case *ast.Attribute:
			return !g.name(dotted(n), nil)
		}
		return true
	})
}

// parameter reports whether a name is that of a parameter which may be a loss.
func (g *gradients) parameter(name string) bool {
	is := slices.ContainsFunc(g.functions, func(d *ast.FunctionDef) bool {
		return slices.Contains(argNames(d), name)
	}) && !namedAs(name, "model", "net", "network", "module",
		"backbone", "encoder", "decoder", "head", "generator", "discriminator", "self")
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
		g.found.losses = append(g.found.losses, constants(call, g.defaults()))
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
	for _, st := range g.class.Body {
		d, ok := st.(*ast.FunctionDef)
		if !ok || string(d.Name) != name || len(argNames(d)) < 3 {
			continue
		}
		is = gives(d)
	}
	return is
}

// defaults returns the defaults of parameters by their names, and by those of attributes that have
// their values.
func (g *gradients) defaults() map[string]ast.Expr {
	all := map[string]ast.Expr{}
	for _, d := range g.functions {
		if d.Args == nil {
			continue
		}
		first := len(d.Args.Args) - len(d.Args.Defaults)
		for i, e := range d.Args.Defaults {
			all[string(d.Args.Args[first+i].Arg)] = e
		}
		for i, e := range d.Args.KwDefaults {
			if e != nil && i < len(d.Args.Kwonlyargs) {
				all[string(d.Args.Kwonlyargs[i].Arg)] = e
			}
		}
	}
	g.walk(func(n ast.Ast) {
		a, ok := n.(*ast.Assign)
		if !ok || len(a.Targets) != 1 {
			return
		}
		name := dotted(a.Targets[0])
		if e := all[dotted(a.Value)]; e != nil && strings.HasPrefix(name, "self.") {
			all[name] = e
		} else if ok && e == nil {
			delete(all, name) // another value
		}
	})
	return all
}

func assigns(target ast.Expr, name string) bool {
	if t, ok := target.(*ast.Tuple); ok {
		return slices.ContainsFunc(t.Elts, func(e ast.Expr) bool { return assigns(e, name) })
	}
	return dotted(target) == name
}

// constants returns a call with the defaults of parameters in the place of these, and without its
// other arguments by position that are no constants: they are arrays.
func constants(c *ast.Call, defaults map[string]ast.Expr) *ast.Call {
	made := *c
	made.Args, made.Keywords = nil, nil
	given := func(e ast.Expr) ast.Expr {
		if d := defaults[dotted(e)]; d != nil {
			return d
		}
		return e
	}
	for _, a := range c.Args {
		if a = given(a); !constant(a) {
			a = nil
		}
		made.Args = append(made.Args, a)
	}
	for _, k := range c.Keywords {
		of := *k
		of.Value = given(k.Value)
		made.Keywords = append(made.Keywords, &of)
	}
	return &made
}

func constant(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Num, *ast.NameConstant, *ast.Str:
		return true
	case *ast.UnaryOp:
		return constant(e.Operand)
	case *ast.List:
		return !slices.ContainsFunc(e.Elts, func(e ast.Expr) bool { return !constant(e) })
	case *ast.Tuple:
		return !slices.ContainsFunc(e.Elts, func(e ast.Expr) bool { return !constant(e) })
	}
	return false
}
