package code

import (
	"strings"

	"lossexplorer/internal/classweights"
)

// WriteWeights returns the numbers of a scheme as code: as weights for the loss of
// several classes, or as numbers to add to the logits in training.
func WriteWeights(lang Language, s classweights.Scheme, numbers []float64) (string, error) {
	t := &text{tab: "    "}
	values := list(numbers, float)
	name := "weight"
	switch s {
	case classweights.Logit:
		name = "adjustment"
	case classweights.LDAM:
		name = "margin"
	}
	short := list(numbers, func(v float64) string { return strings.TrimSuffix(float(v), ".0") })
	switch lang {
	case PyTorch:
		t.lines(0, "import torch", "", name+" = torch.tensor(["+values+"])", torchUse[s])
	case Keras:
		t.lines(0, name+" = ["+values+"]", kerasUse[s])
	case JAX:
		t.lines(0, "import jax.numpy as jnp", "", name+" = jnp.array(["+values+"])", arrayUse[s])
	case NumPy:
		t.lines(0, "import numpy as np", "", name+" = np.array(["+values+"])", arrayUse[s])
	case JavaScript:
		t.lines(0, "export const "+name+" = ["+short+"];")
	case Go:
		t.lines(0, "var "+name+" = []float64{"+short+"}")
	default:
		return "", &OptionError{"Language", string(lang)}
	}
	return t.String(), nil
}

const (
	weightTorch = "criterion = torch.nn.CrossEntropyLoss(weight=weight)  # or CategoricalFocalLoss(weight=weight)"
	weightKeras = "class_weight = dict(enumerate(weight))  # model.fit(..., class_weight=class_weight)"
	weightArray = "# weight[labels] times the loss of each row; labels are class numbers"
)

var (
	torchUse = map[classweights.Scheme]string{
		classweights.Inverse: weightTorch, classweights.SquareRoot: weightTorch, classweights.Effective: weightTorch,
		classweights.ENet:  weightTorch,
		classweights.Logit: "# criterion(logits + adjustment, labels) in training; logits alone in use",
		classweights.LDAM:  "# criterion(logits - margin * one_hot(labels), labels) in training; logits alone in use",
	}
	kerasUse = map[classweights.Scheme]string{
		classweights.Inverse: weightKeras, classweights.SquareRoot: weightKeras, classweights.Effective: weightKeras,
		classweights.ENet:  weightKeras,
		classweights.Logit: "# loss(labels, logits + adjustment) in training; logits alone in use",
		classweights.LDAM:  "# loss(labels, logits - margin * labels) in training, with one-hot labels; logits alone in use",
	}
	arrayUse = map[classweights.Scheme]string{
		classweights.Inverse: weightArray, classweights.SquareRoot: weightArray, classweights.Effective: weightArray,
		classweights.ENet:  weightArray,
		classweights.Logit: "# loss(logits + adjustment, labels) in training; logits alone in use",
		classweights.LDAM:  "# loss(logits - margin * labels, labels) in training, with one-hot labels; logits alone in use",
	}
)
