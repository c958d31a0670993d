package python

import (
	"slices"
	"strings"
)

// harmless are arguments by name that change no value of one prediction.
var harmless = []string{
	"axis", "dim", "dtype", "keepdims", "keepdim", "name", "device", "requires_grad", "inplace",
	"memory_format", "non_blocking", "layout", "copy", "order", "trainable",
	"initializer", "shape", "where_", "message", "stacklevel", "high_precision", "persistent",
	"size", "ndmin", "sparse_grad",
}

// An invocation is a call of a function of a framework.
type invocation struct {
	r    *reader
	path string
	args []value
	kw   []keyword
	at   Position
}

// bind returns the arguments in the order of a signature such as "input|x target reduction";
// nil stands for one that is missing or None. An argument that the signature lacks is refused.
func (c *invocation) bind(signature string) []value {
	names := strings.Fields(signature)
	out := make([]value, len(names))
	if len(c.args) > len(names) {
		c.r.fail(c.at, "too-many-arguments", last(c.path))
	}
	copy(out, c.args)
	for _, k := range c.kw {
		i := slices.IndexFunc(names,
			func(n string) bool { return slices.Contains(strings.Split(n, "|"), k.name) })
		if i < 0 {
			if _, unset := k.v.(none); unset || slices.Contains(harmless, k.name) {
				continue
			}
			c.r.fail(k.at, "argument", k.name, last(c.path))
		}
		if len(c.args) > i {
			continue // of an object, whose call overrides it
		}
		if out[i] == nil {
			out[i] = k.v
		}
	}
	for i, v := range out {
		if _, ok := v.(none); ok {
			out[i] = nil
		}
	}
	return out
}

// arg returns an argument by its place.
func (c *invocation) arg(i int) value {
	if i >= len(c.args) {
		c.r.fail(c.at, "missing-argument", number(i+1), last(c.path))
	}
	return c.args[i]
}

// is reports whether an option is given and not None, False or 0.
func (c *invocation) is(v value) bool {
	if v == nil {
		return false
	}
	holds, ok := c.r.truth(v)
	if !ok {
		c.r.fail(c.at, "option", last(c.path))
	}
	return holds
}

// array returns an argument that has to be an array or a number.
func (c *invocation) array(v value) *tensor {
	switch v := v.(type) {
	case opaque:
		panic(opaqueArgument{v})
	case shape:
		panic(opaqueArgument{opaque{code: "shape", at: c.at}})
	case *list:
		if len(v.items) == 1 {
			return c.array(v.items[0])
		}
		if len(v.items) > 1 {
			c.r.fail(c.at, "stacked", last(c.path))
		}
	}
	t := c.r.array(v, c.at)
	if t == nil {
		c.r.fail(c.at, "missing-argument", "1", last(c.path))
	}
	return t
}

type opaqueArgument struct{ v opaque }

// library calls a function of a framework by its dotted name.
func (r *reader) library(path string, args []value, kw []keyword, at Position) (v value) {
	if name, ok := flaxed(path); ok {
		path = "jax.nn." + name
	}
	c := &invocation{r, path, args, kw, at}
	defer func() {
		if p := recover(); p != nil {
			o, ok := p.(opaqueArgument)
			if !ok {
				panic(p)
			}
			v = o.v
		}
	}()
	first, _, _ := strings.Cut(path, ".")
	r.of(first)
	if to := c.precision(last(path)); to != "" {
		r.precision = to
	}
	if first == "builtins" {
		return c.builtin()
	}
	n := last(path)
	if made := customNamed(n, nil); made != nil && len(args) > 0 {
		if f, ok := args[0].(*function); ok {
			for _, k := range kw {
				if k.name == "nondiff_argnums" {
					made.nondifferential = places(k.v)
				}
			}
			of := *f
			of.custom = made
			return &of
		}
	}
	if !frameworks[first] {
		if v := c.others(n); v != nil {
			return v
		}
		r.fail(at, "function", strings.TrimPrefix(path, "."))
	}
	for _, f := range []func(string) value{c.objects, c.shapes, c.elementwise, c.reductions, c.losses} {
		if v := f(n); v != nil {
			return c.inPlace(v)
		}
	}
	if strings.HasPrefix(path, "torch.Tensor.") {
		r.fail(at, "method", n) // the array may be of another framework, or none
	}
	r.fail(at, "library", strings.TrimPrefix(path, "."))
	return nil
}

// flaxed returns the name of a function that Flax has of jax.nn.
func flaxed(path string) (string, bool) {
	for _, p := range []string{"flax.linen.", "flax.nnx."} {
		n, ok := strings.CutPrefix(path, p)
		if !ok {
			continue
		}
		switch n {
		case "log_softmax", "softmax", "log_sigmoid", "sigmoid", "softplus", "relu", "one_hot":
			return n, true
		}
	}
	return "", false
}

// of records that code uses a framework.
func (r *reader) of(framework string) {
	switch framework {
	case "tensorflow", "keras", "jax", "optax", "tensorflow_addons":
		r.jax = true
		r.tensorFlow = r.tensorFlow || framework != "jax" && framework != "optax"
	}
}

// inPlace gives the argument of a function with inplace=True the result, which it returns.
func (c *invocation) inPlace(v value) value {
	for _, k := range c.kw {
		made, ok := v.(*tensor)
		if k.name != "inplace" || !c.is(k.v) || !ok || len(c.args) == 0 {
			continue
		}
		if t := asTensor(c.args[0]); t != nil {
			c.r.change(t, *made, c.at)
			return t
		}
	}
	return v
}

// frameworks are the modules whose functions are recognised by their names.
var frameworks = map[string]bool{
	"torch": true, "torchvision": true, "tensorflow": true, "keras": true, "jax": true,
	"optax": true, "numpy": true, "math": true, "scipy": true, "tensorflow_addons": true,
	"paddle": true, "operator": true, "functools": true, "copy": true, "autograd": true,
}

// others are functions of other projects that losses are built on.
func (c *invocation) others(n string) value {
	r := c.r
	first, _, _ := strings.Cut(c.path, ".")
	switch {
	case c.path == commandLine:
		return &object{&class{name: n, vars: &scope{vars: map[string]value{}},
			bases: []value{path(commandLine)}}, map[string]value{}}
	case n == "one_hot" || n == "weight_reduce_loss":
		if v := c.shapes(n); v != nil {
			return v
		}
		return c.losses(n)
	case n == "sigmoid_focal_loss" && first == "mmcv":
		b := c.bind("input target gamma alpha weight reduction")
		if b[4] != nil {
			r.fail(c.at, "argument", "weight", n)
		}
		return c.by(c.focal(b[0], b[1], c.number(b[3], 0.25), c.number(b[2], 2), true), b[5],
			"mean", nil, nil)
	case strings.HasPrefix(n, "sigmoid_focal_loss") && first == "fvcore":
		b := c.bind("inputs targets alpha gamma reduction")
		return c.by(c.focal(b[0], b[1], c.number(b[2], -1), c.number(b[3], 2), true), b[4], "none",
			nil, nil)
	case n != "" && n[0] >= 'A' && n[0] <= 'Z' && len(c.args) == 1 && len(c.kw) == 0: // of an enumeration
		switch v := c.args[0].(type) {
		case path, text:
			return v
		}
	}
	return nil
}

func (r *reader) tensorMethod(t *tensor, name string, args []value, kw []keyword,
	at Position) value {
	switch name {
	case "dim", "ndimension":
		return opaque{code: rank, args: []string{name}, at: at}
	case "get_device", "is_floating_point", "stride", "storage", "element_size", "is_contiguous":
		return opaque{code: "shape", at: at}
	case "size":
		if len(args) == 0 && len(kw) == 0 {
			return shape{t}
		}
		if n := asTensor(append(args, r.num(1))[0]); n != nil {
			if c, ok := n.e.constant(); ok {
				return r.dimension(shape{t}, int(c), at)
			}
		}
		return opaque{code: "shape", at: at}
	case "get_label":
		r.useAs(t.e, useLabel, at)
		r.trees = true
		return t
	case "copy_":
		if from := asTensor(leading(args)); from != nil {
			to := *from
			if r.frozen > 0 {
				to.e = r.unary(Stop, to.e)
			}
			to.form, to.mask = t.form, t.mask
			r.change(t, to, at)
			return t
		}
		r.fail(at, "method", name)
	case "backward", "requires_grad_":
		return t
	case "item", "tolist", "new_tensor": // numbers, without a way back to the array
		if name != "new_tensor" || len(args) > 0 {
			from := t
			if name == "new_tensor" {
				from = asTensor(args[0])
			}
			if from != nil && from.e.varies() && from.e.Op != Input {
				u := r.view(from)
				u.e = r.unary(Stop, u.e)
				return u
			}
		}
		if name != "new_tensor" {
			return t
		}
		return r.library("torch.tensor", args, kw, at)
	case "numpy", "eval":
		return t
	case "new_full", "new_ones", "new_zeros":
		return r.library("torch."+strings.Replace(name, "new_", "", 1), args, kw, at)
	case "at":
		return opaque{code: "method", args: []string{name}, at: at}
	}
	inPlace := strings.HasSuffix(name, "_") && !strings.HasPrefix(name, "_")
	v := r.library("torch.Tensor."+strings.TrimSuffix(name, "_"),
		append([]value{t}, args...), kw, at)
	if o, ok := v.(opaque); ok && inPlace {
		r.fail(o.at, o.code, o.args...)
	}
	if made, ok := v.(*tensor); ok && inPlace {
		to := *made
		if r.frozen > 0 {
			to.e = r.unary(Stop, to.e)
		}
		r.change(t, to, at)
		return t
	}
	return v
}

// one returns the array of a function of an array.
func (c *invocation) one(t *tensor, e *Expr) value { return c.r.like(t, e) }

// precision returns the type a function converts to, by its name or by a type among its
// arguments; a function of NumPy without one computes in float64.
func (c *invocation) precision(n string) string {
	names := map[string]string{"half": "float16", "double": "float64", "float": "float32",
		"float16": "float16", "float32": "float32", "float64": "float64", "bfloat16": "bfloat16"}
	of := func(v value) string {
		switch v := v.(type) {
		case path:
			return names[last(string(v))]
		case text:
			return names[string(v)]
		}
		return ""
	}
	first, _, _ := strings.Cut(c.path, ".")
	switch n {
	case "half", "double", "float", "float16", "float32", "float64", "bfloat16":
		if first != "builtins" {
			return names[n]
		}
	case "to", "type", "astype", "cast", "set_default_dtype", "set_floatx":
		for _, v := range c.args {
			if p := of(v); p != "" {
				return p
			}
		}
		for _, k := range c.kw {
			if p := of(k.v); p != "" && k.name == "dtype" {
				return p
			}
		}
	default:
		if _, unary := unaryOps[n]; first == "numpy" && c.r.precision == "" &&
			(unary || n == "clip" || n == "log") {
			return "float64"
		}
	}
	return ""
}

// toFloat32 reports whether a function converts to float32: by its name or by a type among its
// arguments.
func (c *invocation) toFloat32(n string) bool {
	is := func(v value) bool {
		switch v := v.(type) {
		case path:
			return last(string(v)) == "float32" || v == "torch.float"
		case text:
			return v == "float32"
		}
		return false
	}
	switch n {
	case "float", "float32":
		return true
	case "to", "type", "astype", "cast":
		return slices.ContainsFunc(c.args, is) ||
			slices.ContainsFunc(c.kw, func(k keyword) bool { return k.name == "dtype" && is(k.v) })
	}
	return false
}
