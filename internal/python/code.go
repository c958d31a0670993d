package python

import (
	"slices"
	"strings"
)

// A dialect writes expressions as Python for a framework.
type dialect struct {
	module     string        // of its functions, with a dot
	leaves     map[Op]string // their names in the code
	functions  map[Op]string // whose names differ from the names used in formulas
	label      string
	prediction string
}

// dialects are the frameworks by marks in their code; the first one found is used.
var dialects = []struct {
	marks  []string
	module string
	other  map[Op]string
}{
	{[]string{"paddle."}, "paddle.",
		map[Op]string{Softplus: "paddle.nn.functional.softplus",
			Sigmoid: "paddle.nn.functional.sigmoid", Min: "paddle.minimum", Max: "paddle.maximum"}},
	{[]string{"torch", "nn.", "F."}, "torch.",
		map[Op]string{Softplus: "torch.nn.functional.softplus", Min: "torch.minimum",
			Max: "torch.maximum"}},
	{[]string{"jax", "jnp.", "optax"}, "jnp.",
		map[Op]string{Sigmoid: "jax.nn.sigmoid", Softplus: "jax.nn.softplus", Min: "jnp.minimum",
			Max: "jnp.maximum", Stop: "jax.lax.stop_gradient"}},
	{[]string{"keras", "tf.", "K.", "tensorflow"}, "tf.math.",
		map[Op]string{Sigmoid: "tf.sigmoid", Softplus: "tf.nn.softplus", Min: "tf.minimum",
			Max: "tf.maximum", Stop: "tf.stop_gradient"}},
	{[]string{""}, "np.", map[Op]string{Min: "np.minimum", Max: "np.maximum"}},
}

// begins reports whether a name of source begins with a mark: that of nn. is none in tf.nn.
func begins(source, mark string) bool {
	for at := 0; ; {
		i := strings.Index(source[at:], mark)
		if i < 0 {
			return false
		}
		if at += i; mark == "" || at == 0 || source[at-1] != '.' &&
			!isNameStart(rune(source[at-1])) {
			return true
		}
		at += len(mark)
	}
}

// Code returns a loss as a function in the framework of the source, with the names of the
// source, and with the mean over the batch.
func (reading *Reading) Code(loss *Expr) string {
	r := reading.r
	d := &dialect{label: "y_true", prediction: "y_pred", leaves: map[Op]string{}}
	for _, known := range dialects {
		if slices.ContainsFunc(known.marks,
			func(m string) bool { return begins(reading.source, m) }) {
			d.module, d.functions = known.module, known.other
			break
		}
	}
	var first []string
	role := RoleProb
	signed := false
	for _, p := range r.inputs {
		switch is := reading.Roles[p.name]; is {
		case RoleLabel, RoleSigned:
			d.label, signed = p.name, is == RoleSigned
			first = append(first, p.name)
		case RoleProb, RoleLogit, RoleProbTrue:
			d.prediction, role = p.name, is
			first = append(first, p.name)
		}
	}
	if len(first) != 2 {
		first = []string{d.label, d.prediction}
	}
	loss = r.fold(loss)
	w := &writer{names: map[*Expr]string{},
		taken: map[string]bool{d.label: true, d.prediction: true}, dialect: d}
	for i, op := range []Op{Label, Prob, Logit, ProbTrue, LogitTrue, Epsilon} {
		d.leaves[op] = w.local([]string{"y", "p", "x", "pt", "xt", "eps"}[i])
	}
	has := func(ops ...Op) bool { return loss.Has(func(e *Expr) bool { return slices.Contains(ops, e.Op) }) }
	var head []string
	say := func(op Op, text string) { head = append(head, d.leaves[op]+" = "+text) }
	label := func() {
		if signed && has(Label, ProbTrue, LogitTrue) {
			say(Label, "("+d.label+" + 1) / 2")
		} else {
			d.leaves[Label] = d.label
		}
	}
	label()
	if reading.Classes {
		say(ProbTrue, d.picked(role == RoleLogit, reading.Row))
		role = RoleProbTrue
	}
	switch role {
	case RoleLogit:
		d.leaves[Logit] = d.prediction
		if has(Prob, ProbTrue) {
			if sigmoid := d.call(Sigmoid); d.module == "np." {
				say(Prob, "1 / (1 + np.exp(-"+d.prediction+"))")
			} else {
				say(Prob, sigmoid+"("+d.prediction+")")
			}
		}
	case RoleProb:
		d.leaves[Prob] = d.prediction
		if has(Logit, LogitTrue) {
			say(Logit, d.call(Log)+"("+d.prediction+") - "+d.call(Log1p)+"(-"+d.prediction+")")
		}
	case RoleProbTrue:
		if !reading.Classes {
			d.leaves[ProbTrue] = d.prediction
		}
	}
	if has(ProbTrue) && role != RoleProbTrue {
		say(ProbTrue, d.module0()+"where("+d.leaves[Label]+" == 1, "+d.leaves[Prob]+", 1 - "+d.leaves[Prob]+")")
	}
	if has(LogitTrue) {
		say(LogitTrue, "(2 * "+d.leaves[Label]+" - 1) * "+d.leaves[Logit])
	}
	body := r.lines(w, loss)
	var args []string
	args = append(args, first...)
	for _, p := range w.params {
		args = append(args, p.Name+"="+text64(p.Value))
	}
	if has(Epsilon) {
		args = append(args, d.leaves[Epsilon]+"="+text64(reading.Epsilon))
	}
	name := reading.Name
	if name == "" {
		name = "loss"
	}
	last := len(body) - 1
	mean := map[string]string{"tf.math.": "tf.reduce_mean(" + body[last] + ")",
		"jnp.": "jnp.mean(" + body[last] + ")", "np.": "np.mean(" + body[last] + ")"}[d.module]
	if mean == "" {
		mean = "(" + body[last] + ").mean()"
	}
	body[last] = "return " + mean
	return "def " + snake(name) + "(" + strings.Join(args,
		", ") + "):\n    " + strings.Join(append(head, body...), "\n    ") + "\n"
}

// picked writes the probability of the labelled class, of logits or probabilities of classes. The
// label is a number, or a row with 1 for the class.
func (d *dialect) picked(logits, row bool) string {
	p := d.prediction
	softmax := map[string]string{"torch.": "torch.softmax(" + p + ", 1)",
		"jnp.": "jax.nn.softmax(" + p + ")", "tf.math.": "tf.nn.softmax(" + p + ")",
		"np.":     "scipy.special.softmax(" + p + ", 1)",
		"paddle.": "paddle.nn.functional.softmax(" + p + ", 1)"}
	if logits {
		p = softmax[d.module]
	}
	if row {
		if d.module == "tf.math." {
			return "tf.reduce_sum(" + d.label + " * " + p + ", axis=-1)"
		}
		return "(" + d.label + " * " + p + ").sum(-1)"
	}
	switch d.module {
	case "torch.":
		return p + ".gather(1, " + d.label + ".view(-1, 1)).view(-1)"
	case "tf.math.":
		return "tf.gather(" + p + ", tf.cast(" + d.label + ", tf.int32), batch_dims=1)"
	case "paddle.":
		return "paddle.take_along_axis(" + p + ", " + d.label +
			".reshape([-1, 1]), 1).reshape([-1])"
	}
	return d.module + "take_along_axis(" + p + ", " + d.label + "[:, None], 1)[:, 0]"
}

// clip writes min(max(x, low), high).
func (d *dialect) clip(x, low, high string) string {
	return d.clipping() + "(" + x + ", " + low + ", " + high + ")"
}

// clipping is the name of the function that clips.
func (d *dialect) clipping() string {
	switch d.module {
	case "torch.":
		return "torch.clamp"
	case "tf.math.":
		return "tf.clip_by_value"
	}
	return d.module + "clip"
}

// Assignment returns an expression of p and y as an assignment of NumPy.
func (reading *Reading) Assignment(name string, e *Expr) string {
	return reading.assignments([]string{name}, []*Expr{e}, nil)
}

// Objective returns assignments of NumPy of the gradient and the Hessian of the loss, "" if it has
// a function without a derivative. The parameters that the code of the objective lacks have their
// values. The Hessian is kept positive, as boosted trees need it.
func (reading *Reading) Objective(of *Reading) string {
	r := reading.r
	grad := reading.Derivative(reading.Loss)
	if grad == nil {
		return ""
	}
	hess := reading.Derivative(grad)
	if hess == nil {
		return ""
	}
	hess = r.binary(Max, hess, r.number(leastHessian))
	return reading.assignments([]string{"grad", "hess"}, []*Expr{grad, hess}, of.known())
}

// Derivatives returns assignments of NumPy of another gradient and Hessian of an objective.
func (reading *Reading) Derivatives(grad, hess *Expr) string {
	return reading.assignments([]string{"grad", "hess"}, []*Expr{grad, hess}, reading.known())
}

// known returns the parameters that the code of an objective has by their names.
func (reading *Reading) known() []string {
	has := []string{}
	if !reading.method { // which has self.gamma, not gamma
		for name := range reading.r.params {
			has = append(has, name)
		}
	}
	return has
}

// leastHessian is the least Hessian of an objective.
const leastHessian = 1e-16

// assignments writes expressions as assignments of NumPy, after those that they need: of p, p_t and
// of the parameters that are not known. Nil leaves these out.
func (reading *Reading) assignments(names []string, all []*Expr, known []string) string {
	d := &dialect{module: "np.", functions: map[Op]string{Min: "np.minimum", Max: "np.maximum"},
		leaves: leaves}
	has := func(ops ...Op) bool {
		return slices.ContainsFunc(all, func(e *Expr) bool { return e.hasAny(ops...) })
	}
	for i, e := range all {
		all[i] = reading.r.fold(e)
	}
	lines := []string{"# y is the label, p the probability"}
	if has(Logit, LogitTrue) {
		lines[0] = "# y is the label, p the probability, x the raw score"
	}
	if known != nil {
		lines[0] = "# y is the label, x the raw score"
		for i, op := range []Op{Label, Prob, Logit, ProbTrue, LogitTrue} {
			define := []string{"", "p = 1 / (1 + np.exp(-x))", "",
				"pt = np.where(y == 1, p, 1 - p)",
				"xt = (2 * y - 1) * x"}[i]
			if define != "" && (has(op) || op == Prob && has(ProbTrue)) {
				lines = append(lines, define)
			}
		}
	}
	w := &writer{names: map[*Expr]string{}, taken: map[string]bool{}, dialect: d}
	for _, n := range []string{"y", "p", "x", "pt", "xt", "grad", "hess"} {
		w.taken[n] = true
	}
	for i, e := range all {
		before := len(w.params)
		w.lines = nil
		body := reading.r.lines(w, e)
		for _, p := range w.params[before:] {
			if known != nil && !slices.Contains(known, p.Name) {
				lines = append(lines, p.Name+" = "+text64(p.Value))
			}
		}
		body[len(body)-1] = names[i] + " = " + body[len(body)-1]
		lines = append(lines, body...)
		w.taken[names[i]] = true
	}
	return strings.Join(lines, "\n") + "\n"
}

// snake writes the name of a class in the form used for functions.
func snake(name string) string {
	if name == strings.ToLower(name) {
		return name
	}
	return strings.Join(words(name), "_")
}

// module0 is the module of functions that TensorFlow has outside of tf.math.
func (d *dialect) module0() string { return strings.TrimSuffix(d.module, "math.") }

func (d *dialect) call(op Op) string {
	if f, ok := d.functions[op]; ok {
		return f
	}
	return d.module + called[op]
}

// function writes a function of arguments that are written.
func (d *dialect) function(op Op, e *Expr, args []string) string {
	number := func(i int) bool { return !e.Args[i].varies() }
	switch {
	case op == Where:
		return d.module0() + "where(" + strings.Join(args, ", ") + ")"
	case op == Stop && (d.module == "torch." || d.module == "paddle."):
		return "(" + args[0] + ").detach()"
	case op == Stop && d.functions[Stop] == "":
		return args[0] // NumPy has no derivatives
	case (d.module == "torch." || d.module == "paddle.") && (op == Min || op == Max) &&
		(number(0) || number(1)):
		of, bound := args[0], args[1]
		if number(0) {
			of, bound = bound, of
		}
		return d.clipping() + "(" + of + ", " + map[Op]string{Min: "max",
			Max: "min"}[op] + "=" + bound + ")"
	case d.module == "np." && op == Sigmoid:
		return "(1 / (1 + np.exp(-(" + args[0] + "))))"
	case d.module == "np." && op == Softplus:
		return "np.logaddexp(0, " + args[0] + ")"
	}
	return d.call(op) + "(" + strings.Join(args, ", ") + ")"
}
