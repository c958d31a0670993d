package lint

import (
	"strings"
	"testing"

	"lossexplorer/internal/python"
)

// beside returns the rules of the findings of a loss beside others.
func beside(t *testing.T, code, name string) string {
	t.Helper()
	r, err := python.Read(code, python.Options{Name: name})
	if err != nil {
		t.Fatalf("%v\n%s", err, code)
	}
	var all []string
	for _, f := range Check(r) {
		all = append(all, string(f.Rule))
	}
	return strings.Join(all, " ")
}

// Of several losses, the one that an objective names is the one it is compared with.
func TestObjectiveOfOne(t *testing.T) {
	const brier = "def brier_loss(y, x):\n    p = 1 / (1 + np.exp(-x))\n    return (p - y) ** 2\n"
	const entropy = "def %(preds, dtrain):\n    y = dtrain.get_label()\n    p = 1 / (1 + np.exp(-preds))\n    return p - y, p * (1 - p)\n"
	named := func(name string) string {
		return focalBoosted + brier + strings.Replace(entropy, "%", name, 1)
	}
	for _, e := range []struct{ code, loss, want string }{
		{named("focal_objective"), "focal_loss", "wrong-objective"},
		{named("focal_objective"), "brier_loss", ""},
		{named("objective"), "focal_loss", ""},
		{named("objective"), "brier_loss", ""},
	} {
		if got := beside(t, e.code, e.loss); got != e.want {
			t.Errorf("%s has %q, want %q\n%s", e.loss, got, e.want, e.code)
		}
	}
}

// An objective may be a method of its loss.
func TestObjectiveOfClass(t *testing.T) {
	const class = `
class FocalLoss:
    def __init__(self, gamma=2.0):
        self.gamma = gamma

    def pt(self, y, p):
        return np.where(y, p, 1 - p)

    def __call__(self, y_true, y_pred):
        pt = self.pt(y_true, y_pred)
        return -(1 - pt) ** self.gamma * np.log(pt)

    def grad(self, y_true, y_pred):
        pt = self.pt(y_true, y_pred)
        return (2 * y_true - 1) * (1 - pt) ** self.gamma * (% + pt - 1)

    def lgb_obj(self, preds, train_data):
        y = train_data.get_label()
        p = special.expit(preds)
        return self.grad(y, p), p * (1 - p)
`
	for body, want := range map[string]string{
		"self.gamma * pt * np.log(pt)": "wrong-hessian",
		"pt * np.log(pt)":              "wrong-hessian wrong-objective",
	} {
		code := strings.Replace(class, "%", body, 1)
		if got := beside(t, code, ""); got != want {
			t.Errorf("%q, want %q\n%s", got, want, code)
		}
		r, err := python.Read(code, python.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range Check(r) {
			if f.Rule == OtherObjective && !strings.Contains(f.Repair(r), "\ngamma = 2\n") {
				t.Errorf("the repaired code has no gamma:\n%s", f.Repair(r))
			}
		}
	}
}

// The repaired code of an objective has the derivatives of the loss.
func TestRepairedObjective(t *testing.T) {
	for _, loss := range []string{
		focalBoosted,
		"def weighted_loss(y, x, w=3.0):\n    p = 1 / (1 + np.exp(-x))\n    return -np.where(y == 1, w, 1) * (y * np.log(p) + (1 - y) * np.log(1 - p))\n",
		"def loss(y, x):\n    return np.log1p(np.exp(x)) - y * x + 0.1 * np.tanh(x) ** 2\n",
	} {
		const head = "def objective(preds, dtrain):\n    y = dtrain.get_label()\n"
		code := loss + head + "    p = 1 / (1 + np.exp(-preds))\n    return (p - y) * p, p * p * (1 - p) + (p - y) * p * (1 - p)\n"
		r, err := python.Read(code, python.Options{})
		if err != nil {
			t.Fatal(err)
		}
		found := Check(r)
		if len(found) != 1 || found[0].Rule != OtherObjective {
			t.Errorf("%v\n%s", found, code)
			continue
		}
		body := strings.ReplaceAll(strings.TrimSpace(found[0].Repair(r)), "\n", "\n    ")
		again := loss + head + "    x = preds\n    " + body + "\n    return grad, hess\n"
		if r, err = python.Read(again, python.Options{}); err != nil || len(r.Objectives) != 1 {
			t.Errorf("%v\n%s", err, again)
			continue
		}
		if found := Check(r); len(found) != 0 {
			t.Errorf("%v\n%s", found, again)
		}
	}
}
