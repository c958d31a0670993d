package code

var kerasOps = dialect{
	input: "y_pred", prefix: "ops.", pow: "power", clip: "clip",
	others: map[string]string{
		"stop": "ops.stop_gradient", "sigmoid": "ops.sigmoid", "softplus": "ops.softplus",
		"log_sigmoid": "ops.log_sigmoid",
	},
}

// keras writes a registered Loss, which is saved and loaded with its parameters.
func (f *function) keras() string {
	t := &text{tab: "    "}
	t.imports("import keras", "from keras import ops")
	class := title(f.name)
	t.line(0, `@keras.saving.register_keras_serializable(package="losses")`)
	t.line(0, "class ", class, "(keras.losses.Loss):")
	what := "of probabilities"
	if f.logits() {
		what = "of logits: the last layer has no activation"
	}
	f.head(t, 1, what)
	args := f.docArgs()
	args = append(args, [2]string{"kwargs", "reduction, name and dtype of keras.losses.Loss."})
	t.args(1, args)
	t.line(1, `"""`)
	t.line(0)
	params := append([]string{"self"}, f.keyword()...)
	params = append(params, `name="`+f.name+`"`, "**kwargs")
	t.call(1, "def __init__", params, ":")
	t.line(2, "super().__init__(name=name, **kwargs)")
	for _, p := range f.params {
		if p.classes != nil {
			t.line(2, "self.", p.name, " = tuple(", p.name, ")")
		} else {
			t.line(2, "self.", p.name, " = ", p.name)
		}
	}
	t.line(0)
	t.line(1, "def call(self, y_true, y_pred):")
	t.line(2, "y_pred = ops.convert_to_tensor(y_pred)")
	if !f.categorical {
		t.lines(2, "if y_pred.shape[-1:] == (1,) and len(y_true.shape) == len(y_pred.shape) - 1:",
			"    y_true = ops.expand_dims(y_true, -1)  # as the losses of Keras do")
	}
	t.lines(2,
		"if len(y_true.shape) != len(y_pred.shape) or any(",
		"    n is not None and m is not None and n != m for n, m in zip(y_true.shape, y_pred.shape)",
		"):",
		`    raise ValueError(f"labels have shape {y_true.shape}, predictions {y_pred.shape}")`,
		"y = ops.cast(y_true, y_pred.dtype)")
	for _, p := range f.params {
		switch {
		case p.name == "epsilon" && !f.needsClip() && !f.formula:
		case p.classes != nil:
			t.line(2, "alpha_k = ops.convert_to_tensor(self.alpha, dtype=y_pred.dtype)")
		default:
			t.line(2, p.name, " = self.", p.name)
		}
	}
	if f.needsClip() {
		p := "y_pred"
		if f.logits() {
			p = "ops.sigmoid(y_pred)"
		}
		t.lines(2, "# 1 - eps must be below 1 in the precision of the predictions.",
			`least = {"bfloat16": 1e-2, "float16": 1e-3, "float32": 1e-7}`,
			"eps = max(epsilon, least.get(keras.backend.standardize_dtype(y_pred.dtype), 1e-15))",
			"p = ops.clip("+p+", eps, 1 - eps)")
	}
	if f.categorical && f.logits() {
		t.lines(2, "log_p = ops.log_softmax(y_pred, axis=-1)",
			"# log(1 - p): of the largest p from the logits of the others, so that nothing cancels.",
			"top = ops.one_hot(ops.argmax(y_pred, axis=-1), y_pred.shape[-1]) > 0",
			"others = ops.where(top, -1e4, y_pred - ops.max(y_pred, axis=-1, keepdims=True))",
			"rest = ops.logsumexp(others, axis=-1, keepdims=True) + ops.max(log_p, axis=-1, keepdims=True)",
			"log_q = ops.where(top, rest, ops.log1p(-ops.exp(ops.where(top, -1.0, log_p))))")
	}
	f.statements(t, 2, &kerasOps)
	t.line(2, "# A label or a prediction that is none has a loss of NaN.")
	t.line(2, "loss = ops.where("+f.allowed(&kerasOps, true)+", loss, float(\"nan\"))")
	if f.categorical {
		t.line(2, "return ops.sum(loss, axis=-1)")
	} else {
		t.line(2, "return ops.mean(loss, axis=-1)")
	}
	t.line(0)
	t.line(1, "def get_config(self):")
	t.line(2, "return {")
	t.line(3, "**super().get_config(),")
	for _, p := range f.params {
		t.line(3, `"`, p.name, `": self.`, p.name, ",")
	}
	t.line(2, "}")
	t.lines(0, "", "")
	t.call(0, "loss = "+class, f.keyword(), "")
	t.line(0, "# model.compile(optimizer=..., loss=loss)")
	return t.String()
}

// needsClip reports whether the body needs the clipped probability.
func (f *function) needsClip() bool {
	if f.formula {
		return uses(f.body, "p") || uses(f.body, "p_t") || uses(f.body, "x")
	}
	return !f.logits()
}
