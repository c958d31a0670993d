package python

import (
	"strings"
)

// objects are the losses and layers of frameworks that are made first and called later, with
// the function that does the same and the names of the constructor's parameters.
var objects = map[string][2]string{
	"BCELoss": {"torch.binary_cross_entropy",
		"weight size_average reduce reduction"},
	"BCEWithLogitsLoss": {"torch.binary_cross_entropy_with_logits",
		"weight size_average reduce reduction pos_weight"},
	"CrossEntropyLoss": {"torch.cross_entropy",
		"weight size_average ignore_index reduce reduction label_smoothing"},
	"NLLLoss": {"torch.nll_loss",
		"weight size_average ignore_index reduce reduction"},
	"MSELoss":        {"torch.mse_loss", "size_average reduce reduction"},
	"L1Loss":         {"torch.l1_loss", "size_average reduce reduction"},
	"SmoothL1Loss":   {"torch.smooth_l1_loss", "size_average reduce reduction beta"},
	"HuberLoss":      {"torch.huber_loss", "reduction delta"},
	"SoftMarginLoss": {"torch.soft_margin_loss", "size_average reduce reduction"},
	"Sigmoid":        {"torch.sigmoid", ""},
	"LogSigmoid":     {"torch.logsigmoid", ""},
	"Softplus":       {"torch.softplus", "beta threshold"},
	"ReLU":           {"torch.relu", "inplace"},
	"Tanh":           {"torch.tanh", ""},
	"Softmax":        {"torch.softmax", "dim"},
	"LogSoftmax":     {"torch.log_softmax", "dim"},
	"BinaryCrossentropy": {"keras.losses.binary_crossentropy_object",
		"from_logits label_smoothing axis reduction name dtype"},
	"BinaryFocalCrossentropy": {"keras.losses.binary_focal_crossentropy_object",
		"apply_class_balancing alpha gamma from_logits label_smoothing axis reduction name dtype"},
	"CategoricalCrossentropy": {"keras.losses.categorical_crossentropy_object",
		"from_logits label_smoothing axis reduction name dtype"},
	"SparseCategoricalCrossentropy": {"keras.losses.sparse_categorical_crossentropy_object",
		"from_logits ignore_class reduction name dtype"},
	"MeanSquaredError":  {"keras.losses.mean_squared_error", "reduction name dtype"},
	"MeanAbsoluteError": {"keras.losses.mean_absolute_error", "reduction name dtype"},
	"Flatten":           {"torch.flatten", "start_dim end_dim"},
}

func (c *invocation) objects(n string) value {
	o, ok := objects[n]
	if !ok {
		switch n {
		case "Linear", "Dense", "Sequential", "ModuleList", "Conv2d", "BatchNorm1d", "Dropout",
			"Embedding", "vmap", "jit", "function", "compile", "register_keras_serializable":
			return opaque{code: "function", args: []string{n}, at: c.at}
		}
		return nil
	}
	signature := o[1]
	l := &library{name: o[0], at: c.at}
	if of, torch := strings.CutPrefix(o[0], "torch."); torch &&
		strings.HasPrefix(c.path, "paddle") {
		signature = map[string]string{"BCELoss": "weight reduction name",
			"BCEWithLogitsLoss": "weight reduction pos_weight name", "MSELoss": "reduction",
			"L1Loss": "reduction name", "Sigmoid": "name", "LogSigmoid": "name", "ReLU": "name",
			"Tanh": "name", "Softmax": "axis name", "LogSoftmax": "axis name"}[n]
		if signature == "" {
			return nil
		}
		l.name = "paddle." + of
	}
	if n == "Flatten" {
		return l
	}
	for i, v := range c.bind(signature) {
		if v != nil {
			l.kw = append(l.kw, keyword{strings.Fields(signature)[i], v, c.at})
		}
	}
	return l
}

// by reduces a loss as an argument asks.
func (c *invocation) by(t *tensor, reduction value, otherwise string, average, reduce value) value {
	r := c.r
	how := otherwise
	switch v := reduction.(type) {
	case text:
		how = string(v)
	case path:
		how = strings.ToLower(member(v))
	case opaque:
		return v
	case nil:
	default:
		r.fail(c.at, "option", last(c.path))
	}
	if b, ok := average.(bool); ok && !b {
		how = "sum"
	}
	if b, ok := reduce.(bool); ok && !b {
		how = "none"
	}
	switch how {
	case "none", "":
		return t
	case "mean", "sum_over_batch_size", "auto", "batchmean", "elementwise_mean",
		"mean_with_sample_weight":
		if t.mask != nil {
			return c.reduce(Mean, t)
		}
		return &tensor{e: r.unary(Mean, r.filled(t)), array: true}
	case "sum":
		return &tensor{e: r.unary(Sum, r.filled(t)), array: true}
	}
	r.fail(c.at, "reduction", how)
	return nil
}

func (r *reader) bce(y, p *Expr) *Expr {
	if r.written && !r.jax {
		return r.make(BCE, 0, "", y, p)
	}
	one := r.number(1)
	return r.unary(Neg, r.binary(Add, r.binary(Mul, y, r.unary(Log, p)),
		r.binary(Mul, r.binary(Sub, one, y), r.unary(Log, r.binary(Sub, one, p)))))
}

func (r *reader) bceLogits(y, x *Expr) *Expr {
	if r.written {
		return r.make(BCELogits, 0, "", y, x)
	}
	return r.binary(Sub, r.unary(Softplus, x), r.binary(Mul, y, x))
}

// smooth is a label smoothed towards 1/2.
func (c *invocation) smooth(y *Expr, by value) *Expr {
	if by == nil {
		return y
	}
	r, s := c.r, c.array(by).e
	return r.binary(Add, r.binary(Mul, y, r.binary(Sub, r.number(1), s)),
		r.binary(Div, s, r.number(2)))
}

// predictionIn returns the input of e if it is one alone, and a prediction by its name.
func predictionIn(e *Expr) (name string) {
	only := true
	e.Walk(func(x *Expr) {
		if x.Op == Input {
			only = only && (name == "" || name == x.Name)
			name = x.Name
		}
	})
	if role := nameRole(name); !only || role == RoleLabel || role == "" {
		return ""
	}
	return name
}

// pairOf takes the prediction and the label of a loss, and looks for the other framework's order.
func (c *invocation) pairOf(pred, label value, how useKind) (p, y *tensor) {
	r := c.r
	p, y = c.array(pred), c.array(label)
	if other := predictionIn(y.e); p.e.Op == Input &&
		nameRole(p.e.Name) == RoleLabel && other != "" {
		if r.repair == ArgumentOrder {
			p, y = y, p
		} else {
			r.mark(Mark{Rule: ArgumentOrder, At: c.at,
				Args: []string{last(c.path), p.e.Name, other}})
		}
	}
	r.useAs(y.e, useLabel, c.at)
	if !strings.HasSuffix(last(c.path), "hinge") {
		r.useAs(y.e, useTarget, c.at)
	}
	switch how {
	case useLogit:
		p = r.like(p, r.logit(p.e, c.at, last(c.path)))
	case useProb:
		r.prob(p.e, c.at, last(c.path))
	}
	before := len(r.marks)
	r.combine(p, y, p.e, c.at)
	if n := last(c.path); len(r.marks) > before && strings.HasPrefix(c.path, "torch") &&
		(strings.HasPrefix(n, "binary_cross_entropy") || n == "soft_margin_loss") {
		r.marks[len(r.marks)-1].Args = []string{n} // it refuses other shapes
	}
	return p, y
}

func (c *invocation) times(t *tensor, weight value) *tensor {
	if weight == nil {
		return t
	}
	w := c.array(weight)
	return c.r.combine(w, t, c.r.binary(Mul, w.e, t.e), c.at)
}

func (c *invocation) losses(n string) value {
	r := c.r
	if strings.HasPrefix(c.path, "paddle") {
		return c.paddle(n)
	}
	torch := strings.HasPrefix(c.path, "torch")
	switch n {
	case "binary_cross_entropy", "binary_cross_entropy_with_logits":
		for _, k := range c.kw {
			if k.name == "label_smoothing" {
				r.fail(k.at, "smoothing-argument", k.name, n)
			}
		}
	}
	switch n {
	case "binary_cross_entropy":
		b := c.bind("input target weight size_average reduce reduction")
		p, y := c.pairOf(b[0], b[1], useProb)
		r.clamped = c.at
		return c.by(c.times(r.combine(p, y, r.bce(y.e, p.e), c.at), b[2]), b[5], "mean", b[3], b[4])
	case "binary_cross_entropy_with_logits":
		b := c.bind("input target weight size_average reduce reduction pos_weight")
		return c.by(c.ofLogits(b[0], b[1], b[2], b[6]), b[5], "mean", b[3], b[4])
	case "binary_cross_entropy_loss":
		return nil
	case "sigmoid_cross_entropy": // of TensorFlow 1
		b := c.bind("multi_class_labels|labels logits weights label_smoothing scope loss_collection reduction")
		if b[6] != nil {
			r.fail(c.at, "argument", "reduction", n)
		}
		x, y := c.pairOf(b[1], b[0], useLogit)
		e := r.bceLogits(c.smooth(y.e, b[3]), x.e)
		return c.times(r.combine(x, y, e, c.at), b[2])
	case "sigmoid_cross_entropy_with_logits":
		b := c.bind("labels logits name")
		x, y := c.pairOf(b[1], b[0], useLogit)
		return r.combine(x, y, r.bceLogits(y.e, x.e), c.at)
	case "weighted_cross_entropy_with_logits":
		b := c.bind("labels|targets logits pos_weight name")
		x, y := c.pairOf(b[1], b[0], useLogit)
		return r.combine(x, y, r.positive(y.e, x.e, c.array(b[2]).e), c.at)
	case "sigmoid_binary_cross_entropy":
		b := c.bind("logits labels")
		x, y := c.pairOf(b[0], b[1], useLogit)
		return r.combine(x, y, r.bceLogits(y.e, x.e), c.at)
	case "binary_crossentropy", "binary_crossentropy_object":
		b := c.bind("y_true|target y_pred|output from_logits label_smoothing axis reduction sample_weight")
		t := c.kerasEntropy(b[0], b[1], b[2], b[3])
		t = c.times(t, b[6])
		if n == "binary_crossentropy" {
			return t
		}
		return c.by(t, b[5], "sum_over_batch_size", nil, nil)
	case "binary_focal_crossentropy", "binary_focal_crossentropy_object":
		b := c.bind("y_true|target y_pred|output apply_class_balancing alpha gamma from_logits label_smoothing axis reduction sample_weight")
		t := c.kerasFocal(b)
		if n == "binary_focal_crossentropy" {
			return t
		}
		return c.by(c.times(t, b[9]), b[8], "sum_over_batch_size", nil, nil)
	case "sigmoid_focal_loss", "sigmoid_focal_crossentropy":
		if n == "sigmoid_focal_crossentropy" {
			b := c.bind("y_true y_pred alpha gamma from_logits")
			return c.focal(b[1], b[0], c.number(b[2], 0.25), c.number(b[3], 2), c.is(b[4]))
		}
		if torch {
			b := c.bind("inputs targets alpha gamma reduction")
			return c.by(c.focal(b[0], b[1], c.number(b[2], 0.25), c.number(b[3], 2), true), b[4],
				"none", nil, nil)
		}
		b := c.bind("logits labels alpha gamma")
		var alpha *Expr
		if b[2] != nil {
			alpha = c.array(b[2]).e
		}
		return c.focal(b[0], b[1], alpha, c.number(b[3], 2), true)
	case "cross_entropy", "softmax_cross_entropy_with_logits",
		"sparse_softmax_cross_entropy_with_logits", "softmax_cross_entropy",
		"softmax_cross_entropy_with_integer_labels",
		"sparse_categorical_crossentropy", "categorical_crossentropy", "nll_loss",
		"sparse_categorical_crossentropy_object", "categorical_crossentropy_object":
		return c.classes(n)
	case "mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss", "mean_squared_error",
		"mean_absolute_error", "huber", "log_cosh", "logcosh", "soft_margin_loss",
		"squared_error", "l2_loss":
		return c.regression(n)
	case "hinge", "squared_hinge", "hinge_loss":
		b := c.bind("y_true|predictor_outputs y_pred|targets")
		x, y := c.array(b[1]), c.array(b[0])
		if !strings.HasPrefix(c.path, "optax") {
			x, y = c.pairOf(b[1], b[0], useLogit)
		}
		if strings.HasPrefix(c.path, "optax") { // hinge_loss(predictor_outputs, targets)
			b = c.bind("y_true|predictor_outputs y_pred|targets")
			x, y = c.array(b[0]), c.array(b[1])
			r.useAs(y.e, useSigned, c.at)
			x = r.like(x, r.logit(x.e, c.at, n))
			return r.combine(x, y,
				r.binary(Max, r.number(0),
					r.binary(Sub, r.number(1), r.binary(Mul, y.e, x.e))), c.at)
		}
		sign := r.binary(Sub, r.binary(Mul, r.number(2), y.e), r.number(1))
		e := r.binary(Max, r.number(0), r.binary(Sub, r.number(1), r.binary(Mul, sign, x.e)))
		if n == "squared_hinge" {
			e = r.binary(Pow, e, r.number(2))
		}
		return r.combine(x, y, e, c.at)
	case "kl_div":
		b := c.bind("input target size_average reduce reduction log_target")
		if !torch || c.is(b[5]) {
			return nil
		}
		x, y := c.array(b[0]), c.array(b[1])
		r.useAs(y.e, useLabel, c.at)
		if x.e.Op == Input {
			r.useAs(x.e, useLogProb, c.at)
		}
		e := r.where(r.binary(Equal, y.e, r.number(0)), r.number(0),
			r.binary(Mul, y.e, r.binary(Sub, r.unary(Log, y.e), x.e)))
		return c.by(r.combine(x, y, e, c.at), b[4], "mean", b[2], b[3])
	case "poisson_nll_loss":
		b := c.bind("input target log_input full size_average eps reduce reduction")
		x, y := c.array(b[0]), c.array(b[1])
		r.useAs(y.e, useLabel, c.at)
		if b[3] != nil && c.is(b[3]) {
			return nil
		}
		e := r.binary(Sub, r.unary(Exp, x.e), r.binary(Mul, y.e, x.e))
		if b[2] != nil && !c.is(b[2]) {
			e = r.binary(Sub, x.e,
				r.binary(Mul, y.e, r.unary(Log, r.binary(Add, x.e, c.number(b[5], 1e-8)))))
		} else {
			r.useAs(x.e, useExp, c.at)
		}
		return c.by(r.combine(x, y, e, c.at), b[7], "mean", b[4], b[6])
	case "weight_reduce_loss":
		b := c.bind("loss weight reduction avg_factor eps")
		t := c.times(c.array(b[0]), b[1])
		return c.by(t, b[2], "mean", nil, nil)
	}
	return nil
}

// ofLogits is binary_cross_entropy_with_logits with its weights, which may be nil.
func (c *invocation) ofLogits(pred, label, weight, positive value) *tensor {
	r := c.r
	x, y := c.pairOf(pred, label, useLogit)
	e := r.bceLogits(y.e, x.e)
	if positive != nil {
		e = r.positive(y.e, x.e, c.array(positive).e)
		r.weighted(c.at)
	}
	return c.times(r.combine(x, y, e, c.at), weight)
}

// paddle are losses of PaddlePaddle whose arguments are not those of PyTorch.
func (c *invocation) paddle(n string) value {
	r := c.r
	switch n {
	case "binary_cross_entropy":
		b := c.bind("input label weight reduction name")
		p, y := c.pairOf(b[0], b[1], useProb)
		return c.by(c.times(r.combine(p, y, r.bce(y.e, p.e), c.at), b[2]), b[3], "mean", nil, nil)
	case "binary_cross_entropy_with_logits":
		b := c.bind("logit label weight reduction pos_weight name")
		return c.by(c.ofLogits(b[0], b[1], b[2], b[4]), b[3], "mean", nil, nil)
	case "mse_loss", "l1_loss":
		b := c.bind("input label reduction name")
		p, y := c.array(b[0]), c.array(b[1])
		r.useAs(y.e, useLabel, c.at)
		e := r.unary(Abs, r.binary(Sub, p.e, y.e))
		if n == "mse_loss" {
			e = r.binary(Pow, r.binary(Sub, p.e, y.e), r.number(2))
		}
		return c.by(r.combine(p, y, e, c.at), b[2], "mean", nil, nil)
	}
	return nil
}

// positive is the cross-entropy of a logit with a weight of the positives.
func (r *reader) positive(y, x, w *Expr) *Expr {
	one := r.number(1)
	negative := r.binary(Mul, r.binary(Sub, one, y), x)
	factor := r.binary(Add, one, r.binary(Mul, r.binary(Sub, w, one), y))
	return r.binary(Add, negative, r.binary(Mul, factor, r.unary(Softplus, r.unary(Neg, x))))
}

func (c *invocation) number(v value, otherwise float64) *Expr {
	if v == nil {
		return c.r.number(otherwise)
	}
	return c.array(v).e
}

// kerasEntropy is the binary cross-entropy used in Keras, with probabilities clipped.
func (c *invocation) kerasEntropy(label, pred, logits, smoothing value) *tensor {
	r := c.r
	if c.is(logits) {
		x, y := c.pairOf(pred, label, useLogit)
		return c.averaged(r.combine(x, y, r.bceLogits(c.smooth(y.e, smoothing), x.e), c.at))
	}
	p, y := c.pairOf(pred, label, useProb)
	return c.averaged(r.combine(p, y, r.bce(c.smooth(y.e, smoothing), c.clipped(p.e)), c.at))
}

// averaged gives t the form of the result of Keras' losses, a mean over the last axis.
func (c *invocation) averaged(t *tensor) *tensor {
	if strings.Contains(c.path, "losses") && t.form == column {
		t.form = flat
	}
	return t
}

// clipped is a probability within Keras' epsilon, unless the code has clipped it.
func (c *invocation) clipped(p *Expr) *Expr {
	r := c.r
	eps := r.param("epsilon", 1e-7, c.at)
	if p.Op == Min && p.Args[0].Op == Max {
		low, ok := p.Args[0].Args[1].constant()
		high, ok2 := p.Args[1].constant()
		if ok && ok2 && low >= eps.Value && high <= 1-eps.Value {
			return p
		}
	}
	return r.clip(p, eps, r.binary(Sub, r.number(1), eps))
}

// kerasFocal is binary_focal_crossentropy.
func (c *invocation) kerasFocal(b []value) *tensor {
	r := c.r
	alpha, gamma := c.number(b[3], 0.25), c.number(b[4], 2)
	var p, y *tensor
	e := (*Expr)(nil)
	if c.is(b[5]) {
		p, y = c.pairOf(b[1], b[0], useLogit)
		e = r.unary(Sigmoid, p.e)
	} else {
		p, y = c.pairOf(b[1], b[0], useProb)
		e = p.e
	}
	e = c.clipped(e)
	label := c.smooth(y.e, b[6])
	one := r.number(1)
	pt := r.binary(Add, r.binary(Mul, label, e),
		r.binary(Mul, r.binary(Sub, one, label), r.binary(Sub, one, e)))
	loss := r.binary(Mul, r.binary(Pow, r.binary(Sub, one, pt), gamma), r.bce(label, e))
	if c.is(b[2]) {
		loss = r.binary(Mul, r.balance(label, alpha), loss)
	}
	return c.averaged(r.combine(p, y, loss, c.at))
}

// balance is alpha for positives and 1 - alpha for negatives.
func (r *reader) balance(y, alpha *Expr) *Expr {
	one := r.number(1)
	return r.binary(Add, r.binary(Mul, y, alpha),
		r.binary(Mul, r.binary(Sub, one, y), r.binary(Sub, one, alpha)))
}

// focal is the focal loss of a logit or a probability.
func (c *invocation) focal(pred, label value, alpha, gamma *Expr, logits bool) *tensor {
	r := c.r
	how := useProb
	if logits {
		how = useLogit
	}
	x, y := c.pairOf(pred, label, how)
	p, ce := x.e, (*Expr)(nil)
	if logits {
		p, ce = r.unary(Sigmoid, x.e), r.bceLogits(y.e, x.e)
	} else {
		p = c.clipped(p)
		ce = r.bce(y.e, p)
	}
	one := r.number(1)
	pt := r.binary(Add, r.binary(Mul, p, y.e),
		r.binary(Mul, r.binary(Sub, one, p), r.binary(Sub, one, y.e)))
	loss := r.binary(Mul, ce, r.binary(Pow, r.binary(Sub, one, pt), gamma))
	if alpha != nil {
		if v, ok := alpha.constant(); !ok || v >= 0 {
			loss = r.binary(Mul, r.balance(y.e, alpha), loss)
		}
	}
	return r.combine(x, y, loss, c.at)
}
