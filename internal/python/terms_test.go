package python

import (
	"slices"
	"strings"
	"testing"

	"lossexplorer/internal/formula/syntax"
)

// What a training computes before or after a loss, or beside it, is noted at its line; a factor of
// the number of steps and a sum that begins with 0 are not.
func TestTrainingTerms(t *testing.T) {
	const (
		loss = "class Squares(nn.Module):\n    def forward(self, p, y, scale=1.0):\n" +
			"        return (scale * (p - y) ** 2).mean()\n\n" +
			"def squares(p, y, scale=1.0):\n    return (scale * (p - y) ** 2).mean()\n\n" +
			"def step(model, x, y, w, opt):\n    p = torch.sigmoid(model(x))\n    "
		alone = "squares trained 8"
	)
	for code, want := range map[string]string{
		"loss = squares(p, y)\n    (loss / 4).backward()":                        alone,
		"loss = 0\n    loss += squares(p, y)\n    loss.backward()":               alone,
		"scaler.scale(squares(p, y)).backward()":                                 alone,
		"loss = squares(p, y) + F.mse_loss(p, x)\n    loss.backward()":           "squares trained-more 10",
		"loss = squares(p, y)\n    loss += w.norm()\n    loss.backward()":        "squares trained-more 11",
		"loss = squares(p, y)\n    loss = loss + w\n    loss.backward()":         "squares trained-more 11",
		"loss = squares(p, 1 - y)\n    loss.backward()":                          "squares trained-more 10",
		"loss = 1 - squares(p, y)\n    loss.backward()":                          "squares trained-more 10",
		"loss = (w * squares(p, y)).mean()\n    loss.backward()":                 "squares trained-more 10",
		"loss = torch.sqrt(squares(p, y))\n    loss.backward()":                  "squares trained-more 10",
		"loss = torch.min(squares(p, y), squares(p, x, 3))\n    loss.backward()": "squares trained-more 10",
		"squares(p, y).backward()\n    F.l1_loss(p, x).backward()":               "squares trained-other 11",
		"squares(p, y, 1).backward()\n    squares(p, x, 3).backward()":           "squares trained-values 11",
		"loss = Squares()(p, y, scale=3)\n    loss.backward()":                   "Squares trained-values 10",
		"s = Squares()\n    s(p, y, 3).backward()":                               "Squares trained-values 11",
	} {
		r, err := Read(loss+code+"\n    opt.step()\n", Options{})
		if err != nil {
			t.Errorf("%s: %v", code, err)
			continue
		}
		got := r.Name
		for _, n := range r.Notes {
			if strings.HasPrefix(n.Code, "trained") {
				got += " " + n.Code + " " + number(n.At.Line)
			}
		}
		if got != want {
			t.Errorf("%s: %s, want %s", code, got, want)
		}
	}
}

// The values that a training makes its loss with are those shown, or a note says that they may be
// others.
func TestTrainingValues(t *testing.T) {
	const (
		class = "class Squares(nn.Module):\n    def __init__(self, scale=2.0):\n        super().__init__()\n" +
			"        self.scale = scale\n    def forward(self, p, y):\n" +
			"        return self.scale * (p - y) ** 2\n\nSCALE = 5\n" +
			"class Config:\n    scale = 6\n\n"
		train = "    p = torch.sigmoid(model(x))\n    of(p, y).backward()\n"
	)
	for _, c := range []struct {
		code  string
		scale float64
		note  string
	}{
		{"def train(model, x, y):\n    of = Squares(3)\n", 3, ""},
		{"def train(model, x, y):\n    of = Squares(SCALE)\n", 5, ""},
		{"def train(model, x, y):\n    of = Squares(Config.scale)\n", 6, ""},
		{"def train(model, x, y, s=4):\n    of = Squares(s)\n", 4, ""},
		{"def train(model, x, y):\n    s = 7\n    of = Squares(s)\n", 7, ""},
		{"def train(model, x, y, s):\n    of = Squares(s)\n", 2, "passed-value"},
		{"def train(model, x, y, s):\n    of = Squares(float(s))\n", 2, "passed-value"},
		{"def train(model, x, y, s):\n    of = Squares(*s)\n", 2, "trained-values"},
		{"def train(model, x, y, s):\n    of = Squares(**s)\n", 2, "trained-values"},
		{"def train(model, x, y, s):\n    of = Squares()\n    of.scale = 9\n", 2, "trained-values"},
		{"def train(model, x, y, s):\n    of = Squares() if s else Squares(3)\n", 2,
			"trained-values"},
		{"train(m, a, b, s=8)\n\ndef train(model, x, y, s=4):\n    of = Squares(s)\n", 4,
			"trained-values"},
		{"train(m, a, b)\n\ndef train(model, x, y, s=4):\n    of = Squares(s)\n", 4, ""},
	} {
		r, err := Read(class+c.code+train, Options{})
		if err != nil {
			t.Errorf("%s: %v", c.code, err)
			continue
		}
		f, err := syntax.Parse(r.Formula)
		if err != nil {
			t.Fatal(err)
		}
		loss, _ := f.BindUnclipped(f.Defaults(), 0).AtLogit(1, 0)
		noted := slices.ContainsFunc(r.Notes, func(n Note) bool { return n.Code == c.note })
		if !near(loss, c.scale/4) || noted != (c.note != "") {
			t.Errorf("%s: a scale of %v with the notes %v", c.code, loss*4, r.Notes)
		}
	}
}

// The name of what trains stands for the loss that it trains with; a model is not asked about as a
// loss.
func TestTrainerName(t *testing.T) {
	const code = "def squares(p, y):\n    return (p - y) ** 2\n\n" +
		"def cubes(p, y):\n    return abs(p - y) ** 3\n\n" +
		"def score(model, x, y):\n    return squares(model(x), y).item()\n\n" +
		"def one(model, x, y):\n    loss = squares(model(x), y)\n    loss.backward()\n\n" +
		"def two(model, x, y):\n    p = model(x)\n    (squares(p, y) + cubes(p, y)).backward()\n"
	m := Open(code, Options{})
	if r, err := m.Read("one"); err != nil || r.Name != "squares" {
		t.Errorf("one is read as %s: %v", r.Name, err)
	}
	for name, want := range map[string]string{"two": "several", "score": "calls-model"} {
		if _, err := m.Read(name); err == nil || err.(*Error).Code != want {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
}

// Keras gets its loss by position or by name; losses of further outputs and of layers are noted.
func TestCompile(t *testing.T) {
	const code = "import tensorflow as tf\n\ndef squares(scale):\n    def of(y_true, y_pred):\n" +
		"        return scale * tf.square(y_true - y_pred)\n    return of\n\n" +
		"def score(y_true, y_pred):\n    return abs(y_true - y_pred)\n\nmodel.fit(x, y)\n"
	for call, want := range map[string]string{
		"model.compile('adam', squares(3), metrics=[score])":             "",
		"model.compile('adam', loss=[squares(3)], metrics=[score])":      "",
		"model.compile(loss={'a': squares(3), 'b': 'mse'})":              "trained-other",
		"model.compile(loss=squares(3))\nmodel.add_loss(0.1 * total(w))": "trained-more",
	} {
		r, err := Read(code+call+"\n", Options{})
		if err != nil || r.Name != "squares" {
			t.Errorf("%s is read as %s: %v", call, r.Name, err)
			continue
		}
		got := ""
		for _, n := range r.Notes {
			if strings.HasPrefix(n.Code, "trained") {
				got += n.Code
			}
		}
		if got != want || r.Params[0].Value != 3 {
			t.Errorf("%s: %v with the notes %v", call, r.Params, r.Notes)
		}
	}
	_, err := Read(`{"cells": [{"cell_type": "code", "source": ["1"]}]}`, Options{})
	if err == nil || err.(*Error).Code != "notebook" {
		t.Errorf("a notebook: %v", err)
	}
}

// A loss beside an objective of boosted trees is not taken for what trains in silence.
func TestObjectiveBesideLoss(t *testing.T) {
	const code = `
def objective(score, data):
    p = 1 / (1 + np.exp(-score))
    return p - data.label, p * (1 - p)

def entropy(p, y):
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

trees = lgb.train(params, data, fobj=objective)
print(entropy(trees.predict(x), y))
`
	r, err := Read(code, Options{})
	if err != nil {
		t.Fatal(err)
	}
	n := r.Notes[len(r.Notes)-1]
	if n.Code != "trained-objective" || n.At.Line != 4 && n.At.Line != 2 ||
		n.Args[1] != "objective" {
		t.Errorf("%s has the note %v", r.Name, n)
	}
}
