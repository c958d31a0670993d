package code

import (
	"strconv"
	"strings"
	"unicode"

	"lossexplorer/internal/classweights"
)

// WriteWeights returns the numbers of a scheme as code that uses them. For a scheme of
// weights the code uses the framework's own argument; for the others it is a criterion that
// adds the numbers to the logits in training. A comment lists the names of the classes, one
// for each number; any may be empty.
func WriteWeights(lang Language, s classweights.Scheme, numbers []float64, names []string) (string, error) {
	name := "weight"
	switch s {
	case classweights.Logit:
		name = "adjustment"
	case classweights.LDAM:
		name = "margin"
	}
	w := weightText{&text{tab: "    "}, name, nil, names}
	for _, v := range numbers {
		v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'g', digits, 64), 64)
		w.numbers = append(w.numbers, v)
	}
	switch lang {
	case PyTorch:
		w.pytorch(s)
	case Keras:
		w.keras(s)
	case JAX:
		w.jax(s)
	case NumPy:
		w.numpy(s)
	case JavaScript, Go:
		w.plain(lang, s)
	default:
		return "", &OptionError{"Language", string(lang)}
	}
	return w.String(), nil
}

// digits is the number of digits used for weights, more than their precision.
const digits = 7

type weightText struct {
	*text
	name    string
	numbers []float64
	names   []string
}

// classes writes the names of the classes, in a comment that begins with a mark.
func (w *weightText) classes(mark string) {
	var named []string
	for k, n := range w.names {
		if number := strconv.Itoa(k); n != "" && n != number {
			named = append(named, number+" is "+strings.Map(printed, n))
		}
	}
	if len(named) > 0 {
		w.wrap(mark, mark, "Class "+strings.Join(named, ", ")+".")
	}
}

// labels returns the numbers that all classes have for names, "" if these are 0, 1, 2, … or
// there are none.
func (w *weightText) labels() string {
	var all []string
	others := false
	for k, name := range w.names {
		n, ok := classweights.Class{Name: name}.Number()
		if !ok {
			return ""
		}
		others = others || n != k
		all = append(all, strconv.Itoa(n))
	}
	if !others {
		return ""
	}
	return strings.Join(all, ", ")
}

// printed drops characters that could end a comment.
func printed(r rune) rune {
	if unicode.IsPrint(r) {
		return r
	}
	return -1
}

// array writes an assignment of the numbers, a few in a line.
func (w *weightText) array(open, closing string, number func(float64) string) {
	if strings.HasPrefix(open, w.name) {
		w.classes("# ")
	} else {
		w.classes("// ")
	}
	w.lines(0, open)
	for v := w.numbers; len(v) > 0; {
		n := min(6, len(v))
		w.lines(1, list(v[:n], number)+",")
		v = v[n:]
	}
	w.lines(0, closing)
}

// training is the comment of a criterion to use in training only.
const training = `"""For training. In use, the class is that of the largest logit, without the `

func (w *weightText) pytorch(s classweights.Scheme) {
	w.lines(0, "import torch", "import torch.nn.functional as F", "")
	w.array(w.name+" = torch.tensor([", "])", float)
	w.lines(0, "", "", "def criterion(logits, labels):")
	if s.Weighs() {
		w.lines(1, `"""F.cross_entropy divides by the sum of the weights of the labels."""`,
			"return F.cross_entropy(logits, labels, weight=weight.to(logits))")
		return
	}
	w.line(1, training, w.name, `."""`)
	// One logit would be broadcast to all classes, and numbers along the last axis of an image.
	w.refuse(1, "logits.shape[1] != len("+w.name+")", "logits.shape")
	w.line(1, "shape = (-1,) + (1,) * (logits.dim() - 2)  # classes are axis 1")
	if s == classweights.Logit {
		w.line(1, "return F.cross_entropy(logits + adjustment.to(logits).reshape(shape), labels)")
		return
	}
	w.lines(1, "label = F.one_hot(labels.clamp(min=0), len(margin)).movedim(-1, 1)  # -100 is ignored",
		"return F.cross_entropy(logits - label * margin.to(logits).reshape(shape), labels)")
}

// refuse writes a check of shapes.
func (w *weightText) refuse(indent int, condition string, shapes ...string) {
	w.line(indent, "if ", condition, ":")
	w.line(indent+1, `raise ValueError(f"{len(`, w.name, `)} classes, but shapes {`,
		strings.Join(shapes, "}, {"), `}")`)
}

func (w *weightText) keras(s classweights.Scheme) {
	if s.Weighs() {
		w.array("weight = [", "]", float)
		pairs := "enumerate(weight)"
		if labels := w.labels(); labels != "" {
			pairs = "zip([" + labels + "], weight)"
		}
		w.lines(0, "class_weight = dict("+pairs+")",
			"# model.fit(x, y, class_weight=class_weight)")
		return
	}
	w.lines(0, "from keras import ops", "")
	w.array(w.name+" = [", "]", float)
	shifted := "y_pred + ops.convert_to_tensor(adjustment, dtype=y_pred.dtype)"
	if s == classweights.LDAM {
		shifted = "y_pred - y_true * ops.convert_to_tensor(margin, dtype=y_pred.dtype)"
	}
	w.lines(0, "", "", "def criterion(y_true, y_pred):",
		"    "+training+w.name+".",
		"", "    y_true are one-hot labels, y_pred logits.", `    """`)
	w.line(1, "rank = len(y_pred.shape)")
	w.refuse(1, "len(y_true.shape) != rank or {y_true.shape[-1], y_pred.shape[-1]} != {len("+w.name+")}",
		"y_true.shape", "y_pred.shape")
	w.lines(0, "    z = "+shifted,
		"    return -ops.sum(y_true * ops.log_softmax(z, axis=-1), axis=-1)")
}

func (w *weightText) jax(s classweights.Scheme) {
	w.lines(0, "import jax", "import jax.numpy as jnp", "")
	w.array(w.name+" = jnp.asarray([", "])", float)
	w.lines(0, "", "", "def criterion(logits, labels):")
	z := "logits"
	switch s {
	case classweights.Logit:
		z = "logits + adjustment"
		w.lines(1, training+"adjustment.")
	case classweights.LDAM:
		z = "logits - margin * labels"
		w.lines(1, training+"margin.")
	default:
		w.lines(1, `"""A loss for each row.`)
	}
	w.lines(0, "", "    labels are one-hot.", `    """`)
	w.refuse(1, "labels.shape != logits.shape or logits.shape[-1] != len("+w.name+")",
		"labels.shape", "logits.shape")
	loss := "-jnp.sum(labels * jax.nn.log_softmax(" + z + ", axis=-1), axis=-1)"
	if s.Weighs() {
		loss = strings.Replace(loss, "labels * jax", "weight * labels * jax", 1)
	}
	w.lines(1, "return "+loss)
}

func (w *weightText) numpy(s classweights.Scheme) {
	w.lines(0, "import numpy as np", "")
	w.array(w.name+" = np.array([", "])", float)
	w.lines(0, "", "", "def criterion(logits, labels):")
	z, factor := "logits", "weight[labels] * "
	switch s {
	case classweights.Logit:
		z, factor = "logits + adjustment", ""
		w.lines(1, training+"adjustment.")
	case classweights.LDAM:
		z, factor = "logits - margin * np.eye(len(margin))[labels]", ""
		w.lines(1, training+"margin.")
	default:
		w.lines(1, `"""A loss for each row.`)
	}
	w.lines(0, "", "    labels are class numbers.", `    """`)
	w.refuse(1, "logits.shape != (*labels.shape, len("+w.name+"))", "labels.shape", "logits.shape")
	w.lines(1, "if np.any(labels < 0):", `    raise ValueError("every label must be at least 0")`)
	w.lines(0, "    z = "+z,
		"    z = z - z.max(axis=-1, keepdims=True)",
		"    log_p = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))",
		"    return -"+factor+"np.take_along_axis(log_p, labels[..., None], axis=-1)[..., 0]")
}

func (w *weightText) plain(lang Language, s classweights.Scheme) {
	use := "Times the loss of each row, by its class."
	switch s {
	case classweights.Logit:
		use = "Added to the logits in training, not in use."
	case classweights.LDAM:
		use = "Subtracted from the logit of the true class in training, not in use."
	}
	short := func(v float64) string { return strings.TrimSuffix(float(v), ".0") }
	w.lines(0, "// "+strconv.Itoa(len(w.numbers))+" classes. "+use)
	if lang == Go {
		w.tab = "\t"
		w.array("var "+w.name+" = []float64{", "}", short)
	} else {
		w.array("export const "+w.name+" = [", "];", short)
	}
}
