package code

import "strings"

var jax = dialect{
	imports: []string{"import jax", "import jax.numpy as jnp"},
	input:   "logits", probs: "probabilities", array: "jnp.asarray",
	prefix: "jnp.", pow: "power", clip: "clip",
	others: map[string]string{
		"stop": "jax.lax.stop_gradient", "sigmoid": "jax.nn.sigmoid", "softplus": "jax.nn.softplus",
		"log_sigmoid": "jax.nn.log_sigmoid",
		"log_softmax": "jax.nn.log_softmax", "logsumexp": "jax.nn.logsumexp", "finfo": "jnp.finfo",
	},
}

var numpy = dialect{
	imports: []string{"import numpy as np"},
	input:   "logits", probs: "probabilities", array: "np.asarray",
	prefix: "np.", pow: "power", clip: "clip",
	others: map[string]string{
		"stop": "np.asarray", "sigmoid": "sigmoid", "softplus": "softplus",
		"log_sigmoid": "log_sigmoid",
		"log_softmax": "log_softmax", "logsumexp": "logsumexp", "finfo": "np.finfo",
	},
}

// arrays writes a function of logits and labels that returns a loss for each
// element, or for each row of classes, in the form that optax uses.
func (f *function) arrays(d *dialect) string {
	t := &text{tab: "    "}
	t.imports(d.imports...)
	local := *d
	d = &local
	what := "of logits"
	if !f.logits() {
		what = "of probabilities"
		d.input = d.probs
	}
	t.call(0, "def "+f.name, append([]string{d.input, "labels"}, f.keyword()...), ":")
	f.head(t, 1, what)
	shape := "A number for each label."
	if f.categorical {
		shape = "A number for each class, along the last axis."
	}
	args := [][2]string{{d.input, shape},
		{"labels", "Labels " + f.labels() + ", of the same shape"}}
	if f.categorical {
		args[1][1] = "One-hot labels, or their probabilities, of the same shape"
	}
	if d.prefix == "jnp." {
		args[1][1] += "; others have a loss of NaN"
	}
	args[1][1] += "."
	t.args(1, append(args, f.docArgs()...))
	t.line(0)
	t.line(1, "Returns:")
	if f.categorical {
		t.line(2, "A loss for each row, without a reduction.")
	} else {
		t.line(2, "A loss for each element, without a reduction.")
	}
	t.line(1, `"""`)
	t.lines(1, d.input+" = "+d.array+"("+d.input+")", "y = "+d.array+"(labels)",
		"if y.shape != "+d.input+".shape:",
		`    raise ValueError(f"`+d.input+` have shape {`+d.input+`.shape}, labels {y.shape}")`)
	// In integers soft labels would be cut off, and in halves the loss is coarse.
	t.line(1, "if ", d.input, ".dtype not in (", d.prefix, "float32, ", d.prefix, "float64):")
	t.lines(1, "    "+d.input+" = "+d.input+".astype("+d.prefix+"float32)",
		"y = y.astype("+d.input+".dtype)")
	if d.prefix == "np." {
		what := "every label must be " + f.labels()
		if !f.logits() {
			what += " and every prediction from 0 to 1"
		}
		t.lines(1, "if not np.all("+f.allowed(d, true)+"):", `    raise ValueError("`+what+`")`)
	}
	if f.needsClip() {
		p := d.input
		if f.logits() {
			p = d.others["sigmoid"] + "(" + d.input + ")"
		}
		t.lines(1, "# 1 - eps must be below 1 in the precision of the predictions.",
			"eps = max(epsilon, float("+d.others["finfo"]+"("+d.input+".dtype).eps))",
			"p = "+d.prefix+"clip("+p+", eps, 1 - eps)")
	}
	if f.categorical {
		if f.has("alpha") {
			t.line(1, "alpha_k = ", d.array, "(alpha, ", d.input, ".dtype)")
		}
		if f.logits() {
			t.lines(1, "log_p = "+d.others["log_softmax"]+"(logits, axis=-1)",
				"# log(1 - p): of the largest p from the logits of the others, so that nothing cancels.",
				"classes = "+d.prefix+"arange(logits.shape[-1])",
				"top = classes == "+d.prefix+"argmax(logits, axis=-1)[..., None]",
				"others = "+d.prefix+"where(top, -1e4, logits - "+d.prefix+"max(logits, axis=-1, keepdims=True))",
				"rest = "+d.others["logsumexp"]+"(others, axis=-1, keepdims=True) + "+d.prefix+"max(log_p, axis=-1, keepdims=True)",
				"log_q = "+d.prefix+"where(top, rest, "+d.prefix+"log1p(-"+d.prefix+"exp("+d.prefix+"where(top, -1.0, log_p))))")
		}
	}
	f.statements(t, 1, d)
	if d.prefix == "jnp." {
		t.line(1, "loss = jnp.where("+f.allowed(d, true)+", loss, jnp.nan)")
	}
	if f.categorical {
		t.line(1, "return ", d.prefix, "sum(loss, axis=-1)")
	} else {
		t.line(1, "return loss")
	}
	f.numpyHelpers(t, d)
	t.lines(0, "", "")
	t.call(0, "# losses = "+f.name, append([]string{d.input, "labels"}, f.keyword()...), "")
	return commented(t.String())
}

// commented makes a comment of all lines of a call that is the last.
func commented(s string) string {
	i := strings.LastIndex(s, "\n# ")
	return s[:i+1] + strings.ReplaceAll(strings.TrimSuffix(s[i+1:], "\n"), "\n", "\n# ") + "\n"
}

// numpyHelpers writes the functions that NumPy lacks.
func (f *function) numpyHelpers(t *text, d *dialect) {
	if d.prefix != "np." {
		return
	}
	needs := map[string]bool{}
	for _, name := range []string{"sigmoid", "softplus"} {
		needs[name] = uses(f.body, name)
	}
	needs["sigmoid"] = needs["sigmoid"] || f.logits() && f.needsClip()
	logits := f.logits() && !f.formula
	needs["log_sigmoid"] = logits && !f.categorical &&
		(uses(f.body, "log_p") || uses(f.body, "log_q"))
	needs["logsumexp"] = logits && f.categorical
	for _, h := range []struct {
		name  string
		lines []string
	}{
		{"sigmoid", []string{"def sigmoid(x):", "    return np.exp(-np.logaddexp(0, -x))"}},
		{"softplus", []string{"def softplus(x):", "    return np.logaddexp(0, x)"}},
		{"log_sigmoid", []string{"def log_sigmoid(x):", "    return -np.logaddexp(0, -x)"}},
		{"logsumexp", []string{"def logsumexp(x, axis, keepdims):",
			"    top = x.max(axis=axis, keepdims=True)",
			"    return top + np.log(np.exp(x - top).sum(axis=axis, keepdims=True))", "", "",
			"def log_softmax(x, axis):", "    return x - logsumexp(x, axis, True)"}},
	} {
		if needs[h.name] {
			t.lines(0, "", "")
			t.lines(0, h.lines...)
		}
	}
}
