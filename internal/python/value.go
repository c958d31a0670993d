package python

import (
	"slices"

	"github.com/go-python/gpython/ast"
)

// A value is the value of a name in the code: a *tensor, bool, none, text, *list, dict,
// *function, *class, *object, bound, path, *library, shape or opaque.
type value any

type (
	none struct{}
	text string
	// A path is a dotted name of a module or of something in one, such as torch.nn.
	path string
	dict map[string]value
	// A shape is the shape of an array.
	shape struct{ of *tensor }
)

// A tensor is an array or a number. In-place operations change it.
type tensor struct {
	e       *Expr
	mask    *Expr // the elements that were selected, nil for all
	form    form
	picked  bool // by an index that depends on the label
	array   bool // and not a number of Python
	learned bool // a parameter of a module
	memory  int  // arrays with the same, but 0, share their values: views of each other
}

// A form is the known part of the shape of an array.
type form uint8

const (
	anyForm form = iota
	flat         // (N,)
	column       // (N, 1)
	row          // (1, N)
)

// An opaque value is unknown, and so is whatever depends on it.
type opaque struct {
	code string
	args []string
	at   Position

	// likely is whether a condition on shapes holds for arrays of predictions, of (N,) or (N, C):
	// 1 it does, -1 it does not, 0 is not known.
	likely int8
}

type list struct {
	items []value
	array bool   // of a framework, whose operators compute element by element
	kept  string // the name of a default or of the module, which calls share
}

// A function is one of the code.
type function struct {
	name   string
	args   *ast.Arguments
	body   []ast.Stmt
	lambda ast.Expr
	scope  *scope
	at     Position
	defs   map[string]value // defaults, as they were when it was defined
	frozen bool             // within no_grad
	static bool
	class  bool // a class method
	getter bool
	of     *function // that it decorates
	custom *custom
}

type class struct {
	name  string
	bases []value
	vars  *scope
	at    Position
	hints []string // names of fields, in their order
}

type object struct {
	class *class
	attrs map[string]value
}

// A bound value is a method of a value.
type bound struct {
	self value
	name string
	fn   *function // of an object
}

// A partial value is a function with some of its arguments.
type partial struct {
	fn   value
	args []value
	kw   []keyword
}

// A library value is an object of a framework that was made with options, such as
// nn.BCEWithLogitsLoss(reduction="none").
type library struct {
	name string
	kw   []keyword
	at   Position
}

// set sets an option of a library value.
func (l *library) set(name string, v value, at Position) {
	l.kw = slices.DeleteFunc(l.kw, func(k keyword) bool { return k.name == name })
	l.kw = append(l.kw, keyword{name, v, at})
}

// option returns an option of a library value; a loss that has none reduces by the mean.
func (l *library) option(name string) value {
	for _, k := range l.kw {
		if k.name == name {
			return k.v
		}
	}
	return text("mean")
}

type super struct {
	object *object
	class  *class
}

// A scope has the names of a function, a class or the module.
type scope struct {
	vars   map[string]value
	parent *scope
	class  *class
	self   *object
	free   map[string]bool // global and nonlocal names
}

func (s *scope) find(name string) (value, bool) {
	for ; s != nil; s = s.parent {
		if v, ok := s.vars[name]; ok {
			return v, true
		}
	}
	return nil, false
}

func (s *scope) set(name string, v value) {
	if s.free[name] {
		for o := s.parent; o != nil; o = o.parent {
			if _, ok := o.vars[name]; ok || o.parent == nil {
				o.vars[name] = v
				return
			}
		}
	}
	s.vars[name] = v
}

// clone copies a scope with its arrays, so that branches do not change each other's.
func (s *scope) clone() *scope {
	c := *s
	c.vars = map[string]value{}
	copies := map[*tensor]*tensor{}
	for k, v := range s.vars {
		if t, ok := v.(*tensor); ok {
			if copies[t] == nil {
				u := *t
				copies[t] = &u
			}
			v = copies[t]
		}
		c.vars[k] = v
	}
	return &c
}

// find returns an attribute of a class or of its bases, and the class that has it.
func (c *class) find(name string) (value, *class, bool) {
	for _, in := range c.order(0) {
		if v, ok := in.vars.vars[name]; ok {
			return v, in, true
		}
	}
	return nil, nil, false
}

// maxBases bounds how deep classes derive from each other.
const maxBases = 20

// order returns a class and its bases in the order in which Python looks into them, which is the C3
// linearisation.
func (c *class) order(depth int) []*class {
	if depth > maxBases {
		return []*class{c}
	}
	var lists [][]*class
	var bases []*class
	for _, b := range c.bases {
		if b, ok := b.(*class); ok && b != c {
			lists = append(lists, b.order(depth+1))
			bases = append(bases, b)
		}
	}
	lists = append(lists, bases)
	out := []*class{c}
	for {
		next := -1
		for i, l := range lists {
			if len(l) > 0 && !slices.ContainsFunc(lists,
				func(o []*class) bool { return len(o) > 1 && slices.Contains(o[1:], l[0]) }) {
				next = i
				break
			}
		}
		if next < 0 {
			return out // all are empty, or Python refuses the class
		}
		taken := lists[next][0]
		out = append(out, taken)
		for i, l := range lists {
			if len(l) > 0 && l[0] == taken {
				lists[i] = l[1:]
			}
		}
	}
}

// based reports whether a class has a base whose dotted name ends in one of names.
func (c *class) based(names ...string) bool {
	for _, b := range c.bases {
		switch b := b.(type) {
		case path:
			for _, n := range names {
				if last(string(b)) == n {
					return true
				}
			}
		case *class:
			if b != c && b.based(names...) {
				return true
			}
		}
	}
	return false
}

func last(dotted string) string {
	for i := len(dotted) - 1; i >= 0; i-- {
		if dotted[i] == '.' {
			return dotted[i+1:]
		}
	}
	return dotted
}
