package precision

import (
	"bytes"
	"encoding/json"
	"errors"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"lossexplorer/internal/formula/rounded"
	"lossexplorer/internal/formula/syntax"
	"lossexplorer/internal/precision"
	"lossexplorer/internal/python"
	"lossexplorer/internal/state"
	"lossexplorer/internal/text"
)

// pasted is code as people paste it.
var pasted = map[string]string{
	"torchvision": `import torch
import torch.nn.functional as F
def loss(inputs, targets, alpha: float = 0.25, gamma: float = 0.5):
    p = torch.sigmoid(inputs)
    ce_loss = F.binary_cross_entropy_with_logits(inputs, targets, reduction="none")
    p_t = p * targets + (1 - p) * (1 - targets)
    loss = ce_loss * ((1 - p_t) ** gamma)
    alpha_t = alpha * targets + (1 - alpha) * (1 - targets)
    return alpha_t * loss
`,
	"exp": `import torch
import torch.nn.functional as F
def loss(inputs, targets, gamma=2.0):
    bce = F.binary_cross_entropy_with_logits(inputs, targets, reduction="none")
    pt = torch.exp(-bce)
    return (1 - pt) ** gamma * bce
`,
	"eps": `import torch
def loss(logits, labels, gamma=2.0, eps=1e-7):
    p = torch.sigmoid(logits)
    return -labels * (1 - p) ** gamma * torch.log(p + eps) - (1 - labels) * p ** gamma * torch.log(1 - p + eps)
`,
	"clamp": `import torch
def loss(logits, labels, gamma=1.5):
    p = torch.sigmoid(logits).clamp(1e-6, 1 - 1e-6)
    p_t = torch.where(labels == 1, p, 1 - p)
    return -((1 - p_t) ** gamma) * p_t.log()
`,
	"upcast": `import torch
import torch.nn.functional as F
def loss(logits, labels, gamma=2.0):
    logits = logits.float()
    labels = labels.float()
    p = logits.sigmoid()
    ce = F.binary_cross_entropy_with_logits(logits, labels, reduction="none")
    return ce * (1 - (p * labels + (1 - p) * (1 - labels))) ** gamma
`,
	"stable": `import torch
import torch.nn.functional as F
def loss(z, y, gamma=0.5):
    log_p, log_q = F.logsigmoid(z), F.logsigmoid(-z)
    return -y * torch.exp(gamma * log_q) * log_p - (1 - y) * torch.exp(gamma * log_p) * log_q
`,
}

// Code that is pasted leaves the exact curve in the lab where it does in PyTorch, to one
// step of the logit: right, off, 0, infinite and NaN are in the same places.
func TestPasted(t *testing.T) {
	in, err := json.Marshal(map[string]any{"logits": precision.Axis(precision.Step),
		"sources": pasted})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("/usr/bin/python3", "testdata/own.py")
	cmd.Stdin = bytes.NewReader(in)
	var problems bytes.Buffer
	cmd.Stderr = &problems
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s\nThis needs PyTorch; on Debian: apt-get install python3-torch", err,
			&problems)
	}
	var ran struct {
		Torch   string
		Results []struct {
			Name, Format   string
			Label          float64
			Loss, Gradient []string
		}
	}
	if err := json.Unmarshal(out, &ran); err != nil {
		t.Fatal(err)
	}
	t.Log("PyTorch", ran.Torch)
	for _, c := range ran.Results {
		read, err := python.Read(pasted[c.Name], python.Options{})
		if err != nil {
			t.Fatal(c.Name, err)
		}
		f, err := syntax.Parse(read.Formula)
		if err != nil {
			t.Fatal(c.Name, err)
		}
		m, err := rounded.Of(read.Written(), f, f.Defaults())
		if err != nil {
			t.Fatal(c.Name, err)
		}
		format, _ := precision.FormatOf(c.Format)
		s := precision.Setting{Format: format, Epsilon: read.Epsilon,
			Torch1: strings.HasPrefix(ran.Torch, "1.")}
		r := precision.NewLab(precision.Axis(precision.Step)).Run(&m, c.Label, s)
		for what, v := range map[string]struct {
			torch      []string
			got, exact []float64
			format     precision.Format
		}{"loss": {c.Loss, r.Loss, r.ExactLoss, r.LossFormat},
			"gradient": {c.Gradient, r.Gradient, r.ExactDx, format}} {
			class := func(i int) precision.Class { return precision.Classify(v.format, v.got[i], v.exact[i]) }
			for i, number := range v.torch {
				ran, err := strconv.ParseFloat(number, 64)
				if err != nil {
					t.Fatal(err)
				}
				want := precision.Classify(v.format, ran, v.exact[i])
				if want != class(i) && want != class(max(0, i-1)) &&
					want != class(min(len(v.got)-1, i+1)) && want != precision.Underflow {
					t.Errorf("%s in %s, label %v: %s at %v is %v, PyTorch has %v", c.Name, c.Format,
						c.Label, what, r.Logits[i], v.got[i], ran)
					break
				}
			}
		}
	}
}

// The place shows the formula of the place of the custom loss, and why one cannot be run.
func TestCustomLoss(t *testing.T) {
	var v View
	m := text.For("en")
	s := at(t, "formula_text", "g = 2\n-(1 - pt)^g * log(pt)", "impl", "own",
		"formula_values", "0.5")
	v.Update(m, s, 820)
	if got := strings.Join(v.Sentences, " "); !strings.HasPrefix(got,
		"In float32, the gradient of your custom loss is NaN from z = 16.65") {
		t.Errorf("%q", got)
	}
	if v.Code != "g = 2;  -(1 - pt)^g * log(pt)" || len(v.Values) != 2 ||
		strings.Count(v.Bands, "<text class=\"name\"") != 1 {
		t.Errorf("%q, %v", v.Code, v.Values)
	}
	wellFormed(t, v.Bands)
	if rows := v.All(m, s); len(rows) != len(precision.Implementations())+1 ||
		rows[0].ID != precision.CustomID {
		t.Errorf("%d rows, the first %s", len(rows), rows[0].ID)
	}
	// The code is run as it is written, not as its simplified formula.
	s = at(t, "formula_text", "-log(pt)", "formula_written", "float32(-log(pt))", "impl", "own")
	v.Update(m, s, 820)
	if v.Code != "float32(-log(pt))" {
		t.Errorf("%q", v.Code)
	}
	for source, want := range map[string]string{"p +": "Line 1", "2^x": "exponent"} {
		s := at(t, "formula_text", source, "impl", "own")
		if _, err := Chosen(s); err == nil ||
			errors.Is(err, rounded.ErrExponent) != (source == "2^x") {
			t.Errorf("%s: %v", source, err)
		}
		v.Update(m, s, 820)
		if !strings.HasPrefix(v.Sentences[0], "Your custom loss cannot be run here:") ||
			!strings.Contains(v.Sentences[0], want) {
			t.Errorf("%s: %q", source, v.Sentences)
		}
	}
}

// BenchmarkCustom is [BenchmarkUpdate] of a custom loss.
func BenchmarkCustom(b *testing.B) {
	var v View
	m := text.For("en")
	s := state.Default().At(state.PlacePrecision)
	s, _ = s.With("impl", "own")
	i := 0
	for b.Loop() {
		i++
		s, _ = s.With("formula_values", "0.25,"+state.Format(0.05*float64(i%100)))
		v.Update(m, s, 820)
	}
}
