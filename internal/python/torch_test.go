package python

import (
	"bytes"
	"encoding/json"
	"flag"
	"math"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "compute testdata/torch.json with Debian's python3-torch")

// A torchCase is a loss for testdata/torch_values.py.
type torchCase struct {
	Code     string          `json:"code"`
	Function string          `json:"function"`
	Roles    map[string]Role `json:"roles"`
	Points   [][2]float64    `json:"points"`

	Given   map[string]string `json:"given,omitempty"` // texts of parameters
	Classes string            `json:"classes,omitempty"`
	Pair    string            `json:"pair,omitempty"`
}

// points are 40 labels and logits, no logit at a kink of the samples.
func points() (all [][2]float64) {
	for _, y := range []float64{1, 0} {
		for k := range 20 {
			all = append(all, [2]float64{y, -7.93 + 0.83*float64(k)})
		}
	}
	return all
}

// torchValues runs cases with PyTorch.
func torchValues(t *testing.T, cases []torchCase) (all []json.RawMessage) {
	in, err := json.Marshal(cases)
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command("/usr/bin/python3", "testdata/torch_values.py")
	c.Stdin, c.Stderr = bytes.NewReader(in), os.Stderr
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%v; this needs python3-torch of Debian", err)
	}
	if err := json.Unmarshal(out, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// taken returns the texts that parameters without a default are taken for.
func taken(r *Reading) map[string]string {
	texts := map[string]string{}
	for _, n := range r.Notes {
		if n.Code == "taken-for" {
			texts[n.Args[0]] = n.Args[1]
		}
	}
	return texts
}

// Values and gradients are those of PyTorch's autograd. The numbers in testdata/torch.json come of
//
//	go test ./internal/python -run TestTorch -update
func TestTorch(t *testing.T) {
	const file = "testdata/torch.json"
	var cases []torchCase
	var names []string
	for _, e := range samples {
		r, err := Read(e.code, Options{})
		if err != nil || r.Name == "" || r.Classes || r.OneHot ||
			strings.HasPrefix(e.code, "\n ") || strings.Contains(e.code, "keras.src") ||
			strings.Contains(e.code, "paddle") ||
			slices.ContainsFunc(r.Notes, func(n Note) bool { return n.Code == "batch-labels" }) {
			continue
		}
		names = append(names, e.name)
		cases = append(cases, torchCase{Code: e.code, Function: r.Name, Roles: r.Roles,
			Points: points(), Given: taken(r)})
	}
	known := map[string][][2]float64{}
	if *update {
		for i, raw := range torchValues(t, cases) {
			var v [][2]float64
			if err := json.Unmarshal(raw, &v); err != nil {
				t.Errorf("%s: %s", names[i], raw)
				continue
			}
			known[names[i]] = v
		}
		b, err := json.Marshal(known)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &known); err != nil {
		t.Fatal(err)
	}
	for i, c := range cases {
		want, ok := known[names[i]]
		if !ok {
			t.Errorf("%s has no values; run with -update", names[i])
			continue
		}
		r, f := mustRead(t, c.Code, Options{})
		l := f.BindUnclipped(f.Defaults(), r.Epsilon)
		for k, at := range c.Points {
			v, d := l.AtLogit(at[0], at[1])
			if !agrees(v, want[k][0]) || !agrees(d, want[k][1]) {
				t.Errorf("%s: %v, %v at y = %v, x = %v; PyTorch has %v\n%s", names[i], v, d, at[0],
					at[1], want[k], r.Formula)
				break
			}
		}
	}
}

func agrees(a, b float64) bool { return math.Abs(a-b) <= 1e-9*(1e-3+math.Abs(b)) }
