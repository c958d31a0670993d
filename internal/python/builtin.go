package python

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/go-python/gpython/ast"
)

// builtin calls a function of Python itself.
func (c *invocation) builtin() value {
	r := c.r
	n := last(c.path)
	if !slices.Contains([]string{"print", "dict", "zip", "sum", "enumerate", "type"}, n) {
		for _, k := range c.kw {
			r.fail(k.at, "argument", k.name, n)
		}
	}
	switch n {
	case "float", "int", "bool":
		if len(c.args) == 1 {
			if holds, ok := r.truth(c.arg(0)); ok && n == "bool" {
				return holds
			}
			switch v := c.arg(0).(type) {
			case bool:
				return r.num(truth(v))
			case text:
				if k, ok := map[text]float64{"inf": math.Inf(1), "-inf": math.Inf(-1), "nan": math.NaN()}[v]; ok {
					return r.num(k)
				}
			case *tensor:
				if n != "float" {
					return c.shapes("int")
				}
				if v.e.varies() && v.e.Op != Input { // a number has no derivative
					u := r.view(v)
					u.e = r.unary(Stop, u.e)
					return u
				}
				return v
			case opaque:
				return v
			}
		}
		return opaque{code: "operand", at: c.at}
	case "abs", "pow":
		return c.elementwise(n)
	case "round":
		return c.rounded()
	case "min", "max":
		items := c.args
		if l, ok := c.arg(0).(*list); ok && len(c.args) == 1 {
			items = l.items
		}
		op := Max
		if n == "min" {
			op = Min
		}
		if len(items) == 0 {
			r.fail(c.at, "missing-argument", "1", n)
		}
		t := c.array(items[0])
		for _, v := range items[1:] {
			u := c.array(v)
			t = r.combine(t, u, r.binary(op, t.e, u.e), c.at)
		}
		return t
	case "sum":
		b := c.bind("iterable start")
		total := c.reduce(Sum, b[0])
		if b[1] != nil {
			total = r.operate(ast.Add, b[1], total, c.at)
		}
		return total
	case "len":
		switch v := c.arg(0).(type) {
		case *list:
			return r.num(float64(len(v.items)))
		case *tensor:
			return r.dimension(shape{v}, 0, c.at)
		}
		return opaque{code: "shape", at: c.at}
	case "range":
		return c.rangeOf()
	case "zip", "enumerate", "list", "tuple", "reversed":
		return c.sequence(n)
	case "isinstance":
		return c.instance()
	case "hasattr":
		if o, ok := c.arg(0).(*object); ok {
			if name, ok := c.arg(1).(text); ok {
				_, has := o.attrs[string(name)]
				_, _, of := o.class.find(string(name))
				return has || of
			}
		}
		return opaque{code: "operand", at: c.at}
	case "getattr":
		if o, ok := c.arg(0).(*object); ok && len(c.args) > 1 {
			if name, ok := c.arg(1).(text); ok {
				if v, ok := o.attrs[string(name)]; ok {
					return v
				}
				if m, in, ok := o.class.find(string(name)); ok {
					return r.method(o, in, m, c.at)
				}
			}
			if len(c.args) > 2 {
				return c.args[2]
			}
		}
		if t := asTensor(c.arg(0)); t != nil && len(c.args) == 2 {
			if name, ok := c.arg(1).(text); ok {
				return bound{t, string(name), nil}
			}
		}
		if p, ok := c.arg(0).(path); ok && len(c.args) > 1 {
			if name, ok := c.arg(1).(text); ok {
				return path(string(p) + "." + string(name))
			}
		}
		return opaque{code: "operand", at: c.at}
	case "setattr":
		o, ok := c.arg(0).(*object)
		name, ok2 := c.arg(1).(text)
		if !ok || !ok2 {
			r.fail(c.at, "assign")
		}
		o.attrs[string(name)] = c.arg(2)
		return none{}
	case "callable":
		switch c.arg(0).(type) {
		case *function, *class, *object, bound, path, *library:
			return true
		}
		return false
	case "str", "type", "dict", "id", "print", "set", "locals", "object", "bytes", "issubclass",
		"property":
		if n == "dict" {
			d := dict{}
			for _, k := range c.kw {
				d[k.name] = k.v
			}
			return d
		}
		return opaque{code: "operand", at: c.at}
	case "all", "any":
		if l, ok := c.arg(0).(*list); ok {
			for _, v := range l.items {
				holds, known := r.truth(v)
				if !known {
					return opaque{code: "operand", at: c.at}
				}
				if holds == (n == "any") {
					return holds
				}
			}
			return n == "all"
		}
		return opaque{code: "batch-statistic", args: []string{n}, at: c.at}
	}
	r.fail(c.at, "function", n)
	return nil
}

// rounded is round, which keeps digits of a number.
func (c *invocation) rounded() value {
	if len(c.args) < 2 {
		return c.shapes("round")
	}
	t, digits := asTensor(c.args[0]), asTensor(c.args[1])
	if t == nil || digits == nil || t.e.Op != Const || digits.e.Op != Const {
		c.r.fail(c.at, "whole", "round")
	}
	v, err := strconv.ParseFloat(strconv.FormatFloat(t.e.Value, 'f', int(digits.e.Value), 64), 64)
	if err != nil || digits.e.Value < 0 {
		c.r.fail(c.at, "whole", "round")
	}
	return c.r.num(v)
}

func (c *invocation) rangeOf() value {
	var v []float64
	for _, a := range c.args {
		t := asTensor(a)
		if t == nil {
			return opaque{code: "shape", at: c.at}
		}
		n, ok := t.e.constant()
		if !ok {
			return opaque{code: "loop", at: c.at}
		}
		v = append(v, n)
	}
	from, to, step := 0., 0., 1.
	switch len(v) {
	case 1:
		to = v[0]
	case 2:
		from, to = v[0], v[1]
	case 3:
		from, to, step = v[0], v[1], v[2]
	}
	l := &list{}
	for i := from; step > 0 && i < to || step < 0 && i > to; i += step {
		if len(l.items) > maxLoop {
			c.r.fail(c.at, "loop")
		}
		l.items = append(l.items, c.r.num(i))
	}
	return l
}

// each returns the elements of an array of predictions, as the one that is shown. It returns
// nil if v is not an array.
func (r *reader) each(v value, at Position) *list {
	t := asTensor(v)
	if t == nil || !t.array {
		return nil
	}
	r.note(Note{at, "loop-one", nil})
	return &list{items: []value{t}}
}

func (c *invocation) sequence(n string) value {
	from := 0.
	for _, k := range c.kw {
		switch start := asTensor(k.v); {
		case n == "zip" && k.name == "strict":
		case n == "enumerate" && k.name == "start" && start != nil && start.e.Op == Const:
			from = start.e.Value
		default:
			c.r.fail(k.at, "argument", k.name, n)
		}
	}
	if len(c.args) == 2 && n == "enumerate" {
		start := asTensor(c.args[1])
		if start == nil || start.e.Op != Const {
			c.r.fail(c.at, "argument", "start", n)
		}
		from, c.args = start.e.Value, c.args[:1]
	}
	arrays := n == "zip" || n == "list" || n == "tuple"
	for _, a := range c.args { // weights beside predictions have an order that one does not have
		arrays = arrays && asTensor(a) != nil
	}
	var lists []*list
	for _, a := range c.args {
		l, ok := a.(*list)
		if arrays {
			l = c.r.each(a, c.at)
			ok = l != nil
		}
		if !ok {
			return opaque{code: "loop", at: c.at}
		}
		lists = append(lists, l)
	}
	out := &list{}
	if len(lists) == 0 {
		return out
	}
	switch n {
	case "list", "tuple":
		return lists[0]
	case "reversed":
		out.items = slices.Clone(lists[0].items)
		slices.Reverse(out.items)
		return out
	}
	for i, v := range lists[0].items {
		if n == "enumerate" {
			out.items = append(out.items, &list{items: []value{c.r.num(from + float64(i)), v}})
			continue
		}
		row := &list{}
		for _, l := range lists {
			if i >= len(l.items) {
				return out
			}
			row.items = append(row.items, l.items[i])
		}
		out.items = append(out.items, row)
	}
	return out
}

// instance answers isinstance for numbers, lists, texts and arrays.
func (c *invocation) instance() value {
	if len(c.args) != 2 {
		return opaque{code: "operand", at: c.at}
	}
	types := []value{c.arg(1)}
	if l, ok := c.arg(1).(*list); ok {
		types = l.items
	}
	for _, t := range types {
		p, ok := t.(path)
		if !ok {
			continue
		}
		is := false
		switch v := c.arg(0).(type) {
		case *tensor:
			number := !v.array && (!v.e.varies() || v.e.Op == Input)
			if slices.Contains([]string{"float", "int", "Number", "Real", "Integral", "bool", "str",
				"list", "tuple"}, last(string(p))) && v.e.Op == Input &&
				knownParams[strings.ToLower(v.e.Name)] {
				return opaque{code: "attribute", args: []string{v.e.Name}, at: c.at}
			}
			switch last(string(p)) {
			case "float", "Number", "Real", "floating":
				is = number
			case "int", "Integral", "integer":
				whole, ok := v.e.constant()
				is = number && ok && whole == math.Trunc(whole)
			case "Tensor", "ndarray", "Variable", "FloatTensor", "SymbolicTensor":
				is = !number
			}
		case bool:
			is = last(string(p)) == "bool" || last(string(p)) == "int"
		case text:
			is = last(string(p)) == "str"
		case *list:
			is = slices.Contains([]string{"list", "tuple", "Sequence", "Iterable"}, last(string(p)))
		case dict:
			is = last(string(p)) == "dict"
		case opaque:
			return v
		}
		if is {
			return true
		}
	}
	return false
}
