package python

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"lossexplorer/internal/formula"
	"lossexplorer/internal/formula/syntax"
)

// mustRead reads a loss as a formula that can be evaluated.
func mustRead(t testing.TB, code string, o Options) (*Reading, *formula.Formula) {
	t.Helper()
	r, err := Read(code, o)
	if err != nil {
		t.Fatalf("%v\n%s", err, code)
	}
	f, err := syntax.Parse(r.Formula)
	if err != nil {
		t.Fatalf("%v\n%s\n%s", err, r.Formula, code)
	}
	return r, f
}

// Each sample is the loss of a formula.
func TestRead(t *testing.T) {
	for _, e := range samples {
		r, err := Read(e.code, Options{})
		if err != nil {
			t.Errorf("%s: %v", e.name, err)
			continue
		}
		got, err := syntax.Parse(r.Formula)
		if err != nil {
			t.Errorf("%s: %v\n%s", e.name, err, r.Formula)
			continue
		}
		want, err := syntax.Parse(e.same)
		if err != nil {
			t.Fatal(err)
		}
		a, b := got.BindUnclipped(got.Defaults(), r.Epsilon),
			want.BindUnclipped(want.Defaults(), r.Epsilon)
		for _, y := range []float64{0, 1} {
			for x := -6.3; x < 7; x += 0.7 {
				l, d := a.AtLogit(y, x)
				m, g := b.AtLogit(y, x)
				if !near(l, m) || !near(d, g) {
					t.Errorf("%s: %v, %v at y = %v, x = %v; want %v, %v\n%s", e.name, l, d, y, x, m,
						g, r.Formula)
					break
				}
			}
		}
		for name, role := range e.roles {
			if r.Roles[name] != role {
				t.Errorf("%s: %s is %q, want %q", e.name, name, r.Roles[name], role)
			}
		}
		for _, n := range r.Notes {
			if (&Error{Code: n.Code, Args: n.Args}).Message(English) == n.Code {
				t.Errorf("%s: the note %s has no sentence", e.name, n.Code)
			}
		}
	}
}

func near(a, b float64) bool {
	return a == b || a != a && b != b || math.Abs(a-b) <= 1e-11*(1+math.Abs(a)+math.Abs(b))
}

// Code that is not understood is refused at its place, with a sentence.
func TestRefusals(t *testing.T) {
	for _, e := range refusals {
		r, err := Read(e.code, Options{})
		var refusal *Error
		if !errors.As(err, &refusal) {
			t.Errorf("%q is read as %q, want %s", e.code, r.Formula, e.want)
			continue
		}
		if !strings.HasPrefix(err.Error(), e.want) {
			t.Errorf("%q: %v, want %s", e.code, err, e.want)
		}
		if English[refusal.Code] == "" {
			t.Errorf("%q: %s has no sentence", e.code, refusal.Code)
		}
	}
}

// An answer to a question is taken.
func TestRoles(t *testing.T) {
	const code = "def f(a, b):\n    return (a - b) ** 2"
	_, err := Read(code, Options{})
	var e *Error
	if !errors.As(err, &e) || e.Code != "which-label" || len(e.Names) != 2 {
		t.Fatalf("%v", err)
	}
	_, err = Read(code, Options{Roles: map[string]Role{"b": RoleLabel}})
	if !errors.As(err, &e) || e.Code != "which-kind" || e.Names[0] != "a" {
		t.Fatalf("%v", err)
	}
	for role, want := range map[Role]string{RoleProb: "(p - y)^2", RoleLogit: "(x - y)^2"} {
		r, err := Read(code, Options{Roles: map[string]Role{"b": RoleLabel, "a": role}})
		if err != nil || r.Formula != want {
			t.Errorf("%v, %v, want %s", r.Formula, err, want)
		}
	}
}

// A reading that leaves something open has a note.
func TestNotes(t *testing.T) {
	for code, want := range map[string]string{
		"n = 0\ndef f(y_true, y_prob):\n    global n\n    n += 1\n    return n * (y_prob - y_true) ** 2":                                                                                  "state",
		"class L:\n    def __init__(self):\n        self.n = 1\n    def __call__(self, y_true, y_prob):\n        self.n += 1\n        return self.n * (y_prob - y_true) ** 2":             "state",
		"def f(y_true, y_prob):\n    return torch.log(y_prob + torch.finfo(y_prob.dtype).eps) * y_true":                                                                                   "float32-eps",
		"def f(logits, labels):\n    return F.cross_entropy(logits, labels, weight=torch.tensor([1., 3.]))":                                                                               "weighted-mean",
		"seen = [1.0]\ndef f(y_true, y_prob):\n    seen.append(2.0)\n    return sum(seen) * (y_prob - y_true) ** 2":                                                                       "state",
		"from more import smooth\n@smooth(0.1)\ndef f(y_true, y_prob):\n    return (y_prob - y_true) ** 2":                                                                                "unread-decorator",
		"def d(a, b):\n    return (a - b) ** 2\nfrom .parts import d\ndef f(y_true, y_prob):\n    return d(y_true, y_prob)":                                                               "own-definition",
		"def f(y_true, y_prob):\n    p = y_prob / y_prob.sum(1, keepdim=True)\n    return -(y_true * p.log()).sum(1)":                                                                     "classes-normalised",
		"def f(labels, logits):\n    hot = F.one_hot(labels, 5)\n    return F.binary_cross_entropy_with_logits(logits, hot)":                                                              "one-hot",
		"class L:\n    def __init__(self, how):\n        self.how = how\n    def __call__(self, y_true, y_prob):\n        return (y_prob - y_true) ** (2 if self.how == 'square' else 4)": "taken-for",
		"def f(logits, y):\n    return F.binary_cross_entropy_with_logits(logits, y, reduction='none').sum() / y.sum().clamp(min=1)":                                                      "batch-size",
		"def f(y_true, y_pred):\n    return tf.reduce_mean(tf.square(y_pred - y_true))":                                                                                                   "by-name",
	} {
		r, err := Read(code, Options{})
		if err != nil || !slices.ContainsFunc(r.Notes,
			func(n Note) bool { return n.Code == want }) {
			t.Errorf("%q: %+v, %v; want the note %s", code, r.Notes, err, want)
		}
	}
}

// A softplus that is written so that it does not overflow has a derivative at 0.
func TestStable(t *testing.T) {
	for _, code := range []string{
		"torch.clamp(logits, min=0) - logits * y + torch.log1p(torch.exp(-torch.abs(logits)))",
		"torch.log(1 + torch.exp(-logits.abs())) + torch.maximum(logits, torch.zeros_like(logits)) - logits * y",
	} {
		_, f := mustRead(t, "def f(logits, y):\n    return "+code, Options{})
		l := f.BindUnclipped(f.Defaults(), 0)
		if v, d := l.AtLogit(1, 0); !near(v, math.Ln2) || !near(d, -0.5) {
			t.Errorf("%s: %v, %v", code, v, d)
		}
	}
}

// Losses that the module constructs are read with the arguments of their constructors.
func TestMade(t *testing.T) {
	const class = "class Focal(nn.Module):\n    def __init__(self, gamma=2.0):\n        super().__init__()\n        self.gamma = gamma\n    def forward(self, logits, targets):\n" +
		"        ce = F.binary_cross_entropy_with_logits(logits, targets, reduction='none')\n        return ((1 - torch.exp(-ce)) ** self.gamma * ce).mean()\n"
	const function = "def focal(gamma=2.0):\n    def loss(targets, logits):\n        ce = F.binary_cross_entropy_with_logits(logits, targets, reduction='none')\n        return ((1 - torch.exp(-ce)) ** gamma * ce).mean()\n    return loss\n"
	for _, e := range []struct{ code, name, param string }{
		{class + "criterion = Focal(gamma=4)", "criterion", "gamma"},
		{class + "criterion = Focal(4).to(device)", "criterion", "gamma"},
		{function + "made = focal(4)", "made", "gamma"},
		{function + "model.compile(optimizer='adam', loss=[focal(gamma=4.)])", "focal", "gamma"},
		{"def focal(logits, targets, gamma=2.0):\n    return F.binary_cross_entropy_with_logits(logits, targets) * gamma\nloss_fn = functools.partial(focal, gamma=4)", "loss_fn", "gamma"},
		{"criterion = nn.BCEWithLogitsLoss(pos_weight=torch.tensor([4.0]))", "", "pos_weight"},
		{"import torch.nn as nn\ncriterion = nn.BCEWithLogitsLoss(pos_weight=torch.tensor(4.0).cuda()).cuda()", "", "pos_weight"},
	} {
		r, err := Read(e.code, Options{})
		if err != nil || r.Name != e.name || len(r.Params) != 1 || r.Params[0].Name != e.param ||
			r.Params[0].Value != 4 {
			t.Errorf("%v, %q with %+v\n%s", err, r.Name, r.Params, e.code)
		}
	}
}

// A loss that is passed as a parameter is asked for.
func TestLossParameter(t *testing.T) {
	const code = "class L:\n    def __init__(self, loss_fcn):\n        self.of = loss_fcn\n        self.how = loss_fcn.reduction\n        self.of.reduction = \"none\"\n" +
		"    def __call__(self, pred, true):\n        v = 2 * self.of(pred, true)\n        return v.mean() if self.how == \"mean\" else v"
	_, err := Read(code, Options{})
	var e *Error
	if !errors.As(err, &e) || e.Code != "which-loss" || len(e.Choices) != 2 {
		t.Fatalf("%v", err)
	}
	for role, want := range map[Role]Role{RoleLogitLoss: RoleLogit, RoleProbLoss: RoleProb} {
		r, err := Read(code, Options{Roles: map[string]Role{"loss_fcn": role}})
		if err != nil || r.Roles["pred"] != want || r.Roles["loss_fcn"] != role {
			t.Errorf("%v, %v", r.Roles, err)
		}
	}
}

// A parameter that is a loss is one of logits where the same logit goes into a sigmoid.
func TestLossByUse(t *testing.T) {
	const code = "class Focal(nn.Module):\n    def __init__(self, loss_fcn, gamma=1.5):\n        super().__init__()\n        self.loss_fcn = loss_fcn\n        self.gamma = gamma\n" +
		"    def forward(self, pred, true):\n        loss = self.loss_fcn(pred, true)\n        p = torch.sigmoid(%)\n        return (loss * (true - p).abs() ** self.gamma).mean()\n"
	r, err := Read(strings.Replace(code, "%", "pred", 1), Options{})
	if err != nil || r.Roles["loss_fcn"] != RoleLogitLoss || r.Roles["pred"] != RoleLogit ||
		!slices.ContainsFunc(r.Notes, func(n Note) bool { return n.Code == "loss-by-use" }) {
		t.Fatalf("%+v, %v", r.Roles, err)
	}
	if r.Written() == "" {
		t.Error("the operations of the code are not known")
	}
	var e *Error
	if _, err = Read(strings.Replace(code, "torch.sigmoid(%)", "pred", 1), Options{}); !errors.As(err,
		&e) || e.Code != "which-loss" {
		t.Errorf("%v", err)
	}
}

// A prediction is a probability where the code treats it as a number from 0 to 1.
func TestRanges(t *testing.T) {
	for _, body := range []string{
		"pred = torch.clamp(pred, 0.01, 0.99)\n    return (pred - target) ** 2",
		"pred = torch.clamp(pred, min=0).clamp(max=1)\n    return (pred - target) ** 2",
		"return (pred - target) ** 2 * (1 + (pred > 0.5).float())",
		"pt = target * pred + (1 - target) * (1 - pred)\n    return (1 - pt) ** 2",
		"return 1 - torch.where(target == 1, pred, 1 - pred)",
		"return 1 - 2 * (pred * target).sum() / (pred.sum() + target.sum())",
		"tp = (pred * target).sum()\n    tn = ((1 - pred) * (1 - target)).sum()\n    return tp / (tp + 1) + tn / (tn + 1)",
	} {
		code := "def f(pred, target):\n    " + body + "\n"
		if r, err := Read(code, Options{}); err != nil || r.Roles["pred"] != RoleProb {
			t.Errorf("%v, %v\n%s", r.Roles, err, code)
		}
	}
	for _, body := range []string{
		"pred = torch.clamp(pred, -5, 5)\n    return (pred - target) ** 2",
		"return F.relu(1 - pred) * target + F.relu(1 + pred) * (1 - target)",
		"return (pred - target).abs()",
	} {
		code := "def f(pred, target):\n    " + body + "\n"
		var e *Error
		if _, err := Read(code, Options{}); !errors.As(err, &e) || e.Code != "which-kind" ||
			len(e.Choices) != 2 {
			t.Errorf("%v\n%s", err, code)
		}
	}
}

// longs are pastes of about 100 KB, of the kinds that take long.
var longs = map[string]string{
	"comments": samples[0].code + strings.Repeat(
		"\n# a comment of a line, as long as many\nCONSTANT = 3.0 * 2\n", 1700),
	"functions": strings.Repeat("def f(y_true, y_pred, gamma=2.):\n    return -(1 - y_pred) ** gamma\n\n", 1500),
	"classes":   strings.Repeat(samples[0].code+"\n", 100),
	"brackets": "def f(y, p):\n    return " + strings.Repeat("(",
		50000) + "p" + strings.Repeat(")", 50000),
	"signs": "def f(y, p):\n    return " + strings.Repeat("-", 100000) + "p",
	"sum":   "def f(y, p):\n    return p" + strings.Repeat(" + p", 25000),
	"lines": "def f(y, p):\n" + strings.Repeat("    p = p * 1.0001\n", 5000) + "    return p",
	"ifs": "def f(y, p):\n" + strings.Repeat("    if p.dim() > 1:\n        p = p * 2\n",
		2500) + "    return p",
	"likely": "def f(y, p):\n" + strings.Repeat("    if p.dim() > 2:\n        p = p * 2\n",
		2500) + "    return p",
	"unknown": "def f(y, p):\n" + strings.Repeat("    if p.shape[1] > 2:\n        q = p * 2\n",
		2500) + "    return p",
	"names": "def f(y, p):\n" + strings.Repeat("    return q\n", 7000),
	"named": "def f(y, p):\n    return " + strings.Repeat("(n := p) + ",
		45) + "p\n" + strings.Repeat("# more\n", 14000),
	"helpers": "def f0(y, p):\n    return p\n" + manyHelpers(1500) +
		"def loss(y, p):\n    return f1499(y, p)\n",
	"roots":     manyRoots(40, "", "    p = p * (1 - p) + y * p.log()\n", 70),
	"constants": manyRoots(40, strings.Repeat("A = float(3) * 2 + 1\n", 4500), "", 0),
	"methods": manyRoots(39, "class C:\n"+strings.Repeat(
		"    def g(self, a=1.0, b=2.0):\n        return a\n",
		1900), "    c = C()\n", 1),
	"huge": "def f(logits, y):\n    p = torch.sigmoid(logits)\n" +
		strings.Repeat("    p = p * (1 - p) + y * torch.log(p + 0.5) - (1 - y) * torch.log(1.5 - p)"+
			strings.Repeat(" ", 120)+"\n", 490) + "    return p",
	"products": "def f(y, p):\n" + strings.Repeat(
		"    p = p * (1 - p) + y * p.log() - (1 - y) * (1 - p).log()\n", 1600) + "    return p",
}

// manyHelpers are functions that call each other in a row.
func manyHelpers(n int) string {
	var b strings.Builder
	for i := 1; i < n; i++ {
		fmt.Fprintf(&b, "def f%d(y, p):\n    return f%d(y, p) * 0.9\n", i, i-1)
	}
	return b.String()
}

// Parts that are numbers for one label, and one expression in many places, are read.
func TestParts(t *testing.T) {
	for code, want := range map[string]string{
		"def f(logits, targets):\n    return torch.sigmoid(-logits * targets) * targets + (1 - targets) * torch.sigmoid(logits)\n": "1 - pt",
		"def f(y_true, y_pred, gamma=2.0):\n    g = gamma\n" +
			strings.Repeat("    g = g * (1 - g)\n", 60) +
			"    return -y_true * torch.log(y_pred), g\n": "-y * log(p)",
	} {
		r, err := Read(code, Options{})
		if err != nil {
			t.Fatalf("%s: %v", code, err)
		}
		if r.Formula != want {
			t.Errorf("%s\nis %q, want %q", code, r.Formula, want)
		}
	}
}

// manyRoots are losses that nothing else uses, after the code before.
func manyRoots(n int, before, body string, times int) string {
	var b strings.Builder
	b.WriteString(before)
	for i := range n {
		fmt.Fprintf(&b, "def loss%d(y_true, y_pred):\n    y, p = y_true, y_pred\n%s    return -y * p.log() * %d\n", i,
			strings.Repeat(body, times), i+1)
	}
	return b.String()
}

// A paste of 100 KB is answered; how soon, [BenchmarkRead] measures.
func TestLong(t *testing.T) {
	for name, code := range longs {
		if r, err := Read(code, Options{}); r == nil && err == nil {
			t.Errorf("%s is neither read nor refused", name)
		}
	}
	if _, err := Read(strings.Repeat("#", MaxLength+1), Options{}); err == nil ||
		!strings.Contains(err.Error(), "longer than") {
		t.Errorf("more than %d bytes: %v", MaxLength, err)
	}
}

// Each is a paste of 100 KB.
func BenchmarkRead(b *testing.B) {
	for _, name := range slices.Sorted(maps.Keys(longs)) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Read(longs[name], Options{})
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	for _, e := range samples {
		f.Add(e.code)
	}
	for _, e := range refusals {
		f.Add(e.code)
	}
	f.Fuzz(func(t *testing.T, code string) {
		r, err := Read(code, Options{})
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Line < 1 || e.Column < 1 || English[e.Code] == "" {
				t.Fatalf("%q: %#v", code, err)
			}
			return
		}
		if _, err := syntax.Parse(r.Formula); err != nil &&
			!strings.Contains(err.Error(), "a formula has") &&
			!strings.Contains(err.Error(), "operations") && !strings.Contains(err.Error(), "deep") {
			t.Fatalf("%q is read as %q: %v", code, r.Formula, err)
		}
	})
}

// The operations of code are kept one by one for emulations of rounding.
func TestWritten(t *testing.T) {
	for code, want := range map[string]string{
		"p = torch.sigmoid(x)\nreturn -(y * torch.log(p + 1e-8) + (1 - y) * torch.log(1 - p + 1e-8))": "-(y * log(p + 1e-08) + (1 - y) * log(1 - p + 1e-08))",
		"return F.softplus(-x) * y + (1 - y) * (x - F.logsigmoid(x))":                                 "softplus(-x) * y + (1 - y) * (x - logsigmoid(x))",
		"ce = F.binary_cross_entropy_with_logits(x.float(), y)\nreturn (1 - torch.exp(-ce))**2 * ce":  "ce = bce_logits(y, float32(x))\n(1 - exp(-ce))^2 * ce",
		"p = x.to(torch.float32).sigmoid()\nreturn F.binary_cross_entropy(p, y.type(torch.float32))":  "bce(float32(y), sigmoid(float32(x)))",
	} {
		source := "import torch\nimport torch.nn.functional as F\ndef loss(x, y):\n    " +
			strings.ReplaceAll(code, "\n", "\n    ")
		r, err := Read(source, Options{})
		if err != nil {
			t.Fatalf("%s: %v", source, err)
		}
		if got := r.Written(); got != want {
			t.Errorf("%s\nis %q, want %q", source, got, want)
		}
	}
}

// What a function changes in its module, no other function sees.
func TestRootsApart(t *testing.T) {
	const count = "n = 1\n" +
		"def a(y_true, y_prob):\n    global n\n    n += 1\n    return n * (y_prob - y_true) ** 2\n"
	const object = "class K:\n    n = 1\nk = K()\nd = {'n': 1}\nl = [1]\n" +
		"def a(y_true, y_prob):\n    K.n = K.n + 1\n    k.m = K.n\n    d['n'] = d['n'] + 1\n" +
		"    l.append(1)\n    return k.m * d['n'] * len(l) * (y_prob - y_true) ** 2\n"
	for _, code := range []string{count, object} {
		one, err := Read(code, Options{Name: "a"})
		if err != nil {
			t.Fatalf("%v\n%s", err, code)
		}
		two := code + strings.ReplaceAll(code[strings.Index(code, "def a"):], "def a", "def b")
		both, err := Read(two, Options{})
		if err != nil || both.Name != "b" || both.Formula != one.Formula {
			t.Errorf("%q, %v, want %q\n%s", both.Formula, err, one.Formula, two)
		}
	}
}

// A loss within the part of a file that runs as a script is read if it is all that there is.
func TestScript(t *testing.T) {
	const guard = "import torch\nif __name__ == '__main__':\n"
	const loss = "    def f(y_true, y_prob):\n        return 2 * (y_prob - y_true) ** 2\n"
	for code, want := range map[string]string{
		guard + loss + "    print(f(torch.ones(4), torch.rand(4)))\n":                "2 * (p - y)^2",
		"def g(y_true, y_prob):\n    return (y_prob - y_true) ** 2\n" + guard + loss: "(p - y)^2",
	} {
		if r, err := Read(code, Options{}); err != nil || r.Formula != want {
			t.Errorf("%q, %v, want %q\n%s", r.Formula, err, want, code)
		}
	}
	r, err := Read(strings.Replace(guard, "==", "!=", 1)+loss, Options{})
	if err == nil {
		t.Errorf("what a script does not run is read as %q", r.Formula)
	}
}
