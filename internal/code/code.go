// Package code writes a loss with its parameters as source to paste into a
// training program. It knows no loss: what it writes is [catalog.Kind.Code], or a
// formula, with other names, which costs the page little; a parser would be 200 KB.
package code

import (
	"errors"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"lossexplorer/internal/catalog"
	"lossexplorer/internal/formula"
	"lossexplorer/losscore"
)

// A Language is what a loss can be written for.
type Language string

// The languages.
const (
	Keras   Language = "keras" // Keras 3, with any backend
	PyTorch Language = "pytorch"
	JAX     Language = "jax"
	Go      Language = "go"
)

// Languages are all languages, in the order to offer them.
var Languages = [...]Language{Keras, PyTorch, JAX, Go}

// Name returns how the language calls itself.
func (l Language) Name() string {
	switch l {
	case Keras:
		return "Keras 3"
	case PyTorch:
		return "PyTorch"
	case JAX:
		return "JAX"
	case Go:
		return "Go"
	}
	return string(l)
}

// Write returns the loss with the values of its parameters, in the order of
// Params, as a function of only the truth and the prediction, a probability.
// The function's parameters are bound by an outer one. Without class balancing
// there is no alpha, and with an epsilon of 0 no clip.
func Write(lang Language, k *catalog.Kind, values []float64) (string, error) {
	if len(values) != len(k.Params) {
		return "", errors.New("code: " + k.ID + " has other parameters")
	}
	if err := k.New(values).Validate(); err != nil {
		return "", err
	}
	if f := formula.Of(k); f != nil {
		return WriteSource(lang, SourceOf(f, values[:len(f.Params)], values[len(f.Params)]))
	}
	value := func(name string) float64 {
		if i := k.Param(name); i >= 0 {
			return values[i]
		}
		return 1
	}

	body := slices.Clone(k.Code)
	if uses(body, "alpha_t") {
		if value(k.Params[k.Param("alpha")].Needs) != 0 {
			body = slices.Insert(body, 0,
				"# The weight of the true class.", "alpha_t = y*alpha + (1-y)*(1-alpha)")
		} else {
			for i, s := range body {
				body[i] = strings.ReplaceAll(s, "alpha_t * ", "")
			}
		}
	}
	if uses(body, "p_t") {
		body = slices.Insert(body, 0,
			"# The probability of the true class.", "p_t = y*p + (1-y)*(1-p)")
	}
	body = append(clip(lang, value("epsilon")), body...)

	f := function{
		name:   "binary_" + strings.ReplaceAll(k.ID, "-", "_") + "_loss",
		title:  k.Name.English + ", for binary classification",
		source: k.Source,
		truth:  "y_true is 0 or 1 and y_pred the probability of 1",
		body:   body,
	}
	for i, p := range k.Params {
		if !uses(body, p.Name) {
			continue
		}
		v := values[i]
		if v == 0 && p.Min > 0 {
			v = 1 // which 0 stands for, to have a useful zero value
		}
		f.params = append(f.params, param{name: p.Name, doc: p.Hint.English, byDefault: p.Default, value: v})
	}
	return f.write(lang)
}

// WriteCategorical is [Write] for the focal loss of any number of classes,
//
//	-Σ alpha_k y_k (1-p_k)^gamma log(p_k), y_k = (1-s) onehot_k + s/K
//
// with s for labelSmoothing. alpha has a weight for each class, or is empty for
// weights of 1. Without label smoothing there is no such parameter.
func WriteCategorical(lang Language, gamma float64, alpha []float64, epsilon, labelSmoothing float64) (string, error) {
	if err := (losscore.Focal{Gamma: gamma, Epsilon: epsilon}).Validate(); err != nil {
		return "", err
	}
	if err := (losscore.SmoothedCE{LabelSmoothing: labelSmoothing}).Validate(); err != nil {
		return "", err
	}
	for _, a := range alpha {
		if !(a >= 0 && a <= math.MaxFloat64) {
			return "", &losscore.RangeError{Field: "Alpha", Value: a, Allowed: "finite and >= 0"}
		}
	}
	focal := catalog.KindOf("focal")
	f := function{
		name:        "categorical_focal_loss",
		title:       "Focal loss, for classification into one of several classes",
		source:      focal.Source,
		truth:       "y_true is one-hot and y_pred has the probability of each class",
		body:        clip(lang, epsilon),
		categorical: true,
	}
	loss := "loss = -y * pow(1-p, gamma) * log(p)"
	if len(alpha) > 0 {
		loss = strings.Replace(loss, "y", "alpha * y", 1)
		f.params = append(f.params, param{name: "alpha", doc: "The weight of each class.", classes: alpha})
	}
	focusing := focal.Params[focal.Param("gamma")]
	f.params = append(f.params, param{
		name: "gamma", doc: focusing.Hint.English, byDefault: focusing.Default, value: gamma,
	})
	if labelSmoothing > 0 {
		f.body = append(f.body, "smooth = y*(1-label_smoothing) + label_smoothing/classes")
		loss = strings.Replace(loss, "y", "smooth", 1)
		f.params = append(f.params, param{
			name: "label_smoothing", doc: "How much of the truth is spread over all classes.", value: labelSmoothing,
		})
	}
	if epsilon > 0 {
		clipped := focal.Params[focal.Param("epsilon")]
		f.params = append(f.params, param{
			name: "epsilon", doc: clipped.Hint.English, byDefault: clipped.Default, value: epsilon,
		})
	}
	f.body = append(f.body, loss)
	return f.write(lang)
}

// clip returns the first statements, with comments on what they cannot
// prevent.
func clip(lang Language, eps float64) []string {
	const p = "p = clip(y_pred, epsilon, 1-epsilon)"
	precision, least := "float32", "3e-8"
	if 1-eps == 1 {
		precision, least = "float64", "1e-16"
	}
	switch {
	case eps == 0:
		return []string{
			"# Not clipped: 0 and 1 can make the loss or its gradient infinite or NaN.",
			"p = y_pred",
		}
	case 1-eps == 1 || lang != Go && float32(1-eps) == 1:
		return []string{
			"# In " + precision + " 1 - epsilon is 1 if epsilon is below " + least + "; p = 1 can then make",
			"# the loss or its gradient infinite or NaN.",
			p,
		}
	}
	return []string{"# First, so that no log is infinite.", p}
}

// A function is what there is to write, in the notation of
// [catalog.Kind.Code] and with comments that start with #.
type function struct {
	name, title, source, truth string
	params                     []param
	body                       []string
	categorical                bool // y, p and alpha have a number for each class
}

type param struct {
	name, doc        string
	byDefault, value float64
	classes          []float64 // a number for each class, if not only one value
}

func (f *function) write(lang Language) (string, error) {
	switch lang {
	case Keras:
		return f.python(&keras), nil
	case PyTorch:
		return f.python(&pytorch), nil
	case JAX:
		return f.python(&jax), nil
	case Go:
		return f.golang(), nil
	}
	return "", errors.New("code: no language " + string(lang))
}

// uses reports whether the name is in the statements.
func uses(statements []string, name string) bool {
	found := false
	for _, s := range statements {
		if s[0] == '#' {
			continue
		}
		rename(s, func(n string) string {
			found = found || n == name
			return n
		})
	}
	return found
}

// rename returns a statement with every name replaced.
func rename(statement string, to func(name string) string) string {
	var b strings.Builder
	for i := 0; i < len(statement); {
		n := i
		for n < len(statement) && isWord(statement[n]) {
			n++
		}
		switch word := statement[i:n]; {
		case word == "":
			n++
			b.WriteByte(statement[i])
		case word[0] <= '9':
			b.WriteString(word)
		default:
			b.WriteString(to(word))
		}
		i = n
	}
	return b.String()
}

func isWord(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z' || c >= utf8.RuneSelf // people's letters
}

// list returns the numbers with commas.
func list(v []float64, format func(float64) string) string {
	s := make([]string, len(v))
	for i := range v {
		s[i] = format(v[i])
	}
	return strings.Join(s, ", ")
}

// A text is source in the making.
type text struct {
	strings.Builder
	tab string // one step of indentation
}

// line writes a line.
func (t *text) line(indent int, s ...string) {
	for range indent {
		t.WriteString(t.tab)
	}
	for _, s := range s {
		t.WriteString(s)
	}
	t.WriteByte('\n')
}

// wrap writes words in lines of at most 80 letters, the first after indent, the
// others after hang.
func (t *text) wrap(indent, hang, words string) {
	const width = 80
	n := 0
	for i, word := range strings.Fields(words) {
		letters := utf8.RuneCountInString(word)
		switch {
		case i == 0:
			t.WriteString(indent)
			n = len(indent)
		case n+1+letters > width:
			t.WriteString("\n" + hang)
			n = len(hang)
		default:
			t.WriteByte(' ')
			n++
		}
		t.WriteString(word)
		n += letters
	}
	t.WriteByte('\n')
}
