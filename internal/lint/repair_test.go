package lint

import (
	"fmt"
	"strings"
	"testing"

	"lossexplorer/internal/python"
)

// Repaired code is of the framework of the source, and none is given that keeps the fault.
func TestRepairs(t *testing.T) {
	for _, e := range []struct{ source, has, lacks string }{
		{"import tensorflow as tf\ndef loss(y_true, y_pred):\n    return tf.nn.sigmoid_cross_entropy_with_logits(labels=y_pred, logits=y_true)\n",
			"tf.nn.softplus", "torch"},
		{"import jax\nimport optax\ndef loss(logits, labels):\n    return optax.sigmoid_binary_cross_entropy(jax.nn.sigmoid(logits), labels)\n",
			"jax.nn.softplus", "torch"},
		{"def loss(logits, labels):\n    return F.binary_cross_entropy_with_logits(torch.sigmoid(logits), labels)\n",
			"torch.nn.functional.softplus", "np."},
		{"import tensorflow as tf\ndef loss(y_true, y_pred):\n    ce = tf.keras.losses.CategoricalCrossentropy()(y_true, y_pred)\n    return (1 - tf.exp(-ce)) ** 2 * ce\n",
			"tf.reduce_sum(y_true * y_pred, axis=-1)", "gather"},
		{"import numpy as np\ndef loss(y, logits):\n    return -np.mean(y * np.log(logits) + (1 - y) * np.log(1 - logits))\n",
			"p = 1 / (1 + np.exp(-logits))", "np.sigmoid"},
		// A detached p_t of a factor that is detached once more stays so.
		{"def loss(logits, labels, gamma=2):\n    ce = F.binary_cross_entropy_with_logits(logits, labels, reduction='none')\n" +
			"    with torch.no_grad():\n        pt = torch.exp(-ce)\n        w = (1 - pt) ** gamma\n    return (w * ce).mean()\n",
			"", "detach"},
	} {
		r, _ := python.Read(e.source, python.Options{}) // one that is refused has findings, too
		found := Check(r)
		if len(found) == 0 {
			t.Errorf("nothing is found in %s", e.source)
		}
		for _, f := range found {
			if code := f.Repair(r); !strings.Contains(code, e.has) ||
				strings.Contains(code, e.lacks) {
				t.Errorf("%s of\n%s\nis repaired by\n%s", f.Rule, e.source, code)
			}
		}
	}
}

// The assignments that mend an objective are what is meant, and have no fault where they are of
// both derivatives.
func TestRepairedObjectives(t *testing.T) {
	tried := 0
	for _, e := range samples {
		r, _ := python.Read(e.wrong, python.Options{})
		for _, f := range Check(r) {
			if f.assign == "" {
				continue
			}
			tried++
			code := f.Repair(r)
			returns := []string{f.assign, f.assign}
			if f.code != "" {
				returns = []string{"grad", "hess"}
			}
			head := "def objective(preds, dtrain"
			f.expr.Walk(func(p *python.Expr) {
				if p.Op == python.Param && !strings.Contains(code, "\n"+p.Name+" = ") {
					head += fmt.Sprintf(", %s=%v", p.Name, p.Value)
				}
			})
			head += "):\ny = dtrain.get_label()\nx = preds\np = 1 / (1 + np.exp(-x))\n"
			again, _ := python.Read(strings.ReplaceAll(head+code+"return "+
				strings.Join(returns, ", "), "\n", "\n    "), python.Options{})
			if len(again.Pairs) != 1 {
				t.Errorf("%s: the repaired code is not read\n%s", e.rule, code)
				continue
			}
			for _, y := range []float64{1, 0} {
				for _, x := range logits {
					if got, want := value(again.Pairs[0].Gradient, y, x), value(f.expr, y, x); !close(got, want, 1e-9) {
						t.Errorf("%s: at y = %v and x = %v it is %v, and meant is %v\n%s", e.rule, y, x,
							got, want, code)
					}
				}
			}
			if found := Check(again); f.code != "" && len(found) > 0 {
				t.Errorf("%s: the repaired code has the fault %s\n%s", e.rule, found[0].Rule, code)
			}
		}
	}
	if tried < 8 {
		t.Errorf("%d samples have assignments", tried)
	}
}
