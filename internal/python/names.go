package python

import (
	"slices"
	"strings"
)

// modules are names of modules as they are imported most often.
var modules = map[string]path{
	"torch": "torch", "paddle": "paddle", "nn": "torch.nn", "F": "torch.nn.functional",
	"tf": "tensorflow",
	"K":  "keras.backend", "keras": "keras", "ops": "keras.ops",
	"np": "numpy", "numpy": "numpy", "jnp": "jax.numpy", "jax": "jax", "optax": "optax",
	"math": "math", "functools": "functools", "torchvision": "torchvision", "lax": "jax.lax",
	"scipy": "scipy", "special": "scipy.special", "tfa": "tensorflow_addons",
	"tensorflow": "tensorflow", "backend": "keras.backend", "losses": "keras.losses",
}

var builtins = map[string]bool{
	"float": true, "int": true, "long": true, "unicode": true, "basestring": true,
	"frozenset": true, "map": true, "filter": true, "open": true, "vars": true, "super_": true,
	"len": true, "range": true, "print": true, "isinstance": true, "abs": true, "min": true,
	"max": true, "sum": true,
	"pow": true, "round": true, "bool": true, "str": true, "tuple": true, "list": true, "zip": true,
	"enumerate": true, "super": true, "getattr": true,
	"hasattr": true, "callable": true, "type": true, "object": true, "dict": true, "setattr": true,
	"all": true, "any": true, "reversed": true,
	"ValueError": true, "TypeError": true, "NotImplementedError": true, "Exception": true,
	"AssertionError": true, "RuntimeError": true, "KeyError": true, "property": true, "id": true,
	"set":     true,
	"numbers": true, "complex": true, "bytes": true, "ImportError": true, "issubclass": true,
	"locals": true, "NotImplemented": true,
}

func (r *reader) lookup(name string, s *scope, at Position) value {
	if v, ok := s.find(name); ok {
		if _, ok := r.own[name]; ok {
			r.owned(name, at)
		}
		return v
	}
	if m, ok := modules[name]; ok {
		if rest, ok := strings.CutPrefix(string(m), "torch.nn"); ok && r.file.paddle() {
			return path("paddle.nn" + rest)
		}
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
	if strings.EqualFold(name, "device") {
		return path("torch.device")
	}
	if name == "__name__" {
		return text("loss")
	}
	r.fail(at, "no-value", name)
	return nil
}

// owned notes that a definition is taken for the import of the same name.
func (r *reader) owned(name string, at Position) {
	r.note(Note{at, "own-definition", []string{name}})
}

// note adds a note, once for each code and values.
func (r *reader) note(n Note) {
	if !slices.ContainsFunc(r.notes,
		func(o Note) bool { return o.Code == n.Code && slices.Equal(o.Args, n.Args) }) {
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
