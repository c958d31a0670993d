package python

import (
	"math"
	"slices"
	"strings"

	"github.com/go-python/gpython/ast"
)

func (r *reader) attribute(e *ast.Attribute, s *scope) value {
	name := string(e.Attr)
	of := r.expr(e.Value, s)
	at := r.file.at(e)
	switch v := of.(type) {
	case path:
		if first, _, _ := strings.Cut(string(v), "."); r.file.defined[name] && !frameworks[first] &&
			first != "builtins" {
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
		if m, in, ok := v.class.find(name); ok {
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
		if m, in, ok := v.find(name); ok {
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
		order := v.object.class.order(0)
		for _, c := range order[slices.Index(order, v.class)+1:] {
			if m, ok := c.vars.vars[name]; ok {
				return r.method(v.object, c, m, at)
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
		case "label", "labels": // of LightGBM's data
			if v.e.Op == Input {
				r.useAs(v.e, useLabel, at)
				r.trees = true
				return v
			}
		case "is_cuda":
			return false // as the code runs on a processor
		case "data":
			t := r.view(v)
			t.e = r.unary(Stop, v.e)
			return t
		case "T", "mT", "real", "values":
			return v
		case "size":
			return bound{v, name, nil}
		}
		return bound{v, name, nil}
	case shape:
		return bound{v, name, nil}
	case *library:
		switch {
		case name == "reduction":
			return v.option(name)
		case v.name == "finfo" && name == "eps":
			r.note(Note{at, "float32-eps", nil})
			return &tensor{e: r.param(name, 1.1920928955078125e-07, at)}
		}
		return bound{v, name, nil}
	case *list:
		// of the maximum over an axis
		if (name == "values" || name == "indices") && len(v.items) == 2 {
			if o, ok := v.items[1].(opaque); ok && o.code == "greatest" {
				return v.items[map[string]int{"values": 0, "indices": 1}[name]]
			}
		}
		return bound{v, name, nil}
	case dict, text, bound:
		return bound{v, name, nil}
	case *function:
		if name == "defvjp" || name == "defjvp" {
			return bound{v, name, nil}
		}
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
