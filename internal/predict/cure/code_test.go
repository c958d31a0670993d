package cure

import (
	"bytes"
	"encoding/json"
	"math"
	"os/exec"
	"slices"
	"testing"

	"lossexplorer/losscore"
)

// The script runs each copied code on rows and prints the results.
const runCodes = `import json, sys
import numpy as np
given = json.load(sys.stdin)
p, y = np.array(given["P"]), np.array(given["Y"])
x = np.log(np.maximum(p, 1e-17))
results = []
for code in given["Codes"]:
    names = {"p": p, "y": y}
    exec(code, names)
    results.append(names["calibrated"](p if "Isotonic" in code else x).tolist())
json.dump(results, sys.stdout)
`

// The copied code gives the probabilities of the maps, but for the digits of its numbers.
func TestCodeSeveralRuns(t *testing.T) {
	c := NewSeveral(severalSample(t))
	loss := losscore.Focal{Gamma: 1.5}
	results := c.Results(loss)
	in := struct {
		P     [][]float64
		Y     []int
		Codes []string
	}{Y: c.class}
	for i := range c.class {
		in.P = append(in.P, slices.Clone(c.probabilities(i)))
	}
	for m := Temperature; int(m) < Methods; m++ {
		in.Codes = append(in.Codes, CodeSeveral(m, results, loss))
	}
	data, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("/usr/bin/python3", "-c", runCodes)
	cmd.Stdin = bytes.NewReader(data)
	var problems bytes.Buffer
	cmd.Stderr = &problems
	data, err = cmd.Output()
	if err != nil {
		t.Fatalf("%v; on Debian: apt-get install python3-numpy python3-sklearn\n%s", err, problems.Bytes())
	}
	var got [][][]float64
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	want := make([]float64, c.classes)
	for at, m := range []Method{Temperature, Inverse, FocalTemperature} {
		r := results[m]
		worst := 0.
		for i := range c.class {
			switch m {
			case Temperature:
				softmax(want, c.row(i), 1/r.T)
			case Inverse:
				focalInverse(want, c.row(i), loss.Gamma, 1)
			default:
				focalInverse(want, c.row(i), r.Gamma, r.T)
			}
			for k, v := range want {
				worst = max(worst, math.Abs(got[at][i][k]-v))
			}
		}
		if !(worst < 1e-5) {
			t.Errorf("the code of method %d is wrong by %v", m, worst)
		}
	}
	nll := 0. // on the rows that it was fitted on, for which each class' map is the best
	for i, class := range c.class {
		nll -= math.Log(max(got[len(got)-1][i][class], 0x1p-52)) / float64(len(c.class))
	}
	if !(nll < results[None].NLL) {
		t.Errorf("isotonic maps give an NLL of %v on their own rows, without them it is %v", nll, results[None].NLL)
	}
}
