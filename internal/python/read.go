// Package python reads losses that people wrote in Python for PyTorch, TensorFlow, Keras, JAX or
// NumPy, and returns them as formulas of package syntax.
//
// [Read] parses the code and evaluates it in part: defaults, flags, strings and None are known,
// arrays are not. What the code computes of its arrays is an [Expr]; what its parameters are
// follows from their use, their position and their names. Code is never executed, and what is not
// understood is refused with its line and column: nothing is left out.
package python

import (
	"slices"
	"strings"

	"github.com/go-python/gpython/ast"

	"lossexplorer/internal/formula/syntax"
)

// Options are what the user of [Read] knows about the code. The zero value is nothing.
type Options struct {
	Name  string          // of the function or class to read, where there are several
	Roles map[string]Role // of parameters

	repair  Rule // a fault to read as if it were mended
	written bool // see [Reading.Written]
}

// A Note is something to know about what was read, such as that it is the loss of a batch.
type Note struct {
	At   Position
	Code string
	Args []string
}

// A ParamValue is a parameter of the code that the formula has.
type ParamValue struct {
	Name    string // in the formula
	Value   float64
	Default bool // the value is the code's
	E       *Expr
}

// A Reading is a loss that was read.
type Reading struct {
	Name    string // of the function or class
	Formula string // as package syntax reads it
	Roles   map[string]Role
	Params  []ParamValue
	Epsilon float64 // the value of epsilon in the code, 0 if the formula has none
	Classes bool    // it is a loss over classes, as a function of p_t
	Row     bool    // and its label is a row with 1 for the labelled class
	OneHot  bool    // the label is the number of a class, of which one is shown
	Notes   []Note

	Loss  *Expr  // with the roles in place
	Marks []Mark // faults that were seen while reading
	Pairs []Pair
	Lines []string
	Jax   bool // arrays do not change in place: TensorFlow, JAX

	Weights []Position
	Batch   *Expr // the loss with its reductions
	r       *reader

	source  string
	options Options
}

// A Pair is an autograd.Function with the derivative that it has by hand, or an objective that
// returns gradient and Hessian.
type Pair struct {
	At                Position
	Value             *Expr // nil for an objective
	Gradient, Hessian *Expr
	Pred              *Expr
}

// pair is an autograd.Function that was called.
type pair struct {
	class    *class
	backward *function
	ctx      *object
	args     []value
	value    value
	at       Position
}

// A Rule names a fault of the code that package lint reports.
type Rule string

// The rules that are seen while reading.
const (
	SigmoidTwice  Rule = "sigmoid-twice"
	ArgumentOrder Rule = "argument-order"
	LogitsProbs   Rule = "logits-as-probabilities"
	ShapeMismatch Rule = "shape-mismatch"
)

// A Mark is a fault that was seen while reading.
type Mark struct {
	Rule Rule
	At   Position
	Args []string
	Of   *Expr
}

// IsPython reports whether a text looks like Python rather than like a formula.
func IsPython(source string) bool {
	for line := range strings.SplitSeq(source, "\n") {
		line = strings.TrimSpace(line)
		for _, w := range []string{"def ", "class ", "return ", "import ", "from ", "@", "lambda ", "async "} {
			if strings.HasPrefix(line, w) {
				return true
			}
		}
		for _, w := range []string{"torch.", "tf.", "np.", "jnp.", "F.", "K.", "lambda ", "nn.", "ops."} {
			if i := strings.Index(line, w); i == 0 || i > 0 && !isNameStart(rune(line[i-1])) {
				return true
			}
		}
	}
	return false
}

// maxRoots bounds the functions of a source that are tried.
const maxRoots = 40

// Read reads the loss of a source. The error is an [*Error]; the reading then has the marks that
// were seen.
func Read(source string, o Options) (*Reading, error) {
	reading, err := read(source, o)
	reading.source, reading.options = source, o
	return reading, err
}

func read(source string, o Options) (*Reading, error) {
	f, err := parse(source)
	if err != nil {
		return &Reading{}, err
	}
	first := newReader(f, o)
	var top outcome
	fragment := !slices.ContainsFunc(f.body, defines)
	if err := first.try(func() { top = first.module(fragment) }); err != nil {
		return &Reading{Marks: first.marks}, err
	}
	if fragment {
		return first.fragment(top, o)
	}
	names := roots(f)
	if o.Name != "" {
		names = []string{o.Name}
	}
	if len(names) > maxRoots {
		return &Reading{Lines: f.lines}, &Error{Position: Position{1, 1}, Code: "several", Args: []string{strings.Join(names[:maxRoots], ", ") + " …", names[0]}, Names: names}
	}
	var read []*Reading
	var refused *Reading
	var why error
	for _, name := range names {
		r := newReader(f, o)
		var reading *Reading
		err := r.try(func() {
			r.module(false)
			reading = r.entry(name, o)
		})
		switch {
		case err == nil && reading != nil:
			read = append(read, reading)
		case err != nil && (why == nil || why.(*Error).Code == "no-inputs" || err.(*Error).Code != "no-inputs"):
			refused, why = &Reading{Name: name, Marks: r.marks, Lines: f.lines}, err
			if r.objectiveOf != nil {
				refused = r.objectiveOf
			}
		}
	}
	switch {
	case len(read) == 0 && why == nil:
		return &Reading{}, &Error{Position: Position{1, 1}, Code: "no-loss"}
	case len(read) == 0:
		return refused, why
	}
	for _, other := range read[1:] {
		if other.Formula != read[0].Formula {
			var all []string
			for _, o := range read {
				all = append(all, o.Name)
			}
			return &Reading{Lines: f.lines}, &Error{Position: Position{1, 1}, Code: "several", Args: []string{strings.Join(all, ", "), all[len(all)-1]}, Names: all}
		}
	}
	return read[len(read)-1], nil
}

// Written returns the loss as a formula that has the operations of the code one by one,
// for emulations of rounding: nothing is simplified, and logsigmoid, bce, bce_logits and
// float32 stand for functions of PyTorch. It is "" if the code cannot be read so.
func (reading *Reading) Written() string {
	o := reading.options
	o.Name, o.Roles, o.written = reading.Name, reading.Roles, true
	made, err := read(reading.source, o)
	if err != nil {
		return ""
	}
	return made.Formula
}

// Names returns the functions and classes of a source that nothing else in it uses.
func Names(source string) []string {
	f, err := parse(source)
	if err != nil {
		return nil
	}
	return roots(f)
}

func newReader(f *file, o Options) *reader {
	r := &reader{
		file: f, repair: o.repair, given: o.Roles, pool: pool{written: o.written}, names: map[*Expr]string{}, params: map[string]*parameter{},
		globals: &scope{vars: map[string]value{}}, overAxis: map[*Expr]bool{}, called: map[Position]bool{}, own: map[string]Position{},
	}
	r.over = func() { r.fail(r.at, "too-much") }
	return r
}

// try runs f, and returns its refusal.
func (r *reader) try(f func()) (err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case *Error:
			err = p
		case opaqueArgument:
			err = &Error{Position: p.v.at, Code: p.v.code, Args: p.v.args}
		default:
			panic(p)
		}
	}()
	f()
	return nil
}

func defines(st ast.Stmt) bool {
	switch st := st.(type) {
	case *ast.FunctionDef, *ast.ClassDef:
		return true
	case *ast.Assign:
		_, ok := st.Value.(*ast.Lambda)
		return ok
	case *ast.If:
		return slices.ContainsFunc(st.Body, defines)
	case *ast.Try:
		return slices.ContainsFunc(st.Body, defines)
	}
	return false
}

// module executes the statements of the module. Of one with functions, those that are not
// understood leave their names unknown.
func (r *reader) module(fragment bool) outcome {
	r.file.defined = defined(r.file.body)
	if fragment {
		r.free = true
		return r.exec(r.file.body, r.globals)
	}
	for _, st := range r.file.body {
		err := r.try(func() { r.exec([]ast.Stmt{st}, r.globals) })
		r.depth = 0
		if err == nil {
			continue
		}
		e := err.(*Error)
		switch d := st.(type) {
		case *ast.ClassDef:
			r.globals.vars[string(d.Name)] = opaque{code: e.Code, args: e.Args, at: e.Position}
		case *ast.FunctionDef:
			r.globals.vars[string(d.Name)] = opaque{code: e.Code, args: e.Args, at: e.Position}
		}
		a, ok := st.(*ast.Assign)
		if !ok {
			continue
		}
		for _, t := range a.Targets {
			if n, ok := t.(*ast.Name); ok {
				r.globals.vars[string(n.Id)] = opaque{code: e.Code, args: e.Args, at: e.Position}
			}
		}
	}
	r.marks, r.uses, r.inputs, r.notes = nil, nil, nil, nil
	return outcome{}
}

// defined returns the names that the statements of a module define, other than by import.
func defined(body []ast.Stmt) map[string]bool {
	names := map[string]bool{}
	for _, st := range body {
		switch st := st.(type) {
		case *ast.FunctionDef:
			names[string(st.Name)] = true
		case *ast.ClassDef:
			names[string(st.Name)] = true
		case *ast.Assign:
			for _, t := range st.Targets {
				if n, ok := t.(*ast.Name); ok {
					names[string(n.Id)] = true
				}
			}
		}
	}
	return names
}

// roots returns the functions and classes that no other one uses, in their order.
func roots(f *file) []string {
	used := map[string]bool{}
	var names []string
	var collect func(body []ast.Stmt)
	collect = func(body []ast.Stmt) {
		for _, st := range body {
			own := ""
			switch st := st.(type) {
			case *ast.FunctionDef:
				own = string(st.Name)
			case *ast.ClassDef:
				own = string(st.Name)
			case *ast.Assign:
				if n, ok := st.Targets[0].(*ast.Name); ok {
					if _, ok := st.Value.(*ast.Lambda); ok {
						own = string(n.Id)
					}
				}
			case *ast.If:
				if dotted(first(st.Test)) != "__name__" {
					collect(st.Body)
				}
				continue
			case *ast.Try:
				collect(st.Body)
				continue
			}
			if own == "" {
				continue
			}
			if !slices.Contains(names, own) {
				names = append(names, own)
			}
			walk(st, func(n ast.Ast) {
				if n, ok := n.(*ast.Name); ok && string(n.Id) != own {
					used[string(n.Id)] = true
				}
			})
		}
	}
	collect(f.body)
	for _, value := range f.walrus {
		walk(value, func(n ast.Ast) {
			if n, ok := n.(*ast.Name); ok {
				used[string(n.Id)] = true
			}
		})
	}
	all := names
	names = slices.DeleteFunc(slices.Clone(names), func(n string) bool { return used[n] })
	if len(names) == 0 {
		return all
	}
	return names
}

func first(e ast.Expr) ast.Expr {
	if c, ok := e.(*ast.Compare); ok {
		return c.Left
	}
	return e
}

// walk calls f for the nodes of a tree, and reports whether it came to all of them.
func walk(n ast.Ast, f func(ast.Ast)) (whole bool) {
	defer func() { _ = recover() }() // the parser's walk stops at what it does not know
	ast.Walk(n, func(n ast.Ast) bool {
		if n != nil {
			f(n)
		}
		return true
	})
	return true
}

// fragment reads statements without a function.
func (r *reader) fragment(top outcome, o Options) (*Reading, error) {
	var reading *Reading
	err := r.try(func() {
		v := top.v
		if top.how != returns {
			v = r.last
			if l, ok := r.globals.vars["loss"]; ok {
				v = l
			}
		}
		if v == nil {
			r.fail(Position{1, 1}, "no-loss")
		}
		reading = r.finish("", v, Position{1, 1}, o)
	})
	if err != nil {
		return &Reading{Marks: r.marks, Lines: r.file.lines}, err
	}
	return reading, nil
}

// entry reads a function or class of the module. Nil is none that could be a loss.
func (r *reader) entry(name string, o Options) *Reading {
	v, ok := r.globals.vars[name]
	if !ok {
		r.fail(Position{1, 1}, "no-name", name)
	}
	switch v := v.(type) {
	case opaque:
		r.fail(v.at, v.code, v.args...)
	case *function:
		return r.function(v, nil, name, o)
	case *class:
		if v.based("Function") {
			return r.autograd(v, o)
		}
		var obj *object
		if m, _, ok := v.find("__init__", 0); ok {
			if f, ok := m.(*function); ok {
				obj = &object{v, map[string]value{}}
				s := &scope{vars: map[string]value{}, parent: f.scope, self: obj}
				r.formal(f, s, obj, false)
				r.body(f, s, f.at)
			}
		}
		if obj == nil {
			obj = &object{v, map[string]value{}}
			for _, n := range v.hints {
				if m, ok := v.vars.vars[n]; ok {
					obj.attrs[n] = r.named_(n, m, v.at)
				}
			}
		}
		for _, n := range []string{"forward", "call", "__call__", "loss", "compute_loss"} {
			if m, _, ok := v.find(n, 0); ok {
				if f, ok := m.(*function); ok {
					return r.function(f, obj, name, o)
				}
			}
		}
		if p, ok := obj.attrs[wrapped].(partial); ok {
			return r.wrapped(p, v, name, o)
		}
		return nil
	}
	return nil
}

// wrapped reads a class that calls a function of a label and a prediction with further arguments.
func (r *reader) wrapped(p partial, c *class, name string, o Options) *Reading {
	f, ok := p.fn.(*function)
	if !ok || f.args == nil || len(f.args.Args) < 2 {
		return nil
	}
	args := []value{}
	for _, a := range f.args.Args[:2] {
		args = append(args, &tensor{e: r.input(string(a.Arg), r.file.at(a)).e, array: true})
	}
	return r.finish(name, r.apply(p, args, nil, c.at), c.at, o)
}

// named_ makes a number of a default a parameter.
func (r *reader) named_(name string, v value, at Position) value {
	if t, ok := v.(*tensor); ok && t.e.Op == Const && !t.array {
		return &tensor{e: r.param(name, t.e.Value, at)}
	}
	return v
}

// formal gives the parameters of a function what they stand for. Arrays are those without a
// default; of a constructor they are numbers.
func (r *reader) formal(f *function, s *scope, self value, arrays bool) int {
	count := 0
	a := f.args
	if a == nil {
		return 0
	}
	for i, p := range append(append([]*ast.Arg(nil), a.Args...), a.Kwonlyargs...) {
		name := string(p.Arg)
		at := r.file.at(p)
		if i == 0 && self != nil && !f.static {
			s.vars[name] = self
			continue
		}
		d, given := f.defs[name]
		switch {
		case given:
			s.vars[name] = r.named_(name, d, at)
		case name == "reduction":
			s.vars[name] = text("mean")
		case arrays:
			count++
			in := r.input(name, at)
			s.vars[name] = &tensor{e: in.e, array: true}
		default:
			in := r.input(name, at)
			in.input = false
			s.vars[name] = &tensor{e: in.e}
		}
	}
	if a.Vararg != nil {
		s.vars[string(a.Vararg.Arg)] = &list{}
	}
	if a.Kwarg != nil {
		s.vars[string(a.Kwarg.Arg)] = dict{}
	}
	return count
}

func (r *reader) function(f *function, self *object, name string, o Options) *Reading {
	s := &scope{vars: map[string]value{}, parent: f.scope, self: self}
	var me value
	if self != nil {
		me = self
	}
	count := r.formal(f, s, me, true)
	if f.frozen {
		r.frozen++
	}
	v := r.body(f, s, f.at)
	r.frozen = 0
	for range 5 { // a function that returns the loss
		inner, ok := v.(*function)
		if b, ok2 := v.(bound); ok2 && b.fn != nil {
			inner, ok = b.fn, true
		}
		if ob, ok2 := v.(*object); ok2 {
			for _, n := range []string{"forward", "call", "__call__"} {
				if m, _, found := ob.class.find(n, 0); found {
					inner, ok = m.(*function)
					self = ob
					me = ob
					break
				}
			}
		}
		if !ok {
			break
		}
		for _, p := range r.inputs {
			p.input = false
		}
		s := &scope{vars: map[string]value{}, parent: inner.scope}
		if me != nil && inner.lambda == nil && self != nil {
			s.self = self
			count = r.formal(inner, s, me, true)
		} else {
			count = r.formal(inner, s, nil, true)
		}
		v = r.body(inner, s, inner.at)
	}
	if l, ok := v.(*library); ok {
		v = r.library(l.name, []value{&tensor{e: r.input("input", f.at).e, array: true}, &tensor{e: r.input("target", f.at).e, array: true}}, l.kw, f.at)
		count = 2
	}
	if count == 0 {
		r.fail(f.at, "no-inputs", f.name)
	}
	return r.finish(name, v, f.at, o)
}

// autograd reads an autograd.Function by itself.
func (r *reader) autograd(c *class, o Options) *Reading {
	m, _, ok := c.find("forward", 0)
	f, ok2 := m.(*function)
	if !ok || !ok2 {
		return nil
	}
	ctx := &object{&class{name: "ctx", vars: &scope{vars: map[string]value{}}, bases: []value{path("Context")}}, map[string]value{}}
	s := &scope{vars: map[string]value{}, parent: f.scope}
	r.formal(f, s, nil, true)
	var args []value
	for i, p := range f.args.Args {
		if i == 0 {
			s.vars[string(p.Arg)] = ctx
			r.inputs = slices.DeleteFunc(r.inputs, func(in *parameter) bool { return in.name == string(p.Arg) })
			continue
		}
		args = append(args, s.vars[string(p.Arg)])
	}
	v := r.body(f, s, f.at)
	if m, _, ok := c.find("backward", 0); ok {
		if b, ok := m.(*function); ok {
			r.pairs = append(r.pairs, &pair{c, b, ctx, args, v, f.at})
		}
	}
	return r.finish(c.name, v, f.at, o)
}

// finish makes a reading of what the code returned.
func (r *reader) finish(name string, v value, at Position, o Options) *Reading {
	reading := &Reading{Name: name, Roles: map[string]Role{}, Lines: r.file.lines, Jax: r.jax, Weights: r.weights, r: r}
	defer func() { reading.Marks = r.marks }()
	reading.Notes = append(reading.Notes, r.notes...)
	reading.Notes = append(reading.Notes, r.unread()...)
	var hess *tensor
	if l, ok := v.(*list); ok {
		if g, h := r.objective(l); g != nil {
			v, hess = g, h
			if o.Roles == nil {
				o.Roles = map[string]Role{}
			}
		} else if len(l.items) > 0 {
			if len(l.items) > 1 {
				reading.Notes = append(reading.Notes, Note{at, "several-results", []string{number(len(l.items))}})
			}
			v = l.items[0]
		}
	}
	if d, ok := v.(dict); ok {
		for _, k := range sorted(d) {
			if strings.Contains(k, "loss") || len(d) == 1 {
				v = d[k]
				break
			}
		}
	}
	if p, ok := v.(opaque); ok {
		r.fail(p.at, p.code, p.args...)
	}
	t := r.array(v, at)
	if t == nil {
		r.fail(at, "no-return", name)
	}
	loss := r.filled(t)
	if ofClasses(loss) {
		loss = r.oneOf(reading, loss, at)
	}
	if hess != nil {
		r.objectives(reading, t, hess, at, o)
		return reading
	}
	r.complete(reading, loss, at, o)
	return reading
}

// oneOf reads a loss with one element for each class: the one of the labelled class, if the others
// are 0, or one of a class against the rest.
func (r *reader) oneOf(reading *Reading, loss *Expr, at Position) *Expr {
	if !r.rest(loss) {
		if loss.Has(func(e *Expr) bool { return e.Op == Mean }) {
			r.fail(at, "classes-sum")
		}
		loss, _ = r.trueClass(r.labelled(loss, at))
		return loss
	}
	reading.OneHot = true
	reading.Notes = append(reading.Notes, Note{at, "one-hot", nil})
	return r.rewrite(loss, map[*Expr]*Expr{}, func(was, of *Expr) *Expr {
		if was.Op == ClassOneHot {
			return r.leaf(Label)
		}
		return of
	})
}

// unread returns notes on decorators that were left out of functions that were called.
func (r *reader) unread() (notes []Note) {
	for _, n := range r.decorators {
		if r.called[n.At] {
			notes = append(notes, n)
		}
	}
	return notes
}

// objective returns gradient and Hessian of what an objective of boosted trees returns.
func (r *reader) objective(l *list) (grad, hess *tensor) {
	if len(l.items) != 2 {
		return nil, nil
	}
	g, h := asTensor(l.items[0]), asTensor(l.items[1])
	if g == nil || h == nil {
		return nil, nil
	}
	for k, v := range r.names {
		_ = k
		if strings.HasPrefix(v, "hess") || v == "h" {
			return g, h
		}
	}
	return nil, nil
}

// objectives reads an objective of boosted trees: there is no loss, only its derivatives.
func (r *reader) objectives(reading *Reading, g, h *tensor, at Position, o Options) {
	roles := r.roles(r.binary(Add, g.e, h.e), o.Roles)
	sub := r.substitution(roles)
	p := Pair{At: at, Gradient: sub(g.e), Hessian: sub(h.e)}
	reading.Pairs = append(reading.Pairs, p)
	e := &Error{Position: at, Code: "objective"}
	reading.Marks = r.marks
	r.objectiveOf = reading
	panic(e)
}

// complete puts roles in the place of inputs and writes the formula.
func (r *reader) complete(reading *Reading, loss *Expr, at Position, o Options) {
	roles := r.roles(loss, o.Roles)
	for _, m := range r.marks {
		if m.Rule == ArgumentOrder {
			panic(&Error{Position: m.At, Code: "argument-order", Args: m.Args})
		}
	}
	classes := slices.ContainsFunc(r.uses, func(u use) bool { return u.kind == useClass })
	for e, role := range roles {
		if role != RoleParameter || loss.Has(func(x *Expr) bool { return x == e }) {
			reading.Roles[e.Name] = role
		}
	}
	sub := r.substitution(roles)
	loss = sub(loss)
	r.checkWhole(sub)
	for _, u := range r.alls {
		if e := sub(u.e); predicted(e) && loss.Has(func(x *Expr) bool { return x == e }) {
			r.fail(u.at, "batch-statistic", u.what)
		}
	}
	for _, in := range r.classes { // of which another use would be of one class
		if loss.Has(func(e *Expr) bool { return e.Op == Prob || e.Op == Logit }) && roles[in] != RoleParameter {
			r.fail(at, "classes-unknown")
		}
	}
	loss = r.prevalence(reading, loss)
	loss = r.batch(reading, loss)
	loss = r.epsilons(reading, loss)
	loss = r.fold(loss)
	classes = classes || len(r.classes) > 0
	reading.Classes, reading.Row = classes, r.row
	if classes {
		reading.Notes = append(reading.Notes, Note{at, "softmax", nil})
	}
	if !loss.Has(func(e *Expr) bool {
		return e.Op == Prob || e.Op == Logit || e.Op == ProbTrue || e.Op == LogitTrue
	}) {
		r.fail(at, "no-prediction")
	}
	reading.Loss = loss
	for _, p := range r.pairs {
		r.derivative(reading, p, sub)
	}
	r.write(reading, loss)
	if _, err := syntax.Parse(reading.Formula); err != nil {
		r.fail(at, "formula", err.Error())
	}
}

// substitution returns a function that puts the roles in the place of inputs.
func (r *reader) substitution(roles map[*Expr]Role) func(*Expr) *Expr {
	done := map[*Expr]*Expr{}
	replace := func(was, of *Expr) *Expr {
		if was.Op == Input {
			switch roles[was] {
			case RoleLabel:
				return r.leaf(Label)
			case RoleSigned:
				return r.binary(Sub, r.binary(Mul, r.number(2), r.leaf(Label)), r.number(1))
			case RoleProb:
				return r.leaf(Prob)
			case RoleLogit:
				return r.leaf(Logit)
			case RoleProbTrue:
				return r.leaf(ProbTrue)
			}
			return r.make(Param, defaultOf(was.Name), was.Name)
		}
		return r.simple(of)
	}
	return func(e *Expr) *Expr {
		made := r.rewrite(e, done, replace)
		for was, to := range done {
			if n, ok := r.names[was]; ok && r.names[to] == "" && to.Op.Arity() > 0 {
				r.names[to] = n
			}
		}
		return made
	}
}

// defaultOf is the value that a parameter without one has at first.
func defaultOf(name string) float64 {
	switch name {
	case "gamma":
		return 2
	case "alpha":
		return 0.25
	}
	if strings.Contains(name, "classes") || strings.Contains(name, "labels") {
		return 2
	}
	return 1
}

// simple puts operations on the label and the logit in a simpler form.
func (r *reader) simple(e *Expr) *Expr {
	switch e.Op {
	case Sigmoid:
		switch a := e.Args[0]; {
		case a.Op == Logit:
			return r.leaf(Prob)
		case a.Op == Neg && a.Args[0].Op == Logit && !r.written:
			return r.binary(Sub, r.number(1), r.leaf(Prob))
		}
	case Less, LessEqual, Equal:
		// A label is 0 or 1.
		a, b := e.Args[0], e.Args[1]
		if a.Op == Label && b.Op == Const || b.Op == Label && a.Op == Const {
			at := func(y float64) float64 {
				v, _ := e.Eval(Point{Y: y})
				return v
			}
			if at(0) == at(1) {
				return r.number(at(0))
			}
		}
	}
	return e
}

// checkWhole refuses operations on whole numbers of what is no label.
func (r *reader) checkWhole(sub func(*Expr) *Expr) {
	for _, u := range r.uses {
		if u.kind != whole || u.what == "==" {
			continue
		}
		e := sub(u.e)
		if e.boolean() || !e.varies() {
			continue
		}
		for _, y := range []float64{0, 1} {
			for _, x := range []float64{-2, 0.5} {
				if v, _ := e.Eval(Point{Y: y, X: x}); v != 0 && v != 1 && v != -1 {
					r.fail(u.at, "whole", u.what)
				}
			}
		}
	}
}

// predicted reports whether e depends on a prediction.
func predicted(e *Expr) bool {
	return e.Has(func(e *Expr) bool {
		switch e.Op {
		case Prob, Logit, ProbTrue, LogitTrue, ClassLogProb:
			return true
		}
		return false
	})
}

// inner returns the first reduction of predictions that is not at the end of a loss, nil if there
// is none. At the end are those that only sums, and factors that are the same for a whole batch,
// come after.
func inner(loss *Expr) *Expr {
	whole := func(e *Expr) bool { return !e.varies() || reduced(e) && !predicted(e) }
	outer := map[*Expr]bool{}
	var mark func(e *Expr)
	mark = func(e *Expr) {
		if outer[e] {
			return
		}
		outer[e] = true
		switch e.Op {
		case Mean, Sum, Neg, Add, Sub:
			for _, a := range e.Args {
				mark(a)
			}
		case Mul:
			if whole(e.Args[0]) {
				mark(e.Args[1])
			} else if whole(e.Args[1]) {
				mark(e.Args[0])
			}
		case Div:
			if whole(e.Args[1]) {
				mark(e.Args[0])
			}
		}
	}
	mark(loss)
	var first *Expr
	loss.Walk(func(e *Expr) {
		if (e.Op == Mean || e.Op == Sum) && !outer[e] && predicted(e) && first == nil {
			first = e
		}
	})
	return first
}

// prevalence writes sums and means of labels alone as the share of positives, a parameter.
func (r *reader) prevalence(reading *Reading, loss *Expr) *Expr {
	if inner(loss) != nil {
		return loss
	}
	var share *Expr
	at := func(e *Expr, y float64) *Expr {
		return r.rewrite(e, map[*Expr]*Expr{}, func(was, of *Expr) *Expr {
			if was.Op == Label {
				return r.number(y)
			}
			return of
		})
	}
	return r.rewrite(loss, map[*Expr]*Expr{}, func(was, of *Expr) *Expr {
		if of.Op != Mean && of.Op != Sum || predicted(of) {
			r.rename(was, of)
			return of
		}
		one, zero := at(of.Args[0], 1), at(of.Args[0], 0)
		if one == zero {
			return one
		}
		if share == nil {
			share = r.param("prevalence", 0.5, of.At)
			reading.Notes = append(reading.Notes, Note{of.At, "batch-labels", []string{share.Name}})
		}
		return r.binary(Add, r.binary(Mul, share, one), r.binary(Mul, r.binary(Sub, r.number(1), share), zero))
	})
}

// batch takes the reductions away: those at the end, and with a note those before.
func (r *reader) batch(reading *Reading, loss *Expr) *Expr {
	if e := inner(loss); e != nil {
		n := Note{e.At, "batch", nil}
		if name := overlap(loss); name != "" {
			n.Code, n.Args = "batch-overlap", []string{name}
		}
		reading.Notes = append(reading.Notes, n)
	}
	reading.Batch = loss
	return r.rewrite(loss, map[*Expr]*Expr{}, func(was, of *Expr) *Expr {
		if of.Op == Mean || of.Op == Sum {
			of = of.Args[0]
		}
		r.rename(was, of)
		return of
	})
}

// rename keeps the name of an expression that was replaced.
func (r *reader) rename(was, of *Expr) {
	if n, ok := r.names[was]; ok && was != of && of.Op.Arity() > 0 {
		if _, taken := r.names[of]; !taken {
			r.names[of] = n
		}
	}
}

// epsilonMost is the greatest default of a parameter that is a clip.
const epsilonMost = 1e-3

// epsilons makes the parameters that are clips the variable epsilon, if they have one value.
func (r *reader) epsilons(reading *Reading, loss *Expr) *Expr {
	is := func(e *Expr) bool {
		return e.Op == Param && strings.Contains(strings.ToLower(e.Name), "eps") && e.Value > 0 && e.Value <= epsilonMost
	}
	value := 0.0
	several := false
	loss.Walk(func(e *Expr) {
		if is(e) {
			several = several || value != 0 && e.Value != value
			value = e.Value
		}
	})
	if several || value == 0 {
		return loss
	}
	reading.Epsilon = value
	return r.rewrite(loss, map[*Expr]*Expr{}, func(was, of *Expr) *Expr {
		if is(was) {
			if _, ok := reading.Roles[was.Name]; !ok {
				reading.Roles[was.Name] = RoleEpsilon
			}
			return r.leaf(Epsilon)
		}
		r.rename(was, of)
		return of
	})
}

// fold writes what is the same function of p_t for both labels as that.
func (r *reader) fold(loss *Expr) *Expr {
	if r.written {
		return loss
	}
	one, zero := map[*Expr]*Expr{}, map[*Expr]*Expr{}
	known := func(y float64, done map[*Expr]*Expr) func(*Expr) *Expr {
		return func(e *Expr) *Expr {
			return r.rewrite(e, done, func(was, of *Expr) *Expr {
				switch was.Op {
				case Label:
					return r.number(y)
				case Prob:
					if y == 0 {
						return r.binary(Sub, r.number(1), r.leaf(ProbTrue))
					}
					return r.leaf(ProbTrue)
				case Logit:
					if y == 0 {
						return r.unary(Neg, r.leaf(LogitTrue))
					}
					return r.leaf(LogitTrue)
				case Sigmoid:
					switch a := of.Args[0]; {
					case a.Op == LogitTrue:
						return r.leaf(ProbTrue)
					case a.Op == Neg && a.Args[0].Op == LogitTrue:
						return r.binary(Sub, r.number(1), r.leaf(ProbTrue))
					}
				}
				return of
			})
		}
	}
	at1, at0 := known(1, one), known(0, zero)
	return r.rewrite(loss, map[*Expr]*Expr{}, func(was, of *Expr) *Expr {
		if of.Op.Arity() == 0 {
			return of
		}
		a, b := at1(of), at0(of)
		if a == b && a.varies() && !a.soft {
			r.rename(was, a)
			return a
		}
		r.rename(was, of)
		return of
	})
}

// derivative evaluates the backward of an autograd.Function.
func (r *reader) derivative(reading *Reading, p *pair, sub func(*Expr) *Expr) {
	attrs := map[string]value{"saved_tensors": &list{}}
	for k, v := range p.ctx.attrs {
		attrs[k] = v
	}
	saved := r.saved(p)
	if saved != nil {
		attrs["saved_tensors"], attrs["saved_variables"] = saved, saved
	}
	attrs["needs_input_grad"] = &list{slices.Repeat([]value{true}, len(p.args))}
	p.ctx.attrs = attrs
	var v value
	err := r.try(func() {
		v = r.invoke(p.backward, nil, []value{p.ctx, &tensor{e: r.number(1), array: true}}, nil, p.backward.at)
	})
	if err != nil {
		return
	}
	if l, ok := v.(*list); ok && len(l.items) > 0 {
		for i, g := range l.items {
			if t := asTensor(g); t != nil && i < len(p.args) {
				if in := asTensor(p.args[i]); in != nil {
					if k := sub(in.e); k.Op == Prob || k.Op == Logit {
						v = g
						break
					}
				}
			}
		}
	}
	g, value := asTensor(v), asTensor(p.value)
	if g == nil || value == nil {
		return
	}
	var pred *Expr
	for _, a := range p.args {
		if t := asTensor(a); t != nil {
			if k := sub(t.e); k.Op == Prob || k.Op == Logit {
				pred = k
			}
		}
	}
	strip := func(e *Expr) *Expr {
		return r.rewrite(sub(e), map[*Expr]*Expr{}, func(was, of *Expr) *Expr {
			if of.Op == Mean || of.Op == Sum {
				return of.Args[0]
			}
			return of
		})
	}
	reading.Pairs = append(reading.Pairs, Pair{At: p.backward.at, Value: strip(value.e), Gradient: strip(g.e), Pred: pred})
}

// saved returns what forward saved for backward.
func (r *reader) saved(p *pair) *list {
	m, _, _ := p.class.find("forward", 0)
	f, ok := m.(*function)
	if !ok {
		return nil
	}
	var out *list
	walkBody(f.body, func(n ast.Ast) {
		c, ok := n.(*ast.Call)
		if !ok || last(dotted(c.Func)) != "save_for_backward" || out != nil {
			return
		}
		err := r.try(func() {
			s := &scope{vars: map[string]value{}, parent: f.scope}
			r.bind(f, s, append([]value{p.ctx}, p.args...), nil, p.at)
			// The names of forward at its end.
			silentExec(r, f, s)
			l := &list{}
			for _, a := range c.Args {
				l.items = append(l.items, r.expr(a, s))
			}
			out = l
		})
		if err != nil {
			out = nil
		}
	})
	return out
}

func silentExec(r *reader, f *function, s *scope) { r.exec(f.body, s) }

func walkBody(body []ast.Stmt, f func(ast.Ast)) (whole bool) {
	whole = true
	for _, st := range body {
		whole = walk(st, f) && whole
	}
	return whole
}
