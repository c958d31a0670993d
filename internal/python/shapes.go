package python

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// copies are the functions of shapes whose result shares no values with its argument.
var copies = []string{"clone", "copy", "deepcopy", "tensor", "array", "astype", "tile", "repeat",
	"Tensor", "FloatTensor", "LongTensor", "constant", "variable", "nan_to_num"}

// shapes are functions that keep values: of types, shapes and places.
func (c *invocation) shapes(n string) value {
	r := c.r
	switch n {
	case "cast", "to", "type", "astype", "type_as", "float", "double", "half", "float32", "float64",
		"bfloat16", "identity", "Identity", "clone", "contiguous", "cuda", "cpu", "copy",
		"expand_as", "expand",
		"broadcast_to", "tile", "repeat", "view_as", "reshape_as", "ensure_shape", "as_tensor",
		"asarray", "tensor", "Tensor", "FloatTensor", "LongTensor", "constant", "convert_to_tensor",
		"array", "Parameter", "Variable", "deepcopy", "to_tensor",
		"from_numpy", "permute", "transpose", "movedim", "moveaxis", "swapaxes", "broadcast_arrays",
		"atleast_1d", "variable", "pvary", "float_", "cast_to_floatx", "nan_to_num",
		"checkpoint_name", "requires_grad", "result_type", "promote_types":
		if len(c.args) == 0 && len(c.kw) > 0 {
			c.args, c.kw = []value{c.kw[0].v}, c.kw[1:]
		}
		if len(c.args) == 0 {
			return opaque{code: "missing-argument", args: []string{"1", n}, at: c.at}
		}
		for _, k := range c.kw {
			if !slices.Contains(harmless, k.name) {
				r.fail(k.at, "argument", k.name, n)
			}
		}
		switch v := c.arg(0).(type) {
		case *list:
			return &list{items: v.items, array: true}
		case *tensor:
			u := r.view(v)
			if slices.Contains(copies, n) {
				u.memory = 0
			}
			u.array, u.learned = true, n == "Parameter"
			u.e = c.truncated(u.e, n)
			// a copy without its graph
			if path := string(c.path); path == "torch.tensor" && u.e.varies() && u.e.Op != Input {
				u.e = r.unary(Stop, u.e)
			}
			if r.written && c.toFloat32(n) {
				u.e = r.make(Float32, 0, "", u.e)
			}
			if (n == "view_as" || n == "reshape_as" || n == "expand_as") && len(c.args) > 1 {
				if o := asTensor(c.arg(1)); o != nil {
					u.form = o.form
				}
			}
			return u
		case bool:
			return r.num(truth(v))
		case opaque, shape, *library:
			return v
		}
		return opaque{code: "operand", at: c.at}
	case "long", "int", "int32", "int64", "bool", "byte", "round", "floor", "ceil", "rint", "trunc":
		t := c.array(c.arg(0))
		if v, ok := t.e.constant(); ok {
			switch n {
			case "round", "rint":
				v = math.RoundToEven(v)
			case "floor":
				v = math.Floor(v)
			case "ceil":
				v = math.Ceil(v)
			case "bool":
				v = truth(v != 0)
			default:
				v = math.Trunc(v)
			}
			if t.e.Op == Const {
				return c.one(t, r.number(v))
			}
		}
		r.mustLabel(t.e, c.at, n)
		return c.one(t, c.truths(t.e, n))
	case "view", "reshape", "flatten", "ravel", "squeeze", "unsqueeze", "expand_dims",
		"batch_flatten":
		v := c.arg(0)
		t := asTensor(v)
		if t == nil {
			if l, ok := v.(*list); ok {
				return l
			}
			t = c.array(v)
		}
		u := r.view(t)
		u.form = c.form(n)
		return u
	case "detach", "stop_gradient", "lax_stop_gradient":
		u := r.view(c.array(c.arg(0)))
		u.e = r.unary(Stop, u.e)
		return u
	case "ones_like", "ones":
		return &tensor{e: r.number(1), array: true}
	case "zeros_like", "zeros", "empty_like", "empty":
		return &tensor{e: r.number(0), array: true}
	case "full_like", "full", "fill":
		b := c.bind("x|size|shape|input fill_value|value dtype")
		t := c.array(b[1])
		return &tensor{e: t.e, array: true}
	case "zero":
		return &tensor{e: r.number(0), array: true}
	case "map_structure":
		if len(c.args) >= 2 && len(c.kw) == 0 { // an array is a structure of one
			return r.apply(c.args[0], c.args[1:], nil, c.at)
		}
	case "map_structure_up_to":
		if len(c.args) >= 3 && len(c.kw) == 0 {
			return r.apply(c.args[1], c.args[2:], nil, c.at)
		}
	case "squeeze_or_expand_to_same_rank": // of Keras: its two arrays
		if len(c.args) >= 2 {
			return &list{items: slices.Clone(c.args[:2])}
		}
	case "masked_fill":
		b := c.bind("input mask value")
		t, m, v := c.array(b[0]), c.array(b[1]), c.array(b[2])
		return c.one(t, r.where(m.e, v.e, t.e))
	case "masked_select", "boolean_mask":
		b := c.bind("input|tensor mask axis name")
		return r.masked(c.array(b[0]), c.array(b[1]), c.at)
	case "nonzero":
		t := c.array(c.arg(0))
		return &list{items: []value{t}}
	case "standardize_dtype":
		return text(cmp.Or(c.r.precision, "float32"))
	case "size", "numel", "nelement", "get_shape", "shape", "int_shape", "canonicalize_axis",
		"is_tensor", "is_keras_tensor", "device", "finfo", "issubdtype", "is_floating_point",
		"dtype", "get_world_size", "is_initialized", "arange", "range", "keys":
		switch {
		case n == "shape" || n == "get_shape" || n == "int_shape":
			if t := asTensor(c.arg(0)); t != nil {
				return shape{t}
			}
		case n == "numel" || n == "nelement" || n == "size" && len(c.args) == 1:
			if t := asTensor(c.arg(0)); t != nil && t.mask != nil { // how many were selected
				return &tensor{e: r.unary(Sum, r.where(t.mask, r.number(1), r.number(0)))}
			}
			return &tensor{e: r.unary(Sum, r.number(1))}
		case n == "is_tensor" || n == "is_keras_tensor":
			t := asTensor(c.arg(0))
			return t != nil && t.array
		case n == "finfo":
			return &library{name: "finfo"}
		}
		return opaque{code: "shape", at: c.at}
	case "ndim", "rank":
		return opaque{code: rank, args: []string{n}, at: c.at}
	case "is_grad_enabled":
		return true
	case "is_available":
		return false // as the code runs on a processor
	case "get_enum":
		if s, ok := c.arg(0).(text); ok { // of PyTorch's reductions
			return r.num(map[text]float64{"none": 0, "mean": 1, "sum": 2}[s])
		}
	case "index": // of operator
		if first, _, _ := strings.Cut(c.path, "."); first == "operator" {
			return c.shapes("int")
		}
	case "cond":
		return c.cond()
	case "partial":
		return partial{c.arg(0), c.args[1:], c.kw}
	case "one_hot", "OneHot", "to_categorical":
		b := c.bind("x|input|tensor|indices|labels num_classes|depth on_value off_value axis dtype")
		t := c.array(b[0])
		r.useAs(t.e, useLabel, c.at)
		hot := r.leaf(ClassOneHot)
		if b[2] != nil || b[3] != nil {
			on, off := c.number(b[2], 1), c.number(b[3], 0)
			hot = r.binary(Add, r.binary(Mul, hot, on),
				r.binary(Mul, r.binary(Sub, r.number(1), hot), off))
		}
		return &tensor{e: hot, array: true}
	case "scatter":
		b := c.bind("input dim index src|value")
		t, u := c.array(b[0]), c.array(b[2])
		if t.e.is(0) && c.array(b[3]).e.is(1) {
			r.useAs(u.e, useLabel, c.at)
			return &tensor{e: r.leaf(ClassOneHot), array: true}
		}
		r.fail(c.at, "function", n)
	case "gather", "take_along_axis", "take_along_dim", "index_select", "take", "gather_nd":
		b := c.bind("input|params|arr|x dim|indices index axis batch_dims")
		if l, ok := b[0].(*list); ok {
			for _, v := range b[1:] {
				if u := asTensor(v); u != nil && u.e.varies() {
					return r.byLabel(l, u, c.at)
				}
			}
		}
		t := c.array(b[0])
		for _, v := range b[1:] {
			if u := asTensor(v); u != nil && u.e.varies() {
				return r.gather(t, u, c.at)
			}
		}
		if i := asTensor(b[1]); n == "take" && i != nil && i.e.Op == Const {
			return r.column(t, int(i.e.Value), c.at)
		}
		r.fail(c.at, "function", n)
	case "stack", "concat", "cat", "concatenate", "hstack", "vstack":
		if l, ok := c.arg(0).(*list); ok {
			return l
		}
		r.fail(c.at, "function", n)
	case "eps", "tiny", "epsilon":
		if n == "epsilon" {
			return &tensor{e: r.param("epsilon", 1e-7, c.at)}
		}
		v := map[string]float64{"eps": 1.1920928955078125e-07, "tiny": 1.1754943508222875e-38}[n]
		return &tensor{e: r.number(v)}
	case "floatx", "get_default_dtype", "set_epsilon":
		return opaque{code: "attribute", args: []string{n}, at: c.at}
	case "set_trace", "check_numerics", "assert_shapes", "assert_rank", "assert_equal", "debug",
		"check_equal_shape", "assert_type", "print", "Print", "assert_compatible_with",
		"assert_is_compatible_with", "check_shape", "assert_axis_dimension", "check_numpy_array":
		if len(c.args) > 0 {
			return c.args[0]
		}
		return none{}
	}
	return nil
}

// truncated is a number or array that is converted to whole numbers or truths, if it is.
func (c *invocation) truncated(e *Expr, n string) *Expr {
	whole := ""
	of := func(v value) {
		name := ""
		switch v := v.(type) {
		case path:
			name = last(string(v))
		case text:
			name = string(v)
		}
		switch name {
		case "long", "int", "short", "byte", "int8", "int16", "int32", "int64", "uint8", "int_",
			"LongTensor", "IntTensor", "ByteTensor":
			whole = "int"
		case "bool", "bool_", "BoolTensor":
			whole = "bool"
		}
	}
	for _, v := range c.args[1:] {
		of(v)
	}
	for _, k := range c.kw {
		if k.name == "dtype" {
			of(k.v)
		}
	}
	switch {
	case whole == "" || e.boolean():
		return e
	case e.Op == Const && whole == "bool":
		return c.r.number(truth(e.Value != 0))
	case e.Op == Const:
		return c.r.number(math.Trunc(e.Value))
	}
	c.r.mustLabel(e, c.at, n)
	return c.truths(e, whole)
}

// truths is a label whose numbers become truths, by which elements can be selected.
func (c *invocation) truths(e *Expr, to string) *Expr {
	if to != "bool" || e.Op != Input {
		return e
	}
	return c.r.unary(Not, c.r.binary(Equal, e, c.r.number(0)))
}

// cond calls one of two functions by a condition. Where that is not known, it calls both.
func (c *invocation) cond() value {
	b := c.bind("pred true_fn|true_fun false_fn|false_fun a b c d")
	operands := b[3:]
	for i, v := range operands {
		if v == nil {
			operands = operands[:i]
			break
		}
	}
	if holds, ok := c.r.truth(b[0]); ok {
		if holds {
			return c.r.apply(b[1], operands, nil, c.at)
		}
		return c.r.apply(b[2], operands, nil, c.at)
	}
	return c.r.choose(b[0], c.r.apply(b[1], operands, nil, c.at),
		c.r.apply(b[2], operands, nil, c.at), c.at)
}

// form returns the form of the result of a function of shapes.
func (c *invocation) form(n string) form {
	var dims []float64
	var add func(v value)
	add = func(v value) {
		switch v := v.(type) {
		case *tensor:
			if d, ok := v.e.constant(); ok {
				dims = append(dims, d)
			} else {
				dims = append(dims, math.NaN())
			}
		case *list:
			for _, i := range v.items {
				add(i)
			}
		default:
			dims = append(dims, math.NaN())
		}
	}
	for _, v := range c.args[min(1, len(c.args)):] {
		add(v)
	}
	for _, k := range c.kw {
		add(k.v)
	}
	switch n {
	case "flatten", "ravel":
		if len(dims) == 0 {
			return flat
		}
	case "view", "reshape":
		if len(dims) == 1 && dims[0] == -1 {
			return flat
		}
		if len(dims) == 2 && dims[1] == 1 {
			return column
		}
		if len(dims) == 2 && dims[0] == 1 {
			return row
		}
	case "squeeze":
		if t := asTensor(c.arg(0)); t != nil && (len(dims) == 0 || dims[0] == 1 || dims[0] == -1) {
			return flat
		}
	case "unsqueeze", "expand_dims":
		if len(dims) == 1 && (dims[0] == 1 || dims[0] == -1) {
			return column
		}
		if len(dims) == 1 && dims[0] == 0 {
			return row
		}
	}
	return anyForm
}
