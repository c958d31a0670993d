package lint

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

type command func(context.Context, []string, fs.FS, io.Writer, io.Writer) error

// run runs a command for a source in a file loss.py.
func run(t *testing.T, c command, source string, flags ...string) (code int, stdout, stderr string) {
	t.Helper()
	t.Chdir(t.TempDir())
	if err := os.WriteFile("loss.py", []byte(source), 0o666); err != nil {
		t.Fatal(err)
	}
	var out, problems bytes.Buffer
	err := c(context.Background(), append(flags, "loss.py"), nil, &out, &problems)
	var exit *ExitError
	switch {
	case errors.As(err, &exit):
		code = exit.Code
	case err != nil:
		t.Fatal(err)
	}
	return code, out.String(), problems.String()
}

const objective = "def objective(preds, dtrain):\n    y = dtrain.get_label()\n    p = 1 / (1 + np.exp(-preds))\n    return p - y, p * (1 + p)\n"

const refused = "def loss(y_true, y_pred):\n    return y_pred // 2\n"

// The exit codes are those that a CI relies on.
func TestExitCodes(t *testing.T) {
	for _, e := range []struct {
		name, source   string
		command        command
		code           int
		stdout, stderr string // how they begin
	}{
		{"read", samples[0].right, RunRead, 0, "gamma = 2\n", ""},
		{"read what is refused", refused, RunRead, 2, "", "loss.py:2:12: // of arrays"},
		{"read a question", "def f(a, b):\n    return (a - b)**2\n", RunRead, 2, "",
			"loss.py:1:7: which of a, b is the label?"},
		{"lint without findings", samples[0].right, RunLint, 0, "", ""},
		{"lint with findings", samples[0].wrong, RunLint, 1,
			"loss.py:3:10: mean-before-factor: ", ""},
		{"lint an objective beside its loss", samples[0].right + objective, RunLint, 1,
			"loss.py:6:5: wrong-hessian: ", ""},
		{"lint an objective beside a metric that has no derivative",
			strings.Replace(objective, "1 + p", "1 - p", 1) +
				"def accuracy(preds, dtrain):\n    return 'accuracy', np.mean((preds > 0) == dtrain.get_label())\n",
			RunLint, 0, "", ""},
		{"lint two objectives", strings.Replace(objective, "1 + p", "1 - p", 1) +
			strings.Replace(objective, "def ", "def other_", 1), RunLint, 1,
			"loss.py:5:5: wrong-hessian: ", ""},
		{"lint the objectives of a class", "class Boost:\n" + strings.ReplaceAll("\n"+
			strings.Replace(strings.TrimSpace(objective), "(preds", "(self, preds", 1), "\n",
			"\n    ") + "\n", RunLint, 1,
			"loss.py:3:9: wrong-hessian: ", ""},
		{"lint pairs of labels and predictions",
			"def loss(logits, y):\n    x = logits.view(-1, 1)\n    t = y.view(1, -1)\n    return ((x - t) ** 2).mean()\n", RunLint, 1, "loss.py:4:14: shape-mismatch: ", ""},
		{"lint without a finding, whatever a prediction is",
			"def loss(y_pred, y_true):\n    return ((y_pred - y_true) ** 2).mean()\n",
			RunLint, 0, "", ""},
		{"lint with a finding, whatever a prediction is",
			"def loss(y_pred, y_true):\n    y_pred = y_pred.view(-1, 1)\n    return ((y_pred - y_true.view(-1)) ** 2).mean()\n", RunLint, 1, "loss.py:3:14: shape-mismatch: ", ""},
		{"read a prediction that may be both",
			"def loss(y_pred, y_true):\n    return ((y_pred - y_true) ** 2).mean()\n", RunRead, 2, "",
			"loss.py:1:10: is y_pred a probability or a logit? its use does not say (-role y_pred=probability or -role y_pred=logit)"},
		{"lint a loss beside a metric and a training that calls it", samples[0].wrong +
			"def accuracy(logits, y):\n    return ((logits > 0) == y).float().mean()\n" +
			"def train(model, x, y):\n    print(loss(model(x), y))\n", RunLint, 1,
			"loss.py:3:10: mean-before-factor: ", ""},
		{"read a function that others use which are not read",
			"def loss(p, y):\n    return (p - y) ** 2\n" +
				"def total(p, y, z):\n    return loss(p, y).mean() + torch.linalg.svd(z)[1].sum()\n", RunRead, 2, "",
			"loss.py:4:32: the function torch.linalg.svd of a framework is not read here; write out what it computes (-name loss reads that alone)\n"},
		{"lint losses that one function chooses from",
			strings.Replace(samples[0].wrong, "def loss", "def focal", 1) +
				"def squared(logits, y):\n    return (logits.sigmoid() - y) ** 2\n" +
				"import argparse\ndef get_args():\n    return argparse.ArgumentParser().parse_args()\n" +
				"def get_loss(name):\n    return {\"focal\": focal, \"squared\": squared}[name]\n",
			RunLint, 1, "loss.py:3:10: mean-before-factor: ", ""},
		{"lint losses that one function makes",
			strings.Replace(samples[0].right, "def loss", "def focal", 1) +
				"class Squared(nn.Module):\n    def forward(self, logits, y):\n        return (logits.sigmoid() - y) ** 2\n" +
				"def build(name):\n    if name == 'focal':\n        return focal\n    elif name == 'squared':\n        return Squared()\n    raise ValueError(name)\n", RunLint, 0, "", ""},
		{"lint a loss that another uses which is not read", samples[0].wrong +
			"def total(logits, batch):\n    return loss(logits, batch['y']) + torch.linalg.svd(logits)[1].sum()\n", RunLint, 1,
			"loss.py:3:10: mean-before-factor: ", "loss.py:7:25: "},
		{"lint a file without a loss", "def copy(a, b):\n    os.rename(a, b)\n    return a + b\n", RunLint, 0, "",
			"loss.py: nothing here is named as a loss; -name reads a function\n"},
		{"lint functions that are not named as losses",
			"def a(p, y):\n    return F.mse_loss(p.view(-1, 1), y.view(-1))\n" +
				"def b(p, y):\n    return F.l1_loss(p.view(-1, 1), y.view(-1))\ndef c(p, y):\n    return p // y\n", RunLint, 1,
			"loss.py:2:12: shape-mismatch: ", ""},
		{"lint what is refused", refused, RunLint, 2, "", "loss.py:2:12: // of arrays"},
	} {
		t.Run(e.name, func(t *testing.T) {
			code, stdout, stderr := run(t, e.command, e.source)
			if code != e.code || !strings.HasPrefix(stdout, e.stdout) ||
				!strings.HasPrefix(stderr, e.stderr) || e.stderr == "" && stderr != "" {
				t.Errorf("exit code %d, standard output %q, standard error %q", code,
					stdout, stderr)
			}
		})
	}
}

// Mistakes in the arguments do not have the code of findings.
func TestMistakes(t *testing.T) {
	for _, e := range []struct {
		command command
		args    []string
		want    string
	}{
		{RunLint, []string{"nothing.py"}, "nothing.py"},
		{RunLint, []string{"-nothing", "loss.py"}, "-nothing"},
		{RunLint, nil, "needs a file"},
		{RunLint, []string{"loss.py", "-nothing"}, "-nothing"},
		{RunRead, []string{"loss.py", "--", "-json"}, "one file"},
		{RunRead, []string{"-role", "nothing=logit", "loss.py"},
			"the loss has no \"nothing\"; it has "},
		{RunRead, []string{"-set", "nothing=1", "loss.py"}, "nothing"},
	} {
		t.Chdir(t.TempDir())
		if err := os.WriteFile("loss.py", []byte(samples[0].right), 0o666); err != nil {
			t.Fatal(err)
		}
		err := e.command(context.Background(), e.args, nil, io.Discard, io.Discard)
		var coded interface{ ExitCode() int }
		if !errors.As(err, &coded) || coded.ExitCode() != exitRefused ||
			!strings.Contains(err.Error(), e.want) {
			t.Errorf("%q: the error is %v", e.args, err)
		}
	}
}

// The JSON of read is that of the issue: loss and gradient are those of focal loss.
func TestReadJSON(t *testing.T) {
	_, out, _ := run(t, RunRead, samples[0].right, "-json", "-at", "y=1,p=0.3", "-at", "y=0,x=-2")
	var got struct {
		Formula  string
		Roles    map[string]string
		Params   map[string]float64
		Findings []any
		At       []struct{ Y, P, X, Loss, Gradient float64 }
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if got.Roles["targets"] != "label" || got.Roles["logits"] != "logit" ||
		got.Params["gamma"] != 2 || got.Findings == nil || len(got.At) != 2 {
		t.Fatalf("%s", out)
	}
	if a := got.At[0]; !close(a.Loss, 0.589946, 1e-5) || !close(a.X, -0.8472979, 1e-6) ||
		!close(a.Gradient, -0.6969680, 1e-5) {
		t.Errorf("%+v", a)
	}
}

// The JSON of lint has the formula that is meant, the size of the effect and the repaired code.
func TestLintJSON(t *testing.T) {
	_, out, _ := run(t, RunLint, samples[1].wrong, "-json")
	var got []struct {
		File                               string
		Line                               int
		Rule, Message, Meant, Effect, Code string
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 || filepath.Base(got[0].File) != "loss.py" || got[0].Line != 4 ||
		got[0].Rule != string(WeightInPt) ||
		!strings.Contains(got[0].Effect, "instead of") ||
		!strings.HasPrefix(got[0].Code, "def loss(logits, targets, ") {
		t.Errorf("%s", out)
	}
	if _, out, _ := run(t, RunLint, samples[1].wrong, "-repair"); !strings.Contains(out,
		"\ndef loss(logits") {
		t.Errorf("%s", out)
	}
}

// Flags may follow the files.
func TestFlagsAfterFiles(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("loss.py", []byte(samples[0].right), 0o666); err != nil {
		t.Fatal(err)
	}
	var out, problems bytes.Buffer
	if err := RunLint(context.Background(), []string{"loss.py", "-json"}, nil, &out, &problems); err != nil ||
		out.String() != "[]\n" {
		t.Errorf("%v, standard output %q", err, out.String())
	}
}

// PyTorch's binary_cross_entropy is another one than that of the formula for large logits alone.
func TestClampedLogarithms(t *testing.T) {
	const code = "def loss(p, y):\n    return F.binary_cross_entropy(p, y)\n"
	for at, says := range map[string]bool{"y=1,x=-27": false, "y=1,x=-28": true,
		"y=0,x=101": true} {
		_, out, _ := run(t, RunRead, code, "-at", at)
		if got := strings.Contains(out, "# line 2: PyTorch's binary_cross_entropy"); got != says {
			t.Errorf("at %s: %s", at, out)
		}
	}
}
