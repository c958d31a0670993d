package python

import (
	"slices"
	"strings"

	"github.com/go-python/gpython/ast"
	"github.com/go-python/gpython/py"
)

// inline reads a loss that a trainer computes where it trains, as a function of what its statements
// take from a model and a batch. It returns nil if these are not plain assignments or the function
// is not read, other than for a fault that was seen.
func (m *Module) inline(t trainer, o Options) (*Reading, error) {
	d := m.step(t)
	if d == nil {
		return nil, nil
	}
	s := &slicer{file: m.first.file, of: d.function, class: d.class, needed: map[string]bool{}}
	made := s.function(d.body, d.target)
	if made == nil {
		return nil, nil
	}
	made.Name = ast.Identifier(strings.Join(append(words(t.name), "loss"), "_"))
	made.Pos = d.function.Pos
	r := m.first.copy()
	if m.fragment { // of which the names are not to be inputs
		r = newReader(m.first.file, o)
	}
	var reading *Reading
	err := r.try(func() {
		r.exec([]ast.Stmt{made}, r.globals)
		reading = r.entry(string(made.Name), o)
	})
	switch {
	case err != nil && len(r.marks) > 0:
		return &Reading{Name: t.name, Marks: r.marks, Lines: r.file.lines}, err
	case err != nil || reading == nil:
		return nil, nil
	}
	reading.Name = t.name
	m.returnsProbability(reading)
	return reading, nil
}

// A step is the place where a trainer takes the gradient of a loss.
type step struct {
	class    *ast.ClassDef
	function *ast.FunctionDef
	body     []ast.Stmt // the statements before, in their order, with targets of loops
	target   ast.Expr
}

// step returns the only step of a trainer, nil for none or several.
func (m *Module) step(t trainer) (found *step) {
	count := 0
	try := func(class *ast.ClassDef, d *ast.FunctionDef) {
		add := func(body []ast.Stmt, e ast.Expr) {
			count++
			found = &step{class, d, slices.Clone(body), e}
		}
		returns := class != nil && slices.Contains(trainingMethods, string(d.Name))
		var walk func(before, body []ast.Stmt)
		walk = func(before, body []ast.Stmt) {
			for _, st := range body {
				switch st := st.(type) {
				case *ast.For:
					loop := &ast.Assign{StmtBase: st.StmtBase, Targets: []ast.Expr{st.Target},
						Value: &ast.Name{ExprBase: ast.ExprBase{Pos: st.Pos}, Id: "batch"}}
					walk(append(slices.Clone(before), loop), st.Body)
				case *ast.While:
					walk(before, st.Body)
				case *ast.With:
					if mixed(st) {
						walk(before, st.Body)
						before = append(before, st.Body...)
						continue
					}
				case *ast.ExprStmt:
					if c, ok := st.Value.(*ast.Call); ok && !returns {
						for _, e := range gradientOf(c) {
							add(before, e)
						}
					}
				case *ast.Return:
					if returns && st.Value != nil {
						add(before, result(st.Value))
					}
				}
				before = append(before, st)
			}
		}
		walk(nil, d.Body)
	}
	if t.name == "" {
		try(nil, &ast.FunctionDef{Body: script(m.first.file.body)})
	}
	for _, st := range m.first.file.body {
		if definedBy(st) != t.name {
			continue
		}
		switch st := st.(type) {
		case *ast.FunctionDef:
			try(nil, st)
		case *ast.ClassDef:
			for _, d := range methods(st) {
				try(st, d)
			}
		}
	}
	if count != 1 {
		return nil
	}
	return found
}

// mixed reports whether a with statement chooses the precision.
func mixed(w *ast.With) bool {
	return !slices.ContainsFunc(w.Items, func(i *ast.WithItem) bool {
		c, ok := i.ContextExpr.(*ast.Call)
		return !ok || !strings.Contains(dotted(c.Func), "autocast")
	})
}

// result returns the loss among the results of a training step.
func result(e ast.Expr) ast.Expr {
	switch e := e.(type) {
	case *ast.IfExp: // (loss, outputs) if return_outputs else loss
		if _, two := e.Body.(*ast.Tuple); two {
			return result(e.Orelse)
		}
	case *ast.Tuple:
		if len(e.Elts) > 0 {
			return e.Elts[0]
		}
	case *ast.Dict:
		for i, k := range e.Keys {
			if s, ok := k.(*ast.Str); ok && string(s.S) == "loss" {
				return e.Values[i]
			}
		}
	}
	return e
}

// A slicer makes a function of the statements that a result needs.
type slicer struct {
	file   *file
	of     *ast.FunctionDef
	class  *ast.ClassDef
	needed map[string]bool
	params []string
	at     ast.Pos
	bad    bool
}

func (s *slicer) function(body []ast.Stmt, target ast.Expr) *ast.FunctionDef {
	last := &ast.Return{Value: s.expr(target, "output")}
	last.Pos = s.at
	if p, ok := target.(interface{ GetLineno() int }); ok && p.GetLineno() > 0 {
		last.Pos = ast.Pos{Lineno: p.GetLineno()}
	}
	kept := []ast.Stmt{last}
	for _, st := range slices.Backward(body) {
		kept = append(s.statement(st), kept...)
	}
	defaults := map[string]ast.Expr{}
	if a := s.of.Args; a != nil {
		first := len(a.Args) - len(a.Defaults)
		for i, e := range a.Defaults {
			defaults[string(a.Args[first+i].Arg)] = e
		}
	}
	for _, name := range sorted(s.needed) { // of the object, and parameters
		if value := s.attribute(name); value != nil {
			delete(s.needed, name)
			of := &ast.Assign{Targets: []ast.Expr{
				&ast.Name{Id: ast.Identifier(name)}}, Value: value}
			of.Pos = ast.Pos{Lineno: value.GetLineno(), ColOffset: value.GetColOffset()}
			kept = append([]ast.Stmt{of}, kept...)
		}
	}
	a := &ast.Arguments{Pos: s.of.Pos}
	arg := func(name string) {
		a.Args = append(a.Args, &ast.Arg{Pos: s.of.Pos, Arg: ast.Identifier(name)})
	}
	slices.Reverse(s.params)
	for _, name := range s.params {
		arg(name)
	}
	for _, name := range sorted(s.needed) {
		if e := defaults[name]; e != nil {
			arg(name)
			a.Defaults = append(a.Defaults, e)
		} else if slices.Contains(argNames(s.of), name) {
			s.bad = true
		}
	}
	if s.bad || len(s.params) != 2 {
		return nil
	}
	return &ast.FunctionDef{Args: a, Body: kept}
}

// statement returns what is kept of a statement.
func (s *slicer) statement(st ast.Stmt) []ast.Stmt {
	switch st := st.(type) {
	case *ast.Assign:
		if len(st.Targets) != 1 {
			break
		}
		switch target := st.Targets[0].(type) {
		case *ast.Name:
			return s.assign(st, target, st.Value)
		case *ast.Tuple:
			var kept []ast.Stmt
			values, pairs := st.Value.(*ast.Tuple)
			for i, e := range slices.Backward(target.Elts) {
				n, ok := e.(*ast.Name)
				switch {
				case !ok && assignsAny(e, s.needed):
					s.bad = true
				case !ok || !s.needed[string(n.Id)]:
				case pairs && len(values.Elts) == len(target.Elts):
					kept = append(s.assign(st, n, values.Elts[i]), kept...)
				default:
					s.param(string(n.Id))
				}
			}
			return kept
		}
	case *ast.With: // as of no_grad
		var kept []ast.Stmt
		for _, of := range slices.Backward(st.Body) {
			kept = append(s.statement(of), kept...)
		}
		if len(kept) == 0 {
			return nil
		}
		of := *st
		of.Body = kept
		return []ast.Stmt{&of}
	case *ast.AugAssign:
		if n, ok := st.Target.(*ast.Name); ok && s.needed[string(n.Id)] {
			of := *st
			of.Value = s.expr(st.Value, string(n.Id))
			return []ast.Stmt{&of}
		}
	}
	walk(st, func(n ast.Ast) { // another one must not change what is needed
		switch n := n.(type) {
		case *ast.Assign:
			for _, t := range n.Targets {
				s.bad = s.bad || assignsAny(t, s.needed)
			}
		case *ast.AugAssign:
			s.bad = s.bad || assignsAny(n.Target, s.needed)
		case *ast.Call: // of a method that changes its array
			a, ok := n.Func.(*ast.Attribute)
			s.bad = s.bad || ok && strings.HasSuffix(string(a.Attr), "_") &&
				assignsAny(a.Value, s.needed)
		}
	})
	return nil
}

func assignsAny(target ast.Expr, names map[string]bool) (any bool) {
	walk(target, func(n ast.Ast) {
		if n, ok := n.(*ast.Name); ok && names[string(n.Id)] {
			any = true
		}
	})
	return any
}

func (s *slicer) assign(st *ast.Assign, target *ast.Name, value ast.Expr) []ast.Stmt {
	name := string(target.Id)
	if !s.needed[name] {
		return nil
	}
	delete(s.needed, name)
	of := *st
	of.Targets = []ast.Expr{target}
	of.Value = s.expr(value, name)
	if n, ok := of.Value.(*ast.Name); ok && string(n.Id) == name {
		return nil
	}
	return []ast.Stmt{&of}
}

// param makes a name one that the function gets.
func (s *slicer) param(name string) {
	delete(s.needed, name)
	if !slices.Contains(s.params, name) {
		s.params = append(s.params, name)
	}
}

// attribute returns the value that the class gives to an attribute of its object, nil for none.
func (s *slicer) attribute(name string) (value ast.Expr) {
	if s.class == nil || !strings.HasPrefix(name, "self_") {
		return nil
	}
	walkBody(s.class.Body, func(n ast.Ast) {
		if a, ok := n.(*ast.Assign); ok && len(a.Targets) == 1 &&
			dotted(a.Targets[0]) == "self."+strings.TrimPrefix(name, "self_") {
			if value != nil {
				s.bad = true
			}
			value = a.Value
		}
	})
	n, ok := value.(*ast.Name)
	if !ok {
		return value
	}
	g := &gradients{functions: methods(s.class)}
	return g.defaults()[string(n.Id)]
}

// expr returns an expression with parameters in the place of what comes from a model or a batch.
// Name is the name that it is assigned to.
func (s *slicer) expr(e ast.Expr, name string) ast.Expr {
	each := func(all []ast.Expr) (made []ast.Expr) {
		for _, e := range all {
			made = append(made, s.expr(e, name))
		}
		return made
	}
	source := func(name string) ast.Expr {
		s.source(name)
		n := &ast.Name{Id: ast.Identifier(name)}
		n.Pos = ast.Pos{Lineno: e.GetLineno(), ColOffset: e.GetColOffset()}
		return n
	}
	switch e := e.(type) {
	case *ast.Name:
		s.needed[string(e.Id)] = true
		return e
	case *ast.Attribute:
		if dotted(e.Value) == "self" {
			of := "self_" + string(e.Attr)
			s.needed[of] = true
			n := &ast.Name{Id: ast.Identifier(of)}
			n.Pos = ast.Pos{Lineno: e.GetLineno(), ColOffset: e.GetColOffset()}
			return n
		}
		if slices.Contains([]string{"logits", "label", "labels", "y", "target",
			"targets"}, string(e.Attr)) {
			return source(string(e.Attr))
		}
		of := *e
		of.Value = s.expr(e.Value, name)
		return &of
	case *ast.Subscript:
		if i, ok := e.Slice.(*ast.Index); ok {
			if key, ok := i.Value.(*ast.Str); ok {
				return source(string(key.S))
			}
		}
		of := *e
		of.Value = s.expr(e.Value, name)
		return &of
	case *ast.Call:
		if key := fetched(e); key != "" {
			return source(key)
		}
		if s.model(e) {
			return source(name)
		}
		of := *e
		of.Func = s.expr(e.Func, name)
		// to a shape that the model knows
		if n := last(dotted(e.Func)); n == "view" || n == "reshape" {
			of.Args = nil
			for _, a := range e.Args {
				if !constant(a) {
					a = &ast.Num{N: py.Int(2)}
				}
				of.Args = append(of.Args, a)
			}
			return &of
		}
		if dotted(e.Func) != "" { // not of a method of what it gets
			name = "output"
		}
		of.Args, of.Keywords = each(e.Args), nil
		for _, k := range e.Keywords {
			with := *k
			with.Value = s.expr(k.Value, name)
			of.Keywords = append(of.Keywords, &with)
		}
		return &of
	case *ast.BinOp:
		of := *e
		of.Left, of.Right = s.expr(e.Left, name), s.expr(e.Right, name)
		return &of
	case *ast.UnaryOp:
		of := *e
		of.Operand = s.expr(e.Operand, name)
		return &of
	case *ast.Compare:
		of := *e
		of.Left, of.Comparators = s.expr(e.Left, name), each(e.Comparators)
		return &of
	case *ast.Tuple:
		of := *e
		of.Elts = each(e.Elts)
		return &of
	case *ast.List:
		of := *e
		of.Elts = each(e.Elts)
		return &of
	case *ast.Num, *ast.Str, *ast.NameConstant:
		return e
	}
	s.bad = true
	return e
}

// source notes that a name is that of a parameter, unless it is of a value, too.
func (s *slicer) source(name string) {
	if s.needed[name] || strings.ContainsFunc(name, func(r rune) bool { return !isNameStart(r) }) {
		s.bad = true
	}
	s.param(name)
}

// fetched returns the key by which a call gets an entry of a dictionary.
func fetched(c *ast.Call) string {
	a, ok := c.Func.(*ast.Attribute)
	if !ok || len(c.Args) == 0 || a.Attr != "get" && a.Attr != "pop" {
		return ""
	}
	key, ok := c.Args[0].(*ast.Str)
	if !ok {
		return ""
	}
	return string(key.S)
}

// model reports whether a call is of a model.
func (s *slicer) model(c *ast.Call) bool {
	name := dotted(c.Func)
	if name == "self" || name == "self.forward" {
		return s.class != nil
	}
	return namedAs(last(name), "model", "net", "network", "backbone", "classifier",
		"encoder", "head") &&
		!strings.HasPrefix(name, ".")
}
