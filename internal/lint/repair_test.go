package lint

import (
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
			if code := f.Repair(r); !strings.Contains(code, e.has) || strings.Contains(code, e.lacks) {
				t.Errorf("%s of\n%s\nis repaired by\n%s", f.Rule, e.source, code)
			}
		}
	}
}
