package syntax

import (
	"errors"
	"math"
	"strings"
	"testing"
)

// The functions that people have, each with a formula that is the same loss.
var functionsOfPython = []struct{ name, python, same string }{
	{"the tutorial's binary focal loss, its faults repaired", `
def binary_focal_loss(gamma=2, alpha=0.25):
    """
    二分类的 focal loss：FL(p_t) = -alpha_t * (1 - p_t)^gamma * log(p_t)
    """
    alpha = tf.constant(alpha, dtype=tf.float32)
    gamma = tf.constant(gamma, dtype=tf.float32)

    def binary_focal_loss_fixed(y_true, y_pred):
        # y_true 需要 ones_like
        y_true = tf.cast(y_true, tf.float32)
        alpha_t = y_true*alpha + (K.ones_like(y_true)-y_true)*(1-alpha)

        p_t = y_true*y_pred + (K.ones_like(y_true)-y_true)*(K.ones_like(y_true)-y_pred)
        focal_loss = - alpha_t * K.pow((K.ones_like(y_true)-p_t),gamma) * K.log(p_t)
        return K.mean(focal_loss)
    return binary_focal_loss_fixed
`, "-where(y == 1, 0.25, 0.75)*(1-pt)^2*log(pt)"},
	{"Keras with a clip", `
import tensorflow as tf
from keras import backend as K

def binary_focal_loss(gamma=2., alpha=.25):
    def loss(y_true, y_pred):
        epsilon = K.epsilon()
        y_pred = K.clip(y_pred, epsilon, 1. - epsilon)
        p_t = tf.where(K.equal(y_true, 1), y_pred, 1 - y_pred)
        alpha_factor = K.ones_like(y_true) * alpha
        alpha_t = tf.where(K.equal(y_true, 1), alpha_factor, 1 - alpha_factor)
        cross_entropy = -K.log(p_t)
        weight = alpha_t * K.pow((1 - p_t), gamma)
        loss = weight * cross_entropy
        loss = K.mean(K.sum(loss, axis=1))
        return loss
    return loss

model.compile(loss=binary_focal_loss(), optimizer="adam")
`, "-where(y == 1, 0.25, 0.75)*(1-pt)^2*log(pt)"},
	{"PyTorch with logits", `
class FocalLoss(nn.Module):
    def __init__(self, alpha=0.25, gamma=2.0, reduction: str = 'mean'):
        super().__init__()
        self.alpha = alpha
        self.gamma = gamma

    def forward(self, logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        bce = F.binary_cross_entropy_with_logits(logits, targets, reduction="none")
        pt = torch.exp(-bce)
        return (self.alpha * (1 - pt) ** self.gamma * bce).mean()
`, "-0.25*(1-pt)^2*log(pt)"},
	{"torchvision's sigmoid_focal_loss", `
def sigmoid_focal_loss(inputs_logits, targets, alpha: float = 0.25, gamma: float = 2):
    p = torch.sigmoid(inputs_logits)
    ce_loss = F.binary_cross_entropy_with_logits(inputs_logits, targets, reduction="none")
    p_t = p * targets + (1 - p) * (1 - targets)
    loss = ce_loss * ((1 - p_t) ** gamma)
    alpha_t = alpha * targets + (1 - alpha) * (1 - targets)
    loss = alpha_t * loss
    return loss.mean()
`, "-where(y == 1, 0.25, 0.75)*(1-pt)^2*log(pt)"},
	{"JAX", `
def loss(y_pred, y_true, q=0.7):
    p_t = jnp.where(y_true == 1, y_pred, 1. - y_pred)
    return jnp.mean((1. - jnp.power(p_t, q)) / q)
`, "(1 - pt^0.7)/0.7"},
	{"hinge in Keras 3", `
def hinge(y_true, y_pred_logits):
    y_true = ops.cast(y_true, y_pred_logits.dtype)
    sign = 2 * y_true - 1
    return ops.mean(ops.maximum(0., 1. - sign * y_pred_logits), axis=-1)
`, "max(0, 1 - xt)"},
	{"conditions", `
def f(target, prob, k=3):
    w = (1 + k * (1 - prob)) if target == 1 and not prob > 0.9 else 1.
    w *= 2
    return -w * (torch.log(prob.clamp(min=1e-3, max=1 - 1e-3)) * target
        + (1 - target) * torch.log1p(-prob)).sum(dim=-1).mean()
`, "-2*where(y == 1 && p <= 0.9, 1 + 3*(1-p), 1)*(log(clip(p, 1e-3, 0.999))*y + (1-y)*log(1-p))"},
}

func TestFromPython(t *testing.T) {
	for _, e := range functionsOfPython {
		if !IsPython(e.python) {
			t.Errorf("%s is not seen to be Python", e.name)
		}
		text, err := FromPython(e.python)
		if err != nil {
			t.Errorf("%s: %v", e.name, err)
			continue
		}
		f, want := mustParse(t, text), mustParse(t, e.same)
		got, same := f.Bind(f.Defaults(), 1e-7), want.Bind(nil, 1e-7)
		for _, y := range []float64{0, 1} {
			for p := 0.01; p < 1; p += 0.03 {
				l, d := got.AtProb(y, p)
				wantL, wantD := same.AtProb(y, p)
				if math.Abs(l-wantL) > 1e-12*(1+math.Abs(wantL)) || math.Abs(d-wantD) > 1e-11*(1+math.Abs(wantD)) {
					t.Errorf("%s: %v, %v for y = %v, p = %v; want %v, %v\n%s", e.name, l, d, y, p, wantL, wantD, text)
					break
				}
			}
		}
	}
	for _, e := range Gallery {
		if IsPython(e.Formula) {
			t.Errorf("%s is seen to be Python", e.Name.English)
		}
	}
}

// What is not understood is named with its place.
func TestFromPythonErrors(t *testing.T) {
	for python, want := range map[string]string{
		"def f(y_true, y_pred):\n    alpha_t = y_true*alpha_factor\n    return alpha_t": "2:22: alpha_factor has no value yet",
		"def f(y_true, y_pred):\n    return K.tile(y_pred, 2)":                          "2:12: the function K.tile cannot be understood",
		"def f(y_true, y_pred):\n    for i in range(3):\n        pass\n    return 1":    "2:5: for cannot be understood",
		"def f(y_true, y_pred):\n    return y_pred[0]":                                  "2:18: expected the end of the line, found [",
		"def f(y_true, y_pred):\n    x = 1":                                             "2:10: expected a function that returns a loss",
		"def f(y_true, y_pred:\n    return 1":                                           "2:",
		"def f(y_true, y_pred):\n    return (y_pred":                                    "2:",
		"def f(y_true, y_pred):\n    return 1 +":                                        "2:15: expected a number, a name or (, found the end of the line",
		"def f(y_true, y_pred):\n    return 1\n    return 2":                            "3:5: only one return",
		"def f(y_true, y_pred):\n    return \"text":                                     "2:12: expected the end of a text",
		"def f(y_true, y_pred):\n    return torch.log(y_pred, 2)":                       "2:12: expected 1 arguments of log, found 2",
		"return " + strings.Repeat("(", 200):                                            "1:",
		"def f(y_true, y_pred):\n    y_pred[0] = 3\n    return 1":                       "2:11: expected =, found [",
		"": "1:",
	} {
		text, err := FromPython(python)
		var e *Error
		if !errors.As(err, &e) || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %q, %v, want %s", python, text, err, want)
		}
	}
}

func FuzzFromPython(f *testing.F) {
	for _, e := range functionsOfPython {
		f.Add(e.python)
	}
	f.Add("def f(a=K.e(")
	f.Add("return a.b.c.(1)")
	f.Add("f(axis=(")
	f.Fuzz(func(t *testing.T, source string) {
		text, err := FromPython(source)
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Line < 1 || e.Column < 1 {
				t.Errorf("%q: %#v", source, err)
			}
			return
		}
		if _, err := Parse(text); err != nil {
			t.Errorf("%q becomes %q: %v", source, text, err)
		}
	})
}
