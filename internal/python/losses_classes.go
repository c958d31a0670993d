package python

import (
	"math"
	"slices"
	"strings"
)

// classes are losses over a class axis: functions of the probability of the labelled class.
func (c *invocation) classes(n string) value {
	r := c.r
	loss := func() *Expr { return r.unary(Neg, r.unary(Log, r.leaf(ProbTrue))) }
	switch n {
	case "cross_entropy":
		b := c.bind("input target weight size_average ignore_index reduce reduction label_smoothing")
		x, y := c.array(b[0]), c.array(b[1])
		r.classLogits(x.e, c.at, n)
		c.classNumber(y)
		if b[7] != nil && c.is(b[7]) {
			r.fail(c.at, "class-smoothing")
		}
		c.ignored(b[4])
		e := loss()
		if b[2] != nil {
			e = r.binary(Mul, c.classWeight(b[2], y).e, e)
			r.weighted(c.at)
			c.weightedMean(b[6], b[3])
		}
		return c.by(&tensor{e: e, array: true}, b[6], "mean", b[3], b[5])
	case "nll_loss":
		b := c.bind("input target weight size_average ignore_index reduce reduction")
		t, y := c.array(b[0]), c.array(b[1])
		c.classNumber(y)
		e, ok := r.trueClass(t.e)
		switch {
		case t.e.Op == Input: // as used by nll_loss
			r.classes = append(r.classes, t.e)
			r.useAs(t.e, useLogProb, c.at)
			e = r.unary(Log, r.leaf(ProbTrue))
		case !ok:
			r.fail(c.at, "classes-unknown")
		case squashed(t.e):
			r.mark(Mark{Rule: LogMissing, At: c.at})
			if r.repair == LogMissing {
				e = r.unary(Log, e)
			}
		}
		c.ignored(b[4])
		e = r.unary(Neg, e)
		if b[2] != nil {
			e = r.binary(Mul, c.classWeight(b[2], y).e, e)
			r.weighted(c.at)
			c.weightedMean(b[6], b[3])
		}
		return c.by(&tensor{e: e, array: true}, b[6], "mean", b[3], b[5])
	case "softmax_cross_entropy", "softmax_cross_entropy_with_integer_labels":
		b := c.bind("logits labels axis")
		return c.classEntropy(b[0], b[1], true)
	case "softmax_cross_entropy_with_logits", "sparse_softmax_cross_entropy_with_logits":
		b := c.bind("labels logits axis name")
		return c.classEntropy(b[1], b[0], true)
	}
	b := c.bind("y_true|target y_pred|output from_logits label_smoothing axis reduction ignore_class")
	if b[3] != nil && c.is(b[3]) {
		r.fail(c.at, "class-smoothing")
	}
	if name, object := strings.CutSuffix(c.path, "_object"); object {
		c.path = name
		return c.by(c.array(c.classEntropy(b[1], b[0], c.is(b[2]))), b[5],
			"sum_over_batch_size", nil, nil)
	}
	return c.classEntropy(b[1], b[0], c.is(b[2]))
}

func (c *invocation) classEntropy(pred, label value, logits bool) value {
	r := c.r
	x, y := c.array(pred), c.array(label)
	if y.e.Op != ClassOneHot {
		r.useAs(y.e, useLabel, c.at)
		n := last(c.path)
		r.row = r.row || n == "categorical_crossentropy" || n == "softmax_cross_entropy" ||
			n == "softmax_cross_entropy_with_logits"
	}
	if logits {
		r.classLogits(x.e, c.at, last(c.path))
	} else if x.e.Op == Input { // probabilities of classes, which Keras clips
		r.classes = append(r.classes, x.e)
		r.prob(x.e, c.at, last(c.path))
		return &tensor{e: r.unary(Neg, r.unary(Log, c.clipped(r.leaf(ProbTrue)))), array: true}
	} else {
		e, ok := r.trueClass(x.e)
		if !ok {
			r.fail(c.at, "classes-unknown")
		}
		return &tensor{e: r.unary(Neg, r.unary(Log, c.clipped(e))), array: true}
	}
	return &tensor{e: r.unary(Neg, r.unary(Log, r.leaf(ProbTrue))), array: true}
}

// classNumber records that an array is used as the number of a class. It refuses an array that is
// computed from the label: its class then differs from the label's class.
func (c *invocation) classNumber(y *tensor) {
	if e := y.e; e.varies() && e.Op != Input && e.Op != ClassOneHot &&
		!slices.Contains([]Op{Stop, Max, Min, Equal, Less, LessEqual, Not, Where}, e.Op) {
		c.r.fail(c.at, "class-number")
	}
	c.r.useAs(y.e, useLabel, c.at)
}

// ignored refuses to ignore one of the two labels that are shown.
func (c *invocation) ignored(index value) {
	t := asTensor(index)
	if t == nil {
		return
	}
	if v, ok := t.e.constant(); !ok || v == 0 || v == 1 {
		c.r.fail(c.at, "argument", "ignore_index", last(c.path))
	}
}

// weightedMean notes that PyTorch divides the mean of weighted classes by the sum of their weights.
func (c *invocation) weightedMean(reduction, average value) {
	if on, ok := average.(bool); ok && !on {
		return
	}
	if reduction == nil || reduction == text("mean") {
		c.r.note(Note{c.at, "weighted-mean", nil})
	}
}

// classWeight is the weight of the labelled class.
func (c *invocation) classWeight(weights value, y *tensor) *tensor {
	if l, ok := weights.(*list); ok {
		return asTensor(c.r.byLabel(l, y, c.at))
	}
	return c.array(weights)
}

// regression are losses of a difference.
func (c *invocation) regression(n string) value {
	r := c.r
	var p, y *tensor
	var reduction, average, reduce, width value
	how := "none"
	switch n {
	case "mse_loss", "l1_loss", "soft_margin_loss":
		b := c.bind("input target size_average reduce reduction")
		p, y, how = c.array(b[0]), c.array(b[1]), "mean"
		average, reduce, reduction = b[2], b[3], b[4]
	case "smooth_l1_loss":
		b := c.bind("input target size_average reduce reduction beta")
		p, y, how = c.array(b[0]), c.array(b[1]), "mean"
		average, reduce, reduction, width = b[2], b[3], b[4], b[5]
	case "huber_loss":
		b := c.bind("input target reduction delta weight")
		p, y, how = c.array(b[0]), c.array(b[1]), "mean"
		reduction, width = b[2], b[3]
	case "mean_squared_error", "mean_absolute_error", "log_cosh", "logcosh":
		b := c.bind("y_true|labels y_pred|predictions reduction")
		p, y, reduction = c.array(b[1]), c.array(b[0]), b[2]
	case "huber":
		b := c.bind("y_true y_pred delta reduction")
		p, y, width, reduction = c.array(b[1]), c.array(b[0]), b[2], b[3]
	default:
		b := c.bind("predictions|x targets")
		if b[1] == nil {
			return nil
		}
		p, y = c.array(b[0]), c.array(b[1])
	}
	if n != "soft_margin_loss" {
		r.useAs(y.e, useLabel, c.at)
	}
	d := r.binary(Sub, p.e, y.e)
	var e *Expr
	switch n {
	case "soft_margin_loss":
		p = r.like(p, r.logit(p.e, c.at, n))
		r.useAs(y.e, useSigned, c.at)
		e = r.unary(Softplus, r.unary(Neg, r.binary(Mul, y.e, p.e)))
	case "mse_loss", "mean_squared_error", "squared_error":
		e = r.binary(Pow, d, r.number(2))
	case "log_cosh", "logcosh": // d + softplus(-2d) - log 2
		e = r.binary(Sub, r.binary(Add, d, r.unary(Softplus, r.binary(Mul, r.number(-2), d))),
			r.number(math.Ln2))
	case "l1_loss", "mean_absolute_error":
		e = r.unary(Abs, d)
	case "l2_loss":
		e = r.binary(Mul, r.number(0.5), r.binary(Pow, d, r.number(2)))
	default:
		w := c.number(width, 1)
		size := r.unary(Abs, d)
		inside := r.binary(Mul, r.number(0.5), r.binary(Pow, d, r.number(2)))
		outside := r.binary(Sub, size, r.binary(Mul, r.number(0.5), w))
		if n == "smooth_l1_loss" {
			inside = r.binary(Div, inside, w)
		} else {
			outside = r.binary(Mul, w, outside)
		}
		e = r.where(r.binary(Less, size, w), inside, outside)
	}
	return c.by(c.averaged(r.combine(p, y, e, c.at)), reduction, how, average, reduce)
}
