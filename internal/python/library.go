package python

import (
	"math"
	"slices"
	"strings"

	"github.com/go-python/gpython/ast"
)

// harmless are arguments by name that change no value of one prediction.
var harmless = []string{
	"axis", "dim", "dtype", "keepdims", "keepdim", "name", "device", "requires_grad", "inplace", "memory_format", "non_blocking", "layout", "copy", "order", "trainable",
	"initializer", "shape", "where_", "message", "stacklevel", "high_precision", "persistent", "size", "ndmin", "out", "sparse_grad",
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
		i := slices.IndexFunc(names, func(n string) bool { return slices.Contains(strings.Split(n, "|"), k.name) })
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
	switch first {
	case "tensorflow", "keras", "jax", "optax", "tensorflow_addons":
		r.jax = true
	}
	if first == "builtins" {
		return c.builtin()
	}
	n := last(path)
	if !frameworks[first] {
		if v := c.others(n); v != nil {
			return v
		}
		r.fail(at, "function", strings.TrimPrefix(path, "."))
	}
	for _, f := range []func(string) value{c.objects, c.shapes, c.elementwise, c.reductions, c.losses} {
		if v := f(n); v != nil {
			return v
		}
	}
	r.fail(at, "function", strings.TrimPrefix(path, "."))
	return nil
}

// frameworks are the modules whose functions are known by their names.
var frameworks = map[string]bool{
	"torch": true, "torchvision": true, "tensorflow": true, "keras": true, "jax": true, "optax": true, "numpy": true, "math": true, "scipy": true, "tensorflow_addons": true, "operator": true, "functools": true, "copy": true, "autograd": true,
}

// others are functions of other projects that losses are built on.
func (c *invocation) others(n string) value {
	r := c.r
	first, _, _ := strings.Cut(c.path, ".")
	switch {
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
		return c.by(c.focal(b[0], b[1], c.number(b[3], 0.25), c.number(b[2], 2), true), b[5], "mean", nil, nil)
	case strings.HasPrefix(n, "sigmoid_focal_loss") && first == "fvcore":
		b := c.bind("inputs targets alpha gamma reduction")
		return c.by(c.focal(b[0], b[1], c.number(b[2], -1), c.number(b[3], 2), true), b[4], "none", nil, nil)
	case n != "" && n[0] >= 'A' && n[0] <= 'Z' && len(c.args) == 1 && len(c.kw) == 0: // of an enumeration
		switch v := c.args[0].(type) {
		case path, text:
			return v
		}
	}
	return nil
}

func (r *reader) tensorMethod(t *tensor, name string, args []value, kw []keyword, at Position) value {
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
		return t
	case "backward", "requires_grad_":
		return t
	case "item", "numpy", "tolist", "eval":
		return t
	case "new_tensor", "new_full", "new_ones", "new_zeros":
		return r.library("torch."+strings.Replace(name, "new_", "", 1), args, kw, at)
	case "at":
		return opaque{code: "method", args: []string{name}, at: at}
	}
	inPlace := strings.HasSuffix(name, "_") && !strings.HasPrefix(name, "_")
	v := r.library("torch.Tensor."+strings.TrimSuffix(name, "_"), append([]value{t}, args...), kw, at)
	if o, ok := v.(opaque); ok && inPlace {
		r.fail(o.at, o.code, o.args...)
	}
	if made, ok := v.(*tensor); ok && inPlace {
		array := t.array
		*t = *made
		t.array = array || made.array
		if r.frozen > 0 {
			t.e = r.unary(Stop, t.e)
		}
		return t
	}
	return v
}

// one returns the array of a function of an array.
func (c *invocation) one(t *tensor, e *Expr) value { return c.r.like(t, e) }

// shapes are functions that keep values: of types, shapes and places.
func (c *invocation) shapes(n string) value {
	r := c.r
	switch n {
	case "cast", "to", "type", "astype", "type_as", "float", "double", "half", "float32", "float64", "bfloat16", "identity", "Identity", "clone", "contiguous", "cuda", "cpu", "copy", "expand_as", "expand",
		"broadcast_to", "tile", "repeat", "view_as", "reshape_as", "ensure_shape", "as_tensor", "asarray", "tensor", "Tensor", "FloatTensor", "LongTensor", "constant", "convert_to_tensor", "array", "Parameter", "Variable", "deepcopy",
		"from_numpy", "permute", "transpose", "movedim", "moveaxis", "swapaxes", "broadcast_arrays", "atleast_1d", "variable", "pvary", "float_", "cast_to_floatx", "nan_to_num", "checkpoint_name", "requires_grad", "result_type", "promote_types":
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
			return v
		case *tensor:
			u := *v
			u.array = true
			if r.written && c.toFloat32(n) {
				u.e = r.make(Float32, 0, "", u.e)
			}
			if (n == "view_as" || n == "reshape_as" || n == "expand_as") && len(c.args) > 1 {
				if o := asTensor(c.arg(1)); o != nil {
					u.form = o.form
				}
			}
			return &u
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
		return c.one(t, t.e)
	case "view", "reshape", "flatten", "ravel", "squeeze", "unsqueeze", "expand_dims", "batch_flatten":
		v := c.arg(0)
		t := asTensor(v)
		if t == nil {
			if l, ok := v.(*list); ok {
				return l
			}
			t = c.array(v)
		}
		u := *t
		u.form = c.form(n)
		return &u
	case "detach", "stop_gradient", "lax_stop_gradient":
		t := c.array(c.arg(0))
		return c.one(t, r.unary(Stop, t.e))
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
			return &list{slices.Clone(c.args[:2])}
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
		return &list{[]value{t}}
	case "size", "numel", "nelement", "get_shape", "shape", "int_shape", "canonicalize_axis", "is_tensor", "is_keras_tensor", "device", "finfo", "issubdtype", "is_floating_point", "dtype", "get_world_size", "is_initialized", "arange", "range", "keys":
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
		return &tensor{e: r.leaf(ClassOneHot), array: true}
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
	case "set_trace", "check_numerics", "assert_shapes", "assert_rank", "assert_equal", "debug", "check_equal_shape", "assert_type", "print", "Print", "assert_compatible_with", "assert_is_compatible_with", "check_shape", "assert_axis_dimension", "check_numpy_array":
		if len(c.args) > 0 {
			return c.args[0]
		}
		return none{}
	}
	return nil
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
	return c.r.choose(b[0], c.r.apply(b[1], operands, nil, c.at), c.r.apply(b[2], operands, nil, c.at), c.at)
}

// form returns what a function of shapes makes of an array.
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
	case "squeeze":
		if t := asTensor(c.arg(0)); t != nil && (len(dims) == 0 || dims[0] == 1 || dims[0] == -1) {
			return flat
		}
	case "unsqueeze", "expand_dims":
		if len(dims) == 1 && (dims[0] == 1 || dims[0] == -1) {
			return column
		}
	}
	return anyForm
}

var unaryOps = map[string]Op{
	"exp": Exp, "expm1": Expm1, "log1p": Log1p, "sqrt": Sqrt, "abs": Abs, "absolute": Abs, "fabs": Abs, "tanh": Tanh, "logical_not": Not, "neg": Neg, "negative": Neg,
}

var binaryOps = map[string]ast.OperatorNumber{
	"add": ast.Add, "subtract": ast.Sub, "sub": ast.Sub, "multiply": ast.Mult, "mul": ast.Mult, "divide": ast.Div, "div": ast.Div, "truediv": ast.Div, "true_divide": ast.Div,
	"pow": ast.Pow, "power": ast.Pow, "float_power": ast.Pow, "logical_and": ast.BitAnd, "logical_or": ast.BitOr, "logical_xor": ast.BitXor, "bitwise_and": ast.BitAnd, "bitwise_or": ast.BitOr,
}

var compareOps = map[string]ast.CmpOp{
	"equal": ast.Eq, "eq": ast.Eq, "not_equal": ast.NotEq, "ne": ast.NotEq, "greater": ast.Gt, "gt": ast.Gt, "greater_equal": ast.GtE, "ge": ast.GtE,
	"less": ast.Lt, "lt": ast.Lt, "less_equal": ast.LtE, "le": ast.LtE,
}

// elementwise are functions of each element.
func (c *invocation) elementwise(n string) value {
	r := c.r
	x := "x|input|a|self|tensor|logits|features|value|t|name_ "
	unary := func() *tensor { return c.array(c.bind(x)[0]) }
	if op, ok := unaryOps[n]; ok {
		t := unary()
		if op == Exp {
			r.useAs(t.e, useExp, c.at)
		}
		return c.one(t, r.unary(op, t.e))
	}
	if op, ok := binaryOps[n]; ok {
		b := c.bind("x|input|a|x1|self y|other|b|exponent|x2|p out")
		return r.operate(op, c.array(b[0]), c.array(b[1]), c.at)
	}
	if op, ok := compareOps[n]; ok {
		b := c.bind("x|input|a|x1|self y|other|b|x2 out")
		return r.relate(op, c.array(b[0]), c.array(b[1]), c.at)
	}
	log := func(e *Expr) *Expr {
		r.useAs(e, useLog, c.at)
		return r.unary(Log, e)
	}
	switch n {
	case "log":
		t := unary()
		return c.one(t, log(t.e))
	case "log2", "log10":
		t := unary()
		base := map[string]float64{"log2": math.Ln2, "log10": math.Ln10}[n]
		return c.one(t, r.binary(Div, log(t.e), r.number(base)))
	case "sigmoid", "expit", "logistic":
		t := unary()
		t = r.like(t, r.logit(t.e, c.at, n))
		return c.one(t, r.unary(Sigmoid, t.e))
	case "logsigmoid", "log_sigmoid", "log_expit":
		t := unary()
		t = r.like(t, r.logit(t.e, c.at, n))
		if r.written {
			return c.one(t, r.make(LogSigmoid, 0, "", t.e))
		}
		return c.one(t, r.unary(Neg, r.unary(Softplus, r.unary(Neg, t.e))))
	case "softplus":
		b := c.bind(x + "beta threshold name")
		t := c.array(b[0])
		t = r.like(t, r.logit(t.e, c.at, n))
		e := t.e
		if b[1] != nil {
			beta := c.array(b[1]).e
			return c.one(t, r.binary(Div, r.unary(Softplus, r.binary(Mul, beta, e)), beta))
		}
		return c.one(t, r.unary(Softplus, e))
	case "relu":
		t := unary()
		return c.one(t, r.binary(Max, r.number(0), t.e))
	case "square":
		t := unary()
		return c.one(t, r.binary(Pow, t.e, r.number(2)))
	case "rsqrt":
		t := unary()
		return c.one(t, r.binary(Div, r.number(1), r.unary(Sqrt, t.e)))
	case "reciprocal":
		t := unary()
		return c.one(t, r.binary(Div, r.number(1), t.e))
	case "rsub":
		b := c.bind("input other")
		return r.operate(ast.Sub, c.array(b[1]), c.array(b[0]), c.at)
	case "sign":
		t := unary()
		return c.one(t, r.where(r.binary(Less, r.number(0), t.e), r.number(1), r.where(r.binary(Less, t.e, r.number(0)), r.number(-1), r.number(0))))
	case "cosh":
		t := unary()
		return c.one(t, r.binary(Div, r.binary(Add, r.unary(Exp, t.e), r.unary(Exp, r.unary(Neg, t.e))), r.number(2)))
	case "exp2":
		t := unary()
		return c.one(t, r.binary(Pow, r.number(2), t.e))
	case "logit":
		b := c.bind(x + "eps")
		t := c.array(b[0])
		e := t.e
		if b[1] != nil {
			eps := c.array(b[1]).e
			e = r.clip(e, eps, r.binary(Sub, r.number(1), eps))
		}
		return c.one(t, r.binary(Sub, log(e), log(r.binary(Sub, r.number(1), e))))
	case "softmax", "log_softmax":
		b := c.bind(x + "axis|dim _stacklevel dtype name")
		t := c.array(b[0])
		r.classLogits(t.e, c.at, n)
		if strings.HasPrefix(strings.ToLower(n), "log") {
			return &tensor{e: r.leaf(ClassLogProb), array: true}
		}
		return &tensor{e: r.unary(Exp, r.leaf(ClassLogProb)), array: true}
	case "where", "switch", "select":
		b := c.bind("condition|pred|cond x|input|then_expression|on_true y|other|else_expression|on_false name")
		m := c.array(b[0])
		if b[1] == nil || b[2] == nil {
			return &list{[]value{m}}
		}
		t, u := c.array(b[1]), c.array(b[2])
		both := r.combine(t, u, r.where(m.e, t.e, u.e), c.at)
		return r.combine(m, both, both.e, c.at)
	case "clip", "clamp", "clip_by_value":
		b := c.bind("x|input|a|value|t|arr min|min_value|clip_value_min|a_min|x_min max|max_value|clip_value_max|a_max|x_max out")
		t := c.array(b[0])
		e := t.e
		if b[1] == nil && b[2] == nil {
			r.fail(c.at, "missing-argument", "2", n)
		}
		if b[1] != nil {
			e = r.binary(Max, e, c.array(b[1]).e)
		}
		if b[2] != nil {
			e = r.binary(Min, e, c.array(b[2]).e)
		}
		return c.one(t, e)
	case "clamp_min", "maximum", "fmax":
		b := c.bind("x|input|x1 y|other|min|x2 out")
		t, u := c.array(b[0]), c.array(b[1])
		return r.combine(t, u, r.binary(Max, t.e, u.e), c.at)
	case "clamp_max", "minimum", "fmin":
		b := c.bind("x|input|x1 y|other|max|x2 out")
		t, u := c.array(b[0]), c.array(b[1])
		return r.combine(t, u, r.binary(Min, t.e, u.e), c.at)
	case "logaddexp":
		b := c.bind("x|input|x1 y|other|x2 name")
		t, u := c.array(b[0]), c.array(b[1])
		t = r.like(t, r.logit(t.e, c.at, n))
		u = r.like(u, r.logit(u.e, c.at, n))
		// log(e^a + e^b) = a + softplus(b - a)
		return r.combine(t, u, r.binary(Add, t.e, r.unary(Softplus, r.binary(Sub, u.e, t.e))), c.at)
	case "xlogy", "xlog1py", "multiply_no_nan":
		b := c.bind("x|input|x1 y|other|x2 name")
		t, u := c.array(b[0]), c.array(b[1])
		e := u.e
		switch n {
		case "xlogy":
			e = log(e)
		case "xlog1py":
			e = r.unary(Log1p, e)
		}
		return r.combine(t, u, r.where(r.binary(Equal, t.e, r.number(0)), r.number(0), r.binary(Mul, t.e, e)), c.at)
	case "lerp":
		b := c.bind("input end weight")
		t, u, w := c.array(b[0]), c.array(b[1]), c.array(b[2])
		return c.one(t, r.binary(Add, t.e, r.binary(Mul, w.e, r.binary(Sub, u.e, t.e))))
	case "squared_difference":
		b := c.bind("x|x1 y|x2 name")
		t, u := c.array(b[0]), c.array(b[1])
		return r.combine(t, u, r.binary(Pow, r.binary(Sub, t.e, u.e), r.number(2)), c.at)
	case "divide_no_nan", "div_no_nan":
		b := c.bind("x|x1 y|x2 name")
		t, u := c.array(b[0]), c.array(b[1])
		return r.combine(t, u, r.where(r.binary(Equal, u.e, r.number(0)), r.number(0), r.binary(Div, t.e, u.e)), c.at)
	case "add_n":
		if l, ok := c.arg(0).(*list); ok && len(l.items) > 0 {
			var sum value = l.items[0]
			for _, v := range l.items[1:] {
				sum = r.operate(ast.Add, sum, v, c.at)
			}
			return sum
		}
	}
	return nil
}

func (r *reader) clip(e, low, high *Expr) *Expr { return r.binary(Min, r.binary(Max, e, low), high) }

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
		return slices.ContainsFunc(c.args, is) || slices.ContainsFunc(c.kw, func(k keyword) bool { return k.name == "dtype" && is(k.v) })
	}
	return false
}

// reductions are functions of a batch or of an axis.
func (c *invocation) reductions(n string) value {
	r := c.r
	switch n {
	case "mean", "reduce_mean", "nanmean", "average", "global_mean_pool", "compute_average_loss":
		b := c.bind("x|input|a|input_tensor|self|per_example_loss axis|dim keepdims|keepdim name dtype weights sample_weight global_batch_size")
		if b[5] != nil || b[6] != nil {
			r.fail(c.at, "argument", "weights", n)
		}
		return c.reduce(Mean, b[0])
	case "sum", "reduce_sum", "nansum":
		b := c.bind("x|input|a|input_tensor|self axis|dim keepdims|keepdim name dtype")
		return c.reduce(Sum, b[0])
	case "max", "amax", "reduce_max", "min", "amin", "reduce_min":
		if len(c.args) == 2 {
			if u := asTensor(c.arg(1)); u != nil && (u.e.varies() || !strings.HasPrefix(c.path, "torch.Tensor")) {
				op := Max
				if strings.Contains(n, "min") {
					op = Min
				}
				t := c.array(c.arg(0))
				return r.combine(t, u, r.binary(op, t.e, u.e), c.at)
			}
		}
		r.fail(c.at, "batch-statistic", n)
	case "std", "var", "median", "quantile", "kthvalue", "topk", "top_k", "sort", "argsort", "cumsum", "histc", "histogram", "bincount", "unique", "argmax", "argmin", "norm", "prod", "any", "all", "reduce_any", "reduce_all", "reduce_prod",
		"std_dev", "reduce_std", "logsumexp", "reduce_logsumexp", "count_nonzero", "einsum", "matmul", "mm", "bmm", "dot", "cosine_similarity", "normalize", "layer_norm", "moments", "flip", "roll", "rand_like", "randn_like", "rand", "randn", "uniform", "normal", "multinomial", "bernoulli", "randperm", "dropout":
		if n == "count_nonzero" {
			return c.reduce(Sum, c.arg(0))
		}
		if strings.HasSuffix(n, "any") || strings.HasSuffix(n, "all") {
			return c.all(strings.HasSuffix(n, "all"))
		}
		r.fail(c.at, "batch-statistic", n)
	}
	return nil
}

// all is whether all or any elements of an array are not 0. It is known for labels alone.
func (c *invocation) all(all bool) value {
	r := c.r
	t := asTensor(c.arg(0))
	if t == nil || !t.array {
		return opaque{code: "batch-statistic", args: []string{last(c.path)}, at: c.at}
	}
	r.alls = append(r.alls, use{e: t.e, at: c.at, what: last(c.path)})
	share := r.unary(Mean, r.where(t.e, r.number(1), r.number(0)))
	if all {
		return &tensor{e: r.binary(Equal, share, r.number(1))}
	}
	return &tensor{e: r.binary(Less, r.number(0), share)}
}

// reduce is the mean or the sum over a batch or an axis. Over classes, it is that of what is
// not 0 for the labelled class alone.
func (c *invocation) reduce(op Op, v value) value {
	r := c.r
	if l, ok := v.(*list); ok {
		var sum value = r.num(0)
		for _, i := range l.items {
			sum = r.operate(ast.Add, sum, i, c.at)
		}
		if op == Mean && len(l.items) > 0 {
			return r.operate(ast.Div, sum, r.num(float64(len(l.items))), c.at)
		}
		return sum
	}
	t := c.array(v)
	e := r.filled(t)
	if ofClasses(e) && !r.rest(e) {
		if op == Mean {
			r.fail(c.at, "classes-sum")
		}
		e = r.labelled(e, c.at)
		e, _ = r.trueClass(c.classInputs(e))
		return &tensor{e: e, array: true}
	}
	if op == Sum && !c.whole() {
		made := r.unary(op, e)
		r.overAxis[made] = true
	}
	if op == Mean && t.mask != nil { // of those selected
		return &tensor{e: r.binary(Div, r.unary(Sum, e), r.unary(Sum, r.where(t.mask, r.number(1), r.number(0)))), array: true}
	}
	return &tensor{e: r.unary(op, e), array: true}
}

// rest reports whether e is of a class against the rest: a one-hot label and predictions that are
// logits of sigmoids.
func (r *reader) rest(e *Expr) bool {
	return e.Has(func(x *Expr) bool { return x.Op == ClassOneHot }) && !e.Has(func(x *Expr) bool { return x.Op == ClassLogProb }) &&
		slices.ContainsFunc(r.uses, func(u use) bool { return u.kind == useLogit && e.Has(func(x *Expr) bool { return x == u.e }) })
}

// labelled puts 1 in the place of a one-hot label, for which alone e is not 0. The label may be an
// array that the caller passes.
func (r *reader) labelled(e *Expr, at Position) *Expr {
	without := func(label *Expr, v float64) *Expr {
		return r.rewrite(e, map[*Expr]*Expr{}, func(was, of *Expr) *Expr {
			if was.Op == ClassOneHot && v == 0 || was == label {
				return r.number(v)
			}
			return of
		})
	}
	if without(nil, 0).is(0) {
		return e
	}
	if e.Has(func(x *Expr) bool { return x.Op == ClassOneHot }) {
		r.fail(at, "classes-sum")
	}
	for _, p := range r.inputs {
		if p.input && !slices.Contains(r.classes, p.e) && without(p.e, 0).is(0) {
			r.useAs(p.e, useLabel, at)
			r.row = true
			return without(p.e, 1)
		}
	}
	r.fail(at, "classes-sum")
	return nil
}

// classInputs replaces the probabilities of classes that the caller passes by p_t, where only those
// of the labelled class count.
func (c *invocation) classInputs(e *Expr) *Expr {
	r := c.r
	return r.rewrite(e, map[*Expr]*Expr{}, func(was, of *Expr) *Expr {
		if was.Op != Input || slices.ContainsFunc(r.uses, func(u use) bool { return u.kind == useLabel && u.e == was }) {
			return of
		}
		if p := r.params[was.Name]; p == nil || !p.input {
			return of
		}
		if !slices.ContainsFunc(r.uses, func(u use) bool { return u.kind == useLog && u.e.Has(func(x *Expr) bool { return x == was }) }) {
			r.fail(c.at, "classes-unknown")
		}
		r.classes = append(r.classes, was)
		r.prob(was, c.at, "log")
		return r.leaf(ProbTrue)
	})
}

// whole reports whether a reduction has no axis.
func (c *invocation) whole() bool {
	if len(c.args) > 1 {
		return false
	}
	return !slices.ContainsFunc(c.kw, func(k keyword) bool { return k.name == "dim" || k.name == "axis" })
}

func ofClasses(e *Expr) bool {
	return e.Has(func(e *Expr) bool { return e.Op == ClassLogProb || e.Op == ClassOneHot })
}

// builtin calls a function of Python itself.
func (c *invocation) builtin() value {
	r := c.r
	n := last(c.path)
	switch n {
	case "float", "int", "bool":
		if len(c.args) == 1 {
			switch v := c.arg(0).(type) {
			case bool:
				return r.num(truth(v))
			case text:
				if v == "inf" || v == "-inf" {
					return r.num(map[text]float64{"inf": math.Inf(1), "-inf": math.Inf(-1)}[v])
				}
			case *tensor:
				if n != "float" {
					return c.shapes("int")
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
		return c.shapes(n)
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
		return c.reduce(Sum, c.arg(0))
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
				_, _, of := o.class.find(string(name), 0)
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
				if m, in, ok := o.class.find(string(name), 0); ok {
					return r.method(o, in, m, c.at)
				}
			}
			if len(c.args) > 2 {
				return c.args[2]
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
	case "str", "type", "dict", "id", "print", "set", "locals", "object", "bytes", "issubclass", "property":
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

func (c *invocation) sequence(n string) value {
	var lists []*list
	for _, a := range c.args {
		l, ok := a.(*list)
		if !ok {
			return opaque{code: "operand", at: c.at}
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
			out.items = append(out.items, &list{[]value{c.r.num(float64(i)), v}})
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
			if slices.Contains([]string{"float", "int", "Number", "Real", "Integral", "bool", "str", "list", "tuple"}, last(string(p))) && v.e.Op == Input && knownParams[strings.ToLower(v.e.Name)] {
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
