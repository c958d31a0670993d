package code

import (
	"slices"
	"strings"

	"lossexplorer/internal/params"
)

// A dialect is a library of Python.
type dialect struct {
	imports []string
	names   map[string]string // of Kind.Code

	// setup makes y of y_true, of the type of y_pred. The libraries that would
	// broadcast (n,) and (n, 1) to (n, n) without a word are stopped from it.
	setup []string

	mean   string                // the result from losses
	sum    string                // the result from losses of classes
	tensor func(v string) string // a tuple of a number for each class

	returns string
	usage   []string
}

var dialects = map[Language]*dialect{
	Keras: {
		imports: []string{"from keras import ops"},
		names: map[string]string{
			"log": "ops.log", "log1p": "ops.log1p", "exp": "ops.exp", "pow": "ops.power", "clip": "ops.clip",
		},
		setup: []string{
			"y_pred = ops.convert_to_tensor(y_pred)",
			"y = ops.cast(y_true, y_pred.dtype)",
		},
		mean:    "ops.mean(losses, axis=-1)",
		sum:     "ops.sum(losses, axis=-1)",
		tensor:  func(v string) string { return "ops.convert_to_tensor(" + v + ", dtype=y_pred.dtype)" },
		returns: "It returns a loss for each sample, of which Keras takes the mean.",
		usage: []string{
			"# model.compile(optimizer=..., loss=loss)",
			`# keras.saving.load_model(path, custom_objects={"loss": loss})`,
		},
	},
	PyTorch: {
		imports: []string{"import torch"},
		names: map[string]string{
			"log": "torch.log", "log1p": "torch.log1p", "exp": "torch.exp", "pow": "torch.pow", "clip": "torch.clamp",
		},
		setup:   []string{"y = y_true.to(y_pred.dtype).expand_as(y_pred)"},
		mean:    "losses.mean()",
		sum:     "losses.sum(dim=-1).mean()",
		tensor:  func(v string) string { return "y_pred.new_tensor(" + v + ")" },
		returns: "It returns the mean.",
		usage:   []string{"# loss(labels, probabilities).backward()"},
	},
	JAX: {
		imports: []string{"import jax.numpy as jnp"},
		names: map[string]string{
			"log": "jnp.log", "log1p": "jnp.log1p", "exp": "jnp.exp", "pow": "jnp.power", "clip": "jnp.clip",
		},
		setup: []string{
			"y_pred = jnp.asarray(y_pred)",
			"y = jnp.broadcast_to(jnp.asarray(y_true, y_pred.dtype), y_pred.shape)",
		},
		mean:    "jnp.mean(losses)",
		sum:     "jnp.mean(jnp.sum(losses, axis=-1))",
		tensor:  func(v string) string { return "jnp.asarray(" + v + ", y_pred.dtype)" },
		returns: "It returns the mean.",
		usage:   []string{"# jax.jit(jax.value_and_grad(lambda w: loss(labels, model(w, x))))"},
	},
}

// python returns the function in a dialect.
func (f *function) python(d *dialect) string {
	t := &text{tab: "    "}
	for _, s := range d.imports {
		t.line(0, s)
	}
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
	t.wrap("    ", "    ", "Source: "+f.source+".")
	t.line(0)
	if len(f.params) > 0 {
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
	for _, p := range f.params {
		if p.classes != nil {
			t.line(2, p.name, "_k = ", d.tensor(p.name))
		}
	}
	for _, s := range f.body {
		if s[0] != '#' {
			s = rename(s, func(n string) string { return f.pythonName(d, n) })
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
	for _, s := range d.usage {
		t.line(0, s)
	}
	return t.String()
}

// pythonName returns what a name of the notation is in a dialect.
func (f *function) pythonName(d *dialect, name string) string {
	switch name {
	case "loss":
		return "losses" // the function has the name
	case "classes":
		return "y_pred.shape[-1]"
	}
	if slices.ContainsFunc(f.params, func(p param) bool { return p.name == name && p.classes != nil }) {
		return name + "_k"
	}
	if to, ok := d.names[name]; ok {
		return to
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
	s := params.Format(v)
	if !strings.ContainsAny(s, ".e") {
		s += ".0"
	}
	return s
}
