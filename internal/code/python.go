package code

import (
	"strings"

	"lossexplorer/internal/state"
)

// A dialect is a library of Python.
type dialect struct {
	imports string
	// The functions: the prefix of most, and those that have names of their own.
	prefix, pow, clip, sigmoid, softplus string

	nn     string // the import that sigmoid and softplus need
	number string // makes a number an argument, if it has to be made one

	// setup makes y of y_true, of the type of y_pred. The libraries that would
	// broadcast (n,) and (n, 1) to (n, n) without a word are stopped from it.
	setup []string

	alpha     string // the weights of the classes, from a tuple
	mean, sum string // the result from losses, and from those of classes
	returns   string
	usage     string
}

// function returns what a function of the notation is, "" for other names.
func (d *dialect) function(name string) string {
	switch name {
	case "pow":
		name = d.pow
	case "clip":
		name = d.clip
	case "min", "max":
		name += "imum"
	case "not":
		name = "logical_not"
	case "both":
		name = "logical_and"
	case "either":
		name = "logical_or"
	case "sigmoid":
		return d.sigmoid
	case "softplus":
		return d.softplus
	case "log", "log1p", "exp", "expm1", "sqrt", "abs", "tanh", "where":
	default:
		return ""
	}
	return d.prefix + name
}

var (
	keras = dialect{
		imports: "from keras import ops",
		prefix:  "ops.", pow: "power", clip: "clip", sigmoid: "ops.sigmoid", softplus: "ops.softplus",
		setup: []string{
			"y_pred = ops.convert_to_tensor(y_pred)",
			"y = ops.cast(y_true, y_pred.dtype)",
		},
		alpha:   "ops.convert_to_tensor(alpha, dtype=y_pred.dtype)",
		mean:    "ops.mean(losses, axis=-1)",
		sum:     "ops.sum(losses, axis=-1)",
		returns: "It returns a loss for each sample, of which Keras takes the mean.",
		usage: "# model.compile(optimizer=..., loss=loss)\n" +
			`# keras.saving.load_model(path, custom_objects={"loss": loss})`,
	}
	pytorch = dialect{
		imports: "import torch",
		prefix:  "torch.", pow: "pow", clip: "clamp", sigmoid: "torch.sigmoid", softplus: "torch.nn.functional.softplus",
		number:  "y_pred.new_tensor",
		setup:   []string{"y = y_true.to(y_pred.dtype).expand_as(y_pred)"},
		alpha:   "y_pred.new_tensor(alpha)",
		mean:    "losses.mean()",
		sum:     "losses.sum(dim=-1).mean()",
		returns: "It returns the mean.",
		usage:   "# loss(labels, probabilities).backward()",
	}
	jax = dialect{
		imports: "import jax.numpy as jnp",
		prefix:  "jnp.", pow: "power", clip: "clip", sigmoid: "jax.nn.sigmoid", softplus: "jax.nn.softplus",
		nn: "import jax",
		setup: []string{
			"y_pred = jnp.asarray(y_pred)",
			"y = jnp.broadcast_to(jnp.asarray(y_true, y_pred.dtype), y_pred.shape)",
		},
		alpha:   "jnp.asarray(alpha, y_pred.dtype)",
		mean:    "jnp.mean(losses)",
		sum:     "jnp.mean(jnp.sum(losses, axis=-1))",
		returns: "It returns the mean.",
		usage:   "# jax.jit(jax.value_and_grad(lambda w: loss(labels, model(w, x))))",
	}
)

// python returns the function in a dialect.
func (f *function) python(d *dialect) string {
	t := &text{tab: "    "}
	if d.nn != "" && (uses(f.body, "sigmoid") || uses(f.body, "softplus")) {
		t.line(0, d.nn)
	}
	t.line(0, d.imports)
	t.line(0)
	t.line(0)

	parameters := make([]string, len(f.params))
	arguments := make([]string, len(f.params))
	for i, p := range f.params {
		if p.classes != nil {
			parameters[i] = p.name
			arguments[i] = p.name + "=" + tuple(p.classes)
			continue
		}
		parameters[i] = p.name + "=" + float(p.byDefault)
		arguments[i] = p.name + "=" + float(p.value)
	}
	t.call("def "+f.name, parameters, ":")
	t.line(1, `"""`, f.title, ".")
	t.line(0)
	if f.source != "" {
		t.wrap("    ", "    ", "Source: "+f.source+".")
		t.line(0)
	}
	if len(f.params) > 0 && f.params[0].doc != "" {
		t.line(1, "Args:")
		for _, p := range f.params {
			t.wrap("        ", "            ", p.name+": "+p.doc)
		}
		t.line(0)
	}
	t.line(1, "Returns:")
	t.wrap("        ", "        ", "loss(y_true, y_pred), where "+f.truth+". "+d.returns)
	t.line(1, `"""`)
	t.line(0)

	t.line(1, "def loss(y_true, y_pred):")
	for _, s := range d.setup {
		t.line(2, s)
	}
	if f.categorical && uses(f.body, "alpha") {
		t.line(2, "alpha_k = ", d.alpha)
	}
	for _, s := range f.body {
		if s[0] != '#' {
			s = rename(numbers(s, d.number), func(n string) string { return f.pythonName(d, n) })
		}
		t.line(2, s)
	}
	if f.categorical {
		t.line(2, "return ", d.sum)
	} else {
		t.line(2, "return ", d.mean)
	}
	t.line(0)
	t.line(1, "return loss")
	t.line(0)
	t.line(0)

	t.call("loss = "+f.name, arguments, "")
	t.line(0, d.usage)
	return t.String()
}

// pythonName returns what a name of the notation is in a dialect.
func (f *function) pythonName(d *dialect, name string) string {
	switch name {
	case "loss":
		return "losses" // the function has the name
	case "classes":
		return "y_pred.shape[-1]"
	case "alpha":
		if f.categorical {
			return "alpha_k"
		}
	}
	if function := d.function(name); function != "" {
		return function
	}
	return name
}

// call writes a name with its parameters or arguments, one a line if they are
// too long for one.
func (t *text) call(name string, args []string, end string) {
	all := strings.Join(args, ", ")
	if len(name)+len(all)+len(end)+2 > 88 {
		all = "\n    " + strings.Join(args, ",\n    ") + ",\n"
	}
	t.WriteString(name + "(" + all + ")" + end + "\n")
}

func tuple(v []float64) string {
	if len(v) == 1 {
		return "(" + float(v[0]) + ",)"
	}
	return "(" + list(v, float) + ")"
}

// float returns the shortest text of a floating-point number.
func float(v float64) string {
	s := state.Format(v)
	if !strings.ContainsAny(s, ".e") {
		s += ".0"
	}
	return s
}
