package python

import (
	"maps"
	"math"
	"math/big"
	"slices"
	"strings"

	"github.com/go-python/gpython/ast"
	"github.com/go-python/gpython/py"
)

func asTensor(v value) *tensor { t, _ := v.(*tensor); return t }

func (r *reader) num(v float64) *tensor { return &tensor{e: r.number(v)} }

// array returns v as an array: numbers and truths are.
func (r *reader) array(v value, at Position) *tensor {
	switch v := v.(type) {
	case *tensor:
		return v
	case bool:
		return r.num(truth(v))
	}
	return nil
}

// truth returns whether a condition holds, if that is known.
func (r *reader) truth(v value) (holds, known bool) {
	switch v := v.(type) {
	case none:
		return false, true
	case bool:
		return v, true
	case text:
		return v != "", true
	case *list:
		return len(v.items) > 0, true
	case dict:
		return len(v) > 0, true
	case *tensor:
		c, ok := v.e.constant()
		return c != 0, ok
	case opaque, shape:
		return false, false
	case path: // a function of a framework is something; a name of another module may be anything
		if last(string(v)) == "TYPE_CHECKING" {
			return false, true
		}
		first, _, _ := strings.Cut(string(v), ".")
		return true, frameworks[first] || first == "builtins"
	case bound:
		_, of := v.self.(*object)
		return true, !of || v.fn != nil
	}
	return true, true
}

func (r *reader) expr(e ast.Expr, s *scope) value {
	at := r.file.at(e)
	r.step(at)
	if r.depth++; r.depth > maxDepth {
		r.fail(at, "too-deep")
	}
	defer func() { r.depth-- }()
	r.at = at
	switch e := e.(type) {
	case *ast.Num:
		return r.literal(e, at)
	case *ast.Str:
		return text(e.S)
	case *ast.NameConstant:
		switch v := e.Value.(type) {
		case py.Bool:
			return bool(v)
		}
		return none{}
	case *ast.Name:
		if value, ok := r.file.walrus[at]; ok {
			r.assign(e, r.freeze(r.expr(value, s)), s)
		}
		return r.lookup(string(e.Id), s, at)
	case *ast.Attribute:
		return r.attribute(e, s)
	case *ast.Call:
		return r.call(e, s)
	case *ast.BinOp:
		return r.operate(e.Op, r.expr(e.Left, s), r.expr(e.Right, s), r.file.at(e.Left))
	case *ast.UnaryOp:
		return r.sign(e, s)
	case *ast.BoolOp:
		return r.junction(e, s)
	case *ast.Compare:
		return r.compare(e, s)
	case *ast.IfExp:
		test := r.expr(e.Test, s)
		if holds, ok := r.truth(test); ok {
			if holds {
				return r.expr(e.Body, s)
			}
			return r.expr(e.Orelse, s)
		}
		return r.choose(test, r.expr(e.Body, s), r.expr(e.Orelse, s), at)
	case *ast.Tuple:
		return r.items(e.Elts, s)
	case *ast.List:
		return r.items(e.Elts, s)
	case *ast.Dict:
		return r.dictionary(e, s)
	case *ast.Set:
		return r.items(e.Elts, s)
	case *ast.Lambda:
		return &function{name: "lambda", args: e.Args, lambda: e.Body, scope: s, at: at, defs: r.defaults(e.Args, s)}
	case *ast.Subscript:
		return r.subscript(e, s)
	case *ast.ListComp:
		return r.comprehension(e.Elt, e.Generators, s, at)
	case *ast.GeneratorExp:
		return r.comprehension(e.Elt, e.Generators, s, at)
	case *ast.Ellipsis:
		return none{}
	}
	r.fail(at, "expression")
	return nil
}

func (r *reader) dictionary(e *ast.Dict, s *scope) value {
	d := dict{}
	for i, k := range e.Keys {
		if r.file.spreads[r.file.at(k)] {
			other, ok := r.expr(e.Values[i], s).(dict)
			if !ok {
				r.fail(r.file.at(k), "star")
			}
			maps.Copy(d, other)
			continue
		}
		switch name := r.expr(k, s).(type) {
		case text:
			d[string(name)] = r.expr(e.Values[i], s)
		case *tensor:
			if c, ok := name.e.constant(); ok { // {0: 0.25, 1: 0.75}
				d[text64(c)] = r.expr(e.Values[i], s)
			}
		}
	}
	return d
}

func (r *reader) literal(e *ast.Num, at Position) value {
	switch v := e.N.(type) {
	case py.Int:
		return r.num(float64(v))
	case py.Float:
		return r.num(float64(v))
	case *py.BigInt:
		f, _ := new(big.Float).SetInt((*big.Int)(v)).Float64()
		return r.num(f)
	}
	r.fail(at, "expression")
	return nil
}

func (r *reader) items(all []ast.Expr, s *scope) value {
	l := &list{}
	for _, e := range all {
		if star, ok := e.(*ast.Starred); ok {
			v, ok := r.expr(star.Value, s).(*list)
			if !ok {
				r.fail(r.file.at(e), "expression")
			}
			l.items = append(l.items, v.items...)
			continue
		}
		l.items = append(l.items, r.expr(e, s))
	}
	return l
}

func (r *reader) comprehension(elt ast.Expr, generators []ast.Comprehension, s *scope, at Position) value {
	inner := &scope{vars: map[string]value{}, parent: s}
	out := &list{}
	var turn func(i int)
	turn = func(i int) {
		if i == len(generators) {
			if len(out.items) >= maxLoop*maxLoop {
				r.fail(at, "loop")
			}
			out.items = append(out.items, r.expr(elt, inner))
			return
		}
		all, ok := r.expr(generators[i].Iter, inner).(*list)
		if !ok || len(all.items) > maxLoop {
			r.fail(at, "loop")
		}
	next:
		for _, v := range all.items {
			r.assign(generators[i].Target, v, inner)
			for _, c := range generators[i].Ifs {
				holds, ok := r.truth(r.expr(c, inner))
				if !ok {
					r.fail(at, "loop")
				}
				if !holds {
					continue next
				}
			}
			turn(i + 1)
		}
	}
	turn(0)
	return out
}

// modules are names of modules as they are imported most often.
var modules = map[string]path{
	"torch": "torch", "nn": "torch.nn", "F": "torch.nn.functional", "tf": "tensorflow", "K": "keras.backend", "keras": "keras", "ops": "keras.ops",
	"np": "numpy", "numpy": "numpy", "jnp": "jax.numpy", "jax": "jax", "optax": "optax", "math": "math", "torchvision": "torchvision", "lax": "jax.lax",
	"scipy": "scipy", "special": "scipy.special", "tfa": "tensorflow_addons", "tensorflow": "tensorflow", "backend": "keras.backend", "losses": "keras.losses",
}

var builtins = map[string]bool{
	"float": true, "int": true, "long": true, "unicode": true, "basestring": true, "frozenset": true, "map": true, "filter": true, "open": true, "vars": true, "super_": true, "len": true, "range": true, "print": true, "isinstance": true, "abs": true, "min": true, "max": true, "sum": true,
	"pow": true, "round": true, "bool": true, "str": true, "tuple": true, "list": true, "zip": true, "enumerate": true, "super": true, "getattr": true,
	"hasattr": true, "callable": true, "type": true, "object": true, "dict": true, "setattr": true, "all": true, "any": true, "reversed": true,
	"ValueError": true, "TypeError": true, "NotImplementedError": true, "Exception": true, "AssertionError": true, "RuntimeError": true, "KeyError": true, "property": true, "id": true, "set": true,
	"numbers": true, "complex": true, "bytes": true, "ImportError": true, "issubclass": true, "locals": true, "NotImplemented": true,
}

func (r *reader) lookup(name string, s *scope, at Position) value {
	if v, ok := s.find(name); ok {
		if _, ok := r.own[name]; ok {
			r.owned(name, at)
		}
		return v
	}
	if m, ok := modules[name]; ok {
		return m
	}
	if builtins[name] {
		return path("builtins." + name)
	}
	if r.free && (nameRole(name) != "" || knownParams[name]) {
		p := r.input(name, at)
		t := &tensor{e: p.e, array: true}
		r.globals.vars[name] = t
		return t
	}
	if name == "__name__" {
		return text("loss")
	}
	r.fail(at, "no-value", name)
	return nil
}

// owned notes that a definition is taken for what is imported by its name.
func (r *reader) owned(name string, at Position) {
	n := Note{at, "own-definition", []string{name}}
	if !slices.ContainsFunc(r.notes, func(o Note) bool { return o.Code == n.Code && o.Args[0] == name }) {
		r.notes = append(r.notes, n)
	}
}

// input makes an array or number that the caller passes.
func (r *reader) input(name string, at Position) *parameter {
	if p, ok := r.params[name]; ok {
		return p
	}
	p := &parameter{name: name, at: at, input: true, e: r.make(Input, 0, name)}
	r.params[name] = p
	r.inputs = append(r.inputs, p)
	return p
}

// param makes a number that the caller chooses.
func (r *reader) param(name string, v float64, at Position) *Expr {
	if p, ok := r.params[name]; ok && p.default_ == v && !p.input {
		return p.e
	}
	unique := name
	for i := 2; r.params[unique] != nil; i++ {
		unique = name + "_" + number(i)
	}
	p := &parameter{name: unique, at: at, default_: v, given: true, e: r.make(Param, v, unique)}
	r.params[unique] = p
	return p.e
}

func (r *reader) attribute(e *ast.Attribute, s *scope) value {
	name := string(e.Attr)
	of := r.expr(e.Value, s)
	at := r.file.at(e)
	switch v := of.(type) {
	case path:
		if first, _, _ := strings.Cut(string(v), "."); r.file.defined[name] && !frameworks[first] && first != "builtins" {
			if own, ok := r.globals.vars[name]; ok { // its definition is pasted, too
				r.owned(name, at)
				return own
			}
		}
		return r.member(string(v)+"."+name, at)
	case opaque:
		return v
	case *object:
		if a, ok := v.attrs[name]; ok {
			return a
		}
		if m, in, ok := v.class.find(name, 0); ok {
			return r.method(v, in, m, at)
		}
		switch name {
		case "training":
			return true
		case "reduction":
			if v.class.based("Loss", "LossFunctionWrapper") {
				return text("sum_over_batch_size")
			}
			return text("mean")
		case "name", "__class__", "__dict__":
			return opaque{code: "attribute", args: []string{name}, at: at}
		}
		if silent(name) || len(v.class.bases) > 0 {
			return bound{v, name, nil}
		}
	case *class:
		if m, in, ok := v.find(name, 0); ok {
			if f, ok := m.(*function); ok && f.class {
				return bound{v, name, f}
			}
			_ = in
			return m
		}
		if name == "apply" {
			return bound{v, name, nil}
		}
		if name == "__name__" {
			return text(v.name)
		}
	case super:
		for _, b := range v.class.bases {
			if c, ok := b.(*class); ok {
				if m, in, ok := c.find(name, 0); ok {
					return r.method(v.object, in, m, at)
				}
			}
		}
		return bound{v, name, nil}
	case *tensor:
		if name == "reduction" {
			if l := r.lossOf(v, at); l != nil {
				return l.option(name)
			}
		}
		switch name {
		case "shape":
			return shape{v}
		case "ndim":
			return opaque{code: rank, args: []string{name}, at: at}
		case "dtype", "device", "requires_grad", "is_sparse", "grad", "grad_fn", "is_quantized":
			return opaque{code: "attribute", args: []string{name}, at: at}
		case "is_cuda":
			return false // as the code runs on a processor
		case "data":
			t := *v
			t.e = r.unary(Stop, v.e)
			return &t
		case "T", "mT", "real", "values":
			return v
		case "size":
			return bound{v, name, nil}
		}
		return bound{v, name, nil}
	case shape:
		return bound{v, name, nil}
	case *library:
		if name == "reduction" {
			return v.option(name)
		}
		return bound{v, name, nil}
	case *list, dict, text, bound:
		return bound{v, name, nil}
	case *function:
		return opaque{code: "attribute", args: []string{name}, at: at}
	}
	r.fail(at, "attribute", name)
	return nil
}

// member returns a constant of a module, or its path.
func (r *reader) member(name string, at Position) value {
	switch last(name) {
	case "pi":
		return r.num(math.Pi)
	case "e":
		if strings.HasPrefix(name, "math") || strings.HasPrefix(name, "numpy") {
			return r.num(math.E)
		}
	case "inf":
		return r.num(math.Inf(1))
	case "nan":
		return r.num(math.NaN())
	case "newaxis":
		return none{}
	}
	return path(name)
}

func (r *reader) method(self *object, in *class, m value, at Position) value {
	f, ok := m.(*function)
	if !ok {
		return m
	}
	switch {
	case f.static:
		return f
	case f.getter:
		return r.invoke(f, self, nil, nil, at)
	}
	return bound{self, f.name, f}
}

func (r *reader) sign(e *ast.UnaryOp, s *scope) value {
	v := r.expr(e.Operand, s)
	at := r.file.at(e.Operand)
	if o, ok := v.(opaque); ok {
		return o
	}
	if e.Op == ast.Not {
		if holds, ok := r.truth(v); ok {
			return !holds
		}
	}
	t := r.array(v, at)
	if t == nil {
		if l, ok := v.(*list); ok && e.Op == ast.USub {
			out := &list{}
			for _, i := range l.items {
				out.items = append(out.items, r.operate(ast.Mult, i, r.num(-1), at))
			}
			return out
		}
		if _, ok := v.(shape); ok {
			return opaque{code: "shape", at: at}
		}
		r.fail(at, "operand")
	}
	switch e.Op {
	case ast.USub:
		return r.like(t, r.unary(Neg, t.e))
	case ast.UAdd:
		return t
	case ast.Not:
		return r.like(t, r.unary(Not, t.e))
	}
	if !t.e.boolean() {
		r.mustLabel(t.e, at, "~")
	}
	return r.like(t, r.unary(Not, t.e))
}

// mustLabel records that an operation on integers or truths is right only for labels.
func (r *reader) mustLabel(e *Expr, at Position, what string) {
	if e.Op == Const || e.Op == Param {
		return
	}
	r.uses = append(r.uses, use{e, whole, at, what})
}

// like returns an array of e with the shape and the selection of t.
func (r *reader) like(t *tensor, e *Expr) *tensor {
	made := *t
	made.e, made.array = e, t.array
	return &made
}

func (r *reader) junction(e *ast.BoolOp, s *scope) value {
	var v value
	for i, part := range e.Values {
		v = r.expr(part, s)
		holds, ok := r.truth(v)
		if !ok {
			rest := e.Values[i+1:]
			for _, p := range rest { // a known part may decide
				w := r.expr(p, s)
				h, k := r.truth(w)
				if k && h == (e.Op == ast.Or) {
					return h
				}
				t, u := asTensor(v), asTensor(w)
				switch {
				case k:
				case t != nil && u != nil:
					op := And
					if e.Op == ast.Or {
						op = Or
					}
					v = r.like(t, r.binary(op, t.e, u.e))
				default:
					v = opaque{code: "shape", at: r.file.at(p)}
				}
			}
			return v
		}
		if holds == (e.Op == ast.Or) {
			return v
		}
	}
	return v
}

func (r *reader) compare(e *ast.Compare, s *scope) value {
	left := r.expr(e.Left, s)
	var all value = true
	for i, op := range e.Ops {
		right := r.expr(e.Comparators[i], s)
		v := r.comparison(op, left, right, r.file.at(e.Left))
		switch held, ok := v.(bool); {
		case ok && !held:
			return false
		case ok:
		case all == true:
			all = v
		default:
			a, b := asTensor(all), asTensor(v)
			if a == nil || b == nil {
				all = v
				break
			}
			all = r.like(a, r.binary(And, a.e, b.e))
		}
		left = right
	}
	return all
}

func (r *reader) comparison(op ast.CmpOp, a, b value, at Position) value {
	for _, v := range []value{a, b} {
		switch v := v.(type) {
		case opaque:
			if v.code == rank {
				return r.rank(op, a, b, v)
			}
			if op == ast.Is || op == ast.IsNot { // what is unknown is something
				if _, ok := b.(none); ok {
					return op == ast.IsNot
				}
			}
			return v
		case shape:
			return r.shapes(op, a, b, at)
		}
	}
	switch op {
	case ast.Is, ast.IsNot:
		_, x := a.(none)
		_, y := b.(none)
		is := x && y
		if p, ok := a.(path); ok && !y {
			if same(a, b) {
				return op == ast.Is
			}
			return opaque{code: "attribute", args: []string{string(p)}, at: at}
		}
		if p, ok := a.(bool); ok {
			if q, ok := b.(bool); ok {
				is = p == q
			}
		}
		return is == (op == ast.Is)
	case ast.In, ast.NotIn:
		found := false
		if l, ok := b.(*list); ok && len(l.items) > 0 {
			a = r.textual(a, l.items[0], at)
		}
		switch b := b.(type) {
		case *list:
			for _, v := range b.items {
				found = found || same(a, v) || equalNumbers(a, v)
			}
		case dict:
			name, _ := a.(text)
			_, found = b[string(name)]
		case text:
			name, ok := a.(text)
			found = ok && strings.Contains(string(b), string(name))
		default:
			return opaque{code: "operand", at: at}
		}
		return found == (op == ast.In)
	}
	a, b = r.textual(a, b, at), r.textual(b, a, at)
	t, u := r.array(a, at), r.array(b, at)
	if t == nil || u == nil {
		switch op {
		case ast.Eq, ast.NotEq:
			if p, q := member(a), member(b); p != "" && q != "" { // of an enumeration
				return strings.EqualFold(p, q) == (op == ast.Eq)
			}
			for _, v := range []value{a, b} {
				if p, ok := v.(path); ok && !same(a, b) {
					return opaque{code: "attribute", args: []string{string(p)}, at: at}
				}
			}
			return same(a, b) == (op == ast.Eq)
		}
		if p, ok := a.(path); ok {
			return opaque{code: "attribute", args: []string{string(p)}, at: at}
		}
		r.fail(at, "operand")
	}
	if !t.e.varies() && !u.e.varies() { // of numbers
		x, _ := t.e.constant()
		y, _ := u.e.constant()
		return map[ast.CmpOp]bool{ast.Eq: x == y, ast.NotEq: x != y, ast.Lt: x < y, ast.LtE: x <= y, ast.Gt: x > y, ast.GtE: x >= y}[op]
	}
	return r.relate(op, t, u, at)
}

// textual returns a, or the text that it is taken for: a parameter of a constructor that has no
// default and is compared with texts is the first of them.
func (r *reader) textual(a, with value, at Position) value {
	t := asTensor(a)
	if t == nil || t.array || t.e.Op != Input {
		return a
	}
	if s, ok := r.texts[t.e]; ok {
		return s
	}
	s, ok := with.(text)
	if !ok {
		return a
	}
	if r.texts == nil {
		r.texts = map[*Expr]text{}
	}
	r.texts[t.e] = s
	r.notes = append(r.notes, Note{at, "taken-for", []string{t.e.Name, string(s)}})
	return s
}

// rank is the code of the number of axes of an array.
const rank = "rank"

// rank compares the number of axes of an array, which is 1 or 2 for predictions.
func (r *reader) rank(op ast.CmpOp, a, b value, of opaque) value {
	out := of
	one, two := a, a
	other := b
	if o, ok := a.(opaque); !ok || o.code != rank {
		one, two, other = b, b, a
		op = map[ast.CmpOp]ast.CmpOp{ast.Lt: ast.Gt, ast.Gt: ast.Lt, ast.LtE: ast.GtE, ast.GtE: ast.LtE}[op]
	}
	if asTensor(other) == nil || one == nil {
		return out
	}
	one, two = r.comparison(op, r.num(1), other, of.at), r.comparison(op, r.num(2), other, of.at)
	if one == two && (one == true || one == false) {
		out.likely = int8(2*truth(one == true) - 1)
	}
	return out
}

// shapes compares the shapes of two arrays, which are the same for labels and predictions.
func (r *reader) shapes(op ast.CmpOp, a, b value, at Position) value {
	out := opaque{code: "shape", at: at}
	_, x := a.(shape)
	_, y := b.(shape)
	switch {
	case x && y && op == ast.Eq:
		out.likely = 1
	case x && y && op == ast.NotEq:
		out.likely = -1
	}
	return out
}

// member returns the name of a member of an enumeration, or a text. Members are in capitals,
// or belong to a name that begins with one.
func member(v value) string {
	switch v := v.(type) {
	case path:
		name := strings.TrimSuffix(string(v), ".value")
		of := last(strings.TrimSuffix(name, "."+last(name)))
		if n := last(name); n == strings.ToUpper(n) || of != "" && of[0] >= 'A' && of[0] <= 'Z' {
			return n
		}
	case text:
		return string(v)
	}
	return ""
}

func equalNumbers(a, b value) bool {
	t, u := asTensor(a), asTensor(b)
	if t == nil || u == nil {
		return false
	}
	x, ok := t.e.constant()
	y, ok2 := u.e.constant()
	return ok && ok2 && x == y
}

func (r *reader) relate(op ast.CmpOp, t, u *tensor, at Position) *tensor {
	var e *Expr
	a, b := t.e, u.e
	r.sawComparison(a, b, at)
	switch op {
	case ast.Eq:
		e = r.binary(Equal, a, b)
	case ast.NotEq:
		e = r.unary(Not, r.binary(Equal, a, b))
	case ast.Lt:
		e = r.binary(Less, a, b)
	case ast.LtE:
		e = r.binary(LessEqual, a, b)
	case ast.Gt:
		e = r.binary(Less, b, a)
	default:
		e = r.binary(LessEqual, b, a)
	}
	return r.combine(t, u, e, at)
}

// combine returns the array of an operation on two.
func (r *reader) combine(t, u *tensor, e *Expr, at Position) *tensor {
	made := &tensor{e: e, mask: t.mask, form: t.form, array: t.array || u.array, picked: t.picked || u.picked}
	if made.mask == nil {
		made.mask = u.mask
	}
	if t.mask != u.mask && t.mask != nil && u.mask != nil || t.mask == nil && u.mask != nil && t.array && t.e.varies() && !reduced(t.e) ||
		u.mask == nil && t.mask != nil && u.array && u.e.varies() && !reduced(u.e) {
		r.fail(at, "mask")
	}
	if made.form == anyForm {
		made.form = u.form
	}
	if t.form != anyForm && u.form != anyForm && t.form != u.form && t.array && u.array {
		r.mark(Mark{Rule: ShapeMismatch, At: at})
	}
	return made
}

// reduced reports whether e is a number that was computed of a whole batch.
func reduced(e *Expr) bool {
	switch e.Op {
	case Mean, Sum:
		return true
	}
	if e.Op.Arity() == 0 {
		return e.Op == Const || e.Op == Param || e.Op == Epsilon
	}
	for _, a := range e.Args {
		if !reduced(a) {
			return false
		}
	}
	return true
}

func (r *reader) mark(m Mark) {
	for _, o := range r.marks {
		if o.Rule == m.Rule && o.At == m.At {
			return
		}
	}
	r.marks = append(r.marks, m)
}

// operate applies an operator of Python.
func (r *reader) operate(op ast.OperatorNumber, a, b value, at Position) value {
	for _, v := range []value{a, b} {
		switch v := v.(type) {
		case opaque:
			return v
		case shape:
			return opaque{code: "shape", at: at}
		}
	}
	r.at = at
	t, u := r.array(a, at), r.array(b, at)
	if t == nil || u == nil {
		return r.others(op, a, b, at)
	}
	var e *Expr
	x, y := t.e, u.e
	switch op {
	case ast.Add:
		e = r.binary(Add, x, y)
	case ast.Sub:
		e = r.binary(Sub, x, y)
	case ast.Mult:
		e = r.binary(Mul, x, y)
	case ast.Div:
		if y.Op == Sum && y.Args[0] == x && x.varies() { // to a sum of 1 over classes
			return r.normalised(t, y, at)
		}
		e = r.binary(Div, x, y)
	case ast.Pow:
		e = r.binary(Pow, x, y)
	case ast.BitAnd, ast.BitOr, ast.BitXor:
		for _, o := range []*Expr{x, y} {
			if !o.boolean() {
				r.mustLabel(o, at, "&")
			}
		}
		switch op {
		case ast.BitAnd:
			e = r.binary(And, x, y)
		case ast.BitOr:
			e = r.binary(Or, x, y)
		default:
			e = r.unary(Not, r.binary(Equal, x, y))
		}
	case ast.FloorDiv, ast.Modulo:
		p, ok := x.constant()
		q, ok2 := y.constant()
		if !ok || !ok2 || q == 0 {
			r.fail(at, "floor", map[bool]string{true: "//", false: "%"}[op == ast.FloorDiv])
		}
		if op == ast.FloorDiv {
			e = r.number(math.Floor(p / q))
		} else {
			e = r.number(p - q*math.Floor(p/q))
		}
	default:
		r.fail(at, "operator")
	}
	return r.combine(t, u, e, at)
}

// normalised reads the probabilities of classes that are divided by their sum.
func (r *reader) normalised(t *tensor, sum *Expr, at Position) *tensor {
	switch {
	case !r.overAxis[sum]:
		r.fail(at, "classes-sum")
	case t.e.Op == Exp && t.e.Args[0].Op == ClassLogProb: // softmax has the sum 1
		return t
	case t.e.Op != Input:
		r.fail(at, "classes-sum")
	}
	r.classes = append(r.classes, t.e)
	r.prob(t.e, at, "/")
	r.notes = append(r.notes, Note{at, "classes-normalised", []string{t.e.Name}})
	return &tensor{e: r.unary(Exp, r.leaf(ClassLogProb)), array: true}
}

// others applies an operator to what is no array.
func (r *reader) others(op ast.OperatorNumber, a, b value, at Position) value {
	switch x := a.(type) {
	case text:
		if op == ast.Modulo {
			return opaque{code: "operand", at: at}
		}
		if y, ok := b.(text); ok && op == ast.Add {
			return x + y
		}
	case *list:
		if y, ok := b.(*list); ok && op == ast.Add {
			return &list{append(x.items[:len(x.items):len(x.items)], y.items...)}
		}
		if n := asTensor(b); n != nil && op == ast.Mult {
			if c, ok := n.e.constant(); ok && c == math.Trunc(c) && c >= 0 && c*float64(len(x.items)) <= maxLoop {
				out := &list{}
				for range int(c) {
					out.items = append(out.items, x.items...)
				}
				return out
			}
		}
	case path, none:
		return opaque{code: "operand", at: at}
	}
	if _, ok := b.(path); ok {
		return opaque{code: "operand", at: at}
	}
	r.fail(at, "operand")
	return nil
}
